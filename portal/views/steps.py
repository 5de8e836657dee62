"""A form that is long: one page at a time, what was answered before carried along, and a page to look it all over.

Nothing is kept on the way: each page brings the earlier answers with it, unseen, and they are tried again each time.
A person may go back from the last page to any of them. Only what is sent from the last page is done.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django import forms

from registry.forms.base import Form
from registry.wording import day_in_words

STEP, BACK, SEEN = "steg", "till", "granskad"  # the page that is sent, the page to go back to, and all were seen


@dataclass(frozen=True)
class Page:
    """One page: its heading, its form, and what the form is made with."""

    title: str
    form_class: type
    options: dict = field(default_factory=dict)


class Review(Form):
    """The last page: nothing to fill in. What the service refuses is said here."""


class Walk:
    """Where a person is among the pages. `form` is the one to show, `carried` what it brings along unseen.

    With `is_ready` everything was looked over and sent: `facts` is what was answered, and refusals go onto `form`.
    """

    def __init__(self, request, pages, initial=None):
        self.pages = pages
        self.initial = initial or {}
        self.data = request.POST if request.method == "POST" else None
        self.bound = []
        self.is_ready = False
        self._go()

    # --- Which page ---

    def _go(self):
        if self.data is None:
            self._show(0)
            return
        sent = self._number(STEP, len(self.pages))
        if BACK in self.data:
            self._show(self._number(BACK, len(self.pages) - 1))
            return
        was_seen = SEEN in self.data
        upto = len(self.pages) if was_seen else min(sent + 1, len(self.pages))
        for number in range(upto):
            form = self._form(number, self.data)
            if not form.is_valid():
                self._show(number, form if number <= sent else self._form(number, None))
                return
            self.bound.append(form)
        if upto < len(self.pages):
            self._show(upto)
            return
        self.at = len(self.pages)
        self.is_ready = sent == len(self.pages)
        self.form = Review(self.data if self.is_ready else None)
        self.is_ready = self.is_ready and self.form.is_valid()

    def _number(self, name, most):
        typed = self.data.get(name, "")
        return min(int(typed), most) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0

    def _show(self, number, form=None):
        self.at = number
        self.form = form or self._form(number, None)

    def _form(self, number, data):
        page = self.pages[number]
        if data is not None:
            return page.form_class(data, **page.options)
        return page.form_class(initial={**self.initial, **self._sent(page)}, **page.options)

    def _sent(self, page):
        """What was sent of a page's fields before, to be shown again as it was typed."""
        if self.data is None:
            return {}
        fields = page.form_class(**page.options).fields
        many = (forms.MultipleChoiceField,)
        return {
            name: self.data.getlist(name) if isinstance(kind, many) else self.data[name]
            for name, kind in fields.items()
            if name in self.data
        }

    # --- What the page shows ---

    @property
    def is_review(self):
        return self.at == len(self.pages)

    @property
    def title(self):
        return "Kontrollera innan du sparar" if self.is_review else self.pages[self.at].title

    @property
    def position(self):
        return f"Sida {self.at + 1} av {len(self.pages) + 1}"

    @property
    def carried(self):
        """Everything that was answered on the other pages, as (name, value)."""
        rows = [(STEP, str(self.at))]
        if self.is_review or (self.data is not None and SEEN in self.data):
            rows.append((SEEN, "ja"))
        shown = set(self.form.fields)
        names = {name for page in self.pages for name in page.form_class(**page.options).fields} - shown
        for name in sorted(names & set(self.data or ())):
            rows += [(name, value) for value in self.data.getlist(name)]
        return rows

    @property
    def answers(self):
        """Each page with its answers, as the last page shows them."""
        return [
            {"number": number, "title": page.title, "rows": [_answer(form, name) for name in form.fields]}
            for number, (page, form) in enumerate(zip(self.pages, self.bound, strict=True))
        ]

    @property
    def facts(self):
        """All answers, as the service takes them."""
        return {name: value for form in self.bound for name, value in _facts(form).items()}


def _facts(form):
    return getattr(form, "facts", form.cleaned_data)


def _answer(form, name):
    return {"key": form.fields[name].label.rstrip("?"), "value": _told(form, name)}


def _told(form, name):
    value = form.cleaned_data.get(name)
    kind = form.fields[name]
    if isinstance(kind, forms.MultipleChoiceField):
        labels = dict(kind.choices)
        return ", ".join(str(labels[part]) for part in value) or "Alla"
    if isinstance(kind, forms.ChoiceField):
        return str(dict(kind.choices).get(str(value or ""), value))
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return "Inte ifyllt" if value in (None, "") else str(value)
