"""Reads settings from the environment. A value that cannot be understood stops the program: nothing is guessed."""

import os
import secrets
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def flag(name, *, default=False):
    """A yes or a no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in YES | NO:
        return value.lower() in YES
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name, *, default, least=0):
    """A whole number, at least `least`."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number, at least {least}, not {value!r}.")
    return int(value)


def require(names):
    """Stop unless every one of the variables is set, and name all that are missing at once."""
    if missing := [name for name in names if not os.environ.get(name)]:
        raise ImproperlyConfigured(
            f"Set {', '.join(missing)}. (Without DEMO=1 or DEBUG=1 this is a real portal, which needs them.)"
        )


def require_both(first, second):
    """Stop when one of two variables is set and the other is not."""
    if bool(os.environ.get(first)) != bool(os.environ.get(second)):
        raise ImproperlyConfigured(f"Set {first} and {second}, or neither.")


def origin(name, url):
    """The origin of an http address: scheme, host and port, without a path."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must be an address that begins with https://, not {url!r}.")
    return f"{parts.scheme}://{parts.netloc}"


def smtp_options(name):
    """The options of Django's SMTP mailer from an address.

    smtp://user:password@host:port is without encryption, smtp+tls:// begins without and turns it on (STARTTLS, port
    587), smtps:// is encrypted from the start (port 465).
    """
    parts = urlsplit(os.environ.get(name) or "smtp://localhost")
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(f"{name} must look like smtp+tls://user:password@host:587.")
    return {
        "host": parts.hostname,
        "port": parts.port or ports[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 15,
    }


def secret_key(*, keep_in=None):
    """SECRET_KEY, or, where `keep_in` names a file, a key made once and kept in it."""
    key = os.environ.get("SECRET_KEY")
    if not key and keep_in:
        try:
            with os.fdopen(os.open(keep_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
        key = keep_in.read_text()
    if not key or len(key) < 40:
        raise ImproperlyConfigured("SECRET_KEY must be at least 40 characters, drawn at random.")
    return key
