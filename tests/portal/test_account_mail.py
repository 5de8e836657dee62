"""The account's letters speak the portal's Swedish, and none is forgotten when the package gains one."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories import PASSWORD

OURS = Path(settings.BASE_DIR) / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
LETTERS = sorted(
    path.relative_to(THEIRS).as_posix()
    for folder in ("account", "mfa")
    for path in (THEIRS / folder / "email").glob("*.txt")
)
CONTEXT = {
    "code": "123456", "email": "kim@exempel.example", "from_email": "a@x.example", "to_email": "b@x.example",
    "deleted_email": "a@x.example", "signup_url": "http://x/", "password_reset_url": "http://x/", "activate_url": "http://x/",
}  # fmt: skip


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_is_our_own(letter):
    assert (OURS / letter).exists()

    text = render_to_string(letter, CONTEXT)

    assert text.strip()
    assert "example.com" not in text and "receiv" not in text


@pytest.mark.django_db
def test_who_signs_up_gets_the_code_by_mail(client, mailoutbox):
    client.post(reverse("account_signup"), {"email": "kim@exempel.example", "password1": PASSWORD})

    assert mailoutbox[0].subject == "Din kod till Idéburenportalen"
    assert "Skriv den här koden" in mailoutbox[0].body
    assert "localhost" not in mailoutbox[0].body
