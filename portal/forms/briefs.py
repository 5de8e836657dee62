"""What a brief is about and whom it is for. Everything stands in the address."""

from urllib.parse import urlencode

from django import forms

from portal.brief.audiences import AUDIENCES, POLITICIANS
from registry.forms.base import ChoicesWithHelp, Form
from registry.models import ServiceArea
from registry.search.labels import labels


class BriefForm(Form):
    """A service, or none for all of them, and one of the readers. Nothing in the address means politicians."""

    tjanst = forms.ChoiceField(
        label="Tjänst", required=False, error_messages={"invalid_choice": "Välj en tjänst i listan."}
    )

    def __init__(self, asked):
        is_asked = "tjanst" in asked or "for" in asked
        data = {"tjanst": asked.get("tjanst", ""), "for": asked.get("for", POLITICIANS)}
        super().__init__(data if is_asked else None, auto_id="%s", initial={"for": POLITICIANS})
        self.fields["tjanst"].choices = _services()
        self.fields["for"] = forms.ChoiceField(
            label="Vem är det till?",
            widget=forms.RadioSelect,
            choices=ChoicesWithHelp([(row.key, row.label, row.help) for row in AUDIENCES.values()]),
            error_messages={"invalid_choice": "Välj vem underlaget är till."},
        )

    @property
    def service(self):
        """The chosen service, or None."""
        slug = self._value("tjanst", "")
        return ServiceArea.objects.get(slug=slug) if slug else None

    @property
    def audience(self):
        return self._value("for", POLITICIANS)

    @property
    def query(self):
        """What was chosen, as the end of an address."""
        chosen = {"tjanst": self._value("tjanst", ""), "for": self.audience}
        told = {name: value for name, value in chosen.items() if value and value != POLITICIANS}
        return f"?{urlencode(told)}" if told else ""

    def _value(self, name, default):
        return self.cleaned_data.get(name, default) if self.is_bound and self.is_valid() else default


def _services():
    """Services under their areas of welfare."""
    areas = labels().areas.values()
    groups = [
        (welfare.name, [(row.slug, row.name) for row in areas if row.parent == welfare.key])
        for welfare in labels().welfare_areas
    ]
    return [("", "Alla tjänster"), *((name, rows) for name, rows in groups if rows)]
