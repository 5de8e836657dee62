"""Social terms of procurements, an authority's work to use them, and its target for each year (source 002).

Authorities ought to consider labour and social aspects (LOU 4 kap. 3 §). A term that is demanded is a special contract
term: it belongs to what is bought, and stands in the notice (LOU 17 kap. 1 §).
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement.models.authorities import ContractingAuthority
from procurement.models.procurements import Procurement
from procurement.social_process import PROCESS

LARGEST_NUMBER = 100_000
FIRST_YEAR, LAST_YEAR = 2012, 2100


def _number(name):
    return models.PositiveIntegerField(
        name, null=True, blank=True, validators=[MaxValueValidator(LARGEST_NUMBER, "Kontrollera antalet.")]
    )


class SocialTerm(models.Model):
    """One social term of a procurement: its type, level, and how many it was to help and helped. None is not known.

    Type and level are those of the source; the notice has codes of its own (BT-06 and BT-775, see `NOTICE_CODES`).
    """

    class Kind(models.TextChoices):
        EMPLOYMENT = "arbete", "Möjlighet till arbete"
        DECENT_WORK = "anstandigt", "Anständigt arbete"
        CONDITIONS = "villkor", "Arbetsvillkor"
        INTEGRATION = "integration", "Social integration"

    class Level(models.TextChoices):
        DIALOGUE = "dialog", "Dialog"
        DEMAND = "krav", "Krav"

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="social_terms")
    kind = models.CharField("slag", max_length=11, choices=Kind)
    level = models.CharField("nivå", max_length=6, choices=Level)
    description = models.TextField("vad villkoret säger", max_length=1000, blank=True)
    persons_expected = _number("personer i arbete, förväntat")
    persons_achieved = _number("personer i arbete, uppnått")
    internships_expected = _number("praktikplatser, förväntat")
    internships_achieved = _number("praktikplatser, uppnått")
    added_at = models.DateTimeField("lades in", default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "socialt villkor"
        verbose_name_plural = "sociala villkor"
        ordering = ["procurement", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["procurement", "kind"],
                name="social_term_once_per_kind",
                violation_error_message="Upphandlingen har redan ett villkor av det slaget. Ändra det i stället.",
            ),
            models.CheckConstraint(
                name="social_term_kind_and_level_are_known",
                condition=Q(kind__in=["arbete", "anstandigt", "villkor", "integration"], level__in=["dialog", "krav"]),
                violation_error_message="Välj slag och nivå.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.get_level_display().lower()}"


# The code in the notice for each kind: BT-06 is `soc-obj` for all, BT-775 is one of the EU's list social-objective.
NOTICE_CODES = {
    SocialTerm.Kind.EMPLOYMENT: "opp",
    SocialTerm.Kind.DECENT_WORK: "work-cond",
    SocialTerm.Kind.CONDITIONS: "work-cond",
    SocialTerm.Kind.INTEGRATION: "other",
}


class SocialStep(models.Model):
    """Where an authority is in one of the eight steps: who owns it, by when, and when it was done.

    Shared by the authority's buyers, and seen by nobody else.
    """

    authority = models.ForeignKey(ContractingAuthority, models.PROTECT, related_name="social_steps")
    step = models.CharField("steg", max_length=13, choices=[(step.key, step.title) for step in PROCESS])
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ansvarig"
    )
    due_on = models.DateField("klart senast", null=True, blank=True)
    done_on = models.DateField("blev klart", null=True, blank=True)
    note = models.TextField("anteckning", max_length=2000, blank=True)
    changed_at = models.DateTimeField("ändrades", default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "steg i det lokala arbetet"
        verbose_name_plural = "steg i det lokala arbetet"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "step"],
                name="social_step_once",
                violation_error_message="Steget finns redan. Läs sidan på nytt.",
            ),
        ]

    def __str__(self):
        return self.get_step_display()


class SocialTarget(models.Model):
    """How large a share of a year's procurements is to have social terms, of which, and who decided so."""

    class Scope(models.TextChoices):
        SERVICES = "services", "Upphandlingar av tjänster"
        ALL = "all", "Alla upphandlingar"

    authority = models.ForeignKey(ContractingAuthority, models.PROTECT, related_name="social_targets")
    year = models.PositiveSmallIntegerField(
        "år", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    percent = models.PositiveSmallIntegerField(
        "mål i procent", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    scope = models.CharField("av vilka upphandlingar", max_length=8, choices=Scope)
    definition = models.TextField("vad som räknas", max_length=1000)
    decision = models.CharField("beslut", max_length=200)
    decision_url = models.URLField("länk till beslutet", max_length=500, blank=True)
    set_at = models.DateTimeField("lades in", default=timezone.now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "mål för sociala villkor"
        verbose_name_plural = "mål för sociala villkor"
        ordering = ["authority", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "year"],
                name="social_target_one_per_year",
                violation_error_message="Det finns redan ett mål för det året. Ändra det i stället.",
            ),
            models.CheckConstraint(
                name="social_target_is_a_share",
                condition=Q(percent__range=(1, 100)),
                violation_error_message="Skriv målet i procent, från 1 till 100.",
            ),
            models.CheckConstraint(
                name="social_target_is_defined_and_decided",
                condition=~Q(definition="") & ~Q(decision=""),
                violation_error_message="Skriv vad som räknas och vilket beslut målet bygger på.",
            ),
        ]

    def __str__(self):
        return f"{self.percent} procent {self.year}"
