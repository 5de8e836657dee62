"""From notice to award: interest, questions, tenderers, the award and its review by a court."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from procurement.models.procurements import Lot, Procurement
from registry.models.eligibility import Answer
from registry.validators import validate_organisation_number


class InterestQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)

    def visible_to(self, user):
        """The authority's buyers see who is interested; an organisation sees its own. Nobody else sees any."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(procurement__authority__in=user.authority_memberships.buying().values("authority"))
            | Q(legal_entity__organisation__in=user.memberships.filter(ended_at=None).values("organisation"))
        )


class Interest(models.Model):
    """A legal entity shows that it may want to tender. Never public: who is interested is for the buyer to know.

    Those who want partners are also known to each other, and to nobody who does not want them.
    """

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="interests")
    legal_entity = models.ForeignKey("registry.LegalEntity", models.PROTECT, related_name="interests")
    note = models.TextField("hälsning till upphandlaren", max_length=1000, blank=True)
    wants_partners = models.BooleanField("söker andra att lämna anbud med", default=False)
    shown_at = models.DateTimeField("visades", default=timezone.now)
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("togs tillbaka", null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = "intresse för en upphandling"
        verbose_name_plural = "intressen för upphandlingar"
        constraints = [
            models.UniqueConstraint(
                fields=["procurement", "legal_entity"],
                condition=Q(withdrawn_at=None),
                name="interest_once",
                violation_error_message="Ni har redan visat intresse.",
            ),
            models.CheckConstraint(
                name="interest_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                violation_error_message="Ange vem som tog tillbaka intresset.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity} för {self.procurement}"


class QuestionQuerySet(models.QuerySet):
    def answered(self):
        """Those that everybody may read, with their answers: who asked is not among it."""
        return self.exclude(answered_at=None)


class Question(models.Model):
    """A question to the buyer. The answer goes to everybody at once, without the asker's name (LOU 19 kap. 13 §)."""

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="questions")
    text = models.TextField("fråga", max_length=2000)
    asked_at = models.DateTimeField("ställdes", default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField("svar", max_length=4000, blank=True)
    answered_at = models.DateTimeField("besvarades", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "fråga om en upphandling"
        verbose_name_plural = "frågor om upphandlingar"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="question_answered_whole",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                violation_error_message="Ett svar har text, dag och någon som svarade.",
            )
        ]

    def __str__(self):
        return self.text[:60]


class TenderQuerySet(models.QuerySet):
    def partners(self):
        """Those who tender together with a lead, and so are awarded the contract with it."""
        return self.filter(role=Tender.Role.PARTNER, removed_at=None)

    def visible_to(self, user):
        """The procurement's own officers alone: tenders are secret until award (OSL 2009:400, 19 kap. 3 §)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            lot__procurement__authority__in=user.authority_memberships.buying().values("authority"),
            lot__procurement__withdrawn_at=None,
        )


class Tender(models.Model):
    """Who has tendered for a lot, by organisation number, with the answer about eligibility on the day it was asked.

    Of a joint bid each member is a row under the lead's. Subcontractors, and those whose capacity is relied on, too.
    """

    class Role(models.TextChoices):
        TENDERER = "tenderer", "Anbudsgivare"
        PARTNER = "partner", "Med i gemensamt anbud"
        SUBCONTRACTOR = "subcontractor", "Underleverantör"
        CAPACITY = "capacity", "Vars kapacitet åberopas"

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="tenders")
    lead = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="others")
    role = models.CharField("roll", max_length=13, choices=Role, default=Role.TENDERER)
    organisation_number = models.CharField(
        "organisationsnummer", max_length=10, validators=[validate_organisation_number]
    )
    name = models.CharField("namn", max_length=200)
    legal_entity = models.ForeignKey(
        "registry.LegalEntity", models.PROTECT, null=True, blank=True, related_name="tenders"
    )
    price = models.PositiveBigIntegerField("anbudssumma (kr)", null=True, blank=True)
    answer = models.CharField("svar om behörighet", max_length=10, choices=Answer)
    answered_on = models.DateField("svaret gäller")
    answered_at = models.DateTimeField("svaret gavs", default=timezone.now)
    reasons = ArrayField(models.CharField(max_length=500), verbose_name="skäl till svaret", default=list, blank=True)
    registered_at = models.DateTimeField("lades in", default=timezone.now)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("togs bort", null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TenderQuerySet.as_manager()

    class Meta:
        verbose_name = "anbud"
        verbose_name_plural = "anbud"
        ordering = ["lot", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "organisation_number"],
                condition=Q(removed_at=None, role="tenderer"),
                name="tender_once_per_lot",
                violation_error_message="Anbudsgivaren är redan inlagd på anbudsområdet.",
            ),
            models.CheckConstraint(
                name="tender_others_stand_under_a_lead",
                condition=Q(role="tenderer", lead=None) | (~Q(role="tenderer") & Q(lead__isnull=False)),
                violation_error_message="Ange vilket anbud företaget hör till.",
            ),
            models.CheckConstraint(
                name="tender_removed_by_somebody",
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                violation_error_message="Ange vem som tog bort raden.",
            ),
        ]

    def __str__(self):
        return self.name


class PurposeReasoning(models.Model):
    """How a tenderer's purpose helps reach the aim of this very service, in writing (LOU 19 kap. 25 a §, N6).

    The texts it compares are kept as they stood. Append only: the latest counts.
    """

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="purpose_reasonings")
    purpose = models.TextField("syftet enligt stadgarna", max_length=4000)
    aim = models.TextField("tjänstens mål", max_length=2000)
    serves = models.BooleanField("syftet hjälper till att nå målet")
    reasoning = models.TextField("hur syftet hjälper till att nå målet", max_length=2000)
    written_at = models.DateTimeField("skrevs", default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "prövning av syfte mot tjänst"
        verbose_name_plural = "prövningar av syfte mot tjänst"
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="purpose_reasoning_is_written",
                condition=~Q(reasoning="") & ~Q(purpose="") & ~Q(aim=""),
                violation_error_message="Skriv hur syftet hjälper till att nå målet.",
            )
        ]

    def __str__(self):
        return f"{self.tender}: {'hjälper' if self.serves else 'hjälper inte'} till att nå målet"


class AwardDecision(models.Model):
    """Tilldelningsbeslut for the whole procurement (LOU 19 kap. 19 §). A re-evaluation makes a new one.

    `standstill_until` is the last day of the avtalsspärr (20 kap. 1 §); `standstill_source` says by which paragraph.
    """

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="awards")
    decided_on = models.DateField("beslutades")
    sent_on = models.DateField("underrättelsen skickades")
    sent_electronically = models.BooleanField("skickades elektroniskt", default=True)
    reasons = models.TextField("skäl", max_length=4000)
    standstill_until = models.DateField("avtalsspärren gäller till och med")
    decided_at = models.DateTimeField("lades in", default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField("ersattes", null=True, blank=True)

    class Meta:
        verbose_name = "tilldelningsbeslut"
        verbose_name_plural = "tilldelningsbeslut"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="award_one_that_counts",
                fields=["procurement"],
                condition=Q(superseded_at=None),
                violation_error_message="Det finns redan ett tilldelningsbeslut.",
            ),
            models.CheckConstraint(
                name="award_has_reasons",
                condition=~Q(reasons=""),
                violation_error_message="Skriv skälen för tilldelningen.",
            ),
            models.CheckConstraint(
                name="award_standstill_after_sending",
                condition=Q(sent_on__gte=F("decided_on"), standstill_until__gt=F("sent_on")),
                violation_error_message="Avtalsspärren börjar när underrättelsen har skickats.",
            ),
        ]

    def __str__(self):
        return f"Tilldelning {self.decided_on}, {self.procurement}"


class AwardedTender(models.Model):
    """A winner of a lot. In a framework with several suppliers `rank` or `call_off_key` says who gets the work."""

    award = models.ForeignKey(AwardDecision, models.PROTECT, related_name="winners")
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="awards")
    rank = models.PositiveSmallIntegerField("rangordning", null=True, blank=True)
    call_off_key = models.CharField("fördelningsnyckel", max_length=300, blank=True)

    class Meta:
        verbose_name = "vinnande anbud"
        verbose_name_plural = "vinnande anbud"
        ordering = ["award", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="awarded_tender_once",
                fields=["award", "tender"],
                violation_error_message="Anbudet finns redan i beslutet.",
            )
        ]

    def __str__(self):
        return str(self.tender)


class CourtReview(models.Model):
    """Överprövning: while one is open no contract may be made (LOU 20 kap. 8 §)."""

    class Outcome(models.TextChoices):
        STANDS = "stands", "Tilldelningen står fast"
        REEVALUATE = "reevaluate", "Anbuden ska utvärderas på nytt"
        REDO = "redo", "Upphandlingen ska göras om"

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="reviews")
    court = models.CharField("domstol", max_length=120)
    case_number = models.CharField("målnummer", max_length=40)
    filed_on = models.DateField("ansökan kom in")
    standstill_until = models.DateField("förlängd avtalsspärr till och med", null=True, blank=True)
    outcome = models.CharField("utfall", max_length=10, choices=Outcome, blank=True)
    decided_on = models.DateField("avgjordes", null=True, blank=True)
    noted_at = models.DateTimeField("lades in", default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "överprövning"
        verbose_name_plural = "överprövningar"
        ordering = ["filed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="court_review_one_open",
                fields=["procurement"],
                condition=Q(outcome=""),
                violation_error_message="Det finns redan en överprövning som inte är avgjord.",
            ),
            models.CheckConstraint(
                name="court_review_decided_with_a_day",
                condition=Q(outcome="", decided_on=None)
                | (~Q(outcome="") & Q(decided_on__isnull=False, decided_on__gte=F("filed_on"))),
                violation_error_message="Ange både utfall och dag för avgörandet.",
            ),
        ]

    def __str__(self):
        return f"{self.court}, mål {self.case_number}"
