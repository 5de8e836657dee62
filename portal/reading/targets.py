"""A place's targets as pages tell them: target, outcome, what ends before the target's year, and each one's own series.

Three queries, however many targets. A number that nobody has is missing, and never nought.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from portal.models import CheckedLink, IndicatorValue, Target, TargetEvent
from portal.models.targets import TargetState
from portal.reading.ending_work import Ending, ending_before, supported_contracts
from portal.reading.links import SILENCE, dead_link
from portal.services.targets import LABELS
from portal.target_bars import target_bars
from portal.target_standing import TONES, Judgement, Point, judge
from registry.models import ServiceArea
from registry.wording import NO_BREAK_SPACE, day_in_words, grouped, in_a_row

INVENTED = "påhittat mål"
MISSING = "saknas"
MOST_EVENTS = 50


class Number(NamedTuple):
    """What the source tells of a year, as exactly as it does."""

    year: int
    value: Decimal
    is_preliminary: bool


@dataclass(frozen=True)
class Told:
    """One target with its outcome. `series` are the years that count what this target counts, the oldest first."""

    target: Target
    outcome: Number | None
    judgement: Judgement
    series: tuple
    ending: Ending
    areas: tuple
    link: str = ""

    @property
    def standing(self):
        return self.judgement.standing

    @property
    def tone(self):
        return TONES[self.standing]

    @property
    def goal_in_words(self):
        return number(self.target.target_value, self.target.unit)

    @property
    def outcome_in_words(self):
        return number(self.outcome.value, self.target.unit) if self.outcome else MISSING

    @property
    def baseline_in_words(self):
        if self.target.baseline_value is None:
            return MISSING
        return f"{number(self.target.baseline_value, self.target.unit)} år {self.target.baseline_year}"

    @property
    def source(self):
        """Where the outcome comes from, or why there is none."""
        indicator = self.target.indicator
        if indicator is None:
            return "Kommunens eget mått. Portalen har inga siffror om det än."
        invented = "Påhittade värden i samma form som " if indicator.is_invented else ""
        told = f"{invented}{indicator.get_source_display()}, nyckeltal {indicator.code}: {indicator.title}."
        return f"{told} {indicator.does_not_cover}".strip()

    @property
    def source_in_short(self):
        """The outcome's source in a few words."""
        indicator = self.target.indicator
        invented = " (påhittade värden)" if indicator.is_invented else ""
        return f"{indicator.get_source_display()}, nyckeltal {indicator.code}{invented}"

    @property
    def decision(self):
        return f"{self.target.decided_by} {day_in_words(self.target.decided_on)}, {self.target.paragraph}"

    @property
    def facts(self):
        """What is counted and decided, as summary_list.html takes it."""
        return [
            {"key": "Vad som räknas", "value": self.target.definition, "note": self.areas_in_words},
            {"key": "Utgångsläge", "value": self.baseline_in_words},
            {"key": "Mål", "value": f"{self.goal_in_words} år {self.target.target_year}"},
            {"key": "Utfall", "value": self._outcome_fact(), "note": self.source},
            {"key": "Läge", "value": self.standing.label, "note": self._why()},
            {"key": "Avtal som slutar", "value": self.ending.in_words, "note": self.ending.note},
            {"key": "Beslut", "value": self.decision, "note": self.link},
        ]

    @property
    def areas_in_words(self):
        return f"Gäller {in_a_row([area['name'].lower() for area in self.areas])}." if self.areas else ""

    def _outcome_fact(self):
        if self.outcome is None:
            return "Saknas"
        told = f"{self.outcome_in_words} år {self.outcome.year}"
        return f"{told}, preliminärt" if self.outcome.is_preliminary else told

    def _why(self):
        expected = self.judgement.expected
        on_line = f" Linjen ligger på {number(expected, self.target.unit)}." if expected is not None else ""
        return self.judgement.why + on_line

    @property
    def former_facts(self):
        """What a target that no longer stands was: without a forecast, which would be of today."""
        return [row for row in self.facts if row["key"] != "Avtal som slutar"]

    @property
    def ended_in_words(self):
        """When and why it no longer stands."""
        day = day_in_words(timezone.localdate(self.target.closed_at))
        if self.target.state == TargetState.REPLACED:
            return f"Ersattes {day} av ett mål som räknar något annat."
        return f"Avslutades {day}. {self.target.end_reason}"

    @property
    def series_caption(self):
        invented = " (påhittade värden)" if self.target.indicator.is_invented else ""
        return f"Utfall år för år, {self.target.title}{invented}"

    @property
    def series_headers(self):
        return [{"label": "År"}, {"label": "Utfall", "number": True}]

    @property
    def series_rows(self):
        """The series as data_table.html takes it. It ends where the next definition begins."""
        return [
            [
                {"text": str(row.year), "small": "preliminärt" if row.is_preliminary else ""},
                {"text": number(row.value, self.target.unit), "number": True},
            ]
            for row in self.series
        ]


