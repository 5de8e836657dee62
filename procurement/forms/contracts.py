"""Contracts by hand: facts, unknown ends, options, call-offs, follow-ups and ends before time."""

from django import forms

from procurement.forms.dialogue import text
from procurement.forms.procurements import kronor, month_count
from procurement.forms.tenders import past_day
from procurement.models import ConcernAnswer, Contract
from procurement.models.contracts import ContractFollowUp
from procurement.services.contracts import SUPPLIER, why_supplier_stands
from registry.forms.base import ChoicesWithHelp, Form, SwedishDateField
from registry.forms.services import PlacesField, area_choices
from registry.models import ServiceArea
from registry.validators import clean_organisation_number

FIXED, OPEN_ENDED, UNKNOWN = "fixed", "open", "unknown"
ENDS = [(FIXED, "En bestämd dag"), (OPEN_ENDED, "Det gäller tills vidare"), (UNKNOWN, "Vi vet inte än")]
CLAUSE, NO_CLAUSE, NOT_LOOKED = "text", "missing", "later"
INSIGHT = [
    (CLAUSE, "Ja, avtalet har villkor om insyn"),
    (NO_CLAUSE, "Nej, villkor om insyn saknas"),
    (NOT_LOOKED, "Vi har inte tittat än"),
]


class EndForm(Form):
    """When the contract ends: a day, or notice."""

    ends = forms.ChoiceField(
        label="När slutar avtalet?",
        widget=forms.RadioSelect,
        choices=ENDS,
        error_messages={"required": "Välj när avtalet slutar."},
    )
    ends_on = SwedishDateField(
        label="Sista dagen", required=False, help_text="Med de optioner som ni redan har använt, men inga andra."
    )
    notice_months = month_count("Uppsägningstid i månader")

    def clean(self):
        data = super().clean()
        if data.get("ends") == FIXED and not data.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", "Skriv sista dagen, till exempel 2028-05-31.")
        if data.get("ends") in (OPEN_ENDED, UNKNOWN) and data.get("ends_on"):
            self.add_error("ends_on", "Ta bort dagen, eller välj att avtalet slutar en bestämd dag.")
        return data

    @property
    def end(self):
        """The columns of `Contract`."""
        data = self.cleaned_data
        return {
            "ends_on": data["ends_on"],
            "is_open_ended": data["ends"] == OPEN_ENDED,
            "notice_months": data["notice_months"],
        }


