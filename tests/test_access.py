"""Every address against every role. An address that is missing from the table fails, and so does one that is gone.

A row says who gets in: `OPEN` all; `SIGNED_IN` anyone with an account; `READ`, `EDIT`, `OWN` members of the organisation
with at least that role; `OFFICER` case officers on duty; `ADMIN` superusers; `CLAIMANT` who made the claim, and officers.
Strangers to what exists get 404, members without the right 403, administrators off duty 403, visitors the way to sign in.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from procurement.services import aid, authority_members, authority_requests, shortlists
from registry.models import Document
from registry.models.members import Role
from registry.services import changes, claims, follow_up, freshness, members, officers, official, review, verifications
from registry.services.documents import store
from tests.factories import (
    add_member,
    add_to_authority,
    make_entity,
    make_organisation,
    make_receipt,
    make_statement,
    make_submitted,
    make_transfer,
    make_under_review,
    make_upload,
    make_user,
    make_verified,
    owner_of,
)
from tests.portal.board import make_board_world
from tests.portal.contacts import make_contact_world
from tests.portal.dialogue import make_dialogue_world
from tests.portal.local_figures import make_local_world
from tests.portal.politics import make_council_world
from tests.procurement.agreements import make_agreement
from tests.procurement.choice_factories import make_choice_world
from tests.procurement.joint_factories import make_joint_world
from tests.procurement.notices import make_import
from tests.procurement.partnership_factories import make_partnership_world, public_party
from tests.procurement.worlds import make_procurements
from tests.registry.register_lists import carry_out, lines, propose, row

pytestmark = pytest.mark.django_db

ROLES = [
    "visitor",
    "stranger",
    "reader",
    "editor",
    "owner",
    "claimant",
    "buyer",
    "politician",
    "authority_admin",
    "officer",
    "admin",
    "on_shift",
]
SIGN_IN = "sign in"
IN = "in"
ONLY_READ = "only read"

OPEN = dict.fromkeys(ROLES, IN)
NOWHERE = dict.fromkeys(ROLES, 404)
SIGNED_IN = OPEN | {"visitor": SIGN_IN}
NOBODY = dict.fromkeys(ROLES, 404)
READ = NOBODY | {"visitor": SIGN_IN, "reader": IN, "editor": IN, "owner": IN}
EDIT = READ | {"reader": 403}
OWN = EDIT | {"editor": 403}
OFFICER = NOBODY | {"visitor": SIGN_IN, "officer": IN, "on_shift": IN, "admin": 403}
ADMIN = NOBODY | {"visitor": SIGN_IN, "admin": IN, "on_shift": IN}
CLAIMANT = NOBODY | {"visitor": SIGN_IN, "claimant": IN, "officer": IN, "on_shift": IN}
# An unpublished file: its members and case officers.
CLOSED_FILE = NOBODY | dict.fromkeys(["reader", "editor", "owner", "officer", "on_shift"], IN)


# An authority's procurement officers; its politicians may not.
BUYER = NOBODY | {"visitor": SIGN_IN, "buyer": IN, "authority_admin": IN, "politician": 403}
# The people of the buyer's authority, and those of them who manage. The politician is at another one.
AT_AUTHORITY = NOBODY | {"visitor": SIGN_IN, "buyer": IN, "authority_admin": IN}
MANAGES = AT_AUTHORITY | {"buyer": 403}
# Elected persons and administrators anywhere, and those of the world's own municipality. The politician sits elsewhere.
ELECTED = NOBODY | {"visitor": SIGN_IN, "politician": IN, "authority_admin": IN, "buyer": 403}
COUNCIL = ELECTED | {"politician": 404}
ANSWERS = AT_AUTHORITY | {"politician": 404}
# Who may act for the organisation that comes; its readers may not leave for it.
COMES = NOBODY | {"visitor": SIGN_IN, "editor": IN, "owner": IN}
OWN_NOTE = NOBODY | {"visitor": SIGN_IN, "authority_admin": IN, "buyer": 403}
# The parties of a partnership: the buyer's authority and the organisation. Its readers only look.
PARTY = AT_AUTHORITY | {"reader": IN, "editor": IN, "owner": IN}
PARTY_EDIT = PARTY | {"reader": 403}
PARTY_BUYER = PARTY_EDIT | {"editor": 403, "owner": 403}


@dataclass
class World:
    """One organisation with something of everything, and a person in each role."""

    people: dict = field(default_factory=dict)


def a_worker_signs_in():
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")


def make_world():
    """An organisation with cases in every state, a claim, an invitation, and somebody in each role."""
    world = World()
    organisation = make_organisation()
    world.organisation = organisation
    owner = owner_of(organisation)
    world.verified = make_verified(make_entity(organisation, ready=True))
    world.submitted = make_submitted(make_entity(organisation, ready=True))
    world.reviewed = make_under_review(None, make_entity(organisation, ready=True))
    world.draft_entity = make_entity(organisation, ready=True)
    world.draft = world.draft_entity.applications.get(state="draft")
    world.service = world.draft_entity.services.get()
    world.closed = world.draft_entity.governing_document
    claimant = make_user()
    evidence = store(
        make_upload("Protokoll. Kim valdes till styrelsen."),
        Document.Kind.MINUTES,
        organisation=organisation,
        actor=claimant,
        is_claim_evidence=True,
    )
    world.claim = claims.submit(
        organisation, actor=claimant, position="ordförande", explanation="Vald av årsmötet.", evidence=evidence
    )
    world.invitation, world.token = members.invite(
        organisation, actor=owner, email="vem.som.helst@exempel.example", role=Role.READER
    )
    world.completing = make_under_review(None, make_entity(organisation, ready=True))
    review.request_completion(
        world.completing,
        actor=world.completing.officer,
        reasons=["purpose"],
        message="Förklara syftet.",
        due_on=timezone.localdate() + timedelta(days=14),
    )
    world.heard = make_under_review(None, make_entity(organisation, ready=True))
    review.communicate(
        world.heard,
        actor=world.heard.officer,
        text="Syftet är delat.",
        due_on=timezone.localdate() + timedelta(days=14),
    )
    world.change = changes.start(world.verified, actor=owner)
    world.submission = world.submitted.submission
    world.registered = make_verified(make_entity(organisation, ready=True))
    official.record_check(
        world.registered, actor=world.reviewed.officer, result="registered", source="Kammarkollegiets webbplats"
    )
    world.warned = verifications.warn(
        world.registered.verifications.get(),
        actor=world.reviewed.officer,
        text="Syftet är ändrat.",
        answer_by=timezone.localdate() + timedelta(days=14),
    )
    world.transfer = make_transfer(world.registered)
    world.statement = make_statement(world.registered, 2024)
    world.statement_draft = make_statement(world.registered, 2023, hand_in=False)
    world.receipt = make_receipt([world.registered.organisation_number], signed=False)
    world.follow_up = follow_up.open_case(
        world.registered.verifications.get(),
        actor=world.reviewed.officer,
        cause="signal",
        question="Är styrelsen densamma?",
        due_on=timezone.localdate() + timedelta(days=14),
    )
    _, world.confirmation = freshness.make_link(organisation, owner, at=timezone.now())
    a_worker_signs_in()  # without one the portal says that it is not well
    officer = world.reviewed.officer
    listed = lines(row(world.registered, str(timezone.localdate())), row(world.verified))
    world.list = carry_out(
        listed, actor=officer, on=timezone.localdate() - timedelta(days=1), reason="Den första listan"
    )
    world.doubtful_list = propose(lines(row(world.verified)), actor=officer)
    on_shift = make_user(admin=True)
    officers.start_shift(on_shift, actor=on_shift, reason="Handläggaren är sjuk.")
    world.people = {
        "visitor": None,
        "stranger": make_user(),
        "reader": add_member(organisation, "reader"),
        "editor": add_member(organisation, "editor"),
        "owner": owner,
        "claimant": claimant,
        "buyer": make_user(buyer=True),
        "politician": make_user(politician=True),
        "authority_admin": make_user(),
        "officer": world.reviewed.officer,
        "admin": make_user(admin=True),
        "on_shift": on_shift,
    }
    buyer = world.people["buyer"]
    world.procurement_import = make_import(actor=world.people["officer"])
    world.shortlist = shortlists.create(
        buyer.authority_memberships.get().authority, actor=buyer, name="Hemtjänst 2027", ground="lou-19-25a"
    )
    shortlists.add(world.shortlist, [world.verified.pk], actor=buyer)
    world.buys = make_procurements(buyer, world.verified, asker=claimant)
    make_choice_world(world, buyer)
    make_joint_world(world)
    world.agreement = make_agreement(buyer, world.verified)
    world.aid = aid.note(
        world.verified, actor=buyer, rule="de_minimis", granter="Provregionen", granted_on=timezone.localdate(), eur=9
    )
    make_partnership_world(world, buyer)
    make_authority_world(world, buyer, claimant)
    make_council_world(world)
    make_board_world(world)
    make_contact_world(world)
    make_local_world(world)
    make_dialogue_world(world)
    world.reader_membership = organisation.memberships.get(user=world.people["reader"])
    return world


def make_authority_world(world, buyer, asker):
    """The buyer's authority with an administrator and an invitation; somebody asks for it, and for one not here."""
    world.authority = buyer.authority_memberships.get().authority
    world.authority.email_domains = ["exempel.example"]
    world.authority.save(update_fields=["email_domains"])
    administrator = world.people["authority_admin"]
    add_to_authority(world.authority, administrator, "administrator")
    world.authority_invitation, world.authority_token = authority_members.invite(
        world.authority, actor=administrator, email="namn@partiet.example", role="politician"
    )
    asks = {"actor": asker, "email": asker.email, "position": "upphandlare", "verified_emails": {asker.email}}
    world.authority_request = authority_requests.ask(authority=world.authority, **asks)
    typed = {"name": "Provbolaget", "kind": "company", "organisation_number": ""}
    world.new_authority_request = authority_requests.ask(typed=typed, **asks)


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker):
    """The world, made once for all tests of a module. Each works in a savepoint of its own, which is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world, db):
    """The standing world, with rows of the test's own to change."""
    return deepcopy(standing_world)


