"""No natural person is named in the diarium: names planted everywhere, and the list and its files read through."""

import io
import zipfile

import pytest
from django.utils import timezone

from registry.models import Document
from registry.services import applications, changes, claims, review, verifications
from registry.services.documents import store
from tests.factories import (
    add_member,
    assess_all,
    make_entity,
    make_organisation,
    make_submitted,
    make_upload,
    make_user,
    owner_of,
)

pytestmark = pytest.mark.django_db
PLANTED = ["Planterad", "planterad@exempel.example"]


def planted_user(number, **facts):
    return make_user(f"planterad{number}@exempel.example", name=f"Planterad Person {number}", **facts)


@pytest.fixture
def organisation():
    """An organisation in whose every case people with a recognisable name do and write things."""
    organisation = make_organisation("Exempelhemmet", owner=planted_user(1))
    owner, officer = owner_of(organisation), planted_user(2, officer=True)
    organisation.contact_person.name = "Planterad Kontakt"
    organisation.contact_person.save(update_fields=["name"])
    entity = make_entity(organisation, ready=True)
    entity.signatories.create(name="Planterad Firmatecknare", rule="alone")
    case = review.take_case(make_submitted(entity), actor=officer)
    review.request_completion(
        case, actor=officer, reasons=["purpose"], message="Hej Planterad!", due_on=timezone.localdate()
    )
    applications.answer_completion(case, actor=owner, answer="Mvh Planterad")
    case = review.take_case(case, actor=officer)
    review.communicate(case, actor=officer, text="Till Planterad", due_on=timezone.localdate())
    applications.answer_communication(case, actor=owner, answer="Mvh Planterad")
    case.refresh_from_db()
    assess_all(case)
    review.approve(case, actor=officer, reasons="Planterad har visat det.")
    change = changes.start(entity, actor=owner)
    changes.save(change, {"purpose_text": "Planterad vill något nytt."}, actor=owner, message="Mvh Planterad")
    changes.submit(change, actor=owner)
    applications.withdraw(change, actor=owner)
    claimants = [planted_user(number) for number in (3, 4)]
    for claimant in claimants:
        evidence = store(
            make_upload("Planterad valdes till ordförande på årsmötet.", name="fullmakt-planterad.pdf"),
            Document.Kind.MINUTES,
            organisation=organisation,
            actor=claimant,
            is_claim_evidence=True,
        )
        claim = claims.submit(
            organisation, actor=claimant, position="Planterad", explanation="Jag är Planterad.", evidence=evidence
        )
        claims.reject(claim, actor=officer, reasons="Planterad är inte vald.")
    add_member(organisation, "reader", planted_user(5))
    verifications.end_on_request(entity.verifications.get(), actor=owner)
    return organisation


def everything(client, path):
    """What an answer says, a workbook unpacked."""
    response = client.get(path)
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8", "replace")


def test_no_person_is_named_in_the_list_or_its_files(client, organisation):
    pages = ["/diarium/", "/diarium/?organisation=exempelhemmet", "/diarium.csv", "/diarium.json", "/diarium.xlsx"]

    told = {path: everything(client, path) for path in pages}

    for path, text in told.items():
        assert "Exempelhemmet" in text, path
        assert "Privatperson" in text, path
        for name in PLANTED:
            assert name not in text, path


def test_nothing_that_is_published_about_the_log_names_a_person(client, organisation):
    for path in ("/diarium/kontrollsummor/", "/diarium/kontrollsummor.json", "/handlaggningstider/"):
        assert "Planterad" not in everything(client, path)


def test_a_search_for_the_person_finds_nothing(client, organisation):
    assert "Inga handlingar" in everything(client, "/diarium/?organisation=planterad")
