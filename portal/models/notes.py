"""What an elected person keeps about a place, for nobody else: notes, and how far they have read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.models.decided import SOME_WORDS
from portal.models.places import Place


class CouncilNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A note is its writer's alone."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class CouncilNote(models.Model):
    """A private note of an elected person about a place. Erased with the account."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="council_notes")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="kommun eller region")
    text = models.TextField("anteckning", max_length=2000)
    written_at = models.DateTimeField("skrevs", default=timezone.now)

    objects = CouncilNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "anteckning"
        verbose_name_plural = "anteckningar"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="council_note_says_something",
                condition=Q(text__regex=SOME_WORDS),
                violation_error_message="Skriv något, eller ta bort anteckningen.",
            ),
        ]

    def __str__(self):
        return f"{self.user} om {self.place}"


class ReadMark(models.Model):
    """Until when a person has read what happens in a place. Set by a button, never by reading."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="read_marks")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="kommun eller region")
    read_at = models.DateTimeField("läst till och med")

    class Meta:
        verbose_name = "läst till och med"
        verbose_name_plural = "läst till och med"
        constraints = [
            models.UniqueConstraint(
                name="read_mark_once",
                fields=["user", "place"],
                violation_error_message="Platsen är redan markerad.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.place}"
