"""What narrows the diarium."""

from django import forms
from django.db.models import Q

from registry.forms.base import Form
from registry.models.records import JournalEntry


class JournalFilter(Form):
    """Case number, organisation, year and direction. An empty field narrows nothing."""

    case_number = forms.CharField(label="Ärendenummer", required=False, max_length=20)
    organisation = forms.CharField(label="Organisation", required=False, max_length=200)
    year = forms.IntegerField(
        label="År",
        required=False,
        min_value=2000,
        max_value=2199,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], "Skriv året med fyra siffror, till exempel 2026."
        ),
    )
    direction = forms.ChoiceField(
        label="Riktning", required=False, choices=[("", "Alla"), *JournalEntry.Direction.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].width = "short"
        for field in self.fields.values():
            field.marks_optional = False

    def narrow(self, entries):
        """The entries that match what was filled in. Call on a valid form."""
        asked = self.cleaned_data
        if asked["case_number"]:
            entries = entries.filter(case_number__startswith=asked["case_number"].upper())
        if asked["organisation"]:
            name = asked["organisation"]
            entries = entries.filter(Q(organisation__name__icontains=name) | Q(counterparty__icontains=name))
        if asked["year"]:
            entries = entries.filter(registered_at__year=asked["year"])
        if asked["direction"]:
            entries = entries.filter(direction=asked["direction"])
        return entries
