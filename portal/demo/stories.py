"""What has happened in the demonstration: every kind of case in every state, so that no page is empty."""

import hashlib
import random
from datetime import timedelta

from django.utils import timezone

from portal.demo.board import five_questions
from portal.demo.choice_systems import choice_systems_of_the_buyer
from portal.demo.contacts import contacts_and_log
from portal.demo.contracts import six_contracts
from portal.demo.dialogue import meetings
from portal.demo.exempelhemmet import exempelhemmet
from portal.demo.families import (
    ago,
    assess,
    case_of,
    check_official,
    entity,
    family,
    fill_in,
    hand_in,
    statutes,
    verify,
)
from portal.demo.joint_bids import groups
from portal.demo.local_figures import own_figures
from portal.demo.names import FIRST, FORMS, THINGS, TOWNS, WORK
from portal.demo.oversight import (
    accepted_list,
    follow_ups,
    list_to_decide_on,
    shortlist_with_notes,
    unconfirmed_services,
)
from portal.demo.partnerships import partnerships_of_the_buyer
from portal.demo.politics import targets_and_documents
from portal.demo.procurements import all_states
from portal.demo.social_terms import terms_steps_and_targets
from portal.demo.transfers import statements_and_transfers
from portal.demo.watch import watched_suppliers
from registry.models import Document
from registry.models.applications import Judgement, State
from registry.models.eligibility import Criterion, Ground
from registry.services import (
    applications,
    claims,
    documents,
    eligibility,
    official,
    review,
    verifications,
)

PURPOSE = ["2022:900 2 §", "2022:900 3 §"]


def one_of_each_state(world, chosen):
    """Small families whose case stopped at every possible point."""
    robin, alex = world.people["handlaggare"], world.people["alex"]
    soon = timezone.localdate() + timedelta(days=9)

    def ready(days, officer=None):
        unit = next(chosen)(days)
        hand_in([unit], actor=unit.owner, days=days)
        return review.take_case(case_of(unit), actor=officer, at=ago(days - 2)) if officer else unit

    for days in (1, 3, 8, 21):
        ready(days)
    ready(200)  # six months, and nobody has taken it
    for days in (6, 30):
        assess(ready(days, robin), officer=robin, days=days - 3)
    late = ready(210, alex)
    assess(late, officer=alex, days=205, judgement=Judgement.UNDECIDED)
    waiting = ready(25, robin)
    review.request_completion(
        waiting,
        actor=robin,
        reasons=["purpose", "governing_document"],
        at=ago(5),
        due_on=soon,
        message="Skicka stadgarna så som årsmötet antog dem, och skriv av hela paragrafen om syftet.",
    )
    answered = ready(40, robin)
    review.request_completion(
        answered,
        actor=robin,
        reasons=["welfare"],
        message="Skicka avtalet med kommunen.",
        due_on=ago(12).date(),
        at=ago(26),
    )
    applications.answer_completion(
        answered, actor=answered.created_by, answer="Avtalet ligger nu bland handlingarna.", at=ago(14)
    )
    heard = ready(60, robin)
    assess(heard, officer=robin, days=20, judgement=Judgement.NOT_MET)
    review.communicate(
        heard,
        actor=robin,
        text="Syftet i 2 § nämner medlemmarnas ekonomiska nytta vid sidan av det allmännyttiga.",
        due_on=soon,
        at=ago(4),
    )
    refused = ready(150, alex)
    assess(refused, officer=alex, days=120, judgement=Judgement.NOT_MET)
    review.communicate(refused, actor=alex, text="Syftet är delat.", due_on=ago(100).date(), at=ago(118))
    review.reject(
        refused,
        actor=alex,
        reasons="Enligt 2 § i stadgarna ska föreningen också främja medlemmarnas ekonomi. Syftet är därför "
        "inte enbart allmännyttigt.",
        provisions=PURPOSE,
        at=ago(95),
    )
    dropped = ready(140, alex)
    review.request_completion(
        dropped,
        actor=alex,
        reasons=["governing_document"],
        message="Stadgarna går inte att läsa. Skicka dem på nytt.",
        due_on=ago(110).date(),
        at=ago(130),
    )
    review.dismiss(
        dropped,
        actor=alex,
        reasons="Stadgarna har inte kommit in i läsbart skick, och vi har inte fått svar. Kraven kan inte prövas.",
        provisions=["2017:900 20 §"],
        at=ago(90),
    )
    taken_back = ready(35)
    applications.withdraw(case_of(taken_back), actor=taken_back.owner, at=ago(30))


