"""Writes what an accepted list changes, in bulk, and puts back what stood when the reading is undone.

In the caller's transaction, with the entities locked. Nothing is overwritten: rows supersede rows.
"""

from registry import register_difference as answers
from registry import status_log
from registry.models import OfficialCheck, OfficialRegistration, RegisterListing
from registry.services.official import until

AT_A_TIME = 2_000
RESULTS = {
    answers.REGISTERED: OfficialCheck.Result.REGISTERED,
    answers.ENDED: OfficialCheck.Result.NOT_REGISTERED,
    answers.GONE: OfficialCheck.Result.GONE,
}
UNREAD = "Raden i listan gick inte att läsa"
NOTES = {answers.ENDED: "Avregistrerad", answers.GONE: "Finns inte i listan"}


def write(imported, difference, listed, entities, *, actor, at):
    """Write checks, periods and unknown numbers. `entities` is {number: pk} of those that the portal has."""
    _write_checks(imported, difference, entities, actor, at)
    _write_periods(imported, difference, entities, actor, at)
    _write_listings(imported, difference, listed, entities, at)


def _write_checks(imported, difference, entities, actor, at):
    """An answer for each entity that the list tells of; unknown, never no, for those it tells of unclearly."""
    unread = {*imported.difference["unclear"], *(line[0] for line in difference.by_hand)} - difference.checks.keys()
    found = [(number, RESULTS[answer], NOTES.get(answer, "")) for number, answer in difference.checks.items()]
    found += [(number, OfficialCheck.Result.UNKNOWN, UNREAD) for number in sorted(unread) if number in entities]
    OfficialCheck.objects.bulk_create(
        [
            OfficialCheck(
                legal_entity_id=entities[number],
                checked_on=imported.list_date,
                result=result,
                source=imported.source,
                note=note,
                checked_by=actor,
                register_import=imported,
                recorded_at=at,
            )
            for number, result, note in found
        ],
        batch_size=AT_A_TIME,
    )


def _write_periods(imported, difference, entities, actor, at):
    replaced, made = {}, []
    for number, steps in difference.steps.items():
        if number not in entities:
            continue
        for held, (first, decided) in steps:
            if held:
                reason = "Avregistrerad" if decided and not held.decided else "Ändrade dagar i listan"
                replaced.setdefault(reason, []).append(held.pk)
            made.append(
                OfficialRegistration(
                    legal_entity_id=entities[number],
                    period=until(first, decided),
                    deregistration_decided_on=decided,
                    source=imported.source,
                    recorded_by=actor,
                    register_import=imported,
                    recorded_at=at,
                )
            )
    for reason, keys in replaced.items():
        _retire(OfficialRegistration.objects.filter(pk__in=keys), reason, actor, at)
    made = OfficialRegistration.objects.bulk_create(made, batch_size=AT_A_TIME)
    status_log.write_all(made, "register", actor=actor, to_state="registered", at=at)


def _retire(registrations, reason, actor, at):
    retired = list(registrations)
    keys = [row.pk for row in retired]
    OfficialRegistration.everything.filter(pk__in=keys).update(
        superseded_at=at, superseded_by=actor, superseded_reason=reason
    )
    status_log.write_all(retired, "supersede", actor=actor, from_state="registered", to_state="superseded", at=at)


def _write_listings(imported, difference, listed, entities, at):
    """Numbers without an entity. One that has come to the portal since leaves these rows."""
    current = {row.organisation_number: row for row in RegisterListing.objects.all()}
    retired = [row.pk for number, row in current.items() if number in entities]
    made = []
    for number, steps in difference.steps.items():
        if number in entities:
            continue
        for held, (first, decided) in steps:
            if held:
                retired.append(current[number].pk)
            made.append(_listing(imported, number, listed[number].name, until(first, decided), at))
    for number, _ in difference.unknown_gone:
        row = current[number]
        retired.append(row.pk)
        made.append(_listing(imported, number, row.name, row.period, at, gone_on=imported.list_date))
    RegisterListing.objects.filter(pk__in=retired).update(superseded_at=at)
    RegisterListing.objects.bulk_create(made, batch_size=AT_A_TIME)


def _listing(imported, number, name, period, at, gone_on=None):
    return RegisterListing(
        organisation_number=number,
        name=name,
        period=period,
        gone_on=gone_on,
        source=imported.source,
        recorded_at=at,
        register_import=imported,
    )


def put_back(imported, *, actor, at):
    """Supersede what the list wrote and write anew what stood before it.

    What somebody has entered by hand on top of the list stays. Returns how many periods that concerns.
    """
    written = OfficialRegistration.everything.filter(register_import=imported)
    entities = set(written.values_list("legal_entity", flat=True))
    by_hand = OfficialRegistration.objects.filter(
        legal_entity__in=entities, register_import=None, recorded_at__gte=imported.settled_at
    )
    mine = OfficialRegistration.objects.filter(register_import=imported).exclude(
        legal_entity__in=list(by_hand.values_list("legal_entity", flat=True))
    )
    concerned = set(mine.values_list("legal_entity", flat=True))
    before = list(
        OfficialRegistration.everything.filter(
            legal_entity__in=concerned, superseded_at=imported.settled_at, superseded_by=imported.settled_by
        ).exclude(register_import=imported)
    )
    _retire(mine, "Inläsningen ångrades", actor, at)
    again = OfficialRegistration.objects.bulk_create(
        [
            OfficialRegistration(
                legal_entity_id=row.legal_entity_id,
                period=row.period,
                deregistration_decided_on=row.deregistration_decided_on,
                source=row.source,
                recorded_by=actor,
                register_import_id=row.register_import_id,
                recorded_at=at,
            )
            for row in before
        ],
        batch_size=AT_A_TIME,
    )
    status_log.write_all(again, "restore", actor=actor, to_state="registered", at=at)
    _put_back_listings(imported, at)
    return len(entities - concerned)


def _put_back_listings(imported, at):
    before = list(
        RegisterListing.everything.filter(superseded_at=imported.settled_at).exclude(register_import=imported)
    )
    RegisterListing.objects.filter(register_import=imported).update(superseded_at=at)
    RegisterListing.objects.bulk_create(
        [
            RegisterListing(
                organisation_number=row.organisation_number,
                name=row.name,
                period=row.period,
                gone_on=row.gone_on,
                source=row.source,
                recorded_at=at,
                register_import_id=row.register_import_id,
            )
            for row in before
        ],
        batch_size=AT_A_TIME,
    )
