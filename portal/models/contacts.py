"""Where one reaches a function at an authority: procurement, law, a service, a nämnd. Functions, never persons."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Lower
from django.utils import timezone

from portal.function_address import looks_personal
from portal.models.decided import HTTPS, SOME_WORDS
from registry.calendar import months_later
from registry.validators import validate_no_personal_number

PERSONAL = "Adressen ser ut att vara en persons. Skriv funktionens adress, till exempel upphandling@kommunen.se."
PHONE = r"^\+?[0-9][0-9 ()/-]{4,}$"
MONTHS_FRESH = 12


class ContactFunction(models.TextChoices):
    """Whom one looks for, in the words of the checklist (source 000, "Ta kontakt med tjänstepersoner")."""

    PROCUREMENT = "procurement", "Upphandling"
    LAW = "law", "Juridik"
    SERVICE_AREA = "service_area", "Verksamhet"
    COMMITTEE = "committee", "Nämnd"
    COUNCIL = "council", "Kommunstyrelse eller regionstyrelse"
    REGISTRAR = "registrar", "Registrator"


class FunctionContactQuerySet(models.QuerySet):
    def standing(self):
        """What holds now: neither replaced nor taken away."""
        return self.filter(closed_at=None)

    def same_as(self, contact):
        """Rows of the same function at the same authority: of the same service, and of the same nämnd."""
        rows = self.filter(
            authority=contact.authority_id, function=contact.function, service_area=contact.service_area_id
        )
        return rows.filter(unit__iexact=contact.unit) if contact.function == ContactFunction.COMMITTEE else rows

    def ranked(self):
        """Each with the place of its function in the order of `ContactFunction`, as `rank`."""
        ranks = [When(function=function, then=rank) for rank, function in enumerate(ContactFunction)]
        return self.annotate(rank=Case(*ranks, output_field=models.SmallIntegerField()))

    def untold(self):
        """What an organisation has put in, and the authority's own people have not yet heard of."""
        return self.standing().filter(organisation__isnull=False, told_at=None)


class FunctionContact(models.Model):
    """How one reaches one function, where that was read and on which day. What is put in anew is a new row.

    Without `organisation` the authority says it itself. Its word takes the place of what organisations have said of
    the same function, and they say no more of it. No field is for a person's name.
    """

    authority = models.ForeignKey(
        "procurement.ContractingAuthority", models.PROTECT, related_name="contacts", verbose_name="myndighet"
    )
    function = models.CharField("funktion", max_length=12, choices=ContactFunction)
    service_area = models.ForeignKey(
        "registry.ServiceArea", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="verksamhet"
    )
    unit = models.CharField("enhet eller nämnd", max_length=120, blank=True, validators=[validate_no_personal_number])
    email = models.EmailField("e-postadress", blank=True)
    phone = models.CharField("telefon", max_length=30, blank=True)
    page_url = models.URLField("sida på webben", max_length=500, blank=True)
    source = models.CharField("källa", max_length=200, blank=True)
    source_url = models.URLField("länk till källan", max_length=500, blank=True)
    seen_on = models.DateField("stämde dagen")
    organisation = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="function_contacts",
        verbose_name="inlagd av",
    )
    is_function_address = models.BooleanField("är en funktionsadress", default=False)
    is_invented = models.BooleanField("påhittat", default=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    entered_at = models.DateTimeField("lades in", default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_at = models.DateTimeField("myndigheten fick veta", null=True, blank=True)
    closed_at = models.DateTimeField("ersattes eller togs bort", null=True, blank=True)

    objects = FunctionContactQuerySet.as_manager()

    class Meta:
        verbose_name = "kontakt"
        verbose_name_plural = "kontakter"
        ordering = ["authority", "function", "unit", "pk"]
        indexes = [
            models.Index(
                fields=["authority"],
                name="function_contact_untold",
                condition=Q(told_at=None, closed_at=None, organisation__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                F("authority"),
                F("function"),
                F("service_area"),
                Lower("unit"),
                name="function_contact_once",
                condition=Q(closed_at=None),
                nulls_distinct=False,
                violation_error_message="Kontakten finns redan. Rätta den i stället.",
            ),
            models.CheckConstraint(
                name="function_contact_function_is_known",
                condition=Q(function__in=ContactFunction.values),
                violation_error_message="Välj en funktion i listan.",
            ),
            models.CheckConstraint(
                name="function_contact_service_has_its_area",
                condition=Q(function="service_area", service_area__isnull=False)
                | (~Q(function="service_area") & Q(service_area=None)),
                violation_error_message="Välj vilken verksamhet det är. Bara ”Verksamhet” har en.",
            ),
            models.CheckConstraint(
                name="function_contact_committee_has_its_name",
                condition=~Q(function="committee") | Q(unit__regex=SOME_WORDS),
                violation_error_message="Skriv vad nämnden heter.",
            ),
            models.CheckConstraint(
                name="function_contact_can_be_reached",
                condition=~Q(email="") | ~Q(phone="") | ~Q(page_url=""),
                violation_error_message="Skriv minst ett sätt att nå dem: e-post, telefon eller sida.",
            ),
            models.CheckConstraint(
                name="function_contact_phone_is_a_number",
                condition=Q(phone="") | Q(phone__regex=PHONE),
                violation_error_message="Skriv telefonnumret med siffror, till exempel 031-365 00 00.",
            ),
            models.CheckConstraint(
                name="function_contact_links_are_https",
                condition=(Q(page_url="") | Q(page_url__regex=HTTPS)) & (Q(source_url="") | Q(source_url__regex=HTTPS)),
                violation_error_message="Skriv hela adressen. Den ska börja med https://.",
            ),
            models.CheckConstraint(
                name="function_contact_has_a_source",
                condition=Q(organisation=None) | ~Q(source_url="") | Q(source__regex=SOME_WORDS),
                violation_error_message="Skriv var uppgiften står, med ord eller en länk.",
            ),
            models.CheckConstraint(
                name="function_contact_authority_answers_for_the_address",
                condition=Q(is_function_address=False) | Q(organisation=None),
                violation_error_message="Bara myndigheten själv kan säga att adressen är en funktions.",
            ),
            models.CheckConstraint(
                name="function_contact_only_organisations_tell",
                condition=Q(told_at=None) | Q(organisation__isnull=False),
                violation_error_message="Myndigheten får inget brev om sina egna uppgifter.",
            ),
            models.CheckConstraint(
                name="function_contact_replaces_another",
                condition=Q(replaces=None) | ~Q(replaces=F("pk")),
                violation_error_message="En kontakt ersätter inte sig själv.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.authority}"

    @property
    def name(self):
        """What is reached: the function, with the service or the nämnd where there is one."""
        about = self.service_area.name if self.service_area else ""
        return ": ".join(
            part for part in (self.get_function_display(), ", ".join(filter(None, (about, self.unit)))) if part
        )

    @property
    def is_the_authoritys(self):
        return self.organisation_id is None

    def may_be_old(self, day):
        """Whether nobody has said for a year that it holds."""
        return months_later(self.seen_on, MONTHS_FRESH) < day

    def clean(self):
        if looks_personal(self.email) and not (self.is_function_address and self.is_the_authoritys):
            raise ValidationError({"email": PERSONAL})
