"""The diarium, and messages to people."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class CaseNumberSeries(models.Model):
    """The last case number given in a year. One row, locked, so that numbers have no gaps and no doubles."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return str(self.year)


class JournalEntry(models.Model):
    """A row of the diarium: a document that came in or went out (OSL 2009:400, 5 kap. 2 §). Append only, public."""

    class Direction(models.TextChoices):
        IN = "in", "In"
        OUT = "out", "Ut"
        INTERNAL = "internal", "Upprättad"

    case_number = models.CharField("ärendenummer", max_length=20)
    registered_at = models.DateTimeField("dag", default=timezone.now)
    direction = models.CharField("riktning", max_length=8, choices=Direction)
    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="journal_entries")
    counterparty = models.CharField("avsändare eller mottagare", max_length=200)
    subject = models.CharField("handling", max_length=200)
    application = models.ForeignKey(
        "Application", models.PROTECT, null=True, blank=True, related_name="journal_entries"
    )
    claim = models.ForeignKey("Claim", models.PROTECT, null=True, blank=True, related_name="journal_entries")
    document = models.ForeignKey("Document", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "diariepost"
        verbose_name_plural = "diarieposter"
        indexes = [
            models.Index(fields=["-registered_at", "-id"], name="journal_newest_first"),
            # Serves the beginning of a number too, whatever the collation.
            models.Index(fields=["case_number"], opclasses=["varchar_pattern_ops"], name="journal_of_case"),
        ]

    def __str__(self):
        return f"{self.case_number}: {self.subject}"


class NotificationQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)


class Notification(models.Model):
    """A message in somebody's inbox at Mina sidor; the same words go out by mail, once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField("slag", max_length=40)
    subject = models.CharField("rubrik", max_length=200)
    body = models.TextField("text")
    url = models.CharField("länk", max_length=300, blank=True)
    created_at = models.DateTimeField("skapades", default=timezone.now)
    read_at = models.DateTimeField("lästes", null=True, blank=True)
    once = models.CharField("skickas en gång per", max_length=120, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "meddelande"
        verbose_name_plural = "meddelanden"
        indexes = [models.Index(fields=["user", "-created_at"], name="notification_inbox")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "once"], condition=~Q(once=""), name="notification_told_once"
            )
        ]

    def __str__(self):
        return self.subject
