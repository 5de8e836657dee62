"""The member's own organisation: start it, fill in what is common, add legal entities, hand them in."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.demo_numbers import demo_organisation_number
from registry.models import Application, LegalEntity, Membership, Organisation, Submission
from registry.models.applications import State
from registry.models.members import Role
from registry.services import applications, changes, organisations
from tests.factories import (
    add_member,
    make_entity,
    make_organisation,
    make_submitted,
    make_user,
    make_verified,
    owner_of,
)

pytestmark = pytest.mark.django_db

SOMEBODYS_NUMBER = "811228-9874"  # Skatteverket's own example
MISTYPED = "811228-9873"


@pytest.fixture
def organisation():
    return make_organisation("Exempelhemmet")


@pytest.fixture
def owner(client, organisation):
    user = owner_of(organisation)
    client.force_login(user)
    return user


def page(name, organisation, *args):
    return reverse(name, args=[organisation.slug, *args])


def words(response):
    return response.content.decode()


MEMBER_PAGES = [
    "organisation_family",
    "organisation_fee",
    "member_list",
]
EDITOR_PAGES = ["organisation_common", "organisation_contact", "entities_add", "entity_add", "organisation_check"]


@pytest.mark.parametrize("name", MEMBER_PAGES + EDITOR_PAGES)
def test_strangers_find_nothing(client, organisation, name):
    client.force_login(make_user())

    assert client.get(page(name, organisation)).status_code == 404
    assert client.post(page(name, organisation)).status_code in (404, 405)


@pytest.mark.parametrize("name", EDITOR_PAGES)
def test_readers_are_refused_where_one_changes_things(client, organisation, name):
    client.force_login(add_member(organisation, Role.READER))

    assert client.get(page(name, organisation)).status_code == 403
    assert client.post(page(name, organisation)).status_code == 403


# --- Start an organisation ---

NEW = {"name": "Nya Hemmet", "lead": "Ger äldre trygg omsorg.", "seat": "1480"}


def test_the_founder_becomes_owner_of_an_organisation_that_nobody_else_sees(client):
    user = make_user()
    client.force_login(user)

    response = client.post(reverse("organisation_create"), NEW)

    organisation = Organisation.everything.get(name="Nya Hemmet")
    assert response.url == page("organisation_family", organisation)
    assert organisation.published_at is None
    assert Membership.objects.get(organisation=organisation).role == Role.OWNER


def test_a_number_given_at_the_start_becomes_the_first_entity(client):
    client.force_login(make_user())

    client.post(reverse("organisation_create"), NEW | {"organisation_number": "499000-0012"})

    entity = LegalEntity.objects.get()
    assert (entity.organisation_number, entity.name) == ("4990000012", "Nya Hemmet")
    assert entity.applications.get().state == State.DRAFT


def test_a_name_much_like_another_is_asked_about_before_anything_is_made(client):
    known = make_submitted(make_entity(make_organisation("Exempelhemmet i Göteborg"), ready=True))
    client.force_login(make_user())

    response = client.post(reverse("organisation_create"), NEW | {"name": "Exempelhemmet Göteborg"})

    assert response.status_code == 422
    assert page("claim_create", known.legal_entity.organisation) in words(response)
    assert 'value="Exempelhemmet Göteborg"' in words(response)
    assert not Organisation.everything.filter(name="Exempelhemmet Göteborg").exists()


def test_one_that_says_it_is_another_goes_on(client):
    make_submitted(make_entity(make_organisation("Exempelhemmet i Göteborg"), ready=True))
    client.force_login(make_user())

    client.post(reverse("organisation_create"), NEW | {"name": "Exempelhemmet Göteborg", "different": "on"})

    assert Organisation.everything.filter(name="Exempelhemmet Göteborg").exists()


def test_other_peoples_drafts_are_not_revealed(client, organisation):
    make_entity(organisation, organisation_number="4990000012")
    client.force_login(make_user())

    typed = NEW | {"name": organisation.name, "organisation_number": "4990000012"}
    response = client.post(reverse("organisation_create"), typed)

    assert response.status_code == 422
    assert "inte är offentlig" in words(response)
    assert page("claim_create", organisation) not in words(response)
    assert "Finns ni redan här?" not in words(response)


def test_pressing_twice_makes_one_organisation(client):
    client.force_login(make_user())

    client.post(reverse("organisation_create"), NEW)
    again = client.post(reverse("organisation_create"), NEW)

    assert again.status_code == 422
    assert Organisation.everything.filter(name="Nya Hemmet").count() == 1


@pytest.mark.parametrize("field", ["name", "lead"])
def test_a_personnummer_in_a_text_is_neither_kept_nor_shown(client, field):
    client.force_login(make_user())

    response = client.post(reverse("organisation_create"), NEW | {field: f"Kim {SOMEBODYS_NUMBER}"})

    assert response.status_code == 422
    assert "9874" not in words(response)
    assert not Organisation.everything.exists()


@pytest.mark.parametrize("number", [SOMEBODYS_NUMBER, MISTYPED, "19811228-9874", "81 12 28 98 73"])
def test_a_personnummer_as_number_is_neither_kept_nor_shown(client, number):
    client.force_login(make_user())

    response = client.post(reverse("organisation_create"), NEW | {"organisation_number": number})

    assert response.status_code == 422
    assert number not in words(response)
    assert number[-4:] not in words(response)


# --- What is common ---

COMMON = {
    "name": "Exempelhemmet",
    "lead": "Ger äldre trygg omsorg.",
    "seat": "1480",
    "street": "Storgatan 1",
    "postal_code": "41104",
    "city": "Göteborg",
}


def test_what_is_common_is_saved_once(client, organisation, owner):
    response = client.post(page("organisation_common", organisation), COMMON)

    organisation.refresh_from_db()
    assert response.status_code == 302
    assert (organisation.street, organisation.postal_code) == ("Storgatan 1", "411 04")


def test_a_refused_address_is_explained_and_nothing_typed_is_lost(client, organisation, owner):
    response = client.post(
        page("organisation_common", organisation), COMMON | {"postal_code": "4110", "website": "exempel"}
    )

    assert response.status_code == 422
    assert "<title>Fel: " in words(response)
    assert 'href="#id_postal_code"' in words(response)
    assert 'href="#id_website"' in words(response)
    assert 'value="4110"' in words(response)
    assert 'value="Storgatan 1"' in words(response)


CONTACT = {"name": "Kim Exempel", "title": "chef", "email": "kim@exempel.example", "phone": "031-000 00 00"}


def test_the_contact_person_is_saved(client, organisation, owner):
    response = client.post(page("organisation_contact", organisation), CONTACT | {"name": "Robin Prov"})

    organisation.contact_person.refresh_from_db()
    assert response.status_code == 302
    assert organisation.contact_person.name == "Robin Prov"


@pytest.mark.parametrize("name", ["organisation_common", "organisation_contact"])
def test_no_text_of_the_family_takes_a_personnummer(client, organisation, owner, name):
    typed = COMMON | CONTACT if name == "organisation_contact" else COMMON | {"description": "", "phone": ""}
    texts = [field for field in typed if field not in ("seat",)]

    for field in texts:
        response = client.post(page(name, organisation), typed | {field: f"x {SOMEBODYS_NUMBER}"})

        if name == "organisation_contact" and field not in CONTACT:
            continue
        assert response.status_code == 422, field
        assert "9874" not in words(response), field


# --- The hub ---


def test_the_hub_says_what_is_missing_for_each_entity(client, organisation, owner):
    ready = make_entity(organisation, ready=True)
    unready = make_entity(organisation)

    response = client.get(page("organisation_family", organisation))

    assert response.status_code == 200
    assert ready.name in words(response)
    assert "Allt är ifyllt" in words(response)
    assert unready.name in words(response)
    assert "uppgifter saknas" in words(response)
    assert "Firmatecknare" in words(response)
    assert words(response).count("Inte verifierad i portalen") == 2
    assert words(response).count("Okänt om registrerad hos Kammarkollegiet") == 2


def test_the_hub_of_a_new_organisation_shows_where_to_begin(client, organisation, owner):
    response = client.get(page("organisation_family", organisation))

    assert "Ni har inte lagt till någon än" in words(response)
    assert page("entities_add", organisation) in words(response)


def test_after_submission_the_hub_shows_number_and_state(client, organisation, owner):
    case = make_submitted(make_entity(organisation, ready=True))

    response = client.get(page("organisation_family", organisation))

    assert case.case_number in words(response)
    assert "Inskickad" in words(response)
    assert "Prövas nu" in words(response)


def test_a_verified_entity_offers_a_notice_of_change(client, organisation, owner):
    entity = make_verified(make_entity(organisation, ready=True))

    response = client.get(page("organisation_family", organisation))

    assert reverse("change_start", args=[entity.uuid]) in words(response)
    assert "Verifierad i portalen" in words(response)


def test_a_verified_entity_changes_its_services_from_the_hub_also_while_a_change_is_examined(
    client, organisation, owner
):
    entity = make_verified(make_entity(organisation, ready=True))
    services = reverse("application_services", args=[entity.applications.get().uuid])

    verified = words(client.get(page("organisation_family", organisation)))
    changes.start(entity, actor=owner)
    with_notice = words(client.get(page("organisation_family", organisation)))

    assert services in verified
    assert services in with_notice


def test_a_begun_notice_of_change_is_not_taken_for_an_application(client, organisation, owner):
    entity = make_verified(make_entity(organisation, ready=True))
    notice = changes.start(entity, actor=owner)

    page_of_owner = words(client.get(page("organisation_family", organisation)))
    client.force_login(add_member(organisation, Role.READER))
    page_of_reader = words(client.get(page("organisation_family", organisation)))

    assert "Skriv klart anmälan om ändring" in page_of_owner
    assert "Fyll i ansökan" not in page_of_owner
    assert page("organisation_check", organisation) not in page_of_owner
    assert str(notice.uuid) not in page_of_reader


def test_a_reader_sees_the_hub_without_a_way_to_change_it(client, organisation):
    entity = make_verified(make_entity(organisation, ready=True))
    make_entity(organisation)
    client.force_login(add_member(organisation, Role.READER))

    response = client.get(page("organisation_family", organisation))

    assert response.status_code == 200
    for name in EDITOR_PAGES:
        assert page(name, organisation) not in words(response)
    assert reverse("change_start", args=[entity.uuid]) not in words(response)
    assert "/ta-bort/" not in words(response)


def test_the_hub_asks_as_many_questions_for_twelve_entities_as_for_two(client, organisation, owner):
    for _ in range(2):
        make_entity(organisation, ready=True)
    with CaptureQueriesContext(connection) as few:
        client.get(page("organisation_family", organisation))
    for _ in range(10):
        make_entity(organisation, ready=True)

    with CaptureQueriesContext(connection) as many:
        client.get(page("organisation_family", organisation))

    assert len(many) == len(few)


# --- Paste a column ---

COLUMN = "499000-0012 Föreningen Ett\n4990000020;4H Två AB\n\nTre Exempel\t499000-0038\n"


def test_each_row_is_judged_before_anything_is_saved(client, organisation, owner):
    response = client.post(
        page("entities_add", organisation), {"lines": COLUMN + "499000-0013 Fel", "legal_form": "", "step": "check"}
    )

    assert response.status_code == 422
    assert "Rad\u00a05" in words(response)
    assert "Den sista siffran stämmer inte" in words(response)
    assert "Lägg till 3 juridiska personer" in words(response)
    assert "4H Två AB" in words(response)
    assert not LegalEntity.objects.exists()


def test_the_accepted_rows_are_saved_with_the_form_chosen_once(client, organisation, owner):
    numbers = "4990000012 4990000020 4990000038"

    response = client.post(
        page("entities_add", organisation),
        {"lines": COLUMN, "legal_form": "61", "step": "save", "checked": numbers},
    )

    assert response.status_code == 302
    names = dict(LegalEntity.objects.values_list("organisation_number", "name"))
    assert names == {"4990000012": "Föreningen Ett", "4990000020": "4H Två AB", "4990000038": "Tre Exempel"}
    assert set(LegalEntity.objects.values_list("legal_form", flat=True)) == {"61"}
    assert Application.objects.filter(state=State.DRAFT).count() == 3


def test_rows_changed_since_the_check_are_shown_again_first(client, organisation, owner):
    response = client.post(
        page("entities_add", organisation), {"lines": COLUMN, "legal_form": "", "step": "save", "checked": "4990000012"}
    )

    assert response.status_code == 422
    assert "har ändrats" in words(response)
    assert not LegalEntity.objects.exists()


def test_rows_that_all_hold_are_shown_without_an_error(client, organisation, owner):
    response = client.post(page("entities_add", organisation), {"lines": COLUMN, "legal_form": "", "step": "check"})

    assert response.status_code == 200
    assert "Lägg till 3 juridiska personer" in words(response)
    assert not LegalEntity.objects.exists()


@pytest.mark.parametrize(
    "row",
    [
        SOMEBODYS_NUMBER,
        MISTYPED,
        "198112289874 Kim",
        "81 12 28 98 74",
        f"499000-0012 Kim {SOMEBODYS_NUMBER}",
        f"Kim {SOMEBODYS_NUMBER}",
        "811228\n9874",
    ],
)
def test_a_row_with_a_personnummer_is_refused_and_never_shown(client, organisation, owner, row):
    response = client.post(
        page("entities_add", organisation),
        {"lines": f"499000-0020 Två\n{row}\n499000-0038 Tre", "legal_form": "", "step": "check"},
    )

    assert response.status_code == 422
    assert "9874" not in words(response)
    assert "9873" not in words(response)
    assert "98 74" not in words(response)
    assert "499000-0020" in words(response)


def test_numbers_below_each_other_are_not_read_as_one_personnummer(client, organisation, owner):
    rows = [f"{number[:6]}-{number[6:]}" for number in map(demo_organisation_number, range(2000, 2200))]

    response = client.post(
        page("entities_add", organisation), {"lines": "\n".join(rows), "legal_form": "", "step": "check"}
    )

    assert response.status_code == 200
    assert "Lägg till 200 juridiska personer" in words(response)


def test_more_than_two_hundred_rows_are_refused(client, organisation, owner):
    rows = [demo_organisation_number(number) for number in range(201)]

    response = client.post(
        page("entities_add", organisation), {"lines": "\n".join(rows), "legal_form": "", "step": "check"}
    )

    assert response.status_code == 422
    assert "Det är 201 rader" in words(response)
    assert rows[200] in words(response)


def test_numbers_that_others_have_are_refused_with_the_way_on(client, organisation, owner):
    known = make_submitted(make_entity(make_organisation("Andra Hemmet"), ready=True, organisation_number="4990000012"))
    make_entity(make_organisation("Hemliga Hemmet"), organisation_number="4990000020")
    make_entity(organisation, organisation_number="4990000038")

    response = client.post(
        page("entities_add", organisation),
        {"lines": "4990000012\n4990000020\n4990000038\n4990000046", "legal_form": "", "step": "check"},
    )

    assert "gör ni anspråk på Andra Hemmet" in words(response)
    assert "Hemliga" not in words(response)
    assert "Finns redan hos er" in words(response)
    assert known.state == State.SUBMITTED


def test_an_empty_paste_is_explained(client, organisation, owner):
    response = client.post(page("entities_add", organisation), {"lines": "  \n", "legal_form": "", "step": "check"})

    assert response.status_code == 422
    assert 'href="#id_lines"' in words(response)


# --- One by one ---

ONE = {"name": "Exempel Omsorg AB", "identity": "swedish", "legal_form": "49", "applies": "yes"}


def test_one_with_a_swedish_number(client, organisation, owner):
    client.post(page("entity_add", organisation), ONE | {"organisation_number": "499000-0012"})

    entity = LegalEntity.objects.get()
    assert (entity.organisation_number, entity.country) == ("4990000012", "SE")
    assert entity.seat == organisation.seat


def test_one_without_a_number(client, organisation, owner):
    client.post(page("entity_add", organisation), ONE | {"identity": "none", "organisation_number": "strunt"})

    response = client.post(page("entity_add", organisation), ONE | {"identity": "none"})

    entity = LegalEntity.objects.get()
    assert response.status_code == 302
    assert entity.organisation_number is None
    assert entity.identifier.startswith("SE-UTAN-")


def test_one_from_another_country(client, organisation, owner):
    foreign = {"identity": "foreign", "country": "no", "foreign_register": "brreg", "foreign_number": "987 654 321"}

    client.post(page("entity_add", organisation), ONE | foreign)

    assert LegalEntity.objects.get().identifier == "NO-BRREG-987654321"


def test_one_that_does_not_apply_may_start_later(client, organisation, owner):
    client.post(page("entity_add", organisation), ONE | {"organisation_number": "4990000012", "applies": "no"})
    entity = LegalEntity.objects.get()
    assert not entity.applications.exists()

    response = client.post(page("application_start", organisation, entity.uuid))

    assert response.url == reverse("application", args=[entity.applications.get().uuid])


def test_an_application_is_started_only_by_pressing(client, organisation, owner):
    entity = make_entity(organisation)

    assert client.get(page("application_start", organisation, entity.uuid)).status_code == 405


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"identity": ""}, "identity_0"),
        ({"organisation_number": ""}, "organisation_number"),
        ({"organisation_number": MISTYPED}, "organisation_number"),
        ({"identity": "foreign", "country": "SE", "foreign_register": "X", "foreign_number": ""}, "country"),
        ({"legal_form": "82"}, "legal_form"),
        ({"applies": "kanske"}, "applies_0"),
    ],
)
def test_what_is_wrong_with_one_is_linked_to_its_field(client, organisation, owner, typed, field):
    response = client.post(page("entity_add", organisation), ONE | {"organisation_number": "4990000012"} | typed)

    assert response.status_code == 422
    assert f'href="#id_{field}"' in words(response)
    assert MISTYPED not in words(response)
    assert not LegalEntity.objects.exists()


@pytest.mark.parametrize("field", ["name", "foreign_number", "foreign_register", "country"])
def test_no_text_of_an_entity_takes_a_personnummer(client, organisation, owner, field):
    foreign = {"identity": "foreign", "country": "NO", "foreign_register": "BRREG", "foreign_number": "987654321"}

    response = client.post(page("entity_add", organisation), ONE | foreign | {field: SOMEBODYS_NUMBER})

    assert response.status_code == 422
    assert "9874" not in words(response)


def test_an_entity_added_by_mistake_is_asked_about_and_removed(client, organisation, owner):
    entity = make_entity(organisation)
    address = page("entity_remove", organisation, entity.uuid)

    asked = client.get(address)
    client.post(address)

    assert "Vill du ta bort" in words(asked)
    assert not LegalEntity.objects.exists()


def test_an_entity_with_a_case_stays(client, organisation, owner):
    case = make_submitted(make_entity(organisation, ready=True))

    response = client.post(page("entity_remove", organisation, case.legal_entity.uuid), follow=True)

    assert "kan inte tas bort" in words(response)
    assert LegalEntity.objects.exists()


def test_an_entity_of_another_organisation_is_not_found(client, organisation, owner):
    other = make_entity()

    for name in ("entity_remove", "application_start"):
        assert client.post(page(name, organisation, other.uuid)).status_code == 404


def test_the_database_refuses_what_goes_around_the_forms(organisation):
    entity = make_entity(organisation)

    attacks = [
        {"organisation_number": "8112289874"},
        {"organisation_number": "499"},
        {"foreign_register": "BRREG", "foreign_number": "1"},
    ]
    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalEntity.objects.filter(pk=entity.pk).update(**attack)


# --- Hand in ---


def chosen(*entities):
    return {"drafts": [str(entity.applications.get().uuid) for entity in entities], "assurance": "on"}


def test_every_answer_stands_on_the_page_with_a_way_to_change_it(client, organisation, owner):
    entity = make_entity(organisation, ready=True)
    draft = entity.applications.get()

    response = client.get(page("organisation_check", organisation))

    assert response.status_code == 200
    assert entity.purpose_text in words(response)
    assert "Hemtjänst i Göteborg" in words(response)
    assert reverse("application_purpose", args=[draft.uuid]) in words(response)
    assert f'value="{draft.uuid}"' in words(response)
    assert "checked" in words(response)


def test_handing_in_gives_a_receipt_with_a_number_for_each(client, organisation, owner, mailoutbox):
    entities = [make_entity(organisation, ready=True) for _ in range(2)]

    response = client.post(page("organisation_check", organisation), chosen(*entities), follow=True)

    cases = Application.objects.filter(state=State.SUBMITTED)
    assert len(cases) == 2
    for case in cases:
        assert case.case_number in words(response)
    assert len(mailoutbox) == 1


def test_only_the_chosen_ones_go_in(client, organisation, owner):
    now, later = make_entity(organisation, ready=True), make_entity(organisation, ready=True)

    client.post(page("organisation_check", organisation), chosen(now))

    assert now.applications.get().state == State.SUBMITTED
    assert later.applications.get().state == State.DRAFT


def test_ready_ones_are_chosen_from_the_start_and_others_are_not(client, organisation, owner):
    ready, unready = make_entity(organisation, ready=True), make_entity(organisation)

    form = client.get(page("organisation_check", organisation)).context["form"]

    assert form.initial["drafts"] == [str(ready.applications.get().uuid)]
    assert str(unready.applications.get().uuid) in dict(form.fields["drafts"].choices)


def test_what_is_missing_links_to_the_very_pages(client, organisation, owner):
    unready = make_entity(organisation)
    draft = unready.applications.get()

    response = client.post(page("organisation_check", organisation), chosen(unready))

    assert response.status_code == 422
    summary = words(response).split('class="error-summary"')[1].split("</ul>")[0]
    assert f'href="{reverse("application_purpose", args=[draft.uuid])}"' in summary
    assert "Saknas: Syfte" in summary
    assert not Submission.objects.exists()


def test_what_is_common_must_be_there_too(client, organisation, owner):
    entity = make_entity(organisation, ready=True)
    Organisation.everything.filter(pk=organisation.pk).update(street="")

    response = client.post(page("organisation_check", organisation), chosen(entity))

    assert response.status_code == 422
    assert page("organisation_common", organisation) in words(response)
    assert not Submission.objects.exists()


@pytest.mark.parametrize(("left_out", "field"), [("assurance", "assurance"), ("drafts", "drafts_0")])
def test_nothing_goes_in_without_choice_and_assurance(client, organisation, owner, left_out, field):
    typed = chosen(make_entity(organisation, ready=True))
    del typed[left_out]

    response = client.post(page("organisation_check", organisation), typed)

    assert response.status_code == 422
    assert f'href="#id_{field}"' in words(response)
    assert not Submission.objects.exists()


def test_another_organisations_draft_cannot_be_handed_in(client, organisation, owner):
    make_entity(organisation, ready=True)
    theirs = make_entity(ready=True)

    response = client.post(page("organisation_check", organisation), chosen(theirs))

    assert response.status_code == 422
    assert theirs.applications.get().state == State.DRAFT


def test_the_one_who_presses_second_is_told_so(client, organisation, owner):
    entity = make_entity(organisation, ready=True)
    typed = chosen(entity)
    applications.submit(organisation, list(applications.drafts_of(organisation)), actor=owner)

    response = client.post(page("organisation_check", organisation), typed, follow=True)

    assert "inget att skicka in" in words(response)
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_pressing_give_one_submission_and_one_refusal():
    organisation = make_organisation()
    typed = chosen(make_entity(organisation, ready=True))
    people = [owner_of(organisation), add_member(organisation, Role.EDITOR)]
    clients = [Client() for _ in people]
    for browser, person in zip(clients, people, strict=True):
        browser.force_login(person)
    barrier, went_to = threading.Barrier(2), []

    def press(browser):
        barrier.wait()
        try:
            went_to.append(browser.post(page("organisation_check", organisation), typed).url)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[browser]) for browser in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Submission.objects.count() == 1
    assert sorted(went_to) == sorted(
        [
            page("organisation_family", organisation),
            page("organisation_receipt", organisation, Submission.objects.get().pk),
        ]
    )


def test_a_receipt_is_for_the_organisation_alone(client, organisation, owner):
    case = make_submitted()

    response = client.get(page("organisation_receipt", organisation, case.submission_id))

    assert response.status_code == 404


def test_the_check_page_asks_as_many_questions_for_twelve_as_for_two(client, organisation, owner):
    for _ in range(2):
        make_entity(organisation, ready=True)
    with CaptureQueriesContext(connection) as few:
        client.get(page("organisation_check", organisation))
    for _ in range(10):
        make_entity(organisation, ready=True)

    with CaptureQueriesContext(connection) as many:
        client.get(page("organisation_check", organisation))

    assert len(many) == len(few)


def test_a_column_may_hold_names_and_spaces():
    lines = organisations.read_lines("802000-1239\tFöreningen\n16499000-0012\n49 90 00 00 20 Namn\nRubrik")

    assert [(line.row, line.number, line.name) for line in lines[:3]] == [
        (1, "8020001239", "Föreningen"),
        (2, "4990000012", ""),
        (3, "4990000020", "Namn"),
    ]
    assert lines[3].refused == "Raden har inget organisationsnummer."
