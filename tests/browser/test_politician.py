"""A politician opens the own municipality, sees how far it has left, sets a target and takes the brief along."""

import pytest

from portal.models import Target
from tests.browser import checks, story
from tests.browser.story import signed_in
from tests.portal.figures import ELDERLY, HEADLINE, make_people, make_values
from tests.portal.politics import DEFINITION, make_council, make_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_politician_sees_the_gap_sets_a_target_and_takes_the_brief_along(open_browser, live_server):
    place = make_place()
    make_people(c1480=600_000, c1280=360_000, c0380=240_000)
    for code, share in {"1480": 2.5, "1280": 4.5, "0380": 6.5}.items():
        make_values(HEADLINE, code, {2020: share - 1, 2025: share})
        make_values(ELDERLY, code, {2025: share})
    politician = make_council(place)
    page = signed_in(open_browser(), politician, live_server)

    page.goto("/kommuner/")
    page.get_by_role("searchbox").fill("Göteborg")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("table").get_by_role("link", name="Göteborgs kommun").click()
    story.heading(page, "Göteborgs kommun")
    story.sees(page, "2,5 procent av kostnaden", "Jämför")
    found = checks.faults(page)

    page.goto("/mina-sidor/")
    story.follow(page, "Min kommun eller region")
    story.sees(page, "Portalen känner inte till något mål för Göteborgs kommun.")
    story.follow(page, "Lägg in ett mål")
    story.fill_in(page, title="Idéburen äldreomsorg", indicator=ELDERLY, definition="")
    story.press(page, "Gå vidare")
    story.is_refused(page)
    found += checks.faults(page)
    story.fill_in(page, definition=DEFINITION)
    story.press(page, "Gå vidare")
    story.press(page, "Gå vidare")
    story.fill_in(page, baseline_value="2,5", baseline_year="2025", target_value="10", target_year="2030")
    story.press(page, "Gå vidare")
    story.fill_in(page, decided_by="Kommunfullmäktige", decided_on="2026-05-12", paragraph="§ 14")
    story.press(page, "Gå vidare")
    story.sees(page, "Kontrollera innan du sparar", "10", "§ 14")
    found += checks.faults(page)
    story.press(page, "Spara målet")
    assert Target.objects.get().place == place

    visitor = open_browser()
    visitor.goto(f"/kommuner/1480-{place.slug}/")
    story.sees(visitor, "Idéburen äldreomsorg")
    story.follow(visitor, "Underlag att lämna över")
    story.choose(visitor, "Vem är det till?", "Politiker")
    story.press(visitor, "Visa underlaget")
    found += checks.faults(visitor)
    starts = {"PDF": b"%PDF-", "Word": b"PK", "Powerpoint": b"PK"}
    for name, start in starts.items():
        with visitor.expect_download() as download:
            story.follow(visitor, name)
        assert download.value.path().read_bytes().startswith(start)
    assert found == []
