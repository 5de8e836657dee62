"""What somebody with bad intentions tries: other people's things, hostile input, the wrong step at the wrong time."""

import pytest
from django.urls import reverse

from tests.page_forms import forms_on
from tests.test_access import ONLY_POSTED, TABLE, make_world

pytestmark = pytest.mark.django_db

NUL = "a\x00b"
SURROGATE = "%ED%A0%80"
PROBES = [NUL, "\u202eomvänd", "<script>alert(1)</script>", "9" * 400, "\U0001f9d1" * 50, "a\r\nBcc: x@y.se"]


@pytest.fixture
def world():
    return make_world()


def sent(client, form, path, spoiled):
    return client.post(form.action or path, spoiled, HTTP_REFERER=path)


def test_no_page_breaks_on_hostile_text_in_a_form(world, client):
    broken = []
    for role in ("owner", "claimant", "officer", "on_shift"):
        client.force_login(world.people[role])
        for name, (who, arguments) in TABLE.items():
            path = reverse(name, args=arguments(world))
            page = client.get(path)
            if page.status_code != 200 or "text/html" not in page["Content-Type"]:
                continue
            for form in forms_on(page):
                for probe in PROBES[:1]:
                    data = {key: (probe if key in form.texts else value) for key, value in form.data.items()}
                    try:
                        status = client.post(form.action or path, data).status_code
                    except Exception as e:
                        broken.append((name, form.action, probe[:10], repr(e)[:200]))
                        continue
                    if status >= 500:
                        broken.append((name, probe, status))
    assert broken == []
