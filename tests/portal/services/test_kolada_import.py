"""Kolada's figures are written whole or not at all, however the source behaves."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kolada.answers import UnreadableAnswer
from portal.models import FigureImport, Indicator, IndicatorValue, StagedPage
from portal.services import kolada_import
from portal.services.kolada_import import Asked
from portal.services.kolada_writer import TooMuchLost
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import make_user
from tests.portal.kolada.source import cell, envelope, items, kolada
from tests.portal.kolada.worlds import CODES, SOME_PLACES, last_run, measures, read, rows, stored, told
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def officer():
    return make_user(officer=True)


@pytest.fixture
def source():
    with kolada(rows(), measures=measures(), page_size=12) as there:
        yield there


# --- What comes in ---


def test_everything_that_was_asked_for_comes_in(source, officer):
    outcome = read(source, officer)

    assert stored() == told(source.rows)
    assert (outcome.written.new, outcome.written.changed, outcome.written.unchanged) == (40, 0, 0)
    assert source.pages_asked == [1, 2, 3, 4]
    assert (last_run().state, last_run().page_count, last_run().new_count) == ("applied", 5, 40)


def test_version_two_of_the_source_says_the_same(officer):
    with kolada(rows(), measures=measures(), page_size=12, version=2) as source:
        read(source, officer)

        assert stored() == told(source.rows)


def test_reading_the_same_again_changes_nothing_and_says_so(source, officer):
    read(source, officer, at=NOON)
    before = list(IndicatorValue.objects.order_by("pk").values())

    again = read(source, officer, at=NOON + timedelta(days=1))

    assert again.written.changes_nothing
    assert (again.written.unchanged, last_run().unchanged_count) == (40, 40)
    assert list(IndicatorValue.objects.order_by("pk").values()) == before


def test_what_changed_at_the_source_changes_and_nothing_else(source, officer):
    read(source, officer, at=NOON)
    source.rows["N00120", "1480", 2024] = [cell(9.5)]

    again = read(source, officer, at=NOON + timedelta(days=1))

    assert (again.written.changed, again.written.unchanged) == (1, 39)
    assert IndicatorValue.objects.filter(read_at__gt=NOON).count() == 1
    assert stored() == told(source.rows)


def test_women_men_and_both_are_kept_apart(source, officer):
    source.rows["N00120", "1480", 2024] = [cell(1.0), cell(2.0, "K"), cell(3.0, "M")]

    read(source, officer)

    assert stored() == told(source.rows)


def test_a_year_without_a_number_is_kept_as_missing(source, officer):
    source.rows["N00120", "1480", 2024] = [cell(None, status="Missing")]

    outcome = read(source, officer)

    value = IndicatorValue.objects.get(indicator="N00120", place="1480", year=2024)
    assert (value.value, value.is_deleted) == (None, False)
    assert outcome.written.statuses == {"Missing": 1}


def test_both_forms_of_a_place_are_the_same_place(source, officer):
    source.rows = {("N00120", 114, 2024): [cell(1.0)], ("N00120", "180", 2024): [cell(2.0)]}

    read(source, officer, codes=["N00120"])

    assert {key[1] for key in stored()} == {"0114", "0180"}


def test_places_that_the_portal_does_not_know_are_named_and_not_guessed(source, officer):
    source.rows |= {("N00120", place, 2024): [cell(1.0)] for place in ["G175911", "9999", "0199"]}

    outcome = read(source, officer)

    assert outcome.written.unknown_places == {"0199": 1, "9999": 1, "G175911": 1}
    assert {key[1] for key in stored()} == set(SOME_PLACES)


def test_rows_that_contradict_each_other_leave_what_stands(source, officer):
    read(source, officer)
    source.rows["N00120", "1480", 2024] = [cell(1.0), cell(2.0)]
    before = stored()

    outcome = read(source, officer)

    assert stored() == before
    assert outcome.written.refused == [["N00120, 1480, 2024, T", "Källan ger samma värde två gånger, med olika tal."]]
    assert last_run().report["refused"] == outcome.written.refused


def test_a_row_that_cannot_be_read_takes_nothing_away(source, officer):
    read(source, officer)
    before = stored()
    source.rows["N00120", "1480", 2024] = [cell("3,1")]
    source.rows["N00120", "0180", 2024] = [{"gender": "T"}]
    del source.rows["N00120", "0114", 2024]

    outcome = read(source, officer)

    assert stored() == before
    assert [row[0].partition(": ")[0] for row in outcome.written.refused] == ["sida 2, rad 6", "sida 2, rad 7"]


# --- What the source says of its measures ---


@pytest.mark.parametrize(("final_on", "expected"), [("2025-08-28", False), ("2026-11-22", False), ("2026-11-23", True)])
def test_the_published_year_is_preliminary_until_its_final_day(source, officer, final_on, expected):
    source.measures = measures(publication_date=final_on)

    read(source, officer, at=NOON)

    early = IndicatorValue.objects.filter(is_preliminary=True)
    assert {value.year for value in early} == ({2024} if expected else set())
    indicator = Indicator.objects.get(code="N00120")
    assert (indicator.published_year, indicator.final_on) == (2024, date.fromisoformat(final_on))


def test_values_become_final_when_their_day_has_come(source, officer):
    source.measures = measures(publication_date="2026-11-23")
    read(source, officer, at=NOON)

    again = read(source, officer, at=NOON + timedelta(days=1))

    assert again.written.changed == 8
    assert not IndicatorValue.objects.filter(is_preliminary=True).exists()


def test_a_measure_with_another_name_is_told_and_its_values_come_in(source, officer):
    source.measures[0]["title"] = "Köp av något helt annat"

    outcome = read(source, officer)

    indicator = Indicator.objects.get(code="N00120")
    assert outcome.written.renamed == [["N00120", indicator.title, "Köp av något helt annat"]]
    assert indicator.was_renamed
    assert stored() == told(source.rows)


def test_a_measure_that_is_gone_is_told_and_its_values_stay(source, officer):
    read(source, officer)
    before = stored()
    source.measures = source.measures[1:]
    source.rows = {key: cells for key, cells in source.rows.items() if key[0] != "N00120"}

    outcome = read(source, officer, at=NOON)

    assert outcome.written.gone == ["N00120"]
    assert Indicator.objects.get(code="N00120").gone_on == date(2026, 11, 22)
    assert stored() == before
    assert "N00120" not in source.asked[-1]


def test_a_measure_that_is_back_is_not_gone(source, officer):
    Indicator.objects.filter(code="N00120").update(gone_on=date(2025, 1, 1))

    read(source, officer)

    assert Indicator.objects.get(code="N00120").gone_on is None


def test_a_measure_whose_row_cannot_be_read_is_not_gone(source, officer):
    source.measures[0]["publication_date"] = "snart"

    outcome = read(source, officer)

    assert outcome.written.gone == []
    assert stored() == told(source.rows)


def test_a_source_without_any_of_the_measures_is_not_believed(source, officer):
    source.measures = []

    with pytest.raises(UnreadableAnswer, match="inte har något av nyckeltalen"):
        read(source, officer)

    assert not Indicator.objects.filter(gone_on__isnull=False).exists()


# --- What the source takes back ---


def test_a_value_that_the_source_took_back_has_no_number(source, officer):
    many = rows(places=[*SOME_PLACES, "0115", "0117", "0120", "0123"])
    source.rows = many
    read(source, officer)
    source.rows = many | {("N00120", "1480", 2024): [cell(3.0, deleted=True)]}

    outcome = read(source, officer)

    assert outcome.written.taken_back == 1
    assert stored()["N00120", "1480", 2024, "T"] == (None, False, True)
    assert read(source, officer).written.changes_nothing


def test_a_value_that_is_no_longer_there_is_taken_back(source, officer):
    source.rows = rows(places=[*SOME_PLACES, "0115", "0117", "0120", "0123"])
    read(source, officer)
    del source.rows["N00120", "1480", 2024]

    outcome = read(source, officer)

    assert outcome.written.taken_back == 1
    assert stored()["N00120", "1480", 2024, "T"] == (None, False, True)
    assert read(source, officer).written.changes_nothing


def test_years_that_were_not_asked_for_stand(source, officer):
    read(source, officer)
    before = stored()

    read(source, officer, years=(2024, 2024))

    assert stored() == before


@pytest.mark.parametrize("how", ["absent", "deleted", "null"])
def test_more_than_five_percent_lost_changes_nothing_until_a_person_says_so(source, officer, how):
    read(source, officer)
    before = stored()
    for place in ["1480", "0180"]:  # two of twenty
        if how == "absent":
            del source.rows["N00120", place, 2024]
        else:
            source.rows["N00120", place, 2024] = [cell(None, deleted=how == "deleted")]
    source.rows["N20056", "1480", 2024] = [cell(77.0)]

    with pytest.raises(TooMuchLost, match=r"N00120 \(2 av 20\).*--accept-loss"):
        read(source, officer)

    assert stored() == before
    assert (last_run().state, last_run().report) == ("failed", {"losses": [["N00120", 20, 2]]})

    source.asked.clear()
    outcome = read(source, officer, accept_loss=True)

    assert source.asked == []  # the pages that were read are taken up
    assert outcome.run.pk == last_run().pk
    assert stored()["N00120", "1480", 2024, "T"][0] is None
    assert stored()["N20056", "1480", 2024, "T"][0] == 77.0


def test_without_a_persons_word_a_doubtful_reading_is_read_anew(source, officer):
    read(source, officer)
    whole = dict(source.rows)
    source.rows = rows(codes=["N20056"])
    with pytest.raises(TooMuchLost):
        read(source, officer)
    source.rows = whole

    outcome = read(source, officer)

    assert outcome.written.changes_nothing
    assert FigureImport.objects.count() == 3


# --- Invented values ---


def invent(code):
    Indicator.objects.filter(code=code).update(is_invented=True)
    for year in (1999, 2024):
        IndicatorValue.objects.create(indicator_id=code, place_id="0115", year=year, value=5, read_at=NOON)


def test_invented_values_go_when_the_real_ones_come(source, officer):
    invent("N00120")

    outcome = read(source, officer)

    assert outcome.written.invented_removed == ["N00120"]
    assert not Indicator.objects.get(code="N00120").is_invented
    assert stored() == told(source.rows)


def test_invented_values_stay_whole_while_there_are_no_real_ones(source, officer):
    invent("N00120")
    source.rows = rows(codes=["N20056"]) | {("N00120", "1480", 2024): [cell(None)]}

    outcome = read(source, officer)

    assert outcome.written.still_invented == ["N00120"]
    assert Indicator.objects.get(code="N00120").is_invented
    assert {key for key in stored() if key[0] == "N00120"} == {
        ("N00120", "0115", 1999, "T"),
        ("N00120", "0115", 2024, "T"),
    }


def test_a_refused_reading_leaves_the_invented_values(source, officer):
    invent("N00120")
    source.misbehave("wrong_json", page=4)

    with pytest.raises(UnreadableAnswer):
        read(source, officer)

    assert Indicator.objects.get(code="N00120").is_invented
    assert IndicatorValue.objects.count() == 2


# --- What is kept ---


def test_only_the_pages_of_the_last_reading_are_kept(source, officer):
    read(source, officer)
    read(source, officer)

    assert {page.figure_import for page in StagedPage.objects.all()} == {last_run()}
    assert StagedPage.objects.count() == 5


def test_a_dry_run_stores_nothing_and_says_what_would_come(source, officer):
    outcome = read(source, officer, dry_run=True)

    assert outcome.run is None
    assert outcome.written.new == 40
    assert (stored(), FigureImport.objects.count(), StagedPage.objects.count()) == ({}, 0, 0)
    assert Indicator.objects.filter(published_year__isnull=False).count() == 0


# --- Who ---


@pytest.mark.parametrize("role", [{}, {"politician": True}, {"buyer": True}, {"officer": True, "is_active": False}])
def test_nobody_else_reads_in(source, role):
    with pytest.raises(NotEntitled):
        read(source, make_user(**role))

    assert source.asked == []


def test_a_measure_that_the_portal_does_not_have_is_not_asked_for(source, officer):
    with pytest.raises(StepNotAllowed, match="N99999"):
        read(source, officer, codes=["N00120", "N99999"])


# --- Saved answers ---


def save(folder, name, answer):
    path = folder / name
    path.write_text(json.dumps(answer), encoding="utf-8")
    return str(path)


def of_files(officer, *files, codes=CODES, years=None, **options):
    return kolada_import.run(Asked(codes=codes, years=years, files=files), actor=officer, **options)


def test_saved_answers_are_read_and_take_nothing_away(tmp_path, source, officer):
    read(source, officer)
    file = save(tmp_path, "svar.json", envelope(items({("N00120", "1480", 2024): [cell(50.0)]})))
    names = save(tmp_path, "nyckeltal.json", envelope(measures(publ_period="2024", publication_date="2099-01-01")))

    outcome = of_files(officer, names, file, file)

    assert (outcome.written.changed, outcome.written.gone) == (1, [])
    assert stored() == told(source.rows) | {("N00120", "1480", 2024, "T"): (50.0, True, False)}


def test_a_saved_answer_that_cannot_be_read_changes_nothing(tmp_path, officer):
    good = save(tmp_path, "bra.json", envelope(items({("N00120", "1480", 2024): [cell(50.0)]})))
    (tmp_path / "trasig.json").write_text("{")

    with pytest.raises(UnreadableAnswer, match="trasig.json: Svaret är inte JSON"):
        of_files(officer, good, str(tmp_path / "trasig.json"))
    with pytest.raises(UnreadableAnswer, match="går inte att öppna"):
        of_files(officer, good, str(tmp_path / "saknas.json"))

    assert stored() == {}


def test_years_and_measures_choose_among_saved_answers(tmp_path, officer):
    file = save(tmp_path, "svar.json", envelope(items(rows())))

    outcome = of_files(officer, file, codes=("N00120",), years=(2023, 2024))

    assert outcome.written.values == 8
    assert (outcome.written.outside, outcome.written.unknown_codes) == (12, {"N20056": 20})


def test_the_real_answer_equals_the_database(officer):
    """Recomputed by other code: the standard library's own reading of the same file, cell by cell."""
    Indicator.objects.create(
        code="N00945", kind="municipality", measure="own_cost", unit="percent", title="Prov", position=99
    )
    file = shared_data("kolada/data_N00945_real.json")

    outcome = of_files(officer, str(file), codes=("N00945",))

    expected, decoder = {}, json.JSONDecoder(parse_float=str, parse_int=str)
    for row in decoder.decode(file.read_text())["values"]:
        for one in row["values"]:
            expected[f"{row['municipality']}/{row['period']}/{one['gender']}"] = Decimal(one["value"])
    found = IndicatorValue.objects.filter(indicator="N00945").select_related("place")
    assert {f"{one.place.code}/{one.year}/{one.gender}": one.value for one in found} == expected
    assert (len(expected), outcome.written.refused) == (63, [])
    assert {one.place_id for one in found} == {"0180", "1280", "1480"}  # Stockholm, Malmö, Göteborg


def test_what_a_run_says_is_held_by_the_database(officer):
    facts = {"asked": {}, "origin": "x", "started_by": officer}
    for wrong in [{"state": "failed", "ended_at": timezone.now()}, {"state": "applied"}, {"problem": "Fel"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            FigureImport.objects.create(**facts, **wrong)
    FigureImport.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        FigureImport.objects.create(**facts)
