"""The draft agreement, read back: every heading, what is written in its place, and what is not."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn

from procurement.models import Partnership, PartnershipFollowUp, PartnershipGoal, PartnershipPrinciple
from procurement.partnership_draft import document
from procurement.services import partnership_writing, partnerships
from registry.models import LegalEntity, Municipality
from tests.factories import add_member, make_entity, make_user
from tests.procurement import partnership_factories
from tests.procurement.agreements import bring, editor_of, idea_party, make_agreement, public_party
from tests.procurement.partnership_factories import make_active

pytestmark = pytest.mark.django_db
HEADINGS = [
    "1. Bakgrund",
    "2. Värdegrund",
    "3. Parter och organisation",
    "4. Mål",
    "5. Insatser och åtaganden",
    "6. Uppföljning",
    "7. Ekonomi med samhällsvinster och kostnad",
    "8. Avtalstid och uppsägningstid",
    "9. Ändringar och tillägg",
    "10. Omförhandling, hävning och tvist",
    "11. Underskrifter",
]
TEXTS = {
    "background": "Många äldre är ensamma.\nFöreningen har en lokal.",
    "common_values": "Alla människors lika värde.",
    "steering": "En styrgrupp med två från varje part.",
    "follow_up_plan": "Styrgruppen följer upp varje år.",
    "social_gains": "Färre är ensamma.",
    "changes": "Ändringar görs skriftligt.",
    "disputes": "Tvister löses i styrgruppen.",
    "programme": "Program för äldre 2026",
    "extension": "Ett år i taget.",
    "not_a_contract": "Båda bidrar.",
    "aid_reasons": "Under taket.",
}


def read(partnership):
    return Document(BytesIO(document(Partnership.objects.get(pk=partnership.pk))))


def headings(paper, level=1):
    return [row.text for row in paper.paragraphs if row.style.name == f"Heading {level}"]


def words(paper):
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(row.text for row in paper.paragraphs), *cells]).replace("\u00a0", " ")


def table(paper, caption):
    [found] = [
        row for row in paper.tables if row._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")).startswith(caption)
    ]
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in found.rows]


def written():
    partnership = make_agreement(
        aid="de_minimis", starts_on=date(2027, 1, 1), ends_on=date(2028, 12, 31), notice_months=6, **TEXTS
    )
    partnership.municipalities.add(Municipality.objects.get(code="1480"))
    PartnershipGoal.objects.create(partnership=partnership, goal="Färre är ensamma", indicator="Enkät")
    for key, label in PartnershipPrinciple.Principle.choices:
        PartnershipPrinciple.objects.create(partnership=partnership, principle=key, sentence=f"Så lever vi {label}.")
    PartnershipFollowUp.objects.create(
        partnership=partnership, planned_on=date(2027, 6, 1), noted_by=partnership.created_by
    )
    city, association = public_party(partnership), idea_party(partnership)
    bring(city, 600_000, year=2027, kind="money", description="Bidrag", recipient=association)
    bring(city, 400_000, year=2028, kind="money", description="Bidrag")
    bring(association, 250_000, year=2027, kind="volunteers", description="Tio frivilliga")
    bring(association, None, year=2028, kind="premises", description="Lokal")
    return partnership


def test_an_empty_partnership_has_every_heading_and_says_what_to_fill_in():
    paper = read(make_agreement())

    assert headings(paper) == HEADINGS
    assert words(paper).count("[fyll i: ") >= 25
    assert [label for label in PartnershipPrinciple.Principle.labels if label in headings(paper, 2)] == list(
        PartnershipPrinciple.Principle.labels
    )


def test_all_that_is_written_stands_in_its_place_and_nothing_else_is_left_to_fill_in():
    partnership = written()

    paper = read(partnership)

    text = words(paper)
    for part in [line for value in TEXTS.values() for line in value.splitlines()]:
        assert part in text
    for part in ("Göteborg", "1 januari 2027", "31 december 2028", "6 månader", "1 juni 2027", "Så lever vi Dialog."):
        assert part in text
    left = {line.split("[fyll i: ")[1] for line in text.splitlines() if "[fyll i: " in line}
    assert left == {"målgrupp]", "värde]", "vid undertecknandet]"}


def test_commitments_are_added_up_by_party_and_year_and_what_is_not_valued_is_the_least():
    partnership = written()
    city, association = str(public_party(partnership)), str(idea_party(partnership))

    paper = read(partnership)

    assert table(paper, f"Insatser av {city}") == [
        ["År", "Insats", "Till", "Värde"],
        ["2027", "Pengar: Bidrag", association, "600 000 kr"],
        ["2028", "Pengar: Bidrag", "partnerskapet", "400 000 kr"],
        ["Summa", "", "", "1 000 000 kr"],
    ]
    assert table(paper, "Värdet av alla") == [
        ["Part", "2027", "2028", "Summa"],
        [city, "600 000 kr", "400 000 kr", "1 000 000 kr"],
        [association, "250 000 kr", "inte värderat", "minst 250 000 kr"],
        ["Summa", "850 000 kr", "minst 400 000 kr", "minst 1 250 000 kr"],
    ]


def test_it_can_be_read_by_those_who_do_not_see_it():
    partnership = written()

    paper = read(partnership)

    assert paper.core_properties.title == f"UTKAST: {partnership.title}"
    assert paper.core_properties.language == "sv-SE"
    assert {row.get(qn("w:val")) for row in paper.styles.element.iter(qn("w:lang"))} == {"sv-SE"}
    assert len(paper.tables) == 4
    for found in paper.tables:
        assert found.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert found._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    assert paper.paragraphs[1].style.name == "Title"


@pytest.mark.parametrize("state, draft", [("decided", False), ("legal_review", True), ("renegotiation", True)])
def test_it_is_marked_as_a_draft_until_decided_and_while_it_is_renegotiated(state, draft):
    decided = {"decided_on": date(2026, 5, 1), "decision_body": "Nämnden", "reference": "SN 1", "aid": "none"}
    partnership = make_agreement(not_a_contract="x", aid_reasons="x", **decided)
    Partnership.objects.filter(pk=partnership.pk).update(state="decided")
    partnership.refresh_from_db()
    partnership.state = state

    paper = Document(BytesIO(document(partnership)))

    assert ("UTKAST" in words(paper)) is draft
    assert (paper.sections[0].header.paragraphs[0].text == "UTKAST") is draft
    assert "SN 1" in words(paper)
    assert ("11. Tidigare beslut" if draft else "11. Beslut") in headings(paper)


@pytest.mark.parametrize("step", ["keep", "end"])
def test_a_text_that_nobody_decided_on_is_a_draft_also_when_the_renegotiation_is_given_up(step):
    partnership = make_active()
    editor, officer = partnership_factories.editor_of(partnership), partnership_factories.officer_of(partnership)
    partnerships.renegotiate(partnership, actor=editor, reason="Vi vill mer.")
    partnership_writing.write_text(partnership, actor=officer, background="Det här beslutade ingen.")
    day = {"ended_on": timezone.localdate()} if step == "end" else {}
    getattr(partnerships, step)(partnership, actor=editor, reason="Vi kom inte överens.", **day)

    paper = read(partnership)

    assert "Det här beslutade ingen." in words(paper)
    assert "11. Tidigare beslut" in headings(paper)
    assert paper.core_properties.title.startswith("UTKAST")


def test_what_holds_is_no_draft_though_a_follow_up_is_planned_and_a_party_has_a_new_name():
    partnership = make_active()
    officer = partnership_factories.officer_of(partnership)
    day = timezone.localdate() + timedelta(days=90)
    partnership_writing.plan_follow_up(partnership, actor=officer, planned_on=day)
    LegalEntity.objects.filter(partnership_parties__partnership=partnership).update(name="Nytt namn")

    paper = read(partnership)

    assert "UTKAST" not in words(paper)
    assert "11. Beslut" in headings(paper)


def test_the_same_rows_give_the_same_bytes():
    partnership = written()

    assert document(partnership) == document(Partnership.objects.get(pk=partnership.pk))


def test_hostile_text_is_kept_without_what_no_document_can_hold():
    nasty = "Före\x0b\x01\ufffe<w:p>&amp;\u202eefter ]]> {{ x }}"
    partnership = make_agreement(title="Titel\x0c", background=nasty, disputes="\x02")
    PartnershipGoal.objects.create(partnership=partnership, goal=nasty, indicator="\x1f")
    bring(public_party(partnership), 1, description=nasty)

    paper = read(partnership)

    text = words(paper)
    assert "Före<w:p>&amp;efter ]]> {{ x }}" in text
    assert paper.core_properties.title == "UTKAST: Titel"
    assert "hur tvister löses]" in text


def test_the_number_of_queries_does_not_grow_with_parties_and_rows():
    counts = []
    for size in (1, 5):
        partnership = make_agreement(None, *(make_entity() for _ in range(size)))
        for party in partnership.parties.all():
            for year in range(2026, 2026 + size):
                bring(party, 5, year=year)
        with CaptureQueriesContext(connection) as queries:
            read(partnership)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_parties_fetch_it_and_strangers_do_not(client):
    partnership = make_agreement()
    address = reverse("partnership_draft", args=[partnership.pk])
    reader = add_member(idea_party(partnership).legal_entity.organisation, "reader")

    for user in (editor_of(partnership), partnership.created_by, reader):
        client.force_login(user)
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Disposition"] == f'attachment; filename="partnerskap-{partnership.pk}.docx"'
        assert headings(Document(BytesIO(response.content))) == HEADINGS
    client.force_login(make_user(buyer=True))
    assert client.get(address).status_code == 404


def test_what_only_the_parties_read_is_nowhere_in_the_file():
    partnership = make_agreement(**TEXTS, flag_answer="Vår hemliga bedömning av flaggorna.")

    file = zipfile.ZipFile(BytesIO(document(Partnership.objects.get(pk=partnership.pk))))

    assert not [name for name in file.namelist() if b"hemliga" in file.read(name)]
    assert b"Alla m" in file.read("word/document.xml")
