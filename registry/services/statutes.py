"""The governing document of an entity: handed in, dated, and searched for where its clauses may stand."""

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction

from registry.services.applications import save_statement
from registry.services.pdf_text import find_clause_pages, read_pdf
from registry.statutes_assistant import Finding, Hint, examine
from registry.validators import contains_personal_number
from registry.workflow import lock

KINDS = ("purpose", "dissolution")
ONE_WEEK = 7 * 24 * 60 * 60
READING = 1  # another number when the assistant reads otherwise, so that nothing old is shown


@transaction.atomic
def hand_in(application, document, adopted_on, *, actor):
    """Point out the entity's governing document and the day it was adopted. Either may wait (None)."""
    if document is not None:
        save_statement(application, {"governing_document": document}, actor=actor)
    else:
        save_statement(application, {}, actor=actor)
        document = application.legal_entity.governing_document
    if document is not None and document.adopted_on != adopted_on:
        document = lock(document)
        document.adopted_on = adopted_on
        document.full_clean()
        document.save(update_fields=["adopted_on"])
    return document


def suggested_pages(document, kind):
    """Pages where the clause may stand: a suggestion. Empty when the file cannot be read."""
    return _reading(document)["pages"][kind] if document is not None else []


def hint_about(document, kind, *, is_foundation):
    """What the statutes assistant says of the clause, as a `Finding`. None without a file that can be read.

    None also for a foundation's dissolution clause: it needs none (2022:900, 3 §).
    """
    if document is None or (is_foundation and kind == "dissolution"):
        return None
    found = _reading(document)["hints"].get(kind)
    return found and Finding(Hint(found["hint"]), found["page"], found["text"], tuple(found["reasons"]))


def _reading(document):
    """What was read in a file, kept by its hash for a week so that a file is read once.

    A quoted clause is kept only when no personnummer stands in it.
    """
    key = f"statutes:{READING}:{document.sha256}"
    found = cache.get(key)
    if found is None:
        found = _read(document)
        cache.set(key, found, ONE_WEEK)
    return found


def _read(document):
    try:
        with document.file.open("rb") as file:
            reading = read_pdf(file)
    except (ValidationError, OSError):
        return {"pages": {kind: [] for kind in KINDS}, "hints": {}}
    pages = reading.pages
    hints = examine(pages) if reading.has_text else None
    return {
        "pages": {kind: find_clause_pages(pages, kind) for kind in KINDS},
        "hints": {kind: _kept(getattr(hints, kind)) for kind in KINDS} if hints else {},
    }


def _kept(finding):
    text = "" if contains_personal_number(finding.text) else finding.text
    reasons = [reason for reason in finding.reasons if not contains_personal_number(reason)]
    return {"hint": str(finding.hint), "page": finding.page, "text": text, "reasons": reasons}
