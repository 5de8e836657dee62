"""Guidance: texts that an editor changes, and every text that has been shown, so that a past day can be read again."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.sources import read_sources
from registry.validators import validate_no_personal_number

MOST_TEXT = 20_000  # characters: three times the longest page
REVIEW_LASTS = timedelta(days=365)
SOURCE_HELP = "En källa på varje rad: namn | adress | dag då den lästes. Adressen får vara tom."


class GuidanceText(models.Model):
    """What both a page and each of its versions hold."""

    title = models.CharField("rubrik", max_length=120, validators=[validate_no_personal_number])
    lead = models.CharField("ingress", max_length=400, validators=[validate_no_personal_number])
    body = models.TextField(
        "text",
        validators=[MaxLengthValidator(MOST_TEXT), validate_no_personal_number],
        help_text="Markdown: ## rubrik, - punkt, - [ ] ruta att kryssa, [länk](/adress/), **fet**. Rubriker börjar "
        "på ##. HTML visas som text.",
    )
    sources = models.TextField(
        "källor", blank=True, validators=[read_sources, validate_no_personal_number], help_text=SOURCE_HELP
    )
    reviewed_on = models.DateField("granskad den", help_text="Dagen då någon läste texten mot källorna.")

    class Meta:
        abstract = True

    def source_list(self):
        """The sources, read."""
        return read_sources(self.sources)

    def review_is_old(self, at=None):
        """Whether nobody has read the text against its sources for a year."""
        return (at or timezone.localdate()) - self.reviewed_on > REVIEW_LASTS


class GuidancePageQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)


class GuidancePage(GuidanceText):
    """A page of guidance as it stands. What readers get is its last version; the two are written together.

    `loaded_digest` is of the text that the portal's own file gave last. While the page has the same digest nobody has
    changed it, and a newer file may.
    """

    class Kind(models.TextChoices):
        WAY = "way", "Väg"
        CHECKLIST = "checklist", "Checklista"
        PRINCIPLES = "principles", "Principer"
        WORDS = "words", "Ordlista i två spalter"
        EXAMPLE = "example", "Exempel"
        EASY = "easy", "Lättläst svenska"
        ENGLISH = "english", "Engelska"

    class Language(models.TextChoices):
        SWEDISH = "sv", "Svenska"
        ENGLISH = "en", "Engelska"

    # Pages with an address of their own, outside /vagledning/.
    ADDRESSES = {Kind.EASY: "easy_swedish", Kind.ENGLISH: "in_english"}

    slug = models.SlugField("adressnamn", max_length=60, unique=True)
    kind = models.CharField("slag", max_length=10, choices=Kind)
    language = models.CharField("språk", max_length=2, choices=Language, default=Language.SWEDISH)
    position = models.PositiveSmallIntegerField("ordning", default=100)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="granskad av"
    )
    is_published = models.BooleanField("publicerad", default=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = GuidancePageQuerySet.as_manager()

    class Meta:
        verbose_name = "vägledning"
        verbose_name_plural = "vägledningar"
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(
                name="guidancepage_one_at_each_own_address",
                fields=["kind"],
                condition=Q(kind__in=["easy", "english"]),
                violation_error_message="Det finns redan en sida på den adressen. Ändra den i stället.",
            ),
            models.CheckConstraint(
                name="guidancepage_english_is_in_english",
                condition=Q(kind="english", language="en") | (~Q(kind="english") & Q(language="sv")),
                violation_error_message="Bara sidan på engelska har språket engelska.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        name = self.ADDRESSES.get(self.kind)
        return reverse(name) if name else reverse("guidance_page", args=[self.slug])


class GuidanceVersion(GuidanceText):
    """A text that readers have had, from an instant until the next version's. Append only: a trigger keeps it.

    The last version of a page that was taken down has `is_shown` false.
    """

    page = models.ForeignKey(GuidancePage, models.PROTECT, related_name="versions", verbose_name="sida")
    number = models.PositiveIntegerField("nummer")
    shown_from = models.DateTimeField("visad från")
    is_shown = models.BooleanField("visas", default=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="skriven av"
    )

    class Meta:
        verbose_name = "version av vägledning"
        verbose_name_plural = "versioner av vägledning"
        ordering = ["page", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="guidanceversion_numbered_once",
                fields=["page", "number"],
                violation_error_message="Versionen finns redan.",
            ),
        ]

    def __str__(self):
        return f"{self.title}, version {self.number}"
