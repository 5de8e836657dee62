"""manage.py import_official_register."""

import pytest
from django.core.management import CommandError, call_command

from registry.models import OfficialRegistration, RegisterImport
from tests.factories import make_submitted, make_user
from tests.registry.register_lists import days_ago, lines, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user("handlaggare@exempel.example", officer=True)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lista.csv"
    path.write_bytes(lines(row(make_submitted().legal_entity), "802000-1239;Okänd förening;2024-01-15;"))
    return str(path)


def run(capsys, *words, **options):
    call_command("import_official_register", *words, **options)
    return capsys.readouterr().out


def mine(officer):
    return ["--as", officer.email]


def test_a_dry_run_shows_the_difference_and_stores_nothing(capsys, officer, file):
    told = run(capsys, file, *mine(officer), "--list-date", str(days_ago(1)), "--dry-run")

    assert "Nya registreringar: 1" in told
    assert "802000-1239 Okänd förening 2024-01-15" in told
    assert "Ingenting är sparat." in told
    assert not RegisterImport.objects.exists()


def test_reading_accepting_and_undoing(capsys, officer, file):
    read = [file, *mine(officer), "--list-date", str(days_ago(1))]
    told = run(capsys, *read)
    pk = RegisterImport.objects.get().pk
    assert f"Inläsning {pk} väntar" in told
    assert not OfficialRegistration.objects.exists()

    assert "genomförd" in run(capsys, *mine(officer), "--accept", str(pk))
    assert OfficialRegistration.objects.count() == 1
    assert "redan genomförd" in run(capsys, *read)

    with pytest.raises(CommandError, match="--reason"):
        run(capsys, *mine(officer), "--undo", str(pk))
    assert "ångrad" in run(capsys, *mine(officer), "--undo", str(pk), "--reason", "Fel fil")
    assert not OfficialRegistration.objects.exists()


def test_a_proposal_is_counted_anew_and_discarded(capsys, officer, file):
    run(capsys, file, *mine(officer), "--list-date", str(days_ago(1)))
    pk = str(RegisterImport.objects.get().pk)

    assert "omräknad" in run(capsys, *mine(officer), "--recount", pk)
    assert "förkastad" in run(capsys, *mine(officer), "--discard", pk)
    with pytest.raises(CommandError, match="Någon annan hann före"):
        run(capsys, *mine(officer), "--accept", pk)


def test_a_broken_file_is_refused_with_words(capsys, officer, tmp_path):
    path = tmp_path / "lista.csv"
    path.write_bytes(b"namn;stad\nExempel;Ume\n")

    with pytest.raises(CommandError, match="Kolumner saknas"):
        run(capsys, str(path), *mine(officer), "--list-date", str(days_ago(1)))
    assert RegisterImport.objects.get().state == "refused"
    with pytest.raises(CommandError, match="Kolumner saknas"):
        run(capsys, str(path), *mine(officer), "--list-date", str(days_ago(1)), "--dry-run")
    assert RegisterImport.objects.count() == 1


def test_nobody_else_than_a_case_officer_reads_in(capsys, file):
    stranger = make_user()

    for words in (["--dry-run"], []):
        with pytest.raises(CommandError, match="Bara handläggare"):
            run(capsys, file, *mine(stranger), "--list-date", str(days_ago(1)), *words)
    with pytest.raises(CommandError, match="Ingen användare"):
        run(capsys, file, "--as", "ingen@exempel.example")


def test_either_a_file_or_a_decision_is_asked_for(capsys, officer, file):
    with pytest.raises(CommandError, match="Ange en fil, eller"):
        run(capsys, *mine(officer))
    with pytest.raises(CommandError, match="Ange en fil, eller"):
        run(capsys, file, *mine(officer), "--accept", "1")
    with pytest.raises(CommandError, match="ingen inläsning"):
        run(capsys, *mine(officer), "--accept", "1")
