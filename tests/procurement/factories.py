"""Procurements for tests, as far along as the name says."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from procurement.models import AuthorityMembership
from procurement.services import awards, contracts, procurements
from tests.factories import load_reference_data, make_user, on_trust

SWEDEN = ZoneInfo("Europe/Stockholm")
SPRING = datetime(2026, 3, 2, 9, 0, tzinfo=SWEDEN)
NOTICE = {"database": "Provdatabasen", "id": "PROV-1", "url": "https://annonser.example/PROV-1"}
REASONS = {
    "need": "Fler äldre behöver en plats nära hemmet.",
    "market": "Sex idéburna utförare finns i länet.",
    "purpose_link": "Föreningarnas syfte är att äldre ska ha det bra.",
    "proportionality": "Bara en av fyra upphandlingar reserveras.",
    "decided_by": "Socialnämnden",
}
serial = count(1)


def buyer_of(procurement):
    return AuthorityMembership.objects.filter(authority=procurement.authority).first().user


@on_trust()
def make_planned(buyer=None, *, ground="", at=SPRING, lot=None, **facts):
    """A plan with one lot in elderly care."""
    load_reference_data()
    buyer = buyer or make_user(buyer=True)
    authority = buyer.authority_memberships.get().authority
    number = next(serial)
    common = {"title": f"Provboende {number}", "summary": "Ett boende för äldre.", "aim": "Äldre får leva tryggt."}
    procurement = procurements.create(authority, actor=buyer, at=at, **{**common, **facts})
    known = {"cpv": "85311100", "months": 24, "estimated_value": 9_000_000}
    if ground:
        known |= {"ground": ground, "ground_confirmed": True}
    procurements.change_lot(procurement.lots.get(), actor=buyer, **{**known, **(lot or {})})
    procurement.refresh_from_db()
    return procurement


@on_trust()
def make_published(buyer=None, *, ground="", at=SPRING, days=30, **facts):
    """Published, reserved when a ground is given, with tenders due in so many days."""
    procurement = make_planned(buyer, ground=ground, at=at, **facts)
    actor = buyer_of(procurement)
    if ground:
        procurements.write_reasons(procurement, actor=actor, at=at, **REASONS)
    return procurements.publish(
        procurement,
        actor=actor,
        notice=NOTICE | {"sent_on": at.date()},
        closes_at=at + timedelta(days=days),
        looked_up="Kontrollerat för hand.",
        at=at,
    )


@on_trust()
def make_closed(buyer=None, **facts):
    """The time for tenders is over."""
    procurement = make_published(buyer, **facts)
    return procurements.close(procurement, actor=buyer_of(procurement), at=procurement.closes_at)


@on_trust()
def make_tender(procurement, entity, *, serves=None, at=None):
    """The entity's tender for the first lot, with a reasoning about its purpose when `serves` is given."""
    at = at or procurement.closed_at + timedelta(days=1)
    actor = buyer_of(procurement)
    lot = procurement.lots.first()
    [tender] = awards.register_tenders(lot, [(entity.organisation_number, entity.name)], actor=actor, at=at)
    if serves is not None:
        texts = {"purpose": "Äldre ska ha det bra.", "reasoning": "Boendet är just det."}
        awards.reason_about_purpose(tender, actor=actor, serves=serves, at=at, **texts)
    return tender


@on_trust()
def make_awarded(tender, *, at=None):
    """Awarded to the tender."""
    procurement = tender.lot.procurement
    at = at or procurement.closed_at + timedelta(days=7)
    return awards.award(
        procurement,
        [(tender, None, "")],
        actor=buyer_of(procurement),
        decided_on=at.date(),
        sent_on=at.date(),
        reasons="Bäst kvalitet.",
        at=at,
    )


@on_trust()
def make_contract(buyer=None, *, municipalities=(), at=SPRING, **facts):
    """A contract put in by hand, from 2025 to the end of 2027 unless told otherwise."""
    buyer = buyer or make_user(buyer=True)
    usual = {
        "title": f"Provavtal {next(serial)}",
        "supplier_name": "Föreningen Prov",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2027, 12, 31),
    }
    authority = buyer.authority_memberships.get().authority
    return contracts.add(authority, actor=buyer, municipalities=municipalities, at=at, **{**usual, **facts})
