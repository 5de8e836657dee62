"""Pages, files and letters of a joint bid: who reads what, and that a no is told to nobody."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.models import JointBidMember
from procurement.reading.joint_bids import NOT_IN
from procurement.services import dialogue, joint_bids
from tests.factories import make_user, owner_of
from tests.procurement.factories import buyer_of, make_published
from tests.procurement.joint_factories import make_bid, make_invited, make_joined, make_known

pytestmark = pytest.mark.django_db
HEADING = "De som är med"


def told(client, organisation, bid, *, user=None):
    """The group's page and its three files, as the organisation reads them."""
    client.force_login(user or owner_of(organisation))
    page = client.get(reverse("joint_bid", args=[organisation.slug, bid.pk]))
    files = [client.get(reverse("joint_bid_file", args=[organisation.slug, bid.pk, kind])) for kind in ("csv", "json")]
    texts = [page.content.decode()]
    texts += [b"".join(answer.streaming_content).decode() for answer in files if answer.status_code == 200]
    return "\n".join(texts)


def answered(bid, how, name, *, late=True):
    """Somebody who was asked and is not in, by saying no or by saying nothing; `late` when its day has passed."""
    member = make_invited(bid, make_known(name=name))
    if how == "no":
        joint_bids.decline(member, actor=owner_of(member.legal_entity.organisation))
    if late:
        JointBidMember.objects.filter(pk=member.pk).update(answer_by="2026-01-01")
    return member


def test_a_no_is_told_to_nobody_and_reads_as_a_silence_to_the_lead(client, mailoutbox):
    bid = make_bid()
    member = make_joined(bid)
    make_invited(bid, make_known(name="Väntande Sjön"))
    mailoutbox.clear()
    no = answered(bid, "no", "Nekande Berget")
    answered(bid, "silence", "Tysta Skogen")
    letters = [letter for letter in mailoutbox if letter.to != [owner_of(no.legal_entity.organisation).email]]

    lead_reads = told(client, bid.lead.organisation, bid)
    member_reads = told(client, member.legal_entity.organisation, bid)

    rows = [f"{name}<small>{NOT_IN}</small>" for name in ("Nekande Berget", "Tysta Skogen")]
    assert [row in lead_reads for row in rows] == [True, True]
    assert "tackade nej" not in lead_reads.lower() and "Svarade inte" not in lead_reads
    assert "Väntande Sjön<small>Väntar på svar till" in lead_reads
    assert HEADING in member_reads
    names = ("Nekande Berget", "Tysta Skogen", "Väntande Sjön")
    assert [name in member_reads for name in names] == [False] * 3
    assert "En inbjudan väntar på svar." in member_reads
    assert not [letter for letter in letters if "Nekande Berget" in letter.subject + letter.body]
    assert len(letters) == 1  # the question to the one that stayed silent


def test_before_its_day_the_leads_page_is_the_same_for_a_no_and_for_silence(client):
    bid = make_bid()
    no, silence = (answered(bid, how, "Frågade Dungen", late=False) for how in ("no", "silence"))
    lead = bid.lead.organisation
    row = r"<li><div>Frågade Dungen<small>.*?</li>"

    page = told(client, lead, bid)
    rows = [re.sub(r"/\d+/|value=\"\w+\"", "", found) for found in re.findall(row, page)]
    presses = [
        client.post(reverse("joint_bid_withdraw", args=[lead.slug, bid.pk, member.pk]), follow=True)
        for member in (no, silence)
    ]

    assert len(rows) == 2 and rows[0] == rows[1]
    assert "Väntar på svar till" in rows[0] and "Ta tillbaka" in rows[0]
    assert "Två inbjudningar väntar på svar." in page
    assert ["Inbjudan till Frågade Dungen är tillbakadragen." in press.content.decode() for press in presses] == [
        True
    ] * 2


def test_the_one_asked_sees_who_asks_for_what_and_who_is_in_but_not_who_else_is_asked(client):
    bid = make_bid(make_known(name="Frågande Åsen"))
    make_joined(bid, make_known(name="Med Ängen"), part="Driver köket")
    make_invited(bid, make_known(name="Annan Tjärnen"))
    asked = make_invited(bid, part="Driver natten", message="Vi gillar ert arbete.")
    organisation = asked.legal_entity.organisation

    page = told(client, organisation, bid)

    for words in ("Frågande Åsen frågar om", "Driver natten", "Vi gillar ert arbete.", "Med Ängen", "Driver köket"):
        assert words in page, words
    assert "Annan Tjärnen" not in page
    assert "väntar på svar." not in page
    assert client.get(reverse("joint_bid_file", args=[organisation.slug, bid.pk, "csv"])).status_code == 404


