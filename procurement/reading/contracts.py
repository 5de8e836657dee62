"""Contracts as everybody reads them: the row, the page, the days for a calendar, the picture of when they end."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from procurement import radar
from procurement.models import Contract, ContractOption
from procurement.models.contracts import ContractFollowUp
from procurement.services.contracts import ceilings
from registry.models import StatusLog
from registry.models.eligibility import Ground
from registry.search.labels import labels
from registry.validators import format_organisation_number
from registry.wording import capitalised, day_in_words, in_a_row, kronor

MISSING = "Uppgift saknas"
LATE = "Har passerat"
EVENTS = {
    "add": "Avtalet lades in",
    "conclude": "Avtalet ingicks",
    "contract": "Avtalet ingicks",
    "change": "Uppgifter ändrades",
    "fill_in_end": "Slutdatum fylldes i",
    "add_option": "En option lades in",
    "use_option": "En option användes",
    "decline_option": "En option användes inte",
    "call_off": "Ett avrop lades in",
    "plan_follow_up": "En uppföljning planerades",
    "perform_follow_up": "En uppföljning genomfördes",
    "end_early": "Avtalet avslutades i förtid",
    "partnership": "Partnerskapet undertecknades",
    "renew": "Partnerskapet undertecknades på nytt",
    "end": "Avtalet avslutades",
}
BEGINNINGS = {"add", "conclude", "contract", "partnership"}
BY_THE_AUTHORITY = {"conclude", "contract", "use_option", "decline_option", "end_early", "partnership", "renew"}


def with_card(queryset):
    """With what a row shows of options and places, read with the row itself: only the page's rows are asked for it."""
    fields = JSONObject(position=F("position"), months=F("months"), used=F("used"))
    options = ContractOption.objects.filter(contract=OuterRef("pk")).order_by("position")
    places = Contract.municipalities.through.objects.filter(contract=OuterRef("pk")).order_by("municipality")
    return (
        queryset.select_related("authority")
        .annotate(option_facts=ArraySubquery(options.values_list(fields, flat=True)))
        .annotate(place_codes=ArraySubquery(places.values_list("municipality", flat=True)))
        .defer("search_terms", "insight_clause", "call_off_key")
    )


@dataclass(frozen=True)
class Card:
    """One row of `with_card` with what the radar says about it on the day."""

    row: object
    ending: radar.Ending
    steps: tuple
    next_step: radar.Step | None

    @property
    def area(self):
        area = labels().area_by_pk.get(self.row.service_area_id)
        return area.name if area else ""

    @property
    def places(self):
        known = labels().municipalities
        if self.row.whole_country:
            return ["Hela landet"]
        return [known[code] for code in self.row.place_codes if code in known]

    @property
    def to_influence(self):
        """The next step that can be influenced, in words, for rows."""
        if self.next_step:
            return f"{self.next_step.label}: {day_in_words(self.next_step.day)}"
        return LATE if self.steps else radar.NOT_ADVERTISED.get(self.row.origin, ("",))[0] or "–"


def card(row, today):
    """What the radar says about a row of `with_card`."""
    ending = radar.ending(row, [SimpleNamespace(**option) for option in row.option_facts], on=today)
    steps = radar.next_time(row, ending.last_day, on=today)
    return Card(row, ending, steps, radar.next_step(steps, on=today))


def end_note(ending):
    """What is to be said beside the end: how far it may be prolonged, or when notice would end it."""
    if ending.earliest_by_notice:
        return f"Tidigast {day_in_words(ending.earliest_by_notice)} om det sägs upp i dag"
    if ending.may_be_prolonged:
        return f"Kan förlängas till {day_in_words(ending.possible_last_day)}"
    return ""


def calendar_days(cards, absolute, today):
    """The days still to come of each contract, as calendar_file takes them."""
    days = []
    for found in cards:
        about = f"{found.row.authority}. Riktmärke, inte lag. {absolute(found.row.get_absolute_url())}"
        key = f"avtal-{found.row.pk}"
        days += [
            (f"{key}-{step.key}", step.day, f"Sista dag att påverka: {step.label.lower()}, {found.row}", about)
            for step in found.steps
            if step.day >= today
        ]
        if found.ending.last_day and found.ending.last_day >= today:
            days.append((f"{key}-slut", found.ending.last_day, f"Avtalet slutar: {found.row}", about))
    return days


# --- The page ---


def supplier(contract):
    """Who performs it, as a cell of a summary: the number beside the name."""
    number = contract.supplier_number
    return format_organisation_number(number) if number else ""


def summary(contract, places):
    """The contract in short, as summary_list.html takes it."""
    rows = [
        ("Tjänst", str(contract.service_area) if contract.service_area else "", ""),
        ("Var", "Hela landet" if contract.whole_country else in_a_row([str(place) for place in places] or [""]), ""),
        ("Värde", _value(contract), ""),
        ("Ersättningsmodell", contract.get_reimbursement_display(), ""),
        ("Reservation", _reservation(contract), ""),
        ("Diarienummer", contract.reference, ""),
        ("Uppgifterna kommer från", contract.get_origin_display(), ""),
    ]
    if contract.is_framework:
        share = contract.call_off_key or (f"Nummer {contract.rank}" if contract.rank else "")
        rows.insert(3, ("Så fördelas avrop", share, "Ramavtal"))
    return [{"key": key, "value": value or MISSING, "note": note} for key, value, note in rows]