@dataclass(frozen=True)
class PlaceTargets:
    """Every target of a place: those that stand, and those that were replaced or ended."""

    place: object
    day: date
    standing: tuple
    former: tuple

    @property
    def is_invented(self):
        return any(row.target.is_invented for row in (*self.standing, *self.former))

    @property
    def has_invented_outcome(self):
        return any(row.target.indicator and row.target.indicator.is_invented for row in (*self.standing, *self.former))

    @property
    def behind(self):
        return [row for row in self.standing if row.standing == row.standing.BEHIND]

    @property
    def bars(self):
        """What components/target_bars.html draws."""
        return target_bars(
            (
                marked(row.target),
                row.target.unit,
                row.outcome.value if row.outcome else None,
                row.target.target_value,
                row.outcome_in_words if row.outcome else "Uppgift saknas",
                f"mål {row.goal_in_words} {row.target.target_year}",
            )
            for row in self.standing
        )

    @property
    def headers(self):
        return HEADERS

    @property
    def rows(self):
        """The table that says the same as the picture."""
        return [_row(row) for row in self.standing]

    @property
    def caption(self):
        return "Mål mot utfall, med påhittade uppgifter" if self._says_invented else "Mål mot utfall"

    @property
    def _says_invented(self):
        return self.is_invented or self.has_invented_outcome


HEADERS = [
    {"label": "Mål"},
    {"label": "Utgångsläge", "number": True},
    {"label": "Utfall", "number": True},
    {"label": "Målet", "number": True},
    {"label": "Läge"},
    {"label": "Avtal som slutar före målåret"},
]


def _row(row):
    outcome = {"text": row.outcome_in_words, "number": True}
    if row.outcome:
        outcome["small"] = f"år {row.outcome.year}"
        if row.target.indicator.is_invented:
            outcome["small"] += ", påhittat"
    return [
        {"text": row.target.title, "small": INVENTED if row.target.is_invented else ""},
        {"text": row.baseline_in_words, "number": True},
        outcome,
        {"text": row.goal_in_words, "small": f"år {row.target.target_year}", "number": True},
        {"tag": row.standing.label, "tone": row.tone},
        {"text": row.ending.short, "small": row.ending.short_value},
    ]


def marked(target):
    """The target's name, and that it is made up when it is."""
    return f"{target.title} ({INVENTED})" if target.is_invented else target.title


def number(value, unit):
    """A number as it is written in Swedish, with its unit."""
    rounded = value.quantize(Decimal("0.01")).normalize()
    words = grouped(rounded, max(0, -rounded.as_tuple().exponent))
    return f"{words}{NO_BREAK_SPACE}%" if unit == "procent" else f"{words} {unit}"


def of_place(place, at=None, *, contracts=None):
    """All that is told of a place's targets, as it stands on the day. `contracts`: the supported, if read already."""
    day = at or timezone.localdate()
    targets = list(_targets(place))
    if contracts is None:
        contracts = supported_contracts(place, day) if targets else []
    changed = {row.replaces_id: row.decided_on.year for row in targets if row.replaces_id}
    told = [_told(row, changed.get(row.pk), contracts, day) for row in targets]
    return PlaceTargets(
        place,
        day,
        tuple(row for row in told if row.target.state == TargetState.STANDING),
        tuple(row for row in told if row.target.state != TargetState.STANDING),
    )


def _targets(place):
    areas = ServiceArea.objects.filter(targets=OuterRef("pk")).order_by("position")
    links = CheckedLink.objects.filter(url=OuterRef("decision_url"))
    numbers = IndicatorValue.objects.told().filter(
        place=OuterRef("place"), indicator=OuterRef("indicator"), value__isnull=False
    )
    # A number of JSON would be a float: the value goes as text.
    number = JSONObject(year="year", value=Cast("value", TextField()), is_preliminary="is_preliminary")
    return (
        Target.objects.filter(place=place)
        .select_related("indicator", "place")
        .annotate(
            areas=ArraySubquery(areas.values(found=JSONObject(pk="pk", name="name"))),
            silent=ArraySubquery(links.values(found=JSONObject(**SILENCE))),
            numbers=ArraySubquery(numbers.order_by("year").values(found=number)),
        )
        .order_by("target_year", "title", "pk")
    )


def _told(target, changed, contracts, day):
    """`changed` is the year in which another definition took over: from then on the numbers are not this target's."""
    begins = _begins(target)
    values = [Number(row["year"], Decimal(row["value"]), row["is_preliminary"]) for row in target.numbers]
    series = tuple(row for row in values if row.year >= begins and (changed is None or row.year < changed))
    outcome = series[-1] if series else None
    judgement = judge(
        Point(target.target_value, target.target_year),
        Point(outcome.value, outcome.year) if outcome else None,
        None if target.baseline_value is None else Point(target.baseline_value, target.baseline_year),
    )
    ending = ending_before(contracts, date(target.target_year, 1, 1), {area["pk"] for area in target.areas}, day)
    return Told(target, outcome, judgement, series, ending, tuple(target.areas), dead_link(target.silent))


def _begins(target):
    """The first year of the series: the decision's for one that replaced another, else the baseline's if known."""
    if target.replaces_id:
        return target.decided_on.year
    return min(target.decided_on.year, target.baseline_year or target.decided_on.year)


def events(place):
    """What has happened to the place's targets, the oldest first, as timeline.html takes it. Who did it is not told."""
    rows = TargetEvent.objects.filter(target__place=place).select_related("target").order_by("-created_at", "-pk")
    return [
        {
            "when": timezone.localdate(row.created_at),
            "text": f"{LABELS[row.action]}: {marked(row.target)}",
            "note": row.note,
            "kind": "portal",
        }
        for row in reversed(list(rows[:MOST_EVENTS]))
    ]
