"""The first fact: verified by the portal. The other one, Kammarkollegiet's register, is in `official`."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.models.events import CaseEvent


class VerificationQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """Those that hold on the given day, today unless told otherwise."""
        return self.filter(period__contains=at or timezone.localdate())


class Verification(models.Model):
    """The time during which the portal vouches for having examined a legal entity. Never Kammarkollegiet's act."""

    class State(models.TextChoices):
        VERIFIED = "verified", "Verifierad"
        CHANGE_NOTICED = "change_noticed", "En ändring prövas"
        ENDED = "ended", "Har upphört"

    class Ground(models.TextChoices):
        OWN_REQUEST = "own_request", "På egen begäran"
        REQUIREMENTS_NOT_MET = "requirements_not_met", "Kraven är inte längre uppfyllda"
        WRONG_INFORMATION = "wrong_information", "Uppgifterna var felaktiga"
        CEASED = "ceased", "Den juridiska personen finns inte längre"

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="verifications")
    application = models.ForeignKey("Application", models.PROTECT, related_name="verifications")
    revision = models.ForeignKey("EntityRevision", models.PROTECT, related_name="+")
    state = models.CharField("läge", max_length=20, choices=State, default=State.VERIFIED)
    period = DateRangeField("verifierad")
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verified_at = models.DateTimeField("beslutades", default=timezone.now)
    end_warned_at = models.DateTimeField("kommunicerat att verifieringen kan upphöra", null=True, blank=True)
    end_warning = models.TextField("vad som talar emot", max_length=4000, blank=True)
    end_answer_by = models.DateField("svara senast", null=True, blank=True)
    end_answer = models.TextField("organisationens yttrande", max_length=4000, blank=True)
    end_answered_at = models.DateTimeField("yttrandet kom in", null=True, blank=True)
    end_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField("upphörde", null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    end_ground = models.CharField("grund", max_length=20, choices=Ground, blank=True)
    end_reasons = models.TextField("skäl", max_length=4000, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = "verifiering"
        verbose_name_plural = "verifieringar"
        constraints = [
            ExclusionConstraint(
                name="verification_once_at_a_time",
                expressions=[("legal_entity", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Den juridiska personen är redan verifierad under den tiden.",
            ),
            models.CheckConstraint(
                name="verification_ended_with_ground",
                condition=(~Q(state="ended") & Q(ended_at=None, ended_by=None, end_ground="", period__upper_inf=True))
                | (
                    Q(state="ended", ended_at__isnull=False, ended_by__isnull=False, period__upper_inf=False)
                    & ~Q(end_ground="")
                ),
                violation_error_message="En verifiering som upphört har dag och grund.",
            ),
            models.CheckConstraint(
                name="verification_ended_by_decision_has_reasons",
                condition=Q(end_ground__in=["", "own_request"]) | ~Q(end_reasons=""),
                violation_error_message="Skriv skälen till att verifieringen upphör.",
            ),
            models.CheckConstraint(
                name="verification_answered_by_somebody_who_was_warned",
                condition=Q(end_answer="", end_answered_at=None, end_answered_by=None)
                | (
                    ~Q(end_answer="")
                    & Q(end_answered_at__isnull=False, end_answered_by__isnull=False, end_warned_at__isnull=False)
                ),
                violation_error_message="Ett yttrande har text, dag och avsändare, och kommer efter vår fråga.",
            ),
            models.CheckConstraint(
                name="verification_withdrawn_after_warning",
                condition=~Q(end_ground__in=["requirements_not_met", "wrong_information"])
                | Q(end_warned_at__isnull=False),
                violation_error_message="Ge organisationen tillfälle att yttra sig först.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}, verifierad från {self.period.lower}"


class VerificationEvent(CaseEvent):
    """What happened to a verification. Append only."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="events")

    def __str__(self):
        return f"{self.verification}: {self.action}"
