# SPDX-License-Identifier: Apache-2.0
"""A server under test: started on a free port with an empty database, and HTTP spoken to it."""

import contextlib
import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("KENZEN", str(TOP / "build/dev/kenzen"))
POSTGRES = os.environ.get("KENZEN_TEST_POSTGRES", "")
ENGINES = ("sqlite", "postgres")


def psql(sql):
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", POSTGRES, "-c", "SET client_min_messages = warning", "-c", sql], check=True, stdout=subprocess.DEVNULL)


def import_index(path, *sources):
    """Compiles advisories, named from the top of the repository, into the index at path."""
    words = [PROGRAM, "advisory", "import", *(TOP / source for source in sources), "--to", path]
    subprocess.run(words, check=True, capture_output=True)


class Server:
    """Use by 'with': started on entering, stopped and its data thrown away on leaving."""

    def __init__(self, engine, *options, index=(), start=None, beside=None):
        """index: what the advisory index is made of; start: a data folder to begin with a copy of; beside: a server on whose
        PostgreSQL database this one runs too."""
        self.engine = engine
        self.options = options
        self.index = index
        self.folder = tempfile.mkdtemp(prefix="kenzen-api-")
        if start:
            shutil.copytree(start, self.folder, dirs_exist_ok=True)
        self.schema = beside.schema if beside else f"kenzen_api_{secrets.token_hex(6)}" if engine == "postgres" else ""
        self.is_second = beside is not None
        self.place = []  # where it keeps its data, for commands beside it

    def __enter__(self):
        self.place = ["--data", self.folder]
        if self.index:
            import_index(f"{self.folder}/advisories.kzi", *self.index)
        if self.schema:
            if not self.is_second:
                psql(f"CREATE SCHEMA {self.schema}")
            mark = "&" if "?" in POSTGRES else "?"
            self.place += ["--db", f"{POSTGRES}{mark}options=-csearch_path%3D{self.schema}"]
        words = [PROGRAM, "serve", "--listen", "127.0.0.1:0", *self.place, *self.options]
        self.log = open(f"{self.folder}/log", "wb")
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.link = self.host = self.url = ""
        for line in self.process.stdout:
            if found := re.search(r"(http\S*)/signin#(\S+)", line):
                self.url, self.link = found.groups()
            if found := re.match(r"listening on http://(\S+)", line):
                self.host = found[1]
                self.url = self.url or f"http://{self.host}"
                return self
        self.process.wait()
        raise RuntimeError(f"the server did not start: {self.said()}")

    def __exit__(self, *_):
        self.status = self.stop()
        if self.schema and not self.is_second:
            psql(f"DROP SCHEMA {self.schema} CASCADE")
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        """Returns the exit status after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def sql(self, statement):
        """Changes the database beside the server: what would take too long to wait for."""
        if self.schema:
            psql(f"SET search_path TO {self.schema}; {statement}")
            return
        with contextlib.closing(sqlite3.connect(f"{self.folder}/kenzen.db", timeout=30)) as db, db:
            db.execute(statement)

    def said(self):
        return Path(self.log.name).read_text(errors="replace")

    def connect(self):
        name, port = self.host.rsplit(":", 1)
        return http.client.HTTPConnection(name, int(port), timeout=60)

    def ask(self, method, path, headers, body):
        """Sends a request, with a list as its body in chunks. Returns (status, header pairs, body)."""
        connection = self.connect()
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            chunked = isinstance(body, list)
            if chunked:
                connection.putheader("Transfer-Encoding", "chunked")
            elif body is not None:
                connection.putheader("Content-Length", str(len(body)))
            try:
                connection.endheaders(body, encode_chunked=chunked)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has heard enough: what it said may be there
            reply = connection.getresponse()
            return reply.status, reply.getheaders(), reply.read()
        finally:
            connection.close()

    def send_part(self, method, path, headers, sent, total, waits):
        """Sends a head and the first bytes of its body. Waits until the server cuts the connection, or cuts it. Returns what came."""
        name, port = self.host.rsplit(":", 1)
        head = "".join(f"{key}: {value}\r\n" for key, value in headers)
        with socket.create_connection((name, int(port)), timeout=60) as wire:
            wire.sendall(f"{method} {path} HTTP/1.1\r\n{head}Content-Length: {total}\r\n\r\n".encode() + b"x" * sent)
            return b"".join(iter(lambda: wire.recv(65536), b"")) if waits else b""
