"""The parties of a partnership: who acts for them, who joins, who steps back, and who says yes to the text."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from procurement.models import PartnershipCommitment, PartnershipParty
from procurement.models.partnerships import WRITING, PartnershipState
from procurement.services import partnership_messages
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.models import LegalEntity
from registry.services.entitlements import require_editor
from registry.workflow import NotEntitled, Step, StepNotAllowed, lock, take

JOIN = Step("join", "En part gick med", tuple(WRITING), None)
DECLINE = Step("decline", "En part gick ur", tuple(WRITING), None)
ADD = Step("add_party", "En part bjöds in", tuple(WRITING), None)
REMOVE = Step("remove_party", "En inbjudan togs tillbaka", tuple(WRITING), None)
AGREE = Step("agree", "En part sade ja till texten", (*WRITING, PartnershipState.LEGAL_REVIEW), None)
TEXT_CHANGED = "text_changed"


def acted_for(user):
    """The parties that the user may act for, in any partnership."""
    buying = user.authority_memberships.buying().values("authority")
    editing = user.memberships.editing().values("organisation")
    return PartnershipParty.objects.filter(Q(authority__in=buying) | Q(legal_entity__organisation__in=editing))


def require_party(actor, party):
    """The party's own people: an authority's buyers, an organisation's editors. Raises `NotEntitled`."""
    if party.is_public:
        require_buyer(actor, party.authority)
    else:
        require_editor(actor, party.legal_entity.organisation)


def require_joined(actor, partnership):
    """Somebody who acts for a party that has joined. Raises `NotEntitled`."""
    if not acted_for(actor).filter(partnership=partnership).exclude(joined_at=None).exists():
        raise NotEntitled("Bara den som företräder en part som har gått med kan göra detta.")


def in_the_decision(parties, partnership):
    """Those of the parties that the last decision is about, and all of them before there is one."""
    decided_at = partnership.decisions.aggregate(last=Max("noted_at"))["last"]
    return parties if decided_at is None else parties.filter(added_at__lte=decided_at)


def require_bound(actor, partnership):
    """Somebody who acts for a party that the decided agreement binds. Raises `NotEntitled`.

    One that was asked in while it is renegotiated has no say in what was decided before.
    """
    require_joined(actor, partnership)
    own = acted_for(actor).filter(partnership=partnership).exclude(joined_at=None)
    if not in_the_decision(own, partnership).exists():
        raise NotEntitled("Bara de parter som beslutet gäller kan göra detta.")


def require_authority(actor, partnership):
    """An authority's buyer, for what only the public side does. Raises `NotEntitled`."""
    own = acted_for(actor).filter(partnership=partnership, authority__isnull=False).exclude(joined_at=None)
    if not own.exists():
        raise NotEntitled("Bara myndighetens upphandlare kan göra detta.")
    require_one_side(actor, partnership)


def require_one_side(actor, partnership):
    """Nobody agrees or decides on both sides of the same agreement. Raises `NotEntitled`."""
    sides = {party.is_public for party in acted_for(actor).filter(partnership=partnership)}
    if len(sides) > 1:
        raise NotEntitled("Du företräder båda sidor i partnerskapet. Låt någon annan göra detta.")


def changed(held, *, actor, at, action=""):
    """Note that the text has changed. Every yes is taken back, since nobody has said it to the text as it is now.

    `held` is the partnership, locked by the caller, who also saves it. Returns whether anybody had said yes.
    """
    held.changed_at = max(at, held.changed_at + timedelta(microseconds=1))  # each change is a version of its own
    taken_back = held.parties.exclude(agreed_at=None).update(agreed_at=None, agreed_by=None)
    if taken_back:
        held.events.create(
            action=TEXT_CHANGED, actor=actor, from_state=held.state, to_state=held.state, created_at=held.changed_at
        )
    if action:
        status_log.write(held, action, actor=actor, from_state=held.state, to_state=held.state, at=at)
    return bool(taken_back)


def require_handed_in(entity):
    """Only a legal entity that the portal knows may take part. Raises `StepNotAllowed`."""
    if not LegalEntity.objects.handed_in().filter(pk=entity.pk).exists():
        raise StepNotAllowed("Skicka in ansökan till portalen först. Då kan den andra parten se vilka ni är.")


@transaction.atomic
def join(party, *, actor, at=None):
    """Take part. When both sides have, the dialogue begins."""
    require_party(actor, party)
    at = at or timezone.now()
    with take(JOIN, party.partnership, actor=actor, note=str(party), at=at) as case:
        row = standing(party)
        if row.joined_at:
            raise StepNotAllowed("Ni har redan gått med.")
        row.joined_at, row.joined_by = at, actor
        row.full_clean()
        row.save(update_fields=["joined_at", "joined_by"])
        changed(case, actor=actor, at=at)
        case.state = _begun(case)
    partnership_messages.tell_joined(case, "partnership_joined", actor=actor, party=row)
    return case


