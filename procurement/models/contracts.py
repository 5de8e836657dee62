"""Contracts, however they came about: their periods, options, call-offs and follow-ups.

Whoever lets a private body perform a task follows it up, and secures insight (KL 2017:725, 10 kap. 8 and 9 §§).
"""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from procurement.models.authorities import ContractingAuthority
from procurement.models.follow_ups import FollowUp, performed_has_result
from procurement.models.procurements import Lot, Procurement
from procurement.models.tenders import AwardedTender
from registry.models.eligibility import Ground
from registry.sorting import sort_key_field
from registry.validators import validate_organisation_number

NO_END = date(9999, 12, 31)
SHOWN = Q(withdrawn_at=None)  # contracts are public; those whose import was undone are not shown


class ContractQuerySet(models.QuerySet):
    def shown(self):
        """All but those whose import was undone: contracts are public."""
        return self.filter(SHOWN)

    def of_areas(self, areas):
        """In one of the service areas."""
        return self.filter(service_area__in=areas)

    def running(self, at=None):
        """Begun and not ended on the day. One whose last day is unknown runs until somebody says that it ended."""
        day = at or timezone.localdate()
        return self.shown().filter(
            Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day), Q(ended_on=None)
        )

    def ending(self, first, last):
        """Those whose last day, with the options that were used, lies between the two days; none that ended early."""
        return self.shown().filter(ended_on=None, ends_by__range=(first, last))


