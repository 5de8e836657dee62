"""Bars of targets: one scale for each unit, and a missing outcome is hatched and never a bar of nought."""

from decimal import Decimal

from portal.target_bars import target_bars


def row(outcome, goal, unit="procent"):
    return ("Mål", unit, outcome, Decimal(goal), "told", "note")


def test_those_of_one_unit_share_a_scale():
    first, second, third = target_bars([row(Decimal("3.9"), 7), row(Decimal(2), 9), row(Decimal(40), 80, "platser")])

    assert (first.fill, first.mark) == ("39.0%", "70.0%")
    assert (second.fill, second.mark) == ("20.0%", "90.0%")
    assert (third.fill, third.mark) == ("40.0%", "80.0%")


def test_a_missing_outcome_is_hatched():
    (bar,) = target_bars([row(None, 8)])

    assert bar.fill is None
    assert bar.hatch


def test_nought_is_a_bar_without_length():
    (bar,) = target_bars([row(Decimal(0), 8)])

    assert bar.fill == "0.0%"
    assert not bar.hatch


def test_a_target_of_nought_and_one_below_it_can_be_drawn():
    nought, below = target_bars([row(Decimal(0), 0), row(Decimal(-3), -5, "kronor")])

    assert nought.mark == "0.0%"
    assert (below.fill, below.mark) == ("0.0%", "0.0%")
