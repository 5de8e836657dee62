"""Upphandlingsmyndigheten's statistics become procurements and contracts."""

import csv
import gzip
import io

import pytest
from django.core.management import CommandError, call_command

from procurement.models import Contract, ContractingAuthority, ImportRefusal, Lot, Procurement, ProcurementImport
from procurement.services import import_undo, import_writer, uhm_import
from tests.factories import make_user
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db

ROW = {
    "upphandlings_id": "KA1",
    "titel": "Stödboende",
    "publiceringsdatum": "2021-03-01",
    "kopare": "PROVKÖPINGS BOLAG",
    "kopare_orgnr": "5568592918",
    "delsektor": "Kommunalt ägd organisation",
    "cpv": "85311000",
    "rattslig_grund": "Direktiv 2014/24/EU",
    "avtalstyp": "Ramavtal",
    "reserverad": "0",
    "annonsdatabas": "e-Avrop",
    "kontrakterat_varde_sek": "",
}
CONTRACT = {name: ROW[name] for name in list(ROW)[:5] + ["cpv", "reserverad"]} | {
    "anbudsomrades_id": "CAN-1",
    "leverantor": "EXEMPELHEMMET",
    "leverantor_juridisk_form": "Ideella föreningar",
}


@pytest.fixture
def officer():
    return make_user(officer=True)


@pytest.fixture
def file(tmp_path):
    """A maker of files: of rows that differ from the usual one as told."""

    def made(*rows, base=ROW, name="statistik.csv"):
        out = io.StringIO()
        writer = csv.DictWriter(out, base.keys())
        writer.writeheader()
        writer.writerows([base | row for row in rows or [{}]])
        path = tmp_path / name
        path.write_bytes(gzip.compress(out.getvalue().encode()) if name.endswith("gz") else out.getvalue().encode())
        return path

    return made


def counts(imported):
    return (imported.new_count, imported.changed_count, imported.unchanged_count, imported.refused_count)


def read(path, officer):
    return uhm_import.import_file(path, actor=officer)[0]


def test_a_row_becomes_a_procurement_with_its_source(officer, file):
    rows = [
        {},
        {"upphandlings_id": "KA2", "kontrakterat_varde_sek": "1460"},
        {"upphandlings_id": "KA3", "reserverad": "1"},
    ]

    imported = read(file(*rows, name="statistik.csv.gz"), officer)

    assert counts(imported) == (3, 0, 0, 0)
    found = Procurement.objects.order_by("procedure_id").values_list(
        "state", "origin", "is_reserved", "notice_database"
    )
    assert list(found) == [
        ("closed", "uhm", False, "e-Avrop"),
        ("awarded", "uhm", False, "e-Avrop"),
        ("closed", "uhm", True, "e-Avrop"),
    ]
    assert set(Lot.objects.values_list("cpv", "ground", "ground_confirmed")) == {("85311000", "", False)}
    assert ContractingAuthority.objects.get().kind == "company"
    assert imported.warned_count == 1


def test_the_same_file_changes_nothing_and_a_new_one_changes_what_is_new(officer, file):
    read(file(), officer)

    again = read(file(), officer)
    newer = read(file({"titel": "Stödboende för unga"}, {"upphandlings_id": "KA2"}), officer)

    assert counts(again) == (0, 0, 1, 0)
    assert counts(newer) == (1, 1, 0, 0)
    assert Procurement.objects.get(procedure_id="KA1").title == "Stödboende för unga"


@pytest.mark.parametrize("contracts_first", [True, False])
def test_contracts_join_their_procurement_in_any_order(officer, file, contracts_first):
    person = {
        "leverantor": "TOLVAN TOLVANSSON",
        "leverantor_juridisk_form": "Fysiska personer",
        "anbudsomrades_id": "CAN-2",
    }
    files = [file(), file({}, person, base=CONTRACT, name="kontrakt.csv")]

    for path in reversed(files) if contracts_first else files:
        read(path, officer)

    procurement = Procurement.objects.get()
    assert (procurement.state, procurement.is_framework) == ("awarded", True)
    assert [
        (row.supplier_name, row.lot.number, row.end_is_unknown) for row in Contract.objects.order_by("reference")
    ] == [
        ("EXEMPELHEMMET", 1, True),
        ("enskild näringsidkare", 1, True),
    ]


def test_rows_that_cannot_be_read_are_refused_by_line_and_column(officer, file):
    rows = [
        {"upphandlings_id": ""},
        {"upphandlings_id": "KA2", "titel": " "},
        {"upphandlings_id": "KA3", "publiceringsdatum": "2021-13-01"},
        {"upphandlings_id": "KA4", "kopare": ""},
        {"upphandlings_id": "KA5", "cpv": "85311000-6", "rattslig_grund": "Direktiv 2009/81/EG"},
        {"upphandlings_id": "KA5"},
    ]

    imported = read(file(*rows), officer)

    assert counts(imported) == (1, 0, 0, 5)
    assert list(ImportRefusal.objects.values_list("line", "field")) == [
        (2, "upphandlings_id"),
        (3, "titel"),
        (4, "publiceringsdatum"),
        (5, "kopare"),
        (7, "upphandlings_id"),
    ]
    assert Lot.objects.get().cpv == "85311000"


def test_a_row_that_breaks_a_rule_does_not_stop_its_batch(officer, file, monkeypatch):
    real = import_writer.create_all

    def fail(drafts, **more):
        for draft in drafts:
            if draft.notice.notice_id == "KA2":
                draft.target.procurement["title"] = "x" * 300
        real(drafts, **more)

    monkeypatch.setattr(import_writer, "create_all", fail)

    imported = read(file({}, {"upphandlings_id": "KA2"}, {"upphandlings_id": "KA3"}), officer)

    assert counts(imported) == (2, 0, 0, 1)
    assert sorted(Procurement.objects.values_list("procedure_id", flat=True)) == ["KA1", "KA3"]


def test_a_buyer_with_a_wrong_number_is_matched_on_its_name(officer, file):
    rows = [
        {},
        {"upphandlings_id": "KA2", "kopare_orgnr": "5568592919"},
        {"upphandlings_id": "KA3", "kopare": "ÅLAND", "kopare_orgnr": "0145076-7"},
    ]

    imported = read(file(*rows), officer)

    assert list(ContractingAuthority.objects.order_by("pk").values_list("name", "organisation_number")) == [
        ("PROVKÖPINGS BOLAG", "5568592918"),
        ("ÅLAND", None),
    ]
    assert imported.warned_count == 2


def test_an_undone_import_can_be_read_again(officer, file):
    first = read(file({}, {"upphandlings_id": "KA2"}), officer)
    import_undo.undo(first, actor=officer, reason="Fel år")
    assert not Procurement.objects.shown().exists()

    again = read(file({}, {"upphandlings_id": "KA2"}), officer)

    assert counts(again) == (2, 0, 0, 0)
    assert Procurement.objects.shown().count() == Procurement.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"\x1f\x8b\x08trasig", b"\x1f\x8b"])
def test_a_file_that_is_no_statistics_is_refused_whole(tmp_path, content):
    path = tmp_path / "fel.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError):
        call_command("import_uhm", str(path))

    assert not ProcurementImport.objects.exists()


def test_real_contracts_are_read(officer):
    imported = read(shared_data("uhm2021/kontrakt_ideburna_leverantorer_2021.csv"), officer)

    assert imported.refused_count == 0
    assert Contract.objects.count() == 451
