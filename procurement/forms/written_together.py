"""Forms for what several people write in."""

from django import forms

from procurement.versions import version_of
from registry.forms.base import Form


class WrittenTogetherForm(Form):
    """Refused, once, when somebody else has saved since the page was fetched. What was typed stands.

    `stands` names what is saved now, see `versions.version_of`; `seen` is what it was on that page.
    """

    changed_meanwhile = ""  # what the refusal says
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, stands, initial, **kwargs):
        super().__init__(*args, initial={**initial, "seen": stands}, **kwargs)
        self.stands = stands

    def clean(self):
        data = super().clean()
        if data.get("seen") not in ("", None, self.stands) and version_of(self.typed) != self.stands:
            self.add_error(None, self.changed_meanwhile)
        if "seen" in self.data:
            self._rewrite(self.add_prefix("seen"), lambda _: self.stands)  # who has read that may save
        return data

    @property
    def typed(self):
        """What was filled in, as `version_of` compares it with what stands."""
        return {name: self.cleaned_data.get(name) for name in self.fields if name != "seen"}
