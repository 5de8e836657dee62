"""What the public tools ask. Field names stand in addresses, so they are Swedish."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from procurement.models.law import CpvCode, Law
from registry.forms.base import PERSONAL_NUMBER_MESSAGE, ChoicesWithHelp, Form, SwedishDateField
from registry.models import ReservationGround
from registry.validators import contains_personal_number, mask_personal_numbers

FIRST_DAY = date(2017, 1, 1)  # lagen (2016:1145) om offentlig upphandling began
LAST_DAY = date(2099, 12, 31)
EVERY_GROUND = "alla"
MOST_CODES = 50
NOTHING_TO_COUNT = "Fyll i minst en dag."
_CODE = re.compile(r"^([0-9]{8})(-[0-9])?\Z")


class DayField(SwedishDateField):
    """A day that a calendar of procurement can have."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.marks_optional = False

    def clean(self, value):
        day = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError("Skriv en dag från 2017 till 2099.")
        return day


class WholeNumberField(forms.IntegerField):
    """A number typed with or without spaces between thousands; "kr" may stand after it."""

    widget = forms.TextInput
    width = "short"

    def __init__(self, *, most, what, **kwargs):
        words = f"Skriv {what} med siffror, från 0 till {most}."
        super().__init__(
            min_value=0,
            max_value=most,
            required=False,
            error_messages={"invalid": words, "min_value": words, "max_value": words},
            **kwargs,
        )

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"\s", "", value).removesuffix("kr")
        return super().to_python(value)


