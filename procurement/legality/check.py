"""May this lot be reserved on this ground? `judge` is pure; `of_lot` reads a lot and asks it."""

from django.utils import timezone

from procurement.legality import notices, rules
from procurement.legality.answers import Check, Finding, Legal, worst
from procurement.legality.earlier import earlier_awards, winners_of
from procurement.legality.facts import Facts
from procurement.legality.sets import statutes
from registry.models.eligibility import Ground

__all__ = ["Check", "Finding", "Legal", "judge", "of_lot"]


def judge(facts, law):
    """The answer for a lot's facts under the rows of law."""
    if facts.ground == Ground.LOV_1_2A and facts.day < rules.LOV_1_2A_BEGAN:
        return Check(facts.ground, Legal.NO, (rules.before_lov_1_2a(facts),))
    if facts.day < rules.PRESENT_RULES:
        return Check(facts.ground, Legal.OPEN, (rules.older_rules(facts),), is_older_rules=True)
    findings = (
        *rules.law_offers(facts),
        *rules.codes_in_list(facts, law),
        *rules.veterinary(facts),
        *rules.primary_care(facts),
        *rules.duration(facts),
        *rules.repeat_award(facts),
        *rules.sheltered(facts, law),
        *rules.value(facts, law),
    )
    answer = worst(findings)
    code, sentence, note = notices.of(facts, law, answer)
    barred = tuple(row.number for row in rules.barred(facts) if row.number)
    return Check(facts.ground, answer, findings, code, sentence, note, barred)


def of_lot(lot, *, at=None):
    """The check of a lot on its ground, by the day its procurement began; `at` is today unless told otherwise."""
    if not lot.ground:
        missing = Finding(Legal.OPEN, "Ingen grund för reservation är vald.", "LOU 4 och 19 kap.", "Välj en grund.")
        return Check("", Legal.OPEN, (missing,))
    return judge(facts_of(lot, at=at), statutes())


def facts_of(lot, *, at=None):
    """What the check asks about a lot. Reads its procurement, the other lots and earlier contracts."""
    today = at or timezone.localdate()
    procurement = lot.procurement
    day = began_on(procurement, today)
    return Facts(
        ground=lot.ground,
        codes=tuple(lot.codes),
        day=day,
        law=procurement.law,
        value_day=noticed_on(procurement) or max(filter(None, [procurement.planned_notice_on, today])),
        value=value_of(procurement),
        months=lot.months,
        extension_months=lot.extension_months,
        earlier=earlier_awards(lot, day),
        winners=winners_of(lot),
    )


def noticed_on(procurement):
    """The day the call for tenders was sent, as far as it is known."""
    if procurement.notice_sent_on:
        return procurement.notice_sent_on
    return timezone.localdate(procurement.published_at) if procurement.published_at else None


def began_on(procurement, today):
    """The day that decides which rules hold. Where nobody has said, the notice; before a notice, today."""
    return procurement.started_on or noticed_on(procurement) or today


def value_of(procurement):
    """The value of the whole procurement: its own estimate, else every lot's together, else None."""
    if procurement.estimated_value is not None:
        return procurement.estimated_value
    values = [lot.estimated_value for lot in procurement.lots.all()]
    return sum(values) if values and None not in values else None
