"""The demonstration's letters."""

import pytest

from registry.models import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]


def make_letter(subject="Din kod", body="Koden är 123456.\n\nhttp://127.0.0.1:8000/konto/", to="ny@demo.example"):
    Mail.objects.create(
        recipient=to, sender="portalen@exempel.example", subject=subject, body=body, message_id=f"<{subject}@exempel>"
    )


def test_a_newcomer_reads_the_code_that_was_mailed(client, settings):
    settings.DEMO = True
    make_letter()

    text = client.get("/demo/post/").content.decode()

    assert "Din kod" in text
    assert "Koden är 123456." in text
    assert "ny@demo.example" in text
    assert 'href="http://127.0.0.1:8000/konto/"' in text


def test_the_latest_letter_comes_first(client, settings):
    settings.DEMO = True
    make_letter("Det första")
    make_letter("Det andra")

    text = client.get("/demo/post/").content.decode()

    assert text.index("Det andra") < text.index("Det första")


def test_a_letter_is_text_and_never_markup(client, settings):
    settings.DEMO = True
    make_letter(body="<script>alert(1)</script>")

    assert "<script>alert" not in client.get("/demo/post/").content.decode()


def test_an_empty_outbox_says_how_to_fill_it(client, settings):
    settings.DEMO = True

    assert "Inga brev än" in client.get("/demo/post/").content.decode()


def test_a_real_portal_has_no_such_page(client):
    make_letter()

    assert client.get("/demo/post/").status_code == 404
