"""The words of the portal are those of its code."""

import re
from pathlib import Path

from portal.glossary import TERMS, terms_in_order

ROOT = Path(__file__).resolve().parent.parent.parent


def test_each_identifier_exists_in_the_code():
    files = [path for app in ("registry", "procurement", "portal") for path in (ROOT / app).rglob("*.py")]
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in files
        if path.name != "glossary.py" and not {"glossary", "migrations"} & set(path.parts)
    )

    missing = [term.identifier for term in TERMS if term.identifier and not re.search(rf"\b{term.identifier}\b", code)]

    assert missing == []


def test_each_term_stands_once_and_its_anchor_is_plain():
    words = [term.swedish for term in TERMS]
    slugs = [term.slug for term in TERMS]

    assert len(set(words)) == len(words)
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)


def test_each_explanation_is_whole_sentences():
    assert all(term.explanation[0].isupper() and term.explanation.endswith(".") for term in TERMS)


def test_the_list_is_in_swedish_order():
    words = [term.swedish for term in terms_in_order()]

    assert words[0] == "allmännyttigt syfte"
    assert words[-2:] == ["ägarkoppling", "överprövning"]
