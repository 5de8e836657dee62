"""The list of measures in the administration: words are edited, values never."""

import pytest
from django.urls import reverse

from portal.models import Indicator, IndicatorValue
from tests.factories import make_user
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
LIST = "/admin/portal/indicator/"


@pytest.fixture
def administrator(client):
    user = make_user(admin=True)
    sign_in(client, user)
    return user


def form(**changed):
    return {
        "code": "N00945",
        "source": "kolada",
        "kind": "municipality",
        "measure": "own_cost",
        "unit": "percent",
        "title": "Ett nyckeltal",
        "definition": "",
        "position": "99",
        "area": "Äldreomsorg",
        "does_not_cover": "Bidrag är inte med.",
        "services": [],
        **changed,
    }


def test_a_measure_is_added(client, administrator):
    answer = client.post(f"{LIST}add/", form())

    assert answer.status_code == 302
    assert Indicator.objects.get(code="N00945").area == "Äldreomsorg"


def test_our_words_are_changed_and_the_sources_stand_fast(client, administrator):
    before = Indicator.objects.get(code="N00120")

    answer = client.post(f"{LIST}N00120/change/", form(area="Allt", is_invented="on", published_year="1999"))

    after = Indicator.objects.get(code="N00120")
    assert answer.status_code == 302
    assert (after.area, after.does_not_cover) == ("Allt", "Bidrag är inte med.")
    assert (after.title, after.unit, after.is_invented, after.published_year) == (
        before.title,
        before.unit,
        False,
        None,
    )
    assert Indicator.objects.count() == 23


def test_no_measure_is_deleted_and_values_are_not_there(client, administrator):
    assert client.post(f"{LIST}N00120/delete/", {"post": "yes"}).status_code == 403
    assert client.get(LIST).status_code == 200
    assert client.get("/admin/portal/figureimport/").status_code == 200
    assert client.get("/admin/portal/figureimport/add/").status_code == 403
    assert client.get(f"/admin/portal/{IndicatorValue._meta.model_name}/").status_code == 404


def test_others_do_not_get_in(client):
    sign_in(client, make_user(officer=True))

    assert client.get(reverse("admin:portal_indicator_changelist")).status_code == 404
