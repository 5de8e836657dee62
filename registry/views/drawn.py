"""Components that are drawn once for each content and kept: the same content gives the same HTML, always.

Drawing twenty-five hits and a hundred choices is nine tenths of what a search page costs. What is kept is bounded and
keyed by the content itself, so nothing here can be out of date.
"""

import json
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import mark_safe

MOST_RESULTS = 4_096
MOST_PANELS = 512
FACT = ("shape", "text", "note")


@lru_cache(maxsize=MOST_RESULTS)
def _facts(portal, register):
    content = {"portal": dict(zip(FACT, portal, strict=True)), "register": dict(zip(FACT, register, strict=True))}
    return mark_safe(get_template("components/facts.html").render(content))


@lru_cache(maxsize=MOST_RESULTS)
def _result(url, name, meta, text, place, does, portal, register):
    content = {"url": url, "name": name, "meta": meta, "text": text, "place": place, "does": does}
    content["facts"] = _facts(portal, register)
    return mark_safe(get_template("components/result.html").render({"result": content}))


def result(*, url, name, meta, text, place, does, portal, register):
    """A hit. `text` is safe HTML, always."""
    # By name: jsonb keeps its keys in an order of its own.
    facts = (tuple(fact[part] for part in FACT) for fact in (portal, register))
    return _result(url, name, meta, text, place, does, *facts)


@lru_cache(maxsize=MOST_PANELS)
def _panel(content):
    return mark_safe(get_template("components/filter_panel.html").render(json.loads(content)))


def filter_panel(**content):
    """The filter panel; everything in it is plain data."""
    return _panel(json.dumps(content))
