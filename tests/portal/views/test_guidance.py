"""Guidance as readers have it: today, on a past day, in easy Swedish and in English."""

from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import GuidancePage
from portal.services import guidance
from procurement.first_tender import WORDS
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def text_of(response):
    return unescape(response.content.decode()).replace("\u00a0", " ")


def make_page(at=None, **facts):
    page = GuidancePage(
        **{
            "slug": "en-vag",
            "title": "En väg",
            "lead": "Vad vägen är.",
            "body": "## Råd\n\nDet första.\n",
            "kind": "way",
            "reviewed_on": date(2026, 11, 3),
            **facts,
        }
    )
    return guidance.save(page, at=at)


def at(year, month, day):
    return timezone.make_aware(datetime(year, month, day, 12))


def test_the_beginning_shows_six_ways_the_tools_and_the_texts(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):  # one, and the savepoint
        page = text_of(client.get(reverse("guidance")))

    assert page.count('class="entry"') == 6
    for heading in ("Verktyg", "Checklistor", "Ord och principer", "Exempel"):
        assert f"<h2>{heading}</h2>" in page
    for page_of_guidance in GuidancePage.objects.exclude(kind__in=["easy", "english"]):
        assert f'href="{page_of_guidance.get_absolute_url()}"' in page


def test_a_page_tells_its_paragraphs_sources_and_day_of_review(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):  # three, and the savepoint
        page = text_of(client.get("/vagledning/reserverad-upphandling/"))

    assert "<h1>Reserverad upphandling</h1>" in page
    assert 'Senast granskad <time datetime="2026-11-22">22 november 2026</time>' in page
    assert (
        '>LOU 19 kap. 25 a § <small class="other-host">(riksdagen.se)</small></a>: Reservation för idéburna organisationer'
        in page
    )
    assert '>lag (2022:900) 8 § <small class="other-host">(riksdagen.se)</small></a>: Värdeöverföringar' in page
    assert (
        'Kammarkollegiet, frågor och svar om registret <small class="other-host">(kammarkollegiet.se)</small></a>, läst 21 november 2026'
        in page
    )
    assert "mailto:" in page and "Tipsa om fel på sidan" in page


def test_a_past_day_shows_what_stood_there_then(client):
    page = make_page(at=at(2025, 3, 1))
    page.body = "## Råd\n\nDet andra.\n"
    guidance.save(page, at=at(2025, 6, 1))

    then = text_of(client.get("/vagledning/en-vag/?datum=2025-05-31"))
    same_day = text_of(client.get("/vagledning/en-vag/?datum=2025-06-01"))
    before = client.get("/vagledning/en-vag/?datum=2025-02-28")

    assert "Det första." in then and "Det andra." not in then
    assert "En tidigare text." in then
    assert "Det andra." in same_day
    assert before.status_code == 200
    assert "Den dagen hade sidan ingen text." in text_of(before)


@pytest.mark.parametrize("day", ["i går", "2999-01-01", ""])
def test_a_day_that_is_none_or_has_not_been_is_refused_and_todays_text_stands(client, day):
    response = client.get("/vagledning/foreningsbidrag/", {"datum": day})

    assert response.status_code == 422
    assert "När passar det?" in text_of(response)


def test_a_page_that_was_taken_down_is_read_only_on_the_days_it_stood(client):
    page = make_page(at=at(2025, 3, 1))
    page.is_published = False
    guidance.save(page, at=at(2025, 6, 1))

    assert client.get("/vagledning/en-vag/").status_code == 404
    assert "Det första." in text_of(client.get("/vagledning/en-vag/?datum=2025-05-01"))
    assert "en-vag" not in text_of(client.get(reverse("guidance")))


def test_a_page_that_never_was_published_is_nowhere(client):
    make_page(is_published=False)

    assert client.get("/vagledning/en-vag/").status_code == 404
    assert client.get("/vagledning/finns-inte/").status_code == 404


def test_a_review_older_than_a_year_is_told(client):
    old = timezone.localdate() - timedelta(days=366)
    make_page(reviewed_on=old)
    make_page(slug="en-annan", reviewed_on=old + timedelta(days=1))

    assert "Inte granskad på ett år." in text_of(client.get("/vagledning/en-vag/"))
    assert "Inte granskad på ett år." not in text_of(client.get("/vagledning/en-annan/"))


