"""The case officers' pages of imports."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.models import Procurement
from tests.factories import make_user
from tests.procurement.notices import lot, make_import, notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = make_user(officer=True)
    client.force_login(officer)
    return officer


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_queries_for_many_imports(client, officer):
    make_import(actor=officer)
    make_import(actor=officer)
    client.get(reverse("procurement_import_list"))
    few = queries(client, reverse("procurement_import_list"))

    for _ in range(10):
        make_import(actor=officer)

    assert queries(client, reverse("procurement_import_list")) == few


def test_a_page_shows_what_was_refused_and_what_to_check_in_as_many_queries(client, officer):
    warned = [
        notice(number=name, procedure=name, lots=[lot(reserved="res-pub-ser", cpv="80410000")]) for name in "abcdef"
    ]
    few, many = (
        make_import(b"<trasig", warned[0], actor=officer),
        make_import(*[b"<trasig"] * 5, *warned[1:], actor=officer),
    )
    client.get(reverse("procurement_import", args=[few.pk]))

    assert queries(client, reverse("procurement_import", args=[few.pk])) == queries(
        client, reverse("procurement_import", args=[many.pk])
    )
    page = client.get(reverse("procurement_import", args=[few.pk])).content.decode()
    assert "BR-BT-00262-0200" in page
    assert "Filen är inte hel XML" in page


def test_an_import_is_undone_with_a_reason(client, officer):
    imported = make_import(actor=officer)
    address = reverse("procurement_import_undo", args=[imported.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    assert Procurement.objects.shown().exists()
    response = client.post(address, {"reason": "Fel fil"}, follow=True)

    assert "Importen är ångrad." in response.content.decode()
    assert not Procurement.objects.shown().exists()
    assert "redan ångrad" in client.get(address).content.decode()
