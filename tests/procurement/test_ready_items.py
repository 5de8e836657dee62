"""The days that "Är vi redo?" counts back from a notice, and the guide's plain words."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.glossary import TERMS
from procurement import first_tender
from procurement.models.readiness import ReadyItem
from procurement.reading.lix import lix
from procurement.ready_items import BEFORE_TENDERS, HELP, own_days
from registry.working_days import is_working_day

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@settings(max_examples=60)
@given(closes=days, ahead=st.integers(0, 60), asked=st.integers(4, 40))
def test_each_day_is_a_working_day_between_today_and_the_last_day(closes, ahead, asked):
    today = closes - timedelta(days=ahead)

    found = own_days(closes, closes - timedelta(days=asked), today)

    assert all(today <= day < closes and is_working_day(day) for day, _ in found)
    assert found == sorted(found)


def test_far_ahead_every_piece_of_advice_is_there_and_without_a_last_day_there_is_none():
    closes = date(2026, 10, 15)

    found = own_days(closes, date(2026, 10, 5), date(2026, 8, 1))

    assert len(found) == len(BEFORE_TENDERS) + 1
    assert (date(2026, 10, 2), "skicka era frågor") in found
    assert own_days(None, None, date(2026, 8, 1)) == []


def test_every_box_says_what_it_is_about():
    assert set(HELP) == set(ReadyItem)
    assert all(text.endswith((".", "?")) for text in HELP.values())


def test_the_guide_and_the_boxes_are_easy_to_read():
    assert lix(first_tender.text()) < first_tender.MOST_LIX
    for section in first_tender.SECTIONS:
        assert lix("\n".join([section.heading, *section.paragraphs, *section.points])) < first_tender.MOST_LIX
    assert lix("\n".join(HELP.values())) < first_tender.MOST_LIX


def test_every_word_of_both_sides_stands_in_the_glossary():
    assert {word.slug for word in first_tender.WORDS} - {term.slug for term in TERMS} == set()
