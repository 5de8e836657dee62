"""Eligibility on a legal entity's page: what holds on a day, as known now, and as it was known then."""

from datetime import datetime, time

from django.utils import timezone

from registry.eligibility import answers, reader, words
from registry.eligibility.rules import IDEBURNA
from registry.models.eligibility import Answer, Ground
from registry.wording import day_in_words


def end_of(day):
    """The last moment of a day in Sweden: what was recorded that day was known then."""
    return timezone.make_aware(datetime.combine(day, time.max))


def blocks(pk, on, *, today, known=None):
    """A block for each ground, or for two that are answered alike: what is known now, and then where it differs."""
    rules = reader.ground_rules()
    now = answers.judged(known, on) if known else answers.of_entity(pk, on)
    then = answers.of_entity(pk, on, end_of(on)) if on < today else now
    found = {}
    for code, rule in rules.items():
        block = _block(rule, now[code], then[code])
        alike = next((row for row in found.values() if _is_alike(row, block)), None)
        if alike:  # two grounds ask the same of the organisation: one answer, told once
            alike["provision"] += f" och {rule.provision}"
            alike["name"] = ""
        else:
            found[code] = block
    return list(found.values())


def _is_alike(one, other):
    return one["criteria"] and all(one[part] == other[part] for part in ("criteria", "now", "then", "aim"))


def _block(rule, now, then):
    told_now, told_then = told(now, rule), told(then, rule)
    return {
        "provision": rule.provision,
        "name": rule.name,
        "criteria": [_criterion(row) for row in now.findings] if Ground(rule.code) in IDEBURNA else [],
        "headers": [{"label": "Krav"}, {"label": "Bedömning"}],
        "caption": f"Kraven i {rule.provision}",
        "aim": words.PER_PROCUREMENT if Ground(rule.code) in IDEBURNA and now.answer != Answer.NO_VERDICT else "",
        "now": told_now,
        "then": told_then if told_then != told_now else None,
        "then_known": f"Det här visste portalen {day_in_words(then.on)}:",
    }


def told(verdict, rule):
    """The answer as components/verdict.html takes it."""
    return {
        "answer": verdict.answer.label,
        "tone": words.TONES[verdict.answer],
        "sentences": words.reasons(verdict, rule),
    }


def _criterion(finding):
    states = {True: ("Uppfyllt", "success"), False: ("Inte uppfyllt", "danger"), None: ("Okänt", "")}
    tag, tone = states[finding.is_met]
    judged = finding.judged
    small = ""
    if judged:
        case = f", ärende {judged.case}" if judged.case else ""
        small = f"{judged.evidence}. Bedömt {day_in_words(judged.judged_on)} av handläggare{case}.".lstrip(". ")
    return [{"text": finding.criterion.label}, {"tag": tag, "tone": tone, "small": small or "Inget visar det än."}]
