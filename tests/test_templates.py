"""Templates and style sheets keep to the house: nothing unused, nothing unlayered, nothing inline."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
CSS = ROOT / "static" / "css"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))

# Components that only put others together, or are a part of one and share its style sheet.
WITHOUT_CSS = {
    "data_table_head": "data_table",
    "facts": "fact",
    "field_notes": "field",
    "filter_choices": "filter_panel",
    "form_fields": "field",
    "formset_fields": "field",
}
# Style sheets of parts that stand in a layout or a page.
WITHOUT_TEMPLATE = {"bullets", "figure", "hero", "page_head", "site_footer", "site_header", "specimen"}
# Names that Django or allauth ask for themselves.
FRAMEWORK = ("account/", "allauth/", "mfa/", "socialaccount/", "usersessions/", "admin/", "django/")
# Offered to the pages of other apps.
OFFERED = set()
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def relative(path):
    return path.relative_to(TEMPLATES).as_posix()


def all_templates():
    return sorted(TEMPLATES.rglob("*.html"))


def comment_free(path):
    return re.sub(r"\{#.*?#\}", "", path.read_text())


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_lists_its_parameters_first(name):
    first = (TEMPLATES / "components" / f"{name}.html").read_text().splitlines()[0]

    assert first.startswith("{# ") and first.endswith(" #}")


@pytest.mark.parametrize("name", [name for name in COMPONENTS if name not in WITHOUT_CSS])
def test_a_component_has_a_style_sheet_with_its_own_class(name):
    sheet = CSS / "components" / f"{name}.css"

    assert sheet.exists()
    assert f".{name.replace('_', '-')}" in sheet.read_text()


def test_every_style_sheet_belongs_to_a_component_or_a_layout():
    sheets = {path.stem for path in (CSS / "components").glob("*.css")}

    assert sheets - set(COMPONENTS) == WITHOUT_TEMPLATE
    assert set(WITHOUT_CSS) <= set(COMPONENTS)


def test_every_style_sheet_is_imported_once_into_a_layer():
    site = (CSS / "site.css").read_text()

    imported = re.findall(r'@import "([^"]+)" layer\((\w+)\);', site)

    files = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")} - {"site.css"}
    assert sorted(name for name, _ in imported) == sorted(files)
    assert site.count("@import") == len(imported)
    assert {layer for _, layer in imported} == set(re.search(r"@layer ([^;]+);", site)[1].split(", "))


def test_every_class_a_component_uses_is_styled():
    styled = set(re.findall(r"\.([a-z][\w-]*)", "".join(path.read_text() for path in CSS.rglob("*.css"))))
    used = set()
    for path in all_templates():
        for value in re.findall(r'class="([^"]*)"', comment_free(path)):
            plain = re.sub(r"\{\{.*?\}\}", "{}", re.sub(r"\{%.*?%\}", " ", value))
            used |= {name for name in plain.split() if "{" not in name}

    assert used - styled == set()


@pytest.mark.parametrize("path", all_templates(), ids=relative)
def test_a_template_holds_no_inline_style_script_or_handler(path):
    text = comment_free(path)

    assert not re.search(r"\sstyle=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+=", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert "src=" in attributes or 'type="application/json"' in attributes


def test_every_template_is_used():
    sources = "".join(
        path.read_text() for path in [*all_templates(), *ROOT.glob("p*/**/*.py"), *ROOT.glob("registry/**/*.py")]
    )

    unused = [
        relative(path)
        for path in all_templates()
        if f'"{relative(path)}' not in sources
        and f'"{path.stem}"' not in sources  # a page has the name of its address, and some views put the path together
        and not relative(path).startswith(FRAMEWORK)
        and relative(path) not in ERROR_PAGES | OFFERED
    ]

    assert unused == []


@pytest.mark.parametrize("path", all_templates(), ids=relative)
def test_every_template_can_be_read(path):
    assert get_template(relative(path))


def test_every_component_is_shown_on_the_component_page():
    page = (TEMPLATES / "portal" / "component_list.html").read_text()
    parts = set(WITHOUT_CSS) | {"fact", "field"}

    missing = [name for name in COMPONENTS if name not in parts and f"components/{name}.html" not in page]

    assert missing == []


def test_the_styles_are_small_enough_to_send():
    together = "".join(path.read_text() for path in sorted(CSS.rglob("*.css")))

    assert len(gzip.compress(together.encode(), 9)) <= 10_000
