"""The law on what may be bought how, as rows with dates and sources: CPV codes, sets of them, thresholds.

The rows come from procurement/data and are kept by `manage.py load_procurement_law`.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

cpv_validator = RegexValidator(r"^[0-9]{8}\Z", "En CPV-kod har åtta siffror. Skriv den utan kontrollsiffra.")


class Law(models.TextChoices):
    """The act that an authority buys under."""

    LOU = "lou", "LOU"
    LUF = "luf", "LUF"
    LUK = "luk", "LUK"


class CpvCode(models.Model):
    """A code of the common procurement vocabulary, eight digits without check digit (EG 213/2008)."""

    code = models.CharField("kod", max_length=8, primary_key=True, validators=[cpv_validator])
    name = models.CharField("namn", max_length=300)

    class Meta:
        verbose_name = "CPV-kod"
        verbose_name_plural = "CPV-koder"
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.name}"


class DatedQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """The rows of the given day, today unless told otherwise."""
        day = at or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


def _days():
    return Func("valid_from", "valid_to", Value("[]"), function="daterange", output_field=DateRangeField())


class CpvRange(models.Model):
    """A run of CPV codes that a rule takes in, or leaves out: what is left out by any run is out.

    The statutes list single codes and runs from one code to another. A run holds every code between its ends: the
    vocabulary's own levels play no part.
    """

    class Set(models.TextChoices):
        LOU_19_25A = "lou-19-25a", "LOU 19 kap. 25 a §"
        LOU_19_25 = "lou-19-25", "LOU 19 kap. 25 §"
        LOV = "lov", "LOV 1 kap. 1 §"
        SPECIAL = "lou-bilaga-2", "LOU bilaga 2"

    cpv_set = models.CharField("mängd", max_length=12, choices=Set)
    first = models.CharField("från och med", max_length=8, validators=[cpv_validator])
    last = models.CharField("till och med", max_length=8, validators=[cpv_validator])
    is_left_out = models.BooleanField("undantas", default=False)
    valid_from = models.DateField("gäller från och med")
    valid_to = models.DateField("gäller till och med", null=True, blank=True)
    source = models.CharField("källa", max_length=120)
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "följd av CPV-koder"
        verbose_name_plural = "följder av CPV-koder"
        ordering = ["cpv_set", "first", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="cpvrange_ends_after_it_begins",
                condition=Q(last__gte=F("first")) & (Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))),
                violation_error_message="Det sista kan inte komma före det första.",
            ),
            models.UniqueConstraint(
                name="cpvrange_once",
                fields=["cpv_set", "first", "last", "is_left_out", "valid_from"],
                violation_error_message="Följden finns redan.",
            ),
        ]

    def __str__(self):
        run = self.first if self.first == self.last else f"{self.first}–{self.last}"
        return f"{self.get_cpv_set_display()}: {run}"


class LegalThreshold(models.Model):
    """An amount of money in the law on procurement, in whole kronor without VAT (LOU 5 kap. 1 §, 19 a kap. 2 §).

    `sek` is empty where the amount in kronor is not known to the portal: what depends on it cannot then be answered.
    """

    class Kind(models.TextChoices):
        SPECIAL_SERVICES = "special_services", "Tjänster i bilaga 2"
        OTHER_SERVICES = "other_services", "Andra tjänster, kommun och region"
        DIRECT_AWARD = "direct_award", "Direktupphandling, annat än bilaga 2"

    law = models.CharField("lag", max_length=3, choices=Law)
    kind = models.CharField("slag", max_length=16, choices=Kind)
    sek = models.PositiveBigIntegerField("kronor", null=True, blank=True)
    eur = models.PositiveBigIntegerField("euro", null=True, blank=True)
    valid_from = models.DateField("gäller från och med")
    valid_to = models.DateField("gäller till och med", null=True, blank=True)
    source_name = models.CharField("källa", max_length=160)
    source_url = models.URLField("källans adress", max_length=300, blank=True)
    note = models.CharField("anmärkning", max_length=300, blank=True)
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "tröskelvärde eller beloppsgräns"
        verbose_name_plural = "tröskelvärden och beloppsgränser"
        ordering = ["law", "kind", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="threshold_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
            models.UniqueConstraint(
                name="threshold_one_per_start",
                fields=["law", "kind", "valid_from"],
                violation_error_message="Ett belopp av samma slag börjar redan gälla den dagen.",
            ),
            ExclusionConstraint(
                name="threshold_one_at_a_time",
                expressions=[
                    ("law", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Ett belopp av samma slag gäller redan under den tiden.",
            ),
        ]

    def __str__(self):
        amount = f"{self.sek} kr" if self.sek is not None else "belopp saknas"
        return f"{self.get_law_display()}, {self.get_kind_display().lower()}: {amount} från {self.valid_from}"
