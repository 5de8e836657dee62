"""A choice system: what was decided, its terms and price list, its notice and its end."""

import re

from django import forms
from django.core.exceptions import ValidationError

from procurement.forms.dialogue import text
from procurement.forms.procurements import CreateForm, Kronor
from procurement.legality import sets
from procurement.legality.facts import CpvSet
from procurement.models import ChoicePrice, CpvCode
from registry.forms.base import Form, SwedishDateField
from registry.forms.services import ChoosesService, PlacesField
from registry.wording import in_a_row

MOST_CODES = 30
URL_ERRORS = {
    "required": "Skriv länken till annonsen på Hitta LOV-uppdrag.",
    "invalid": "Skriv en hel adress som börjar med https://.",
}


def whole_number(label, most, **kwargs):
    """A number from one and up."""
    field = forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Skriv ett helt tal, till exempel 30.",
            "min_value": "Talet ska vara minst 1.",
            "max_value": f"Talet ska vara högst {most}.",
        },
        **kwargs,
    )
    field.width = "short"
    return field


class CodesField(forms.CharField):
    """CPV codes, one a row or with commas; the check digit may follow. Each must exist, and stand in LOV's list."""

    widget = forms.Textarea

    def clean(self, value):
        parts = [part.strip() for part in re.split(r"[,;\s]+", super().clean(value)) if part.strip()]
        codes = list(dict.fromkeys(re.sub(r"-[0-9]$", "", part) for part in parts))
        if len(codes) > MOST_CODES:
            raise ValidationError(f"Skriv högst {MOST_CODES} koder.")
        if wrong := [code for code in codes if not re.fullmatch(r"[0-9]{8}", code)]:
            raise ValidationError(f"En CPV-kod har åtta siffror. Rätta {in_a_row([code[:20] for code in wrong[:5]])}.")
        known = set(CpvCode.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            raise ValidationError(f"CPV-koden {in_a_row(unknown[:5])} finns inte.")
        if outside := sets.outside(codes, CpvSet.LOV):
            raise ValidationError(
                f"LOV gäller inte för {in_a_row(list(outside))} (LOV 1 kap. 1 §). Ta bort koden, eller upphandla "
                "tjänsten på annat sätt."
            )
        return codes


class ChoiceCreateForm(ChoosesService, CreateForm):
    """What has been decided: a choice system for a service, where."""

    title = forms.CharField(
        label="Vad ska valfrihetssystemet heta?",
        max_length=200,
        help_text="Till exempel Hemtjänst i Provköping. Det blir rubriken.",
        error_messages={"required": "Skriv vad systemet ska heta."},
    )
    service_area = forms.ChoiceField(label="Vilken tjänst?", error_messages={"required": "Välj en tjänst i listan."})
    municipalities = PlacesField(
        label="I vilka kommuner?",
        help_text="Skriv en per rad, eller med komma emellan. Ett län betyder alla kommuner i länet.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv minst en kommun."},
    )
    decided_on = SwedishDateField(label="När beslutades det?")
    decision_reference = forms.CharField(
        label="Beslutets diarienummer", max_length=80, error_messages={"required": "Skriv beslutets diarienummer."}
    )


class ChoiceFactsForm(ChoosesService, Form):
    """Everything about the system. An open one is changed with the day of its new notice, and what changed."""

    title = forms.CharField(label="Rubrik", max_length=200, error_messages={"required": "Skriv en rubrik."})
    summary = text("Kort om systemet", most=4000, rows=3, required=False, help_text="Visas först på sidan.")
    service_area = forms.ChoiceField(label="Vilken tjänst?", error_messages={"required": "Välj en tjänst i listan."})
    municipalities = PlacesField(
        label="I vilka kommuner?",
        help_text="Skriv en per rad, eller med komma emellan. Ett län betyder alla kommuner i länet.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv minst en kommun."},
    )
    cpv_codes = CodesField(
        label="CPV-koder",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Åtta siffror, en per rad. LOV gäller bara för vissa koder.",
    )
    decided_on = SwedishDateField(label="När beslutades systemet?")
    decision_reference = forms.CharField(
        label="Beslutets diarienummer", max_length=80, error_messages={"required": "Skriv beslutets diarienummer."}
    )
    is_primary_care = forms.BooleanField(label="Det är regionens vårdval i primärvården", required=False)
    is_reserved = forms.BooleanField(label="Systemet är reserverat för idéburna organisationer", required=False)
    purpose_link = text(
        "Varför hjälper idéburnas syfte till att nå målet?",
        most=3000,
        rows=3,
        required=False,
        help_text="Behövs bara när systemet är reserverat.",
    )
    requirements = text("Vilka krav ska utföraren uppfylla?", most=8000, required=False)
    reimbursement = text(
        "Hur ersätts utföraren?",
        most=4000,
        rows=3,
        required=False,
        help_text="Grunderna för ersättningen. Beloppen skriver ni i prislistan.",
    )
    non_choice = text(
        "Vad gäller för den som inte väljer?",
        most=3000,
        rows=3,
        required=False,
        help_text="Till exempel att kommunens egen hemtjänst ger insatsen.",
    )
    decision_time_days = whole_number("Inom hur många dagar lämnar ni besked på en ansökan?", 365)
    contact_email = forms.EmailField(
        label="Funktionsadress för kontakt", required=False, help_text="Visas för alla. Ange ingen persons adress."
    )
    noticed_on = SwedishDateField(label="När annonserades ändringen på Hitta LOV-uppdrag?")
    note = text(
        "Vad är ändrat?",
        rows=3,
        error_messages={"required": "Skriv vad som är ändrat."},
        help_text="Visas för alla, och skickas till utförarna.",
    )

    def __init__(self, *args, is_open, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_open:
            del self.fields["noticed_on"], self.fields["note"]

    def clean(self):
        facts = super().clean()
        if facts.get("is_reserved") and facts.get("is_primary_care"):
            self.add_error("is_reserved", "Vårdvalet i primärvården får inte reserveras (HSL 7 kap. 3 §).")
        if facts.get("is_reserved") and not facts.get("purpose_link") and "purpose_link" not in self.errors:
            self.add_error("purpose_link", "Skriv varför idéburnas syfte hjälper till att nå målet.")
        return facts


class PriceForm(Form):
    """A row of the price list."""

    label = forms.CharField(
        label="Vad ersätts?",
        max_length=120,
        help_text="Till exempel Hemtjänst dagtid.",
        error_messages={"required": "Skriv vad som ersätts."},
    )
    amount = Kronor(
        label="Belopp i kronor",
        min_value=0,
        max_value=10**8,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Utan moms.",
    )
    unit = forms.ChoiceField(
        label="Per",
        choices=[("", "Välj enhet"), *ChoicePrice.Unit.choices],
        error_messages={"required": "Välj vad beloppet gäller per."},
    )
    valid_from = SwedishDateField(label="Gäller från")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].error_messages["required"] = "Skriv beloppet."


class ChoiceOpenForm(Form):
    """The notice on the national site."""

    national_url = forms.URLField(label="Länk till annonsen", max_length=500, error_messages=URL_ERRORS)
    noticed_on = SwedishDateField(label="När annonserades systemet?")


class WindUpForm(Form):
    """Why the system ends."""

    reason = text(
        "Varför avvecklas systemet?",
        help_text="Visas för alla, och skickas till utförarna.",
        error_messages={"required": "Skriv varför systemet avvecklas."},
    )
    ceases_on = SwedishDateField(
        label="När upphör systemet?", required=False, help_text="Lämna tomt om det inte är bestämt."
    )
