"""Suggestions to procure contracts together that somebody has said no to (N14)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from procurement.models.contracts import Contract


class KeptApart(models.Model):
    """Two contracts that are not to be procured together, and why. The suggestion is not shown again."""

    first = models.ForeignKey(Contract, models.PROTECT, related_name="+")
    second = models.ForeignKey(Contract, models.PROTECT, related_name="+")
    reason = models.CharField("skäl", max_length=300)
    decided_at = models.DateTimeField("när", default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "avtal som hålls isär"
        verbose_name_plural = "avtal som hålls isär"
        constraints = [
            models.UniqueConstraint(
                name="kept_apart_once",
                fields=["first", "second"],
                violation_error_message="Ni har redan svarat på förslaget.",
            ),
            models.CheckConstraint(
                name="kept_apart_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message="Ett avtal kan inte hållas isär från sig självt.",
            ),
            models.CheckConstraint(
                name="kept_apart_with_reason", condition=~Q(reason=""), violation_error_message="Skriv ett skäl."
            ),
        ]

    def __str__(self):
        return f"{self.first} och {self.second}"
