"""Forms that ask about a day."""

from django import forms
from django.utils import timezone

from registry.forms.base import Form, SwedishDateField


class DayForm(Form):
    """The day that is asked about: today, or one that has passed."""

    datum = SwedishDateField(
        label="Visa en annan dag", error_messages={"required": "Skriv en dag, till exempel 2026-03-14."}
    )

    def clean_datum(self):
        day = self.cleaned_data["datum"]
        if day > timezone.localdate():
            raise forms.ValidationError("Välj i dag eller en dag som har varit. Framtiden vet vi inget om.")
        return day

    def day(self, otherwise):
        """The day asked for; `otherwise` when none is, or none that can be read."""
        return self.cleaned_data["datum"] if self.is_bound and self.is_valid() else otherwise
