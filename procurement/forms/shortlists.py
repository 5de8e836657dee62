"""Forms of the shortlists."""

from django import forms

from procurement.models import Shortlist
from registry.forms.base import Form
from registry.models.eligibility import Ground

NEW = "new"


class ShortlistForm(Form):
    """A new list: its name, and the ground whose answers it shows."""

    name = forms.CharField(
        label="Vad ska listan heta?",
        max_length=120,
        help_text="Till exempel Särskilt boende 2027. Alla upphandlare hos er ser den.",
        error_messages={"required": "Skriv vad listan ska heta."},
    )
    ground = forms.ChoiceField(
        label="Vilken grund gäller det?", choices=Ground.choices, initial=Ground.LOU_19_25A, widget=forms.RadioSelect
    )

    def __init__(self, *args, authority=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.authority = authority

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Shortlist.objects.filter(authority=self.authority, name=name, closed_at=None).exists():
            raise forms.ValidationError("Er myndighet har redan en lista med det namnet.")
        return name


class AddToShortlistForm(Form):
    """Which of an organisation's legal entities go on which list."""

    shortlist = forms.ChoiceField(
        label="Vilken lista?", widget=forms.RadioSelect, error_messages={"required": "Välj en lista."}
    )
    entities = forms.MultipleChoiceField(
        label="Vilka juridiska personer?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en."},
    )
    note = forms.CharField(
        label="Anteckning",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Syns bara för upphandlare hos er. Skriv inget om personer.",
    )

    def __init__(self, *args, shortlists, entities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shortlist"].choices = [(str(row.pk), row.name) for row in shortlists]
        self.fields["entities"].choices = [(str(row.pk), row.name) for row in entities]


class NoteForm(Form):
    """The note of one row."""

    note = forms.CharField(
        label="Anteckning",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Syns bara för upphandlare hos er. Skriv inget om personer.",
    )
