"""What every form builds on: no personnummer passes, days are read as Swedes write them, files are PDF."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.validators import contains_personal_number, mask_personal_numbers

PERSONAL_NUMBER_MESSAGE = "Ta bort personnumret. Portalen sparar inga personnummer."
TOO_LONG = "Skriv högst %(limit_value)d tecken. Nu är det %(show_value)d."
# Some foundations have a deed of the sixteenth century. No permit is given for longer than this.
EARLIEST_DAY, LATEST_DAY = date(1500, 1, 1), date(2199, 12, 31)
LARGEST_FILE = 20 * 1024 * 1024
# Control characters, and marks that turn the direction of text: nobody types them, and they make one text look like
# another. NUL is left for the field to refuse.
_UNSEEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LINE_BREAKS = re.compile(r"[\t\r\n]+")


class TidiesText:
    """Takes out what nobody sees in a text that was sent, and line breaks where the field has one line.

    A name of two lines would end the subject of a letter, and begin its body. Says how long a text may be in our words.
    """

    def full_clean(self):
        if self.is_bound:
            for name, field in self.fields.items():
                field.error_messages.setdefault("max_length", TOO_LONG)
                if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
                    one_line = not isinstance(field.widget, forms.Textarea)
                    for key in self._keys_of(name, field):
                        self._rewrite(key, lambda text, one_line=one_line: _tidied(text, one_line))
        super().full_clean()

    def _keys_of(self, name, field):
        """Under which keys the field's values were sent."""
        html_name = self.add_prefix(name)
        if isinstance(field.widget, forms.MultiWidget):
            return [key for key in self.data if key.startswith(f"{html_name}_")]
        return [html_name] if html_name in self.data else []

    def _texts(self, key):
        values = self.data.getlist(key) if hasattr(self.data, "getlist") else [self.data[key]]
        return [value for value in values if isinstance(value, str)]

    def _rewrite(self, key, change):
        """Let the form go on with other texts than those that were sent."""
        before = self._texts(key)
        after = [change(text) for text in before]
        if after == before:
            return
        self.data = self.data.copy()
        if hasattr(self.data, "setlist"):
            self.data.setlist(key, after)
        else:
            self.data[key] = after[0]


def _tidied(text, one_line):
    text = _UNSEEN.sub("", text)
    return _LINE_BREAKS.sub(" ", text) if one_line else text


class RefusesPersonalNumbers(TidiesText):
    """Refuses a personnummer in any text that was sent, and takes it out of what is shown again."""

    judged_by_row = ()  # names of fields that the form itself searches, row by row

    def _post_clean(self):
        self._refuse_personal_numbers()  # before a model form hands what was typed to its row
        super()._post_clean()

    def _refuse_personal_numbers(self):
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.PasswordInput) or name in self.judged_by_row:
                continue
            keys = self._keys_of(name, field)
            if not any(contains_personal_number(text) for key in keys for text in self._texts(key)):
                continue
            self._errors[name] = self.error_class([PERSONAL_NUMBER_MESSAGE], renderer=self.renderer)
            self.cleaned_data.pop(name, None)
            for key in keys:
                self._rewrite(key, lambda text: mask_personal_numbers(text, strict=True))


class Form(RefusesPersonalNumbers, forms.Form):
    """A form that refuses personnummer."""


class ModelForm(RefusesPersonalNumbers, forms.ModelForm):
    """A model form that refuses personnummer."""


class LabelWithHelp(str):
    """The words of a choice, with a line of help under them."""

    def __new__(cls, label, help=""):
        words = super().__new__(cls, label)
        words.help = help
        return words


class ChoicesWithHelp(list):
    """Choices given as (value, label, help), ready for a RadioSelect or CheckboxSelectMultiple."""

    def __init__(self, rows):
        super().__init__((value, LabelWithHelp(label, help)) for value, label, help in rows)


class SwedishDateField(forms.DateField):
    """A day typed as 2026-05-12 or 20260512, not before `first`. No year that is a slip of the finger."""

    widget = forms.TextInput
    width = "short"
    default_error_messages = {
        "invalid": "Skriv dagen som 2026-05-12.",
        "required": "Skriv en dag, till exempel 2026-05-12.",
        "too_early": "Kontrollera årtalet.",
        "too_late": "Kontrollera årtalet.",
    }

    def __init__(self, *, first=EARLIEST_DAY, **kwargs):
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y%m%d"])
        kwargs.setdefault("help_text", "Till exempel 2026-05-12")
        super().__init__(**kwargs)
        self.first = first

    def validate(self, value):
        super().validate(value)
        if value and value < self.first:
            raise ValidationError(self.error_messages["too_early"], code="too_early")
        if value and value > LATEST_DAY:
            raise ValidationError(self.error_messages["too_late"], code="too_late")

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}


class PastDayField(SwedishDateField):
    """A day that has been, or today. The message "future" may name {today}."""

    default_error_messages = {"future": "Välj i dag eller en dag som har varit."}

    def validate(self, value):
        today = timezone.localdate()
        if value and value > today:
            raise ValidationError(self.error_messages["future"].format(today=today), code="future")
        super().validate(value)


class PdfField(forms.FileField):
    """A PDF of at most 20 MB, told by what the file holds and not by its name.

    Set `present` on the bound form's field to an object with `url`, `name` and `size` when a file is already handed
    in; the field then says so, and may be left empty.
    """

    widget = forms.FileInput
    present = None
    default_error_messages = {
        "required": "Välj en fil.",
        "empty": "Filen är tom. Välj en annan fil.",
        "not_pdf": "Filen är inte en PDF. Spara den som PDF och välj den igen.",
        "too_large": "Filen är större än 20 MB. Välj en mindre fil.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "PDF, högst 20 MB.")
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": ".pdf,application/pdf"}

    def clean(self, data, initial=None):
        return super().clean(data, initial or self.present)

    def to_python(self, data):
        file = super().to_python(data)
        if file is None:
            return None
        if file.size > LARGEST_FILE:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        file.seek(0)
        beginning = file.read(1024)
        file.seek(0)
        if b"%PDF-" not in beginning:
            raise ValidationError(self.error_messages["not_pdf"], code="not_pdf")
        return file
