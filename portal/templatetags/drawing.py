"""Tags that draw what stands on every page or many times on one. Built in, so no page loads them.

A template that draws a cell, a mark or a menu costs ten times what its markup does, so these parts are either written
as plain markup here or drawn once for each content and kept. What is kept is bounded and keyed by the content itself,
so it can not be out of date.
"""

from datetime import date
from functools import lru_cache

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from portal.templatetags.ui import dag_eller_tid, maskintid

register = template.Library()

MOST_FACTS = 4_096
SHELL_OF_A_VISITOR = ("menu", "menu_label", "openness", "about", "demo", "operator", "operator_email")


def kept(most):
    """Draw once for each content. In development always anew, so that a changed template is seen."""
    return (lambda draw: draw) if settings.DEBUG else lru_cache(maxsize=most)


@register.simple_tag(takes_context=True)
def shell(context, part):
    """The header or the footer. A visitor's depends on the menu alone."""
    navigation = context.get("navigation")
    user = context.get("user")
    if navigation is None or user is None or user.is_authenticated:
        return get_template(f"layouts/{part}.html").template.render(context)
    return _shell_of_a_visitor(part, *(navigation[name] for name in SHELL_OF_A_VISITOR))


@kept(most=64)
def _shell_of_a_visitor(part, *content):
    navigation = dict(zip(SHELL_OF_A_VISITOR, content, strict=True))
    return get_template(f"layouts/{part}.html").render({"navigation": navigation, "user": AnonymousUser()})


@register.simple_tag
def mark(shape, size=22):
    """The mark of a shape: components/mark.html."""
    return _mark(str(shape), size)


@kept(most=64)
def _mark(shape, size):
    return get_template("components/mark.html").render({"shape": shape, "size": size})


@register.simple_tag
def fact(shape, text, note=""):
    """One fact with its mark: components/fact.html."""
    return _fact(str(shape), str(text), str(note))


@kept(most=MOST_FACTS)
def _fact(shape, text, note):
    return get_template("components/fact.html").render({"shape": shape, "text": text, "note": note})


@register.simple_tag
def table_head(headers):
    """The headings of components/data_table.html; one with an address is what the table can be sorted by."""
    return SafeString("".join(_heading(header) for header in headers))


def _heading(header):
    label = conditional_escape(header["label"])
    right = _class("data-table__number", header.get("number"))
    if url := header.get("url"):
        right += f' aria-sort="{conditional_escape(header["direction"])}"'
        label = f'<a href="{conditional_escape(url)}">{label}</a>'
    return f'<th role="columnheader" scope="col"{right}>{label}</th>'


@register.simple_tag
def table_rows(rows, headers):
    """The rows of components/data_table.html, which tells what a cell may hold.

    Each cell says which column it is, for the small screens where a row is drawn as a list.
    """
    labels = [conditional_escape(header["label"]) for header in headers]
    return SafeString("".join(_row(row, labels) for row in rows))


@register.simple_tag
def table_cell(cell):
    """A cell alone, for a table whose rows are its own."""
    return SafeString(_cell(cell))


def _row(row, labels):
    first, *rest = row
    cells = "".join(
        f'<td role="cell"{_class("data-table__number", cell.get("number"))} data-label="{label}">{_cell(cell)}</td>'
        for cell, label in zip(rest, labels[1:], strict=False)
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{_cell(first)}</th>{cells}</tr>'


def _cell(cell):
    small = cell.get("small")
    return _matter(cell) + (f"<small>{conditional_escape(small)}</small>" if small else "")


def _matter(cell):
    if fact := cell.get("fact"):
        return f'<ul class="facts">{_fact(fact.shape, fact.short, fact.note)}</ul>'
    if verdict := cell.get("verdict"):
        return _verdict_line(verdict["answer"], verdict["shape"], verdict["text"])
    text = conditional_escape(cell.get("text", ""))
    if cell.get("nowrap") and not cell.get("url"):
        return f'<span class="nowrap">{text}</span>'
    if url := cell.get("url"):
        return f'<a href="{conditional_escape(url)}"{_class("nowrap", cell.get("nowrap"))}>{text}</a>'
    if words := cell.get("tag"):
        return _tag(words, cell.get("tone"))
    if tags := cell.get("tags"):
        return f'<span class="cluster">{"".join(_tag(words, tone) for words, tone in tags)}</span>'
    return text


@kept(most=64)
def _verdict_line(answer, shape, text):
    context = {"answer": answer, "shape": shape, "text": text}
    return get_template("components/verdict_line.html").render(context).strip()


def _tag(words, tone):
    toned = f" tag--{conditional_escape(tone)}" if tone else ""
    return f'<span class="tag{toned}">{conditional_escape(words)}</span>'


@register.simple_tag
def timeline_items(events):
    """The events of components/timeline.html, which tells what an event holds."""
    return SafeString("".join(_event(event) for event in events))


def _event(event):
    text = conditional_escape(event["text"])
    if url := event.get("url"):
        text = f'<a href="{conditional_escape(url)}">{text}</a>'
    kind = f" timeline__item--{conditional_escape(event['kind'])}" if event.get("kind") else ""
    note = f"<br><small>{conditional_escape(event['note'])}</small>" if event.get("note") else ""
    return f'<li class="timeline__item{kind}">{_when(event.get("when"))}{text}{note}</li>'


def _when(when):
    if isinstance(when, date):
        return f'<time datetime="{maskintid(when)}">{dag_eller_tid(when)}</time>'
    return f"<b>{conditional_escape(when)}</b><br>" if when else ""


def _class(name, wanted):
    return f' class="{name}"' if wanted else ""
