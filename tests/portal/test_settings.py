"""Settings: strict about what they are told, and complete before they run for real."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REAL = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "portalen.example",
    "SITE_URL": "https://portalen.example",
    "EMAIL_URL": "smtp+tls://user:pass%40word@mail.example:587",
    "DEFAULT_FROM_EMAIL": "noreply@portalen.example",
    "OPERATOR_NAME": "En förening",
    "OPERATOR_EMAIL": "kontakt@portalen.example",
}


def ask(tmp_path, expression, **variables):
    """The value of an expression in settings read in a process of their own, or the last line of the error."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgresql://somebody@localhost/nothing",
        "DATA_DIR": str(tmp_path),
        **variables,
    }
    result = subprocess.run(
        [sys.executable, "-c", f"from portal import settings; print(({expression}))"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    return (result.stdout or result.stderr).strip().splitlines()[-1]


def test_a_real_portal_names_all_that_is_missing(tmp_path):
    answer = ask(tmp_path, "1", OPERATOR_NAME="En förening")

    assert f"Set {', '.join(name for name in REAL if name != 'OPERATOR_NAME')}." in answer


def test_a_real_portal_is_https_with_safe_cookies(tmp_path):
    answer = ask(
        tmp_path,
        "settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_NAME",
        **REAL,
    )

    assert answer == "(True, 31536000, True, '__Host-session')"


def test_the_mail_address_becomes_the_delivery(tmp_path):
    answer = ask(
        tmp_path, "[settings.MAILERS['delivery']['OPTIONS'][key] for key in ('password', 'port', 'use_tls')]", **REAL
    )

    assert answer == "['pass@word', 587, True]"


@pytest.mark.parametrize(
    "name, value",
    [("DEMO", "kanske"), ("DEBUG", "2"), ("PORT", "http"), ("EMAIL_URL", "mail.example"), ("SECRET_KEY", "short")],
)
def test_a_value_that_is_not_understood_is_refused(tmp_path, name, value):
    answer = ask(tmp_path, "1", **{**REAL, name: value})

    assert answer.startswith("django.core.exceptions.ImproperlyConfigured")
    assert name in answer


def test_the_broker_may_receive_forms_and_nobody_else(tmp_path):
    broker = {
        "OIDC_SERVER_URL": "https://broker.example/oidc/.well-known/openid-configuration",
        "OIDC_CLIENT_ID": "portalen",
        "OIDC_CLIENT_SECRET": "hemligt",
    }

    assert ask(tmp_path, "settings.SECURE_CSP['form-action']", **REAL, **broker).endswith("'https://broker.example']")


def test_the_demo_makes_a_key_once_and_keeps_it_from_others(tmp_path):
    first = ask(tmp_path, "settings.SECRET_KEY", DEMO="1")

    assert first == ask(tmp_path, "settings.SECRET_KEY", DEMO="1")
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_web_processes_have_a_pool(tmp_path):
    answer = ask(tmp_path, "settings.DATABASES['default']['OPTIONS']['pool']['max_size']", DEMO="1", DATABASE_POOL="1")

    assert answer == "8"


@pytest.mark.parametrize("named", ["RECEIPT_KEY", "RECEIPT_CERTIFICATE"])
def test_a_receipt_key_without_its_certificate_stops_the_program(tmp_path, named):
    assert "Set RECEIPT_KEY and RECEIPT_CERTIFICATE, or neither." in ask(
        tmp_path, "settings.PRODUCTION", **REAL, **{named: "/etc/portal/some.pem"}
    )


def test_only_a_real_portal_makes_no_key_of_its_own(tmp_path):
    assert ask(tmp_path, "settings.RECEIPT_DEMO_KEY", **REAL) == "None"
    assert ask(tmp_path, "settings.RECEIPT_DEMO_KEY.name", DEMO="1") == "receipt-key"
