"""Tenderers by number, the reasoning about their purpose, the award, its review and the contracts."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from procurement.forms.dialogue import text
from procurement.forms.procurements import kronor
from procurement.models import CourtReview, Tender
from procurement.services.awards import order_hindrances
from registry import number_lists
from registry.forms.base import Form, SwedishDateField
from registry.forms.checks import ONLY_PERSONS
from registry.table_files import TableProblem, read_text

ROLES = [row for row in Tender.Role.choices if row[0] != Tender.Role.TENDERER]
NOT_AFTER_TODAY = "Dagen kan inte ligga efter i dag."


def past_day(label, **kwargs):
    """A day that has come."""
    return PastDay(label=label, **kwargs)


class PastDay(SwedishDateField):
    def validate(self, value):
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError(NOT_AFTER_TODAY)


class TenderersForm(Form):
    """Tenderers by organisation number, as one pastes them. All are taken, or none: each wrong row is named."""

    numbers = forms.CharField(
        label="Organisationsnummer",
        help_text="Klistra in ett på varje rad, gärna med namnet bredvid. Namn som portalen känner till byts mot dem.",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Klistra in minst ett organisationsnummer."},
        strip=False,
    )
    judged_by_row = ("numbers",)

    def clean_numbers(self):
        typed = self.cleaned_data["numbers"]
        try:
            found = number_lists.from_text(typed)
        except TableProblem as problem:
            raise ValidationError(str(problem)) from problem
        wrong = [line for line in found.refused if line.problem != "duplicate"]
        if wrong:
            raise ValidationError([f"Rad {line.position}: {line.problem_in_words}" for line in wrong[:20]])
        if not found.accepted:
            raise ValidationError("Klistra in minst ett organisationsnummer.")
        names = dict(read_text(typed))
        self.listed = [(line.number, _name(names.get(line.position, ()))) for line in found.accepted]
        return typed

    def _refuse_personal_numbers(self):
        """A row that looks like a personnummer goes, from what is shown again too; the number lists know which."""
        super()._refuse_personal_numbers()
        before = self.data.get("numbers", "") if self.is_bound else ""
        rows = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        kept = [row for row in rows if not number_lists.holds_person(row)]
        if len(kept) < len(rows):
            self._rewrite("numbers", lambda _: "\n".join(kept))
            self.cleaned_data.pop("numbers", None)
            if "numbers" not in self._errors:
                self._errors["numbers"] = self.error_class([ONLY_PERSONS], renderer=self.renderer)


def _name(cells):
    """What stands beside the number on its row, if anything with letters does."""
    for cell in cells:
        words = re.sub(r"^[\d\s\u00a0,;:-]+", "", cell).strip()
        if any(letter.isalpha() for letter in words) and not re.fullmatch(r"(?i)SE\d+", words):
            return words[:200]
    return ""


class OthersForm(TenderersForm):
    """Those who stand under a tenderer, all in one role."""

    role = forms.ChoiceField(label="Vilken roll har de?", choices=ROLES, widget=forms.RadioSelect)
    field_order = ["role", "numbers"]


class PurposeForm(Form):
    """Whether the tenderer's purpose helps reach the aim of this very service (N6)."""

    purpose = text(
        "Anbudsgivarens syfte, ur stadgarna",
        most=4000,
        help_text="Ordagrant. Det som portalen har verifierat är ifyllt, om det finns.",
        error_messages={"required": "Skriv av syftet ur stadgarna."},
    )
    serves = forms.TypedChoiceField(
        label="Hjälper syftet till att nå tjänstens mål?",
        widget=forms.RadioSelect,
        choices=[("ja", "Ja"), ("nej", "Nej")],
        coerce=lambda value: value == "ja",
        empty_value=None,
        error_messages={"required": "Svara ja eller nej."},
    )
    reasoning = text("På vilket sätt?", rows=4, error_messages={"required": "Skriv på vilket sätt."})


