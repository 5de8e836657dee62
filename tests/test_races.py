"""Two people at the same moment, on the real database: one gets the step, the other a refusal, and nothing is half."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from registry.models import (
    Decision,
    Document,
    Invitation,
    JournalEntry,
    Membership,
    Notification,
    OfficialCheck,
    OfficialRegistration,
    RegisterImport,
    RegisterListing,
)
from registry.models.members import Role
from registry.services import applications, claims, members, official, register_import, register_writer, review
from registry.services.documents import store
from tests.factories import (
    add_member,
    assess_all,
    make_entity,
    make_organisation,
    make_submitted,
    make_under_review,
    make_upload,
    make_user,
    owner_of,
)
from tests.registry.register_lists import carry_out, days_ago, lines, propose, row

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = {"StepNotAllowed", "NotEntitled"}
FIRST = date(2024, 1, 15)


def at_once(*actions):
    """Run the actions in threads that start together; what became of each, in order."""
    barrier, outcomes = threading.Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        barrier.wait()
        try:
            action()
            outcomes[place] = "done"
        except Exception as refusal:  # the kind of refusal is what the test looks at
            outcomes[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def one_of(outcomes):
    """Whether exactly one got the step and the others a refusal that is one."""
    return outcomes.count("done") == 1 and set(outcomes) - {"done"} <= REFUSALS


def test_two_officers_take_one_case():
    case = make_submitted()
    officers = [make_user(officer=True) for _ in range(3)]

    outcomes = at_once(*[lambda officer=officer: review.take_case(case, actor=officer) for officer in officers])

    assert one_of(outcomes)
    case.refresh_from_db()
    assert case.officer == officers[outcomes.index("done")]


def test_approving_and_withdrawing_give_one_ending():
    case = make_under_review()
    assess_all(case)
    owner = owner_of(case.legal_entity.organisation)

    outcomes = at_once(
        lambda: review.approve(case, actor=case.officer, reasons="Alla krav är uppfyllda."),
        lambda: applications.withdraw(case, actor=owner),
    )

    assert one_of(outcomes)
    case.refresh_from_db()
    assert Decision.objects.count() == (1 if case.state == "approved" else 0)
    assert case.legal_entity.verifications.count() == Decision.objects.count()


def test_two_owners_removing_each_other_leave_one():
    organisation = make_organisation()
    first = owner_of(organisation)
    second = add_member(organisation, Role.OWNER)
    one, two = (Membership.objects.get(user=user) for user in (first, second))

    outcomes = at_once(lambda: members.remove(two, actor=first), lambda: members.remove(one, actor=second))

    assert one_of(outcomes)
    assert organisation.memberships.owning().count() == 1


def test_taking_and_revoking_an_invitation_give_one_of_them():
    organisation = make_organisation()
    person = make_user("inbjuden@exempel.example")
    invitation, token = members.invite(organisation, actor=owner_of(organisation), email=person.email, role=Role.EDITOR)

    outcomes = at_once(
        lambda: members.accept(token, actor=person, verified_emails={person.email}),
        lambda: members.revoke(invitation, actor=owner_of(organisation)),
        lambda: members.accept(token, actor=person, verified_emails={person.email}),
    )

    assert one_of(outcomes)
    invitation = Invitation.objects.get()
    assert bool(invitation.accepted_at) != bool(invitation.revoked_at)
    assert organisation.memberships.filter(user=person).count() == bool(invitation.accepted_at)


def test_inviting_one_address_at_once_gives_one_letter():
    organisation = make_organisation()
    owner = owner_of(organisation)

    outcomes = at_once(
        *[lambda: members.invite(organisation, actor=owner, email="ny@exempel.example", role=Role.READER)] * 3
    )

    assert one_of(outcomes)
    assert Invitation.objects.count() == 1


def test_two_officers_deciding_one_claim_differently_give_one_answer():
    organisation = make_submitted().legal_entity.organisation
    claimant = make_user()
    evidence = store(make_upload(), "minutes", organisation=organisation, actor=claimant, is_claim_evidence=True)
    claim = claims.submit(organisation, actor=claimant, position="x", explanation="x", evidence=evidence)
    one, two = make_user(officer=True), make_user(officer=True)

    outcomes = at_once(
        lambda: claims.approve(claim, actor=one, reasons="Protokollet visar det."),
        lambda: claims.reject(claim, actor=two, reasons="Protokollet är gammalt."),
    )

    assert one_of(outcomes)
    claim.refresh_from_db()
    assert organisation.memberships.filter(user=claimant).exists() == (claim.state == "approved")
    assert Notification.objects.filter(user=claimant, kind="claim_decided").count() == 1


def test_the_same_file_at_once_is_one_document():
    entity = make_entity()
    owner = owner_of(entity.organisation)
    facts = {"organisation": entity.organisation, "legal_entity": entity, "actor": owner}
    content = make_upload().read()

    outcomes = at_once(*[lambda: store(make_upload(content=content), "governing", **facts)] * 3)

    assert outcomes == ["done"] * 3
    assert Document.objects.count() == 1


def test_families_handing_in_at_once_get_each_their_number():
    entities = [make_entity(ready=True) for _ in range(4)]

    def hand_in(organisation):
        drafts = list(applications.drafts_of(organisation))
        applications.submit(organisation, drafts, actor=owner_of(organisation))

    outcomes = at_once(*[lambda family=entity.organisation: hand_in(family) for entity in entities])

    assert outcomes == ["done"] * 4
    numbers = sorted({row.case_number for row in JournalEntry.objects.all()})
    year = timezone.localdate().year
    assert numbers == [f"IP-{year}-{number:05d}" for number in range(1, 5)]


def test_two_officers_accepting_one_list_carry_it_out_once():
    officers = [make_user(officer=True) for _ in range(3)]
    entities = [make_submitted().legal_entity for _ in range(5)]
    proposed = propose(lines(*[row(one) for one in entities]), actor=officers[0])

    outcomes = at_once(*[lambda who=who: register_import.accept(proposed, actor=who) for who in officers])

    assert one_of(outcomes)
    assert OfficialRegistration.everything.count() == OfficialCheck.objects.count() == 5


def test_a_list_and_a_check_by_hand_at_once_give_one_period():
    officer, other = make_user(officer=True), make_user(officer=True)
    entities = [make_submitted().legal_entity for _ in range(6)]
    proposed = propose(lines(*[row(one) for one in entities]), actor=officer)

    outcomes = at_once(
        lambda: register_import.accept(proposed, actor=officer),
        *[
            lambda one=one: official.record_check(one, actor=other, result="registered", source="Webben")
            for one in entities[::-1]
        ],
    )

    assert set(outcomes) <= {"done", "StepNotAllowed"}  # no deadlock, no broken constraint
    assert outcomes[1:] == ["done"] * 6
    assert OfficialRegistration.objects.count() == 6
    if outcomes[0] == "done":
        assert OfficialRegistration.objects.filter(register_import=proposed).count() == 6
    else:
        assert not OfficialRegistration.objects.filter(register_import=proposed).exists()


def test_a_list_and_a_deregistration_by_hand_at_once_end_in_one_of_them():
    officer, other = make_user(officer=True), make_user(officer=True)
    entities = [make_submitted().legal_entity for _ in range(4)]
    for one in entities:
        official.record_check(one, actor=officer, result="registered", source="Webben", registered_from=FIRST)
    held = [one.official_registrations.get() for one in entities]
    proposed = propose(lines(*[row(one, str(FIRST)) for one in entities]), actor=officer)

    outcomes = at_once(
        lambda: register_import.accept(proposed, actor=officer),
        *[
            lambda one=one: official.record_deregistration(one, actor=other, decided_on=FIRST, source="Beslut")
            for one in held[::-1]
        ],
    )

    assert set(outcomes) <= {"done", "StepNotAllowed"}
    assert outcomes[1:] == ["done"] * 4
    assert OfficialRegistration.objects.filter(deregistration_decided_on=FIRST).count() == 4


def paused(monkeypatch, module, name):
    """(reached, go_on): the function stops as it is called, a second at most, so that somebody else can come between."""
    reached, go_on, function = threading.Event(), threading.Event(), getattr(module, name)

    def stop_and_call(*args, **kwargs):
        reached.set()
        go_on.wait(1)
        return function(*args, **kwargs)

    monkeypatch.setattr(module, name, stop_and_call)
    return reached, go_on


@pytest.mark.parametrize("first", ["list", "hand-in"])
def test_handing_in_while_a_list_is_carried_out_misses_no_line_of_it(monkeypatch, first):
    officer, entity = make_user(officer=True), make_entity(ready=True)
    proposed = propose(lines(row(entity)), actor=officer)
    organisation = entity.organisation
    # Between the look at what has come in and the writing; after the entity has looked for its line.
    pause = (register_writer, "write") if first == "list" else (applications.search_index, "refresh")
    reached, go_on = paused(monkeypatch, *pause)

    def hand_in():
        drafts = list(applications.drafts_of(organisation))
        applications.submit(organisation, drafts, actor=owner_of(organisation))

    def accept():
        register_import.accept(proposed, actor=officer)

    def second(action):
        reached.wait(5)
        action()
        go_on.set()

    begins, comes = (accept, hand_in) if first == "list" else (hand_in, accept)
    outcomes = at_once(begins, lambda: second(comes))

    carried_out = RegisterImport.objects.accepted().exists()
    assert set(outcomes) <= {"done", "StepNotAllowed"}
    assert carried_out or outcomes == ["done", "StepNotAllowed"]  # the officer reads the list anew
    assert entity.official_registrations.exists() == carried_out
    assert not RegisterListing.objects.exists()


def test_undoing_and_reading_a_newer_list_at_once_give_one_of_them():
    officer = make_user(officer=True)
    entity = make_submitted().legal_entity
    older = carry_out(lines(row(entity)), actor=officer, on=days_ago(5))
    newer = propose(lines(row(entity), "802000-1239;Okänd förening;2024-01-15;"), actor=officer)

    outcomes = at_once(
        lambda: register_import.undo(older, actor=officer, reason="Fel"),
        lambda: register_import.accept(newer, actor=officer),
    )

    assert one_of(outcomes)
    assert OfficialRegistration.objects.count() == outcomes.count("done") - (outcomes[0] == "done")
