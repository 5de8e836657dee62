"""The checks of a page find what they are there to find: a text too pale, wherever it stands, and a broken rule."""

import pytest

from tests.browser import checks

pytestmark = [pytest.mark.browser]

PAGE = """<!doctype html><html lang="sv"><head><title>Prov</title><style>
.pale {{ color: #bbb; }} .note {{ background: #333; }} body {{ background: #fff; color: #111; }}
</style></head><body><main><h1>Prov</h1>{}</main></body></html>"""


@pytest.fixture
def shown(page, monkeypatch):
    """A maker of pages, in front of which no page has been judged."""
    monkeypatch.setattr(checks, "JUDGED", set())
    page.complaints, page.strangers = [], []

    def show(body):
        page.set_content(PAGE.format(body))
        return page

    return show


def rules(page):
    return [fault.split(": ")[1] for fault in checks.faults_of_form(page)]


def test_a_sound_page_has_no_fault(shown):
    assert rules(shown("<p>Läsbart.</p>")) == []


def test_a_pale_text_is_found_and_found_again(shown):
    pale = "<p class='pale'>Blekt.</p>"

    assert len(checks.faults_of_colour(shown(pale))) == 1
    assert len(checks.faults_of_colour(shown(pale))) == 1


def test_a_text_that_was_good_elsewhere_is_judged_where_the_ground_is_another(shown):
    assert checks.faults_of_colour(shown("<div><p>Läsbart.</p></div>")) == []
    assert len(checks.faults_of_colour(shown("<div class='note'><p>Svart på grått.</p></div>"))) == 1


def test_a_text_in_the_same_place_is_judged_once(shown):
    assert checks.faults_of_colour(shown("<p>Läsbart.</p><p>Också.</p>")) == []
    before = set(checks.JUDGED)

    assert checks.faults_of_colour(shown("<p>Något annat.</p><p>Också.</p>")) == []
    assert before == checks.JUDGED


def test_what_was_hidden_is_judged_when_it_shows(shown):
    assert checks.faults_of_colour(shown("<section hidden><p class='pale'>Blekt.</p></section>")) == []
    assert len(checks.faults_of_colour(shown("<section><p class='pale'>Blekt.</p></section>"))) == 1


def test_a_field_without_a_label_is_found_in_both_widths(shown):
    assert rules(shown("<input type='text'>")) == ["label", "label"]


def test_what_sticks_out_is_found(shown):
    found = checks.faults_of_form(shown("<pre style='inline-size: 60rem'>Långt.</pre>"))

    assert any(fault.startswith("at 320: scrolls sideways") for fault in found)
