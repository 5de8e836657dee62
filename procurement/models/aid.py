"""Aid of minor importance: how much, to whom, and how much the law allows in three years."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement.models.authorities import ContractingAuthority
from procurement.models.law import DatedQuerySet
from procurement.models.partnerships import Partnership
from registry.validators import validate_organisation_number


class AidRule(models.TextChoices):
    """Under which regulation aid is given without notification."""

    DE_MINIMIS = "de_minimis", "De minimis, förordning (EU) 2023/2831"
    SGEI = "sgei", "De minimis för allmännyttig tjänst (SGEI), förordning (EU) 2023/2832"


class AidCeiling(models.Model):
    """How much one undertaking may get from a Member State in any three years, in whole euro, with its source."""

    rule = models.CharField("förordning", max_length=10, choices=AidRule)
    eur = models.PositiveBigIntegerField("euro")
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till och med", null=True, blank=True)
    source = models.CharField("källa", max_length=300)
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "tak för stöd"
        verbose_name_plural = "tak för stöd"
        ordering = ["rule", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="aid_ceiling_once",
                fields=["rule", "valid_from"],
                violation_error_message="Det finns redan ett tak från den dagen.",
            )
        ]

    def __str__(self):
        return f"{self.get_rule_display()}: {self.eur} euro"


class AidQuerySet(models.QuerySet):
    def standing(self):
        """All but those that were noted by mistake."""
        return self.filter(withdrawn_at=None)


class Aid(models.Model):
    """Aid granted to a legal entity: decided in a partnership here, or noted from the recipient's own certificate.

    Counted in full on the day that the right to it arose (2023/2831, art. 3.3), in euro with the rate of that day.
    An intyg from the recipient is needed until the central register has held three years of aid.
    """

    legal_entity = models.ForeignKey("registry.LegalEntity", models.PROTECT, related_name="aid")
    rule = models.CharField("förordning", max_length=10, choices=AidRule)
    granter = models.CharField("vem som gav stödet", max_length=200)
    granter_number = models.CharField(
        "givarens organisationsnummer", max_length=10, blank=True, validators=[validate_organisation_number]
    )
    authority = models.ForeignKey(ContractingAuthority, models.PROTECT, null=True, blank=True, related_name="aid")
    partnership = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True, related_name="aid_granted")
    granted_on = models.DateField("beviljades")
    sek = models.PositiveBigIntegerField("kronor", null=True, blank=True)
    rate = models.DecimalField("kronor per euro", max_digits=9, decimal_places=4, null=True, blank=True)
    rate_source = models.CharField("kursens källa", max_length=200, blank=True)
    eur = models.DecimalField("euro", max_digits=14, decimal_places=2)
    noted_at = models.DateTimeField("lades in", default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("ströks", null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.CharField("varför det ströks", max_length=300, blank=True)

    objects = AidQuerySet.as_manager()

    class Meta:
        verbose_name = "stöd av mindre betydelse"
        verbose_name_plural = "stöd av mindre betydelse"
        ordering = ["granted_on", "pk"]
        indexes = [models.Index(fields=["legal_entity", "granted_on"], name="aid_of_entity")]
        constraints = [
            models.CheckConstraint(
                name="aid_is_more_than_nothing",
                condition=Q(eur__gt=0),
                violation_error_message="Ange ett belopp större än noll.",
            ),
            models.CheckConstraint(
                name="aid_in_kronor_has_a_rate",
                condition=Q(sek=None, rate=None) | (Q(sek__isnull=False, rate__gt=0) & ~Q(rate_source="")),
                violation_error_message="Ett belopp i kronor behöver kurs och kursens källa.",
            ),
            models.CheckConstraint(
                name="aid_withdrawn_with_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                violation_error_message="Skriv varför stödet stryks.",
            ),
        ]

    def __str__(self):
        return f"{self.eur} euro till {self.legal_entity}"
