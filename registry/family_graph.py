"""Who owns whom and who gives what to whom, and which gifts 2022:900, 8 § does not allow. Pure: no database.

A registered organisation may transfer value only to other registered organisations or to research, and so may one that
has been deregistered, for five years from the decision (8 §). What counts is the recipient's state on the day of the
transfer. A dealing that is purely businesslike is no transfer of value (2 §): it is never flagged, only listed apart.
Nobody knows what a silent register would have said: then the answer is unknown, neither allowed nor not.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import permutations


class State(StrEnum):
    """What is known of a node at Kammarkollegiet on a day."""

    REGISTERED = "registered"
    TAIL = "tail"  # deregistered, and bound for five years: no longer registered
    NOT_REGISTERED = "not_registered"
    UNKNOWN = "unknown"
    RESEARCH = "research"
    NEVER = "never"  # natural persons: nobody registers them


class Outcome(StrEnum):
    """What 8 § says of one transfer on its day."""

    ALLOWED = "allowed"
    FLAGGED = "flagged"
    UNKNOWN = "unknown"
    NOT_BOUND = "not_bound"
    BUSINESSLIKE = "businesslike"


class Risk(StrEnum):
    """Whether a family may come to give where it may not: some of it is bound, and some of it is not registered."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """Days, the first and the last included; without a last day it goes on."""

    first: date
    last: date | None = None

    def holds(self, on):
        return self.first <= on and (self.last is None or on <= self.last)

    def meets(self, first, last):
        """Whether it has a day in common with the days from `first` to `last`."""
        return self.first <= last and (self.last is None or first <= self.last)


@dataclass(frozen=True, slots=True)
class Registration:
    """A period at Kammarkollegiet, and the last day of the five years that its decision to deregister began."""

    period: Span
    bound_until: date | None = None


class Kind(StrEnum):
    MEMBER = "member"  # one of the family's own legal entities
    ENTITY = "entity"  # a legal entity of another family in the portal
    OUTSIDE = "outside"  # an organisation that the portal knows by number alone
    FOREIGN = "foreign"
    RESEARCH = "research"
    PERSONS = "persons"
    OWNER = "owner"  # members, staff, private persons or the public, as owners


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody who owns, is owned, gives or receives. `absent` is when the register is known not to hold it."""

    key: str
    name: str
    kind: Kind
    registrations: tuple[Registration, ...] = ()
    absent: tuple[Span, ...] = ()

    def state(self, on):
        """What is known of it on the day. Being registered goes before everything else that was noted."""
        if self.kind == Kind.RESEARCH:
            return State.RESEARCH
        if self.kind == Kind.PERSONS:
            return State.NEVER
        if any(row.period.holds(on) for row in self.registrations):
            return State.REGISTERED
        if any(_in_tail(row, on) for row in self.registrations):
            return State.TAIL
        if any(span.holds(on) for span in self.absent):
            return State.NOT_REGISTERED
        return State.UNKNOWN


def _in_tail(registration, on):
    ended = registration.period.last
    return ended is not None and registration.bound_until is not None and ended < on <= registration.bound_until


@dataclass(frozen=True, slots=True)
class Ownership:
    """That one owns or governs another, for a time. Shares are percent, as they are read."""

    owner: str
    owned: str
    period: Span
    share: str = ""
    votes: str = ""
    appoints_board: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """That value went, or is to go, from one to another on a day. Whole kronor."""

    key: str
    giver: str
    recipient: str
    on: date
    amount: int
    is_businesslike: bool = False
    what: str = ""


@dataclass(frozen=True)
class Graph:
    """A family with all that it gives and is given. Every edge is between nodes that are there."""

    nodes: tuple[Node, ...]
    ownerships: tuple[Ownership, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    by_key: dict = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "by_key", {node.key: node for node in self.nodes})

    def owned_on(self, on):
        return [edge for edge in self.ownerships if edge.period.holds(on)]

    def members(self):
        return [node for node in self.nodes if node.kind == Kind.MEMBER]


@dataclass(frozen=True, slots=True)
class Finding:
    """A transfer with what is known of both sides on its day, and what 8 § says of it."""

    transfer: Transfer
    giver: State
    recipient: State
    outcome: Outcome


BOUND = {State.REGISTERED, State.TAIL}
MAY_RECEIVE = {State.REGISTERED, State.RESEARCH}
UNREGISTERED = {State.TAIL, State.NOT_REGISTERED}


def judge(graph, transfer):
    """What 8 § says of the transfer. Of three answers, unknown is given whenever a silent register could turn it."""
    giver = graph.by_key[transfer.giver].state(transfer.on)
    recipient = graph.by_key[transfer.recipient].state(transfer.on)
    return Finding(transfer, giver, recipient, _outcome(transfer, giver, recipient))


def _outcome(transfer, giver, recipient):
    if transfer.is_businesslike:
        return Outcome.BUSINESSLIKE
    if giver not in BOUND and giver != State.UNKNOWN:
        return Outcome.NOT_BOUND
    if recipient in MAY_RECEIVE:
        return Outcome.ALLOWED
    if State.UNKNOWN in (giver, recipient):
        return Outcome.UNKNOWN
    return Outcome.FLAGGED


def findings(graph, first, last):
    """Every transfer from the first day to the last, judged, by day and then as recorded."""
    chosen = [edge for edge in graph.transfers if first <= edge.on <= last]
    return [judge(graph, edge) for edge in sorted(chosen, key=lambda edge: edge.on)]


def flags(graph, first, last=None):
    """The transfers that 8 § does not allow, of one day or from one day to another."""
    return [row for row in findings(graph, first, last or first) if row.outcome == Outcome.FLAGGED]


def transfer_risk(graph, on):
    """Whether somebody in the family is bound on the day while another member is not registered."""
    states = [node.state(on) for node in graph.members()]
    # A member in the tail is both bound and unregistered, so whatever another member is, the two are a pair.
    if _are_two(states, BOUND, UNREGISTERED) or _are_two(states, {State.TAIL}, set(State)):
        return Risk.YES
    silent = {State.UNKNOWN}
    return Risk.UNKNOWN if _are_two(states, BOUND | silent, UNREGISTERED | silent) else Risk.NO


def _are_two(states, givers, recipients):
    """Whether one member is among the givers and another among the recipients."""
    return any(giver in givers and recipient in recipients for giver, recipient in permutations(states, 2))
