"""Kammarkollegiet's list, read from a file: proposed first, and carried out only when a case officer accepts.

A file that cannot be trusted changes nothing: it is noted as refused, with what is wrong. Accepting is one transaction.
The officer judges no organisation here, only whether the list is to be trusted, so jäv in one of them is no hindrance.
"""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry import register_file, register_source, status_log
from registry.models import LegalEntity, OfficialCheck, OfficialRegistration, RegisterImport, RegisterListing
from registry.register_difference import Held, Period, compare
from registry.register_file import Listed, UnreadableFile
from registry.services import register_adoption, register_writer, search_index
from registry.services.entitlements import require_duty
from registry.services.register_lock import one_at_a_time
from registry.validators import mask_personal_numbers
from registry.wording import day_in_words, percent
from registry.workflow import StepNotAllowed, lock

STALE = "Uppgifterna har ändrats sedan listan lästes. Räkna om skillnaden och läs den på nytt."
MOVED_ON = "Någon annan hann före: inläsningen är redan avgjord. Läs sidan på nytt."


# --- Reading ---


def read(place, *, list_date=None, progress=None, at=None):
    """The list at a path or an address, the day that it holds for, and the difference. Stores nothing.

    Raises `UnreadableFile` when it cannot be trusted.
    """
    fetched = register_source.fetch(place)
    list_date = list_date or fetched.dated
    if list_date is None and register_source.is_address(place):
        list_date = timezone.localdate(at)
    return understand(fetched, list_date=list_date, progress=progress, at=at)


def understand(fetched, *, list_date, progress=None, at=None):
    """(file, day, list, difference) of a file that has come in. Raises `UnreadableFile`."""
    register_source.check_size(len(fetched.content))
    if list_date is None:
        raise UnreadableFile("Ange vilken dag listan gäller.")
    if list_date > timezone.localdate(at):
        raise UnreadableFile("Listan gäller en dag som inte har varit. Kontrollera dagen.")
    _refuse_old(list_date)
    listed = register_file.read(fetched.content, on=list_date, progress=progress)
    held = held_now()
    named = {h.number for h in held.values() if register_file.is_same_name(h.name, listed.refused_names)}
    listed = register_file.RegisterFile(
        listed=listed.listed,
        refused=listed.refused,
        unclear=listed.unclear | named - {*listed.listed},
        refused_names=listed.refused_names,
        duplicates=listed.duplicates,
        row_count=listed.row_count,
    )
    return fetched, list_date, listed, compare(listed.listed, held, unclear=listed.unclear)


def _refuse_old(list_date):
    newest = RegisterImport.objects.accepted().light().last()
    if newest is not None and list_date < newest.list_date:
        raise UnreadableFile(
            f"Listan är äldre än den senaste, som gäller {day_in_words(newest.list_date)}. Hämta den nya listan."
        )


def repeated(sha256):
    """The day of an earlier list that was the very same file and that a newer one has replaced, or None."""
    accepted = RegisterImport.objects.accepted().light()
    newest = accepted.last()
    earlier = accepted.filter(sha256=sha256).last() if newest and newest.sha256 != sha256 else None
    return earlier.list_date if earlier else None


def propose(place, *, actor, list_date=None, progress=None, at=None):
    """Read a list and keep what it would change, for somebody to accept. A refused file is kept as refused.

    The same file for the same day, already waiting or carried out, is returned as it stands: nothing is written twice.
    """
    require_duty(actor)
    try:
        understood = read(place, list_date=list_date, progress=progress, at=at)
    except UnreadableFile as refusal:
        return _keep_refused(register_source.source_of(place), str(refusal), list_date, actor, at)
    return _keep(*understood, actor, at)


def propose_file(fetched, *, actor, list_date, at=None):
    """The same for a file that was sent to a page."""
    require_duty(actor)
    try:
        understood = understand(fetched, list_date=list_date, at=at)
    except UnreadableFile as refusal:
        return _keep_refused(fetched.source, str(refusal), list_date, actor, at)
    return _keep(*understood, actor, at)


@transaction.atomic
def _keep_refused(source, problem, list_date, actor, at):
    at = at or timezone.now()
    refused = RegisterImport(
        state=RegisterImport.State.REFUSED,
        source=mask_personal_numbers(source, strict=True),
        list_date=list_date,
        problem=problem,
        read_by=actor,
        read_at=at,
    )
    refused.full_clean()
    refused.save()
    status_log.write(refused, "refuse", actor=actor, to_state=refused.state, at=at)
    return refused


