"""Notices become procurements, lots and contracts; again, in any order, and taken back."""

from datetime import datetime
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from procurement.models import (
    Contract,
    ContractingAuthority,
    ContractOption,
    ImportedNotice,
    ImportRefusal,
    Lot,
    Procurement,
    ProcurementImport,
)
from procurement.services import eforms_import, import_undo, import_writer, imports
from registry.models import Municipality
from registry.models.status_log import StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import make_user
from tests.procurement.notices import lot, make_import, notice, outcome
from tests.shared_data import shared_data
from tests.test_personal_numbers import NUMBER, tables_with_it

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Europe/Stockholm"))
FOLDERS = ["sdk_examples", "swedish_converted", "swedish_generated"]
ENDS = "<cbc:StartDate>2027-01-01Z</cbc:StartDate><cbc:EndDate>2028-12-31Z</cbc:EndDate>"


@pytest.fixture
def officer():
    return make_user(officer=True)


def counts(imported):
    return (imported.new_count, imported.changed_count, imported.unchanged_count, imported.refused_count)


def state():
    """Everything that the notices of one procurement have made, without ids."""
    (procurement,) = Procurement.objects.shown().values(
        *("title", "state", "closes_at", "published_at", "plan_shown_at", "notice_id", "is_reserved", "ended_at"),
        *("authority__name", "estimated_value", "notice_sent_on", "closed_at"),
    )
    lots = Lot.objects.order_by("number").values(
        "number", "identifier", "title", "cpv", "ground", "notice_code", "months"
    )
    contracts = (
        Contract.objects.shown()
        .order_by("pk")
        .values(*("title", "supplier_name", "supplier_number", "signed_on", "ends_on", "value", "lot__identifier"))
    )
    return procurement, list(lots), list(contracts)


PLAN = notice("planning", number="plan-1", sent="2026-06-01", title="Stödboende, plan")
CALL = notice(lots=[lot(reserved="res-pub-ser"), lot("LOT-0002", title="Familjehem")])
CHANGE = notice(
    number="annons-2",
    changes="annons-1-01",
    sent="2026-09-10",
    title="Stödboende för unga, ny frist",
    lots=[lot(reserved="res-pub-ser", deadline="2026-12-30"), lot("LOT-0002", title="Familjehem")],
)
RESULT = notice(
    "result", number="resultat-1", sent="2026-11-01", result=outcome("LOT-0002"), lots=[lot("LOT-0002", period=ENDS)]
)


def test_the_steps_of_a_procurement_from_plan_to_contract(officer):
    seen = []

    for content in (PLAN, CALL, CHANGE, RESULT):
        make_import(content, actor=officer, at=TODAY)
        procurement = Procurement.objects.get()
        seen.append((procurement.state, procurement.title))

    assert seen == [
        ("planned", "Stödboende, plan"),
        ("published", "Stödboende för unga"),
        ("published", "Stödboende för unga, ny frist"),
        ("awarded", "Stödboende för unga, ny frist"),
    ]
    contract = Contract.objects.get()
    assert (contract.supplier_number, contract.value, str(contract.ends_on)) == ("8020001239", 500_000, "2028-12-31")
    assert (contract.origin, contract.lot.title) == ("import", "Familjehem")
    assert [event.action for event in procurement.events.all()] == ["import", "import_change", "import_change"]
    assert StatusLog.objects.filter(subject="procurement", subject_id=procurement.pk).count() == 3


def test_the_order_in_which_notices_come_makes_no_difference(officer):
    ends = []

    for order in permutations([PLAN, CALL, CHANGE, RESULT]):
        with transaction.atomic():
            make_import(*order, actor=officer, at=TODAY)
            ends.append(state())
            transaction.set_rollback(True)

    assert len(ends) == 24
    assert all(end == ends[0] for end in ends)


