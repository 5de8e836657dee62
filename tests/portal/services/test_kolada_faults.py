"""A source that misbehaves, and a reading that is cut off: all is written or nothing, and the reason is plain."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.kolada.answers import UnreadableAnswer
from portal.kolada.client import SourceDown
from portal.models import FigureImport, Indicator, StagedPage
from portal.services import kolada_import
from registry.models import StatusLog
from registry.workflow import StepNotAllowed
from tests.factories import make_user
from tests.portal.kolada.source import kolada
from tests.portal.kolada.worlds import last_run, measures, read, rows, stored, told

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def officer():
    return make_user(officer=True)


@pytest.fixture
def source():
    with kolada(rows(), measures=measures(), page_size=12) as there:
        yield there


@pytest.mark.parametrize("fault", ["silent", "error", "too_often", "reset", "half"])
def test_what_passes_is_no_hindrance(source, officer, fault):
    source.misbehave(fault, page=3, times=1)

    read(source, officer)

    assert stored() == told(source.rows)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("silent", "svarade inte i tid"),
        ("error", "fel 500"),
        ("reset", "går inte att nå"),
        ("half", "bröt förbindelsen mitt i svaret"),
    ],
)
def test_a_source_that_is_down_leaves_a_reading_to_take_up(source, officer, fault, reason):
    source.misbehave(fault, page=3)

    with pytest.raises(SourceDown, match=reason):
        read(source, officer)

    assert stored() == {}
    assert (last_run().state, last_run().page_count) == ("interrupted", 3)
    assert reason in last_run().problem

    source.behave()
    source.asked.clear()
    outcome = read(source, officer)

    assert source.pages_asked == [3, 4]
    assert outcome.resumed_pages == 3
    assert stored() == told(source.rows)
    assert (FigureImport.objects.count(), last_run().state, last_run().problem) == (1, "applied", "")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("half_unnoticed", "inte JSON, eller så är det avhugget"),
        ("wrong_json", "inte JSON"),
        ("not_a_number", "inte JSON"),
        ("wrong_columns", "kolumnerna kpi, municipality, period, values"),
        ("no_values", "saknar listan"),
        ("html", "något annat än JSON"),
        ("missing", "fel 404"),
        ("huge", "Så stort är inget svar"),
        ("same_page_twice", "samma sida två gånger"),
        ("for_ever", "samma sida två gånger"),
        ("round_and_round", "pekar tillbaka"),
        ("elsewhere", "annan värd, 192.0.2.1"),
        ("redirected_elsewhere", "annan värd, 192.0.2.1"),
    ],
)
def test_a_source_that_cannot_be_trusted_changes_nothing(source, officer, fault, reason):
    source.misbehave(fault, page=2)

    with pytest.raises(UnreadableAnswer, match=reason):
        read(source, officer)

    assert stored() == {}
    assert last_run().state == "failed"
    assert StagedPage.objects.count() == 0
    assert Indicator.objects.filter(published_year__isnull=False).count() == 0


def test_the_same_page_for_ever_ends(source, officer):
    source.misbehave("for_ever", page="all")

    with pytest.raises(UnreadableAnswer, match="samma sida två gånger"):
        read(source, officer)

    assert len(source.asked) == 3


def test_pages_that_never_end_are_given_up(source, officer, monkeypatch):
    monkeypatch.setattr(kolada_import, "MOST_PAGES", 3)

    with pytest.raises(UnreadableAnswer, match="tar aldrig slut"):
        read(source, officer)

    assert stored() == {}


def test_the_next_reading_after_a_failed_one_begins_anew(source, officer):
    source.misbehave("wrong_json", page=2)
    with pytest.raises(UnreadableAnswer):
        read(source, officer)
    source.behave()

    assert read(source, officer).resumed_pages == 0
    assert stored() == told(source.rows)


# --- Cut off, and taken up ---


def cut_off(source, officer, **options):
    source.misbehave("error", page=3)
    with pytest.raises(SourceDown):
        read(source, officer, **options)
    source.behave()
    source.asked.clear()


def test_restart_throws_away_what_was_cut_off(source, officer):
    cut_off(source, officer)

    read(source, officer, restart=True)

    assert source.pages_asked == [1, 2, 3, 4]
    assert sorted(FigureImport.objects.values_list("state", flat=True)) == ["applied", "failed"]


def test_pages_older_than_a_day_are_read_again(source, officer):
    cut_off(source, officer, at=NOON)

    read(source, officer, at=NOON + timedelta(hours=25))

    assert source.pages_asked == [1, 2, 3, 4]


def test_what_was_cut_off_is_not_taken_up_by_another_question(source, officer):
    cut_off(source, officer)

    with pytest.raises(StepNotAllowed, match="--restart"):
        read(source, officer, years=(2021, 2024))

    assert last_run().state == "interrupted"


def test_a_fault_of_ours_leaves_nothing_half_written(source, officer, monkeypatch):
    def refuse(*arguments):
        raise IntegrityError

    monkeypatch.setattr("portal.services.kolada_writer._take_back", refuse)

    with pytest.raises(IntegrityError), transaction.atomic():
        read(source, officer)

    assert stored() == {}
    assert not Indicator.objects.filter(published_year__isnull=False).exists()


def test_each_step_is_in_the_log_with_who_took_it(source, officer):
    cut_off(source, officer)
    colleague = make_user(admin=True)

    read(source, colleague)

    steps = (
        StatusLog.objects.filter(subject="figureimport").order_by("pk").values_list("action", "to_state", "actor_id")
    )
    assert list(steps) == [
        ("begin", "running", officer.pk),
        ("interrupt", "interrupted", officer.pk),
        ("resume", "running", colleague.pk),
        ("apply", "applied", colleague.pk),
    ]
