"""A partnership: who starts it with whom, and each heading of its agreement."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from procurement.forms.dialogue import text
from procurement.forms.partnership_parties import authorities_field, entities_field
from procurement.forms.procurements import kronor, month_count
from procurement.forms.written_together import WrittenTogetherForm
from procurement.models import PartnershipCommitment, PartnershipPrinciple
from procurement.services.partnership_writing import CHANGED_MEANWHILE
from registry.forms.base import ChoicesWithHelp, Form, SwedishDateField
from registry.forms.services import ChoosesService, PlacesField
from registry.models import TargetGroup

PRINCIPLES = PartnershipPrinciple.Principle
PRINCIPLE_HELP = {
    PRINCIPLES.INDEPENDENCE: "Hur får den idéburna parten vara sig själv, även när ni inte är överens?",
    PRINCIPLES.DIALOGUE: "Hur och hur ofta pratar ni med varandra?",
    PRINCIPLES.QUALITY: "Hur vet ni att det ni gör är bra för dem det är till för?",
    PRINCIPLES.LONG_TERM: "Hur gör ni så att verksamheten håller över tid?",
    PRINCIPLES.OPENNESS: "Vad får allmänheten veta, och hur? Meningen blir villkoret om insyn i avtalet.",
    PRINCIPLES.DIVERSITY: "Hur släpper ni in olika människor och olika sätt att arbeta?",
}


class AboutForm(ChoosesService, Form):
    """What a partnership is about, and where."""

    title = forms.CharField(
        label="Vad ska ni göra tillsammans?",
        max_length=200,
        help_text="Till exempel Öppen mötesplats för äldre. Det blir rubriken.",
        error_messages={"required": "Skriv vad ni ska göra tillsammans."},
    )
    service_area = forms.ChoiceField(label="Vilken verksamhet?", error_messages={"required": "Välj i listan."})
    where = forms.TypedChoiceField(
        label="Var?",
        widget=forms.RadioSelect,
        coerce=lambda value: value == "country",
        empty_value=None,
        choices=[("places", "I vissa kommuner"), ("country", "I hela landet")],
        error_messages={"required": "Välj var."},
    )
    municipalities = PlacesField(
        label="Vilka kommuner?",
        required=False,
        help_text="Skriv en per rad, eller med komma emellan. Ett län betyder alla kommuner i länet.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    target_groups = forms.MultipleChoiceField(label="För vilka?", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "target_groups" in self.fields:
            self.fields["target_groups"].choices = list(TargetGroup.objects.values_list("slug", "name"))

    def clean_target_groups(self):
        return list(TargetGroup.objects.filter(slug__in=self.cleaned_data["target_groups"]))

    def clean(self):
        data = super().clean()
        if data.get("where") is False and not data.get("municipalities") and "municipalities" not in self.errors:
            self.add_error("municipalities", "Skriv minst en kommun.")
        return data

    @property
    def facts(self):
        """As the services take them."""
        data = self.cleaned_data
        known = {name: data[name] for name in ("title", "service_area")}
        places = [] if data["where"] else data["municipalities"]
        groups = {"target_groups": data["target_groups"]} if "target_groups" in data else {}
        return known | groups | {"whole_country": data["where"], "municipalities": places}


class StartForEntityForm(AboutForm):
    """An organisation starts: for which legal entity, and with which authorities."""

    target_groups = None
    entity = forms.ChoiceField(
        label="För vilken juridisk person?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en juridisk person."},
    )
    others = authorities_field(
        "Vilken myndighet vill ni samarbeta med?", error_messages={"required": "Skriv minst en myndighet."}
    )
    field_order = ["title", "entity", "others", "service_area", "where", "municipalities"]

    def __init__(self, *args, own, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = [(str(row.pk), row.name) for row in own]


class StartForAuthorityForm(AboutForm):
    """An authority starts: for which authority when the person works for several, and with whom."""

    target_groups = None
    authority = forms.ChoiceField(
        label="För vilken myndighet?", widget=forms.RadioSelect, error_messages={"required": "Välj en myndighet."}
    )
    others = entities_field(
        "Vilka idéburna vill ni samarbeta med?",
        error_messages={"required": "Skriv minst en idéburen part."},
    )
    field_order = ["title", "authority", "others", "service_area", "where", "municipalities"]

    def __init__(self, *args, own, **kwargs):
        super().__init__(*args, **kwargs)
        if len(own) == 1:
            del self.fields["authority"]
        else:
            self.fields["authority"].choices = [(str(row.pk), row.name) for row in own]


class AddPartyForm(Form):
    """One or more to ask, of either kind."""

    authorities = authorities_field("Myndigheter", required=False)
    entities = entities_field("Idéburna parter", required=False)

    def clean(self):
        data = super().clean()
        if not self.errors and not data["authorities"] and not data["entities"]:
            raise ValidationError("Skriv minst en part att bjuda in.")
        return data


class HeadingForm(WrittenTogetherForm):
    """Something that all parties write in."""

    changed_meanwhile = CHANGED_MEANWHILE


def _long(label, help_text="", *, most=4000, rows=8):
    return text(label, rows=rows, most=most, required=False, help_text=help_text)


class BackgroundForm(HeadingForm):
    """Why, and which plan says so."""

    background = _long("Vilket behov finns, och varför gör ni det tillsammans?", "Blir syftet som alla läser först.")
    programme = forms.CharField(
        label="Vilket program eller vilken plan nämner idéburna?",
        max_length=300,
        required=False,
        help_text="Till exempel fullmäktiges program för äldre. Lämna tomt om det inte finns något.",
    )
    programme_url = forms.URLField(
        label="Länk till programmet",
        max_length=500,
        required=False,
        error_messages={"invalid": "Skriv en hel adress som börjar med https://."},
    )


class ValuesForm(HeadingForm):
    """What the parties have in common."""

    common_values = _long("Vilka värden delar ni?", "Till exempel människosyn och varför ni finns till.")


class SteeringForm(HeadingForm):
    """Who leads, and who answers for what."""

    steering = _long(
        "Hur leds partnerskapet?",
        "Styrgrupp, arbetsgrupp och ansvar. Skriv roller, inte namn på personer: texten blir offentlig.",
    )


class FollowUpPlanForm(HeadingForm):
    """How the partnership is followed up."""

    follow_up_plan = _long("Hur följer ni upp?", "Vad ni mäter, vilka som är med och vad som händer sedan.")


class EconomyForm(HeadingForm):
    """What it costs, and what it gives."""

    social_gains = _long(
        "Vad kostar det, och vad ger det samhället?",
        "En uppskattning räcker. Beloppen för varje part skriver ni under Insatser och åtaganden.",
    )


class TermForm(HeadingForm):
    """From when to when, and how one leaves."""

    starts_on = SwedishDateField(label="När börjar det?", required=False)
    ends_on = SwedishDateField(
        label="När slutar det?", required=False, help_text="Lämna tomt om det gäller tills någon säger upp det."
    )
    extension = forms.CharField(
        label="Hur kan det förlängas?", max_length=300, required=False, help_text="Till exempel två år i taget."
    )
    notice_months = month_count("Uppsägningstid i månader")

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Sista dagen kan inte ligga före den första.")
        return data


class ChangesForm(HeadingForm):
    """How the agreement is changed."""

    changes = _long("Hur ändrar ni avtalet?", "Till exempel skriftligt, när alla parter är överens.", most=2000, rows=5)


class DisputesForm(HeadingForm):
    """When the parties do not agree."""

    disputes = _long("Vad gäller om ni inte är överens?", "Hur tvister löses, hävning och omförhandling.")


TEXT_FORMS = {
    "bakgrund": BackgroundForm,
    "vardegrund": ValuesForm,
    "organisation": SteeringForm,
    "uppfoljning": FollowUpPlanForm,
    "ekonomi": EconomyForm,
    "avtalstid": TermForm,
    "andringar": ChangesForm,
    "tvist": DisputesForm,
}


class PrinciplesForm(HeadingForm):
    """A sentence for each of the six principles."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for principle in PRINCIPLES:
            self.fields[principle.value] = text(
                principle.label, rows=2, most=500, required=False, help_text=PRINCIPLE_HELP[principle]
            )

    @property
    def typed(self):
        return {name: sentence for name, sentence in super().typed.items() if sentence}


