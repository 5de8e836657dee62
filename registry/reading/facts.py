"""The two facts, put into words: verified by the portal, registered at Kammarkollegiet. Never one of them alone.

Pure: what is known goes in, words and shapes come out. Drawn by components/facts.html and fact.html.
"""

from dataclasses import dataclass
from datetime import date

from registry.calendar import years_later
from registry.wording import capitalised, day_in_words, number_in_words

AT_KK = "hos Kammarkollegiet"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as it is shown. `text` stands alone; `short` stands in a table whose heading says which fact it is."""

    shape: str
    text: str
    note: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class PortalPeriod:
    """A verification: its first day, the day it ended (`last`, None while it holds) and why, in words.

    On the day it ends it is told as ended: whoever ended it must see so at once.
    """

    first: date
    last: date | None = None
    change_noticed: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An application for verification: when it came in, and how and when it closed (a state of the workflow)."""

    received: date
    state: str
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterPeriod:
    """A period at Kammarkollegiet: `last` is the day of its decision to deregister, None while registered."""

    first: date
    last: date | None = None

    def ended_note(self, at):
        """When it ended, and until when value transfers stay limited (2022:900, 8 § 2 st.), while they do."""
        bound_until = years_later(self.last, 5)
        note = f"avregistrerad {day_in_words(self.last)}"
        if at > bound_until:
            return note
        return f"{note}, begränsningen av värdeöverföringar gäller till och med {day_in_words(bound_until)}"


@dataclass(frozen=True, slots=True)
class Check:
    """What Kammarkollegiet's register answered on a day: registered, not_registered, gone or unknown."""

    on: date
    result: str


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known about one legal entity. The order of the rows does not matter."""

    periods: tuple[PortalPeriod, ...] = ()
    cases: tuple[Case, ...] = ()
    registered: tuple[RegisterPeriod, ...] = ()
    checks: tuple[Check, ...] = ()


CLOSED_AS = {"rejected": "avslogs", "dismissed": "avvisades", "withdrawn": "återkallades"}


def holding(periods, at):
    """The period that holds on the day, or None."""
    return next((row for row in periods if row.first <= at and (row.last is None or at < row.last)), None)


def latest_ended(periods, at):
    """The period that ended last, on the day or before it, or None."""
    return max(
        (row for row in periods if row.last is not None and row.last <= at), key=lambda row: row.last, default=None
    )


def open_case(known, at):
    """The application that was being examined on the day, or None."""
    return next((row for row in known.cases if row.received <= at and (row.closed is None or at < row.closed)), None)


def portal_fact(known, at):
    """What the portal itself says about a legal entity on a day."""
    standing = holding(known.periods, at)
    if standing is not None:
        note = f"sedan {day_in_words(standing.first)}"
        if standing.change_noticed:
            note += ", en ändring prövas"
        return Fact("portal-verified", "Verifierad i portalen", note, "Verifierad")
    case, ended = open_case(known, at), latest_ended(known.periods, at)
    if case is not None:
        note = f"ansökan kom in {day_in_words(case.received)}"
        if ended is not None:
            note += f", tidigare verifiering upphörde {day_in_words(ended.last)}"
        return Fact("portal-waiting", "Prövas nu", note, "Prövas nu")
    if ended is not None:
        note = f"{day_in_words(ended.last)}, {ended.ground}" if ended.ground else day_in_words(ended.last)
        return Fact("portal-ended", "Verifieringen har upphört", note, "Har upphört")
    closed = [row for row in known.cases if row.closed is not None and row.closed <= at and row.state in CLOSED_AS]
    if closed:
        last = max(closed, key=lambda row: row.closed)
        note = f"ansökan {CLOSED_AS[last.state]} {day_in_words(last.closed)}"
        return Fact("portal-none", "Inte verifierad i portalen", note, "Inte verifierad")
    return Fact("portal-none", "Inte verifierad i portalen", "ingen ansökan har kommit in", "Inte ansökt")


def register_fact(known, at):
    """What is known about Kammarkollegiet's register on a day, with the day somebody looked.

    A register that did not answer gives unknown, never no; it does not undo a registration that is known. So does a
    register at odds with itself: it answered "registered" about a day in no period that is known.
    """
    checks = sorted((row for row in known.checks if row.on <= at), key=lambda row: row.on)
    latest = checks[-1] if checks else None
    standing = holding(known.registered, at)
    if standing is not None and latest is not None and latest.result == "gone":
        note = (
            f"fanns inte kvar i listan {day_in_words(latest.on)}, stod där sedan {day_in_words(standing.first)}, "
            "inget beslut om avregistrering är känt"
        )
        return Fact("register-unknown", f"Finns inte kvar i listan {AT_KK}", note, "Finns inte kvar")
    if standing is not None:
        return Fact("register-yes", f"Registrerad {AT_KK}", _registered_note(standing, known, checks), "Registrerad")
    ended = latest_ended(known.registered, at)
    if latest is not None and latest.result == "registered" and holding(known.registered, latest.on) is None:
        note = f"svarade {day_in_words(latest.on)} att den är registrerad, "
        note += "men portalen har ingen registrering antecknad då"
        if ended is not None:
            note += f", avregistrerad {day_in_words(ended.last)}"
        return Fact("register-unknown", f"Okänt om registrerad {AT_KK}", note, "Okänt")
    if latest is not None and latest.result == "unknown":
        note = f"källan svarade inte {day_in_words(latest.on)}"
        if ended is not None:
            note += f", {ended.ended_note(at)}"
        return Fact("register-unknown", f"Okänt om registrerad {AT_KK}", note, "Okänt")
    if ended is not None:
        note = ended.ended_note(at)
        if latest is not None:
            note += f", kontrollerad {day_in_words(latest.on)}"
        return Fact("register-ended", f"Registreringen {AT_KK} har upphört", note, "Har upphört")
    if latest is not None and latest.result == "not_registered":
        note = f"kontrollerad {day_in_words(latest.on)}"
        return Fact("register-no", f"Inte registrerad {AT_KK}", note, "Inte registrerad")
    return Fact("register-unknown", f"Okänt om registrerad {AT_KK}", "inte kontrollerat än", "Okänt")


def _registered_note(standing, known, checks):
    confirmed = [row.on for row in checks if row.result == "registered"]
    later = [row.on for row in known.checks if row.result == "registered"]
    day = max(confirmed) if confirmed else min(later, default=None)
    note = f"sedan {day_in_words(standing.first)}"
    if day is not None:
        note += f", kontrollerad {day_in_words(day)}"
    if checks and checks[-1].result == "unknown":
        note += f", källan svarade inte {day_in_words(checks[-1].on)}"
    return note


@dataclass(slots=True)
class FamilyCount:
    """How many of a family's legal entities that have applied stand where, and the days that go with it."""

    entities: int = 0
    verified: int = 0
    examined: int = 0
    ended: int = 0
    registered: int = 0
    deregistered: int = 0
    unknown: int = 0
    verified_on: date | None = None
    received_on: date | None = None
    ended_on: date | None = None
    checked_from: date | None = None
    checked_to: date | None = None
    alone: tuple = ()


