"""Evidence packs: what is kept at publication, what a pack holds, that it stands, and what a check of it says."""

import io
import json
import subprocess
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement import integrity, sealed_zip
from procurement.models import EvidencePack, EvidenceSeal, MarketRecord
from procurement.reading.evidence import files_of
from procurement.services import awards, dialogue, evidence, procurements
from procurement.services.evidence import Finding
from registry.models import EntityRevision, Municipality, Service, ServiceArea, StatusLog
from registry.search.labels import fresh_labels
from registry.services import official, search_index
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import make_entity, make_submitted, make_user
from tests.procurement.factories import (
    buyer_of,
    make_awarded,
    make_closed,
    make_planned,
    make_published,
    make_tender,
)

pytestmark = pytest.mark.django_db
State = EvidencePack.State


def found_entity(name="Bryggan"):
    """An entity that search finds, with the service and places of its offer."""
    entity = make_submitted(make_entity(ready=True)).legal_entity
    entity.name = name
    entity.save(update_fields=["name"])
    search_index.refresh(entity.organisation)
    fresh_labels()
    service = Service.objects.filter(legal_entity=entity).get()
    return entity, {"lot": {"service_area": service.area}, "municipalities": list(service.municipalities.all())}


@pytest.fixture
def awarded():
    """Awarded to an entity that the search found, after a question, with a tender that lost."""
    entity, offer = found_entity()
    procurement = make_published(ground="lou-19-25a", at=timezone.now() - timedelta(days=60), **offer)
    asker = make_user(name="Frågvis Persson")
    question = dialogue.ask(procurement, "Hur många platser?", actor=asker, at=procurement.published_at)
    dialogue.answer(question, "Tolv.", actor=buyer_of(procurement))
    procurement = procurements.close(procurement, actor=buyer_of(procurement), at=procurement.closes_at)
    awards.register_tenders(procurement.lots.get(), [("8020001239", "Förlorande Lyktan")], actor=buyer_of(procurement))
    make_awarded(make_tender(procurement, entity, serves=True))
    procurement.refresh_from_db()
    return procurement


@pytest.fixture
def full(awarded):
    """A sealed pack of it."""
    made = evidence.ask(awarded, actor=buyer_of(awarded))
    made.refresh_from_db()
    return made


@pytest.fixture
def cancelled():
    """Planned, and cancelled at once."""
    procurement = make_planned()
    return procurements.cancel(procurement, actor=buyer_of(procurement), reason="Behovet är borta.")


@pytest.fixture
def pack(cancelled):
    """A sealed pack with little in it."""
    made = evidence.ask(cancelled, actor=buyer_of(cancelled))
    made.refresh_from_db()
    return made


def zip_of(pack):
    return evidence.content_of(pack.seal)


def read(pack, name):
    with zipfile.ZipFile(io.BytesIO(zip_of(pack))) as archive:
        return archive.read(name).decode()


def loaded(pack, name):
    return json.loads(read(pack, name))


def verify(content):
    return evidence.verify_file(io.BytesIO(content))


def rewritten(content, **changes):
    """The ZIP packed anew, with files changed, left out (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        files = {name: old.read(name) for name in old.namelist()} | changes
        for name, text in files.items():
            if text is not None:
                new.writestr(name, text)
    return out.getvalue()


def past_the_guards(change):
    """Change a row as somebody with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        change()
        cursor.execute("set local session_replication_role = default")


# --- The search as it was ---


def test_publication_keeps_the_search_with_the_revision_of_each_hit():
    entity, offer = found_entity()

    procurement = make_published(ground="lou-19-25a", **offer)

    record = MarketRecord.objects.get(lot__procurement=procurement)
    [hit] = [hit for hit in record.hits if hit["entity"] == entity.pk]
    assert hit["revision"] == entity.revisions.latest("number").pk
    assert hit["number"] == entity.organisation_number
    assert (record.total, record.may, record.sure) == (1, 0, 0)
    assert record.known_at == procurement.published_at
    assert offer["lot"]["service_area"].slug in record.query


