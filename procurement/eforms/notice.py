"""What the portal takes from a notice, whichever kind of file it came in. Money in whole kronor without VAT.

A notice holds no personnummer and no names of contact persons: whoever reads one in has left them out.
"""

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import get_args

PLANNING, CALL, INTENT, RESULT, MODIFICATION, OTHER = (
    "planning",
    "call",
    "intent",
    "result",
    "modification",
    "other",
)


EMPTY = (None, "", (), False)


class LotStatus(StrEnum):
    """What became of a lot (BT-142, code list winner-selection-status)."""

    WINNER = "selec-w"
    CLOSED = "clos-nw"
    OPEN = "open-nw"


@dataclass(frozen=True)
class Party:
    """A buyer or a supplier. `number` is a Swedish organisation number, or empty; `kind` a code of buyer-legal-type."""

    name: str
    number: str = ""
    country: str = "SE"
    kind: str = ""


@dataclass(frozen=True)
class NoticeLot:
    """A lot. `reserved` are the codes of BT-71. Days that the source does not know are None."""

    identifier: str
    title: str
    description: str = ""
    cpv: str = ""
    more_cpv: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    value: int | None = None
    months: int | None = None
    too_long: bool = False  # more than three years, in whichever unit
    starts_on: date | None = None
    ends_on: date | None = None
    is_open_ended: bool = False
    is_framework: bool = False


@dataclass(frozen=True)
class LotResult:
    lot: str
    status: str


@dataclass(frozen=True)
class Award:
    """A contract with a winner, for one lot."""

    lot: str
    supplier: Party
    reference: str = ""
    title: str = ""
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_open_ended: bool = False
    value: int | None = None
    is_framework: bool = False

    @property
    def who(self):
        """What tells suppliers of a lot apart."""
        return self.supplier.number or self.supplier.name.casefold()


@dataclass(frozen=True)
class Notice:
    """One notice in one version. `changes` is the notice that this one replaces (BT-758)."""

    kind: str
    subtype: str
    notice_id: str
    version: str
    buyer: Party
    title: str = ""
    summary: str = ""
    source: str = "eforms"
    procedure_id: str = ""
    publication_number: str = ""
    published_on: date | None = None
    sent_at: datetime | None = None
    changes: str = ""
    is_cancelling: bool = False
    law: str = "lou"
    database: str = ""
    value: int | None = None
    ceiling: int | None = None
    is_framework: bool = False
    is_reserved: bool = False  # when the source says so and not which lot
    planned_notice_on: date | None = None
    questions_until: date | None = None
    closes_at: datetime | None = None
    lots: tuple[NoticeLot, ...] = ()
    results: tuple[LotResult, ...] = ()
    awards: tuple[Award, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def thread(self):
        """What joins the notices of one procurement."""
        return self.procedure_id or self.changes or self.notice_id

    def sort_key(self):
        """The order in which notices were sent; of two at the same moment the change comes last."""
        sent = self.sent_at or datetime.min.replace(tzinfo=UTC)
        return (sent, bool(self.changes), version_key(self.version), self.notice_id)

    def with_warnings(self, warnings):
        return replace(self, warnings=(*self.warnings, *warnings))


def version_key(version):
    """02 is newer than 01, and 10 than 9."""
    return (int(version), version) if version.isdecimal() else (0, version)


def to_json(notice):
    """The notice as JSON can hold it; what is empty is left out."""
    return {name: _plain(value) for name, value in vars(notice).items() if value not in EMPTY}


def _plain(value):
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Party | NoticeLot | LotResult | Award):
        return to_json(value)
    return value.isoformat() if isinstance(value, date) else value


def from_json(facts):
    """The notice again."""
    return _build(Notice, facts)


def _build(kind, facts):
    return kind(**{field.name: _value(field.type, facts[field.name]) for field in fields(kind) if field.name in facts})


def _value(kind, value):
    if isinstance(value, list):
        part = get_args(kind)[0]
        return tuple(_value(part, item) for item in value)
    if isinstance(value, dict):
        return _build(kind, value)
    if kind == date | None:
        return date.fromisoformat(value)
    if kind == datetime | None:
        return datetime.fromisoformat(value)
    return value
