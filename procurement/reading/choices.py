"""A choice system as it is read: in short, its providers side by side, and what the information still lacks."""

from dataclasses import dataclass

from procurement.models import ChoiceUnit, CpvCode
from procurement.models.choice_providers import ApplicationState
from procurement.models.choice_systems import ChoiceState
from procurement.reading import lix
from procurement.services import choice_applications, choice_systems
from registry.wording import day_in_words, in_a_row, kronor

MISSING = "Uppgift saknas"
FOR_ALL, FOR_IDEBURNA = "Alla som uppfyller kraven", "Bara idéburna organisationer"
TONES = {
    ChoiceState.DECIDED: "",
    ChoiceState.OPEN: "success",
    ChoiceState.CHANGED: "success",
    ChoiceState.CLOSING: "warning",
    ChoiceState.CLOSED: "",
}
APPLICATION_TONES = {
    ApplicationState.SUBMITTED: "warning",
    ApplicationState.APPROVED: "info",
    ApplicationState.REFUSED: "",
    ApplicationState.CONTRACTED: "success",
    ApplicationState.ENDED: "",
    ApplicationState.WITHDRAWN: "",
}
STEPS = {
    step.action: step.label
    for step in [
        choice_systems.OPEN,
        choice_systems.CHANGE,
        choice_systems.WIND_UP,
        choice_systems.CLOSE,
        choice_applications.APPROVE,
        choice_applications.REFUSE,
        choice_applications.CONTRACT,
        choice_applications.END,
        choice_applications.WITHDRAW,
    ]
}
TOLD_TO_ALL = {"change", "wind_up"}
MOST_PLACES = 8
# The same for every provider, in this order (LOV 9 kap. 1 §): column, heading, what it is called among what is missing.
FIELDS = [
    ("where", "Var", "adress"),
    ("capacity", "Platser", "antal platser"),
    ("languages", "Språk", "språk"),
    ("profile", "Inriktning", "inriktning"),
    ("opening", "Öppettider", "öppettider"),
    ("contact", "Kontakt", "kontakt"),
]


def history(events):
    """What has happened, as timeline.html takes it: no names, and of notes only those for everybody."""
    return [
        {
            "when": event.created_at,
            "text": STEPS.get(event.action, event.action),
            "note": event.note if event.action in TOLD_TO_ALL else "",
            "kind": "portal",
        }
        for event in events
    ]


def summary(system, places):
    """The system in short, as summary_list.html takes it."""
    names = [str(place) for place in places]
    where = in_a_row(names) if len(names) <= MOST_PLACES else f"{', '.join(names[:MOST_PLACES])} med flera"
    known = dict(CpvCode.objects.filter(code__in=system.cpv_codes).values_list("code", "name"))
    cpv = ", ".join(f"{code} {known.get(code, '')}".strip() for code in system.cpv_codes)
    days = f"Inom {system.decision_time_days} dagar" if system.decision_time_days else ""
    decision = f"{day_in_words(system.decided_on)}, {system.decision_reference}"
    rows = [
        ("Uppdrag", system.summary, ""),
        ("Tjänst", str(system.service_area), ""),
        ("Var", where, ""),
        ("Vem får söka", FOR_IDEBURNA if system.is_reserved else FOR_ALL, system.purpose_link),
        ("Krav", system.requirements, ""),
        ("Ersättning", system.reimbursement, "Samma för alla utförare."),
        ("För den som inte väljer", system.non_choice, ""),
        ("Sista dag att söka", "Ingen. Det går att söka så länge systemet är öppet.", ""),
        ("Besked på ansökan", days, ""),
        ("Beslut", decision, ""),
        ("CPV", cpv, ""),
    ]
    if not system.is_open:
        rows = [row for row in rows if row[0] not in ("Sista dag att söka", "Besked på ansökan")]
    return [{"key": key, "value": value, "note": note} for key, value, note in rows]


def prices(system, at=None):
    """The price list of the day as a table, or None."""
    rows = list(system.prices.in_force(at))
    if not rows:
        return None
    headers = [{"label": "Vad som ersätts"}, {"label": "Ersättning"}, {"label": "Gäller från"}]
    table = [
        [
            {"text": row.label},
            {"text": f"{kronor(row.amount)} per {row.get_unit_display()}"},
            {"text": day_in_words(row.valid_from)},
        ]
        for row in rows
    ]
    return {"headers": headers, "rows": table}


@dataclass(frozen=True)
class Provider:
    """A provider under contract with its units. One without units is listed too, with everything missing."""

    name: str
    url: str
    form: str
    units: tuple


def providers(system, at=None):
    """Everybody whom residents may choose, by name. Two queries, however many."""
    found = (
        system.applications.providing(at)
        .select_related("legal_entity__organisation", "legal_entity__legal_form")
        .order_by("legal_entity__sort_key", "pk")
    )
    rows = list(found)
    units = {}
    for unit in ChoiceUnit.objects.standing().filter(application__in=rows).select_related("municipality"):
        units.setdefault(unit.application_id, []).append(unit)
    return [
        Provider(
            row.legal_entity.name,
            row.legal_entity.get_absolute_url() if row.legal_entity.organisation.published_at else "",
            str(row.legal_entity.legal_form),
            tuple(units.get(row.pk, ())),
        )
        for row in rows
    ]


def _field(unit, name):
    if unit is None:
        return ""
    if name == "where":
        return ", ".join(filter(None, [unit.street, str(unit.municipality)])) if unit.street else ""
    value = getattr(unit, name)
    return "" if value is None else str(value)


def comparison(found):
    """Every provider with the same fields, as data_table.html takes them. A fact nobody has given says so."""
    headers = [{"label": "Utförare"}, *({"label": heading} for _, heading, _ in FIELDS)]
    rows = []
    for provider in found:
        for unit in provider.units or (None,):
            name = {
                "text": unit.name if unit else provider.name,
                "url": provider.url,
                "small": f"{provider.name}, {provider.form.lower()}" if unit else provider.form,
            }
            cells = [{"text": _cell(unit, field)} for field, _, _ in FIELDS]
            rows.append([name, *cells])
    return {"headers": headers, "rows": rows}


def _cell(unit, field):
    if field == "where" and unit is not None and not unit.street:
        return str(unit.municipality)
    return _field(unit, field) or MISSING


def lacking(found):
    """For each provider what the information still lacks (LOV 9 kap. 1 §), and how easy its text is to read."""
    rows = []
    for provider in found:
        missing = []
        if not provider.units:
            missing.append("Inga enheter är inlagda")
        for unit in provider.units:
            gone = [words for name, _, words in FIELDS if not _field(unit, name)]
            if gone:
                missing.append(f"{unit.name}: {in_a_row(gone)}")
        text = "\n".join(unit.profile for unit in provider.units if unit.profile)
        index = lix.lix(text)
        rows.append(
            [
                {"text": provider.name},
                {"text": ". ".join(missing) or "Ingenting saknas"},
                {"text": f"{index}, {lix.in_words(index)}" if index is not None else lix.in_words(index)},
            ]
        )
    headers = [{"label": label} for label in ("Utförare", "Saknas", "Läsbarhet (LIX)")]
    return {"headers": headers, "rows": rows}
