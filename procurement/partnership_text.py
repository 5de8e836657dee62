"""A partnership's agreement as plain data: what is decided on, what everybody reads, and what files are made of."""

from procurement.models import Partnership, PartnershipCommitment, PartnershipPrinciple

VERSION = 1
TEXTS = [
    "title",
    "background",
    "programme",
    "programme_url",
    "common_values",
    "steering",
    "follow_up_plan",
    "social_gains",
    "extension",
    "notice_months",
    "changes",
    "disputes",
]
ASSESSMENT = ["not_a_contract", "aid", "aid_reasons"]


def text_of(partnership):
    """The whole agreement as it stands in the tables, ready for JSON. Days are ISO 8601, money whole kronor.

    Parties are numbered from one within the text; commitments point at those numbers. Its shape is kept: a key may be
    added, none taken away or turned into something else without a new `version`.
    """
    parties = sorted(
        partnership.parties.select_related("authority", "legal_entity"),
        key=lambda party: (not party.is_public, party.pk),
    )
    number = {party.pk: place for place, party in enumerate(parties, start=1)}
    area = partnership.service_area
    return {
        "version": VERSION,
        **{name: getattr(partnership, name) for name in TEXTS},
        "initiator": partnership.initiator,
        "service_area": {"slug": area.slug, "name": area.name},
        "whole_country": partnership.whole_country,
        "municipalities": [
            {"code": place.code, "name": place.name} for place in partnership.municipalities.order_by("sort_key")
        ],
        "target_groups": [group.name for group in partnership.target_groups.all()],
        "parties": [_party(party, number[party.pk]) for party in parties],
        "goals": [{"goal": row.goal, "indicator": row.indicator} for row in partnership.goals.order_by("pk")],
        "principles": _principles(partnership),
        "commitments": _commitments(parties, number),
        "follow_up_dates": [
            str(day)
            for day in partnership.follow_ups.filter(performed_on=None)
            .order_by("planned_on", "pk")
            .values_list("planned_on", flat=True)
        ],
        "starts_on": _day(partnership.starts_on),
        "ends_on": _day(partnership.ends_on),
        "assessment": {name: getattr(partnership, name) for name in ASSESSMENT},
    }


def _party(party, number):
    """A party by name and number. An organisation's address is looked up when the page is shown, never kept here."""
    if party.is_public:
        known = {"side": Partnership.Initiator.AUTHORITY, "authority": party.authority.slug}
        return known | {
            "number": number,
            "name": party.authority.name,
            "organisation_number": party.authority.organisation_number or "",
        }
    entity = party.legal_entity
    return {
        "side": Partnership.Initiator.ORGANISATION,
        "legal_entity": entity.identifier,
        "number": number,
        "name": entity.name,
        "organisation_number": entity.organisation_number,
    }


def _principles(partnership):
    """All six in the order of Överenskommelsen; one that nobody has written about has an empty sentence."""
    written = dict(partnership.principles.values_list("principle", "sentence"))
    return [
        {"principle": key, "name": label, "sentence": written.get(key, "")}
        for key, label in PartnershipPrinciple.Principle.choices
    ]


def _commitments(parties, number):
    rows = PartnershipCommitment.objects.filter(party__in=parties).order_by("year", "party", "pk")
    found = [
        {
            "year": row.year,
            "party": number[row.party_id],
            "recipient": number.get(row.recipient_id),
            "kind": row.kind,
            "amount": row.amount,
            "description": row.description,
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (row["year"], row["party"]))


def is_as_decided(partnership):
    """Whether what stands in the tables is what the last decision says. Parties may have got other names since.

    Days of follow-up are left out: they are planned and done while the agreement holds.
    """
    decided = partnership.decisions.order_by("number").values_list("text", flat=True).last()
    return decided is None or _agreed(decided) == _agreed(text_of(partnership))


def _agreed(text):
    left_out = {"parties": None, "follow_up_dates": None}
    return text | left_out, [party.get("authority") or party.get("legal_entity") for party in text["parties"]]


def words_of(text):
    """What a decided agreement is found by, beside its title: purpose, plan, goals and the names of its parties."""
    parts = [text["background"], text["programme"], *(goal["goal"] for goal in text["goals"])]
    return "\n".join(filter(None, [*parts, *(party["name"] for party in text["parties"])]))


def _day(day):
    return str(day) if day else None
