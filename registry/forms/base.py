"""What every form builds on: no personnummer passes, days are read as Swedes write them, files are PDF."""

from django import forms
from django.core.exceptions import ValidationError

from registry.validators import contains_personal_number, mask_personal_numbers

PERSONAL_NUMBER_MESSAGE = "Ta bort personnumret. Portalen sparar inga personnummer."
LARGEST_FILE = 20 * 1024 * 1024


class RefusesPersonalNumbers:
    """Refuses a personnummer in any text that was sent, and takes it out of what is shown again."""

    def _post_clean(self):
        self._refuse_personal_numbers()  # before a model form hands what was typed to its row
        super()._post_clean()

    def _refuse_personal_numbers(self):
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.PasswordInput):
                continue
            keys = [key for key in self.data if self._belongs_to(key, name, field)]
            if not any(contains_personal_number(text) for key in keys for text in self._texts(key)):
                continue
            self._errors[name] = self.error_class([PERSONAL_NUMBER_MESSAGE], renderer=self.renderer)
            self.cleaned_data.pop(name, None)
            for key in keys:
                self._mask(key)

    def _belongs_to(self, key, name, field):
        html_name = self.add_prefix(name)
        several = isinstance(field.widget, forms.MultiWidget)
        return key == html_name or (several and key.startswith(f"{html_name}_"))

    def _texts(self, key):
        values = self.data.getlist(key) if hasattr(self.data, "getlist") else [self.data[key]]
        return [value for value in values if isinstance(value, str)]

    def _mask(self, key):
        masked = [mask_personal_numbers(text, strict=True) for text in self._texts(key)]
        self.data = self.data.copy()
        if hasattr(self.data, "setlist"):
            self.data.setlist(key, masked)
        else:
            self.data[key] = masked[0]


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
    """A day typed as 2026-05-12 or 20260512."""

    widget = forms.TextInput
    width = "short"
    default_error_messages = {
        "invalid": "Skriv dagen som 2026-05-12.",
        "required": "Skriv en dag, till exempel 2026-05-12.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y%m%d"])
        kwargs.setdefault("help_text", "Till exempel 2026-05-12")
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}


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
