"""A procurement as everybody may read it. Before award nothing here comes from tenders, interest or whoever asked."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from procurement.legality.answers import Check, Finding
from procurement.models import CpvCode, Legal, LegalityRecord
from procurement.models.procurements import Origin, State
from procurement.reading import words
from procurement.services.awards import first_contract_day, last_standstill_day
from registry.models.eligibility import Ground
from registry.validators import format_organisation_number
from registry.wording import day_in_words, in_a_row, kronor

SHOWN_AWARD = (State.AWARDED, State.UNDER_REVIEW, State.CONTRACTED)
MOST_PLACES = 6
WHO_MAY = {
    Ground.LOU_19_25A: "idéburna organisationer",
    Ground.LOU_19_25: "organisationer som har till syfte att utföra ett offentligt uppdrag",
    Ground.LOU_4_18: (
        "leverantörer där minst 30 procent av de anställda har en funktionsnedsättning eller svårt att komma in på "
        "arbetsmarknaden"
    ),
}


@dataclass(frozen=True)
class Day:
    """A day of the procurement. `key` names it in calendars."""

    key: str
    day: date
    text: str


def days(procurement, decision=None):
    """The days that matter, oldest first. Only what is decided or written in the plan: nothing is guessed."""
    known = []
    if procurement.is_before_notice and procurement.planned_notice_on:
        known.append(Day("annonsering", procurement.planned_notice_on, "Annonseras troligen"))
    if procurement.published_at:
        known.append(Day("annonserad", timezone.localdate(procurement.published_at), "Annonserad"))
    if procurement.questions_until:
        known.append(Day("fragor", procurement.questions_until, "Sista dag för frågor"))
    if procurement.closes_at:
        closes = timezone.localtime(procurement.closes_at)
        known.append(Day("anbud", closes.date(), f"Anbud senast klockan {closes:%H.%M}"))
    if decision:
        known.append(Day("tilldelning", decision.decided_on, "Tilldelning beslutades"))
        if procurement.state == State.AWARDED:
            known.append(Day("avtal", first_contract_day(procurement), "Avtal tidigast"))
    if procurement.starts_on and procurement.state != State.CANCELLED:
        known.append(Day("start", procurement.starts_on, "Avtalet börjar"))
    if procurement.state == State.CANCELLED and procurement.ended_at:
        known = [row for row in known if row.day <= timezone.localdate(procurement.ended_at)]
    return sorted(known, key=lambda row: row.day)


def steps(known, today):
    """The days as steps.html draws them, with today among them while something is still to come."""
    rows = [
        {
            "day": row.day,
            "text": row.text,
            "note": _in_so_many_days((row.day - today).days),
            "state": "done" if row.day < today else "now" if row.day == today else "",
        }
        for row in known
    ]
    if rows and rows[0]["day"] < today < rows[-1]["day"] and not any(row["day"] == today for row in rows):
        place = next(number for number, row in enumerate(rows) if row["day"] > today)
        rows.insert(place, {"day": today, "text": "I dag", "note": "", "state": "now"})
    return rows


def _in_so_many_days(number):
    if number < 0:
        return ""
    return ["i dag", "i morgon"][number] if number < 2 else f"om {number} dagar"


def calendar_days(procurement, known, address):
    """The days as calendar_file takes them."""
    text = f"{procurement.authority}. Annonsen gäller om den säger något annat. {address}"
    return [
        (f"upphandling-{procurement.pk}-{row.key}", row.day, f"{row.text}: {procurement.title}", text) for row in known
    ]


def shown_award(procurement):
    """The award that counts, when everybody may see it; else None."""
    if procurement.state not in SHOWN_AWARD:
        return None
    return procurement.awards.filter(superseded_at=None).first()


def summary(procurement, lots, places):
    """The procurement in short, as summary_list.html takes it."""
    rows = [
        ("Uppdrag", procurement.summary, ""),
        ("Mål", procurement.aim, ""),
        ("Tjänst", in_a_row(areas) if (areas := _areas(lots)) else "", ""),
        ("Var", where(procurement, places), ""),
        ("Värde", _value(procurement, lots), ""),
    ]
    if len(lots) == 1:
        rows += [("Avtalstid", length(lots[0]), ""), ("CPV", cpv(lots[0], cpv_names(lots)), "")]
    rows += [
        ("Reservation", in_a_row(grounds) if (grounds := _grounds(lots)) else words.NOT_RESERVED, who_may(lots)),
        ("Lag", procurement.get_law_display(), "Ramavtal" if procurement.is_framework else ""),
    ]
    if procurement.origin != Origin.MANUAL:
        rows.append(("Källa", procurement.get_origin_display(), "Uppgifterna är hämtade, inte skrivna av myndigheten."))
    return [{"key": key, "value": value, "note": note} for key, value, note in rows if value]


def _areas(lots):
    return list(dict.fromkeys(str(lot.service_area) for lot in lots if lot.service_area))


def _grounds(lots):
    told = [words.ground(lot.ground, confirmed=lot.ground_confirmed) for lot in lots if lot.ground]
    return list(dict.fromkeys(told))


def who_may(lots):
    """Who may take part, by the grounds of the lots: the law's own kind of organisation, in one line."""
    kinds = dict.fromkeys(WHO_MAY[lot.ground] for lot in lots if lot.ground)
    return f"Får delta: {'; '.join(kinds)}." if kinds else ""


def where(procurement, places):
    """Where the service is given."""
    if procurement.whole_country:
        return "Hela landet"
    names = [str(place) for place in places]
    if len(names) > MOST_PLACES:
        return f"{', '.join(names[:MOST_PLACES])} och {len(names) - MOST_PLACES} kommuner till"
    return in_a_row(names) if names else ""


