"""A file, or a checksum, that may be a sealed evidence pack. Field names are Swedish, like those of receipts."""

import re

from django import forms
from django.core.exceptions import ValidationError

from procurement.sealed_zip import LARGEST_PACK, TOO_LARGE
from registry.forms.base import Form

ONE_OR_THE_OTHER = "Välj en fil eller skriv en kontrollsumma, inte båda."
NOTHING = "Välj en fil, eller skriv en kontrollsumma."
NOT_A_SUM = "En kontrollsumma (SHA-256) har 64 tecken: siffror och bokstäverna a till f. Kopiera den igen."
_SUM = re.compile(r"[0-9a-f]{64}")


class VerifyPackForm(Form):
    """One of the two: the ZIP, or its SHA-256. What `sha256sum` prints may be pasted whole."""

    fil = forms.FileField(
        label="Bevispaketet",
        help_text="ZIP, högst 60 MB. Vi sparar inte filen.",
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        required=False,
        error_messages={"empty": "Filen är tom. Välj en annan fil.", "invalid": "Välj filen igen."},
    )
    kontrollsumma = forms.CharField(
        label="Eller en kontrollsumma (SHA-256)",
        help_text="För ZIP-filen eller för manifest.sha256 i den.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].marks_optional = False  # one of the two is needed

    def clean_fil(self):
        file = self.cleaned_data["fil"]
        if file and file.size > LARGEST_PACK:
            raise ValidationError(TOO_LARGE)
        return file

    def clean_kontrollsumma(self):
        typed = self.cleaned_data["kontrollsumma"].lower()
        if typed and not _SUM.fullmatch(typed):
            raise ValidationError(NOT_A_SUM)
        return typed

    def clean(self):
        data = super().clean()
        if "fil" in self._errors or "kontrollsumma" in self._errors:
            return data
        if data.get("fil") and data.get("kontrollsumma"):
            self.add_error("kontrollsumma", ONE_OR_THE_OTHER)
        elif not data.get("fil") and not data.get("kontrollsumma"):
            self.add_error("fil", NOTHING)
        return data

    def full_clean(self):
        key = self.add_prefix("kontrollsumma")
        if self.is_bound and key in self.data:
            self._rewrite(key, _sum_alone)
            # Ten digits in a row of a checksum may look like a personnummer.
            is_sum = all(_SUM.fullmatch(text) for text in self._texts(key))
            self.judged_by_row = ("kontrollsumma",) if is_sum else ()
        super().full_clean()


def _sum_alone(text):
    """The sum without the name of the file that sha256sum writes after it; any other text as it is."""
    words = text.lower().split()
    return words[0] if words and _SUM.fullmatch(words[0]) else text