def test_answering_keeps_what_was_typed_and_a_no_closes_the_door_until_it_is_changed(client):
    bid = make_bid()
    asked = make_invited(bid)
    organisation = asked.legal_entity.organisation
    client.force_login(owner_of(organisation))
    url = reverse("joint_bid_answer", args=[organisation.slug, bid.pk, asked.pk])

    refused = client.post(url, {"part": "Driver två hus"})
    yes_without_part = client.post(url, {"answer": "ja", "part": ""})
    no = client.post(url, {"answer": "nej"})
    after = client.get(reverse("joint_bid", args=[organisation.slug, bid.pk])).content.decode()

    assert (refused.status_code, yes_without_part.status_code, no.status_code) == (422, 422, 302)
    assert "Driver två hus" in refused.content.decode()
    assert "Ni är inte med i den här gruppen." in after
    assert str(bid.lead) not in after
    assert "har tackat nej" in after and url in after
    again, yes = (client.post(url, {"answer": answer, "part": "Driver två hus"}) for answer in ("nej", "ja"))
    assert (again.status_code, yes.status_code) == (302, 302)
    assert client.get(url).url == reverse("joint_bid", args=[organisation.slug, bid.pk])
    assert bid.members.get(pk=asked.pk).state == "in"


def test_from_interest_to_a_group_of_two(client):
    procurement = make_published(ground="lou-19-25a", at=timezone.now(), municipalities=["1480"])
    lead, other = make_known(), make_known(name="Sökta Udden")
    slug = lead.organisation.slug
    dialogue.show_interest(procurement, lead, actor=owner_of(lead.organisation))
    client.force_login(owner_of(lead.organisation))
    begin = reverse("joint_bid_begin", args=[slug, procurement.pk])
    facts = {"lot": procurement.lots.get().pk, "lead": lead.pk, "unit": "places", "amount_1480": "8"}

    refused = client.post(begin, facts)
    client.post(begin, {**facts, "part": "Håller ihop"})
    bid = procurement.joint_bids.get()
    found = client.get(reverse("joint_bid_find", args=[slug, bid.pk]), {"q": "sökta"}).content.decode()
    invite = reverse("joint_bid_invite", args=[slug, bid.pk, other.uuid])
    client.post(invite, {"part": "Driver en enhet", "amount_1480": "6"})
    client.post(reverse("joint_bid_need", args=[slug, bid.pk]), {"unit": "places", "amount_1480": "12"})
    asked = bid.members.get(legal_entity=other)
    joint_bids.accept(asked, actor=owner_of(other.organisation))
    page = told(client, lead.organisation, bid)

    assert refused.status_code == 422
    assert invite in found
    assert "Räcker" in page and ">14<" in page
    assert "8 platser i Göteborg" in page


def test_finding_refuses_a_foreign_and_a_wrong_number_and_forgets_a_personnummer(client):
    bid = make_bid()
    client.force_login(owner_of(bid.lead.organisation))
    url = reverse("joint_bid_find", args=[bid.lead.organisation.slug, bid.pk])

    foreign, wrong, person = (client.get(url, {"q": typed}) for typed in ("NO 987654321", "123", "811228-9874"))

    assert "Utländska nummer går inte att bjuda in" in foreign.content.decode()
    assert (wrong.status_code, person.status_code) == (422, 422)
    assert "811228" not in person.content.decode()


def test_only_the_lead_manages_and_nobody_else_finds_the_group(client):
    bid = make_bid()
    member = make_joined(bid)
    organisation = member.legal_entity.organisation
    outside = make_known().organisation
    managing = ("joint_bid_find", "joint_bid_need", "joint_bid_dissolve")

    client.force_login(owner_of(organisation))
    as_member = [client.get(reverse(name, args=[organisation.slug, bid.pk])).status_code for name in managing]
    client.force_login(owner_of(outside))
    as_other = client.get(reverse("joint_bid", args=[outside.slug, bid.pk])).status_code
    client.force_login(buyer_of(bid.procurement))
    as_buyer = client.get(reverse("joint_bid", args=[bid.lead.organisation.slug, bid.pk])).status_code

    assert as_member == [403] * 3
    assert (as_other, as_buyer) == (404, 404)


