"""Web servers on free ports of this machine, as children, and the processor time that they and Postgres have used."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

TICK = os.sysconf("SC_CLK_TCK")
STARTS_WITHIN = 60


class Server:
    """A running web server: its port and its processes."""

    def __init__(self, child, port):
        self.child = child
        self.port = port

    def python_seconds(self):
        """Processor time of the server and its workers."""
        return sum(_seconds(pid) for pid in [self.child.pid, *_descendants(self.child.pid)])

    def memory(self):
        """Bytes held by the server and its workers together, shared pages counted by their share."""
        total = 0
        for pid in [self.child.pid, *_descendants(self.child.pid)]:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        return total


@contextmanager
def serving(application, *, workers=1, **environment):
    """Serve a WSGI application with granian while the block runs."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(workers)),
        *("--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(port)),
        *("--log-level", "warning", "--no-access-log", application),
    ]
    child = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | environment)
    try:
        _wait_for(child, port)
        yield Server(child, port)
    finally:
        child.terminate()
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_for(child, port):
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if child.poll() is not None:
            raise RuntimeError(f"The web server ended with status {child.returncode}.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The web server did not answer within {STARTS_WITHIN} seconds.")


def postgres_seconds(cursor, own_pid):
    """Processor time of each of this database's backends but our own: {pid: seconds}. Empty on another machine."""
    cursor.execute(
        "select pid from pg_stat_activity where backend_type = 'client backend' and datname = current_database() "
        "and pid <> %s",
        [own_pid],
    )
    found = {}
    for (pid,) in cursor.fetchall():
        try:
            found[pid] = _seconds(pid)
        except OSError:
            continue
    return found


def _seconds(pid):
    """Processor time of a process, with nanoseconds where the kernel counts them."""
    try:
        return (
            sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e9
        )
    except (OSError, IndexError, ValueError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


def _descendants(pid):
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            found += [child, *_descendants(child)]
    return found