def endings(world, units):
    """Verifications that have ended, and one about which the organisation is being heard."""
    robin = world.people["handlaggare"]
    by_request, by_decision, ceased, warned = units
    verifications.end_on_request(by_request.verifications.get(), actor=by_request.owner, at=ago(140))
    verification = verifications.warn(
        by_decision.verifications.get(),
        actor=robin,
        text="Kommunen utser sedan i våras fyra av sju ledamöter.",
        answer_by=ago(60).date(),
        at=ago(80),
    )
    verifications.end_by_decision(
        verification,
        actor=robin,
        ground="requirements_not_met",
        reasons="Kommunen utser flertalet i styrelsen och har därmed ett rättsligt bestämmande inflytande.",
        criteria=[Criterion.PUBLIC_CONTROL],
        at=ago(50),
    )
    verifications.end_by_decision(
        ceased.verifications.get(),
        actor=robin,
        ground="ceased",
        reasons="Föreningen upplöstes vid årsmötet.",
        at=ago(20),
    )
    verifications.warn(
        warned.verifications.get(),
        actor=robin,
        text="Vi har fått uppgift om nya stadgar som vi inte har sett.",
        answer_by=timezone.localdate() + timedelta(days=10),
        at=ago(2),
    )


def small_families(world):
    """Makers of one-entity families, each elsewhere and with another service. Same seed, same families."""
    dice = random.Random(2026)
    names = [f"{first} {thing}" for thing in THINGS for first in FIRST]
    dice.shuffle(names)
    for number, name in enumerate(names):
        form, pattern = FORMS[number % len(FORMS)]
        shown = pattern.format(*name.split())
        work, town = WORK[number % len(WORK)], TOWNS[number % len(TOWNS)]
        more = dice.sample(TOWNS, 2)

        def make(days, confirmed=50, shown=shown, form=form, work=work, town=town, more=more, number=number):
            owner = world.people["charlie"]
            organisation = family(world, shown, owner=owner, town=town, lead=work[1], days=days + 10)
            unit = entity(world, organisation, shown, form, actor=owner)
            everywhere = number % 9 == 0
            places = {"towns": [town, *more], "whole_country": everywhere}
            fill_in(unit, actor=owner, work=work, **places, days=days + 5, confirmed=confirmed)
            unit.owner = owner
            return unit

        yield make


def verified_ones(world, chosen, how_many):
    """Verified families, some of them registered at Kammarkollegiet, some not, some unknown."""
    robin, alex = world.people["handlaggare"], world.people["alex"]
    units = []
    for number in range(how_many):
        days = 60 + number * 11
        unit = next(chosen)(days + 30)
        hand_in([unit], actor=unit.owner, days=days + 25)
        owner = unit.owner
        verify(unit, officer=alex if number % 3 else robin, days=days)
        unit.owner = owner
        answer = ("registered", "not_registered", "registered", "not_registered", "unknown")[number % 5]
        check_official(
            unit, officer=robin, result=answer, days=3 + number % 40, since=500 if answer == "registered" else None
        )
        units.append(unit)
    return units


