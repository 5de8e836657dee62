"""A choice system from decision to its end: every step that an authority's officer takes with the system itself."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from procurement.legality import sets
from procurement.legality.check import judge
from procurement.legality.facts import CpvSet, Facts
from procurement.models import ChoicePrice, ChoiceSystem
from procurement.models.choice_providers import ApplicationState
from procurement.models.choice_systems import TAKES_APPLICATIONS, ChoiceState
from procurement.models.legality import Legal
from procurement.services import choice_messages
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.models.eligibility import Ground
from registry.wording import in_a_row
from registry.workflow import Step, StepNotAllowed, lock, take

OPEN = Step("open", "Systemet öppnades", sources=(ChoiceState.DECIDED,), target=ChoiceState.OPEN)
CHANGE = Step("change", "Systemet ändrades", sources=tuple(TAKES_APPLICATIONS), target=ChoiceState.CHANGED)
WIND_UP = Step("wind_up", "Systemet börjar avvecklas", sources=tuple(TAKES_APPLICATIONS), target=ChoiceState.CLOSING)
CLOSE = Step("close", "Systemet avslutades", sources=(ChoiceState.CLOSING,), target=ChoiceState.CLOSED)
FACTS = [
    "title",
    "summary",
    "service_area",
    "cpv_codes",
    "is_primary_care",
    "is_reserved",
    "purpose_link",
    "decided_on",
    "decision_reference",
    "requirements",
    "reimbursement",
    "non_choice",
    "decision_time_days",
    "contact_email",
]


def require_lov_codes(codes, at=None):
    """Every code must stand in LOV's own list. Raises `StepNotAllowed` with those that do not (LOV 1 kap. 1 §)."""
    if outside := sets.outside(codes, CpvSet.LOV, at):
        raise StepNotAllowed(
            f"LOV gäller inte för CPV {in_a_row(list(outside))}. Ta bort koden, eller upphandla tjänsten på annat sätt."
        )


def check(system, *, at=None):
    """What the law says of reserving the system (LOV 1 kap. 2 a §), by the day of the decision.

    That it is no primary care, which the rule cannot see from the codes, the authority has answered itself.
    """
    day = system.decided_on or at or timezone.localdate()
    return judge(Facts(ground=Ground.LOV_1_2A, codes=tuple(system.cpv_codes), day=day), sets.statutes())


@transaction.atomic
def create(authority, *, actor, municipalities=(), at=None, **facts):
    """Put in a system that the authority has decided on. Only its officers see it until it opens."""
    require_buyer(actor, authority)
    at = at or timezone.now()
    system = ChoiceSystem(authority=authority, created_by=actor, created_at=at, changed_at=at, **facts)
    require_lov_codes(system.cpv_codes)
    system.full_clean()
    system.save()
    system.municipalities.set(municipalities)
    status_log.write(system, "create", actor=actor, to_state=system.state, at=at)
    return system


@transaction.atomic
def edit(system, *, actor, municipalities=None, at=None, **facts):
    """Write the system anew before it opens. After that it is changed, with a new notice."""
    require_buyer(actor, system.authority)
    system = lock(system)
    if system.state != ChoiceState.DECIDED:
        raise StepNotAllowed("Systemet är öppet. Annonsera ändringen först, och ändra sedan här.")
    _fill_in(system, facts)
    system.changed_at = at or timezone.now()
    system.full_clean()
    system.save(update_fields=[*FACTS, "changed_at"])
    if municipalities is not None:
        system.municipalities.set(municipalities)
    return system


@transaction.atomic
def change(system, *, actor, noticed_on, note, municipalities=None, at=None, **facts):
    """Change an open system. The changed system has been advertised anew on the national site (LOV 3 kap. 1 §).

    `noticed_on` is the day of that notice, `note` says in words what changed. Who applies or provides is told.
    """
    require_buyer(actor, system.authority)
    at = at or timezone.now()
    with take(CHANGE, system, actor=actor, note=note, at=at) as case:
        if noticed_on <= case.national_noticed_on or noticed_on > timezone.localdate(at):
            raise StepNotAllowed(
                "Annonsera ändringen på Hitta LOV-uppdrag först. Dagen ska vara efter den förra annonsen och inte i "
                "framtiden."
            )
        _fill_in(case, facts)
        _require_legal(case)
        case.national_noticed_on, case.changed_at = noticed_on, at
    if municipalities is not None:
        case.municipalities.set(municipalities)
    choice_messages.tell_providers(case, "choice_changed", note=note)
    return case


