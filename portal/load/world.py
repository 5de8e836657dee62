"""What an invented legal entity is and does. The same seed and serial always give the same one."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from portal.demo.names import FIRST, THINGS
from registry.models import LegalForm, Municipality, ServiceArea, TargetGroup

FAMILY_SHARE = 0.06  # of entities: the first of a family, which the next one to five join
WHOLE_COUNTRY_SHARE = 0.05
STATES = {"verified": 60, "changing": 5, "examined": 20, "ended": 8, "withdrawn": 7}
CHECKS = {"registered": 35, "not_registered": 40, "unknown": 5, "": 20}
FORMS = {"61": 55, "72": 20, "49": 10, "51": 12, "63": 3}
LARGEST = [
    "0180", "1480", "1280", "0380", "0580", "1880", "1980", "0680", "1281", "1283", "0181", "2480", "2281",
]  # fmt: skip
ENDINGS = [
    "stugan",
    "viken",
    "backen",
    "torget",
    "porten",
    "slussen",
    "kullen",
    "kajen",
    "näset",
    "åsen",
    "ängen",
    "parken",
    "bron",
    "skeppet",
]
WAYS = [
    "i små grupper",
    "med samma personal",
    "nära dig",
    "på gården",
    "med frivilliga",
    "i eget hus",
    "dygnet runt",
    "i centrum",
]
PROMISES = ["Trygg", "Lokal", "Personlig", "Öppen", "Långsiktig", "Varm", "Erfaren", "Nyfiken"]
START = datetime(2023, 1, 1, 9, tzinfo=UTC)

PROPORTIONS = (
    f"Shares in percent: state {STATES}; last answer of Kammarkollegiet's register {CHECKS}, empty for never asked; "
    f"legal form by SCB's code {FORMS}; {FAMILY_SHARE:.0%} of the entities begin a family that one to five more join; "
    f"{WHOLE_COUNTRY_SHARE:.0%} of the services are offered in the whole country, the others in one to three "
    "municipalities. Municipalities and services are skewed: the n:th has weight 1/(n + 2). One to three services each."
)


@dataclass
class Chosen:
    """One service of an entity."""

    area: int
    codes: list
    groups: list
    capacity: int | None


@dataclass
class Invented:
    """An invented legal entity."""

    name: str
    form: str
    seat: str
    lead: str
    purpose: str
    state: str
    check: str
    services: list
    received_at: datetime
    begins_family: bool


class World:
    """Reads the reference data once, then invents."""

    def __init__(self, seed):
        self.seed = seed
        codes = list(Municipality.objects.order_by("code").values_list("code", flat=True))
        self.places = dict(Municipality.objects.values_list("code", "name"))
        self.codes = [*(code for code in LARGEST if code in codes), *(code for code in codes if code not in LARGEST)]
        areas = list(ServiceArea.objects.services().values_list("pk", "name"))
        random.Random(seed).shuffle(areas)
        self.areas = areas
        self.groups = list(TargetGroup.objects.values_list("pk", flat=True))
        self.forms = set(LegalForm.objects.values_list("code", flat=True))
        self.code_weights = _skewed(len(self.codes))
        self.area_weights = _skewed(len(self.areas))

    def entity(self, serial):
        """Invented entity number `serial`."""
        chance = random.Random(f"{self.seed}:{serial}")
        seat = chance.choices(self.codes, cum_weights=self.code_weights)[0]
        areas = dict(chance.choices(self.areas, cum_weights=self.area_weights, k=chance.choice((1, 1, 2, 3))))
        thing = chance.choice(THINGS) + chance.choice(ENDINGS)
        name = f"{chance.choice(FIRST)} {thing} {self.places[seat]} {serial:06}"
        services = [self._service(chance, area, seat) for area in areas]
        work = " och ".join(name[0].lower() + name[1:] for name in areas.values())
        return Invented(
            name=name,
            form=_weighted(chance, FORMS),
            seat=seat,
            lead=f"{chance.choice(PROMISES)} verksamhet {chance.choice(WAYS)}: {work}.",
            purpose=f"Har till ändamål att i {self.places[seat]} bedriva {work} utan vinstsyfte.",
            state=_weighted(chance, STATES),
            check=_weighted(chance, CHECKS),
            services=services,
            received_at=START + timedelta(hours=chance.randrange(24 * 1200)),
            begins_family=chance.random() < FAMILY_SHARE,
        )

    def _service(self, chance, area, seat):
        everywhere = chance.random() < WHOLE_COUNTRY_SHARE
        more = chance.choices(self.codes, cum_weights=self.code_weights, k=chance.choice((0, 0, 1, 2)))
        return Chosen(
            area=area,
            codes=[] if everywhere else sorted({seat, *more}),
            groups=sorted(chance.sample(self.groups, chance.choice((1, 1, 2)))),
            capacity=chance.choice((None, 8, 12, 24, 40, 80)),
        )


def _skewed(size):
    return list(accumulate(1 / (rank + 3) for rank in range(size)))


def _weighted(chance, shares):
    return chance.choices(list(shares), weights=list(shares.values()))[0]
