"""A source that misbehaves, on this very machine: each path is a fault."""

import socket
import struct
import time
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

from tests.local_server import running


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *words):
        """Silence."""

    def do_GET(self):
        getattr(self, self.path.partition("?")[0].strip("/").replace("-", "_"), self.not_found)()

    def _send(self, content, *, kind="text/csv; charset=utf-8", length=None, code=200, **headers):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def not_found(self):
        self._send(b"", code=404)

    def good(self):
        self._send(self.server.content)

    def dated(self):
        self._send(self.server.content, Last_Modified=format_datetime(self.server.dated, usegmt=True))

    def silent(self):
        time.sleep(3)

    def dripping(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        try:
            for _ in range(30):
                self.wfile.write(b"o")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            """The reader has had enough, which is what the test is about."""

    def error(self):
        self._send(b"<html>500</html>", kind="text/html", code=500)

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def empty(self):
        self._send(b"organisationsnummer;namn;registrerad;avregistrerad\n")

    def nothing(self):
        self._send(b"")

    def half(self):
        content = self.server.content
        self._send(content[: len(content) // 2 + 5], length=len(content))

    def half_unnoticed(self):
        """Cut in the middle of a row, with a length that says so."""
        content = self.server.content
        self._send(content[: content.index(b";", len(content) // 2) + 3])

    def wrong_columns(self):
        self._send(b"namn;stad\n" + self.server.content.partition(b"\n")[2])

    def moved_columns(self):
        self._send(b"namn;organisationsnummer;registrerad;avregistrerad\n" + self.server.content.partition(b"\n")[2])

    def page(self):
        self._send("<!doctype html><title>Underhåll</title>".encode(), kind="text/html")

    def wrong_encoding(self):
        self._send(self.server.content.decode().encode("utf-16"))

    def spoiled_encoding(self):
        self._send(self.server.content.decode().encode().decode("cp1252", "replace").encode())

    def contradicting(self):
        rows = self.server.content.splitlines()
        moved = [row.replace(b"2024-01-15", b"2024-01-16") for row in rows[1:]]
        self._send(b"\n".join([*rows, *moved]) + b"\n")

    def forty_percent(self):
        rows = self.server.content.splitlines(keepends=True)
        self._send(b"".join(rows[: 1 + (len(rows) - 1) * 6 // 10]))

    def too_large(self):
        self._send(self.server.content + b"x" * 200_000)

    def elsewhere(self):
        self.send_response(302)
        self.send_header("Location", "http://192.0.2.1/lista.csv")
        self.end_headers()


@contextmanager
def source(content, dated=None):
    """The address of a source with this list, for as long as the test goes on."""
    with running(Handler, content=content, dated=dated) as server:
        yield f"http://127.0.0.1:{server.server_port}"
