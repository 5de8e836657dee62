"""The portal's own figures about a place: what it knows itself, on a day, each with the list behind it. Three queries.

They are of the municipality's or the region's own authority. Its companies are authorities of their own.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.elections import next_election
from portal.reading.contacts import AS_JSON
from portal.reading.governance import COMPACTS_AS_JSON
from portal.statistics import KAMMARKOLLEGIET, OWN_SOURCE, Figure
from procurement.legality.sets import statutes
from procurement.models import ContractingAuthority, CpvRange, Lot
from procurement.models.choice_systems import TAKES_APPLICATIONS
from procurement.models.law import Law
from procurement.models.procurements import State
from procurement.reading.agreement import added_up
from registry.calendar import months_later
from registry.models.eligibility import Ground
from registry.search.engine import SearchQuery, counts_of
from registry.search.slots import OfficialStatus, PortalStatus

MONTHS = 24
NO_AUTHORITY = "Portalen känner inte till någon myndighet här."


@dataclass(frozen=True)
class Fact:
    """A figure of the place, what it is of ("av 11"), the words under it, and the list behind it."""

    key: str
    figure: Figure
    label: str
    whole: int | None = None
    url: str = ""


@dataclass(frozen=True)
class OwnFigures:
    """All of them, and the authority whose contracts and procurements they count; None where there is none."""

    facts: tuple
    authority: object
    day: date


def own_figures(place, at=None):
    """The portal's own figures about a place on a day."""
    day = at or timezone.localdate()
    authority = _authority(place, day)
    facts = [*_organisations(place, day), *_of_authority(authority, day)]
    return OwnFigures(tuple(facts), authority, day)


# --- Organisations ---


def _organisations(place, day):
    """Verified organisations that are active in the place, as search counts them, and those of them in the register."""
    facet = {"county": [place.county]} if place.is_region else {"municipality": [place.code]}
    asked = SearchQuery(filters=facet | {"portal_status": [PortalStatus.VERIFIED]})
    total, registers = counts_of(asked, "official_status")
    where = {"lan": place.county} if place.is_region else {"kommun": place.code}
    url = reverse("organisation_list")
    chosen = where | {"status": "verifierad"}
    note = "Med dem som arbetar i hela landet. Organisationernas egna uppgifter om var de arbetar."
    yield Fact(
        "verified",
        Figure(total, "organisationer", OWN_SOURCE, day, note),
        "verifierad organisation" if total == 1 else "verifierade organisationer",
        url=f"{url}?{urlencode(chosen)}",
    )
    yield Fact(
        "registered",
        Figure(registers[OfficialStatus.REGISTERED], "organisationer", KAMMARKOLLEGIET, day, "Okänt räknas inte med."),
        "av dem registrerade hos Kammarkollegiet",
        total,
        f"{url}?{urlencode(chosen | {'register': 'registrerad'})}",
    )


# --- The authority ---


# One statement, written out: as querysets, Django would spend ten milliseconds on composing it, a quarter of the page.
# What counts as running, shown, open and in force is what the querysets of procurement.models say; a test compares.
COUNTED = f"""
select authority.*, contracts.*, {AS_JSON} as contacts_as_json, {COMPACTS_AS_JSON} as compacts_as_json,
  (select count(*) from procurement_choicesystem choice
    where choice.authority_id = authority.id and choice.state = any(%(open)s)) as open_systems,
  array(select (select decision.text -> 'commitments' from procurement_partnershipdecision decision
      where decision.partnership_id = partnership.id order by decision.number desc limit 1)
    from procurement_partnership partnership
    where partnership.decided_on is not null and partnership.holds_from <= %(day)s
      and (partnership.holds_to is null or partnership.holds_to >= %(day)s)
      and (partnership.ended_on is null or partnership.ended_on >= %(day)s)
      and exists (select from procurement_partnershipparty party
        where party.partnership_id = partnership.id and party.authority_id = authority.id
          and party.added_at <= (select max(event.created_at) from procurement_partnershipevent event
            where event.partnership_id = partnership.id and event.action = 'decide'))
    order by partnership.id) as commitments
from procurement_contractingauthority authority
cross join lateral (
  select count(*) filter (where runs) as running,
    count(*) filter (where runs and insight_clause <> '') as with_insight,
    count(*) filter (where runs and insight_missing) as without_insight,
    count(*) filter (where runs and exists (select from procurement_contractfollowup done
      where done.contract_id = held.id and done.performed_on <= %(day)s)) as followed_up,
    count(*) filter (where ends_by <= %(soon)s) as ending_soon,
    count(*) filter (where ends_by < %(election)s) as ending_before_election
  from (select id, ends_by, insight_clause, insight_missing,
      (starts_on is null or starts_on <= %(day)s) and (ends_on is null or ends_on >= %(day)s) and ended_on is null
        as runs
    from procurement_contract
    where authority_id = authority.id and withdrawn_at is null and ends_by >= %(day)s) held
) contracts
where authority.kind = %(kind)s and authority.municipality_id is not distinct from %(municipality)s
  and authority.region_id is not distinct from %(region)s
order by authority.id limit 1
"""


def _authority(place, day):
    """The place's own authority with what it has been counted to have; None where the portal knows of none."""
    asked = {
        "municipality": None,
        "region": None,
        **place.row.own_authority,
        "day": day,
        "soon": months_later(day, MONTHS),
        "election": next_election(day),
        "open": [str(state) for state in TAKES_APPLICATIONS],
    }
    return next(iter(ContractingAuthority.objects.raw(COUNTED, asked)), None)