class GoalForm(Form):
    """A goal, and what shows that it is reached."""

    goal = forms.CharField(label="Mål", max_length=300, error_messages={"required": "Skriv målet."})
    indicator = forms.CharField(
        label="Hur ser ni att målet nås?",
        max_length=300,
        help_text="Till exempel antal besökare i veckan.",
        error_messages={"required": "Skriv hur ni ser att målet nås."},
    )


class CommitmentForm(Form):
    """What one of the person's own parties brings in a year."""

    party = forms.ChoiceField(
        label="Vem bidrar?", widget=forms.RadioSelect, error_messages={"required": "Välj vem som bidrar."}
    )
    year = forms.TypedChoiceField(label="År", coerce=int, error_messages={"required": "Välj ett år."})
    kind = forms.ChoiceField(
        label="Vad?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (PartnershipCommitment.Kind.MONEY, "Pengar", "Ange hur många kronor."),
                (PartnershipCommitment.Kind.PREMISES, "Lokaler", ""),
                (PartnershipCommitment.Kind.STAFF, "Personal", ""),
                (PartnershipCommitment.Kind.VOLUNTEERS, "Frivilliga", ""),
                (PartnershipCommitment.Kind.OTHER, "Annat", ""),
            ]
        ),
        error_messages={"required": "Välj vad."},
    )
    description = forms.CharField(
        label="Beskriv kort",
        max_length=300,
        help_text="Till exempel Lokal på Provgatan, fem dagar i veckan.",
        error_messages={"required": "Beskriv vad parten bidrar med."},
    )
    amount = kronor("Värde i kronor", help_text="Lämna tomt om ingen har värderat det. Portalen gissar inte.")
    recipient = forms.ChoiceField(
        label="Till vem?",
        required=False,
        help_text="Bara för det som en myndighet bidrar med. Behövs för att räkna stöd till var och en.",
    )

    def __init__(self, *args, own, recipients, first_year=None, **kwargs):
        super().__init__(*args, **kwargs)
        first = first_year or timezone.localdate().year
        self.fields["party"].choices = [(str(row.pk), str(row)) for row in own]
        if len(own) == 1:
            self.fields["party"].initial = str(own[0].pk)
        self.fields["year"].choices = [("", "Välj år"), *((str(year), str(year)) for year in range(first, first + 11))]
        if not any(row.is_public for row in own):
            del self.fields["recipient"]
        else:
            self.fields["recipient"].choices = [
                ("", "Parterna delar på det"),
                *((str(row.pk), str(row)) for row in recipients),
            ]

    def clean(self):
        data = super().clean()
        is_money = data.get("kind") == PartnershipCommitment.Kind.MONEY
        if is_money and not data.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Ange hur många kronor.")
        return data


class FollowUpDayForm(Form):
    """A day to follow up on."""

    planned_on = SwedishDateField(label="Vilken dag?")

    def clean_planned_on(self):
        day = self.cleaned_data["planned_on"]
        if day < timezone.localdate():
            raise ValidationError("Välj i dag eller en dag som kommer.")
        return day