def test_every_organisation_that_the_search_counts_is_among_the_hits():
    entity, offer = found_entity()
    service = Service.objects.get(legal_entity=entity)
    elsewhere = make_submitted(make_entity(entity.organisation, ready=True)).legal_entity
    town = Municipality.objects.exclude(pk__in=service.municipalities.all()).first()
    other = Service.objects.get(legal_entity=elsewhere)
    other.area = ServiceArea.objects.services().exclude(pk=service.area_id).first()
    other.save(update_fields=["area"])
    other.municipalities.set([town])
    search_index.refresh(entity.organisation)

    procurement = make_published(lot=offer["lot"], municipalities=[town])

    record = MarketRecord.objects.get(lot__procurement=procurement)
    assert record.total == 1
    assert [(hit["entity"], hit["here"]) for hit in record.hits] == [(entity.pk, False)]


def test_a_lot_without_a_service_has_no_search_to_keep():
    make_published(ground="lou-19-25a")

    assert not MarketRecord.objects.exists()


def test_the_search_that_was_kept_stands():
    procurement = make_published(lot={"service_area": ServiceArea.objects.services().first()})
    record = procurement.lots.get().market_records.get()

    for change in (record.delete, lambda: MarketRecord.objects.update(total=7)):
        with pytest.raises(IntegrityError, match="ändras aldrig"), transaction.atomic():
            change()


# --- When, and by whom ---


@pytest.mark.parametrize("make", [make_planned, make_published, make_closed])
def test_there_is_no_pack_before_the_award(make):
    procurement = make(ground="lou-19-25a")

    with pytest.raises(StepNotAllowed, match="hemliga"):
        evidence.ask(procurement, actor=buyer_of(procurement))

    assert not EvidencePack.objects.exists()


def test_a_cancelled_procurement_may_be_sealed_and_says_what_is_missing(pack):
    assert pack.state == State.SEALED
    assert loaded(pack, "upphandling.json")["cancel_reason"] == "Behovet är borta."
    assert "Tilldelning är inte beslutad" in read(pack, "README.txt")
    assert "Sökningen vid annonseringen finns inte för anbudsområde 1" in read(pack, "README.txt")


def test_only_the_authoritys_own_buyers_may_ask(cancelled):
    for stranger in (make_user(), make_user(buyer=True), make_user(officer=True)):
        with pytest.raises(NotEntitled):
            evidence.ask(cancelled, actor=stranger)


def test_no_pack_is_asked_for_while_one_is_made(cancelled, monkeypatch):
    monkeypatch.setattr(evidence, "_seal", lambda pack, at: None)
    evidence.ask(cancelled, actor=buyer_of(cancelled))

    with pytest.raises(StepNotAllowed, match="görs redan"):
        evidence.ask(cancelled, actor=buyer_of(cancelled))


# --- What is in it ---


def test_a_pack_holds_the_search_the_revisions_the_verdicts_and_the_reasons(full, awarded):
    then, now = (
        loaded(full, f"sokning/omrade-1-{when}.json")["hits"] for when in ("vid-annonsering", "vid-forseglingen")
    )
    revision = loaded(full, then[0]["file"])
    winner, loser = sorted(loaded(full, "anbud.json"), key=lambda row: row["name"])
    [award] = loaded(full, "skal/tilldelning.json")

    assert [hit["name"] for hit in then] == [hit["name"] for hit in now] == ["Bryggan"]
    assert revision["content"] == EntityRevision.objects.get(pk=then[0]["revision"]).content
    assert (winner["name"], winner["has_won"]) == ("Bryggan", True)
    assert (loser["name"], loser["has_won"]) == ("Förlorande Lyktan", False)
    assert winner["told"] and winner["reasons"] and winner["told_at_award"]
    assert winner["at_award"][0]["on"] == award["decided_on"]
    assert award["reasons"] == "Bäst kvalitet."
    assert loaded(full, "skal/reservation.json")[0]["decided_by"] == "Socialnämnden"
    assert loaded(full, "skal/lagprovning.json")[0]["findings"]
    assert loaded(full, "skal/syfte.json")[0]["serves"] is True
    assert loaded(full, "annons.json")["notice_id"] == "PROV-1"
    assert [row["action"] for row in loaded(full, "handelser.json")] == ["publish", "close", "award"]
    assert "Tolv." in read(full, "fragor-och-svar.csv")
    assert "sha256sum -c manifest.sha256" in read(full, "README.txt")
    assert "Bryggan" in read(full, "sammanfattning.txt")
    assert str(awarded.authority) in read(full, "README.txt")


