"""The statutes assistant against thirty documents. It hints; it never approves."""

from collections import Counter

import pytest

from registry.statutes_assistant import LONGEST_QUOTE, Hint, examine
from tests.registry.statutes.clauses import EXAMPLES

KINDS = ("purpose", "dissolution")


def answers():
    """Every clause with what was expected and what was said: (example, kind, expected, finding)."""
    for example in EXAMPLES:
        hints = examine(example.pages, is_foundation=example.is_foundation)
        for kind in KINDS:
            expected, finding = getattr(example, kind), getattr(hints, kind)
            if expected is not None:
                yield example, kind, expected, finding


def figures(told):
    """Precision and recall of each answer, as a table to read when the test fails."""
    pairs = Counter((expected[0], str(finding.hint)) for _, _, expected, finding in told)
    lines = []
    for hint in Hint:
        right = pairs[hint, hint]
        said = sum(number for (_, answer), number in pairs.items() if answer == hint)
        meant = sum(number for (expected, _), number in pairs.items() if expected == hint)
        precision, recall = right / said if said else 1, right / meant if meant else 1
        lines.append(f"{hint:7} precision {precision:.2f} recall {recall:.2f} ({right} of {meant}, said {said} times)")
    return "\n".join(lines)


def test_there_are_thirty_documents_and_every_answer_occurs():
    assert len(EXAMPLES) == 30
    assert {expected[0] for _, _, expected, _ in answers()} == set(Hint)


def test_each_clause_gets_the_expected_answer():
    told = list(answers())

    wrong = [
        f"{example.name}, {kind}: {finding.hint}, not {expected[0]}: {finding.text[:120]!r} {finding.reasons}"
        for example, kind, expected, finding in told
        if finding.hint != expected[0]
    ]

    assert wrong == [], figures(told) + "\n" + "\n".join(wrong)


def test_each_clause_is_quoted_from_its_page():
    wrong = [
        f"{example.name}, {kind}: page {finding.page}: {finding.text[:200]!r}"
        for example, kind, (_, page, words), finding in answers()
        if finding.page != page or words not in finding.text
    ]

    assert wrong == []


def test_the_quote_holds_no_neighbouring_paragraph():
    for _, _, _, finding in answers():
        assert "Medlemskap" not in finding.text
        assert "Räkenskapsår" not in finding.text


def test_a_foundation_is_not_asked_about_dissolution():
    assert examine(["§ 1 Ändamål\nStiftelsens ändamål är vård."], is_foundation=True).dissolution is None


@pytest.mark.parametrize("pages", [[], [""], ["   \n \n"], ["\x00\x01"], ["§"], ["2 §\n2 §\n2 §"]])
def test_nothing_readable_is_missing_and_no_error(pages):
    hints = examine(pages)

    assert hints.purpose.hint == hints.dissolution.hint == Hint.MISSING


def test_every_answer_says_why_and_none_says_approved():
    for _, _, _, finding in answers():
        assert finding.reasons
        assert "godkän" not in " ".join(finding.reasons).lower()


def test_the_longest_document_is_read():
    page = EXAMPLES[0].text.replace("\f", "\n") + "Föreningen " * 400

    hints = examine([page] * 500)

    assert hints.purpose.page == 1
    assert len(hints.dissolution.text) <= LONGEST_QUOTE
