"""Changes to the guidance: each text that readers get is kept as a version, in the same transaction."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from portal.models import GuidancePage, GuidanceVersion
from registry import status_log

TEXT = ["title", "lead", "body", "sources", "reviewed_on"]
# What a file gives. An editor who only reviews a text has not changed it: a newer file may still replace it.
FROM_FILE = ["title", "lead", "body", "sources", "kind", "language", "position", "is_published"]


def digest(page):
    """A hash of what the portal's own file gives: the same while nobody has changed the page."""
    told = json.dumps([getattr(page, name) for name in FROM_FILE], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def save(page, *, actor=None, reviewed=False, at=None):
    """Save a page and what readers get of it. `actor` is nobody when the portal's own file is read.

    `reviewed` says that the actor has read the text against its sources. Raises ValidationError.
    """
    at = at or timezone.now()
    if reviewed:
        page.reviewed_by = actor
    page.full_clean()
    page.save()
    GuidancePage.objects.select_for_update().get(pk=page.pk)
    last = page.versions.order_by("-number").first()
    if not _says_anew(page, last):
        return page
    GuidanceVersion.objects.create(
        page=page,
        number=last.number + 1 if last else 1,
        shown_from=at,
        is_shown=page.is_published,
        written_by=actor,
        **{name: getattr(page, name) for name in TEXT},
    )
    if actor:
        status_log.write(page, "publish" if page.is_published else "withdraw", actor=actor, at=at)
    return page


def _says_anew(page, last):
    """Whether readers get something else than before."""
    if last is None or last.is_shown != page.is_published:
        return page.is_published or last is not None
    return page.is_published and any(getattr(page, name) != getattr(last, name) for name in TEXT)


@transaction.atomic
def load(facts, *, at=None):
    """Take in a page from a file: {slug, reviewed_on, the fields of FROM_FILE}. Says what was done.

    "added", "updated", "unchanged", or "kept" when an editor has changed the page since a file was last read.
    """
    page = GuidancePage.objects.select_for_update().filter(slug=facts["slug"]).first()
    if page is None:
        page, done = GuidancePage(**facts), "added"
    else:
        before = digest(page)
        wanted = digest(GuidancePage(**facts))
        if before == wanted:
            return "unchanged"
        if before != page.loaded_digest:
            return "kept"
        for name, value in facts.items():
            setattr(page, name, value)
        page.reviewed_by, done = None, "updated"
    page.loaded_digest = digest(page)
    save(page, at=at)
    return done