@pytest.fixture
def committed_world(transactional_db):
    """A world that other connections see: for browsers."""
    return make_world()


def slug(world):
    return [world.organisation.slug]


def own_note(world):
    return [world.organisation.slug, world.contact_note.pk]


def draft(world):
    return [world.draft.uuid]


def case(world):
    return [world.reviewed.case_number]


def nothing(world):
    return []


def of(case):
    """Arguments for the pages of that case."""
    return lambda world: [getattr(world, case).uuid]


def service(world):
    return [world.draft.uuid, world.service.pk]


def membership(world):
    return [world.organisation.slug, world.reader_membership.pk]


def entity(name):
    """Arguments for pages about one of the family's entities."""
    return lambda world: [world.organisation.slug, getattr(world, name).uuid]


def authority(world):
    return [world.authority.slug]


def authority_member(world):
    return [world.authority.slug, world.authority.memberships.get(user=world.people["buyer"]).pk]


def meeting(world):
    return [world.authority.slug, world.meeting.pk]


def draft_meeting(world):
    return [world.authority.slug, world.draft_meeting.pk]


def own_meeting(world):
    return [world.organisation.slug, world.own_meeting.pk]


def own_draft_meeting(world):
    return [world.organisation.slug, world.own_draft_meeting.pk]


def statement_draft(world):
    return [world.organisation.slug, world.statement_draft.pk]


