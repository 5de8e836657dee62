"""What a brief about a place, and one service when chosen, is made of: the rows behind every sentence.

Thirteen queries however much there is. The version names exactly the rows that were used.
"""

from collections import namedtuple
from functools import cached_property

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Window
from django.utils import timezone

from portal.brief import audiences, words
from portal.brief.facts import Ending, Facts, Goal, Local, Point, Share
from portal.brief.statement import Brief, version_of
from portal.elections import next_election
from portal.governance import Standing as DocumentStanding
from portal.models import Indicator, IndicatorValue
from portal.reading import governance, local_figures, targets
from portal.reading.ending_work import ending_before, of_place, supported_contracts
from portal.reading.peers import peers
from portal.reading.places import COUNTRY
from portal.reading.series import YEARS, Numbers, indicators_of, source_of
from procurement.models import Contract, ContractingAuthority
from procurement.reading import contracts as contract_reading
from registry.search.engine import SearchQuery, search
from registry.search.labels import labels
from registry.search.slots import PortalStatus
from registry.wording import day_in_words, first_of

MOST_LISTED = 3  # contracts and organisations that are named
MOST_READ = 12  # contracts that are looked at for one whose day to influence has not gone
MOST_GOALS = 2
MOST_AREAS = 2
MOST_SOURCES = 2
LONGEST_DEFINITION = 160  # letters
THOUSAND, HUNDRED = 1000, 100
COST_COVERS = (
    "Kostnaden är årets, inte en budget. "
    "Att köpa en procentenhet mer av föreningar kostar eller sparar inte den summan."
)
Used = namedtuple("Used", "facts rows series")
Measure = Indicator.Measure


def brief(place, places, *, service=None, audience=audiences.POLITICIANS, at=None):
    """The brief about a place (`portal.reading.places.Known`) on a day. `service`: a ServiceArea."""
    day = at or timezone.localdate()
    used = _used(place, places, service, day)
    facts = used.facts
    told = words.statements(facts)
    reader = audiences.AUDIENCES[audience]
    about = place.name + (f", {words.short(service.name)}" if service else "")
    return Brief(
        about=about,
        place=place.name,
        audience=audience,
        heading=reader.heading,
        opening=audiences.opening(facts, audience),
        asks=reader.asks,
        day=day,
        version=version_of(used.rows, told),
        statements=(*told, *audiences.extra(audience)),
        questions=audiences.questions(facts, audience),
        chart=used.series,
    )


def _used(place, places, service, day):
    row = place.row
    numbers = _numbers(place, places, service)
    supported = supported_contracts(row, day)
    goals = targets.of_place(row, day, contracts=supported)
    documents = governance.of_place(row, day)
    authority = _has_authority(row)
    election = next_election(day)
    cards, ending_number = _ending(row, service, day, election)
    going = ending_before(supported, election, {service.pk} if service else set(), day)
    found = _organisations(place, service)
    shown = _goals(goals, service)
    local = local_figures.of_service(row, service)
    shares = [_share(numbers, row) for row in numbers.areas[:MOST_AREAS]]
    facts = Facts(
        place=place.name,
        is_region=place.is_region,
        day=day,
        election=election,
        own_is_invented=settings.DEMO,
        peers=numbers.peers.name,
        peers_told=numbers.peers.told,
        peers_are_invented=bool(numbers.population and numbers.population.is_invented),
        share=_share(numbers, numbers.headline) if numbers.headline else None,
        areas=tuple(shares),
        has_area_measure=bool(shares),
        points=tuple(_points(numbers, service)),
        goals=tuple(_goal(row) for row in shown[:MOST_GOALS]),
        more_goals=max(len(shown) - MOST_GOALS, 0),
        has_authority=authority,
        ending_number=ending_number,
        endings=tuple(_one(card) for card in _listed(cards)),
        idea_running=going.running,
        idea_ending=going.number,
        idea_yearly=going.yearly,
        idea_unvalued=going.unvalued,
        idea_without_end=going.without_end,
        organisations=found.total,
        organisation_names=tuple(hit["name"] for hit in found.hits[:MOST_LISTED]),
        service=words.lowered(service.name) if service else "",
        reservable_lou=service.reservable_25a if service else "",
        reservable_lov=service.reservable_lov if service else "",
        local=_local(local),
        **_programme(documents),
    )
    rows = [
        _flat(numbers.known),
        [(card.row.pk, card.row.title, card.row.ends_by) for card in cards],
        [(held.pk, held.title, held.last_day, held.yearly, held.area) for held in supported],
        [(told.target.pk, told.goal_in_words, told.outcome and str(told.outcome.value)) for told in goals.standing],
        [(told.document.pk, told.standing) for told in documents.documents],
        [hit["name"] for hit in found.hits],
        [_counted(row) for row in local],
    ]
    return Used(facts, rows, numbers.over_time)


