"""A buyer with a procurement in every state, for tests that open every page."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from procurement.models import ContractConcern
from procurement.services import awards, contracts, dialogue, evidence, social_terms
from tests.procurement.factories import (
    buyer_of,
    make_awarded,
    make_closed,
    make_contract,
    make_planned,
    make_published,
    make_tender,
)


def make_procurements(buyer, entity, *, asker):
    """Planned, published with interest and a question, closed, awarded, under review; and an award that may be signed.

    The award has a sealed pack of evidence. And a contract that is a framework, with an option, a planned follow-up and
    something to look at, and one whose end nobody knows.
    """
    now = timezone.now()
    ago = now - timedelta(days=60)
    world = SimpleNamespace()
    world.planned = make_planned(buyer, ground="lou-19-25a")
    world.published = make_published(buyer, ground="lou-19-25a", at=now, days=30)
    world.interest = dialogue.show_interest(
        world.published, entity, actor=entity.organisation.memberships.owning().first().user, note="Vi vill vara med."
    )
    world.question = dialogue.ask(world.published, "Hur många platser?", actor=asker)
    dialogue.ask(world.published, "När börjar avtalet?", actor=asker)
    dialogue.answer(world.published.questions.last(), "Till hösten.", actor=buyer)
    world.closed = make_closed(buyer, ground="lou-19-25a", at=ago)
    world.tender = make_tender(world.closed, entity, serves=True)
    awarded = make_awarded(make_tender(make_closed(buyer, ground="lou-19-25a", at=ago), entity, serves=True))
    world.awarded = awarded.procurement
    world.pack = evidence.ask(world.awarded, actor=buyer)
    reviewed = make_awarded(make_tender(make_closed(buyer, ground="lou-19-25a", at=ago), entity, serves=True))
    world.reviewed = reviewed.procurement
    facts = {"court": "Förvaltningsrätten", "case_number": "1-26", "filed_on": reviewed.sent_on}
    awards.note_review(world.reviewed, actor=buyer_of(world.reviewed), **facts)
    world.contract = make_contract(buyer, is_framework=True, insight_clause="Insyn ges.", call_off_key="Närmast först")
    contracts.add_option(world.contract, actor=buyer, months=12)
    world.follow_up = contracts.plan_follow_up(
        world.contract, actor=buyer, kinds=["quality"], planned_on=timezone.localdate()
    )
    world.concern = ContractConcern.objects.create(
        contract=world.contract, kind="verification", key="1", began_on=ago.date(), source="Portalens beslut"
    )
    social_terms.add(world.planned, actor=buyer, kind="arbete", level="krav", persons_expected=2)
    social_terms.add(world.awarded, actor=buyer_of(world.awarded), kind="arbete", level="dialog")
    authority = buyer.authority_memberships.get().authority
    social_terms.change_step(authority, "behov", actor=buyer, owner=buyer, note="Vi har börjat.")
    target = {"percent": 50, "scope": "services", "definition": "Alla tjänster.", "decision": "Budget 2026"}
    social_terms.set_target(authority, 2026, actor=buyer, **target)
    world.endless = make_contract(buyer, ends_on=None)
    return world
