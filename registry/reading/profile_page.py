"""The chapters of the public pages about a family and about a legal entity, as the components take them."""

from django.urls import reverse
from django.utils import timezone

from registry import freshness
from registry.models import Document, OfficialCheck, Ownership, Service
from registry.models.applications import Judgement, Requirement
from registry.validators import format_organisation_number
from registry.wording import capitalised, day_in_words, in_a_row, percent

# What a notice of change concerns, in words that tell nothing of the new content.
CHANGE_WORDS = {
    "name": "namn",
    "seat_id": "säte",
    "own_address": "adress",
    "street": "adress",
    "postal_code": "adress",
    "city": "adress",
    "purpose_text": "syfte",
    "purpose_clause": "syfte",
    "purpose_exclusive": "syfte",
    "dissolution_text": "tillgångar vid upplösning",
    "dissolution_clause": "tillgångar vid upplösning",
    "public_control": "hur styrelsen utses",
    "public_control_note": "hur styrelsen utses",
    "welfare_runs": "verksamhet",
    "welfare_text": "verksamhet",
    "governing_document": "stadgar",
}
REQUIREMENT_HEADS = {
    Requirement.PURPOSE: "Syfte",
    Requirement.WELFARE: "Välfärd",
    Requirement.PUBLIC_CONTROL: "Bestämmande",
    Requirement.DISSOLUTION: "Upplösning",
}
PERMIT_WORDS = {
    Service.Permit.NOT_NEEDED: "Behövs inte",
    Service.Permit.APPLIED: "Sökt, inte beslutat",
    Service.Permit.MISSING: "Saknas",
}
UNITS = dict(Service._meta.get_field("capacity_unit").choices)
FOUNDATION_NOTE = "gäller inte stiftelser"


def notices(entities, *, preview=False):
    """What the reader must know first: the page is not public, a change is examined, a verification has ended."""
    rows = []
    if preview:
        text = "Den blir offentlig när er första ansökan har kommit in. Utkast visas aldrig här."
        rows.append({"title": "Bara ni ser sidan.", "text": text, "tone": "info"})
    for item in entities:
        if change := item.open_change:
            rows.append({"title": "En ändring prövas.", "text": _change_words(item, change), "tone": "warning"})
        if years := item.missing_statements:
            days = in_a_row([day_in_words(year.due_on) for year in years])
            text = f"{item.name} skulle ha lämnat den till oss senast {days}. Den har inte kommit in."
            rows.append({"title": "Årsuppgift till portalen saknas.", "text": text, "tone": "warning"})
        unanswered = next((row["unanswered"] for row in item.row["periods"] if row["unanswered"]), None)
        if unanswered and item.is_verified:
            text = (
                f"Vi har frågat {item.name} om det som är verifierat. Sista dagen att svara var "
                f"{day_in_words(unanswered)}. Verifieringen gäller."
            )
            rows.append({"title": "Svar på portalens fråga saknas.", "text": text, "tone": "warning"})
        if item.portal.shape == "portal-ended":
            ended = item.row["periods"][-1]
            text = (
                f"{item.name} var verifierad från {day_in_words(ended['first'])} till {day_in_words(ended['last'])}. "
                f"Grund: {ended['ground']}. Det ändrar inte vad Kammarkollegiet har registrerat."
            )
            rows.append({"title": "Verifieringen har upphört.", "text": text, "tone": ""})
    return rows


def _change_words(item, change):
    concerns = list(dict.fromkeys(CHANGE_WORDS[name] for name in change["changes"]))
    what = f" Den gäller {in_a_row(concerns)}." if concerns else ""
    return (
        f"{item.name} anmälde en ändring {day_in_words(change['received'])}.{what} "
        "Tills den är beslutad visar sidan det som är verifierat."
    )


def number_of(item):
    """The number as people read it: 802000-1239, or the foreign one."""
    number = item.row["organisation_number"]
    return format_organisation_number(number) if number else item.row["foreign_number"]


def entity_table(entities):
    """The legal entities with owners and both facts."""
    headers = [
        {"label": "Namn"},
        {"label": "Ägs eller styrs av"},
        {"label": "I portalen"},
        {"label": "Hos Kammarkollegiet"},
    ]
    rows = [
        [
            {
                "text": item.name,
                "url": reverse("legal_entity", args=[item.identifier]),
                "small": ", ".join(filter(None, [item.row["form"], number_of(item)])),
            },
            {"text": owners_of(item)},
            {"fact": item.portal},
            {"fact": item.register},
        ]
        for item in entities
    ]
    return {"headers": headers, "rows": rows}


