"""What a hit says about an organisation: one line of facts, its services by place, and the two facts side by side."""

from registry.models import OfficialCheck, Verification
from registry.search.slots import OfficialStatus, PortalStatus
from registry.validators import format_organisation_number

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
NUMBERS = ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]
EVERYWHERE = "*"
UNITS = {"places": "platser", "persons": "personer", "hours": "timmar per vecka"}


def day(value):
    """21 november 2026, with the number and the month on one line."""
    return f"{value.day}\u00a0{MONTHS[value.month - 1]} {value.year}"


def meta(entities, seat, labels):
    """Form, number and seat of the only entity; of a family, how many they are."""
    parts = []
    if len(entities) == 1:
        entity = entities[0]
        parts.append(labels.legal_forms.get(entity.form, ""))
        parts.append(format_organisation_number(entity.number) if entity.number else entity.foreign)
        seat = entity.seat or seat
    elif entities:
        count = len(entities)
        word = NUMBERS[count].capitalize() if count < len(NUMBERS) else str(count)
        parts.append(f"{word} juridiska personer")
    if seat in labels.municipalities:
        parts.append(f"säte i {labels.municipalities[seat]}")
    return " · ".join(part for part in parts if part)


def services(offered, labels):
    """[text, places] for each service, places being municipality codes or `EVERYWHERE`. The largest first."""
    merged = {}
    for service in offered:
        text, places, size = merged.get(service.area.key, ("", set(), 0))
        name = service.area.name[0].lower() + service.area.name[1:]
        if service.capacity and service.capacity > size:
            size = service.capacity
            text = f"{name} ({size} {UNITS[service.unit]})"
        places = {EVERYWHERE} if service.everywhere or EVERYWHERE in places else places | set(service.places)
        merged[service.area.key] = (text or name, places, size)
    return [[text, sorted(places)] for text, places, _ in merged.values()]


def portal_fact(entities):
    """What the portal has found, in words. The best state of a family is told, with how many have it."""
    states = [entity.portal for entity in entities]
    if PortalStatus.VERIFIED in states:
        return {
            "shape": "portal-verified",
            "text": "Verifierad i portalen",
            "note": _verified_note(entities, states.count(PortalStatus.VERIFIED)),
        }
    if PortalStatus.EXAMINED in states:
        waiting = [entity for entity in entities if entity.portal == PortalStatus.EXAMINED]
        since = min(entity.received_on for entity in waiting)
        note = f"ansökan kom in {day(since)}"
        if len(entities) > 1:
            note = f"{_of_all(len(waiting), entities)}, {note}"
        return {"shape": "portal-waiting", "text": "Prövas nu", "note": note}
    if PortalStatus.ENDED in states:
        last = max((entity for entity in entities if entity.ended_on), key=lambda entity: entity.ended_on)
        ground = Verification.Ground(last.end_ground).label
        return {
            "shape": "portal-ended",
            "text": "Verifieringen har upphört",
            "note": f"{day(last.ended_on)}, {ground[0].lower()}{ground[1:]}",
        }
    return {"shape": "portal-none", "text": "Inte verifierad i portalen", "note": ""}


def _verified_note(entities, verified):
    noticed = any(entity.change_noticed for entity in entities)
    note = _of_all(verified, entities) if len(entities) > 1 else f"sedan {day(entities[0].verified_on)}"
    return f"{note}. En ändring prövas." if noticed else note


def _of_all(number, entities):
    if number == len(entities):
        return f"alla {number} juridiska personer"
    return f"{number} av {len(entities)} juridiska personer"


def register_fact(entities):
    """What Kammarkollegiet's register says, in words. Unknown is never told as no."""
    states = [entity.official for entity in entities]
    checks = [entity.checked_on for entity in entities if entity.checked_on]
    checked = f"kontrollerad {day(max(checks))}" if checks else ""
    if OfficialStatus.REGISTERED in states:
        if len(entities) > 1:
            first = f"{states.count(OfficialStatus.REGISTERED)} av {len(entities)}"
        else:
            first = f"sedan {day(entities[0].registered_on)}"
        note = ", ".join(part for part in (first, checked) if part)
        return {"shape": "register-yes", "text": "Registrerad hos Kammarkollegiet", "note": note}
    if OfficialStatus.GONE in states and len(entities) == 1:
        return {"shape": "register-unknown", "text": "Finns inte kvar i listan hos Kammarkollegiet", "note": checked}
    if states and not {OfficialStatus.UNKNOWN, OfficialStatus.GONE} & {*states}:
        return {"shape": "register-no", "text": "Inte registrerad hos Kammarkollegiet", "note": checked}
    return {
        "shape": "register-unknown",
        "text": "Okänt om registrerad hos Kammarkollegiet",
        "note": _unknown_note(entities, states, checks),
    }


def _unknown_note(entities, states, checks):
    if not checks:
        return "inte kontrollerad ännu"
    if len(entities) > 1:
        gone, unknown = states.count(OfficialStatus.GONE), states.count(OfficialStatus.UNKNOWN)
        notes = [f"{gone} av {len(entities)} finns inte kvar i listan"] if gone else []
        return ", ".join([*notes, f"{unknown} av {len(entities)} är inte kontrollerade"] if unknown else notes)
    if entities[0].check_result == OfficialCheck.Result.REGISTERED:  # at odds with the periods that are known
        return f"svarade {day(max(checks))} att den är registrerad, men ingen registrering är antecknad"
    return f"källan svarade inte {day(max(checks))}"


def official_status(registered_on, result):
    """Registered while a period is open and the list still has it; otherwise what the last check answered."""
    if registered_on and result == OfficialCheck.Result.GONE:
        return OfficialStatus.GONE
    if registered_on:
        return OfficialStatus.REGISTERED
    if result == OfficialCheck.Result.NOT_REGISTERED:
        return OfficialStatus.NOT_REGISTERED
    return OfficialStatus.UNKNOWN
