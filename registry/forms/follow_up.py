"""Forms of the follow-up of the portal's own verification."""

from decimal import Decimal

from django import forms

from registry.forms.base import Form
from registry.forms.case_officer import DueDateField
from registry.models import FollowUpCase

SAMPLE_QUESTION = (
    "Vi har dragit er i ett stickprov. Stämmer det som vi verifierade fortfarande? Skriv om stadgar, styrelse, ägare "
    "eller verksamhet har ändrats, och i så fall hur."
)


class QuestionForm(Form):
    """What the organisation is asked, and until when it may answer."""

    question = forms.CharField(
        label="Vad ska organisationen svara på?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Texten skickas som den står.",
        error_messages={"required": "Skriv vad organisationen ska svara på."},
    )
    due_on = DueDateField()


class OpenFollowUpForm(QuestionForm):
    """A follow-up because of a signal or a missing statement."""

    cause = forms.ChoiceField(
        label="Varför följer du upp?",
        widget=forms.RadioSelect,
        choices=[row for row in FollowUpCase.Cause.choices if row[0] != FollowUpCase.Cause.SAMPLE],
        error_messages={"required": "Välj varför."},
    )
    field_order = ["cause", "question", "due_on"]


class SampleForm(QuestionForm):
    """A random sample: how large, and from which seed."""

    share = forms.DecimalField(
        label="Hur många procent?",
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        error_messages={"required": "Skriv hur många procent som ska dras, till exempel 5."},
    )
    seed = forms.CharField(
        label="Frö",
        max_length=64,
        help_text="Vilka ord som helst, bestämda innan du drar. Med dem kan vem som helst göra om dragningen.",
        error_messages={"required": "Skriv ett frö."},
    )
    field_order = ["share", "seed", "question", "due_on"]


class FollowUpAnswerForm(Form):
    """The organisation's answer."""

    text = forms.CharField(
        label="Ert svar",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Skriv ert svar."},
    )


class HearingAnswerForm(Form):
    """What the organisation says before its verification may end."""

    text = forms.CharField(
        label="Ert yttrande",
        help_text=(
            "Skriv vad som stämmer och vad som inte stämmer. Vill ni ändra uppgifter eller lämna nya stadgar "
            "anmäler ni en ändring."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": "Skriv ert yttrande."},
    )


class ConclusionForm(Form):
    """What the follow-up came to."""

    conclusion = forms.CharField(
        label="Vad kom du fram till?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Texten skickas till organisationen.",
        error_messages={"required": "Skriv vad du kom fram till."},
    )
