"""Taking in PDFs: by content, once, with their text searched for personnummer."""

import hashlib
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from registry import status_log
from registry.models import Document
from registry.services.pdf_text import read_pdf
from registry.validators import mask_personal_numbers
from registry.workflow import lock

MOST_BYTES = 20 * 1024 * 1024


class MaskingNeeded(Exception):
    """The PDF may hold personnummer, or cannot be read: the uploader must mask it and confirm."""

    def __init__(self, reading):
        super().__init__("masking needed")
        self.reading = reading


def _clean_name(name):
    """A file name without path or personnummer."""
    return mask_personal_numbers(PurePath(str(name).replace("\\", "/")).name)[:120] or "handling.pdf"


@transaction.atomic
def store(
    upload,
    kind,
    *,
    organisation,
    actor,
    legal_entity=None,
    adopted_on=None,
    masking_confirmed=False,
    is_claim_evidence=False,
):
    """Keep an uploaded PDF as a new document, or find the same one handed in before.

    Raises `ValidationError` when it is not a PDF that can be kept, `MaskingNeeded` until the uploader confirms.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError("Filen är större än 20 MB. Spara den med lägre upplösning och försök igen.")
    upload.seek(0)
    content = upload.read()
    reading = read_pdf(BytesIO(content))
    digest = hashlib.sha256(content).hexdigest()
    lock(organisation)  # two uploads of the same file become one document
    same = Document.objects.filter(
        organisation=organisation,
        legal_entity=legal_entity,
        kind=kind,
        sha256=digest,
        is_claim_evidence=is_claim_evidence,
    )
    if is_claim_evidence:  # two claimants may hold the same protokoll, and see only their own
        same = same.filter(uploaded_by=actor)
    if found := same.first():
        return found
    doubtful = reading.needs_confirmation
    if doubtful and not masking_confirmed:
        raise MaskingNeeded(reading)
    return keep(
        content,
        digest,
        kind,
        filename=_clean_name(upload.name),
        page_count=reading.page_count,
        has_text=not reading.pages_without_text,
        has_personal_number=reading.has_personal_number,
        organisation=organisation,
        legal_entity=legal_entity,
        adopted_on=adopted_on,
        masking_confirmed=doubtful and masking_confirmed,
        is_claim_evidence=is_claim_evidence,
        actor=actor,
    )


@transaction.atomic
def store_made_here(content, kind, filename, *, page_count, organisation, legal_entity, actor):
    """Keep a PDF that the portal itself has made, for instance a decision letter. Its forms let no personnummer in."""
    return keep(
        content,
        hashlib.sha256(content).hexdigest(),
        kind,
        filename=filename,
        page_count=page_count,
        has_text=True,
        has_personal_number=False,
        organisation=organisation,
        legal_entity=legal_entity,
        adopted_on=None,
        masking_confirmed=False,
        is_claim_evidence=False,
        actor=actor,
    )


def keep(content, digest, kind, *, filename, organisation, legal_entity, actor, **facts):
    """Keep the bytes of a PDF whose reading is known, as the next version of its kind."""
    siblings = Document.objects.filter(organisation=organisation, legal_entity=legal_entity, kind=kind)
    document = Document(
        organisation=organisation,
        legal_entity=legal_entity,
        kind=kind,
        version=(siblings.aggregate(last=Max("version"))["last"] or 0) + 1,
        filename=filename,
        size=len(content),
        sha256=digest,
        uploaded_by=actor,
        **facts,
    )
    document.file.save(filename, ContentFile(content), save=False)
    document.full_clean()
    document.save()
    return document


@transaction.atomic
def publish(document, *, actor):
    """Show a governing document to all, once what it says has been verified. Doubtful files stay closed."""
    if document.has_text and not document.has_personal_number and not document.is_public:
        document.is_public = True
        document.save(update_fields=["is_public"])
        status_log.write(document, "publish", actor=actor, from_state="closed", to_state="public")
    return document