def choice(world):
    return [world.choice_system.pk]


def agreement(world):
    return [world.agreement.pk]


def agreement_party(world):
    """The authority's own party, in one that is being written."""
    return [world.agreement.pk, public_party(world.agreement).pk]


def partnership(world):
    """One that everybody may read."""
    return [world.partnership.pk]


def choice_applicant(world):
    return [world.choice_system.pk, world.choice_applicant.pk]


def own_choice(world):
    return [world.organisation.slug, world.choice_provider.pk]


def own_choice_unit(world):
    return [*own_choice(world), world.choice_provider.units.get().pk]


def interested(world):
    return [world.organisation.slug, world.buys.published.pk]


def joint(world):
    return [world.organisation.slug, world.joint_bid.pk]


def asked_to_join(world):
    return [world.organisation.slug, world.asking_bid.pk, world.joint_asked.pk]


def buys(name):
    """Arguments for pages about the buyer's procurement in that state."""
    return lambda world: [getattr(world.buys, name).pk]


def lot_of(name):
    return lambda world: [getattr(world.buys, name).pk, 1]


def own_figure(world):
    """What the organisation counts itself."""
    return [world.organisation.slug, world.local_measure.pk]


def of_place(world):
    return [world.target.place.code, world.target.place.slug]


def council_place(world):
    return [world.target.place.code]


def tendered(world):
    return [world.buys.closed.pk, world.buys.tender.pk]


def sealed(world):
    return [world.buys.awarded.pk, world.buys.pack.number]


