"""Contracting authorities and the people who act for them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.sorting import sort_key_field
from registry.validators import validate_organisation_number


class ContractingAuthorityQuerySet(models.QuerySet):
    def without_administrator(self):
        """Those that somebody acts or has acted for, and that nobody administers: a case officer ended the last one."""
        people = AuthorityMembership.objects.filter(authority=models.OuterRef("pk"))
        return self.filter(models.Exists(people)).exclude(models.Exists(people.administering()))


class ContractingAuthority(models.Model):
    """Upphandlande myndighet (LOU 2016:1145, 1 kap. 22 §)."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", "Kommun"
        REGION = "region", "Region"
        STATE = "state", "Statlig myndighet"
        COMPANY = "company", "Kommunalt bolag"
        OTHER = "other", "Annan upphandlande myndighet"

    name = models.CharField("namn", max_length=200)
    slug = models.SlugField("adress på webben", max_length=120, unique=True)
    kind = models.CharField("slag", max_length=12, choices=Kind)
    organisation_number = models.CharField(
        "organisationsnummer",
        max_length=10,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_organisation_number],
    )
    country = models.CharField("land", max_length=2, default="SE")
    municipality = models.ForeignKey(
        "registry.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="authorities",
        verbose_name="kommun",
    )
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, null=True, blank=True, related_name="authorities", verbose_name="region"
    )
    # As `procurement.email_domains.normalise` gives them. Registered by case officers.
    email_domains = ArrayField(models.CharField(max_length=100), verbose_name="e-postdomäner", default=list, blank=True)
    sort_key = sort_key_field("name")

    objects = ContractingAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "upphandlande myndighet"
        verbose_name_plural = "upphandlande myndigheter"
        constraints = [
            models.UniqueConstraint(
                name="authority_without_number_once",
                fields=["name", "country"],
                condition=Q(organisation_number=None),
                violation_error_message="Myndigheten finns redan. Ange organisationsnumret om det är en annan.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("authority", args=[self.slug])


class AuthorityMembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)

    def administering(self):
        """Those who invite, change roles and end memberships."""
        return self.active().filter(role=AuthorityMembership.Role.ADMINISTRATOR)

    def buying(self):
        """Those who find and check suppliers: procurement officers and the authority's administrators."""
        return self.active().exclude(role=AuthorityMembership.Role.POLITICIAN)

    def requiring_second_factor(self):
        """Those who may buy or administer sign in with two factors (PRODUCT, decision 11)."""
        return self.buying()


class AuthorityMembership(models.Model):
    """A person's role at an authority. One that has had an administrator keeps one, until a case officer ends the
    last one's membership (held by a trigger).
    """

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", "Administratör"
        OFFICER = "officer", "Upphandlare"
        POLITICIAN = "politician", "Förtroendevald"

    authority = models.ForeignKey(ContractingAuthority, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="authority_memberships")
    role = models.CharField("roll", max_length=13, choices=Role)
    created_at = models.DateTimeField("från", default=timezone.now)
    ended_at = models.DateTimeField("till", null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AuthorityMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "medlem i myndighet"
        verbose_name_plural = "medlemmar i myndigheter"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "user"],
                condition=Q(ended_at=None),
                name="authority_membership_once_at_a_time",
                violation_error_message="Personen är redan med.",
            ),
            models.CheckConstraint(
                name="authority_membership_role_is_known",
                condition=Q(role__in=["administrator", "officer", "politician"]),
                violation_error_message="Välj en av rollerna.",
            ),
            models.CheckConstraint(
                name="authority_membership_ends_after_it_began",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__gte=models.F("created_at"), ended_by__isnull=False),
                violation_error_message="Ett avslutat uppdrag behöver dag och vem som avslutade.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display().lower()} på {self.authority}"
