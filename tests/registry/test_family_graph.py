"""Which transfers 8 § does not allow: cases told by hand, and random graphs against an oracle that counts days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.calendar import years_later
from registry.family_graph import (
    Graph,
    Kind,
    Node,
    Outcome,
    Ownership,
    Registration,
    Risk,
    Span,
    State,
    Transfer,
    findings,
    flags,
    judge,
    transfer_risk,
)

DAY = date(2025, 6, 2)
FROM_2024 = Registration(Span(date(2024, 1, 1)))
NOT_IN_2025 = Span(date(2025, 1, 1), date(2025, 12, 31))


def ended(first, decided):
    """Registered from a day until Kammarkollegiet's decision, and bound for five years from it."""
    return Registration(Span(first, decided), years_later(decided, 5))


def node(key, *registrations, kind=Kind.MEMBER, absent=()):
    return Node(key, key.capitalize(), kind, tuple(registrations), tuple(absent))


def gift(giver, recipient, on=DAY, **facts):
    return Transfer(f"{giver}-{recipient}-{on}", giver, recipient, on, 1000, **facts)


def outcome(giver, recipient, on=DAY, **facts):
    graph = Graph((giver, recipient), transfers=(gift(giver.key, recipient.key, on, **facts),))
    return judge(graph, graph.transfers[0]).outcome


REGISTERED = node("a", FROM_2024)


def test_a_registered_one_may_give_to_a_registered_one():
    assert outcome(REGISTERED, node("b", FROM_2024)) == Outcome.ALLOWED


def test_a_recipient_that_the_register_is_known_not_to_hold_is_flagged():
    assert outcome(REGISTERED, node("b", absent=[NOT_IN_2025])) == Outcome.FLAGGED


def test_what_a_silent_register_would_have_said_is_unknown_and_no_flag():
    assert outcome(REGISTERED, node("b")) == Outcome.UNKNOWN


def test_research_may_receive_and_private_persons_may_not():
    assert outcome(REGISTERED, node("b", kind=Kind.RESEARCH)) == Outcome.ALLOWED
    assert outcome(REGISTERED, node("b", kind=Kind.PERSONS)) == Outcome.FLAGGED


def test_a_businesslike_purchase_is_never_flagged_whoever_sells():
    assert outcome(REGISTERED, node("b", absent=[NOT_IN_2025]), is_businesslike=True) == Outcome.BUSINESSLIKE


def test_a_foreign_organisation_is_unknown_until_somebody_has_looked():
    assert outcome(REGISTERED, node("b", kind=Kind.FOREIGN)) == Outcome.UNKNOWN
    assert outcome(REGISTERED, node("b", FROM_2024, kind=Kind.FOREIGN)) == Outcome.ALLOWED


def test_a_recipient_deregistered_in_mid_year_may_receive_until_the_decision_and_not_after():
    decided = date(2025, 6, 30)
    recipient = node("b", ended(date(2024, 1, 1), decided))

    assert outcome(REGISTERED, recipient, decided) == Outcome.ALLOWED
    assert outcome(REGISTERED, recipient, decided + timedelta(days=1)) == Outcome.FLAGGED


def test_a_recipient_in_its_own_tail_is_not_registered_and_is_flagged_to_its_last_day():
    recipient = node("b", ended(date(2023, 1, 1), date(2024, 2, 29)))

    assert outcome(REGISTERED, recipient, date(2029, 2, 28)) == Outcome.FLAGGED
    assert outcome(REGISTERED, recipient, date(2029, 3, 1)) == Outcome.UNKNOWN


def test_a_giver_is_bound_through_its_tail_which_ends_on_28_february_after_a_leap_day():
    giver = node("a", ended(date(2023, 1, 1), date(2024, 2, 29)), absent=[Span(date(2029, 3, 1))])
    stranger = node("b", absent=[Span(date(2020, 1, 1))])

    assert outcome(giver, stranger, date(2029, 2, 28)) == Outcome.FLAGGED
    assert outcome(giver, stranger, date(2029, 3, 1)) == Outcome.NOT_BOUND


def test_a_transfer_on_a_leap_day_is_judged_on_that_day():
    leap_day = date(2024, 2, 29)
    recipient = node("b", Registration(Span(leap_day)), absent=[Span(date(2024, 1, 1), leap_day)])

    assert outcome(REGISTERED, recipient, leap_day) == Outcome.ALLOWED
    assert outcome(REGISTERED, recipient, leap_day - timedelta(days=1)) == Outcome.FLAGGED


def test_an_unregistered_giver_is_not_bound_and_a_silent_one_gives_no_answer():
    stranger = node("b", absent=[NOT_IN_2025])

    assert outcome(node("a", absent=[NOT_IN_2025]), stranger) == Outcome.NOT_BOUND
    assert outcome(node("a"), stranger) == Outcome.UNKNOWN
    assert outcome(node("a"), node("b", FROM_2024)) == Outcome.ALLOWED  # whatever the giver is


def test_gifts_in_a_ring_are_judged_each_for_itself():
    ring = Graph(
        (REGISTERED, node("b", FROM_2024), node("c", absent=[NOT_IN_2025])),
        (Ownership("a", "b", Span(DAY)), Ownership("b", "c", Span(DAY)), Ownership("c", "a", Span(DAY))),
        (gift("a", "b"), gift("b", "c"), gift("c", "a")),
    )

    assert [row.outcome for row in findings(ring, DAY, DAY)] == ["allowed", "flagged", "not_bound"]
    assert [row.transfer.recipient for row in flags(ring, DAY)] == ["c"]
    assert flags(ring, DAY + timedelta(days=1)) == []


