"""The tests' own tools."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from portal.models import User
from tests.conftest import WriteDuringGet

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.test_conftest")]


def write(request):
    User.objects.create(email="ny@x.example")
    return HttpResponse()


def enqueue(request):
    with connection.cursor() as cursor:
        cursor.execute("select procrastinate_defer_jobs_v1(array[]::procrastinate_job_to_defer_v1[])")


def remember(request):
    cache.set("seen", True)
    request.session["seen"] = True
    return HttpResponse()


for view in (write, enqueue, remember):
    view.login_required = False

urlpatterns = [path("write/", write), path("enqueue/", enqueue), path("remember/", remember)]


@pytest.mark.parametrize("address", ["/write/", "/enqueue/"])
def test_a_get_that_writes_fails(client, address):
    with pytest.raises(WriteDuringGet):
        client.get(address)


def test_a_get_may_use_session_and_cache(client):
    assert client.get("/remember/").status_code == 200


def test_a_post_may_write(client):
    assert client.post("/write/").status_code == 200


def test_the_cache_is_shared_by_all_processes():
    cache.set("attempts", 3)

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cache")
        assert cursor.fetchone() == (1,)
