"""Figures about places from other sources: what is measured, and each year's number."""

from django.db import models
from django.db.models import Q

from portal.models.places import Place


class IndicatorQuerySet(models.QuerySet):
    def of_kind(self, kind):
        """Those that the kind of place has."""
        return self.filter(kind=kind)

    def headline(self):
        """The share of all that is bought from associations and foundations: one for each kind of place."""
        return self.filter(measure=Indicator.Measure.ASSOCIATIONS, area="")


class Indicator(models.Model):
    """A measure with its definition, as its source publishes it (Kolada: "nyckeltal").

    `title` and `definition` are the source's own words, `area` and `does_not_cover` ours. `area` is empty for what
    covers all that is bought. With `is_invented` every value is made up for the demonstration, and each chart, table
    and file must say so; real values take its place and are never mixed with it.
    """

    class Source(models.TextChoices):
        KOLADA = "kolada", "Kolada (RKA)"
        SCB = "scb", "SCB"
        UHM = "uhm", "Upphandlingsmyndigheten"

    class Measure(models.TextChoices):
        ASSOCIATIONS = "associations", "Köp från föreningar och stiftelser"
        PRIVATE = "private", "Köp från privatägda företag"
        ALL = "all", "Köp av verksamhet totalt"
        POPULATION = "population", "Invånare"
        OWN_COST = "own_cost", "Kostnad för eget åtagande"

    class Unit(models.TextChoices):
        PERCENT = "percent", "procent"
        THOUSANDS = "tkr", "tusen kronor"
        PERSONS = "persons", "personer"

    code = models.CharField("kod hos källan", max_length=20, primary_key=True)
    source = models.CharField("källa", max_length=10, choices=Source, default=Source.KOLADA)
    kind = models.CharField("för", max_length=12, choices=Place.Kind)
    measure = models.CharField("mäter", max_length=12, choices=Measure)
    unit = models.CharField("enhet", max_length=8, choices=Unit)
    title = models.CharField("källans namn", max_length=250)
    definition = models.TextField("källans definition", blank=True)
    area = models.CharField("område", max_length=80, blank=True)
    services = models.ManyToManyField(
        "registry.ServiceArea", blank=True, related_name="indicators", verbose_name="tjänster som området rymmer"
    )
    does_not_cover = models.TextField("täcker inte", blank=True)
    is_invented = models.BooleanField("påhittade värden", default=False)
    # What the source said last. A year up to and with `published_year` is final from `final_on`.
    published_year = models.PositiveSmallIntegerField("senaste året hos källan", null=True, blank=True)
    final_on = models.DateField("slutliga värden", null=True, blank=True)
    title_at_source = models.CharField("namn hos källan nu", max_length=250, blank=True)
    gone_on = models.DateField("finns inte hos källan sedan", null=True, blank=True)
    position = models.PositiveSmallIntegerField("ordning")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "nyckeltal"
        verbose_name_plural = "nyckeltal"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="indicator_of_a_council_or_its_people",
                condition=~Q(kind="country"),
                violation_error_message="Ett nyckeltal gäller kommuner eller regioner. Riket finns i bägge.",
            ),
            models.UniqueConstraint(
                name="indicator_one_for_each_thing",
                fields=["source", "kind", "measure", "area"],
                violation_error_message="Det finns redan ett nyckeltal för samma sak.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def was_renamed(self):
        """Whether the source calls it something else now: perhaps it measures something else."""
        return bool(self.title_at_source) and self.title_at_source != self.title


class IndicatorValueQuerySet(models.QuerySet):
    def told(self):
        """Both sexes together, which is what the pages tell, and not taken back by the source."""
        return self.filter(gender=IndicatorValue.Gender.ALL, is_deleted=False)


class IndicatorValue(models.Model):
    """One number: a measure of a place in a year. `value` is None where the source says that there is none."""

    class Gender(models.TextChoices):
        ALL = "T", "Alla"
        WOMEN = "K", "Kvinnor"
        MEN = "M", "Män"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values", verbose_name="nyckeltal")
    place = models.ForeignKey(Place, models.PROTECT, related_name="values", verbose_name="plats")
    year = models.PositiveSmallIntegerField("år")
    gender = models.CharField("kön", max_length=1, choices=Gender, default=Gender.ALL)
    value = models.DecimalField("värde", max_digits=20, decimal_places=8, null=True, blank=True)
    is_preliminary = models.BooleanField("preliminärt", default=False)
    is_deleted = models.BooleanField("borttaget av källan", default=False)
    read_at = models.DateTimeField("läst")

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = "värde"
        verbose_name_plural = "värden"
        constraints = [
            models.UniqueConstraint(
                name="value_once",
                fields=["indicator", "year", "place", "gender"],
                violation_error_message="Värdet finns redan.",
            ),
            models.CheckConstraint(
                name="value_of_a_plausible_year",
                condition=Q(year__range=(1970, 2100)),
                violation_error_message="Ange ett år mellan 1970 och 2100.",
            ),
            models.CheckConstraint(
                name="value_taken_back_is_none",
                condition=Q(is_deleted=False) | Q(value=None),
                violation_error_message="Ett värde som källan har tagit bort visas inte.",
            ),
        ]
        indexes = [models.Index(fields=["place", "indicator", "year"], name="value_of_a_place")]

    def __str__(self):
        return f"{self.indicator_id} {self.place_id} {self.year}: {self.value}"
