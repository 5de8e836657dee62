"""What is drawn many times on a page, or once for each content."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import get_template

from portal.navigation import Drawn
from portal.navigation import navigation as shell_of
from registry.reading.facts import Fact

HEADERS = [{"label": "Namn"}, {"label": "Antal", "number": True}]


def drawn(source, **context):
    return Template(source).render(Context(context))


def table(*rows):
    return drawn("{% table_rows rows headers %}", rows=rows, headers=HEADERS)


def test_the_first_cell_is_the_heading_of_its_row_and_the_others_say_their_column():
    html = table([{"text": "Hemtjänst", "small": "egen uppgift"}, {"text": 12, "number": True}])

    assert '<th role="rowheader" scope="row">Hemtjänst<small>egen uppgift</small></th>' in html
    assert '<td role="cell" class="data-table__number" data-label="Antal">12</td>' in html


def test_nothing_in_a_cell_is_taken_for_markup():
    bad = '"><script>'

    html = table(
        [{"text": bad, "small": bad}, {"text": bad, "url": bad}],
        [{"tag": bad, "tone": bad}, {"tags": [(bad, bad)]}],
        [{"fact": Fact("portal-verified", bad, bad, bad)}, {"text": bad}],
    )
    head = drawn("{% table_head headers %}", headers=[{"label": bad, "url": bad, "direction": bad}])

    assert "<script>" not in html + head


def test_a_cell_holds_a_link_a_tag_several_tags_or_a_fact():
    html = table(
        [{"text": "Länk", "url": "/a/?b=1&c=2", "nowrap": True}, {"tag": "Klar", "tone": "success"}],
        [{"tags": [("Ett", "danger"), ("Två", "")]}, {"fact": Fact("register-yes", "Lång", "sedan 2026", "Kort")}],
    )

    assert '<a href="/a/?b=1&amp;c=2" class="nowrap">Länk</a>' in html
    assert '<span class="tag tag--success">Klar</span>' in html
    assert '<span class="cluster"><span class="tag tag--danger">Ett</span><span class="tag">Två</span></span>' in html
    assert "<b>Kort</b><span>sedan 2026</span>" in html


def test_only_a_heading_with_an_address_can_be_sorted_by():
    html = drawn("{% table_head headers %}", headers=[*HEADERS, {"label": "Dag", "url": "?o=1", "direction": "none"}])

    assert '<th role="columnheader" scope="col">Namn</th>' in html
    assert '<th role="columnheader" scope="col" class="data-table__number">Antal</th>' in html
    assert '<th role="columnheader" scope="col" aria-sort="none"><a href="?o=1">Dag</a></th>' in html


def test_a_mark_takes_its_shape_and_size():
    html = drawn('{% mark "register-yes" size=72 %}{% mark "portal-waiting" %}')

    assert 'width="72" height="72"' in html
    assert 'width="22" height="22"' in html
    assert html.count("<rect") == 1


def test_the_shell_of_a_visitor_follows_the_menu():
    def header(*menu):
        navigation = {"menu": menu, "menu_label": "Huvudmeny", "openness": (), "about": (), "demo": False}
        navigation |= {"operator": "Vi", "operator_email": "vi@example.se"}
        return drawn('{% shell "header" %}', navigation=navigation, user=AnonymousUser())

    here, elsewhere = Drawn("Diarium", "/diarium/", "page"), Drawn("Diarium", "/diarium/")

    assert 'aria-current="page"' in header(here)
    assert "aria-current" not in header(elsewhere)
    assert "Logga in" in header(here)


@pytest.mark.parametrize("part", ["header", "footer"])
def test_the_shell_of_a_visitor_is_the_shell_as_it_is_drawn_for_all(rf, part):
    """A visitor's is kept, and drawn from a few names alone: each name that the template asks for must be among them."""
    context = {**shell_of(rf.get("/")), "user": AnonymousUser()}

    assert drawn(f'{{% shell "{part}" %}}', **context) == get_template(f"layouts/{part}.html").render(context)


def test_an_event_takes_a_day_an_instant_or_words():
    events = [
        {"when": date(2026, 11, 21), "text": "Kom in", "note": "a < b", "kind": "portal", "url": ""},
        {"when": datetime(2026, 11, 21, 8, 12, tzinfo=UTC), "text": "Länk", "url": "/x/"},
        {"when": "Sedan", "text": "Beslut"},
    ]

    html = drawn("{% timeline_items events %}", events=events)

    assert '<li class="timeline__item timeline__item--portal"><time datetime="2026-11-21">21\u00a0november 2026' in html
    assert "</time>Kom in<br><small>a &lt; b</small></li>" in html
    assert '<time datetime="2026-11-21T09:12+01:00">' in html and '<a href="/x/">Länk</a>' in html
    assert '<li class="timeline__item"><b>Sedan</b><br>Beslut</li>' in html