# name: (who, arguments)
TABLE = {
    # Open to all.
    "home": (OPEN, nothing),
    "about": (OPEN, nothing),
    "accessibility": (OPEN, nothing),
    "privacy": (OPEN, nothing),
    "component_list": (OPEN, nothing),
    "organisation_graph": (OPEN, slug),
    "municipality_list": (OPEN, nothing),
    "municipality_list_file": (OPEN, lambda world: ["csv"]),
    "indicator_list": (OPEN, nothing),
    "municipality_map": (OPEN, lambda world: ["svg"]),
    "municipality": (OPEN, lambda world: ["1480", "goteborg"]),
    "region": (OPEN, lambda world: ["14", "vastra-gotalandsregionen"]),
    "municipality_values": (OPEN, lambda world: ["1480", "goteborg", "csv"]),
    "region_values": (OPEN, lambda world: ["14", "vastra-gotalandsregionen", "csv"]),
    # Without an import there is no picture.
    "municipality_picture": (NOWHERE, lambda world: ["1480", "goteborg", "andel", "svg"]),
    "region_picture": (NOWHERE, lambda world: ["14", "vastra-gotalandsregionen", "andel", "svg"]),
    "favicon": (OPEN, nothing),
    "fee_calculator": (OPEN, nothing),
    "glossary": (OPEN, nothing),
    "robots": (OPEN, nothing),
    "status": (OPEN, nothing),
    "status_json": (OPEN, nothing),
    "services_confirm": (OPEN, lambda world: [world.confirmation]),  # whoever has the letter
    "demo_mail": (NOWHERE, nothing),  # only in the demo
    "organisation_list": (OPEN, nothing),
    "organisation_list_file": (OPEN, lambda world: ["csv"]),
    "organisation": (OPEN, slug),
    "organisation_json": (OPEN, slug),
    "legal_entity": (OPEN, lambda world: [world.verified.identifier]),
    "eligibility_check": (OPEN, nothing),
    "eligibility_check_file": (OPEN, lambda world: ["csv"]),
    "receipt_create": (OPEN, nothing),
    "certificate_create": (OPEN, lambda world: [world.verified.identifier]),
    "receipt": (OPEN, lambda world: [world.receipt.token]),
    "receipt_pdf": (OPEN, lambda world: [world.receipt.token]),
    "receipt_content": (OPEN, lambda world: [world.receipt.token]),
    "receipt_verify": (OPEN, nothing),
    "journal": (OPEN, nothing),
    "journal_export": (OPEN, lambda world: ["csv"]),
    "statutes_guide": (OPEN, nothing),
    "guidance": (OPEN, nothing),
    "guidance_page": (OPEN, lambda world: ["foreningsbidrag"]),
    "easy_swedish": (OPEN, nothing),
    "in_english": (OPEN, nothing),
    "reservation_check": (OPEN, nothing),
    "deadline_calculator": (OPEN, nothing),
    "deadline_calculator_file": (OPEN, nothing),
    "route_chooser": (OPEN, nothing),
    "first_tender_guide": (OPEN, nothing),
    "partnership_criteria": (OPEN, nothing),
    "statutes_guide_text": (OPEN, nothing),
    "service_level": (OPEN, nothing),
    "service_level_file": (OPEN, lambda world: ["csv"]),
    "log_digest_list": (OPEN, nothing),
    "log_digest_list_file": (OPEN, lambda world: ["csv"]),
    "authority_list": (OPEN, nothing),
    "authority_list_file": (OPEN, lambda world: ["csv"]),
    "authority": (OPEN, authority),
    # Anyone with an account.
    "authority_ask": (SIGNED_IN, nothing),
    "authority_ask_new": (SIGNED_IN, nothing),
    "authority_ask_for": (SIGNED_IN, authority),
    "authority_invitation_accept": (SIGNED_IN, lambda world: [world.authority_token]),
    "desk": (SIGNED_IN, nothing),
    "my_data": (SIGNED_IN, nothing),
    "my_data_file": (SIGNED_IN, nothing),
    "my_data_erase": (SIGNED_IN, nothing),
    "organisation_create": (SIGNED_IN, nothing),
    "invitation_accept": (SIGNED_IN, lambda world: [world.token]),
    "claim_create": (SIGNED_IN, slug),
    # Members: the family.
    "organisation_family": (READ, slug),
    "organisation_fee": (READ, slug),
    "organisation_receipt": (READ, lambda world: [world.organisation.slug, world.submission.pk]),
    "member_list": (READ, slug),
    "ground_list": (READ, entity("verified")),
    "ground_statement": (EDIT, lambda world: [*entity("verified")(world), "lou-4-18"]),
    "transfer_list": (READ, slug),
    "transfer_add": (EDIT, slug),
    "transfer_withdraw": (EDIT, lambda world: [world.organisation.slug, world.transfer.pk]),
    "annual_statement_list": (READ, slug),
    "annual_statement_start": (EDIT, entity("registered")),
    "annual_statement": (READ, lambda world: [world.organisation.slug, world.statement.pk]),
    "annual_statement_change": (EDIT, statement_draft),
    "annual_statement_check": (EDIT, statement_draft),
    "annual_statement_correct": (EDIT, lambda world: [world.organisation.slug, world.statement.pk]),
    "verification_answer": (READ, lambda world: [world.warned.legal_entity.organisation.slug, world.warned.pk]),
    "follow_up_answer": (READ, lambda world: [world.organisation.slug, world.follow_up.case_number]),
    "organisation_common": (EDIT, slug),
    "organisation_contact": (EDIT, slug),
    "entities_add": (EDIT, slug),
    "entity_add": (EDIT, slug),
    "entity_remove": (EDIT, entity("draft_entity")),
    "application_start": (EDIT, entity("draft_entity")),
    "organisation_check": (EDIT, slug),
    "member_invite": (OWN, slug),
    "member_role": (OWN, membership),
    "member_remove": (OWN | {"reader": IN}, membership),  # everybody may leave
    "invitation_take": (NOBODY | {"visitor": SIGN_IN}, lambda world: [world.invitation.pk]),  # only who was invited
    "invitation_revoke": (OWN, lambda world: [world.organisation.slug, world.invitation.pk]),
    # Members: one legal entity's application.
    "application": (READ, of("draft")),
    "application_entity": (EDIT, of("draft")),
    "application_owners": (EDIT, of("draft")),
    "application_statutes": (EDIT, of("draft")),
    "application_purpose": (EDIT, of("draft")),
    "application_dissolution": (EDIT, of("draft")),
    "application_control": (EDIT, of("draft")),
    "application_welfare": (EDIT, of("draft")),
    "application_services": (EDIT, of("draft")),
    "service_add": (EDIT, of("draft")),
    "service_change": (EDIT, service),
    "service_remove": (EDIT, service),
    "application_signatories": (EDIT, of("draft")),
    "application_completion": (EDIT, of("completing")),
    "application_comment": (EDIT, of("heard")),
    "application_withdraw": (EDIT, of("submitted")),
    "application_decision": (READ, lambda world: [world.verified.applications.earliest("pk").uuid]),
    "change": (EDIT, of("change")),
    "change_discard": (EDIT, of("change")),
    "change_submit": (EDIT, of("change")),
    "change_start": (EDIT, lambda world: [world.verified.uuid]),
    "verification_end": (OWN, entity("verified")),
    "document": (CLOSED_FILE, lambda world: [world.closed.uuid]),
    # Case officers.
    "case_list": (OFFICER, nothing),
    "case": (OFFICER, case),
    "case_assess": (OFFICER, lambda world: [world.reviewed.case_number, "syfte"]),
    "case_take": (OFFICER, lambda world: [world.submitted.case_number]),
    "case_take_over": (OFFICER, case),
    "case_completion": (OFFICER, case),
    "case_communicate": (OFFICER, case),
    "case_approve": (OFFICER, case),
    "case_reject": (OFFICER, case),
    "case_dismiss": (OFFICER, case),
    "case_hand_over": (OFFICER, case),
    "case_conflict": (OFFICER, case),
    "claim_list": (OFFICER, nothing),
    "claim_review": (OFFICER, lambda world: [world.claim.case_number]),
    "annual_statement_queue": (OFFICER, nothing),
    "annual_statement_review": (OFFICER, lambda world: [world.statement.case_number]),
    "officer_entity_list": (OFFICER, nothing),
    "authority_request_list": (OFFICER, nothing),
    "authority_request_review": (OFFICER, of("authority_request")),
    "authority_request_place": (OFFICER, of("new_authority_request")),
    "authority_officer": (OFFICER, authority),
    "authority_change": (OFFICER, authority),
    "authority_domain_add": (OFFICER, authority),
    "authority_domain_remove": (OFFICER, lambda world: [world.authority.slug, "exempel.example"]),
    "authority_member_end": (OFFICER, authority_member),
    "authority_member_appoint": (OFFICER, authority_member),
    # An authority's people.
    "authority_people": (AT_AUTHORITY, authority),
    "authority_invite": (MANAGES, authority),
    "authority_invitation_revoke": (MANAGES, lambda world: [world.authority.slug, world.authority_invitation.pk]),
    "authority_role": (MANAGES, authority_member),
    "authority_end": (AT_AUTHORITY, authority_member),  # everybody may leave
    "authority_invitation_take": (
        NOBODY | {"visitor": SIGN_IN},
        lambda world: [world.authority_invitation.pk],  # only who was invited
    ),
    # Procurement officers.
    "shortlist_list": (BUYER, nothing),
    "shortlist_create": (BUYER, nothing),
    "shortlist": (BUYER, lambda world: [world.shortlist.pk]),
    "shortlist_export": (BUYER, lambda world: [world.shortlist.pk, "csv"]),
    "shortlist_add": (BUYER, slug),
    "shortlist_close": (BUYER, lambda world: [world.shortlist.pk]),
    "shortlist_entry": (BUYER, lambda world: [world.shortlist.pk, world.shortlist.entries.get().pk]),
    "shortlist_entry_remove": (BUYER, lambda world: [world.shortlist.pk, world.shortlist.entries.get().pk]),
    "criterion_judge": (OFFICER, lambda world: [world.verified.uuid]),
    "official_record": (OFFICER, lambda world: [world.verified.uuid]),
    "official_deregistration": (OFFICER, lambda world: [world.registered.uuid]),
    "official_correction": (
        OFFICER,
        lambda world: [world.registered.uuid, world.registered.official_registrations.get().pk],
    ),
    "unconfirmed_list": (OFFICER, nothing),
    "follow_up_list": (OFFICER, nothing),
    "follow_up_sample": (OFFICER, nothing),
    "follow_up_open": (OFFICER, lambda world: [world.verified.verifications.get().pk]),
    "follow_up": (OFFICER, lambda world: [world.follow_up.case_number]),
    "register_import_list": (OFFICER, nothing),
    "register_import_upload": (OFFICER, nothing),
    "register_import": (OFFICER, lambda world: [world.doubtful_list.uuid]),
    "register_import_accept": (OFFICER, lambda world: [world.doubtful_list.uuid]),
    "register_import_discard": (OFFICER, lambda world: [world.doubtful_list.uuid]),
    "register_import_recount": (OFFICER, lambda world: [world.doubtful_list.uuid]),
    "register_import_undo": (OFFICER, lambda world: [world.list.uuid]),
    "procurement_import_list": (OFFICER, nothing),
    "procurement_import": (OFFICER, lambda world: [world.procurement_import.pk]),
    "procurement_import_undo": (OFFICER, lambda world: [world.procurement_import.pk]),
    "verification_warn": (OFFICER, lambda world: [world.verified.verifications.get().pk]),
    "verification_end_by_decision": (OFFICER, lambda world: [world.verified.verifications.get().pk]),
    "officer_shift": (ADMIN, nothing),
    # Procurements: open to all, for members of an organisation, for the authority's officers.
    "procurement_list": (OPEN, nothing),
    "procurement_list_file": (OPEN, lambda world: ["csv"]),
    "procurement": (OPEN, buys("published")),
    "procurement_calendar": (OPEN, buys("published")),
    "procurement_ask": (SIGNED_IN, buys("published")),
    "supplier_procurement_list": (READ, slug),
    "interest_show": (EDIT, lambda world: [world.organisation.slug, world.buys.published.pk]),
    "interest_withdraw": (
        EDIT,
        lambda world: [world.organisation.slug, world.buys.published.pk, world.buys.interest.pk],
    ),
    "readiness": (READ, interested),
    "partner_list": (READ, interested),
    "partner_seek": (EDIT, interested),
    "joint_bid_begin": (EDIT, interested),
    "joint_bid": (READ, joint),
    "joint_bid_file": (READ, lambda world: [*joint(world), "csv"]),
    "joint_bid_find": (EDIT, joint),
    "joint_bid_invite": (EDIT, lambda world: [*joint(world), world.registered.uuid]),
    "joint_bid_need": (EDIT, joint),
    "joint_bid_part": (EDIT, lambda world: [*joint(world), world.joint_bid.members.get(is_lead=True).pk]),
    "joint_bid_withdraw": (EDIT, lambda world: [*joint(world), world.joint_invited.pk]),
    "joint_bid_dissolve": (EDIT, joint),
    "joint_bid_answer": (EDIT, asked_to_join),
    "joint_bid_leave": (EDIT, lambda world: [world.organisation.slug, world.joined_bid.pk, world.joint_member.pk]),
    "buyer_procurement_list": (BUYER, nothing),
    "procurement_create": (BUYER, nothing),
    "procurement_work": (BUYER, buys("planned")),
    "procurement_facts": (BUYER, buys("planned")),
    "procurement_reasons": (BUYER, buys("planned")),
    "procurement_market": (BUYER, buys("planned")),
    "procurement_show_plan": (BUYER, buys("planned")),
    "procurement_open_dialogue": (BUYER, buys("planned")),
    "procurement_publish": (BUYER, buys("planned")),
    "procurement_prolong": (BUYER, buys("published")),
    "procurement_correct": (BUYER, buys("published")),
    "procurement_cancel": (BUYER, buys("published")),
    "procurement_close": (BUYER, buys("published")),
    "lot_add": (BUYER, buys("planned")),
    "lot": (BUYER, lot_of("planned")),
    "lot_cpv": (BUYER, lot_of("planned")),
    "lot_ground": (BUYER, lot_of("planned")),
    "lot_remove": (BUYER, lot_of("planned")),
    "question_list": (BUYER, buys("published")),
    "question_answer": (BUYER, lambda world: [world.buys.published.pk, world.buys.question.pk]),
    "interest_list": (BUYER, buys("published")),
    "tender_list": (BUYER, buys("closed")),
    "tender_add": (BUYER, lot_of("closed")),
    "tender": (BUYER, tendered),
    "tender_add_others": (BUYER, tendered),
    "tender_remove": (BUYER, tendered),
    "tender_purpose": (BUYER, tendered),
    "procurement_award": (BUYER, buys("closed")),
    "procurement_review": (BUYER, buys("awarded")),
    "procurement_conclude": (BUYER, buys("awarded")),
    "procurement_settle": (BUYER, buys("reviewed")),
    "evidence_pack_list": (BUYER, buys("awarded")),
    "evidence_pack_file": (BUYER, sealed),
    "evidence_pack_retry": (BUYER, sealed),
    "evidence_pack_verify": (OPEN, nothing),
    # Contracts.
    "contract_list": (OPEN, nothing),
    "contract_list_file": (OPEN, lambda world: ["csv"]),
    "contract_calendar": (OPEN, nothing),
    "contract": (OPEN, buys("contract")),
    "buyer_contract_list": (BUYER, nothing),
    "contract_add": (BUYER, nothing),
    "contract_together": (BUYER, nothing),
    "contract_keep_apart": (BUYER, lambda world: [world.buys.contract.pk, world.buys.endless.pk]),
    "contract_work": (BUYER, buys("contract")),
    "contract_facts": (BUYER, buys("contract")),
    "contract_end": (BUYER, buys("endless")),
    "contract_option_add": (BUYER, buys("contract")),
    "contract_option": (BUYER, lambda world: [world.buys.contract.pk, 1]),
    "contract_call_off": (BUYER, buys("contract")),
    "contract_follow_up_add": (BUYER, buys("contract")),
    "contract_follow_up": (BUYER, lambda world: [world.buys.contract.pk, world.buys.follow_up.pk]),
    "contract_end_early": (BUYER, buys("contract")),
    "contract_concern": (BUYER, lambda world: [world.buys.contract.pk, world.buys.concern.pk]),
    "supplier_contract_list": (READ, slug),
    "social_term_list": (BUYER, buys("planned")),
    "social_term": (BUYER, lambda world: [world.buys.planned.pk, "arbete"]),
    "social_term_remove": (BUYER, lambda world: [world.buys.planned.pk, "arbete"]),
    "social_process": (BUYER, authority),
    "social_step": (BUYER, lambda world: [world.authority.slug, "behov"]),
    "social_target_add": (BUYER, authority),
    "social_target": (BUYER, lambda world: [world.authority.slug, 2026]),
    "authority_social_terms": (OPEN, authority),
    # Choice systems: open to all, for the authority's officers, for members of an organisation.
    "choice_system_list": (OPEN, nothing),
    "choice_system_list_file": (OPEN, lambda world: ["csv"]),
    "choice_system": (OPEN, choice),
    "choice_system_comparison": (OPEN, choice),
    "buyer_choice_system_list": (BUYER, nothing),
    "choice_system_create": (BUYER, nothing),
    "choice_system_work": (BUYER, choice),
    "choice_system_facts": (BUYER, choice),
    "choice_price_list": (BUYER, choice),
    "choice_system_open": (BUYER, choice),
    "choice_system_wind_up": (BUYER, choice),
    "choice_system_close": (BUYER, choice),
    "choice_information": (BUYER, choice),
    "choice_application": (BUYER, choice_applicant),
    "choice_application_approve": (BUYER, choice_applicant),
    "choice_application_refuse": (BUYER, choice_applicant),
    "choice_application_contract": (BUYER, choice_applicant),
    "choice_application_end": (BUYER, choice_applicant),
    "supplier_choice_system_list": (READ, slug),
    "choice_apply": (EDIT, lambda world: [world.organisation.slug, world.choice_system.pk]),
    "own_choice_application": (READ, own_choice),
    "own_choice_application_withdraw": (EDIT, own_choice),
    "choice_unit_add": (EDIT, own_choice),
    "choice_unit": (EDIT, own_choice_unit),
    "choice_unit_remove": (EDIT, own_choice_unit),
    # Partnerships: open to all, for each side, for both together.
    "partnership_list": (OPEN, nothing),
    "partnership_list_file": (OPEN, lambda world: ["csv"]),
    "partnership_data": (OPEN, nothing),
    "partnership_schema": (OPEN, nothing),
    "partnership": (OPEN, partnership),
    "local_compact_list": (OPEN, nothing),
    "local_compact_list_file": (OPEN, lambda world: ["csv"]),
    "local_compact": (OPEN, lambda world: [world.compact.pk]),
    "buyer_local_compact_list": (BUYER, nothing),
    "local_compact_remove": (BUYER, lambda world: [world.compact.pk]),
    "buyer_partnership_list": (BUYER, nothing),
    "buyer_partnership_start": (BUYER, nothing),
    "supplier_partnership_list": (READ, slug),
    "supplier_partnership_start": (EDIT, slug),
    "partnership_work": (PARTY, agreement),
    "partnership_whole": (PARTY, agreement),
    "partnership_about": (PARTY_EDIT, agreement),
    "partnership_text": (PARTY_EDIT, lambda world: [world.agreement.pk, "bakgrund"]),
    "partnership_principles": (PARTY_EDIT, agreement),
    "partnership_goals": (PARTY_EDIT, agreement),
    "partnership_commitments": (PARTY_EDIT, agreement),
    "partnership_follow_ups": (PARTY_EDIT, agreement),
    "partnership_follow_up": (
        PARTY_EDIT,
        lambda world: [world.partnership.pk, world.partnership.follow_ups.get(performed_on=None).pk],
    ),
    "partnership_party_list": (PARTY_EDIT, agreement),
    "partnership_join": (PARTY_BUYER, agreement_party),
    "partnership_decline": (PARTY_BUYER, agreement_party),
    "partnership_agree": (PARTY_BUYER, agreement_party),
    "partnership_review": (PARTY_BUYER, agreement),
    "partnership_send_back": (PARTY_BUYER, agreement),
    "partnership_decide": (PARTY_BUYER, agreement),
    "partnership_activate": (PARTY_BUYER, agreement),
    "partnership_begin_follow_up": (PARTY_EDIT, partnership),
    "partnership_renegotiate": (PARTY_EDIT, partnership),
    "partnership_keep": (PARTY_EDIT, partnership),
    "partnership_end": (PARTY_EDIT, agreement),
    "partnership_criteria_answer": (PARTY_EDIT, agreement),
    "partnership_draft": (PARTY, agreement),
    "partnership_aid": (PARTY, agreement),
    "partnership_aid_add": (PARTY_EDIT, agreement),
    "partnership_aid_withdraw": (PARTY_EDIT, lambda world: [world.agreement.pk, world.aid.pk]),
    # Targets and documents of municipalities and regions.
    "governance_list": (OPEN, nothing),
    "governance_list_file": (OPEN, lambda world: ["csv"]),
    "governance_document": (OPEN, lambda world: [world.governance_document.pk]),
    "municipality_targets": (OPEN, of_place),
    "municipality_targets_file": (OPEN, lambda world: [*of_place(world), "csv"]),
    "municipality_documents": (OPEN, of_place),
    "region_targets": (OPEN, lambda world: ["14", "vastra-gotalandsregionen"]),
    "region_targets_file": (OPEN, lambda world: ["14", "vastra-gotalandsregionen", "csv"]),
    "municipality_brief": (OPEN, of_place),
    "municipality_brief_file": (OPEN, lambda world: [*of_place(world), "docx"]),
    "region_brief": (OPEN, lambda world: ["14", "vastra-gotalandsregionen"]),
    "region_brief_file": (OPEN, lambda world: ["14", "vastra-gotalandsregionen", "docx"]),
    "region_documents": (OPEN, lambda world: ["14", "vastra-gotalandsregionen"]),
    "council": (ELECTED, nothing),
    "council_read": (COUNCIL, council_place),
    "council_note_add": (COUNCIL, council_place),
    "council_note": (OWN_NOTE, lambda world: [world.council_note.pk]),
    "council_note_remove": (OWN_NOTE, lambda world: [world.council_note.pk]),
    "target_add": (COUNCIL, council_place),
    "target_change": (COUNCIL, lambda world: [world.target.pk]),
    "target_replace": (COUNCIL, lambda world: [world.target.pk]),
    "target_end": (COUNCIL, lambda world: [world.target.pk]),
    "governance_document_add": (COUNCIL, council_place),
    "governance_document_version": (COUNCIL, lambda world: [world.governance_document.pk]),
    "governance_document_end": (COUNCIL, lambda world: [world.governance_document.pk]),
    # The follow-up board.
    "board_list": (OPEN, nothing),
    "board_list_file": (OPEN, lambda world: ["csv"]),
    "municipality_board": (OPEN, lambda world: ["1480", "goteborg"]),
    "region_board": (OPEN, lambda world: ["14", "vastra-gotalandsregionen"]),
    "own_board": (READ, slug),
    "own_board_ask": (EDIT, slug),
    "own_board_note": (EDIT, lambda world: [world.organisation.slug, "1480", "spridning"]),
    "own_board_remind": (EDIT, lambda world: [world.organisation.slug, world.board_asking.pk]),
    "own_board_withdraw": (EDIT, lambda world: [world.organisation.slug, world.board_asking.pk]),
    "own_board_retract": (EDIT, lambda world: [world.organisation.slug, world.board_statement.pk]),
    "board_answers": (AT_AUTHORITY | {"politician": IN}, nothing),
    "board_answer": (ANSWERS, lambda world: ["1480", "spridning"]),
    # Contacts, and the log of them.
    "contact_list": (OPEN, nothing),
    "contact_list_file": (OPEN, lambda world: ["csv"]),
    "authority_contacts": (OPEN, lambda world: [world.authority.slug]),
    "authority_contact_add": (AT_AUTHORITY, lambda world: [world.authority.slug]),
    "authority_contact_change": (AT_AUTHORITY, lambda world: [world.authority.slug, world.contact.pk]),
    "authority_contact_remove": (AT_AUTHORITY, lambda world: [world.authority.slug, world.own_contact.pk]),
    "own_contacts": (READ, slug),
    "own_contact_add": (EDIT, lambda world: [world.organisation.slug, world.authority.slug]),
    "own_contact_change": (EDIT, lambda world: [world.organisation.slug, world.contact.pk]),
    "own_contact_remove": (EDIT, lambda world: [world.organisation.slug, world.contact.pk]),
    "contact_log": (READ, slug),
    "contact_log_file": (READ, lambda world: [world.organisation.slug, "csv"]),
    "contact_note_add": (EDIT, slug),
    "contact_note_change": (EDIT, own_note),
    "contact_note_finish": (EDIT, own_note),
    "contact_note_reopen": (EDIT, own_note),
    "contact_note_remove": (EDIT, own_note),
    # What organisations count themselves.
    "local_figure_list": (OPEN, nothing),
    "local_figure_list_file": (OPEN, lambda world: ["csv"]),
    "municipality_local_figure": (OPEN, lambda world: [*of_place(world), world.local_measure.pk]),
    "municipality_local_figure_file": (OPEN, lambda world: [*of_place(world), world.local_measure.pk, "csv"]),
    "region_local_figure": (OPEN, lambda world: ["14", "vastra-gotalandsregionen", world.region_measure.pk]),
    "region_local_figure_file": (
        OPEN,
        lambda world: ["14", "vastra-gotalandsregionen", world.region_measure.pk, "csv"],
    ),
    "own_local_figures": (READ, slug),
    "own_local_figure_start": (EDIT, slug),
    "own_local_figure_numbers": (EDIT, own_figure),
    "own_local_figure_take_back": (EDIT, lambda world: [*own_figure(world), world.local_value.pk]),
    "own_local_figure_invite": (EDIT, own_figure),
    "own_local_figure_uninvite": (EDIT, lambda world: [*own_figure(world), world.local_part.pk]),
    "own_local_figure_answer": (EDIT, lambda world: [world.organisation.slug, world.asked_measure.pk]),
    "own_local_figure_leave": (EDIT, lambda world: [world.organisation.slug, world.joined_measure.pk]),
    "own_local_figure_replace": (EDIT, own_figure),
    "own_local_figure_close": (EDIT, own_figure),
    # Dialogue.
    "meeting_list": (OPEN, nothing),
    "meeting_list_file": (OPEN, lambda world: ["csv"]),
    "meeting_list_calendar": (OPEN, nothing),
    "meeting": (OPEN, lambda world: [world.meeting.pk]),
    "meeting_calendar": (OPEN, lambda world: [world.meeting.pk]),
    "meeting_sign_up": (SIGNED_IN, lambda world: [world.meeting.pk]),
    "meeting_leave": (COMES, lambda world: [world.meeting.pk, world.meeting_sign_up.pk]),
    "meeting_ask": (SIGNED_IN, lambda world: [world.meeting.pk]),
    "own_meeting_list": (EDIT, slug),
    "own_meeting_create": (EDIT, slug),
    "own_meeting_work": (EDIT, own_meeting),
    "own_meeting_change": (EDIT, own_meeting),
    "own_meeting_announce": (EDIT, own_draft_meeting),
    "own_meeting_discard": (EDIT, own_draft_meeting),
    "own_meeting_cancel": (EDIT, own_meeting),
    "own_meeting_invite": (EDIT, own_meeting),
    "own_meeting_answer": (EDIT, lambda world: [*own_meeting(world), world.own_meeting_question.pk]),
    "own_meeting_notes": (EDIT, own_meeting),
    "authority_meeting_list": (AT_AUTHORITY, authority),
    "authority_meeting_create": (AT_AUTHORITY, authority),
    "authority_meeting_work": (AT_AUTHORITY, meeting),
    "authority_meeting_change": (AT_AUTHORITY, meeting),
    "authority_meeting_announce": (AT_AUTHORITY, draft_meeting),
    "authority_meeting_discard": (AT_AUTHORITY, draft_meeting),
    "authority_meeting_cancel": (AT_AUTHORITY, meeting),
    "authority_meeting_invite": (AT_AUTHORITY, meeting),
    "authority_meeting_answer": (AT_AUTHORITY, lambda world: [*meeting(world), world.meeting_question.pk]),
    "authority_meeting_notes": (AT_AUTHORITY, meeting),
    # The claimant.
    "claim": (CLAIMANT, lambda world: [world.claim.case_number]),
    "authority_request": (CLAIMANT, of("authority_request")),
}


