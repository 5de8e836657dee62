"""Social terms as pages tell them: on the notice, on the authority's checklist, and target against outcome by year."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import ExtractYear
from django.urls import reverse

from procurement.models import Lot, Procurement, SocialTarget, SocialTerm
from procurement.models.procurements import State
from procurement.social_process import PROCESS, is_late
from registry.charts.chart import chart
from registry.charts.drawing import lines
from registry.charts.series import PEERS, Line, Series
from registry.wording import day_in_words, in_a_row, number_in_words, percent

MOST_YEARS = 10
SERVICE_CODES = r"^[5-9]"  # the vocabulary's divisions 50 to 98 are services, those before are goods and works
NO_TARGET = "Inget mål"
LATE = "Försenat"


# --- A procurement's terms ---


def terms(rows):
    """A procurement's terms for everybody, as summary_list.html takes them."""
    return [{"key": term.get_kind_display(), "value": _numbers(term), "note": _said(term)} for term in rows]


def _said(term):
    return f"Villkoret: {term.description}" if term.description else ""


def _numbers(term):
    told = [
        f"{term.get_level_display()}.",
        _pair("Personer i arbete", term.persons_expected, term.persons_achieved),
        _pair("Praktikplatser", term.internships_expected, term.internships_achieved),
    ]
    return " ".join(filter(None, told))


def _pair(name, expected, achieved):
    known = [(expected, "förväntat"), (achieved, "uppnått")]
    told = [f"{number} {word}" for number, word in known if number is not None]
    return f"{name}: {', '.join(told)}." if told else ""


# --- The eight steps ---


def checklist(authority, today):
    """The steps as task_list.html takes them, late ones flagged."""
    held = {row.step: row for row in authority.social_steps.select_related("owner")}
    return [_task(authority, step, held.get(step.key), today) for step in PROCESS]


def step_as_saved(row):
    """What a colleague has saved of a step, by whom and when."""
    return {
        "by": str(row.changed_by),
        "at": row.changed_at,
        "rows": [
            {"key": "Ansvarig", "value": str(row.owner) if row.owner else "Ingen än"},
            {"key": "Klart senast", "value": day_in_words(row.due_on) if row.due_on else "Ingen dag än"},
            {"key": "Blev klart", "value": day_in_words(row.done_on) if row.done_on else "Inte än"},
            {"key": "Anteckning", "value": row.note or "Ingen"},
        ],
    }


def _task(authority, step, row, today):
    status, tone = "Att göra", "info"
    if row and row.done_on:
        status, tone = f"Klart {day_in_words(row.done_on)}", ""
    elif row and is_late(row.due_on, row.done_on, today):
        status, tone = LATE, "warning"
    told = [", ".join(step.roles)]
    if row and row.owner:
        told.append(f"Ansvarig: {row.owner}")
    if row and row.due_on and not row.done_on:
        told.append(f"Klart senast {day_in_words(row.due_on)}")
    return {
        "name": f"{step.number}. {step.title}",
        "url": reverse("social_step", args=[authority.slug, step.key]),
        "status": status,
        "tone": tone,
        "note": ". ".join(told),
    }


# --- Target and outcome ---


@dataclass(frozen=True)
class Outcome:
    """A year: its target if there is one, and how many of the procurements that count have terms.

    `unclear` are those published that year of which no CPV code tells whether they are services: they are not counted.
    """

    year: int
    target: SocialTarget | None = None
    published: int = 0
    with_terms: int = 0
    demands: int = 0
    unclear: int = 0
    expected: int | None = None
    achieved: int | None = None

    @property
    def share(self):
        """Percent with one decimal; None when nothing was published: that is no nought."""
        if not self.published:
            return None
        return (Decimal(100 * self.with_terms) / self.published).quantize(Decimal("0.1"))


def outcomes(authority, today):
    """The years with a target or a term, up to this one, the newest first. At most ten. Three queries."""
    targets = {row.year: row for row in authority.social_targets.all()}
    counted = {row["year"]: row for row in _counted(authority)}
    people = {row["year"]: row for row in _people(authority)}
    told = [*targets, *(year for year, row in counted.items() if row["all_terms"]), today.year]
    years = [year for year in range(max(told), min(told) - 1, -1) if year <= today.year or year in targets]
    return [
        _outcome(year, targets.get(year), counted.get(year, {}), people.get(year, {})) for year in years[:MOST_YEARS]
    ]


def _outcome(year, target, counts, people):
    prefix = "all" if target and target.scope == SocialTarget.Scope.ALL else "service"
    return Outcome(
        year,
        target,
        counts.get(prefix, 0),
        counts.get(f"{prefix}_terms", 0),
        counts.get(f"{prefix}_demands", 0),
        counts.get("unclear", 0) if prefix == "service" else 0,
        people.get("expected"),
        people.get("achieved"),
    )


def _published(authority):
    rows = Procurement.objects.filter(authority=authority, withdrawn_at=None, published_at__isnull=False)
    return rows.exclude(state=State.CANCELLED)


