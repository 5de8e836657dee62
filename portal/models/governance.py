"""What a council governs by: programme, policies, directives, guidelines, överenskommelser (N25). And their links.

A document's row stands as it was entered. What is new is a new version, which replaces the old one.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.elections import FIRST, Term
from portal.models.decided import HTTPS, SOME_WORDS, Decided, decided_rightly
from portal.models.places import Place
from registry.models.events import CaseEvent


class DocumentState(models.TextChoices):
    """Where a row is. Whether what it tells of holds on a day is `portal.governance.standing`."""

    STANDING = "standing", "Senaste version"
    REPLACED = "replaced", "Ersatt"
    ENDED = "ended", "Upphört"


class GovernanceDocument(Decided):
    """One version of a document that a council governs by.

    `term_begins_in` is the year in which the council's term begins; the programme is adopted for one (KL 2017:725,
    5 kap. 3 §). `mentions` says whether anybody has read what it says of idéburna: not read is not the same as no.
    """

    class Kind(models.TextChoices):
        PROGRAMME = "programme", "Program för utförare"
        BUYER_POLICY = "buyer_policy", "Beställarpolicy"
        OWNER_DIRECTIVE = "owner_directive", "Ägardirektiv"
        PROCUREMENT_POLICY = "procurement_policy", "Upphandlingspolicy"
        PARTNERSHIP_GUIDELINE = "partnership_guideline", "Riktlinje för partnerskap (IOP)"
        COMPACT = "compact", "Överenskommelse"

    class Mentions(models.TextChoices):
        YES = "yes", "Ja"
        NO = "no", "Nej"
        NOT_READ = "not_read", "Inte läst än"

    place = models.ForeignKey(
        Place, models.PROTECT, related_name="governance_documents", verbose_name="kommun eller region"
    )
    kind = models.CharField("slag", max_length=21, choices=Kind)
    title = models.CharField("titel", max_length=200)
    version = models.CharField("version", max_length=40, blank=True)
    term_begins_in = models.PositiveSmallIntegerField("mandatperioden börjar", null=True, blank=True)
    adopted_on = models.DateField("beslutades")
    paragraph = models.CharField("paragraf i protokollet", max_length=40, blank=True)
    url = models.URLField("länk till dokumentet", max_length=500)
    mentions = models.CharField("nämner idéburna", max_length=8, choices=Mentions, default=Mentions.NOT_READ)
    passage = models.TextField("stället som nämner idéburna", max_length=2000, blank=True)
    follow_up_plan = models.TextField("plan för uppföljning", max_length=2000, blank=True)
    state = models.CharField("läge", max_length=8, choices=DocumentState, default=DocumentState.STANDING)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="ersätter"
    )
    end_reason = models.TextField("varför det upphörde", max_length=1000, blank=True)
    closed_at = models.DateTimeField("ersattes eller upphörde", null=True, blank=True)

    class Meta:
        verbose_name = "styrdokument"
        verbose_name_plural = "styrdokument"
        ordering = ["place", "kind", "-adopted_on", "-pk"]
        constraints = [
            *decided_rightly(
                "governance_document",
                council="Ett styrdokument hör till en kommun eller en region.",
                ended="Skriv varför dokumentet inte gäller längre.",
                replaced="En version kan inte ersätta sig själv.",
            ),
            models.CheckConstraint(
                name="governance_document_has_a_title",
                condition=Q(title__regex=SOME_WORDS),
                violation_error_message="Skriv vad dokumentet heter.",
            ),
            models.CheckConstraint(
                name="governance_document_link_is_https",
                condition=Q(url__regex=HTTPS),
                violation_error_message="Skriv hela adressen. Den ska börja med https://.",
            ),
            models.CheckConstraint(
                name="governance_programme_is_for_a_term",
                condition=~Q(kind="programme") | Q(term_begins_in__isnull=False),
                violation_error_message="Välj mandatperiod. Ett program för utförare gäller en mandatperiod.",
            ),
            models.CheckConstraint(
                name="governance_document_term_exists",
                condition=Q(term_begins_in=None) | Q(term_begins_in__in=range(FIRST, FIRST + 24 * 4, 4)),
                violation_error_message="Välj en mandatperiod som finns.",
            ),
            models.CheckConstraint(
                name="governance_document_yes_has_the_passage",
                condition=(Q(mentions="yes") & Q(passage__regex=SOME_WORDS))
                | (Q(mentions__in=["no", "not_read"]) & Q(passage="")),
                violation_error_message="Skriv vad dokumentet säger om idéburna, om det nämner dem.",
            ),
            models.UniqueConstraint(
                name="governance_programme_stands_once",
                fields=["place"],
                condition=Q(kind="programme", state="standing"),
                violation_error_message="Det finns redan ett program. Lägg in det nya som en ny version.",
            ),
        ]
        indexes = [models.Index(fields=["kind", "state", "place"], name="governance_of_a_kind")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("governance_document", args=[self.pk])

    @property
    def term(self):
        """The term it was adopted for, or None."""
        return Term(self.term_begins_in) if self.term_begins_in else None


class GovernanceDocumentEvent(CaseEvent):
    """What happened to a document. Append only."""

    document = models.ForeignKey(GovernanceDocument, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse för ett styrdokument"
        verbose_name_plural = "händelser för styrdokument"

    def __str__(self):
        return f"{self.document}: {self.action}"


class CheckedLink(models.Model):
    """An address that pages lead to, and what came when the portal last asked it.

    `got` is the answer's status or what went wrong, in words. `silent_days` counts the days on which it failed since it
    last answered: one failed night is no reason to call a link dead.
    """

    url = models.URLField("adress", max_length=500, unique=True)
    asked_at = models.DateTimeField("frågades")
    got = models.CharField("svar", max_length=40)
    answered_at = models.DateTimeField("svarade", null=True, blank=True)
    silent_since = models.DateField("svarar inte sedan", null=True, blank=True)
    silent_days = models.PositiveSmallIntegerField("dagar utan svar", default=0)

    class Meta:
        verbose_name = "kontrollerad länk"
        verbose_name_plural = "kontrollerade länkar"
        constraints = [
            models.CheckConstraint(
                name="checked_link_counts_its_silence",
                condition=Q(silent_since=None, silent_days=0) | Q(silent_since__isnull=False, silent_days__gte=1),
                violation_error_message="Dagar utan svar räknas från en dag.",
            ),
        ]

    def __str__(self):
        return self.url
