"""Mail on its way out."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

GIVE_UP_AFTER = timedelta(days=5)
LOST_WHEN_UNTRIED_FOR = timedelta(minutes=5)
LOST_WHEN_SILENT_FOR = timedelta(minutes=70)  # longer than the longest wait between two attempts


class MailQuerySet(models.QuerySet):
    """Questions about mail."""

    def waiting(self):
        """Mail that has not been sent."""
        return self.filter(sent_at=None)

    def given_up(self, at=None):
        """Mail that could not be delivered for five days. Somebody should look at the address."""
        return self.waiting().filter(created_at__lte=(at or timezone.now()) - GIVE_UP_AFTER)

    def forgotten(self, at=None):
        """Waiting mail that nobody seems to be delivering: its task was lost."""
        at = at or timezone.now()
        untried = Q(tried_at=None, created_at__lte=at - LOST_WHEN_UNTRIED_FOR)
        silent = Q(tried_at__lte=at - LOST_WHEN_SILENT_FOR)
        return self.waiting().filter(untried | silent, created_at__gt=at - GIVE_UP_AFTER).order_by("created_at")


class Mail(models.Model):
    """One letter to one recipient. It is written in the transaction that causes it, and sent afterwards."""

    recipient = models.EmailField("mottagare", max_length=254)
    sender = models.CharField("avsändare", max_length=320)
    subject = models.CharField("ämne", max_length=255)
    body = models.TextField("text")
    message_id = models.CharField("meddelande-id", max_length=255, unique=True)
    created_at = models.DateTimeField("skapat", default=timezone.now, editable=False)
    tried_at = models.DateTimeField("senaste försök", null=True, editable=False)
    sent_at = models.DateTimeField("skickat", null=True, editable=False)
    attempts = models.PositiveIntegerField("försök", default=0, editable=False)
    last_error = models.CharField("senaste fel", max_length=500, blank=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "e-postbrev"
        verbose_name_plural = "e-postbrev"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(name="mail_waiting", fields=["created_at"], condition=Q(sent_at=None))]
        constraints = [
            models.CheckConstraint(
                name="mail_has_recipient_and_subject",
                condition=~Q(recipient="") & ~Q(subject=""),
                violation_error_message="Ett brev har en mottagare och ett ämne.",
            ),
            models.CheckConstraint(
                name="mail_sent_after_created",
                condition=Q(sent_at=None) | Q(sent_at__gte=F("created_at")),
                violation_error_message="Ett brev kan inte skickas innan det skrivits.",
            ),
            models.CheckConstraint(
                name="mail_sent_was_tried",
                condition=Q(sent_at=None) | Q(attempts__gte=1, last_error="", tried_at=F("sent_at")),
                violation_error_message="Ett skickat brev har minst ett försök och inget fel.",
            ),
            models.CheckConstraint(
                name="mail_attempts_have_a_time",
                condition=Q(attempts=0, tried_at=None) | Q(attempts__gte=1, tried_at__isnull=False),
                violation_error_message="Ett försök att skicka har en tidpunkt.",
            ),
        ]

    def __str__(self):
        return f"{self.subject} till {self.recipient}"

    def is_given_up(self, at=None):
        """Whether it has waited so long that it is no longer tried."""
        return self.sent_at is None and self.created_at <= (at or timezone.now()) - GIVE_UP_AFTER
