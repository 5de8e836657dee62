"""What a council has decided to reach, with what is counted: a target without definition is refused (N26).

A changed definition counts something else. It is therefore a new target that replaces the old one, and no series of
numbers runs across the change.
"""

from django.db import models
from django.db.models import F, Q

from portal.models.decided import HTTPS, SOME_WORDS, Decided, decided_rightly
from portal.models.figures import Indicator
from portal.models.places import Place
from registry.models.events import CaseEvent

FIRST_YEAR, LAST_YEAR = 1990, 2100


class TargetState(models.TextChoices):
    """Where a target is. Reached or not is counted, never stored."""

    STANDING = "standing", "Gäller"
    REPLACED = "replaced", "Ersatt"
    ENDED = "ended", "Avslutat"


class Target(Decided):
    """A council's target: what is counted, from where, to where and by when, and the decision.

    Without `indicator` the council measures something of its own, and the portal has no outcome to show. `baseline_…`
    are both empty where nobody knows where it began. What is counted (`definition`, `indicator`, `unit`) never changes:
    a trigger holds it. With `is_invented` it is made up for the demonstration, and every page and file must say so.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="targets", verbose_name="kommun eller region")
    title = models.CharField("mål", max_length=120)
    definition = models.TextField("vad som räknas", max_length=1000)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="nyckeltal"
    )
    unit = models.CharField("enhet", max_length=40)
    services = models.ManyToManyField(
        "registry.ServiceArea", blank=True, related_name="targets", verbose_name="tjänster"
    )
    baseline_value = models.DecimalField("utgångsläge", max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("utgångslägets år", null=True, blank=True)
    target_value = models.DecimalField("målets värde", max_digits=14, decimal_places=2)
    target_year = models.PositiveSmallIntegerField("målår")
    decided_by = models.CharField("beslutades av", max_length=120)
    decided_on = models.DateField("beslutades")
    paragraph = models.CharField("paragraf i protokollet", max_length=40)
    decision_url = models.URLField("länk till beslutet", max_length=500, blank=True)
    state = models.CharField("läge", max_length=8, choices=TargetState, default=TargetState.STANDING)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="ersätter"
    )
    end_reason = models.TextField("varför målet avslutades", max_length=1000, blank=True)
    closed_at = models.DateTimeField("ersattes eller avslutades", null=True, blank=True)

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering = ["place", "target_year", "title", "pk"]
        constraints = [
            *decided_rightly(
                "target",
                council="Ett mål hör till en kommun eller en region.",
                ended="Skriv varför målet avslutas.",
                replaced="Ett mål kan inte ersätta sig självt.",
            ),
            models.CheckConstraint(
                name="target_is_defined",
                condition=Q(title__regex=SOME_WORDS, definition__regex=SOME_WORDS, unit__regex=SOME_WORDS),
                violation_error_message="Skriv namn, enhet och vad som räknas. Utan det går målet inte att följa.",
            ),
            models.CheckConstraint(
                name="target_is_decided",
                condition=Q(decided_by__regex=SOME_WORDS, paragraph__regex=SOME_WORDS),
                violation_error_message="Skriv vem som beslutade och vilken paragraf beslutet har.",
            ),
            models.CheckConstraint(
                name="target_decision_link_is_https",
                condition=Q(decision_url="") | Q(decision_url__regex=HTTPS),
                violation_error_message="Skriv hela adressen. Den ska börja med https://.",
            ),
            models.CheckConstraint(
                name="target_has_a_whole_baseline",
                condition=Q(baseline_value=None, baseline_year=None)
                | Q(baseline_value__isnull=False, baseline_year__isnull=False),
                violation_error_message="Skriv både värde och år för utgångsläget, eller inget av dem.",
            ),
            models.CheckConstraint(
                name="target_years_are_plausible",
                condition=Q(target_year__range=(FIRST_YEAR, LAST_YEAR))
                & (Q(baseline_year=None) | Q(baseline_year__range=(FIRST_YEAR, LAST_YEAR))),
                violation_error_message=f"Skriv ett år mellan {FIRST_YEAR} och {LAST_YEAR}.",
            ),
            models.CheckConstraint(
                name="target_lies_after_its_baseline",
                condition=Q(baseline_year=None)
                | (Q(target_year__gt=F("baseline_year")) & ~Q(target_value=F("baseline_value"))),
                violation_error_message="Målet ska vara ett annat värde än utgångsläget, ett senare år.",
            ),
            models.UniqueConstraint(
                name="target_stands_once",
                fields=["place", "title", "target_year"],
                condition=Q(state="standing"),
                violation_error_message="Det finns redan ett mål med samma namn och år. Ändra det i stället.",
            ),
        ]
        indexes = [models.Index(fields=["place", "state"], name="target_of_a_place")]

    def __str__(self):
        return self.title


class TargetEvent(CaseEvent):
    """What happened to a target. Append only."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse för ett mål"
        verbose_name_plural = "händelser för mål"

    def __str__(self):
        return f"{self.target}: {self.action}"
