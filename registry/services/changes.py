"""Notices of change (2022:900, 5 § 2 st): what was verified stands until the change is decided."""

from django.db import transaction
from django.utils import timezone

from registry import notifications, status_log
from registry.case_numbers import next_case_number
from registry.models import (
    Application,
    ChangeNotice,
    Document,
    EntityRevision,
    LegalEntity,
    Municipality,
    Submission,
    Verification,
)
from registry.models.applications import OPEN, Requirement, State
from registry.models.records import JournalEntry
from registry.services import journal, revisions, search_index
from registry.services.documents import publish
from registry.services.entitlements import require_editor
from registry.workflow import Step, StepNotAllowed, lock, take

SUBMIT = Step("submit", "Anmälan om ändring kom in", sources=(State.DRAFT,), target=State.SUBMITTED)
NOTICE = Step("notice_change", "En ändring anmäldes", sources=("verified",), target="change_noticed")
SETTLE = Step("settle_change", "Ändringen är avgjord", sources=("change_noticed",), target="verified")

# What a notice may change, with the words used on the page and in the comparison.
FIELDS = {
    "name": "Namn",
    "seat_id": "Säte",
    "own_address": "Egen adress",
    "street": "Gatuadress eller box",
    "postal_code": "Postnummer",
    "city": "Ort",
    "purpose_text": "Syfte",
    "purpose_clause": "Var syftet står",
    "purpose_exclusive": "Enbart allmännyttigt",
    "dissolution_text": "Tillgångar vid upplösning",
    "dissolution_clause": "Var det står",
    "public_control": "Stat, region eller kommun bestämmer",
    "public_control_note": "Hur styrelsen utses",
    "welfare_runs": "Bedriver välfärd",
    "welfare_text": "Välfärd som det offentliga betalar",
}

# Which requirement each fact bears on (2022:900, 2 and 3 §§). Name, seat and address bear on none.
TOUCHES = {
    "purpose_text": Requirement.PURPOSE,
    "purpose_clause": Requirement.PURPOSE,
    "purpose_exclusive": Requirement.PURPOSE,
    "dissolution_text": Requirement.DISSOLUTION,
    "dissolution_clause": Requirement.DISSOLUTION,
    "public_control": Requirement.PUBLIC_CONTROL,
    "public_control_note": Requirement.PUBLIC_CONTROL,
    "welfare_runs": Requirement.WELFARE,
    "welfare_text": Requirement.WELFARE,
}


@transaction.atomic
def start(entity, *, actor):
    """Open a notice of change for a verified entity, or go on with its draft."""
    require_editor(actor, entity.organisation)
    lock(entity.organisation)
    current = entity.applications.filter(state__in=[State.DRAFT, *OPEN]).first()
    if current is not None:
        if current.is_draft and current.is_change:
            return current
        raise StepNotAllowed("Det finns redan ett ärende om den juridiska personen.")
    if not entity.verifications.in_force().exists():
        raise StepNotAllowed("Bara den som är verifierad anmäler ändringar. Ansök om verifiering i stället.")
    case = Application.objects.create(legal_entity=entity, kind=Application.Kind.CHANGE, created_by=actor)
    ChangeNotice.objects.create(application=case)
    status_log.write(case, "start_draft", actor=actor, reason="change", to_state=case.state)
    return case


@transaction.atomic
def save(case, proposed, *, actor, effective_on=None, message="", governing_document=None, without_document=False):
    """Save what would change. Only values that differ from what stands are kept.

    A new governing document stays in the notice until another takes its place or `without_document` leaves it out.
    """
    entity = case.legal_entity
    require_editor(actor, entity.organisation)
    case = lock(case)
    if not case.is_editable or not case.is_change:
        raise StepNotAllowed("Anmälan är låst medan den prövas.")
    notice = ChangeNotice.objects.select_for_update().get(application=case)
    notice.proposed = {
        name: value for name, value in proposed.items() if name in FIELDS and value != getattr(entity, name)
    }
    notice.replaced = {name: getattr(entity, name) for name in notice.proposed}
    notice.effective_on, notice.message = effective_on, message
    if governing_document is not None:
        notice.governing_document = governing_document
    elif without_document:
        notice.governing_document = None
    notice.full_clean()
    notice.save()
    case.touched_at = timezone.now()
    case.save(update_fields=["touched_at"])
    return notice


