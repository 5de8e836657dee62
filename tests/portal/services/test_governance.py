"""Documents that councils govern by: who may, versions, every step from every state, and what the database holds."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.models import GovernanceDocument, GovernanceDocumentEvent
from portal.models.governance import DocumentState
from portal.services import governance
from registry.models import StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import make_user
from tests.portal.politics import DOCUMENT, make_council, make_document, make_place

pytestmark = pytest.mark.django_db
FACTS = {name: value for name, value in DOCUMENT.items() if name != "kind"}
NEXT = {**FACTS, "term_begins_in": 2026, "adopted_on": date(2026, 11, 1)}
STEPS = {
    "new_version": lambda document, actor: governance.new_version(document, actor=actor, **NEXT),
    "end": lambda document, actor: governance.end(document, actor=actor, reason="Upphävdes."),
}


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def politician(place):
    return make_council(place)


def test_a_document_is_put_in_with_event_and_log(place, politician):
    document = make_document(place, politician)

    assert document.events.get().actor == politician
    assert StatusLog.objects.filter(subject="governancedocument", subject_id=document.pk, action="add").count() == 1


@pytest.mark.parametrize("role", ["officer", None])
def test_nobody_else_may(place, role):
    document = make_document(place)
    actor = make_council(place, role) if role else make_user()

    with pytest.raises(NotEntitled):
        make_document(place, actor, kind="buyer_policy")
    for step in STEPS.values():
        with pytest.raises(NotEntitled):
            step(document, actor)


@pytest.mark.parametrize("state", DocumentState.values)
@pytest.mark.parametrize("name", STEPS)
def test_every_step_from_every_state(place, politician, name, state):
    document = make_document(place, politician)
    if state != DocumentState.STANDING:
        reason = "Upphävdes." if state == DocumentState.ENDED else ""
        rows = GovernanceDocument.objects.filter(pk=document.pk)
        rows.update(state=state, end_reason=reason, closed_at=timezone.now())
    before = (GovernanceDocument.objects.count(), GovernanceDocumentEvent.objects.count())

    if state == DocumentState.STANDING:
        STEPS[name](document, politician)
        assert document.events.filter(action=name).count() == 1
        return
    with pytest.raises(StepNotAllowed):
        STEPS[name](document, politician)

    assert (GovernanceDocument.objects.count(), GovernanceDocumentEvent.objects.count()) == before


def test_a_new_version_for_the_new_term_replaces_the_old(place, politician):
    old = make_document(place, politician)

    new = governance.new_version(old, actor=politician, **NEXT)

    old.refresh_from_db()
    assert (old.state, new.state, new.replaces, new.kind) == ("replaced", "standing", old, "programme")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "lik den gamla"),
        ({"term_begins_in": 2018}, "tidigare mandatperiod"),
        ({"adopted_on": date(2020, 1, 1)}, "före den gamla"),
    ],
)
def test_a_version_that_is_none_is_refused(place, politician, facts, words):
    document = make_document(place, politician)

    with pytest.raises(StepNotAllowed, match=words):
        governance.new_version(document, actor=politician, **{**FACTS, **facts})

    document.refresh_from_db()
    assert document.state == DocumentState.STANDING


def test_a_decision_of_tomorrow_and_a_second_programme_are_refused(place, politician):
    with pytest.raises(StepNotAllowed, match="framtiden"):
        make_document(place, politician, adopted_on=timezone.localdate() + timedelta(days=1))
    make_document(place, politician)

    with pytest.raises(ValidationError, match="ny version"):
        make_document(place, politician, term_begins_in=2026)


@pytest.mark.parametrize(
    ("facts", "promise"),
    [
        ({"title": " "}, "governance_document_has_a_title"),
        ({"url": "http://kommunen.example/"}, "governance_document_link_is_https"),
        ({"url": "https://"}, "governance_document_link_is_https"),
        ({"term_begins_in": None}, "governance_programme_is_for_a_term"),
        ({"term_begins_in": 2023}, "governance_document_term_exists"),
        ({"passage": ""}, "governance_document_yes_has_the_passage"),
        ({"mentions": "no"}, "governance_document_yes_has_the_passage"),
        ({"mentions": "perhaps"}, "governance_document_yes_has_the_passage"),
        ({"state": "ended", "closed_at": timezone.now()}, "governance_document_ended_with_a_reason"),
        ({"state": "replaced"}, "governance_document_ended_with_a_reason"),
        ({"place": None}, "governance_document_is_of_a_council"),
    ],
)
def test_the_database_holds_the_promises_itself(place, politician, facts, promise):
    row = {**DOCUMENT, "place": place, "created_by": politician, **facts}
    if row["place"] is None:
        row["place"] = make_place("0000")

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        GovernanceDocument.objects.create(**row)


def test_a_version_stands_as_it_was_entered(place, politician):
    document = make_document(place, politician)

    for name, value in (("title", "Något annat"), ("url", "https://annan.example/"), ("passage", "Mer.")):
        with pytest.raises(IntegrityError, match="Lägg in en ny"), transaction.atomic():
            GovernanceDocument.objects.filter(pk=document.pk).update(**{name: value})
    for sql in ("delete from portal_governancedocumentevent", "delete from portal_governancedocument"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_version_replaces_one_of_its_own_kind_and_place(place, politician):
    document = make_document(place, politician)
    row = {**DOCUMENT, "created_by": politician, "replaces": document}

    for other in ({"place": make_place("1280")}, {"place": place, "kind": "buyer_policy"}):
        with pytest.raises(IntegrityError, match="samma slag"), transaction.atomic():
            GovernanceDocument.objects.create(**{**row, **other})