def owners_of(item):
    """Who owns and governs, as was handed in. Private persons are never named."""
    owners = item.row["stated"].get("owners", [])
    return "; ".join(map(_owner, owners)) or "Uppgift saknas"


def _owner(owner):
    kind = owner["kind"]
    named = kind in (Ownership.Kind.ENTITY, Ownership.Kind.ORGANISATION, Ownership.Kind.PUBLIC)
    name = owner["owner"] if named else Ownership.Kind(kind).label
    details = []
    share, votes = owner["share"], owner["votes"]
    if share and share == votes:
        details.append(f"{percent(share)} av kapital och röster")
    else:
        stakes = (share, "kapitalet"), (votes, "rösterna")
        details += [f"{percent(stake)} av {what}" for stake, what in stakes if stake]
    if owner["appoints_board"]:
        details.append("utser styrelsen")
    return f"{name} ({', '.join(details)})" if details else name


def service_table(services):
    """Services with who, where, how much, with which permit and when they were confirmed."""
    headers = [
        {"label": label} for label in ("Tjänst", "Utförs av", "Kommuner", "Omfattning", "Tillstånd", "Bekräftad")
    ]
    return {"headers": headers, "rows": [_service(row) for row in services]}


def _service(row):
    item = row["entity"]
    return [
        {"text": row["area"], "small": row["description"] or ", ".join(row["target_groups"])},
        {"text": item.name, "small": "" if item.is_verified else "egen uppgift, inte verifierad"},
        {"text": "Hela landet" if row["whole_country"] else ", ".join(row["municipalities"]) or "Uppgift saknas"},
        {"text": capacity_words(row)},
        {"text": permit_words(row)},
        _confirmed(row["confirmed_on"], timezone.localdate()),
    ]


def _confirmed(day, today):
    """The day; after a year it fades, and the words say how long ago it was."""
    if not freshness.is_faded(day, today):
        return {"text": day_in_words(day)}
    return {"tag": freshness.words(day, today), "tone": "warning", "small": day_in_words(day)}


def capacity_words(row):
    """54 platser, or that it is not told."""
    if row["capacity"] is None:
        return "Uppgift saknas"
    return f"{row['capacity']} {UNITS[row['capacity_unit']]}"


def permit_words(row):
    """IVO, till 30 april 2028; or that none is needed."""
    if row["permit"] != Service.Permit.HELD:
        return PERMIT_WORDS[row["permit"]]
    until = row["permit_valid_until"]
    return f"{row['permit_authority']}, till {day_in_words(until)}" if until else row["permit_authority"]


def judgement_table(entities):
    """Who checked what and when: each requirement of each entity that is or was verified, and the other register."""
    headers = [{"label": "Juridisk person"}, *({"label": head} for head in REQUIREMENT_HEADS.values())]
    headers.append({"label": "Hos Kammarkollegiet"})
    rows = [
        [
            {"text": item.name, "small": _decided(item)},
            *(_judgement(item, requirement) for requirement in REQUIREMENT_HEADS),
            _last_check(item),
        ]
        for item in entities
        if item.row["judged"] or item.row["checks"]
    ]
    return {"headers": headers, "rows": rows}


def _decided(item):
    if not item.row["periods"]:
        return ""
    period = item.row["periods"][-1]
    return f"beslut {day_in_words(period['first'])} av handläggare, {period['case']}"


def _judgement(item, requirement):
    judged = item.row["judged"].get(requirement)
    if judged is None:
        foundation = requirement == Requirement.DISSOLUTION and item.row["judged"]
        return {"text": "Prövas inte" if foundation else "Inte prövat", "small": FOUNDATION_NOTE if foundation else ""}
    small = f"{judged['evidence']}, {day_in_words(judged['judged_at'])}"
    return {"text": Judgement(judged["judgement"]).label, "small": small}


def _last_check(item):
    if not item.row["checks"]:
        return {"text": "Inte kontrollerat än"}
    check = item.row["checks"][-1]
    small = f"{day_in_words(check['on'])} av handläggare, {check['source']}"
    return {"text": OfficialCheck.Result(check["result"]).label, "small": small}


