"""Would anyone bid (N12)? Who the portal knows for a lot's service and places, with the search's own numbers."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Sum
from django.http import QueryDict

from procurement.models import JointBid, JointBidMember
from registry.forms.search import as_search, read
from registry.models import EligibilityVerdict, Service
from registry.models.eligibility import Answer
from registry.search import engine
from registry.search.labels import labels

MAY_TAKE_PART = ("registrerad", "styrkt", "uppgivet")
SURE = ("registrerad", "styrkt")
ANSWERS = (Answer.REGISTERED, Answer.EVIDENCED, Answer.STATED)
FEW = 1
MOST_PLACES = 50  # as many as the search takes


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
    def is_thin(self):
        return self.may.total <= FEW


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


def _groups(lot):
    """How many groups of at least two prepare a joint bid. How many, never who."""
    several = JointBidMember.objects.taking_part().filter(bid=OuterRef("pk"), is_lead=False)
    return JointBid.objects.gathering().filter(Exists(several), lot=lot).count()


def _search(lot, places, answers):
    """The very search that the list of organisations makes for the same address."""
    query = QueryDict(mutable=True)
    query["tjanst"] = lot.service_area.slug
    if not lot.procurement.whole_country:
        query.setlist("kommun", [place.code for place in places[:MOST_PLACES]])
    query.setlist("svar", list(answers))
    if answers and lot.ground:
        query["grund"] = lot.ground
    known = labels()
    asked = read(query, known)
    return Found(engine.search(as_search(asked, known)).total, asked.url(""))


def _capacity(lot, places):
    """How much those who may take part say that they can offer, by unit: (number, unit in words)."""
    verdicts = EligibilityVerdict.objects.filter(legal_entity=OuterRef("legal_entity"), answer__in=ANSWERS)
    verdicts = verdicts.filter(ground=lot.ground) if lot.ground else verdicts
    services = Service.objects.filter(Exists(verdicts), area=lot.service_area, ended_on=None, capacity__isnull=False)
    if not lot.procurement.whole_country and places:
        there = Service.municipalities.through.objects.filter(service=OuterRef("pk"), municipality__in=places)
        services = services.filter(Q(whole_country=True) | Exists(there))
    units = dict(Service._meta.get_field("capacity_unit").choices)
    sums = services.values("capacity_unit").annotate(number=Sum("capacity")).order_by("capacity_unit")
    return [(row["number"], units[row["capacity_unit"]]) for row in sums]
