"""What a legal entity does, where, for whom and with which permit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Service(models.Model):
    """Entity x service area x places x target groups. The organisation's own statement, confirmed by it (N16)."""

    class Permit(models.TextChoices):
        NOT_NEEDED = "not_needed", "Behövs inte"
        HELD = "held", "Vi har tillstånd"
        APPLIED = "applied", "Vi har sökt tillstånd"
        MISSING = "missing", "Vi har inte tillstånd än"

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="services")
    area = models.ForeignKey("ServiceArea", models.PROTECT, related_name="services", verbose_name="tjänst")
    description = models.CharField("kort om tjänsten", max_length=300, blank=True)
    whole_country = models.BooleanField("i hela landet", default=False)
    municipalities = models.ManyToManyField(
        "Municipality", related_name="services", blank=True, verbose_name="kommuner"
    )
    target_groups = models.ManyToManyField(
        "TargetGroup", related_name="services", blank=True, verbose_name="målgrupper"
    )
    capacity = models.PositiveIntegerField("omfattning", null=True, blank=True)
    capacity_unit = models.CharField(
        "enhet",
        max_length=10,
        blank=True,
        choices=[("places", "platser"), ("persons", "personer"), ("hours", "timmar per vecka")],
    )
    permit = models.CharField("tillstånd", max_length=10, choices=Permit)
    permit_authority = models.CharField("vem som gett tillståndet", max_length=80, blank=True)
    permit_reference = models.CharField("tillståndets nummer", max_length=60, blank=True)
    permit_valid_until = models.DateField("gäller till", null=True, blank=True)
    confirmed_on = models.DateField("bekräftad", default=timezone.localdate)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField("upphörde", null=True, blank=True)

    class Meta:
        verbose_name = "tjänst"
        verbose_name_plural = "tjänster"
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "area"],
                condition=Q(ended_on=None),
                name="service_once_per_entity",
                violation_error_message="Tjänsten finns redan. Ändra den i stället.",
            ),
            models.CheckConstraint(
                name="service_permit_is_named",
                condition=~Q(permit="held") | (~Q(permit_authority="") & ~Q(permit_reference="")),
                violation_error_message="Skriv vem som gett tillståndet och dess nummer.",
            ),
            models.CheckConstraint(
                name="service_capacity_has_a_unit",
                condition=Q(capacity=None, capacity_unit="") | (Q(capacity__gt=0) & ~Q(capacity_unit="")),
                violation_error_message="Ange både antal och enhet, eller lämna båda tomma.",
            ),
        ]

    def __str__(self):
        return f"{self.area}, {self.legal_entity}"
