"""A note in an organisation's log of contacts, and what narrows the log."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from portal.forms.places import places_by_kind
from portal.models import BoardAsking, Met, Place
from procurement.forms.dialogue import text
from registry.filters import AnyOf, FilterForm
from registry.forms.base import Form, PastDayField, SwedishDateField

OPEN, LATE, DONE, WITHOUT = "kvar", "forsenat", "klart", "utan"


class ContactNoteForm(Form):
    """Which function was met, when and how, what was said, and the next step."""

    place = forms.ChoiceField(label="Vilken kommun eller region?", error_messages={"required": "Välj i listan."})
    met = forms.ChoiceField(
        label="Vem mötte ni?", widget=forms.RadioSelect, choices=Met, error_messages={"required": "Välj vem ni mötte."}
    )
    met_on = PastDayField(label="Vilken dag?")
    way = forms.ChoiceField(
        label="Hur?",
        widget=forms.RadioSelect,
        choices=BoardAsking.Way,
        error_messages={"required": "Välj hur ni möttes."},
    )
    text = text(
        "Vad sades?",
        rows=6,
        help_text="Skriv funktioner, inte människors privata saker. Bara er organisation ser det.",
        error_messages={"required": "Skriv vad som sades."},
    )
    next_step = forms.CharField(
        label="Nästa steg", max_length=200, required=False, help_text="Till exempel: skicka PM om reserverade avtal."
    )
    next_step_on = SwedishDateField(
        label="Vilken dag?", required=False, help_text="Den dagen får ni ett brev. Till exempel 2026-12-01."
    )

    def __init__(self, *args, authority=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.authority = authority
        if authority:
            del self.fields["place"]
        else:
            self.fields["place"].choices = [("", "Välj"), *places_by_kind()]

    def clean_place(self):
        return Place.objects.get(pk=self.cleaned_data["place"])

    def clean(self):
        given = super().clean()
        if given.get("next_step_on") and not given.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", "Skriv vad nästa steg är, eller ta bort dagen.")
        met_on, step_on = given.get("met_on"), given.get("next_step_on")
        if met_on and step_on and step_on < met_on:
            self.add_error("next_step_on", "Nästa steg kan inte ligga före kontakten.")
        return {**given, "place": given.get("place"), "authority": self.authority}


class ContactLogFilter(FilterForm):
    """Notes by the state of the next step, whom it was, and where."""

    lage = AnyOf(
        label="Nästa steg",
        choices=[(OPEN, "Kvar att göra"), (LATE, "Dagen har varit"), (DONE, "Klart"), (WITHOUT, "Inget nästa steg")],
    )
    mott = AnyOf(label="Vem ni mötte", choices=Met)
    plats = AnyOf(label="Var")

    def __init__(self, data, *, path, places):
        self.places = places
        super().__init__(data, path=path)

    def full_clean(self):
        self.fields["plats"].choices = self.places
        super().full_clean()

    def narrow(self, queryset):
        if self.text:
            words = ("place__name", "authority__name", "text", "next_step")
            matching = Q()
            for name in words:
                matching |= Q(**{f"{name}__icontains": self.text})
            queryset = queryset.filter(matching)
        if chosen := self.value("lage"):
            queryset = queryset.filter(_states(chosen, timezone.localdate()))
        if chosen := self.value("mott"):
            queryset = queryset.filter(met__in=chosen)
        if chosen := self.value("plats"):
            queryset = queryset.filter(Q(place__in=chosen) | Q(authority__slug__in=chosen))
        return queryset


def _states(chosen, day):
    waits = ~Q(next_step="") & Q(done_at=None)
    states = {
        OPEN: waits,
        LATE: waits & Q(next_step_on__lt=day),
        DONE: Q(done_at__isnull=False),
        WITHOUT: Q(next_step=""),
    }
    matching = Q()
    for name in chosen:
        matching |= states[name]
    return matching
