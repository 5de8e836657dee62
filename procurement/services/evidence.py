"""Evidence packs (N18): asked for by a buyer after the award, sealed in the background, verified by anybody.

What a pack says is read when it is asked for, in one transaction, and kept. The ZIP follows from that alone, so it is
the same whenever it is made. Sealing again is another pack with the next number: the old one stands.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from procurement import sealed_zip
from procurement.models import EvidencePack, EvidenceSeal
from procurement.models.evidence import SEALED_IN
from procurement.reading.evidence import files_of
from procurement.services.entitlements import require_buyer
from procurement.tasks import seal_evidence_pack
from registry import status_log
from registry.workflow import Step, StepNotAllowed, lock, take

State = EvidencePack.State
SEAL = Step("seal", "Paketet förseglades", sources=(State.MAKING, State.FAILED), target=State.SEALED)
FAIL = Step("fail", "Paketet gick inte att göra", sources=(State.MAKING,), target=State.FAILED)
RETRY = Step("retry", "Ett nytt försök", sources=(State.FAILED,), target=State.MAKING)
AT_A_TIME = 50  # packs that a sweep tries
TOO_EARLY = "Bevispaket görs när tilldelningen är beslutad eller upphandlingen avbruten. Till dess är anbuden hemliga."


class Finding(StrEnum):
    """What became of a file, or a sum, that somebody wants verified."""

    GENUINE = "genuine"
    MANIFEST = "manifest"  # the sum is that of a sealed manifest
    REPACKED = "repacked"  # every file is as sealed, the ZIP around them is not
    ALTERED = "altered"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Verified:
    """The finding, the seal that the file has or says it has, and how it differs: names of the sealed pack alone."""

    finding: Finding
    seal: EvidenceSeal | None = None
    altered: tuple = ()
    missing: tuple = ()
    added: int = 0


@transaction.atomic
def ask(procurement, *, actor, at=None):
    """Ask for a pack of the procurement as it is now. Its ZIP is made in the background."""
    require_buyer(actor, procurement.authority)
    procurement = lock(procurement)
    if procurement.state not in SEALED_IN:
        raise StepNotAllowed(TOO_EARLY)
    if procurement.evidence_packs.filter(state=State.MAKING).exists():
        raise StepNotAllowed("Ett paket görs redan. Ladda om sidan om en stund.")
    last = procurement.evidence_packs.aggregate(last=Max("number"))["last"] or 0
    pack = EvidencePack(procurement=procurement, number=last + 1, asked_at=at or timezone.now(), asked_by=actor)
    pack.files = files_of(pack)
    pack.full_clean()
    pack.save()
    status_log.write(pack, "create", actor=actor, to_state=pack.state, at=pack.asked_at)
    seal_evidence_pack.enqueue(pack.pk)
    return pack


@transaction.atomic
def retry(pack, *, actor):
    """Try again to make the ZIP of a pack."""
    require_buyer(actor, pack.procurement.authority)
    with take(RETRY, pack, actor=actor) as case:
        pass
    seal_evidence_pack.enqueue(pack.pk)
    return case


def seal(pk, *, at=None):
    """Make, store and seal the ZIP of a pack, once, on behalf of whoever asked. What goes wrong is noted and raised."""
    pack = EvidencePack.objects.exclude(state=State.SEALED).defer("files").filter(pk=pk).first()
    if pack is None:
        return
    try:
        _seal(pack, at or timezone.now())
    except StepNotAllowed:  # somebody was first
        return
    except Exception:
        _note_failure(pack)
        raise


@transaction.atomic
def _seal(pack, at):
    with take(SEAL, pack, actor=pack.asked_by, at=at) as case:
        content, manifest = sealed_zip.archive(case.files), sealed_zip.manifest(case.files)
        made = EvidenceSeal(
            pack=case,
            size=len(content),
            sha256=_sum(content),
            manifest=manifest,
            manifest_sha256=_sum(manifest.encode()),
            sealed_at=at,
            sealed_by=pack.asked_by,
        )
        made.file.save("bevispaket.zip", ContentFile(content), save=False)
        made.full_clean()
        made.save()


def _note_failure(pack):
    try:
        with take(FAIL, pack, actor=pack.asked_by):
            pass
    except StepNotAllowed:  # noted already, or sealed by another worker
        return


def sweep():
    """Seal the packs whose work was lost or failed. Returns how many are tried."""
    left = EvidencePack.objects.exclude(state=State.SEALED).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]
    for pk in left:
        seal_evidence_pack.enqueue(pk)
    return len(left)


def verify_sum(sha256):
    """Whether a SHA-256 is that of a sealed ZIP, or of the manifest in one."""
    if found := _seals().filter(sha256=sha256).first():
        return Verified(Finding.GENUINE, found)
    if found := _seals().filter(manifest_sha256=sha256).first():
        return Verified(Finding.MANIFEST, found)
    return Verified(Finding.NOT_OURS)


def verify_file(file):
    """Whether an open file is a sealed ZIP, byte for byte; if not, how it differs from the pack that it says it is.

    Nothing of the file is kept. Raises `sealed_zip.Refused` for what cannot be a pack at all.
    """
    found = _seals().filter(sha256=sealed_zip.sum_of_file(file)).first()
    if found:
        return Verified(Finding.GENUINE, found)
    opened = sealed_zip.read(file)
    known = _seals().filter(manifest_sha256=opened.manifest_sha256).first()
    known = known or _seals().filter(pack__token=opened.token).first()
    return _compared(opened, known) if known else Verified(Finding.NOT_OURS)


def _compared(opened, known):
    sealed = sealed_zip.parse(known.manifest) | {sealed_zip.MANIFEST: known.manifest_sha256}
    missing = tuple(sorted(sealed.keys() - opened.sums.keys()))
    altered = tuple(sorted(name for name in sealed.keys() & opened.sums.keys() if opened.sums[name] != sealed[name]))
    added = len(opened.sums.keys() - sealed.keys())
    finding = Finding.ALTERED if missing or altered or added else Finding.REPACKED
    return Verified(finding, known, altered, missing, added)


def _seals():
    return EvidenceSeal.objects.select_related("pack__procurement__authority").defer("pack__files")


def content_of(made):
    """The sealed ZIP as bytes: its file, or made again when that is lost or altered. None when neither is as sealed."""
    stored = _stored(made)
    if stored is not None and _sum(stored) == made.sha256:
        return stored
    again = sealed_zip.archive(made.pack.files)
    return again if _sum(again) == made.sha256 else None


def fault_of(made):
    """What is wrong with a seal's file and with what the database holds of it, in words; "" when nothing is."""
    stored = _stored(made)
    if stored is None:
        return "filen saknas"
    if _sum(stored) != made.sha256:
        return "filen är ändrad"
    if _sum(sealed_zip.archive(made.pack.files)) != made.sha256:
        return "uppgifterna i databasen ger inte samma paket"
    return ""


def _stored(made):
    try:
        with made.file.open("rb") as file:
            return file.read()
    except OSError:
        return None


def _sum(content):
    return hashlib.sha256(content).hexdigest()
