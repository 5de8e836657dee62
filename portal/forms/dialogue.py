"""Dialogue: a meeting on one page, whom to invite, signing up with one number, asking. And what narrows the list."""

from difflib import get_close_matches

from django import forms
from django.db.models import Q
from django.utils import timezone

from portal.filters import InCounties
from portal.forms.places import places_by_kind
from portal.forms.targets import https
from portal.models import Meeting, Place
from portal.models.dialogue_parties import MOST_PERSONS
from procurement.forms.dialogue import text
from procurement.forms.procurements import clock
from procurement.models import ContractingAuthority
from registry.filters import AnyOf
from registry.forms.base import ChoicesWithHelp, Form, SwedishDateField
from registry.models import Organisation, ServiceArea
from registry.search.labels import labels

Kind = Meeting.Kind
COMING, PAST = "kommande", "tidigare"
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
MOST_SEATS = 100_000
HELP = {
    Kind.MARKET: "Inför en upphandling: vad behövs, vilka finns och vad gör det möjligt att delta.",
    Kind.OPEN_HOUSE: "Visa en verksamhet, eller berätta hur ni arbetar.",
    Kind.COUNCIL: "Politiker och idéburna möts.",
    Kind.OTHER: "",
}


def whole(label, *, most, wrong, **kwargs):
    """A number of persons or seats, from one."""
    field = forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        **kwargs,
    )
    field.width = "short"
    return field


