"""What organisations count themselves: what is counted, several years' numbers at once, who is asked, and the list."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils import timezone

from portal.filters import GOVERNED, InCounties
from portal.forms.targets import https
from portal.models import LocalMeasure, Place
from portal.models.local_figures import FIRST_YEAR, LARGEST
from portal.services.local_figures import Given
from procurement.forms.dialogue import text
from registry.filters import AnyOf
from registry.forms.base import ChoicesWithHelp, Form, PastDayField
from registry.forms.services import ChoosesService
from registry.models import Organisation
from registry.search.labels import labels
from registry.validators import clean_organisation_number

Unit = LocalMeasure.Unit
YEARS_AT_A_TIME = 6
MOST_SUGGESTED = 5
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


def _yes_no(label, yes, no, asked):
    return forms.TypedChoiceField(
        label=label,
        choices=ChoicesWithHelp([("nej", *no), ("ja", *yes)]),
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": asked},
    )


class MeasureForm(ChoosesService, Form):
    """What is counted, so that anybody can count it again."""

    name = forms.CharField(
        label="Vad heter siffran?",
        max_length=100,
        help_text="Kort. Till exempel: Natthärbärgets sängar.",
        error_messages={"required": "Skriv vad siffran heter."},
    )
    definition = text(
        "Vad räknas?",
        rows=4,
        most=1000,
        help_text="Vad räknas med, vad räknas inte, och vem räknar? Alla ska kunna räkna om det.",
        error_messages={"required": "Skriv vad som räknas. En siffra som ingen vet hur man räknar övertygar ingen."},
    )
    unit = forms.ChoiceField(
        label="Vad är det ni räknar?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (Unit.PLACES, "Platser", ""),
                (Unit.HOURS, "Timmar", ""),
                (Unit.PERSONS, "Personer", "Färre än 5 visas inte exakt, för att ingen ska kunna pekas ut."),
                (Unit.OTHER, "Något annat", "Skriv ordet nedan. Färre än 5 visas inte exakt."),
            ]
        ),
        error_messages={"required": "Välj vad ni räknar."},
    )
    own_unit = forms.CharField(
        label="Eget ord, om ni räknar något annat", required=False, max_length=30, help_text="Till exempel: besök."
    )
    is_stock = _yes_no(
        "När räknas det?",
        ("En viss dag", "Till exempel hur många platser som fanns den 31 december."),
        ("Över ett helt år", "Till exempel alla timmar under året."),
        "Välj om det räknas en viss dag eller över ett helt år.",
    )
    may_overlap = _yes_no(
        "Kan samma sak räknas av flera organisationer?",
        ("Ja", "Till exempel samma person hos två föreningar. Då visas ingen summa."),
        ("Nej", "Var sak räknas en gång. Räknar flera tillsammans visas summan."),
        "Svara ja eller nej på om flera kan räkna samma sak.",
    )
    overlap = forms.CharField(
        label="Hur kan det överlappa, eller varför inte?",
        required=False,
        max_length=300,
        help_text="Behövs om svaret är ja.",
    )
    service_area = forms.ChoiceField(
        label="Vilken tjänst gäller det?", required=False, help_text="Då kan siffran nämnas i underlag om tjänsten."
    )
    field_order = ["name", "definition", "unit", "own_unit", "is_stock", "may_overlap", "overlap", "service_area"]

    def clean(self):
        given = super().clean()
        if given.get("unit") == Unit.OTHER and not given.get("own_unit") and "own_unit" not in self.errors:
            self.add_error("own_unit", "Skriv vad ni räknar, till exempel besök.")
        if given.get("unit") not in (None, Unit.OTHER):
            given["own_unit"] = ""
        if given.get("may_overlap") and not given.get("overlap") and "overlap" not in self.errors:
            self.add_error("overlap", "Skriv hur samma sak kan räknas av flera.")
        return given


class StartForm(MeasureForm):
    """The same, with where."""

    place = forms.ChoiceField(label="Vilken kommun eller region?", error_messages={"required": "Välj i listan."})
    field_order = ["place", *MeasureForm.field_order]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = list(Place.objects.governed().values_list("code", "name", "kind"))
        groups = [
            (label, [(code, name) for code, name, of_kind in rows if of_kind == kind])
            for kind, label in ((Place.Kind.MUNICIPALITY, "Kommuner"), (Place.Kind.REGION, "Regioner"))
        ]
        self.fields["place"].choices = [("", "Välj"), *groups]


class WholeNumberField(forms.IntegerField):
    """A number as Swedes write it: 1 200."""

    def to_python(self, value):
        if isinstance(value, str):
            value = value.replace("\u00a0", "").replace(" ", "")
        return super().to_python(value)


class NumbersForm(Form):
    """The numbers of several years, with one source for those that are new or changed.

    `standing` are the organisation's own rows by year. Each year brings along which row was seen, so that nobody
    writes over what a colleague has changed in the meantime.
    """

    source = forms.CharField(
        label="Var kommer siffrorna från?",
        required=False,
        max_length=200,
        help_text="Till exempel: vår årsredovisning. Gäller de år du skriver eller ändrar. "
        "Ändrar du bara källan gäller den alla år som har den.",
    )
    source_url = https("Länk till källan", required=False, help_text="Om den finns på webben.")

    def __init__(self, *args, measure, standing, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.measure, self.standing, self.shown = measure, standing, years
        source = self.fields.pop("source"), self.fields.pop("source_url")
        source[0].marks_optional = False  # one of the two is needed
        for year in years:
            self._add(year, standing.get(year))
        self.fields |= {"source": source[0], "source_url": source[1]}
        newest = standing[max(standing)] if standing else None
        if newest and not self.is_bound:
            self.initial = {"source": newest.source, "source_url": newest.source_url, **self.initial}

    def _add(self, year, row):
        asked = f"Skriv antalet för {year} som ett helt tal, 0 eller större."
        value = WholeNumberField(
            label=f"Antal {self.measure.unit_word} {year}",
            required=False,
            min_value=0,
            max_value=LARGEST,
            widget=forms.TextInput(attrs=DIGITS),
            error_messages={"invalid": asked, "min_value": asked, "max_value": "Talet är för stort."},
            initial=row.value if row else None,
        )
        value.width, value.marks_optional = "short", False
        label = f"Dagen ni räknade {year}" if self.measure.is_stock else f"Dagen då {year} räknades ihop"
        last = min(date(year, 12, 31), timezone.localdate())
        day = PastDayField(label=label, required=False, help_text="", initial=row.as_of if row else last)
        day.marks_optional = False
        self.fields[f"value_{year}"], self.fields[f"as_of_{year}"] = value, day
        seen = forms.CharField(required=False, widget=forms.HiddenInput, initial=str(row.pk) if row else "")
        self.fields[f"seen_{year}"] = seen

    @property
    def years(self):
        """(year, its two fields) as the page draws them, the last year first."""
        return [(year, self[f"value_{year}"], self[f"as_of_{year}"]) for year in reversed(self.shown)]

    @property
    def unseen(self):
        """What the page brings along."""
        return [self[f"seen_{year}"] for year in self.shown]

    def clean(self):
        given = super().clean()
        for year in self.shown:
            self._clean_year(year, given)
        if self.errors:
            return given
        if not self.numbers:
            raise forms.ValidationError("Skriv minst en siffra.")
        named = given.get("source") or given.get("source_url")
        if not named:
            self.add_error("source", "Skriv var siffrorna kommer från, eller en länk.")
        return given

    def _clean_year(self, year, given):
        value, day = given.get(f"value_{year}"), given.get(f"as_of_{year}")
        names = {f"value_{year}", f"as_of_{year}"}
        if names & set(self.errors):
            return
        if value is None and self.data.get(self.add_prefix(f"seen_{year}")):
            self.add_error(f"value_{year}", f"Skriv siffran för {year}, eller gå tillbaka och ta tillbaka den.")
        elif value is not None and day is None:
            self.add_error(f"as_of_{year}", f"Skriv dagen för {year}, till exempel {year}-12-31.")
        elif value is not None and (day.year < year or (self.measure.is_stock and day.year != year)):
            when = f"under {year}" if self.measure.is_stock else f"{year} eller senare"
            self.add_error(f"as_of_{year}", f"Välj en dag {when}.")

    @property
    def numbers(self):
        """What is new or changed, as the service takes it."""
        given = self.cleaned_data
        found = []
        for year in self.shown:
            value, day, seen = given.get(f"value_{year}"), given.get(f"as_of_{year}"), given.get(f"seen_{year}")
            row = self.standing.get(year)
            seen = int(seen) if seen and seen.isdecimal() else None
            is_same = row is not None and seen == row.pk and (value, day) == (row.value, row.as_of)
            if value is not None and not is_same:
                found.append(Given(year, value, day, given.get("source", ""), given.get("source_url", ""), seen))
        return found or self._with_another_source()

    def _with_another_source(self):
        """When the source alone is changed: every number that has the one that was shown."""
        named = tuple(self.cleaned_data.get(name, "") for name in ("source", "source_url"))
        newest = self.standing[max(self.standing)] if self.standing else None
        if newest is None or named == (newest.source, newest.source_url):
            return []
        return [
            Given(year, row.value, row.as_of, *named, row.pk)
            for year, row in self.standing.items()
            if (row.source, row.source_url) == (newest.source, newest.source_url)
        ]


def years_for(standing, first=""):
    """The years that the form asks about: the last six, and back to the first that has a number or was asked for."""
    last = timezone.localdate().year
    asked = int(first) if first.isascii() and first.isdecimal() and len(first) == 4 else last
    start = min([last - YEARS_AT_A_TIME + 1, max(asked, FIRST_YEAR), *standing])
    return list(range(start, last + 1))


class InviteForm(Form):
    """An organisation by name or number."""

    organisation = forms.CharField(
        label="Vilken organisation?",
        max_length=200,
        help_text="Namnet som i registret, eller organisationsnumret.",
        error_messages={"required": "Skriv namn eller organisationsnummer."},
    )

    def clean_organisation(self):
        typed = self.cleaned_data["organisation"].strip()
        found = list(_named(typed)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError("Flera organisationer heter så. Skriv organisationsnumret i stället.")
        near = list(Organisation.public.filter(name__icontains=typed).order_by("sort_key")[:MOST_SUGGESTED])
        if near:
            names = " eller ".join(str(row) for row in near)
            raise forms.ValidationError(f"Ingen organisation heter precis så. Menade ni {names}?")
        raise forms.ValidationError("Ingen organisation i registret heter så. Kontrollera stavningen.")


def _named(typed):
    try:
        number = clean_organisation_number(typed)
    except forms.ValidationError:
        return Organisation.public.filter(name__iexact=typed).order_by("pk")
    return Organisation.public.filter(entities__organisation_number=number).distinct().order_by("pk")


class LeaveForm(Form):
    """What becomes of the numbers."""

    takes_back = _yes_no(
        "Vad ska hända med era siffror?",
        ("Ta tillbaka dem", "De visas inte längre. I historiken står att de togs tillbaka."),
        ("Låt dem stå kvar", "De visas även i fortsättningen, och där står att ni har lämnat."),
        "Välj vad som ska hända med era siffror.",
    )


class CloseForm(Form):
    """Why nothing more is counted."""

    reason = forms.CharField(
        label="Varför slutar ni räkna?",
        max_length=300,
        help_text="Visas för alla. En mening räcker.",
        error_messages={"required": "Skriv varför, så att den som läser förstår."},
    )


class LocalFigureFilter(InCounties):
    """What organisations count, by words, kind of place, county, area of welfare and unit."""

    orders = {"plats": ["place__sort_key", "name"], "namn": ["name", "place__sort_key"]}
    default_order = "plats"
    plats = AnyOf(label="Kommun eller region", choices=GOVERNED)
    omrade = AnyOf(label="Område")
    enhet = AnyOf(label="Enhet", choices=[(unit.value, unit.label.capitalize()) for unit in Unit])
    field_order = ["q", "sort", "plats", "omrade", "enhet", "lan"]

    def full_clean(self):
        """Read the areas first."""
        self.fields["omrade"].choices = [(area.slug, area.name) for area in labels().welfare_areas]
        super().full_clean()

    def narrow(self, queryset):
        if self.text:
            of_place, of_name = Q(place__name__icontains=self.text), Q(name__icontains=self.text)
            queryset = queryset.filter(of_place | of_name | Q(definition__icontains=self.text))
        for name, field in (("plats", "place__kind"), ("lan", "place__county"), ("enhet", "unit")):
            if self.value(name):
                queryset = queryset.filter(**{f"{field}__in": self.value(name)})
        if self.value("omrade"):
            queryset = queryset.filter(service_area__parent__slug__in=self.value("omrade"))
        return queryset
