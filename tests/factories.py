"""People, organisations and cases for tests. A user is a stranger until an argument says otherwise."""

import hashlib
import itertools
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date
from io import BytesIO
from unittest.mock import patch

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model
from django.utils import timezone
from fpdf import FPDF

from portal.models import GuidancePage, Place
from procurement.models import AuthorityMembership, ContractingAuthority, CpvRange
from registry.access import CASE_OFFICER
from registry.demo_numbers import demo_organisation_number
from registry.models import (
    ContactPerson,
    Document,
    EligibilityReceipt,
    LegalEntity,
    LegalForm,
    Membership,
    Municipality,
    Ownership,
    ReservationGround,
    Service,
    ServiceArea,
    Signatory,
)
from registry.models.applications import Judgement
from registry.number_lists import from_text
from registry.reading.checks import answers_for
from registry.services import (
    annual_statements,
    applications,
    letters,
    official,
    organisations,
    receipts,
    review,
    transfers,
)
from registry.services.documents import keep

serial = itertools.count(1)
PASSWORD = "ett-langt-losenord-2026"


on_trust_here = ContextVar("on_trust_here", default=False)  # per thread: tests of races make rows in several at once
asked_in_words = Model.validate_constraints


def validate_constraints(row, exclude=None):
    if not on_trust_here.get():
        asked_in_words(row, exclude)


Model.validate_constraints = validate_constraints


@contextmanager
def on_trust():
    """Rows as a factory makes them are held to the constraints by the database alone.

    Asking each constraint in words, before the row is saved, is nearly half of what a verified entity costs.
    """
    token = on_trust_here.set(True)
    try:
        yield
    finally:
        on_trust_here.reset(token)


def load_reference_data():
    """Counties, municipalities, forms, services, the law on procurement, measures, guidance: once per test database is enough."""
    if not Municipality.objects.exists():
        call_command("load_reference_data", verbosity=0)
    if not CpvRange.objects.exists():
        call_command("load_procurement_law", verbosity=0)
    if not Place.objects.exists():
        call_command("load_figures", verbosity=0)
    if not GuidancePage.objects.exists():
        call_command("load_guidance", verbosity=0)


def make_user(email=None, *, officer=False, admin=False, politician=False, buyer=False, **fields):
    """Somebody with a verified address. Without arguments a stranger to every organisation."""
    email = email or f"person{next(serial)}@exempel.example"
    facts = {"name": "Kim Exempel", "is_staff": admin, "is_superuser": admin, **fields}
    user = get_user_model().objects.create_user(email, PASSWORD, **facts)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if officer:
        user.groups.add(Group.objects.get_or_create(name=CASE_OFFICER)[0])
    if politician or buyer:
        role = AuthorityMembership.Role.OFFICER if buyer else AuthorityMembership.Role.POLITICIAN
        AuthorityMembership.objects.create(authority=make_authority(), user=user, role=role)
    if officer or admin or buyer:  # without a second factor they are led to where they add one
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def make_authority(name=None, **facts):
    number = next(serial)
    return ContractingAuthority.objects.create(
        **{"name": name or f"Provkommun {number}", "slug": f"provkommun-{number}", "kind": "municipality", **facts}
    )


def add_to_authority(authority, user, role="officer"):
    """Let somebody act for the authority, with the second factor that it asks for."""
    AuthorityMembership.objects.create(authority=authority, user=user, role=role)
    if role != "politician":
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    return user


@on_trust()
def make_organisation(name=None, *, owner=None, **facts):
    """A family with its common facts typed in, not yet public."""
    load_reference_data()
    owner = owner or make_user()
    number = next(serial)
    common = {
        "lead": "Ger äldre trygg omsorg i små enheter.",
        "seat": Municipality.objects.get(code="1480"),
        "street": "Exempelgatan 1",
        "postal_code": "400 00",
        "city": "Göteborg",
    }
    organisation = organisations.create(actor=owner, name=name or f"Exempelhemmet {number}", **{**common, **facts})
    ContactPerson.objects.create(
        organisation=organisation, name="Kim Exempel", email="kim@exempel.example", phone="031-000 00 00"
    )
    return organisation


def add_member(organisation, role, user=None):
    user = user or make_user()
    Membership.objects.create(organisation=organisation, user=user, role=role)
    return user


def owner_of(organisation):
    return organisation.memberships.owning().order_by("pk").first().user


