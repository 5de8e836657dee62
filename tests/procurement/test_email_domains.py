"""An authority's own e-mail domain, and everything that only looks like one."""

import pytest
from django.core.exceptions import ValidationError

from procurement import email_domains
from procurement.models import ContractingAuthority

# Written by their numbers, since they look like what they are not.
CYRILLIC_O = "g\u043eteborg.se"
GREEK_O = "g\u03bfteborg.se"
DOTTED = "göteborg.se"


@pytest.fixture
def gothenburg():
    return ContractingAuthority(name="Göteborgs kommun", email_domains=["goteborg.se", "sodra.goteborg.se"])


@pytest.mark.parametrize(
    "email",
    ["kim@goteborg.se", "Kim@GOTEBORG.SE", "kim@Goteborg.se.", "kim@sodra.goteborg.se", "a@b@goteborg.se"],
)
def test_the_same_domain_belongs_however_it_is_typed(gothenburg, email):
    assert email_domains.belongs(email, gothenburg)
    assert email_domains.refusal(email, gothenburg) == ""


@pytest.mark.parametrize(
    ("domain", "says"),
    [
        ("goteborg.se.example.com", "Den börjar som goteborg.se men hör till någon annan."),
        ("norra.goteborg.se", "Den är en underdomän till goteborg.se, och räknas för sig."),
        ("g0teborg.se", "Den ser ut som goteborg.se men är en annan."),
        ("goteb0rg.se", "Den ser ut som goteborg.se men är en annan."),
        ("goteborq.se", "goteborq.se är inte registrerad för Göteborgs kommun."),
        (DOTTED, "Den ser ut som goteborg.se men är en annan."),
        ("xn--gteborg-90a.se", "Den ser ut som goteborg.se men är en annan."),
        (CYRILLIC_O, "Den ser ut som goteborg.se men är en annan."),
        (GREEK_O, "Den ser ut som goteborg.se men är en annan."),
        ("goteborg.com", "Den slutar inte som goteborg.se."),
        ("go-teborg.se", "Den ser ut som goteborg.se men är en annan."),
        ("xgoteborg.se", "xgoteborg.se är inte registrerad för Göteborgs kommun."),
        ("exempel.example", "exempel.example är inte registrerad för Göteborgs kommun."),
    ],
)
def test_one_that_looks_like_it_is_refused_with_what_to_do(gothenburg, settings, domain, says):
    text = email_domains.refusal(f"kim@{domain}", gothenburg)

    assert says in text
    assert f"Skriv till handläggarna på {settings.OPERATOR_EMAIL} och be dem registrera den." in text
    assert not email_domains.belongs(f"kim@{domain}", gothenburg)


@pytest.mark.parametrize("domain", [CYRILLIC_O, GREEK_O])
def test_foreign_letters_are_shown_as_the_internet_writes_them(gothenburg, domain):
    text = email_domains.refusal(f"kim@{domain}", gothenburg)

    assert domain not in text
    assert "xn--" in text


def test_a_registered_domain_with_dots_is_equal_in_both_forms():
    authority = ContractingAuthority(name="Åre kommun", email_domains=[email_domains.normalise("Åre.se")])

    assert authority.email_domains == ["xn--re-xia.se"]
    assert email_domains.belongs("kim@åre.se", authority)
    assert email_domains.belongs("kim@xn--re-xia.se", authority)
    assert email_domains.shown("xn--re-xia.se") == "åre.se"
    assert not email_domains.belongs("kim@are.se", authority)


def test_an_authority_without_domains_has_nobody(settings):
    authority = ContractingAuthority(name="Ale kommun")

    text = email_domains.refusal("kim@ale.example", authority)

    assert text.startswith("Ale kommun har ingen registrerad e-postdomän.")
    assert settings.OPERATOR_EMAIL in text


@pytest.mark.parametrize(("typed", "kept"), [(" @Ale.SE ", "ale.se"), ("ale.se.", "ale.se"), ("ALE.se", "ale.se")])
def test_a_domain_is_kept_in_one_form(typed, kept):
    assert email_domains.normalise(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("gmail.com", "open"),
        ("Outlook.com", "open"),
        ("telia.com", "open"),
        ("mail.telia.com", "open"),
        ("pp.se", "open"),
        ("se", "form"),
        ("", "form"),
        ("kim@ale.se", "form"),
        ("https://ale.se", "form"),
        ("*.ale.se", "form"),
        ("ale..se", "form"),
        ("-ale.se", "form"),
        ("192.168.1.1", "form"),
        ("a" * 70 + ".se", "form"),
        (CYRILLIC_O, "alphabet"),
        ("xn--gteborg-9ig.se", "alphabet"),
    ],
)
def test_what_is_nobodys_own_is_not_registered(typed, code):
    with pytest.raises(ValidationError) as refused:
        email_domains.normalise(typed)

    assert refused.value.code == code


@pytest.mark.parametrize("email", ["", "kim", "kim@", "@", "kim@.", "kim@xn--", "kim@" + "ö" * 300 + ".se"])
def test_an_address_that_makes_no_sense_belongs_nowhere(gothenburg, email):
    assert not email_domains.belongs(email, gothenburg)
    assert email_domains.refusal(email, gothenburg)
