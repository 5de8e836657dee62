"""Everything that is stored about one person, with why and for how long (GDPR article 15). Read only."""

from portal.personal_data.account import account, addresses_of, log, messages
from portal.personal_data.buying import buying
from portal.personal_data.cases import cases, decisions
from portal.personal_data.councils import board, contacts, guidance, local_figures, own_notes
from portal.personal_data.dialogue import dialogue
from portal.personal_data.kept import Kept
from portal.personal_data.roles import roles

__all__ = ["Kept", "about", "addresses_of"]


def about(user):
    """All of it, in the order of the page. What the person is called by others without an account is not found here."""
    addresses = addresses_of(user)
    return [
        *account(user, addresses),
        *roles(user, addresses),
        *cases(user),
        *board(user),
        *contacts(user),
        *local_figures(user),
        *dialogue(user),
        *buying(user),
        *guidance(user),
        *decisions(user),
        *own_notes(user),
        *messages(user, addresses),
        *log(user),
    ]
