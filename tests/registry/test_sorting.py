"""Swedish order, the same in Python and in Postgres."""

import pytest
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st

from registry.models import TargetGroup
from registry.sorting import SortKey, swedish_sort_key
from tests.registry.test_reference import load

ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
IN_ORDER = ["ale", "Alingsås", "Borås", "Zinkgruvan", "Åmål", "Ängelholm", "Örebro"]


def test_the_order_is_swedish():
    assert sorted(set(IN_ORDER), key=swedish_sort_key) == IN_ORDER


def test_accents_do_not_move_a_name():
    assert swedish_sort_key("Café Élite Müller") == "cafe elite muller"


@given(st.text(ALPHABET, max_size=12), st.text(ALPHABET, max_size=12))
def test_any_two_words_stand_as_in_the_alphabet(one, other):
    places = [[ALPHABET.index(letter) for letter in word] for word in (one, other)]

    assert (swedish_sort_key(one) < swedish_sort_key(other)) == (places[0] < places[1])


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*IN_ORDER, "ÅÄÖ ÉÜ", "Malå", "Föreningen Ærø à la carte", "1:a maj-kommittén"])
def test_postgres_and_python_agree(text):
    load()

    assert TargetGroup.objects.values_list(SortKey(Value(text)), flat=True)[:1].get() == swedish_sort_key(text)
