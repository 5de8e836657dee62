"""Invented partnerships in Göteborg: one being written, one that is followed up, one that ended; an överenskommelse."""

from datetime import timedelta

from portal.demo.families import ago
from procurement.models import LocalCompact, Partnership, PartnershipPrinciple
from procurement.partnership_questions import QUESTIONS
from procurement.services import (
    local_compacts,
    partnership_criteria,
    partnership_parties,
    partnership_writing,
    partnerships,
)
from registry.models import Municipality, ServiceArea

HOMEWORK, MEETING, GARDEN = "Påhittad läxhjälp", "Påhittad mötesplats för äldre", "Påhittad trädgård"
PRINCIPLES = {
    PartnershipPrinciple.Principle.INDEPENDENCE: "Föreningen bestämmer själv hur den arbetar.",
    PartnershipPrinciple.Principle.DIALOGUE: "Styrgruppen möts fyra gånger om året.",
    PartnershipPrinciple.Principle.QUALITY: "Vi frågar besökarna varje höst vad de tycker.",
    PartnershipPrinciple.Principle.LONG_TERM: "Vi planerar tre år i taget.",
    PartnershipPrinciple.Principle.OPENNESS: "Alla får läsa avtalet, budgeten och uppföljningarna.",
    PartnershipPrinciple.Principle.DIVERSITY: "Mötesplatsen är öppen för alla, oavsett språk och bakgrund.",
}
TEXT = {
    "background": "Många äldre i stadsdelen är ensamma. Kommunen har lokaler. Föreningen har medlemmar som "
    "vill göra något.",
    "programme": "Påhittat program för äldre",
    "programme_url": "https://program.example/aldre",
    "common_values": "Alla människor är lika mycket värda och behövs.",
    "steering": "En styrgrupp med två från kommunen och två från föreningen. En arbetsgrupp sköter vardagen.",
    "follow_up_plan": "Vi räknar besök och frågar besökarna. Styrgruppen skriver vad det visar.",
    "social_gains": "Färre är ensamma. Verksamheten kostar ungefär 1 100 000 kronor om året.",
    "extension": "Två år i taget.",
    "notice_months": 6,
    "changes": "Ändringar görs skriftligt när båda är överens.",
    "disputes": "Styrgruppen löser det. Annars kan var och en säga upp avtalet.",
}
ASSESSMENT = {
    "not_a_contract": "Båda bidrar till något gemensamt. Föreningen äger verksamheten och kommunen köper ingen tjänst.",
    "aid": Partnership.Aid.NONE,
    "aid_reasons": "Verksamheten är lokal och påverkar inte handeln mellan länder.",
}


def partnerships_of_the_buyer(world, units):
    """All of it, once."""
    buyer = world.people["upphandlare"]
    if Partnership.objects.filter(title=MEETING).exists():
        return
    written = _started(units[1], buyer, HOMEWORK, "unga-fritid", days=25)
    partnership_writing.write_text(
        written, actor=buyer, background="Många elever saknar en lugn plats att läsa läxor på.", at=ago(20)
    )
    held = _signed(_started(units[0], buyer, MEETING, "aldre-dag", days=220), buyer, "PÅHITTAD 2026/11", days=200)
    _followed_up(held, buyer, "Fler kommer än förra året. Några saknar tider på helgen.", "Vi öppnar på lördagar.", 20)
    partnership_writing.plan_follow_up(held, actor=buyer, planned_on=(ago(0) + timedelta(days=25)).date(), at=ago(19))
    over = _signed(_started(units[2], buyer, GARDEN, "arbete-rehab", days=420), buyer, "PÅHITTAD 2025/7", days=400)
    partnerships.end(
        over, actor=buyer, ended_on=ago(30).date(), reason="Tomten såldes. Parterna är överens.", at=ago(30)
    )
    if not LocalCompact.objects.exists():
        local_compacts.add(
            _authority(buyer),
            actor=buyer,
            title="Påhittad överenskommelse om social utveckling",
            parties="Kommunen och 34 påhittade föreningar",
            decided_on=ago(900).date(),
            reference="PÅHITTAD 2024/3",
            url="https://overenskommelse.example/",
            at=ago(100),
        )


def _authority(buyer):
    return buyer.authority_memberships.get().authority


def _owner(entity):
    return entity.organisation.memberships.owning().earliest("pk").user


def _started(entity, buyer, title, area, *, days):
    """The organisation started it, and the authority joined."""
    partnership = partnerships.start_for_entity(
        entity,
        [_authority(buyer)],
        actor=_owner(entity),
        title=title,
        service_area=ServiceArea.objects.get(slug=area),
        municipalities=[Municipality.objects.get(code="1480")],
        at=ago(days),
    )
    party = partnership.parties.exclude(authority=None).get()
    return partnership_parties.join(party, actor=buyer, at=ago(days - 1))


def _signed(partnership, buyer, reference, *, days):
    """Written, agreed on, decided and signed that many days ago."""
    party = partnership.parties.exclude(legal_entity=None).get()
    public = partnership.parties.exclude(authority=None).get()
    owner, at, day = _owner(party.legal_entity), ago(days), ago(days).date()
    term = {"starts_on": day, "ends_on": day + timedelta(days=3 * 365)}
    partnership_writing.write_text(partnership, actor=owner, **TEXT, **term, at=at)
    partnership_writing.write_principles(partnership, PRINCIPLES, actor=owner, at=at)
    partnership_writing.add_goal(
        partnership, actor=buyer, goal="Färre äldre är ensamma", indicator="Enkät varje höst", at=at
    )
    for year in range(day.year, day.year + 3):
        brings = {"year": year, "at": at}
        partnership_writing.add_commitment(
            public, actor=buyer, kind="money", amount=600_000, description="Bidrag till verksamheten", **brings
        )
        partnership_writing.add_commitment(
            public, actor=buyer, kind="premises", amount=240_000, description="Lokal fem dagar i veckan", **brings
        )
        partnership_writing.add_commitment(
            party, actor=owner, kind="volunteers", amount=None, description="Tio frivilliga varje vecka", **brings
        )
        partnership_writing.add_commitment(
            party, actor=owner, kind="staff", amount=280_000, description="En samordnare på halvtid", **brings
        )
    partnership_writing.plan_follow_up(partnership, actor=buyer, planned_on=day + timedelta(days=180), at=at)
    answers = {question.key: (question.speaks_for, "Stadgarna och avtalet.") for question in QUESTIONS.values()}
    partnership_criteria.answer(partnership, actor=owner, answers=answers, at=at)
    partnership.refresh_from_db()
    for row, actor in ((public, buyer), (party, owner)):
        partnership_parties.agree(row, actor=actor, seen=partnership.changed_at, at=at)
    partnerships.send_to_review(partnership, actor=buyer, at=at)
    partnerships.decide(
        partnership,
        actor=buyer,
        decision_body="Den påhittade nämnden",
        decided_on=day,
        reference=reference,
        **ASSESSMENT,
        at=at,
    )
    return partnerships.activate(partnership, actor=buyer, signed_on=day, at=at)


def _followed_up(partnership, buyer, result, action, days):
    partnerships.begin_follow_up(partnership, actor=buyer, at=ago(days + 5))
    planned = partnership.follow_ups.get()
    facts = {"performed_on": ago(days).date(), "result": result, "action": action}
    partnerships.note_result(planned, actor=buyer, **facts, at=ago(days))
