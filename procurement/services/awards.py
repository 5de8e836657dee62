"""Tenderers, the reasoning about their purpose, the award, its review by a court, and the contract."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from procurement.legality import deadlines
from procurement.legality.check import of_lot
from procurement.legality.rules import MOST_MONTHS_25
from procurement.models import (
    AwardDecision,
    AwardedTender,
    Contract,
    CourtReview,
    PurposeReasoning,
    Tender,
)
from procurement.models.procurements import State
from procurement.services import messages
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.calendar import months_later
from registry.eligibility import answers, reader, words
from registry.models import LegalEntity
from registry.models.eligibility import Ground
from registry.wording import day_in_words
from registry.workflow import Step, StepNotAllowed, lock, take

WEIGHED = (State.CLOSED, State.AWARDED, State.UNDER_REVIEW)
AWARD = Step("award", "Tilldelning beslutades", sources=(State.CLOSED,), target=State.AWARDED)
REVIEW = Step("note_review", "Överprövning begärdes", sources=(State.AWARDED,), target=State.UNDER_REVIEW)
STANDS = Step("award_stands", "Tilldelningen står fast", sources=(State.UNDER_REVIEW,), target=State.AWARDED)
REEVALUATE = Step("reevaluate", "Anbuden utvärderas på nytt", sources=(State.UNDER_REVIEW,), target=State.CLOSED)
REDO = Step("redo", "Upphandlingen ska göras om", sources=(State.UNDER_REVIEW,), target=State.CANCELLED)
CONCLUDE = Step("conclude", "Avtal ingicks", sources=(State.AWARDED,), target=State.CONTRACTED)
OUTCOMES = {
    CourtReview.Outcome.STANDS: STANDS,
    CourtReview.Outcome.REEVALUATE: REEVALUATE,
    CourtReview.Outcome.REDO: REDO,
}


@transaction.atomic
def register_tenders(lot, listed, *, actor, on=None, role=Tender.Role.TENDERER, lead=None, at=None):
    """Put tenderers on a lot, with the answer about each on the day. Returns the rows, in the order given.

    `listed` holds (organisation number, name); a name the portal has replaces the one given. Secret until award.
    """
    procurement = _weighed(lot, actor)
    if role == Tender.Role.PARTNER and lead.awards.filter(award__superseded_at=None).exists():
        raise StepNotAllowed("Anbudet är tilldelat. Den som inte var med i anbudet kan inte läggas till nu.")
    at = at or timezone.now()
    on = on or timezone.localdate(at)
    ground = lot.ground or Ground.LOU_19_25A
    rule = reader.ground_rules()[ground]
    known = {row.number: row for row in answers.check([number for number, _ in listed], ground, on)}
    entities = LegalEntity.objects.handed_in().filter(organisation_number__in=known)
    entities = dict(entities.values_list("organisation_number", "pk"))
    tenders = []
    for number, name in listed:
        row = known[number]
        tender = Tender(
            lot=lot,
            lead=lead,
            role=role,
            organisation_number=number,
            name=row.name or name or "Namn saknas",
            legal_entity_id=entities.get(number),
            answer=row.verdict.answer,
            answered_on=on,
            answered_at=at,
            reasons=list(words.reasons(row.verdict, rule)),
            registered_at=at,
            registered_by=actor,
        )
        tender.full_clean()
        tender.save()
        tenders.append(tender)
    status_log.write_all(tenders, "register_tender", actor=actor, to_state=procurement.state, at=at)
    return tenders


@transaction.atomic
def remove_tender(tender, *, actor, at=None):
    """Take away a tenderer that was put there by mistake, with those that stand under it."""
    procurement = _weighed(tender.lot, actor)
    tender = lock(tender)
    if tender.removed_at:
        raise StepNotAllowed("Raden är redan borttagen.")
    if tender.awards.exists() or (tender.role == Tender.Role.PARTNER and tender.lead.awards.exists()):
        raise StepNotAllowed("Anbudet finns i ett tilldelningsbeslut och står kvar.")
    at = at or timezone.now()
    tender.removed_at, tender.removed_by = at, actor
    tender.save(update_fields=["removed_at", "removed_by"])
    tender.others.filter(removed_at=None).update(removed_at=at, removed_by=actor)
    status_log.write(tender, "remove_tender", actor=actor, to_state=procurement.state, at=at)
    return tender


@transaction.atomic
def reason_about_purpose(tender, *, actor, purpose, serves, reasoning, at=None):
    """Write whether the tenderer's purpose helps reach the aim of this very service (LOU 19 kap. 25 a §)."""
    procurement = _weighed(tender.lot, actor)
    row = PurposeReasoning(
        tender=tender,
        purpose=purpose,
        aim=procurement.aim,
        serves=serves,
        reasoning=reasoning,
        written_at=at or timezone.now(),
        written_by=actor,
    )
    row.full_clean()
    row.save()
    return row