@transaction.atomic
def decline(party, *, actor, reason, at=None):
    """Say no, or step back before anything is decided. What the party would have brought goes with it.

    Refused for a party that a decision is about, or when the others' commitments name it: then it is for all of them
    to sort out.
    """
    require_party(actor, party)
    at = at or timezone.now()
    with take(DECLINE, party.partnership, actor=actor, note=f"{party}: {reason}", at=at) as case:
        row = standing(party)
        if not reason.strip():
            raise StepNotAllowed("Skriv varför ni inte är med.")
        if case.is_shown and in_the_decision(case.parties.filter(pk=row.pk), case).exists():
            raise StepNotAllowed("Partnerskapet är beslutat. Avsluta det i stället för att gå ur.")
        if not case.parties.exclude(pk=row.pk).exclude(joined_at=None).exists():
            raise StepNotAllowed("Ni är den enda parten som är med. Avsluta partnerskapet i stället.")
        _take_away(row)
        changed(case, actor=actor, at=at)
        case.state = _begun(case)
    partnership_messages.tell_joined(case, "partnership_declined", actor=actor, party=str(party), reason=reason)
    return case


@transaction.atomic
def add_party(partnership, *, actor, authority=None, legal_entity=None, at=None):
    """Ask one more to take part, while the text is being written. Its people are told."""
    require_joined(actor, partnership)
    at = at or timezone.now()
    with take(ADD, partnership, actor=actor, note=str(authority or legal_entity), at=at) as case:
        if legal_entity is not None:
            require_handed_in(legal_entity)
        row = PartnershipParty(
            partnership=case, authority=authority, legal_entity=legal_entity, added_at=at, added_by=actor
        )
        row.full_clean()
        row.save()
        changed(case, actor=actor, at=at)
    partnership_messages.tell(case, "partnership_invited", [row], actor=actor, party=row)
    return row


@transaction.atomic
def remove_party(party, *, actor, at=None):
    """Take back an invitation. One who has joined steps back by itself."""
    require_joined(actor, party.partnership)
    at = at or timezone.now()
    with take(REMOVE, party.partnership, actor=actor, note=str(party), at=at) as case:
        row = standing(party)
        if row.joined_at:
            raise StepNotAllowed(f"{row} har gått med, och går själv ur om den inte vill vara med.")
        elsewhere = reverse("partnership_list")  # the working page is no longer theirs
        partnership_messages.tell(case, "partnership_uninvited", [row], actor=actor, url=elsewhere, party=row)
        _take_away(row)
        changed(case, actor=actor, at=at)
    return case


@transaction.atomic
def agree(party, *, actor, seen, at=None):
    """Say yes to the text as the person saw it: `seen` is the partnership's `changed_at` on that page.

    Raises `StepNotAllowed` when the text has changed since.
    """
    require_party(actor, party)
    require_one_side(actor, party.partnership)
    at = at or timezone.now()
    with take(AGREE, party.partnership, actor=actor, note=str(party), at=at) as case:
        row = standing(party)
        if row.joined_at is None:
            raise StepNotAllowed("Gå med först. Sedan kan ni säga ja till texten.")
        if seen != case.changed_at:
            raise StepNotAllowed("Texten har ändrats sedan du läste den. Läs den igen innan du säger ja.")
        if row.agreed_at:
            raise StepNotAllowed("Ni har redan sagt ja till texten.")
        row.agreed_at, row.agreed_by = at, actor
        row.full_clean()
        row.save(update_fields=["agreed_at", "agreed_by"])
    return case


def standing(party):
    """The party, held; gone when somebody else took it away first."""
    try:
        return lock(party)
    except PartnershipParty.DoesNotExist as gone:
        raise StepNotAllowed("Parten är inte längre med.") from gone


def _take_away(row):
    if PartnershipCommitment.objects.filter(recipient=row).exists():
        raise StepNotAllowed(f"{row} står som mottagare av ett åtagande. Ta bort åtagandet först.")
    if row.contract_id:
        raise StepNotAllowed("Parten har ett avtal i partnerskapet. Avsluta partnerskapet i stället.")
    row.commitments.all().delete()
    row.delete()


def _begun(case):
    """The state that follows from who has joined: before both sides have, there is no dialogue."""
    joined = case.parties.exclude(joined_at=None)
    both = joined.filter(authority=None).exists() and joined.exclude(authority=None).exists()
    if case.state == PartnershipState.INITIATIVE and both:
        return PartnershipState.DIALOGUE
    if case.state == PartnershipState.DIALOGUE and not both:
        return PartnershipState.INITIATIVE
    return case.state
