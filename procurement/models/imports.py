"""What was read in from elsewhere: each import, each notice in it, and what was refused.

A procurement that came by import is what its notices say, read in the order in which they were sent. They are all kept,
so that a notice may come late, and so that an import can be undone.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement.models.procurements import Procurement


class ProcurementImport(models.Model):
    """One reading of files: who, when, and what came of it."""

    class Kind(models.TextChoices):
        EFORMS = "eforms", "Annonser (eForms)"
        UHM = "uhm", "Upphandlingsmyndighetens statistik"

    kind = models.CharField("slag", max_length=6, choices=Kind)
    file_name = models.CharField("fil", max_length=200)
    sha256 = models.CharField("kontrollsumma", max_length=64)
    new_count = models.PositiveIntegerField("nya", default=0)
    changed_count = models.PositiveIntegerField("ändrade", default=0)
    unchanged_count = models.PositiveIntegerField("oförändrade", default=0)
    refused_count = models.PositiveIntegerField("avvisade", default=0)
    warned_count = models.PositiveIntegerField("med varning", default=0)
    read_at = models.DateTimeField("lästes in", default=timezone.now)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField("ångrades", null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.CharField("varför", max_length=300, blank=True)
    kept = models.JSONField("behölls när importen ångrades", default=list, blank=True)

    class Meta:
        verbose_name = "import av upphandlingar"
        verbose_name_plural = "importer av upphandlingar"
        ordering = ["-read_at", "-pk"]
        indexes = [models.Index(fields=["-read_at", "-id"], name="procurement_import_newest")]
        constraints = [
            models.CheckConstraint(
                name="procurementimport_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason="")),
                violation_error_message="Skriv varför importen ångras.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.file_name}"

    @property
    def is_undone(self):
        return self.undone_at is not None


class ImportedNoticeQuerySet(models.QuerySet):
    def standing(self):
        """Those whose import was not undone."""
        return self.filter(withdrawn_at=None)


class ImportedNotice(models.Model):
    """A notice, or a row of statistics, as it was read.

    `thread` joins the notices of one procurement: the procedure id (BT-04), or the notice's own id where it has none.
    `facts` is what was read, `written` what the portal had written into its own rows after it: those values are what
    stood before the next one, and tell afterwards what a person has changed.
    """

    class Outcome(models.TextChoices):
        NEW = "new", "Ny"
        CHANGED = "changed", "Ändrad"
        UNCHANGED = "unchanged", "Oförändrad"

    procurement_import = models.ForeignKey(ProcurementImport, models.PROTECT, related_name="notices")
    procurement = models.ForeignKey(Procurement, models.PROTECT, null=True, blank=True, related_name="imported_notices")
    notice_id = models.CharField("annonsens id", max_length=100)
    version = models.CharField("version", max_length=20)
    thread = models.CharField("tråd", max_length=100)
    procedure_id = models.CharField("förfarandets id", max_length=100, blank=True)
    subtype = models.CharField("undertyp", max_length=20)
    publication_number = models.CharField("publiceringsnummer", max_length=40, blank=True)
    published_on = models.DateField("publicerades", null=True, blank=True)
    sent_on = models.DateField("skickades", null=True, blank=True)
    file_name = models.CharField("fil", max_length=200)
    sha256 = models.CharField("kontrollsumma", max_length=64)
    outcome = models.CharField("utfall", max_length=9, choices=Outcome)
    warnings = ArrayField(models.CharField(max_length=300), verbose_name="varningar", default=list, blank=True)
    facts = models.JSONField("uppgifter")
    written = models.JSONField("skrivet", default=dict, blank=True)
    withdrawn_at = models.DateTimeField("importen ångrades", null=True, blank=True)

    objects = ImportedNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "inläst annons"
        verbose_name_plural = "inlästa annonser"
        ordering = ["pk"]
        indexes = [models.Index(fields=["thread"], name="imported_notice_thread")]
        constraints = [
            models.UniqueConstraint(
                name="importednotice_once",
                fields=["notice_id", "version"],
                condition=Q(withdrawn_at=None),
                violation_error_message="Den versionen av annonsen är redan inläst.",
            ),
        ]

    def __str__(self):
        return f"{self.notice_id} version {self.version}"


class ImportRefusal(models.Model):
    """A file or a row that was not taken, and why. Says where, never what stood there: it may be a personnummer."""

    procurement_import = models.ForeignKey(ProcurementImport, models.PROTECT, related_name="refusals")
    file_name = models.CharField("fil", max_length=200)
    line = models.PositiveIntegerField("rad", null=True, blank=True)
    field = models.CharField("uppgift", max_length=60, blank=True)
    reason = models.CharField("skäl", max_length=300)

    class Meta:
        verbose_name = "avvisad fil eller rad"
        verbose_name_plural = "avvisade filer och rader"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.file_name}: {self.reason}"
