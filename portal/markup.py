"""Markdown as safe HTML: what editors write of guidance. Pure.

CommonMark with tables and without HTML, then a sanitiser that lets through only what is named here: two locks, so that
a fault in one opens nothing. Headings begin on the second level, tables scroll in a region of their own, and a link to
another host says which. A new line is a new line: texts in easy Swedish have a sentence on each.
"""

from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal.sources import host_of

TOP, DEEPEST = 2, 4  # levels of headings under the page's own
BOX = "[ ] "
TAGS = {
    "a", "b", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "small",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": set(),
    "a": {"href", "rel"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "h3": {"id"},
    "h4": {"id"},
    "ol": {"start"},
    "small": {"class"},
    "table": {"class"},
    "th": {"scope"},
    "ul": {"class"},
}
_SLUG = str.maketrans("åäöÅÄÖ", "aaoAAO")


@dataclass(frozen=True)
class Section:
    """A chapter of a text: its heading, none for what stands before the first, and what is under it."""

    slug: str
    heading: str
    html: SafeString


@lru_cache(maxsize=256)
def sections(text, language="sv"):
    """The chapters of a text. The same text is read once."""
    reader = _reader()
    tokens = _tidied(reader.parse(text), language)
    found, taken = [], set()
    for heading, part in _chapters(tokens):
        name = _plain(heading)
        html = nh3.clean(
            reader.renderer.render(part, reader.options, {}),
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )
        if heading or html.strip():
            found.append(Section(_free(name, taken), name, mark_safe(html)))
    return tuple(found)


def plain_text(text):
    """What a reader reads, without marks, each block on a line of its own: for counting words and measuring."""
    lines = []
    for token in _reader().parse(text):
        if token.type == "inline":
            lines.append(_plain(token).removeprefix(BOX))
    return "\n".join(lines)


@lru_cache(maxsize=1)
def _reader():
    return MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("table").disable("image")


def _plain(token):
    """The words of a heading or a paragraph."""
    if token is None:
        return ""
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(breaks.get(part.type, part.content) for part in token.children or []).strip()


def _chapters(tokens):
    """Split at each heading of the second level: (the heading's inline token or none, the tokens under it)."""
    heading, part, depth = None, [], 0
    skipping = False
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2" and depth == 0:
            yield heading, part
            heading, part, skipping = tokens[number + 1], [], True
        elif token.type == "heading_close" and skipping:
            skipping = False
        elif not skipping:
            part.append(token)
            depth += token.nesting
    yield heading, part


def _tidied(tokens, language):
    """Headings on the levels they may have, tables in a region, boxes to tick, hosts after links."""
    tidied, above, name = [], 1, ""
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            above = min(max(int(token.tag[1]), TOP), above + 1, DEEPEST)
            name = _plain(tokens[number + 1])
            token.tag = f"h{above}"
        elif token.type == "heading_close":
            token.tag = f"h{above}"
        elif token.type == "bullet_list_open":
            token.attrSet("class", "checks" if _has_boxes(tokens, number) else "bullets")
        elif token.type in ("table_open", "table_close"):
            tidied += _table(token, name, language)
            continue
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            token.attrs.pop("style", None)
        elif token.type == "td_open":
            token.attrs.pop("style", None)
        elif token.type == "inline":
            token.children = _inline(token.children or [])
        tidied.append(token)
    return tidied


def _has_boxes(tokens, number):
    """Whether the list's first item begins with a box to tick."""
    first = next((token for token in tokens[number:] if token.type == "inline"), None)
    return first is not None and first.content.startswith(BOX)


def _table(token, name, language):
    """A table in a region that scrolls and can be reached by keyboard."""
    if token.type == "table_close":
        return [token, _html("</div>")]
    token.attrSet("class", "data-table")
    label = {"sv": "Tabell", "en": "Table"}[language] + (f": {name}" if name else "")
    opening = f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">'
    return [_html(opening), token]


def _inline(children):
    """Boxes lose their brackets, links to other hosts name the host."""
    done, host = [], ""
    for number, child in enumerate(children):
        if child.type == "text" and number == 0:
            child.content = child.content.removeprefix(BOX)
        elif child.type == "link_open":
            host = host_of(child.attrGet("href"))
            if host:
                child.attrSet("rel", "external noreferrer")
        elif child.type == "link_close" and host:
            done.append(_html(f' <small class="other-host">({escape(host)})</small>'))
        done.append(child)
    return done


def _html(text):
    return Token("html_block", "", 0, content=text)


def _free(name, taken):
    """An anchor that no other chapter has."""
    base = slugify(name.translate(_SLUG))[:60] or "avsnitt"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug
