"""What the pages about organisations' own figures take: on a place's page, and on the page of one."""

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse

from portal.models import LocalValue
from portal.models.local_figures import MeasureState, ParticipantState
from portal.reading.local_figures import HIDDEN, TOGETHER
from registry.charts.series import WITHHELD
from registry.wording import capitalised, in_a_row

State = ParticipantState
MOST_COLUMNS = 4  # organisations beside each other in a table


def section(found):
    """What templates/portal/place_local_figures.html takes. `found`: [Told] of the place."""
    rows = [
        {"url": row.url, "label": row.name, "note": f"Räknas av {row.some}.", "aside": row.last_in_words}
        for row in found
    ]
    return {
        "local_figures": rows,
        "local_figures_are_invented": any(row.measure.is_invented for row in found),
        "local_figures_url": reverse("local_figure_list"),
    }


def facts(row):
    """What is counted, as summary_list.html takes it."""
    measure = row.measure
    rows = [
        ("Vad som räknas", linebreaksbr(measure.definition)),
        ("Enhet", measure.unit_word),
        ("När", row.counting),
        ("Tjänst", str(measure.service_area) if measure.service_area_id else "Ingen bestämd tjänst"),
        ("Vilka räknar", row.who),
        ("Kan samma sak räknas av flera?", row.overlap_in_words),
    ]
    if measure.counts_people:
        rows.append(("Små tal", f"{capitalised(WITHHELD)} visas inte exakt, för att ingen ska kunna pekas ut."))
    return [{"key": key, "value": value} for key, value in rows]


def table(row):
    """(headers, rows) of data_table.html: a row a year, the last first; of many organisations a row for each."""
    years = tuple(reversed(row.years))
    columns = [(held.name_in_full, [_cell(row, held, year) for year in years]) for held in row.counters]
    if row.has_sums:
        columns.append((TOGETHER, [_sum(row, year) for year in years]))
    if is_wide(row):
        headers = [{"label": "Organisation"}, *({"label": str(year), "number": True} for year in years)]
        return headers, [[{"text": name}, *cells] for name, cells in columns]
    headers = [{"label": "År"}, *({"label": name, "number": True} for name, _ in columns)]
    return headers, [[{"text": str(year)}, *(cells[place] for _, cells in columns)] for place, year in enumerate(years)]


def is_wide(row):
    """Whether so many count that years stand beside each other and organisations under each other."""
    return len(row.counters) > MOST_COLUMNS


def _cell(row, held, year):
    return {"text": row.number_in_words(held.numbers.get(year)), "number": True}


def _sum(row, year):
    return {"text": row.total_in_words(year), "small": "" if is_wide(row) else row.total(year).note, "number": True}


def sources(row):
    """[(organisation, [(year, number)])]: where every number comes from, the last year first."""
    return [(held, sorted(held.numbers.items(), reverse=True)) for held in row.counters if held.numbers]


def history(measure):
    """What has happened, oldest first, as timeline.html takes it: organisations, never persons, never small numbers."""
    events = []
    parts = list(measure.participants.filter(state__in=[State.IN, State.LEFT]).select_related("organisation"))
    values = list(measure.values.select_related("organisation").order_by("given_at", "year"))
    with_value = {row.organisation_id for row in values if not row.closed}
    named = {row.organisation_id for row in parts if row.state == State.IN} | with_value
    for row in parts:
        if row.organisation_id in named:
            verb = "började räkna" if row.organisation_id == measure.started_by_id else "gick med"
            events.append(_event(row.answered_at, f"{_name(row.organisation)} {verb}"))
            if row.ended_at:
                events.append(_event(row.ended_at, f"{_name(row.organisation)} lämnade räkningen"))
    events += _given([row for row in values if row.organisation_id in named])
    if measure.closed_at:
        text = "Räkningen avslutades" if measure.state == MeasureState.CLOSED else "Ersattes av en ny räkning"
        events.append(_event(measure.closed_at, text, measure.close_reason))
    return sorted(events, key=lambda event: event["when"])


def _given(values):
    """Numbers put in, changed and taken back: those of one moment together."""
    replaced = {(row.organisation_id, row.year, row.closed_at) for row in values if row.closed == "replaced"}
    moments = {}
    for row in values:
        verb = "ändrade" if (row.organisation_id, row.year, row.given_at) in replaced else "lade in"
        moments.setdefault((row.given_at, _name(row.organisation), verb), []).append(row.year)
        if row.closed == LocalValue.Closed.TAKEN_BACK:
            moments.setdefault((row.closed_at, _name(row.organisation), "tog tillbaka"), []).append(row.year)
    for (when, name, verb), years in moments.items():
        yield _event(when, f"{name} {verb} {in_a_row([str(year) for year in sorted(years)])}")


def _event(when, text, note=""):
    return {"when": when, "text": text, "note": note, "kind": ""}


def _name(organisation):
    return organisation.name if organisation.published_at else HIDDEN
