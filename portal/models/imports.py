"""What was read of figures from elsewhere: each run, and the pages it stands on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.models.figures import Indicator


class FigureImportQuerySet(models.QuerySet):
    def unfinished(self):
        """Those that go on, or were cut off and can be taken up again."""
        return self.filter(state__in=[FigureImport.State.RUNNING, FigureImport.State.INTERRUPTED])

    def applied(self):
        return self.filter(state=FigureImport.State.APPLIED)

    def newest_first(self):
        return self.order_by("-started_at", "-pk")


class FigureImport(models.Model):
    """One reading of a source's figures: what was asked, how it went, who answers for it.

    Pages are kept as they come. Values are written when every page is there, all at once. A run whose process was
    killed still says that it goes on; whether it does, the lock tells.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Pågår"
        INTERRUPTED = "interrupted", "Avbruten"
        APPLIED = "applied", "Genomförd"
        FAILED = "failed", "Misslyckad"

    source = models.CharField("källa", max_length=10, choices=Indicator.Source, default=Indicator.Source.KOLADA)
    asked = models.JSONField("begärt")
    origin = models.CharField("varifrån", max_length=200)
    state = models.CharField("läge", max_length=11, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField("började", default=timezone.now)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="av")
    ended_at = models.DateTimeField("slutade", null=True, blank=True)
    problem = models.CharField("vad som hindrade", max_length=500, blank=True)
    page_count = models.PositiveIntegerField("sidor", default=0)
    value_count = models.PositiveIntegerField("värden i svaren", default=0)
    new_count = models.PositiveIntegerField("nya", default=0)
    changed_count = models.PositiveIntegerField("ändrade", default=0)
    unchanged_count = models.PositiveIntegerField("oförändrade", default=0)
    taken_back_count = models.PositiveIntegerField("borttagna av källan", default=0)
    refused_count = models.PositiveIntegerField("avvisade rader", default=0)
    report = models.JSONField("rapport", default=dict, blank=True)

    objects = FigureImportQuerySet.as_manager()

    class Meta:
        verbose_name = "inläsning av nyckeltal"
        verbose_name_plural = "inläsningar av nyckeltal"
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["source", "-started_at", "-id"], name="figure_import_newest")]
        constraints = [
            models.UniqueConstraint(
                name="figureimport_one_unfinished",
                fields=["source"],
                condition=Q(state__in=["running", "interrupted"]),
                violation_error_message="En inläsning från samma källa är inte avslutad.",
            ),
            models.CheckConstraint(
                name="figureimport_ended_when_settled",
                condition=Q(state__in=["running", "interrupted"], ended_at=None)
                | Q(state__in=["applied", "failed"], ended_at__isnull=False),
                violation_error_message="En avslutad inläsning har en tid då den slutade.",
            ),
            models.CheckConstraint(
                name="figureimport_says_what_hindered",
                condition=Q(state__in=["running", "applied"], problem="")
                | (Q(state__in=["interrupted", "failed"]) & ~Q(problem="")),
                violation_error_message="Skriv vad som hindrade inläsningen.",
            ),
        ]

    def __str__(self):
        return f"{self.get_source_display()} {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"


class StagedPage(models.Model):
    """A page of an answer, as it came. `digest` is of what it says, so that the same page twice is noticed."""

    figure_import = models.ForeignKey(FigureImport, models.PROTECT, related_name="pages")
    address = models.CharField("adress", max_length=1000)
    content = models.BinaryField("innehåll")
    digest = models.CharField("kontrollsumma", max_length=64)
    received_at = models.DateTimeField("kom", default=timezone.now)

    class Meta:
        verbose_name = "sida i en inläsning"
        verbose_name_plural = "sidor i inläsningar"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="stagedpage_once",
                fields=["figure_import", "address"],
                violation_error_message="Sidan är redan läst.",
            ),
        ]

    def __str__(self):
        return self.address
