"""The tamper-evident log (N28): every change of a status, and a digest for each day, chained to the day before."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone


class StatusLog(models.Model):
    """One change of a status: what, from which state to which, when, by which user's id, for which reason.

    No free text and no names, and the id is a bare number: a person can be erased and the chain still verifies. Append
    only; a trigger refuses rows without an actor who has an account. The trigger also says to which `day` the row
    belongs: the Swedish day it happened, or the first one without a digest when that day is closed.
    """

    subject = models.CharField("slag", max_length=30)
    subject_id = models.BigIntegerField("id")
    action = models.CharField("händelse", max_length=30)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    actor_id = models.BigIntegerField("användarens id")
    reason = models.CharField("skäl, som kod", max_length=40)
    occurred_at = models.DateTimeField("när", default=timezone.now)
    day = models.DateField("hör till dagen", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "rad i statusloggen"
        verbose_name_plural = "statusloggen"
        indexes = [
            models.Index(fields=["day", "id"], name="status_log_by_day"),
            models.Index(fields=["subject", "subject_id", "id"], name="status_log_of_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="status_log_says_who_and_why",
                condition=Q(actor_id__gt=0) & Q(reason__regex=r"^[a-z0-9_]+$") & Q(action__regex=r"^[a-z0-9_]+$"),
                violation_error_message="En rad i loggen har användare och skäl.",
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.subject_id}: {self.action}"


class LogDigest(models.Model):
    """A day's hash: over its rows in order and over the digest of the day before. Published; append only.

    `rows_sha256` is the hash of the rows alone. It is published too, so that anybody can recompute the chain.
    """

    day = models.DateField("dag", primary_key=True)
    row_count = models.PositiveIntegerField("rader")
    last_id = models.BigIntegerField("sista raden")
    rows_sha256 = models.CharField("radernas kontrollsumma", max_length=64)
    sha256 = models.CharField("kontrollsumma", max_length=64)
    previous = models.CharField("dagen före", max_length=64)
    made_at = models.DateTimeField("gjordes", default=timezone.now)

    class Meta:
        verbose_name = "dagens kontrollsumma"
        verbose_name_plural = "dagarnas kontrollsummor"
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                name="log_digest_hash_is_sha256",
                condition=Q(
                    sha256__regex=r"^[0-9a-f]{64}$",
                    previous__regex=r"^[0-9a-f]{64}$",
                    rows_sha256__regex=r"^[0-9a-f]{64}$",
                ),
                violation_error_message="Kontrollsumman har fel form.",
            ),
        ]

    def __str__(self):
        return str(self.day)
