"""Shortlists: suppliers that an authority's procurement officers look at together, with notes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement.models.authorities import ContractingAuthority
from registry.models.eligibility import Ground


class ShortlistQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the authorities where the user is a procurement officer or administrator today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(authority__in=user.authority_memberships.buying().values("authority"))


class Shortlist(models.Model):
    """A named list of legal entities, shared within one authority and seen by nobody else."""

    authority = models.ForeignKey(ContractingAuthority, models.PROTECT, related_name="shortlists")
    name = models.CharField("namn", max_length=120)
    ground = models.CharField("grund", max_length=12, choices=Ground, default=Ground.LOU_19_25A)
    created_at = models.DateTimeField("skapades", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("stängdes", null=True, blank=True)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        verbose_name = "lista över utförare"
        verbose_name_plural = "listor över utförare"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                condition=Q(closed_at=None),
                name="shortlist_name_once_per_authority",
                violation_error_message="Er myndighet har redan en lista med det namnet.",
            ),
        ]

    def __str__(self):
        return self.name


class ShortlistEntry(models.Model):
    """A legal entity on a list, with a note. Taken away rather than deleted: others may wonder where it went."""

    shortlist = models.ForeignKey(Shortlist, models.PROTECT, related_name="entries")
    legal_entity = models.ForeignKey("registry.LegalEntity", models.PROTECT, related_name="+")
    note = models.TextField("anteckning", max_length=1000, blank=True)
    added_at = models.DateTimeField("lades till", default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("anteckningen ändrades", null=True, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField("togs bort", null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "rad i en lista över utförare"
        verbose_name_plural = "rader i listor över utförare"
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "legal_entity"],
                condition=Q(removed_at=None),
                name="shortlist_entry_once",
                violation_error_message="Den juridiska personen står redan på listan.",
            ),
            models.CheckConstraint(
                name="shortlist_entry_removed_by_somebody",
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                violation_error_message="Ange vem som tog bort raden.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity} på {self.shortlist}"
