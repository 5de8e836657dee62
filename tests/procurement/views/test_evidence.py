"""The pages of evidence packs: for the authority's officers alone, and the one where anybody verifies a pack."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement import sealed_zip
from procurement.forms.evidence import VerifyPackForm
from procurement.models import EvidencePack
from procurement.services import awards, evidence, procurements
from tests.factories import add_to_authority, make_user
from tests.procurement.factories import buyer_of, make_closed, make_planned

pytestmark = pytest.mark.django_db
VERIFY = "/bevispaket/kontrollera/"
LOSER = ("8020001239", "Förlorande Lyktan")


@pytest.fixture
def cancelled():
    """Closed with a tender, and cancelled."""
    procurement = make_closed(ground="lou-19-25a")
    buyer = buyer_of(procurement)
    awards.register_tenders(procurement.lots.get(), [LOSER], actor=buyer)
    return procurements.cancel(procurement, actor=buyer, reason="Behovet är borta.")


def a_pack(procurement):
    made = evidence.ask(procurement, actor=buyer_of(procurement))
    return EvidencePack.objects.select_related("seal").get(pk=made.pk)


def sent(content, name="bevispaket.zip"):
    return {"fil": SimpleUploadedFile(name, content, content_type="application/zip")}


def text_of(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_a_buyer_makes_a_pack_with_one_click_and_fetches_it(client, cancelled):
    client.force_login(buyer_of(cancelled))
    desk = client.get(reverse("procurement_work", args=[cancelled.pk]))
    here = reverse("evidence_pack_list", args=[cancelled.pk])

    page = client.post(here, follow=True)

    assert f'action="{here}"' in desk.content.decode()
    seal = EvidencePack.objects.get().seal
    assert "Klar" in text_of(page)
    assert seal.sha256[:8] in text_of(page)
    assert "Bevispaket 1" in text_of(client.get(reverse("procurement_work", args=[cancelled.pk])))
    fetched = client.get(reverse("evidence_pack_file", args=[cancelled.pk, 1]))
    assert fetched["Content-Type"] == "application/zip"
    assert fetched["Cache-Control"] == "private, no-store"
    assert evidence.verify_file(SimpleUploadedFile("x", fetched.content)).finding == "genuine"


def test_before_the_award_the_desk_has_no_packs_and_a_click_is_refused_in_words(client):
    procurement = make_planned()
    client.force_login(buyer_of(procurement))
    here = reverse("evidence_pack_list", args=[procurement.pk])

    page = client.post(here, follow=True)

    assert "Till dess är anbuden hemliga." in text_of(page)
    assert "Gör ett bevispaket" not in text_of(page)
    assert here not in client.get(reverse("procurement_work", args=[procurement.pk])).content.decode()


def test_a_pack_that_failed_says_so_and_is_tried_again(client, cancelled, monkeypatch):
    client.force_login(buyer_of(cancelled))
    here = reverse("evidence_pack_list", args=[cancelled.pk])
    with monkeypatch.context() as patch:
        patch.setattr(evidence, "_seal", lambda pack, at: 1 / 0)
        failed = client.post(here, follow=True)
    address = reverse("evidence_pack_file", args=[cancelled.pk, 1])
    missing = client.get(address)

    again = client.post(reverse("evidence_pack_retry", args=[cancelled.pk, 1]), follow=True)

    assert "Misslyckades, försök igen" in text_of(failed)
    assert missing.status_code == 404
    assert "Bevispaket 1 är inte klart" in text_of(missing)
    assert "Klar" in text_of(again)
    assert client.get(address).status_code == 200


def test_the_pages_ask_as_few_questions_of_the_database_for_many_packs_as_for_one(client, cancelled):
    client.force_login(buyer_of(cancelled))
    addresses = [reverse(name, args=[cancelled.pk]) for name in ("evidence_pack_list", "procurement_work")]

    counts = []
    for number in (1, 3):
        for _ in range(number):
            a_pack(cancelled)
        asked = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
        counts.append(asked)

    assert counts[0] == counts[1]


def test_an_altered_file_is_never_handed_out(client, cancelled):
    pack = a_pack(cancelled)
    sealed = evidence.content_of(pack.seal)
    client.force_login(buyer_of(cancelled))
    with default_storage.open(pack.seal.file.name, "wb") as file:
        file.write(b"x" + sealed[1:])

    fetched = client.get(reverse("evidence_pack_file", args=[cancelled.pk, 1]))

    assert fetched.content == sealed


def test_strangers_find_no_packs_and_politicians_may_not_see_them(client, cancelled):
    a_pack(cancelled)
    politician = make_user()
    add_to_authority(cancelled.authority, politician, "politician")
    addresses = [
        reverse("evidence_pack_list", args=[cancelled.pk]),
        reverse("evidence_pack_file", args=[cancelled.pk, 1]),
    ]

    met = {}
    for name, user in {
        "elsewhere": make_user(buyer=True),
        "officer": make_user(officer=True),
        "own": politician,
    }.items():
        client.force_login(user)
        met[name] = [client.get(address).status_code for address in addresses]
        met[name] += [client.post(address).status_code for address in addresses[:1]]

    assert met == {"elsewhere": [404] * 3, "officer": [404] * 3, "own": [403] * 3}
    assert EvidencePack.objects.count() == 1


# --- The page where anybody verifies ---


def test_a_genuine_pack_is_known_by_its_file_and_by_its_sums(client, cancelled):
    pack = a_pack(cancelled)
    genuine = f"Äkta: förseglad den {pack.seal.sealed_at.day} "

    by_file = text_of(client.post(VERIFY, sent(evidence.content_of(pack.seal))))
    by_sum = text_of(client.post(VERIFY, {"kontrollsumma": f" {pack.seal.sha256.upper()}  bevispaket.zip\n"}))
    by_manifest = text_of(client.post(VERIFY, {"kontrollsumma": pack.seal.manifest_sha256}))

    for page in (by_file, by_sum, by_manifest):
        told = page.replace("<b>", "").replace("</b>", "")
        assert genuine in told
        assert f"av {cancelled.authority} för upphandlingen {cancelled.title}" in told
    assert "Kontrollsumman är manifestets" in by_manifest


def test_an_altered_pack_is_told_file_by_file_and_nothing_secret(client, cancelled):
    pack = a_pack(cancelled)
    altered = sealed_zip.archive(pack.files | {"anbud.csv": "<script>x</script>", "nytt.txt": "x"})

    page = text_of(client.post(VERIFY, sent(altered)))

    assert "Filen är inte förseglad här, eller ändrad." in page
    assert "anbud.csv är ändrad" in page
    assert "en fil hör inte till paketet" in page
    assert [secret for secret in (*LOSER, "802000-1239", "Behovet är borta", "<script>") if secret in page] == []


def test_what_is_not_ours_is_said_to_be_so(client):
    strange = sealed_zip.archive({"README.txt": "x"})

    for data in (sent(strange), {"kontrollsumma": "0" * 64}):
        page = client.post(VERIFY, data)
        assert page.status_code == 200
        assert "Filen är inte förseglad här, eller ändrad." in text_of(page)


@pytest.mark.parametrize(
    "data, words",
    [
        ({}, "Välj en fil, eller skriv en kontrollsumma."),
        ({"kontrollsumma": "abc"}, "har 64 tecken"),
        (sent(b"%PDF-1.7"), "ingen hel ZIP-fil"),
        (sent(sealed_zip.archive({"../a.txt": "x"})), "namn som inte finns"),
        (sent(b""), "Filen är tom."),
        (sent(b"x") | {"kontrollsumma": "0" * 64}, "inte båda"),
    ],
)
def test_what_cannot_be_a_pack_is_refused_in_words(client, data, words):
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)

    page = client.post(VERIFY, data)

    assert page.status_code == 422
    assert words in text_of(page)
    assert "<title>Fel:" in page.content.decode()


def test_a_checksum_with_digits_like_a_personnummer_is_judged_as_a_checksum():
    digest = "a8112289874b" + "c" * 52
    alone = VerifyPackForm({"kontrollsumma": digest})
    with_name = VerifyPackForm({"kontrollsumma": f"{digest}  811228-9874.zip"})
    in_words = VerifyPackForm({"kontrollsumma": f"Se 811228-9874 {digest}"})

    assert alone.is_valid()
    assert with_name.is_valid()
    assert "811228-9874" not in str(with_name)
    assert not in_words.is_valid()
    assert "811228" not in str(in_words)
