"""What every follow-up is made of, of a contract or a partnership."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class FollowUp(models.Model):
    """A follow-up, planned and performed, with result and action. Public."""

    planned_on = models.DateField("planerad")
    performed_on = models.DateField("genomförd", null=True, blank=True)
    result = models.TextField("resultat", max_length=3000, blank=True)
    action = models.TextField("åtgärd", max_length=3000, blank=True)
    noted_at = models.DateTimeField("lades in", default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["planned_on", "pk"]

    def __str__(self):
        return f"Uppföljning {self.planned_on}"


def performed_has_result(name):
    """The constraint that what was performed says what it showed."""
    return models.CheckConstraint(
        name=name,
        condition=Q(performed_on=None, result="") | (Q(performed_on__isnull=False) & ~Q(result="")),
        violation_error_message="Skriv vad uppföljningen visade.",
    )
