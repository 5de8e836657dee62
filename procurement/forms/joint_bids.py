"""A joint bid: beginning, finding and asking, answering, and who would deliver how much where."""

from django import forms

from procurement.forms.choice_systems import whole_number
from procurement.forms.dialogue import text
from procurement.models.joint_bids import UNITS
from registry.forms.base import Form
from registry.forms.services import ChoosesService

MOST_PLACES = 30
MOST_AMOUNT = 1_000_000
WHOLE = "amount_all"


class FindPartnerForm(Form):
    """A name or an organisation number to look for."""

    q = forms.CharField(label="Namn eller organisationsnummer", max_length=120, required=False)


class AmountsForm(Form):
    """A number for each municipality of the procurement, or one for all when there are none or too many."""

    def __init__(self, *args, places, unit="", amounts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {f"amount_{place.pk}": place for place in places} if 0 < len(places) <= MOST_PLACES else {}
        known = dict(amounts)
        for name, place in self.places.items():
            self.fields[name] = whole_number(f"Antal {unit} i {place}".replace("  ", " "), MOST_AMOUNT)
            self.initial.setdefault(name, known.get(place))
        if not self.places:
            self.fields[WHOLE] = whole_number(f"Antal {unit} i allt".replace("  ", " "), MOST_AMOUNT)
            self.initial.setdefault(WHOLE, known.get(None))

    @property
    def amounts(self):
        """{municipality or None: number} of what was filled in."""
        given = {place: self.cleaned_data.get(name) for name, place in self.places.items()}
        given = given or {None: self.cleaned_data.get(WHOLE)}
        return {place: number for place, number in given.items() if number}


class PartForm(ChoosesService, AmountsForm):
    """What a member would do: in words, which service, and how much where."""

    part = forms.CharField(
        label="Vad ska ni göra?",
        max_length=300,
        help_text="Kort. Till exempel: driver två av fyra enheter.",
        error_messages={"required": "Skriv vad ni ska göra."},
    )
    service_area = forms.ChoiceField(label="Vilken tjänst?", required=False)

    @property
    def given(self):
        """What the services take: part, service_area, amounts."""
        data = self.cleaned_data
        return {"part": data["part"], "service_area": data["service_area"], "amounts": self.amounts}


class BeginForm(PartForm):
    """Which lot, which legal entity holds the group together, in which unit it counts, and its own part."""

    lot = forms.ChoiceField(
        label="Vilket anbudsområde?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ett anbudsområde."},
    )
    lead = forms.ChoiceField(
        label="Vilken juridisk person håller ihop gruppen?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en juridisk person."},
    )
    unit = forms.ChoiceField(
        label="Vad räknar ni i?", choices=UNITS, widget=forms.RadioSelect, error_messages={"required": "Välj en enhet."}
    )
    field_order = ["lot", "lead", "part", "service_area", "unit"]

    def __init__(self, *args, lots, leads, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lot"].choices = [(str(row.pk), row.title) for row in lots]
        self.fields["lead"].choices = [(str(row.pk), row.name) for row in leads]


class InviteForm(PartForm):
    """What the one who is asked would do, as the lead sees it, and a word to them."""

    message = text(
        "Hälsning",
        rows=4,
        most=1000,
        required=False,
        help_text="De som svarar läser den. Skriv inte vilka andra ni har frågat.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part"].label = "Vad vill ni att de ska göra?"
        self.fields["part"].error_messages["required"] = "Skriv vad ni vill att de ska göra."
        self.fields["part"].help_text = "Kort. De kan ändra det när de svarar."

    @property
    def given(self):
        return {**super().given, "message": self.cleaned_data["message"]}


class AnswerForm(PartForm):
    """Yes or no, and with a yes what one would do."""

    answer = forms.ChoiceField(
        label="Vill ni vara med?",
        choices=[("ja", "Ja, vi är med"), ("nej", "Nej tack")],
        widget=forms.RadioSelect,
        error_messages={"required": "Svara ja eller nej."},
    )
    field_order = ["answer", "part", "service_area"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part"].required = self.data.get("answer") != "nej"
        self.fields["part"].help_text = "Det här föreslår den som frågar. Ändra om det inte stämmer."

    @property
    def is_yes(self):
        return self.cleaned_data["answer"] == "ja"


class NeedForm(AmountsForm):
    """What the notice asks for, and in which unit the group counts."""

    unit = forms.ChoiceField(
        label="Vad räknar ni i?", choices=UNITS, widget=forms.RadioSelect, error_messages={"required": "Välj en enhet."}
    )
    field_order = ["unit"]
