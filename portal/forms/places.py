"""What narrows the list of places, and whom a place is compared with. Everything stands in the address."""

from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from portal.filters import InCounties
from portal.models import Place
from portal.reading.peers import CHOSEN, COUNTY, MOST_CHOSEN, SIZE
from portal.reading.place_list import CHANGE, GAP, LAST, NAME, SHARE
from portal.reading.place_list import COUNTY as BY_COUNTY
from portal.reading.place_map import MEASURES, SHOWN_FIRST
from registry.filters import AnyOf
from registry.forms.base import Form
from registry.search.labels import labels
from registry.search.stems import fold
from registry.wording import in_a_row

KINDS = [("kommun", "Kommuner"), ("region", "Regioner")]
KIND_OF = {"kommun": Place.Kind.MUNICIPALITY, "region": Place.Kind.REGION}


def places_by_kind():
    """Municipalities and regions for a select, in two groups."""
    rows = list(Place.objects.governed().values_list("code", "name", "kind"))
    kinds = ((Place.Kind.MUNICIPALITY, "Kommuner"), (Place.Kind.REGION, "Regioner"))
    return [(label, [(code, name) for code, name, of_kind in rows if of_kind == kind]) for kind, label in kinds]


class PlaceFilter(InCounties):
    """Municipalities county by county, until something else is asked for."""

    orders = dict.fromkeys((BY_COUNTY, NAME, SHARE, GAP, CHANGE, LAST), ())
    default_order = BY_COUNTY
    slag = AnyOf(label="Slag", choices=KINDS)
    matt = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)  # what the map shows

    field_order = ["q", "sort", "slag", "lan", "matt"]

    @property
    def kinds(self):
        """The kinds of place that are asked for: municipalities, unless regions are."""
        return [KIND_OF[chosen] for chosen in self.value("slag") or ["kommun"]]

    @property
    def map_kind(self):
        """The kind of place on the map: regions where only those are asked for."""
        return Place.Kind.REGION if self.kinds == [Place.Kind.REGION] else Place.Kind.MUNICIPALITY

    @property
    def measure(self):
        """What the map shows, by its name in the address; a name that is none is left out."""
        return self.value("matt") if self.value("matt") in MEASURES else SHOWN_FIRST

    def in_counties(self, rows):
        """Those of the rows that lie in one of the chosen counties; all of them where none is chosen."""
        counties = self.value("lan")
        return [row for row in rows if row.place.county in counties] if counties else rows

    def kept_by_search(self):
        """What the map shows is kept too."""
        return super().kept_by_search() + self._kept_by_both

    def kept_by_filters(self):
        return super().kept_by_filters() + self._kept_by_both

    @property
    def _kept_by_both(self):
        return [("matt", self.measure)] if self.measure != SHOWN_FIRST else []

    def matching(self, rows):
        """Those of the rows whose name or code begins a word with what was typed, in one of the counties."""
        rows = self.in_counties(rows)
        wanted = fold(self.text.lower())
        return [row for row in rows if _has_word(row.place, wanted)] if wanted else rows

    @property
    def map_choices(self):
        """The ways to choose what the map shows, as map.html takes them: lists of {label, url, current}."""
        kinds = [
            {"label": label, "url": self.address(slag=slag), "current": KIND_OF[key] == self.map_kind}
            for (key, label), slag in zip(KINDS, (None, ["region"]), strict=True)
        ]
        measures = [
            {
                "label": measure.label,
                "url": self.address(matt=None if name == SHOWN_FIRST else name),
                "current": name == self.measure,
            }
            for name, measure in MEASURES.items()
        ]
        return [{"name": "Visa", "choices": kinds}, {"name": "Mått", "choices": measures}]

    @property
    def ordered_by(self):
        """The orders as result_count.html takes them."""
        names = [
            (BY_COUNTY, "Län"),
            (NAME, "Namn"),
            (f"-{SHARE}", "Högst andel"),
            (f"-{GAP}", "Störst gap"),
            (f"-{CHANGE}", "Ökat mest på fem år"),
            (f"-{LAST}", "Ökat mest på ett år"),
        ]
        return [
            {
                "label": label,
                "url": self.address(sort=None if order == self.default_order else order),
                "current": self.order == order,
            }
            for order, label in names
        ]


def _has_word(place, wanted):
    name = fold(place.name.lower())
    return place.public_code.startswith(wanted) or f" {wanted}" in f" {name}"


class PeersForm(Form):
    """Whom to compare a place with. Names are read as people write them; a code will do.

    `asked` is what stands in the address; nothing of it chosen means places of similar size.
    """

    jamfor = forms.ChoiceField(label="Jämför med", widget=forms.RadioSelect)
    plats = forms.CharField(
        label="Vilka, om du väljer själv",
        required=False,
        max_length=600,
        help_text=f"Skriv högst {MOST_CHOSEN} namn, med komma emellan.",
    )

    def __init__(self, asked, *, place, places):
        is_asked = "jamfor" in asked or "plats" in asked
        data = QueryDict(mutable=True)
        data.update({"jamfor": asked.get("jamfor", CHOSEN), "plats": ",".join(asked.getlist("plats"))})
        super().__init__(data if is_asked else None, auto_id="%s", initial={"jamfor": SIZE})
        self.place = place
        self.others = {other.code: other for other in places.values() if other.kind == place.kind}
        self.chosen = []
        county = [] if place.is_region else [(COUNTY, "Kommuner i samma län")]
        kind = "Regioner" if place.is_region else "Kommuner"
        self.fields["jamfor"].choices = [(SIZE, f"{kind} av samma storlek"), *county, (CHOSEN, "Dem jag väljer själv")]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("jamfor") != CHOSEN or "plats" not in cleaned:
            return cleaned
        typed = list(dict.fromkeys(part.strip() for part in cleaned["plats"].split(",") if part.strip()))
        found = {name: self._code(name) for name in typed}
        if unknown := [name for name in typed if found[name] is None]:
            self.add_error("plats", f"Vi känner inte till {in_a_row(unknown)}. Skriv namnet som det brukar skrivas.")
        elif len(typed) > MOST_CHOSEN:
            self.add_error("plats", f"Välj högst {MOST_CHOSEN}. Nu är de {len(typed)}.")
        elif not typed:
            self.add_error("plats", "Skriv minst ett namn.")
        else:
            self.chosen = list(found.values())
        return cleaned

    def _code(self, name):
        """The code of a place of the same kind, given by name or code; None when there is no such."""
        if not self.place.is_region:
            return labels().municipality_code(name)
        wanted = _short(name)
        return next((code for code, one in self.others.items() if wanted in (one.public_code, _short(one.name))), None)

    @property
    def way(self):
        """The way that was chosen; similar size until another one is, and where the choice was refused."""
        return self.cleaned_data["jamfor"] if self.is_bound and self.is_valid() else SIZE

    @property
    def query(self):
        """What was chosen, as the end of an address."""
        if self.way == SIZE:
            return ""
        places = {"plats": ",".join(self.chosen)} if self.way == CHOSEN else {}
        return f"?{urlencode({'jamfor': self.way, **places})}"


def _short(name):
    """Västra Götaland, of Västra Götalandsregionen, Region Västra Götaland and Västra Götalands region alike."""
    plain = fold(name.lower()).removeprefix("region ").removesuffix("regionen").removesuffix(" region")
    return plain.strip().removesuffix("s")
