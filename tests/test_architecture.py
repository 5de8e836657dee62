"""The arrows of the code base. Left may not import right."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARROWS = [
    ("registry", ["procurement", "portal"]),
    ("procurement", ["portal"]),
    *[
        (
            f"{app}/models",
            [f"{app}.{part}" for part in ("services", "forms", "filters", "views", "urls", "notifications")],
        )
        for app in ("registry", "procurement", "portal")
    ],
    *[
        (f"{app}/services", [f"{app}.{part}" for part in ("forms", "filters", "views", "urls")])
        for app in ("registry", "procurement", "portal")
    ],
    ("registry/forms", ["registry.views", "registry.urls"]),
    ("registry/views", ["registry.urls"]),
]
# Migrations freeze the schema as it was: they import no code that moves on.
MOVING = [f"{app}.{part}" for app in ("registry", "procurement", "portal") for part in ("models", "services", "views")]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_imports(folder, forbidden):
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / folder).rglob("*.py")
        for name in imports(path)
        if any(f"{name}.".startswith(f"{package}.") for package in forbidden)
    ]


@pytest.mark.parametrize("folder, forbidden", ARROWS)
def test_arrows(folder, forbidden):
    assert wrong_imports(folder, forbidden) == []


@pytest.mark.parametrize("app", ["registry", "procurement", "portal"])
def test_migrations_import_no_code_that_moves_on(app):
    assert wrong_imports(f"{app}/migrations", MOVING) == []


def test_a_planted_import_against_the_arrow_is_found(tmp_path, monkeypatch):
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "planted.py").write_text("from portal.models import User\n")
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)

    assert wrong_imports("registry", ["portal"]) == ["registry/planted.py imports portal.models.User"]


def test_everything_at_the_top_has_its_place():
    allowed = {
        "manage.py", "portal", "registry", "procurement", "templates", "static", "tests", "pyproject.toml", "README.md",
        "bin", "requirements.lock",
    }  # fmt: skip
    ignored = {"uv.lock", "static-collected", "__pycache__", "test-results"}

    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert there - allowed - ignored == set()
    assert "uv.lock" not in there


def test_no_page_writes_style_or_script_inline():
    from tests.test_templates import all_templates

    wrong = [path.name for path in all_templates() if " style=" in path.read_text() or "<style" in path.read_text()]

    assert wrong == []
