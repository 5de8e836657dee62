"""The steps of a partnership: reasons, the decision, the signing, results and the end; and local överenskommelser."""

from datetime import datetime

from django import forms

from procurement.forms.aid import rate_field, require_rate
from procurement.forms.dialogue import text
from procurement.forms.tenders import past_day
from procurement.models import Partnership
from procurement.services.partnership_aid import RULES
from registry.forms.base import Form, SwedishDateField


class ReasonForm(Form):
    """Why. `question` and `refusal` are the words of the page."""

    reason = text("Varför?")

    def __init__(self, *args, question, refusal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = question
        self.fields["reason"].error_messages["required"] = refusal


class AgreeForm(Form):
    """A yes to the text that was on the page."""

    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean_seen(self):
        try:
            seen = datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError as wrong:
            raise forms.ValidationError("Läs texten igen innan du säger ja.") from wrong
        if seen.tzinfo is None:
            raise forms.ValidationError("Läs texten igen innan du säger ja.")
        return seen


class DecideForm(Form):
    """What the authority has decided, and its two assessments."""

    decision_body = forms.CharField(
        label="Vem beslutade?",
        max_length=200,
        help_text="Till exempel Socialnämnden. Skriv inget namn på en person.",
        error_messages={"required": "Skriv vem som beslutade."},
    )
    decided_on = past_day("När?")
    reference = forms.CharField(
        label="Diarienummer", max_length=80, error_messages={"required": "Skriv beslutets diarienummer."}
    )
    not_a_contract = text(
        "Varför är det inget offentligt kontrakt?",
        most=4000,
        help_text="Visas för alla. Ett partnerskap som i själva verket är ett köp ska upphandlas.",
        error_messages={"required": "Skriv varför det inte är ett offentligt kontrakt."},
    )
    aid = forms.ChoiceField(
        label="Är det statligt stöd?",
        widget=forms.RadioSelect,
        choices=Partnership.Aid.choices,
        error_messages={"required": "Välj hur ni bedömer stödet."},
    )
    aid_reasons = text(
        "Skälen till den bedömningen",
        most=4000,
        help_text="Visas för alla.",
        error_messages={"required": "Skriv skälen."},
    )
    rate = rate_field(
        "Kronor för en euro", help_text="Om det är stöd av mindre betydelse: kursen den dag ni beslutade."
    )
    rate_source = forms.CharField(
        label="Varifrån har ni kursen?", max_length=200, required=False, help_text="Till exempel Riksbanken."
    )
    flag_answer = text(
        "Hur bedömer ni de röda flaggorna?",
        most=4000,
        required=False,
        help_text="Bara parterna läser det. Skriv vad ni har kommit fram till om var och en.",
    )

    def __init__(self, *args, flagged, **kwargs):
        super().__init__(*args, **kwargs)
        if flagged:
            self.fields["flag_answer"].required = True
            self.fields["flag_answer"].error_messages["required"] = "Skriv hur ni bedömer de röda flaggorna."
        else:
            del self.fields["flag_answer"]

    def clean(self):
        data = super().clean()
        if data.get("aid") in RULES:
            require_rate(self)
        return data


class SignForm(Form):
    """The day of the last signature."""

    signed_on = past_day("När skrev den sista parten under?")


class ResultForm(Form):
    """What a follow-up showed."""

    performed_on = past_day("När genomfördes uppföljningen?")
    result = text(
        "Vad visade den?",
        most=3000,
        help_text="Visas för alla. Skriv inget om enskilda personer.",
        error_messages={"required": "Skriv vad uppföljningen visade."},
    )
    action = text("Vad gör ni nu?", most=3000, required=False, help_text="Visas för alla.")


class EndForm(Form):
    """When and why it ends."""

    ended_on = SwedishDateField(label="Vilken dag slutar det?")
    reason = text(
        "Varför?",
        help_text="Visas för alla om partnerskapet är beslutat.",
        error_messages={"required": "Skriv varför partnerskapet avslutas."},
    )


class CompactForm(Form):
    """A local överenskommelse."""

    title = forms.CharField(
        label="Vad heter överenskommelsen?", max_length=200, error_messages={"required": "Skriv vad den heter."}
    )
    authority = forms.ChoiceField(
        label="För vilken myndighet?", widget=forms.RadioSelect, error_messages={"required": "Välj en myndighet."}
    )
    parties = text(
        "Vilka är parter?",
        rows=3,
        required=False,
        help_text="Till exempel kommunen och 34 föreningar. Skriv inga namn på personer.",
    )
    decided_on = past_day("När beslutades den?")
    reference = forms.CharField(label="Diarienummer", max_length=80, required=False)
    valid_until = SwedishDateField(
        label="Gäller till och med", required=False, help_text="Lämna tomt om den gäller tills vidare."
    )
    url = forms.URLField(
        label="Länk till överenskommelsen",
        max_length=500,
        error_messages={
            "required": "Skriv länken.",
            "invalid": "Skriv en hel adress som börjar med https://.",
        },
    )

    def __init__(self, *args, authorities, **kwargs):
        super().__init__(*args, **kwargs)
        if len(authorities) == 1:
            del self.fields["authority"]
        else:
            self.fields["authority"].choices = [(str(row.pk), row.name) for row in authorities]

    def clean(self):
        data = super().clean()
        if data.get("valid_until") and data.get("decided_on") and data["valid_until"] < data["decided_on"]:
            self.add_error("valid_until", "Sista dagen kan inte ligga före beslutet.")
        return data
