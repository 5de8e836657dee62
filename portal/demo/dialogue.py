"""Dialogue in the demonstration: invented, marked so, and in every state."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.demo.board import GOTHENBURG, OTHERS
from portal.models import Meeting, Place
from portal.services import dialogue, dialogue_parties
from procurement.models import ContractingAuthority
from registry.models import Organisation, ServiceArea
from registry.models.members import Role

INVENTED = {"is_invented": True}
ABOUT = "Påhittat: kommunen berättar vad som behövs, och lyssnar på vad som gör det möjligt för idéburna att delta."


def meetings(world):
    """Put them in, once: to come, full, cancelled, past with notes, and a draft."""
    city = ContractingAuthority.objects.filter(slug="goteborgs-kommun").first()
    if Meeting.objects.exists() or city is None:
        return
    place, officer = Place.objects.get(pk=GOTHENBURG), world.people["upphandlare"]
    (first, kim), (second, owner) = _guests()
    _market(place, city, officer, first, kim, second, owner)
    _full(place, first, kim, second, owner, city, officer)
    _cancelled(place, city, world.people["politiker"], first, kim)
    _past(place, city, world.people["politiker"], first, kim)
    dialogue.create(city, actor=officer, **_facts(place, "Öppet hus på upphandlingsenheten", "open_house", days=40))
    elsewhere = Place.objects.get(pk=OTHERS[0])
    _announced(second, owner, _facts(elsewhere, "Besök vår dagliga verksamhet", "open_house", days=30))


def _guests():
    """Two organisations that everybody sees, each with somebody who acts for it."""
    rows = Organisation.public.filter(memberships__ended_at=None, memberships__role=Role.OWNER)
    return [(row, row.memberships.owning().order_by("pk").first().user) for row in rows.distinct().order_by("pk")[:2]]


def _facts(place, title, kind, *, days, hour=13, **more):
    day = timezone.localdate() + timedelta(days=days)
    starts_at = timezone.make_aware(datetime(day.year, day.month, day.day, hour))
    return {
        "place": place,
        "kind": kind,
        "title": title,
        "about": ABOUT,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "address": "Påhittade huset, Exempelgatan 1",
        "accessibility": "Ramp vid entrén, hörslinga och text på skärmen. Teckenspråkstolk finns inte.",
        "contact_email": "dialog@kommunen.example",
        **INVENTED,
        **more,
    }


def _announced(host, actor, facts, *, at=None):
    return dialogue.announce(dialogue.create(host, actor=actor, at=at, **facts), actor=actor, at=at)


def _market(place, city, officer, first, kim, second, owner):
    """With those who come, a question that is answered and one that waits."""
    care = ServiceArea.objects.welfare_areas().filter(slug="omsorg")
    more = {
        "url": "https://moten.example/pahittad-traff",
        "seats": 30,
        "agenda": "13.00 Vad behöver staden?\n13.30 Vad gör det möjligt att delta?\n14.30 Frågor",
        "services": care,
        "procurement": dialogue.procurements_of(city).first(),
    }
    held = _announced(city, officer, _facts(place, "Framtidens hemtjänst", "market", days=16, **more))
    dialogue_parties.invite(held, [first, second], actor=officer)
    dialogue_parties.sign_up(held, first, actor=kim, persons=3, wants_contact=True)
    dialogue_parties.sign_up(held, second, actor=owner)
    asked = dialogue_parties.ask(
        held, first, actor=kim, text="Får flera föreningar delta tillsammans? (påhittad fråga)"
    )
    dialogue_parties.answer(asked, actor=officer, text="Påhittat svar: ja. Säg till om ni vill få kontakt med andra.")
    waits = "Blir det avtal för längre tid än två år? (påhittad fråga)"
    dialogue_parties.ask(held, second, actor=owner, text=waits)


def _full(place, first, kim, second, owner, city, officer):
    facts = _facts(
        place, "Öppet hus hos oss", "open_house", days=9, hour=9, seats=6, about="Påhittat: se hur vi arbetar."
    )
    held = _announced(first, kim, facts)
    dialogue_parties.sign_up(held, second, actor=owner, persons=4)
    dialogue_parties.sign_up(held, city, actor=officer, persons=2)


def _cancelled(place, city, politician, first, kim):
    facts = _facts(place, "Civilsamhället möter kommunstyrelsen", "council", days=24, hour=17)
    held = _announced(city, politician, facts)
    dialogue_parties.sign_up(held, first, actor=kim)
    dialogue.cancel(held, actor=politician, reason="Påhittat: lokalen är stängd. En ny dag kommer.")


def _past(place, city, politician, first, kim):
    before = timezone.now() - timedelta(days=60)
    facts = _facts(place, "Vad gör vi åt ensamheten?", "council", days=-20, hour=17)
    held = _announced(city, politician, facts, at=before)
    dialogue_parties.sign_up(held, first, actor=kim, persons=2, at=before)
    dialogue.hold_due()
    notes = "Påhittade anteckningar:\nVi talade om mötesplatser på kvällar.\nNämnden tar upp frågan i januari."
    dialogue.write_notes(held, actor=politician, text=notes)
