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
COLUMNS = [
    Column("id", "Id"),
    Column("title", "Partnerskap"),
    Column("public_parties", "Offentliga parter"),
    Column("public_numbers", "Offentliga parters organisationsnummer"),
    Column("ideburna_parties", "Idéburna parter"),
    Column("ideburna_numbers", "Idéburna parters organisationsnummer"),
    Column("purpose", "Syfte"),
    Column("service_area", "Verksamhet"),
    Column("municipalities", "Kommuner"),
    Column("municipality_codes", "Kommunkoder"),
    Column("whole_country", "Hela landet"),
    Column("goals", "Mål"),
    *[
        Column(f"{side}_{kind}", f"{label} bidrar: {kind.label.lower()} (kr)")
        for side, label in SIDES
        for kind in KINDS
    ],
    *[Column(f"{side}_total", f"{label} bidrar totalt (kr)") for side, label in SIDES],
    *[Column(f"{side}_unvalued", f"{label}: åtaganden som inte är värderade") for side, label in SIDES],
    Column("starts_on", "Börjar"),
    Column("ends_on", "Slutar"),
    Column("notice_months", "Uppsägningstid i månader"),
    Column("extension", "Förlängning"),
    Column("follow_ups_planned", "Planerade uppföljningar"),
    Column("follow_ups_performed", "Genomförda uppföljningar"),
    Column("programme", "Plan som nämner idéburna"),
    Column("programme_url", "Länk till planen"),
    Column("decision_body", "Beslutande organ"),
    Column("decided_on", "Beslutades"),
    Column("decision_reference", "Diarienummer"),
    Column("signed_on", "Undertecknades"),
    Column("ended_on", "Avslutades"),
    Column("in_force", "Gäller"),
    Column("url", "Sida"),
]


def with_text(partnerships):
    """Partnerships with the text of their last decision as `text`, and their follow-ups: two queries, however many."""
    decisions = PartnershipDecision.objects.filter(partnership=OuterRef("pk")).order_by("-number")
    follow_ups = Prefetch("follow_ups", PartnershipFollowUp.objects.order_by("planned_on", "pk"))
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
