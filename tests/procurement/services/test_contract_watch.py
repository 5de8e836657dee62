"""The watch over suppliers: what it notices, who is told and how often, and above all who is not."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement.models import ConcernAnswer, ConcernEnd, ConcernKind, Contract, ContractConcern, WatchedEvent
from procurement.reading.supplier_watch import Happening, Tonight
from procurement.services import contract_watch, import_writer
from registry.models import Notification, OfficialRegistration, RegisterImport, StatusLog, Verification
from registry.services import eligibility, official, verifications
from registry.workflow import NotEntitled
from tests.factories import (
    add_member,
    add_to_authority,
    make_entity,
    make_registered,
    make_statement,
    make_submitted,
    make_transfer,
    make_user,
    make_verified,
    owner_of,
)
from tests.procurement.factories import buyer_of, make_contract
from tests.registry.register_lists import carry_out, lines, row

pytestmark = pytest.mark.django_db
KIND = "procurement/contract_concern"


def night(number=0):
    """The night's work so many days from now."""
    return timezone.now() + timedelta(days=number)


def told():
    """Everybody who has been told, once for each letter."""
    return sorted(Notification.objects.filter(kind=KIND).values_list("user__email", flat=True))


def concerns():
    return sorted(ContractConcern.objects.values_list("kind", "contract"))


@pytest.fixture
def supplier():
    return make_submitted(make_entity(ready=True)).legal_entity


@pytest.fixture
def contract(supplier):
    return contract_with(supplier)


def contract_with(entity, buyer=None, **facts):
    return make_contract(
        buyer, supplier_name=entity.name, supplier_number=entity.organisation_number, **{"ends_on": None, **facts}
    )


def everybody(contract, supplier):
    return sorted([buyer_of(contract).email, owner_of(supplier.organisation).email])


