"""Forms about imports."""

from django import forms

from registry.forms.base import Form


class UndoImportForm(Form):
    reason = forms.CharField(
        label="Varför ska importen ångras?",
        max_length=300,
        error_messages={"required": "Skriv varför importen ska ångras"},
    )