def test_the_buyer_reads_how_many_groups_and_no_name(client):
    bid = make_bid(make_known(name="Hemliga Holmen"))
    make_joined(bid, make_known(name="Tysta Viken"))
    bid.lot.service_area = bid.lead.services.get().area
    bid.lot.save(update_fields=["service_area"])
    client.force_login(buyer_of(bid.procurement))

    market = client.get(reverse("procurement_market", args=[bid.procurement_id])).content.decode()
    public = client.get(bid.procurement.get_absolute_url()).content.decode()

    assert '<b>1</b><span class="plain">gemensamma anbud förbereds</span>' in market
    assert [name in market + public for name in ("Hemliga Holmen", "Tysta Viken")] == [False, False]


def test_partners_are_seen_by_those_who_seek_them_and_the_button_works(client):
    procurement = make_published(at=timezone.now())
    one, two = make_known(name="Sökande Ett"), make_known(name="Sökande Två")
    for entity in (one, two):
        dialogue.show_interest(procurement, entity, actor=owner_of(entity.organisation))
    dialogue.seek_partners(procurement, two.organisation, actor=owner_of(two.organisation), wanted=True)
    client.force_login(owner_of(one.organisation))
    url = reverse("partner_list", args=[one.organisation.slug, procurement.pk])

    before = client.get(url).content.decode()
    client.post(reverse("partner_seek", args=[one.organisation.slug, procurement.pk]), {"wanted": "ja"})
    after = client.get(url).content.decode()

    assert "Sökande Två" not in before
    assert "Sökande Två" in after


def test_a_larger_group_needs_no_more_queries(client, django_assert_max_num_queries):
    bid = make_bid()
    make_joined(bid)
    url = reverse("joint_bid", args=[bid.lead.organisation.slug, bid.pk])
    listing = reverse("supplier_procurement_list", args=[bid.lead.organisation.slug])
    client.force_login(owner_of(bid.lead.organisation))
    client.get(url)  # what is kept for all pages is read once
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(60) as page:
            client.get(url)
        with django_assert_max_num_queries(60) as rows:
            client.get(listing)
        counts.append((len(page), len(rows)))
        make_joined(bid)
        make_joined(bid)
        make_invited(bid)

    assert counts[0] == counts[1]


def test_a_group_is_no_stranger_to_its_readers_and_a_stranger_to_everybody_else():
    bid = make_bid()
    asked, gone = make_invited(bid), make_invited(bid)
    joint_bids.decline(gone, actor=owner_of(gone.legal_entity.organisation))

    seen = {
        name: type(bid).objects.visible_to(user).exists()
        for name, user in {
            "lead": owner_of(bid.lead.organisation),
            "asked": owner_of(asked.legal_entity.organisation),
            "said no": owner_of(gone.legal_entity.organisation),
            "buyer": buyer_of(bid.procurement),
            "officer": make_user(officer=True),
        }.items()
    }

    assert seen == {"lead": True, "asked": True, "said no": False, "buyer": False, "officer": False}


def test_a_second_press_says_that_the_invitation_is_gone_and_that_one_has_left(client):
    bid = make_bid()
    asked, member = make_invited(bid), make_joined(bid)
    lead, organisation = bid.lead.organisation, member.legal_entity.organisation
    presses = [
        (lead, reverse("joint_bid_withdraw", args=[lead.slug, bid.pk, asked.pk])),
        (organisation, reverse("joint_bid_leave", args=[organisation.slug, bid.pk, member.pk])),
    ]

    second = []
    for own, url in presses:
        client.force_login(owner_of(own))
        client.post(url)
        second.append(client.post(url, follow=True))

    assert [page.status_code for page in second] == [200, 200]
    assert ["redan gått vidare" in page.content.decode() for page in second] == [True, True]


def test_nobody_takes_back_or_leaves_for_a_group_of_others(client):
    bid, other = make_bid(), make_bid()
    lead, elsewhere = bid.lead.organisation, make_invited(other)
    joined = make_joined(bid)
    client.force_login(owner_of(lead))

    pages = [
        client.post(reverse("joint_bid_withdraw", args=[lead.slug, bid.pk, elsewhere.pk])),
        client.post(reverse("joint_bid_leave", args=[lead.slug, bid.pk, joined.pk])),
    ]

    assert [page.status_code for page in pages] == [404, 404]
    assert JointBidMember.objects.get(pk=elsewhere.pk).state == "invited"
    assert JointBidMember.objects.get(pk=joined.pk).state == "in"