class MeetingForm(Form):
    """All about a meeting, on one page. `facts` is what the service takes."""

    kind = forms.ChoiceField(
        label="Vad är det för träff?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp([(kind, kind.label, HELP[kind]) for kind in Kind]),
        error_messages={"required": "Välj vad det är för träff."},
    )
    title = forms.CharField(label="Rubrik", max_length=150, error_messages={"required": "Skriv en rubrik."})
    about = text(
        "Vad handlar den om?",
        most=4000,
        help_text="Några meningar med vanliga ord: varför ni bjuder in, och vem den är till för.",
        error_messages={"required": "Skriv vad träffen handlar om."},
    )
    place = forms.ChoiceField(
        label="Vilken kommun eller region gäller den?", error_messages={"required": "Välj i listan."}
    )
    day = SwedishDateField(label="Vilken dag?")
    begins = clock("Från klockan", example="13.00", initial=None)
    ends = clock("Till klockan", example="15.00", initial=None)
    address = forms.CharField(
        label="Adress", required=False, max_length=300, help_text="Till exempel: Stadshuset, Storgatan 1, rum Eken."
    )
    url = https(
        "Länk för att delta på webben",
        required=False,
        help_text="Bara ni och de anmälda ser länken. Skriv en adress, en länk eller båda.",
    )
    accessibility = text(
        "Hur tillgänglig är träffen?",
        rows=3,
        most=1000,
        help_text="Till exempel: ramp vid entrén, hörslinga, tolk, text på skärmen, paus varje timme. "
        "Skriv också det som inte går.",
        error_messages={"required": "Skriv hur tillgänglig träffen är, så att alla vet om de kan komma."},
    )
    seats = whole(
        "Hur många platser?",
        most=MOST_SEATS,
        required=False,
        wrong="Skriv antalet platser med siffror, eller lämna tomt.",
        help_text="Lämna tomt om det inte finns någon gräns.",
    )
    last_day = SwedishDateField(
        label="Sista dag att anmäla sig", required=False, help_text="Lämna tomt om man kan anmäla sig tills den börjar."
    )
    contact_email = forms.EmailField(
        label="E-post för frågor",
        help_text="Visas för alla. Använd en funktionsadress, till exempel dialog@kommunen.se.",
        error_messages={"required": "Skriv en adress dit man kan höra av sig.", "invalid": "Skriv hela adressen."},
    )
    agenda = text(
        "Dagordning", required=False, most=4000, help_text="En punkt på varje rad. Skriv inga namn på privatpersoner."
    )
    services = forms.MultipleChoiceField(
        label="Vilka verksamheter handlar den om?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kryssa inget om den gäller alla.",
    )
    procurement = forms.ChoiceField(
        label="Gäller den en planerad upphandling?",
        required=False,
        help_text="Välj bland era upphandlingar som visas för alla.",
    )

    def __init__(self, *args, procurements=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.areas = {row.slug: row for row in ServiceArea.objects.welfare_areas()}
        self.procurements = {str(row.pk): row for row in procurements}
        self.fields["place"].choices = [("", "Välj"), *places_by_kind()]
        self.fields["services"].choices = [(slug, row.name) for slug, row in self.areas.items()]
        if self.procurements:
            known = [(pk, str(row)) for pk, row in self.procurements.items()]
            self.fields["procurement"].choices = [("", "Nej"), *known]
        else:
            del self.fields["procurement"]

    def clean(self):
        given = super().clean()
        begins, ends, day, last_day = (given.get(name) for name in ("begins", "ends", "day", "last_day"))
        if begins and ends and ends <= begins:
            self.add_error("ends", "Träffen ska sluta efter att den har börjat.")
        if day and begins and self._moment(begins) <= timezone.now():
            self.add_error("day", "Välj en tid som inte har varit.")
        if day and last_day and last_day > day:
            self.add_error("last_day", "Sista dagen att anmäla sig kan inte ligga efter träffen.")
        if not given.get("address") and not given.get("url") and not {"address", "url"} & set(self.errors):
            self.add_error("address", "Skriv en adress, en länk eller båda.")
        return given

    def _moment(self, time):
        return timezone.make_aware(timezone.datetime.combine(self.cleaned_data["day"], time))

    @property
    def facts(self):
        given = self.cleaned_data
        starts_at, last_day = self._moment(given["begins"]), given["last_day"]
        last_minute = timezone.datetime.combine(last_day, timezone.datetime.max.time()) if last_day else None
        names = ("kind", "title", "about", "address", "url", "accessibility", "seats", "contact_email", "agenda")
        return {name: given[name] for name in names} | {
            "place": Place.objects.get(pk=given["place"]),
            "starts_at": starts_at,
            "ends_at": self._moment(given["ends"]),
            "sign_up_until": min(timezone.make_aware(last_minute), starts_at) if last_day else None,
            "services": [self.areas[slug] for slug in given["services"]],
            "procurement": self.procurements.get(given.get("procurement", "")),
        }


def typed_before(meeting):
    """What a meeting holds, as its form shows it."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    names = ("kind", "title", "about", "address", "url", "accessibility", "seats", "contact_email", "agenda")
    return {name: getattr(meeting, name) for name in names} | {
        "place": meeting.place_id,
        "day": f"{starts:%Y-%m-%d}",
        "begins": f"{starts:%H.%M}",
        "ends": f"{ends:%H.%M}",
        "last_day": f"{timezone.localtime(meeting.sign_up_until):%Y-%m-%d}" if meeting.sign_up_until else "",
        "services": list(meeting.services.values_list("slug", flat=True)),
        "procurement": meeting.procurement_id or "",
    }


class NotesForm(Form):
    """What was said."""

    text = text(
        "Anteckningar",
        rows=12,
        most=8000,
        help_text="Visas för alla. Skriv vad som sades och vad som händer nu. Skriv inga namn på privatpersoner.",
        error_messages={"required": "Skriv anteckningarna."},
    )


class InviteForm(Form):
    """Whom to invite: those who are suggested, and others by name. `parties` is whom."""

    chosen = forms.MultipleChoiceField(label="Förslag", required=False, widget=forms.CheckboxSelectMultiple)
    names = text(
        "Fler, ett namn på varje rad",
        rows=4,
        required=False,
        help_text="Organisationer och myndigheter som finns i portalen, med namnet som det står här.",
    )

    def __init__(self, *args, suggested, **kwargs):
        super().__init__(*args, **kwargs)
        self.suggested = {f"{row._meta.model_name}-{row.pk}": row for row in suggested}
        self.fields["chosen"].choices = [(key, str(row)) for key, row in self.suggested.items()]
        if not self.suggested:
            del self.fields["chosen"]
            self.fields["names"].label = "Vilka vill ni bjuda in? Ett namn på varje rad"

    def clean_names(self):
        names = [name.strip() for name in self.cleaned_data["names"].splitlines() if name.strip()]
        found, wrong = [], []
        for name in dict.fromkeys(names):
            rows = _called(name)
            found += rows if len(rows) == 1 else []
            if len(rows) != 1:
                wrong.append(_unknown(name, rows))
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def clean(self):
        given = super().clean()
        if not given.get("chosen") and not given.get("names") and not self.errors:
            self.add_error("names", "Välj minst en, eller skriv ett namn.")
        return given

    @property
    def parties(self):
        chosen = [self.suggested[key] for key in self.cleaned_data.get("chosen", [])]
        return list(dict.fromkeys([*chosen, *self.cleaned_data["names"]]))


def _called(name):
    """The organisations and authorities with exactly that name, however it is capitalised."""
    called = {"name__iexact": name}
    return [*Organisation.public.filter(**called)[:2], *ContractingAuthority.objects.filter(**called)[:2]]


def _unknown(name, rows):
    shown = name[:60]
    if rows:
        return f"Flera heter ”{shown}”. Skriv till dem på annat sätt."
    words = Q()
    for word in name.split()[:4]:
        words |= Q(name__icontains=word)
    near = [
        *Organisation.public.filter(words).values_list("name", flat=True)[:50],
        *ContractingAuthority.objects.filter(words).values_list("name", flat=True)[:50],
    ]
    close = get_close_matches(name, near, n=1, cutoff=0.5)
    hint = f" Menar ni {close[0]}?" if close else " Skriv namnet som det står i portalen."
    return f"Vi hittar inte ”{shown}”.{hint}"


class ForPartyForm(Form):
    """Whom the person acts for. Who acts for one alone is not asked."""

    party = forms.ChoiceField(
        label="För vilka?", widget=forms.RadioSelect, error_messages={"required": "Välj vilka ni företräder."}
    )

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = {f"{row._meta.model_name}-{row.pk}": row for row in parties}
        self.fields["party"].choices = [(key, str(row)) for key, row in self.parties.items()]
        if len(self.parties) == 1:
            del self.fields["party"]

    @property
    def chosen(self):
        """The organisation or the authority."""
        return self.parties[self.cleaned_data["party"]] if "party" in self.fields else next(iter(self.parties.values()))


class SignUpForm(ForPartyForm):
    """How many come. One press and one number."""

    persons = whole(
        "Hur många kommer?",
        most=MOST_PERSONS,
        initial=1,
        wrong=f"Skriv ett antal från 1 till {MOST_PERSONS}.",
    )
    wants_contact = forms.BooleanField(
        label="Kontakta mig om tillgänglighet",
        required=False,
        help_text="Värden ser ditt namn och din e-postadress och hör av sig. Skriv inget om hälsa här.",
    )
    field_order = ["party", "persons", "wants_contact"]


class MeetingQuestionForm(ForPartyForm):
    """A question to the host."""

    text = text(
        "Vad vill du fråga?",
        help_text="Frågan visas för alla när den är besvarad, utan namn. Skriv inte vilka ni är.",
        error_messages={"required": "Skriv din fråga."},
    )
    field_order = ["party", "text"]


class MeetingFilter(InCounties):
    """Meetings by place, county, kind, service and time. Those to come stand first."""

    plats = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)
    tid = AnyOf(label="När", choices=[(COMING, "Kommande"), (PAST, "Har varit")])
    slag = AnyOf(label="Slag", choices=[(kind.value, kind.label) for kind in Kind])
    tjanst = AnyOf(label="Verksamhet")
    field_order = ["q", "sort", "plats", "tid", "slag", "tjanst", "lan"]

    def full_clean(self):
        """Read the choices first."""
        self.fields["tjanst"].choices = [(area.slug, area.name) for area in labels().welfare_areas]
        super().full_clean()

    @property
    def place(self):
        """(code, name) of the chosen place, or None."""
        code = self.value("plats")
        return next((row for _, rows in self.places for row in rows if row[0] == code), None)

    @property
    def places(self):
        if not hasattr(self, "_places"):
            self._places = places_by_kind()
        return self._places

    def narrow(self, queryset, at=None):
        at = at or timezone.now()
        if self.text:
            words = Q()
            for name in ("title", "place__name", "organisation__name", "authority__name"):
                words |= Q(**{f"{name}__icontains": self.text})
            queryset = queryset.filter(words)
        if self.place:
            queryset = queryset.filter(place=self.place[0])
        if self.value("lan"):
            queryset = queryset.filter(place__county__in=self.value("lan"))
        if self.value("slag"):
            queryset = queryset.filter(kind__in=self.value("slag"))
        if self.value("tjanst"):
            of_area = Meeting.services.through.objects.filter(servicearea__slug__in=self.value("tjanst"))
            queryset = queryset.filter(pk__in=of_area.values("meeting"))
        return queryset.filter(self._in_time(at))

    def _in_time(self, at):
        chosen = self.value("tid") or []
        if len(chosen) != 1:
            return Q()
        return Q(ends_at__gt=at) if chosen == [COMING] else Q(ends_at__lte=at)

    def chosen(self):
        """The place too."""
        rows = super().chosen()
        return [*rows, {"label": self.place[1], "url": self.address(plats=None)}] if self.place else rows

    def groups(self):
        """The place is one of a list; of the rest as many as one likes."""
        options = [{"value": "", "label": "Alla", "selected": not self.place}] + [
            {"value": code, "label": name, "selected": bool(self.place) and code == self.place[0]}
            for _, rows in self.places
            for code, name in rows
        ]
        place = {"label": "Kommun eller region", "name": "plats", "open": True, "choices": [], "more": []}
        select = {"name": "plats", "label": "Visa", "options": options}
        return [place | {"select": select}, *super().groups()]

    def kept_by_search(self):
        return super().kept_by_search() + ([("plats", self.place[0])] if self.place else [])
