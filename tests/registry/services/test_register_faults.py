"""Every fault of a source (N29): never a false no, never a mass change, and always words that say what is wrong."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from registry import register_source
from registry.models import OfficialCheck, OfficialRegistration, RegisterImport, RegisterListing
from registry.services import register_import
from registry.workflow import StepNotAllowed
from tests.factories import make_submitted, make_user
from tests.registry.misbehaving import source
from tests.registry.register_lists import carry_out, days_ago, lines, row

pytestmark = pytest.mark.django_db

REFUSED = {
    "silent": "svarade inte i tid",
    "dripping": "svarade inte i tid",
    "error": "svarade med fel 500",
    "not-there": "svarade med fel 404",
    "reset": "bröt förbindelsen",
    "empty": "Listan har inga rader",
    "nothing": "Filen är tom",
    "half": "bröt förbindelsen mitt i filen",
    "half-unnoticed": "Filen är avbruten",
    "wrong-columns": "Kolumner saknas: organisationsnummer, registrerad",
    "moved-columns": "rader går inte att läsa",
    "page": "Det är en webbsida",
    "wrong-encoding": "teckenkodning",
    "spoiled-encoding": "Å, ä och ö är förstörda",
    "contradicting": "rader går inte att läsa",
    "too-large": "Filen är större än",
    "elsewhere": "Adressen ska börja med https://",
}


@pytest.fixture
def officer():
    return make_user(officer=True)


@pytest.fixture
def register(officer):
    """Ten entities that are registered, and a number that only the list has."""
    entities = [make_submitted().legal_entity for _ in range(10)]
    content = lines(*[row(one) for one in entities], "802000-1239;Okänd förening Å;2024-01-15;")
    carry_out(content, actor=officer, on=days_ago(10))
    return content


@pytest.fixture(autouse=True)
def impatient(monkeypatch, settings):
    monkeypatch.setattr(register_source, "SILENT_FOR", 0.5)
    monkeypatch.setattr(register_source, "LONGEST", 0.6)
    settings.OFFICIAL_REGISTER_LARGEST = 100_000


def state_of_the_register():
    """All that an answer rests on."""
    return (
        sorted(OfficialRegistration.everything.values_list("pk", "period", "superseded_at")),
        sorted(OfficialCheck.objects.values_list("pk", "result")),
        sorted(RegisterListing.everything.values_list("pk", "gone_on", "superseded_at")),
    )


@pytest.mark.parametrize(("fault", "words"), REFUSED.items())
def test_a_fault_is_noted_in_words_and_changes_nothing(officer, register, fault, words):
    before = state_of_the_register()

    with source(register) as address:
        refused = register_import.propose(f"{address}/{fault}", actor=officer)

    assert refused.state == "refused"
    assert words in refused.problem
    assert state_of_the_register() == before
    with pytest.raises(StepNotAllowed):
        register_import.accept(refused, actor=officer, reason="Ändå")
    assert state_of_the_register() == before


def test_forty_percent_vanished_waits_for_a_person(officer, register):
    before = state_of_the_register()

    with source(register) as address:
        proposed = register_import.propose(f"{address}/forty-percent", actor=officer)

    assert proposed.state == "proposed"
    assert "skulle försvinna" in proposed.problem
    with pytest.raises(StepNotAllowed, match="skulle försvinna"):
        register_import.accept(proposed, actor=officer)
    assert state_of_the_register() == before
    register_import.accept(proposed, actor=officer, reason="Bekräftat i telefon")
    assert not OfficialCheck.objects.filter(result="not_registered").exists()
    assert OfficialRegistration.objects.in_force().count() == 10


def test_an_old_file_is_known_by_the_day_that_the_source_tells(officer, register):
    before = state_of_the_register()
    old = datetime.combine(days_ago(40), time(12), tzinfo=UTC)

    with source(register, dated=old) as address:
        refused = register_import.propose(f"{address}/dated", actor=officer)

    assert refused.state == "refused"
    assert "äldre än den senaste" in refused.problem
    assert state_of_the_register() == before


def test_rows_that_stand_twice_count_once(officer, register):
    doubled = register + register.partition(b"\n")[2]

    with source(doubled) as address:
        proposed = register_import.propose(f"{address}/good", actor=officer)
    accepted = register_import.accept(proposed, actor=officer)

    assert accepted.difference["duplicates"] == 11
    assert OfficialRegistration.everything.count() == 10


def test_a_source_that_is_well_is_read_as_of_today(officer, register):
    with source(register) as address:
        proposed = register_import.propose(f"{address}/good?nyckel=hemlig", actor=officer)

    assert proposed.state == "proposed"
    assert proposed.list_date == timezone.localdate()
    assert "hemlig" not in proposed.source
    assert proposed.source.startswith("http://127.0.0.1/good")


def test_nobody_there_is_told(officer, register):
    refused = register_import.propose("http://127.0.0.1:9/lista.csv", actor=officer)

    assert "Källan går inte att nå" in refused.problem


@pytest.mark.parametrize(
    "address", ["http://exempel.example/lista.csv", "ftp://exempel.example/x", "file:///etc/passwd"]
)
def test_only_https_is_asked(officer, address):
    refused = register_import.propose(address, actor=officer)

    assert refused.problem == "Adressen ska börja med https://."


def test_a_file_needs_its_day(officer, tmp_path):
    path = tmp_path / "lista.csv"
    path.write_bytes(lines("802000-1239;Exempel;2024-01-15;"))

    assert register_import.propose(str(path), actor=officer).problem == "Ange vilken dag listan gäller."
    assert register_import.propose(str(path), actor=officer, list_date=days_ago(1)).state == "proposed"
    missing = register_import.propose(str(tmp_path / "nej.csv"), actor=officer, list_date=days_ago(1))
    assert "går inte att öppna" in missing.problem


def test_a_day_in_the_future_from_the_source_is_refused(officer, register):
    with source(register, dated=timezone.now().astimezone(UTC) + timedelta(days=3)) as address:
        refused = register_import.propose(f"{address}/dated", actor=officer)

    assert "inte har varit" in refused.problem
    assert RegisterImport.objects.accepted().count() == 1
