"""Documents: stored once by content, versioned, served only through a view."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.access import is_case_officer
from registry.storage import storage_path


class DocumentQuerySet(models.QuerySet):
    def public(self):
        """Those that anyone may open."""
        return self.filter(is_public=True)

    def visible_to(self, user):
        """Public ones for all; the others for the organisation's members and for case officers without jäv.

        What shows that a claim holds is seen by its claimant and by officers, never by the organisation's members.
        """
        seen = Q(is_public=True)
        if user.is_authenticated:
            organisations = user.memberships.active().values("organisation")
            seen |= Q(organisation__in=organisations, is_claim_evidence=False)
            seen |= Q(uploaded_by=user, is_claim_evidence=True)
        if is_case_officer(user):
            member = user.memberships.values("organisation")  # jäv outlives the membership
            declared = user.conflicts_of_interest.values("organisation")
            seen |= ~Q(organisation__in=member) & ~Q(organisation__in=declared)
        return self.filter(seen)


class Document(models.Model):
    """A PDF that was handed in or made here. A new version is a new row; rows and files are never changed."""

    class Kind(models.TextChoices):
        GOVERNING = "governing", "Stadgar eller motsvarande"
        WELFARE_EVIDENCE = "welfare", "Underlag om verksamheten"
        OWNERSHIP_EVIDENCE = "ownership", "Underlag om ägare"
        ANNUAL_REPORT = "annual_report", "Årsredovisning eller bokslut"
        POWER_OF_ATTORNEY = "power_of_attorney", "Fullmakt"
        MINUTES = "minutes", "Protokoll"
        ANSWER = "answer", "Svar på komplettering"
        DECISION = "decision", "Beslut"
        OTHER = "other", "Annan handling"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="documents")
    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField("slag", max_length=20, choices=Kind)
    version = models.PositiveIntegerField("version", default=1)
    file = models.FileField("fil", upload_to=storage_path, max_length=200)
    filename = models.CharField("filnamn", max_length=120)
    size = models.PositiveIntegerField("storlek i byte")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    page_count = models.PositiveIntegerField("antal sidor")
    adopted_on = models.DateField("antagen", null=True, blank=True)
    has_text = models.BooleanField("har läsbar text")
    has_personal_number = models.BooleanField("kan innehålla personnummer")
    masking_confirmed = models.BooleanField("uppladdaren har bekräftat", default=False)
    is_public = models.BooleanField("visas för alla", default=False)
    is_claim_evidence = models.BooleanField("hör till ett anspråk", default=False)
    uploaded_at = models.DateTimeField("kom in", default=timezone.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "handling"
        verbose_name_plural = "handlingar"
        indexes = [models.Index(fields=["sha256"], name="document_by_content")]
        constraints = [
            models.CheckConstraint(
                name="document_public_only_when_read",
                condition=Q(is_public=False) | Q(has_text=True, has_personal_number=False, is_claim_evidence=False),
                violation_error_message="En fil som kan innehålla personnummer får aldrig bli offentlig.",
            ),
            models.CheckConstraint(
                name="document_doubtful_is_confirmed",
                condition=Q(has_text=True, has_personal_number=False) | Q(masking_confirmed=True),
                violation_error_message="Bekräfta att personnummer är maskerade i filen.",
            ),
            models.CheckConstraint(
                name="document_hash_is_sha256",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Kontrollsumman har fel form.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "legal_entity", "kind", "sha256"],
                condition=Q(is_claim_evidence=False),
                nulls_distinct=False,
                name="document_once_per_purpose",
                violation_error_message="Samma fil är redan inlämnad.",
            ),
        ]

    def __str__(self):
        return self.filename

    def get_absolute_url(self):
        return reverse("document", args=[self.uuid])