class FillInEndForm(EndForm):
    """When a contract with unknown end turns out to end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends"].choices = ENDS[:2]


class ContractForm(EndForm):
    """What the contract says. Where something else has settled who the supplier is, it is not asked for."""

    title = forms.CharField(
        label="Vad gäller avtalet?",
        max_length=200,
        help_text="Till exempel Dagverksamhet för äldre. Det blir rubriken.",
        error_messages={"required": "Skriv vad avtalet gäller."},
    )
    supplier_name = forms.CharField(
        label="Leverantörens namn", max_length=200, error_messages={"required": "Skriv leverantörens namn."}
    )
    supplier_number = forms.CharField(
        label="Leverantörens organisationsnummer",
        max_length=20,
        required=False,
        help_text="Tio siffror. Lämna tomt för en enskild näringsidkare: det numret är ett personnummer.",
    )
    service_area = forms.ChoiceField(
        label="Tjänst",
        required=False,
        help_text="Utförare av samma tjänst får veta när avtalet börjar närma sig slutet.",
    )
    where = forms.TypedChoiceField(
        label="Var ges tjänsten?",
        widget=forms.RadioSelect,
        coerce=lambda value: value == "country",
        empty_value=None,
        choices=[("places", "I vissa kommuner"), ("country", "I hela landet")],
        error_messages={"required": "Välj var tjänsten ges."},
    )
    municipalities = PlacesField(
        label="Vilka kommuner?",
        required=False,
        help_text="Skriv en per rad, eller med komma emellan. Ett län betyder alla kommuner i länet.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signed_on = past_day("Undertecknades", required=False)
    starts_on = SwedishDateField(label="Börjar", required=False)
    value = kronor("Värde i kronor", help_text="Utan moms.")
    reimbursement = forms.ChoiceField(
        label="Ersättningsmodell",
        required=False,
        widget=forms.RadioSelect,
        choices=[*Contract.Reimbursement.choices, ("", "Vet inte")],
    )
    is_framework = forms.BooleanField(label="Det är ett ramavtal", required=False)
    ceiling_value = kronor("Takvolym i kronor", help_text="Bara för ramavtal.")
    call_off_key = forms.CharField(
        label="Så fördelas avrop", max_length=300, required=False, help_text="Bara för ramavtal med flera leverantörer."
    )
    insight = forms.ChoiceField(
        label="Har avtalet villkor om allmänhetens insyn?",
        widget=forms.RadioSelect,
        choices=INSIGHT,
        error_messages={"required": "Välj ett svar."},
    )
    insight_clause = text("Villkoret om insyn", rows=4, required=False, help_text="Ordagrant. Visas för alla.")
    reference = forms.CharField(label="Diarienummer", max_length=80, required=False)
    field_order = [
        "authority",
        "title",
        "supplier_name",
        "supplier_number",
        "service_area",
        "where",
        "municipalities",
        "signed_on",
        "starts_on",
        "ends",
        "ends_on",
        "notice_months",
    ]

    def __init__(self, *args, authorities=(), contract=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.stands = why_supplier_stands(contract) if contract else ""
        if self.stands:
            self.settled = {name: getattr(contract, name) for name in SUPPLIER}
            for name in SUPPLIER:
                del self.fields[name]
        self.fields["service_area"].choices = area_choices()
        if len(authorities) > 1:
            self.fields["authority"] = forms.ChoiceField(
                label="För vilken myndighet?",
                widget=forms.RadioSelect,
                choices=[(str(row.pk), row.name) for row in authorities],
                error_messages={"required": "Välj en myndighet."},
            )
            self.order_fields(self.field_order)

    def clean_supplier_number(self):
        typed = self.cleaned_data["supplier_number"].strip()
        return clean_organisation_number(typed) if typed else ""

    def clean(self):
        data = super().clean()
        if self.stands and any(self.data.get(name, value) != value for name, value in self.settled.items()):
            self.add_error(None, self.stands)
        if data.get("where") is False and not data.get("municipalities") and "municipalities" not in self.errors:
            self.add_error("municipalities", "Skriv minst en kommun, eller välj hela landet.")
        if data.get("ceiling_value") is not None and not data.get("is_framework"):
            self.add_error("ceiling_value", "Bara ramavtal har takvolym. Kryssa för ramavtal, eller lämna tomt.")
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Sista dagen kan inte ligga före den första.")
        clause = data.get("insight_clause")
        if data.get("insight") == CLAUSE and not clause and "insight_clause" not in self.errors:
            self.add_error("insight_clause", "Skriv av villkoret, eller välj ett annat svar.")
        if data.get("insight") in (NO_CLAUSE, NOT_LOOKED) and clause:
            self.add_error("insight_clause", "Ta bort texten, eller svara att avtalet har villkor om insyn.")
        return data

    @property
    def facts(self):
        """The columns of `Contract`, with the places as `municipalities`."""
        data = self.cleaned_data
        same = (
            "title", "supplier_name", "supplier_number", "signed_on", "starts_on", "value", "reimbursement",
            "is_framework", "ceiling_value", "call_off_key", "insight_clause", "reference",
        )  # fmt: skip
        area = data["service_area"]
        return {
            **{name: data[name] for name in same if name in data},
            **self.end,
            "service_area": ServiceArea.objects.get(slug=area) if area else None,
            "whole_country": data["where"],
            "municipalities": [] if data["where"] else data["municipalities"],
            "insight_missing": data["insight"] == NO_CLAUSE,
        }


def initial_of(contract):
    """What the form holds for a contract that is there."""
    same = (
        "title", "supplier_name", "supplier_number", "signed_on", "starts_on", "ends_on", "notice_months", "value",
        "reimbursement", "is_framework", "ceiling_value", "call_off_key", "insight_clause", "reference",
    )  # fmt: skip
    return {
        **{name: getattr(contract, name) for name in same},
        "ends": OPEN_ENDED if contract.is_open_ended else FIXED if contract.ends_on else UNKNOWN,
        "service_area": contract.service_area.slug if contract.service_area else "",
        "where": "country" if contract.whole_country else "places",
        "municipalities": ", ".join(str(place) for place in contract.municipalities.order_by("sort_key")),
        "insight": CLAUSE if contract.insight_clause else NO_CLAUSE if contract.insight_missing else NOT_LOOKED,
    }


class OptionForm(Form):
    """An option that the contract gives."""

    months = month_count("Hur många månader förlänger den?")
    decide_by = SwedishDateField(label="Sista dag att ge besked", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["months"]
        field.required = True
        field.error_messages["required"] = "Skriv antalet månader, till exempel 12."

    def clean_months(self):
        if self.cleaned_data["months"] < 1:
            raise forms.ValidationError("En option förlänger avtalet med minst en månad.")
        return self.cleaned_data["months"]


class DecideOptionForm(Form):
    """Whether the option is used."""

    used = forms.TypedChoiceField(
        label="Använder ni optionen?",
        widget=forms.RadioSelect,
        choices=[("ja", "Ja, avtalet förlängs"), ("nej", "Nej, avtalet förlängs inte")],
        coerce=lambda value: value == "ja",
        empty_value=None,
        error_messages={"required": "Svara ja eller nej."},
    )
    decided_on = past_day("När beslutade ni?")


class CallOffForm(Form):
    """A call-off from the framework."""

    description = forms.CharField(
        label="Vad avropades?", max_length=300, error_messages={"required": "Skriv vad som avropades."}
    )
    value = kronor("Värde i kronor", help_text="Utan moms.")
    called_on = past_day("När gjordes avropet?")

    def clean_value(self):
        value = self.cleaned_data["value"]
        if not value:
            raise forms.ValidationError("Skriv avropets värde i hela kronor, minst en krona.")
        return value


class PlanFollowUpForm(Form):
    """A follow-up to come."""

    kinds = forms.MultipleChoiceField(
        label="Vad ska följas upp?",
        choices=ContractFollowUp.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en sak att följa upp."},
    )
    planned_on = SwedishDateField(label="När?")


class PerformFollowUpForm(Form):
    """What a follow-up showed."""

    performed_on = past_day("När genomfördes den?")
    result = text(
        "Vad visade den?",
        most=3000,
        help_text="Visas för alla. Skriv inget om enskilda personer.",
        error_messages={"required": "Skriv vad uppföljningen visade."},
    )
    action = text("Vad gör ni åt det?", rows=3, most=3000, required=False, help_text="Lämna tomt om inget behövs.")


class EndEarlyForm(Form):
    """That the contract ended before its time."""

    ended_on = past_day("Vilken dag slutade avtalet?")
    reason = forms.CharField(
        label="Varför?",
        max_length=300,
        help_text="Visas för alla.",
        error_messages={"required": "Skriv varför avtalet avslutades."},
    )


class KeepApartForm(Form):
    """Why two contracts are not procured together."""

    reason = forms.CharField(
        label="Varför köper ni inte tillsammans?",
        max_length=300,
        help_text="Bara ni ser skälet. Förslaget visas inte igen.",
        error_messages={"required": "Skriv varför ni inte köper tillsammans."},
    )


class ConcernAnswerForm(Form):
    """What the authority makes of something that has happened to its supplier."""

    answer = forms.ChoiceField(
        label="Vad gör ni?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (ConcernAnswer.Answer.SEEN, "Sett, ingen åtgärd", "Vi har tittat. Det räcker."),
                (ConcernAnswer.Answer.EXAMINED, "Utreds", "Vi tar reda på mer. Den står kvar bland dem att titta på."),
                (ConcernAnswer.Answer.DONE, "Klart", "Vi har utrett och gjort det som behövs."),
            ]
        ),
        error_messages={"required": "Välj vad ni gör."},
    )
    comment = text(
        "Kommentar",
        rows=4,
        help_text="Bara ni ser den. Skriv inget om enskilda personer.",
        error_messages={"required": "Skriv en kommentar, så att era kollegor förstår."},
    )
