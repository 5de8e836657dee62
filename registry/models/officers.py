"""Case officers: an administrator's shift, and conflicts of interest (jäv)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class OfficerShiftQuerySet(models.QuerySet):
    def current(self, at=None):
        at = at or timezone.now()
        return self.filter(started_at__lte=at, expires_at__gt=at, ended_at=None)


class OfficerShift(models.Model):
    """An administrator takes the case officer's role, for one hour, for a stated reason. The row is the log."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="officer_shifts")
    reason = models.CharField("skäl", max_length=300)
    started_at = models.DateTimeField("började", default=timezone.now)
    expires_at = models.DateTimeField("slutar av sig självt")
    ended_at = models.DateTimeField("avslutades", null=True, blank=True)

    objects = OfficerShiftQuerySet.as_manager()

    class Meta:
        verbose_name = "tjänstgöring som handläggare"
        verbose_name_plural = "tjänstgöringar som handläggare"
        constraints = [
            models.CheckConstraint(
                name="officer_shift_has_reason",
                condition=~Q(reason=""),
                violation_error_message="Skriv varför du behöver rollen.",
            ),
            models.CheckConstraint(
                name="officer_shift_lasts_at_most_an_hour",
                condition=Q(expires_at__gt=models.F("started_at"))
                & Q(expires_at__lte=models.F("started_at") + models.Value(timedelta(hours=1))),
                violation_error_message="Rollen gäller högst en timme.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.started_at:%Y-%m-%d %H:%M}"


class ConflictOfInterest(models.Model):
    """A case officer may not handle this organisation (förvaltningslagen 2017:900, 16 to 18 §§)."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflicts_of_interest")
    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="conflicts_of_interest")
    reason = models.CharField("skäl", max_length=300)
    declared_at = models.DateTimeField("anmäldes", default=timezone.now)

    class Meta:
        verbose_name = "jäv"
        verbose_name_plural = "jäv"
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "organisation"],
                name="conflict_once_per_organisation",
                violation_error_message="Du har redan anmält jäv för organisationen.",
            )
        ]

    def __str__(self):
        return f"{self.officer} – {self.organisation}"
