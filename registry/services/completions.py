"""The answer to a request for completion while it is being written: its text and its files are kept, not sent."""

from django.db import transaction

from registry.models.applications import State
from registry.services.entitlements import require_editor
from registry.workflow import StepNotAllowed, lock

MOST_FILES = 5


@transaction.atomic
def keep(application, *, actor, answer, document=None):
    """Keep what has been written so far, and one more file. Raises `StepNotAllowed` when there is nothing to answer."""
    request = _open_request(application, actor)
    request.answer = answer
    request.full_clean()
    request.save(update_fields=["answer"])
    if document is not None:
        if request.documents.count() >= MOST_FILES and document not in request.documents.all():
            raise StepNotAllowed("Ni kan lämna högst fem filer. Ta bort en först.")
        request.documents.add(document)
    return request


@transaction.atomic
def leave_out(application, document, *, actor):
    """Take a file away from the answer. The file itself stays among the organisation's documents."""
    request = _open_request(application, actor)
    request.documents.remove(document)
    return request


def _open_request(application, actor):
    require_editor(actor, application.legal_entity.organisation)
    case = lock(application)
    if case.state != State.COMPLETION_REQUESTED:
        raise StepNotAllowed("Det finns ingen begäran att svara på. Ärendet har gått vidare.")
    return case.completion_requests.select_for_update().get(answered_at=None)
