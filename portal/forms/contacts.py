"""A contact in the directory, and what narrows the list of them."""

from django import forms
from django.db.models import Q

from portal.filters import InCounties
from portal.forms.targets import https
from portal.function_address import looks_personal
from portal.models import ContactFunction
from portal.models.contacts import PERSONAL, PHONE
from procurement.models import ContractingAuthority
from registry.filters import AnyOf
from registry.forms.base import ChoicesWithHelp, Form, PastDayField
from registry.models import ServiceArea

FUNCTION_HELP = {
    ContactFunction.PROCUREMENT: "De som köper in.",
    ContactFunction.LAW: "De som svarar på vad lagen tillåter.",
    ContactFunction.SERVICE_AREA: "De som leder till exempel äldreomsorgen.",
    ContactFunction.COMMITTEE: "De förtroendevalda som beslutar inom ett område. Nämndens egen adress.",
    ContactFunction.COUNCIL: "De som leder kommunen eller regionen.",
    ContactFunction.REGISTRAR: "Dit brev kommer som ska bli allmän handling.",
}
REACHED = {"email", "phone", "page_url"}


class ContactForm(Form):
    """How one reaches a function, where that stands, and on which day it did."""

    function = forms.ChoiceField(
        label="Vem når man?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp([(row.value, row.label, FUNCTION_HELP[row]) for row in ContactFunction]),
        error_messages={"required": "Välj en funktion."},
    )
    service_area = forms.ChoiceField(
        label="Vilken verksamhet?",
        required=False,
        help_text="Bara om du har valt Verksamhet.",
        error_messages={"invalid_choice": "Välj en verksamhet i listan."},
    )
    unit = forms.CharField(
        label="Vad heter enheten eller nämnden?",
        max_length=120,
        required=False,
        help_text="Nämnder måste ha ett namn. Skriv inga namn på personer.",
    )
    email = forms.EmailField(
        label="E-post till funktionen",
        required=False,
        help_text="Till exempel upphandling@kommunen.se, inte en persons. E-post, telefon eller sida behövs.",
        error_messages={"invalid": "Skriv hela adressen, till exempel upphandling@kommunen.se."},
    )
    phone = forms.RegexField(
        PHONE,
        label="Telefon",
        max_length=30,
        required=False,
        help_text="Växeln eller funktionens nummer. Inte en persons mobil.",
        error_messages={"invalid": "Skriv telefonnumret med siffror, till exempel 031-365 00 00."},
    )
    page_url = https("Sida på webben", required=False, help_text="Till exempel sidan om inköp.")
    source = forms.CharField(
        label="Var står det?",
        max_length=200,
        required=False,
        help_text="Till exempel: kommunens webbplats, eller ett samtal med växeln.",
    )
    source_url = https("Länk till källan", required=False, help_text="Om den finns på webben.")
    seen_on = PastDayField(label="Vilken dag såg ni att det stämde?")
    needs_source = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service_area"].choices = _areas()

    def clean_service_area(self):
        slug = self.cleaned_data["service_area"]
        return ServiceArea.objects.get(slug=slug) if slug else None

    def clean(self):
        given = super().clean()
        self._clean_function(given)
        if not any(given.get(name) for name in REACHED) and not REACHED & set(self.errors):
            self.add_error("email", "Skriv minst ett sätt att nå dem: e-post, telefon eller sida.")
        if looks_personal(given.get("email", "")) and not given.get("is_function_address"):
            self.add_error("email", PERSONAL)
        named = given.get("source") or given.get("source_url")
        if self.needs_source and not named and not {"source", "source_url"} & set(self.errors):
            self.add_error("source", "Skriv var uppgiften står, eller en länk dit.")
        return given

    def _clean_function(self, given):
        function = given.get("function")
        if function == ContactFunction.SERVICE_AREA and not given.get("service_area"):
            if "service_area" not in self.errors:
                self.add_error("service_area", "Välj vilken verksamhet det är.")
        elif function:
            given["service_area"] = given.get("service_area") if function == ContactFunction.SERVICE_AREA else None
        if function == ContactFunction.COMMITTEE and not given.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Skriv vad nämnden heter.")


class OwnContactForm(ContactForm):
    """The authority's own word: it needs no source, and it knows its own addresses."""

    is_function_address = forms.BooleanField(
        label="Detta är en funktionsadress",
        required=False,
        help_text="Kryssa bara om portalen säger att adressen ser ut att vara en persons, och den inte är det.",
    )
    needs_source = False
    field_order = ["function", "service_area", "unit", "email", "is_function_address"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_on"].label = "Vilken dag stämmer det?"
        for name in ("source", "source_url"):
            del self.fields[name]

    def clean(self):
        return {**super().clean(), "source": "", "source_url": ""}


def _areas():
    """Areas of welfare, each whole or by service."""
    groups = {}
    for area in ServiceArea.objects.all():
        groups.setdefault(area.parent_id or area.pk, []).append(area)
    wholes = {area.pk: area for rows in groups.values() for area in rows if area.parent_id is None}
    return [
        ("", "Välj verksamhet"),
        *(
            (
                whole.name,
                [
                    (whole.slug, f"{whole.name}, allt"),
                    *((area.slug, area.name) for area in groups[key] if area.parent_id),
                ],
            )
            for key, whole in wholes.items()
        ),
    ]


class ContactFilter(InCounties):
    """Contacts by authority or nämnd, function, service and county."""

    funktion = AnyOf(label="Funktion", choices=ContactFunction)
    omrade = AnyOf(label="Verksamhet")
    slag = AnyOf(label="Myndighet", choices=ContractingAuthority.Kind)
    ord = AnyOf(label="Vems uppgift", choices=[("myndighet", "Myndighetens egen"), ("organisation", "Inte bekräftad")])
    field_order = ["q", "sort", "funktion", "omrade", "lan", "slag", "ord"]
    orders = {
        "myndighet": ["authority__sort_key", "rank", "unit"],
        "funktion": ["rank", "authority__sort_key", "unit"],
        "dag": ["seen_on", "authority__sort_key"],
    }
    default_order = "myndighet"

    def full_clean(self):
        self.fields["omrade"].choices = [(row.slug, row.name) for row in ServiceArea.objects.welfare_areas()]
        super().full_clean()

    def narrow(self, queryset):
        if self.text:
            words = ("authority__name", "authority__municipality__name", "authority__region__name", "unit")
            matching = Q()
            for name in words:
                matching |= Q(**{f"{name}__icontains": self.text})
            queryset = queryset.filter(matching)
        if counties := self.value("lan"):
            queryset = queryset.filter(
                Q(authority__municipality__county__in=counties) | Q(authority__region__in=counties)
            )
        if areas := self.value("omrade"):
            queryset = queryset.filter(Q(service_area__slug__in=areas) | Q(service_area__parent__slug__in=areas))
        for name, column in (("funktion", "function"), ("slag", "authority__kind")):
            if chosen := self.value(name):
                queryset = queryset.filter(**{f"{column}__in": chosen})
        whose = self.value("ord")
        if len(whose) == 1:
            queryset = queryset.filter(organisation__isnull=whose == ["myndighet"])
        return queryset
