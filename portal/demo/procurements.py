"""Procurements of the demonstration: ten plainly invented ones, at Göteborg and elsewhere, over every state."""

from datetime import timedelta

from django.utils import timezone

from portal.demo.families import ago
from portal.demo.people import ensure
from procurement.models import AuthorityMembership, ContractingAuthority, Procurement
from procurement.services import awards, dialogue, evidence, procurements
from registry.models import LegalEntity, Municipality, ServiceArea
from registry.models.eligibility import Ground

NOTICES = "https://annonser.example/"
REASONS = {
    "need": "Påhittat behov: fler äldre vill bo i små enheter nära sin hemmiljö.",
    "market": "Vi har frågat de föreningar som finns i portalen. Flera kan erbjuda tjänsten.",
    "purpose_link": "Föreningarnas syfte är att ge äldre trygghet. Boendet ska ge just det.",
    "proportionality": "Bara ett av fem boenden reserveras. De andra fyra är öppna för alla.",
    "decided_by": "Äldre- och omsorgsnämnden (påhittat beslut)",
    "programme": "Påhittat program för idéburen välfärd",
}


def all_states(world):
    """The ten, each as far along as its place in the list says. Made once."""
    if Procurement.objects.filter(title__startswith="Påhittat särskilt boende").exists():
        return
    uma = world.people["upphandlare"]
    mia, kajsa = (
        _elsewhere("Påhittade kommunen", "1481", "mia"),
        _elsewhere("Påhittade regionkommunen", "0180", "kajsa"),
    )
    _plan(uma, "Påhittad dagverksamhet, bara en plan", "aldre-dag", "85311200", at=ago(5))
    shown = _plan(uma, "Påhittat anhörigstöd, planen visas", "anhorig", "85312000", at=ago(20))
    procurements.show_plan(shown, actor=uma, at=ago(18))
    early = _plan(mia, "Påhittat skyddat boende, tidig dialog", "skyddat-boende", "85311000", at=ago(40))
    procurements.open_dialogue(early, actor=mia, at=ago(30))
    open_one = _published(uma, "Påhittat särskilt boende för äldre, Exempelgatan", "aldre-boende", "85311100", days=23)
    _talk(world, open_one, uma)
    _published(kajsa, "Påhittad hemtjänst, öppen för alla", "hemtjanst", "85312000", days=30, ground="")
    _closed(uma, "Påhittad boendestödsverksamhet", "socialpsykiatri", "85312000")
    winners = list(LegalEntity.objects.handed_in().filter(organisation_number__isnull=False).order_by("pk")[:3])
    _awarded(uma, "Påhittad daglig verksamhet på gård", "lss-daglig", "85312100", winners[:1], days=5)
    reviewed = _awarded(mia, "Påhittat behandlingshem", "hvb-vuxna", "85311000", winners[1:2], days=8)
    facts = {"court": "Förvaltningsrätten i Exempelstad", "case_number": "0000-26 (påhittat)"}
    awards.note_review(reviewed, actor=mia, filed_on=timezone.localdate(ago(3)), at=ago(3), **facts)
    done = _awarded(uma, "Påhittat hospice, avtal finns", "hospice", "85143000", winners[2:3], days=60)
    starts = timezone.localdate() + timedelta(days=30)
    winner = done.awards.get().winners.get()
    awards.conclude(
        done,
        actor=uma,
        signed_on=timezone.localdate(ago(30)),
        terms={winner.pk: {"starts_on": starts, "value": 12_000_000}},
        at=ago(30),
    )
    evidence.seal(evidence.ask(done, actor=uma, at=ago(29)).pk, at=ago(29))
    ended = _plan(uma, "Påhittat språkkafé, avbruten", "integration", "85312300", at=ago(80))
    procurements.show_plan(ended, actor=uma, at=ago(79))
    procurements.cancel(ended, actor=uma, reason="Behovet täcks av ett bidrag i stället (påhittat).", at=ago(60))


def _elsewhere(name, town, person):
    """The one who buys for another invented authority, and administers it."""
    place = Municipality.objects.get(code=town)
    authority, _ = ContractingAuthority.objects.get_or_create(
        slug=f"pahittad-{place.slug}",
        defaults={"name": f"{name} ({place.name})", "kind": "municipality", "municipality": place},
    )
    user = ensure(person, f"{person.capitalize()} Påhittad")
    AuthorityMembership.objects.get_or_create(authority=authority, user=user, defaults={"role": "administrator"})
    return user


