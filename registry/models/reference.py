"""What the register refers to and never decides: places, legal forms, service areas, fees and paragraphs.

The rows come from registry/data and are kept by `manage.py load_reference_data`.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from registry.sorting import sort_key_field
from registry.validators import validate_organisation_number


class County(models.Model):
    """Län: a place. What governs there is its Region."""

    code = models.CharField("länskod", max_length=2, primary_key=True)
    name = models.CharField("namn", max_length=40, unique=True)
    letter = models.CharField("länsbokstav", max_length=2, unique=True)
    nuts3 = models.CharField("NUTS 3-kod", max_length=5, unique=True)
    sort_key = sort_key_field("name", max_length=40)

    class Meta:
        verbose_name = "län"
        verbose_name_plural = "län"
        ordering = ["sort_key"]

    def __str__(self):
        return self.name


class Region(models.Model):
    """Region: the elected body that runs health care in one county. Gotland's is also a municipality."""

    county = models.OneToOneField(County, models.PROTECT, verbose_name="län", primary_key=True, db_column="code")
    name = models.CharField("namn", max_length=60, unique=True)
    slug = models.SlugField("adressnamn", max_length=60, unique=True)
    organisation_number = models.CharField(
        "organisationsnummer", max_length=10, unique=True, validators=[validate_organisation_number]
    )
    sort_key = sort_key_field("name", max_length=60)

    class Meta:
        verbose_name = "region"
        verbose_name_plural = "regioner"
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    @property
    def code(self):
        """The county's code, two digits."""
        return self.county_id


class Municipality(models.Model):
    """Kommun, under its official code of four digits, the first two its county's."""

    code = models.CharField("kommunkod", max_length=4, primary_key=True)
    name = models.CharField("namn", max_length=60, unique=True)
    official_name = models.CharField("officiellt namn", max_length=80, unique=True)
    slug = models.SlugField("adressnamn", max_length=60, unique=True)
    county = models.ForeignKey(County, models.PROTECT, related_name="municipalities", verbose_name="län")
    organisation_number = models.CharField(
        "organisationsnummer", max_length=10, blank=True, validators=[validate_organisation_number]
    )
    sort_key = sort_key_field("name", max_length=60)

    class Meta:
        verbose_name = "kommun"
        verbose_name_plural = "kommuner"
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="municipality_lies_in_the_county_of_its_code",
                condition=Q(code__startswith=F("county")),
                violation_error_message="Kommunkoden ska börja med länskoden.",
            ),
            models.UniqueConstraint(
                name="municipality_one_per_number",
                fields=["organisation_number"],
                condition=~Q(organisation_number=""),
                violation_error_message="Numret hör redan till en annan kommun.",
            ),
        ]

    def __str__(self):
        return self.name


class LegalFormQuerySet(models.QuerySet):
    def offered(self):
        """Those an idéburen organisation may have, as the forms offer them."""
        return self.filter(offered=True)


class LegalForm(models.Model):
    """Associationsform, by SCB's code. Says what the governing document is called (2022:900, 4 §)."""

    code = models.CharField("SCB:s kod", max_length=2, primary_key=True)
    name = models.CharField("namn", max_length=90, unique=True)
    bolagsverket_code = models.CharField("Bolagsverkets kod", max_length=10, blank=True)
    is_foundation = models.BooleanField("är stiftelse", default=False)
    governing_document = models.CharField("styrande dokument", max_length=40)
    offered = models.BooleanField("erbjuds i formulären", default=False)
    position = models.PositiveSmallIntegerField("ordning")
    objects = LegalFormQuerySet.as_manager()

    class Meta:
        verbose_name = "associationsform"
        verbose_name_plural = "associationsformer"
        ordering = ["position", "code"]

    def __str__(self):
        return self.name


class Reservable(models.TextChoices):
    """How much of a service area one ground of reservation covers."""

    YES = "yes", "ja"
    PART = "part", "delvis"
    NO = "no", "nej"


class Permit(models.TextChoices):
    """Whether a private body needs somebody's permit to run the service."""

    REQUIRED = "required", "krävs"
    DEPENDS = "depends", "beror på verksamheten"
    NOT_REQUIRED = "not_required", "krävs inte"


class ServiceAreaQuerySet(models.QuerySet):
    def welfare_areas(self):
        """The first level: areas of welfare."""
        return self.filter(parent=None)

    def services(self):
        """The second level: what an organisation says that it does."""
        return self.exclude(parent=None)