@transaction.atomic
def _keep(fetched, list_date, listed, difference, actor, at):
    one_at_a_time()
    standing = RegisterImport.objects.filter(
        sha256=fetched.sha256,
        list_date=list_date,
        state__in=[RegisterImport.State.PROPOSED, RegisterImport.State.ACCEPTED],
    ).first()
    if standing is not None:
        return standing
    at = at or timezone.now()
    proposed = RegisterImport(
        state=RegisterImport.State.PROPOSED,
        source=fetched.source,
        list_date=list_date,
        sha256=fetched.sha256,
        row_count=listed.row_count,
        refused_count=len(listed.refused),
        difference=_as_json(listed, difference),
        vanishing_share=difference.vanishing_share,
        problem=" ".join(doubts(difference, fetched.sha256)),
        read_by=actor,
        read_at=at,
    )
    proposed.full_clean()
    proposed.save()
    status_log.write(proposed, "propose", actor=actor, to_state=proposed.state, at=at)
    return proposed


def _as_json(listed, difference):
    """What is kept of a list: the changes to show, and the rows, so that accepting needs no file."""
    return {
        **difference.groups,
        "unchanged": difference.unchanged,
        "refused": [[row.line, row.reason] for row in listed.refused],
        "duplicates": listed.duplicates,
        "unclear": sorted(listed.unclear),
        "rows": [
            [row.number, row.name, [[str(first), str(decided or "")] for first, decided in row.periods]]
            for row in listed.listed.values()
        ],
    }


def listed_in(imported):
    """The list as it was kept: {number: Listed}."""
    return {
        number: Listed(number, name, tuple((_day(first), _day(decided)) for first, decided in periods))
        for number, name, periods in imported.difference["rows"]
    }


def _day(text):
    return date.fromisoformat(text) if text else None


def doubts(difference, sha256):
    """Why the list should not be carried out without a person who answers for it. Empty when nothing is odd."""
    rows, guard = [], settings.OFFICIAL_REGISTER_GUARD
    if earlier := repeated(sha256):
        rows.append(
            f"Det är samma fil som listan för {day_in_words(earlier)}, som en nyare har ersatt. "
            "Kontrollera att det är den nya listan."
        )
    if difference.vanishing_share > guard:
        rows.append(
            f"{percent(difference.vanishing_share)} av de registrerade skulle försvinna. Gränsen är {guard} procent. "
            "Kontrollera att filen är hel."
        )
    if difference.moved_share > guard:
        rows.append(
            f"{percent(difference.moved_share)} av de registrerade skulle få andra dagar. Gränsen är {guard} procent. "
            "Kontrollera att kolumnerna står rätt."
        )
    return rows


# --- What the portal holds ---


def held_now(*, locked=False):
    """{number: Held} of the entities that have been handed in, and of the numbers that only the list has.

    An entity that nobody has handed in is nobody's yet: whoever typed its number may have no right to it, and would
    otherwise take the number out of what the list says. `locked` holds the entities until the transaction ends.
    """
    entities = LegalEntity.objects.handed_in().filter(organisation_number__isnull=False).order_by("pk")
    if locked:
        entities = entities.select_for_update(of=["self"], no_key=True)
    rows = list(entities.values_list("pk", "organisation_number", "name"))
    periods, gone = {}, set()
    current = OfficialRegistration.objects.order_by("legal_entity", "period")
    for pk, entity, period, decided in current.values_list("pk", "legal_entity", "period", "deregistration_decided_on"):
        periods.setdefault(entity, []).append(Period(pk, period.lower, decided))
    latest = OfficialCheck.objects.standing().filter(legal_entity__in=periods).latest_per_entity()
    for entity, result in latest.values_list("legal_entity", "result"):
        if result == OfficialCheck.Result.GONE:
            gone.add(entity)
    held = {
        row.organisation_number: Held(
            row.organisation_number,
            row.name,
            (Period(row.pk, row.period.lower, row.period.upper),),
            is_gone=row.gone_on is not None,
            is_entity=False,
        )
        for row in RegisterListing.objects.all()
    }
    for pk, number, name in rows:
        held[number] = Held(number, name, tuple(periods.get(pk, ())), is_gone=pk in gone)
    return held


def difference_now(imported, *, locked=False):
    """What the list would change as things stand now."""
    unclear = frozenset(imported.difference["unclear"])
    return compare(listed_in(imported), held_now(locked=locked), unclear=unclear)


def is_stale(imported, difference):
    """Whether what was shown is no longer what would happen."""
    return any(imported.difference[name] != lines for name, lines in difference.groups.items())


# --- Deciding ---