@transaction.atomic
def discard(case, *, actor):
    """Throw a begun notice away. What was verified stands as before; nobody but the members saw the draft."""
    require_editor(actor, case.legal_entity.organisation)
    case = lock(case)
    if not case.is_draft or not case.is_change:
        raise StepNotAllowed("Anmälan har kommit in. Återkalla den i stället.")
    case.delete()


def is_empty(notice):
    """Whether nothing would change."""
    return not notice.proposed and notice.governing_document_id is None


@transaction.atomic
def submit(case, *, actor, at=None):
    """Hand in the notice: a case of its own. The public page says that a change is being examined."""
    entity = case.legal_entity
    require_editor(actor, entity.organisation)
    at = at or timezone.now()
    notice = ChangeNotice.objects.select_for_update().get(application=case)
    if is_empty(notice):
        raise StepNotAllowed("Anmälan ändrar ingenting än. Fyll i det som är nytt.")
    submission = Submission.objects.create(organisation=entity.organisation, submitted_by=actor, submitted_at=at)
    with take(SUBMIT, case, actor=actor, at=at) as case:
        case.submission = submission
        case.case_number = next_case_number(at)
        case.received_at = at
    journal.write(case, JournalEntry.Direction.IN, "Anmälan om ändring", at=at)
    for verification in entity.verifications.in_force().filter(state=Verification.State.VERIFIED):
        with take(NOTICE, verification, actor=actor, note=case.case_number, at=at):
            pass
    context = {"organisation": entity.organisation, "cases": [case], "actor": actor}
    notifications.notify([actor], "change_received", context, url=case.get_absolute_url())
    search_index.refresh(entity.organisation)
    return case


def carry_out(case, *, actor, at=None):
    """The change is approved: what was noticed becomes what stands. Call inside the approving step."""
    entity = lock(case.legal_entity)
    notice = ChangeNotice.objects.get(application=case)
    for name, value in notice.proposed.items():
        setattr(entity, name, value)
    if notice.governing_document_id:
        entity.governing_document = notice.governing_document
        publish(notice.governing_document, actor=actor)
    entity.full_clean()
    entity.save()
    revisions.record(entity, EntityRevision.Cause.CHANGED, actor=actor, at=at)
    settle(case, actor=actor, at=at)


def settle(case, *, actor, at=None):
    """The change is decided or withdrawn: the verification is no longer marked."""
    for verification in case.legal_entity.verifications.filter(state=Verification.State.CHANGE_NOTICED):
        with take(SETTLE, verification, actor=actor, note=case.case_number, at=at):
            pass


def requirements_touched(notice):
    """The requirements that what is noticed bears on; the others stand as they were judged."""
    touched = {TOUCHES[name] for name in notice.proposed if name in TOUCHES}
    if notice.governing_document_id:
        touched |= {Requirement.PURPOSE, Requirement.PUBLIC_CONTROL, Requirement.DISSOLUTION}
    return touched


def in_words(name, value):
    """A fact's value as a person reads it; empty when nothing is stated."""
    if value is None or value == "":
        return ""
    if name == "seat_id":
        return str(Municipality.objects.filter(pk=value).first() or value)
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    choices = dict(LegalEntity._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))


def comparison(notice):
    """Old and new side by side, in words, one row per changed fact: (label, old, new). Documents stay documents."""
    rows = [
        (FIELDS[name], in_words(name, notice.replaced.get(name)), in_words(name, value))
        for name, value in notice.proposed.items()
    ]
    if notice.governing_document_id:
        old = Document.objects.filter(pk=notice.application.legal_entity.governing_document_id).first()
        rows.append(("Stadgar", old, notice.governing_document))
    return rows
