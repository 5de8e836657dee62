"""Paragraphs that guidance cites: found in a text, and told in a few words with a link to the act.

The register's own act stands in the database (`LegalProvision`); the others are rows of portal/data/guidance.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.sources import host_of
from procurement.partnership_questions import KL_URL
from procurement.routes import LOU_URL, LOV_URL
from registry.models import LegalProvision

FILE = Path(__file__).resolve().parent / "data" / "guidance" / "provisions.csv"
ACTS = {"LOU": LOU_URL, "LOV": LOV_URL, "KL": KL_URL, "HSL": "https://lagen.nu/2017:30"}
_NUMBER = r"\d+(?: [a-z])?"
CITATION = re.compile(rf"\b(?:LOU|LOV|KL|HSL) {_NUMBER} kap\. {_NUMBER} §|\blag \(\d{{4}}:\d+\) {_NUMBER} §")
_ACT = re.compile(r"lag \((\d{4}:\d+)\)")


@dataclass(frozen=True)
class Provision:
    """A paragraph: as it is cited, what it is about, and where it stands."""

    citation: str
    says: str
    url: str

    @property
    def host(self):
        return host_of(self.url)


def cited(text):
    """The paragraphs that a text cites, each once, in the text's order; those that nobody knows are left out."""
    citations = list(dict.fromkeys(CITATION.findall(text)))
    codes = {citation: code(citation) for citation in citations if citation.startswith("lag")}
    of_acts = LegalProvision.objects.in_bulk(list(codes.values())) if codes else {}
    found = []
    for citation in citations:
        if row := of_acts.get(codes.get(citation)):
            found.append(Provision(citation, row.title, row.url))
        elif citation in known():
            found.append(known()[citation])
    return found


def code(citation):
    """How the database names the paragraph of an act with a number: 2022:900 8 §."""
    return _ACT.sub(r"\1", citation)


@lru_cache(maxsize=1)
def known():
    """The rows of the file: {citation: Provision}."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["citation"]: Provision(row["citation"], row["says"], ACTS[row["citation"].split()[0]]) for row in rows}
