"""The pages about authorities and their people, and the command that makes the authorities."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.models import AuthorityInvitation, AuthorityRequest, ContractingAuthority
from procurement.reading import authorities as reading
from procurement.services import authorities, authority_members, authority_requests
from registry import status_log
from tests.factories import add_to_authority, make_authority, make_user

pytestmark = pytest.mark.django_db
DOMAIN = "provkommunen.example"


@pytest.fixture
def authority():
    return make_authority("Provkommunen", slug="provkommunen", email_domains=[DOMAIN])


@pytest.fixture
def administrator(authority):
    return add_to_authority(authority, make_user(f"chef@{DOMAIN}"), "administrator")


def ask(authority, user):
    return authority_requests.ask(
        authority=authority, actor=user, email=user.email, position="chef", verified_emails={user.email}
    )


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_every_municipality_and_region_becomes_an_authority_once():
    call_command("load_authorities", verbosity=0)
    call_command("load_authorities", verbosity=0)

    kinds = list(ContractingAuthority.objects.values_list("kind", flat=True))
    assert kinds.count("region") == 21
    assert kinds.count("municipality") == 289  # Gotland's is the region
    gotland = ContractingAuthority.objects.get(organisation_number="2120000803")
    assert (gotland.kind, gotland.municipality.name, gotland.region.name) == ("region", "Gotland", "Region Gotland")
    assert ContractingAuthority.objects.get(slug="goteborgs-kommun").municipality.code == "1480"
    assert not ContractingAuthority.objects.exclude(email_domains=[]).exists()


def test_loading_leaves_what_a_case_officer_changed():
    ContractingAuthority.objects.create(name="Göteborgs Stad", slug="goteborgs-kommun", kind="municipality")

    call_command("load_authorities", verbosity=0)

    kept = ContractingAuthority.objects.get(slug="goteborgs-kommun")
    assert (kept.name, kept.organisation_number) == ("Göteborgs Stad", "2120001355")


def test_the_page_tells_the_authoritys_history_and_names_nobody(client, authority):
    officer = make_user(officer=True, name="Hanna Handläggare")
    add_to_authority(authority, make_user(f"kim@{DOMAIN}", name="Kim Chef"), "administrator")
    authorities.add_domain(authority, "prov.example", actor=officer)
    authorities.change_facts(authority, actor=officer, name="Provköping", organisation_number="2120001355")

    told = client.get("/myndigheter/provkommunen/").text

    assert "Myndigheten började använda portalen" in told
    assert "En e-postdomän registrerades" in told
    assert "Namn Provkommunen blev namn Provköping." in told
    assert "Organisationsnummer saknas blev organisationsnummer 2120001355." in told
    assert [name for name in ("Hanna", "Kim") if name in told] == []


def test_that_an_authority_was_imported_or_is_left_by_all_is_told_too(authority):
    officer = make_user(officer=True)
    status_log.write(authority, "import", actor=officer, to_state="made", at=timezone.now() - timedelta(days=900))
    user = add_to_authority(authority, make_user(f"kim@{DOMAIN}"), "officer")
    authority.memberships.filter(user=user).update(ended_at=timezone.now(), ended_by=user)

    told = [event["text"] for event in reading.history(authority)]

    assert told == [
        "Myndigheten kom med en import",
        "Myndigheten började använda portalen",
        "Ingen arbetar längre för myndigheten i portalen",
    ]


def test_the_list_is_narrowed_by_words_number_and_kind(client, authority):
    make_authority("Region Prov", kind="region", organisation_number="2321000016")

    def hits(query):
        rows = json.loads(b"".join(client.get(f"/myndigheter.json{query}").streaming_content))
        return [row["name"] for row in rows]

    assert hits("") == ["Provkommunen", "Region Prov"]
    assert hits("?q=provkomm") == ["Provkommunen"]
    assert hits("?q=232100-00") == ["Region Prov"]
    assert hits("?kind=region") == ["Region Prov"]
    assert hits("?q=finns+inte") == []
    assert "En myndighet" in client.get("/myndigheter/?kind=region").text
    assert "Ingen myndighet stämmer" in client.get("/myndigheter/?q=finns+inte").text


def test_a_long_list_asks_no_more_than_a_short_one(client, authority):
    make_authority()
    few = queries(client, "/myndigheter/")
    for _ in range(10):
        make_authority()

    assert queries(client, "/myndigheter/") == few


def test_the_officers_list_asks_no_more_when_it_is_long(client):
    client.force_login(make_user(officer=True))
    for _ in range(2):
        ask(make_authority(), make_user())
    few = queries(client, reverse("authority_request_list"))
    for _ in range(10):
        ask(make_authority(), make_user())

    assert queries(client, reverse("authority_request_list")) == few


def test_the_people_page_asks_no_more_when_they_are_many(client, authority, administrator):
    client.force_login(administrator)
    page = reverse("authority_people", args=[authority.slug])
    add_to_authority(authority, make_user())
    few = queries(client, page)
    for _ in range(10):
        add_to_authority(authority, make_user())
        authority_members.invite(
            authority, actor=administrator, email=f"{AuthorityInvitation.objects.count()}@{DOMAIN}", role="officer"
        )

    assert queries(client, page) == few


def test_the_public_page_names_no_person(client, authority, administrator):
    text = client.get("/myndigheter/provkommunen/").text

    assert DOMAIN in text
    assert administrator.email not in text
    assert administrator.name not in text


def test_asking_is_refused_with_a_look_alike_and_what_was_typed_stays(client, authority):
    client.force_login(make_user("kim@pr0vkommunen.example"))

    answer = client.post(
        reverse("authority_ask_for", args=[authority.slug]),
        {"email": "kim@pr0vkommunen.example", "position": "upphandlare på äldreomsorgen"},
    )

    assert answer.status_code == 422
    assert "Den ser ut som provkommunen.example men är en annan." in answer.text
    assert "upphandlare på äldreomsorgen" in answer.text
    assert not AuthorityRequest.objects.exists()


def test_somebody_elses_address_is_no_choice(client, authority):
    client.force_login(make_user("kim@privat.example"))

    answer = client.post(
        reverse("authority_ask_for", args=[authority.slug]), {"email": f"chef@{DOMAIN}", "position": "chef"}
    )

    assert answer.status_code == 422
    assert not AuthorityRequest.objects.exists()


def test_the_number_of_one_that_is_here_leads_there(client):
    make_authority("Region Prov", kind="region", organisation_number="2321000016")
    user = make_user("kim@regionprov.example")
    client.force_login(user)
    typed = {"name": "Regionen", "kind": "region", "organisation_number": "232100-0016", "position": "chef"}

    answer = client.post(reverse("authority_ask_new"), {**typed, "email": user.email})

    assert answer.status_code == 422
    assert "Numret hör till Region Prov, som redan finns." in answer.text


def test_a_request_is_seen_by_the_asker_and_officers_alone(client, authority, administrator):
    asked = ask(authority, make_user(f"kim@{DOMAIN}"))
    client.force_login(administrator)

    assert client.get(asked.get_absolute_url()).status_code == 404
    client.force_login(asked.asker)
    assert "Väntar på beslut" in client.get(asked.get_absolute_url()).text
    assert f"Uppdrag för {authority}" in client.get("/mina-sidor/").text


def test_the_officer_cannot_approve_before_the_domain_is_registered(client):
    asked = ask(make_authority("Ale kommun"), make_user("kim@ale.example"))
    client.force_login(make_user(officer=True))
    page = reverse("authority_request_review", args=[asked.uuid])

    assert "Domänen är inte registrerad för Ale kommun." in client.get(page).text
    assert client.post(page, {"outcome": "administrator", "reasons": "Ja."}).status_code == 422
    client.post(reverse("authority_domain_add", args=[asked.authority.slug]), {"domain": "ale.example"})
    client.post(page, {"outcome": "administrator", "reasons": "Ja."})

    asked.refresh_from_db()
    assert asked.state == "approved"


def test_the_officer_is_warned_of_a_domain_like_one_that_is_registered(client, authority):
    asked = ask(make_authority("Ale kommun"), make_user("kim@pr0vkommunen.example"))
    client.force_login(make_user(officer=True))

    text = client.get(reverse("authority_request_review", args=[asked.uuid])).text

    assert "Den ser ut som provkommunen.example men är en annan." in text


def test_an_officer_with_jav_sees_that_it_waits_but_not_the_page(client, authority):
    asked = ask(authority, make_user(f"kim@{DOMAIN}"))
    officer = add_to_authority(authority, make_user(officer=True), "politician")
    client.force_login(officer)

    assert "Du är jävig" in client.get(reverse("authority_request_list")).text
    pages = [reverse("authority_request_review", args=[asked.uuid])]
    pages += [
        reverse(name, args=[authority.slug])
        for name in ("authority_officer", "authority_change", "authority_domain_add")
    ]
    pages += [reverse("authority_domain_remove", args=[authority.slug, DOMAIN])]
    assert [client.get(page).status_code for page in pages] == [403] * len(pages)
    assert {client.post(page, {"domain": "ale.example"}).status_code for page in pages} <= {403, 405}


@pytest.mark.parametrize("domain", ["gmail.com", "outlook.com", "telia.com"])
def test_a_domain_that_is_open_to_all_is_not_registered(client, authority, domain):
    client.force_login(make_user(officer=True))

    answer = client.post(reverse("authority_domain_add", args=[authority.slug]), {"domain": domain})

    assert answer.status_code == 422
    assert "Vem som helst kan ha en adress där." in answer.text
    authority.refresh_from_db()
    assert authority.email_domains == [DOMAIN]


def test_a_fresh_administrator_adds_a_second_factor_before_the_first_page(client, authority):
    asker = make_user(f"kim@{DOMAIN}")
    asked = ask(authority, asker)
    client.force_login(asker)
    page = reverse("authority_people", args=[authority.slug])

    assert client.get("/mina-sidor/").status_code == 200
    authority_requests.approve(asked, actor=make_user(officer=True), role="administrator", reasons="Ja.")

    for address in (page, "/upphandlare/listor/", "/mina-sidor/"):
        assert client.get(address).url == reverse("mfa_index")


def test_an_invitation_on_mina_sidor_is_taken_there(client, authority, administrator):
    colleague = make_user(f"uma@{DOMAIN}")
    invitation, _ = authority_members.invite(authority, actor=administrator, email=colleague.email, role="politician")
    client.force_login(colleague)
    button = reverse("authority_invitation_take", args=[invitation.pk])

    assert button in client.get("/mina-sidor/").text
    answer = client.post(button)

    assert answer.url == reverse("authority_people", args=[authority.slug])
    assert authority.memberships.get(user=colleague).role == "politician"


@pytest.mark.parametrize(
    ("days", "email", "says"),
    [
        (15, f"uma@{DOMAIN}", "Inbjudan har gått ut"),
        (0, f"annan@{DOMAIN}", "Har någon skickat brevet vidare till dig?"),
    ],
)
def test_a_letter_that_does_not_work_says_what_to_do(client, authority, administrator, days, email, says):
    _, token = authority_members.invite(
        authority,
        actor=administrator,
        email=f"uma@{DOMAIN}",
        role="officer",
        at=timezone.now() - timedelta(days=days),
    )
    client.force_login(make_user(email))
    page = reverse("authority_invitation_accept", args=[token])

    assert says in client.get(page).text
    answer = client.post(page)

    assert answer.status_code == 422
    assert authority.memberships.count() == 1
    assert authority_members.PATH + token in mail.outbox[-1].body


def test_an_invitation_of_another_authority_is_not_revoked_here(client, authority, administrator):
    other = make_authority(email_domains=[DOMAIN])
    chief = add_to_authority(other, make_user(), "administrator")
    theirs, _ = authority_members.invite(other, actor=chief, email=f"uma@{DOMAIN}", role="officer")
    client.force_login(administrator)

    for name, pk in (
        ("authority_invitation_revoke", theirs.pk),
        ("authority_end", other.memberships.get().pk),
        ("authority_role", other.memberships.get().pk),
    ):
        assert client.post(reverse(name, args=[authority.slug, pk]), {"role": "officer"}).status_code == 404


def test_the_last_administrator_is_told_why_the_button_does_nothing(client, authority, administrator):
    client.force_login(administrator)
    page = reverse("authority_end", args=[authority.slug, authority.memberships.get().pk])

    answer = client.post(page)

    assert answer.status_code == 422
    assert "Gör en kollega till administratör först." in answer.text
    assert "<title>Fel: " in answer.text


def test_an_erased_person_leaves_no_address_with_the_authority(client, authority, administrator):
    leaver = make_user(f"kim@{DOMAIN}")
    asked = ask(authority, leaver)
    authority_requests.withdraw(asked, actor=leaver)
    authority_members.invite(authority, actor=administrator, email=leaver.email, role="politician")
    client.force_login(leaver)

    client.post("/konto/mina-uppgifter/radera/", {"email": leaver.email})

    asked.refresh_from_db()
    assert asked.email.endswith("@raderad.invalid")
    assert AuthorityInvitation.objects.get().email.endswith("@raderad.invalid")
    assert AuthorityInvitation.objects.get().revoked_at is not None


def test_a_case_officer_ends_the_only_administrator_and_sees_that_none_is_left(client, authority, administrator):
    colleague = add_to_authority(authority, make_user(f"uma@{DOMAIN}"))
    ends, appoints = (
        reverse(name, args=[authority.slug, authority.memberships.get(user=user).pk])
        for name, user in (("authority_member_end", administrator), ("authority_member_appoint", colleague))
    )
    client.force_login(make_user(officer=True))

    asked = client.get(ends).text
    refused = client.post(ends, {"reason": ""})
    ended = client.post(ends, {"reason": "Har slutat."}, follow=True).text
    listed = client.get(reverse("authority_request_list")).text
    appointed = client.post(appoints, {"reason": "Chefen bad om det."}, follow=True).text

    assert "Myndigheten får ingen administratör." in asked
    assert refused.status_code == 422
    assert "Myndigheten har ingen administratör." in ended and "Har slutat." in ended
    assert "Myndigheter utan administratör" in listed
    assert "Myndigheten har ingen administratör." not in appointed
    assert "Myndigheter utan administratör" not in client.get(reverse("authority_request_list")).text
    assert "Har slutat." not in client.get(authority.get_absolute_url()).text


def test_those_who_are_left_without_administrator_are_told_whom_to_ask(client, authority, administrator):
    colleague = add_to_authority(authority, make_user(f"uma@{DOMAIN}"))
    authority_members.end_for_authority(
        authority.memberships.get(user=administrator), actor=make_user(officer=True), reason="Har slutat."
    )
    client.force_login(colleague)

    assert "Ni har ingen administratör." in client.get(f"/upphandlare/myndighet/{authority.slug}/personer/").text
