"""Receipts: a check that somebody asked to keep. Nobody's name is in one, so none of these functions takes an actor.

A receipt is proved by its own sum, and its PDF by the sum that was stored when it was signed. The signature is for
those who have the file alone: a new key takes nothing from what an old one signed.
"""

import hashlib
import json
import logging
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from registry.models.eligibility import EligibilityReceipt
from registry.services import receipt_pdf, signing

logger = logging.getLogger(__name__)

LARGEST_PDF = 5 * 1024 * 1024
AT_A_TIME = 50  # receipts that a sweep signs
_ADDRESS = re.compile(rb"/kvitto/([0-9a-f]{32})/")


class Finding(StrEnum):
    """What became of a file that somebody wants verified."""

    UNCHANGED = "unchanged"
    ALTERED = "altered"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Verified:
    """The finding, and the receipt that the file is, or says it is."""

    finding: Finding
    receipt: EligibilityReceipt | None = None


def canonical(content):
    """The content as bytes, always the same for the same content: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sum_of(content):
    """The SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


@transaction.atomic
def create(content, *, is_certificate=False):
    """Keep an answer of `registry.reading.checks.answers_for`, and have its PDF made in the background."""
    from registry.tasks import make_receipt_pdf  # which itself calls this module

    receipt = EligibilityReceipt.objects.create(
        ground=content["ground"],
        on=date.fromisoformat(content["on"]),
        checked_at=datetime.fromisoformat(content["checked_at"]),
        row_count=len(content["rows"]),
        content=content,
        sha256=sum_of(content),
        is_certificate=is_certificate,
    )
    make_receipt_pdf.enqueue(receipt.pk)
    return receipt


def is_whole(receipt):
    """Whether the stored content is what was stored, and the columns beside it say the same."""
    content = receipt.content
    try:
        told = content["ground"], content["on"], datetime.fromisoformat(content["checked_at"]), len(content["rows"])
    except (KeyError, TypeError, ValueError):
        return False
    kept = receipt.ground, receipt.on.isoformat(), receipt.checked_at, receipt.row_count
    return receipt.sha256 == sum_of(content) and told == kept


def make_pdf(pk):
    """Make and sign a receipt's PDF, once. Without a key nothing is made: the nightly sweep tries again."""
    receipt = EligibilityReceipt.objects.filter(pk=pk, pdf=None).first()
    if receipt is None:
        return
    try:
        pdf, fingerprint = signing.sign(receipt_pdf.render(receipt))
    except signing.NoKey as problem:
        logger.warning("A receipt was left unsigned: %s", problem)
        return
    # Somebody may have been first: a signed receipt never changes.
    EligibilityReceipt.objects.filter(pk=pk, pdf=None).update(
        pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest(), signed_at=timezone.now(), key_fingerprint=fingerprint
    )


def sweep():
    """Sign receipts whose PDF was never made: the work was lost, or there was no key. Returns how many are tried."""
    from registry.tasks import make_receipt_pdf

    if not signing.state().signs:
        return 0
    left = list(EligibilityReceipt.objects.filter(pdf=None).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])
    for pk in left:
        make_receipt_pdf.enqueue(pk)
    return len(left)


def verify_file(content):
    """Whether a file is the PDF of a receipt, byte for byte. Nothing of the file is kept, and nothing in it is run."""
    known = EligibilityReceipt.objects.defer("pdf", "content")
    same = known.filter(pdf_sha256=hashlib.sha256(content).hexdigest()).first()
    if same:
        return Verified(Finding.UNCHANGED, same)
    tokens = {token.decode() for token in _ADDRESS.findall(content)}
    claimed = known.filter(token__in=tokens).order_by("pk").first()
    return Verified(Finding.ALTERED, claimed) if claimed else Verified(Finding.NOT_OURS)