def test_nobody_is_named_in_a_pack_and_who_asked_is_not_told(full, awarded):
    text = zip_of(full).decode("utf-8", "replace")

    assert buyer_of(awarded).name not in text
    assert buyer_of(awarded).email not in text
    assert "Frågvis" not in text


def test_the_verdict_on_the_day_of_the_award_is_as_it_was_known_then(awarded):
    first = evidence.ask(awarded, actor=buyer_of(awarded))
    entity = awarded.awards.get().winners.get().tender.legal_entity
    official.record_check(entity, actor=make_user(officer=True), result="registered", source="Registret")
    second = evidence.ask(awarded, actor=buyer_of(awarded))

    now = "sokning/omrade-1-vid-forseglingen.json"
    assert loaded(first, "anbud.json") == loaded(second, "anbud.json")
    assert loaded(first, now)["hits"][0]["answer"] != "registered"
    assert loaded(second, now)["hits"][0]["answer"] == "registered"


# --- That it stands ---


def test_the_same_facts_give_the_same_bytes_from_the_database(full):
    again = EvidencePack.objects.get(pk=full.pk)

    assert sealed_zip.archive(again.files) == default_storage.open(full.seal.file.name).read()
    assert sealed_zip.archive(files_of(again)) == zip_of(full)


def test_a_pack_stands_when_everything_else_goes_on(full, awarded):
    sealed = zip_of(full)
    awards.note_review(
        awarded, actor=buyer_of(awarded), court="Förvaltningsrätten", case_number="1-26", filed_on=timezone.localdate()
    )

    second = evidence.ask(awarded, actor=buyer_of(awarded))

    assert second.number == 2
    assert zip_of(EvidencePack.objects.get(pk=full.pk)) == sealed
    assert verify(sealed).finding == verify(zip_of(second)).finding == Finding.GENUINE
    assert loaded(second, "skal/overprovning.json") and not loaded(full, "skal/overprovning.json")


def test_nothing_of_a_pack_can_be_changed_or_taken_away(pack):
    for change in (
        lambda: EvidencePack.objects.update(files={}),
        lambda: EvidencePack.objects.update(state="making"),
        lambda: EvidenceSeal.objects.update(sha256="0" * 64),
        lambda: pack.seal.delete(),
        lambda: pack.events.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_unpacked_pack_passes_sha256sum(pack, tmp_path):
    with zipfile.ZipFile(io.BytesIO(zip_of(pack))) as archive:
        archive.extractall(tmp_path)

    told = subprocess.run(["sha256sum", "--strict", "-c", "manifest.sha256"], cwd=tmp_path, capture_output=True)

    assert told.returncode == 0, told.stdout
    assert len(told.stdout.splitlines()) == len(pack.files)


def test_the_seal_and_the_log_say_who_and_when(pack, cancelled):
    seal = pack.seal

    assert seal.sealed_by == buyer_of(cancelled)
    assert seal.size == len(zip_of(pack))
    assert seal.manifest == read(pack, "manifest.sha256")
    logged = StatusLog.objects.filter(subject="evidencepack", subject_id=pack.pk).order_by("id")
    assert list(logged.values_list("action", "to_state")) == [("create", "making"), ("seal", "sealed")]


# --- When it fails ---


def test_a_failure_is_noted_and_may_be_tried_again(cancelled, monkeypatch):
    buyer = buyer_of(cancelled)

    def full(*args, **kwargs):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", full)
        made = evidence.ask(cancelled, actor=buyer)
        made.refresh_from_db()
        assert made.state == State.FAILED
        assert evidence.sweep() == 1
    made.refresh_from_db()
    evidence.retry(made, actor=buyer)

    made.refresh_from_db()
    assert made.state == State.SEALED
    assert [event.action for event in made.events.all()] == ["fail", "retry", "seal"]
    with pytest.raises(StepNotAllowed):
        evidence.retry(made, actor=buyer)


def test_the_work_done_twice_seals_once(pack):
    evidence.seal(pack.pk)
    evidence.seal(987_654)

    assert EvidenceSeal.objects.count() == 1
    assert evidence.sweep() == 0


# --- What a check of it says ---


def test_the_sums_of_the_file_and_of_its_manifest_are_known(pack):
    assert evidence.verify_sum(pack.seal.sha256).finding == Finding.GENUINE
    assert evidence.verify_sum(pack.seal.manifest_sha256).finding == Finding.MANIFEST
    assert evidence.verify_sum("0" * 64) == evidence.Verified(Finding.NOT_OURS)


def test_any_altered_byte_is_seen(pack):
    content = zip_of(pack)

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, len(content) - 1), st.integers(1, 255))
    def flipped(place, bits):
        altered = bytearray(content)
        altered[place] ^= bits
        try:
            found = verify(bytes(altered))
        except sealed_zip.Refused:
            return
        assert found.finding != Finding.GENUINE

    flipped()


