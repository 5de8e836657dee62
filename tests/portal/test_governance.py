"""When a document holds and when it is due again, over two elections."""

from datetime import date

import pytest

from portal.governance import ROLE_OF, ROLES, TONES, Standing, due_from, in_words, standing
from portal.models import GovernanceDocument

Kind = GovernanceDocument.Kind


def document(term=2022, state="standing", **facts):
    return GovernanceDocument(kind="programme", term_begins_in=term, state=state, **facts)


@pytest.mark.parametrize(
    ("term", "day", "expected"),
    [
        # The programme of 2022-2026 over its own election and the next.
        (2022, date(2022, 9, 11), Standing.COMING),
        (2022, date(2022, 10, 14), Standing.COMING),
        (2022, date(2022, 10, 15), Standing.IN_FORCE),
        (2022, date(2026, 9, 12), Standing.IN_FORCE),
        (2022, date(2026, 9, 13), Standing.IN_FORCE),
        (2022, date(2026, 9, 14), Standing.DUE),
        (2022, date(2026, 10, 14), Standing.DUE),
        (2022, date(2026, 11, 22), Standing.DUE),
        # That of 2026-2030, which is to be decided now.
        (2026, date(2026, 10, 14), Standing.COMING),
        (2026, date(2026, 10, 15), Standing.IN_FORCE),
        (2026, date(2030, 9, 8), Standing.IN_FORCE),
        (2026, date(2030, 9, 9), Standing.DUE),
        # And one of no term at all.
        (None, date(2026, 9, 14), Standing.IN_FORCE),
        (None, date(2090, 1, 1), Standing.IN_FORCE),
    ],
)
def test_over_both_elections(term, day, expected):
    assert standing(document(term), day) == expected


@pytest.mark.parametrize(("state", "expected"), [("replaced", Standing.REPLACED), ("ended", Standing.ENDED)])
def test_what_was_replaced_or_ended_is_never_due(state, expected):
    assert standing(document(2014, state), date(2026, 11, 22)) == expected


def test_no_document_is_missing_and_not_said_not_to_exist():
    assert standing(None, date(2026, 11, 22)) == Standing.MISSING
    assert "Det kan finnas ändå" in in_words(None, date(2026, 11, 22))


def test_the_words_name_the_days():
    old = document(2022)

    assert in_words(old, date(2026, 10, 1)).startswith("Gäller till 14\u00a0oktober 2026.")
    assert in_words(old, date(2026, 10, 15)).startswith("Gällde till 14\u00a0oktober 2026.")
    assert "efter valet 2026" in in_words(old, date(2026, 10, 15))
    assert due_from(old) == date(2026, 9, 14)
    assert due_from(document(None)) is None


def test_every_kind_belongs_to_one_of_the_four_roles():
    assert set(ROLE_OF) == set(Kind)
    assert len(ROLES) == 4
    assert all(role.sentence.count(".") == 1 for role in ROLES)
    assert set(TONES) == set(Standing)
