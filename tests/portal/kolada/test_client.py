"""How Kolada is asked: patient with what passes, plain about what does not, and never led astray."""

import pytest

from portal.kolada.answers import UnreadableAnswer
from portal.kolada.client import Client, SourceDown
from tests.portal.kolada.source import cell, kolada

ROWS = {("N00120", "1480", 2024): [cell(3.1)]}


def impatient(base, **facts):
    return Client(base, **{"connect": 2, "silent": 0.8, "longest": 1, "largest": 200_000, "patience": (0, 0), **facts})


def ask(source, fault=None, times=None, **facts):
    if fault:
        source.misbehave(fault, page=1, times=times)
    client = impatient(source.base, **facts)
    return client.get(client.values_address(["N00120"], [2024]))


def test_a_good_answer_comes_whole():
    with kolada(ROWS) as source:
        assert b"3.1" in ask(source)


def test_a_packed_answer_is_unpacked():
    with kolada(ROWS) as source:
        assert b"3.1" in ask(source, "packed")


@pytest.mark.parametrize("fault", ["silent", "error", "too_often", "reset", "half"])
def test_what_passes_is_asked_for_again(fault):
    with kolada(ROWS) as source:
        assert b"3.1" in ask(source, fault, times=2)
        assert len(source.asked) == 3


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("silent", "svarade inte i tid"),
        ("dripping", "svarade inte i tid"),
        ("error", "fel 500"),
        ("too_often", "fel 429"),
        ("reset", "går inte att nå"),
        ("half", "bröt förbindelsen mitt i svaret"),
    ],
)
def test_patience_runs_out_and_the_reason_is_told(fault, reason):
    with kolada(ROWS) as source, pytest.raises(SourceDown, match=reason):
        ask(source, fault)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("html", "något annat än JSON"),
        ("missing", "fel 404"),
        ("huge", "Så stort är inget svar"),
        ("packed_and_huge", "Så stort är inget svar"),
        ("redirected_elsewhere", "annan värd, 192.0.2.1"),
        ("redirected_here", "i en cirkel"),
    ],
)
def test_what_will_not_pass_is_not_asked_for_again(fault, reason):
    with kolada(ROWS) as source:
        with pytest.raises(UnreadableAnswer, match=reason):
            ask(source, fault)

        assert len(source.asked) <= 4


def test_nobody_there_is_told():
    with kolada(ROWS) as source:
        base = source.base

    with pytest.raises(SourceDown, match="går inte att nå"):
        impatient(base).get(base)


@pytest.mark.parametrize(
    "base",
    ["http://api.kolada.se/v3", "ftp://127.0.0.1/v3", "file:///etc/passwd", "api.kolada.se", "http://[", "https://"],
)
def test_only_https_is_asked_and_this_machine(base):
    with pytest.raises(UnreadableAnswer, match="https://"):
        Client(base)


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("https://api.kolada.se/v3/data?page=2", "https://api.kolada.se/v3/data?page=2"),
        ("http://api.kolada.se/v3/data?page=2", "https://api.kolada.se/v3/data?page=2"),
        ("/v3/data?page=2", "https://api.kolada.se/v3/data?page=2"),
        ("?page=2", "https://api.kolada.se/v3/data?page=2"),
    ],
)
def test_the_next_page_is_found_on_the_same_host(told, address):
    assert Client().following("https://api.kolada.se/v3/data?page=1", told) == address


@pytest.mark.parametrize(
    "told",
    [
        "https://evil.example/v3",
        "https://api.kolada.se.evil.example/v3",
        "https://api.kolada.se:8443/v3",
        "//evil.example/v3",
        "http://127.0.0.1/v3",
        "http://api.kolada.se:81/v3",
        "https://api.kolada.se@evil.example/",
        "file:///etc/passwd",
        "http://[",
    ],
)
def test_the_next_page_is_never_looked_for_elsewhere(told):
    with pytest.raises(UnreadableAnswer):
        Client().following("https://api.kolada.se/v3/data?page=1", told)