def _plan(buyer, title, area, cpv, *, at, ground=Ground.LOU_19_25A, **facts):
    authority = buyer.authority_memberships.get().authority
    common = {
        "summary": "En påhittad upphandling som visar hur portalen fungerar. Inget i den är på riktigt.",
        "aim": "De som tjänsten är till för ska få en trygg vardag och själva få bestämma om den.",
        "contact_email": "upphandling@demo.example",
        "started_on": timezone.localdate(at),
        "starts_on": timezone.localdate() + timedelta(days=200),
    }
    made = procurements.create(
        authority, actor=buyer, title=title, municipalities=[authority.municipality], at=at, **{**common, **facts}
    )
    lot = {"cpv": cpv, "months": 60, "estimated_value": 14_000_000, "service_area": ServiceArea.objects.get(slug=area)}
    if ground:
        lot |= {"ground": ground, "ground_confirmed": True}
    procurements.change_lot(made.lots.get(), actor=buyer, **lot)
    if ground:
        procurements.write_reasons(made, actor=buyer, at=at, **REASONS)
    made.refresh_from_db()
    return made


def _published(buyer, title, area, cpv, *, days, **facts):
    """Published thirty days ago, or before it closed, with tenders due in so many days (ago when negative)."""
    at = timezone.now() + timedelta(days=min(days, 0) - 30)
    plan = _plan(buyer, title, area, cpv, at=at - timedelta(days=20), **facts)
    closes = (timezone.now() + timedelta(days=days)).replace(hour=22, minute=0, second=0, microsecond=0)
    return procurements.publish(
        plan,
        actor=buyer,
        notice={
            "database": "Exempeldatabasen (påhittad)",
            "id": f"EX-{plan.pk}",
            "url": f"{NOTICES}EX-{plan.pk}",
            "sent_on": timezone.localdate(at),
        },
        closes_at=closes,
        questions_until=timezone.localdate(closes) - timedelta(days=10),
        looked_up="Vi har jämfört värdet med beloppet hos Upphandlingsmyndigheten (påhittat).",
        at=at,
    )


def _talk(world, procurement, buyer):
    """A question with its answer, one that waits, and interest."""
    kim = world.people["foretradare"]
    question = dialogue.ask(procurement, "Får två föreningar lämna anbud tillsammans?", actor=kim, at=ago(6))
    dialogue.answer(question, "Ja. Var och en ska då uppfylla kraven för reservationen.", actor=buyer, at=ago(5))
    dialogue.ask(procurement, "Ingår inventarier?", actor=kim, at=ago(1))
    unit = LegalEntity.objects.handed_in().filter(organisation__name="Exempelhemmet").order_by("pk").first()
    dialogue.show_interest(procurement, unit, actor=kim, note="Vi har drivit boenden i tio år (påhittat).", at=ago(4))


def _closed(buyer, title, area, cpv, *, days=2, **facts):
    published = _published(buyer, title, area, cpv, days=-days, **facts)
    return procurements.close(published, actor=buyer, at=published.closes_at)


def _awarded(buyer, title, area, cpv, winners, *, days):
    """Awarded so many days ago to the given entities, on its only lot."""
    closed = _closed(buyer, title, area, cpv, days=days + 10)
    decided = ago(days)
    lot = closed.lots.get()
    listed = [(unit.organisation_number, unit.name) for unit in winners]
    tenders = awards.register_tenders(lot, listed, actor=buyer, at=ago(days + 5))
    for tender, unit in zip(tenders, winners, strict=True):
        texts = {
            "purpose": unit.purpose_text or "Påhittat syfte.",
            "reasoning": "Syftet är just det som tjänsten ska ge.",
        }
        awards.reason_about_purpose(tender, actor=buyer, serves=True, at=ago(days + 4), **texts)
    day = timezone.localdate(decided)
    awards.award(
        closed,
        [(tender, None, "") for tender in tenders],
        actor=buyer,
        decided_on=day,
        sent_on=day,
        reasons="Högst kvalitet (påhittat).",
        at=decided,
    )
    closed.refresh_from_db()
    return closed
