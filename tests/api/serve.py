# SPDX-License-Identifier: Apache-2.0
"""Tests of 'kenzen serve' as a command: what it is told, what it says, how it starts and ends. Each function is a test."""

import json
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from server import PROGRAM, Server, import_index


def refused(*words):
    """Runs a server that must not start. Returns (exit status, what it said)."""
    done = subprocess.run([PROGRAM, "serve", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=30)
    assert done.stdout == "", done.stdout
    return done.returncode, done.stderr


def health(server):
    _, _, body = server.ask("GET", "/healthz", [("Host", server.host)], None)
    return json.loads(body)


def eventually(condition, what):
    """Waits for a condition that the server brings about by itself within a second or two."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def bad_words():
    """bad options are bad usage"""
    with tempfile.TemporaryDirectory() as folder:
        for words in (["--listen", "8080"], ["--listen", "127.0.0.1:99999"], ["--log-level", "loud"], ["word"], ["--lisen", "x"], ["--url", "kenzen.example"], ["--url", "https://a.example/b"], ["--allow-net", "10.0.0.0/33"], ["--allow-net", "10.0.0.0/8"] * 65):
            status, said = refused("--data", folder, *words)
            assert status == 2 and said.startswith("kenzen: "), (words, status, said)


def taken_port():
    """a port that is taken is a failure of the system"""
    with socket.create_server(("127.0.0.1", 0)) as taken, tempfile.TemporaryDirectory() as folder:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        status, said = refused("--data", folder, "--listen", address)
        assert status == 3 and address in said, (status, said)


def no_folder():
    """a data folder that cannot be made is said with its name"""
    with tempfile.NamedTemporaryFile() as file:
        status, said = refused("--data", f"{file.name}/below", "--listen", "127.0.0.1:0")
        assert status == 3 and file.name in said, (status, said)


def no_database():
    """a database that cannot be reached is a failure of the system"""
    with tempfile.TemporaryDirectory() as folder:
        status, said = refused("--data", folder, "--listen", "127.0.0.1:0", "--db", "postgres://kenzen@127.0.0.1:1/none")
        assert status == 3 and said.startswith("kenzen: "), (status, said)


def damaged_database():
    """a file that is no database is left alone"""
    with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
        Path(file.name).write_bytes(b"no database" * 500)
        status, said = refused("--data", folder, "--listen", "127.0.0.1:0", "--db", file.name)
        assert status in (2, 3) and said.startswith("kenzen: "), (status, said)
        assert Path(file.name).read_bytes() == b"no database" * 500


def log_is_not_forged():
    """what a request says of itself does not become fields of the log"""
    with Server("sqlite") as server:
        name, port = server.host.rsplit(":", 1)
        with socket.create_connection((name, int(port)), timeout=30) as wire:
            wire.sendall(f'GET"status=200 /a"b HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n'.encode())
            while wire.recv(4096):
                pass
        assert 'method=GET?status=200 path="/a?b" status=405' in server.said(), server.said()


def other_codings_are_refused():
    """a body in a transfer coding that the server does not know is refused, not waited for"""
    with Server("sqlite") as server:
        name, port = server.host.rsplit(":", 1)
        with socket.create_connection((name, int(port)), timeout=10) as wire:
            wire.sendall(f"POST /api/v1/session HTTP/1.1\r\nHost: {server.host}\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n".encode())
            assert wire.recv(4096)[9:12] == b"400"


def secrets_stay_private():
    """what the server makes is for its owner alone"""
    with tempfile.TemporaryDirectory() as folder, Server("sqlite", "--data", f"{folder}/data"):
        assert Path(folder, "data").stat().st_mode & 0o777 == 0o700
        modes = {path.name: path.stat().st_mode & 0o777 for path in Path(folder, "data").iterdir()}
        assert modes and not any(mode & 0o077 for mode in modes.values()), modes


def other_address():
    """the link leads to where browsers find the server, and cookies follow its scheme"""
    with Server("sqlite", "--url", "https://kenzen.example/") as server:
        assert server.url == "https://kenzen.example", server.url
        body = json.dumps({"token": server.link}).encode()
        head = [("Host", server.host), ("Content-Type", "application/json")]
        status, headers, _ = server.ask("POST", "/api/v1/session", head, body)
        cookies = [value for name, value in headers if name.lower() == "set-cookie"]
        assert status == 200 and cookies and all("; Secure" in cookie for cookie in cookies), (status, cookies)


def second_start():
    """the link to sign in is printed by the first start alone"""
    with tempfile.TemporaryDirectory() as folder:
        with Server("sqlite", "--data", folder) as server:
            assert server.link
        with Server("sqlite", "--data", folder) as server:
            assert not server.link
            assert server.stop() == 0


def index_comes_and_changes():
    """an index that comes, or another one, is used without a restart"""
    with Server("sqlite") as server:
        path = f"{server.folder}/advisories.kzi"
        assert health(server)["advisory_index"] is None
        import_index(path, "demo/advisories/osv/npm")
        eventually(lambda: health(server)["advisory_index"], "the index was not opened")
        first = health(server)["advisory_index"]
        import_index(path, "demo/advisories/osv/Go")
        eventually(lambda: health(server)["advisory_index"] != first, "the new index was not opened")


def damaged_index():
    """a damaged index is logged, and the one that is open stays in use"""
    with Server("sqlite") as server:
        path = Path(server.folder, "advisories.kzi")
        import_index(path, "demo/advisories/osv/npm")
        eventually(lambda: health(server)["advisory_index"], "the index was not opened")
        first = health(server)["advisory_index"]
        other = Path(server.folder, "other")
        other.write_bytes(b"no index")
        other.rename(path)
        eventually(lambda: "level=error event=index" in server.said(), "nothing was logged")
        assert health(server)["advisory_index"] == first


def request_log():
    """each request has a line in the log, whose path cannot forge another field"""
    with Server("sqlite") as server:
        server.ask("GET", '/x"%20status=500', [("Host", server.host)], None)
        server.ask("GET", "/healthz?secret=1", [("Host", server.host)], None)
        eventually(lambda: server.said().count("event=request ") == 2, "two lines were not logged")
        lines = [line for line in server.said().splitlines() if "event=request " in line]
        assert 'path="/x?%20status=500" status=200' in lines[0], lines[0]
        assert 'path="/healthz" status=200' in lines[1] and "secret" not in lines[1], lines[1]


TESTS = [
    bad_words, taken_port, no_folder, no_database, damaged_database, secrets_stay_private, other_address, second_start, index_comes_and_changes,
    damaged_index, request_log, log_is_not_forged, other_codings_are_refused,
]  # fmt: skip