# Buttons without a page of their own: a GET is no way in.
ONLY_POSTED = {
    "contact_note_finish",
    "contact_note_reopen",
    "own_meeting_announce",
    "authority_meeting_announce",
    "council_read",
    "council_note_remove",
    "annual_statement_correct",
    "authority_invitation_take",
    "eligibility_check_file",
    "receipt_create",
    "case_take",
    "case_assess",
    "change_start",
    "invitation_take",
    "register_import_discard",
    "register_import_recount",
    "procurement_show_plan",
    "procurement_open_dialogue",
    "procurement_close",
    "evidence_pack_retry",
    "choice_system_close",
    "social_term_remove",
    "partner_seek",
    "joint_bid_withdraw",
    "partnership_begin_follow_up",
}


def names(patterns=None, prefix=""):
    """Every named address of the portal itself. Those of packages are tested where they are made."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if not route.startswith(("konto/", "admin/")):
                yield from names(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not route.startswith(settings.STATIC_URL.strip("/")):
            yield pattern.name


def test_every_address_stands_in_the_table():
    assert set(names()) - set(TABLE) == set()


def test_the_table_names_no_address_that_is_gone():
    assert set(TABLE) - set(names()) == set()


def test_every_address_has_a_name_of_its_own():
    found = list(names())

    assert None not in found
    assert len(found) == len(set(found))


def outcome(response, *, only_read=False):
    """What the role met: in, sign in, the refusal's status, or that nobody posts to the page at all."""
    if only_read and response.status_code == 405:
        return ONLY_READ
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return SIGN_IN
    if response.status_code in (403, 404):
        return response.status_code
    assert response.status_code in (200, 302, 303, 405, 409, 410, 422), response.status_code
    return IN


