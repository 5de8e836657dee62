"""What every list shares: filters, order and their addresses. A filter that makes no sense is left out, not refused."""

from django import forms
from django.http import QueryDict

from registry.forms.base import Form


class AnyOf(forms.MultipleChoiceField):
    """Boxes to tick: rows that match any of them. Values that are no choice are left out."""

    def __init__(self, **options):
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value):
        known = {str(key) for key, _ in self.choices}
        return [key for key in value or [] if key in known]


class FilterForm(Form):
    """A list's state as a GET form. Subclasses add `AnyOf` fields, `orders` and `narrow`."""

    # What one may sort by: name to the fields of `order_by`, ascending. A minus before the name turns it round.
    orders = {}
    default_order = ""
    q = forms.CharField(label="Sök", required=False, max_length=200)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, path):
        super().__init__(data, auto_id="%s")
        self.path = path
        self.full_clean()

    def value(self, name):
        """What was chosen, cleaned; empty when nothing was, or when it was refused."""
        return getattr(self, "cleaned_data", {}).get(name) or ""

    @property
    def text(self):
        return self.value("q").strip()

    @property
    def order(self):
        chosen = self.value("sort")
        return chosen if chosen.lstrip("-") in self.orders else self.default_order

    def narrow(self, queryset):
        """The rows that match. Subclasses say how."""
        return queryset

    def apply(self, queryset):
        """The rows that match, in the chosen order; the primary key settles what is equal."""
        fields = self.orders[self.order.lstrip("-")]
        turned = [_turned(field) for field in fields] if self.order.startswith("-") else fields
        return self.narrow(queryset).order_by(*turned, "pk")

    def address(self, **changes):
        """The list's address with some parts changed; None takes a part away. The page number is never kept."""
        query = QueryDict(mutable=True)
        for name in self.fields:
            value = changes.get(name, self.value(name)) if name in changes else self.value(name)
            for part in value if isinstance(value, list) else [value]:
                if part:
                    query.appendlist(name, part)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def choosing(self):
        """The names of the fields with boxes, in order."""
        return [name for name, field in self.fields.items() if isinstance(field, AnyOf)]

    def chosen(self):
        """What is chosen, as chosen.html takes it: each with the address of the list without it."""
        rows = [{"label": f"”{self.text}”", "url": self.address(q=None)}] if self.text else []
        for name in self.choosing:
            labels = {str(key): label for key, label in self.fields[name].choices}
            values = self.value(name) or []
            rows += [
                {"label": labels[value], "url": self.address(**{name: [kept for kept in values if kept != value]})}
                for value in values
            ]
        return rows

    def groups(self):
        """The filters as filter_panel.html takes them."""
        return [
            {
                "label": self.fields[name].label,
                "name": name,
                "open": bool(self.value(name)) or position < 2,
                "choices": [
                    {"value": key, "label": label, "count": None, "checked": str(key) in self.value(name)}
                    for key, label in self.fields[name].choices
                ],
                "more": [],
            }
            for position, name in enumerate(self.choosing)
        ]

    def kept_by_search(self):
        """What a new search keeps, as (name, value): everything but the words and the page."""
        rows = [(name, value) for name in self.choosing for value in self.value(name) or []]
        return rows + ([("sort", self.value("sort"))] if self.value("sort") else [])

    def kept_by_filters(self):
        """What choosing a filter keeps: the words and the order."""
        return [(name, self.value(name)) for name in ("q", "sort") if self.value(name)]

    def header(self, label, name="", *, number=False):
        """A column's head as data_table.html takes it; with a name it sorts."""
        if not name:
            return {"label": label, "number": number}
        direction = {name: "ascending", f"-{name}": "descending"}.get(self.order, "none")
        turned = f"-{name}" if direction == "ascending" else name
        return {"label": label, "number": number, "direction": direction, "url": self.address(sort=turned)}


def _turned(field):
    return field[1:] if field.startswith("-") else f"-{field}"
