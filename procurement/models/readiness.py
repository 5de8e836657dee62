"""What an organisation has prepared for one notice, by its own word: who ticked what, and when (N33). Private to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement.models.procurements import Procurement


class ReadyItem(models.TextChoices):
    """What the portal cannot know. The words for the page are in `procurement.ready_items`."""

    NOTICE = "notice", "Vi har läst hela annonsen"
    CALENDAR = "calendar", "Dagarna står i vår kalender"
    REFERENCES = "references", "Referenser"
    ECONOMY = "economy", "Ekonomi"
    TAXES = "taxes", "Skatter och avgifter"
    INSURANCE = "insurance", "Försäkring"
    QUALITY = "quality", "Kvalitetsarbete"
    STAFF = "staff", "Personal"
    PRICE = "price", "Pris"
    DATABASE = "database", "Konto i annonsdatabasen"


class ReadyTickQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(unticked_at=None)


class ReadyTick(models.Model):
    """A box that somebody ticked for the organisation. Taking the tick away keeps the row: it says when it held."""

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="ready_ticks")
    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="ready_ticks")
    item = models.CharField("vad som är klart", max_length=10, choices=ReadyItem)
    ticked_at = models.DateTimeField("kryssades", default=timezone.now)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unticked_at = models.DateTimeField("krysset togs bort", null=True, blank=True)
    unticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReadyTickQuerySet.as_manager()

    class Meta:
        verbose_name = "kryss i listan Är vi redo"
        verbose_name_plural = "kryss i listan Är vi redo"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "procurement", "item"],
                condition=Q(unticked_at=None),
                name="ready_tick_once",
                violation_error_message="Rutan är redan kryssad.",
            ),
            models.CheckConstraint(
                name="ready_tick_unticked_by_somebody",
                condition=Q(unticked_at=None, unticked_by=None)
                | Q(unticked_at__isnull=False, unticked_by__isnull=False),
                violation_error_message="Ange vem som tog bort krysset.",
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_item_display()}"
