"""What a council has decided, as rows that stand until another takes their place or they end. All of them are kept."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

HTTPS = r"^https://[^\s/]+\S*$"
SOME_WORDS = r"\S"
STANDING, REPLACED, ENDED = "standing", "replaced", "ended"  # the values of `state`, whatever each kind calls them


class DecidedQuerySet(models.QuerySet):
    def standing(self):
        """Those that have neither been replaced nor ended."""
        return self.filter(state=STANDING)


class Decided(models.Model):
    """Who put in the row and when. With `is_invented` it is made up for the demonstration, and every page says so.

    Each kind adds `place`, `state`, `replaces`, `end_reason` and `closed_at`, with words of its own.
    """

    is_invented = models.BooleanField("påhittat", default=False)
    created_at = models.DateTimeField("lades in", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = DecidedQuerySet.as_manager()

    class Meta:
        abstract = True


def decided_rightly(name, *, council, ended, replaced):
    """The constraints that all kinds share, under the kind's `name`, each with its own words when it is broken."""
    return [
        models.CheckConstraint(
            name=f"{name}_is_of_a_council", condition=~Q(place="0000"), violation_error_message=council
        ),
        models.CheckConstraint(
            name=f"{name}_ended_with_a_reason",
            condition=Q(state=STANDING, end_reason="", closed_at=None)
            | Q(state=REPLACED, end_reason="", closed_at__isnull=False)
            | Q(state=ENDED, end_reason__regex=SOME_WORDS, closed_at__isnull=False),
            violation_error_message=ended,
        ),
        models.CheckConstraint(
            name=f"{name}_replaces_another",
            condition=Q(replaces=None) | ~Q(replaces=F("pk")),
            violation_error_message=replaced,
        ),
    ]