def differences(met, expected):
    """What is not as the table says, one line each."""
    return [
        f"{name}: {role} met {met[name][role]}, not {expected[name][role]}"
        for name in met
        for role in met[name]
        if met[name][role] != expected[name][role]
    ]


def signed_in_clients(world, make_client):
    """A client for each role, signed in once."""
    clients = {}
    for role, user in world.people.items():
        clients[role] = make_client()
        if user is not None:
            clients[role].force_login(user)
    return clients


def test_who_gets_in(world, read_only_get, undrawn):
    clients = signed_in_clients(world, read_only_get)

    met = {
        name: {role: outcome(client.get(reverse(name, args=arguments(world)))) for role, client in clients.items()}
        for name, (_, arguments) in TABLE.items()
        if name not in ONLY_POSTED
    }

    expected = {name: who for name, (who, _) in TABLE.items() if name not in ONLY_POSTED}
    assert differences(met, expected) == []


def test_nobody_posts_past_the_door(world, read_only_get, undrawn):
    """A POST from a role that may not read the page is refused in the same way, before anything is written."""
    clients = signed_in_clients(world, read_only_get)

    refused = {name: {role: what for role, what in who.items() if what != IN} for name, (who, _) in TABLE.items()}
    met = {
        name: {
            role: outcome(
                clients[role].post(reverse(name, args=TABLE[name][1](world)), {"reason": "x"}), only_read=True
            )
            for role in roles
        }
        for name, roles in refused.items()
    }

    wrong = [line for line in differences(met, refused) if f"met {ONLY_READ}" not in line]
    assert wrong == []
