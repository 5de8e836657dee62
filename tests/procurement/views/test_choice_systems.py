"""The pages of choice systems: what residents, officers and organisations see, and what they do not."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.models import ChoiceSystem, CpvCode
from procurement.models.choice_providers import ApplicationState
from procurement.models.choice_systems import ChoiceState
from procurement.services import choice_systems
from registry.models import Municipality
from registry.models.members import Role
from tests.factories import add_member, make_entity, make_submitted, make_user, owner_of
from tests.procurement.choice_factories import (
    NATIONAL,
    make_applied,
    make_decided,
    make_open,
    make_provider,
    make_unit,
)
from tests.procurement.factories import buyer_of

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


def at(name, system, *more):
    return reverse(name, args=[system.pk, *more])


def an_entity():
    return make_submitted(make_entity(ready=True)).legal_entity


def names_forvaltningslagen(text):
    """It does not hold for choice systems, so none of its deadlines may be shown (LOV 1 kap. 3 §)."""
    return "förvaltningslag" in text.lower() or re.search(r"\bFL\b", text) is not None


def day(days=0):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_the_list_narrows_by_place_and_reservation_and_hides_what_has_not_opened(client):
    make_open(title="Öppen för alla")
    make_open(title="Bara idéburna", reserved=True)
    make_open(title="Någon annanstans", municipalities=[Municipality.objects.get(code="0180")])
    make_decided(title="Inte öppnat")
    url = reverse("choice_system_list")

    everything = text_of(client.get(url))
    narrowed = text_of(client.get(f"{url}?reserverat=ja&kommun=1480&tjanst=hemtjanst"))
    told = b"".join(client.get(reverse("choice_system_list_file", args=["json"]) + "?reserverat=nej").streaming_content)

    assert "Öppen för alla" in everything
    assert "Någon annanstans" in everything
    assert "Inte öppnat" not in everything
    assert "Bara idéburna</a>" in narrowed
    assert "Öppen för alla" not in narrowed
    assert {row["title"] for row in json.loads(told)} == {"Öppen för alla", "Någon annanstans"}


def test_lists_and_comparison_ask_as_many_questions_for_any_number(client):
    system = make_open()
    buyer = buyer_of(system)
    make_provider(system)
    open_to_all = [reverse("choice_system_list"), at("choice_system", system), at("choice_system_comparison", system)]
    own = [reverse("buyer_choice_system_list"), at("choice_system_work", system), at("choice_information", system)]
    client.get(open_to_all[0])
    few = [queries(client, url) for url in open_to_all]
    client.force_login(buyer)
    client.get(own[0])
    few += [queries(client, url) for url in own]
    for _ in range(4):
        make_provider(system)
        make_open(buyer)

    many = [queries(client, url) for url in own]
    client.logout()
    many = [queries(client, url) for url in open_to_all] + many

    assert many == few


def test_a_page_without_a_last_day_to_apply_and_without_forvaltningslagen(client):
    system = make_open()

    page = text_of(client.get(system.get_absolute_url()))

    assert "Ingen. Det går att söka så länge systemet är öppet." in page
    assert "Kommunens egen hemtjänst." in page
    assert NATIONAL in page
    assert not names_forvaltningslagen(page)


def test_who_has_applied_is_told_to_nobody_but_the_authority_until_there_is_a_contract(client):
    system = make_open()
    waiting, provider = make_applied(system), make_provider(system)

    page, compared = (
        text_of(client.get(system.get_absolute_url())),
        text_of(client.get(at("choice_system_comparison", system))),
    )

    assert provider.legal_entity.name in page
    assert provider.legal_entity.name in compared
    assert waiting.legal_entity.name not in page + compared


def test_every_provider_is_compared_on_the_same_fields(client):
    system = make_open()
    make_provider(system)
    make_unit(make_provider(system, unit=False), name="Halva", capacity=None, languages="", opening="")
    make_provider(system, unit=False)

    response = client.get(at("choice_system_comparison", system))

    table = response.context["table"]
    widths = {len(row) for row in table["rows"]}
    assert widths == {len(table["headers"])}
    assert all(cell["text"] for row in table["rows"] for cell in row)
    assert text_of(response).count("Uppgift saknas") == 3 + 6
    assert "LIX" not in text_of(response)


def test_the_authority_is_told_what_the_information_lacks_and_how_easy_it_is(client):
    system = make_open()
    make_unit(make_provider(system, unit=False), name="Halva", capacity=None, languages="")
    make_provider(system, unit=False)
    client.force_login(buyer_of(system))

    page = text_of(client.get(at("choice_information", system)))

    assert "Halva: antal platser och språk" in page
    assert "Inga enheter är inlagda" in page
    assert "mycket lättläst" in page


def test_a_system_is_put_in_filled_in_and_opened(client):
    buyer = make_user(buyer=True)
    make_decided()  # reference data
    CpvCode.objects.get_or_create(code="85312000", defaults={"name": "Socialvård"})
    client.force_login(buyer)
    begun = {
        "title": "Hemtjänst i Provby",
        "service_area": "hemtjanst",
        "municipalities": "Göteborg",
        "decided_on": day(-5),
        "decision_reference": "KS 2026/7",
    }

    refused = client.post(reverse("choice_system_create"), {**begun, "title": ""})
    client.post(reverse("choice_system_create"), begun)
    system = ChoiceSystem.objects.get(title="Hemtjänst i Provby")
    early = client.post(at("choice_system_open", system), {"national_url": NATIONAL, "noticed_on": day()})
    facts = {
        **begun,
        "cpv_codes": "85312000-9",
        "requirements": "Tillstånd.",
        "reimbursement": "Per timme.",
        "non_choice": "Egen regi.",
        "decision_time_days": "30",
    }
    outside = client.post(at("choice_system_facts", system), {**facts, "cpv_codes": "80110000"})
    primary = client.post(
        at("choice_system_facts", system),
        {**facts, "is_primary_care": "on", "is_reserved": "on", "purpose_link": "Därför."},
    )
    client.post(at("choice_system_facts", system), facts)
    client.post(
        at("choice_price_list", system),
        {"label": "Dagtid", "amount": "452 kr", "unit": "hour", "valid_from": day()},
    )
    client.post(at("choice_system_open", system), {"national_url": NATIONAL, "noticed_on": day()})

    system.refresh_from_db()
    assert [response.status_code for response in (refused, early, outside, primary)] == [422] * 4
    assert "Skriv vilka krav utföraren ska uppfylla." in text_of(early)
    assert "får inte reserveras" in text_of(primary)
    assert (system.state, system.cpv_codes) == (ChoiceState.OPEN, ["85312000"])
    assert "452 kr per timme" in text_of(client.get(system.get_absolute_url()))


def test_an_open_system_is_changed_wound_up_and_closed_from_its_desk(client):
    system = make_open()
    client.force_login(buyer_of(system))
    page = client.get(at("choice_system_facts", system))
    facts = {key: value for key, value in page.context["form"].initial.items() if value not in (None, False)}

    unfinished = client.post(at("choice_system_facts", system), facts)
    client.post(
        at("choice_system_facts", system), {**facts, "noticed_on": day(), "note": "Nya krav.", "requirements": "Nytt."}
    )
    system.refresh_from_db()
    changed = system.state
    client.post(at("choice_system_wind_up", system), {"reason": "Nämnden har beslutat."})
    client.post(at("choice_system_close", system))

    system.refresh_from_db()
    assert unfinished.status_code == 422
    assert (changed, system.requirements) == (ChoiceState.CHANGED, "Nytt.")
    assert system.state == ChoiceState.CLOSED


def test_an_organisation_finds_applies_is_refused_and_learns_how_to_go_on(client):
    system, elsewhere = make_open(), make_open(municipalities=[Municipality.objects.get(code="0180")])
    entity = an_entity()
    slug = entity.organisation.slug
    client.force_login(owner_of(entity.organisation))

    listed = text_of(client.get(reverse("supplier_choice_system_list", args=[slug])))
    apply = reverse("choice_apply", args=[slug, system.pk])
    asked = text_of(client.get(apply))
    empty = client.post(apply, {"entity": entity.pk, "message": ""})
    client.post(apply, {"entity": entity.pk, "message": "Vi har tillstånd."})
    application = entity.choice_applications.get()
    own = reverse("own_choice_application", args=[slug, application.pk])
    client.post(f"{own}enheter/ny/", {"name": "Enhet Ett", "municipality": "1480", "capacity": "8"})
    client.force_login(buyer_of(system))
    read = text_of(client.get(at("choice_application", system, application.pk)))
    refuse = at("choice_application_refuse", system, application.pk)
    refusing = text_of(client.get(refuse))
    mail.outbox.clear()
    client.post(refuse, {"reasons": "Tillstånd saknas."})
    refused = text_of(client.get(at("choice_application", system, application.pk)))
    client.force_login(owner_of(entity.organisation))
    page = text_of(client.get(own))
    [letter] = mail.outbox

    assert system.title in listed
    assert elsewhere.title not in listed
    assert "8.1-123" in asked
    assert empty.status_code == 422
    assert "Vi har tillstånd." in read
    assert "Enhet Ett" in read
    assert "Tillstånd saknas." in page
    assert "Skriv till förvaltningsrätten" in page
    assert [text for text in (asked, read, refusing, refused, page, letter.body) if names_forvaltningslagen(text)] == []


def test_an_application_is_approved_contracted_and_ended(client):
    system = make_open(reserved=True)
    application = make_applied(system)
    client.force_login(buyer_of(system))

    unseen = client.post(at("choice_application_approve", system, application.pk), {"reasons": "Alla krav."})
    client.post(
        at("choice_application_approve", system, application.pk), {"reasons": "Alla krav.", "looked_up": "Stadgarna."}
    )
    signed = {"signed_on": day(), "starts_on": day(), "notice_months": "3"}
    client.post(at("choice_application_contract", system, application.pk), signed)
    application.refresh_from_db()
    contracted = application.state
    again = client.post(at("choice_application_contract", system, application.pk), signed)
    client.post(at("choice_application_end", system, application.pk), {"ended_on": day(30), "reason": "Uppsagt."})

    application.refresh_from_db()
    assert unseen.status_code == 422
    assert contracted == ApplicationState.CONTRACTED
    assert "Någon annan hann före" in text_of(again)
    assert (application.state, application.contract.notice_months) == (ApplicationState.ENDED, 3)


def test_a_reader_reads_and_strangers_find_nothing(client):
    system = make_open()
    application = make_applied(system)
    organisation = application.legal_entity.organisation
    own = reverse("own_choice_application", args=[organisation.slug, application.pk])
    other = an_entity().organisation

    client.force_login(add_member(organisation, Role.READER))
    read, change = client.get(own), client.get(f"{own}enheter/ny/")
    client.force_login(owner_of(other))
    foreign = client.get(reverse("own_choice_application", args=[other.slug, application.pk]))
    client.force_login(make_user(buyer=True))
    elsewhere = client.get(at("choice_application", system, application.pk))

    assert (read.status_code, change.status_code) == (200, 403)
    assert (foreign.status_code, elsewhere.status_code) == (404, 404)


def test_a_system_that_has_not_opened_is_its_buyers_alone(client):
    system = make_decided()

    hidden = client.get(system.get_absolute_url())
    client.force_login(buyer_of(system))
    shown = client.get(system.get_absolute_url())

    assert (hidden.status_code, shown.status_code) == (404, 200)
    assert "Bara ni ser systemet." in text_of(shown)


def test_a_price_that_holds_is_not_taken_away(client):
    system = make_decided()
    buyer = buyer_of(system)
    price = choice_systems.add_price(
        system, actor=buyer, label="Dagtid", amount=452, unit="hour", valid_from=timezone.localdate()
    )
    choice_systems.open_system(system, actor=buyer, national_url=NATIONAL, noticed_on=timezone.localdate())
    client.force_login(buyer)

    client.post(at("choice_price_list", system), {"remove": price.pk})

    assert system.prices.count() == 1
