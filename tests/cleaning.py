"""Cleans the database after a test that commits.

Django empties every table, reference data with them, and writes permissions anew: seconds for each test. Here only
what a test has filled is emptied, and reference data is loaded again only when a test has changed it.
"""

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from registry.search.labels import fresh_labels
from tests.factories import load_reference_data

REFERENCE = [
    "registry.County",
    "registry.Region",
    "registry.Municipality",
    "registry.LegalForm",
    "registry.ServiceArea",
    "registry.TargetGroup",
    "registry.FeeRate",
    "registry.LegalProvision",
    "registry.ReservationGround",
    "procurement.CpvCode",
    "procurement.CpvRange",
    "procurement.LegalThreshold",
    "procurement.AidCeiling",
    "portal.Place",
    "portal.Indicator",
    "portal.Indicator_services",
    "portal.GuidancePage",
    "portal.GuidanceVersion",
]
WORKERS = "procrastinate_workers"  # not a table of Django's; one that signed in would be told as well in later tests
FRAMEWORK = ["contenttypes.ContentType", "auth.Permission"]

# Without the triggers that guard what is only ever added to; they stand again for the next test.
EMPTY = """
do $$
declare name text; filled boolean;
begin
  set local session_replication_role = replica;
  foreach name in array %s::text[] loop
    execute format('select exists (select from %%I)', name) into filled;
    if filled then execute format('delete from %%I', name); end if;
  end loop;
end $$
"""
state = {}


def _tables(labels):
    return [apps.get_model(label)._meta.db_table for label in labels]


def _fingerprint():
    """What the reference data is, so that a test that changed it is noticed."""
    sums = ", ".join(
        f"(select md5(string_agg(t::text, '|' order by t::text)) from {name} t)" for name in _tables(REFERENCE)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"select {sums}")
        return cursor.fetchone()


def remember():
    """Take what is there now, freshly loaded, as what each test shall find."""
    state["reference"] = _fingerprint()


def clean():
    """Leave the database as it was before the first test."""
    everything = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    emptied = sorted({*everything, WORKERS} - {*_tables(REFERENCE), *_tables(FRAMEWORK)})
    with connection.cursor() as cursor:
        cursor.execute("select usesuper from pg_user where usename = current_user")
        if not cursor.fetchone()[0]:
            call_command("flush", verbosity=0, interactive=False)
            load_reference_data()
            fresh_labels()
            return
        cursor.execute(EMPTY, [emptied])
    if _fingerprint() != state["reference"]:
        with connection.cursor() as cursor:
            cursor.execute(EMPTY, [_tables(REFERENCE)])
        load_reference_data()
        fresh_labels()