def test_the_same_again_and_an_older_version_change_nothing(officer):
    make_import(notice(version="02", title="Den nya"), actor=officer, at=TODAY)
    before = state()

    again = make_import(notice(version="02", title="Den nya"), actor=officer, at=TODAY)
    older = make_import(notice(version="01", title="Den gamla"), actor=officer, at=TODAY)
    other = make_import(notice(version="02", title="En annan"), actor=officer, at=TODAY)

    assert (counts(again), counts(older), counts(other)) == ((0, 0, 1, 0), (0, 0, 1, 0), (0, 0, 0, 1))
    assert state() == before


def test_a_reserved_lot_has_a_ground_to_confirm(officer):
    make_import(CALL, actor=officer, at=TODAY)

    first, second = Lot.objects.all()
    assert (first.ground, first.ground_confirmed, first.notice_code) == ("lou-19-25a", False, "res-pub-ser")
    assert (second.ground, second.notice_code) == ("", "none")
    assert list(Procurement.objects.reserved()) == [first.procurement]


def test_before_2023_only_the_older_ground_can_be_meant(officer):
    make_import(notice(sent="2022-12-30", lots=[lot(reserved="res-pub-ser")]), actor=officer)

    assert Lot.objects.get().ground == "lou-19-25"


def test_a_code_for_workshops_can_only_mean_4_18(officer):
    make_import(notice(lots=[lot(reserved="res-ws")]), actor=officer, at=TODAY)

    imported = Lot.objects.get()
    assert (imported.ground, imported.ground_confirmed, imported.notice_code) == ("lou-4-18", False, "res-ws")


@pytest.mark.parametrize("code", ["res-ws", "res-pub-ser"])
@pytest.mark.parametrize(("directive", "law"), [("32014L0025", "luf"), ("32014L0023", "luk")])
def test_under_another_act_the_code_is_kept_and_no_ground_is_proposed(officer, code, directive, law):
    content = notice(lots=[lot(reserved=code)]).replace(b"32014L0024", directive.encode())

    make_import(content, actor=officer, at=TODAY)

    imported = Lot.objects.get()
    assert (imported.procurement.law, imported.ground, imported.notice_code) == (law, "", code)


@pytest.mark.parametrize(("deadline", "found"), [("2026-11-21", "closed"), ("2026-11-22", "published")])
def test_a_notice_whose_last_day_is_over_is_closed(officer, deadline, found):
    make_import(notice(lots=[lot(deadline=deadline)]), actor=officer, at=TODAY)

    assert Procurement.objects.get().state == found


def test_no_winner_ends_a_procurement_and_no_last_day_is_guessed(officer):
    make_import(notice("result", result=outcome(), procedure="a"), actor=officer, at=TODAY)
    make_import(
        notice(
            "result",
            result=outcome(status="clos-nw").split("<efac:LotTender><cbc:ID>TEN-1</cbc:ID><cac")[0]
            + "</efac:NoticeResult>",
            number="b",
            procedure="b",
        ),
        actor=officer,
        at=TODAY,
    )

    assert [row.state for row in Procurement.objects.order_by("procedure_id")] == ["contracted", "cancelled"]
    assert Contract.objects.get().end_is_unknown


def test_buyers_are_matched_on_number_and_else_on_name(officer):
    known = Municipality.objects.exclude(organisation_number="").first()
    number = known.organisation_number
    make_import(notice(number="a", procedure="a", buyer=("NÅGON KOMMUN", number)), actor=officer)
    make_import(notice(number="b", procedure="b", buyer=("En annan stavning", number)), actor=officer)
    make_import(notice(number="c", procedure="c", buyer=("Ortens bolag AB", "441414-1170")), actor=officer)
    make_import(notice(number="d", procedure="d", buyer=("ORTENS BOLAG AB", "")), actor=officer)
    make_import(
        notice(
            number="e",
            procedure="e",
            buyer=(
                "Oslo kommune",
                "958935420",
            ),
        ).replace(b"SWE</cbc:Id", b"NOR</cbc:Id"),
        actor=officer,
    )

    found = ContractingAuthority.objects.order_by("pk").values_list("name", "kind", "organisation_number", "country")
    assert list(found) == [
        (known.official_name, "municipality", number, "SE"),
        ("Ortens bolag AB", "company", None, "SE"),
        ("Oslo kommune", "other", None, "NO"),
    ]
    assert Procurement.objects.get(procedure_id="a").municipalities.get() == known