def test_the_word_list_is_the_one_that_stands_beside_questions(client):
    page = text_of(client.get("/vagledning/kulturkrockar/"))

    assert all(word.buyer in page and word.own in page for word in WORDS)


def test_easy_swedish_and_english_are_one_step_from_every_page_and_say_how_to_make_contact(client, settings):
    home = client.get("/").content.decode()
    easy, english = client.get("/lattlast/").content.decode(), client.get("/english/").content.decode()

    assert '<a href="/lattlast/">Lättläst</a>' in home
    assert '<a href="/english/" lang="en" hreflang="en">In English</a>' in home
    assert '<html lang="sv">' in home and '<html lang="sv">' in easy and '<html lang="en">' in english
    assert english.count('lang="sv"') == 3  # the skip link, the header and the footer are in Swedish
    for page in (easy, english):
        assert f'href="mailto:{settings.OPERATOR_EMAIL}"' in page.partition("<main")[2].partition("</main>")[0]


def test_a_page_has_one_address(client):
    assert client.get("/vagledning/lattlast/").status_code == 404
    assert client.get("/vagledning/english/").status_code == 404


def test_no_markup_of_an_editor_reaches_the_page(client):
    make_page(title="<b>En väg</b>", lead="<i>Vad</i>", body="<script>alert(1)</script>\n\n## <b>Råd</b>\n")

    page = client.get("/vagledning/en-vag/").content.decode()

    assert "<script" not in page
    assert "<b>En väg" not in page and "<i>Vad" not in page and "<b>Råd" not in page


ADMIN = {"title": "En väg", "lead": "Vad vägen är.", "sources": "LOU | | 2026-11-21", "position": "5", "language": "sv"}


@pytest.fixture
def editor(client):
    person = make_user(admin=True)
    client.force_login(person)
    return person


def test_an_editor_writes_changes_and_reviews_a_page(client, editor):
    facts = {**ADMIN, "slug": "en-vag", "kind": "way", "body": "## Råd\r\n\r\nEtt.", "is_published": "on"}
    client.post("/admin/portal/guidancepage/add/", {**facts, "reviewed_on": "2026-11-03"})
    page = GuidancePage.objects.get(slug="en-vag")
    changed = client.post(
        f"/admin/portal/guidancepage/{page.pk}/change/", {**facts, "body": "## Råd\n\nTvå.", "is_reviewed": "on",
                                                          "reviewed_on": "2026-11-03", "slug": "annan"}
    )  # fmt: skip

    page.refresh_from_db()
    assert changed.status_code == 302
    assert page.slug == "en-vag"
    assert page.reviewed_by == editor and page.reviewed_on == timezone.localdate()
    assert [(row.number, row.body, row.written_by) for row in page.versions.order_by("number")] == [
        (1, "## Råd\n\nEtt.", editor),
        (2, "## Råd\n\nTvå.", editor),
    ]


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"body": "Ring 19121212-1212."}, "Ta bort personnumret"),
        ({"sources": "LOU"}, "Rad 1 är ingen källa"),
        ({"body": "# Överst"}, "Börja på ##"),
        ({"body": "x" * 20_001}, "20000"),
        ({"slug": "frister"}, "Adressen hör till ett verktyg"),
        ({"kind": "english", "language": "en"}, "Det finns redan en sida på den adressen"),
        ({"language": "en"}, "Bara sidan på engelska"),
        ({"reviewed_on": "2999-01-01"}, "har inte varit än"),
    ],
)
def test_an_editor_is_told_what_is_wrong(client, editor, wrong, words):
    facts = {**ADMIN, "slug": "en-vag", "kind": "way", "body": "Ett.", "reviewed_on": "2026-11-03", **wrong}

    response = client.post("/admin/portal/guidancepage/add/", facts)

    assert response.status_code == 200
    assert words in text_of(response).replace(" ", " ")
    assert "1212-1212" not in text_of(response)
    assert not GuidancePage.objects.filter(slug="en-vag").exists()


def test_the_list_for_editors_says_which_reviews_are_old_and_nothing_is_deleted(client, editor):
    page = make_page(reviewed_on=timezone.localdate() - timedelta(days=400))

    shown = text_of(client.get("/admin/portal/guidancepage/"))

    assert shown.count("Äldre än ett år") == 1
    assert client.get(f"/admin/portal/guidancepage/{page.pk}/delete/").status_code == 403
    version = page.versions.get()
    assert client.post(f"/admin/portal/guidanceversion/{version.pk}/change/", {}).status_code == 403
