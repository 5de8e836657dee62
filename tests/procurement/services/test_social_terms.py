"""Social terms before and after the award, the eight steps, targets, and the outcome that is counted."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from procurement.models import Lot, Procurement, SocialTarget, SocialTerm
from procurement.models.procurements import State
from procurement.models.social_terms import NOTICE_CODES
from procurement.reading import social_terms as reading
from procurement.services import social_terms
from registry.models import StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_to_authority, make_user
from tests.procurement.factories import make_planned

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
# The EU's code list social-objective, version 20220316.
SOCIAL_OBJECTIVE = {"acc-all", "et-eq", "gen-eq", "hum-right", "opp", "other", "work-cond"}


@pytest.fixture
def buyer():
    return make_user(buyer=True)


@pytest.fixture
def authority(buyer):
    return buyer.authority_memberships.get().authority


@pytest.fixture
def plan(buyer):
    return make_planned(buyer)


def award(procurement):
    """As a plain row: what matters here is the state alone."""
    Procurement.objects.filter(pk=procurement.pk).update(
        state=State.AWARDED,
        origin="uhm",
    )


def add(procurement, actor, kind="arbete", level="krav", **facts):
    return social_terms.add(procurement, actor=actor, kind=kind, level=level, **facts)


def published(authority, buyer, year, *, cpv="85311200", level="", state=State.PUBLISHED, day=1, **facts):
    """A procurement whose notice came that year, with a term when a level is given."""
    row = Procurement.objects.create(
        authority=authority,
        title="Prov",
        state=state,
        origin="uhm",
        published_at=datetime(year, 6, day, 12, 0, tzinfo=ZoneInfo("Europe/Stockholm")),
        created_by=buyer,
        ended_at=timezone.now() if state in (State.CANCELLED, State.CONTRACTED) else None,
    )
    Lot.objects.create(procurement=row, title="Prov", cpv=cpv)
    if level:
        SocialTerm.objects.create(procurement=row, kind="arbete", level=level, added_by=buyer, **facts)
    return row


def set_target(authority, buyer, year, percent=50, **facts):
    told = {"scope": "services", "definition": "Tjänster med villkor.", "decision": "Budget", **facts}
    return social_terms.set_target(authority, year, actor=buyer, percent=percent, **told)


# --- Terms ---


def test_what_is_expected_is_written_before_the_award_and_what_was_achieved_after(plan, buyer):
    term = add(plan, buyer, persons_expected=3, internships_expected=1)
    with pytest.raises(StepNotAllowed):
        social_terms.note_outcome(term, actor=buyer, persons_achieved=2)
    social_terms.change(term, actor=buyer, level="krav", persons_expected=4, internships_expected=1)
    award(plan)

    with pytest.raises(StepNotAllowed):
        social_terms.change(term, actor=buyer, persons_expected=2)
    social_terms.note_outcome(term, actor=buyer, persons_achieved=2, internships_achieved=0)

    term.refresh_from_db()
    assert (term.persons_expected, term.persons_achieved, term.internships_achieved) == (4, 2, 0)
    assert [row["value"] for row in reading.terms([term])] == [
        "Krav. Personer i arbete: 4 förväntat, 2 uppnått. Praktikplatser: 1 förväntat, 0 uppnått."
    ]
    logged = StatusLog.objects.filter(subject="socialterm").order_by("pk")
    assert list(logged.values_list("action", flat=True)) == ["add_term", "change_term", "note_outcome"]


def test_nobody_expects_what_has_been_awarded(plan, buyer):
    award(plan)

    with pytest.raises(StepNotAllowed):
        add(plan, buyer, persons_expected=3)
    term = add(plan, buyer)

    assert reading.terms([term])[0]["value"] == "Krav."


def test_a_term_leaves_a_plan_but_not_a_notice(plan, buyer):
    first = add(plan, buyer)
    social_terms.remove(first, actor=buyer)
    second = add(plan, buyer)
    award(plan)

    with pytest.raises(StepNotAllowed):
        social_terms.remove(second, actor=buyer)

    assert plan.social_terms.count() == 1


def test_one_term_of_each_kind_and_numbers_that_make_sense(plan, buyer):
    add(plan, buyer)
    for facts in (
        {},
        {"kind": "villkor", "persons_expected": 10**9},
        {"kind": "annat"},
        {"kind": "villkor", "level": "x"},
    ):
        with pytest.raises(ValidationError):
            add(plan, buyer, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        SocialTerm.objects.filter(procurement=plan).update(kind="annat")


def test_only_the_authoritys_own_buyers_write(plan, authority, buyer):
    term = add(plan, buyer)
    other = make_user(buyer=True)
    politician = make_user()
    add_to_authority(authority, politician, "politician")
    steps = [
        lambda actor: add(plan, actor, kind="villkor"),
        lambda actor: social_terms.change(term, actor=actor, persons_expected=1),
        lambda actor: social_terms.note_outcome(term, actor=actor, persons_achieved=1),
        lambda actor: social_terms.remove(term, actor=actor),
        lambda actor: social_terms.change_step(authority, "behov", actor=actor, note="Ja"),
        lambda actor: set_target(authority, actor, 2026),
    ]

    for actor in (other, politician):
        for step in steps:
            with pytest.raises(NotEntitled):
                step(actor)


def test_nothing_is_written_of_a_cancelled_procurement(plan, buyer):
    Procurement.objects.filter(pk=plan.pk).update(
        state=State.CANCELLED, ended_at=timezone.now(), cancel_reason="Behovet är borta."
    )

    with pytest.raises(StepNotAllowed):
        add(plan, buyer)


def test_each_kind_has_a_code_of_the_list():
    assert set(NOTICE_CODES) == set(SocialTerm.Kind)
    assert set(NOTICE_CODES.values()) <= SOCIAL_OBJECTIVE


# --- The eight steps ---


def test_a_step_is_owned_by_a_buyer_and_late_until_it_is_done(authority, buyer):
    colleague = make_user(name="Robin Exempel")
    add_to_authority(authority, colleague)
    social_terms.change_step(authority, "behov", actor=buyer, owner=colleague, due_on=date(2026, 11, 1))
    late = reading.checklist(authority, TODAY)[0]
    social_terms.change_step(authority, "behov", actor=colleague, done_on=date(2026, 11, 20))
    done = reading.checklist(authority, TODAY)[0]

    assert (late["status"], late["tone"]) == ("Försenat", "warning")
    assert "Ansvarig: Robin Exempel. Klart senast 1\u00a0november 2026" in late["note"]
    assert (done["status"], done["tone"]) == ("Klart 20\u00a0november 2026", "")
    assert authority.social_steps.count() == 1


def test_a_step_is_not_owned_by_a_stranger_nor_done_tomorrow(authority, buyer):
    for facts in ({"owner": make_user(buyer=True)}, {"done_on": date(2999, 1, 1)}):
        with pytest.raises(StepNotAllowed):
            social_terms.change_step(authority, "behov", actor=buyer, **facts)
    with pytest.raises(ValidationError):
        social_terms.change_step(authority, "finns-inte", actor=buyer, note="Ja")


def test_an_owner_who_has_left_keeps_the_step_until_it_is_given_away(authority, buyer):
    gone = make_user()
    add_to_authority(authority, gone)
    social_terms.change_step(authority, "behov", actor=buyer, owner=gone)
    authority.memberships.filter(user=gone).update(ended_at=timezone.now(), ended_by=buyer)

    row = social_terms.change_step(authority, "behov", actor=buyer, owner=gone, note="Ny tid.")

    assert (row.owner, row.note) == (gone, "Ny tid.")


# --- Target and outcome ---


@pytest.mark.parametrize("missing", ["definition", "decision"])
def test_a_target_without_definition_or_decision_is_refused(authority, buyer, missing):
    with pytest.raises(ValidationError):
        set_target(authority, buyer, 2026, **{missing: ""})
    good = set_target(authority, buyer, 2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        SocialTarget.objects.filter(pk=good.pk).update(**{missing: ""})


@pytest.mark.parametrize("percent", [0, 101])
def test_a_target_is_a_share(authority, buyer, percent):
    with pytest.raises(ValidationError):
        set_target(authority, buyer, 2026, percent)


def test_the_outcome_is_the_share_of_the_years_notices_of_services_with_terms(authority, buyer):
    set_target(authority, buyer, 2025)
    published(authority, buyer, 2025, level="krav", persons_expected=3)
    published(authority, buyer, 2025, level="dialog", persons_expected=2)
    published(authority, buyer, 2025)
    published(authority, buyer, 2025, cpv="39000000", level="krav")  # furniture: no service
    published(authority, buyer, 2025, cpv="", level="krav")  # nobody can tell
    published(authority, buyer, 2025, state=State.CANCELLED)
    published(authority, buyer, 2024)
    published(make_user(buyer=True).authority_memberships.get().authority, buyer, 2025, level="krav")

    this_year, last = reading.outcomes(authority, TODAY)

    assert (last.year, last.with_terms, last.published, last.demands) == (2025, 2, 3, 1)
    assert last.share == Decimal("66.7")
    assert (last.expected, last.achieved) == (5, None)
    assert reading.unclear_sentence([last]).startswith("En upphandling saknar CPV-kod")
    assert (this_year.year, this_year.share) == (2026, None)


def test_a_target_of_all_counts_goods_too(authority, buyer):
    set_target(authority, buyer, 2026, scope="all")
    published(authority, buyer, 2026, cpv="39000000", level="krav")
    published(authority, buyer, 2026, cpv="")

    [row] = reading.outcomes(authority, TODAY)

    assert (row.with_terms, row.published, row.unclear) == (1, 2, 0)


def test_a_year_without_procurements_has_no_outcome_and_is_no_nought(authority, buyer):
    set_target(authority, buyer, 2025)
    set_target(authority, buyer, 2027)

    words = {row.year: reading.in_words(row, TODAY) for row in reading.outcomes(authority, TODAY)}

    assert words == {2025: "Inga upphandlingar", 2026: "Inga upphandlingar i år", 2027: "Har inte börjat"}
    [only] = reading.outcomes(make_user(buyer=True).authority_memberships.get().authority, TODAY)
    assert (only.year, only.target, only.share) == (2026, None, None)


def test_a_new_year_begins_at_midnight_in_sweden(authority, buyer):
    set_target(authority, buyer, 2025)
    row = published(authority, buyer, 2025)
    midnight = datetime(2026, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    Procurement.objects.filter(pk=row.pk).update(published_at=midnight)

    this_year, last = reading.outcomes(authority, TODAY)

    assert (this_year.published, last.published) == (1, 0)


def test_a_new_definition_begins_a_new_series(authority, buyer):
    for year in (2022, 2023):
        set_target(authority, buyer, year)
    for year in (2024, 2025, 2026):
        set_target(authority, buyer, year, definition="Bara upphandlingar över tröskelvärdet.")
    rows = reading.outcomes(authority, TODAY)

    assert [row["key"] for row in reading.definitions(rows)] == ["2022–2023", "2024–2026"]
    assert [drawn.series.title for drawn in reading.charts(rows)] == [
        "Mål och utfall 2022 till 2023",
        "Mål och utfall 2024 till 2026",
    ]


def test_the_picture_holds_what_the_table_holds_and_a_gap_stays_a_gap(authority, buyer):
    for year in (2024, 2025, 2026):
        set_target(authority, buyer, year)
    for year in (2024, 2026):
        published(authority, buyer, year, level="krav")
    rows = reading.outcomes(authority, TODAY)

    [drawn] = reading.charts(rows)

    told = [(label, *(cell.text for cell in cells)) for label, cells in drawn.series.rows]
    assert told == [("2024", "100,0", "50,0"), ("2025", "saknas", "50,0"), ("2026", "100,0", "50,0")]
    assert drawn.has_gaps
    assert [drawn.picture.count(f"chart__{part}") for part in ("dot-own", "line-own", "line-peers")] == [2, 0, 2]


def test_the_outcome_asks_the_same_however_many_procurements(authority, buyer):
    counts = []
    for number in (2, 10):
        for _ in range(number):
            published(authority, buyer, 2025, level="krav")
        with CaptureQueriesContext(connection) as asked:
            reading.outcomes(authority, TODAY)
        counts.append(len(asked))

    assert counts == [3, 3]
