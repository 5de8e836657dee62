"""Yearly statements read: what an entity owes, what is missing, and what the register said of each recipient."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from registry.family_graph import Span
from registry.models import AnnualStatement, LegalEntity, StatementReminder
from registry.reading import facts, register_spans, standing
from registry.statement_years import Year, next_year, years_owed

# The public page says that a statement is missing this long after its last day, and this long after the warning.
TOLD_AFTER = timedelta(days=30)
WARNED_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Duty:
    """What an entity owes: the years of which a statement is asked, and when its value transfers are limited."""

    entity: LegalEntity
    known: facts.Known
    years: list[Year]
    bound: list[Span]
    arrived: date | None
    handed_in: list

    @property
    def is_bound(self):
        return bool(self.years)


def entities_to_state(entities=None):
    """Entities with all that a duty is read from, in a fixed number of questions."""
    entities = LegalEntity.objects.all() if entities is None else entities
    return entities.select_related("organisation", "legal_form").prefetch_related(
        "verifications",
        "applications",
        "official_registrations",
        "official_checks",
        "statement_reminders",
        Prefetch("annual_statements", AnnualStatement.objects.standing(), to_attr="standing_statements"),
    )


def duty(entity, today=None):
    """What the entity owes on the day. It comes from `entities_to_state`."""
    known = standing.known(entity)
    handed_in = [(row.year_begins, row.year_ends) for row in entity.standing_statements]
    years, bound, arrived = owed(known, handed_in, today or timezone.localdate())
    return Duty(entity, known, years, bound, arrived, handed_in)


def owed(known, handed_in, today):
    """From what is known of an entity: years owed, when its transfers are limited, the day it came to the portal."""
    bound = [Span(row.period.first, row.bound_until) for row in register_spans.registrations(known)]
    arrived = min((row.received for row in known.cases), default=None)
    months = settings.ANNUAL_STATEMENT_MONTHS
    years = years_owed(bound, arrived, handed_in, today, months=months) if arrived else []
    return years, bound, arrived


def may_state(held, today=None):
    """Whether the entity may hand in statements: it owes them, or it is verified and shows its transfers freely."""
    return bool(held.years) or standing.is_verified(held.entity, today)


def suggested_year(held, today=None):
    """First and last day of the year that the next statement is about, or None when none is waited for."""
    today = today or timezone.localdate()
    return next_year(held.bound, held.arrived or today, held.handed_in, today)


def missing(known, handed_in, warned, at=None):
    """The years of which the public page says that the statement is missing: long overdue, and warned of in time.

    `warned`: (first day of the year, moment) of each warning that was sent.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    told = {begins for begins, sent_at in warned if sent_at + WARNED_BEFORE <= at}
    if not told:
        return []
    years, _, _ = owed(known, handed_in, today)
    return [row for row in years if row.is_overdue(today) and row.due_on + TOLD_AFTER <= today and row.begins in told]


def missing_in(organisation_id, at=None):
    """The entities of a family of which a statement is missing, with the years: [(entity, years)]."""
    warned = warned_entities().filter(organisation=organisation_id).order_by("sort_key", "pk")
    return [(entity, years) for entity in entities_to_state(warned) if (years := missing_of(entity, at))]


def missing_of(entity, at=None):
    """The years of which the entity's statement is missing. It comes from `entities_to_state`."""
    held = duty(entity)
    return missing(held.known, held.handed_in, _warned(held), at)


def warned_entities():
    """Entities that have been warned that a statement is overdue, handed in since or not."""
    return LegalEntity.objects.filter(statement_reminders__stage=StatementReminder.Stage.OVERDUE).distinct()


def _warned(held):
    overdue = StatementReminder.Stage.OVERDUE
    return [(row.year_begins, row.sent_at) for row in held.entity.statement_reminders.all() if row.stage == overdue]
