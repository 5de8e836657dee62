"""Writes what Kolada said into the database: one COPY, one upsert. The caller's transaction holds all of it.

What the source no longer has is marked as taken back, without a number. An invented series goes when its real one
comes, and is left alone, whole, while there is none: the two are never mixed.
"""

from dataclasses import dataclass, field, fields

from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.kolada.answers import is_preliminary
from portal.models import Indicator, IndicatorValue, Place
from registry.validators import mask_personal_numbers
from registry.wording import percent

SHOWN = 5


class TooMuchLost(Exception):
    """The answers would take away more of a measure's values than is believed without a person's word."""

    def __init__(self, losses):
        self.losses = losses
        told = [f"{code} ({lost} av {held})" for code, held, lost in losses[:SHOWN]]
        more = f" och {len(losses) - SHOWN} till" if len(losses) > SHOWN else ""
        super().__init__(
            f"Mer än {percent(str(settings.KOLADA_GUARD))} av värdena skulle försvinna för {', '.join(told)}{more}. "
            "Ingenting är ändrat. Se efter hos Kolada. Stämmer det, kör igen med --accept-loss."
        )


@dataclass(frozen=True)
class Scope:
    """What was asked for. `is_whole`: the answers are all that the source has, so what they lack is gone."""

    codes: tuple
    years: tuple | None  # first and last; None when whatever the files hold
    is_whole: bool


@dataclass
class Written:
    """What came of it. The lists name codes, so that they can be looked up."""

    values: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    taken_back: int = 0
    repeated: int = 0
    outside: int = 0
    invented_removed: list = field(default_factory=list)
    still_invented: list = field(default_factory=list)
    without_values: list = field(default_factory=list)
    renamed: list = field(default_factory=list)  # [code, ours, theirs]
    gone: list = field(default_factory=list)
    unknown_places: dict = field(default_factory=dict)
    unknown_codes: dict = field(default_factory=dict)
    statuses: dict = field(default_factory=dict)
    losses: list = field(default_factory=list)  # [code, held, lost]
    refused: list = field(default_factory=list)  # [where, reason]

    @property
    def changes_nothing(self):
        return not (self.new or self.changed or self.taken_back or self.invented_removed)

    def as_json(self):
        return {item.name: getattr(self, item.name) for item in fields(self)}


def write(gathered, scope, *, at, accept_loss=False):
    """Write values and what was said of their measures. Raises `TooMuchLost`: then all of it must be rolled back."""
    written = Written(
        repeated=gathered.repeated,
        statuses=gathered.statuses,
        refused=[[row.where, row.reason] for row in gathered.refused],
    )
    indicators = {row.code: row for row in Indicator.objects.filter(code__in=scope.codes).select_for_update()}
    _note_measures(indicators, gathered, scope, written, at)
    values = _known(gathered.values, indicators, scope, written)
    told = {value.indicator for value in values if value.value is not None}
    values = _never_mixed(values, indicators, told, written)
    written.values = len(values)
    written.without_values = sorted(
        code for code, row in indicators.items() if scope.is_whole and code not in told and row.gone_on is None
    )
    _copy(values, gathered, indicators, timezone.localdate(at))
    bounds = _bounds(values, indicators, gathered, scope)
    written.losses = _losses(bounds)
    if written.losses and not accept_loss:
        raise TooMuchLost(written.losses)
    written.new, written.changed, deleted = _upsert(at)
    written.unchanged = len(values) - written.new - written.changed - deleted
    written.taken_back = deleted + _take_back(bounds, at)
    return written


# --- Measures ---


def _note_measures(indicators, gathered, scope, written, at):
    """Keep what the source says of each measure: its name now, its last year, the day its values are final."""
    for code, row in sorted(indicators.items()):
        said = gathered.measures.get(code)
        if said is not None:
            row.title_at_source = mask_personal_numbers(said.title, strict=True)[:250]
            row.published_year, row.final_on, row.gone_on = said.published_year, said.final_on, None
        elif scope.is_whole and gathered.all_measures_read:
            row.gone_on = row.gone_on or timezone.localdate(at)
        else:
            continue
        if row.was_renamed:
            written.renamed.append([code, row.title, row.title_at_source])
        if row.gone_on:
            written.gone.append(code)
    told = ["title_at_source", "published_year", "final_on", "gone_on"]
    Indicator.objects.bulk_update(indicators.values(), told, batch_size=500)


# --- Which values are taken ---


def _known(values, indicators, scope, written):
    """The values of our measures and places, in the years that were asked for. The others are counted by name."""
    places = set(Place.objects.values_list("code", flat=True))
    first, last = scope.years or (0, 9999)
    known = []
    for value in values.values():
        if value.indicator not in indicators:
            written.unknown_codes[value.indicator] = written.unknown_codes.get(value.indicator, 0) + 1
        elif value.place not in places:
            written.unknown_places[value.place] = written.unknown_places.get(value.place, 0) + 1
        elif not first <= value.year <= last:
            written.outside += 1
        else:
            known.append(value)
    return known


