"""The governing document of an entity: handed in, dated, and searched for where its clauses may stand."""

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction

from registry.services.applications import save_statement
from registry.services.pdf_text import find_clause_pages, read_pdf
from registry.workflow import lock

KINDS = ("purpose", "dissolution")
ONE_WEEK = 7 * 24 * 60 * 60


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
    """Pages where the clause may stand: a suggestion, kept by the file's hash so that a file is read once.

    Only page numbers are kept, never text. Empty when the file cannot be read.
    """
    if document is None:
        return []
    key = f"clause_pages:{document.sha256}"
    found = cache.get(key)
    if found is None:
        found = _read(document)
        cache.set(key, found, ONE_WEEK)
    return found[kind]


def _read(document):
    try:
        with document.file.open("rb") as file:
            pages = read_pdf(file).pages
    except (ValidationError, OSError):
        pages = []
    return {kind: find_clause_pages(pages, kind) for kind in KINDS}
