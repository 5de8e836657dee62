"""What is private stays private: a secret in every field of free text, and a visitor who follows every link.

A field is private until it stands among the public ones here, so a new column is tried from its first day. Things then
go on happening with the secrets in place: letters are written, somebody searches for them, a broker tells them at
sign-in, the mail server repeats them. Pages, files, letters and the log at its most talkative are read for them.
"""

import re
import smtplib
from collections import deque
from datetime import timedelta
from html import unescape
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import quote
from zipfile import ZipFile, is_zipfile

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.db import connection, models
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from portal.services import contact_log, contacts
from procurement.models import Tender
from registry import mail
from registry.models import Mail
from registry.services import (
    annual_statements,
    applications,
    claims,
    follow_up,
    freshness,
    log_digest,
    members,
    reminders,
    review,
    search_index,
    verifications,
)
from tests import test_access as access
from tests.factories import assess_all

pytestmark = pytest.mark.django_db
standing_world, world = access.standing_world, access.world

SECRET = "811228-9874 hemlig.{}@privat.example"
NUMBER = "811228"
MARKS = (NUMBER, "hemlig.", "privat.example")
NAME = "hemlig.user.name@privat.example"  # what the planted name holds: colleagues may read it, nobody else
APPS = ("registry", "procurement", "portal")
MOST = 400  # addresses that are read
FILES = ["/organisationer.csv", "/organisationer.xlsx", "/organisationer.json", "/diarium.xlsx", "/diarium.json"]
LEAST = 60  # shorter columns are codes, numbers and hashes
PUBLIC = {
    "registry.Application": {"case_number"},
    "registry.AnnualStatement": set(),
    "registry.Assessment": {"evidence"},
    "registry.County": {"name"},
    "registry.CriterionJudgement": {"evidence"},
    "registry.Document": {"filename"},
    "registry.EligibilityReceipt": {"key_fingerprint"},
    "registry.FeeRate": {"note", "source_name", "source_url"},
    "registry.JournalEntry": {"counterparty", "subject"},
    "registry.LegalEntity": {
        "name", "street", "city", "purpose_text", "purpose_clause", "dissolution_text", "dissolution_clause",
        "public_control_note", "welfare_text",
    },
    "registry.LegalForm": {"name"},
    "registry.LegalProvision": {"title", "summary", "url"},
    "registry.Municipality": {"name", "official_name", "slug"},
    "registry.OfficialCheck": {"source"},
    "registry.OfficialRegistration": {"source"},
    "registry.Organisation": {"name", "lead", "description", "street", "city", "email", "website"},
    "registry.Ownership": {"owner_name"},
    "registry.Region": {"name"},
    "registry.RegisterImport": {"source"},
    "registry.RegisterListing": {"name", "source"},
    "registry.ReservationGround": {"name", "before", "before_url", "source_name", "source_url"},
    "registry.SearchEntry": {"sort_key"},
    "registry.SearchWord": {"folded", "word"},
    "registry.FrequentWord": {"term"},
    "registry.Service": {"description", "permit_authority", "permit_reference"},
    "registry.ServiceArea": {"name", "main_law", "permit_authority", "permit_source", "reservation_note"},
    "registry.TargetGroup": {"name"},
    "registry.GroundStatement": {"mission"},
    "portal.Indicator": {"title", "definition", "area", "does_not_cover"},
    "portal.BoardStatement": {"words", "evidence", "evidence_url"},
    "portal.FunctionContact": {"unit", "email", "page_url", "source", "source_url"},
    "portal.LocalMeasure": {"name", "definition", "overlap", "close_reason"},
    "portal.LocalValue": {"source", "source_url"},
    # The link is for those who come: tests/portal/views/test_dialogue.py.
    "portal.Meeting": {
        "title", "about", "address", "url", "accessibility", "agenda", "contact_email", "cancel_reason", "notes",
    },
    # Once it is answered: tests/portal/views/test_dialogue.py.
    "portal.MeetingQuestion": {"text", "answer"},
    "portal.GovernanceDocument": {"title", "url", "passage", "follow_up_plan", "end_reason"},
    "portal.Target": {"title", "definition", "decided_by", "decision_url", "end_reason"},
    "portal.TargetEvent": {"note"},
    "procurement.AidCeiling": {"source"},
    # Names, kinds and numbers of the authority, which the service words.
    "procurement.AuthorityChange": {"note"},
    "procurement.CallOff": {"description"},
    "procurement.Contract": {
        "title", "supplier_name", "reference", "end_reason", "call_off_key", "insight_clause",
    },
    "procurement.ContractFollowUp": {"result", "action"},
    "procurement.ChoicePrice": {"label"},
    "procurement.ChoiceSystem": {
        "title", "summary", "purpose_link", "decision_reference", "requirements", "reimbursement", "non_choice",
        "national_url", "contact_email", "closing_reason",
    },
    # A provider's, and no sooner than the contract: tests/procurement/views/test_choice_systems.py.
    "procurement.ChoiceUnit": {"name", "street", "languages", "profile", "opening", "contact"},
    "procurement.ContractingAuthority": {"name"},
    "procurement.CpvCode": {"name"},
    "procurement.CourtReview": {"court", "case_number"},
    "procurement.LegalityRecord": {"findings", "looked_up"},
    "procurement.Lot": {"title", "description", "cpv"},
    "procurement.LocalCompact": {"title", "parties", "reference", "url"},
    # What everybody reads of an agreement is the decided text, never the columns that the parties write in.
    "procurement.Partnership": {"end_reason"},
    "procurement.PartnershipDecision": {"decision_body", "reference"},
    "procurement.PartnershipFollowUp": {"result", "action"},
    "procurement.Procurement": {
        "title", "summary", "aim", "contact_email", "notice_database", "notice_id", "notice_url", "cancel_reason",
    },
    "procurement.Question": {"text", "answer"},
    "procurement.ReservationReasons": {
        "need", "market", "purpose_link", "proportionality", "decided_by", "programme",
    },
    "procurement.SocialTarget": {"definition", "decision", "decision_url"},
    "procurement.SocialTerm": {"description"},
    # A winner's, and no sooner than the award: tests/procurement/views/test_secrecy.py.
    "procurement.Tender": {"name"},
    "portal.GuidancePage": {"title", "lead", "body", "sources"},
    "portal.GuidanceVersion": {"title", "lead", "body", "sources"},
}  # fmt: skip


