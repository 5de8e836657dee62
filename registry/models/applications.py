"""Applications for verification, notices of change, and what case officers do with them."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, DurationField, ExpressionWrapper, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from registry.access import is_case_officer
from registry.models.events import CaseEvent

SIX_MONTHS = timedelta(days=183)


class State(models.TextChoices):
    """Where a case is (PRODUCT, Flows)."""

    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Inskickad"
    UNDER_REVIEW = "under_review", "Under prövning"
    COMPLETION_REQUESTED = "completion_requested", "Väntar på komplettering"
    APPROVED = "approved", "Godkänd"
    REJECTED = "rejected", "Avslagen"
    DISMISSED = "dismissed", "Avvisad"
    WITHDRAWN = "withdrawn", "Återkallad"


OPEN = [State.SUBMITTED, State.UNDER_REVIEW, State.COMPLETION_REQUESTED]
DECIDED = [State.APPROVED, State.REJECTED, State.DISMISSED]


class Submission(models.Model):
    """One press on the button: the whole family at once, one receipt."""

    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="submissions")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("skickades in", default=timezone.now)

    class Meta:
        verbose_name = "inskickning"
        verbose_name_plural = "inskickningar"

    def __str__(self):
        return f"{self.organisation}, {self.submitted_at:%Y-%m-%d %H:%M}"


class ApplicationQuerySet(models.QuerySet):
    def come_in(self):
        """All but drafts."""
        return self.exclude(state=State.DRAFT)

    def open(self):
        """Come in and not yet closed."""
        return self.filter(state__in=OPEN)

    def visible_to(self, user):
        """The organisation's members see its applications; case officers all."""
        if is_case_officer(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(legal_entity__organisation__in=user.memberships.filter(ended_at=None).values("organisation"))

    def with_age(self, at=None):
        """Annotate `age`: the time with us, the applicant's own time left out (förvaltningslagen 2017:900, 12 §)."""
        at = at or timezone.now()
        span = ExpressionWrapper(
            Case(When(waiting_since=None, then=Value(at)), default=F("waiting_since"))
            - F("received_at")
            - F("paused_for"),
            output_field=DurationField(),
        )
        return self.annotate(age=span)

    def for_queue(self, at=None):
        """What the queue shows, in a fixed number of queries."""
        return (
            self.with_age(at)
            .select_related("legal_entity__organisation", "legal_entity__legal_form", "officer")
            .fetch_mode(models.FETCH_PEERS)
        )


class Application(models.Model):
    """A case about one legal entity: its application for verification, or a notice of change (2022:900, 3 and 5 §§)."""

    class Kind(models.TextChoices):
        VERIFICATION = "verification", "Ansökan om verifiering"
        CHANGE = "change", "Anmälan om ändring"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("slag", max_length=12, choices=Kind, default=Kind.VERIFICATION)
    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="applications")
    state = models.CharField("läge", max_length=20, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField("påbörjades", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    touched_at = models.DateTimeField("senast ändrat utkast", default=timezone.now)
    reminded_at = models.DateTimeField("påminnelse om utkast skickad", null=True, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="applications")
    case_number = models.CharField("ärendenummer", max_length=20, null=True, blank=True, unique=True)
    received_at = models.DateTimeField("kom in", null=True, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name="handläggare",
    )
    waiting_since = models.DateTimeField("bollen är hos sökanden sedan", null=True, blank=True)
    paused_for = models.DurationField("sökandens egen tid", default=timedelta)
    answered_at = models.DateTimeField("sökanden svarade", null=True, blank=True)
    closed_at = models.DateTimeField("avslutades", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "ärende"
        verbose_name_plural = "ärenden"
        indexes = [
            models.Index(fields=["state", "received_at"], name="application_queue"),
            models.Index(fields=["officer", "state"], name="application_of_officer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity"],
                condition=Q(state__in=[State.DRAFT, *OPEN]),
                name="application_one_at_a_time",
                violation_error_message="Det finns redan ett ärende om den juridiska personen.",
            ),
            models.CheckConstraint(
                name="application_state_is_known",
                condition=Q(state__in=State.values),
                violation_error_message="Okänt läge.",
            ),
            models.CheckConstraint(
                name="application_numbered_when_received",
                condition=Q(state=State.DRAFT, case_number=None, received_at=None, submission=None)
                | (~Q(state=State.DRAFT) & Q(case_number__isnull=False, received_at__isnull=False)),
                violation_error_message="Ett ärende som kommit in har nummer och dag.",
            ),
            models.CheckConstraint(
                name="application_reviewed_by_someone",
                condition=~Q(state=State.UNDER_REVIEW) | Q(officer__isnull=False),
                violation_error_message="Ett ärende under prövning har en handläggare.",
            ),
            models.CheckConstraint(
                name="application_closed_with_a_day",
                condition=Q(state__in=[State.DRAFT, *OPEN], closed_at=None)
                | (Q(state__in=[*DECIDED, State.WITHDRAWN]) & Q(closed_at__isnull=False)),
                violation_error_message="Ett avslutat ärende har en dag då det avslutades.",
            ),
            models.CheckConstraint(
                name="application_waits_while_completing",
                condition=~Q(state=State.COMPLETION_REQUESTED) | Q(waiting_since__isnull=False),
                violation_error_message="Under komplettering är bollen hos sökanden.",
            ),
        ]

    def __str__(self):
        return self.case_number or f"Utkast för {self.legal_entity}"

    def get_absolute_url(self):
        return reverse("application", args=[self.uuid])

    @property
    def is_draft(self):
        return self.state == State.DRAFT

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_editable(self):
        """Whether the applicant may change what was stated: as a draft, or when asked to complete it."""
        return self.state in (State.DRAFT, State.COMPLETION_REQUESTED)

    @property
    def is_change(self):
        return self.kind == self.Kind.CHANGE

    def age_at(self, at=None):
        """The time the case has been with us."""
        at = at or timezone.now()
        return (self.waiting_since or at) - self.received_at - self.paused_for

    def resume_clock(self, at):
        """The ball is with us again: what has passed since it left was the applicant's own time."""
        if self.waiting_since is not None:
            self.paused_for += at - self.waiting_since
            self.waiting_since = None

    def is_overdue(self, at=None):
        """Six months with us (förvaltningslagen 2017:900, 12 §)."""
        return self.is_open and self.age_at(at) >= SIX_MONTHS


class ApplicationEvent(CaseEvent):
    """What happened in a case, who did it, and from which state to which. Append only."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        constraints = [
            models.CheckConstraint(
                name="application_event_reason_given",
                condition=~Q(action__in=["request_completion", "reject", "dismiss", "communicate", "hand_over"])
                | ~Q(note=""),
                violation_error_message="Steget behöver skäl.",
            )
        ]

    def __str__(self):
        return f"{self.application}: {self.action}"


class ChangeNotice(models.Model):
    """What a notice of change would change. Until decided, what was verified stands (2022:900, 5 § 2 st)."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="change_notice")
    effective_on = models.DateField("gäller från", null=True, blank=True)
    message = models.TextField("varför", max_length=2000, blank=True)
    proposed = models.JSONField("det nya", default=dict, blank=True)
    replaced = models.JSONField("det som stod", default=dict, blank=True)
    governing_document = models.ForeignKey("Document", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "anmälan om ändring"
        verbose_name_plural = "anmälningar om ändring"

    def __str__(self):
        return f"Ändring av {self.application.legal_entity}"


class Requirement(models.TextChoices):
    """The conditions of 2022:900, 2 and 3 §§, each judged by itself."""

    PURPOSE = "purpose", "Enbart allmännyttigt syfte"
    WELFARE = "welfare", "Offentligt finansierad välfärd"
    PUBLIC_CONTROL = "public_control", "Stat, region eller kommun bestämmer inte"
    DISSOLUTION = "dissolution", "Tillgångar vid upplösning"


class Judgement(models.TextChoices):
    MET = "met", "Uppfyllt"
    UNDECIDED = "undecided", "Kan inte bedömas än"
    NOT_MET = "not_met", "Inte uppfyllt"


class AssessmentQuerySet(models.QuerySet):
    def current(self):
        """The latest judgement of each requirement in each case."""
        return self.order_by("application", "requirement", "-judged_at", "-pk").distinct("application", "requirement")


class Assessment(models.Model):
    """A case officer's judgement of one requirement, with evidence. Append only: a new judgement is a new row."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="assessments")
    requirement = models.CharField("krav", max_length=14, choices=Requirement)
    judgement = models.CharField("bedömning", max_length=9, choices=Judgement)
    evidence = models.CharField("underlag", max_length=300, blank=True)
    comment = models.TextField("skäl", max_length=2000, blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField("bedömdes", default=timezone.now)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "bedömning"
        verbose_name_plural = "bedömningar"
        indexes = [models.Index(fields=["application", "requirement", "-judged_at"], name="assessment_latest")]
        constraints = [
            models.CheckConstraint(
                name="assessment_met_on_evidence",
                condition=~Q(judgement="met") | ~Q(evidence=""),
                violation_error_message="Skriv vilket underlag som visar att kravet är uppfyllt.",
            ),
            models.CheckConstraint(
                name="assessment_refusal_has_reasons",
                condition=Q(judgement="met") | ~Q(comment=""),
                violation_error_message="Skriv skälen till bedömningen.",
            ),
        ]

    def __str__(self):
        return f"{self.get_requirement_display()}: {self.get_judgement_display().lower()}"


class CompletionReason(models.TextChoices):
    """Why an application must be completed (förvaltningslagen 2017:900, 20 §)."""

    GOVERNING_DOCUMENT = "governing_document", "Stadgar eller motsvarande saknas eller går inte att läsa"
    PURPOSE = "purpose", "Syftet är oklart"
    DISSOLUTION = "dissolution", "Det är oklart vad som händer med tillgångarna"
    WELFARE = "welfare", "Verksamheten eller finansieringen är oklar"
    OWNERSHIP = "ownership", "Ägare eller styrelse är oklart"
    SIGNATORY = "signatory", "Det är oklart vem som får företräda er"
    OTHER = "other", "Annat"


class CompletionRequest(models.Model):
    """A case officer asks for more, with reasons and a last day to answer. The clock rests meanwhile."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="completion_requests")
    reasons = ArrayField(models.CharField(max_length=20, choices=CompletionReason), verbose_name="vad som saknas")
    message = models.TextField("vad ni behöver göra", max_length=4000)
    due_on = models.DateField("svara senast")
    requested_at = models.DateTimeField("begärdes", default=timezone.now)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField("svar", max_length=4000, blank=True)
    answered_at = models.DateTimeField("besvarades", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    documents = models.ManyToManyField("Document", blank=True, related_name="completion_requests")

    class Meta:
        verbose_name = "begäran om komplettering"
        verbose_name_plural = "begäranden om komplettering"
        ordering = ["requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None),
                name="completion_one_open_at_a_time",
                violation_error_message="En komplettering är redan begärd.",
            ),
            models.CheckConstraint(
                name="completion_has_reasons",
                condition=Q(reasons__len__gt=0) & ~Q(message=""),
                violation_error_message="Välj minst ett skäl och skriv vad som behövs.",
            ),
            models.CheckConstraint(
                name="completion_answered_by_someone",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                violation_error_message="Ett svar har dag och avsändare.",
            ),
        ]

    def __str__(self):
        return f"Komplettering i {self.application}"

    @property
    def reason_labels(self):
        return [CompletionReason(reason).label for reason in self.reasons]