def award_hindrances(procurement, winners):
    """What stands in the way of awarding to these tenders, in words. Empty when nothing does."""
    hindrances = []
    awarded = {tender.lot_id for tender in winners}
    hindrances += [f"Välj en vinnare för {lot.title}." for lot in procurement.lots.all() if lot.pk not in awarded]
    barred = {lot.pk: of_lot(lot).barred for lot in procurement.lots.all() if lot.ground == Ground.LOU_19_25}
    for tender in winners:
        if tender.lot.procurement_id != procurement.pk:
            hindrances.append(f"{tender.name} har lämnat anbud i en annan upphandling.")
            continue
        together = [tender, *tender.others.partners()]
        hindrances += [
            f"{row.name} har redan fått kontrakt för samma tjänst de senaste tre åren."
            for row in together
            if row.organisation_number in barred.get(tender.lot_id, ())
        ]
        if tender.removed_at or tender.role != Tender.Role.TENDERER:
            hindrances.append(f"{tender.name} har inget anbud på området.")
        if tender.lot.ground == Ground.LOU_19_25A:
            hindrances += [text for row in together for text in _purpose_hindrances(row)]
    if not procurement.is_framework:
        for lot in procurement.lots.all():
            if sum(tender.lot_id == lot.pk for tender in winners) > 1:
                hindrances.append(f"Bara ett ramavtal kan ha flera leverantörer. Välj en för {lot.title}.")
    return hindrances


def _purpose_hindrances(tender):
    """Whoever wins on 25 a §, alone or as one of several, has a purpose that serves this very service, in writing."""
    reasoning = tender.purpose_reasonings.last()
    if reasoning is None:
        yield f"Skriv hur syftet hos {tender.name} hjälper till att nå tjänstens mål."
    elif not reasoning.serves:
        yield f"Ni har bedömt att syftet hos {tender.name} inte hjälper till att nå tjänstens mål."


def order_hindrances(winners):
    """(tender, sentence) for each of a framework's winners, as in `award`, that nobody could know when to call on.

    Of several winners of a lot each needs a rank or a key, and no two the same rank (LOU 7 kap.).
    """
    by_lot = {}
    for winner in winners:
        by_lot.setdefault(winner[0].lot_id, []).append(winner)
    for rows in by_lot.values():
        taken = set()
        for tender, rank, key in rows if len(rows) > 1 else []:
            if not rank and not key:
                yield tender, f"Ange rangordning eller fördelningsnyckel för {tender.name}."
            elif rank in taken:
                yield tender, f"Två kan inte ha rangordning {rank} på samma område."
            elif rank:
                taken.add(rank)


@transaction.atomic
def award(procurement, winners, *, actor, decided_on, sent_on, reasons, electronically=True, at=None):
    """Decide who wins. `winners` holds (tender, rank or None, call-off key). The standstill is counted, not typed."""
    require_buyer(actor, procurement.authority)
    at = at or timezone.now()
    with take(AWARD, procurement, actor=actor, at=at) as case:
        hindrances = award_hindrances(case, [tender for tender, _, _ in winners])
        if case.is_framework:
            hindrances += [text for _, text in order_hindrances(winners)]
        if hindrances:
            raise StepNotAllowed(" ".join(hindrances))
        _require_not_before(case, decided_on)
        case.changed_at = at
        decision = AwardDecision(
            procurement=case,
            decided_on=decided_on,
            sent_on=sent_on,
            sent_electronically=electronically,
            reasons=reasons,
            standstill_until=deadlines.standstill(sent_on, electronic=electronically).day,
            decided_at=at,
            decided_by=actor,
        )
        decision.full_clean()
        decision.save()
        for tender, rank, key in winners:
            winner = AwardedTender(award=decision, tender=tender, rank=rank, call_off_key=key)
            winner.full_clean()
            winner.save()
    messages.tell_interested(case, "awarded")
    return decision


def _require_not_before(procurement, decided_on):
    """Nobody wins before tenders are due, nor anew before the court that undid the award had ruled.

    The avtalsspärr is counted from these days: one that is too early would let the contract be made during it.
    """
    closed = procurement.closes_at and timezone.localdate(procurement.closes_at)
    if closed and decided_on < closed:
        raise StepNotAllowed(f"Anbudstiden gick ut {day_in_words(closed)}. Kontrollera dagen för beslutet.")
    ruled = procurement.reviews.aggregate(last=Max("decided_on"))["last"]
    if ruled and decided_on < ruled:
        raise StepNotAllowed(f"Domstolen avgjorde målet {day_in_words(ruled)}. Kontrollera dagen för beslutet.")


@transaction.atomic
def note_review(procurement, *, actor, court, case_number, filed_on, at=None):
    """Note that a court reviews the award: no contract may be made meanwhile (LOU 20 kap. 8 §)."""
    require_buyer(actor, procurement.authority)
    at = at or timezone.now()
    with take(REVIEW, procurement, actor=actor, at=at) as case:
        review = CourtReview(
            procurement=case, court=court, case_number=case_number, filed_on=filed_on, noted_at=at, noted_by=actor
        )
        review.full_clean()
        review.save()
        case.changed_at = at
    return review


