"""The public register of partnerships (N22): one row for each agreement, as a page and as open data.

What a row says is read from the text of the last decision, never from what is being written. The columns are a promise
to those who fetch the file: one may be added, none taken away or given another meaning.
"""

from django.db.models import OuterRef, Prefetch, Subquery

from procurement.models import PartnershipCommitment, PartnershipDecision, PartnershipFollowUp
from procurement.reading import agreement
from procurement.reading.partnerships import standing
from registry.exports import Column

KINDS = PartnershipCommitment.Kind
SIDES = (("public", "Det offentliga"), ("ideburna", "De idéburna"))
WORTH = "Hela kronor över alla år. Tomt om ingen har värderat något; det som inte är värderat räknas inte."
TEXT, TEXTS, NUMBER, DAY, YES_NO, LINK = "text", "texts", "number", "day", "yes_no", "link"
# Name in JSON, heading in CSV and Excel, what it holds, and what is to be said of it.
FIELDS = [
    ("id", "Id", NUMBER, "Samma så länge partnerskapet finns."),
    ("title", "Partnerskap", TEXT, ""),
    ("public_parties", "Offentliga parter", TEXTS, "Namn vid beslutet."),
    ("public_numbers", "Offentliga parters organisationsnummer", TEXTS, "Tio siffror. Saknas för en del."),
    ("ideburna_parties", "Idéburna parter", TEXTS, "Namn vid beslutet."),
    ("ideburna_numbers", "Idéburna parters organisationsnummer", TEXTS, "Tio siffror."),
    ("purpose", "Syfte", TEXT, "Avtalets bakgrund och behov."),
    ("service_area", "Verksamhet", TEXT, "Portalens indelning."),
    ("municipalities", "Kommuner", TEXTS, "Tomt om det gäller hela landet."),
    ("municipality_codes", "Kommunkoder", TEXTS, "SCB:s fyra siffror, i samma ordning som kommunerna."),
    ("whole_country", "Hela landet", YES_NO, ""),
    ("goals", "Mål", TEXTS, ""),
    *[
        (f"{side}_{kind}", f"{label} bidrar: {kind.label.lower()} (kr)", NUMBER, WORTH)
        for side, label in SIDES
        for kind in KINDS
    ],
    *[(f"{side}_total", f"{label} bidrar totalt (kr)", NUMBER, WORTH) for side, label in SIDES],
    *[
        (f"{side}_unvalued", f"{label}: åtaganden som inte är värderade", NUMBER, "Antal rader utan värde.")
        for side, label in SIDES
    ],
    ("starts_on", "Börjar", DAY, ""),
    ("ends_on", "Slutar", DAY, "Tomt om det gäller tills någon säger upp det."),
    ("notice_months", "Uppsägningstid i månader", NUMBER, ""),
    ("extension", "Förlängning", TEXT, ""),
    ("follow_ups_planned", "Planerade uppföljningar", TEXTS, "Dagar."),
    ("follow_ups_performed", "Genomförda uppföljningar", TEXTS, "Dagar. Resultaten står på partnerskapets sida."),
    ("programme", "Plan som nämner idéburna", TEXT, "Fullmäktiges eller nämndens program, om det finns ett."),
    ("programme_url", "Länk till planen", LINK, ""),
    ("decision_body", "Beslutande organ", TEXT, "Det senaste beslutet."),
    ("decided_on", "Beslutades", DAY, "Det senaste beslutet."),
    ("decision_reference", "Diarienummer", TEXT, "Det senaste beslutet."),
    ("signed_on", "Undertecknades", DAY, "Tomt om det inte är undertecknat."),
    ("ended_on", "Avslutades", DAY, "Tomt om det inte är avslutat i förtid eller efter sin tid."),
    ("in_force", "Gäller", YES_NO, "Den dag filen hämtades."),
    ("url", "Sida", LINK, "Hela avtalet, uppföljningar och historik."),
]
COLUMNS = [Column(name, label) for name, label, _, _ in FIELDS]
KINDS_IN_WORDS = {
    TEXT: "text",
    TEXTS: "lista av texter",
    NUMBER: "heltal eller tomt",
    DAY: "dag (ÅÅÅÅ-MM-DD) eller tomt",
    YES_NO: "sant eller falskt",
    LINK: "adress eller tom text",
}
SCHEMAS = {
    TEXT: {"type": "string"},
    TEXTS: {"type": "array", "items": {"type": "string"}},
    NUMBER: {"type": ["integer", "null"]},
    DAY: {"type": ["string", "null"], "format": "date"},
    YES_NO: {"type": "boolean"},
    LINK: {"type": "string"},
}


