"""Questions and answers, and interest."""

from django import forms

from registry.forms.base import Form


def text(label, rows=5, most=2000, **kwargs):
    """A text of several lines. The form refuses what is too long in words, instead of the browser cutting it."""
    field = forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
    field.widget.attrs.pop("maxlength", None)
    return field


class QuestionForm(Form):
    """A question to the buyer."""

    text = text(
        "Vad vill du fråga?",
        help_text="Skriv bara det som alla får läsa. Skriv inte vilka ni är: frågan visas för alla.",
        error_messages={"required": "Skriv din fråga."},
    )


class AnswerForm(Form):
    """The answer to everybody, and the question as everybody will read it."""

    wording = text(
        "Frågan, så som alla läser den",
        rows=4,
        help_text="Skriv om frågan om den visar vem som har frågat.",
        error_messages={"required": "Låt frågan stå kvar, eller skriv om den."},
    )
    text = text("Svar", most=4000, error_messages={"required": "Skriv svaret."})


class InterestForm(Form):
    """Which of the organisation's legal entities is interested, and a word to the buyer."""

    entity = forms.ChoiceField(
        label="Vilken juridisk person skulle lämna anbud?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en juridisk person."},
    )
    note = text(
        "Hälsning till upphandlaren", rows=3, most=1000, required=False, help_text="Bara upphandlarna läser den."
    )
    wants_partners = forms.BooleanField(
        label="Vi söker gärna samarbete om detta",
        required=False,
        help_text="Andra som är intresserade och har kryssat här ser er, och ni ser dem. Upphandlaren ser det med.",
    )

    def __init__(self, *args, entities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = [(str(row.pk), row.name) for row in entities]