@transaction.atomic
def accept(imported, *, actor, reason="", at=None):
    """Carry out what the list changes, all of it or nothing. With doubts, only with a person's reason.

    Raises `StepNotAllowed` when it is settled already, when a newer list has been carried out, or when the facts have
    changed since the difference was shown.
    """
    require_duty(actor)
    one_at_a_time()
    imported, at = _open(imported), at or timezone.now()
    newest = RegisterImport.objects.accepted().light().last()
    if newest is not None and imported.list_date < newest.list_date:
        raise StepNotAllowed("En nyare lista är redan genomförd. Förkasta den här.")
    difference = difference_now(imported, locked=True)
    if is_stale(imported, difference):
        raise StepNotAllowed(STALE)
    odd = doubts(difference, imported.sha256)
    if odd and not reason.strip():
        raise StepNotAllowed(" ".join([*odd, "Skriv varför listan ändå ska genomföras."]))
    told = listed_in(imported).keys() | difference.checks.keys() | set(imported.difference["unclear"])
    entities = dict(_handed_in(told))
    imported.vanishing_share = difference.vanishing_share
    imported.settled_reason = reason
    _settle(imported, RegisterImport.State.ACCEPTED, "accept", actor, at)
    register_writer.write(imported, difference, listed_in(imported), entities, actor=actor, at=at)
    _refresh(entities.values())
    return imported


@transaction.atomic
def discard(imported, *, actor, at=None):
    """Put a proposal aside. Nothing changes."""
    require_duty(actor)
    imported = _open(imported)
    return _settle(imported, RegisterImport.State.DISCARDED, "discard", actor, at or timezone.now())


@transaction.atomic
def recount(imported, *, actor, at=None):
    """Work out the difference anew, when facts have changed since the list was read."""
    require_duty(actor)
    one_at_a_time()
    imported = _open(imported)
    difference = difference_now(imported)
    imported.difference = {**imported.difference, **difference.groups, "unchanged": difference.unchanged}
    imported.vanishing_share = difference.vanishing_share
    imported.problem = " ".join(doubts(difference, imported.sha256))
    imported.full_clean()
    imported.save(update_fields=["difference", "vanishing_share", "problem"])
    status_log.write(
        imported, "recount", actor=actor, from_state=imported.state, to_state=imported.state, at=at or timezone.now()
    )
    return imported


@transaction.atomic
def undo(imported, *, actor, reason, at=None):
    """Take back a list that was carried out: what it wrote is superseded by what stood. Its checks count no more.

    Only the last one, for a later list rests on the earlier. Returns how many entities somebody has changed by hand
    since; those stay as they are.
    """
    require_duty(actor)
    one_at_a_time()
    imported, at = lock(imported), at or timezone.now()
    if imported.state != RegisterImport.State.ACCEPTED:
        raise StepNotAllowed("Bara en genomförd inläsning kan ångras.")
    if RegisterImport.objects.accepted().light().last() != imported:
        raise StepNotAllowed("En senare lista bygger på den här. Ångra den senare först.")
    held_now(locked=True)
    concerned = {
        *imported.checks.values_list("legal_entity", flat=True),
        *imported.registrations.values_list("legal_entity", flat=True),
    }
    imported.undone_at, imported.undone_by, imported.undone_reason = at, actor, reason
    imported.state = RegisterImport.State.UNDONE
    imported.full_clean()
    imported.save(update_fields=["state", "undone_at", "undone_by", "undone_reason"])
    status_log.write(imported, "undo", actor=actor, from_state="accepted", to_state="undone", at=at)
    by_hand = register_writer.put_back(imported, actor=actor, at=at)
    register_adoption.adopt_again(at)
    _refresh(concerned)
    return by_hand


def _open(imported):
    """The proposal with its row locked. Raises `StepNotAllowed` when somebody has settled it."""
    imported = lock(imported)
    if imported.state != RegisterImport.State.PROPOSED:
        raise StepNotAllowed(MOVED_ON)
    return imported


def _settle(imported, state, action, actor, at):
    before, imported.state = imported.state, state
    imported.settled_at, imported.settled_by = at, actor
    imported.full_clean()
    imported.save(update_fields=["state", "settled_at", "settled_by", "settled_reason", "vanishing_share"])
    status_log.write(imported, action, actor=actor, from_state=before, to_state=state, at=at)
    return imported


def _handed_in(numbers):
    asked = LegalEntity.objects.handed_in().filter(organisation_number__in=numbers)
    return asked.values_list("organisation_number", "pk")


def _refresh(entities):
    organisations = LegalEntity.objects.filter(pk__in=list(entities)).values_list("organisation", flat=True)
    search_index.follow_the_list(organisations)
