"""Evidence of a procurement (N18): the search as it was at publication, and packs that are sealed after the award."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement.models.procurements import Lot, Procurement
from procurement.models.procurements import State as ProcurementState
from procurement.storage import evidence_path
from registry.models.eligibility import Ground
from registry.models.events import CaseEvent
from registry.tokens import receipt_token

# Tenders are secret until then (OSL 2009:400, 19 kap. 3 §).
SEALED_IN = [
    ProcurementState.AWARDED,
    ProcurementState.UNDER_REVIEW,
    ProcurementState.CONTRACTED,
    ProcurementState.CANCELLED,
]


class MarketRecord(models.Model):
    """Whom the portal's search found for a lot when its procurement was published. Append only.

    `query` is the search as an address has it. `total` counts the organisations that offer the service there, `may`
    those of them that may take part, `sure` those that need prove no more. `hits` holds their legal entities for the
    service, each with its answer and the id of the revision that stood then; at most so many organisations as
    `reading.market` says, while `total` counts all.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="market_records")
    ground = models.CharField("grund", max_length=12, choices=Ground)
    query = models.CharField("sökning", max_length=2000)
    on = models.DateField("dag")
    known_at = models.DateTimeField("söktes", default=timezone.now)
    total = models.PositiveIntegerField("erbjuder tjänsten där")
    may = models.PositiveIntegerField("får delta")
    sure = models.PositiveIntegerField("får delta utan att visa mer")
    hits = models.JSONField("träffar", default=list)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "sökning vid annonsering"
        verbose_name_plural = "sökningar vid annonsering"
        ordering = ["known_at", "pk"]

    def __str__(self):
        return f"Sökning {self.on}, {self.lot}"


class EvidencePack(models.Model):
    """Bevispaket: what the portal held of a procurement at one moment, file by file. Only its state ever changes.

    `files` maps names to texts: all that the ZIP holds but the manifest. So the ZIP can be made again from the
    database, byte for byte, whatever the portal's code has become since. `token` is in the pack and tells it apart.
    """

    class State(models.TextChoices):
        MAKING = "making", "Görs"
        SEALED = "sealed", "Klar"
        FAILED = "failed", "Misslyckades, försök igen"

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="evidence_packs")
    number = models.PositiveIntegerField("nummer")
    token = models.CharField(max_length=32, unique=True, default=receipt_token, editable=False)
    state = models.CharField("läge", max_length=10, choices=State, default=State.MAKING)
    files = models.JSONField("filer", default=dict)
    asked_at = models.DateTimeField("begärdes", default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bevispaket"
        verbose_name_plural = "bevispaket"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="evidence_pack_number_once",
                fields=["procurement", "number"],
                violation_error_message="Numret är upptaget.",
            ),
            models.CheckConstraint(
                name="evidence_pack_state_is_known",
                condition=Q(state__in=["making", "sealed", "failed"]),
                violation_error_message="Okänt läge.",
            ),
        ]

    def __str__(self):
        return f"Bevispaket {self.number}, {self.procurement}"


class EvidencePackEvent(CaseEvent):
    """What happened to a pack. Append only."""

    pack = models.ForeignKey(EvidencePack, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse för bevispaket"
        verbose_name_plural = "händelser för bevispaket"

    def __str__(self):
        return f"{self.pack}: {self.action}"


class EvidenceSeal(models.Model):
    """The seal of a pack: its ZIP, and the SHA-256 of the ZIP and of the manifest in it. Append only.

    `manifest` is kept as text, so that of an altered pack can be told which files are altered.
    """

    pack = models.OneToOneField(EvidencePack, models.PROTECT, related_name="seal")
    file = models.FileField("fil", upload_to=evidence_path, max_length=200)
    size = models.PositiveIntegerField("storlek i byte")
    sha256 = models.CharField("kontrollsumma", max_length=64, unique=True)
    manifest = models.TextField("manifest")
    manifest_sha256 = models.CharField("manifestets kontrollsumma", max_length=64, unique=True)
    sealed_at = models.DateTimeField("förseglades", default=timezone.now)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "försegling"
        verbose_name_plural = "förseglingar"
        constraints = [
            models.CheckConstraint(
                name="evidence_seal_hash_is_sha256",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", manifest_sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Kontrollsumman har fel form.",
            )
        ]

    def __str__(self):
        return f"Försegling av {self.pack}"
