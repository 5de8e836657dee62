"""What the applicant and the officer see of the statutes assistant: a suggestion, never a judgement."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from registry.models import Document
from registry.services import statutes
from registry.services.documents import store
from tests.factories import make_entity, make_under_review, make_upload, owner_of

pytestmark = pytest.mark.django_db
STATUTES = (
    "Stadgar\n2 § Ändamål\nFöreningens ändamål är uteslutande att ge äldre omsorg.\n"
    "14 § Upplösning\nVid upplösning ska tillgångarna tillfalla Exempelbergs kommun.\n"
)


@pytest.fixture
def case():
    return make_entity(form="61").applications.get()


@pytest.fixture
def member(client, case):
    client.force_login(owner_of(case.legal_entity.organisation))
    return client


def hand_in(case, text=STATUTES, **facts):
    entity = case.legal_entity
    actor = owner_of(entity.organisation)
    document = store(
        make_upload(text),
        Document.Kind.GOVERNING,
        organisation=entity.organisation,
        actor=actor,
        legal_entity=entity,
        **facts,
    )
    statutes.hand_in(case, document, None, actor=actor)
    return document


def page(case, name):
    return reverse(name, args=[case.uuid])


def text_of(response):
    return " ".join(response.text.replace("\u00a0", " ").split())


def test_the_clause_is_quoted_with_its_page_and_what_to_think_of_it(member, case):
    document = hand_in(case)

    purpose = text_of(member.get(page(case, "application_purpose")))
    dissolution = text_of(member.get(page(case, "application_dissolution")))

    assert "Trolig" in purpose and "uteslutande att ge äldre omsorg" in purpose
    assert f"{document.get_absolute_url()}#page=1" in purpose
    assert "Fråga" in dissolution and "Exempelbergs kommun" in dissolution
    assert "Den kan ha fel" in dissolution
    assert "odkänd" not in purpose + dissolution


def test_both_clauses_stand_on_the_page_of_the_statutes(member, case):
    hand_in(case)

    text = text_of(member.get(page(case, "application_statutes")))

    assert "Syftet i filen" in text and "Tillgångar vid upplösning i filen" in text


def test_the_button_fills_in_the_text_saves_nothing_and_loses_nothing_typed(member, case):
    hand_in(case)

    response = member.post(
        page(case, "application_purpose"),
        {"purpose_text": "", "purpose_clause": "2 §", "purpose_exclusive": "yes", "use_text": "1"},
    )

    text = text_of(response)
    assert response.status_code == 200
    assert "Föreningens ändamål är uteslutande att ge äldre omsorg.</textarea>" in text
    assert 'value="2 §"' in text
    assert "ifylld men inte sparad" in text
    assert 'value="yes" id="id_purpose_exclusive_0" checked' in text or "checked" in text
    case.legal_entity.refresh_from_db()
    assert case.legal_entity.purpose_text == ""


def test_an_empty_reference_gets_the_page(member, case):
    hand_in(case)

    response = member.post(page(case, "application_dissolution"), {"dissolution_text": "", "use_text": "1"})

    assert 'value="Sidan 1"' in text_of(response)


def test_a_personnummer_typed_beside_is_not_echoed(member, case):
    hand_in(case)

    response = member.post(page(case, "application_purpose"), {"purpose_clause": "19121212-1212", "use_text": "1"})

    assert "1212-1212" not in response.text


def test_without_a_file_there_is_the_way_to_the_model_wording(member, case):
    text = text_of(member.get(page(case, "application_purpose")))

    assert "Använd texten" not in text
    assert reverse("statutes_guide") in text


def test_a_clause_with_a_personnummer_is_not_kept(case):
    document = hand_in(
        case, "2 § Ändamål\nFöreningens ändamål är att ge Tolvan 19121212-1212 omsorg.", masking_confirmed=True
    )

    found = statutes.hint_about(document, "purpose", is_foundation=False)

    assert found.text == ""
    assert "1212" not in str(cache.get(f"statutes:{statutes.READING}:{document.sha256}"))


def test_a_foundation_is_not_asked_about_dissolution():
    case = make_entity(form="72").applications.get()
    document = hand_in(case)

    assert statutes.hint_about(document, "dissolution", is_foundation=True) is None
    assert statutes.hint_about(document, "purpose", is_foundation=True) is not None


def test_a_file_that_cannot_be_read_gives_no_hint(case):
    document = hand_in(case)
    document.file.storage.delete(document.file.name)
    cache.clear()

    assert statutes.hint_about(document, "purpose", is_foundation=False) is None
    assert statutes.suggested_pages(document, "purpose") == []


def test_the_officer_sees_the_reading_as_a_hint(client):
    case = make_under_review()
    client.force_login(case.officer)

    text = text_of(client.get(reverse("case", args=[case.case_number])))

    assert "Maskinell läsning av filen" in text


def test_a_file_is_read_once(member, case, monkeypatch):
    hand_in(case)
    member.get(page(case, "application_purpose"))
    monkeypatch.setattr(statutes, "read_pdf", lambda file: pytest.fail("read again"))

    member.get(page(case, "application_dissolution"))


def test_the_model_wording_is_a_page_and_a_file(client):
    shown = text_of(client.get(reverse("statutes_guide")))
    file = client.get(reverse("statutes_guide_text"))

    assert "uteslutande allmännyttigt syfte" in shown and "Motion" in shown
    assert "attachment" in file.headers["Content-Disposition"]
    assert "registrerade enligt lagen (2022:900)" in file.content.decode("utf-8-sig")


def test_the_model_wording_passes_the_assistant():
    from registry.statutes_assistant import Hint, examine
    from registry.statutes_wording import WORDINGS

    words = {wording.slug: wording.text for wording in WORDINGS}
    for slug in ("syfte-forening", "syfte-bolag", "syfte-stiftelse"):
        hints = examine([f"2 § Syfte\n{words[slug]}\n14 § Upplösning\n{words['upplosning']}"])
        assert (hints.purpose.hint, hints.dissolution.hint) == (Hint.LIKELY, Hint.LIKELY), (slug, hints)
