"""The statutes' sets of CPV codes and their amounts, kept in each process for a minute.

They change with an upgrade or by an administrator's hand, seldom. A check of many lots needs no query for them.
"""

import time

from django.utils import timezone

from procurement.legality.facts import Amount, Run, Statutes
from procurement.models.law import CpvRange, LegalThreshold

KEPT_SECONDS = 60

_kept = {"statutes": None, "until": 0.0}


def statutes():
    """The rows of law, read at most once a minute."""
    if _kept["statutes"] is None or time.monotonic() > _kept["until"]:
        return fresh_statutes()
    return _kept["statutes"]


def fresh_statutes():
    """The rows of law as they are in the database now."""
    runs = CpvRange.objects.values_list("cpv_set", "first", "last", "is_left_out", "valid_from", "valid_to")
    amounts = LegalThreshold.objects.values_list(
        "law", "kind", "sek", "eur", "valid_from", "valid_to", "source_name", "source_url"
    )
    _kept["statutes"] = Statutes(tuple(Run(*row) for row in runs), tuple(Amount(*row) for row in amounts))
    _kept["until"] = time.monotonic() + KEPT_SECONDS
    return _kept["statutes"]


def forget():
    """Read the rows anew the next time they are asked for."""
    _kept["until"] = 0.0


def is_in(code, cpv_set, at=None):
    """Whether the set holds the code on the day, today unless told otherwise."""
    return statutes().holds(cpv_set, code, at or timezone.localdate())


def outside(codes, cpv_set, at=None):
    """Those of the codes that the set does not hold on the day."""
    return statutes().outside(cpv_set, codes, at or timezone.localdate())
