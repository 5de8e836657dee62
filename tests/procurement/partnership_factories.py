"""Partnerships for tests, as far along as the name says."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from procurement.models import (
    LocalCompact,
    Partnership,
    PartnershipCommitment,
    PartnershipCriterion,
    PartnershipFollowUp,
    PartnershipGoal,
    PartnershipPrinciple,
)
from procurement.partnership_questions import QUESTIONS
from procurement.partnership_text import text_of, words_of
from procurement.services import partnership_parties, partnership_writing, partnerships
from registry import status_log
from registry.models import Municipality, Organisation, ServiceArea, Submission
from tests.factories import load_reference_data, make_entity, make_user, owner_of
from tests.procurement.agreements import make_agreement
from tests.procurement.factories import buyer_of

serial = count(1)
ASSESSMENT = {
    "not_a_contract": "Parterna bidrar tillsammans. Ingen köper något av den andra.",
    "aid": "none",
    "aid_reasons": "Stödet påverkar inte handeln mellan medlemsstaterna.",
}


def known_entity(organisation=None):
    """A legal entity that has handed in to the portal, as plain rows."""
    entity = make_entity(organisation)
    owner, at = owner_of(entity.organisation), timezone.now()
    submission = Submission.objects.create(organisation=entity.organisation, submitted_by=owner, submitted_at=at)
    entity.applications.update(
        state="submitted", case_number=f"IP-2026-9{next(serial):04}", received_at=at, submission=submission
    )
    status_log.write(entity.applications.get(), "submit", actor=owner, to_state="submitted", at=at)
    Organisation.everything.filter(pk=entity.organisation_id, published_at=None).update(published_at=at)
    entity.organisation.refresh_from_db()
    return entity


def make_initiative(entity=None, authority=None, **facts):
    """A legal entity has asked an authority, which has a buyer unless one is given."""
    load_reference_data()
    entity = entity or known_entity()
    authority = authority or make_user(buyer=True).authority_memberships.get().authority
    common = {
        "title": f"Öppen mötesplats {next(serial)}",
        "service_area": ServiceArea.objects.get(slug="aldre-dag"),
        "municipalities": [Municipality.objects.get(code="1480")],
    }
    actor = owner_of(entity.organisation)
    return partnerships.start_for_entity(entity, [authority], actor=actor, **{**common, **facts})


def entity_party(partnership):
    return partnership.parties.exclude(legal_entity=None).earliest("pk")


def public_party(partnership):
    return partnership.parties.exclude(authority=None).earliest("pk")


def editor_of(partnership):
    """The owner of the organisation of the first idéburen party."""
    return owner_of(entity_party(partnership).legal_entity.organisation)


def officer_of(partnership):
    """A buyer of the first authority."""
    return buyer_of(public_party(partnership))


def make_shown(buyer, entity):
    """Decided and signed by the buyer's authority and the entity, as plain rows. Followed up once, once to come."""
    today = timezone.localdate()
    partnership = make_agreement(buyer, entity)
    partnership.municipalities.set(["1480"])
    write(partnership)
    decision = {"decision_body": "Socialnämnden", "decided_on": today, "reference": "SN 2026/1"}
    signed = {"state": "active", "signed_on": today, "holds_from": today}
    Partnership.objects.filter(pk=partnership.pk).update(**decision, **signed, **ASSESSMENT)
    partnership.refresh_from_db()
    done = {"performed_on": today, "result": "Fler kommer.", "action": "Öppna oftare."}
    PartnershipFollowUp.objects.create(partnership=partnership, planned_on=today, noted_by=buyer, **done)
    text = text_of(partnership)
    Partnership.objects.filter(pk=partnership.pk).update(decided_words=words_of(text))
    partnership.decisions.create(number=1, text=text, noted_by=buyer, **decision)
    partnership.events.create(action="decide", actor=buyer, note="Socialnämnden", from_state="", to_state="decided")
    return partnership


def make_partnership_world(world, buyer):
    """One that everybody reads, and an överenskommelse. (The one that is being written is `world.agreement`.)"""
    world.partnership = make_shown(buyer, world.verified)
    world.compact = LocalCompact.objects.create(
        authority=buyer.authority_memberships.get().authority,
        title="Överenskommelsen i Prov",
        decided_on=timezone.localdate(),
        url="https://prov.example/lok",
        noted_by=buyer,
    )