def eligible_in_every_way(world, units):
    """Each answer about eligibility: evidenced, stated, contradicted, deregistered, gone from the list, corrected."""
    robin = world.people["handlaggare"]
    year = timezone.localdate() + timedelta(days=200)
    for unit in units[1:12:5]:
        eligibility.judge_criterion(
            unit, Criterion.TRANSFERS, actor=robin, is_met=True, evidence="Årsuppgift och årsredovisning",
            holds_from=ago(40).date(), holds_until=year, at=ago(40),
        )  # fmt: skip
    eligibility.judge_criterion(
        units[2], Criterion.PUBLIC_CONTROL, actor=robin, is_met=False, evidence="Nya stadgar 9 §",
        comment="Kommunen utser fyra av sju ledamöter.", holds_from=ago(20).date(), at=ago(20),
    )  # fmt: skip
    staff, shop, few = units[3], units[6], units[8]
    eligibility.state_ground(
        staff, Ground.LOU_19_25, actor=staff.owner, governance="staff", reinvests=True, holds_on=ago(30).date(),
        mission="Ger äldre i kommunen stöd så att de kan bo kvar hemma.", at=ago(30),
    )  # fmt: skip
    for unit, total, part in ((shop, 24, 9), (few, 40, 8)):
        eligibility.state_ground(
            unit, Ground.LOU_4_18, actor=unit.owner, integrates=False, headcount=total, headcount_target=part,
            holds_on=ago(30).date(), at=ago(30),
        )  # fmt: skip
    left, misread, gone = units[5], units[7], units[10]
    official.record_deregistration(
        left.official_registrations.get(), actor=robin, decided_on=ago(90).date(), at=ago(2),
        source="Kammarkollegiets webbplats",
    )  # fmt: skip
    official.correct(
        misread.official_registrations.get(), actor=robin, registered_from=ago(460).date(), at=ago(1),
        reason="Dagen lästes av fel vid första kontrollen.", source="Kammarkollegiets webbplats",
    )  # fmt: skip
    official.record_check(
        gone, actor=robin, result="gone", checked_on=ago(1).date(), source="Kammarkollegiets lista", at=ago(1)
    )


def a_claim(world, organisation):
    """Somebody says that they represent an organisation that is here already."""
    new = world.people["ny"]
    content = statutes("Protokoll från ett påhittat årsmöte")
    evidence = documents.keep(
        content,
        hashlib.sha256(content).hexdigest(),
        Document.Kind.MINUTES,
        filename="protokoll.pdf",
        page_count=1,
        has_text=True,
        has_personal_number=False,
        is_claim_evidence=True,
        organisation=organisation,
        legal_entity=None,
        actor=new,
    )
    claims.submit(
        organisation,
        actor=new,
        position="ordförande",
        explanation="Jag valdes vid årsmötet i mars. Protokollet bifogas.",
        evidence=evidence,
    )


def a_left_draft(world, chosen):
    """A draft that nobody has touched for three weeks."""
    unit = next(chosen)(30)
    unit.applications.filter(state=State.DRAFT).update(touched_at=ago(21))


def tell(world, verified):
    """All of it, with that many verified families, at least sixteen, of which the last four end."""
    chosen = small_families(world)
    exempelhemmet(world)
    one_of_each_state(world, chosen)
    units = verified_ones(world, chosen, verified)
    accepted_list(world, newcomer=units[9])
    eligible_in_every_way(world, units)
    statements_and_transfers(world)
    endings(world, units[-4:])
    a_left_draft(world, chosen)
    a_claim(world, units[0].organisation)
    unconfirmed_services(world, chosen)
    follow_ups(world, asked=units[3], answered=units[1])
    shortlist_with_notes(world, units)
    list_to_decide_on(world, vanished=units[2], left=units[7])
    all_states(world)
    six_contracts(world, units)
    choice_systems_of_the_buyer(world, units)
    watched_suppliers()
    terms_steps_and_targets(world)
    groups(world, units)
    partnerships_of_the_buyer(world, units)
    targets_and_documents(world)
    five_questions(world)
    contacts_and_log(world)
    own_figures(world)
    meetings(world)
