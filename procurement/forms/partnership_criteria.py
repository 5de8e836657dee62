"""The questions of the criteria assistant: for anybody, in an address; and for a partnership, with reasons."""

from django import forms
from django.utils.html import format_html

from procurement.partnership_questions import GROUPS, NO, QUESTIONS, UNKNOWN, YES
from registry.forms.base import Form

WORDS = {"ja": YES, "nej": NO, "vet-inte": UNKNOWN}  # as they stand in addresses
LABELS = (("ja", "Ja"), ("nej", "Nej"), ("vet-inte", "Vet inte"))
REASON = "grund"


def _answer_field(question):
    field = forms.ChoiceField(
        label=question.text,
        help_text=question.help,
        choices=LABELS,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Välj ja, nej eller vet inte."},
    )
    field.marks_optional, field.is_short = False, True
    return field


class CriteriaForm(Form):
    """The questions alone. What is not answered is unknown."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, question in QUESTIONS.items():
            self.fields[key] = _answer_field(question)

    @property
    def groups(self):
        """The questions under their headings: (title, bound fields)."""
        return [(group.title, [self[question.key] for question in group.questions]) for group in GROUPS]

    @property
    def answers(self):
        """What `assess` takes, after `is_valid()`."""
        return {key: WORDS[self.cleaned_data[key]] for key in QUESTIONS if self.cleaned_data[key]}


class PartnershipCriteriaForm(CriteriaForm):
    """The questions, each with what the answer rests on."""

    def __init__(self, *args, kept=None, **kwargs):
        """`kept` holds the PartnershipCriterion rows there are."""
        spoken = {answer: word for word, answer in WORDS.items()}
        initial = {}
        for row in kept or ():
            initial |= {row.key: spoken[row.answer], f"{row.key}_{REASON}": row.reason}
        super().__init__(*args, initial=initial, **kwargs)
        for key, question in QUESTIONS.items():
            field = forms.CharField(
                label=format_html('Vad bygger svaret på?<span class="visually-hidden"> {}</span>', question.text),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"max_length": "Skriv högst 1 000 tecken."},
            )
            field.widget.attrs.pop("maxlength", None)
            field.marks_optional = False
            self.fields[f"{key}_{REASON}"] = field

    @property
    def groups(self):
        return [
            (
                group.title,
                [self[name] for row in group.questions for name in (row.key, f"{row.key}_{REASON}")],
            )
            for group in GROUPS
        ]

    def clean(self):
        data = super().clean()
        for key in QUESTIONS:
            if data.get(f"{key}_{REASON}") and not data.get(key) and key not in self.errors:
                self.add_error(key, "Välj ja, nej eller vet inte. Ni har skrivit vad svaret bygger på.")
        return data

    @property
    def answers(self):
        """What the service takes, after `is_valid()`."""
        data = self.cleaned_data
        return {key: (WORDS[data[key]], data[f"{key}_{REASON}"]) for key in QUESTIONS if data[key]}
