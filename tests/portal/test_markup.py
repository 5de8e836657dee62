"""What editors write becomes safe HTML, however they write it."""

import time
from html.parser import HTMLParser

import pytest

from portal.markup import ATTRIBUTES, TAGS, plain_text, sections

HOSTILE = [
    "<script>alert(1)</script>",
    "[klicka](javascript:alert(1))",
    "[klicka](JaVaScRiPt:alert(1))",
    "[klicka](&#106;avascript:alert(1))",
    "[klicka](\tjavascript:alert(1))",
    "[klicka](vbscript:msgbox)",
    "[klicka](data:text/html,<script>alert(1)</script>)",
    "[klicka](file:///etc/passwd)",
    "<javascript:alert(1)>",
    '[x](/a/ "\\" onmouseover=alert(1)")',
    "![bild](https://ond.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "<a href='https://ond.example' onclick=alert(1)>x</a>",
    "<div style='position:fixed'>",
    "</section></main><h1>Övertagen</h1>",
    "## Rubrik <svg onload=alert(1)>",
    "| a |\n|---|\n| <iframe src=//ond.example> |",
    "```\n</pre><script>alert(1)</script>\n```",
    "[ref]\n\n[ref]: javascript:alert(1)",
    "**fet _kursiv** slut_ [öppen](",
    "> " * 500 + "djupt",
    "\x00 \u202e text",
]


class Reader(HTMLParser):
    """Which tags, attributes and addresses stand in a text, and whether each tag is closed."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.addresses, self.open = set(), set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name in ("href", "src")]
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def read(text):
    reader = Reader()
    for section in sections(text):
        reader.feed(section.html)
    assert reader.open == []
    return reader


def html(text):
    return "".join(section.html for section in sections(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_leaves_nothing_that_acts(text):
    found = read(f"Före\n\n{text}\n\nEfter")

    assert found.tags <= TAGS
    assert all(name in ATTRIBUTES.get(tag, ()) for tag, name in found.attributes)
    assert all(address.startswith(("/", "https://", "http://", "mailto:")) for address in found.addresses)


@pytest.mark.parametrize("text", ["[" * 20_000, "*a " * 6_600, "|a" * 10_000 + "\n" + "|-" * 10_000, "![[" * 6_600])
def test_a_text_made_to_be_slow_is_read_in_time(text):
    begun = time.perf_counter()

    sections(text)

    assert time.perf_counter() - begun < 5  # the longest text that an editor may save


def test_a_hundred_kilobytes_of_words_are_read():
    text = "## Rubrik\n\nEn mening med några ord.\n\n- punkt\n\n" * 2_200

    assert len(text) > 100_000
    assert len(sections(text)) == 2_200


def test_each_second_level_heading_begins_a_chapter_with_an_anchor_of_its_own():
    found = sections("Först.\n\n## Råd\n\nEtt.\n\n## Råd\n\nTvå.")

    assert [(section.slug, section.heading) for section in found] == [("avsnitt", ""), ("rad", "Råd"), ("rad-2", "Råd")]
    assert [section.html for section in found] == ["<p>Först.</p>\n", "<p>Ett.</p>\n", "<p>Två.</p>\n"]


def test_headings_begin_on_the_second_level_and_skip_none():
    found = sections("# Överst\n\n##### Djupt")

    assert found[0].heading == "Överst"
    assert "<h3>Djupt</h3>" in found[0].html


def test_a_heading_inside_a_quotation_begins_no_chapter():
    assert [section.heading for section in sections("## Ett\n\n> ## I citat\n\nText.")] == ["Ett"]


def test_a_link_to_another_host_says_which_and_one_within_the_portal_does_not():
    text = html("[lagen](https://www.riksdagen.se/x) och [listan](/ordlista/)")

    assert 'rel="external noreferrer">lagen <small class="other-host">(riksdagen.se)</small></a>' in text
    assert '<a href="/ordlista/">listan</a>' in text


def test_a_table_scrolls_in_a_region_named_after_its_heading():
    text = html("## Ord\n\n| Ett | Två |\n|:--|--:|\n| a | b |")

    assert '<div class="scroll" role="region" tabindex="0" aria-label="Tabell: Ord"><table class="data-table">' in text
    assert text.count('<th scope="col">') == 2
    assert "style" not in text


def test_boxes_to_tick_lose_their_brackets():
    assert html("- [ ] Vi **vet** det") == '<ul class="checks">\n<li>Vi <strong>vet</strong> det</li>\n</ul>\n'
    assert html("- [ ](/x/)").count("checks") == 0


def test_a_new_line_is_a_new_line():
    assert html("Ett.\nTvå.") == "<p>Ett.<br>\nTvå.</p>\n"


def test_plain_text_is_what_a_reader_reads():
    assert plain_text("## Råd\n\n- [ ] Läs [lagen](https://x.example/) **nu**.") == "Råd\nLäs lagen nu."