def _reservation(contract):
    """The ground. Only an award in the portal tells that there is none."""
    if contract.ground:
        return Ground(contract.ground).label
    return "Inte reserverat" if contract.origin == Contract.Origin.AWARD else ""


def _value(contract):
    told = [f"{kronor(contract.value)} utan moms"] if contract.value is not None else []
    if contract.ceiling_value is not None:
        told.append(f"högst {kronor(contract.ceiling_value)} i ramavtalet")
    return ", ".join(told)


def period(contract, ending):
    """When it holds, as summary_list.html takes it."""
    rows = [
        ("Undertecknades", contract.signed_on, ""),
        ("Börjar", contract.starts_on, ""),
    ]
    told = [{"key": key, "value": day_in_words(day) if day else MISSING, "note": note} for key, day, note in rows]
    note = contract.end_reason and f"Avslutades i förtid: {contract.end_reason}" or end_note(ending)
    told.append({"key": "Slutar", "value": capitalised(ending.words), "note": note})
    if contract.notice_months is not None:
        until = f"Senast {day_in_words(ending.notice_by)} för att sluta i tid" if ending.notice_by else ""
        told.append({"key": "Uppsägningstid", "value": months(contract.notice_months), "note": until})
    return told


def months(number):
    return "en månad" if number == 1 else f"{number} månader"


def options(rows):
    """The options with what became of them, as summary_list.html takes them."""
    told = []
    for row in rows:
        decided = {None: "Inte avgjord", True: "Använd", False: "Inte använd"}[row.used]
        note = f"{decided} {day_in_words(row.decided_on)}" if row.decided_on else decided
        if row.used is None and row.decide_by:
            note += f". Besked senast {day_in_words(row.decide_by)}"
        told.append({"key": f"Option {row.position}", "value": f"Förlänger med {months(row.months)}", "note": note})
    return told


def call_offs(contract, rows):
    """The call-offs and what is left under the ceiling: (rows of rows.html, sentence)."""
    total = sum(row.value for row in rows)
    sentence = f"Avropat: {kronor(total)}."
    for _, left, is_shared in ceilings(contract):
        of_all = ", som alla leverantörer i ramavtalet delar på," if is_shared else ""
        sentence += f" Av takvolymen{of_all} återstår {kronor(max(left, 0))}."
    told = [{"label": row.description, "note": day_in_words(row.called_on), "aside": kronor(row.value)} for row in rows]
    return told, sentence


def follow_ups(rows):
    """Planned and performed follow-ups, as summary_list.html takes them."""
    names = dict(ContractFollowUp.Kind.choices)
    told = []
    for row in rows:
        what = in_a_row([names[kind] for kind in row.kinds])
        if row.performed_on:
            when, value = f"Genomförd {day_in_words(row.performed_on)}", row.result
            note = f"Åtgärd: {row.action}" if row.action else "Ingen åtgärd"
        else:
            when, value, note = f"Planerad {day_in_words(row.planned_on)}", "Inte genomförd än", ""
        told.append({"key": when, "value": f"{what}: {value}", "note": note})
    return told


def influence_steps(steps, last_day, today):
    """The last days to influence and the end, as steps.html draws them, with today among them."""
    rows = [(step.day, step.label, step.reason) for step in steps]
    rows.append((last_day, "Avtalet slutar", ""))
    drawn = [
        {"day": day, "text": label, "note": note, "state": "done" if day < today else "now" if day == today else ""}
        for day, label, note in rows
    ]
    if rows[0][0] < today < last_day and all(row["day"] != today for row in drawn):
        place = next(number for number, row in enumerate(drawn) if row["day"] > today)
        drawn.insert(place, {"day": today, "text": "I dag", "note": "", "state": "now"})
    return drawn


def history(contract):
    """What has happened, as timeline.html takes it: no names."""
    rows = list(StatusLog.objects.filter(subject="contract", subject_id=contract.pk).order_by("pk"))
    told = [
        {
            "when": row.occurred_at,
            "text": EVENTS[row.action],
            "note": "",
            "kind": "portal" if row.action in BY_THE_AUTHORITY else "",
        }
        for row in rows
        if row.action in EVENTS
    ]
    if not any(row.action in BEGINNINGS for row in rows):
        label = f"Avtalet lades in ({contract.get_origin_display().lower()})"
        told.insert(0, {"when": contract.created_at, "text": label, "note": "", "kind": "register"})
    return told


def of_authority(authority, most):
    """An authority's contracts that have not ended, as rows.html takes them, and whether there are more."""
    today = timezone.localdate()
    found = authority.contracts.shown().filter(ends_by__gte=today).order_by("ends_by", "pk")
    rows = [card(row, today) for row in with_card(found)[: most + 1]]
    told = [
        {
            "url": row.row.get_absolute_url(),
            "label": row.row.title,
            "note": row.row.supplier_name,
            "aside": f"{'Slutar ' if row.ending.last_day else ''}{row.ending.words}",
        }
        for row in rows[:most]
    ]
    return told, len(rows) > most
