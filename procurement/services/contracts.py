"""Contracts by hand and over time: added, changed, prolonged, called off from, followed up and ended.

Contracts that come of an award are made in `services/awards.py`, imported ones in `services/import_writer.py`. All of
them live on here.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from procurement.models import CallOff, Contract, ContractFollowUp, ContractOption
from procurement.radar import prolonged, prolonged_by_all, still_open
from procurement.services.awards import first_contract_day, require_three_years
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.models import LegalEntity
from registry.wording import day_in_words, kronor
from registry.workflow import StepNotAllowed, lock

FACTS = [
    "title",
    "supplier_name",
    "supplier_number",
    "service_area",
    "whole_country",
    "reference",
    "signed_on",
    "starts_on",
    "ends_on",
    "is_open_ended",
    "notice_months",
    "value",
    "is_framework",
    "ceiling_value",
    "call_off_key",
    "insight_clause",
    "insight_missing",
    "reimbursement",
]
SUPPLIER = ("supplier_name", "supplier_number")
SUPPLIER_STANDS = {
    Contract.Origin.AWARD: "Leverantören följer av tilldelningen och ändras inte här.",
    Contract.Origin.CHOICE_SYSTEM: "Leverantören följer av godkännandet i valfrihetssystemet och ändras inte här.",
    Contract.Origin.PARTNERSHIP: "Leverantören är part i partnerskapet och ändras inte här.",
}
END = ["ends_on", "is_open_ended", "notice_months"]


@transaction.atomic
def add(authority, *, actor, municipalities=(), at=None, **facts):
    """Put in a contract by hand. The supplier is tied to its legal entity when the portal has the number."""
    require_buyer(actor, authority)
    at = at or timezone.now()
    contract = Contract(
        authority=authority, origin=Contract.Origin.MANUAL, created_at=at, created_by=actor, **_supplied(facts)
    )
    contract.full_clean()
    contract.save()
    contract.municipalities.set(municipalities)
    status_log.write(contract, "add", actor=actor, to_state="running", at=at)
    return contract


def why_supplier_stands(contract):
    """Why the supplier is not changed by hand, in a sentence; empty where it may be."""
    return SUPPLIER_STANDS.get(contract.origin, "")


@transaction.atomic
def change(contract, *, actor, municipalities=None, at=None, **facts):
    """Correct what the contract says.

    What an award, an approval, a partnership, an option or the framework's call-offs have settled stands.
    """
    contract = _running(contract, actor)
    if stands := why_supplier_stands(contract):
        given = {name: facts.pop(name) for name in SUPPLIER if name in facts}
        if any(value != getattr(contract, name) for name, value in given.items()):
            raise StepNotAllowed(stands)
    if contract.origin == Contract.Origin.AWARD and "signed_on" in facts:
        _require_after_standstill(contract, facts["signed_on"])
    for name, value in _supplied(facts).items():
        setattr(contract, name, value)
    _keep_room_for_call_offs(contract)
    require_three_years(contract)
    contract.full_clean()
    contract.save(update_fields=[*FACTS, "legal_entity"])
    if municipalities is not None:
        contract.municipalities.set(municipalities)
    status_log.write(contract, "change", actor=actor, from_state="running", to_state="running", at=at)
    return contract


@transaction.atomic
def fill_in_end(contract, *, actor, ends_on=None, is_open_ended=False, notice_months=None, at=None):
    """Say when a contract with unknown last day ends, or that it runs until notice is given."""
    contract = _running(contract, actor)
    if not contract.end_is_unknown:
        raise StepNotAllowed("Slutdatumet är redan känt.")
    if (ends_on is None) == (not is_open_ended):
        raise StepNotAllowed("Skriv sista dagen, eller välj att avtalet gäller tills vidare.")
    contract.ends_on, contract.is_open_ended, contract.notice_months = ends_on, is_open_ended, notice_months
    require_three_years(contract)
    contract.full_clean()
    contract.save(update_fields=END)
    status_log.write(contract, "fill_in_end", actor=actor, from_state="end_unknown", to_state="running", at=at)
    return contract


@transaction.atomic
def add_option(contract, *, actor, months, decide_by=None, at=None):
    """Note an option that the contract gives, after those that are there."""
    contract = _running(contract, actor)
    if contract.is_open_ended:
        raise StepNotAllowed("Ett avtal som gäller tills vidare har inga optioner.")
    last = contract.options.order_by("-position").values_list("position", flat=True).first() or 0
    _require_before_end(contract, decide_by)
    option = ContractOption(contract=contract, position=last + 1, months=months, decide_by=decide_by)
    option.full_clean()
    option.save()
    status_log.write(contract, "add_option", actor=actor, from_state="running", to_state="running", at=at)
    return option


@transaction.atomic
def decide_option(option, *, actor, used, decided_on, at=None):
    """Use an option or let it go, in order. A used one moves the contract's last day; after a no nothing is left."""
    contract = _running(option.contract, actor)
    option = lock(option)
    if option.used is not None:
        raise StepNotAllowed("Optionen är redan avgjord.")
    before = contract.options.filter(position__lt=option.position)
    if before.filter(used=None).exists():
        raise StepNotAllowed("Avgör optionerna i ordning. Det finns en tidigare som inte är avgjord.")
    if used and before.filter(used=False).exists():
        raise StepNotAllowed("En tidigare option användes inte. Då går den här inte att använda.")
    if used and contract.ends_on is None:
        raise StepNotAllowed("Fyll i avtalets slutdatum först. Annars vet ingen till när det förlängs.")
    if used and decided_on > contract.ends_on:
        raise StepNotAllowed(f"Avtalet slutade {day_in_words(contract.ends_on)}. Då gick det inte längre att förlänga.")
    option.used, option.decided_on, option.decided_by = used, decided_on, actor
    option.full_clean()
    option.save(update_fields=["used", "decided_on", "decided_by"])
    if used:
        contract.ends_on = prolonged(contract.ends_on, option.months)
        require_three_years(contract)
        contract.save(update_fields=["ends_on"])
    action = "use_option" if used else "decline_option"
    status_log.write(contract, action, actor=actor, from_state="running", to_state="running", at=at)
    return contract


