"""What the applicant answers in a case: completions, comments."""

from django import forms

from registry.forms.base import Form, PdfField
from registry.forms.uploads import UploadMixin

TOO_LONG = "Skriv högst %(limit_value)d tecken. Ni har skrivit %(show_value)d."


def _answer(label, help_text, required):
    field = forms.CharField(
        label=label,
        help_text=help_text,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": required, "max_length": TOO_LONG},
    )
    field.widget.attrs.pop("maxlength", None)
    return field


class CompletionForm(UploadMixin, Form):
    """The answer to a request for completion, with one file at a time."""

    answer = _answer("Ert svar", "Svara på det vi frågar. Har ni ändrat uppgifter, skriv vilka.", "Skriv ert svar.")
    file = PdfField(label="Lägg till en fil", required=False, help_text="PDF, högst 20 MB. Fem filer som mest.")
    field_order = ["answer", "file"]

    def __init__(self, *args, sending, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = sending
        self.fields["answer"].marks_optional = False


class CommentForm(Form):
    """What the applicant says about what speaks against approval."""

    answer = _answer("Ert yttrande", "Skriv vad ni tycker är fel eller saknas.", "Skriv ert yttrande.")
