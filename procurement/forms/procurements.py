"""A procurement's facts, its notice and its ends. Nothing here decides what may be done: the services do."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from procurement.forms.dialogue import text
from procurement.forms.written_together import WrittenTogetherForm
from procurement.models.law import Law
from procurement.services.procurements import CORRECTABLE, CORRECTED_MEANWHILE
from registry.forms.base import ChoicesWithHelp, Form, SwedishDateField
from registry.forms.services import PlacesField

NUMBER = {"inputmode": "numeric"}


def kronor(label, **kwargs):
    """Whole kronor; spaces between thousands may be typed."""
    return Kronor(
        label=label, min_value=0, max_value=10**12, required=False, widget=forms.TextInput(attrs=NUMBER), **kwargs
    )


class Kronor(forms.IntegerField):
    """An amount as people type it: 9 000 000, with or without kr."""

    width = "short"
    default_error_messages = {
        "invalid": "Skriv beloppet i hela kronor, till exempel 9 000 000.",
        "min_value": "Beloppet kan inte vara mindre än noll.",
        "max_value": "Beloppet är för stort.",
    }

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.removesuffix("kr").split())
        return super().to_python(value)


def month_count(label, **kwargs):
    """A number of months."""
    field = forms.IntegerField(
        label=label,
        min_value=0,
        max_value=600,
        required=False,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={
            "invalid": "Skriv antalet månader, till exempel 36.",
            "min_value": "Antalet månader kan inte vara mindre än noll.",
            "max_value": "Skriv högst 600 månader.",
        },
        **kwargs,
    )
    field.width = "short"
    return field


def clock(label="Klockan", *, example="23.59", initial="23:59", **kwargs):
    """A time of day, typed as the example is."""
    field = forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H"],
        initial=initial,
        widget=forms.TextInput(attrs=NUMBER),
        help_text=f"Till exempel {example}",
        error_messages={
            "invalid": f"Skriv klockslaget som {example}.",
            "required": f"Skriv ett klockslag, till exempel {example}.",
        },
        **kwargs,
    )
    field.width = "short"
    return field


class CreateForm(Form):
    """A new procurement: what it is about, and for which authority when the person works for several."""

    title = forms.CharField(
        label="Vad ska ni upphandla?",
        max_length=200,
        help_text="Till exempel Särskilt boende för äldre, Fjällgatan. Det blir rubriken.",
        error_messages={"required": "Skriv vad ni ska upphandla."},
    )
    authority = forms.ChoiceField(
        label="För vilken myndighet?", widget=forms.RadioSelect, error_messages={"required": "Välj en myndighet."}
    )

    def __init__(self, *args, authorities, **kwargs):
        super().__init__(*args, **kwargs)
        if len(authorities) == 1:
            del self.fields["authority"]
        else:
            self.fields["authority"].choices = [(str(row.pk), row.name) for row in authorities]


class FactsForm(Form):
    """What is to be bought, where, when and for how much."""

    title = forms.CharField(label="Rubrik", max_length=200, error_messages={"required": "Skriv en rubrik."})
    summary = text(
        "Kort om vad som ska köpas",
        most=4000,
        required=False,
        help_text="Några meningar som alla förstår. Visas först på sidan.",
    )
    aim = text(
        "Tjänstens mål",
        rows=3,
        required=False,
        help_text="Vad tjänsten ska leda till för dem som den är till för. Anbudsgivarens syfte prövas mot målet.",
    )
    where = forms.TypedChoiceField(
        label="Var ska tjänsten ges?",
        widget=forms.RadioSelect,
        coerce=lambda value: value == "country",
        empty_value=None,
        choices=[("places", "I vissa kommuner"), ("country", "I hela landet")],
        error_messages={"required": "Välj var tjänsten ska ges."},
    )
    municipalities = PlacesField(
        label="Vilka kommuner?",
        required=False,
        help_text="Skriv en per rad, eller med komma emellan. Ett län betyder alla kommuner i länet.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    law = forms.ChoiceField(
        label="Vilken lag upphandlar ni enligt?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (Law.LOU, "LOU", "Lagen om offentlig upphandling"),
                (Law.LUF, "LUF", "Vatten, energi, transporter och post. Där finns ingen motsvarighet till 25 a §."),
                (Law.LUK, "LUK", "Koncessioner. Där finns varken 25 § eller 25 a §."),
            ]
        ),
    )
    is_framework = forms.BooleanField(label="Det blir ett ramavtal", required=False)
    estimated_value = kronor(
        "Uppskattat värde i kronor", help_text="Hela upphandlingen utan moms, med alla förlängningar."
    )
    ceiling_value = kronor("Takvolym i kronor", help_text="Bara för ramavtal.")
    started_on = SwedishDateField(
        label="När påbörjades upphandlingen?",
        required=False,
        help_text="Avgör vilka regler som gäller. Lämna tomt om ni inte har börjat.",
    )
    planned_notice_on = SwedishDateField(label="När annonserar ni troligen?", required=False)
    starts_on = SwedishDateField(label="När börjar avtalet?", required=False)
    contact_email = forms.EmailField(
        label="Funktionsadress för kontakt", required=False, help_text="Visas för alla. Ange ingen persons adress."
    )

    def clean(self):
        facts = super().clean()
        if facts.get("where") is False and not facts.get("municipalities") and "municipalities" not in self.errors:
            self.add_error("municipalities", "Skriv minst en kommun, eller välj hela landet.")
        if facts.get("ceiling_value") is not None and not facts.get("is_framework"):
            self.add_error("ceiling_value", "Bara ramavtal har takvolym. Kryssa för ramavtal, eller lämna tomt.")
        return facts

    @property
    def facts(self):
        """The columns of `Procurement`, with the places as `municipalities`."""
        given = dict(self.cleaned_data)
        given["whole_country"] = given.pop("where")
        if given["whole_country"]:
            given["municipalities"] = []
        return given


class ReasonsForm(Form):
    """Why the procurement is reserved (N11)."""

    need = text(
        "Vilket behov ska tjänsten möta?",
        most=3000,
        error_messages={"required": "Skriv vilket behov tjänsten ska möta."},
    )
    market = text(
        "Vilka kan lämna anbud?",
        most=3000,
        help_text="Vad ni vet om utförarna, och hur ni tog reda på det.",
        error_messages={"required": "Skriv vilka som kan lämna anbud."},
    )
    purpose_link = text(
        "Varför hjälper idéburnas syfte till att nå målet?",
        most=3000,
        error_messages={"required": "Skriv varför idéburnas syfte hjälper till att nå målet."},
    )
    proportionality = text(
        "Varför går reservationen inte längre än den behöver?",
        most=3000,
        help_text="Till exempel hur stor del av verksamheten den gäller, och vad andra utförare kan lämna anbud på.",
        error_messages={"required": "Skriv varför reservationen inte går längre än den behöver."},
    )
    decided_by = forms.CharField(
        label="Vem bestämde?",
        max_length=120,
        help_text="En nämnd eller en funktion, inte en persons namn.",
        error_messages={"required": "Skriv vilken nämnd eller funktion som bestämde."},
    )
    programme = forms.CharField(label="Vilket program eller mål bygger den på?", max_length=300, required=False)


class ClosesForm(Form):
    """When tenders are due, for two forms."""

    closes_on = SwedishDateField(label="Sista dag för anbud")
    closes_time = clock()
    questions_until = SwedishDateField(label="Sista dag för frågor", required=False)

    def clean(self):
        facts = super().clean()
        last, asked = facts.get("closes_on"), facts.get("questions_until")
        if last and asked and asked > last:
            self.add_error("questions_until", "Sista dag för frågor kan inte ligga efter sista dag för anbud.")
        return facts

    @property
    def closes_at(self):
        """The instant, in Swedish time: the whole last minute is still in time."""
        moment = timezone.datetime.combine(self.cleaned_data["closes_on"], self.cleaned_data["closes_time"])
        return timezone.make_aware(moment)


class PublishForm(ClosesForm):
    """The notice in the registered database, and the last days."""

    database = forms.CharField(
        label="I vilken annonsdatabas finns annonsen?",
        max_length=80,
        error_messages={"required": "Skriv annonsdatabasens namn."},
    )
    notice_id = forms.CharField(
        label="Annonsens id", max_length=100, error_messages={"required": "Skriv annonsens id."}
    )
    url = forms.URLField(
        label="Länk till annonsen",
        max_length=500,
        error_messages={
            "required": "Skriv länken till annonsen.",
            "invalid": "Skriv en hel adress som börjar med https://.",
        },
    )
    sent_on = SwedishDateField(label="När skickades annonsen?")
    looked_up = text(
        "Vad har ni tagit reda på?",
        rows=4,
        help_text="Portalen kan inte avgöra allt om reservationen. Visas för alla.",
        error_messages={"required": "Skriv vad ni har tagit reda på."},
    )
    field_order = [
        "database",
        "notice_id",
        "url",
        "sent_on",
        "closes_on",
        "closes_time",
        "questions_until",
        "looked_up",
    ]

    def __init__(self, *args, is_open, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_open:
            del self.fields["looked_up"]

    def clean_sent_on(self):
        day = self.cleaned_data["sent_on"]
        if day > timezone.localdate():
            raise ValidationError("Skicka annonsen först. Dagen kan inte ligga efter i dag.")
        return day

    @property
    def notice(self):
        """The notice as the service takes it."""
        given = self.cleaned_data
        return {
            "database": given["database"],
            "id": given["notice_id"],
            "url": given["url"],
            "sent_on": given["sent_on"],
        }


class ProlongForm(ClosesForm):
    """New last days, as the changed notice says."""

    note = text(
        "Varför ändras tiden?",
        rows=3,
        error_messages={"required": "Skriv varför tiden ändras."},
        help_text="Visas för alla.",
    )


class CorrectForm(WrittenTogetherForm):
    """What the changed notice says anew, and in words what has changed. What stands may not be emptied."""

    changed_meanwhile = CORRECTED_MEANWHILE

    note = text(
        "Vad har ändrats?",
        rows=3,
        error_messages={"required": "Skriv vad som har ändrats."},
        help_text="Visas för alla, och skickas till dem som har visat intresse.",
    )
    summary = text(
        "Kort om vad som ska köpas", most=4000, error_messages={"required": "Beskriv kort vad som ska köpas."}
    )
    starts_on = SwedishDateField(label="När börjar avtalet?", required=False)
    contact_email = forms.EmailField(
        label="Funktionsadress för kontakt", required=False, help_text="Visas för alla. Ange ingen persons adress."
    )
    notice_database = PublishForm.base_fields["database"]
    notice_id = PublishForm.base_fields["notice_id"]
    notice_url = PublishForm.base_fields["url"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("summary", "notice_database", "notice_id", "notice_url"):
            self.fields[name].required = bool(self.initial.get(name))

    @property
    def typed(self):
        return {name: self.cleaned_data.get(name) for name in CORRECTABLE}


class CancelForm(Form):
    """Why it is cancelled."""

    reason = text(
        "Varför avbryts upphandlingen?",
        help_text="Visas för alla.",
        error_messages={"required": "Skriv varför upphandlingen avbryts."},
    )
