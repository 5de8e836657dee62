"""One service of a legal entity: where, for whom, how much, and with which permit."""

import re
from difflib import get_close_matches

from django import forms
from django.core.exceptions import ValidationError

from registry.forms.base import ChoicesWithHelp, Form, SwedishDateField
from registry.forms.statements import quieten
from registry.models import County, Municipality, Service, ServiceArea, TargetGroup

Permit = Service.Permit


def area_choices(taken=()):
    """Services under their areas of welfare, for a select; those that are taken are left out."""
    groups = {}
    for area in ServiceArea.objects.services().exclude(pk__in=taken).select_related("parent"):
        groups.setdefault((area.parent.position, area.parent.name), []).append((area.slug, area.name))
    return [("", "Välj tjänst"), *((name, choices) for (_, name), choices in sorted(groups.items()))]


class ChoosesService:
    """For a form with a field `service_area`: every service to choose among, cleaned to a ServiceArea or None."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service_area"].choices = area_choices()

    def clean_service_area(self):
        slug = self.cleaned_data["service_area"]
        return ServiceArea.objects.get(slug=slug) if slug else None


class AreaForm(Form):
    """The first step: which service."""

    tjanst = forms.ChoiceField(label="Vilken tjänst?", error_messages={"required": "Välj en tjänst i listan."})

    def __init__(self, *args, taken=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tjanst"].choices = area_choices(taken)

    def clean_tjanst(self):
        return ServiceArea.objects.get(slug=self.cleaned_data["tjanst"])


class PlacesField(forms.CharField):
    """Municipalities by name, one a row or with commas. A county stands for all its municipalities."""

    widget = forms.Textarea

    def clean(self, value):
        names = [name.strip(" .") for name in re.split(r"[,;\n]", super().clean(value))]
        known = _known_places()
        found, unknown = {}, []
        for name in filter(None, names):
            places = known.get(_plain(name))
            if places is None:
                unknown.append(name)
            else:
                found.update({place.pk: place for place in places})
        if unknown:
            raise ValidationError([_did_you_mean(name, known) for name in unknown[:5]])
        return list(found.values())


def _plain(name):
    """The name without capitals and the word kommun."""
    return re.sub(r"\s+", " ", re.sub(r"\bkommun\b|\bstad\b", "", name.casefold())).strip()


def _known_places():
    """Every name that may be written, with its municipalities."""
    known = {}
    for county in County.objects.prefetch_related("municipalities"):
        known[_plain(county.name)] = list(county.municipalities.all())
    for place in Municipality.objects.all():
        for name in (place.name, place.official_name):
            known[_plain(name)] = [place]
    return known


def _did_you_mean(name, known):
    close = get_close_matches(_plain(name), known, n=1, cutoff=0.6)
    shown = name[:60]
    if not close:
        return f"Vi känner inte till kommunen ”{shown}”. Skriv namnet som det brukar skrivas."
    places = known[close[0]]
    right = places[0].name if len(places) == 1 else close[0].capitalize()
    return f"Vi känner inte till kommunen ”{shown}”. Menade du {right}?"


def places_in_words(places):
    """Municipalities as the field takes them: whole counties by their names, the others one by one."""
    chosen = {place.pk for place in places}
    rows = []
    for county in County.objects.prefetch_related("municipalities"):
        inside = list(county.municipalities.all())
        if len(inside) > 1 and all(place.pk in chosen for place in inside):
            rows.append(county.name)
        else:
            rows += [place.name for place in inside if place.pk in chosen]
    return "\n".join(rows)


class ServiceForm(Form):
    """Everything about one service but which it is."""

    description = forms.CharField(
        label="Kort om tjänsten", max_length=300, help_text="En mening. Visas på er sida när den är offentlig."
    )
    whole_country = forms.TypedChoiceField(
        label="Var finns tjänsten?",
        widget=forms.RadioSelect,
        coerce=lambda value: value == "country",
        empty_value=None,
        choices=[("places", "I vissa kommuner"), ("country", "I hela landet")],
    )
    municipalities = PlacesField(
        label="Vilka kommuner?",
        help_text="Skriv en per rad, eller med komma emellan. Ett län betyder alla kommuner i länet. "
        "Till exempel: Göteborg, Mölndal, Hallands län.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    target_groups = forms.ModelMultipleChoiceField(
        TargetGroup.objects.all(), label="Vilka är den till för?", widget=forms.CheckboxSelectMultiple
    )
    capacity = forms.IntegerField(
        label="Hur mycket kan ni erbjuda?",
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Skriv ett helt tal, till exempel 24.",
            "min_value": "Skriv ett tal som är minst 1, eller lämna tomt.",
            "max_value": "Talet är för stort. Skriv högst 1 000 000.",
        },
    )
    capacity_unit = forms.ChoiceField(label="Räknat i")
    permit = forms.ChoiceField(label="Har ni tillstånd?", widget=forms.RadioSelect)
    permit_authority = forms.CharField(label="Vem har gett tillståndet?", max_length=80)
    permit_reference = forms.CharField(label="Tillståndets nummer", max_length=60)
    permit_valid_until = SwedishDateField(label="Gäller till och med", required=False)

    def __init__(self, *args, area, **kwargs):
        super().__init__(*args, **kwargs)
        self.area = area
        self.fields["capacity"].width = self.fields["capacity_unit"].width = "short"
        units = Service._meta.get_field("capacity_unit").choices
        self.fields["capacity_unit"].choices = [("", "Välj enhet"), *units]
        if area.permit == "not_required":
            for name in ("permit", "permit_authority", "permit_reference", "permit_valid_until"):
                del self.fields[name]
        else:
            self.fields["permit"].choices = self._permit_choices()
            self.fields["permit_authority"].help_text = "Fyll i bara om ni har tillstånd."
        quieten(self, optional=("description", "capacity", "capacity_unit", "permit_valid_until"))

    def _permit_choices(self):
        needed = self.area.permit == "required"
        helps = {Permit.NOT_NEEDED: "Vår verksamhet är av ett slag som inte kräver tillstånd"}
        return ChoicesWithHelp(
            (value, label, helps.get(value, ""))
            for value, label in Permit.choices
            if not (needed and value == Permit.NOT_NEEDED)
        )

    def clean(self):
        facts = super().clean()
        self._require_places(facts)
        if (facts.get("capacity") is None) != (not facts.get("capacity_unit")) and "capacity" not in self.errors:
            self.add_error("capacity_unit", "Ange både antal och enhet, eller lämna båda tomma.")
        if "permit" in self.fields:
            self._require_permit(facts)
        return facts

    def _require_places(self, facts):
        if facts.get("whole_country") is None and "whole_country" not in self.errors:
            self.add_error("whole_country", "Välj om tjänsten finns i vissa kommuner eller i hela landet.")
        nowhere = facts.get("whole_country") is False and not facts.get("municipalities")
        if nowhere and "municipalities" not in self.errors:
            self.add_error("municipalities", "Skriv minst en kommun, eller välj hela landet.")

    def _require_permit(self, facts):
        if not facts.get("permit") and "permit" not in self.errors:
            self.add_error("permit", "Välj ett av svaren om tillstånd.")
        elif facts.get("permit") == Permit.HELD:
            if not facts.get("permit_authority") and "permit_authority" not in self.errors:
                self.add_error("permit_authority", "Skriv vem som har gett tillståndet.")
            if not facts.get("permit_reference") and "permit_reference" not in self.errors:
                self.add_error("permit_reference", "Skriv tillståndets nummer.")

    @property
    def facts(self):
        """The columns of `Service`, places and target groups apart."""
        given = self.cleaned_data
        held = given.get("permit") == Permit.HELD
        return {
            "description": given["description"],
            "whole_country": given["whole_country"],
            "capacity": given["capacity"],
            "capacity_unit": given["capacity_unit"],
            "permit": given.get("permit", Permit.NOT_NEEDED),
            "permit_authority": given["permit_authority"] if held else "",
            "permit_reference": given["permit_reference"] if held else "",
            "permit_valid_until": given["permit_valid_until"] if held else None,
        }
