"""Forms of the case officer's pages."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from registry.calendar import REGISTER_BEGAN
from registry.forms.base import Form, PastDayField, SwedishDateField
from registry.models import LegalProvision, OfficialCheck, Verification
from registry.models.applications import CompletionReason, Judgement
from registry.models.eligibility import Criterion
from registry.services import verifications
from registry.working_days import next_working_day

# What the applicant is asked to do for each reason; the officer goes on from here.
COMPLETION_TEXTS = {
    CompletionReason.GOVERNING_DOCUMENT: (
        "Skicka in era stadgar, eller motsvarande, som en läsbar PDF. Vi behöver den version som gäller i dag."
    ),
    CompletionReason.PURPOSE: (
        "Visa var i stadgarna syftet står. Förklara om ni också har andra syften än de allmännyttiga."
    ),
    CompletionReason.DISSOLUTION: (
        "Visa var i stadgarna det står vad som händer med tillgångarna om ni upplöses. De får bara gå till "
        "registrerade idéburna organisationer eller till forskning."
    ),
    CompletionReason.WELFARE: (
        "Beskriv vilken välfärd ni bedriver eller ska börja bedriva, och vem som betalar. Skicka gärna med ett avtal "
        "eller ett beslut som visar det."
    ),
    CompletionReason.OWNERSHIP: (
        "Skriv vilka som äger er eller utser er styrelse, och hur stor andel av rösterna var och en har."
    ),
    CompletionReason.SIGNATORY: (
        "Skicka in ett protokoll eller ett registreringsbevis som visar vem som får företräda er."
    ),
    CompletionReason.OTHER: "",
}
REASONS_REQUIRED = {"required": "Skriv skälen. De blir en del av beslutet."}


class JudgementForm(Form):
    """An officer's judgement of one requirement: on evidence when met, with reasons when not."""

    judgement = forms.ChoiceField(
        label="Bedömning",
        widget=forms.RadioSelect,
        choices=Judgement.choices,
        error_messages={"required": "Välj en bedömning."},
    )
    evidence = forms.CharField(
        label="Underlag", max_length=300, required=False, help_text="Vilken handling, och var i den?"
    )
    comment = forms.CharField(label="Skäl", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("evidence", "comment"):
            self.fields[name].marks_optional = False

    def clean(self):
        data = super().clean()
        judgement = data.get("judgement")
        if judgement == Judgement.MET and not data.get("evidence"):
            self.add_error("evidence", "Skriv vilket underlag som visar att kravet är uppfyllt.")
        if judgement in (Judgement.UNDECIDED, Judgement.NOT_MET) and not data.get("comment"):
            self.add_error("comment", "Skriv skälen till bedömningen.")
        return data


class DueDateField(SwedishDateField):
    """A last day to answer: after today, on a working day, within half a year."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Svara senast")
        kwargs.setdefault("error_messages", {"required": "Skriv sista dagen att svara, till exempel 2026-05-12."})
        super().__init__(**kwargs)

    def validate(self, value):
        super().validate(value)
        today = timezone.localdate()
        if value <= today:
            raise forms.ValidationError("Välj en dag efter i dag.")
        if value > today + timedelta(days=183):
            raise forms.ValidationError("Välj en dag inom sex månader.")
        if next_working_day(value) != value:
            raise forms.ValidationError("Dagen är ledig. Välj en arbetsdag.")


class CompletionForm(Form):
    """What the applicant must add, why, and until when."""

    reasons = forms.MultipleChoiceField(
        label="Vad saknas?",
        widget=forms.CheckboxSelectMultiple,
        choices=CompletionReason.choices,
        error_messages={"required": "Välj minst ett skäl."},
    )
    message = forms.CharField(
        label="Vad behöver sökanden göra?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="Texten skickas som den står. Skriv vad som ska göras, inte bara vad som är fel.",
        error_messages={"required": "Skriv vad sökanden behöver göra."},
    )
    due_on = DueDateField()


def completion_message(reasons, message=""):
    """The message with the sentences of the chosen reasons; what the officer wrote already stays."""
    parts = [message.strip()] if message.strip() else []
    for reason in reasons:
        text = COMPLETION_TEXTS.get(reason, "")
        if text and text not in message:
            parts.append(text)
    return "\n\n".join(parts)


class CommunicationForm(Form):
    """What speaks against approval, and until when the applicant may answer."""

    text = forms.CharField(
        label="Vad talar emot ett godkännande?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="Texten skickas som den står. Skriv vad ni har sett, i vilken handling, och varför det talar emot.",
        error_messages={"required": "Skriv vad som talar emot."},
    )
    due_on = DueDateField()


class ReasonsForm(Form):
    """The reasons of an approval."""

    reasons = forms.CharField(
        label="Skäl för beslutet",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages=REASONS_REQUIRED,
    )


class RefusalForm(ReasonsForm):
    """The reasons of a refusal, and the provisions that it rests on."""

    provisions = forms.MultipleChoiceField(
        label="Vilka bestämmelser bygger beslutet på?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en bestämmelse."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provisions"].choices = [
            (row.code, f"{row.code} {row.title}") for row in LegalProvision.objects.order_by("position")
        ]


class NoteForm(Form):
    """Why a case goes to another officer."""

    note = forms.CharField(
        label="Varför?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nästa handläggare läser det här först. Skriv vad som är gjort och vad som återstår.",
        error_messages={"required": "Skriv varför."},
    )


class ConflictForm(Form):
    """Why an officer may not handle an organisation."""

    reason = forms.CharField(
        label="Varför är du jävig?",
        max_length=300,
        help_text="En mening räcker. Till exempel: Min bror sitter i styrelsen.",
        error_messages={"required": "Skriv varför du är jävig."},
    )


class ClaimDecisionForm(Form):
    """Approve or reject a claim."""

    outcome = forms.ChoiceField(
        label="Visar underlaget att personen får företräda organisationen?",
        widget=forms.RadioSelect,
        choices=[("approve", "Ja, godkänn anspråket"), ("reject", "Nej, avslå anspråket")],
        error_messages={"required": "Välj godkänn eller avslå."},
    )
    reasons = forms.CharField(
        label="Skäl",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Skriv vad i underlaget som avgör. Vid avslag skickas texten till den som gjort anspråket.",
        error_messages={"required": "Skriv skälen."},
    )


class RegisterDateField(PastDayField):
    """A day in Kammarkollegiet's register, which began with lag (2022:900)."""

    default_error_messages = {
        "future": "Dagen ligger i framtiden. Skriv en dag som har varit, eller i dag.",
        "too_early": "Registret finns sedan den 1 januari 2023. Skriv en dag från då eller senare.",
    }

    def __init__(self, **kwargs):
        super().__init__(first=REGISTER_BEGAN, **kwargs)


class OfficialCheckForm(Form):
    """What Kammarkollegiet's register said on a day."""

    result = forms.ChoiceField(
        label="Vad sa registret?",
        widget=forms.RadioSelect,
        choices=[
            (OfficialCheck.Result.REGISTERED, "Registrerad"),
            (OfficialCheck.Result.NOT_REGISTERED, "Inte registrerad"),
            (OfficialCheck.Result.UNKNOWN, "Gick inte att få svar"),
        ],
        error_messages={"required": "Välj vad registret sa."},
    )
    checked_on = RegisterDateField(label="Vilken dag kontrollerade du?")
    registered_from = RegisterDateField(
        label="Registrerad från och med",
        required=False,
        help_text="Om registret visar dagen. Annars räknas din kontroll.",
    )
    source = forms.CharField(
        label="Källa",
        max_length=200,
        help_text="Sida, brev eller samtal, så att någon annan kan göra om kontrollen.",
        error_messages={"required": "Skriv var uppgiften kommer från."},
    )
    note = forms.CharField(label="Anteckning", max_length=300, required=False)

    def clean(self):
        data = super().clean()
        begun, checked = data.get("registered_from"), data.get("checked_on")
        if begun and data.get("result") not in (None, OfficialCheck.Result.REGISTERED):
            self.add_error("registered_from", "Ange dagen bara när svaret är Registrerad.")
        elif begun and checked and begun > checked:
            self.add_error("registered_from", "Registreringen kan inte börja efter din kontroll.")
        return data


class DeregistrationForm(Form):
    """Kammarkollegiet's decision to deregister."""

    decided_on = RegisterDateField(label="Vilken dag beslutade Kammarkollegiet?")
    source = forms.CharField(
        label="Källa", max_length=200, error_messages={"required": "Skriv var uppgiften kommer från."}
    )

    def __init__(self, *args, registration, **kwargs):
        super().__init__(*args, **kwargs)
        self.registration = registration

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day < self.registration.period.lower:
            raise forms.ValidationError("Beslutet kan inte vara äldre än registreringen.")
        return day


class EndVerificationForm(Form):
    """On what ground a verification ends, and why. A ground that the organisation must be heard on waits for that."""

    ground = forms.ChoiceField(
        label="Grund",
        widget=forms.RadioSelect,
        choices=[row for row in Verification.Ground.choices if row[0] != Verification.Ground.OWN_REQUEST],
        error_messages={"required": "Välj en grund."},
    )
    criteria = forms.MultipleChoiceField(
        label="Vilka krav är inte uppfyllda?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Criterion.choices,
        help_text="Svaret om behörighet blir nej för de krav du kryssar i, och annars okänt.",
    )
    reasons = forms.CharField(
        label="Skäl för beslutet",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages=REASONS_REQUIRED,
    )

    def __init__(self, *args, verification, **kwargs):
        super().__init__(*args, **kwargs)
        self.verification = verification

    def clean(self):
        data = super().clean()
        if data.get("criteria") and data.get("ground") != Verification.Ground.REQUIREMENTS_NOT_MET:
            self.add_error("criteria", "Kryssa bara i krav när grunden är att kraven inte längre är uppfyllda.")
        return data

    def clean_ground(self):
        ground = self.cleaned_data["ground"]
        if not verifications.is_heard(self.verification, ground):
            raise forms.ValidationError(verifications.HEAR_FIRST)
        return ground


class ShiftForm(Form):
    """Why an administrator takes the case officer's role."""

    reason = forms.CharField(
        label="Varför behöver du rollen?",
        max_length=300,
        help_text="Skälet sparas och kan läsas av andra administratörer.",
        error_messages={"required": "Skriv varför du behöver rollen."},
    )