def private_columns():
    """Every column of free text that is not public: (model, field)."""
    for model in apps.get_models():
        if model._meta.app_label not in APPS:
            continue
        open_ones = PUBLIC.get(model._meta.label, set())
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.TextField | models.CharField) and not field.generated
            is_code = field.choices or field.unique or field.primary_key or isinstance(field, models.SlugField)
            is_code = is_code or "sha256" in field.name or field.name in ("previous", "password", "once")
            if is_text and not is_code and (field.max_length or LEAST) >= LEAST and field.name not in open_ones:
                yield model, field


def plant():
    """A secret in each private column that holds something. Past the triggers: nobody may edit a log, not even here."""
    planted = []
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for model, field in private_columns():
            secret = SECRET.format(f"{model._meta.model_name}.{field.name}")[: field.max_length]
            rows = model._base_manager.exclude(**{field.name: ""})
            if field.null:
                rows = rows.exclude(**{field.name: None})
            if rows.update(**{field.name: secret}):
                planted.append(f"{model._meta.label}.{field.name}")
        planted += plant_in_tenders()
        cursor.execute("set local session_replication_role = default")
    return planted


def plant_in_tenders():
    """A secret in the tenders that have not won, alone or with the one they tender with: a winner's name is public."""
    losing = Tender.objects.filter(awards=None, lead__awards=None)
    name, reason = SECRET.format("tender.name"), SECRET.format("tender.reasons")
    return ["procurement.Tender"] * losing.update(name=name, reasons=[reason])


def plant_addresses(*, nameless):
    """An address of their own for everybody who has an account; without a name the portal might show it instead."""
    for user in get_user_model().objects.all():
        address = f"hemlig.{user.pk}@privat.example"
        get_user_model().objects.filter(pk=user.pk).update(email=address, **({"name": ""} if nameless else {}))
        EmailAddress.objects.filter(user=user).update(email=address)