def _value(procurement, lots):
    """The procurement's own estimate, else that of all lots together when each has one."""
    told, values = [], [lot.estimated_value for lot in lots]
    known = sum(values) if values and None not in values else None
    value = known if procurement.estimated_value is None else procurement.estimated_value
    if value is not None:
        told.append(f"{kronor(value)} utan moms, uppskattat")
    if procurement.ceiling_value is not None:
        told.append(f"högst {kronor(procurement.ceiling_value)} i ramavtalet")
    return ", ".join(told)


def length(lot):
    """How long the contract runs, with what it may be prolonged by."""
    if lot.months is None:
        return ""
    longer = f", kan förlängas med högst {lot.extension_months} månader" if lot.extension_months else ""
    return f"{lot.months} månader{longer}"


def cpv_names(lots):
    """{code: name} of every code of the lots, in one query."""
    codes = {code for lot in lots for code in lot.codes}
    return dict(CpvCode.objects.filter(code__in=codes).values_list("code", "name"))


def cpv(lot, names):
    """The lot's codes with their names."""
    return ", ".join(f"{code} {names.get(code, '')}".strip() for code in lot.codes)


def lot_table(lots):
    """The lots as rows of a table; for a procurement with several."""
    names = cpv_names(lots)
    headers = [{"label": label} for label in ("Anbudsområde", "Reservation", "Avtalstid", "CPV")]
    rows = [
        [
            {"text": lot.title, "small": lot.description},
            {"text": words.ground(lot.ground, confirmed=lot.ground_confirmed)},
            {"text": length(lot) or "Uppgift saknas"},
            {"text": cpv(lot, names) or "Uppgift saknas"},
        ]
        for lot in lots
    ]
    return {"headers": headers, "rows": rows}


def reasons(row):
    """Why the procurement is reserved, as summary_list.html takes it."""
    told = [
        ("Behovet", row.need),
        ("Vilka som kan lämna anbud", row.market),
        ("Varför idéburnas syfte hjälper till att nå målet", row.purpose_link),
        ("Varför reservationen inte går längre än den behöver", row.proportionality),
        ("Vem som bestämde", row.decided_by),
        ("Program eller mål", row.programme),
    ]
    return [{"key": key, "value": value} for key, value in told if value]


def legality(lots):
    """What the check of the law said of each reserved lot when the notice went out, as verdict.html takes it."""
    latest = {}
    for record in LegalityRecord.objects.filter(lot__in=lots).order_by("checked_at", "pk"):
        latest[record.lot_id] = record
    told = []
    for lot in lots:
        if record := latest.get(lot.pk):
            findings = tuple(Finding(**row | {"answer": Legal(row["answer"])}) for row in record.findings)
            summary = Check(record.ground, Legal(record.answer), findings).summary
            sentences = [summary, *(finding.text for finding in findings)]
            if record.looked_up:
                sentences.append(f"Myndigheten har tagit reda på: {record.looked_up}")
            told.append(
                {
                    "heading": record.get_ground_display(),
                    "about": lot.title if len(lots) > 1 else "",
                    "answer": record.get_answer_display(),
                    "tone": words.LEGAL_TONES[record.answer],
                    "sentences": sentences,
                    "on": record.checked_on,
                }
            )
    return told


def questions(procurement):
    """Answered questions, as summary_list.html takes them. Who asked is not read at all."""
    answered = procurement.questions.answered().only("text", "answer", "answered_at")
    return [
        {
            "key": row.text,
            "value": row.answer,
            "note": f"Svar {day_in_words(timezone.localdate(row.answered_at))}",
        }
        for row in answered
    ]


def standstill(decision, reviews):
    """When the decision was made, and how long no contract may be: a sentence or two."""
    told = f"Beslutad {day_in_words(decision.decided_on)}."
    if any(not row.outcome for row in reviews):
        return f"{told} Avtal får inte ingås så länge domstolen prövar den."
    return f"{told} Avtalsspärren gäller till och med {day_in_words(last_standstill_day(decision, reviews))}."


def reviewed(reviews):
    """Each review by a court, over or not, as summary_list.html takes it."""
    return [
        {
            "key": "Överprövning",
            "value": str(row),
            "note": f"Ansökan kom in {day_in_words(row.filed_on)}. "
            + (f"{row.get_outcome_display()}, {day_in_words(row.decided_on)}." if row.outcome else "Inte avgjord än."),
        }
        for row in reviews
    ]


def winners(decision):
    """Who won, once everybody may know it: a table of lots and winners, never of anybody else who tendered."""
    rows = decision.winners.select_related("tender__lot", "tender__legal_entity__organisation").order_by(
        "tender__lot__number", "rank", "pk"
    )
    headers = [{"label": label} for label in ("Vinnare", "Anbudsområde", "Rangordning")]
    table = [
        [
            {
                "text": row.tender.name,
                "url": row.tender.legal_entity.get_absolute_url() if row.tender.legal_entity else "",
                "small": format_organisation_number(row.tender.organisation_number),
            },
            {"text": row.tender.lot.title},
            {"text": row.call_off_key or (f"Nummer {row.rank}" if row.rank else "–")},
        ]
        for row in rows
    ]
    return {"headers": headers, "rows": table}


def contracts(procurement):
    """The contracts that came out of it, as rows.html takes them."""
    return [
        {"url": row.get_absolute_url(), "label": str(row), "note": row.supplier_name, "aside": _running(row)}
        for row in procurement.contracts.shown().order_by("pk")
    ]


def _running(contract):
    begins = f"från {day_in_words(contract.starts_on)}" if contract.starts_on else ""
    ends = f"till {day_in_words(contract.ends_on)}" if contract.ends_on else "slutdatum okänt"
    return f"{begins} {ends}".strip()
