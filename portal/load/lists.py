"""Writes invented procurements and contracts by set-based statements, many thousand rows each.

Constraints and triggers hold; services, events and mails are left out. Serial number n gives the same row each time,
for the same reference data and with days counted from today. Each batch is one transaction, and how many rows there are
says where to go on.
"""

from django.db import connection, transaction

from portal.load import lists_sql as sql
from portal.load.fill import actor
from portal.load.world import World
from procurement.models import Contract, ContractingAuthority, ContractOption, Lot, Procurement
from registry.demo_numbers import demo_organisation_number
from registry.models import ServiceArea

AT_A_TIME = 20_000
MOST = 1_000_000
SUPPLIERS = 5_000
FILLED = (
    Procurement, Procurement.municipalities.through, Lot, Contract, Contract.municipalities.through, ContractOption
)  # fmt: skip

PROPORTIONS = (
    "Eight years of procurements: in ten, seven have led to contracts and one is still open; one in ten is reserved, "
    "three in ten have several lots, one in ten has no known day of publication. Of the contracts four in five have a "
    "last day, half have options. Authorities, services, municipalities and suppliers are skewed: the n:th has weight "
    "1/(n + 3)."
)


def missing(rows):
    """How many procurements and contracts are still to be written, to have so many of each."""
    made = actor().pk
    return [rows - min(rows, model.objects.filter(created_by=made).count()) for model in (Procurement, Contract)]


def fill(rows):
    """Write what is missing of `rows` procurements and as many contracts. Yields (kind, how many there are now)."""
    world = _World()
    procurements, contracts = missing(rows)
    for kind, left, statements in (
        ("procurements", procurements, sql.PROCUREMENTS),
        ("contracts", contracts, sql.CONTRACTS),
    ):
        for first in range(rows - left + 1, rows + 1, AT_A_TIME):
            last = min(first + AT_A_TIME - 1, rows)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql.CHANCE)
                for statement in statements:
                    cursor.execute(statement, world.parameters | {"first": first, "last": last})
            yield kind, last
    if procurements or contracts:
        with connection.cursor() as cursor:
            cursor.execute(f"vacuum analyze {', '.join(model._meta.db_table for model in FILLED)}")


class _World:
    """The reference data that rows are drawn from, the most common first, as the statements take them."""

    def __init__(self):
        codes = World(1).codes
        place = {code: position for position, code in enumerate(codes)}
        authorities = sorted(
            ContractingAuthority.objects.values_list("pk", "municipality"),
            key=lambda row: (place.get(row[1], 20), row[0]),
        )
        areas = list(ServiceArea.objects.services().order_by("position", "pk").values_list("pk", "name", "cpv_codes"))
        self.parameters = {
            "actor": actor().pk,
            "codes": codes,
            "authorities": [pk for pk, _ in authorities],
            "homes": [code or codes[0] for _, code in authorities],
            "areas": [pk for pk, _, _ in areas],
            "names": [name for _, name, _ in areas],
            "cpv": [(known or ["85300000"])[0] for _, _, known in areas],
            "numbers": [demo_organisation_number(serial) for serial in range(SUPPLIERS)],
        }
