"""What a procurement officer does, page by page, and what is refused on the way with nothing lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.models import CpvCode, Procurement
from procurement.models.procurements import State
from procurement.services import awards, dialogue, procurements
from registry.demo_numbers import demo_organisation_number
from tests.factories import make_entity, make_submitted, make_user
from tests.procurement.factories import (
    REASONS,
    buyer_of,
    make_awarded,
    make_closed,
    make_planned,
    make_published,
    make_tender,
)

pytestmark = pytest.mark.django_db


def signed_in(client, procurement):
    client.force_login(buyer_of(procurement))
    return client


def at(name, procurement, *more):
    return reverse(name, args=[procurement.pk, *more])


def text_of(response):
    return response.content.decode()


def an_entity():
    return make_submitted(make_entity(ready=True)).legal_entity


def notice(**facts):
    today = timezone.localdate()
    usual = {
        "database": "Provdatabasen",
        "notice_id": "P-1",
        "url": "https://annonser.example/P-1",
        "sent_on": today,
        "closes_on": today + timedelta(days=30),
        "closes_time": "23.59",
        "questions_until": today + timedelta(days=20),
        "looked_up": "Vi har läst beloppet.",
    }
    return {**usual, **facts}


def test_what_was_looked_up_is_asked_for_where_the_check_is_open(client):
    procurement = make_planned(ground="lou-19-25a")
    procurements.write_reasons(procurement, actor=buyer_of(procurement), **REASONS)

    response = signed_in(client, procurement).post(at("procurement_publish", procurement), notice(looked_up=""))

    assert response.status_code == 422
    assert response.context["form"].errors["looked_up"] == ["Skriv vad ni har tagit reda på."]


def test_a_plan_begins_with_its_title(client):
    client.force_login(make_user(buyer=True))

    refused = client.post(reverse("procurement_create"), {"title": ""})
    made = client.post(reverse("procurement_create"), {"title": "Dagverksamhet"})

    assert refused.status_code == 422
    assert made.url == at("procurement_work", Procurement.objects.get(title="Dagverksamhet"))


def test_the_task_list_says_what_is_left_before_the_notice(client):
    procurement = make_planned(ground="lou-19-25a", summary="")

    page = text_of(signed_in(client, procurement).get(at("procurement_work", procurement)))

    assert "Beskriv kort vad som ska köpas." in page
    assert "Skriv varför upphandlingen reserveras." in page
    assert "Kan inte börja än" in page


def test_facts_are_saved_and_a_refusal_keeps_what_was_typed(client):
    procurement = make_planned()
    facts = {"title": "Nytt namn", "where": "places", "municipalities": "Götteborg", "law": "lou", "aim": "Ett mål."}

    refused = signed_in(client, procurement).post(at("procurement_facts", procurement), facts)
    saved = client.post(
        at("procurement_facts", procurement),
        {**facts, "municipalities": "Göteborg, Mölndal", "estimated_value": "9 000 000 kr"},
    )

    procurement.refresh_from_db()
    assert refused.status_code == 422
    assert "Menade du Göteborg?" in text_of(refused)
    assert "Ett mål." in text_of(refused)
    assert saved.status_code == 302
    assert (procurement.title, procurement.estimated_value) == ("Nytt namn", 9_000_000)
    assert procurement.municipalities.count() == 2


def test_cpv_codes_are_found_by_code_and_by_words(client):
    procurement = make_planned(lot={"cpv": ""})
    CpvCode.objects.get_or_create(code="85311100", defaults={"name": "Sociala omsorgstjänster för äldre"})
    url = at("lot_cpv", procurement, 1)
    signed_in(client, procurement)

    by_words, by_code = text_of(client.get(f"{url}?q=omsorgstjänster äldre")), text_of(client.get(f"{url}?q=853111"))
    client.post(url, {"add": "85311100"})
    client.post(url, {"add": "99999999"})

    assert "85311100" in by_words
    assert "85311100" in by_code
    assert procurement.lots.get().codes == ["85311100"]
    client.post(url, {"remove": "85311100"})
    assert procurement.lots.get().codes == []


def test_the_ground_page_says_what_the_law_says_and_what_to_paste(client):
    procurement = make_planned()
    url = at("lot_ground", procurement, 1)

    signed_in(client, procurement).post(url, {"ground": "lou-19-25a"})
    page = text_of(client.get(url))
    client.post(url, {"confirm": "ja"})

    assert "Kan området reserveras?" in page
    assert "Upphandlingen är reserverad enligt 19" in page.replace("\u00a0", " ")
    assert "BT-71" in page
    assert procurement.lots.get().ground_confirmed


def test_a_ground_that_the_law_forbids_cannot_be_confirmed(client):
    procurement = make_planned(lot={"cpv": "45000000", "ground": "lou-19-25a"})
    url = at("lot_ground", procurement, 1)

    page = signed_in(client, procurement).post(url, {"confirm": "ja"}, follow=True)

    assert "Lagen tillåter inte reservationen." in text_of(page)
    assert not procurement.lots.get().ground_confirmed


def test_a_change_of_what_the_law_asks_about_opens_the_ground_again():
    procurement = make_planned(ground="lou-19-25a")
    lot, actor = procurement.lots.get(), buyer_of(procurement)

    procurements.change_lot(lot, actor=actor, title="Nytt namn")
    kept = procurement.lots.get().ground_confirmed
    procurements.change_lot(lot, actor=actor, months=48)

    assert kept
    assert not procurement.lots.get().ground_confirmed


def test_reasons_are_kept_in_versions_that_can_be_compared(client):
    procurement = make_planned(ground="lou-19-25a")
    url = at("procurement_reasons", procurement)
    signed_in(client, procurement)

    client.post(url, REASONS)
    client.post(url, REASONS | {"need": "Fler äldre behöver två platser nära hemmet."})

    page = text_of(client.get(url))
    assert procurement.reservation_reasons.count() == 2
    assert "<ins>två</ins>" in page


def test_publishing_too_early_says_what_is_missing_and_keeps_the_notice(client):
    procurement = make_planned(ground="lou-19-25a")

    page = signed_in(client, procurement).post(at("procurement_publish", procurement), notice())

    assert page.status_code == 422
    assert "Skriv varför upphandlingen reserveras." in text_of(page)
    assert "https://annonser.example/P-1" in text_of(page)


def test_a_finished_plan_is_published_prolonged_and_cancelled(client):
    procurement = make_planned(ground="lou-19-25a")
    procurements.write_reasons(procurement, actor=buyer_of(procurement), **REASONS)
    signed_in(client, procurement)

    published = client.post(at("procurement_publish", procurement), notice())
    later = {"closes_on": timezone.localdate() + timedelta(days=50), "closes_time": "12", "note": "Helger."}
    prolonged = client.post(at("procurement_prolong", procurement), later)
    cancelled = client.post(at("procurement_cancel", procurement), {"reason": "Inga anbud."})

    procurement.refresh_from_db()
    assert [response.status_code for response in (published, prolonged, cancelled)] == [302] * 3
    assert procurement.state == State.CANCELLED
    assert f"{timezone.localtime(procurement.closes_at):%H:%M}" == "12:00"


def test_a_step_that_somebody_else_took_first_is_told_in_plain_words(client):
    procurement = make_published(at=timezone.now())
    signed_in(client, procurement)

    page = client.post(at("procurement_show_plan", procurement), follow=True)

    assert "Någon annan hann före" in text_of(page)


def test_an_answer_can_be_worded_so_that_nobody_sees_who_asked(client):
    procurement = make_published(at=timezone.now())
    question = dialogue.ask(procurement, "Vi på Lyktan undrar?", actor=make_user())
    url = at("question_answer", procurement, question.pk)
    signed_in(client, procurement)

    refused = client.post(url, {"wording": "Hur många platser?", "text": ""})
    client.post(url, {"wording": "Hur många platser?", "text": "Tolv."})

    client.logout()
    page = text_of(client.get(procurement.get_absolute_url()))
    assert refused.status_code == 422
    assert "Hur många platser?" in text_of(refused)
    assert "Tolv." in page
    assert "Lyktan" not in page


def test_tenderers_are_pasted_with_their_names_all_or_none(client):
    procurement = make_closed(ground="lou-19-25a")
    known, other = an_entity(), demo_organisation_number(987_651)
    url = at("tender_add", procurement, 1)
    signed_in(client, procurement)

    refused = client.post(url, {"numbers": f"{known.organisation_number}\n499000-9012 Fel siffra"})
    client.post(url, {"numbers": f"{known.organisation_number}\n{other} Okända föreningen"})
    again = client.post(url, {"numbers": other})

    names = {row.name for row in procurement.lots.get().tenders.all()}
    assert refused.status_code == 422
    assert "Rad 2" in text_of(refused)
    assert names == {known.name, "Okända föreningen"}
    assert again.status_code == 422
    assert "redan inlagd" in text_of(again)


def test_a_personnummer_among_tenderers_is_refused_and_forgotten(client):
    procurement = make_closed(ground="lou-19-25a")

    page = signed_in(client, procurement).post(at("tender_add", procurement, 1), {"numbers": "811228-9874 Kim Exempel"})

    assert page.status_code == 422
    assert "811228" not in text_of(page)


def test_partners_stand_under_their_tenderer_and_go_with_it(client):
    procurement = make_closed(ground="lou-19-25a")
    tender = make_tender(procurement, an_entity())
    signed_in(client, procurement)

    client.post(
        at("tender_add_others", procurement, tender.pk),
        {"role": "partner", "numbers": f"{demo_organisation_number(987_650)} Partnerföreningen"},
    )
    page = text_of(client.get(at("tender_list", procurement)))
    client.post(at("tender_remove", procurement, tender.pk))

    assert "Partnerföreningen" in page
    assert "hör till" in page
    assert page.count("Inte prövat") == 2
    assert not procurement.lots.get().tenders.filter(removed_at=None).exists()


def test_a_partners_purpose_is_judged_on_its_own_page_and_a_subcontractors_is_not(client):
    procurement = make_closed(ground="lou-19-25a")
    lead = make_tender(procurement, an_entity())
    rows = {}
    for number, role in enumerate(("partner", "subcontractor"), 987_650):
        listed = [(demo_organisation_number(number), f"Prov {role}")]
        [rows[role]] = awards.register_tenders(lead.lot, listed, actor=buyer_of(procurement), role=role, lead=lead)
    signed_in(client, procurement)

    pages = {role: text_of(client.get(at("tender", procurement, row.pk))) for role, row in rows.items()}
    purpose = {role: at("tender_purpose", procurement, row.pk) for role, row in rows.items()}

    assert purpose["partner"] in pages["partner"]
    assert "Utan prövning" in pages["partner"]
    assert purpose["subcontractor"] not in pages["subcontractor"]


def test_purpose_stands_beside_the_aim_and_the_reasoning_is_kept(client):
    procurement = make_closed(ground="lou-19-25a")
    tender = make_tender(procurement, an_entity())
    url = at("tender_purpose", procurement, tender.pk)
    signed_in(client, procurement)

    page = text_of(client.get(url))
    client.post(url, {"purpose": "Äldre ska ha det bra.", "serves": "ja", "reasoning": "Boendet är det."})

    assert "Äldre får leva tryggt." in page
    assert tender.legal_entity.purpose_text in page
    assert tender.purpose_reasonings.get().serves


def award(procurement, tender, **facts):
    today = timezone.localdate()
    usual = {"decided_on": today, "sent_on": today, "how": "electronic", "reasons": "Bäst kvalitet."}
    return {f"lot_{procurement.lots.get().pk}": tender.pk, **usual, **facts}


def test_hindrances_to_an_award_are_listed_in_words(client):
    procurement = make_closed(ground="lou-19-25a")
    tender = make_tender(procurement, an_entity())
    url = at("procurement_award", procurement)

    page = signed_in(client, procurement).post(url, award(procurement, tender))

    assert page.status_code == 422
    assert "hjälper till att nå tjänstens mål" in text_of(page)
    assert "Bäst kvalitet." in text_of(page)


def test_an_award_a_review_and_its_outcome(client):
    procurement = make_closed(ground="lou-19-25a")
    tender = make_tender(procurement, an_entity(), serves=True)
    today = timezone.localdate()
    signed_in(client, procurement)

    client.post(at("procurement_award", procurement), award(procurement, tender))
    client.post(
        at("procurement_review", procurement),
        {"court": "Förvaltningsrätten", "case_number": "1-26", "filed_on": today},
    )
    unfinished = client.post(at("procurement_settle", procurement), {"outcome": "stands", "decided_on": today})
    client.post(at("procurement_settle", procurement), {"outcome": "reevaluate", "decided_on": today})

    procurement.refresh_from_db()
    assert unfinished.status_code == 422
    assert procurement.state == State.CLOSED


def test_a_framework_with_several_winners_asks_for_rank_or_key(client):
    procurement = make_closed(ground="lou-19-25a", is_framework=True)
    first, second = (make_tender(procurement, an_entity(), serves=True) for _ in range(2))
    url, lot = at("procurement_award", procurement), procurement.lots.get()
    both = award(procurement, first, **{f"lot_{lot.pk}": [first.pk, second.pk]})
    signed_in(client, procurement)

    refused = client.post(url, both)
    done = client.post(url, both | {f"rank_{first.pk}": 1, f"key_{second.pk}": "Närmast boendet"})

    assert refused.status_code == 422
    assert "Ange rangordning eller fördelningsnyckel" in text_of(refused)
    assert done.status_code == 302
    assert {(row.rank, row.call_off_key) for row in procurement.awards.get().winners.all()} == {
        (1, ""),
        (None, "Närmast boendet"),
    }


def test_no_contract_in_the_standstill_and_one_with_each_winner_after_it(client):
    long_ago = timezone.now() - timedelta(days=90)
    procurement = make_closed(ground="lou-19-25a", at=long_ago)
    decision = make_awarded(make_tender(procurement, an_entity(), serves=True))
    url = at("procurement_conclude", procurement)
    terms = {f"avtal{decision.winners.get().pk}-value": "1 200 000"}
    signed_in(client, procurement)

    early = client.post(url, {"signed_on": decision.standstill_until, **terms})
    client.post(url, {"signed_on": decision.standstill_until + timedelta(days=1), **terms})

    assert early.status_code == 422
    assert "Avtal får ingås tidigast" in text_of(early)
    assert "1 200 000" in text_of(early)
    assert procurement.contracts.get().value == 1_200_000


def test_my_authoritys_list_says_what_to_do_next_in_as_many_queries_for_any_number(client):
    procurement = make_published(at=timezone.now())
    buyer = buyer_of(procurement)
    dialogue.ask(procurement, "Hur många?", actor=make_user())
    make_planned()
    client.force_login(buyer)
    url = reverse("buyer_procurement_list")
    page = text_of(client.get(url))
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(6):
        make_planned(buyer)
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert "Besvara en fråga" in page
    assert len(few) == len(many)


def test_the_clock_closes_what_is_due_and_nothing_else():
    now = timezone.now()
    due = make_published(at=now - timedelta(days=40), days=30)
    open_still = make_published(at=now, days=30)

    closed = procurements.close_due(at=now)

    due.refresh_from_db()
    open_still.refresh_from_db()
    assert (closed, due.state, open_still.state) == (1, State.CLOSED, State.PUBLISHED)
    assert due.events.last().actor == buyer_of(due)
    assert procurements.close_due(at=now) == 0


def test_a_correction_shows_what_changed_to_all_and_an_overtaken_one_loses_nothing(client):
    procurement = make_published(at=timezone.now())
    url = at("procurement_correct", procurement)
    signed_in(client, procurement)
    seen = client.get(url).context["form"]["seen"].value()
    typed = {"summary": "Ett boende med trädgård.", "notice_database": "Provdatabasen", "notice_id": "PROV-1-R1"}
    typed |= {"notice_url": "https://annonser.example/PROV-1-R1", "note": "Trädgården ingår.", "seen": seen}

    unsaid = client.post(url, typed | {"note": ""})
    saved = client.post(url, typed)
    overtaken = client.post(url, typed | {"summary": "Ett annat.", "note": "Min ändring."})
    public = client.get(procurement.get_absolute_url())

    assert (unsaid.status_code, saved.status_code, overtaken.status_code) == (422, 302, 422)
    assert "Skriv vad som har ändrats." in text_of(unsaid)
    assert "Någon annan har rättat" in text_of(overtaken)
    assert "Min ändring." in text_of(overtaken)
    assert "Annonsen rättades" in text_of(public)
    assert "Trädgården ingår." in text_of(public)
    assert "PROV-1-R1" in text_of(public)
    assert url in text_of(client.get(at("procurement_work", procurement)))


def test_a_step_that_cannot_be_taken_now_shows_where_it_stands_and_no_form(client):
    procurement = make_published(at=timezone.now())
    procurements.cancel(procurement, actor=buyer_of(procurement), reason="Behovet är borta.")
    signed_in(client, procurement)

    for name in (
        "procurement_award", "procurement_publish", "procurement_prolong", "procurement_correct", "procurement_cancel",
        "procurement_review", "procurement_settle", "procurement_conclude", "procurement_facts", "procurement_reasons",
        "lot_add",
    ):  # fmt: skip
        page = client.get(at(name, procurement))

        assert page.status_code == 200, name
        assert "Det går inte att göra nu" in text_of(page), name
        assert "Avbruten" in text_of(page), name
        assert 'method="post"' not in text_of(page).split("<main")[1].split("</main>")[0], name
        assert at("procurement_work", procurement) in text_of(page), name
