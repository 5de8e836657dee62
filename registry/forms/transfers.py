"""Value transfers and the yearly statement, as the organisation writes them; and the officer's judgement."""

import re
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.calendar import REGISTER_BEGAN
from registry.forms.base import ChoicesWithHelp, Form, PastDayField, SwedishDateField
from registry.models import ValueTransfer
from registry.services import transfers
from registry.validators import clean_organisation_number

RECIPIENT = ValueTransfer.Recipient
LARGEST = 10**12
EARLIEST_YEAR = date(2000, 1, 1)
FURTHEST_PLAN = timedelta(days=2 * 366)
RECIPIENTS = ChoicesWithHelp(
    [
        (RECIPIENT.ENTITY, "En av våra egna juridiska personer", "Välj den i listan nedan"),
        (RECIPIENT.ORGANISATION, "En annan svensk organisation", "Skriv organisationsnumret"),
        (RECIPIENT.FOREIGN, "En utländsk organisation", "Skriv namnet"),
        (RECIPIENT.RESEARCH, "Forskning", "Skriv gärna till vilket lärosäte eller projekt"),
        (RECIPIENT.PERSONS, "Privatpersoner", "Skriv inga namn"),
    ]
)
NUMBER_HELP = "Vi slår upp det i portalen och i Kammarkollegiets lista. Personnummer tar vi inte emot."


class KronorField(forms.IntegerField):
    """Whole kronor, typed as 72000 or 72 000."""

    widget = forms.TextInput
    width = "short"

    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=LARGEST, **kwargs)

    def to_python(self, value):
        text = re.sub(r"[\s\u00a0]|kr$", "", str(value or ""))
        return super().to_python(text)

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "autocomplete": "off"}


