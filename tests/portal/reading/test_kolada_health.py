"""How the portal says that it knows Kolada's figures: never read, fresh, old, failed, interrupted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.models import FigureImport, Indicator
from portal.reading import kolada_health
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_run(state, *, days=0, **facts):
    at = NOW - timedelta(days=days)
    ended = at if state in ("applied", "failed") else None
    user = make_user()
    return FigureImport.objects.create(
        asked={}, origin="x", state=state, started_at=at, ended_at=ended, started_by=user, **facts
    )


def said():
    """The rows in words: the figures, and the last attempt."""
    return [
        f"{row['value']}. {row['note']}".replace("\u00a0", " ").replace("\u202f", " ")
        for row in kolada_health.rows(NOW)
    ]


def test_never_read():
    figures, attempt = said()

    assert figures.startswith("Inga är lästa.")
    assert attempt.startswith("Inget än")
    assert kolada_health.data(kolada_health.health(NOW))["ok"] is False


def test_read_today():
    a_run("applied")

    assert said()[0].startswith("Lästa 22 november 2026. De är lästa i dag.")
    assert kolada_health.health(NOW).is_stale is False


@pytest.mark.parametrize(("days", "is_stale"), [(200, False), (201, True)])
def test_figures_grow_old(days, is_stale):
    a_run("applied", days=days)

    assert kolada_health.health(NOW).is_stale is is_stale
    assert ("för gamla" in said()[0]) is is_stale


def test_values_that_have_become_final_since_are_asked_for():
    a_run("applied", days=100)
    Indicator.objects.filter(code="N00120").update(final_on=date(2026, 8, 28))

    assert kolada_health.health(NOW).is_stale
    assert "Slutliga värden kom den 28 augusti 2026. Läs in dem." in said()[0]


def test_a_failed_attempt_is_told_with_its_reason_and_the_figures_stand():
    a_run("applied", days=3)
    a_run("failed", problem="Svaret är inte JSON.")

    figures, attempt = said()
    assert "Lästa 19 november 2026. De är lästa för tre dagar sedan." in figures
    assert attempt == "22 november 2026, misslyckades. Svaret är inte JSON."


def test_an_attempt_that_was_cut_off_is_told():
    a_run("interrupted", problem="Källan svarade inte i tid.")

    assert said()[1] == "22 november 2026, avbröts. Källan svarade inte i tid."


def test_an_attempt_whose_process_is_gone_was_cut_off():
    a_run("running")

    assert "avbröts" in said()[1]


def test_it_takes_four_queries_however_many_readings_there_are(django_assert_max_num_queries):
    for day in range(5):
        a_run("applied", days=day)
    a_run("running")

    with django_assert_max_num_queries(4):
        kolada_health.rows(NOW)
