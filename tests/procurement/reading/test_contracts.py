"""What a contract's history says: every step that a service writes has words, and none hides where it came from."""

import ast
from datetime import date
from pathlib import Path

import pytest

from procurement import services
from procurement.models import Contract
from procurement.reading import contracts as reading
from procurement.services import contracts
from registry import status_log
from tests.factories import make_user

SERVICES = Path(services.__file__).parent
# What each module that changes contracts calls the contract, where it writes the log of statuses.
NAMES = {
    "awards": {"contract"},
    "choice_applications": {"made", "held"},
    "contracts": {"contract"},
    "partnerships": {"contract"},
}


def make_row(**facts):
    """A contract as a plain row."""
    buyer = make_user(buyer=True)
    common = {"title": "Provavtal", "supplier_name": "Föreningen Prov", "created_by": buyer}
    return Contract.objects.create(authority=buyer.authority_memberships.get().authority, **common, **facts)


def written_about_contracts():
    """The actions that the services write in the log of statuses about a contract."""
    for path in SERVICES.glob("*.py"):
        names = NAMES.get(path.stem, {"contract"})
        for function in ast.parse(path.read_text()).body:
            for node in ast.walk(function):
                if _writes_log(node) and getattr(node.args[0], "id", "") in names:
                    yield from _texts(node.args[1], function)


def _writes_log(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"status_log.write", "status_log.write_all"}


def _texts(argument, function):
    """The text, or every text that the variable is given in the function."""
    if isinstance(argument, ast.Constant):
        return {argument.value}
    if isinstance(argument, ast.IfExp):
        return {*_texts(argument.body, function), *_texts(argument.orelse, function)}
    given = [node.value for node in ast.walk(function) if isinstance(node, ast.Assign) and _names(node, argument)]
    assert given, f"{ast.unparse(argument)} is not given in {function.name}"
    return {text for value in given for text in _texts(value, function)}


def _names(node, argument):
    return ast.unparse(node.targets[0]) == ast.unparse(argument)


def test_every_step_that_a_service_writes_about_a_contract_has_words():
    written = set(written_about_contracts())

    assert {"add", "conclude", "contract", "use_option", "decline_option", "renew", "end"} <= written
    assert written == set(reading.EVENTS)
    assert set(reading.BY_THE_AUTHORITY) <= written


@pytest.mark.django_db
def test_a_contract_of_a_choice_system_begins_with_its_signing():
    contract = make_row(origin="choice_system")
    status_log.write(contract, "contract", actor=contract.created_by)

    told = reading.history(contract)

    assert [row["text"] for row in told] == ["Avtalet ingicks"]


@pytest.mark.django_db
def test_an_imported_contract_still_says_so_when_more_has_happened():
    contract = make_row(origin="import")
    contracts.fill_in_end(contract, actor=contract.created_by, ends_on=date(2028, 5, 31))

    told = reading.history(contract)

    assert [row["text"] for row in told] == ["Avtalet lades in (import)", "Slutdatum fylldes i"]
    assert told[0]["when"] == contract.created_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    "origin, words",
    [("choice_system", "Ingen ny annons (LOV)"), ("partnership", "Omförhandling"), ("manual", "Politiskt")],
)
def test_a_row_says_what_is_true_when_a_contract_of_its_kind_ends(origin, words):
    row = make_row(origin=origin, ends_on=date(2031, 12, 31))

    found = reading.card(reading.with_card(Contract.objects.filter(pk=row.pk)).get(), date(2026, 11, 22))

    assert found.to_influence.startswith(words)