def _counted(authority):
    """By year: procurements published, and those of them with terms and with demands; services and all."""
    lots = Lot.objects.filter(procurement=OuterRef("pk"))
    its_terms = SocialTerm.objects.filter(procurement=OuterRef("pk"))
    marked = _published(authority).annotate(
        year=ExtractYear("published_at"),
        has_terms=Exists(its_terms),
        demands=Exists(its_terms.filter(level=SocialTerm.Level.DEMAND)),
        is_service=Exists(lots.filter(cpv__regex=SERVICE_CODES)),
        is_clear=Exists(lots.exclude(cpv="")),
    )
    service = Q(is_service=True)
    return marked.values("year").annotate(
        all=Count("pk"),
        all_terms=Count("pk", filter=Q(has_terms=True)),
        all_demands=Count("pk", filter=Q(demands=True)),
        service=Count("pk", filter=service),
        service_terms=Count("pk", filter=service & Q(has_terms=True)),
        service_demands=Count("pk", filter=service & Q(demands=True)),
        unclear=Count("pk", filter=Q(is_clear=False)),
    )


def _people(authority):
    """By year of the notice: persons in work that were expected and achieved. None where nobody has told."""
    rows = SocialTerm.objects.filter(procurement__in=_published(authority))
    by_year = rows.annotate(year=ExtractYear("procurement__published_at")).values("year")
    return by_year.order_by("year").annotate(expected=Sum("persons_expected"), achieved=Sum("persons_achieved"))


HEADERS = [
    {"label": "År"},
    {"label": "Mål", "number": True},
    {"label": "Utfall", "number": True},
    {"label": "Med sociala villkor", "number": True},
    {"label": "Personer i arbete", "number": True},
]


def table(rows, today):
    """Target and outcome, as data_table.html takes them."""
    return [
        [
            {"text": str(row.year), "small": "hittills" if row.year == today.year else ""},
            {"text": f"{row.target.percent}\u00a0%" if row.target else NO_TARGET, "number": True},
            {"text": in_words(row, today), "number": True},
            {"text": _of(row), "small": _demands(row), "number": True},
            {"text": _people_in_words(row), "number": True},
        ]
        for row in rows
    ]


def in_words(row, today):
    """The outcome as a share, or that there is nothing to take a share of."""
    if row.year > today.year:
        return "Har inte börjat"
    if row.share is None:
        return "Inga upphandlingar i år" if row.year == today.year else "Inga upphandlingar"
    return percent(row.share)


def _of(row):
    return f"{row.with_terms} av {row.published}" if row.published else "–"


def _demands(row):
    return f"varav {row.demands} med krav" if row.with_terms else ""


def _people_in_words(row):
    told = [(row.expected, "förväntat"), (row.achieved, "uppnått")]
    return ", ".join(f"{number} {word}" for number, word in told if number is not None) or "Uppgift saknas"


def unclear_sentence(rows):
    """That some could not be counted, when some could not."""
    number = sum(row.unclear for row in rows)
    if not number:
        return ""
    which = "En upphandling" if number == 1 else f"{number_in_words(number).capitalize()} upphandlingar"
    return f"{which} saknar CPV-kod. Då går det inte att se om det är en tjänst, så den räknas inte."


def definitions(rows):
    """What each target counts, as summary_list.html takes it: years with one definition together, a new one apart."""
    told = []
    for _, group in _series(rows):
        targets = [row.target for row in group]
        years = sorted(row.year for row in targets)
        last = targets[-1]
        told.append(
            {
                "key": str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}",
                "value": f"{last.get_scope_display()}. {last.definition}",
                "note": f"Beslut: {in_a_row(list(dict.fromkeys(target.decision for target in targets)))}",
            }
        )
    return told


def decisions(rows):
    """Links to the decisions, as rows.html takes them."""
    targets = [row.target for row in rows if row.target and row.target.decision_url]
    links = dict.fromkeys((target.decision_url, target.decision) for target in targets)
    return [{"url": url, "label": label} for url, label in links]


def _series(rows):
    """Runs of years, oldest first, whose targets count the same: a new definition begins a new run."""

    def same(row):
        return row.target and (row.target.scope, row.target.definition)

    return [(key, list(group)) for key, group in groupby(reversed(rows), key=same) if key]


def charts(rows):
    """A picture for each run of at least two years: the outcome as a thick line, the target dashed."""
    drawn = []
    for number, (_, group) in enumerate(_series(rows), start=1):
        if len(group) < 2:
            continue
        series = Series(
            key=f"mal{number}",
            title=f"Mål och utfall {group[0].year} till {group[-1].year}",
            unit="procent",
            sign="%",
            heading="År",
            labels=tuple(str(row.year) for row in group),
            lines=(
                Line("Utfall", tuple(row.share for row in group)),
                Line("Mål", tuple(row.target.percent for row in group), PEERS),
            ),
        )
        drawn.append(chart(series, lines, with_table=False))
    return drawn
