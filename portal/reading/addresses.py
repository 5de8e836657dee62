"""Addresses of a place's own pages: municipalities and regions have theirs under different words."""

from django.urls import reverse


def place_url(view, place, *more):
    """The address of a page of the place: `view` is what follows "municipality_" and "region_"."""
    kind = "region" if place.region_id else "municipality"
    return reverse(f"{kind}_{view}", args=[place.public_code, place.slug, *more])


def targets_url(place):
    return place_url("targets", place)


def documents_url(place):
    return place_url("documents", place)
