"""Figures that organisations count themselves about a place (source 000, "Skapa egen, lokal statistik").

They are never `Indicator` values: no chart, table or file holds both. What is counted stands as it was written, and so
does each number. Who counts something else begins a new measure, which points to the old one.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from portal.models.decided import HTTPS, SOME_WORDS
from portal.models.places import Place
from registry.models.events import CaseEvent

FIRST_YEAR, LAST_YEAR = 2000, 2100
LARGEST = 1_000_000_000


class MeasureState(models.TextChoices):
    """Whether numbers are still put in."""

    OPEN = "open", "Räknas"
    REPLACED = "replaced", "Ersatt"
    CLOSED = "closed", "Avslutad"


class LocalMeasureQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=MeasureState.OPEN)


class LocalMeasure(models.Model):
    """What some organisations count at a place: in which unit, on a day or over a year, and whether they may overlap.

    With `may_overlap` the same thing may be counted by several, and `overlap` says how; then there is no sum. Nothing
    here changes but that it ends: a trigger holds it. With `is_invented` every number is made up.
    """

    class Unit(models.TextChoices):
        PLACES = "places", "platser"
        HOURS = "hours", "timmar"
        PERSONS = "persons", "personer"
        OTHER = "other", "något annat"

    place = models.ForeignKey(Place, models.PROTECT, related_name="local_measures", verbose_name="kommun eller region")
    service_area = models.ForeignKey(
        "registry.ServiceArea",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="local_measures",
        verbose_name="tjänst",
    )
    name = models.CharField("namn", max_length=100)
    definition = models.TextField("vad som räknas", max_length=1000)
    unit = models.CharField("enhet", max_length=7, choices=Unit)
    own_unit = models.CharField("egen enhet", max_length=30, blank=True)
    is_stock = models.BooleanField("räknas en viss dag")
    may_overlap = models.BooleanField("samma sak kan räknas av flera")
    overlap = models.CharField("hur det som räknas kan överlappa", max_length=300, blank=True)
    started_by = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="started_measures", verbose_name="började räkna"
    )
    state = models.CharField("läge", max_length=8, choices=MeasureState, default=MeasureState.OPEN)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="ersätter"
    )
    close_reason = models.CharField("varför räkningen avslutades", max_length=300, blank=True)
    closed_at = models.DateTimeField("avslutades", null=True, blank=True)
    is_invented = models.BooleanField("påhittad", default=False)
    created_at = models.DateTimeField("började", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = LocalMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "egen siffra"
        verbose_name_plural = "egna siffror"
        ordering = ["place", "name", "pk"]
        indexes = [models.Index(fields=["place"], name="local_measure_of_a_place")]
        constraints = [
            models.CheckConstraint(
                name="local_measure_is_of_a_council",
                condition=~Q(place="0000"),
                violation_error_message="Siffran gäller en kommun eller en region.",
            ),
            models.CheckConstraint(
                name="local_measure_is_defined",
                condition=Q(name__regex=SOME_WORDS, definition__regex=SOME_WORDS),
                violation_error_message="Skriv namn och vad som räknas. Utan det kan ingen räkna om siffran.",
            ),
            models.CheckConstraint(
                name="local_measure_unit_is_known",
                condition=Q(unit__in=["places", "hours", "persons"], own_unit="")
                | Q(unit="other", own_unit__regex=SOME_WORDS),
                violation_error_message="Välj enhet. Är det något annat, skriv vad.",
            ),
            models.CheckConstraint(
                name="local_measure_overlaps_in_words",
                condition=Q(may_overlap=False) | Q(overlap__regex=SOME_WORDS),
                violation_error_message="Skriv hur samma sak kan räknas av flera.",
            ),
            models.CheckConstraint(
                name="local_measure_closed_with_a_reason",
                condition=Q(state="open", close_reason="", closed_at=None)
                | Q(state="replaced", close_reason="", closed_at__isnull=False)
                | Q(state="closed", close_reason__regex=SOME_WORDS, closed_at__isnull=False),
                violation_error_message="Skriv varför räkningen avslutas.",
            ),
            models.CheckConstraint(
                name="local_measure_replaces_another",
                condition=Q(replaces=None) | ~Q(replaces=F("pk")),
                violation_error_message="En räkning kan inte ersätta sig själv.",
            ),
            models.UniqueConstraint(
                name="local_measure_counted_once",
                fields=["place", "started_by", "name"],
                condition=Q(state="open"),
                violation_error_message="Ni räknar redan något med det namnet här. Välj ett annat namn.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        name = f"{self.place.kind}_local_figure"
        return reverse(name, args=[self.place.public_code, self.place.slug, self.pk])

    @property
    def marked_name(self):
        """Its name, and that it is made up when it is."""
        return f"{self.name} (påhittad)" if self.is_invented else self.name

    @property
    def unit_word(self):
        """What comes after a number."""
        return self.own_unit or self.get_unit_display()

    @property
    def counts_people(self):
        """Whether the numbers may be of people: those of persons, and of whatever else people call what they count."""
        return self.unit in (self.Unit.PERSONS, self.Unit.OTHER)


class ParticipantState(models.TextChoices):
    """Where an organisation is. Only those who are in, or were and have left numbers, are ever told to others."""

    INVITED = "invited", "Inbjuden"
    IN = "in", "Med"
    DECLINED = "declined", "Tackade nej"
    WITHDRAWN = "withdrawn", "Inbjudan togs tillbaka"
    LEFT = "left", "Har lämnat"


class ParticipantQuerySet(models.QuerySet):
    def taking_part(self):
        return self.filter(state=ParticipantState.IN)

    def standing(self):
        """Those who are in, or have not answered."""
        return self.filter(state__in=[ParticipantState.IN, ParticipantState.INVITED])


class LocalParticipant(models.Model):
    """An organisation that counts, or was asked to. Who began is one from the start."""

    measure = models.ForeignKey(LocalMeasure, models.PROTECT, related_name="participants", verbose_name="egen siffra")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="local_parts", verbose_name="organisation"
    )
    state = models.CharField("läge", max_length=9, choices=ParticipantState, default=ParticipantState.INVITED)
    invited_at = models.DateTimeField("bjöds in", default=timezone.now)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("svarade", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("lämnade eller togs tillbaka", null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation som räknar"
        verbose_name_plural = "organisationer som räknar"
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="local_participant_once",
                fields=["measure", "organisation"],
                condition=Q(state__in=["invited", "in"]),
                violation_error_message="Organisationen är redan med eller inbjuden.",
            ),
            models.CheckConstraint(
                name="local_participant_answered_by_somebody",
                condition=Q(state__in=["in", "declined", "left"], answered_at__isnull=False, answered_by__isnull=False)
                | Q(state__in=["invited", "withdrawn"], answered_at=None, answered_by=None),
                violation_error_message="Ett svar har dag och någon som svarade.",
            ),
            models.CheckConstraint(
                name="local_participant_ended_on_a_day",
                condition=Q(state__in=["left", "withdrawn"], ended_at__isnull=False)
                | Q(state__in=["invited", "in", "declined"], ended_at=None),
                violation_error_message="Den som har lämnat har en dag då det skedde.",
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.measure}"


class LocalValueQuerySet(models.QuerySet):
    def standing(self):
        """The newest of each organisation and year, unless taken back."""
        return self.filter(closed_at=None)


class LocalValue(models.Model):
    """One organisation's number of a year, with its source. It never changes.

    Another takes its place, or it is taken back. `as_of` is the day that was counted, or on which a year was put
    together.
    """

    class Closed(models.TextChoices):
        REPLACED = "replaced", "Ersattes"
        TAKEN_BACK = "taken_back", "Togs tillbaka"

    measure = models.ForeignKey(LocalMeasure, models.PROTECT, related_name="values", verbose_name="egen siffra")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="local_values", verbose_name="organisation"
    )
    year = models.PositiveSmallIntegerField("år")
    value = models.PositiveIntegerField("antal")
    as_of = models.DateField("gäller dagen")
    source = models.CharField("källa", max_length=200, blank=True)
    source_url = models.URLField("länk till källan", max_length=500, blank=True)
    given_at = models.DateTimeField("lades in", default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed = models.CharField("hur den slutade gälla", max_length=10, choices=Closed, blank=True)
    closed_at = models.DateTimeField("ersattes eller togs tillbaka", null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = LocalValueQuerySet.as_manager()

    class Meta:
        verbose_name = "egen siffra för ett år"
        verbose_name_plural = "egna siffror för år"
        ordering = ["year", "given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="local_value_one_stands",
                fields=["measure", "organisation", "year"],
                condition=Q(closed_at=None),
                violation_error_message="Året har redan en siffra. Läs in sidan igen.",
            ),
            models.CheckConstraint(
                name="local_value_is_a_number",
                condition=Q(value__gte=0, value__lte=LARGEST),
                violation_error_message="Skriv ett helt tal, 0 eller större.",
            ),
            models.CheckConstraint(
                name="local_value_of_a_plausible_year",
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                violation_error_message=f"Skriv ett år från {FIRST_YEAR}.",
            ),
            models.CheckConstraint(
                name="local_value_has_a_source",
                condition=Q(source__regex=SOME_WORDS) | ~Q(source_url=""),
                violation_error_message="Skriv var siffran kommer från, eller en länk.",
            ),
            models.CheckConstraint(
                name="local_value_link_is_https",
                condition=Q(source_url="") | Q(source_url__regex=HTTPS),
                violation_error_message="Skriv hela adressen. Den ska börja med https://.",
            ),
            models.CheckConstraint(
                name="local_value_closed_by_somebody",
                condition=Q(closed="", closed_at=None, closed_by=None)
                | Q(closed__in=["replaced", "taken_back"], closed_at__isnull=False, closed_by__isnull=False),
                violation_error_message="En siffra som inte gäller längre har dag och vem som ändrade.",
            ),
        ]

    def __str__(self):
        return f"{self.measure}, {self.organisation}, {self.year}"


class LocalMeasureEvent(CaseEvent):
    """What happened to a measure, who counts it, and its numbers. Append only."""

    measure = models.ForeignKey(LocalMeasure, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse för en egen siffra"
        verbose_name_plural = "händelser för egna siffror"

    def __str__(self):
        return f"{self.measure}: {self.action}"
