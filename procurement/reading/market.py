"""Would anyone bid (N12)? Who the portal knows for a lot's service and places, with the search's own numbers."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery, Sum
from django.http import QueryDict
from django.utils import timezone

from procurement.matching import giving, giving_there
from procurement.models import JointBid, JointBidMember
from registry.forms.search import as_search, read
from registry.models import EligibilityVerdict, EntityRevision, LegalEntity, Service
from registry.models.eligibility import Answer, Ground
from registry.search import engine
from registry.search.labels import labels

MAY_TAKE_PART = ("registrerad", "styrkt", "uppgivet")
SURE = ("registrerad", "styrkt")
ANSWERS = (Answer.REGISTERED, Answer.EVIDENCED, Answer.STATED)
FEW = 1
MOST_PLACES = 50  # as many as the search takes
MOST_KEPT = 2_000  # organisations whose entities are kept as hits


@dataclass(frozen=True)
class Found:
    """How many organisations, and the address of the search that shows them."""

    total: int
    query: str


@dataclass(frozen=True)
class Market:
    """What is known for a lot. `may` holds those who may take part, `sure` those of them who need prove no more.

    `groups` is how many joint bids are prepared, and all that the buyer learns of them.
    """

    lot: object
    offers: Found
    may: Found
    sure: Found
    capacity: list
    groups: int = 0

    @property
    def may_words(self):
        return f"{_organisations(self.may.total)} kan delta"

    @property
    def offer_words(self):
        return f"{_organisations(self.offers.total)} erbjuder tjänsten där"

    @property
    def is_thin(self):
        return self.may.total <= FEW


def _organisations(number):
    return "organisation" if number == 1 else "organisationer"


def of_lot(lot, places):
    """The market of a lot with a service area, or None without one: there is nothing to ask for then."""
    if lot.service_area is None:
        return None
    return Market(
        lot=lot,
        offers=_search(lot, places, ()),
        may=_search(lot, places, MAY_TAKE_PART),
        sure=_search(lot, places, SURE),
        capacity=_capacity(lot, places),
        groups=_groups(lot),
    )


def snapshot(lot, places, at):
    """The search for a lot's service as it is now, whole and ready for JSON, or None without a service area."""
    if lot.service_area is None:
        return None
    offers = _search(lot, places, ())
    return {
        "query": offers.query,
        "on": timezone.localdate(at),
        "known_at": at,
        "total": offers.total,
        "may": _search(lot, places, MAY_TAKE_PART).total,
        "sure": _search(lot, places, SURE).total,
        "ground": lot.ground or Ground.LOU_19_25A.value,
        "hits": hits(lot, places),
    }


def _groups(lot):
    """How many groups of at least two prepare a joint bid. How many, never who."""
    several = JointBidMember.objects.taking_part().filter(bid=OuterRef("pk"), is_lead=False)
    return JointBid.objects.gathering().filter(Exists(several), lot=lot).count()


def hits(lot, places):
    """The legal entities behind `offers`, organisation by organisation, each with its answer and latest revision.

    Dicts ready for JSON: organisation, entity (its id), number, name, here, answer, revision (its id) and version. The
    search finds organisations: one may give the service in another place and something else here, so `here` says
    whether the entity gives it in one of the places. An organisation of which no entity gives it has a row with none.
    """
    known = labels()
    found = engine.cards(as_search(_asked(lot, places, (), known), known), limit=MOST_KEPT)
    entities = {}
    for row in _entities(lot, places, [card["id"] for card in found]):
        entities.setdefault(row.pop("organisation_id"), []).append(row)
    nothing = {"entity": None, "number": "", "name": "", "here": False, "answer": "", "revision": None, "version": None}
    return [
        {"organisation": card["name"], **row} for card in found for row in entities.get(card["id"], [dict(nothing)])
    ]


def _entities(lot, places, organisations):
    """The organisations' legal entities that give the lot's service. One query."""
    of_entity = {"legal_entity": OuterRef("pk")}
    revisions = EntityRevision.objects.filter(**of_entity).order_by("-number")
    verdicts = EligibilityVerdict.objects.filter(**of_entity, ground=lot.ground or Ground.LOU_19_25A)
    rows = (
        LegalEntity.objects.handed_in()
        .filter(Exists(giving(lot).filter(**of_entity)), organisation__in=organisations)
        .annotate(
            here=Exists(giving_there(lot, places).filter(**of_entity)),
            answer=Subquery(verdicts.values("answer")[:1]),
            revision=Subquery(revisions.values("pk")[:1]),
            version=Subquery(revisions.values("number")[:1]),
        )
        .order_by("pk")
    )
    return [
        {
            "organisation_id": row.organisation_id,
            "entity": row.pk,
            "number": row.organisation_number or "",
            "name": row.name,
            "here": row.here,
            "answer": row.answer or "",
            "revision": row.revision,
            "version": row.version,
        }
        for row in rows.only("pk", "organisation", "organisation_number", "name")
    ]


def _search(lot, places, answers):
    """The very search that the list of organisations makes for the same address."""
    known = labels()
    asked = _asked(lot, places, answers, known)
    return Found(engine.search(as_search(asked, known)).total, asked.url(""))


def _asked(lot, places, answers, known):
    query = QueryDict(mutable=True)
    query["tjanst"] = lot.service_area.slug
    if not lot.procurement.whole_country:
        query.setlist("kommun", [place.code for place in places[:MOST_PLACES]])
    query.setlist("svar", list(answers))
    if answers and lot.ground:
        query["grund"] = lot.ground
    return read(query, known)


def _capacity(lot, places):
    """How much those who may take part say that they can offer, by unit: (number, unit in words)."""
    verdicts = EligibilityVerdict.objects.filter(legal_entity=OuterRef("legal_entity"), answer__in=ANSWERS)
    verdicts = verdicts.filter(ground=lot.ground) if lot.ground else verdicts
    services = giving_there(lot, places).filter(Exists(verdicts), capacity__isnull=False)
    units = dict(Service._meta.get_field("capacity_unit").choices)
    sums = services.values("capacity_unit").annotate(number=Sum("capacity")).order_by("capacity_unit")
    return [(row["number"], units[row["capacity_unit"]]) for row in sums]
