"""Numbers, dates and words as Swedes write them."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator

from portal.templatetags import ui


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("4991002108", "499100-2108"),
        ("0123456789", "012345-6789"),
        ("499100-2108", "499100-2108"),
        ("NO 123", "NO 123"),
    ],
)
def test_an_organisation_number_gets_its_hyphen(number, written):
    assert ui.orgnr(number) == written


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (72000, "72\u00a0000"), (None, ""), (-1500, "−1\u00a0500")]
)
def test_a_number_has_no_break_spaces_between_thousands(number, written):
    assert ui.antal(number) == written


def test_money_is_whole_kronor_and_missing_is_said_to_be_missing():
    assert ui.kronor(72000) == "72\u00a0000\u00a0kr"
    assert ui.kronor(0) == "0\u00a0kr"
    assert ui.kronor(None) == "uppgift saknas"


def test_a_day_and_an_instant_are_written_in_stockholm():
    assert ui.datum(date(2026, 11, 21)) == "21\u00a0november 2026"
    assert ui.datum(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "1\u00a0januari 2027"
    assert ui.tidpunkt(datetime(2026, 6, 1, 7, 12, tzinfo=UTC)) == "1\u00a0juni 2026 klockan\u00a009.12"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2 §", "2\u00a0§"),
        ("§ 88", "§\u00a088"),
        ("LOU 19 kap. 25 a §", "LOU 19\u00a0kap. 25\u00a0a\u00a0§"),
        ("2 och 3 §§", "2 och 3\u00a0§§"),
        ("<b>2 §</b>", "&lt;b&gt;2\u00a0§&lt;/b&gt;"),
    ],
)
def test_a_paragraph_sign_stays_with_its_number(text, written):
    assert ui.paragraf(text) == written


@pytest.mark.parametrize(
    ("size", "written"), [(12, "12\u00a0byte"), (184_200, "184\u00a0kB"), (1_240_000, "1,2\u00a0MB")]
)
def test_a_file_size_is_written_as_it_is_read(size, written):
    assert ui.filstorlek(size) == written


def test_long_lists_of_pages_leave_numbers_out():
    page = Paginator(range(400), 20).page(7)

    assert ui.page_numbers(page) == [1, None, 6, 7, 8, None, 20]


def test_words_that_differ_are_marked_and_markup_is_escaped():
    before, after = "vård av <äldre> i Göteborg", "vård och utbildning av <äldre>"

    assert ui.removed_from(before, after) == "vård av &lt;äldre&gt;<del> i Göteborg</del>"
    assert ui.added_to(after, before) == "vård<ins> och utbildning</ins> av &lt;äldre&gt;"


class Answers(forms.Form):
    name = forms.CharField(error_messages={"required": "Skriv ett namn."})
    choice = forms.ChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, error_messages={"required": "Välj ett svar."}
    )

    def clean(self):
        raise forms.ValidationError("Hela formuläret är fel.")


def test_errors_lead_to_the_first_thing_one_can_focus():
    links = ui.error_links(Answers({}))

    assert links == [
        {"id": "id_name", "text": "Skriv ett namn."},
        {"id": "id_choice_0", "text": "Välj ett svar."},
        {"id": "", "text": "Hela formuläret är fel."},
    ]


def test_errors_of_several_forms_and_formsets_are_listed_in_their_order():
    formset = forms.formset_factory(Answers)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": "", "form-0-choice": "a"}
    )

    links = ui.error_links([Answers({"name": "x", "choice": ""}), formset])

    assert [link["id"] for link in links] == ["id_choice_0", "", "id_form-0-name", ""]


def test_a_plain_refusal_names_its_field():
    class Plain(forms.Form):
        name = forms.CharField(label="Namn")

    assert ui.error_links(Plain({})) == [{"id": "id_name", "text": "Fyll i fältet Namn"}]


def test_a_page_without_a_sent_form_has_no_errors():
    assert ui.error_links(None) == []
    assert ui.error_links(Answers()) == []
    assert ui.error_links(forms.formset_factory(Answers)()) == []
