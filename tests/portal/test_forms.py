"""How forms are drawn."""

import pytest
from django import forms
from django.template.loader import render_to_string


class Contact(forms.Form):
    name = forms.CharField(
        label="Namn", help_text="Som det står i stadgarna", error_messages={"required": "Skriv namnet."}
    )
    email = forms.EmailField(
        label="E-post", widget=forms.EmailInput(attrs={"autocomplete": "email", "placeholder": "du@x.se"})
    )
    page = forms.CharField(label="Sida", required=False)
    role = forms.ChoiceField(
        label="Roll",
        choices=[("", "-"), ("a", "Ägare"), ("b", "Läsare")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en roll."},
    )
    agree = forms.BooleanField(label="Det stämmer", required=False)


@pytest.fixture
def refused():
    return Contact({"email": "fel", "page": "2 <"})


def test_a_field_has_label_hint_error_and_control_in_that_order(refused):
    html = refused["name"].as_field_group()

    order = [html.index(part) for part in ["<label", "field__hint", "field__error", "<input"]]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="visually-hidden">Fel: </span>Skriv namnet.' in html


def test_what_was_typed_is_kept_and_escaped(refused):
    assert 'value="fel"' in str(refused)
    assert 'value="2 &lt;"' in str(refused)


def test_only_what_may_be_left_empty_is_marked(refused):
    assert str(refused).count("(frivilligt)") == 1
    assert "Sida (frivilligt)" in refused["page"].as_field_group()


def test_autocomplete_stays_and_placeholders_go(refused):
    html = refused["email"].as_field_group()

    assert 'autocomplete="email"' in html
    assert "placeholder" not in html


def test_radios_stand_in_a_named_group_without_the_empty_choice(refused):
    html = refused["role"].as_field_group()

    assert "<fieldset" in html and "<legend>Roll</legend>" in html
    assert html.count('type="radio"') == 2
    assert 'id="id_role_1"' in html


def test_the_summary_leads_to_the_first_radio_and_takes_the_focus(refused):
    html = render_to_string("components/error_summary.html", {"forms": refused})

    assert "Tre svar behöver rättas" in html
    assert 'href="#id_role_1"' in html
    assert "autofocus" in html
