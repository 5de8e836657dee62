"""Answers for numbers and entities, on a day and as known at a moment. The number of queries is fixed."""

from dataclasses import dataclass

from django.urls import reverse

from registry.eligibility import reader
from registry.eligibility.known import Known, RegisterCheck, RegisterPeriod
from registry.eligibility.rules import Verdict, judge
from registry.models import LegalEntity, RegisterListing


@dataclass(frozen=True, slots=True)
class Row:
    """A number that was asked about. `name` is empty when neither the portal nor Kammarkollegiet's list has it."""

    number: str
    name: str
    url: str
    verdict: Verdict

    @property
    def in_portal(self):
        return bool(self.url)


def check(numbers, ground, on, known_at=None):
    """The answer for each organisation number of ten digits, in the order asked. Four queries, however many numbers."""
    rule, limits = reader.ground_rules()[ground], reader.limits()
    asked = LegalEntity.objects.handed_in().filter(organisation_number__in=set(numbers))
    entities = {row.organisation_number: row for row in asked.only("pk", "name", "organisation_number")}
    days = reader.lists(known_at)
    known = reader.known_of([row.pk for row in entities.values()], known_at)
    listed = _listed(set(numbers) - entities.keys(), known_at, days)
    nothing = Known(lists=days)
    rows = []
    for number in numbers:
        if entity := entities.get(number):
            name, url, facts = entity.name, reverse("legal_entity", args=[number]), known[entity.pk]
        else:
            name, facts = listed.get(number, ("", nothing))
            url = ""
        rows.append(Row(number, name, url, judge(facts, rule, on, limits)))
    return rows


def of_entity(pk, on, known_at=None):
    """{ground: verdict} of one entity for every ground. One query."""
    return judged(reader.known_of([pk], known_at)[pk], on)


def judged(known, on):
    """{ground: verdict} for every ground, from what is known already."""
    return {code: judge(known, rule, on, reader.limits()) for code, rule in reader.ground_rules().items()}


def of_entities(pks, on):
    """{entity: {ground: verdict}} for many entities, as known now. One query."""
    rules, limits = reader.ground_rules(), reader.limits()
    return {
        pk: {code: judge(known, rule, on, limits) for code, rule in rules.items()}
        for pk, known in reader.known_of(pks).items()
    }


def _listed(numbers, known_at, days):
    """{number: (name, Known)} for numbers that Kammarkollegiet lists and that are not in the portal."""
    if not numbers:
        return {}
    listings = RegisterListing.objects if known_at is None else RegisterListing.everything.as_known(known_at)
    found = {}
    for row in listings.filter(organisation_number__in=numbers):
        name, known = found.get(row.organisation_number, (row.name, Known(lists=days)))
        period = RegisterPeriod(row.period.lower, row.period.upper)
        seen = [day for day in days if row.period.lower <= day and (row.gone_on is None or day < row.gone_on)]
        checks = [RegisterCheck(day, "registered") for day in seen]
        if row.gone_on:
            checks.append(RegisterCheck(row.gone_on, "gone", 1))
        found[row.organisation_number] = (
            name,
            Known(registered=(*known.registered, period), checks=(*known.checks, *checks), lists=days),
        )
    return found
