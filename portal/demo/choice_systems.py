"""Three invented choice systems in Göteborg: one with three providers, one reserved, one that is wound up."""

from portal.demo.families import ago
from procurement.models import ChoiceSystem
from procurement.services import choice_applications, choice_systems
from registry.models import LegalEntity, Municipality, ServiceArea

HOME, DAY, SUPPORT = "Påhittad hemtjänst", "Påhittad daglig verksamhet", "Påhittat boendestöd"
NOTICE = "https://lov.example/pahittad-annons-{}"
UNITS = [
    {
        "name": "Provgatans hemtjänst",
        "street": "Provgatan 1",
        "capacity": 80,
        "languages": "svenska, finska, arabiska",
        "profile": "Du möter samma personer varje vecka. Vi är få och vi har tid.",
        "opening": "Alla dagar 7 till 22",
        "contact": "031-00 00 01",
    },
    {
        "name": "Hemma på Hisingen",
        "street": "Exempelvägen 14",
        "capacity": 45,
        "languages": "svenska, somaliska",
        "profile": "Vi arbetar i små lag nära ditt hem. Du bestämmer när vi kommer.",
        "contact": "hej@hemma.example",
    },
    {
        "name": "Trygga steg",
        "languages": "svenska, teckenspråk",
        "profile": "Verksamheten erbjuder individanpassade omsorgsinsatser utifrån genomförandeplanens målsättningar.",
        "opening": "Vardagar 8 till 17",
    },
]


def choice_systems_of_the_buyer(world, units):
    """Home care with three providers and one that waits, a reserved one with a refusal, one that is wound up."""
    buyer = world.people["upphandlare"]
    if ChoiceSystem.objects.filter(title=HOME).exists():
        return
    homes = [LegalEntity.objects.get(name="Exempelhemmet Omsorg AB"), units[0], units[3]]
    home = _open(
        buyer,
        HOME,
        "hemtjanst",
        1,
        prices=[("Hemtjänst dagtid", 452), ("Hemtjänst kväll och helg", 523)],
        cpv_codes=["85312000"],
        summary="Hjälp i hemmet för äldre och för personer med funktionsnedsättning.",
        requirements="Tillstånd från IVO. Personal som talar svenska. Samma personer hos varje kund när det går.",
        reimbursement="Ersättning per utförd timme. Samma belopp för alla.",
        non_choice="Kommunens egen hemtjänst ger insatsen till den som inte väljer.",
    )
    for entity, unit in zip(homes, UNITS, strict=True):
        _provide(home, entity, unit, buyer)
    _apply(home, units[1], days=6)
    reserved = _open(
        buyer,
        DAY,
        "lss-daglig",
        2,
        prices=[("Dag med deltagare", 780)],
        unit="day",
        cpv_codes=["85312100"],
        is_reserved=True,
        purpose_link="Målet är delaktighet. Idéburna organisationer finns till för deltagarna själva.",
        summary="Daglig verksamhet för vuxna enligt LSS.",
        requirements="Erfarenhet av daglig verksamhet och en plan för varje deltagare.",
        reimbursement="Ersättning per dag som deltagaren kommer.",
        non_choice="Kommunens egen dagliga verksamhet.",
    )
    _provide(reserved, units[0], {"name": "Gården", "capacity": 32, "languages": "svenska"}, buyer)
    choice_applications.refuse(
        _apply(reserved, units[4], days=12),
        actor=buyer,
        reasons="Planen för deltagarna saknas. Skicka med den och sök igen.",
        at=ago(5),
    )
    ending = _open(
        buyer,
        SUPPORT,
        "socialpsykiatri",
        3,
        prices=[("Boendestöd", 9_800)],
        unit="month",
        cpv_codes=["85311000"],
        summary="Stöd i hemmet för vuxna med psykisk ohälsa.",
        requirements="Utbildad personal.",
        reimbursement="Ersättning per månad.",
        non_choice="Kommunens eget boendestöd.",
    )
    _provide(ending, units[2], {"name": "Stödet", "profile": "Vi lyssnar först."}, buyer)
    choice_systems.wind_up(
        ending, actor=buyer, reason="Nämnden har beslutat att driva boendestödet i egen regi.", at=ago(20)
    )


def _open(buyer, title, area, number, *, prices=(), unit="hour", **facts):
    """Decided half a year ago, open for five months, with its price list."""
    system = choice_systems.create(
        buyer.authority_memberships.get().authority,
        actor=buyer,
        title=title,
        service_area=ServiceArea.objects.get(slug=area),
        municipalities=[Municipality.objects.get(code="1480")],
        decided_on=ago(180).date(),
        decision_reference=f"PÅHITTAD 2026/{number}",
        decision_time_days=30,
        contact_email="valfrihet@goteborg.example",
        at=ago(175),
        **facts,
    )
    for label, amount in prices:
        price = {"label": label, "amount": amount, "unit": unit, "valid_from": ago(150).date()}
        choice_systems.add_price(system, actor=buyer, **price)
    return choice_systems.open_system(
        system, actor=buyer, national_url=NOTICE.format(number), noticed_on=ago(151).date(), at=ago(150)
    )


def _apply(system, entity, *, days):
    owner = entity.organisation.memberships.owning().earliest("pk").user
    message = "Vi har ordnad ekonomi, utbildad personal och tillstånd där det krävs."
    return choice_applications.apply(system, entity, actor=owner, message=message, at=ago(days))


def _provide(system, entity, unit, buyer):
    """Applied, approved and under contract, with a unit."""
    application = _apply(system, entity, days=140)
    choice_applications.approve(
        application,
        actor=buyer,
        reasons="Ni uppfyller alla krav.",
        looked_up="Stadgarna och registret." if system.is_reserved else "",
        at=ago(125),
    )
    application = choice_applications.contract(
        application,
        actor=buyer,
        signed_on=ago(120).date(),
        starts_on=ago(110).date(),
        notice_months=6,
        insight_missing=True,
        at=ago(120),
    )
    place = Municipality.objects.get(code="1480")
    choice_applications.add_unit(application, actor=application.submitted_by, municipality=place, **unit)
