"""Choice systems: an authority approves every provider that qualifies, each person chooses among them (LOV 2008:962).

A choice system is advertised until further notice (2 kap. 4 §). There is no last day to apply, and no column for one.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from procurement.models.authorities import ContractingAuthority
from procurement.models.law import cpv_validator
from registry.models.events import CaseEvent
from registry.sorting import sort_key_field


class ChoiceState(models.TextChoices):
    """Where a choice system is. A changed one is open, on the terms that were announced last."""

    DECIDED = "decided", "Beslutat"
    OPEN = "open", "Öppet"
    CHANGED = "changed", "Öppet, ändrat"
    CLOSING = "closing", "Avvecklas"
    CLOSED = "closed", "Avslutat"


TAKES_APPLICATIONS = [ChoiceState.OPEN, ChoiceState.CHANGED]
SHOWN = [*TAKES_APPLICATIONS, ChoiceState.CLOSING, ChoiceState.CLOSED]


class ChoiceSystemQuerySet(models.QuerySet):
    def shown(self):
        """What everybody may see: from the day it opened."""
        return self.filter(state__in=SHOWN)

    def open(self):
        """Those that one may apply to."""
        return self.filter(state__in=TAKES_APPLICATIONS)

    def of_areas(self, areas):
        """In one of the service areas."""
        return self.filter(service_area__in=areas)

    def visible_to(self, user):
        """What everybody may see, and everything of the authorities where the user buys."""
        if not user.is_authenticated:
            return self.shown()
        return self.filter(
            Q(state__in=SHOWN) | Q(authority__in=user.authority_memberships.buying().values("authority"))
        )


class ChoiceSystem(models.Model):
    """Valfrihetssystem (LOV 1 kap. 1 §). An application is decided within `decision_time_days` (4 kap. 4 §).

    It never has a last day to apply: whoever qualifies may apply as long as the system is open (2 kap. 4 §).
    `ceases_on` is when a system that is wound up is meant to end for residents; applying stops when winding up begins.
    """

    authority = models.ForeignKey(
        ContractingAuthority, models.PROTECT, related_name="choice_systems", verbose_name="myndighet"
    )
    title = models.CharField("rubrik", max_length=200)
    summary = models.TextField("kort om systemet", max_length=4000, blank=True)
    service_area = models.ForeignKey(
        "registry.ServiceArea", models.PROTECT, related_name="choice_systems", verbose_name="verksamhet"
    )
    municipalities = models.ManyToManyField(
        "registry.Municipality", blank=True, related_name="choice_systems", verbose_name="kommuner"
    )
    cpv_codes = ArrayField(
        models.CharField(max_length=8, validators=[cpv_validator]), verbose_name="CPV-koder", default=list, blank=True
    )
    is_primary_care = models.BooleanField("regionens vårdval i primärvården", default=False)
    is_reserved = models.BooleanField("reserverat för idéburna organisationer", default=False)
    purpose_link = models.TextField("varför idéburnas syfte hjälper till att nå målet", max_length=3000, blank=True)
    decided_on = models.DateField("beslutades")
    decision_reference = models.CharField("beslutets diarienummer", max_length=80)
    requirements = models.TextField("krav på utföraren", max_length=8000, blank=True)
    reimbursement = models.TextField("grunder för ersättningen", max_length=4000, blank=True)
    non_choice = models.TextField("för den som inte väljer", max_length=3000, blank=True)
    decision_time_days = models.PositiveSmallIntegerField("besked på ansökan inom (dagar)", null=True, blank=True)
    national_url = models.URLField("länk till annonsen på Hitta LOV-uppdrag", max_length=500, blank=True)
    national_noticed_on = models.DateField("annonserades senast", null=True, blank=True)
    contact_email = models.EmailField("funktionsadress för kontakt", blank=True)
    state = models.CharField("läge", max_length=8, choices=ChoiceState, default=ChoiceState.DECIDED)
    opened_at = models.DateTimeField("öppnades", null=True, blank=True)
    ceases_on = models.DateField("systemet upphör", null=True, blank=True)
    closing_reason = models.TextField("varför systemet avvecklas", max_length=2000, blank=True)
    closed_at = models.DateTimeField("avslutades", null=True, blank=True)
    created_at = models.DateTimeField("lades in", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("ändrades", default=timezone.now)
    sort_key = sort_key_field("title")

    objects = ChoiceSystemQuerySet.as_manager()

    class Meta:
        verbose_name = "valfrihetssystem"
        verbose_name_plural = "valfrihetssystem"
        indexes = [
            models.Index(fields=["sort_key", "id"], name="choice_system_by_title"),
            models.Index(fields=["authority", "state"], name="choice_system_of_authority"),
            models.Index(fields=["service_area", "state"], name="choice_system_of_service_area"),
        ]
        constraints = [
            models.CheckConstraint(
                name="choice_system_state_is_known",
                condition=Q(state__in=ChoiceState.values),
                violation_error_message="Okänt läge.",
            ),
            models.CheckConstraint(
                name="choice_system_primary_care_is_not_reserved",
                condition=~Q(is_reserved=True, is_primary_care=True),
                violation_error_message="Vårdvalet i primärvården får inte reserveras (HSL 7 kap. 3 §).",
            ),
            models.CheckConstraint(
                name="choice_system_reserved_with_purpose",
                condition=Q(is_reserved=False) | ~Q(purpose_link=""),
                violation_error_message="Skriv varför idéburnas syfte hjälper till att nå målet (LOV 1 kap. 2 a §).",
            ),
            models.CheckConstraint(
                name="choice_system_open_is_whole",
                condition=Q(state=ChoiceState.DECIDED)
                | (
                    ~(Q(national_url="") | Q(non_choice="") | Q(reimbursement="") | Q(cpv_codes=[]))
                    & Q(
                        decision_time_days__isnull=False,
                        decision_time_days__gte=1,
                        national_noticed_on__isnull=False,
                        opened_at__isnull=False,
                    )
                ),
                violation_error_message="Ett öppet system har CPV-kod, ersättning, ickevalsalternativ, tid för besked "
                "och länk till den nationella annonsen.",
            ),
            models.CheckConstraint(
                name="choice_system_wound_up_with_reason",
                condition=~Q(state__in=[ChoiceState.CLOSING, ChoiceState.CLOSED]) | ~Q(closing_reason=""),
                violation_error_message="Skriv varför systemet avvecklas.",
            ),
            models.CheckConstraint(
                name="choice_system_closed_with_a_day",
                condition=Q(state=ChoiceState.CLOSED, closed_at__isnull=False)
                | (~Q(state=ChoiceState.CLOSED) & Q(closed_at=None)),
                violation_error_message="Ett avslutat system har en dag då det avslutades.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("choice_system", args=[self.pk])

    @property
    def is_open(self):
        """Whether one may apply."""
        return self.state in TAKES_APPLICATIONS

    @property
    def is_shown(self):
        """Whether everybody may see it."""
        return self.state in SHOWN


class ChoicePriceQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """Of each label the row that holds on the day."""
        day = at or timezone.localdate()
        return self.filter(valid_from__lte=day).order_by("label", "-valid_from").distinct("label")


class ChoicePrice(models.Model):
    """A row of the price list: what is paid for each unit from a day, the same to all. Whole kronor without VAT."""

    class Unit(models.TextChoices):
        HOUR = "hour", "timme"
        DAY = "day", "dygn"
        VISIT = "visit", "besök"
        MONTH = "month", "månad"
        YEAR = "year", "år"
        PLACE = "place", "plats"

    system = models.ForeignKey(ChoiceSystem, models.PROTECT, related_name="prices")
    label = models.CharField("vad som ersätts", max_length=120)
    amount = models.PositiveIntegerField("belopp (kr)")
    unit = models.CharField("per", max_length=5, choices=Unit)
    valid_from = models.DateField("gäller från")

    objects = ChoicePriceQuerySet.as_manager()

    class Meta:
        verbose_name = "ersättning i valfrihetssystem"
        verbose_name_plural = "ersättningar i valfrihetssystem"
        ordering = ["label", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "label", "valid_from"],
                name="choice_price_once_a_day",
                violation_error_message="Det finns redan en ersättning med den benämningen från den dagen.",
            )
        ]

    def __str__(self):
        return f"{self.label}: {self.amount} kr per {self.get_unit_display()}"


class ChoiceSystemEvent(CaseEvent):
    """What happened to a choice system, who did it, and from which state to which. Append only."""

    system = models.ForeignKey(ChoiceSystem, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse i valfrihetssystem"
        verbose_name_plural = "händelser i valfrihetssystem"

    def __str__(self):
        return f"{self.system}: {self.action}"