def freshly_read(world):
    """The world's rows as they are after the planting."""
    for value in [*vars(world).values(), *world.people.values()]:
        if isinstance(value, models.Model):
            value.refresh_from_db()


def letters_are_written(world, client, settings):
    """Every kind of step that writes to somebody, and what the clock does each day."""
    settings.LOG_MIRROR_EMAIL = "logg@exempel.example"
    people, now = world.people, timezone.now()
    owner, officer = people["owner"], people["officer"]
    soon = timezone.localdate() + timedelta(days=14)
    taken = review.take_case(world.submitted, actor=officer)
    review.take_over(world.completing, actor=officer, reason="Kollegan är sjuk.")
    follow_up.remind(at=now + timedelta(days=8))
    reminders.remind_completions(at=now + timedelta(days=11))
    reminders.remind_drafts(at=now + timedelta(days=15))
    for days in (300, 340, 365, 400, 800):
        reminders.remind_statements(at=now + timedelta(days=days))
    for days in (366, 400):
        freshness.ask_owners(at=now + timedelta(days=days))
    applications.answer_completion(world.completing, actor=owner, answer="Se 2 §.")
    applications.answer_communication(world.heard, actor=owner, answer="Vi håller inte med.")
    applications.withdraw(taken, actor=owner)
    assess_all(world.reviewed)
    review.approve(world.reviewed, actor=officer, reasons="Alla krav är styrkta.")
    follow_up.answer(world.follow_up, actor=owner, text="Ja, styrelsen är densamma.")
    follow_up.close(world.follow_up, actor=officer, conclusion="Svaret räcker.")
    annual_statements.judge(world.statement, actor=officer, is_met=False, evidence="Årsuppgiften", comment="En gåva.")
    claims.approve(world.claim, actor=officer)
    contact_log.remind(at=now + timedelta(days=60))
    contacts.tell(at=now)
    members.invite(world.organisation, actor=owner, email="kollega@exempel.example", role="reader")
    verification = world.verified.verifications.get()
    verifications.warn(verification, actor=officer, text="Nya stadgar.", answer_by=soon)
    verifications.end_on_request(verification, actor=owner)
    log_digest.close_days(today=soon)
    client.post(reverse("account_reset_password"), {"email": owner.email})


def told_in_letters(letters):
    """What a letter tells that it should not: a personnummer, or the address of anybody but its reader."""
    for letter in letters:
        text = f"{letter.subject}\n{letter.body}\n{letter.from_email}\n{letter.extra_headers}"
        others = [*letter.cc, *letter.bcc, *letter.reply_to]
        if len(letter.to) != 1 or others or any(mark in text.replace(NAME, "") for mark in MARKS):
            yield letter.to, others, text


def the_mail_server_repeats_the_address(world, monkeypatch):
    """A server that refuses a letter says whose it was."""
    address = world.people["owner"].email

    def refuse(letters):
        raise smtplib.SMTPRecipientsRefused({address: (550, f"<{address}> {SECRET} unknown".encode())})

    monkeypatch.setattr(mail, "mailers", {"delivery": SimpleNamespace(send_messages=refuse)})
    letter = Mail.objects.create(
        recipient=address, sender="a@exempel.example", subject="Hej", body="Hej", message_id="1"
    )
    with pytest.raises(mail.MailNotDelivered):
        mail.deliver(letter.pk)


def somebody_searches_for_it(client):
    """Each list is asked for the secret. Yields where the answer repeats the number, or a file the address."""
    for typed in (SECRET, "811228-9874", "8112289874", "hemlig.1@privat.example"):
        for name in ("organisation_list", "journal", "eligibility_check"):
            address = f"{reverse(name)}?q={quote(typed)}&kommun={quote(typed)}&sokt={quote(typed)}"
            if NUMBER in body(client.get(address)):
                yield name, typed
        for kind in ("csv", "json", "xlsx"):
            address = f"{reverse('organisation_list_file', args=[kind])}?q={quote(typed)}"
            if any(mark in body(client.get(address)) for mark in MARKS):
                yield kind, typed
        pasted = client.post(reverse("eligibility_check"), {"lines": f"{typed}\n802000-1239", "ground": "lou-19-25a"})
        if NUMBER in body(pasted):
            yield "eligibility_check", typed
    client.get(f"/juridiska-personer/{quote('811228-9874')}/")
    client.get(f"/finns-inte/{quote(SECRET)}")