class ServiceArea(models.Model):
    """Verksamhetsområde in two levels, with what the law says about buying the service.

    CPV codes are eight digits without check digit. The three reservable fields answer for LOU 19 kap. 25 a § (idéburna
    organisationer), LOU 19 kap. 25 § and LOV. They are a first hint: the answer for one procurement follows its codes.
    """

    slug = models.SlugField("adressnamn", max_length=60, unique=True)
    name = models.CharField("namn", max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="välfärdsområde"
    )
    main_law = models.CharField("huvudsaklig lag", max_length=120, blank=True)
    permit = models.CharField("tillstånd", max_length=12, choices=Permit, default=Permit.NOT_REQUIRED)
    permit_authority = models.CharField("tillståndsmyndighet", max_length=80, blank=True)
    permit_source = models.CharField("källa för tillstånd", max_length=160, blank=True)
    cpv_codes = ArrayField(models.CharField(max_length=8), verbose_name="CPV-koder", default=list, blank=True)
    reservable_25a = models.CharField("reserveras enligt 19 kap. 25 a §", max_length=4, choices=Reservable, blank=True)
    reservable_25 = models.CharField("reserveras enligt 19 kap. 25 §", max_length=4, choices=Reservable, blank=True)
    reservable_lov = models.CharField("reserveras i valfrihetssystem", max_length=4, choices=Reservable, blank=True)
    reservation_note = models.CharField("anmärkning om reservation", max_length=200, blank=True)
    search_words = ArrayField(models.CharField(max_length=60), verbose_name="sökord", default=list, blank=True)
    position = models.PositiveSmallIntegerField("ordning")
    objects = ServiceAreaQuerySet.as_manager()

    class Meta:
        verbose_name = "verksamhetsområde"
        verbose_name_plural = "verksamhetsområden"
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="servicearea_permit_names_its_authority",
                condition=Q(permit=Permit.NOT_REQUIRED) | (~Q(permit_authority="") & ~Q(permit_source="")),
                violation_error_message="Ange vem som ger tillstånd och var det står.",
            ),
            models.CheckConstraint(
                name="servicearea_service_answers_about_reservation",
                condition=Q(parent=None) | ~(Q(reservable_25a="") | Q(reservable_25="") | Q(reservable_lov="")),
                violation_error_message="Ange för varje grund om tjänsten kan reserveras.",
            ),
        ]

    def __str__(self):
        return self.name


class TargetGroup(models.Model):
    """Målgrupp: whom a service is for."""

    slug = models.SlugField("adressnamn", max_length=60, unique=True)
    name = models.CharField("namn", max_length=80, unique=True)
    search_words = ArrayField(models.CharField(max_length=60), verbose_name="sökord", default=list, blank=True)
    position = models.PositiveSmallIntegerField("ordning")

    class Meta:
        verbose_name = "målgrupp"
        verbose_name_plural = "målgrupper"
        ordering = ["position", "slug"]

    def __str__(self):
        return self.name


class FeeRateQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """The rates of the given day, today unless told otherwise."""
        day = at or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class FeeRate(models.Model):
    """What Kammarkollegiet takes for one legal entity, in whole kronor (2022:900, 7 §; 2022:903, 3 §)."""

    class Kind(models.TextChoices):
        APPLICATION = "application", "ansökningsavgift"
        ANNUAL = "annual", "årlig avgift"

    kind = models.CharField("slag", max_length=11, choices=Kind)
    amount = models.PositiveIntegerField("belopp i kronor")
    valid_from = models.DateField("gäller från och med")
    valid_to = models.DateField("gäller till och med", null=True, blank=True)
    dates_confirmed = models.BooleanField("datumen är bekräftade", default=False)
    source_name = models.CharField("källa", max_length=120)
    source_url = models.URLField("källans adress", max_length=300)
    source_checked_on = models.DateField("källan kontrollerad")
    note = models.TextField("anmärkning", blank=True)
    objects = FeeRateQuerySet.as_manager()

    class Meta:
        verbose_name = "avgift"
        verbose_name_plural = "avgifter"
        ordering = ["kind", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="feerate_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
            models.UniqueConstraint(
                name="feerate_one_per_start",
                fields=["kind", "valid_from"],
                violation_error_message="En avgift av samma slag börjar redan gälla den dagen.",
            ),
            ExclusionConstraint(
                name="feerate_one_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from", "valid_to", Value("[]"), function="daterange", output_field=DateRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="En avgift av samma slag gäller redan under den tiden.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount} kr från {self.valid_from}"


class LegalProvision(models.Model):
    """A paragraph of law that a page or a decision names, told in our own words with a link to the text."""

    code = models.CharField("beteckning", max_length=40, primary_key=True)
    title = models.CharField("rubrik", max_length=120)
    summary = models.TextField("sammanfattning")
    url = models.URLField("adress", max_length=300)
    position = models.PositiveSmallIntegerField("ordning")

    class Meta:
        verbose_name = "lagrum"
        verbose_name_plural = "lagrum"
        ordering = ["position", "code"]

    def __str__(self):
        return self.code


class ReservationGround(models.Model):
    """A ground on which a procurement or a choice system may be reserved, and the days on which it is law.

    `first_day` is the first day on which a procurement may have begun for the ground to answer; before it other rules
    held, which `before` tells in words. A share that the law asks for is kept here too, in percent.
    """

    code = models.CharField("kod", max_length=12, primary_key=True)
    provision = models.CharField("lagrum", max_length=40, unique=True)
    name = models.CharField("namn", max_length=120)
    first_day = models.DateField("gäller från och med")
    last_day = models.DateField("gäller till och med", null=True, blank=True)
    least_share = models.PositiveSmallIntegerField("minsta andel (%)", null=True, blank=True)
    before = models.CharField("vad som gällde före", max_length=300, blank=True)
    before_url = models.URLField("var det står", max_length=300, blank=True)
    source_name = models.CharField("källa", max_length=120)
    source_url = models.URLField("källans adress", max_length=300)
    position = models.PositiveSmallIntegerField("ordning")

    class Meta:
        verbose_name = "grund för reservation"
        verbose_name_plural = "grunder för reservation"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="ground_ends_after_it_begins",
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
        ]

    def __str__(self):
        return self.provision
