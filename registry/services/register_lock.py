"""Keeps lists and hand-ins apart. Taken first of all locks, so that nobody waits for one who waits for them.

A list is carried out by what has come in when it begins, and an entity that comes in goes on from the list that holds
then: one of the two must be over before the other looks. Hand-ins do not wait for each other.
"""

from django.db import connection

IMPORT_LOCK = 7_410_020


def one_at_a_time():
    """Until the transaction ends nobody else reads in, accepts or undoes a list, and nobody hands in."""
    _take("select pg_advisory_xact_lock(%s)")


def while_no_list_is_carried_out():
    """Until the transaction ends no list is read in, accepted or undone. Waits for one that is under way."""
    _take("select pg_advisory_xact_lock_shared(%s)")


def _take(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement, [IMPORT_LOCK])
