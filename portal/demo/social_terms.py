"""Social terms in the demonstration: on three procurements, with steps and targets at the buyer's authority."""

from datetime import timedelta

from django.utils import timezone

from procurement.models import Procurement, SocialTerm
from procurement.services import social_terms

DEFINITION = "Andel av årets annonserade upphandlingar av tjänster med minst ett socialt villkor (påhittat mål)."


def terms_steps_and_targets(world):
    """Put them in, once."""
    buyer = world.people["upphandlare"]
    authority = buyer.authority_memberships.get().authority
    if SocialTerm.objects.filter(procurement__authority=authority).exists():
        return
    own = Procurement.objects.filter(authority=authority).order_by("pk")
    by_title = {row.title: row for row in own}
    _term(by_title["Påhittad dagverksamhet, bara en plan"], buyer, "integration", "dialog", persons_expected=4)
    _term(
        by_title["Påhittat särskilt boende för äldre, Exempelgatan"],
        buyer,
        "arbete",
        "krav",
        description="Utföraren anställer minst tre personer som har varit arbetslösa länge (påhittat).",
        persons_expected=3,
    )
    done = _term(by_title["Påhittat hospice, avtal finns"], buyer, "arbete", "dialog")
    social_terms.note_outcome(done, actor=buyer, persons_achieved=2, internships_achieved=3)
    today = timezone.localdate()
    change = social_terms.change_step
    change(authority, "behov", actor=buyer, owner=buyer, done_on=today - timedelta(days=60))
    change(authority, "anvandning", actor=buyer, owner=buyer, due_on=today - timedelta(days=5), note="Väntar på svar.")
    change(authority, "projektplan", actor=buyer, owner=buyer, due_on=today + timedelta(days=40))
    for year in (today.year - 1, today.year):
        social_terms.set_target(
            authority,
            year,
            actor=buyer,
            percent=50 if year < today.year else 60,
            scope="services",
            definition=DEFINITION,
            decision=f"Budget {year}, påhittat beslut",
            decision_url="https://beslut.example/budget",
        )


def _term(procurement, buyer, kind, level, **facts):
    return social_terms.add(procurement, actor=buyer, kind=kind, level=level, **facts)
