"""What is read from Kolada's answers: the rows, all of them, and nothing else."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kolada import answers
from portal.kolada.answers import Measure, UnreadableAnswer, Value, is_preliminary
from tests.portal.kolada.source import cell, envelope, items

PLACES = ["0114", "0180", "1480", "2584", "0000", "0014"]
numbers = st.decimals(-(10**9), 10**9, places=8) | st.integers(-(10**9), 10**9).map(Decimal)


def read(values, kind=None, **facts):
    return answers.read(json.dumps(envelope(values, **facts)).encode(), kind)


def one(**changed):
    row = {"kpi": "N00120", "municipality": "1480", "period": 2024, "values": [cell(3.1)]}
    return read([row, {**row, "period": 2023, **changed}])


@st.composite
def rows(draw):
    """{(measure, place, year): {gender: (number or None, taken back)}}."""
    keys = st.tuples(st.sampled_from(["N00120", "N60092"]), st.sampled_from(PLACES), st.integers(1970, 2100))
    cells = st.tuples(st.none() | numbers, st.booleans())
    return draw(st.dictionaries(keys, st.dictionaries(st.sampled_from("TKM"), cells, min_size=1), max_size=12))


def as_text(told, version, spoil):
    """The answer as the source writes it: numbers to the last decimal, places in any of their forms."""
    pieces = []
    for (code, place, year), cells in told.items():
        inner = ", ".join(
            f'{{"gender": "{gender}", "count": 1, "status": "", "value": {"null" if number is None else number:f}, '
            f'"isdeleted": {str(deleted).lower()}}}'
            if number is not None
            else f'{{"gender": "{gender}", "value": null, "isdeleted": {str(deleted).lower()}}}'
            for gender, (number, deleted) in cells.items()
        )
        place = json.dumps(spoil(place))
        year = f'"{year}"' if version == 2 else year
        pieces.append(f'{{"kpi": "{code}", "municipality": {place}, "period": {year}, "values": [{inner}]}}')
    following = '"next_page"' if version == 2 else '"next_url"'
    return f'{{"count": {len(pieces)}, "values": [{", ".join(pieces)}], {following}: null}}'.encode()


@pytest.mark.parametrize("version", [2, 3])
@given(told=rows(), spoil=st.sampled_from([str, int, lambda place: str(int(place))]))
def test_what_is_read_is_what_was_written(version, told, spoil):
    answer = answers.read(as_text(told, version, spoil))

    expected = {
        Value(*key, gender, None if deleted else number, deleted)
        for key, cells in told.items()
        for gender, (number, deleted) in cells.items()
    }
    assert set(answer.values) == expected
    assert len(answer.values) == len(expected)
    assert answer.refused == ()


@pytest.mark.parametrize("version", [2, 3])
def test_the_next_page_is_told_in_both_envelopes(version):
    answer = read(items({("N00120", "1480", 2024): [cell(1)]}), following="https://x.example/2", version=version)

    assert answer.next_address == "https://x.example/2"


@pytest.mark.parametrize(
    ("told", "place"),
    [("1480", "1480"), (1480, "1480"), (114, "0114"), ("114", "0114"), ("0014", "0014"), (14, "0014"), (0, "0000")],
)
def test_a_place_has_four_digits_however_it_is_written(told, place):
    assert [value.place for value in one(municipality=told).values] == ["1480", place]


def test_a_group_of_places_is_left_as_it_is():
    assert one(municipality="G175911").values[1].place == "G175911"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"kpi": "N120"}, "Nyckeltalets kod"),
        ({"kpi": None}, "Nyckeltalets kod"),
        ({"municipality": None}, "Platsens kod"),
        ({"municipality": True}, "Platsens kod"),
        ({"period": "2024-03"}, "Året har fel form"),
        ({"period": 2024.5}, "Året har fel form"),
        ({"period": 1066}, "mellan 1970 och 2100"),
        ({"values": 3}, "lista med värden"),
        ({"values": [3]}, "gender eller value"),
        ({"values": [{"gender": "T"}]}, "gender eller value"),
        ({"values": [cell(3, "X")]}, "varken T, K eller M"),
        ({"values": [cell("3,1")]}, "inget tal"),
        ({"values": [cell(True)]}, "inget tal"),
        ({"values": [cell(10**15)]}, "orimligt stort"),
        ({"values": [cell(3, deleted="no")]}, "isdeleted"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_a_reason_and_the_others_are_read(changed, reason):
    answer = one(**changed)

    assert [value.year for value in answer.values] == [2024]
    assert reason in answer.refused[0].reason
    assert answer.refused[0].where.startswith("rad 2")


def test_a_refused_row_repeats_nothing_that_a_stranger_may_have_put_there():
    answer = one(municipality="811218-9876 Kim Exempel", values=[cell("x")])

    assert "annat" in answer.refused[0].where
    assert "811218" not in str(answer.refused)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"values": {}}',
        b'{"count": 1}',
        b'{"values": [{"a": 1}]}',
        b'{"values": [3]}',
        b'{"count": 1, "values": [], "next_url": 7}',
        b'{"count": 1, "values": [{"kpi": "N00120", "municipality": "1480", "period": 2024, "values": [{"gender": "T", "value": NaN}]}]}',
    ],
)
def test_what_is_no_answer_is_refused_as_a_whole(content):
    with pytest.raises(UnreadableAnswer):
        answers.read(content, answers.VALUES)


def test_an_answer_with_more_rows_than_it_says_is_refused():
    with pytest.raises(UnreadableAnswer, match="fler rader"):
        answers.read(json.dumps({**envelope(items({("N00120", "1480", 2024): [cell(1)]})), "count": 0}).encode())


def test_rows_that_contradict_each_other_are_both_refused():
    rows = items({("N00120", "1480", 2024): [cell(3)], ("N00120", "1480", 2023): [cell(2)]})
    pages = [read(rows), read(items({("N00120", "1480", 2024): [cell(4)]}))]

    gathered = answers.gather(pages)

    assert [value.year for value in gathered.values.values()] == [2023]
    assert [(row.where, row.reason) for row in gathered.refused] == [
        ("N00120, 1480, 2024, T", "Källan ger samma värde två gånger, med olika tal.")
    ]


def test_rows_that_say_the_same_twice_are_counted_and_taken_once():
    page = read(items({("N00120", "1480", 2024): [cell(3)]}))

    gathered = answers.gather([page, page])

    assert (len(gathered.values), gathered.repeated, gathered.refused) == (1, 1, ())


def test_a_measure_is_read_with_its_last_year_and_the_day_it_is_final():
    answer = read(
        [{"id": "N00120", "title": " Köp  av verksamhet ", "publ_period": "2025", "publication_date": "2026-08-28"}]
    )

    assert answer.measures == (Measure("N00120", "Köp av verksamhet", 2025, date(2026, 8, 28)),)


def test_a_measure_that_is_no_longer_counted_has_no_last_year():
    answer = read([{"id": "N04105", "title": "Köp", "publ_period": "", "publication_date": None}])

    assert answer.measures == (Measure("N04105", "Köp"),)


def test_one_measure_without_an_envelope_is_read_too():
    answer = answers.read(b'{"id": "N00120", "title": "Namn"}', answers.MEASURES)

    assert answer.measures == (Measure("N00120", "Namn"),)


@pytest.mark.parametrize(
    ("year", "today", "expected"),
    [
        (2024, date(2026, 4, 1), False),
        (2025, date(2026, 8, 27), True),
        (2025, date(2026, 8, 28), False),
        (2026, date(2026, 12, 1), True),
    ],
)
def test_the_published_year_is_preliminary_until_its_final_day(year, today, expected):
    assert is_preliminary(year, 2025, date(2026, 8, 28), today) is expected


def test_nothing_is_preliminary_where_the_source_names_no_year():
    assert is_preliminary(2025, None, None, date(2026, 1, 1)) is False


def test_more_decimals_than_are_kept_are_rounded():
    content = b'{"values": [{"kpi": "N00120", "municipality": 1480, "period": 2024, "values": [{"gender": "T", "value": 3.123456789}]}]}'

    assert answers.read(content).values[0].value == Decimal("3.12345679")