def a_broker_tells_it(client):
    """Sign-in with claims that hold the secret: once beside a subject that may be kept, once as the subject itself.

    Yields what the portal says or keeps of them.
    """
    app = SocialApp(provider="openid_connect", provider_id="e-legitimation", client_id="portalen")
    app.settings = {"server_url": "https://broker.example"}
    for subject in ("a4f0-subject", "198112289874"):
        claimed = {"sub": subject, "email": "hemlig.1@privat.example", "name": SECRET, "personalIdentityNumber": SECRET}
        request = RequestFactory().get("/konto/oidc/e-legitimation/login/callback/")
        request.session, request.user = client.session, SimpleNamespace(is_authenticated=False)
        try:
            login = OpenIDConnectProvider(request, app=app).sociallogin_from_response(request, claimed)
        except PermissionDenied as refusal:
            said = body(response_for_exception(request, refusal))
        else:
            said = str(login.serialize())
        if any(mark in said for mark in MARKS):
            yield subject, said


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return unescape(content.decode("utf-8", "replace"))


def links(text, address):
    """What a page leads to. Of municipalities and regions one each is among the starts: 309 more tell the same."""
    for found in re.findall(r'(?:href|src)="([^"#]+)', text):
        if re.match(r"/(kommuner|regioner)/[0-9]", found):
            continue
        if found.startswith("?"):
            yield address.split("?")[0] + found
        elif found.startswith("/") and not found.startswith(("//", "/static/", "/konto/", "/admin/")):
            yield found


def open_addresses(world):
    """Every page and file that is open to all, one of each kind."""
    pages = [
        reverse(name, args=arguments(world)) for name, (who, arguments) in access.TABLE.items() if who == access.OPEN
    ]
    return [*pages, *FILES]


def crawl(client, starts):
    """(addresses that were read, where a secret stands) of a visitor who reads the starts, and then what they link."""
    seen, found = set(), []
    waiting = deque(starts)
    while waiting and len(seen) < MOST:
        address = waiting.popleft()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        text = body(response)
        found += [
            f"{address}: {text[max(0, text.find(mark) - 40) : text.find(mark) + 60]!r}"
            for mark in MARKS
            if mark in text
        ]
        if "html" in response.headers.get("Content-Type", ""):
            waiting += [link for link in links(text, address) if link not in seen]
    return seen, found


@pytest.mark.parametrize("nameless", [False, True], ids=["with names", "without names"])
def test_nobody_finds_a_secret_wherever_they_look(client, world, log, mailoutbox, monkeypatch, settings, nameless):
    planted = plant()
    plant_addresses(nameless=nameless)
    freshly_read(world)
    mailoutbox.clear()

    letters_are_written(world, client, settings)
    letters = list(mailoutbox)
    the_mail_server_repeats_the_address(world, monkeypatch)
    told = [*somebody_searches_for_it(client), *a_broker_tells_it(client)]
    search_index.refresh(world.organisation)
    starts = open_addresses(world)
    seen, found = crawl(client, starts)

    assert found == []
    assert told == []
    assert list(told_in_letters(letters)) == []
    assert [line for line in log.getvalue().splitlines() if any(mark in line for mark in MARKS)] == []
    assert set(starts) <= seen
    assert len(planted) > 15
    assert "procurement.Tender" in planted
    assert len({letter.subject for letter in letters}) > 15


def test_every_public_column_exists():
    named = {
        f"{label}.{name}"
        for label, names in PUBLIC.items()
        for name in names
        if name not in {field.name for field in apps.get_model(label)._meta.get_fields()}
    }

    assert named == set()