class DeadlineForm(Form):
    """The days that set times running. At least one."""

    anbud = DayField(
        label="Sista dag för anbud", help_text="Ger sista dag att svara på frågor. Till exempel 2026-05-12"
    )
    underrattelse = DayField(
        label="Underrättelsen om tilldelning skickades", help_text="Ger avtalsspärren. Till exempel 2026-06-01"
    )
    satt = forms.ChoiceField(
        label="Hur skickades underrättelsen?",
        required=False,
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                ("elektroniskt", "Elektroniskt till alla", "Till exempel med e-post eller i upphandlingssystemet."),
                ("annat", "På annat sätt till någon", "Till exempel med brev."),
            ]
        ),
        error_messages={"invalid_choice": "Välj ett av sätten."},
    )
    sparr = WholeNumberField(
        label="Avtalsspärr som står i underrättelsen, i dagar",
        help_text="Fyll bara i om ni har angett en längre tid än lagens.",
        most=365,
        what="antalet dagar",
    )
    avtal = DayField(
        label="Avtalet ingicks, eller upphandlingen avbröts",
        help_text="Ger efterannons och dokumentation. Till exempel 2026-06-15",
    )
    kvartal = forms.BooleanField(
        label="Vi samlar efterannonser per kvartal", help_text="Får göras för tjänster i bilaga 2.", required=False
    )
    begaran = DayField(
        label="En leverantörs begäran om skäl kom in",
        help_text="Ger sista dag att lämna skälen. Till exempel 2026-06-03",
    )
    lov = DayField(
        label="Beslut om att inte godkänna lämnades (LOV)",
        help_text="Ger sista dag att ansöka om rättelse. Till exempel 2026-06-03",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["satt"].marks_optional = False

    def clean(self):
        data = super().clean()
        if not self.errors and not any(
            data.get(name) for name in ("anbud", "underrattelse", "avtal", "begaran", "lov")
        ):
            self.add_error("anbud", NOTHING_TO_COUNT)
        return data

    @property
    def days(self):
        """What `deadlines.all_of` takes."""
        data = self.cleaned_data
        return {
            "closes_on": data["anbud"],
            "sent_on": data["underrattelse"],
            "electronic": data["satt"] != "annat",
            "stated_days": data["sparr"] or 0,
            "contract_on": data["avtal"],
            "quarterly": data["kvartal"],
            "requested_on": data["begaran"],
            "notified_on": data["lov"],
        }


class ReservationForm(Form):
    """A service, a day and a law: what the legality check asks. `codes` are the CPV codes after `is_valid()`."""

    cpv = forms.CharField(
        label="CPV-koder",
        help_text="Åtta siffror, med eller utan kontrollsiffra. Skriv eller klistra in alla koder, en på varje rad.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Skriv minst en CPV-kod, till exempel 85311100."},
        strip=False,
    )
    dag = DayField(
        label="Dag då upphandlingen påbörjas",
        help_text="Avgör vilka regler som gäller. Till exempel 2026-05-12",
        required=True,
    )
    lag = forms.ChoiceField(
        label="Vilken lag upphandlar ni enligt?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (Law.LOU, "LOU", "Offentlig upphandling. Det vanliga."),
                (Law.LUF, "LUF", "Vatten, energi, transporter och posttjänster."),
                (Law.LUK, "LUK", "Koncessioner."),
            ]
        ),
        error_messages={"required": "Välj en lag.", "invalid_choice": "Välj en av lagarna."},
    )
    grund = forms.ChoiceField(
        label="Grund för reservationen",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Välj en grund, eller alla.",
            "invalid_choice": "Välj en av grunderna, eller alla.",
        },
    )
    varde = WholeNumberField(
        label="Hela upphandlingens värde i kronor utan moms",
        help_text="Räkna med alla anbudsområden, optioner och förlängningar.",
        most=10**12,
        what="värdet",
    )
    manader = WholeNumberField(label="Avtalstid i månader", most=600, what="antalet månader")
    forlangning = WholeNumberField(label="Längsta förlängning i månader", most=600, what="antalet månader")
    tillsvidare = forms.BooleanField(label="Avtalet gäller tills vidare", required=False)
    manadsvarde = WholeNumberField(
        label="Värde per månad i kronor utan moms",
        help_text="Fyll i om hela värdet inte är känt. För ett avtal tills vidare räknas 48 månader.",
        most=10**11,
        what="värdet",
    )

    field_order = [
        "cpv", "dag", "lag", "grund", "varde", "manader", "forlangning", "tillsvidare", "manadsvarde",
    ]  # fmt: skip
    judged_by_row = ("cpv",)  # two codes beside each other may look like a personnummer to a search of the whole text

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.grounds = {ground.code: ground for ground in ReservationGround.objects.all()}
        self.fields["grund"].choices = ChoicesWithHelp(
            [
                (EVERY_GROUND, "Alla grunder", "Se vilka som går att använda."),
                *((ground.code, ground.provision, ground.name) for ground in self.grounds.values()),
            ]
        )
        self.codes = {}

    def clean_cpv(self):
        text = self.cleaned_data["cpv"]
        words = [word for word in re.split(r"[\s,;]+", text) if word]
        found = {word: match[1] for word in words if (match := _CODE.match(word))}
        names = CpvCode.objects.in_bulk(list(found.values())[: 4 * MOST_CODES])
        strange = [word for word in words if found.get(word) not in names]
        if strange:
            self._forget_personal_numbers(" ".join(strange))
            listed = ", ".join(mask_personal_numbers(word, strict=True) for word in strange[:5])
            raise ValidationError(f"Koden finns inte: {listed}. En CPV-kod har åtta siffror, till exempel 85311100.")
        if len(names) > MOST_CODES:
            raise ValidationError(f"Skriv högst {MOST_CODES} koder.")
        self.codes = {code: names[code].name for code in dict.fromkeys(found[word] for word in words)}
        return text

    def _forget_personal_numbers(self, rest):
        """Refuse what looks like a personnummer among what is no code, and take all of it off the page."""
        if contains_personal_number(rest):
            self._rewrite("cpv", lambda text: "")
            raise ValidationError(PERSONAL_NUMBER_MESSAGE)

    def clean(self):
        data = super().clean()
        if data.get("tillsvidare") and data.get("manader"):
            self.add_error("manader", "Ta bort månaderna, eller kryssa ur att avtalet gäller tills vidare.")
        return data

    @property
    def chosen_grounds(self):
        """The grounds to answer for."""
        chosen = self.cleaned_data["grund"]
        return list(self.grounds.values()) if chosen == EVERY_GROUND else [self.grounds[chosen]]


def usual():
    """What the form begins with."""
    return {"dag": timezone.localdate(), "lag": Law.LOU.value, "grund": EVERY_GROUND}


class RouteForm(Form):
    """One question of the route chooser."""

    def __init__(self, question, offered, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[question.key] = forms.ChoiceField(
            label="Svar",
            widget=forms.RadioSelect,
            choices=ChoicesWithHelp((row.value, row.label, row.help) for row in offered),
            error_messages={"required": "Välj ett svar.", "invalid_choice": "Välj ett av svaren."},
        )
