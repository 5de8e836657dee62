"""A council's target, one thing a page: what is counted, of which services, from where to where, and the decision."""

from decimal import Decimal

from django import forms

from portal.models import Indicator
from portal.models.targets import FIRST_YEAR, LAST_YEAR
from procurement.forms.dialogue import text
from registry.forms.base import Form, PastDayField
from registry.models import ServiceArea

OWN = "eget"
LARGEST = Decimal("999999999999.99")
DIGITS = {"inputmode": "decimal", "autocomplete": "off"}


def https(label, **kwargs):
    """An address on the web, of the secure kind."""
    return HttpsField(
        label=label,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": "Skriv adressen, till exempel https://www.kommunen.se/beslut.",
            "invalid": "Skriv hela adressen, till exempel https://www.kommunen.se/beslut.",
        },
        **kwargs,
    )


class HttpsField(forms.URLField):
    def validate(self, value):
        super().validate(value)
        if value and (not value.startswith("https://") or "@" in value.partition("://")[2].partition("/")[0]):
            raise forms.ValidationError("Skriv en adress som börjar med https://.")


class SwedishNumberField(forms.DecimalField):
    """A number as Swedes write it: 7,5 or 1 200."""

    def to_python(self, value):
        if isinstance(value, str):
            value = value.replace("\u00a0", "").replace(" ", "").replace("−", "-").replace(",", ".")
        return super().to_python(value)


def number(label, *, required, **kwargs):
    field = SwedishNumberField(
        label=label,
        required=required,
        max_value=LARGEST,
        min_value=-LARGEST,
        decimal_places=2,
        widget=forms.TextInput(attrs=DIGITS),
        error_messages={
            "required": "Skriv ett tal, till exempel 7 eller 7,5.",
            "invalid": "Skriv ett tal, till exempel 7 eller 7,5.",
            "max_decimal_places": "Skriv talet med högst två decimaler.",
            "max_value": "Talet är för stort.",
            "min_value": "Talet är för litet.",
        },
        **kwargs,
    )
    field.width = "short"
    return field


def year(label, *, required, **kwargs):
    asked = f"Skriv ett år från {FIRST_YEAR} till {LAST_YEAR}."
    field = forms.IntegerField(
        label=label,
        required=required,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), asked),
        **kwargs,
    )
    field.width = "short"
    return field


class TargetNameForm(Form):
    """What the target is called."""

    title = forms.CharField(
        label="Vad heter målet?",
        max_length=120,
        help_text="Kort, så som det står i beslutet. Till exempel: Idéburen äldreomsorg.",
        error_messages={"required": "Skriv vad målet heter."},
    )


class TargetMeasureForm(TargetNameForm):
    """What is counted. A target without it is refused."""

    indicator = forms.ChoiceField(
        label="Vad mäter ni med?",
        help_text="Välj ett nyckeltal, så visar portalen utfallet varje år.",
        error_messages={"required": "Välj ett nyckeltal, eller något eget.", "invalid_choice": "Välj i listan."},
    )
    unit = forms.CharField(
        label="Enhet, om ni mäter något eget",
        required=False,
        max_length=40,
        help_text="Till exempel: platser, timmar, kronor, procent.",
    )
    definition = text(
        "Vad räknas?",
        rows=4,
        most=1000,
        help_text="Vad räknas med, vad räknas inte, och vem räknar? Alla ska kunna räkna om det.",
        error_messages={"required": "Skriv vad som räknas. Ett mål som ingen vet hur man räknar går inte att följa."},
    )
    field_order = ["title", "indicator", "unit", "definition"]

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicators = {row.code: row for row in Indicator.objects.of_kind(place.kind)}
        known = [(row.code, row.title) for row in self.indicators.values()]
        self.fields["indicator"].choices = [("", "Välj i listan"), (OWN, "Något eget"), *known]

    def clean(self):
        given = super().clean()
        chosen = given.get("indicator")
        if chosen == OWN and not given.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Skriv enheten, till exempel platser.")
        return given

    @property
    def facts(self):
        """What the service takes: the indicator's own unit where there is an indicator."""
        given = dict(self.cleaned_data)
        given["indicator"] = self.indicators.get(given["indicator"])
        if given["indicator"]:
            given["unit"] = given["indicator"].get_unit_display()
        return given


class TargetServicesForm(Form):
    """Which services it is about. None is all of them."""

    services = forms.MultipleChoiceField(
        label="Vilka tjänster gäller målet?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kryssa inget om det gäller alla. Då räknas alla avtal som slutar.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = ServiceArea.objects.select_related("parent").order_by("position")
        self.areas = {row.slug: row for row in areas if row.parent_id is None}
        self.fields["services"].choices = [(slug, row.name) for slug, row in self.areas.items()]

    @property
    def facts(self):
        return {"services": [self.areas[slug] for slug in self.cleaned_data["services"]]}


class TargetLevelsForm(Form):
    """From where, to where, and by when."""

    baseline_value = number("Utgångsläge", required=False, help_text="Läget när målet sattes. Lämna tomt om ingen vet.")
    baseline_year = year("Utgångslägets år", required=False)
    target_value = number("Målets värde", required=True)
    target_year = year("Målår", required=True, help_text="Året då målet ska vara nått.")

    def clean(self):
        given = super().clean()
        has_value, has_year = given.get("baseline_value") is not None, given.get("baseline_year") is not None
        if has_value and not has_year and "baseline_year" not in self.errors:
            self.add_error("baseline_year", "Skriv vilket år utgångsläget gäller.")
        if has_year and not has_value and "baseline_value" not in self.errors:
            self.add_error("baseline_value", "Skriv utgångslägets värde, eller ta bort året.")
        if has_year and given.get("target_year") and given["target_year"] <= given["baseline_year"]:
            self.add_error("target_year", "Målåret ska ligga efter utgångslägets år.")
        if has_value and given.get("target_value") == given["baseline_value"]:
            self.add_error("target_value", "Målet ska vara ett annat värde än utgångsläget.")
        return given


class TargetDecisionForm(Form):
    """Who decided it, and where the decision stands."""

    decided_by = forms.CharField(
        label="Vem beslutade?",
        max_length=120,
        help_text="Till exempel: Kommunfullmäktige.",
        error_messages={"required": "Skriv vem som beslutade."},
    )
    decided_on = PastDayField(
        label="Vilken dag?", help_text="Till exempel 2026-05-12. Ett mål läggs in när det är beslutat."
    )
    paragraph = forms.CharField(
        label="Vilken paragraf i protokollet?",
        max_length=40,
        help_text="Till exempel: § 14.",
        error_messages={"required": "Skriv paragrafen, till exempel § 14."},
    )
    decision_url = https("Länk till beslutet", required=False)


class ReasonForm(Form):
    """Why something ends."""

    reason = text(
        "Varför?",
        rows=3,
        most=1000,
        help_text="Visas för alla. En mening räcker.",
        error_messages={"required": "Skriv varför, så att den som läser förstår."},
    )


class NoteForm(Form):
    """A private note."""

    text = text(
        "Anteckning",
        help_text="Bara du ser den. Den raderas när du raderar ditt konto.",
        error_messages={"required": "Skriv något, eller gå tillbaka."},
    )
