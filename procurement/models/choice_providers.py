"""Those who apply to a choice system, and their units.

All who qualify are approved: nobody is ranked, and there is no limit to how many (LOV 8 kap. 1 §).
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement.models.choice_systems import ChoiceSystem
from procurement.models.contracts import Contract
from registry.models.eligibility import Answer
from registry.models.events import CaseEvent


class ApplicationState(models.TextChoices):
    """Where an application to a choice system is."""

    SUBMITTED = "submitted", "Inlämnad"
    APPROVED = "approved", "Godkänd"
    REFUSED = "refused", "Inte godkänd"
    CONTRACTED = "contracted", "Avtal finns"
    ENDED = "ended", "Avtalet är avslutat"
    WITHDRAWN = "withdrawn", "Återtagen"


GOING = [ApplicationState.SUBMITTED, ApplicationState.APPROVED, ApplicationState.CONTRACTED]
DECIDED = [
    ApplicationState.APPROVED,
    ApplicationState.REFUSED,
    ApplicationState.CONTRACTED,
    ApplicationState.ENDED,
]
WITH_CONTRACT = [ApplicationState.CONTRACTED, ApplicationState.ENDED]


class ProviderApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The authority's buyers, and the applicant's own members. Nobody else sees who has applied."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(system__authority__in=user.authority_memberships.buying().values("authority"))
            | Q(legal_entity__organisation__in=user.memberships.filter(ended_at=None).values("organisation"))
        )

    def providing(self, at=None):
        """Those that residents may choose on the day: under contract, and not past its last day."""
        day = at or timezone.localdate()
        return self.filter(
            Q(state=ApplicationState.CONTRACTED) | Q(state=ApplicationState.ENDED, ended_on__gte=day),
            Q(contract__starts_on=None) | Q(contract__starts_on__lte=day),
            Q(contract__ends_on=None) | Q(contract__ends_on__gte=day),
            Q(contract__ended_on=None) | Q(contract__ended_on__gte=day),
        )


class ProviderApplication(models.Model):
    """A legal entity applies to provide in a choice system. There is no rank and no limit to how many are approved.

    `facts` is what the portal told about the entity when it applied. For a reserved system the answer about
    eligibility of that day is kept; unknown is not no. `correction_until`: the last day to ask the court (10 kap. 3 §).
    """

    system = models.ForeignKey(ChoiceSystem, models.PROTECT, related_name="applications")
    legal_entity = models.ForeignKey("registry.LegalEntity", models.PROTECT, related_name="choice_applications")
    state = models.CharField("läge", max_length=10, choices=ApplicationState, default=ApplicationState.SUBMITTED)
    message = models.TextField("så uppfyller vi kraven", max_length=4000, blank=True)
    facts = models.JSONField("uppgifter ur portalen", default=list)
    answer = models.CharField("svar om behörighet", max_length=10, choices=Answer, blank=True)
    answered_on = models.DateField("svaret gäller", null=True, blank=True)
    answer_reasons = ArrayField(
        models.CharField(max_length=500), verbose_name="skäl till svaret", default=list, blank=True
    )
    received_at = models.DateTimeField("kom in", default=timezone.now)
    decide_by = models.DateField("besked senast")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("beslutades", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.TextField("skäl till beslutet", max_length=4000, blank=True)
    looked_up = models.TextField("vad som kontrollerades om behörigheten", max_length=2000, blank=True)
    notified_on = models.DateField("underrättades", null=True, blank=True)
    correction_until = models.DateField("rättelse kan sökas till och med", null=True, blank=True)
    contract = models.OneToOneField(
        Contract, models.PROTECT, null=True, blank=True, related_name="provider_application"
    )
    ended_on = models.DateField("sista dag", null=True, blank=True)
    end_reason = models.CharField("varför avtalet avslutas", max_length=300, blank=True)

    objects = ProviderApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "ansökan till valfrihetssystem"
        verbose_name_plural = "ansökningar till valfrihetssystem"
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["system", "state"], name="choice_application_of_system")]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "legal_entity"],
                condition=Q(state__in=GOING),
                name="choice_application_one_at_a_time",
                violation_error_message="Ni har redan en ansökan eller ett avtal i systemet.",
            ),
            models.CheckConstraint(
                name="choice_application_decided_whole",
                condition=Q(state__in=[ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN])
                | (Q(state__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False) & ~Q(reasons="")),
                violation_error_message="Ett beslut har skäl, dag och någon som beslutade.",
            ),
            models.CheckConstraint(
                name="choice_application_refused_with_a_way_on",
                condition=~Q(state=ApplicationState.REFUSED)
                | Q(notified_on__isnull=False, correction_until__isnull=False),
                violation_error_message="Den som inte godkänns får veta hur rättelse söks, och till vilken dag.",
            ),
            models.CheckConstraint(
                name="choice_application_contract_is_there",
                condition=Q(state__in=WITH_CONTRACT, contract__isnull=False)
                | (~Q(state__in=WITH_CONTRACT) & Q(contract=None)),
                violation_error_message="Den som har avtal har ett avtal i portalen.",
            ),
            models.CheckConstraint(
                name="choice_application_ended_with_a_day",
                condition=(Q(state=ApplicationState.ENDED, ended_on__isnull=False) & ~Q(end_reason=""))
                | (~Q(state=ApplicationState.ENDED) & Q(ended_on=None, end_reason="")),
                violation_error_message="Ange sista dag och varför avtalet avslutas.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}, {self.system}"

    @property
    def is_uncertain(self):
        """Whether the system is reserved and the portal's answer is no evidence: the officer looks further."""
        return self.system.is_reserved and self.answer not in (Answer.REGISTERED, Answer.EVIDENCED)


class ProviderApplicationEvent(CaseEvent):
    """What happened to an application, who did it, and from which state to which. Append only."""

    application = models.ForeignKey(ProviderApplication, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse i ansökan till valfrihetssystem"
        verbose_name_plural = "händelser i ansökningar till valfrihetssystem"

    def __str__(self):
        return f"{self.application}: {self.action}"


class ChoiceUnitQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(closed_at=None)


class ChoiceUnit(models.Model):
    """A provider's unit, as residents compare it: the same fields for every provider (LOV 9 kap. 1 §)."""

    application = models.ForeignKey(ProviderApplication, models.PROTECT, related_name="units")
    name = models.CharField("enhetens namn", max_length=120)
    street = models.CharField("gatuadress", max_length=120, blank=True)
    municipality = models.ForeignKey(
        "registry.Municipality", models.PROTECT, related_name="choice_units", verbose_name="kommun"
    )
    capacity = models.PositiveIntegerField("antal platser", null=True, blank=True)
    languages = models.CharField("språk", max_length=200, blank=True)
    profile = models.TextField("inriktning", max_length=1500, blank=True)
    opening = models.CharField("öppettider", max_length=300, blank=True)
    contact = models.CharField("telefon eller funktionsadress", max_length=120, blank=True)
    changed_at = models.DateTimeField("ändrades", default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("togs bort", null=True, blank=True)

    objects = ChoiceUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "enhet i valfrihetssystem"
        verbose_name_plural = "enheter i valfrihetssystem"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "name"],
                condition=Q(closed_at=None),
                name="choice_unit_named_once",
                violation_error_message="Ni har redan en enhet med det namnet.",
            )
        ]

    def __str__(self):
        return self.name