def called_off(contract):
    """How much has been called off from the framework, in whole kronor."""
    return contract.call_offs.aggregate(total=Sum("value"))["total"] or 0


def ceilings(contract):
    """(ceiling, what is left, whether it is shared) of each that holds: its own, and its procurement's for all.

    What is left may be less than nothing, where a ceiling came later than the call-offs.
    """
    if contract.ceiling_value is not None:
        yield contract.ceiling_value, contract.ceiling_value - called_off(contract), False
    if (shared := shared_ceiling(contract)) is not None:
        rows = CallOff.objects.filter(contract__procurement=contract.procurement_id, contract__withdrawn_at=None)
        yield shared, shared - (rows.aggregate(total=Sum("value"))["total"] or 0), True


def shared_ceiling(contract):
    """The ceiling of the framework that the contract is one of, where its procurement has one."""
    return contract.procurement.ceiling_value if contract.is_framework and contract.procurement_id else None


@transaction.atomic
def call_off(contract, *, actor, called_on, value, description, at=None):
    """Note a call-off. One that takes the framework over its ceiling is refused: beyond it the agreement has no effect
    (EU-domstolen C-216/17 and C-23/20; LOU 7 kap.).
    """
    contract = _running(contract, actor)
    if not contract.is_framework:
        raise StepNotAllowed("Bara ramavtal har avrop.")
    if contract.starts_on and called_on < contract.starts_on:
        raise StepNotAllowed(f"Ramavtalet börjar {day_in_words(contract.starts_on)}. Avrop kan inte göras före det.")
    if contract.ends_on and called_on > contract.ends_on:
        raise StepNotAllowed(f"Ramavtalet slutade {day_in_words(contract.ends_on)}. Avrop kan inte göras efter det.")
    if value < 1:
        raise ValidationError({"value": "Ett avrop är på minst en krona. Skriv vad det är värt."})
    if shared_ceiling(contract) is not None:
        lock(contract.procurement)  # the other suppliers' call-offs count too, and wait for this one
    for ceiling, left, _ in ceilings(contract):
        if value > left:
            raise StepNotAllowed(f"Avropet går över takvolymen. Av {kronor(ceiling)} återstår {kronor(max(left, 0))}.")
    row = CallOff(
        contract=contract,
        called_on=called_on,
        value=value,
        description=description,
        noted_at=at or timezone.now(),
        noted_by=actor,
    )
    row.full_clean()
    row.save()
    status_log.write(contract, "call_off", actor=actor, from_state="running", to_state="running", at=at)
    return row


