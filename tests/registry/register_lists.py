"""Kammarkollegiet's list, made up for tests."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from registry.register_source import Fetched
from registry.services import register_import

HEADING = "organisationsnummer;namn;registrerad;avregistrerad"


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def row(entity, first="2024-01-15", decided=""):
    """A line about an entity."""
    return f"{entity.organisation_number[:6]}-{entity.organisation_number[6:]};{entity.name};{first};{decided}"


def lines(*rows, heading=HEADING):
    return "\n".join([heading, *rows]).encode() + b"\n"


def fetched(content, source="lista.csv", dated=None):
    return Fetched(content, source, dated)


def propose(content, *, actor, on=None):
    return register_import.propose_file(fetched(content), actor=actor, list_date=on or timezone.localdate())


def carry_out(content, *, actor, on=None, reason=""):
    """Read the list and accept it."""
    return register_import.accept(propose(content, actor=actor, on=on), actor=actor, reason=reason)


def sha(content):
    return hashlib.sha256(content).hexdigest()
