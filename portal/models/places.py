"""Where politics is made: 290 municipalities, 21 regions, and the country to compare with."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from registry.sorting import sort_key_field


def code_of(kind, public_code):
    """The key of a place, from its code as addresses have it: see `Place.public_code`."""
    return f"00{public_code}" if kind == Place.Kind.REGION else public_code


class PlaceQuerySet(models.QuerySet):
    def municipalities(self):
        return self.filter(kind=Place.Kind.MUNICIPALITY)

    def regions(self):
        return self.filter(kind=Place.Kind.REGION)

    def governed(self):
        """Those with a council that sets targets and takes decisions: all but the country."""
        return self.exclude(kind=Place.Kind.COUNTRY)


class Place(models.Model):
    """A municipality, a region or the country, as figures know it: the key is Kolada's, four digits.

    A municipality has its own code (1480), a region its county's after two noughts (0014), the country 0000.
    """

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", "Kommun"
        REGION = "region", "Region"
        COUNTRY = "country", "Riket"

    code = models.CharField("kod hos Kolada", max_length=4, primary_key=True)
    kind = models.CharField("slag", max_length=12, choices=Kind)
    name = models.CharField("namn", max_length=80, unique=True)
    slug = models.SlugField("adressnamn", max_length=60)
    municipality = models.OneToOneField(
        "registry.Municipality", models.PROTECT, null=True, blank=True, related_name="place", verbose_name="kommun"
    )
    region = models.OneToOneField(
        "registry.Region", models.PROTECT, null=True, blank=True, related_name="place", verbose_name="region"
    )
    county = models.ForeignKey(
        "registry.County", models.PROTECT, null=True, blank=True, related_name="places", verbose_name="län"
    )
    sort_key = sort_key_field("name", max_length=80)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "plats"
        verbose_name_plural = "platser"
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="place_is_what_its_code_says",
                condition=Q(kind="municipality", municipality=F("code"), region=None, county__isnull=False)
                | Q(kind="region", municipality=None, code=Concat(Value("00"), F("region")), county=F("region"))
                | Q(kind="country", municipality=None, region=None, county=None, code="0000"),
                violation_error_message="Koden hör inte till kommunen eller regionen.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        name = "region" if self.kind == self.Kind.REGION else "municipality"
        return reverse(name, args=[self.public_code, self.slug])

    @property
    def public_code(self):
        """The code as addresses have it: four digits for a municipality, two for a region."""
        return self.code[2:] if self.kind == self.Kind.REGION else self.code

    @property
    def own_authority(self):
        """What the council's own authority is filtered by. Its companies are authorities of their own."""
        if self.kind == self.Kind.REGION:
            return {"kind": self.kind, "region": self.region_id}
        return {"kind": self.kind, "municipality": self.municipality_id}
