"""How long applications take here, open to all (N30)."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Max
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.charts.chart import chart
from registry.charts.drawing import lines
from registry.charts.series import PEERS, Line, Series
from registry.exports import Column, export, links
from registry.models import ApplicationEvent
from registry.models.applications import State
from registry.reading import service_levels
from registry.reading.service_levels import FEWEST
from registry.views import drawn
from registry.wording import MONTHS, NO_BREAK_SPACE, number_in_words

KEPT = drawn.Kept(most=4, seconds=300)
TOO_FEW = f"Färre än {number_in_words(FEWEST)}"
NONE = "Inga ärenden"
OUTCOMES = {
    State.APPROVED: "Godkända",
    State.REJECTED: "Avslagna",
    State.DISMISSED: "Avvisade",
    State.WITHDRAWN: "Återkallade",
}
STEPS = {
    "taking": "Från inkommen till tagen",
    "examining": "Från tagen till beslut",
    "altogether": "Från inkommen till beslut",
}
COLUMNS = [
    Column("period", "Period"),
    Column("is_whole", "Hela perioden"),
    *[
        Column(f"{step}_{name}", f"{label}, {words}")
        for step, label in STEPS.items()
        for name, words in (("count", "ärenden"), ("median", "median, dagar"), ("ninetieth", "90:e percentil, dagar"))
    ],
    Column("closed", "Avslutade"),
    *[Column(state, label) for state, label in OUTCOMES.items()],
    Column("sent_back", "Fick komplettera"),
]
SPREAD_HEADERS = [
    {"label": "Steg"},
    {"label": "Ärenden", "number": True},
    {"label": "Median", "number": True},
    {"label": "90:e percentil", "number": True},
]
MONTH_HEADERS = [
    {"label": "Månad"},
    {"label": "Beslut", "number": True},
    {"label": "Median", "number": True},
    {"label": "90:e percentil", "number": True},
    {"label": "Avslutade", "number": True},
    {"label": "Fick komplettera", "number": True},
]
QUEUE_HEADERS = [
    {"label": "Läge"},
    {"label": "Ärenden", "number": True},
    {"label": "Median", "number": True},
    {"label": "Äldsta", "number": True},
]
SHARE_HEADERS = [
    {"label": "Utgång"},
    {"label": "Ärenden", "number": True},
    {"label": "Andel", "number": True},
]
REASON_HEADERS = [
    {"label": "Vad som saknades"},
    {"label": "Ärenden", "number": True},
    {"label": "Andel av avslutade", "number": True},
]


@login_not_required
@require_safe
def service_level(request):
    """The last twelve months, month by month, and the queue now."""
    told = _report()
    whole = told.whole
    context = {
        "report": told,
        "steps": [_spread_row(label, getattr(whole, step)) for step, label in STEPS.items()],
        "spread_headers": SPREAD_HEADERS,
        "months": [_month_row(month) for month in reversed(told.months)],
        "month_headers": MONTH_HEADERS,
        "queue": [_queue_row(group) for group in told.queue],
        "queue_headers": QUEUE_HEADERS,
        "outcomes": [_share_row(label, whole.outcomes[state], whole) for state, label in OUTCOMES.items()],
        "share_headers": SHARE_HEADERS,
        "sent_back": _share_words(whole.sent_back, whole),
        "reasons": [_share_row(label, number, whole) for label, number in told.reasons],
        "reason_headers": REASON_HEADERS,
        "altogether": days_in_words(whole.altogether, whole.altogether.median),
        "ninetieth": days_in_words(whole.altogether, whole.altogether.ninetieth),
        **_chart(told.months),
        "files": links("service_level_file"),
    }
    return render(request, "registry/service_level.html", context)


@login_not_required
@require_safe
def service_level_file(request, kind):
    """The same figures: a row for the twelve months together and one for each month."""
    told = _report()
    rows = [_file_row("senaste 12 månaderna", told.whole)]
    rows += [_file_row(f"{month.starts_on:%Y-%m}", month) for month in told.months]
    return export(rows, COLUMNS, kind, filename="handlaggningstider")


def _report():
    """The report, counted anew when something has happened in a case, and every fifth minute."""
    key = (timezone.localdate(), ApplicationEvent.objects.aggregate(last=Max("pk"))["last"])
    told = KEPT.get(key)
    if told is None:
        told = service_levels.report()
        KEPT.put(key, told)
    return told


def days_in_words(spread, days):
    """So many days, or why no number is given."""
    if days is None:
        return TOO_FEW if spread.count else NONE
    return _days(days)


def _days(days):
    return f"{days:.1f}".replace(".", ",") + f"{NO_BREAK_SPACE}dagar"


def _spread_row(label, spread):
    return [{"text": label}, *_numbers(spread.count, *(_of(spread, name) for name in ("median", "ninetieth")))]


def _of(spread, name):
    return days_in_words(spread, getattr(spread, name))


def _numbers(*texts):
    return [{"text": text, "number": True} for text in texts]


def month_in_words(month):
    """november 2026, and so far when it is not over."""
    words = f"{MONTHS[month.starts_on.month - 1]} {month.starts_on.year}"
    return words if month.is_whole else f"{words}, hittills"


def _month_row(month):
    spread = month.altogether
    return [
        {"text": month_in_words(month)},
        *_numbers(
            spread.count,
            _of(spread, "median"),
            _of(spread, "ninetieth"),
            month.closed,
            _share_words(month.sent_back, month),
        ),
    ]


def _queue_row(group):
    middle = _days(group.median) if group.median is not None else (TOO_FEW if group.count else NONE)
    oldest = _days(group.oldest) if group.oldest is not None else NONE
    return [{"text": group.label}, *_numbers(group.count, middle, oldest)]


def _share_words(number, period):
    share = period.share(number)
    if share is None:
        return TOO_FEW if period.closed else NONE
    return f"{share}{NO_BREAK_SPACE}%"


def _share_row(label, number, period):
    return [{"text": label}, *_numbers(number, _share_words(number, period))]


def _chart(months):
    """The picture of the months; the page has a table that says more. Nothing when no month has enough cases."""
    medians = tuple(month.altogether.median for month in months)
    if not any(value is not None for value in medians):
        return {"chart": None}
    series = Series(
        key="tider",
        title="Dagar från inkommen ansökan till beslut, månad för månad",
        unit="dagar",
        sign="dagar",
        heading="Månad",
        labels=tuple(f"{MONTHS[month.starts_on.month - 1][:3]} {month.starts_on:%y}" for month in months),
        lines=(
            Line("Median", medians),
            Line("90:e percentil", tuple(month.altogether.ninetieth for month in months), PEERS),
        ),
    )
    return {"chart": chart(series, lines, note="Färre än fem beslut en månad räknas inte.", with_table=False)}


def _file_row(name, period):
    row = {"period": name, "is_whole": period.is_whole, "closed": period.closed, "sent_back": period.sent_back}
    for step in STEPS:
        spread = getattr(period, step)
        row |= {f"{step}_count": spread.count}
        row |= {f"{step}_{name}": _rounded(getattr(spread, name)) for name in ("median", "ninetieth")}
    return row | {state: period.outcomes[state] for state in OUTCOMES}


def _rounded(days):
    return None if days is None else round(days, 1)
