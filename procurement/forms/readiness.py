"""The boxes of "Är vi redo?"."""

from django import forms
from django.utils import timezone

from procurement.models.readiness import ReadyItem
from procurement.ready_items import HELP
from registry.forms.base import ChoicesWithHelp, Form
from registry.wording import day_in_words

NONE = "inga"


class ReadyForm(Form):
    """What is done by the organisation's own word, each box with who ticked it and when.

    `seen` names the boxes that were ticked when the page was fetched.
    """

    seen = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    done = forms.MultipleChoiceField(
        label="Det här vet bara ni", required=False, widget=forms.CheckboxSelectMultiple, help_text="Kryssa det ni har."
    )

    def __init__(self, *args, ticks, **kwargs):
        super().__init__(*args, **kwargs)
        told = {row.item: f" Kryssat av {row.ticked_by} {_day(row.ticked_at)}." for row in ticks}
        self.fields["done"].choices = ChoicesWithHelp(
            (item.value, item.label, HELP[item] + told.get(item, "")) for item in ReadyItem
        )
        self.initial.setdefault("done", list(told))
        self.initial.setdefault("seen", ",".join(sorted(told)) or NONE)

    def clean_seen(self):
        """The boxes as a set; None when the page did not say."""
        named = self.cleaned_data["seen"]
        return {item for item in named.split(",") if item in ReadyItem.values} if named else None


def _day(moment):
    return day_in_words(timezone.localdate(moment))