def deregister(supplier):
    """Registered for long, deregistered by a decision yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return make_registered(supplier, date(2024, 1, 15), until=yesterday)


# --- What is noticed ---


def test_nothing_is_noticed_of_a_supplier_to_whom_nothing_happens(contract, supplier):
    make_registered(supplier, date(2024, 1, 15))

    found = [contract_watch.watch(at=night(day)) for day in range(3)]

    assert found == [0, 0, 0]
    assert (concerns(), told(), WatchedEvent.objects.count()) == ([], [], 0)


def test_an_ended_verification_is_told_the_first_night():
    supplier = make_verified()
    contract = contract_with(supplier)
    verifications.end_on_request(supplier.verifications.get(), actor=owner_of(supplier.organisation))

    contract_watch.watch(at=night())

    concern = ContractConcern.objects.get()
    assert (concern.kind, concern.began_on, concern.source) == (
        "verification",
        timezone.localdate(),
        "Portalens beslut",
    )
    assert told() == everybody(contract, supplier)


def test_a_deregistration_is_told_when_it_has_stood_two_nights(contract, supplier):
    deregister(supplier)

    counts = [contract_watch.watch(at=night(day)) for day in range(4)]

    concern = ContractConcern.objects.get()
    assert counts == [0, 2, 0, 0]
    assert (concern.kind, concern.began_on) == ("deregistered", timezone.localdate() - timedelta(days=1))
    assert told() == everybody(contract, supplier)


def test_a_judgement_that_the_public_decides_is_told_the_first_night(contract, supplier):
    officer = make_user(officer=True)
    eligibility.judge_criterion(
        supplier, "public_control", actor=officer, is_met=False, evidence="Stadgar 5 §", comment="Kommunen utser alla."
    )

    contract_watch.watch(at=night())

    assert concerns() == [("public_control", contract.pk)]
    assert "Kommunen utser alla" not in Notification.objects.filter(kind=KIND).first().body


def stated_gift(supplier, **facts):
    """A gift last year to somebody whom the register does not hold, and the statement about it when asked for."""
    last_year = timezone.localdate().year - 1
    day = date(last_year, 6, 1)
    make_registered(supplier, date(2024, 1, 15))
    other = make_submitted(make_entity(ready=True)).legal_entity
    officer = make_user(officer=True)
    for on in (day, timezone.localdate()):
        official.note_check(other, actor=officer, result="not_registered", source="Registret", checked_on=on)
    official.note_check(supplier, actor=officer, result="registered", source="Registret", checked_on=day)
    make_transfer(supplier, to="entity", recipient=other, on=day, **facts)
    return last_year


def test_a_stated_transfer_to_somebody_unregistered_is_told_after_two_nights(contract, supplier):
    year = stated_gift(supplier)
    make_statement(supplier, year, is_nil=False)

    counts = [contract_watch.watch(at=night(day)) for day in range(3)]

    assert counts == [0, 2, 0]
    assert concerns() == [("transfer", contract.pk)]


def test_a_transfer_that_is_only_recorded_is_told_to_nobody(contract, supplier):
    stated_gift(supplier)

    for day in range(3):
        contract_watch.watch(at=night(day))

    assert (concerns(), told()) == ([], [])


def test_a_missing_statement_is_told_when_the_public_page_says_so(contract, supplier):
    missing = [type("Year", (), {"begins": date(2025, 1, 1), "ends": date(2025, 12, 31), "due_on": date(2026, 6, 30)})]
    with (
        patch("registry.reading.statements.warned_entities", lambda: type(supplier).objects.filter(pk=supplier.pk)),
        patch("registry.reading.statements.missing_of", lambda entity, at: missing),
    ):
        counts = [contract_watch.watch(at=night(day)) for day in range(3)]

    concern = ContractConcern.objects.get()
    assert counts == [0, 2, 0]
    assert (concern.kind, concern.began_on) == ("statement", date(2026, 6, 30))
    assert concern.source == "Portalens årsuppgifter, räkenskapsåret som slutade 31\u00a0december 2025"


# --- What is over, and what comes back ---


def test_what_is_no_longer_so_is_over_after_two_nights_and_nobody_is_told_again(contract, supplier):
    deregister(supplier)
    for day in range(2):
        contract_watch.watch(at=night(day))
    ended = OfficialRegistration.objects.get(legal_entity=supplier)
    official.correct(
        ended, actor=make_user(officer=True), reason="Fel", source="Rättat", registered_from=date(2024, 1, 15)
    )
    official.note_check(
        supplier, actor=make_user(officer=True), result="registered", source="Rättat", checked_on=timezone.localdate()
    )

    over = []
    for day in range(2, 5):
        contract_watch.watch(at=night(day))
        over.append(ConcernEnd.objects.count())

    assert over == [0, 1, 1]
    assert told() == everybody(contract, supplier)


# --- Sources that are no good (N29) ---


def no_answer(supplier):
    today = timezone.localdate()
    for on in (today, today + timedelta(days=1), today + timedelta(days=2)):
        official.note_check(supplier, actor=make_user(officer=True), result="unknown", source="Tyst", checked_on=on)


def refused_list(supplier):
    RegisterImport.objects.create(
        state="refused", source="lista.csv", problem="Filen är avbruten", read_by=make_user(officer=True)
    )


def list_that_waits(supplier):
    RegisterImport.objects.create(
        state="proposed",
        source="lista.csv",
        list_date=timezone.localdate(),
        sha256="0" * 64,
        read_by=make_user(officer=True),
    )


@pytest.mark.parametrize("fault", [no_answer, refused_list, list_that_waits])
def test_a_source_that_is_no_good_wakes_nobody_however_long(contract, supplier, fault):
    deregister(supplier)
    fault(supplier)

    for day in range(3):
        contract_watch.watch(at=night(day))

    assert (concerns(), told()) == ([], [])


def test_a_source_that_grows_old_says_neither_that_it_holds_nor_that_it_is_over(contract, supplier, settings):
    deregister(supplier)
    settings.OFFICIAL_REGISTER_FRESH_DAYS = 1
    for day in (0, 1):
        contract_watch.watch(at=night(day))
    first = concerns()

    for day in (100, 101, 102):
        contract_watch.watch(at=night(day))

    assert first == [("deregistered", contract.pk)]
    assert not ConcernEnd.objects.exists()


def test_a_list_that_drops_a_supplier_and_has_it_again_sends_nothing(contract, supplier):
    officer = make_user(officer=True)
    others = [make_submitted().legal_entity for _ in range(2)]
    everybody_listed = [row(one) for one in (supplier, *others)]
    today = timezone.localdate()
    lists = [everybody_listed, everybody_listed[1:], everybody_listed, everybody_listed[1:], everybody_listed[1:]]

    for number, listed in enumerate(lists):
        carry_out(lines(*listed), actor=officer, on=today - timedelta(days=5 - number), reason="Läst och godkänd")
        contract_watch.watch(at=night(number))

    assert (concerns(), told()) == ([], [])


# --- Every way a source can behave ---


def readings(nights):
    """A reader that says one thing a night: True, False, or None for a night when the source is no good."""
    kind = ConcernKind.DEREGISTERED

    def read(ids, at):
        number = (timezone.localdate(at) - timezone.localdate()).days
        tonight = Tonight()
        if nights[number] is None:
            tonight.silent.add(kind)
        elif nights[number]:
            tonight.found[kind]["2026-01-02"] = Happening(date(2026, 1, 2), "Beslut")
        return dict.fromkeys(ids, tonight)

    return read


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(nights=st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=9), again=st.booleans())
def test_one_letter_to_each_person_if_the_source_held_two_nights_else_none(contract, supplier, nights, again):
    expected = any(one is True and other is True for one, other in zip(nights, nights[1:], strict=False))
    with transaction.atomic():
        with patch.object(contract_watch.supplier_watch, "read", readings(nights)):
            for number in range(len(nights)):
                contract_watch.watch(at=night(number))
                if again:
                    contract_watch.watch(at=night(number))
        found = told()
        standing = ContractConcern.objects.standing().count()
        transaction.set_rollback(True)

    assert found == (everybody(contract, supplier) if expected else [])
    assert standing <= 1


# --- Who is told, once, and who is not ---


def happens(supplier, kind=ConcernKind.VERIFICATION, began_on=date(2026, 5, 1), key="7"):
    """A reader that finds one event at the supplier, every night."""
    tonight = Tonight()
    tonight.found[kind][key] = Happening(began_on, "Portalens beslut")
    return patch.object(
        contract_watch.supplier_watch, "read", lambda ids, at: {pk: tonight for pk in ids if pk == supplier.pk}
    )


def test_a_buyer_of_several_contracts_gets_one_letter_that_names_them(supplier):
    buyer = make_user(buyer=True)
    first, second = contract_with(supplier, buyer), contract_with(supplier, buyer)

    with happens(supplier):
        contract_watch.watch(at=night())

    letter = Notification.objects.get(user=buyer)
    assert first.title in letter.body and second.title in letter.body
    assert letter.subject.startswith("Något har hänt som du bör titta på")
    assert len(concerns()) == 2


def test_a_contract_that_comes_later_tells_only_those_who_have_not_heard(contract, supplier):
    with happens(supplier):
        contract_watch.watch(at=night())
        same_buyer = contract_with(supplier, buyer_of(contract))
        other = contract_with(supplier)
        contract_watch.watch(at=night(1))

    assert told() == sorted([*everybody(contract, supplier), buyer_of(other).email])
    assert {pk for _, pk in concerns()} == {contract.pk, same_buyer.pk, other.pk}


def test_somebody_who_both_buys_and_acts_for_the_supplier_gets_one_letter(contract, supplier):
    both = buyer_of(contract)
    add_member(supplier.organisation, "editor", both)

    with happens(supplier):
        contract_watch.watch(at=night())

    assert told() == everybody(contract, supplier)


def test_nobody_else_is_told(contract, supplier):
    authority = contract.authority
    add_to_authority(authority, make_user(), "politician")
    former = make_user()
    add_to_authority(authority, former)
    authority.memberships.filter(user=former).update(ended_at=timezone.now(), ended_by=former)
    add_member(supplier.organisation, "reader")
    gone = add_member(supplier.organisation, "editor")
    supplier.organisation.memberships.filter(user=gone).update(ended_at=timezone.now(), ended_by=gone)
    make_user(officer=True)
    contract_with(make_submitted(make_entity(ready=True)).legal_entity)

    with happens(supplier):
        contract_watch.watch(at=night())

    assert told() == everybody(contract, supplier)


def test_what_happens_between_signing_and_start_concerns_the_contract(supplier):
    contract = contract_with(supplier, signed_on=date(2026, 4, 1), starts_on=date(2026, 6, 1))

    with happens(supplier, began_on=date(2026, 5, 1)):
        contract_watch.watch(at=night())

    assert concerns() == [("verification", contract.pk)]


@pytest.mark.parametrize("is_answered", [False, True])
def test_an_import_can_be_undone_though_the_watch_has_noticed_something_unless_it_is_answered(concern, is_answered):
    if is_answered:
        contract_watch.answer(concern, actor=buyer_of(concern.contract), answer="seen", comment="Ja")

    withdrawn, kept = import_writer.withdraw_contracts([concern.contract], {}, timezone.now())

    assert (len(withdrawn), len(kept)) == ((0, 1) if is_answered else (1, 0))


def test_what_happened_before_the_contract_or_after_it_concerns_nobody(supplier):
    contract_with(supplier, starts_on=date(2026, 6, 1))
    contract_with(supplier, ends_on=timezone.localdate() - timedelta(days=1))
    withdrawn = contract_with(supplier)
    Contract.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())

    with happens(supplier, began_on=date(2026, 5, 1)):
        contract_watch.watch(at=night())

    assert (concerns(), told()) == ([], [])


def test_an_interrupted_night_is_taken_up_where_it_stopped(contract, supplier):
    other = make_submitted(make_entity(ready=True)).legal_entity
    second = contract_with(other)
    tonight = Tonight()
    tonight.found[ConcernKind.VERIFICATION]["7"] = Happening(date(2026, 5, 1), "Portalens beslut")

    def breaks(row, noted, entity):
        if entity.pk == other.pk:
            raise RuntimeError("strömmen gick")
        return contract_watch_tell(row, noted, entity)

    contract_watch_tell = contract_watch._tell
    with patch.object(contract_watch.supplier_watch, "read", lambda ids, at: dict.fromkeys(ids, tonight)):
        with patch.object(contract_watch, "_tell", breaks), pytest.raises(RuntimeError):
            contract_watch.watch(at=night())
        half = concerns()
        contract_watch.watch(at=night())

    assert half == [("verification", contract.pk)]
    assert concerns() == [("verification", contract.pk), ("verification", second.pk)]
    assert told() == sorted([*everybody(contract, supplier), *everybody(second, other)])


def test_no_letter_speaks_of_a_breach(contract, supplier):
    with happens(supplier):
        contract_watch.watch(at=night())

    words = " ".join(Notification.objects.filter(kind=KIND).values_list("body", flat=True)).lower()
    assert "avtalsbrott" not in words
    assert "håller på att utredas" in words
    assert "det säger inget om hur avtalet sköts" in words


# --- The answer ---


@pytest.fixture
def concern(contract):
    return ContractConcern.objects.create(
        contract=contract, kind="verification", key="1", began_on=date(2026, 5, 1), source="Portalens beslut"
    )


def test_answers_are_kept_and_the_latest_decides_whether_there_is_something_to_look_at(concern):
    buyer = buyer_of(concern.contract)
    open_after = []
    for answer in ("examined", "done", "examined", "seen"):
        contract_watch.answer(concern, actor=buyer, answer=answer, comment="Vi har ringt dem.")
        open_after.append(ContractConcern.objects.to_look_at().exists())

    assert open_after == [True, False, True, False]
    assert concern.answers.count() == 4
    assert StatusLog.objects.filter(subject="contractconcern", action="answer").count() == 4


def test_only_the_authoritys_buyers_answer_and_with_a_comment(concern):
    with pytest.raises(NotEntitled):
        contract_watch.answer(concern, actor=make_user(buyer=True), answer="seen", comment="Ja")
    with pytest.raises(ValidationError):
        contract_watch.answer(concern, actor=buyer_of(concern.contract), answer="seen", comment="")

    assert not ConcernAnswer.objects.exists()


def test_what_was_noticed_and_answered_stands(concern):
    contract_watch.answer(concern, actor=buyer_of(concern.contract), answer="seen", comment="Ja")
    ConcernEnd.objects.create(concern=concern)

    for model in (ContractConcern, ConcernAnswer, ConcernEnd):
        for change in (lambda rows: rows._raw_delete("default"), lambda rows: rows.update(id=F("id"))):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(model.objects.all())
    assert Verification.objects.count() == 0