def test_an_altered_file_is_named(pack):
    found = verify(rewritten(zip_of(pack), **{"anbud.csv": "x", "annons.json": None, "nytt.txt": "x"}))

    assert (found.finding, found.seal) == (Finding.ALTERED, pack.seal)
    assert (found.altered, found.missing, found.added) == (("anbud.csv",), ("annons.json",), 1)


def test_a_pack_with_a_manifest_to_match_is_found_out_by_its_id(pack):
    files = pack.files | {"anbud.csv": "x"}

    found = verify(sealed_zip.archive(files))

    assert (found.finding, found.seal) == (Finding.ALTERED, pack.seal)
    assert found.altered == ("anbud.csv", "manifest.sha256")


def test_a_pack_that_was_packed_anew_is_told_from_an_altered_one(pack):
    assert verify(rewritten(zip_of(pack))).finding == Finding.REPACKED


def test_a_zip_from_elsewhere_is_not_ours(pack):
    assert verify(sealed_zip.archive({"README.txt": "x"})) == evidence.Verified(Finding.NOT_OURS)


# --- The nightly check ---


def test_sound_packs_pass_and_a_file_that_is_gone_or_altered_is_found(pack):
    assert list(integrity.evidence_packs_are_whole()) == []
    sealed, name = zip_of(pack), pack.seal.file.name

    default_storage.delete(name)
    gone = list(integrity.evidence_packs_are_whole())
    rebuilt = evidence.content_of(pack.seal)
    with default_storage.open(name, "wb") as file:
        file.write(sealed[:-1] + b"x")
    altered = list(integrity.evidence_packs_are_whole())

    assert gone == [f"bevispaket {pack.pk}: filen saknas"]
    assert altered == [f"bevispaket {pack.pk}: filen är ändrad"]
    assert rebuilt == evidence.content_of(pack.seal) == sealed
    with pytest.raises(CommandError):
        call_command("check_data", verbosity=0)


def test_what_was_changed_past_the_guards_is_found(pack):
    past_the_guards(lambda: EvidencePack.objects.update(files=pack.files | {"README.txt": "x"}))

    assert list(integrity.evidence_packs_are_whole()) == [
        f"bevispaket {pack.pk}: uppgifterna i databasen ger inte samma paket"
    ]


def test_a_pack_that_never_got_its_seal_is_found(cancelled, monkeypatch):
    monkeypatch.setattr(evidence, "_seal", lambda pack, at: None)
    made = evidence.ask(cancelled, actor=buyer_of(cancelled), at=timezone.now() - timedelta(days=2))

    assert list(integrity.evidence_packs_get_sealed()) == [f"bevispaket {made.pk}: är inte förseglat"]
