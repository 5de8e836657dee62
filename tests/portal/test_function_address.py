"""Which addresses look like a person's, and which are a function's."""

import pytest

from portal.function_address import looks_personal


@pytest.mark.parametrize(
    "address",
    [
        "anna.svensson@kommunen.se",
        "Anna.Svensson@kommunen.se",
        "anna-karin.svensson@kommunen.se",
        "anna.karin.svensson@kommunen.se",
        "anna.von-essen@kommunen.se",
        "a.svensson@kommunen.se",
        "anna_svensson@kommunen.se",
        "anna.svensson2@kommunen.se",
        "anna.svensson+upphandling@kommunen.se",
        "anna.stadig@kommunen.se",
        "christina.hrafn@kommunen.se",
        "åsa.öberg@kommunen.se",
    ],
)
def test_two_names_with_a_dot_are_a_persons(address):
    assert looks_personal(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "upphandling@kommunen.se",
        "upphandling.inkop@kommunen.se",
        "kommunens.jurister@kommunen.se",
        "socialnamnden.diarium@kommunen.se",
        "region.vast@regionen.se",
        "goteborg.stad@kommunen.se",
        "stod.lss@kommunen.se",
        "barn-unga.info@kommunen.se",
        "registrator1@kommunen.se",
        "vard.och.omsorg@kommunen.se",
        "ks@kommunen.se",
    ],
)
def test_a_word_for_the_work_makes_it_a_functions(address):
    assert not looks_personal(address)


def test_what_cannot_be_told_apart_passes():
    assert not looks_personal("annsve@kommunen.se")
