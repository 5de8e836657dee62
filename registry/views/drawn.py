"""Components that are drawn once for each content and kept: the same content gives the same HTML, always.

Drawing twenty-five hits and a hundred choices is nine tenths of what a search page costs. What is kept is bounded and
keyed by the content itself, so nothing here can be out of date.
"""

import json
import threading
import time
from collections import OrderedDict
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import mark_safe

MOST_RESULTS = 1_024
MOST_PANELS = 64
FACT = ("shape", "text", "note")


@lru_cache(maxsize=MOST_RESULTS)
def _facts(portal, register):
    content = {"portal": dict(zip(FACT, portal, strict=True)), "register": dict(zip(FACT, register, strict=True))}
    return mark_safe(get_template("components/facts.html").render(content))


@lru_cache(maxsize=MOST_RESULTS)
def _result(url, name, meta, text, place, does, faded, portal, register):
    content = {"url": url, "name": name, "meta": meta, "text": text, "place": place, "does": does, "faded": faded}
    content["facts"] = _facts(portal, register)
    return mark_safe(get_template("components/result.html").render({"result": content}))


def result(*, url, name, meta, text, place, does, portal, register, faded=""):
    """A hit. `text` is safe HTML, always."""
    # By name: jsonb keeps its keys in an order of its own.
    facts = (tuple(fact[part] for part in FACT) for fact in (portal, register))
    return _result(url, name, meta, text, place, does, faded, *facts)


@lru_cache(maxsize=MOST_PANELS)
def _panel(content):
    return mark_safe(get_template("components/filter_panel.html").render(json.loads(content)))


def filter_panel(**content):
    """The filter panel; everything in it is plain data."""
    return _panel(json.dumps(content))


class Kept:
    """What was made a short while ago, in this process. The key must hold all that it depends on."""

    def __init__(self, *, most, seconds):
        self.most = most
        self.seconds = seconds
        self.held = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key):
        """What was kept under the key, or None if there is nothing or it is too old."""
        made, value = self.held.get(key, (0.0, None))
        return value if value is not None and time.monotonic() - made < self.seconds else None

    def forget(self):
        """Keep nothing of what was made until now."""
        with self.lock:
            self.held.clear()

    def put(self, key, value):
        """Keep it; what was kept first goes when there is no more room."""
        with self.lock:
            self.held.pop(key, None)
            self.held[key] = (time.monotonic(), value)
            while len(self.held) > self.most:
                self.held.popitem(last=False)
