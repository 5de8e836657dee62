"""The second fact: registered at Kammarkollegiet. Periods and checks with source and day, and the files that were read.

Two times are kept: when something held (`period`, `checked_on`), and when the portal knew it (`recorded_at`,
`superseded_at`). A period is never corrected. A new row supersedes it, so that a question about a past day can be
answered as it would have been answered then.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.calendar import years_later
from registry.validators import validate_organisation_number


class OfficialRegistrationQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """Registered at Kammarkollegiet on the given day, as far as we know."""
        return self.filter(period__contains=at or timezone.localdate())

    def as_known(self, moment):
        """The rows that the portal held to be true at the moment."""
        return self.filter(Q(superseded_at=None) | Q(superseded_at__gt=moment), recorded_at__lte=moment)


class CurrentRegistrationManager(models.Manager.from_queryset(OfficialRegistrationQuerySet)):
    """What is held to be true now: without the rows that others have superseded."""

    def get_queryset(self):
        return super().get_queryset().filter(superseded_at=None)


class OfficialRegistration(models.Model):
    """A period in Kammarkollegiet's register (2022:900, 3 and 10 §§). A fact about another register, with its source.

    `bound_until` follows from Kammarkollegiet's decision to deregister: five years on (8 § 2 st). A deregistration or a
    correction is a new row; the one that it supersedes stays, with the moment and the reason.
    """

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="official_registrations")
    period = DateRangeField("registrerad")
    deregistration_decided_on = models.DateField("beslut om avregistrering", null=True, blank=True)
    source = models.CharField("källa", max_length=200)
    recorded_at = models.DateTimeField("antecknades", default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    register_import = models.ForeignKey(
        "RegisterImport", models.PROTECT, null=True, blank=True, related_name="registrations", verbose_name="inläsning"
    )
    superseded_at = models.DateTimeField("ersattes", null=True, blank=True)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ersattes av"
    )
    superseded_reason = models.CharField("varför den ersattes", max_length=300, blank=True)

    objects = CurrentRegistrationManager()
    everything = OfficialRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "registrering hos Kammarkollegiet"
        verbose_name_plural = "registreringar hos Kammarkollegiet"
        constraints = [
            ExclusionConstraint(
                name="official_registration_once_at_a_time",
                expressions=[("legal_entity", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(superseded_at=None),
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
            models.CheckConstraint(
                name="official_registration_superseded_with_reason",
                condition=Q(superseded_at=None, superseded_by=None, superseded_reason="")
                | (Q(superseded_at__isnull=False, superseded_by__isnull=False) & ~Q(superseded_reason="")),
                violation_error_message="Skriv varför uppgiften ersätts.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}, registrerad från {self.period.lower}"

    @property
    def bound_until(self):
        """The day until which value transfers stay limited, or None while registered."""
        decided = self.deregistration_decided_on
        return years_later(decided, 5) if decided else None


class OfficialCheckQuerySet(models.QuerySet):
    def standing(self, known_at=None):
        """Without those of a list whose reading was undone: then they were never answers. As known at the moment."""
        undone = Q(register_import__undone_at__isnull=False)
        if known_at is not None:
            undone &= Q(register_import__undone_at__lte=known_at)
        return self.exclude(Q(register_import__isnull=False) & undone)

    def latest_per_entity(self):
        return self.order_by("legal_entity", "-checked_on", "-pk").distinct("legal_entity")


class OfficialCheck(models.Model):
    """Somebody looked in Kammarkollegiet's register on a day: what it said, or that it did not answer. Append only."""

    class Result(models.TextChoices):
        REGISTERED = "registered", "Registrerad"
        NOT_REGISTERED = "not_registered", "Inte registrerad"
        GONE = "gone", "Finns inte kvar i källan"
        UNKNOWN = "unknown", "Okänt"

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="official_checks")
    checked_on = models.DateField("kontrollerad")
    result = models.CharField("svar", max_length=14, choices=Result)
    source = models.CharField("källa", max_length=200)
    note = models.CharField("anteckning", max_length=300, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("antecknades", default=timezone.now)
    register_import = models.ForeignKey(
        "RegisterImport", models.PROTECT, null=True, blank=True, related_name="checks", verbose_name="inläsning"
    )

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


class RegisterImportQuerySet(models.QuerySet):
    def accepted(self):
        """Those that hold, the newest list last."""
        return self.filter(state=RegisterImport.State.ACCEPTED).order_by("list_date", "settled_at", "pk")

    def light(self):
        """Without the lists themselves, which may be large."""
        return self.defer("difference")


class RegisterImport(models.Model):
    """A file with Kammarkollegiet's list that was read: what it would change, who accepted it, whether it was undone.

    Nothing changes before somebody accepts. `difference` holds what would: numbers that are new, deregistered, gone or
    strange. A refused file changes nothing and says why.
    """

    class State(models.TextChoices):
        REFUSED = "refused", "Gick inte att läsa"
        PROPOSED = "proposed", "Väntar på godkännande"
        ACCEPTED = "accepted", "Genomförd"
        DISCARDED = "discarded", "Förkastad"
        UNDONE = "undone", "Ångrad"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField("läge", max_length=9, choices=State)
    source = models.CharField("källa", max_length=200)
    list_date = models.DateField("listan gäller", null=True, blank=True)
    sha256 = models.CharField("filens kontrollsumma", max_length=64, blank=True)
    row_count = models.PositiveIntegerField("rader", default=0)
    refused_count = models.PositiveIntegerField("rader som inte gick att läsa", default=0)
    difference = models.JSONField("vad som ändras", default=dict, blank=True)
    vanishing_share = models.DecimalField("andel som försvinner (%)", max_digits=5, decimal_places=2, default=0)
    problem = models.TextField("vad som är fel", max_length=2000, blank=True)
    settled_reason = models.CharField("varför den genomfördes ändå", max_length=1000, blank=True)
    undone_reason = models.CharField("varför den ångrades", max_length=1000, blank=True)
    read_at = models.DateTimeField("lästes", default=timezone.now)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField("avgjordes", null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField("ångrades", null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "inläsning av Kammarkollegiets lista"
        verbose_name_plural = "inläsningar av Kammarkollegiets lista"
        indexes = [models.Index(fields=["state", "-list_date"], name="register_import_latest")]
        constraints = [
            models.CheckConstraint(
                name="register_import_refused_with_a_reason",
                condition=~Q(state="refused") | ~Q(problem=""),
                violation_error_message="Skriv vad som är fel med filen.",
            ),
            models.CheckConstraint(
                name="register_import_settled_by_somebody",
                condition=(Q(state__in=["refused", "proposed"]) & Q(settled_at=None, settled_by=None))
                | (~Q(state__in=["refused", "proposed"]) & Q(settled_at__isnull=False, settled_by__isnull=False)),
                violation_error_message="Ange vem som avgjorde inläsningen.",
            ),
            models.CheckConstraint(
                name="register_import_undone_by_somebody",
                condition=(~Q(state="undone") & Q(undone_at=None, undone_by=None, undone_reason=""))
                | (Q(state="undone", undone_at__gte=F("settled_at"), undone_by__isnull=False) & ~Q(undone_reason="")),
                violation_error_message="Ange vem som ångrade inläsningen.",
            ),
            models.CheckConstraint(
                name="register_import_dated_when_readable",
                condition=Q(state="refused") | Q(list_date__isnull=False, sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Ange vilken dag listan gäller.",
            ),
        ]

    def __str__(self):
        return f"{self.source}, {self.list_date or 'utan dag'}"


class RegisterListing(models.Model):
    """A number that Kammarkollegiet lists and that no entity in the portal has. From the day it was first listed.

    So that a check, or a recipient of a transfer, is found registered though it never came to the portal. Superseded
    like a registration; when the entity joins, its registration goes on from here.
    """

    organisation_number = models.CharField(
        "organisationsnummer", max_length=10, validators=[validate_organisation_number]
    )
    name = models.CharField("namn i listan", max_length=200)
    period = DateRangeField("registrerad")
    gone_on = models.DateField("försvann ur källan", null=True, blank=True)
    source = models.CharField("källa", max_length=200)
    recorded_at = models.DateTimeField("antecknades", default=timezone.now)
    register_import = models.ForeignKey(RegisterImport, models.PROTECT, related_name="listings")
    superseded_at = models.DateTimeField("ersattes", null=True, blank=True)

    objects = CurrentRegistrationManager()
    everything = OfficialRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "nummer i Kammarkollegiets lista"
        verbose_name_plural = "nummer i Kammarkollegiets lista"
        constraints = [
            ExclusionConstraint(
                name="register_listing_once_at_a_time",
                expressions=[("organisation_number", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(superseded_at=None),
                violation_error_message="Numret står redan i listan för den tiden.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.organisation_number}"
