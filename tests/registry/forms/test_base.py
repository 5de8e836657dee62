"""The forms that every form builds on."""

import importlib
import inspect
import pkgutil
from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone

import registry.forms
from registry.forms.base import ChoicesWithHelp, Form, PastDayField, PdfField, SwedishDateField

# The number that Skatteverket writes in its own examples; nobody bears it.
PERSONAL_NUMBER = "811228-9874"


class Purpose(Form):
    purpose = forms.CharField(label="Syfte", widget=forms.Textarea)
    place = forms.ChoiceField(label="Plats", choices=[("1", "Umeå")], required=False)


class Adopted(Form):
    day = SwedishDateField(label="När antogs stadgarna?")


class Statutes(Form):
    file = PdfField(label="Stadgar")


def test_a_text_that_is_too_long_is_refused_with_how_long_it_may_be():
    class Short(Form):
        text = forms.CharField(max_length=20)

    form = Short({"text": "a" * 21})

    assert form.errors["text"] == ["Skriv högst 20 tecken. Nu är det 21."]


@pytest.mark.parametrize("name", ["purpose", "place"])
def test_a_personnummer_is_refused_and_not_shown_again(name):
    data = QueryDict(mutable=True)
    data.update({"purpose": "Vi hjälper barn.", "place": "1"})
    data[name] = f"Kontakt {PERSONAL_NUMBER} tack"

    form = Purpose(data)

    assert form.errors[name] == ["Ta bort personnumret. Portalen sparar inga personnummer."]
    assert name not in form.cleaned_data
    assert PERSONAL_NUMBER not in str(form)
    assert "9874" not in str(form)


def test_the_rest_of_what_was_typed_stands():
    form = Purpose({"purpose": f"Vi hjälper barn. {PERSONAL_NUMBER}", "place": "1"})

    assert not form.is_valid()
    assert "Vi hjälper barn." in str(form)


def test_an_organisation_number_in_a_text_is_no_personnummer():
    assert Purpose({"purpose": "Vi hör ihop med 499100-2108."}).is_valid()


def date_fields():
    """Every field for a day, of every form."""
    for module in pkgutil.iter_modules(registry.forms.__path__, "registry.forms."):
        for name, form in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            fields = getattr(form, "base_fields", {})
            yield from (
                pytest.param(field, id=f"{name}.{key}")
                for key, field in fields.items()
                if isinstance(field, forms.DateField)
            )


@pytest.mark.parametrize("field", date_fields())
@pytest.mark.parametrize("typed", ["0001-01-01", "0206-05-12", "9999-12-31"])
def test_a_year_that_is_a_slip_of_the_finger_is_refused(field, typed):
    with pytest.raises(ValidationError):
        field.clean(typed)


def test_a_day_that_has_been_may_be_old_and_may_be_today():
    field = PastDayField()

    assert field.clean("1551-06-24") == date(1551, 6, 24)
    assert field.clean(timezone.localdate().isoformat()) == timezone.localdate()


def test_a_day_that_has_not_been_is_refused_in_the_fields_own_words():
    tomorrow, today = timezone.localdate() + timedelta(days=1), timezone.localdate()

    with pytest.raises(ValidationError, match="Välj i dag eller en dag som har varit."):
        PastDayField().clean(tomorrow.isoformat())
    with pytest.raises(ValidationError, match=f"I dag är det {today}."):
        PastDayField(error_messages={"future": "I dag är det {today}."}).clean(tomorrow.isoformat())


@pytest.mark.parametrize("typed", ["2026-05-12", "20260512", " 2026-05-12 "])
def test_a_day_may_be_typed_with_or_without_hyphens(typed):
    form = Adopted({"day": typed})

    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 5, 12)


def test_a_day_that_is_none_is_refused_and_kept():
    form = Adopted({"day": "i våras"})

    assert form.errors["day"] == ["Skriv dagen som 2026-05-12."]
    assert 'value="i våras"' in str(form)


def test_a_day_kept_is_shown_as_it_is_typed():
    assert 'value="2026-05-12"' in str(Adopted(initial={"day": date(2026, 5, 12)}))


def test_a_pdf_is_told_by_what_it_holds():
    named = SimpleUploadedFile("stadgar.pdf", b"MZ program", content_type="application/pdf")
    held = SimpleUploadedFile("stadgar", b"%PDF-1.7\n...", content_type="application/octet-stream")

    assert Statutes({}, {"file": named}).errors["file"] == [
        "Filen är inte en PDF. Spara den som PDF och välj den igen."
    ]
    assert Statutes({}, {"file": held}).is_valid()


def test_a_pdf_over_twenty_megabytes_is_refused():
    large = SimpleUploadedFile("stadgar.pdf", b"%PDF-1.7")
    large.size = 20 * 1024 * 1024 + 1

    assert Statutes({}, {"file": large}).errors["file"] == ["Filen är större än 20 MB. Välj en mindre fil."]


class Present:
    url = "/handlingar/1/"
    name = "stadgar-2024.pdf"
    size = 184_000


def test_a_file_already_handed_in_is_named_and_need_not_be_sent_again():
    form = Statutes({}, {})
    form.fields["file"].present = Present()

    assert form.is_valid()
    assert "stadgar-2024.pdf (PDF, 184\u00a0kB)" in str(form)
    assert "(frivilligt)" not in str(form)


def test_choices_carry_their_help():
    class Question(Form):
        answer = forms.ChoiceField(
            label="Svar", widget=forms.RadioSelect, choices=ChoicesWithHelp([("yes", "Ja", "Syftet är det enda")])
        )

    form = Question({"answer": "yes"})

    assert form.is_valid()
    assert "<span>Syftet är det enda</span>" in str(form)