class Contract(models.Model):
    """Kontrakt or ramavtal between an authority and one supplier. Money in whole kronor without VAT.

    `ends_on` is the last day without options that nobody has used. Empty means that the portal does not know it, or,
    with `is_open_ended`, that the contract runs until somebody gives notice: never a guess.
    """

    class Origin(models.TextChoices):
        AWARD = "award", "Tilldelning i portalen"
        CHOICE_SYSTEM = "choice_system", "Valfrihetssystem (LOV)"
        PARTNERSHIP = "partnership", "Partnerskap (IOP)"
        IMPORT = "import", "Import"
        MANUAL = "manual", "Inlagt för hand"

    class Reimbursement(models.TextChoices):
        FIXED = "fixed", "Fast pris"
        PER_UNIT = "per_unit", "Pris per timme, plats eller dygn"
        PER_RESULT = "per_result", "Ersättning efter resultat"
        MIXED = "mixed", "Blandad modell"

    authority = models.ForeignKey(
        ContractingAuthority, models.PROTECT, related_name="contracts", verbose_name="upphandlande myndighet"
    )
    title = models.CharField("rubrik", max_length=200)
    supplier_name = models.CharField("leverantör", max_length=200)
    supplier_number = models.CharField(
        "leverantörens organisationsnummer", max_length=10, blank=True, validators=[validate_organisation_number]
    )
    legal_entity = models.ForeignKey(
        "registry.LegalEntity", models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    service_area = models.ForeignKey(
        "registry.ServiceArea",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts",
        verbose_name="verksamhet",
    )
    whole_country = models.BooleanField("hela landet", default=False)
    municipalities = models.ManyToManyField(
        "registry.Municipality", blank=True, related_name="contracts", verbose_name="kommuner"
    )
    ground = models.CharField("grund för reservation", max_length=12, choices=Ground, blank=True)
    origin = models.CharField("ursprung", max_length=13, choices=Origin)
    procurement = models.ForeignKey(Procurement, models.PROTECT, null=True, blank=True, related_name="contracts")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="contracts")
    award = models.OneToOneField(AwardedTender, models.PROTECT, null=True, blank=True, related_name="contract")
    reference = models.CharField("diarienummer", max_length=80, blank=True)
    signed_on = models.DateField("undertecknades", null=True, blank=True)
    starts_on = models.DateField("börjar", null=True, blank=True)
    ends_on = models.DateField("slutar", null=True, blank=True)
    is_open_ended = models.BooleanField("gäller tills vidare", default=False)
    notice_months = models.PositiveSmallIntegerField("uppsägningstid i månader", null=True, blank=True)
    ended_on = models.DateField("avslutades i förtid", null=True, blank=True)
    end_reason = models.CharField("varför det avslutades", max_length=300, blank=True)
    value = models.PositiveBigIntegerField("värde (kr)", null=True, blank=True)
    is_framework = models.BooleanField("ramavtal", default=False)
    ceiling_value = models.PositiveBigIntegerField("takvolym (kr)", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("rangordning", null=True, blank=True)
    call_off_key = models.CharField("fördelningsnyckel", max_length=300, blank=True)
    insight_clause = models.TextField("villkor om insyn", max_length=2000, blank=True)
    insight_missing = models.BooleanField("villkor om insyn saknas", default=False)
    reimbursement = models.CharField("ersättningsmodell", max_length=10, choices=Reimbursement, blank=True)
    withdrawn_at = models.DateTimeField("importen ångrades", null=True, blank=True)
    created_at = models.DateTimeField("lades in", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sort_key = sort_key_field("title")
    # The day to sort by: when it ended or ends, and the end of all time where that is not known.
    ends_by = models.GeneratedField(
        expression=Coalesce("ended_on", "ends_on", Value(NO_END, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="slutar senast",
    )
    search_terms = models.GeneratedField(
        expression=SearchVector("title", "supplier_name", config="swedish"),
        output_field=SearchVectorField(),
        db_persist=True,
        verbose_name="sökord",
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "avtal"
        verbose_name_plural = "avtal"
        indexes = [
            # All that the lists are narrowed by, so that they and their counts are answered from indexes alone.
            models.Index(fields=["ends_by", "id"], name="contract_by_end", condition=SHOWN),
            models.Index(fields=["id"], include=["ends_by", "service_area"], name="contract_shown", condition=SHOWN),
            models.Index(
                fields=["ends_by", "id"],
                name="contract_in_whole_country",
                condition=SHOWN & Q(whole_country=True),
            ),
            models.Index(
                fields=["authority", "ends_by", "id"],
                include=["ends_on", "ended_on", "is_open_ended"],
                name="contract_of_authority_by_end",
                condition=SHOWN,
            ),
            models.Index(fields=["service_area", "ends_by", "id"], name="contract_of_area_by_end", condition=SHOWN),
            models.Index(fields=["id"], name="contract_end_unknown", condition=Q(ends_on=None, ended_on=None)),
            models.Index(fields=["sort_key", "id"], include=["ends_by"], name="contract_by_title", condition=SHOWN),
            GinIndex(fields=["search_terms"], name="contract_by_words", fastupdate=False),
            models.Index(fields=["supplier_number"], name="contract_of_supplier", condition=~Q(supplier_number="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="contract_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
            models.CheckConstraint(
                name="contract_open_ended_has_no_last_day",
                condition=Q(is_open_ended=False) | Q(ends_on=None),
                violation_error_message="Ett avtal som gäller tills vidare har ingen sista dag.",
            ),
            models.CheckConstraint(
                name="contract_ended_with_reason",
                condition=Q(ended_on=None, end_reason="") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                violation_error_message="Skriv varför avtalet avslutades.",
            ),
            models.CheckConstraint(
                name="contract_ceiling_on_frameworks",
                condition=Q(ceiling_value=None) | Q(is_framework=True),
                violation_error_message="Bara ramavtal har takvolym.",
            ),
            models.CheckConstraint(
                name="contract_insight_is_there_or_missing",
                condition=Q(insight_clause="") | Q(insight_missing=False),
                violation_error_message="Skriv villkoret, eller att det saknas. Inte båda.",
            ),
            models.CheckConstraint(
                name="contract_of_an_award_names_it",
                condition=~Q(origin="award") | Q(award__isnull=False, procurement__isnull=False),
                violation_error_message="Ett avtal efter tilldelning hör till upphandlingen.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("contract", args=[self.pk])

    @property
    def end_is_unknown(self):
        """Whether somebody ought to fill in the last day."""
        return self.ends_on is None and not self.is_open_ended and self.ended_on is None


class ContractOption(models.Model):
    """The authority's right to prolong a contract: by how many months, and the last day to say so."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField("ordning")
    months = models.PositiveSmallIntegerField("förlänger med månader")
    decide_by = models.DateField("besked senast", null=True, blank=True)
    used = models.BooleanField("använd", null=True, blank=True)
    decided_on = models.DateField("beslutades", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "option"
        verbose_name_plural = "optioner"
        ordering = ["contract", "position"]
        constraints = [
            models.UniqueConstraint(
                name="contract_option_in_order",
                fields=["contract", "position"],
                violation_error_message="Det finns redan en option med det numret.",
            ),
            models.CheckConstraint(
                name="contract_option_prolongs",
                condition=Q(months__gte=1, months__lte=600),
                violation_error_message="En option förlänger avtalet med minst en månad.",
            ),
            models.CheckConstraint(
                name="contract_option_decided_whole",
                condition=Q(used=None, decided_on=None, decided_by=None)
                | Q(used__isnull=False, decided_on__isnull=False, decided_by__isnull=False),
                violation_error_message="Ange om optionen används, när det bestämdes och av vem.",
            ),
        ]

    def __str__(self):
        return f"Option {self.position}, {self.months} månader"


class CallOff(models.Model):
    """Avrop from a framework agreement: counted against its ceiling."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="call_offs")
    called_on = models.DateField("avropades")
    value = models.PositiveBigIntegerField("värde (kr)")
    description = models.CharField("vad som avropades", max_length=300)
    noted_at = models.DateTimeField("lades in", default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "avrop"
        verbose_name_plural = "avrop"
        ordering = ["called_on", "pk"]

    def __str__(self):
        return f"Avrop {self.called_on}"


class ContractFollowUp(FollowUp):
    """A follow-up of a contract, planned and performed, with result and action. Public (KL 10 kap. 8 §)."""

    class Kind(models.TextChoices):
        QUALITY = "quality", "Kvalitet"
        ECONOMY = "economy", "Ekonomi"
        CONTRACT = "contract", "Avtalets villkor"
        USERS = "users", "Brukarnas erfarenheter"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="follow_ups")
    kinds = ArrayField(models.CharField(max_length=8, choices=Kind), verbose_name="vad som följs upp")

    class Meta(FollowUp.Meta):
        verbose_name = "uppföljning av avtal"
        verbose_name_plural = "uppföljningar av avtal"
        constraints = [performed_has_result("contract_follow_up_performed_has_result")]