def test_a_file_that_cannot_be_saved_does_not_stop_the_rest(officer, monkeypatch):
    real = import_writer.create_all

    def fail(drafts, **more):
        if drafts[0].notice.notice_id == "b":
            drafts[0].target.procurement["title"] = "x" * 300
        real(drafts, **more)

    monkeypatch.setattr(import_writer, "create_all", fail)
    contents = [notice(number=name, procedure=name) for name in "abc"]
    contents[1:] = [content.replace(b"212000-0142", b"212000-1355") for content in contents[1:]]

    imported = make_import(*contents, b"<trasig", actor=officer)

    assert counts(imported) == (2, 0, 0, 2)
    assert [(row.file_name, row.line) for row in ImportRefusal.objects.all()] == [
        ("annons-2.xml", None),
        ("annons-4.xml", 1),
    ]


def test_an_import_that_is_interrupted_leaves_nothing(officer):
    def stop(count, total):
        if count == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        eforms_import.import_contents(
            [(name, notice(number=name, procedure=name)) for name in "abc"], actor=officer, progress=stop
        )

    assert not any(model.objects.exists() for model in (Procurement, ProcurementImport, ImportedNotice))


def test_a_personnummer_is_nowhere(officer, log):
    tolvan = "19121212-1212"
    contents = [
        notice("result", result=outcome(), supplier=("Tolvan Tolvansson", tolvan)),
        notice(number=tolvan),
        notice(number="c", procedure="c", title=f"För {tolvan}", buyer=(f"Kommun {tolvan}", tolvan)),
    ]

    eforms_import.import_contents([(f"{tolvan}.xml", content) for content in contents], actor=officer)

    assert tables_with_it() == []
    assert not NUMBER.search(log.getvalue())
    assert Contract.objects.get().supplier_name == "enskild näringsidkare"


def test_only_case_officers_and_the_server_import(officer):
    with pytest.raises(NotEntitled):
        make_import(actor=make_user())
    make_import(actor=imports.system_actor())

    assert not imports.system_actor().is_active
    assert not imports.system_actor().has_usable_password()


# --- Undoing ---


def test_undoing_takes_away_what_was_made_and_the_same_can_be_read_again(officer):
    imported = make_import(RESULT, actor=officer, at=TODAY)
    before = state()

    kept = import_undo.undo(imported, actor=officer, reason="Fel fil")

    assert kept == []
    assert not Procurement.objects.shown().exists()
    assert not Contract.objects.shown().exists()
    make_import(RESULT, actor=officer, at=TODAY)
    assert state() == before
    assert Procurement.objects.count() == 1


def test_undoing_puts_back_what_was_changed(officer):
    make_import(CALL, actor=officer, at=TODAY)
    before = state()
    later = make_import(CHANGE, RESULT, actor=officer, at=TODAY)
    assert state() != before

    import_undo.undo(later, actor=officer, reason="Fel fil", at=TODAY)

    assert state() == before


def test_an_import_that_another_builds_on_is_not_undone(officer):
    first = make_import(CALL, actor=officer, at=TODAY)
    second = make_import(CHANGE, actor=officer, at=TODAY)

    with pytest.raises(StepNotAllowed, match=f"import {second.pk}"):
        import_undo.undo(first, actor=officer, reason="Fel")
    import_undo.undo(second, actor=officer, reason="Fel")
    import_undo.undo(first, actor=officer, reason="Fel")
    with pytest.raises(StepNotAllowed, match="redan"):
        import_undo.undo(first, actor=officer, reason="Fel")

    assert not Procurement.objects.shown().exists()


