"""Choice systems for tests, as far along as the name says."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from procurement.services import choice_applications, choice_systems
from registry.models import Municipality, ServiceArea
from tests.factories import load_reference_data, make_entity, make_submitted, make_user, on_trust, owner_of
from tests.procurement.factories import buyer_of

NATIONAL = "https://lov.example/1"
serial = count(1)


@on_trust()
def make_decided(buyer=None, **facts):
    """Decided, with everything that an open one needs, in home care."""
    load_reference_data()
    buyer = buyer or make_user(buyer=True)
    common = {
        "title": f"Hemtjänst i Provköping {next(serial)}",
        "summary": "Hjälp i hemmet.",
        "service_area": ServiceArea.objects.get(slug="hemtjanst"),
        "municipalities": [Municipality.objects.get(code="1480")],
        "cpv_codes": ["85312000"],
        "decided_on": timezone.localdate() - timedelta(days=60),
        "decision_reference": "KS 2026/1",
        "requirements": "Tillstånd från IVO.",
        "reimbursement": "Ersättning per utförd timme.",
        "non_choice": "Kommunens egen hemtjänst.",
        "decision_time_days": 30,
    }
    authority = buyer.authority_memberships.get().authority
    return choice_systems.create(authority, actor=buyer, **{**common, **facts})


@on_trust()
def make_open(buyer=None, *, reserved=False, at=None, **facts):
    """Open for applications; reserved when asked."""
    if reserved:
        facts = {"is_reserved": True, "purpose_link": "Föreningarna finns till för de äldre.", **facts}
    system = make_decided(buyer, **facts)
    noticed_on = timezone.localdate() - timedelta(days=30)
    return choice_systems.open_system(
        system, actor=buyer_of(system), national_url=NATIONAL, noticed_on=noticed_on, at=at
    )


@on_trust()
def make_applied(system, entity=None, *, at=None):
    """An entity's application."""
    entity = entity or make_submitted(make_entity(ready=True)).legal_entity
    actor = owner_of(entity.organisation)
    return choice_applications.apply(system, entity, actor=actor, message="Vi har tillstånd.", at=at)


@on_trust()
def make_approved(system, entity=None):
    """Approved."""
    application = make_applied(system, entity)
    return choice_applications.approve(
        application, actor=buyer_of(system), reasons="Alla krav är uppfyllda.", looked_up="Registret."
    )


@on_trust()
def make_provider(system, entity=None, *, unit=True):
    """Under contract, with a unit."""
    today = timezone.localdate()
    application = choice_applications.contract(
        make_approved(system, entity), actor=buyer_of(system), signed_on=today, starts_on=today
    )
    if unit:
        make_unit(application)
    return application


@on_trust()
def make_unit(application, **facts):
    """A unit with every fact."""
    common = {
        "name": f"Enhet {next(serial)}",
        "street": "Provgatan 1",
        "municipality": Municipality.objects.get(code="1480"),
        "capacity": 12,
        "languages": "svenska, finska",
        "profile": "Vi är få. Du möter samma personer.",
        "opening": "Alla dagar 7 till 22",
        "contact": "031-00 00 00",
    }
    actor = owner_of(application.legal_entity.organisation)
    return choice_applications.add_unit(application, actor=actor, **{**common, **facts})


@on_trust()
def make_choice_world(world, buyer):
    """An open system of the buyer's, with a provider and an applicant of the world's organisation."""
    world.choice_system = make_open(buyer, reserved=True)
    world.choice_price = choice_systems.add_price(
        world.choice_system,
        actor=buyer,
        label="Dagtid",
        amount=452,
        unit="hour",
        valid_from=timezone.localdate() + timedelta(days=1),
    )
    world.choice_provider = make_provider(world.choice_system, world.verified)
    world.choice_applicant = make_applied(world.choice_system, world.registered)
