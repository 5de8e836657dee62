"""The tests' own tools."""

from threading import Event, Thread

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from portal.models import User
from registry.models import Ownership
from tests.conftest import WriteDuringGet
from tests.factories import on_trust

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


def test_trust_in_one_thread_ends_with_it_whatever_another_does():
    """Tests of races make rows in several threads at once: what one trusts must not outlive it in the others."""
    first_is_in, second_is_in, first_is_out = Event(), Event(), Event()

    def first():
        with on_trust():
            first_is_in.set()
            second_is_in.wait(10)
        first_is_out.set()

    def second():
        first_is_in.wait(10)
        with on_trust():
            second_is_in.set()
            first_is_out.wait(10)

    threads = [Thread(target=first), Thread(target=second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with pytest.raises(ValidationError, match="procent"):
        Ownership(owner_name="Staten", share=200).validate_constraints()