def make_dialogue(entity=None, authority=None, **facts):
    """Both sides have joined; nothing is written."""
    partnership = make_initiative(entity, authority, **facts)
    return partnership_parties.join(public_party(partnership), actor=officer_of(partnership))


def make_written(entity=None, authority=None, **facts):
    """Every heading is written."""
    partnership = make_dialogue(entity, authority, **facts)
    write(partnership)
    partnership.refresh_from_db()
    return partnership


def write(partnership):
    """All that is missing, as plain rows."""
    editor, officer = editor_of(partnership), officer_of(partnership)
    today = timezone.localdate()
    Partnership.objects.filter(pk=partnership.pk).update(
        background="Många äldre är ensamma.",
        programme="Program för äldre 2026",
        programme_url="https://provkommun.example/program",
        common_values="Alla människors lika värde.",
        steering="En styrgrupp med två från varje part.",
        follow_up_plan="Styrgruppen följer upp varje år.",
        social_gains="Färre är ensamma. Kostnaden är 900 000 kronor om året.",
        starts_on=today,
        ends_on=today + timedelta(days=730),
        notice_months=6,
        changes="Ändringar görs skriftligt.",
        disputes="Parterna löser tvister i styrgruppen.",
    )
    PartnershipPrinciple.objects.bulk_create(
        PartnershipPrinciple(partnership=partnership, principle=key, sentence=f"Vi lever upp till {label.lower()}.")
        for key, label in PartnershipPrinciple.Principle.choices
    )
    PartnershipGoal.objects.create(partnership=partnership, goal="Färre är ensamma", indicator="Enkät varje år")
    PartnershipFollowUp.objects.create(
        partnership=partnership, planned_on=today + timedelta(days=180), noted_by=officer
    )
    PartnershipCommitment.objects.bulk_create(
        [
            PartnershipCommitment(
                party=public_party(partnership),
                year=today.year,
                kind="money",
                amount=600_000,
                description="Bidrag till verksamheten",
            ),
            PartnershipCommitment(
                party=entity_party(partnership),
                year=today.year,
                kind="volunteers",
                description="Tio frivilliga i veckan",
            ),
        ]
    )
    answer_all(partnership, editor)


def commit(party, actor, **facts):
    common = {"year": timezone.localdate().year, "kind": "staff", "amount": None, "description": "Personal"}
    partnership_writing.add_commitment(party, actor=actor, **{**common, **facts})
    return party.commitments.latest("pk")


def agree_all(partnership):
    """Every party says yes to the text as it is now."""
    partnership.refresh_from_db()
    for party in partnership.parties.all():
        actor = buyer_of(party) if party.is_public else owner_of(party.legal_entity.organisation)
        partnership_parties.agree(party, actor=actor, seen=partnership.changed_at)


def make_reviewed(entity=None, authority=None, **facts):
    """Written, agreed on, and with the authority's lawyers."""
    partnership = make_written(entity, authority, **facts)
    agree_all(partnership)
    return partnerships.send_to_review(partnership, actor=officer_of(partnership))


def decide(partnership, **facts):
    common = {
        "decision_body": "Socialnämnden",
        "decided_on": timezone.localdate(),
        "reference": "SN 2026/12",
        "flag_answer": "Vi har bedömt svaren.",
        **ASSESSMENT,
    }
    return partnerships.decide(partnership, actor=officer_of(partnership), **{**common, **facts})


def make_decided(entity=None, authority=None, **facts):
    """Decided, not signed: everybody may read it."""
    return decide(make_reviewed(entity, authority, **facts))


def make_active(entity=None, authority=None, **facts):
    """Signed, and among the contracts."""
    partnership = make_decided(entity, authority, **facts)
    return partnerships.activate(partnership, actor=officer_of(partnership), signed_on=timezone.localdate())


def answer_all(partnership, actor):
    """Every question about the criteria has the answer that speaks for a partnership."""
    PartnershipCriterion.objects.bulk_create(
        PartnershipCriterion(
            partnership=partnership,
            key=question.key,
            answer=question.speaks_for,
            reason="Stadgarna.",
            answered_by=actor,
        )
        for question in QUESTIONS.values()
    )