def _flat(known):
    """Every number with its measure, place and year, in order."""
    return sorted(
        (*key, year, str(value), is_preliminary)
        for key, years in known.items()
        for year, (value, is_preliminary) in years.items()
    )


# --- Figures ---


class Figures(Numbers):
    """The numbers of every year, for the few measures that a brief tells, in one query."""

    @cached_property
    def known(self):
        rows = (
            IndicatorValue.objects.told()
            .filter(indicator__in=[row.code for row in self.indicators if row.measure != Measure.POPULATION])
            .filter(place__in=(self.place.code, COUNTRY, *self.peers.codes), value__isnull=False)
            .values_list("indicator", "place", "year", "value", "is_preliminary")
        )
        known = {}
        for indicator, place, year, value, is_preliminary in rows:
            known.setdefault((indicator, place), {})[year] = (value, is_preliminary)
        return known

    @property
    def costs(self):
        return [row for row in self.indicators if row.measure == Measure.OWN_COST]

    @property
    def over_time(self):
        """The headline over the years; None where nobody has a number."""
        held = (self.place.code, COUNTRY, *self.peers.codes)
        if self.headline is None or not any((self.headline.code, code) in self.known for code in held):
            return None
        return super().over_time


def _numbers(place, places, service):
    """The headline, the service's own areas, and what they cost."""
    serves = Indicator.services.through.objects.filter(indicator=OuterRef("pk"), servicearea=service and service.pk)
    kept = []
    for row in indicators_of(place.kind).annotate(serves=Exists(serves)):
        is_whole = row.measure in (Measure.ASSOCIATIONS, Measure.OWN_COST) and not row.area
        is_own = bool(service) and row.measure in (Measure.ASSOCIATIONS, Measure.OWN_COST) and row.area and row.serves
        if is_whole or is_own or row.measure == Measure.POPULATION:
            kept.append(row)
    names = {row.area for row in kept if row.measure == Measure.ASSOCIATIONS}
    kept = [row for row in kept if row.measure != Measure.OWN_COST or row.area in names]
    return Figures(place, peers(place, places), places, kept)


def _share(numbers, indicator):
    """The place's last number of a measure, beside that of five years before, its peers and the country."""
    own = numbers.known.get((indicator.code, numbers.place.code), {})
    year = max(own, default=None)
    then = year and year - YEARS
    value, is_preliminary = own.get(year, (None, False))
    return Share(
        area=indicator.area,
        source=source_of(indicator),
        caveat=indicator.does_not_cover or words.NOT_COVERED,
        is_invented=indicator.is_invented,
        year=year,
        value=value,
        is_preliminary=is_preliminary,
        then_year=then,
        then=own.get(then, (None, False))[0],
        peers=numbers.of_peers(indicator, year),
        country=numbers.value(indicator, COUNTRY, year),
    )


def _points(numbers, service):
    """What a percentage point is, of the service's areas when chosen, else of everything; nothing where not known."""
    asked = numbers.areas[:MOST_AREAS] if service else [numbers.headline] if numbers.headline else []
    for indicator in asked:
        cost = next((row for row in numbers.costs if row.area == indicator.area), None)
        held = numbers.known.get((cost.code, numbers.place.code), {}) if cost else {}
        if cost is None or cost.unit != Indicator.Unit.THOUSANDS or not held:
            continue
        told = numbers.known.get((indicator.code, numbers.place.code), {})
        year = max((year for year in held if year in told), default=max(held))
        caveat = f"{cost.does_not_cover} {COST_COVERS}".strip()
        yield Point(
            indicator.area,
            round(held[year][0] * THOUSAND / HUNDRED),
            year,
            source_of(cost),
            caveat,
            cost.is_invented,
        )


# --- Targets and documents ---


def _goals(goals, service):
    """Those of the service and those of everything; all of them when no service is chosen."""
    if service is None:
        return list(goals.standing)
    return [row for row in goals.standing if not row.areas or service.pk in {area["pk"] for area in row.areas}]


