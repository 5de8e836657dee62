"""What every case's history is made of."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class CaseEvent(models.Model):
    """What happened in a case, who did it, and from which state to which. Append only, by trigger.

    `workflow.take` writes it. Each case has events of its own, under the name `events`.
    """

    action = models.CharField("händelse", max_length=30)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.TextField("anteckning", blank=True)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    created_at = models.DateTimeField("när", default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["created_at", "pk"]
