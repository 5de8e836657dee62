"""One lot: what it is, and on which ground it is reserved."""

from django import forms

from procurement.forms.dialogue import text
from procurement.forms.procurements import kronor, month_count
from registry.forms.base import ChoicesWithHelp, Form
from registry.forms.services import ChoosesService
from registry.models import ReservationGround
from registry.models.eligibility import Ground

NONE = "ingen"


class LotForm(ChoosesService, Form):
    """A lot's facts. CPV codes are chosen on a page of their own."""

    title = forms.CharField(label="Rubrik", max_length=200, error_messages={"required": "Skriv en rubrik."})
    description = text("Beskrivning", most=4000, rows=3, required=False)
    service_area = forms.ChoiceField(
        label="Vilken tjänst?", required=False, help_text="Avgör vilka utförare som portalen räknar."
    )
    estimated_value = kronor("Uppskattat värde i kronor", help_text="Det här området, utan moms.")
    months = month_count("Avtalstid i månader")
    extension_months = month_count("Kan förlängas med högst så många månader")

    def clean_extension_months(self):
        return self.cleaned_data["extension_months"] or 0


class GroundForm(Form):
    """On which ground the lot is reserved, or on none."""

    ground = forms.ChoiceField(
        label="På vilken grund?", widget=forms.RadioSelect, error_messages={"required": "Välj en grund, eller ingen."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grounds = ReservationGround.objects.exclude(code=Ground.LOV_1_2A)
        self.fields["ground"].choices = ChoicesWithHelp(
            [*((row.code, row.provision, row.name) for row in grounds), (NONE, "Ingen", "Området reserveras inte.")]
        )

    def clean_ground(self):
        ground = self.cleaned_data["ground"]
        return "" if ground == NONE else ground