class TransferForm(Form):
    """One transfer, made or planned."""

    giver = forms.ModelChoiceField(
        queryset=None,
        label="Från vilken juridisk person?",
        empty_label="Välj",
        error_messages={"required": "Välj vem som för över.", "invalid_choice": "Välj en av dem i listan."},
    )
    to = forms.ChoiceField(
        label="Till vem?",
        widget=forms.RadioSelect,
        choices=RECIPIENTS,
        error_messages={"required": "Välj vem som tar emot."},
    )
    recipient = forms.ModelChoiceField(
        queryset=None,
        label="Vilken av era egna?",
        empty_label="Välj",
        required=False,
        help_text="Bara om en av era egna tar emot.",
    )
    number = forms.CharField(
        label="Mottagarens organisationsnummer", required=False, max_length=30, help_text=NUMBER_HELP
    )
    name = forms.CharField(
        label="Mottagarens namn", required=False, max_length=200, help_text="Behövs inte om numret finns i portalen."
    )
    amount = KronorField(
        label="Belopp i hela kronor",
        error_messages={
            "required": "Skriv beloppet i hela kronor.",
            "invalid": "Skriv beloppet i hela kronor, till exempel 72 000.",
            "min_value": "Skriv ett belopp som är större än noll.",
            "max_value": "Beloppet är för stort. Kontrollera antalet nollor.",
        },
    )
    on = SwedishDateField(
        label="Vilken dag?",
        help_text="Till exempel 2026-05-12. Är det en plan, skriv dagen då det ska ske.",
        first=EARLIEST_YEAR,
    )
    kind = forms.ChoiceField(
        label="Vad är det?",
        choices=[("", "Välj"), *ValueTransfer.Kind.choices],
        error_messages={"required": "Välj vad det är."},
    )
    businesslike = forms.BooleanField(
        label="Affären är rent affärsmässig",
        help_text="Till exempel hyra eller köp till marknadspris. Då är det ingen värdeöverföring, och den redovisas "
        "för sig.",
        required=False,
    )
    note = forms.CharField(
        label="Vad gällde det?", required=False, max_length=300, help_text="För er och handläggare. Skriv inga namn."
    )

    def __init__(self, *args, organisation, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        entities = organisation.entities.order_by("sort_key", "pk")
        self.fields["giver"].queryset = entities
        self.fields["recipient"].queryset = entities
        for name in ("recipient", "number", "name"):
            self.fields[name].marks_optional = False

    def clean_number(self):
        typed = self.cleaned_data["number"]
        return clean_organisation_number(typed) if typed and self.data.get("to") == RECIPIENT.ORGANISATION else ""

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate() + FURTHEST_PLAN:
            raise ValidationError("Planera högst två år framåt.")
        return day

    def clean(self):
        data = super().clean()
        to = data.get("to")
        if to == RECIPIENT.ENTITY:
            self._own(data)
        elif to == RECIPIENT.ORGANISATION and "number" not in self.errors:
            self._swedish(data)
        elif to == RECIPIENT.FOREIGN and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Skriv vad mottagaren heter.")
        if to != RECIPIENT.ENTITY:
            data["recipient"] = None
        return data

    def _own(self, data):
        if not data.get("recipient"):
            self.add_error("recipient", "Välj vilken som tar emot.")
        elif data["recipient"] == data.get("giver"):
            self.add_error("recipient", "Ingen kan föra över värden till sig själv. Välj en annan.")

    def _swedish(self, data):
        """A number that is in the portal needs no name; another needs one."""
        if not data.get("number"):
            self.add_error("number", "Skriv mottagarens organisationsnummer.")
            return
        found = transfers.find_recipient(data["number"], actor=self.actor)
        if found is not None and found == data.get("giver"):
            self.add_error("number", "Det är givarens eget nummer. Skriv mottagarens.")
        elif found is None and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Numret finns inte i portalen. Skriv vad mottagaren heter.")


class StatementForm(Form):
    """About which financial year, and whether any value was transferred."""

    year_begins = SwedishDateField(label="Räkenskapsåret började", first=EARLIEST_YEAR)
    year_ends = SwedishDateField(label="Räkenskapsåret slutade", first=EARLIEST_YEAR)
    has_transfers = forms.ChoiceField(
        label="Har ni fört över värden till någon, eller beslutat om det, under året?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                ("no", "Nej", "Inga utdelningar, koncernbidrag, gåvor, räntefria lån eller liknande"),
                ("yes", "Ja", "Varje överföring antecknas för sig"),
            ]
        ),
        error_messages={"required": "Svara ja eller nej."},
    )
    note = forms.CharField(
        label="Mer att berätta",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Visas för handläggare, inte publikt.",
    )

    @property
    def facts(self):
        """The columns of a statement."""
        columns = {name: self.cleaned_data[name] for name in ("year_begins", "year_ends", "note")}
        return columns | {"is_nil": self.cleaned_data["has_transfers"] == "no"}


class StatementJudgementForm(Form):
    """What a case officer concludes from a statement."""

    outcome = forms.ChoiceField(
        label="Bara tillåtna värdeöverföringar?",
        widget=forms.RadioSelect,
        choices=[("met", "Uppfyllt"), ("not_met", "Inte uppfyllt")],
        error_messages={"required": "Välj en bedömning."},
    )
    evidence = forms.CharField(
        label="Vad bygger bedömningen på?",
        max_length=300,
        help_text="Vilken handling, och var i den?",
        error_messages={"required": "Skriv vad bedömningen bygger på, till exempel årsredovisningen, not 4."},
    )
    comment = forms.CharField(label="Skäl", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].marks_optional = False

    def clean(self):
        data = super().clean()
        if data.get("outcome") == "not_met" and not data.get("comment") and "comment" not in self.errors:
            self.add_error("comment", "Skriv skälen till att kravet inte är uppfyllt.")
        return data


class PictureDayForm(Form):
    """Which day the picture of a family is about: one that has been since the register began, or today."""

    datum = PastDayField(
        label="Dag",
        required=False,
        first=REGISTER_BEGAN,
        error_messages={
            "future": "Dagen ligger i framtiden. Välj i dag eller tidigare.",
            "too_early": "Registret finns sedan den 1 januari 2023. Välj en dag från då eller senare.",
        },
    )
    datum.marks_optional = False

    @property
    def day(self):
        return self.cleaned_data["datum"] or timezone.localdate()
