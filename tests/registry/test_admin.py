"""The administration: reference data may be changed, records are only read, nobody but superusers gets in."""

import pytest
from django.contrib.admin.sites import site
from django.urls import reverse

from registry.admin import ReadOnlyAdmin
from registry.models import (
    Application,
    ApplicationEvent,
    Assessment,
    Decision,
    Document,
    Invitation,
    JournalEntry,
    LegalProvision,
    Mail,
    Municipality,
    OfficerShift,
    OfficialCheck,
    Verification,
)
from tests.factories import make_user, make_verified
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
RECORDS = [
    Application,
    ApplicationEvent,
    Assessment,
    Decision,
    Document,
    JournalEntry,
    OfficerShift,
    OfficialCheck,
    Verification,
]


@pytest.fixture
def administrator(client):
    user = make_user(admin=True)
    sign_in(client, user)
    return user


def listing(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.parametrize("role", [{}, {"officer": True}, {"officer": True, "is_staff": True}])
def test_only_superusers_get_in(client, role):
    sign_in(client, make_user(**role))

    assert client.get("/admin/").status_code == 404
    assert client.get(listing(Application)).status_code == 404


def test_a_visitor_is_led_to_the_portals_own_sign_in(client):
    page = client.get("/admin/")

    followed = client.get(page.url) if page.url.startswith("/admin/") else page
    assert followed.status_code == 302
    assert followed.url.startswith(reverse("account_login"))


def test_every_list_opens(client, administrator):
    make_verified()

    closed = [
        model
        for model in site._registry
        if model._meta.app_label in {"registry", "procurement", "portal"}
        and client.get(listing(model)).status_code != 200
    ]

    assert closed == []


@pytest.mark.parametrize("model", RECORDS)
def test_records_are_read_and_never_written(client, administrator, model):
    make_verified()
    shown = site.get_model_admin(model)
    info = (model._meta.app_label, model._meta.model_name)

    assert isinstance(shown, ReadOnlyAdmin)
    assert client.get(reverse("admin:{}_{}_add".format(*info))).status_code == 403
    row = model.objects.first()
    if row is not None:
        assert client.get(reverse("admin:{}_{}_change".format(*info), args=[row.pk])).status_code == 200
        assert client.post(reverse("admin:{}_{}_change".format(*info), args=[row.pk]), {}).status_code == 403
        assert client.post(reverse("admin:{}_{}_delete".format(*info), args=[row.pk]), {}).status_code == 403


def test_reference_data_is_changed(client, administrator):
    row = LegalProvision.objects.get(code="2022:900 2 §")
    facts = {
        "code": row.code,
        "title": "En ny rubrik",
        "summary": row.summary,
        "url": row.url,
        "position": row.position,
    }

    client.post(reverse("admin:registry_legalprovision_change", args=[row.pk]), facts)

    row.refresh_from_db()
    assert row.title == "En ny rubrik"


def test_a_personnummer_is_refused_here_too(client, administrator):
    person = make_user()
    facts = {"email": person.email, "name": "Kim 811228-9874", "is_active": "on"}

    page = client.post(reverse("admin:portal_user_change", args=[person.pk]), facts)

    assert "811228" not in page.text
    person.refresh_from_db()
    assert person.name == "Kim Exempel"


def test_nobody_is_deleted(client, administrator):
    person = make_user()

    assert client.post(reverse("admin:portal_user_delete", args=[person.pk]), {"post": "yes"}).status_code == 403


def test_what_holds_keys_to_accounts_is_not_shown(administrator):
    assert not site.is_registered(Mail)
    assert not site.is_registered(Invitation)


def test_reference_rows_in_use_stay(client, administrator):
    make_verified()
    page = client.post(reverse("admin:registry_municipality_delete", args=["1480"]), {"post": "yes"})

    assert page.status_code in (200, 403)
    assert Municipality.objects.filter(pk="1480").exists()
