"""Procurements: what an authority means to buy, its lots, and what happens from plan to contract.

The portal is no channel of publication: a published procurement carries the link and id of its notice in a registered
database of notices (LOU 19 kap. 8 §), and tenders are not received here.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone

from procurement.models.authorities import ContractingAuthority
from procurement.models.law import Law, cpv_validator
from registry.models.eligibility import Ground
from registry.models.events import CaseEvent
from registry.sorting import sort_key_field


class State(models.TextChoices):
    """Where a procurement is (PRODUCT, Flows)."""

    PLANNED = "planned", "Planerad"
    DIALOGUE = "dialogue", "Tidig dialog"
    PUBLISHED = "published", "Annonserad"
    CLOSED = "closed", "Anbudstiden är slut"
    AWARDED = "awarded", "Tilldelad"
    UNDER_REVIEW = "under_review", "Överprövas"
    CONTRACTED = "contracted", "Avtal finns"
    CANCELLED = "cancelled", "Avbruten"


BEFORE_NOTICE = [State.PLANNED, State.DIALOGUE]
ENDED = [State.CONTRACTED, State.CANCELLED]


class Origin(models.TextChoices):
    """Where the facts come from. What is imported may lack what the law asks of a notice."""

    MANUAL = "manual", "Inlagd av myndigheten"
    EFORMS = "eforms", "Annons (eForms)"
    UHM = "uhm", "Upphandlingsmyndighetens statistik"


# What everybody may see: all but plans that the authority keeps to itself, and imports that were undone. Indexes hold
# the same condition, so that long lists and their counts are answered from them alone.
SHOWN = Q(withdrawn_at=None) & ~Q(state=State.PLANNED, plan_shown_at=None)


class ProcurementQuerySet(models.QuerySet):
    def shown(self):
        """What everybody may see: all but plans that the authority keeps to itself, and imports that were undone."""
        return self.filter(SHOWN)

    def visible_to(self, user):
        """What everybody may see, and everything of the authorities where the user buys."""
        if not user.is_authenticated:
            return self.shown()
        own = user.authority_memberships.buying().values("authority")
        return self.filter(SHOWN | Q(authority__in=own, withdrawn_at=None))

    def of_areas(self, areas):
        """With at least one lot in one of the service areas."""
        return self.filter(pk__in=Lot.objects.filter(service_area__in=areas).values("procurement"))

    def reserved(self):
        """With at least one lot reserved on some ground, confirmed or not."""
        return self.filter(is_reserved=True)


class Procurement(models.Model):
    """Upphandling, from plan to contract (LOU 2016:1145, 1 kap. 2 § and 19 kap.). Money in whole kronor without VAT."""

    authority = models.ForeignKey(
        ContractingAuthority, models.PROTECT, related_name="procurements", verbose_name="upphandlande myndighet"
    )
    title = models.CharField("rubrik", max_length=200)
    summary = models.TextField("kort om vad som ska köpas", max_length=4000, blank=True)
    aim = models.TextField("tjänstens mål", max_length=2000, blank=True)
    law = models.CharField("lag", max_length=3, choices=Law, default=Law.LOU)
    is_framework = models.BooleanField("ramavtal", default=False)
    state = models.CharField("läge", max_length=12, choices=State, default=State.PLANNED)
    is_reserved = models.BooleanField("reserverad", default=False, editable=False)
    whole_country = models.BooleanField("hela landet", default=False)
    municipalities = models.ManyToManyField(
        "registry.Municipality", blank=True, related_name="procurements", verbose_name="kommuner"
    )
    estimated_value = models.PositiveBigIntegerField("uppskattat värde (kr)", null=True, blank=True)
    ceiling_value = models.PositiveBigIntegerField("takvolym (kr)", null=True, blank=True)
    started_on = models.DateField("påbörjades", null=True, blank=True)
    planned_notice_on = models.DateField("annonseras troligen", null=True, blank=True)
    questions_until = models.DateField("sista dag för frågor", null=True, blank=True)
    closes_at = models.DateTimeField("sista dag för anbud", null=True, blank=True)
    starts_on = models.DateField("avtalet börjar", null=True, blank=True)
    contact_email = models.EmailField("funktionsadress för kontakt", blank=True)
    notice_database = models.CharField("annonsdatabas", max_length=80, blank=True)
    notice_id = models.CharField("annonsens id", max_length=100, blank=True)
    notice_url = models.URLField("länk till annonsen", max_length=500, blank=True)
    notice_sent_on = models.DateField("annonsen skickades", null=True, blank=True)
    plan_shown_at = models.DateTimeField("planen visas sedan", null=True, blank=True)
    published_at = models.DateTimeField("annonserades", null=True, blank=True)
    closed_at = models.DateTimeField("anbudstiden stängdes", null=True, blank=True)
    ended_at = models.DateTimeField("avslutades", null=True, blank=True)
    cancel_reason = models.TextField("skäl för att avbryta", max_length=2000, blank=True)
    origin = models.CharField("ursprung", max_length=6, choices=Origin, default=Origin.MANUAL)
    procedure_id = models.CharField("förfarandets id", max_length=100, blank=True)
    withdrawn_at = models.DateTimeField("importen ångrades", null=True, blank=True)
    created_at = models.DateTimeField("lades in", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("ändrades", default=timezone.now)
    sort_key = sort_key_field("title")
    search_terms = models.GeneratedField(
        expression=SearchVector("title", "summary", config="swedish"),
        output_field=SearchVectorField(),
        db_persist=True,
        verbose_name="sökord",
    )

    objects = ProcurementQuerySet.as_manager()

    class Meta:
        verbose_name = "upphandling"
        verbose_name_plural = "upphandlingar"
        indexes = [
            models.Index(
                F("published_at").desc(nulls_last=True),
                F("id").desc(),
                name="procurement_newest_first",
                condition=SHOWN,
            ),
            models.Index(fields=["id"], name="procurement_shown", condition=SHOWN),
            models.Index(fields=["id"], name="procurement_in_whole_country", condition=SHOWN & Q(whole_country=True)),
            models.Index(
                fields=["authority", "state", "closes_at", "id"],
                name="procurement_of_authority",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(fields=["state", "closes_at"], name="procurement_closing"),
            models.Index(fields=["sort_key", "id"], name="procurement_by_title", condition=SHOWN),
            GinIndex(fields=["search_terms"], name="procurement_by_words", fastupdate=False),
            models.Index(fields=["procedure_id"], name="procurement_procedure", condition=~Q(procedure_id="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="procurement_state_is_known",
                condition=Q(state__in=State.values),
                violation_error_message="Okänt läge.",
            ),
            models.CheckConstraint(
                name="procurement_notice_before_publication",
                condition=Q(state__in=[*BEFORE_NOTICE, State.CANCELLED])
                | ~Q(origin=Origin.MANUAL)
                | (
                    ~Q(notice_url="")
                    & ~Q(notice_id="")
                    & ~Q(notice_database="")
                    & Q(published_at__isnull=False, closes_at__isnull=False)
                ),
                violation_error_message="Ange annonsens länk, id och databas, och sista dag för anbud.",
            ),
            models.CheckConstraint(
                name="procurement_closes_after_publication",
                condition=Q(closes_at=None)
                | Q(published_at=None)
                | ~Q(origin=Origin.MANUAL)
                | Q(closes_at__gt=F("published_at")),
                violation_error_message="Sista dag för anbud måste ligga efter annonseringen.",
            ),
            models.CheckConstraint(
                name="procurement_ended_with_a_day",
                condition=Q(state__in=ENDED, ended_at__isnull=False) | (~Q(state__in=ENDED) & Q(ended_at=None)),
                violation_error_message="En avslutad upphandling har en dag då den avslutades.",
            ),
            models.CheckConstraint(
                name="procurement_cancelled_with_reasons",
                condition=~Q(state=State.CANCELLED) | ~Q(cancel_reason="") | ~Q(origin=Origin.MANUAL),
                violation_error_message="Skriv varför upphandlingen avbryts.",
            ),
            models.CheckConstraint(
                name="procurement_ceiling_on_frameworks",
                condition=Q(ceiling_value=None) | Q(is_framework=True),
                violation_error_message="Bara ramavtal har takvolym.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("procurement", args=[self.pk])

    @property
    def is_before_notice(self):
        """Whether the procurement may still be rewritten freely."""
        return self.state in BEFORE_NOTICE

    @property
    def is_ended(self):
        return self.state in ENDED


class Lot(models.Model):
    """Anbudsområde: the part of a procurement that is awarded, and reserved, by itself. There is always one."""

    procurement = models.ForeignKey(Procurement, models.CASCADE, related_name="lots")
    number = models.PositiveSmallIntegerField("nummer", default=1)
    identifier = models.CharField("id i annonsen", max_length=60, blank=True)
    title = models.CharField("rubrik", max_length=200)
    description = models.TextField("beskrivning", max_length=4000, blank=True)
    service_area = models.ForeignKey(
        "registry.ServiceArea",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lots",
        verbose_name="verksamhet",
        db_index=False,  # lot_of_service_area begins with it
    )
    cpv = models.CharField("CPV-kod", max_length=8, blank=True, validators=[cpv_validator])
    more_cpv = ArrayField(
        models.CharField(max_length=8, validators=[cpv_validator]),
        verbose_name="fler CPV-koder",
        default=list,
        blank=True,
    )
    ground = models.CharField("grund för reservation", max_length=12, choices=Ground, blank=True)
    ground_confirmed = models.BooleanField("grunden är bekräftad", default=False)
    notice_code = models.CharField("annonsens kod för reservation", max_length=20, blank=True)
    estimated_value = models.PositiveBigIntegerField("uppskattat värde (kr)", null=True, blank=True)
    months = models.PositiveSmallIntegerField("avtalstid i månader", null=True, blank=True)
    extension_months = models.PositiveSmallIntegerField("förlängning i månader, högst", default=0)

    class Meta:
        verbose_name = "anbudsområde"
        verbose_name_plural = "anbudsområden"
        ordering = ["number"]
        indexes = [
            models.Index(fields=["service_area", "procurement"], name="lot_of_service_area"),
            models.Index(fields=["ground", "procurement"], name="lot_reserved", condition=~Q(ground="")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="lot_number_once",
                fields=["procurement", "number"],
                violation_error_message="Numret är upptaget.",
            ),
            models.CheckConstraint(
                name="lot_confirms_only_a_ground",
                condition=Q(ground_confirmed=False) | ~Q(ground=""),
                violation_error_message="Välj en grund innan du bekräftar den.",
            ),
            models.CheckConstraint(
                name="lot_is_not_a_choice_system",
                condition=~Q(ground=Ground.LOV_1_2A),
                violation_error_message="LOV gäller valfrihetssystem. Lägg in det där.",
            ),
            models.CheckConstraint(
                name="lot_19_25_at_most_three_years",
                condition=~Q(ground=Ground.LOU_19_25, ground_confirmed=True)
                | Q(months__isnull=False, months__lte=Value(36) - F("extension_months")),
                violation_error_message="Enligt LOU 19 kap. 25 § gäller avtalet i högst tre år, förlängning inräknad.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def codes(self):
        """Every CPV code of the lot, the main one first."""
        return [*([self.cpv] if self.cpv else []), *self.more_cpv]


class ProcurementEvent(CaseEvent):
    """What happened in a procurement, who did it, and from which state to which. Append only."""

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse i upphandling"
        verbose_name_plural = "händelser i upphandlingar"

    def __str__(self):
        return f"{self.procurement}: {self.action}"


class ReservationReasons(models.Model):
    """Why the procurement is reserved (N11), in versions. Append only: the latest counts, each can be compared.

    The statute asks for no such record. Courts have asked for objective reasons (the Ferlin case, Uppsala).
    """

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="reservation_reasons")
    need = models.TextField("behovet", max_length=3000)
    market = models.TextField("vilka som kan lämna anbud", max_length=3000)
    purpose_link = models.TextField("varför idéburnas syfte hjälper till att nå målet", max_length=3000)
    proportionality = models.TextField("varför reservationen inte går längre än den behöver", max_length=3000)
    decided_by = models.CharField("vem som bestämde (funktion)", max_length=120)
    programme = models.CharField("program eller mål som det bygger på", max_length=300, blank=True)
    written_at = models.DateTimeField("skrevs", default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "skäl för reservation"
        verbose_name_plural = "skäl för reservation"
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reservation_reasons_are_whole",
                condition=~(Q(need="") | Q(market="") | Q(purpose_link="") | Q(proportionality="") | Q(decided_by="")),
                violation_error_message="Fyll i alla skälen.",
            )
        ]

    def __str__(self):
        return f"Skäl för reservation, {self.procurement}"
