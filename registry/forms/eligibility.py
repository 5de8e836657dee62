"""Forms that ask about a day."""

from django import forms

from registry.forms.base import Form, PastDayField, SwedishDateField
from registry.models.eligibility import Criterion, Ground, GroundStatement


class DayForm(Form):
    """The day that is asked about: today, or one that has passed."""

    datum = PastDayField(
        label="Visa en annan dag",
        error_messages={
            "required": "Skriv en dag, till exempel 2026-03-14.",
            "future": "Välj i dag eller en dag som har varit. Framtiden vet vi inget om.",
        },
    )

    def day(self, otherwise):
        """The day asked for; `otherwise` when none is, or none that can be read."""
        return self.cleaned_data["datum"] if self.is_bound and self.is_valid() else otherwise


YES_NO = [("yes", "Ja"), ("no", "Nej")]


class YesNoField(forms.TypedChoiceField):
    """Yes or no, without a choice made beforehand."""

    def __init__(self, **kwargs):
        super().__init__(choices=YES_NO, coerce=lambda value: value == "yes", widget=forms.RadioSelect, **kwargs)


class PublicMissionForm(Form):
    """What LOU 19 kap. 25 § asks of the organisation itself."""

    governance = forms.ChoiceField(
        label="Hur styrs verksamheten?",
        choices=GroundStatement.Governance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj det som stämmer bäst."},
    )
    reinvests = YesNoField(
        label="Går överskottet tillbaka till verksamheten?", error_messages={"required": "Välj ja eller nej."}
    )
    mission = forms.CharField(
        label="Vilket uppdrag i allmänhetens tjänst har ni?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Två eller tre meningar räcker.",
        error_messages={"required": "Skriv vilket uppdrag ni har."},
    )
    holds_on = PastDayField(label="Vilken dag gäller uppgifterna?")


class IntegrationForm(Form):
    """What LOU 4 kap. 18 § asks of the organisation itself. Persons, not full-time posts."""

    integrates = YesNoField(
        label="Är ert främsta syfte att människor ska komma in i samhälle och arbete?",
        help_text="Lagen säger social och yrkesmässig integration av personer med funktionsnedsättning eller personer "
        "som har svårt att komma in på arbetsmarknaden.",
        error_messages={"required": "Välj ja eller nej."},
    )
    headcount = forms.IntegerField(
        label="Hur många är anställda?",
        min_value=1,
        max_value=1_000_000,
        error_messages={"required": "Skriv hur många som är anställda.", "min_value": "Skriv ett tal som är minst 1."},
    )
    headcount_target = forms.IntegerField(
        label="Hur många av dem har en funktionsnedsättning eller svårt att få arbete?",
        min_value=0,
        max_value=1_000_000,
        help_text="Skriv antalet. Skriv aldrig vilka de är.",
        error_messages={"required": "Skriv hur många av de anställda det gäller. Är det ingen, skriv 0."},
    )
    holds_on = PastDayField(label="Vilken dag gäller uppgifterna?")

    def clean(self):
        data = super().clean()
        whole, part = data.get("headcount"), data.get("headcount_target")
        if whole is not None and part is not None and part > whole:
            self.add_error("headcount_target", f"Talet kan inte vara större än alla anställda, {whole}.")
        return data


GROUND_FORMS = {Ground.LOU_19_25: PublicMissionForm, Ground.LOU_4_18: IntegrationForm}


class CriterionForm(Form):
    """A case officer's judgement of one criterion, from a day on."""

    criterion = forms.ChoiceField(
        label="Vilket krav?",
        choices=Criterion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ett krav."},
    )
    is_met = YesNoField(label="Är kravet uppfyllt?", error_messages={"required": "Välj ja eller nej."})
    evidence = forms.CharField(
        label="Vad bygger bedömningen på?",
        max_length=300,
        help_text="Vilken handling, och var i den? Det visas för alla.",
        error_messages={"required": "Skriv vad bedömningen bygger på, till exempel stadgarna 2 §."},
    )
    comment = forms.CharField(
        label="Skäl",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Krävs vid nej.",
    )
    holds_from = PastDayField(label="Från vilken dag?")
    holds_until = SwedishDateField(
        label="Till och med vilken dag?",
        required=False,
        help_text="Krävs för värdeöverföringar, som bedöms ett år i taget. Lämna annars tomt.",
    )

    def clean(self):
        data = super().clean()
        if data.get("is_met") is False and not data.get("comment"):
            self.add_error("comment", "Skriv skälen till att kravet inte är uppfyllt.")
        if data.get("criterion") == Criterion.TRANSFERS and data.get("is_met") and not data.get("holds_until"):
            self.add_error("holds_until", "Skriv hur länge bedömningen gäller, till exempel till nästa årsuppgift.")
        first, last = data.get("holds_from"), data.get("holds_until")
        if first and last and last < first:
            self.add_error("holds_until", "Sista dagen kan inte ligga före den första.")
        return data