def make_pdf(text="Stadgar. 2 § Föreningens ändamål är att ge äldre omsorg."):
    """The bytes of a PDF with text; without text when empty."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    pdf.add_page()
    if text:
        pdf.multi_cell(0, 8, text)
    out = BytesIO()
    pdf.output(out)
    return out.getvalue()


def make_upload(text="Stadgar. 2 § Föreningens ändamål är att ge äldre omsorg.", name="stadgar.pdf", content=None):
    content = make_pdf(text) if content is None else content
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@on_trust()
def make_entity(organisation=None, *, ready=False, form="61", **facts):
    """A legal entity with a draft application. `ready` fills in everything that is asked."""
    organisation = organisation or make_organisation()
    actor = owner_of(organisation)
    number = next(serial)
    entity = organisations.add_entity(
        organisation,
        {
            "name": f"Föreningen Exempel {number}",
            "organisation_number": demo_organisation_number(number),
            "legal_form": LegalForm.objects.get(code=form),
            **facts,
        },
        actor=actor,
    )
    if ready:
        complete(entity, actor)
    return entity


def complete(entity, actor):
    """Answer everything that is asked about the entity."""
    content = make_pdf(f"Stadgar for {entity.name}. 2 § Ändamål: omsorg. 14 § Upplösning.")
    document = keep(  # past the reader of strangers' files, which is a process of its own and has its own tests
        content,
        hashlib.sha256(content).hexdigest(),
        Document.Kind.GOVERNING,
        filename="stadgar.pdf",
        page_count=1,
        has_text=True,
        has_personal_number=False,
        organisation=entity.organisation,
        legal_entity=entity,
        actor=actor,
        adopted_on=timezone.localdate(),
    )
    LegalEntity.objects.filter(pk=entity.pk).update(
        governing_document=document,
        purpose_text="Föreningen har till ändamål att ge äldre en trygg omsorg.",
        purpose_clause="2 §",
        purpose_exclusive="yes",
        dissolution_text="Kvarvarande tillgångar går till en registrerad idéburen organisation.",
        dissolution_clause="14 §",
        public_control="no",
        public_control_note="Årsmötet utser styrelsen.",
        welfare_runs="runs",
        welfare_text="Hemtjänst på uppdrag av Göteborgs kommun.",
    )
    entity.refresh_from_db()
    Ownership.objects.get_or_create(
        owned=entity, kind=Ownership.Kind.MEMBERS, defaults={"period": DateRange(timezone.localdate(), None)}
    )
    Signatory.objects.get_or_create(legal_entity=entity, name="Kim Exempel", defaults={"rule": "alone"})
    service, _ = Service.objects.get_or_create(
        legal_entity=entity,
        area=ServiceArea.objects.get(slug="hemtjanst"),
        defaults={
            "permit": "held",
            "permit_authority": "IVO",
            "permit_reference": "8.1-123",
            "confirmed_by": actor,
        },
    )
    service.municipalities.add("1480")
    return entity


@on_trust()
def make_submitted(entity=None, **facts):
    """An application that has come in."""
    entity = entity or make_entity(ready=True, **facts)
    draft = entity.applications.get(state="draft")
    applications.submit(entity.organisation, [draft], actor=owner_of(entity.organisation))
    draft.refresh_from_db()
    return draft


@on_trust()
def make_under_review(officer=None, entity=None, **facts):
    """An application that a case officer has taken."""
    case = make_submitted(entity, **facts)
    return review.take_case(case, actor=officer or make_user(officer=True))


@on_trust()
def assess_all(case, judgement=Judgement.MET):
    for requirement in review.required(case.legal_entity):
        review.assess(
            case,
            requirement,
            actor=case.officer,
            judgement=judgement,
            evidence="Stadgar 2 §",
            comment="Syftet är tydligt.",
        )


@on_trust()
def make_verified(entity=None, officer=None, *, letter=False, **facts):
    """An entity that is verified from today. The decision's letter is set in full type only when asked for."""
    case = make_under_review(officer, entity, **facts)
    assess_all(case)
    plain = make_pdf(f"Beslut i ärende {case.case_number}."), 1
    with nullcontext() if letter else patch.object(letters, "render", return_value=plain):
        review.approve(case, actor=case.officer, reasons="Alla krav är uppfyllda.")
    case.legal_entity.refresh_from_db()
    return case.legal_entity


@on_trust()
def make_registered(entity, first_day, *, until=None):
    """The entity in Kammarkollegiet's register from a day, and until a decision to deregister when there is one."""
    officer = make_user(officer=True)
    row = official.register(entity, first_day, actor=officer, source="Registret")
    official.note_check(
        entity, actor=officer, result="registered", source="Registret", checked_on=until or timezone.localdate()
    )
    if until:
        official.record_deregistration(row, actor=officer, decided_on=until, source="Beslut")
    return entity


def make_transfer(giver, **facts):
    """A gift of 1 000 kr to research on the first day of the year, unless told otherwise."""
    told = {"to": "research", "kind": "gift", "amount": 1000, "on": timezone.localdate().replace(month=1, day=1)}
    return transfers.record(giver, actor=owner_of(giver.organisation), **{**told, **facts})


@on_trust()
def make_statement(entity, year, *, hand_in=True, at=None, **facts):
    """A statement about a calendar year: nil, and handed in, unless told otherwise."""
    actor = owner_of(entity.organisation)
    told = {"year_begins": date(year, 1, 1), "year_ends": date(year, 12, 31), "is_nil": True, "at": at, **facts}
    statement = annual_statements.start(entity, actor=actor, **told)
    return annual_statements.submit(statement, actor=actor, at=at) if hand_in else statement


def make_receipt(numbers, ground="lou-19-25a", on=None, *, signed=True, **facts):
    """A receipt of a check of these numbers, today unless told otherwise. Its PDF is made at once; unsigned it is a dummy."""
    rows = from_text("\n".join(numbers))
    content = answers_for(rows, ReservationGround.objects.get(code=ground), on or timezone.localdate())
    if signed:
        receipt = receipts.create(content, **facts)
    else:
        pdf = b"%PDF-1.7 en attrapp"
        with patch("registry.tasks.make_receipt_pdf"):
            receipt = receipts.create(content, **facts)
        EligibilityReceipt.objects.filter(pk=receipt.pk).update(
            pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest(), signed_at=timezone.now(), key_fingerprint="0" * 64
        )
    receipt.refresh_from_db()
    return receipt
