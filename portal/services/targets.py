"""A council's targets: put in, changed, replaced by one that counts something else, ended. Each step is an event."""

from django.db import transaction
from django.utils import timezone

from portal.models import Target
from portal.models.targets import TargetState
from portal.services.decided import ADD, close, put_in
from portal.services.entitlements import require_council
from registry.workflow import Step, StepNotAllowed, take

CHANGE = Step("change", "Målet ändrades", sources=(TargetState.STANDING,), target=TargetState.STANDING)
REPLACE = Step("replace", "Målet ersattes", sources=(TargetState.STANDING,), target=TargetState.REPLACED)
END = Step("end", "Målet avslutades", sources=(TargetState.STANDING,), target=TargetState.ENDED)
STEPS = (CHANGE, REPLACE, END)
LABELS = {ADD: "Målet lades in", **{step.action: step.label for step in STEPS}}

COUNTED = ["definition", "indicator", "unit"]  # what a target counts: another one is another target
LEVELS = ["baseline_value", "baseline_year", "target_value", "target_year"]
DECISION = ["decided_by", "decided_on", "paragraph", "decision_url"]
FACTS = ["title", *COUNTED, *LEVELS, *DECISION]


@transaction.atomic
def add(place, *, actor, services=(), is_invented=False, at=None, **facts):
    """Put in a target that the council has decided on. Shown to everybody at once."""
    require_council(actor, place)
    return _create(place, actor, services, is_invented, at or timezone.now(), facts)


@transaction.atomic
def change(target, *, actor, services=None, at=None, **facts):
    """Change name, levels, decision or services. What is counted stands: see `replace`. The old values are kept."""
    require_council(actor, target.place)
    at = at or timezone.now()
    if any(name in facts and facts[name] != getattr(target, name) for name in COUNTED):
        raise StepNotAllowed("Ändrar ni vad som räknas blir det ett nytt mål, som ersätter det här.")
    known = {name: facts[name] for name in FACTS if name in facts and name not in COUNTED}
    _require_day(known.get("decided_on"), at)
    with take(CHANGE, target, actor=actor, note=_before(target, known), at=at) as held:
        for name, value in known.items():
            setattr(held, name, value)
    if services is not None:
        held.services.set(services)
    return held


@transaction.atomic
def replace(target, *, actor, services=(), at=None, **facts):
    """Let a target that counts something else take the place of this one. Their numbers are never one series."""
    require_council(actor, target.place)
    at = at or timezone.now()
    if all(facts.get(name) == getattr(target, name) for name in COUNTED):
        raise StepNotAllowed("Ni räknar samma sak som förut. Ändra målet i stället.")
    with take(REPLACE, target, actor=actor, at=at) as held:
        held.closed_at = at
    return _create(held.place, actor, services, held.is_invented, at, {**facts, "replaces": held})


@transaction.atomic
def end(target, *, actor, reason, at=None):
    """The council has given the target up, or it is done with. It stays to be read, with the reason."""
    require_council(actor, target.place)
    return close(END, target, actor=actor, reason=reason, at=at or timezone.now())


def _create(place, actor, services, is_invented, at, facts):
    _require_day(facts.get("decided_on"), at)
    target = Target(place=place, created_by=actor, created_at=at, is_invented=is_invented, **facts)
    put_in(target, actor=actor, at=at)
    target.services.set(services)
    return target


def _require_day(decided_on, at):
    if decided_on and decided_on > timezone.localdate(at):
        raise StepNotAllowed("Beslutet kan inte ligga i framtiden. Lägg in målet när det är beslutat.")


def _before(target, facts):
    """What stood before, as a sentence for the history."""
    changed = [name for name, value in facts.items() if getattr(target, name) != value]
    told = [f"{Target._meta.get_field(name).verbose_name} {_told(getattr(target, name))}" for name in changed]
    return f"Tidigare: {', '.join(told)}." if told else ""


def _told(value):
    if value is None or value == "":
        return "saknades"
    return f"{value.normalize():f}".replace(".", ",") if hasattr(value, "normalize") else str(value)
