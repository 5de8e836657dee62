"""Forms as a page shows them, filled in the way a person would, so that a test can spoil one field at a time."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.urls import reverse

from tests.test_access import IN, ONLY_POSTED, TABLE

# What a person would type where a page has nothing filled in.
TYPED = {
    "email": "nagon@exempel.example",
    "organisation_number": "",
    "postal_code": "411 05",
    "website": "https://www.exempel.example",
    "phone": "031-000 00 00",
    "due_on": "2026-12-15",
    "number": "",
    "amount": "1000",
    "on": "2026-01-15",
    "year_begins": "2022-01-01",
    "year_ends": "2022-12-31",
    "municipalities": "Göteborg",
    "capacity": "",
    "lines": "802000-1239 Exempelföreningen",
}


@dataclass
class PageForm:
    """One form: where it is sent, with what, and which of its fields take text."""

    action: str
    method: str
    data: dict = field(default_factory=dict)
    texts: list = field(default_factory=list)
    files: list = field(default_factory=list)
    buttons: list = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form, self.area, self.select = [], None, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.form = PageForm(attrs.get("action") or "", attrs.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None:
            getattr(self, f"_{tag}", lambda attrs: None)(attrs)

    def _input(self, attrs):
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if not name or name == "csrfmiddlewaretoken":
            return
        value = attrs.get("value") or ""
        if kind == "file":
            self.form.files.append(name)
        elif kind in ("radio", "checkbox"):
            chosen = self.form.data.setdefault(name, [])
            if "checked" in attrs or (not chosen and not name.endswith("DELETE")):
                self.form.data[name] = [value or "on"]
        elif kind != "password":
            self._text(name, value, hidden=kind == "hidden")

    def _text(self, name, value, *, hidden):
        self.form.data[name] = value or ("" if hidden else TYPED.get(name.rpartition("-")[2], "Ett ord"))
        if not hidden:
            self.form.texts.append(name)

    def _textarea(self, attrs):
        self.area = attrs.get("name")
        self.form.data[self.area] = ""
        self.form.texts.append(self.area)

    def _select(self, attrs):
        self.select = attrs.get("name")
        self.form.data[self.select] = ""

    def _option(self, attrs):
        if self.select and ("selected" in attrs or not self.form.data[self.select]):
            self.form.data[self.select] = attrs.get("value") or ""

    def _button(self, attrs):
        if attrs.get("name"):
            self.form.buttons.append((attrs["name"], attrs.get("value", "")))

    def handle_data(self, text):
        if self.area:
            self.form.data[self.area] += text

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            name, self.area = self.area, None
            self.form.data[name] = self.form.data[name].strip("\n") or TYPED.get(name.rpartition("-")[2], "Ett ord.")


def forms_on(response):
    """The forms on a page that are sent by POST, but for the way out in the header."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return [form for form in reader.forms if form.method == "post" and "logout" not in form.action]


# Pages that everybody with an account has, and the page that only shows what forms look like.
SEEN_ONCE = {"organisation_create", "desk"}
NO_DOOR = {"component_list"}


def text_forms(world, client):
    """Every form with text in it, as somebody who gets in sees it: (name of the page, where it is sent, form)."""
    # Told beforehand: what is sent to one page may take away what the next is about.
    paths = {name: reverse(name, args=arguments(world)) for name, (_, arguments) in TABLE.items()}
    for role in ("on_shift", "owner", "claimant", "authority_admin"):
        client.force_login(world.people[role])
        for name, (who, _) in TABLE.items():
            if who[role] != IN or name in ONLY_POSTED | NO_DOOR or (role != "owner" and name in SEEN_ONCE):
                continue
            path = paths[name]
            page = client.get(path)
            if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
                for form in forms_on(page):
                    if form.texts:
                        yield name, form.action or path, form
