"""Parties to ask to a partnership: typed by name or organisation number, one a row."""

import re
from difflib import get_close_matches

from django import forms
from django.core.exceptions import ValidationError

from procurement.models import ContractingAuthority
from registry.models import LegalEntity

MOST_PARTIES = 10


class PartiesField(forms.CharField):
    """Parties by name or organisation number, one a row. Gives the rows that were meant.

    `rows` are those that may be asked, `register` is what they are called when one is not found.
    """

    widget = forms.Textarea

    def __init__(self, *, rows, unknown, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)
        self.rows, self.unknown = rows, unknown

    def clean(self, value):
        lines = (line.strip(" ,;") for line in super().clean(value).splitlines())
        typed = list(dict.fromkeys(filter(None, lines)))
        if len(typed) > MOST_PARTIES:  # each is compared with every name there is
            raise ValidationError(f"Skriv högst {MOST_PARTIES} parter.")
        found, problems = {}, []
        for line in typed:
            try:
                row = self._row(line)
            except ValidationError as problem:
                problems.append(problem.message)
            else:
                found[row.pk] = row
        if problems:
            raise ValidationError(problems[:5])
        return list(found.values())

    def _row(self, line):
        digits = re.sub(r"[\s-]", "", line)
        if re.fullmatch(r"[0-9]{10}", digits):
            rows = list(self.rows().filter(organisation_number=digits)[:1])
        else:
            rows = list(self.rows().filter(name__iexact=line).order_by("sort_key", "pk")[:2])
        if len(rows) > 1:
            raise ValidationError(f"Flera heter ”{line[:60]}”. Skriv organisationsnumret i stället.")
        if rows:
            return rows[0]
        near = self.rows().filter(name__icontains=line[:100]).order_by("sort_key", "pk").values_list("name", flat=True)
        names = list(near[:1]) or get_close_matches(line, self.rows().values_list("name", flat=True), n=1, cutoff=0.75)
        meant = f" Menade ni {names[0]}?" if names else " Skriv organisationsnumret om ni har det."
        raise ValidationError(f"Vi hittar {self.unknown} ”{line[:60]}”.{meant}")


def authorities_field(label, **kwargs):
    """Contracting authorities to ask."""
    return PartiesField(
        rows=ContractingAuthority.objects.all,
        unknown="ingen myndighet som heter",
        label=label,
        help_text="Skriv namnet eller organisationsnumret, en på varje rad. Till exempel Göteborgs kommun.",
        **kwargs,
    )


def entities_field(label, **kwargs):
    """Legal entities that have handed in to the portal, to ask."""

    def rows():
        return LegalEntity.objects.handed_in().filter(organisation__published_at__isnull=False)

    return PartiesField(
        rows=rows,
        unknown="ingen idéburen juridisk person som heter",
        label=label,
        help_text="Skriv namnet eller organisationsnumret, en på varje rad.",
        **kwargs,
    )
