"""Contracts in the demonstration: six, of every kind of end, with options, call-offs and follow-ups."""

from datetime import timedelta

from django.utils import timezone

from procurement.models import Contract
from procurement.services import contracts
from registry.calendar import months_later
from registry.models import Municipality, ServiceArea

INSIGHT = "Utföraren lämnar varje år uppgifter om kvalitet och bemanning som allmänheten får ta del av."

AREAS = {1: "aldre-dag", 2: "stodboende", 3: "radgivning", 4: "unga-fritid", 5: "hemtjanst", 6: "aldre-dag"}


def six_contracts(world, units):
    """Put in six contracts of the demo's buyer, once."""
    buyer = world.people["upphandlare"]
    authority = buyer.authority_memberships.get().authority
    if Contract.objects.filter(authority=authority, reference__startswith="PÅHITTAT").exists():
        return
    today = timezone.localdate()
    places = [Municipality.objects.get(code="1480")]

    def add(number, title, supplier, **facts):
        usual = {
            "title": title,
            "reference": f"PÅHITTAT 2026/{number}",
            "service_area": ServiceArea.objects.get(slug=AREAS[number]),
            "starts_on": months_later(today, -30),
            "reimbursement": "per_unit",
        }
        known = {"supplier_name": supplier.name, "supplier_number": supplier.organisation_number or ""}
        return contracts.add(authority, actor=buyer, municipalities=places, **{**usual, **known, **facts})

    ending = add(1, "Dagverksamhet för äldre", units[0], ends_on=months_later(today, 11), insight_clause=INSIGHT)
    done = contracts.plan_follow_up(ending, actor=buyer, kinds=["quality", "users"], planned_on=months_later(today, -2))
    contracts.perform_follow_up(
        done,
        actor=buyer,
        performed_on=months_later(today, -1),
        result="Deltagarna är nöjda. Personalen byts ofta.",
        action="Utföraren lämnar en plan för bemanning i januari.",
    )
    prolonged = add(
        2, "Stödboende för unga", units[1], ends_on=months_later(today, 20), value=8_400_000, notice_months=6
    )
    for months in (12, 12):
        contracts.add_option(prolonged, actor=buyer, months=months, decide_by=months_later(today, 14))
    framework = add(
        3,
        "Familjerådgivning, ramavtal",
        units[2],
        ends_on=months_later(today, 28),
        is_framework=True,
        ceiling_value=3_000_000,
        call_off_key="Den som kan börja först",
        insight_missing=True,
    )
    for days, value, what in ((200, 900_000, "Samtal våren"), (40, 1_250_000, "Samtal hösten")):
        contracts.call_off(
            framework, actor=buyer, called_on=today - timedelta(days=days), value=value, description=what
        )
    add(4, "Träffpunkt i Påhittade parken", units[3], ends_on=None)
    add(5, "Hemtjänst i Fiktiva dalen", units[4], ends_on=None, is_open_ended=True, notice_months=6)
    early = add(6, "Korttidsboende Exempelgården", units[5], ends_on=months_later(today, 15))
    contracts.end_early(
        early, actor=buyer, ended_on=today - timedelta(days=20), reason="Utföraren lade ned verksamheten."
    )
