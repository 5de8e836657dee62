"""The texts of guidance keep to their sources, to plain Swedish and to the rest of the portal; loading spares editors."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.management.commands.load_guidance import DATA, read_page
from portal.markup import plain_text, sections
from portal.models import GuidancePage, GuidanceVersion
from portal.provisions import CITATION, cited, code, known
from portal.services import guidance
from procurement.models import PartnershipPrinciple
from procurement.reading.lix import lix
from procurement.social_process import PROCESS
from registry.models import LegalProvision, StatusLog
from tests.factories import make_user

pytestmark = pytest.mark.django_db

FILES = sorted(DATA.glob("*.md"))
MOST_WORDS = 900
MOST_LIX = {"easy": 30}
WAYS = [
    "foreningsbidrag", "ideburet-offentligt-partnerskap", "reserverad-upphandling", "valfrihetssystem",
    "direktupphandling", "social-hansyn",
]  # fmt: skip
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def whole_text(facts):
    return "\n".join([facts["title"], facts["lead"], plain_text(facts["body"])])


@each_file
def test_a_text_is_short_and_easy_to_read(path):
    facts = read_page(path)
    text = re.sub(r"\b(kap|ref)\.", r"\1", whole_text(facts))  # an abbreviation ends no sentence

    assert len(text.split()) <= MOST_WORDS
    assert lix(text) < MOST_LIX.get(facts["kind"], 40)


@each_file
def test_every_paragraph_cited_is_known(path):
    text = whole_text(read_page(path))

    citations = CITATION.findall(text)

    assert "§" not in CITATION.sub("", text)  # no paragraph is cited in another way
    of_acts = set(LegalProvision.objects.values_list("code", flat=True))
    assert [found for found in citations if code(found) not in of_acts and found not in known()] == []
    assert [found.citation for found in cited(text)] == list(dict.fromkeys(citations))


def test_no_paragraph_is_listed_that_no_text_cites():
    texts = " ".join(whole_text(read_page(path)) for path in FILES)

    assert set(known()) - set(CITATION.findall(texts)) == set()


@each_file
def test_every_text_has_sources_and_was_reviewed_after_they_were_read(path):
    page = GuidancePage(**read_page(path))

    assert page.source_list()
    assert all(source.day <= page.reviewed_on for source in page.source_list())


@each_file
def test_headings_stand_on_the_second_level(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert not [line for line in lines if line.startswith("# ")]
    assert all(section.heading or section.slug == "avsnitt" for section in sections(read_page(path)["body"]))


@pytest.mark.parametrize("slug", WAYS)
def test_a_way_says_when_it_fits_the_law_the_steps_the_day_and_who_does_what(slug):
    facts = read_page(DATA / f"{slug}.md")
    headings = [section.heading for section in sections(facts["body"])]
    wanted = [
        "När passar det?", "När passar det inte?", "Vad säger lagen?", "Steg för steg", "Vanliga fel",
        "Före och efter 1 februari 2022", "Vem gör vad?", "I portalen",
    ]  # fmt: skip

    assert [heading for heading in headings if heading in wanted] == wanted
    assert len(re.findall(r"[.!?](?: |$)", facts["lead"])) == 2  # what it is, in two sentences
    assert "Portalen svarar inte" in facts["body"]  # no verdict on what began before


def test_the_six_principles_and_the_eight_steps_are_those_that_the_portal_uses():
    principles = [section.heading for section in sections(read_page(DATA / "sex-principer.md")["body"])]
    steps = [section.heading for section in sections(read_page(DATA / "social-hansyn-atta-steg.md")["body"])]

    assert [heading for heading in principles if heading in PartnershipPrinciple.Principle.labels] == list(
        PartnershipPrinciple.Principle.labels
    )
    assert steps[1:9] == [f"{step.number}. {step.title}" for step in PROCESS]


def links_of(client):
    """Every address within the portal that a page of guidance leads to, with the page."""
    pages = [page.get_absolute_url() for page in GuidancePage.objects.all()]
    for address in ["/vagledning/", *pages]:
        response = client.get(address)
        assert response.status_code == 200, address
        main = response.content.decode().partition("<main")[2].partition("</main>")[0]
        for target in re.findall(r'href="(/[^"]*|#[^"]*)"', main):
            yield address, target if target.startswith("/") else address + target


def test_every_link_leads_to_a_page_and_every_anchor_is_there(client):
    answers, wrong = {}, []
    for address, target in links_of(client):
        path, _, anchor = target.partition("#")
        if path not in answers:
            answers[path] = client.get(path)
        found = answers[path]
        if found.status_code != 200 or (anchor and f'id="{anchor}"' not in found.content.decode()):
            wrong.append(f"{address} -> {target}")

    assert len(answers) > 25
    assert wrong == []


def write(folder, **facts):
    """A file in a folder of its own."""
    head = {
        "title": "En väg",
        "lead": "Vad den är.",
        "kind": "way",
        "position": 5,
        "reviewed_on": "2026-11-22",
        **facts,
    }
    body = head.pop("body", "## Råd\n\nEtt.")
    lines = "\n".join(f"{key}: {value}" for key, value in head.items())
    (folder / "en-vag.md").write_text(f"---\n{lines}\n---\n\n{body}\n", encoding="utf-8")


def load(folder):
    call_command("load_guidance", data=folder)
    return GuidancePage.objects.filter(slug="en-vag").first()


def test_loading_again_writes_nothing():
    before = GuidanceVersion.objects.count()

    call_command("load_guidance", verbosity=0)

    assert GuidanceVersion.objects.count() == before == len(FILES)


def test_a_newer_file_replaces_its_page_and_the_old_text_is_kept(tmp_path, capsys):
    write(tmp_path)
    load(tmp_path)
    write(tmp_path, body="## Råd\n\nTvå.")

    page = load(tmp_path)

    assert page.body == "## Råd\n\nTvå.\n"
    assert [row.body for row in page.versions.order_by("number")] == ["## Råd\n\nEtt.\n", "## Råd\n\nTvå.\n"]
    assert capsys.readouterr().out == "added: 1\nupdated: 1\n"


@pytest.mark.parametrize("change", [{"body": "## Råd\n\nRedaktörens."}, {"is_published": False}, {"title": "Min väg"}])
def test_what_an_editor_has_changed_is_never_overwritten_and_is_named(tmp_path, capsys, change):
    write(tmp_path)
    page = load(tmp_path)
    for name, value in change.items():
        setattr(page, name, value)
    guidance.save(page, actor=make_user(admin=True))
    write(tmp_path, body="## Råd\n\nFilens.")

    kept = load(tmp_path)

    assert {name: getattr(kept, name) for name in change} == change
    assert "en-vag: kept, an editor has changed the page" in capsys.readouterr().err


def test_a_review_alone_does_not_keep_a_newer_file_out(tmp_path):
    write(tmp_path)
    page = load(tmp_path)
    page.reviewed_on = date(2026, 11, 23)
    guidance.save(page, actor=make_user(admin=True), reviewed=True)
    write(tmp_path, body="## Råd\n\nFilens.", reviewed_on="2026-12-01")

    page = load(tmp_path)

    assert page.body == "## Råd\n\nFilens.\n"
    assert page.reviewed_by is None and page.reviewed_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    "facts", [{"kind": "okänt"}, {"reviewed_on": "i går"}, {"slug": "x"}, {"source": "LOU"}, {"title": "19121212-1212"}]
)
def test_a_wrong_file_stops_everything_and_is_named(tmp_path, facts):
    write(tmp_path, **facts)

    with pytest.raises(CommandError, match="en-vag.md"):
        load(tmp_path)


def test_a_file_without_its_lines_is_refused(tmp_path):
    (tmp_path / "en-vag.md").write_text("## Råd\n")

    with pytest.raises(CommandError, match="does not begin"):
        load(tmp_path)


def test_a_version_is_never_changed_or_deleted():
    version = GuidanceVersion.objects.first()

    with pytest.raises(DatabaseError, match="ändras aldrig"), transaction.atomic():
        GuidanceVersion.objects.filter(pk=version.pk).update(body="Något annat.")
    with pytest.raises(DatabaseError, match="ändras aldrig"), transaction.atomic():
        version.delete()


def test_a_version_is_written_only_when_readers_get_something_else():
    page = GuidancePage.objects.get(slug="ferlin")
    page.position = 999

    guidance.save(page, actor=make_user(admin=True))

    assert page.versions.count() == 1


def test_taking_a_page_down_and_up_again_is_logged_with_who_did_it():
    editor, page = make_user(admin=True), GuidancePage.objects.get(slug="ferlin")

    for is_published in (False, True):
        page.is_published = is_published
        guidance.save(page, actor=editor, at=timezone.now())

    assert list(page.versions.order_by("number").values_list("is_shown", flat=True)) == [True, False, True]
    logged = StatusLog.objects.filter(subject="guidancepage", subject_id=page.pk, actor_id=editor.pk).order_by("pk")
    assert [row.action for row in logged] == ["withdraw", "publish"]


def test_a_personnummer_is_refused_by_the_model_too():
    page = GuidancePage.objects.get(slug="ferlin")
    page.body = "Ring 19121212-1212."

    with pytest.raises(ValidationError):
        guidance.save(page)
