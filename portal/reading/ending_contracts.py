"""The contracts of a place that end before the next election, as a picture and as rows. One query."""

from portal.elections import next_election
from procurement.end_lines import end_lines
from procurement.models import Contract
from procurement.reading import contracts
from registry.calendar import months_later
from registry.wording import capitalised

MOST = 10
MONTHS = 24  # also after the election, these are shown
HEADERS = [{"label": label} for label in ("Avtal", "Slutar", "Sista dag att påverka")]


def ending_contracts(authority, day):
    """What components/end_lines.html and data_table.html take; rows are the first ten."""
    election = next_election(day)
    if authority is None:
        return {"headers": HEADERS, "rows": [], "lines": None, "election": election}
    until = max(election, months_later(day, MONTHS))
    found = Contract.objects.shown().filter(authority=authority, ends_by__range=(day, until))
    cards = [contracts.card(row, day) for row in contracts.with_card(found.order_by("ends_by", "pk")[:MOST])]
    numbered = list(enumerate(cards, 1))
    drawn = [
        (number, [step.day for step in card.steps], card.ending.last_day, card.ending.possible_last_day)
        for number, card in numbered
    ]
    return {
        "headers": HEADERS,
        "rows": [_row(number, card) for number, card in numbered],
        "lines": end_lines(drawn, day, (election, f"valet {election.year}")),
        "election": election,
    }


def _row(number, card):
    about = ", ".join(part for part in (card.row.supplier_name, card.area) if part)
    return [
        {"text": f"{number}. {card.row.title}", "url": card.row.get_absolute_url(), "small": about},
        {"text": capitalised(card.ending.words), "small": contracts.end_note(card.ending)},
        {"text": card.to_influence},
    ]
