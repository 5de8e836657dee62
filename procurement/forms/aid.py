"""Aid of minor importance: what to count with, what a certificate says, and why a row is struck out."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils import timezone

from procurement.forms.procurements import Kronor
from procurement.models import AidRule
from registry.forms.base import ChoicesWithHelp, Form, PastDayField, SwedishDateField
from registry.forms.family import OrganisationNumberField

RULES = ChoicesWithHelp(
    [
        (AidRule.DE_MINIMIS, "Stöd av mindre betydelse (de minimis)", "Förordning (EU) 2023/2831."),
        (AidRule.SGEI, "Stöd av mindre betydelse för allmännyttig tjänst (SGEI)", "Förordning (EU) 2023/2832."),
    ]
)
RATE_WORDS = "Skriv kursen med siffror, till exempel 11,2345."


class AmountField(forms.DecimalField):
    """An amount with a comma or a point, and spaces between thousands."""

    widget = forms.TextInput
    width = "short"

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.removesuffix("euro").split()).replace(",", ".")
            if value and not _is_plain(value):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def _is_plain(text):
    """Neither 1e9 nor other spellings that nobody types."""
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return set(text) <= set("0123456789.-")


def rate_field(label, **kwargs):
    words = {"invalid": RATE_WORDS, "min_value": RATE_WORDS, "max_value": RATE_WORDS, "max_digits": RATE_WORDS}
    words |= {"max_decimal_places": "Skriv högst fyra decimaler.", "max_whole_digits": RATE_WORDS}
    return AmountField(
        label=label,
        min_value=Decimal("0.0001"),
        max_value=Decimal("999"),
        max_digits=9,
        decimal_places=4,
        required=False,
        error_messages=words,
        **kwargs,
    )


def require_rate(form):
    """Ask for the rate and where it is from, which kronor need. Called in `clean`, after the fields'."""
    if not form.cleaned_data.get("rate") and "rate" not in form.errors:
        form.add_error("rate", "Skriv hur många kronor en euro kostade den dagen.")
    if not form.cleaned_data.get("rate_source") and "rate_source" not in form.errors:
        form.add_error("rate_source", "Skriv varifrån ni har kursen, till exempel Riksbanken.")


class CountForm(Form):
    """On which day, under which rule and with which rate. Stands in the address; nothing is kept."""

    dag = SwedishDateField(
        label="Dag då stödet beviljas", help_text="Oftast dagen för beslutet. Till exempel 2026-05-12"
    )
    regel = forms.ChoiceField(
        label="Vilken förordning?",
        choices=RULES,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en förordning.", "invalid_choice": "Välj en av förordningarna."},
    )
    kurs = rate_field("Kronor för en euro", help_text="Den dag stödet beviljas. Utan kurs räknas inget om till euro.")
    kalla = forms.CharField(
        label="Varifrån har ni kursen?", max_length=200, required=False, help_text="Till exempel Riksbanken."
    )

    def clean(self):
        data = super().clean()
        if data.get("kurs") and not data.get("kalla") and "kalla" not in self.errors:
            self.add_error("kalla", "Skriv varifrån ni har kursen, till exempel Riksbanken.")
        return data


class AidForm(Form):
    """One grant of aid, as the recipient's certificate says."""

    entity = forms.ChoiceField(
        label="Vem fick stödet?", error_messages={"required": "Välj vem som fick stödet."}, widget=forms.RadioSelect
    )
    rule = forms.ChoiceField(
        label="Vilken förordning?",
        choices=RULES,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en förordning."},
    )
    granter = forms.CharField(
        label="Vem gav stödet?", max_length=200, error_messages={"required": "Skriv vem som gav stödet."}
    )
    granter_number = OrganisationNumberField(label="Givarens organisationsnummer", required=False)
    granted_on = PastDayField(
        label="Beviljades", error_messages={"required": "Skriv dagen då stödet beviljades, till exempel 2026-05-12."}
    )
    eur = AmountField(
        label="Belopp i euro",
        help_text="Om intyget har euro. Till exempel 12 500,00",
        min_value=Decimal("0.01"),
        max_digits=14,
        decimal_places=2,
        required=False,
        error_messages={
            "invalid": "Skriv beloppet med siffror, till exempel 12 500,00.",
            "min_value": "Beloppet ska vara större än noll.",
            "max_decimal_places": "Skriv högst två decimaler.",
        },
    )
    sek = Kronor(
        label="Belopp i kronor",
        help_text="Om intyget har kronor. Fyll då också i kursen.",
        min_value=1,
        max_value=10**12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"min_value": "Beloppet ska vara större än noll."},
    )
    rate = rate_field("Kronor för en euro", help_text="Den dag stödet beviljades.")
    rate_source = forms.CharField(
        label="Varifrån har ni kursen?", max_length=200, required=False, help_text="Till exempel Riksbanken."
    )

    def __init__(self, *args, entities, **kwargs):
        super().__init__(*args, **kwargs)
        self.entities = {str(row.pk): row for row in entities}
        self.fields["entity"].choices = [
            (key, f"{row.name}, {row.organisation.name}") for key, row in self.entities.items()
        ]

    def clean(self):
        data = super().clean()
        if {"eur", "sek"} & self.errors.keys():
            return data
        if (data.get("eur") is None) == (data.get("sek") is None):
            self.add_error("eur", "Skriv beloppet i euro eller i kronor, inte båda.")
        elif data.get("sek") is not None:
            require_rate(self)
        return data

    @property
    def facts(self):
        """What the service takes beside the legal entity, after `is_valid()`."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "entity"}
        if data["sek"] is None:
            data |= {"rate": None, "rate_source": ""}
        return data

    @property
    def chosen(self):
        return self.entities[self.cleaned_data["entity"]]


class WithdrawAidForm(Form):
    """Why a row is struck out."""

    reason = forms.CharField(
        label="Varför stryks stödet?",
        max_length=300,
        help_text="Till exempel fel belopp på intyget. Raden räknas inte längre, men står kvar i loggen.",
        error_messages={"required": "Skriv varför stödet stryks."},
    )


def usual(partnership):
    """What to count with until somebody has said otherwise: today, and the rule that the partnership is under."""
    rule = partnership.aid if partnership.aid in AidRule.values else AidRule.DE_MINIMIS
    return {"dag": timezone.localdate(), "regel": rule}
