"""Applications to a choice system, decisions on them, and the provider's units."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from procurement.forms.choice_systems import whole_number
from procurement.forms.dialogue import text
from procurement.forms.procurements import month_count
from registry.forms.base import Form, SwedishDateField
from registry.models import Municipality


class ApplyForm(Form):
    """Which legal entity applies, and how it meets the requirements."""

    entity = forms.ChoiceField(
        label="Vilken juridisk person söker?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en juridisk person."},
    )
    message = text("Hur uppfyller ni kraven?", most=4000, error_messages={"required": "Skriv hur ni uppfyller kraven."})

    def __init__(self, *args, entities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = [(str(row.pk), row.name) for row in entities]


class ApproveForm(Form):
    """Why it is approved; and what was looked up where the portal has no evidence of eligibility."""

    looked_up = text(
        "Vad har ni kontrollerat om behörigheten?",
        rows=3,
        help_text="Portalen kan inte styrka att de är behöriga. Det betyder inte nej.",
        error_messages={"required": "Skriv vad ni själva har kontrollerat."},
    )
    reasons = text(
        "Skäl till beslutet",
        rows=3,
        most=4000,
        help_text="Sökanden läser dem.",
        error_messages={"required": "Skriv skälen till beslutet."},
    )

    def __init__(self, *args, is_uncertain, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_uncertain:
            del self.fields["looked_up"]


class RefuseForm(Form):
    """Why it is not approved, and when the applicant is told."""

    reasons = text(
        "Skäl till beslutet",
        most=4000,
        help_text="Vilket krav som inte är uppfyllt, och vad som visar det. Sökanden läser skälen.",
        error_messages={"required": "Skriv skälen till beslutet."},
    )


class ChoiceContractForm(Form):
    """The contract as it was signed."""

    signed_on = SwedishDateField(label="När undertecknades avtalet?")
    starts_on = SwedishDateField(label="När börjar det gälla?")
    notice_months = month_count("Uppsägningstid i månader")
    reference = forms.CharField(label="Avtalets diarienummer", max_length=80, required=False)
    insight_clause = text(
        "Villkor om insyn",
        rows=3,
        required=False,
        help_text="Kommuner och regioner ska säkra insyn i avtalet (KL 10 kap. 9 §).",
    )

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise ValidationError("Dagen kan inte ligga efter i dag.")
        return day

    def clean(self):
        facts = super().clean()
        facts["insight_missing"] = not facts.get("insight_clause")
        return facts


class ChoiceEndForm(Form):
    """The contract's last day, and why."""

    ended_on = SwedishDateField(label="Avtalets sista dag")
    reason = forms.CharField(
        label="Varför avslutas avtalet?",
        max_length=300,
        help_text="Utföraren läser det. Det visas också för alla på avtalets sida.",
        error_messages={"required": "Skriv varför avtalet avslutas."},
    )


class UnitForm(Form):
    """A unit: the same questions to every provider."""

    name = forms.CharField(label="Enhetens namn", max_length=120, error_messages={"required": "Skriv ett namn."})
    street = forms.CharField(label="Gatuadress", max_length=120, required=False)
    municipality = forms.ChoiceField(label="Kommun", error_messages={"required": "Välj en kommun."})
    capacity = whole_number("Antal platser", 100_000)
    languages = forms.CharField(
        label="Språk", max_length=200, required=False, help_text="Till exempel svenska, finska och teckenspråk."
    )
    profile = text(
        "Inriktning", rows=4, most=1500, required=False, help_text="Korta meningar. Det som skiljer er från andra."
    )
    opening = forms.CharField(label="Öppettider", max_length=300, required=False)
    contact = forms.CharField(
        label="Telefon eller funktionsadress",
        max_length=120,
        required=False,
        help_text="Visas för alla. Ange ingen persons adress.",
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [("", "Välj kommun"), *((row.pk, row.name) for row in places)]

    def clean_municipality(self):
        return Municipality.objects.get(pk=self.cleaned_data["municipality"])
