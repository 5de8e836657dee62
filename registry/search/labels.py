"""Names of places, services, target groups and legal forms, kept in each process for a minute.

A search page shows a hundred of these names and needs no query for them. Reference data changes with an upgrade,
after which processes are started anew. Slots use `position`, which follows registry/data and not the order in which
rows happened to be stored.
"""

import time
from dataclasses import dataclass

from registry.models.reference import County, LegalForm, Municipality, ReservationGround, ServiceArea, TargetGroup
from registry.search.stems import fold

KEPT_SECONDS = 60


@dataclass(frozen=True)
class Area:
    """A service area: `key` is its slot's value, `parent` the key of its area of welfare, or None if it is one."""

    key: int
    slug: str
    name: str
    parent: int | None
    words: tuple


@dataclass(frozen=True)
class Group:
    """A target group."""

    key: int
    slug: str
    name: str
    words: tuple


class Labels:
    """All names, by the key that slots use and by the word that addresses use."""

    def __init__(self):
        areas = list(ServiceArea.objects.order_by("position"))
        position = {area.pk: area.position for area in areas}
        self.area_by_pk = {
            area.pk: Area(area.position, area.slug, area.name, position.get(area.parent_id), tuple(area.search_words))
            for area in areas
        }
        self.areas = {area.key: area for area in self.area_by_pk.values()}
        self.area_by_slug = {area.slug: area for area in self.areas.values()}
        self.welfare_areas = [area for area in self.areas.values() if area.parent is None]
        self.group_by_pk = {
            group.pk: Group(group.position, group.slug, group.name, tuple(group.search_words))
            for group in TargetGroup.objects.order_by("position")
        }
        self.groups = {group.key: group for group in self.group_by_pk.values()}
        self.group_by_slug = {group.slug: group for group in self.groups.values()}
        self.municipalities = dict(Municipality.objects.order_by("sort_key").values_list("code", "name"))
        self.municipality_by_name = {fold(name.lower()): code for code, name in self.municipalities.items()}
        self.counties = dict(County.objects.order_by("sort_key").values_list("code", "name"))
        self.grounds = list(ReservationGround.objects.all())
        self.legal_forms = dict(LegalForm.objects.values_list("code", "name"))

    def municipality_code(self, typed):
        """The code of a municipality given by code or by name, with or without å, ä, ö and "kommun"; else None."""
        typed = typed.strip().lower().removesuffix(" kommun").removesuffix(" stad")
        if typed in self.municipalities:
            return typed
        key = fold(typed)
        return self.municipality_by_name.get(key) or self.municipality_by_name.get(key.removesuffix("s"))


_kept = {"labels": None, "until": 0.0}


def labels():
    """The names, read at most once a minute."""
    if _kept["labels"] is None or time.monotonic() > _kept["until"]:
        return fresh_labels()
    return _kept["labels"]


def fresh_labels():
    """The names as they are in the database now."""
    _kept["labels"] = Labels()
    _kept["until"] = time.monotonic() + KEPT_SECONDS
    return _kept["labels"]
