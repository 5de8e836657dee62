"""The pages where an applicant answers what is asked about one legal entity."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from registry.models import Document, LegalEntity, Municipality, Ownership
from registry.models.members import Role
from registry.services.documents import MOST_BYTES
from tests.factories import (
    add_member,
    make_entity,
    make_organisation,
    make_pdf,
    make_submitted,
    make_under_review,
    make_upload,
    make_user,
    owner_of,
)

pytestmark = pytest.mark.django_db

PERSONAL_NUMBER = "811228-9874"
PAGES = [
    "application_entity",
    "application_owners",
    "application_statutes",
    "application_purpose",
    "application_dissolution",
    "application_control",
    "application_welfare",
    "application_services",
    "application_signatories",
]
EMPTY_ROWS = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}


@pytest.fixture
def entity():
    return make_entity(form="61")


@pytest.fixture
def case(entity):
    return entity.applications.get()


@pytest.fixture
def member(client, entity):
    client.force_login(owner_of(entity.organisation))
    return client


def at(case, name):
    return reverse(name, args=[case.uuid])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_a_member_and_says_why_it_asks(member, case, name):
    response = member.get(at(case, name))

    assert response.status_code == 200
    assert "Varför vi frågar" in text(response)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_does_not_learn_that_the_page_exists(client, case, name):
    client.force_login(make_user())

    assert client.get(at(case, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_may_not_change_anything(client, case, name):
    client.force_login(add_member(case.legal_entity.organisation, Role.READER))

    assert client.get(at(case, name)).status_code == 403
    assert client.post(at(case, name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_sent_to_sign_in(client, case, name):
    response = client.get(at(case, name))

    assert response.status_code == 302
    assert reverse("account_login") in response.url


@pytest.mark.parametrize("name", PAGES)
def test_an_examined_case_shows_its_answers_without_a_form(client, name):
    case = make_under_review()
    client.force_login(owner_of(case.legal_entity.organisation))

    response = client.get(at(case, name))

    assert response.status_code == 200
    assert "låsta" in text(response)
    assert "Spara och gå vidare" not in text(response)


@pytest.mark.parametrize("name", PAGES)
def test_an_answer_to_an_examined_case_changes_nothing_and_says_so(client, name):
    case = make_submitted()
    client.force_login(owner_of(case.legal_entity.organisation))

    response = client.post(at(case, name), {"purpose_text": "Annat"}, follow=True)

    assert response.status_code == 200
    assert "låsta" in text(response)
    case.legal_entity.refresh_from_db()
    assert "trygg omsorg" in case.legal_entity.purpose_text


def test_a_page_saved_halfway_goes_on_to_the_next_task(member, case):
    response = member.post(at(case, "application_purpose"), {"purpose_text": "Att ge omsorg.", "purpose_clause": ""})

    assert response.url == at(case, "application_dissolution")
    case.legal_entity.refresh_from_db()
    assert case.legal_entity.purpose_text == "Att ge omsorg."


def test_the_other_button_leads_to_the_list_which_says_what_is_missing(member, case):
    response = member.post(
        at(case, "application_purpose"), {"purpose_text": "Att ge omsorg.", "to_list": "1"}, follow=True
    )

    assert response.redirect_chain[-1][0] == at(case, "application")
    assert "Saknas: var den står, om syftet är enbart allmännyttigt" in text(response)


def test_the_entity_page_saves_the_facts(member, case):
    member.post(
        at(case, "application_entity"),
        {
            "name": "Föreningen Nya Namnet",
            "legal_form": "61",
            "seat": "1480",
            "own_address": "own",
            "street": "Nygatan 1",
            "postal_code": "41105",
            "city": "Göteborg",
        },
    )

    entity = LegalEntity.objects.get(pk=case.legal_entity_id)
    assert (entity.name, entity.postal_code, entity.own_address) == ("Föreningen Nya Namnet", "411 05", True)
    assert entity.seat == Municipality.objects.get(code="1480")


def test_a_postal_code_of_four_digits_is_refused_and_nothing_typed_is_lost(member, case):
    response = member.post(
        at(case, "application_entity"), {"name": "Nya Namnet", "own_address": "own", "postal_code": "4110"}
    )

    assert response.status_code == 422
    assert '<a href="#id_postal_code">Skriv postnumret med fem siffror' in text(response)
    assert 'value="Nya Namnet"' in text(response)
    assert 'value="4110"' in text(response)
    assert "<title>Fel: " in text(response)


def test_a_foundation_has_no_page_about_dissolution(client):
    foundation = make_entity(form="72")
    client.force_login(owner_of(foundation.organisation))
    case = foundation.applications.get()

    response = client.get(at(case, "application_dissolution"), follow=True)

    assert response.redirect_chain == [(at(case, "application"), 302)]
    assert "Stiftelser behöver inte svara" in text(response)


def test_a_page_of_a_change_notice_is_not_a_statement(client):
    from registry.services import changes
    from tests.factories import make_verified

    entity = make_verified()
    notice = changes.start(entity, actor=owner_of(entity.organisation))
    client.force_login(owner_of(entity.organisation))

    assert client.get(at(notice, "application_purpose")).status_code == 404


TEXT_FIELDS = [
    ("application_entity", "name"),
    ("application_entity", "street"),
    ("application_entity", "city"),
    ("application_purpose", "purpose_text"),
    ("application_purpose", "purpose_clause"),
    ("application_dissolution", "dissolution_text"),
    ("application_dissolution", "dissolution_clause"),
    ("application_control", "public_control_note"),
    ("application_welfare", "welfare_text"),
    ("application_owners", "form-0-owner_name"),
    ("application_signatories", "form-0-name"),
    ("application_signatories", "form-0-title"),
]


@pytest.mark.parametrize(("name", "field"), TEXT_FIELDS)
def test_a_personal_number_is_refused_in_every_text_and_never_shown_again(member, case, name, field, caplog):
    response = member.post(at(case, name), {**EMPTY_ROWS, field: f"Kim {PERSONAL_NUMBER}"})

    assert response.status_code == 422
    assert PERSONAL_NUMBER not in text(response)
    assert "Ta bort personnumret" in text(response)
    assert PERSONAL_NUMBER not in caplog.text
    assert not LegalEntity.objects.filter(purpose_text__contains="9874").exists()


# --- Owners ---


def owner_row(number=0, **facts):
    return {f"form-{number}-{name}": value for name, value in facts.items()}


def test_owners_are_saved_with_their_shares(member, case):
    sister = make_entity(case.legal_entity.organisation)

    response = member.post(
        at(case, "application_owners"),
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            **owner_row(0, kind="entity", owner=sister.pk, share="66,5", appoints_board="on"),
            **owner_row(1, kind="public", owner_name="Göteborgs kommun", share="33.5"),
        },
    )

    assert response.status_code == 302
    rows = list(Ownership.objects.filter(owned=case.legal_entity).order_by("-share"))
    assert [(row.owner, row.owner_name, str(row.share)) for row in rows] == [
        (sister, "", "66.50"),
        (None, "Göteborgs kommun", "33.50"),
    ]
    assert rows[0].appoints_board


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"owner_name": "Någon"}, "Välj vem som äger eller styr."),
        ({"kind": "entity"}, "Välj vilken av era juridiska personer som äger."),
        ({"kind": "organisation"}, "Skriv ägarens namn."),
        ({"kind": "members", "share": "120"}, "Skriv andelen i procent, från 0 till 100."),
        ({"kind": "members", "votes": "många"}, "Skriv andelen med siffror"),
    ],
)
def test_an_owner_that_cannot_be_kept_is_refused_with_what_to_do(member, case, facts, message):
    response = member.post(at(case, "application_owners"), {**EMPTY_ROWS, **owner_row(**facts)})

    assert response.status_code == 422
    assert message in text(response)
    assert not Ownership.objects.filter(owned=case.legal_entity).exists()


def test_shares_above_a_hundred_per_cent_together_are_refused(member, case):
    response = member.post(
        at(case, "application_owners"),
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            **owner_row(0, kind="members", share="60"),
            **owner_row(1, kind="staff", share="60"),
        },
    )

    assert response.status_code == 422
    assert "mer än 100 procent" in text(response)


def test_the_same_owner_twice_is_refused(member, case):
    response = member.post(
        at(case, "application_owners"),
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            **owner_row(0, kind="members"),
            **owner_row(1, kind="members"),
        },
    )

    assert response.status_code == 422
    assert "Samma ägare står två gånger" in text(response)


def test_one_more_row_is_asked_for_with_a_button_and_what_was_typed_is_kept(member, case):
    response = member.post(
        at(case, "application_owners"), {**EMPTY_ROWS, **owner_row(kind="members"), "add": "1"}, follow=True
    )

    assert "Ägare 2" in text(response)
    assert Ownership.objects.filter(owned=case.legal_entity, kind="members").exists()


def test_an_owner_is_taken_away(member, case):
    member.post(at(case, "application_owners"), {**EMPTY_ROWS, **owner_row(kind="members")})

    member.post(
        at(case, "application_owners"),
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", **owner_row(kind="members", DELETE="on")},
    )

    assert not Ownership.objects.filter(owned=case.legal_entity, period__contains=timezone.localdate()).exists()


# --- Signatories ---


def test_signatories_are_saved_and_replaced(member, case):
    row = {"form-0-name": "Kim Exempel", "form-0-title": "Ordförande", "form-0-rule": "alone"}
    member.post(at(case, "application_signatories"), {**EMPTY_ROWS, **row})

    member.post(
        at(case, "application_signatories"),
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", **row, "form-0-rule": "jointly"},
    )

    assert [(person.name, person.rule) for person in case.legal_entity.signatories.all()] == [
        ("Kim Exempel", "jointly")
    ]


def test_a_signatory_without_a_rule_is_refused(member, case):
    response = member.post(at(case, "application_signatories"), {**EMPTY_ROWS, "form-0-name": "Kim Exempel"})

    assert response.status_code == 422
    assert 'href="#id_form-0-rule_0"' in text(response)
    assert 'value="Kim Exempel"' in text(response)


def test_the_same_person_twice_is_refused(member, case):
    rows = {f"form-{number}-{name}": value for number in (0, 1) for name, value in [("name", "Kim"), ("rule", "alone")]}

    response = member.post(
        at(case, "application_signatories"), {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", **rows}
    )

    assert response.status_code == 422
    assert "Samma person står två gånger" in text(response)


# --- Statutes ---


def hand_in(client, case, upload, **facts):
    return client.post(at(case, "application_statutes"), {"file": upload, **facts})


def test_statutes_are_kept_and_pages_are_suggested_as_a_maybe(member, case):
    response = hand_in(member, case, make_upload(), adopted_on="2024-05-12")

    assert response.url == at(case, "application_purpose")
    case.legal_entity.refresh_from_db()
    assert str(case.legal_entity.governing_document.adopted_on) == "2024-05-12"
    assert "Syftet kan stå på sidan 1" in text(member.get(at(case, "application_purpose"))).replace("\n", " ")
    assert "kan stå på sidan 1" in text(member.get(at(case, "application_statutes")))


def test_the_day_may_be_written_later_without_a_new_file(member, case):
    hand_in(member, case, make_upload())

    member.post(at(case, "application_statutes"), {"adopted_on": "2024-05-12"})

    case.legal_entity.refresh_from_db()
    assert str(case.legal_entity.governing_document.adopted_on) == "2024-05-12"
    assert Document.objects.count() == 1


def test_statutes_cannot_be_adopted_in_the_future(member, case):
    response = member.post(at(case, "application_statutes"), {"adopted_on": "2099-01-01"})

    assert response.status_code == 422
    assert "Dagen kan inte ligga i framtiden" in text(response)


def test_the_same_file_again_is_recognised(member, case):
    content = make_pdf()
    hand_in(member, case, make_upload(content=content))

    response = member.post(
        at(case, "application_statutes"), {"file": make_upload(content=content, name="kopia.pdf")}, follow=True
    )

    assert "redan inlämnad som stadgar.pdf" in text(response)
    assert Document.objects.count() == 1


def encrypted_pdf():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf())))
    writer.encrypt("hemligt")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (lambda: b"MZ this is a program", "Filen är inte en PDF"),
        (lambda: b"%PDF-1.4\n" + b"0" * MOST_BYTES, "större än 20 MB"),
        (lambda: b"%PDF-1.4\nnonsense", "skadad"),
        (encrypted_pdf, "låst med lösenord"),
    ],
    ids=["not a PDF", "too large", "broken", "encrypted"],
)
def test_a_file_that_cannot_be_kept_is_refused_by_what_it_holds(member, case, content, message):
    response = hand_in(member, case, make_upload(content=content()), adopted_on="2024-05-12")

    assert response.status_code == 422
    assert message in text(response)
    assert 'href="#id_file"' in text(response)
    assert 'value="2024-05-12"' in text(response)
    assert not Document.objects.exists()


def test_a_personal_number_in_the_file_is_never_shown_and_asks_for_masking(member, case, caplog):
    content = make_pdf(f"Stadgar. Ordforande Kim, {PERSONAL_NUMBER}. Andamal: omsorg.")

    response = hand_in(member, case, make_upload(content=content))

    assert response.status_code == 422
    assert "Maskera personnumren" in text(response)
    assert PERSONAL_NUMBER not in text(response) + caplog.text
    assert not Document.objects.exists()

    hand_in(member, case, make_upload(content=content), masking_confirmed="on")

    document = Document.objects.get()
    assert document.has_personal_number
    assert not document.is_public


def test_a_file_without_text_asks_for_confirmation(member, case):
    pdf = FPDF()
    pdf.add_page()
    content = bytes(pdf.output())

    response = hand_in(member, case, make_upload(content=content))

    assert response.status_code == 422
    assert "för lite text som går att läsa" in text(response)
    assert 'name="masking_confirmed"' in text(response)


def test_evidence_of_welfare_is_kept_with_the_answers(member, case):
    member.post(
        at(case, "application_welfare"),
        {
            "welfare_runs": "runs",
            "welfare_text": "Hemtjänst.",
            "file": make_upload("Avtal om hemtjanst med Exempelby kommun."),
        },
    )

    case.legal_entity.refresh_from_db()
    assert case.legal_entity.welfare_runs == "runs"
    assert case.legal_entity.documents.get().kind == Document.Kind.WELFARE_EVIDENCE
    assert "Inlämnat underlag" in text(member.get(at(case, "application_welfare")))


def test_refused_evidence_keeps_the_words_that_were_typed(member, case):
    response = member.post(
        at(case, "application_welfare"),
        {"welfare_runs": "runs", "welfare_text": "Hemtjänst.", "file": make_upload(content=b"inte en pdf")},
    )

    assert response.status_code == 422
    assert "Hemtjänst." in text(response)


def test_an_organisation_without_address_says_so_among_the_choices(client):
    organisation = make_organisation(street="", postal_code="", city="")
    client.force_login(owner_of(organisation))

    response = client.get(at(make_entity(organisation).applications.get(), "application_entity"))

    assert "Den är inte ifylld än" in text(response)
