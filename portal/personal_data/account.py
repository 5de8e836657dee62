"""What is kept of an account: how one signs in, what one was told, and the rows of the log."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from portal.personal_data.kept import Kept
from procurement.services import joint_bids
from registry.models import (
    Mail,
    StatusLog,
)


def addresses_of(user):
    """Every address of the account, confirmed or not."""
    return sorted({user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)})


def account(user, addresses):
    """How one signs in."""
    yield Kept(
        "account",
        "Konto",
        "För att du ska kunna logga in.",
        "Tills du raderar kontot.",
        True,
        [
            {
                "email": user.email,
                "addresses": addresses,
                "name": user.name,
                "created": user.date_joined,
                "last_login": user.last_login,
                "second_factors": sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
                "groups": sorted(user.groups.values_list("name", flat=True)),
            }
        ],
    )
    yield Kept(
        "sessions",
        "Inloggningar",
        "För att du ska se var du är inloggad, och kunna logga ut.",
        "Tills du loggar ut eller efter tolv timmar.",
        True,
        list(UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")),
    )


def messages(user, addresses):
    """What one was told."""
    yield Kept(
        "notifications",
        "Meddelanden på Mina sidor",
        "För att du ska veta vad som händer.",
        "Tills du raderar kontot.",
        True,
        list(user.notifications.order_by("pk").values("subject", "body", "created_at", "read_at")),
    )
    yield Kept(
        "mail",
        "E-post till dig",
        "För att inget brev ska komma bort på vägen.",
        "30 dagar efter att brevet skickades.",
        True,
        list(Mail.objects.filter(recipient__in=addresses).order_by("pk").values("subject", "created_at", "sent_at")),
    )


def log(user):
    """The rows that nobody can alter."""
    yield Kept(
        "status_log",
        "Rader i statusloggen",
        "För att ingen ska kunna ändra i efterhand utan att det märks.",
        "Alltid. Raderna har ett nummer i stället för ditt namn. När kontot är raderat säger numret inte vem du är.",
        False,
        list(_logged(user)),
    )


def _logged(user):
    """The rows without what would tell how somebody else answered an invitation: that is theirs to tell (GDPR 15.4)."""
    rows = StatusLog.objects.filter(actor_id=user.pk).exclude(action=joint_bids.LAPSE.action).order_by("id")
    for row in rows.values("id", "subject", "subject_id", "action", "from_state", "to_state", "reason", "occurred_at"):
        yield row | {"from_state": ""} if row["action"] == joint_bids.WITHDRAW.action else row
