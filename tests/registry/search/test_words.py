"""What a text becomes, and that nothing a person types can break a query."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.search.compounds import parts
from registry.search.stems import stem
from registry.search.words import Query, entry_terms, name_key, number_prefix

NASTY = st.text(
    alphabet=st.sampled_from(list("aåöé '\"\\&|!:*()<->.-/_%?#=~0123456789\x00\n\u00ad\ud7ff😀ßİ")), max_size=40
)


def matches(stored, typed):
    """Does the database find the stored terms with the typed text?"""
    query = Query(typed)
    with connection.cursor() as cursor:
        cursor.execute("select %s::tsvector @@ %s::tsquery", [stored.tsvector(), query.tsquery])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "forms",
    [
        "bostad bostäder bostaden bostäderna bostads",
        "äldrebostad äldrebostäder",
        "skola skolan skolor skolorna skolans",
        "förskola förskolan förskolor",
        "upphandling upphandla upphandlade upphandlingar",
        "rådgivning rådgivare rådgivningen",
        "kvinna kvinnor kvinnan",
        "förening föreningen föreningar föreningarna",
        "boende boendet boenden boendets",
        "museum museer museet",
        "hem hemmet hemmen",
        "ledsagning ledsagare",
        "göteborg göteborgs",
    ],
)
def test_forms_of_a_word_share_a_stem(forms):
    stems = {stem(form) for form in forms.split()}

    assert len(stems) == 1


def test_threads_do_not_spoil_each_others_stems():
    words = [f"{first}{last}" for first in ("barn", "omsorgs", "skol", "vård") for last in ("hemmets", "boendena")]
    alone = [stem.__wrapped__(word) for word in words]
    switched_after = sys.getswitchinterval()

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda _: [stem.__wrapped__(word) for word in words], range(300)))
    finally:
        sys.setswitchinterval(switched_after)

    assert all(found == alone for found in together)


@pytest.mark.parametrize(
    "one, other", [("får", "far"), ("rom", "romaner"), ("plan", "pl"), ("barn", "bar"), ("vård", "vän")]
)
def test_different_words_keep_apart(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "word, found",
    [
        ("äldreomsorg", {"äldre", "omsorg"}),
        ("hemsjukvård", {"hem", "sjukvård", "sjuk", "vård"}),
        ("kvinnojour", {"kvinno", "jour"}),
        ("boendestöd", {"boende", "stöd"}),
        ("missbruksvård", {"missbruk", "miss", "bruk", "vård"}),
        ("omsorg", set()),
        ("förening", set()),
        ("göteborg", set()),
        ("xyzzyqwert", set()),
    ],
)
def test_a_compound_is_taken_apart(word, found):
    assert set(parts(word)) == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text, typed",
    [
        ("Äldreomsorg i hela länet", "omsorg"),
        ("Äldreomsorg i hela länet", "aldreomsorg"),
        ("Äldreomsorg i hela länet", "äldreomsorgen"),
        ("Vi bygger bostäder", "bostad"),
        ("Vi bygger bostäder", "bostader"),
        ("En bostad för var och en", "bostäder"),
        ("Skolan i byn", "skola"),
        ("En skola i byn", "skolorna"),
        ("Upphandlade tjänster", "upphandling"),
        ("Hemvård", "hemtjänst"),
        ("Kvinnojour i Lund", "skyddat boende"),
        ("Svenska för invandrare", "sfi"),
        ("Café Överkikaren", "cafe overkikaren"),
        ("HVB-hem", "hvb"),
        ("S:t Lukas", "st lukas"),
        ("J.P.S. Taxi", "jps"),
        ("Får och getter", "far"),
        ("Män för jämställdhet", "man for jamstalldhet"),
    ],
)
def test_a_text_is_found(text, typed):
    stored = entry_terms(names=[], purpose=text)

    assert matches(stored, typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text, typed", [("Far och son", "får"), ("Omsorg", "omsorg skola"), ("Barn", "barr"), ("Mål och medel", "mål mal")]
)
def test_a_text_is_not_found(text, typed):
    stored = entry_terms(names=[], purpose=text)

    assert matches(stored, typed) is (typed == "mål mal")


@pytest.mark.parametrize(
    "one, other",
    [
        ("STIFTELSEN BIRKAGÅRDEN", "Birkagården"),
        ("Mäster Grön ek. för.", "MÄSTER GRÖN EKONOMISK FÖRENING"),
        ("FORUM I OSKARSHAMN, STIFTELSEN", "Stiftelsen Forum i Oskarshamn"),
        ("Vänersborgs måleri förening u p a", "VÄNERSBORGS MÅLERI, UPA"),
        ("J.P.S. Taxi i Säffle", "jps taxi i saffle"),
    ],
)
def test_a_name_is_the_same_without_its_legal_form(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    "typed, digits",
    [("802000-1234", "8020001234"), ("8020", "8020"), ("802", ""), ("16802000-1234", "8020001234"), ("802000 1234", "8020001234"),
     ("8020 kök", ""), ("", ""), ("-", ""), ("१२३४", "")],
)  # fmt: skip
def test_digits_are_a_number_to_look_up(typed, digits):
    assert number_prefix(typed) == digits


@pytest.mark.django_db
@settings(max_examples=300)
@given(st.text(max_size=80) | NASTY)
def test_anything_typed_is_a_valid_query(typed):
    query = Query(typed)

    with connection.cursor() as cursor:
        for literal in (query.tsquery, query.in_name, query.whole_name) if query else ():
            cursor.execute("select %s::tsquery", [literal])


@pytest.mark.django_db
@settings(max_examples=200)
@given(st.text(max_size=80) | NASTY, st.text(max_size=200) | NASTY)
def test_anything_written_can_be_stored_and_is_found_by_its_own_name(name, purpose):
    stored = entry_terms(names=[name], purpose=purpose, services=[purpose])

    assert not Query(name) or Query(name).number or matches(stored, name)