@transaction.atomic
def add_price(system, *, actor, **facts):
    """Add a row to the price list before the system opens, or one that holds from a coming day."""
    require_buyer(actor, system.authority)
    system = lock(system)
    _require_price_time(system, facts["valid_from"])
    price = ChoicePrice(system=system, **facts)
    price.full_clean()
    price.save()
    status_log.write(price, "add_price", actor=actor, to_state=system.state)
    return price


@transaction.atomic
def remove_price(price, *, actor):
    """Take away a row that has not begun to hold."""
    require_buyer(actor, price.system.authority)
    system = lock(price.system)
    _require_price_time(system, price.valid_from)
    status_log.write(price, "remove_price", actor=actor, from_state=system.state)
    price.delete()


def hindrances(system):
    """What must be there before the system may open, in words. Empty when nothing is missing."""
    missing = []
    if not system.cpv_codes:
        missing.append("Ange minst en CPV-kod.")
    elif outside := sets.outside(system.cpv_codes, CpvSet.LOV):
        missing.append(f"LOV gäller inte för CPV {in_a_row(list(outside))}. Ta bort koden.")
    if not system.requirements:
        missing.append("Skriv vilka krav utföraren ska uppfylla.")
    if not system.reimbursement:
        missing.append("Skriv grunderna för ersättningen (LOV 4 kap. 1 §).")
    if not system.non_choice:
        missing.append("Skriv vad som gäller för den som inte väljer (LOV 9 kap. 2 §).")
    if not system.decision_time_days:
        missing.append("Ange inom hur många dagar ni lämnar besked på en ansökan (LOV 4 kap. 4 §).")
    if system.is_reserved and check(system).answer == Legal.NO:
        missing.append("Lagen tillåter inte att systemet reserveras. Läs skälen.")
    return missing


@transaction.atomic
def open_system(system, *, actor, national_url, noticed_on, at=None):
    """Open for applications until further notice: the notice is on the national site (LOV 3 kap. 1 §)."""
    require_buyer(actor, system.authority)
    at = at or timezone.now()
    with take(OPEN, system, actor=actor, at=at) as case:
        if missing := hindrances(case):
            raise StepNotAllowed(" ".join(missing))
        if noticed_on > timezone.localdate(at):
            raise StepNotAllowed("Annonsera först. Dagen kan inte ligga efter i dag.")
        case.national_url, case.national_noticed_on = national_url, noticed_on
        case.opened_at = case.changed_at = at
    return case


@transaction.atomic
def wind_up(system, *, actor, reason, ceases_on=None, at=None):
    """Begin to wind up, as the authority has decided: no more applications. Those who provide are told."""
    require_buyer(actor, system.authority)
    at = at or timezone.now()
    with take(WIND_UP, system, actor=actor, note=reason, at=at) as case:
        if ceases_on and ceases_on < timezone.localdate(at):
            raise StepNotAllowed("Dagen då systemet upphör har redan passerat.")
        case.closing_reason, case.ceases_on, case.changed_at = reason, ceases_on, at
    choice_messages.tell_providers(case, "choice_closing")
    return case


@transaction.atomic
def close(system, *, actor, at=None):
    """End a system that is wound up, once every application is decided and every contract has ended."""
    require_buyer(actor, system.authority)
    at = at or timezone.now()
    with take(CLOSE, system, actor=actor, at=at) as case:
        if case.applications.filter(state__in=[ApplicationState.SUBMITTED, ApplicationState.APPROVED]).exists():
            raise StepNotAllowed("Det finns ansökningar utan beslut eller avtal. Avgör dem först.")
        runs = Q(state=ApplicationState.CONTRACTED) | Q(ended_on__gte=timezone.localdate(at))
        if case.applications.filter(runs).exists():
            raise StepNotAllowed("Det finns utförare med avtal. Avsluta avtalen först.")
        case.closed_at = case.changed_at = at
    return case


def _fill_in(system, facts):
    for name in FACTS:
        if name in facts:
            setattr(system, name, facts[name])
    require_lov_codes(system.cpv_codes)


def _require_legal(system):
    if missing := hindrances(system):
        raise StepNotAllowed(" ".join(missing))


def price_refusal(system, valid_from):
    """Why a row from that day may neither be added nor taken away now; empty when it may."""
    if system.state in (ChoiceState.CLOSING, ChoiceState.CLOSED):
        return "Systemet avvecklas. Prislistan står som den är."
    if system.state != ChoiceState.DECIDED and valid_from <= timezone.localdate():
        return "Systemet är öppet. En ny ersättning börjar gälla tidigast i morgon."
    return ""


def _require_price_time(system, valid_from):
    if refusal := price_refusal(system, valid_from):
        raise StepNotAllowed(refusal)
