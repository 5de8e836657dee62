"""Where a legal entity stands, read from its rows: its current case, its verification, and the two facts.

For many entities the caller prefetches applications, verifications, official_registrations and the official_checks that
stand (`OfficialCheck.objects.standing()`).
"""

from datetime import timedelta

from django.utils import timezone

from registry.models import Application, Verification
from registry.models.applications import OPEN, State
from registry.reading import facts

TONES = {
    State.DRAFT: "",
    State.SUBMITTED: "info",
    State.UNDER_REVIEW: "info",
    State.COMPLETION_REQUESTED: "warning",
    State.APPROVED: "success",
    State.REJECTED: "danger",
    State.DISMISSED: "danger",
    State.WITHDRAWN: "",
}


def current_case(entity):
    """The draft or open case about the entity, else its latest, else None."""
    cases = sorted(entity.applications.all(), key=lambda case: (case.state in (State.DRAFT, *OPEN), case.created_at))
    return cases[-1] if cases else None


def is_verified(entity, at=None):
    """Whether a verification holds on the day."""
    return facts.holding(known(entity).periods, at or timezone.localdate()) is not None


def two_facts(entity, at=None):
    """What the portal and Kammarkollegiet's register say about the entity, always both."""
    at, everything = at or timezone.localdate(), known(entity)
    return {"portal": facts.portal_fact(everything, at), "register": facts.register_fact(everything, at)}


def known(entity):
    """The entity's rows as the facts are put into words from."""
    return facts.Known(
        periods=tuple(_period(row) for row in entity.verifications.all() if not row.period.isempty),
        cases=tuple(
            facts.Case(_day(row.received_at), row.state, _day(row.closed_at))
            for row in entity.applications.all()
            if row.received_at and row.kind == Application.Kind.VERIFICATION
        ),
        registered=tuple(
            facts.RegisterPeriod(row.period.lower, row.deregistration_decided_on)
            for row in entity.official_registrations.all()
            if not row.period.isempty
        ),
        checks=tuple(
            facts.Check(row.checked_on, row.result)
            for row in sorted(_checks(entity), key=lambda row: row.pk)  # the last answer of a day counts
        ),
    )


def _checks(entity):
    """The answers that stand; a list whose reading was undone gave none."""
    prefetched = "official_checks" in getattr(entity, "_prefetched_objects_cache", {})
    return entity.official_checks.all() if prefetched else entity.official_checks.standing()


def _period(row):
    return facts.PortalPeriod(
        first=row.period.lower,
        last=row.period.upper - timedelta(days=1) if row.period.upper else None,
        change_noticed=row.state == Verification.State.CHANGE_NOTICED,
        ground=row.get_end_ground_display().lower() if row.end_ground else "",
    )


def _day(moment):
    return timezone.localdate(moment) if moment else None
