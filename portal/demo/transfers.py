"""Value transfers and yearly statements in the demonstration: flagged, businesslike, nil, judged, missing, planned."""

from datetime import date, timedelta

from django.utils import timezone

from portal.demo.families import SOURCE, ago
from registry.models import LegalEntity, ValueTransfer
from registry.reading import statements
from registry.services import annual_statements, official, reminders, transfers


def statements_and_transfers(world):
    """Who gives to whom in Exempelhemmet: one gift flagged, one businesslike; statements handed in, judged, missing."""
    kim, robin = world.people["foretradare"], world.people["handlaggare"]
    units = {unit.name: unit for unit in LegalEntity.objects.filter(organisation__name="Exempelhemmet")}
    association, foundation = units["Föreningen Exempelhemmet"], units["Stiftelsen Exempelhemmet"]
    care, school = units["Exempelhemmet Omsorg AB"], units["Exempelhemmet Skola AB"]
    if ValueTransfer.objects.filter(giver=foundation).exists():
        return
    last_year = timezone.localdate().year - 1
    autumn = date(last_year, 10, 15)
    official.record_check(school, actor=robin, result="not_registered", source=SOURCE, checked_on=autumn)
    give(care, "entity", 1_200_000, autumn, actor=kim, kind="dividend", recipient=foundation, note="Utdelning")
    give(foundation, "entity", 400_000, autumn, actor=kim, recipient=school, note="Nya läromedel")
    give(foundation, "research", 50_000, autumn + timedelta(days=20), actor=kim, name="Påhittade universitetet")
    give(foundation, "foreign", 25_000, autumn + timedelta(days=40), actor=kim, name="Påhittad Hjelp, Norge")
    rent = {"kind": "other", "recipient": units["Exempelhemmet Fastigheter AB"], "businesslike": True, "note": "Hyra"}
    give(care, "entity", 380_000, date(last_year, 12, 1), actor=kim, **rent)
    give(association, "entity", 90_000, timezone.localdate() + timedelta(days=20), actor=kim, recipient=foundation)
    hand_in_statements(foundation, actor=kim)
    for statement in hand_in_statements(care, actor=kim):
        annual_statements.judge(statement, actor=robin, is_met=True, evidence=f"Årsuppgift {statement.case_number}")
    freely = {"year_begins": date(last_year, 1, 1), "year_ends": date(last_year, 12, 31), "is_nil": True}
    annual_statements.submit(annual_statements.start(school, actor=kim, **freely), actor=kim)
    registered = LegalEntity.objects.filter(official_registrations__isnull=False).exclude(pk=association.pk)
    for unit in registered.distinct().order_by("pk"):
        hand_in_statements(unit, actor=unit.organisation.memberships.owning().earliest("pk").user)
    reminders.remind_statements(at=ago(20))


def give(giver, to, amount, on, *, actor, kind="gift", **facts):
    """A transfer of the demonstration."""
    return transfers.record(giver, actor=actor, to=to, kind=kind, amount=amount, on=on, **facts)


def hand_in_statements(unit, *, actor):
    """Hand in every statement that the entity owes about a year that has ended. Returns them."""
    handed_in = []
    while True:
        held = statements.duty(statements.entities_to_state(LegalEntity.objects.filter(pk=unit.pk)).get())
        year = statements.suggested_year(held) if held.is_bound else None
        if year is None:
            return handed_in
        gave = unit.transfers_made.in_force().filter(on__range=year, is_businesslike=False).exists()
        draft = annual_statements.start(unit, actor=actor, year_begins=year[0], year_ends=year[1], is_nil=not gave)
        handed_in.append(annual_statements.submit(draft, actor=actor))
