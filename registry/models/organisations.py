"""Organisations as the public knows them, and the legal entities that are verified."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from registry.access import is_case_officer
from registry.models.applications import Application
from registry.sorting import sort_key_field
from registry.validators import validate_organisation_number


class Answer(models.TextChoices):
    """Yes, no, or not sure: unknown is never read as no."""

    YES = "yes", "Ja"
    NO = "no", "Nej"
    UNSURE = "unsure", "Vi är osäkra"


class OrganisationQuerySet(models.QuerySet):
    def published(self):
        """Those that anyone may see: at least one application has come in."""
        return self.filter(published_at__isnull=False)

    def of_member(self, user):
        """Those in which the user has a role today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            pk__in=user.memberships.filter(ended_at=None).values("organisation"),
        )

    def visible_to(self, user):
        """Public ones for all; drafts for their members and for case officers."""
        if is_case_officer(user):
            return self
        seen = Q(published_at__isnull=False)
        if user.is_authenticated:
            seen |= Q(pk__in=user.memberships.filter(ended_at=None).values("organisation"))
        return self.filter(seen)


class PublicOrganisationManager(models.Manager.from_queryset(OrganisationQuerySet)):
    def get_queryset(self):
        return super().get_queryset().published()


class Organisation(models.Model):
    """The family that the public knows: one name, one or more legal entities.

    What the law calls an idéburen organisation (2022:900, 2 §) is one legal person; that is `LegalEntity`.
    """

    name = models.CharField("namn", max_length=200)
    slug = models.SlugField("adress på webben", max_length=120, unique=True)
    lead = models.CharField("vad ni gör, i en mening", max_length=300, blank=True)
    description = models.TextField("mer om er", max_length=4000, blank=True)
    seat = models.ForeignKey(
        "Municipality", models.PROTECT, verbose_name="säte", null=True, blank=True, related_name="organisations"
    )
    street = models.CharField("gatuadress eller box", max_length=120, blank=True)
    postal_code = models.CharField("postnummer", max_length=10, blank=True)
    city = models.CharField("ort", max_length=80, blank=True)
    email = models.EmailField("e-postadress som visas", blank=True)
    phone = models.CharField("telefon som visas", max_length=30, blank=True)
    website = models.URLField("webbplats", blank=True)
    created_at = models.DateTimeField("skapades", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField("blev offentlig", null=True, blank=True)
    confirmed_on = models.DateField("bekräftad av dem själva", null=True, blank=True)
    sort_key = sort_key_field("name")

    everything = OrganisationQuerySet.as_manager()
    public = PublicOrganisationManager()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"
        indexes = [models.Index(fields=["sort_key", "id"], name="organisation_by_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])

    @property
    def has_address(self):
        return bool(self.street and self.postal_code and self.city)


class LegalEntityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations that the user may see."""
        return self.filter(organisation__in=Organisation.everything.visible_to(user))

    def handed_in(self):
        """Those about which something has come in: a draft is nobody's to find."""
        return self.filter(Exists(Application.objects.come_in().filter(legal_entity=OuterRef("pk"))))


class LegalEntity(models.Model):
    """One legal person: what is verified, registered and contracted (2022:900, 2 to 4 §§).

    Its columns hold what the portal says about it today. While an application is examined they are locked; once it
    is verified they change only through a change notice, and every state that was handed in or decided is kept as
    an `EntityRevision`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="entities", verbose_name="organisation")
    name = models.CharField("namn", max_length=200, blank=True)
    organisation_number = models.CharField(
        "organisationsnummer", max_length=10, null=True, blank=True, validators=[validate_organisation_number]
    )
    country = models.CharField("land", max_length=2, default="SE")
    foreign_register = models.CharField("utländskt register", max_length=30, blank=True)
    foreign_number = models.CharField("nummer i registret", max_length=40, blank=True)
    legal_form = models.ForeignKey(
        "LegalForm", models.PROTECT, null=True, blank=True, related_name="entities", verbose_name="juridisk form"
    )
    seat = models.ForeignKey(
        "Municipality", models.PROTECT, null=True, blank=True, related_name="entities", verbose_name="säte"
    )
    own_address = models.BooleanField("har egen adress", default=False)
    street = models.CharField("gatuadress eller box", max_length=120, blank=True)
    postal_code = models.CharField("postnummer", max_length=10, blank=True)
    city = models.CharField("ort", max_length=80, blank=True)

    governing_document = models.ForeignKey(
        "Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="stadgar eller motsvarande"
    )
    purpose_text = models.TextField("syftet, ordagrant", max_length=2000, blank=True)
    purpose_clause = models.CharField("var syftet står", max_length=60, blank=True)
    purpose_exclusive = models.CharField("är syftet enbart allmännyttigt", max_length=6, choices=Answer, blank=True)
    dissolution_text = models.TextField("vad som händer med tillgångarna, ordagrant", max_length=2000, blank=True)
    dissolution_clause = models.CharField("var det står", max_length=60, blank=True)
    public_control = models.CharField("bestämmer stat, region eller kommun", max_length=6, choices=Answer, blank=True)
    public_control_note = models.TextField("hur styrelsen utses", max_length=2000, blank=True)
    welfare_runs = models.CharField(
        "bedriver välfärd i dag",
        max_length=8,
        blank=True,
        choices=[
            ("runs", "Vi bedriver den i dag"),
            ("intends", "Vi ska börja"),
        ],
    )
    welfare_text = models.TextField("vilken välfärd och vem som betalar", max_length=2000, blank=True)
    created_at = models.DateTimeField("skapades", default=timezone.now)
    sort_key = sort_key_field("name")

    objects = LegalEntityQuerySet.as_manager()

    class Meta:
        verbose_name = "juridisk person"
        verbose_name_plural = "juridiska personer"
        indexes = [
            models.Index(fields=["organisation", "sort_key"], name="entity_of_family_by_name"),
            models.Index(fields=["sort_key", "id"], name="entity_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_number"],
                name="entity_number_is_unique",
                violation_error_message="Organisationsnumret finns redan i portalen.",
            ),
            models.UniqueConstraint(
                fields=["country", "foreign_register", "foreign_number"],
                condition=~Q(foreign_number=""),
                name="entity_foreign_number_is_unique",
                violation_error_message="Numret i det utländska registret finns redan i portalen.",
            ),
            models.CheckConstraint(
                name="entity_number_is_well_formed",
                condition=Q(organisation_number=None) | Q(organisation_number__regex=r"^[0-9]{2}[2-9][0-9]{7}$"),
                violation_error_message="Organisationsnumret har fel form.",
            ),
            models.CheckConstraint(
                name="entity_is_swedish_or_foreign",
                condition=Q(organisation_number=None) | Q(country="SE", foreign_number=""),
                violation_error_message="Ange ett svenskt organisationsnummer eller ett utländskt nummer, inte båda.",
            ),
        ]

    def __str__(self):
        return self.name or self.identifier

    def get_absolute_url(self):
        return reverse("legal_entity", args=[self.identifier])

    @property
    def identifier(self):
        """The number in its address: organisation number, foreign number, or an id of our own."""
        if self.organisation_number:
            return self.organisation_number
        if self.foreign_number:
            return f"{self.country}-{self.foreign_register}-{self.foreign_number}"
        return f"SE-UTAN-{self.uuid.hex[:12]}"

    @property
    def address_lines(self):
        """Own address, or the family's where it has none of its own."""
        source = self if self.own_address else self.organisation
        lines = [source.street, f"{source.postal_code} {source.city}".strip()]
        return [line for line in lines if line]

    @property
    def is_foundation(self):
        """Foundations need no dissolution clause (2022:900, 3 § 3)."""
        return bool(self.legal_form and self.legal_form.is_foundation)


class Ownership(models.Model):
    """Who owns or governs a legal entity, from one day to another. The edges of the family graph."""

    class Kind(models.TextChoices):
        ENTITY = "entity", "En av våra juridiska personer"
        MEMBERS = "members", "Medlemmarna"
        STAFF = "staff", "Personalen"
        PERSONS = "persons", "Privatpersoner"
        ORGANISATION = "organisation", "En annan organisation eller ett företag"
        PUBLIC = "public", "Stat, region eller kommun"
        NOBODY = "nobody", "Ingen, stiftelsen äger sig själv"

    owned = models.ForeignKey(LegalEntity, models.PROTECT, related_name="ownerships", verbose_name="ägs")
    kind = models.CharField("vem", max_length=12, choices=Kind)
    owner = models.ForeignKey(
        LegalEntity, models.PROTECT, null=True, blank=True, related_name="holdings", verbose_name="ägare i familjen"
    )
    owner_name = models.CharField("ägarens namn", max_length=200, blank=True)
    share = models.DecimalField(
        "andel av kapitalet (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    votes = models.DecimalField(
        "andel av rösterna (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    appoints_board = models.BooleanField("utser styrelsen eller flera i den", default=False)
    period = DateRangeField("gäller")

    class Meta:
        verbose_name = "ägare"
        verbose_name_plural = "ägare"
        constraints = [
            models.CheckConstraint(
                name="ownership_names_one_owner",
                condition=Q(kind="entity", owner__isnull=False, owner_name="")
                | (
                    Q(owner=None) & ~Q(kind="entity") & (~Q(owner_name="") | Q(kind__in=["members", "staff", "nobody"]))
                ),
                violation_error_message="Ange vem som äger: en i familjen eller ett namn.",
            ),
            models.CheckConstraint(
                name="ownership_not_of_itself",
                condition=Q(owner=None) | ~Q(owner=models.F("owned")),
                violation_error_message="En juridisk person kan inte äga sig själv.",
            ),
            models.CheckConstraint(
                name="ownership_shares_are_percentages",
                condition=(Q(share=None) | Q(share__range=(0, 100))) & (Q(votes=None) | Q(votes__range=(0, 100))),
                violation_error_message="Andelar anges i procent, från 0 till 100.",
            ),
            ExclusionConstraint(
                name="ownership_once_at_a_time",
                expressions=[
                    ("owned", RangeOperators.EQUAL),
                    ("owner", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Ägaren står redan för den tiden.",
            ),
        ]

    def __str__(self):
        return f"{self.owner_label} – {self.owned}"

    @property
    def owner_label(self):
        """The owner in words."""
        if self.owner_id:
            return str(self.owner)
        return self.owner_name or self.get_kind_display()


class Signatory(models.Model):
    """Someone who may sign for the entity, alone or with others. Never published, never with a personnummer."""

    class Rule(models.TextChoices):
        ALONE = "alone", "Var för sig"
        JOINTLY = "jointly", "Två eller flera tillsammans"

    legal_entity = models.ForeignKey(LegalEntity, models.CASCADE, related_name="signatories")
    name = models.CharField("namn", max_length=120)
    title = models.CharField("uppdrag", max_length=80, blank=True)
    rule = models.CharField("hur firman tecknas", max_length=7, choices=Rule)

    class Meta:
        verbose_name = "firmatecknare"
        verbose_name_plural = "firmatecknare"
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "name"],
                name="signatory_once_per_entity",
                violation_error_message="Personen står redan som firmatecknare.",
            )
        ]

    def __str__(self):
        return self.name


class ContactPerson(models.Model):
    """Whom case officers call about the family's applications. Shown to case officers, never to the public."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="contact_person")
    name = models.CharField("namn", max_length=120)
    title = models.CharField("uppdrag", max_length=80, blank=True)
    email = models.EmailField("e-postadress")
    phone = models.CharField("telefon", max_length=30)

    class Meta:
        verbose_name = "kontaktperson"
        verbose_name_plural = "kontaktpersoner"

    def __str__(self):
        return self.name


class EntityRevision(models.Model):
    """What was stated about an entity at one moment: handed in, or decided. Kept unchanged (append only)."""

    class Cause(models.TextChoices):
        SUBMITTED = "submitted", "Inskickat"
        COMPLETED = "completed", "Kompletterat"
        VERIFIED = "verified", "Verifierat"
        CHANGED = "changed", "Ändrat"

    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("version")
    cause = models.CharField("orsak", max_length=10, choices=Cause)
    content = models.JSONField("innehåll")
    recorded_at = models.DateTimeField("sparades", default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "version"
        verbose_name_plural = "versioner"
        ordering = ["legal_entity", "number"]
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "number"], name="revision_number_is_unique"),
        ]

    def __str__(self):
        return f"{self.legal_entity}, version {self.number}"
