"""Documents that a council governs by: put in, replaced by a new version, ended. Each step is an event."""

from django.db import transaction
from django.utils import timezone

from portal.models import GovernanceDocument
from portal.models.governance import DocumentState
from portal.services.decided import ADD, close, put_in
from portal.services.entitlements import require_council
from registry.workflow import Step, StepNotAllowed, take

NEW_VERSION = Step(
    "new_version", "Ersattes av en ny version", sources=(DocumentState.STANDING,), target=DocumentState.REPLACED
)
END = Step("end", "Dokumentet upphörde", sources=(DocumentState.STANDING,), target=DocumentState.ENDED)
STEPS = (NEW_VERSION, END)
LABELS = {ADD: "Dokumentet lades in", **{step.action: step.label for step in STEPS}}
FACTS = [
    "title",
    "version",
    "term_begins_in",
    "adopted_on",
    "paragraph",
    "url",
    "mentions",
    "passage",
    "follow_up_plan",
]


@transaction.atomic
def add(place, *, actor, is_invented=False, at=None, **facts):
    """Put in a document that has been adopted. Shown to everybody at once."""
    require_council(actor, place)
    return _create(place, actor, is_invented, at or timezone.now(), facts)


@transaction.atomic
def new_version(document, *, actor, at=None, **facts):
    """Let a new version take the place of this one, for the same term or a later one."""
    require_council(actor, document.place)
    at = at or timezone.now()
    given = {name: facts[name] for name in FACTS if name in facts}
    if all(getattr(document, name) == value for name, value in given.items()):
        raise StepNotAllowed("Den nya versionen är lik den gamla. Ändra det som är nytt.")
    old, new = document.term_begins_in, facts.get("term_begins_in")
    if old and new and new < old:
        raise StepNotAllowed("Den nya versionen kan inte gälla en tidigare mandatperiod än den gamla.")
    if facts.get("adopted_on") and facts["adopted_on"] < document.adopted_on:
        raise StepNotAllowed("Den nya versionen kan inte vara beslutad före den gamla.")
    with take(NEW_VERSION, document, actor=actor, at=at) as held:
        held.closed_at = at
    return _create(held.place, actor, held.is_invented, at, {**given, "kind": held.kind, "replaces": held})


@transaction.atomic
def end(document, *, actor, reason, at=None):
    """The document no longer holds, and nothing takes its place."""
    require_council(actor, document.place)
    return close(END, document, actor=actor, reason=reason, at=at or timezone.now())


def _create(place, actor, is_invented, at, facts):
    if facts.get("adopted_on") and facts["adopted_on"] > timezone.localdate(at):
        raise StepNotAllowed("Dagen för beslutet kan inte ligga i framtiden.")
    document = GovernanceDocument(place=place, created_by=actor, created_at=at, is_invented=is_invented, **facts)
    return put_in(document, actor=actor, at=at)
