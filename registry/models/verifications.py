"""The two facts, kept apart: verified by the portal, registered at Kammarkollegiet."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone


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
                name="verification_withdrawn_after_warning",
                condition=~Q(end_ground__in=["requirements_not_met", "wrong_information"])
                | Q(end_warned_at__isnull=False),
                violation_error_message="Ge organisationen tillfälle att yttra sig först.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}, verifierad från {self.period.lower}"


class VerificationEvent(models.Model):
    """What happened to a verification. Append only."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="events")
    action = models.CharField(max_length=30)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.verification}: {self.action}"


class OfficialRegistrationQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """Registered at Kammarkollegiet on the given day, as far as we know."""
        return self.filter(period__contains=at or timezone.localdate())


class OfficialRegistration(models.Model):
    """A period in Kammarkollegiet's register (2022:900, 3 and 10 §§). A fact about another register, with its source.

    `bound_until` follows from Kammarkollegiet's decision to deregister: five years on (8 § 2 st).
    """

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="official_registrations")
    period = DateRangeField("registrerad")
    deregistration_decided_on = models.DateField("beslut om avregistrering", null=True, blank=True)
    source = models.CharField("källa", max_length=200)
    recorded_at = models.DateTimeField("antecknades", default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfficialRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "registrering hos Kammarkollegiet"
        verbose_name_plural = "registreringar hos Kammarkollegiet"
        constraints = [
            ExclusionConstraint(
                name="official_registration_once_at_a_time",
                expressions=[("legal_entity", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Registreringen överlappar en som redan är antecknad.",
            ),
            models.CheckConstraint(
                name="official_registration_ends_by_decision",
                condition=Q(deregistration_decided_on=None, period__upper_inf=True)
                | Q(deregistration_decided_on__isnull=False, period__upper_inf=False),
                violation_error_message="En avslutad registrering har dagen för Kammarkollegiets beslut.",
            ),
            models.CheckConstraint(
                name="official_registration_has_source",
                condition=~Q(source=""),
                violation_error_message="Skriv var uppgiften kommer från.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}, registrerad från {self.period.lower}"

    @property
    def bound_until(self):
        """The day until which value transfers stay limited, or None while registered."""
        decided = self.deregistration_decided_on
        if decided is None:
            return None
        try:
            return decided.replace(year=decided.year + 5)
        except ValueError:  # 29 February
            return decided.replace(year=decided.year + 5, day=28)


class OfficialCheckQuerySet(models.QuerySet):
    def latest_per_entity(self):
        return self.order_by("legal_entity", "-checked_on", "-pk").distinct("legal_entity")


class OfficialCheck(models.Model):
    """Somebody looked in Kammarkollegiet's register on a day: what it said, or that it did not answer. Append only."""

    class Result(models.TextChoices):
        REGISTERED = "registered", "Registrerad"
        NOT_REGISTERED = "not_registered", "Inte registrerad"
        UNKNOWN = "unknown", "Okänt"

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="official_checks")
    checked_on = models.DateField("kontrollerad")
    result = models.CharField("svar", max_length=14, choices=Result)
    source = models.CharField("källa", max_length=200)
    note = models.CharField("anteckning", max_length=300, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("antecknades", default=timezone.now)

    objects = OfficialCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "kontroll mot Kammarkollegiet"
        verbose_name_plural = "kontroller mot Kammarkollegiet"
        indexes = [models.Index(fields=["legal_entity", "-checked_on"], name="official_check_latest")]
        constraints = [
            models.CheckConstraint(
                name="official_check_has_source",
                condition=~Q(source=""),
                violation_error_message="Skriv var uppgiften kommer från.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}: {self.get_result_display().lower()} {self.checked_on}"