def _goal(row):
    target, outcome = row.target, row.outcome
    indicator = target.indicator
    decided = f"{words.short(target.decided_by)} {day_in_words(target.decided_on)}, {words.short(target.paragraph)}"
    measured = f"; {row.source_in_short}" if indicator else ""
    return Goal(
        title=target.title,
        by=words.short(target.decided_by),
        goal=row.goal_in_words,
        year=target.target_year,
        outcome=f"utfallet är {row.outcome_in_words} år {outcome.year}" if outcome else "utfallet saknas",
        when=f"utfall {outcome.year}" if outcome else "utfall saknas",
        standing=row.standing.label,
        is_behind=row.standing == row.standing.BEHIND,
        has_outcome=outcome is not None,
        source=f"{decided}{measured}",
        caveat=_goal_covers(target, indicator),
        is_invented=bool(target.is_invented or (outcome and indicator and indicator.is_invented)),
    )


def _goal_covers(target, indicator):
    definition = _cut(target.definition)
    more = indicator.does_not_cover if indicator and indicator.does_not_cover else "Bara det räknas."
    return f"Räknar {words.lowered(definition).rstrip('.')}. {more}"


def _cut(definition):
    """A definition that a page has room for. What is left out is marked."""
    plain = " ".join(definition.split())
    return plain if len(plain) <= LONGEST_DEFINITION else f"{plain[: LONGEST_DEFINITION - 1].rstrip()}…"


def _programme(documents):
    """Whether the law's programme for performers is missing or due."""
    law = next(kind for kind in documents.kinds if kind.is_law)
    is_due = any(row.standing == DocumentStanding.DUE for row in law.documents)
    return {
        "programme_is_missing": not law.documents,
        "programme_is_due": is_due,
        "programme_is_invented": any(row.document.is_invented for row in law.documents) or settings.DEMO,
    }


# --- Contracts and organisations ---


def _has_authority(place):
    """Whether the portal knows the place's own authority: without it contracts are missing, and not none."""
    return ContractingAuthority.objects.filter(**place.own_authority).exists()


def _ending(place, service, day, election):
    """The first contracts that end from the day on and before the election, and how many they are. One query."""
    found = Contract.objects.shown().filter(of_place(place), ended_on=None, ends_by__gte=day, ends_by__lt=election)
    if service:
        found = found.of_areas([service.pk])
    found = found.annotate(number=Window(Count("pk"))).order_by("ends_by", "pk")
    cards = [contract_reading.card(row, day) for row in contract_reading.with_card(found)[:MOST_READ]]
    return cards, cards[0].row.number if cards else 0


def _listed(cards):
    """Those that can still be influenced come first, each kind in the order they end."""
    return sorted(cards, key=lambda card: card.next_step is None)[:MOST_LISTED]


def _one(card):
    step = card.next_step
    return Ending(card.row.title, card.row.ends_by, step.label if step else "", step.day if step else None)


def _organisations(place, service):
    """Verified organisations that say that they are active in the place, with the service when chosen."""
    filters = {"county": [place.county]} if place.is_region else {"municipality": [place.code]}
    filters["portal_status"] = [PortalStatus.VERIFIED]
    if service:
        filters["area"] = [labels().area_by_pk[service.pk].key]
    return search(SearchQuery(filters=filters, per_page=MOST_LISTED))


# --- What organisations count themselves ---


def _local(found):
    """The first of them, in the words of the last year; None where there is none."""
    if not found:
        return None
    row, *others = found
    held = [
        (counter.name, counter.numbers[row.last_year]) for counter in row.counters if row.last_year in counter.numbers
    ]
    if row.is_together and not row.has_sums:
        listed = [f"{words.short(name)} {row.number_in_words(number)}" for name, number in held]
        told = first_of(listed, MOST_LISTED)
    else:
        told = row.in_short
    sources = list(dict.fromkeys(words.short(number.source_in_words) for _, number in held))
    return Local(
        name=row.measure.name,
        told=told,
        year=row.last_year,
        who=first_of([words.short(counter.name) for counter in row.counters], MOST_LISTED),
        sources=first_of(sources, MOST_SOURCES),
        definition=_cut(row.measure.definition),
        note=_note(row),
        more=len(others),
        is_invented=row.measure.is_invented,
    )


def _note(row):
    """Why a sum is not whole or not there, with how many instead of whom."""
    if row.is_together and not row.has_sums:
        return "samma sak kan räknas av flera, så ingen summa visas"
    total = row.total(row.last_year) if row.has_sums else None
    if total is None or total.is_whole:
        return ""
    told = [f"saknas från {len(total.lacking)}"] if total.lacking else []
    told += [f"{local_figures.WITHHELD} från {len(total.withheld)} är inte med"] if total.withheld else []
    return f"{' och '.join(told)} av {len(row.counters)} organisationer"


def _counted(row):
    """A measure with all its numbers as they are told."""
    return [
        row.measure.pk,
        [
            (counter.name, sorted((year, number.value) for year, number in counter.numbers.items()))
            for counter in row.counters
        ],
    ]
