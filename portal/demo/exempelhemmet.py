"""The representative's own family in the demonstration: Exempelhemmet, the one on the pictures."""

from portal.demo.families import (
    ago,
    case_of,
    check_official,
    entity,
    family,
    fill_in,
    hand_in,
    offer,
    verify,
)
from portal.demo.names import WORK
from registry.models import Ownership
from registry.models.members import Membership, Role
from registry.services import changes, members, review


def exempelhemmet(world):
    """The representative's family with six entities, as on the pictures."""
    kim, robin, alex = world.people["foretradare"], world.people["handlaggare"], world.people["alex"]
    home = family(
        world,
        "Exempelhemmet",
        owner=kim,
        town="1480",
        lead="Ger äldre, barn och personer med funktionsnedsättning trygg omsorg och utbildning i små enheter.",
        website="https://exempelhemmet.example/",
        days=700,
    )
    if home is None:
        return
    Membership.objects.create(organisation=home, user=world.people["sam"], role=Role.EDITOR)
    association = entity(world, home, "Föreningen Exempelhemmet", "61", actor=kim)
    foundation = entity(world, home, "Stiftelsen Exempelhemmet", "72", actor=kim)
    care = entity(world, home, "Exempelhemmet Omsorg AB", "49", actor=kim)
    school = entity(world, home, "Exempelhemmet Skola AB", "49", actor=kim)
    entity(world, home, "Exempelhemmet Fastigheter AB", "49", actor=kim, applies=False)
    chance = entity(world, home, "Andra Chansen ek. för.", "51", actor=kim)
    near = ["1480", "1481"]
    owned = Ownership.Kind.ENTITY
    fill_in(association, actor=kim, work=WORK[10], towns=near, days=650)
    fill_in(
        foundation,
        actor=kim,
        work=WORK[3],
        towns=["1480", "1489", "1490"],
        days=650,
        owners=[{"kind": owned, "owner": association, "appoints_board": True}],
    )
    fill_in(
        care,
        actor=kim,
        work=WORK[0],
        towns=near,
        days=650,
        owners=[{"kind": owned, "owner": foundation, "share": 100, "votes": 100}],
    )
    offer(care, WORK[1], ["1480"], actor=kim)
    fill_in(
        school,
        actor=kim,
        work=("vuxenutb", "Folkhögskola för vuxna.", ["alla"], None),
        towns=[],
        whole_country=True,
        days=300,
        owners=[
            {"kind": owned, "owner": foundation, "share": 91, "votes": 91},
            {"kind": Ownership.Kind.STAFF, "share": 9, "votes": 9},
        ],
    )
    fill_in(
        chance,
        actor=kim,
        work=WORK[11],
        towns=near,
        days=60,
        owners=[{"kind": owned, "owner": association, "votes": 60}, {"kind": Ownership.Kind.MEMBERS, "votes": 40}],
    )
    hand_in([association, foundation, care], actor=kim, days=640)
    for unit in (association, foundation, care):
        verify(unit, officer=alex, days=619)
        check_official(unit, officer=robin, result="registered", days=3, since=900)
    hand_in([school], actor=kim, days=220)
    verify(school, officer=alex, days=185)
    check_official(school, officer=robin, result="not_registered", days=3)
    hand_in([chance], actor=kim, days=19)
    review.take_case(case_of(chance), actor=robin, at=ago(12))
    check_official(chance, officer=robin, result="unknown", days=3)
    notice = changes.start(foundation, actor=kim)
    changes.save(
        notice,
        {
            "purpose_text": "Stiftelsen har till ändamål att främja omsorg om och utbildning av äldre, barn och "
            "personer med funktionsnedsättning i Sverige."
        },
        actor=kim,
        effective_on=ago(12).date(),
        message="Styrelsen har ändrat stadgarna så att även utbildning ingår.",
    )
    changes.submit(notice, actor=kim, at=ago(12))
    members.invite(home, actor=kim, email="kollega@exempel.example", role=Role.READER)