class AwardForm(Form):
    """The winners of each lot, and the decision. In a framework each winner has a rank or a key for call-offs."""

    decided_on = past_day("När beslutade ni?")
    sent_on = past_day("När skickades underrättelsen?")
    how = forms.TypedChoiceField(
        label="Hur skickades den?",
        widget=forms.RadioSelect,
        coerce=lambda value: value == "electronic",
        choices=[("electronic", "Elektroniskt till alla"), ("otherwise", "På något annat sätt till någon")],
        error_messages={"required": "Välj hur underrättelsen skickades."},
    )
    reasons = text(
        "Skäl för tilldelningen",
        most=4000,
        help_text="Bara upphandlarna läser dem här.",
        error_messages={"required": "Skriv skälen för tilldelningen."},
    )

    def __init__(self, *args, lots, tenders, is_framework, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_lot = {lot.pk: [row for row in tenders if row.lot_id == lot.pk] for lot in lots}
        self.is_framework = is_framework
        fields = {}
        for lot in lots:
            fields |= self._fields_of(lot, self.by_lot[lot.pk])
        self.fields = {**fields, **self.fields}

    def _fields_of(self, lot, tenders):
        label = f"Vem vinner {lot.title}?"
        choices = [(str(row.pk), row.name) for row in tenders]
        if not self.is_framework:
            field = forms.ChoiceField(
                label=label,
                choices=choices,
                widget=forms.RadioSelect,
                required=bool(choices),
                error_messages={"required": "Välj en vinnare."},
            )
            return {f"lot_{lot.pk}": field}
        field = forms.MultipleChoiceField(
            label=label,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Välj minst en vinnare."},
        )
        found = {f"lot_{lot.pk}": field}
        for row in tenders:
            rank = forms.IntegerField(
                label=f"Rangordning för {row.name}",
                min_value=1,
                max_value=1000,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages={
                    "invalid": "Skriv ett helt tal, till exempel 1.",
                    "min_value": "Rangordningen börjar på 1.",
                },
            )
            rank.width = "short"
            found[f"rank_{row.pk}"] = rank
            found[f"key_{row.pk}"] = forms.CharField(
                label=f"Eller fördelningsnyckel för {row.name}",
                max_length=300,
                required=False,
                help_text="Hur avrop fördelas när ingen rangordning finns.",
            )
        return found

    def clean(self):
        data = super().clean()
        decided, sent = data.get("decided_on"), data.get("sent_on")
        if decided and sent and sent < decided:
            self.add_error("sent_on", "Underrättelsen kan inte skickas före beslutet.")
        if self.is_framework:
            for row, text in list(order_hindrances(self.winners)):
                self.add_error(f"rank_{row.pk}", text)
        return data

    @property
    def winners(self):
        """(tender, rank or None, call-off key) of each that was chosen."""
        data = self.cleaned_data
        found = []
        for pk, tenders in self.by_lot.items():
            value = data.get(f"lot_{pk}") or []
            chosen = value if isinstance(value, list) else [value]
            found += [
                (row, data.get(f"rank_{row.pk}"), data.get(f"key_{row.pk}") or "")
                for row in tenders
                if str(row.pk) in chosen
            ]
        return found


class ReviewForm(Form):
    """That a court has been asked to review the award."""

    court = forms.CharField(
        label="Domstol",
        max_length=120,
        initial="Förvaltningsrätten i ",
        error_messages={"required": "Skriv vilken domstol."},
    )
    case_number = forms.CharField(label="Målnummer", max_length=40, error_messages={"required": "Skriv målnumret."})
    filed_on = past_day("När kom ansökan in?")


class SettleForm(Form):
    """How the review ended."""

    outcome = forms.ChoiceField(
        label="Hur slutade målet?",
        choices=CourtReview.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj hur målet slutade."},
    )
    decided_on = past_day("När avgjordes det?")
    standstill_until = SwedishDateField(
        label="Till och med vilken dag gäller den förlängda avtalsspärren?",
        required=False,
        help_text="Om tilldelningen står fast. Räkna enligt LOU 20 kap. 9 och 10 §§.",
    )

    def clean(self):
        data = super().clean()
        stands = data.get("outcome") == CourtReview.Outcome.STANDS
        if stands and not data.get("standstill_until") and "standstill_until" not in self.errors:
            self.add_error("standstill_until", "Skriv till och med vilken dag avtalsspärren gäller.")
        return data


class ConcludeForm(Form):
    """When the contracts were signed."""

    signed_on = past_day("När undertecknades avtalen?")


class TermsForm(Form):
    """What the contract with one winner says beyond the tender."""

    starts_on = SwedishDateField(label="Avtalet börjar", required=False)
    ends_on = SwedishDateField(
        label="Avtalet slutar", required=False, help_text="Utan optioner. Lämna tomt om dagen inte är bestämd."
    )
    value = kronor("Värde i kronor")
    reference = forms.CharField(label="Diarienummer", max_length=80, required=False)

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Sista dagen kan inte ligga före den första.")
        return data
