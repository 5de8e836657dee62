"""Handing in the family's applications."""

from django import forms
from django.core.exceptions import ValidationError

from registry.forms.base import Form, LabelWithHelp


class SubmitForm(Form):
    """Which drafts go in now, and that the person may hand them in."""

    drafts = forms.MultipleChoiceField(
        label="Vilka ansökningar skickar ni in nu?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Välj minst en ansökan som är klar.",
            "invalid_choice": "En av ansökningarna är redan inskickad eller borttagen. Läs listan och välj på nytt.",
        },
    )
    assurance = forms.BooleanField(
        label="Jag får företräda de juridiska personer som jag har valt, och uppgifterna stämmer",
        error_messages={"required": "Intyga att du får företräda dem och att uppgifterna stämmer."},
    )

    def __init__(self, *args, drafts, left, **kwargs):
        """`left` maps an application's id to the tasks that are not done."""
        self.all_drafts = {str(draft.uuid): draft for draft in drafts}
        self.left = left
        kwargs.setdefault("initial", {"drafts": [key for key, row in self.all_drafts.items() if not left[row.pk]]})
        super().__init__(*args, **kwargs)
        self.fields["drafts"].choices = [
            (key, LabelWithHelp(str(draft.legal_entity), _left_in_words(left[draft.pk])))
            for key, draft in self.all_drafts.items()
        ]

    @property
    def chosen(self):
        return [self.all_drafts[key] for key in self.cleaned_data["drafts"]]

    def clean_drafts(self):
        chosen = self.cleaned_data["drafts"]
        if any(self.left[self.all_drafts[key].pk] for key in chosen):
            raise ValidationError("Alla valda ansökningar är inte klara. Gör klart dem eller avmarkera dem.")
        return chosen


def _left_in_words(tasks):
    return f"Saknas: {', '.join(task.label for task in tasks)}" if tasks else "Klar att skicka in"
