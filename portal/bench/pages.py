"""The pages that are measured, with addresses that fit whatever stands in the database."""

import random
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.urls import NoReverseMatch, reverse

from registry.models import Organisation, SearchWord
from registry.search.labels import labels


@dataclass(frozen=True)
class Measured:
    """A page: what it shows, its address, and its bar in milliseconds of processor time, if it has one.

    `cookie` is that of somebody who is signed in.
    """

    name: str
    path: str
    bar: float | None = None
    cookie: str = ""


def search_pages():
    """The kinds of search that the bars are set for."""
    path = reverse("organisation_list")
    area, place = "hemtjanst", "1480"
    word = _frequent_word()

    def url(**parts):
        return f"{path}?{urlencode(parts)}" if parts else path

    return [
        Measured("plain", path, 5),
        Measured("text", url(q=_ordinary_word())),
        Measured("one facet", url(tjanst=area), 5),
        Measured("two facets", url(tjanst=area, kommun=place), 5),
        Measured("text with facet", url(q=_ordinary_word(), kommun=place), 5),
        Measured("frequent word", url(q=word), 15),
        Measured("frequent word with facet", url(q=word, tjanst=area)),
    ]


def profile_pages():
    """One organisation's page; none while the site has no such page."""
    organisation = Organisation.public.order_by("pk").first()
    try:
        return [Measured("profile", reverse("organisation", args=[organisation.slug]), 4)] if organisation else []
    except NoReverseMatch:
        return []


def mixed(number, seed=1):
    """So many different searches, as a mixed public might make them."""
    chance = random.Random(seed)
    path, known = reverse("organisation_list"), labels()
    words = list(SearchWord.objects.order_by("-entries", "word").values_list("word", flat=True)[:2_000]) or ["omsorg"]
    areas, codes = list(known.area_by_slug), list(known.municipalities)
    found = set()
    for _ in range(number * 20):
        parts = {}
        if chance.random() < 0.6:
            parts["q"] = " ".join(chance.sample(words, min(len(words), chance.choice((1, 1, 2)))))
        if chance.random() < 0.5:
            parts["tjanst"] = chance.choice(areas)
        if chance.random() < 0.4:
            parts["kommun"] = chance.choice(codes)
        if chance.random() < 0.2:
            parts["status"] = "verifierad"
        if chance.random() < 0.2:
            parts["page"] = chance.randint(2, 5)
        found.add(f"{path}?{urlencode(parts)}")
        if len(found) == number:
            break
    return sorted(found, key=lambda url: chance.random())


def _ordinary_word():
    """A word that about two organisations in a thousand have."""
    goal = max(1, _estimated_size() // 500)
    return _word("order by abs(entries - %s), word", [goal])


def _frequent_word():
    """The word that most organisations have."""
    return _word("order by entries desc, word", [])


def _word(order, parameters):
    with connection.cursor() as cursor:
        cursor.execute(
            f"select word from registry_searchword where word ~ '^[a-zåäö]{{4,}}$' {order} limit 1", parameters
        )
        row = cursor.fetchone()
    return row[0] if row else "omsorg"


def _estimated_size():
    return Organisation.public.count()
