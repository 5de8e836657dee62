"""Addresses of a place's own pages: municipalities and regions have theirs under different words."""

from django.urls import reverse

from registry.exports import Link

FILES = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))


def place_url(view, place, *more):
    """The address of a page of the place, a Place or a Known; without a `view` that of its first page.

    `view` is what follows "municipality_" and "region_", `more` what follows code and name in the address.
    """
    name = f"{place.kind}_{view}" if view else str(place.kind)
    return reverse(name, args=[place.public_code, place.slug, *more])


def place_files(view, place, *more, kinds=FILES, query=""):
    """Links to the same as files."""
    return [Link(label, place_url(view, place, *more, kind) + query) for kind, label in kinds]


def targets_url(place):
    return place_url("targets", place)


def documents_url(place):
    return place_url("documents", place)


def board_url(place):
    return place_url("board", place)


def meetings_url(place):
    """The place's meetings, those that have been too."""
    return f"{reverse('meeting_list')}?plats={place.code}"
