"""A partnership from initiative to its end: who may, what is asked, what stands, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from procurement.aid import from_commitments
from procurement.models import (
    Contract,
    Partnership,
    PartnershipCommitment,
    PartnershipCriterion,
    PartnershipDecision,
    PartnershipFollowUp,
)
from procurement.partnership_questions import QUESTIONS
from procurement.partnership_readiness import hindrances
from procurement.reading import partnership_register
from procurement.services import partnership_parties, partnership_reminders, partnership_writing, partnerships
from registry.models import ServiceArea, StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import (
    add_member,
    add_to_authority,
    make_authority,
    make_entity,
    make_organisation,
    make_user,
    owner_of,
)
from tests.procurement.partnership_factories import (
    agree_all,
    commit,
    decide,
    editor_of,
    entity_party,
    known_entity,
    make_active,
    make_decided,
    make_dialogue,
    make_initiative,
    make_reviewed,
    make_written,
    officer_of,
    public_party,
)

pytestmark = pytest.mark.django_db


def recipients():
    return sorted(address for letter in mail.outbox for address in letter.to)


def refused(step, *args, **kwargs):
    with pytest.raises(StepNotAllowed) as refusal:
        step(*args, **kwargs)
    return str(refusal.value)


def test_an_initiative_is_told_to_the_other_side_alone():
    entity = known_entity()
    authority = make_authority()
    buyer, politician = add_to_authority(authority, make_user()), make_user()
    add_to_authority(authority, politician, "politician")
    make_user(buyer=True)  # at another authority
    add_member(entity.organisation, "editor")
    mail.outbox.clear()

    partnership = make_initiative(entity, authority)

    assert partnership.state == "initiative"
    assert partnership.initiator == "organisation"
    assert recipients() == [buyer.email]
    assert StatusLog.objects.filter(subject="partnership", action="start").exists()


def test_an_authority_starts_and_the_organisations_editors_are_told_but_not_its_readers():
    entity = known_entity()
    editor = add_member(entity.organisation, "editor")
    add_member(entity.organisation, "reader")
    owner_of(make_organisation())
    buyer = make_user(buyer=True)
    mail.outbox.clear()

    partnership = partnerships.start_for_authority(
        buyer.authority_memberships.get().authority,
        [entity],
        actor=buyer,
        title="Mötesplats",
        service_area=ServiceArea.objects.get(slug="aldre-dag"),
    )

    assert recipients() == sorted([editor.email, owner_of(entity.organisation).email])
    assert public_party(partnership).joined_by == buyer
    assert entity_party(partnership).joined_at is None


def test_an_entity_that_has_not_handed_in_cannot_start():
    entity = make_entity()

    refusal = refused(make_initiative, entity)

    assert "Skicka in ansökan" in refusal
    assert not Partnership.objects.exists()


def test_the_dialogue_begins_when_both_sides_are_in():
    partnership = make_initiative()

    dialogue = partnership_parties.join(public_party(partnership), actor=officer_of(partnership))

    assert dialogue.state == "dialogue"
    assert [event.action for event in dialogue.events.all()] == ["join"]


def test_nobody_joins_for_somebody_else():
    partnership = make_initiative()

    with pytest.raises(NotEntitled):
        partnership_parties.join(public_party(partnership), actor=editor_of(partnership))


def test_an_authority_that_says_no_leaves_the_initiative_to_another():
    partnership = make_initiative()
    party, mails = public_party(partnership), len(mail.outbox)

    partnership_parties.decline(party, actor=officer_of(partnership), reason="Vi har inte tid.")

    partnership.refresh_from_db()
    assert partnership.state == "initiative"
    assert not partnership.parties.filter(pk=party.pk).exists()
    assert "Vi har inte tid." in mail.outbox[-1].body
    assert len(mail.outbox) == mails + 1
    assert mail.outbox[-1].to == [editor_of(partnership).email]


def test_who_steps_back_from_a_dialogue_takes_its_commitments_along():
    partnership = make_dialogue()
    commit(public_party(partnership), officer_of(partnership))

    left = partnership_parties.decline(
        public_party(partnership), actor=officer_of(partnership), reason="Nämnden sade nej."
    )

    assert left.state == "initiative"
    assert not PartnershipCommitment.objects.exists()


def test_nobody_steps_back_while_the_others_count_on_it_or_after_the_decision():
    partnership = make_dialogue()
    commit(public_party(partnership), officer_of(partnership), recipient=entity_party(partnership))
    decided = make_decided()

    counted_on = refused(
        partnership_parties.decline, entity_party(partnership), actor=editor_of(partnership), reason="Nej."
    )
    too_late = refused(partnership_parties.decline, entity_party(decided), actor=editor_of(decided), reason="Nej.")

    assert "mottagare" in counted_on
    assert too_late  # whoever has decided ends it instead


def test_another_party_is_asked_and_the_invitation_taken_back():
    partnership = make_dialogue()
    other = add_to_authority(make_authority(), make_user())
    authority = other.authority_memberships.get().authority
    mail.outbox.clear()

    row = partnership_parties.add_party(partnership, actor=editor_of(partnership), authority=authority)
    partnership_parties.remove_party(row, actor=officer_of(partnership))

    assert recipients() == [other.email, other.email]
    assert partnership.parties.count() == 2
    assert not row.__class__.objects.filter(pk=row.pk).exists()


def test_who_has_joined_is_not_taken_away_by_the_others():
    partnership = make_dialogue()

    refusal = refused(partnership_parties.remove_party, public_party(partnership), actor=editor_of(partnership))

    assert "går själv ur" in refusal


def test_each_party_writes_its_own_commitments_alone():
    partnership = make_dialogue()

    with pytest.raises(NotEntitled):
        commit(public_party(partnership), editor_of(partnership))
    with pytest.raises(NotEntitled):
        commit(entity_party(partnership), officer_of(partnership))


def test_a_reader_and_somebody_who_has_not_joined_do_not_write():
    partnership = make_initiative()
    reader = add_member(entity_party(partnership).legal_entity.organisation, "reader")

    for actor in (reader, officer_of(partnership)):
        with pytest.raises(NotEntitled):
            partnership_writing.write_text(partnership, actor=actor, background="Ett behov.")


def test_only_what_an_authority_brings_is_for_an_idéburen_party():
    partnership = make_dialogue()

    refusal = refused(commit, entity_party(partnership), editor_of(partnership), recipient=public_party(partnership))

    assert "mottagare" in refusal


def test_what_is_missing_is_every_heading():
    partnership = make_dialogue()

    missing = hindrances(partnership)

    assert len(missing) == 15
    assert refused(partnerships.send_to_review, partnership, actor=officer_of(partnership)) == " ".join(missing)


def test_a_whole_text_lacks_nothing_and_goes_to_review():
    partnership = make_written()

    reviewed = partnerships.send_to_review(partnership, actor=officer_of(partnership))

    assert reviewed.state == "legal_review"
    assert "låst" not in refused(partnership_writing.write_text, reviewed, actor=editor_of(reviewed), background="Nytt")


def test_only_the_authority_sends_to_review_and_decides():
    partnership = make_written()

    with pytest.raises(NotEntitled):
        partnerships.send_to_review(partnership, actor=editor_of(partnership))
    with pytest.raises(NotEntitled):
        partnerships.end(partnership, actor=make_user(), ended_on=timezone.localdate(), reason="Nej.")


def test_every_change_of_the_text_takes_back_each_yes():
    partnership = make_written()
    agree_all(partnership)

    had_yes = partnership_writing.write_text(partnership, actor=editor_of(partnership), background="Ett annat behov.")

    assert had_yes
    assert not partnership.parties.exclude(agreed_at=None).exists()
    assert partnership.events.filter(action="text_changed").count() == 1


@pytest.mark.parametrize("change", ["principles", "goal", "commitment", "follow_up", "party"])
def test_other_changes_take_them_back_too(change):
    partnership = make_written()
    agree_all(partnership)
    editor = editor_of(partnership)
    changes = {
        "principles": lambda: partnership_writing.write_principles(partnership, {}, actor=editor),
        "goal": lambda: partnership_writing.remove_goal(partnership.goals.get(), actor=editor),
        "commitment": lambda: commit(entity_party(partnership), editor),
        "follow_up": lambda: partnership_writing.cancel_follow_up(partnership.follow_ups.get(), actor=editor),
        "party": lambda: partnership_parties.add_party(partnership, actor=editor, authority=make_authority()),
    }

    changes[change]()

    assert not partnership.parties.exclude(agreed_at=None).exists()


def test_a_yes_to_a_text_that_has_changed_unseen_is_refused():
    partnership = make_written()
    partnership.refresh_from_db()
    seen = partnership.changed_at
    partnership_writing.write_text(partnership, actor=officer_of(partnership), background="Något annat.")

    refusal = refused(partnership_parties.agree, entity_party(partnership), actor=editor_of(partnership), seen=seen)

    assert "har ändrats" in refusal
    assert not partnership.parties.exclude(agreed_at=None).exists()


def test_two_changes_at_the_same_instant_are_two_versions():
    partnership, at = make_dialogue(), timezone.now() + timedelta(hours=1)

    partnership_writing.write_text(partnership, actor=editor_of(partnership), background="Ett.", at=at)
    partnership.refresh_from_db()
    first = partnership.changed_at
    partnership_writing.write_text(partnership, actor=editor_of(partnership), background="Två.", at=at)

    partnership.refresh_from_db()
    assert partnership.changed_at > first


def test_nobody_says_yes_for_both_sides():
    partnership = make_written()
    both = add_to_authority(public_party(partnership).authority, editor_of(partnership))
    partnership.refresh_from_db()

    with pytest.raises(NotEntitled, match="båda sidor"):
        partnership_parties.agree(entity_party(partnership), actor=both, seen=partnership.changed_at)


def test_no_decision_before_every_party_has_said_yes():
    partnership = make_written()
    partnerships.send_to_review(partnership, actor=officer_of(partnership))

    refusal = refused(decide, partnership)

    assert str(entity_party(partnership)) in refusal
    assert "har inte sagt ja" in refusal


def test_red_flags_need_an_answer_in_writing():
    partnership = make_written()
    red = next(question for question in QUESTIONS.values() if question.colour == "red")
    against = "no" if red.speaks_for == "yes" else "yes"
    PartnershipCriterion.objects.filter(key=red.key).update(answer=against)
    agree_all(partnership)
    partnership = partnerships.send_to_review(partnership, actor=officer_of(partnership))

    refusal = refused(decide, partnership, flag_answer=" ")
    decided = decide(partnership, flag_answer="Föreningen äger verksamheten.")

    assert "röda flaggor" in refusal
    assert decided.flag_answer == "Föreningen äger verksamheten."


def test_a_decision_keeps_the_whole_text():
    partnership = make_decided(title="Mötesplats för äldre")

    decision = PartnershipDecision.objects.get()

    assert partnership.state == "decided"
    assert Partnership.objects.shown().get() == partnership
    assert decision.number == 1
    assert decision.text["title"] == "Mötesplats för äldre"
    assert [party["side"] for party in decision.text["parties"]] == ["authority", "organisation"]
    assert decision.text["commitments"][0]["amount"] == 600_000
    assert len(decision.text["principles"]) == 6
    assert "flag_answer" not in decision.text["assessment"]


def test_a_decision_in_the_future_is_refused():
    partnership = make_reviewed()

    assert "efter i dag" in refused(decide, partnership, decided_on=timezone.localdate() + timedelta(days=1))


def test_it_is_sent_back_with_what_to_change():
    partnership = make_reviewed()
    mail.outbox.clear()

    back = partnerships.send_back(partnership, actor=officer_of(partnership), reason="Skriv tydligare mål.")

    assert back.state == "dialogue"
    assert recipients() == [editor_of(partnership).email]
    assert "Skriv tydligare mål." in mail.outbox[0].body


def test_a_signed_one_stands_among_the_contracts():
    partnership = make_active()

    contract = Contract.objects.get()
    assert partnership.state == "active"
    assert contract.origin == "partnership"
    assert contract.authority == public_party(partnership).authority
    assert contract.legal_entity == entity_party(partnership).legal_entity
    assert contract.value == 600_000
    assert contract.ends_on == partnership.ends_on
    assert contract.notice_months == 6
    assert contract.reimbursement == ""
    assert contract.insight_clause == "Vi lever upp till öppenhet och insyn."
    assert [place.pk for place in contract.municipalities.all()] == ["1480"]
    assert entity_party(partnership).contract == contract
    assert Partnership.objects.in_force().get() == partnership
    assert partnership.holds(timezone.localdate())


@pytest.mark.parametrize("amount, value", [(0, 0), (None, None)])
def test_the_contract_is_worth_what_the_aid_is_counted_from(amount, value):
    partnership = make_decided()
    PartnershipCommitment.objects.filter(party=public_party(partnership)).update(kind="premises", amount=amount)

    partnerships.activate(partnership, actor=officer_of(partnership), signed_on=timezone.localdate())

    assert Contract.objects.get().value == value
    assert from_commitments(partnership)[entity_party(partnership)].value == value


def test_a_contract_for_which_the_authority_brings_nothing_is_worth_nothing():
    partnership = make_decided()
    PartnershipCommitment.objects.filter(party=public_party(partnership)).delete()

    partnerships.activate(partnership, actor=officer_of(partnership), signed_on=timezone.localdate())

    assert Contract.objects.get().value == 0


def test_what_several_share_is_nobodys_value():
    partnership = make_written()
    other = known_entity()
    editor, officer = editor_of(partnership), officer_of(partnership)
    added = partnership_parties.add_party(partnership, actor=editor, legal_entity=other)
    partnership_parties.join(added, actor=owner_of(other.organisation))
    commit(public_party(partnership), officer, kind="money", amount=50_000, recipient=added)
    agree_all(partnership)
    partnerships.send_to_review(partnership, actor=officer)

    partnerships.activate(decide(partnership), actor=officer, signed_on=timezone.localdate())

    values = {row.legal_entity_id: row.value for row in Contract.objects.all()}
    assert values == {entity_party(partnership).legal_entity_id: None, other.pk: 50_000}


def test_it_is_followed_up_and_the_result_is_for_all():
    partnership = make_active()
    partnerships.begin_follow_up(partnership, actor=editor_of(partnership))

    again = partnerships.note_result(
        PartnershipFollowUp.objects.get(),
        actor=officer_of(partnership),
        performed_on=timezone.localdate(),
        result="Fler kommer.",
        action="Öppna på lördagar.",
    )

    assert again.state == "active"
    assert PartnershipFollowUp.objects.get().result == "Fler kommer."


def test_no_follow_up_begins_when_none_is_planned_but_one_can_be_planned_while_it_holds():
    partnership = make_active()
    PartnershipFollowUp.objects.all().delete()

    refusal = refused(partnerships.begin_follow_up, partnership, actor=editor_of(partnership))
    partnership_writing.plan_follow_up(
        partnership, actor=editor_of(partnership), planned_on=timezone.localdate() + timedelta(days=90)
    )

    assert "Bestäm en dag" in refusal
    assert partnerships.begin_follow_up(partnership, actor=editor_of(partnership)).state == "follow_up"


def test_what_was_decided_holds_while_something_else_is_negotiated():
    partnership = make_active()
    editor, officer, last = editor_of(partnership), officer_of(partnership), partnership.ends_on
    partnerships.renegotiate(partnership, actor=editor, reason="Vi vill förlänga.")
    longer = last + timedelta(days=365)
    partnership_writing.write_text(partnership, actor=officer, ends_on=longer, background="Hemligt utkast.")

    partnership.refresh_from_db()
    assert partnership.state == "renegotiation"
    assert partnership.holds_to == last
    assert Partnership.objects.in_force(last).get() == partnership
    assert not Partnership.objects.in_force(longer).exists()
    assert partnership.decisions.get().text["background"] == "Många äldre är ensamma."
    assert "Hemligt" not in partnership.decided_words
    assert Contract.objects.get().ends_on == last


def test_after_a_new_decision_the_contract_follows():
    partnership = make_active()
    editor, officer = editor_of(partnership), officer_of(partnership)
    partnerships.renegotiate(partnership, actor=editor, reason="Vi vill förlänga.")
    longer = partnership.ends_on + timedelta(days=365)
    partnership_writing.write_text(partnership, actor=officer, ends_on=longer)
    agree_all(partnership)
    partnerships.send_to_review(partnership, actor=officer)

    again = partnerships.activate(decide(partnership), actor=officer, signed_on=timezone.localdate())

    assert again.holds_to == longer
    assert Contract.objects.get().ends_on == longer
    assert [row.number for row in again.decisions.all()] == [1, 2]


def test_what_it_is_about_stands_after_the_decision():
    partnership = make_active()
    partnerships.renegotiate(partnership, actor=editor_of(partnership), reason="Nytt namn.")

    refusal = refused(
        partnership_writing.write_about, partnership, actor=editor_of(partnership), municipalities=[], title="Annat"
    )

    assert "står fast" in refusal


def test_a_review_of_one_that_holds_is_sent_back_to_the_renegotiation_which_may_be_given_up():
    partnership = make_active()
    editor, officer = editor_of(partnership), officer_of(partnership)
    partnerships.renegotiate(partnership, actor=editor, reason="Vi vill mer.")
    partnerships.send_to_review(partnership, actor=officer)

    back = partnerships.send_back(partnership, actor=officer, reason="Nej.")
    kept = partnerships.keep(partnership, actor=editor, reason="Vi kom inte överens.")

    assert back.state == "renegotiation"
    assert kept.state == "active"


def public_days(partnership):
    """The days of follow-up that everybody reads, on the page's rows and in the register's file."""
    [row] = partnership_register.with_text(Partnership.objects.filter(pk=partnership.pk))
    planned = partnership_register.file_row(row, timezone.localdate(), str)["follow_ups_planned"]
    shown = [str(row.planned_on) for row in partnership.follow_ups.shown().filter(performed_on=None)]
    assert planned == shown
    return planned


def test_a_day_proposed_in_a_renegotiation_is_public_with_the_new_decision_and_not_before():
    partnership = make_active()
    editor, officer = editor_of(partnership), officer_of(partnership)
    before, day = public_days(partnership), timezone.localdate() + timedelta(days=20)
    partnership = partnerships.renegotiate(partnership, actor=editor, reason="Vi vill följa upp oftare.")

    partnership_writing.plan_follow_up(partnership, actor=editor, planned_on=day)
    reminded = partnership_reminders.remind()
    proposed = public_days(partnership)
    agree_all(partnership)
    partnership = partnerships.send_to_review(partnership, actor=officer)
    reviewed = public_days(partnership)
    decide(partnership)

    assert reminded == 0
    assert before == proposed == reviewed
    assert public_days(partnership) == [str(day), *before]


def test_a_day_of_a_renegotiation_that_is_given_up_stays_with_the_parties_until_it_is_planned_for_what_holds():
    partnership = make_active()
    editor = editor_of(partnership)
    before, day = public_days(partnership), timezone.localdate()
    partnership = partnerships.renegotiate(partnership, actor=editor, reason="Vi vill mer.")
    partnership_writing.plan_follow_up(partnership, actor=editor, planned_on=day)
    partnership = partnerships.keep(partnership, actor=editor, reason="Vi kom inte överens.")
    given_up = public_days(partnership)
    row = partnership.follow_ups.get(planned_on=day)
    partnership = partnerships.begin_follow_up(partnership, actor=editor)

    refusal = refused(partnerships.note_result, row, actor=editor, performed_on=day, result="Bra.")
    partnership.refresh_from_db()
    partnership_writing.plan_follow_up(partnership, actor=editor, planned_on=day)

    assert given_up == before
    assert "bara föreslagen" in refusal
    assert public_days(partnership) == [str(day), *before]


def joined_in_renegotiation(partnership):
    """A party that was asked in, and joined, while something else is negotiated."""
    entity = known_entity()
    partnerships.renegotiate(partnership, actor=editor_of(partnership), reason="Vi vill bli fler.")
    added = partnership_parties.add_party(partnership, actor=editor_of(partnership), legal_entity=entity)
    partnership_parties.join(added, actor=owner_of(entity.organisation))
    return added


@pytest.mark.parametrize("step", ["keep", "end"])
def test_a_party_asked_in_while_it_is_renegotiated_has_no_say_in_what_was_decided(step):
    partnership = make_active()
    newcomer = joined_in_renegotiation(partnership)
    actor = owner_of(newcomer.legal_entity.organisation)
    day = {"ended_on": timezone.localdate()} if step == "end" else {}

    with pytest.raises(NotEntitled):
        getattr(partnerships, step)(partnership, actor=actor, reason="Vi vill inte.", **day)

    assert Contract.objects.get().ended_on is None


def test_a_party_asked_in_while_it_is_renegotiated_may_step_out_again():
    partnership = make_active()
    newcomer = joined_in_renegotiation(partnership)

    partnership_parties.decline(newcomer, actor=owner_of(newcomer.legal_entity.organisation), reason="Inte för oss.")

    assert partnership.parties.count() == 2


def test_a_party_that_joins_the_new_decision_is_bound_by_it():
    partnership = make_active()
    newcomer = joined_in_renegotiation(partnership)
    agree_all(partnership)
    partnerships.send_to_review(partnership, actor=officer_of(partnership))
    partnerships.activate(decide(partnership), actor=officer_of(partnership), signed_on=timezone.localdate())

    actor = owner_of(newcomer.legal_entity.organisation)
    ended = partnerships.end(partnership, actor=actor, ended_on=timezone.localdate(), reason="Vi lägger ner.")

    assert ended.state == "ended"


def test_it_ends_today_and_its_contract_with_it():
    partnership = make_active()
    today = timezone.localdate()

    ended = partnerships.end(partnership, actor=editor_of(partnership), ended_on=today, reason="Vi lägger ner.")

    contract = Contract.objects.get()
    assert ended.state == "ended"
    assert (contract.ended_on, contract.end_reason) == (today, "Vi lägger ner.")
    assert not Partnership.objects.in_force(today + timedelta(days=1)).exists()


def test_one_that_ends_later_holds_until_then():
    partnership = make_active()
    later = timezone.localdate() + timedelta(days=100)

    partnerships.end(partnership, actor=officer_of(partnership), ended_on=later, reason="Uppsagt.")

    contract = Contract.objects.get()
    assert (contract.ended_on, contract.ends_on) == (None, later)
    assert Partnership.objects.in_force(later).exists()
    assert not Partnership.objects.in_force(later + timedelta(days=1)).exists()


def test_one_that_never_held_ends_at_once_and_the_invited_are_told():
    partnership = make_initiative()
    tomorrow = timezone.localdate() + timedelta(days=1)
    mail.outbox.clear()

    refusal = refused(partnerships.end, partnership, actor=editor_of(partnership), ended_on=tomorrow, reason="Nej.")
    ended = partnerships.end(
        partnership, actor=editor_of(partnership), ended_on=timezone.localdate(), reason="Vi fick inget lokal."
    )

    assert "gäller inte än" in refusal
    assert not ended.is_shown
    assert recipients() == [officer_of(partnership).email]


def test_those_who_act_for_the_parties_are_reminded_once_thirty_days_before():
    partnership = make_active()
    reader = add_member(entity_party(partnership).legal_entity.organisation, "reader")
    make_dialogue()  # another, whose people are no part of this
    day = PartnershipFollowUp.objects.get().planned_on
    mail.outbox.clear()

    too_early = partnership_reminders.remind(at=timezone.now())
    for days in (30, 29):
        due = timezone.now() + (day - timezone.localdate()) - timedelta(days=days)
        partnership_reminders.remind(at=due)

    assert too_early == 0
    assert recipients() == sorted([editor_of(partnership).email, officer_of(partnership).email])
    assert reader.email not in recipients()


def in_renegotiation(partnership):
    """The parties write anew, with one more day to follow up and one more party; the old agreement holds."""
    actor = editor_of(partnership)
    partnership = partnerships.renegotiate(partnership, actor=actor, reason="Vi vill bli fler.")
    partnership_writing.plan_follow_up(partnership, actor=actor, planned_on=timezone.localdate() + timedelta(days=20))
    newcomer = make_user(buyer=True)
    authority = newcomer.authority_memberships.get().authority
    partnership_parties.add_party(partnership, actor=actor, authority=authority)
    partnership_parties.join(partnership.parties.get(authority=authority), actor=newcomer)
    return newcomer


@pytest.mark.parametrize("state", ["renegotiation", "legal_review", "dialogue", "decided"])
def test_the_agreement_in_force_is_followed_up_while_a_new_one_is_made(state):
    partnership = make_active()
    newcomer = in_renegotiation(partnership)
    Partnership.objects.filter(pk=partnership.pk).update(state=state)
    held = partnership.follow_ups.order_by("-planned_on").first().planned_on
    mail.outbox.clear()

    of_the_new_one = partnership_reminders.remind(at=timezone.now())
    partnership_reminders.remind(at=timezone.now() + (held - timezone.localdate()) - timedelta(days=30))

    assert of_the_new_one == 0
    assert recipients() == sorted([editor_of(partnership).email, officer_of(partnership).email])
    assert newcomer.email not in recipients()
    assert all("Ni skriver på ett nytt avtal" in letter.body for letter in mail.outbox)


@pytest.mark.parametrize("state", ["legal_review", "decided"])
def test_nobody_is_reminded_of_what_was_never_signed(state):
    make_written()
    Partnership.objects.update(
        state=state,
        decided_on=timezone.localdate(),
        decision_body="Socialnämnden",
        reference="SN 2026/12",
        not_a_contract="Nej.",
        aid="none",
        aid_reasons="Inget.",
    )
    mail.outbox.clear()

    told = partnership_reminders.remind(at=timezone.now() + timedelta(days=165))

    assert (told, recipients()) == (0, [])


def test_nobody_is_reminded_of_one_that_has_ended_or_is_not_decided():
    active = make_active()
    partnerships.end(active, actor=editor_of(active), ended_on=timezone.localdate(), reason="Slut.")
    make_written()
    mail.outbox.clear()

    told = partnership_reminders.remind(at=timezone.now() + timedelta(days=165))

    assert told == 0
    assert recipients() == []