@transaction.atomic
def plan_follow_up(contract, *, actor, kinds, planned_on, at=None):
    """Plan to follow the contract up. Plan and result are public (KL 10 kap. 8 §)."""
    contract = _running(contract, actor)
    begins = contract.starts_on or contract.signed_on
    if begins and planned_on < begins:
        text = f"Avtalet börjar {day_in_words(begins)}. Följ upp det den dagen eller senare."
        raise ValidationError({"planned_on": text})
    row = ContractFollowUp(
        contract=contract, kinds=kinds, planned_on=planned_on, noted_at=at or timezone.now(), noted_by=actor
    )
    row.full_clean()
    row.save()
    status_log.write(contract, "plan_follow_up", actor=actor, from_state="running", to_state="running", at=at)
    return row


@transaction.atomic
def perform_follow_up(follow_up, *, actor, performed_on, result, action="", at=None):
    """Write what a planned follow-up showed and what is done about it. A contract that has ended is followed up too."""
    contract = _shown(follow_up.contract, actor)
    row = lock(follow_up)
    if row.performed_on:
        raise StepNotAllowed("Uppföljningen är redan genomförd.")
    row.performed_on, row.result, row.action = performed_on, result, action
    row.full_clean()
    row.save(update_fields=["performed_on", "result", "action"])
    status_log.write(contract, "perform_follow_up", actor=actor, from_state="planned", to_state="performed", at=at)
    return row


@transaction.atomic
def end_early(contract, *, actor, ended_on, reason, at=None):
    """Note that the contract ended before its time, and why."""
    contract = _running(contract, actor)
    if contract.ends_on and ended_on >= contract.ends_on:
        raise StepNotAllowed(f"Avtalet slutar {day_in_words(contract.ends_on)} av sig självt. Välj en tidigare dag.")
    if contract.starts_on and ended_on < contract.starts_on:
        raise StepNotAllowed(f"Avtalet börjar {day_in_words(contract.starts_on)}. Välj en senare dag.")
    contract.ended_on, contract.end_reason = ended_on, reason
    contract.full_clean()
    contract.save(update_fields=["ended_on", "end_reason"])
    status_log.write(contract, "end_early", actor=actor, from_state="running", to_state="ended", at=at)
    return contract


def _shown(contract, actor):
    """The contract, held, for its authority's officers, unless its import was undone."""
    require_buyer(actor, contract.authority)
    held = lock(contract)
    if held.withdrawn_at:
        raise StepNotAllowed("Avtalet togs bort när importen ångrades.")
    return held


def _running(contract, actor):
    """The same, while it has not ended early."""
    held = _shown(contract, actor)
    if held.ended_on:
        raise StepNotAllowed(f"Avtalet avslutades i förtid {day_in_words(held.ended_on)}.")
    return held


def _supplied(facts):
    """The facts, with the legal entity that the supplier's number points at when the number is among them."""
    known = {name: facts[name] for name in FACTS if name in facts}
    if "supplier_number" in known:
        number = known["supplier_number"]
        found = LegalEntity.objects.handed_in().filter(organisation_number=number).first() if number else None
        known["legal_entity"] = found
    return known


def _require_after_standstill(contract, signed_on):
    """An award's contract has a day of signing, after the standstill (LOU 20 kap. 1 §). The database holds it too."""
    first = first_contract_day(contract.procurement)
    if signed_on is None or signed_on < first:
        last = day_in_words(first - timedelta(days=1))
        raise ValidationError(
            {"signed_on": f"Avtalsspärren gällde till och med {last}. Skriv den dag efter det då ni skrev under."}
        )


def _require_before_end(contract, decide_by):
    """An option is taken up while the contract runs: at the latest when it ends, with the options before it used."""
    if decide_by is None or contract.ends_on is None:
        return
    earlier = [row.months for row in still_open(contract.options.all())]
    last = prolonged_by_all(contract.ends_on, earlier)
    if decide_by > last:
        raise ValidationError({"decide_by": f"Ge besked senast när avtalet slutar, {day_in_words(last)}."})


def _keep_room_for_call_offs(contract):
    used = called_off(contract)
    if used and not contract.is_framework:
        raise StepNotAllowed("Avtalet har avrop. Det är ett ramavtal.")
    if contract.ceiling_value is not None and contract.ceiling_value < used:
        raise StepNotAllowed(f"Avropen är redan {kronor(used)}. Takvolymen kan inte vara lägre.")
