"""What is private stays private: a secret in every field of free text, and a visitor who follows every link.

A field is private until it stands among the public ones here, so a new column is tried from its first day.
"""

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse

from registry.services import search_index
from tests import test_access as access

pytestmark = pytest.mark.django_db
world = access.world

SECRET = "811228-9874 hemlig.{}@privat.example"
MARKS = ("811228", "hemlig.", "privat.example")
APPS = ("registry", "procurement", "portal")
LEAST = 60  # shorter columns are codes, numbers and hashes
PUBLIC = {
    "registry.Application": {"case_number"},
    "registry.AnnualStatement": set(),
    "registry.Assessment": {"evidence"},
    "registry.County": {"name"},
    "registry.CriterionJudgement": {"evidence"},
    "registry.Document": {"filename"},
    "registry.EligibilityReceipt": {"key_fingerprint"},
    "registry.FeeRate": {"note", "source_name", "source_url"},
    "registry.JournalEntry": {"counterparty", "subject"},
    "registry.LegalEntity": {
        "name", "street", "city", "purpose_text", "purpose_clause", "dissolution_text", "dissolution_clause",
        "public_control_note", "welfare_text",
    },
    "registry.LegalForm": {"name"},
    "registry.LegalProvision": {"title", "summary", "url"},
    "registry.Municipality": {"name", "official_name", "slug"},
    "registry.OfficialCheck": {"source"},
    "registry.OfficialRegistration": {"source"},
    "registry.Organisation": {"name", "lead", "description", "street", "city", "email", "website"},
    "registry.Ownership": {"owner_name"},
    "registry.Region": {"name"},
    "registry.RegisterImport": {"source"},
    "registry.RegisterListing": {"name", "source"},
    "registry.ReservationGround": {"name", "before", "before_url", "source_name", "source_url"},
    "registry.SearchEntry": {"sort_key"},
    "registry.SearchWord": {"folded", "word"},
    "registry.FrequentWord": {"term"},
    "registry.Service": {"description", "permit_authority", "permit_reference"},
    "registry.ServiceArea": {"name", "main_law", "permit_authority", "permit_source", "reservation_note"},
    "registry.TargetGroup": {"name"},
    "registry.GroundStatement": {"mission"},
    "procurement.ContractingAuthority": {"name"},
}  # fmt: skip


def private_columns():
    """Every column of free text that is not public: (model, field)."""
    for model in apps.get_models():
        if model._meta.app_label not in APPS:
            continue
        open_ones = PUBLIC.get(model._meta.label, set())
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.TextField | models.CharField) and not field.generated
            is_code = field.choices or field.unique or field.primary_key or isinstance(field, models.SlugField)
            is_code = is_code or "sha256" in field.name or field.name in ("previous", "password")
            if is_text and not is_code and (field.max_length or LEAST) >= LEAST and field.name not in open_ones:
                yield model, field


def plant():
    """A secret in each private column that holds something. Past the triggers: nobody may edit a log, not even here."""
    planted = []
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for model, field in private_columns():
            secret = SECRET.format(f"{model._meta.model_name}.{field.name}")[: field.max_length]
            rows = model._base_manager.exclude(**{field.name: ""})
            if field.null:
                rows = rows.exclude(**{field.name: None})
            if rows.update(**{field.name: secret}):
                planted.append(f"{model._meta.label}.{field.name}")
        cursor.execute("set local session_replication_role = default")
    return planted


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return unescape(content.decode("utf-8", "replace"))


def links(text, address):
    for found in re.findall(r'(?:href|src)="([^"#]+)', text):
        if found.startswith("?"):
            yield address.split("?")[0] + found
        elif found.startswith("/") and not found.startswith(("//", "/static/", "/konto/", "/admin/")):
            yield found


def test_a_visitor_who_follows_every_link_finds_no_secret(client, world):
    planted = plant()
    for organisation in {world.organisation}:
        search_index.refresh(organisation)
    seen, found = set(), []
    waiting = [
        reverse(name, args=arguments(world)) for name, (who, arguments) in access.TABLE.items() if who == access.OPEN
    ]
    waiting += ["/organisationer.csv", "/organisationer.xlsx", "/organisationer.json", "/diarium.xlsx", "/diarium.json"]

    while waiting and len(seen) < 400:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        text = body(response)
        found += [
            f"{address}: {text[max(0, text.find(mark) - 40) : text.find(mark) + 60]!r}"
            for mark in MARKS
            if mark in text
        ]
        if "html" in response.headers.get("Content-Type", ""):
            waiting += [link for link in links(text, address) if link not in seen]

    assert found == []
    assert len(seen) > 40
    assert len(planted) > 15


def test_every_public_column_exists():
    named = {
        f"{label}.{name}"
        for label, names in PUBLIC.items()
        for name in names
        if name not in {field.name for field in apps.get_model(label)._meta.get_fields()}
    }

    assert named == set()