def _never_mixed(values, indicators, told, written):
    """Take away the invented values of measures that now have real ones; leave the others' alone."""
    invented = {code for code, row in indicators.items() if row.is_invented}
    replaced, kept = sorted(invented & told), invented - told
    IndicatorValue.objects.filter(indicator__in=replaced).delete()
    Indicator.objects.filter(code__in=replaced).update(is_invented=False)
    written.invented_removed, written.still_invented = replaced, sorted(kept)
    return [value for value in values if value.indicator not in kept] if kept else values


# --- In the database ---


def _copy(values, gathered, indicators, today):
    """Lay the values in a table of this transaction's own, and beside them the keys that nothing is known about."""
    years = {value.year for value in values}
    preliminary = {
        (code, year): is_preliminary(year, row.published_year, row.final_on, today)
        for code, row in indicators.items()
        for year in years
    }
    answered = {value.key for value in values}
    unclear = {row.key for row in gathered.refused if row.key} - answered
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute("set local client_min_messages = warning")
        cursor.execute("drop table if exists pg_temp.kolada_answer")
        cursor.execute(
            "create temporary table kolada_answer (indicator_id varchar(20), place_id varchar(4), year smallint, "
            "gender varchar(1), value numeric(20, 8), is_preliminary boolean, is_deleted boolean, is_known boolean) "
            "on commit drop"
        )
        with cursor.copy("copy kolada_answer from stdin") as copy:
            for value in values:
                is_early = value.value is not None and preliminary[value.indicator, value.year]
                copy.write_row((*value.key, value.value, is_early, value.is_deleted, True))
            for key in unclear:
                if len(key[1]) <= 4:
                    copy.write_row((*key, None, False, False, False))
        # Without these the planner may compare every row with every row, when much has come in since it last looked.
        cursor.execute("create unique index on kolada_answer (indicator_id, year, place_id, gender)")
        cursor.execute("analyze kolada_answer")
        cursor.execute("analyze portal_indicatorvalue")


@dataclass(frozen=True)
class _Bounds:
    codes: list  # measures whose values may be compared with what stands
    whole: list  # those of which the answers hold all there is
    years: list

    def as_parameters(self):
        return {"codes": self.codes, "whole": self.whole, "years": self.years}


def _bounds(values, indicators, gathered, scope):
    """What may be said of values that the answers lack.

    Nothing of a measure that the source no longer has, nor of one that is still invented. Nothing at all when a row
    could not be read so far that it is known whose it was: it may be the one that is missed.
    """
    is_whole = scope.is_whole and gathered.all_keys_read
    standing = sorted(
        Indicator.objects.filter(code__in=indicators, gone_on=None, is_invented=False).values_list("code", flat=True)
    )
    if scope.years:
        years = list(range(scope.years[0], scope.years[1] + 1))
    else:
        years = sorted({value.year for value in values})
    return _Bounds(standing, standing if is_whole else [], years)


_ABSENT = (
    "not exists (select from kolada_answer a where (a.indicator_id, a.place_id, a.year, a.gender) = "
    "(v.indicator_id, v.place_id, v.year, v.gender))"
)


def _losses(bounds):
    """[code, numbers that stand, numbers that would go] of measures that would lose too many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select v.indicator_id, count(*) held, count(*) filter (where "
            "  case when a.indicator_id is null then v.indicator_id = any(%(whole)s) "
            "  else a.is_known and a.value is null end) lost "
            "from portal_indicatorvalue v left join kolada_answer a using (indicator_id, place_id, year, gender) "
            "where v.indicator_id = any(%(codes)s) and v.year = any(%(years)s) and v.value is not null "
            "group by v.indicator_id order by v.indicator_id",
            bounds.as_parameters(),
        )
        return [list(row) for row in cursor.fetchall() if row[2] * 100 > row[1] * settings.KOLADA_GUARD]


def _upsert(at):
    """(new, changed, marked as taken back). A value that says the same as before is not touched."""
    with connection.cursor() as cursor:
        cursor.execute(
            "with written as ("
            "  insert into portal_indicatorvalue as v "
            "    (indicator_id, place_id, year, gender, value, is_preliminary, is_deleted, read_at) "
            "  select indicator_id, place_id, year, gender, value, is_preliminary, is_deleted, %s "
            "  from kolada_answer where is_known order by indicator_id, year, place_id, gender "
            "  on conflict (indicator_id, year, place_id, gender) do update set value = excluded.value, "
            "    is_preliminary = excluded.is_preliminary, is_deleted = excluded.is_deleted, "
            "    read_at = excluded.read_at "
            "  where (v.value, v.is_preliminary, v.is_deleted) "
            "    is distinct from (excluded.value, excluded.is_preliminary, excluded.is_deleted) "
            "  returning xmax = 0 as is_new, v.is_deleted) "
            "select count(*) filter (where is_new), count(*) filter (where not is_new and not is_deleted), "
            "  count(*) filter (where not is_new and is_deleted) from written",
            [at],
        )
        return cursor.fetchone()


def _take_back(bounds, at):
    """Mark what stands with us and is no longer in the source. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update portal_indicatorvalue v "
            "set value = null, is_preliminary = false, is_deleted = true, read_at = %(at)s "
            "where v.indicator_id = any(%(whole)s) and v.year = any(%(years)s) and not v.is_deleted and " + _ABSENT,
            {**bounds.as_parameters(), "at": at},
        )
        return cursor.rowcount
