"""What somebody asks the list of organisations for, read from the address.

Nothing that stands in an address is an error: unknown words are passed over, so that old links live on. Only a
personnummer is refused.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError

from registry import freshness
from registry.forms.base import Form
from registry.models.eligibility import Answer, Ground
from registry.search.engine import PER_PAGE, SearchQuery
from registry.search.slots import OfficialStatus, PortalStatus, eligibility
from registry.validators import contains_personal_number

LONGEST_TEXT = 200
MOST_VALUES = 20  # of one filter
PERSONAL_NUMBER = (
    "Det du sökte på liknar ett personnummer. Sök på namn, tjänst eller organisationsnummer. "
    "Vi har varken sparat eller sökt på det du skrev."
)
STATUSES = {
    "verifierad": PortalStatus.VERIFIED,
    "provas": PortalStatus.EXAMINED,
    "upphord": PortalStatus.ENDED,
    "ej-verifierad": PortalStatus.NONE,
}
REGISTER = {
    "registrerad": OfficialStatus.REGISTERED,
    "ej-registrerad": OfficialStatus.NOT_REGISTERED,
    "okant": OfficialStatus.UNKNOWN,
    "borta": OfficialStatus.GONE,
}
ANSWERS = {
    "registrerad": Answer.REGISTERED,
    "styrkt": Answer.EVIDENCED,
    "uppgivet": Answer.STATED,
    "ej-uppfyllt": Answer.NOT_MET,
    "okant": Answer.UNKNOWN,
}
CONFIRMED = {"senaste-aret": freshness.LAST_YEAR, "tidigare": freshness.EARLIER}
USUAL_GROUND = Ground.LOU_19_25A
SORTS = {"namn": "name", "bekraftad": "confirmed"}


class SearchForm(Form):
    """Refuses a personnummer, wherever in the address it stands."""

    q = forms.CharField(label="Sök namn, tjänst eller organisationsnummer", required=False)

    def clean(self):
        raise ValidationError({"q": PERSONAL_NUMBER})


def refused(query):
    """The form that says why, if a personnummer stands in the address; else None."""
    if any(contains_personal_number(value[: LONGEST_TEXT * 10]) for _, values in query.lists() for value in values):
        return SearchForm({"q": ""})
    return None


@dataclass(frozen=True)
class Asked:
    """What was asked for, in the words that addresses use, and the names that were not understood."""

    text: str
    chosen: dict = field(default_factory=dict)  # parameter -> list of values, canonical and known
    order: str = ""
    page: int = 1
    unknown_places: tuple = ()

    @property
    def ground(self):
        """The ground that answers are asked on: LOU 19 kap. 25 a § unless another is chosen."""
        return Ground(self.chosen.get("grund", [USUAL_GROUND])[0])

    def without(self, parameter, value=None):
        """The same with one choice less, on its first page. Without `value`: all of the parameter's."""
        left = {
            name: [v for v in values if name != parameter or (value is not None and v != value)]
            for name, values in self.chosen.items()
        }
        return Asked(self.text, {name: values for name, values in left.items() if values}, self.order)

    def with_choice(self, parameter, value):
        """The same with one choice more, on its first page."""
        return Asked(self.text, self.chosen | {parameter: [*self.chosen.get(parameter, []), value]}, self.order)

    def pairs(self, *, text=True, order=True):
        """The parts of the address, without the page."""
        found = [("q", self.text)] if text and self.text else []
        found += [(name, value) for name, values in self.chosen.items() for value in values]
        return found + ([("ordning", self.order)] if order and self.order else [])

    def identity(self, path):
        """What tells one page from another: its address, and the places that were not understood."""
        return self.url(path, self.page), self.unknown_places

    def url(self, path, page=1):
        """The list's address, the shortest that says the same."""
        pairs = self.pairs() + ([("page", page)] if page > 1 else [])
        return f"{path}?{urlencode(pairs)}" if pairs else path


def read(query, labels):
    """What the address asks for. Never fails."""
    text = " ".join(query.get("q", "")[:LONGEST_TEXT].replace("\x00", " ").split())
    places = [value for value in query.getlist("kommun")[:MOST_VALUES] if value.strip()]
    codes = [labels.municipality_code(value[:80]) for value in places]
    known = {
        "tjanst": [slug for slug in query.getlist("tjanst") if slug in labels.area_by_slug],
        "kommun": [code for code in codes if code],
        "lan": [code for code in query.getlist("lan") if code in labels.counties],
        "landet": [value for value in query.getlist("landet") if value == "ja"],
        "form": [code for code in query.getlist("form") if code in labels.legal_forms],
        "malgrupp": [slug for slug in query.getlist("malgrupp") if slug in labels.group_by_slug],
        "status": [value for value in query.getlist("status") if value in STATUSES],
        "register": [value for value in query.getlist("register") if value in REGISTER],
        "bekraftad": [value for value in query.getlist("bekraftad") if value in CONFIRMED],
        "avslutade": [value for value in query.getlist("avslutade") if value == "ja"],
        "svar": [value for value in query.getlist("svar") if value in ANSWERS],
        "grund": [value for value in query.getlist("grund")[:1] if value in Ground and value != USUAL_GROUND],
    }
    order = query.get("ordning", "")
    return Asked(
        text=text,
        chosen={name: list(dict.fromkeys(values))[:MOST_VALUES] for name, values in known.items() if values},
        order=order if order in SORTS else "",
        page=_page(query.get("page", "")),
        unknown_places=tuple(
            value[:80].replace("\x00", "") for value, code in zip(places, codes, strict=True) if not code
        ),
    )


def _page(text):
    """A page number; the first for anything else. The engine stops at the last page."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def as_search(asked, labels):
    """What was asked for, in the engine's terms."""
    chosen = asked.chosen
    return SearchQuery(
        text=asked.text,
        filters={
            "area": [labels.area_by_slug[slug].key for slug in chosen.get("tjanst", ())],
            "municipality": [int(code) for code in chosen.get("kommun", ())],
            "county": [int(code) for code in chosen.get("lan", ())],
            "whole_country": [1 for _ in chosen.get("landet", ())],
            "legal_form": [int(code) for code in chosen.get("form", ())],
            "target_group": [labels.group_by_slug[slug].key for slug in chosen.get("malgrupp", ())],
            "portal_status": [int(STATUSES[value]) for value in chosen.get("status", ())],
            "official_status": [int(REGISTER[value]) for value in chosen.get("register", ())],
            "confirmed": [CONFIRMED[value] for value in chosen.get("bekraftad", ())],
            "eligibility": [eligibility(asked.ground, ANSWERS[value]) for value in chosen.get("svar", ())],
        },
        with_bygone="avslutade" in chosen,
        sort=SORTS.get(asked.order, ""),
        page=asked.page,
        per_page=PER_PAGE,
    )