@transaction.atomic
def settle_review(review, *, actor, outcome, decided_on, standstill_until=None, note="", at=None):
    """Note how the review ended: the award stands, the tenders are weighed anew, or all is done over."""
    require_buyer(actor, review.procurement.authority)
    at = at or timezone.now()
    with take(OUTCOMES[outcome], review.procurement, actor=actor, note=note, at=at) as case:
        review = lock(review)
        if review.outcome:
            raise StepNotAllowed("Överprövningen är redan avgjord.")
        if standstill_until and standstill_until < decided_on:
            raise ValidationError({"standstill_until": "Den förlängda avtalsspärren kan inte sluta före avgörandet."})
        review.outcome, review.decided_on, review.standstill_until = outcome, decided_on, standstill_until
        review.full_clean()
        review.save(update_fields=["outcome", "decided_on", "standstill_until"])
        if outcome != CourtReview.Outcome.STANDS:
            case.awards.filter(superseded_at=None).update(superseded_at=at)
        if outcome == CourtReview.Outcome.REDO:
            case.cancel_reason = f"Upphandlingen ska göras om enligt {review.court}, mål {review.case_number}."
            case.ended_at = at
        case.changed_at = at
    return review


def first_contract_day(procurement):
    """The first day on which a contract may be made, by the award that counts and the reviews. None without award."""
    decision = procurement.awards.filter(superseded_at=None).first()
    return decision and last_standstill_day(decision, procurement.reviews.all()) + timedelta(days=1)


def last_standstill_day(decision, reviews):
    """The last day of the avtalsspärr, with what a court has prolonged it by."""
    return max([decision.standstill_until, *filter(None, [row.standstill_until for row in reviews])])


def require_three_years(contract):
    """A contract that was awarded on 25 § runs for three years at most, whatever is written of it later."""
    if contract.origin != Contract.Origin.AWARD or contract.ground != Ground.LOU_19_25:
        return
    starts, ends = contract.starts_on, contract.ends_on
    if contract.is_open_ended or (starts and ends and ends >= months_later(starts, MOST_MONTHS_25)):
        raise StepNotAllowed("Ett avtal enligt 19 kap. 25 § får gälla i högst tre år, förlängning inräknad.")


@transaction.atomic
def conclude(procurement, *, actor, signed_on, terms, at=None):
    """Make a contract with each winner. `terms` holds, by winner's pk, what the contract says beyond the tender.

    Raises `StepNotAllowed` before the standstill is over. The database refuses it too, and while a court reviews.
    """
    require_buyer(actor, procurement.authority)
    at = at or timezone.now()
    if procurement.reviews.filter(outcome="").exists():
        raise StepNotAllowed("En domstol överprövar tilldelningen. Avtal får inte ingås så länge.")
    with take(CONCLUDE, procurement, actor=actor, at=at) as case:
        first = first_contract_day(case)
        if signed_on < first:
            raise StepNotAllowed(f"Avtal får ingås tidigast {day_in_words(first)}. Avtalsspärren gäller till dess.")
        case.ended_at = case.changed_at = at
        return [_contract(case, row, actor, signed_on, terms.get(row.pk, {}), at) for row in _won(case)]


def _won(procurement):
    winners = procurement.awards.get(superseded_at=None).winners
    return winners.select_related("tender__lot", "tender__legal_entity")


def _contract(procurement, winner, actor, signed_on, terms, at):
    tender = winner.tender
    facts = {
        "authority": procurement.authority,
        "title": tender.lot.title,
        "supplier_name": tender.name,
        "supplier_number": tender.organisation_number,
        "legal_entity": tender.legal_entity,
        "service_area": tender.lot.service_area,
        "whole_country": procurement.whole_country,
        "ground": tender.lot.ground,
        "is_framework": procurement.is_framework,
        "rank": winner.rank,
        "call_off_key": winner.call_off_key,
        "value": tender.price,
    }
    contract = Contract(
        **{**facts, **terms},
        origin=Contract.Origin.AWARD,
        procurement=procurement,
        lot=tender.lot,
        award=winner,
        signed_on=signed_on,
        created_at=at,
        created_by=actor,
    )
    require_three_years(contract)
    contract.full_clean()
    contract.save()
    contract.municipalities.set(procurement.municipalities.all())
    status_log.write(contract, "conclude", actor=actor, to_state="running", at=at)
    return contract


def _weighed(lot, actor):
    """The lot's procurement, held, for its officers, while tenders are weighed."""
    require_buyer(actor, lot.procurement.authority)
    procurement = lock(lot.procurement)
    if procurement.state not in WEIGHED:
        raise StepNotAllowed("Anbud läggs in när anbudstiden är slut och tills avtal finns.")
    return procurement