def _of_authority(authority, day):
    if authority is None:
        yield from _unknown(day)
        return
    slug = authority.slug
    yield from _reservations(authority, day)
    yield Fact(
        "ending_soon",
        Figure(authority.ending_soon, "avtal", OWN_SOURCE, day, "Utan förlängning. Okänt slutdatum är inte med."),
        f"avtal går ut inom {MONTHS} månader",
        url=_list("contract_list", slug, slut=MONTHS),
    )
    election = next_election(day)
    yield Fact(
        "ending_before_election",
        Figure(authority.ending_before_election, "avtal", OWN_SOURCE, day, "Listan står i den ordning de slutar."),
        f"avtal går ut före valet {election.year}",
        url=_list("contract_list", slug),
    )
    yield from _insight(authority, slug, day)
    systems = authority.open_systems
    yield Fact(
        "choice_systems",
        Figure(systems, "valfrihetssystem", OWN_SOURCE, day, "Öppna att söka till (LOV)."),
        "öppet valfrihetssystem" if systems == 1 else "öppna valfrihetssystem",
        url=_list("choice_system_list", slug, lage=list(TAKES_APPLICATIONS)),
    )
    yield from _partnerships(authority.commitments, slug, day)


def _list(view, slug, **chosen):
    return f"{reverse(view)}?{urlencode({'myndighet': slug, **chosen}, doseq=True)}"


def _unknown(day):
    """Without an authority nothing is counted: missing, not nought."""
    for key, unit, label in (
        ("reserved", "upphandlingar", "upphandlingar reserverade i år"),
        ("ending_soon", "avtal", f"avtal går ut inom {MONTHS} månader"),
        ("choice_systems", "valfrihetssystem", "öppna valfrihetssystem"),
        ("partnerships", "partnerskap", "partnerskap (IOP)"),
    ):
        yield Fact(key, Figure(None, unit, OWN_SOURCE, day, NO_AUTHORITY), label)


def _reservations(authority, day):
    """This year's procurements that could have been reserved under LOU 19 kap. 25 a §, and those that were."""
    begins = timezone.make_aware(datetime.combine(date(day.year, 1, 1), time.min))
    ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    rows = (
        Lot.objects.filter(
            procurement__authority=authority,
            procurement__withdrawn_at=None,
            procurement__law=Law.LOU,
            procurement__published_at__gte=begins,
            procurement__published_at__lt=ends,
        )
        .exclude(procurement__state=State.CANCELLED)
        .values_list("procurement", "ground", "ground_confirmed", "cpv", "more_cpv")
    )
    could, did, known = set(), set(), _Codes(day)
    for procurement, ground, is_confirmed, cpv, more in rows:
        if ground == Ground.LOU_19_25A and is_confirmed:
            did.add(procurement)
        if procurement in did or (cpv and all(known[code] for code in (cpv, *more))):
            could.add(procurement)
    note = f"LOU 19 kap. 25 a §. Annonserade {day.year}, utan avbrutna. Listan visar alla år."
    yield Fact(
        "reserved",
        Figure(len(did), "upphandlingar", OWN_SOURCE, day, note),
        f"upphandlingar reserverade {day.year}, av dem som kunde ha varit det",
        len(could),
        _list("procurement_list", authority.slug, grund=str(Ground.LOU_19_25A)),
    )


class _Codes(dict):
    """Whether the statute's set holds a code on the day; each code is looked up once."""

    def __init__(self, day):
        super().__init__()
        self.day = day
        self.statutes = statutes()

    def __missing__(self, code):
        self[code] = self.statutes.holds(CpvRange.Set.LOU_19_25A, code, self.day)
        return self[code]


def _insight(authority, slug, day):
    """How many of the contracts that run secure insight, and have been followed up (KL 10 kap. 8 and 9 §§)."""
    total = authority.running
    unknown = total - authority.with_insight - authority.without_insight
    url = _list("contract_list", slug)
    note = f"Villkor om insyn, KL 10 kap. 9 §. Okänt för {unknown}."
    yield Fact(
        "insight",
        Figure(authority.with_insight, "avtal", OWN_SOURCE, day, note),
        "avtal som löper har villkor om insyn",
        total,
        url,
    )
    yield Fact(
        "followed_up",
        Figure(authority.followed_up, "avtal", OWN_SOURCE, day, "Minst en genomförd, KL 10 kap. 8 §."),
        "avtal som löper har följts upp",
        total,
        url,
    )


def _partnerships(promised, slug, day):
    """Partnerships in force and what their parties have promised to bring this year, as it was decided."""
    brought = added_up(row for told in promised for row in json.loads(told or "[]") if row["year"] == day.year)
    url = _list("partnership_list", slug, galler="nu")
    label = "partnerskap (IOP) gäller"
    yield Fact("partnerships", Figure(len(promised), "partnerskap", OWN_SOURCE, day), label, url=url)
    lacking = {0: "", 1: " Ett är inte värderat."}.get(brought.unvalued, f" {brought.unvalued} är inte värderade.")
    note = f"Alla parters åtaganden {day.year}.{lacking}"
    worth = Figure(brought.total if promised else 0, "kronor", OWN_SOURCE, day, note)
    yield Fact("partnership_value", worth, "partnerskapens värde i år", url=url)