def documents(rows, entities):
    """Public documents, with version and day. The one that was verified says so."""
    by_id = {item.row["id"]: item for item in entities}
    return [_document(row, by_id.get(row["entity"])) for row in rows if row["entity"] is None or row["entity"] in by_id]


def _document(row, item):
    name = Document.Kind(row["kind"]).label
    if row["kind"] == Document.Kind.GOVERNING and item and item.row["governing_document"]:
        name = capitalised(item.row["governing_document"])
    notes = [f"Version {row['version']}"]
    governing = (item.row["stated"].get("governing_document") or {}) if item else {}
    if item and item.was_verified and governing.get("uuid") == row["uuid"]:
        notes[0] += ", den som prövats"
    if row["adopted_on"]:
        notes.append(f"Antagen {day_in_words(row['adopted_on'])}")
    return {
        "url": reverse("document", args=[row["uuid"]]),
        "name": f"{name}, {item.name}" if item else name,
        "size": row["size"],
        "note": ". ".join(notes) + ".",
        "day": row["uploaded_at"],
    }


def places(services):
    """Where the family works, each place once; None when nothing is told."""
    if any(row["whole_country"] for row in services):
        return "Hela landet"
    return ", ".join(dict.fromkeys(name for row in services for name in row["municipalities"])) or None


def requirements(item):
    """What was verified, requirement by requirement, in the entity's own words with the officer's evidence."""
    return [_requirement(item, number, requirement) for number, requirement in enumerate(Requirement, start=1)]


def _requirement(item, number, requirement):
    stated, judged = item.row["stated"], item.row["judged"].get(requirement)
    text, clause = {
        Requirement.PURPOSE: (stated.get("purpose_text"), stated.get("purpose_clause")),
        Requirement.WELFARE: (stated.get("welfare_text"), ""),
        Requirement.PUBLIC_CONTROL: (stated.get("public_control_note"), ""),
        Requirement.DISSOLUTION: (stated.get("dissolution_text"), stated.get("dissolution_clause")),
    }[requirement]
    if judged is None:
        return {
            "number": number,
            "title": requirement.label,
            "evidence": "Villkoret gäller inte stiftelser.",
            "quoted": False,
            "source": "Lag (2022:900) 3 §, tredje villkoret",
            "tag": "Prövas inte",
            "tone": "",
            "note": "",
        }
    source = f"Styrande handling, {clause}. " if clause else ""
    return {
        "number": number,
        "title": requirement.label,
        "evidence": text or "Uppgift saknas",
        "quoted": bool(clause),
        "source": f"{source}Underlag: {judged['evidence']}",
        "tag": Judgement(judged["judgement"]).label,
        "tone": "success" if judged["judgement"] == Judgement.MET else "warning",
        "note": f"Bedömt {day_in_words(judged['judged_at'])} av handläggare",
    }


def portal_history(item):
    """The periods during which the portal has vouched for the entity."""
    headers = [{"label": label} for label in ("Verifierad från", "Till", "Grund", "Ärende")]
    rows = [
        [
            {"text": day_in_words(period["first"])},
            {"text": day_in_words(period["last"]) if period["last"] else "Gäller"},
            {"text": capitalised(period["ground"]) or "–"},
            {"text": period["case"], "nowrap": True, "url": f"{reverse('journal')}?case_number={period['case']}"},
        ]
        for period in item.row["periods"]
    ]
    return {"headers": headers, "rows": rows}


def register_history(item):
    """The periods in Kammarkollegiet's register, as far as we know."""
    headers = [{"label": label} for label in ("Registrerad från", "Till", "Källa")]
    rows = [
        [
            {"text": day_in_words(period["first"])},
            {"text": day_in_words(period["last"]) if period["last"] else "Gäller"},
            {"text": period["source"]},
        ]
        for period in item.row["registered"]
    ]
    return {"headers": headers, "rows": rows}


def check_history(item):
    """Each time a case officer looked in Kammarkollegiet's register, the latest first."""
    headers = [{"label": label} for label in ("Kontrollerad", "Svar", "Källa", "Av")]
    rows = [
        [
            {"text": day_in_words(check["on"])},
            {"text": OfficialCheck.Result(check["result"]).label},
            {"text": check["source"]},
            {"text": "Handläggare"},
        ]
        for check in reversed(item.row["checks"])
    ]
    return {"headers": headers, "rows": rows}