def risk(*members):
    return transfer_risk(Graph(tuple(members)), DAY)


def test_a_family_is_at_risk_when_one_is_bound_and_another_is_not_registered():
    outside = node("b", absent=[NOT_IN_2025])
    tail = node("t", ended(date(2023, 1, 1), date(2024, 6, 1)))

    assert risk(REGISTERED, outside) == Risk.YES
    assert risk(REGISTERED, tail) == Risk.YES
    assert risk(tail) == Risk.NO
    assert risk(REGISTERED, node("b", FROM_2024)) == Risk.NO
    assert risk(outside, node("c", absent=[NOT_IN_2025])) == Risk.NO
    assert risk(REGISTERED, node("b")) == Risk.UNKNOWN
    assert risk(tail, node("b")) == Risk.YES  # whatever the register says of b, one of the two may not receive
    assert risk(REGISTERED, node("x", kind=Kind.OUTSIDE, absent=[NOT_IN_2025])) == Risk.NO  # not of the family


# The oracle counts days: which days each node is on which list, one set for each list, and nothing clever.
FIRST, LENGTH = date(2024, 2, 1), 60
ALL_DAYS = [FIRST + timedelta(days=number) for number in range(LENGTH)]
days = st.sampled_from(ALL_DAYS)


@st.composite
def spans(draw):
    first, last = sorted([draw(days), draw(days)])
    return Span(first, draw(st.sampled_from([last, None])))


@st.composite
def registrations(draw):
    span = draw(spans())
    tail = draw(st.integers(0, 20))
    return Registration(span, span.last and span.last + timedelta(days=tail))


@st.composite
def graphs(draw):
    keys = [f"n{number}" for number in range(draw(st.integers(2, 6)))]
    nodes = [
        Node(
            key,
            key,
            draw(st.sampled_from(list(Kind))),
            tuple(draw(st.lists(registrations(), max_size=2))),
            tuple(draw(st.lists(spans(), max_size=2))),
        )
        for key in keys
    ]
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys), days, st.booleans())
    edges = [
        Transfer(str(number), giver, recipient, on, 1, businesslike)
        for number, (giver, recipient, on, businesslike) in enumerate(draw(st.lists(pairs, max_size=12)))
    ]
    return Graph(tuple(nodes), (), tuple(edges))


def calendar_of(spans_):
    """Every day of the calendar that stands in any of the spans."""
    return {day for first, last in spans_ for day in ALL_DAYS if first <= day and (last is None or day <= last)}


def oracle(graph):
    """The keys of the flagged and of the unknown transfers, found by walking through the days one at a time."""
    flagged, unknown = set(), set()
    for day in ALL_DAYS:
        registered, bound, known_out = set(), set(), set()
        for row in graph.nodes:
            periods = [(entry.period.first, entry.period.last) for entry in row.registrations]
            tails = [(entry.period.last, entry.bound_until) for entry in row.registrations if entry.period.last]
            on_list = day in calendar_of(periods)
            after = day in calendar_of(tails)
            out = day in calendar_of([(span.first, span.last) for span in row.absent])
            special = row.kind in (Kind.RESEARCH, Kind.PERSONS)
            if on_list and not special:
                registered.add(row.key)
            if (on_list or after) and not special:
                bound.add(row.key)
            if special or (not on_list and (after or out)):
                known_out.add(row.key)
        research = {row.key for row in graph.nodes if row.kind == Kind.RESEARCH}
        for edge in graph.transfers:
            if edge.on != day or edge.is_businesslike or edge.recipient in registered | research:
                continue
            may_be_bound = edge.giver in bound or edge.giver not in known_out
            if edge.giver in bound and edge.recipient in known_out:
                flagged.add(edge.key)
            elif may_be_bound:
                unknown.add(edge.key)
    return flagged, unknown


@given(graphs())
def test_flags_agree_with_an_oracle_that_walks_through_the_days(graph):
    flagged, unknown = oracle(graph)

    judged = findings(graph, ALL_DAYS[0], ALL_DAYS[-1])

    assert {row.transfer.key for row in judged if row.outcome == Outcome.FLAGGED} == flagged
    assert {row.transfer.key for row in judged if row.outcome == Outcome.UNKNOWN} == unknown
    assert {row.transfer.key for day in ALL_DAYS for row in flags(graph, day)} == flagged
    assert len(judged) == len(graph.transfers)


@given(graphs(), days)
def test_risk_agrees_with_trying_every_answer_of_the_silent(graph, on):
    members = [row.state(on) for row in graph.members()]
    possible = {True: False, False: False}
    for number in range(3 ** members.count(State.UNKNOWN)):
        filled = []
        for state in members:
            if state == State.UNKNOWN:
                number, choice = divmod(number, 3)
                filled.append([State.REGISTERED, State.TAIL, State.NOT_REGISTERED][choice])
            else:
                filled.append(state)
        at_risk = any(
            giver in ("registered", "tail") and recipient in ("tail", "not_registered")
            for place, giver in enumerate(filled)
            for other, recipient in enumerate(filled)
            if place != other
        )
        possible[at_risk] = True

    expected = Risk.UNKNOWN if all(possible.values()) else Risk.YES if possible[True] else Risk.NO
    assert transfer_risk(graph, on) == expected
