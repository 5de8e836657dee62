"""Social terms, their outcome, the eight steps and the yearly target."""

from django import forms

from procurement.forms.dialogue import text
from procurement.forms.tenders import past_day
from procurement.forms.written_together import WrittenTogetherForm
from procurement.models import SocialTarget, SocialTerm
from procurement.models.social_terms import FIRST_YEAR, LARGEST_NUMBER, LAST_YEAR
from procurement.services.social_terms import CHANGED_MEANWHILE
from registry.forms.base import ChoicesWithHelp, Form, SwedishDateField

NUMBER = {"inputmode": "numeric"}


def count(label, *, most=LARGEST_NUMBER, least=0, required=False, **kwargs):
    """A number of people or places; empty is not known."""
    field = forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={
            "required": f"Skriv ett tal från {least} till {most}.",
            "invalid": "Skriv ett tal med siffror, till exempel 3.",
            "min_value": f"Skriv ett tal från {least} till {most}.",
            "max_value": f"Skriv ett tal från {least} till {most}.",
        },
        **kwargs,
    )
    field.width = "short"
    return field


def level():
    return forms.ChoiceField(
        label="Vilken nivå?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (SocialTerm.Level.DIALOGUE, "Dialog", "Ni talar med leverantören om vad som går."),
                (
                    SocialTerm.Level.DEMAND,
                    "Krav",
                    "Kravet står i annonsen och hör ihop med det ni köper.",
                ),
            ]
        ),
        error_messages={"required": "Välj dialog eller krav."},
    )


class SocialTermForm(Form):
    """A term as it is before the award."""

    level = level()
    description = text(
        "Vad säger villkoret?",
        rows=3,
        most=1000,
        required=False,
        help_text="Visas för alla. Ordagrant, om det är ett krav.",
    )
    persons_expected = count("Personer i arbete, förväntat", help_text="Lämna tomt om ni inte vet.")
    internships_expected = count("Praktikplatser, förväntat", help_text="Lämna tomt om ni inte vet.")


class SocialTermAddForm(SocialTermForm):
    """A new term. For an awarded procurement, without what was expected: nobody expects the past."""

    kind = forms.ChoiceField(
        label="Vilket slags villkor?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (SocialTerm.Kind.EMPLOYMENT, "Möjlighet till arbete", "Jobb eller praktik för den som har långt dit."),
                (SocialTerm.Kind.DECENT_WORK, "Anständigt arbete", "Trygghet, hälsa och rättigheter i arbetet."),
                (SocialTerm.Kind.CONDITIONS, "Arbetsvillkor", "Lön, arbetstid och semester enligt kollektivavtal."),
                (SocialTerm.Kind.INTEGRATION, "Social integration", "Den som står utanför kommer med."),
            ]
        ),
        error_messages={"required": "Välj ett slag."},
    )
    field_order = ["kind", "level", "description", "persons_expected", "internships_expected"]

    def __init__(self, *args, kinds, is_awarded, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        field.choices = [choice for choice in field.choices if choice[0] in kinds]
        if is_awarded:
            del self.fields["persons_expected"], self.fields["internships_expected"]


class SocialOutcomeForm(Form):
    """What a term achieved, after the award."""

    persons_achieved = count("Personer i arbete, uppnått", help_text="Så många som fick arbete. Tomt om ni inte vet.")
    internships_achieved = count("Praktikplatser, uppnått", help_text="Tomt om ni inte vet.")


class SocialStepForm(WrittenTogetherForm):
    """Who owns a step, by when, and when it was done."""

    changed_meanwhile = CHANGED_MEANWHILE

    owner = forms.ChoiceField(label="Ansvarig", required=False)
    due_on = SwedishDateField(label="Klart senast", required=False)
    done_on = past_day("Blev klart", required=False)
    note = text("Anteckning", rows=4, required=False, help_text="Bara ni ser den. Skriv inget om enskilda personer.")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        names = [(pk, str(user)) for pk, user in self.people.items()]
        self.fields["owner"].choices = [("", "Ingen än"), *names]

    @property
    def typed(self):
        return {**super().typed, "owner": self.cleaned_data.get("owner") or ""}

    @property
    def facts(self):
        """As the service takes them."""
        return {**self.cleaned_data, "owner": self.people.get(self.cleaned_data["owner"])}


class SocialTargetForm(Form):
    """A year's target. Refused without a definition and a decision."""

    percent = count("Mål i procent", least=1, most=100, required=True)
    scope = forms.ChoiceField(
        label="Av vilka upphandlingar?",
        widget=forms.RadioSelect,
        choices=SocialTarget.Scope.choices,
        error_messages={"required": "Välj vilka upphandlingar målet gäller."},
    )
    definition = text(
        "Vad räknas?",
        rows=3,
        most=1000,
        help_text="Till exempel: Andel av årets annonserade upphandlingar av tjänster med minst ett socialt villkor.",
        error_messages={"required": "Skriv vad som räknas. Ett mål som ingen vet hur man räknar går inte att följa."},
    )
    decision = forms.CharField(
        label="Vilket beslut bygger målet på?",
        max_length=200,
        help_text="Till exempel: Kommunfullmäktige 2025-11-20 § 14, budget 2026.",
        error_messages={"required": "Skriv vilket beslut målet bygger på."},
    )
    decision_url = forms.URLField(
        label="Länk till beslutet",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Skriv hela adressen, till exempel https://www.kommunen.se/beslut."},
    )


class SocialTargetAddForm(SocialTargetForm):
    """A target for a year that has none."""

    year = count("År", least=FIRST_YEAR, most=LAST_YEAR, required=True)
    field_order = ["year", "percent", "scope", "definition", "decision", "decision_url"]

    def __init__(self, *args, taken, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year in self.taken:
            raise forms.ValidationError("Det finns redan ett mål för det året. Ändra det i stället.")
        return year
