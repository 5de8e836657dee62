"""Communication before a refusal, and decisions."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.models.applications import Application


class Communication(models.Model):
    """What speaks against approval, sent to the applicant before a decision (förvaltningslagen 2017:900, 25 §)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="communications")
    text = models.TextField("vad som talar emot", max_length=4000)
    due_on = models.DateField("svara senast")
    sent_at = models.DateTimeField("skickades", default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField("svar", max_length=4000, blank=True)
    answered_at = models.DateTimeField("besvarades", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "kommunicering"
        verbose_name_plural = "kommuniceringar"
        ordering = ["sent_at"]
        constraints = [
            models.CheckConstraint(
                name="communication_has_text",
                condition=~Q(text=""),
                violation_error_message="Skriv vad som talar emot.",
            ),
            models.CheckConstraint(
                name="communication_answered_by_someone",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                violation_error_message="Ett svar har dag och avsändare.",
            ),
        ]

    def __str__(self):
        return f"Kommunicering i {self.application}"

    def is_over(self, at=None):
        """Whether the applicant has answered, or had the time that was given."""
        return bool(self.answered_at) or (at or timezone.localdate()) > self.due_on


class Decision(models.Model):
    """How a case ended: outcome, reasons, paragraphs, letter. Its content is never changed afterwards."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", "Godkänd"
        REJECTED = "rejected", "Avslag"
        DISMISSED = "dismissed", "Avvisad"

    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    outcome = models.CharField("utgång", max_length=9, choices=Outcome)
    reasons = models.TextField("skäl", max_length=8000)
    provisions = ArrayField(models.CharField(max_length=60), verbose_name="bestämmelser", default=list, blank=True)
    decided_at = models.DateTimeField("beslutades", default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    letter = models.ForeignKey("Document", models.PROTECT, null=True, blank=True, related_name="+")
    served_on = models.DateField("mottagaren tog del", null=True, blank=True)
    review_until = models.DateField("sista dag att begära omprövning", null=True, blank=True)

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        constraints = [
            models.CheckConstraint(
                name="decision_has_reasons",
                condition=~Q(reasons=""),
                violation_error_message="Ett beslut har skäl.",
            ),
            models.CheckConstraint(
                name="decision_refusal_cites_provisions",
                condition=Q(outcome="approved") | Q(provisions__len__gt=0),
                violation_error_message="Ange vilka bestämmelser beslutet bygger på.",
            ),
            models.CheckConstraint(
                name="decision_review_follows_service",
                condition=Q(served_on=None, review_until=None)
                | Q(served_on__isnull=False, review_until__gt=models.F("served_on")),
                violation_error_message="Tiden räknas från dagen då mottagaren tog del av beslutet.",
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}, {self.application}"