def schema():
    """The JSON file as JSON Schema: a list of rows, each with every field."""
    known = {
        name: {**SCHEMAS[kind], "title": label, **({"description": meaning} if meaning else {})}
        for name, label, kind, meaning in FIELDS
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Idéburna offentliga partnerskap",
        "type": "array",
        "items": {"type": "object", "properties": known, "required": list(known)},
    }


def described():
    """The fields as people read them, as data_table.html takes them."""
    headers = [{"label": label} for label in ("Fält", "Rubrik i CSV och Excel", "Innehåll")]
    rows = [
        [{"text": name}, {"text": label}, {"text": KINDS_IN_WORDS[kind].capitalize(), "small": meaning}]
        for name, label, kind, meaning in FIELDS
    ]
    return {"headers": headers, "rows": rows}


def with_text(partnerships):
    """Partnerships with the text of their last decision as `text`, and their follow-ups: two queries, however many."""
    decisions = PartnershipDecision.objects.filter(partnership=OuterRef("pk")).order_by("-number")
    follow_ups = Prefetch("follow_ups", PartnershipFollowUp.objects.shown().order_by("planned_on", "pk"))
    return (
        partnerships.defer("search_terms", "decided_words")
        .annotate(
            text=Subquery(decisions.values("text")[:1]),
            last_body=Subquery(decisions.values("decision_body")[:1]),
            last_day=Subquery(decisions.values("decided_on")[:1]),
            last_reference=Subquery(decisions.values("reference")[:1]),
        )
        .prefetch_related(follow_ups)
    )


def row(partnership, on):
    """A row of the list, as data_table.html takes it."""
    text = partnership.text
    words, tone = standing(partnership, on)
    public, ideburna = agreement.by_side(text)
    return [
        {"text": text["title"], "url": partnership.get_absolute_url(), "small": text["service_area"]["name"]},
        {"text": agreement.parties_in_words(text), "small": agreement.places_in_words(text)},
        {"text": f"Det offentliga: {public.words}", "small": f"De idéburna: {ideburna.words}"},
        {"tag": words, "tone": tone},
    ]


def file_row(partnership, on, absolute):
    """A row of the file, with a value for each column."""
    text = partnership.text
    brought = dict(zip(("public", "ideburna"), agreement.by_side(text), strict=True))
    known = {
        "id": partnership.pk,
        "title": text["title"],
        "purpose": text["background"],
        "service_area": text["service_area"]["name"],
        "municipalities": [place["name"] for place in text["municipalities"]],
        "municipality_codes": [place["code"] for place in text["municipalities"]],
        "whole_country": text["whole_country"],
        "goals": [goal["goal"] for goal in text["goals"]],
        "starts_on": agreement.day(text["starts_on"]),
        "ends_on": agreement.day(text["ends_on"]),
        "notice_months": text["notice_months"],
        "extension": text["extension"],
        "follow_ups_planned": _days(partnership, performed=False),
        "follow_ups_performed": _days(partnership, performed=True),
        "programme": text["programme"],
        "programme_url": text["programme_url"],
        "decision_body": partnership.last_body,
        "decided_on": partnership.last_day,
        "decision_reference": partnership.last_reference,
        "signed_on": partnership.signed_on,
        "ended_on": partnership.ended_on,
        "in_force": partnership.holds(on),
        "url": absolute(partnership.get_absolute_url()),
    }
    for side, name in (("public", agreement.AUTHORITY), ("ideburna", agreement.ORGANISATION)):
        parties = [party for party in text["parties"] if party["side"] == name]
        known |= {
            f"{side}_parties": [party["name"] for party in parties],
            f"{side}_numbers": [party["organisation_number"] for party in parties if party["organisation_number"]],
            f"{side}_total": brought[side].total,
            f"{side}_unvalued": brought[side].unvalued,
            **{f"{side}_{kind}": brought[side].by_kind.get(kind) for kind in KINDS},
        }
    return known


def _days(partnership, *, performed):
    rows = [row for row in partnership.follow_ups.all() if (row.performed_on is not None) == performed]
    return [str(row.performed_on if performed else row.planned_on) for row in rows]
