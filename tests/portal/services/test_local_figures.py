"""What organisations count: who may write, what is refused, what the database holds, and who gets which letter."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from portal.models import Indicator, IndicatorValue, LocalMeasure, LocalMeasureEvent, LocalParticipant, LocalValue
from portal.services import local_figures
from registry.models import Notification, Organisation, StatusLog
from registry.models.members import Role
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, make_organisation, make_user, owner_of
from tests.portal.board import a_place, an_asker
from tests.portal.local_figures import FACTS, a_measure, give, given, joined

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year


@pytest.fixture
def measure():
    return a_measure()


def standing(measure):
    rows = LocalValue.objects.standing().filter(measure=measure)
    return {(row.organisation.name, row.year): row.value for row in rows}


# --- Who may ---


def test_readers_strangers_and_hidden_organisations_count_nothing(measure):
    organisation = measure.started_by
    hidden = make_organisation()
    for actor, whose in [
        (add_member(organisation, Role.READER), organisation),
        (make_user(), organisation),
        (owner_of(hidden), hidden),
    ]:
        with pytest.raises(NotEntitled):
            local_figures.start(measure.place, organisation=whose, actor=actor, **{**FACTS, "name": "Annat"})
        with pytest.raises(NotEntitled):
            local_figures.give(measure, [given(2024, 1)], organisation=whose, actor=actor)

    assert not LocalValue.objects.exists()


def test_only_who_began_asks_others_replaces_and_closes(measure):
    other = joined(measure)
    third = an_asker()
    for step in (
        lambda: local_figures.invite(measure, third, actor=owner_of(other)),
        lambda: local_figures.close(measure, actor=owner_of(other), reason="Nej"),
        lambda: local_figures.replace(measure, actor=owner_of(other), **{**FACTS, "definition": "Annat"}),
    ):
        with pytest.raises(NotEntitled):
            step()


def test_who_is_not_in_puts_in_no_number(measure):
    other = an_asker()
    local_figures.invite(measure, other, actor=owner_of(measure.started_by))

    with pytest.raises(StepNotAllowed, match="är med i räkningen"):
        give(measure, other, y2024=3)


# --- The numbers ---


def test_several_years_go_in_at_once_and_a_new_number_keeps_the_old_one(measure):
    old = give(measure, y2023=38, y2024=40)[1]
    give(measure, y2024=44)

    old.refresh_from_db()
    assert standing(measure) == {("Exempelhuset", 2023): 38, ("Exempelhuset", 2024): 44}
    assert (old.closed, old.closed_by) == ("replaced", owner_of(measure.started_by))
    assert old.closed_at is not None
    assert [row.action for row in measure.events.all()] == ["start", "give", "give"]
    assert StatusLog.objects.filter(subject="localmeasure", subject_id=measure.pk).count() == 3


def test_what_a_colleague_changed_meanwhile_is_not_written_over(measure):
    [seen] = give(measure, y2024=40)
    give(measure, y2024=41)

    with pytest.raises(StepNotAllowed, match="Någon annan har ändrat siffran för 2024"):
        local_figures.give(
            measure,
            [given(2023, 9), given(2024, 99, seen=seen.pk)],
            organisation=measure.started_by,
            actor=owner_of(measure.started_by),
        )

    assert standing(measure) == {("Exempelhuset", 2024): 41}


def test_the_same_again_is_refused(measure):
    give(measure, y2024=40)

    with pytest.raises(StepNotAllowed, match="Inget är ändrat"):
        give(measure, y2024=40)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (given(1999, 1), "från 2000"),
        (given(2030, 1, as_of=date(2030, 1, 1)), f"till {THIS_YEAR}"),
        (given(2024, 1, as_of=date(2023, 12, 31)), "ska ligga i eller efter året"),
        (given(2024, 1, as_of=timezone.localdate() + timedelta(days=1)), "efter i dag"),
    ],
)
def test_a_number_of_an_impossible_year_or_day_is_refused(measure, number, words):
    organisation = measure.started_by

    with pytest.raises(StepNotAllowed, match=words):
        local_figures.give(measure, [number], organisation=organisation, actor=owner_of(organisation))


def test_what_is_counted_on_a_day_has_a_day_of_its_year():
    measure = a_measure(is_stock=True)
    organisation = measure.started_by

    with pytest.raises(StepNotAllowed, match="under året"):
        local_figures.give(
            measure,
            [given(2024, 1, as_of=date(2025, 1, 2))],
            organisation=organisation,
            actor=owner_of(organisation),
        )


@pytest.mark.parametrize(
    "wrong", [{"source": " "}, {"source_url": "http://x.example/"}, {"source": "", "source_url": ""}]
)
def test_a_number_needs_its_source(measure, wrong):
    organisation = measure.started_by

    with pytest.raises(ValidationError):
        local_figures.give(measure, [given(2024, 1, **wrong)], organisation=organisation, actor=owner_of(organisation))


def test_a_number_taken_back_is_kept_with_who_and_when(measure):
    [row] = give(measure, y2024=40)

    local_figures.take_back(row, actor=owner_of(measure.started_by))

    row.refresh_from_db()
    assert (row.closed, row.closed_by) == ("taken_back", owner_of(measure.started_by))
    assert standing(measure) == {}
    with pytest.raises(StepNotAllowed):
        local_figures.take_back(row, actor=owner_of(measure.started_by))
    with pytest.raises(NotEntitled):
        local_figures.take_back(row, actor=owner_of(an_asker()))


def test_no_official_figure_is_ever_made_of_them(measure):
    before = (Indicator.objects.count(), IndicatorValue.objects.count())

    give(measure, y2023=1, y2024=2)

    assert (Indicator.objects.count(), IndicatorValue.objects.count()) == before


# --- What is counted ---


def test_who_counts_something_else_begins_anew_and_no_number_goes_along(measure):
    other = joined(measure)
    give(measure, y2024=40)

    new = local_figures.replace(
        measure, actor=owner_of(measure.started_by), **{**FACTS, "definition": "Alla sovplatser."}
    )

    measure.refresh_from_db()
    assert (measure.state, new.replaces) == ("replaced", measure)
    assert not new.values.exists() and measure.values.standing().count() == 1
    assert [(row.organisation, row.state) for row in new.participants.order_by("pk")] == [
        (measure.started_by, "in"),
        (other, "invited"),
    ]
    with pytest.raises(StepNotAllowed):
        give(measure, y2025=41)


def test_the_same_definition_replaces_nothing(measure):
    with pytest.raises(StepNotAllowed, match="samma sak som förut"):
        local_figures.replace(measure, actor=owner_of(measure.started_by), **{**FACTS, "name": "Nytt namn"})


def test_a_closed_one_takes_no_numbers_but_they_can_be_taken_back(measure):
    other = an_asker()
    part = local_figures.invite(measure, other, actor=owner_of(measure.started_by))
    [row] = give(measure, y2024=40)
    local_figures.close(measure, actor=owner_of(measure.started_by), reason="Huset är stängt.")

    with pytest.raises(StepNotAllowed):
        give(measure, y2025=1)
    with pytest.raises(StepNotAllowed):
        local_figures.accept(part, actor=owner_of(other))
    local_figures.take_back(row, actor=owner_of(measure.started_by))
    assert standing(measure) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"definition": "\n"},
        {"unit": "other"},
        {"unit": "places", "own_unit": "sängar"},
        {"unit": "kilo"},
        {"may_overlap": True},
    ],
)
def test_something_that_is_not_defined_is_not_counted(wrong):
    with pytest.raises(ValidationError):
        a_measure(**wrong)


def test_the_country_is_no_place_to_count_in():
    place = a_place("0000")

    with pytest.raises(ValidationError):
        a_measure(place=place)


# --- Together ---


def test_an_invitation_is_for_the_asked_and_tells_nobody_else(measure):
    asked, other = an_asker(), joined(measure)
    reader = add_member(asked, Role.READER)

    local_figures.invite(measure, asked, actor=owner_of(measure.started_by))

    told = Notification.objects.filter(kind="portal/local_invited", url__contains=asked.slug)
    assert [row.user for row in told] == [owner_of(asked)]
    assert measure.definition.splitlines()[0] in told[0].body
    everybody = set(Notification.objects.filter(kind="portal/local_invited").values_list("user", flat=True))
    assert not everybody & {reader.pk, owner_of(measure.started_by).pk}
    assert owner_of(other).pk not in {row.user_id for row in told}


def test_who_began_is_told_of_a_yes_and_nobody_of_a_no(measure):
    starter = measure.started_by
    reader, other = add_member(starter, Role.READER), joined(measure)
    Notification.objects.all().delete()

    yes, no = an_asker(), an_asker()
    for organisation, step in ((yes, local_figures.accept), (no, local_figures.decline)):
        part = local_figures.invite(measure, organisation, actor=owner_of(starter))
        step(part, actor=owner_of(organisation))

    told = Notification.objects.filter(kind="portal/local_accepted")
    assert [row.user for row in told] == [owner_of(starter)]
    assert yes.name in told[0].body and no.name not in told[0].body
    assert not Notification.objects.filter(user__in=[reader, owner_of(other)]).exists()


def test_long_names_are_cut_in_the_heading_of_a_letter_and_whole_in_it(measure):
    name = "Föreningen " + 18 * "Påhittade "

    joined(measure, an_asker(name.strip()))

    letter = Notification.objects.get(kind="portal/local_accepted")
    assert len(letter.subject) <= 200 and letter.subject.endswith("…")
    assert name.strip() in letter.body


def test_nobody_answers_twice_or_for_another(measure):
    asked = an_asker()
    part = local_figures.invite(measure, asked, actor=owner_of(measure.started_by))

    with pytest.raises(NotEntitled):
        local_figures.accept(part, actor=owner_of(measure.started_by))
    local_figures.decline(part, actor=owner_of(asked))
    with pytest.raises(StepNotAllowed):
        local_figures.accept(part, actor=owner_of(asked))


def test_nobody_is_asked_over_and_over_and_nobody_who_is_hidden(measure):
    asked, actor = an_asker(), owner_of(measure.started_by)
    for _ in range(2):
        part = local_figures.invite(measure, asked, actor=actor)
        with pytest.raises(StepNotAllowed, match="redan med eller inbjuden"):
            local_figures.invite(measure, asked, actor=actor)
        local_figures.uninvite(part, actor=actor)

    with pytest.raises(StepNotAllowed, match="utanför portalen"):
        local_figures.invite(measure, asked, actor=actor)
    with pytest.raises(StepNotAllowed, match="visas för alla"):
        local_figures.invite(measure, make_organisation(), actor=actor)


@pytest.mark.parametrize(("takes_back", "left"), [(False, {2024: 7}), (True, {})])
def test_who_leaves_says_what_becomes_of_the_numbers(measure, takes_back, left):
    other = joined(measure)
    give(measure, other, y2024=7)
    part = measure.participants.get(organisation=other)

    local_figures.leave(part, actor=owner_of(other), takes_back=takes_back)

    rows = LocalValue.objects.standing().filter(organisation=other)
    assert dict(rows.values_list("year", "value")) == left
    with pytest.raises(StepNotAllowed):
        give(measure, other, y2025=8)


def test_who_began_closes_instead_of_leaving(measure):
    part = measure.participants.get()

    with pytest.raises(StepNotAllowed, match="Avsluta den i stället"):
        local_figures.leave(part, actor=owner_of(measure.started_by), takes_back=False)


# --- Around the services ---


def refused(change):
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        change()
    return True


def test_the_database_lets_nothing_be_rewritten(measure):
    [row] = give(measure, y2024=40)
    measures, values = LocalMeasure.objects.filter(pk=measure.pk), LocalValue.objects.filter(pk=row.pk)
    parts = LocalParticipant.objects.filter(measure=measure)

    assert refused(lambda: measures.update(definition="Annat"))
    assert refused(lambda: measures.update(may_overlap=True, overlap="Ja"))
    assert refused(lambda: measures.update(state="closed"))
    assert refused(lambda: values.update(value=41))
    assert refused(lambda: values.update(closed="taken_back"))
    assert refused(lambda: parts.update(organisation=an_asker()))
    for table in ("localvalue", "localparticipant", "localmeasureevent", "localmeasure"):
        assert refused(lambda table=table: connection.cursor().execute(f"delete from portal_{table}"))
    assert refused(lambda: LocalMeasureEvent.objects.update(note="annat"))


def test_the_database_takes_no_number_that_the_service_would_refuse(measure):
    [row] = give(measure, y2024=40)
    facts = {
        "measure": measure,
        "organisation": measure.started_by,
        "year": 2023,
        "value": 1,
        "as_of": date(2023, 12, 31),
        "source": "Liggare",
        "given_by": owner_of(measure.started_by),
    }

    for wrong in (
        {"year": 2024, "as_of": date(2024, 12, 31)},
        {"organisation": an_asker()},
        {"year": 1999, "as_of": date(1999, 1, 1)},
        {"year": THIS_YEAR + 1, "as_of": date(THIS_YEAR + 1, 1, 1)},
        {"as_of": date(2022, 12, 31)},
        {"source": ""},
        {"source_url": "http://x.example/"},
        {"value": -1},
        {"closed": "taken_back"},
    ):
        assert refused(lambda wrong=wrong: LocalValue.objects.create(**{**facts, **wrong})), wrong
    LocalValue.objects.filter(pk=row.pk).update(
        closed="taken_back", closed_at=timezone.now(), closed_by=owner_of(measure.started_by)
    )
    assert refused(lambda: LocalValue.objects.filter(pk=row.pk).update(closed="", closed_at=None, closed_by=None))
    assert LocalValue.objects.create(**facts)


def test_an_organisation_that_is_shown_no_more_writes_no_more(measure):
    Organisation.everything.filter(pk=measure.started_by_id).update(published_at=None)

    with pytest.raises(NotEntitled, match="Siffrorna visas för alla"):
        give(measure, y2024=1)