def count_family(entities, at):
    """Count a family. `entities` is a list of Known; a family of one keeps that entity's own facts."""
    count = FamilyCount(entities=len(entities))
    for known in entities:
        _count_portal(count, known, at)
        _count_register(count, known, at)
    if len(entities) == 1:
        count.alone = (portal_fact(entities[0], at), register_fact(entities[0], at))
    return count


def _count_portal(count, known, at):
    standing, case = holding(known.periods, at), open_case(known, at)
    if standing is not None:
        count.verified += 1
        count.verified_on = max(filter(None, [count.verified_on, standing.first]))
    elif case is not None:
        count.examined += 1
        count.received_on = max(filter(None, [count.received_on, case.received]))
    elif ended := latest_ended(known.periods, at):
        count.ended += 1
        count.ended_on = max(filter(None, [count.ended_on, ended.last]))


def _count_register(count, known, at):
    shape = register_fact(known, at).shape
    count.registered += shape == "register-yes"
    count.deregistered += shape == "register-ended"
    count.unknown += shape == "register-unknown"
    days = [row.on for row in known.checks if row.on <= at]
    if days:
        count.checked_from = min(filter(None, [count.checked_from, max(days)]))
        count.checked_to = max(filter(None, [count.checked_to, max(days)]))


def family_portal_fact(count):
    """The portal's fact about a family: 4 av 6 juridiska personer är verifierade i portalen."""
    if count.alone:
        return count.alone[0]
    if not count.entities:
        return Fact("portal-none", "Inte verifierad i portalen", "ingen ansökan har kommit in", "Inte ansökt")
    notes = []
    if count.examined:
        notes.append(f"{capitalised(number_in_words(count.examined, common=True))} prövas nu.")
    if count.verified:
        everyone = count.verified == count.entities
        how_many = f"Alla {count.entities}" if everyone else f"{count.verified} av {count.entities}"
        notes.append(f"Senaste beslut {day_in_words(count.verified_on)}.")
        text = f"{how_many} juridiska personer är verifierade i portalen"
        return Fact("portal-verified", text, " ".join(notes), f"{count.verified} av {count.entities} verifierade")
    if count.examined:
        notes.append(f"Senaste ansökan kom in {day_in_words(count.received_on)}.")
        return Fact("portal-waiting", "Ingen är verifierad i portalen än", " ".join(notes), "Prövas nu")
    if count.ended:
        note = f"Den sista upphörde {day_in_words(count.ended_on)}."
        return Fact("portal-ended", "Verifieringen har upphört", note, "Har upphört")
    return Fact("portal-none", "Inte verifierad i portalen", "", "Inte verifierad")


def family_register_fact(count):
    """What is known about a family at Kammarkollegiet: 3 av 6 är registrerade, kontrollerat then, unknown told."""
    if count.alone:
        return count.alone[1]
    notes = [_checked(count)] if count.checked_from else []
    if count.unknown and count.unknown < count.entities:
        notes.append(f"För {number_in_words(count.unknown, common=True)} är svaret okänt.")
    if count.registered:
        everyone = count.registered == count.entities
        how_many = f"Alla {count.entities}" if everyone else f"{count.registered} av {count.entities}"
        short = f"{count.registered} av {count.entities} registrerade"
        return Fact("register-yes", f"{how_many} är registrerade {AT_KK}", " ".join(notes), short)
    if count.unknown == count.entities:
        note = " ".join(notes) + " Källan svarade inte." if notes else "Inte kontrollerat än."
        return Fact("register-unknown", f"Okänt om registrerad {AT_KK}", note, "Okänt")
    if count.unknown:
        return Fact("register-unknown", f"Ingen är känd som registrerad {AT_KK}", " ".join(notes), "Okänt")
    if count.deregistered:
        notes.append(f"{capitalised(number_in_words(count.deregistered, common=True))} har varit registrerad.")
        if count.deregistered > 1:
            notes[-1] = notes[-1].replace("registrerad.", "registrerade.")
    return Fact("register-no", f"Ingen är registrerad {AT_KK}", " ".join(notes), "Inte registrerade")


def _checked(count):
    if count.checked_from == count.checked_to:
        return f"Kontrollerat {day_in_words(count.checked_to)}."
    return f"Kontrollerat mellan {day_in_words(count.checked_from)} och {day_in_words(count.checked_to)}."
