"""What the check of the law said of a lot when it mattered: kept as it was, for the record of the procurement."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement.models.procurements import Lot
from registry.models.eligibility import Ground


class Legal(models.TextChoices):
    """Whether the law allows a reservation. Open is neither: an amount is missing, or the law is not settled."""

    YES = "yes", "Ja"
    NO = "no", "Nej"
    OPEN = "open", "Kan inte avgöras"


class LegalityRecord(models.Model):
    """The check of one lot's reservation at publication. Append only.

    Where the answer was open, `looked_up` says what the officer found out before going on.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="legality_records")
    ground = models.CharField("grund", max_length=12, choices=Ground)
    answer = models.CharField("svar", max_length=4, choices=Legal)
    findings = models.JSONField("skäl till svaret", default=list)
    notice_code = models.CharField("kod i annonsen", max_length=20, blank=True)
    looked_up = models.TextField("vad som kontrollerades för hand", max_length=2000, blank=True)
    checked_on = models.DateField("svaret gäller")
    checked_at = models.DateTimeField("kontrollerades", default=timezone.now)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "laglighetskontroll"
        verbose_name_plural = "laglighetskontroller"
        ordering = ["checked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="legality_record_never_a_no",
                condition=Q(answer="yes") | (Q(answer="open") & ~Q(looked_up="")),
                violation_error_message="Skriv vad ni har tagit reda på.",
            )
        ]

    def __str__(self):
        return f"{self.lot}: {self.get_answer_display().lower()}"