def test_what_somebody_has_worked_on_is_kept_and_named(officer):
    imported = make_import(
        RESULT, *[notice(number=name, procedure=name, title=f"Upphandling {name}") for name in "abc"], actor=officer
    )
    contract = Contract.objects.get()
    ContractOption.objects.create(contract=contract, position=1, months=12)
    Procurement.objects.filter(procedure_id="a").update(aim="Fler får en bostad")
    Lot.objects.filter(procurement__procedure_id="b").update(ground="lou-4-18", ground_confirmed=True)

    kept = import_undo.undo(imported, actor=officer, reason="Fel")

    assert sorted(row["rubrik"] for row in kept if row["slag"] == "upphandling") == [
        "Stödboende för unga",
        "Upphandling b",
    ]
    assert [row["id"] for row in kept if row["slag"] == "avtal"] == [contract.pk]
    assert Procurement.objects.shown().count() == 2


def test_what_a_person_has_filled_in_is_not_written_over(officer):
    make_import(CALL, RESULT.replace(ENDS.encode(), b""), actor=officer, at=TODAY)
    Contract.objects.update(ends_on="2030-06-30")
    Lot.objects.filter(number=1).update(ground="lou-19-25a", ground_confirmed=True)

    make_import(CHANGE, actor=officer, at=TODAY)

    assert str(Contract.objects.get().ends_on) == "2030-06-30"
    assert Lot.objects.get(number=1).ground_confirmed
    assert Procurement.objects.get().title == "Stödboende för unga, ny frist"


def test_a_procurement_that_the_authority_has_put_in_is_left_alone(officer):
    make_import(CALL, actor=officer, at=TODAY)
    Procurement.objects.update(origin="manual", notice_url="https://exempel.example/1", notice_database="Annonser")
    ImportedNotice.objects.all().delete()

    imported = make_import(CHANGE, actor=officer, at=TODAY)

    assert counts(imported) == (0, 0, 1, 0)
    assert Procurement.objects.get().title == "Stödboende för unga"


# --- The commands, and real notices ---


def test_every_real_notice_is_imported_and_again_changes_nothing(officer):
    folders = [shared_data(f"eforms/{folder}") for folder in FOLDERS]

    imported, refused = eforms_import.import_files(folders, actor=officer, at=TODAY)
    again, _ = eforms_import.import_files(folders, actor=officer, at=TODAY)

    assert refused == []
    assert sum(counts(imported)) == 81
    assert counts(again) == (0, 0, 81, 0)
    # change-cn_24_void takes cn_24_minimal back.
    assert Procurement.objects.filter(state="cancelled", procedure_id__startswith="4805c409").count() == 1


def test_invalid_notices_are_refused_by_field_or_warned_about_by_rule(officer):
    imported, refused = eforms_import.import_files([shared_data("eforms/invalid")], actor=officer, at=TODAY)

    assert {row.file_name: row.field for row in refused} == {
        "INVALID_cn_24_empty.xml": "BT-701",
        "INVALID_cn_24_stage-2.xml": "BT-701",
    }
    rules = {text.split(":")[0] for row in imported.notices.all() for text in row.warnings if text.startswith("BR-")}
    assert rules == {"BR-BT-00036-0150", "BR-BT-00262-0200"}
    assert not Lot.objects.filter(ground_confirmed=True).exists()


def test_the_commands_read_try_refuse_and_undo(officer, tmp_path, capsys):
    (tmp_path / "a.xml").write_bytes(CALL)
    (tmp_path / "b.xml").write_bytes(b"<trasig")
    refused = tmp_path / "avvisade.csv"

    call_command("import_eforms", str(tmp_path), "--dry-run")
    assert not ProcurementImport.objects.exists()
    call_command("import_eforms", str(tmp_path), "--refused", str(refused), "--actor", officer.email)
    imported = ProcurementImport.objects.get()
    call_command("undo_import", str(imported.pk))

    told = capsys.readouterr().out
    assert "Nya: 1. Ändrade: 0. Oförändrade: 0. Avvisade: 1." in told
    assert "Ingenting är sparat." in told
    assert "b.xml,1,," in refused.read_text()
    assert f"Import {imported.pk} är ångrad." in told
    with pytest.raises(CommandError, match="adressen"):
        call_command("undo_import", str(imported.pk), "--actor", "ingen@exempel.example")
