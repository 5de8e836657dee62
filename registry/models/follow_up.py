"""Follow-up of the portal's own verification. The portal asks and, at most, ends its verification.

It has no injunction and no vite: those are Kammarkollegiet's (2022:900, 12 §).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.access import is_case_officer
from registry.models.events import CaseEvent


class FollowUpState(models.TextChoices):
    ASKED = "asked", "Väntar på svar"
    ANSWERED = "answered", "Besvarad"
    UNANSWERED = "unanswered", "Svar saknas"
    CLOSED = "closed", "Avslutad"
    ENDED = "ended", "Verifieringen upphörde"


FOLLOW_UP_OPEN = [FollowUpState.ASKED, FollowUpState.ANSWERED, FollowUpState.UNANSWERED]


class SampleDraw(models.Model):
    """A random sample of verified entities: share, seed and the frozen list that was drawn from. Anyone can redo it."""

    share = models.DecimalField("andel (%)", max_digits=5, decimal_places=2)
    seed = models.CharField("frö", max_length=64)
    drawn_from = models.JSONField("listan det drogs ur")
    drawn = models.JSONField("de som drogs")
    drawn_at = models.DateTimeField("drogs", default=timezone.now)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "stickprov"
        verbose_name_plural = "stickprov"
        constraints = [
            models.CheckConstraint(
                name="sample_share_is_a_percentage",
                condition=Q(share__gt=0, share__lte=100),
                violation_error_message="Andelen är större än 0 och högst 100 procent.",
            ),
        ]

    def __str__(self):
        return f"Stickprov {self.drawn_at:%Y-%m-%d}"


class FollowUpQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=FOLLOW_UP_OPEN)

    def visible_to(self, user):
        """The organisation's members see its follow-ups; case officers all."""
        if is_case_officer(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            verification__legal_entity__organisation__in=user.memberships.active().values("organisation")
        )


class FollowUpCase(models.Model):
    """A question about whether what was verified still holds: why it was opened, the last day to answer, the answer."""

    class Cause(models.TextChoices):
        SIGNAL = "signal", "En signal om att något har ändrats"
        SAMPLE = "sample", "Stickprov"
        STATEMENT = "statement", "Årsuppgiften saknas"

    verification = models.ForeignKey("Verification", models.PROTECT, related_name="follow_ups")
    case_number = models.CharField("ärendenummer", max_length=20, unique=True)
    state = models.CharField("läge", max_length=12, choices=FollowUpState, default=FollowUpState.ASKED)
    cause = models.CharField("varför", max_length=10, choices=Cause)
    sample = models.ForeignKey(SampleDraw, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    missing_year = models.DateField("första dagen av året vars årsuppgift saknas", null=True, blank=True)
    question = models.TextField("vad vi frågar", max_length=4000)
    due_on = models.DateField("svara senast")
    opened_at = models.DateTimeField("öppnades", default=timezone.now)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="follow_ups")
    reminded_at = models.DateTimeField("påmindes", null=True, blank=True)
    answer = models.TextField("svar", max_length=4000, blank=True)
    answered_at = models.DateTimeField("besvarades", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("avslutades", null=True, blank=True)
    conclusion = models.TextField("vad vi kom fram till", max_length=4000, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "uppföljning"
        verbose_name_plural = "uppföljningar"
        indexes = [models.Index(fields=["state", "due_on"], name="follow_up_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["verification"],
                condition=Q(state__in=FOLLOW_UP_OPEN),
                name="follow_up_one_at_a_time",
                violation_error_message="En uppföljning pågår redan.",
            ),
            models.UniqueConstraint(
                fields=["verification", "missing_year"],
                name="follow_up_once_per_missing_statement",
                violation_error_message="Årsuppgiften har redan efterfrågats.",
            ),
            models.CheckConstraint(
                name="follow_up_missing_year_only_of_a_statement",
                condition=Q(missing_year=None) | Q(cause="statement"),
                violation_error_message="Bara en saknad årsuppgift hör till ett år.",
            ),
            models.CheckConstraint(
                name="follow_up_asks_something",
                condition=~Q(question=""),
                violation_error_message="Skriv vad organisationen ska svara på.",
            ),
            models.CheckConstraint(
                name="follow_up_answered_by_somebody",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                violation_error_message="Ett svar har dag och avsändare.",
            ),
            models.CheckConstraint(
                name="follow_up_sample_only_when_drawn",
                condition=Q(cause="sample", sample__isnull=False) | (~Q(cause="sample") & Q(sample=None)),
                violation_error_message="Ett stickprov hör till sin dragning.",
            ),
            models.CheckConstraint(
                name="follow_up_closed_with_a_conclusion",
                condition=(Q(state__in=FOLLOW_UP_OPEN, closed_at=None))
                | (~Q(state__in=FOLLOW_UP_OPEN) & Q(closed_at__isnull=False) & ~Q(conclusion="")),
                violation_error_message="Skriv vad uppföljningen kom fram till.",
            ),
        ]

    def __str__(self):
        return self.case_number


class FollowUpEvent(CaseEvent):
    """What happened in a follow-up. Append only."""

    follow_up = models.ForeignKey(FollowUpCase, models.PROTECT, related_name="events")

    def __str__(self):
        return f"{self.follow_up}: {self.action}"


class ConfirmationLink(models.Model):
    """A one-time link in a mail: the services still stand (N16). Only its hash is kept; opening it changes nothing."""

    organisation = models.ForeignKey("Organisation", models.CASCADE, related_name="confirmation_links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_sha256 = models.CharField("länkens kontrollsumma", max_length=64, unique=True)
    sent_at = models.DateTimeField("skickades", default=timezone.now)
    expires_at = models.DateTimeField("gäller till")
    used_at = models.DateTimeField("användes", null=True, blank=True)

    class Meta:
        verbose_name = "bekräftelselänk"
        verbose_name_plural = "bekräftelselänkar"

    def __str__(self):
        return f"{self.organisation}, {self.sent_at:%Y-%m-%d}"
