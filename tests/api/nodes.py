# SPDX-License-Identifier: Apache-2.0
"""Tests of two servers on one PostgreSQL database, as behind a balancer. Each function is a test."""

import json
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from server import POSTGRES, PROGRAM, TOP, Server, import_index

FIRST, LATER = "tests/data/loop/advisories/EX-2026-0001.json", "tests/data/loop/advisories"
MANY = 3000


def rows(schema, sql):
    """What a statement gives, a list of lists of texts."""
    words = ["psql", "-qXAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", POSTGRES, "-c", f"SET search_path = {schema}", "-c", sql]
    return [line.split("\t") for line in subprocess.check_output(words, text=True).splitlines() if line]


def number(schema, sql):
    return int(rows(schema, sql)[0][0])


def eventually(condition, what, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


class Person:
    """Somebody whose cookies go to whichever server is asked."""

    def __init__(self):
        self.cookie = ""

    def send(self, server, method, path, body=None, headers=()):
        pairs = [("Host", server.host), ("Origin", f"http://{server.host}"), ("Content-Type", "application/json"), *headers]
        sent = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        return server.ask(method, "/api/v1" + path, pairs + ([("Cookie", self.cookie)] if self.cookie else []), sent)

    def ask(self, server, method, path, body=None, headers=()):
        status, pairs, text = self.send(server, method, path, body, headers)
        assert status < 300, (method, path, status, text[:300])
        cookies = [value.split(";")[0] for name, value in pairs if name.lower() == "set-cookie"]
        if path == "/session" and cookies:
            self.cookie = "; ".join(one for one in cookies if not one.endswith("="))
        return json.loads(text) if text else None

    def status(self, *words, **more):
        return self.send(*words, **more)[0]


class Stream:
    """A browser's stream of events, read with a deadline."""

    def __init__(self, server, person, last=None, once=False):
        name, port = server.host.rsplit(":", 1)
        self.wire = socket.create_connection((name, int(port)), timeout=30)
        more = f"Last-Event-ID: {last}\r\n" if last else ""
        self.wire.sendall(f"GET /api/v1/events{'?once=1' if once else ''} HTTP/1.1\r\nHost: {server.host}\r\nCookie: {person.cookie}\r\n{more}\r\n".encode())
        self.text = b""

    def until(self, sought, seconds=30):
        """Reads on until the text holds what is sought; returns whether it came before the end."""
        end = time.monotonic() + seconds
        while sought not in self.text:
            self.wire.settimeout(max(0.01, end - time.monotonic()))
            try:
                came = self.wire.recv(65536)
            except TimeoutError:
                return False
            if not came:
                return False
            self.text += came
        return True

    def ends(self):
        """Whether the reply came to its end, which is an empty chunk."""
        return self.until(b"\r\n0\r\n\r\n")


class Nodes:
    """Two servers, A and B, that share a database, a key and an index."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="kenzen-nodes-")
        import_index(f"{self.folder}/a.kzi", FIRST)
        shared = ("--secret-key", f"{self.folder}/secret.key", "--index", f"{self.folder}/a.kzi")
        self.a = Server("postgres", *shared).__enter__()
        self.b = Server("postgres", *shared, beside=self.a).__enter__()
        self.kim = Person()
        self.kim.ask(self.a, "POST", "/session", {"token": self.a.link})
        return self

    def __exit__(self, *_):
        self.b.__exit__()
        self.a.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def service(self):
        team = self.kim.ask(self.a, "POST", "/teams", {"name": "Payments"})["id"]
        service = self.kim.ask(self.b, "POST", "/services", {"team_id": team, "name": "checkout"})["id"]
        bom = (TOP / "tests/data/loop/first.cdx.json").read_bytes()
        return self.kim.ask(self.a, "POST", f"/services/{service}/parts/main/sboms?filename=a.json", bom)


def generation(server):
    _, _, body = server.ask("GET", "/healthz", [("Host", server.host)], None)
    return json.loads(body)["advisory_index"]


def shared():
    """who signed in on one is signed in on the other; a key of idempotency, limits and what was uploaded are of both"""
    with Nodes() as nodes:
        a, b, kim = nodes.a, nodes.b, nodes.kim
        assert kim.ask(b, "GET", "/me")["roles"] == kim.ask(a, "GET", "/me")["roles"]
        opened = nodes.service()["tickets"]["opened"]
        assert opened > 0
        assert len(kim.ask(b, "GET", "/tickets")["items"]) == opened
        once = [("Idempotency-Key", "one")]
        first = kim.ask(a, "POST", "/teams", {"name": "Twice"}, once)
        _, headers, text = kim.send(b, "POST", "/teams", {"name": "Twice"}, once)
        assert json.loads(text)["id"] == first["id"] and ("Idempotent-Replayed", "true") in headers, (text, headers)
        stranger, said = Person(), []
        for turn in range(60):
            said.append(stranger.status((a, b)[turn % 2], "POST", "/session", {"name": "nobody", "password": f"guess {turn} of many"}))
        assert said.index(429) < 59, said
        kim.ask(b, "DELETE", "/session")
        assert kim.status(a, "GET", "/me") == 401


def generations():
    """an import is followed by both, and they answer alike"""
    with Nodes() as nodes:
        a, b, kim = nodes.a, nodes.b, nodes.kim
        opened = nodes.service()["tickets"]["opened"]
        before = generation(a)
        import_index(f"{nodes.folder}/a.kzi", LATER)
        eventually(lambda: generation(a) == generation(b) != before, "both take the new index")
        followed = "SELECT count(*) FROM job WHERE kind = 'generation-follow' AND done_us IS NULL"
        eventually(lambda: number(a.schema, followed) == 0, "the tickets follow")
        found = [sorted(one["vulnerability_id"] for one in kim.ask(node, "GET", "/tickets")["items"]) for node in (a, b)]
        assert found[0] == found[1] and len(found[0]) > opened, found
        assert number(a.schema, "SELECT count(*) FROM advisory_generation WHERE is_current = 1") == 1
        assert number(a.schema, "SELECT count(*) FROM job WHERE dead_us IS NOT NULL") == 0


def older():
    """a server whose index is older leaves the work to the other, however long that takes"""
    with Nodes() as nodes:
        kim = nodes.kim
        before = generation(nodes.a)
        shutil.copy(f"{nodes.folder}/a.kzi", f"{nodes.folder}/old.kzi")
        import_index(f"{nodes.folder}/a.kzi", LATER)
        current = "SELECT count(*) FROM advisory_generation"
        eventually(lambda: generation(nodes.a) != before and number(nodes.a.schema, current) == 2, "the new index is taken")
        nodes.a.process.kill(), nodes.b.process.kill()
        nodes.a.process.wait(), nodes.b.process.wait()
        shared = ("--secret-key", f"{nodes.folder}/secret.key")
        with Server("postgres", *shared, "--index", f"{nodes.folder}/old.kzi", beside=nodes.a) as old:
            team = kim.ask(old, "POST", "/teams", {"name": "Payments"})["id"]
            service = kim.ask(old, "POST", "/services", {"team_id": team, "name": "checkout"})["id"]
            bom = (TOP / "tests/data/loop/first.cdx.json").read_bytes()
            made = kim.ask(old, "POST", f"/services/{service}/parts/main/sboms?filename=a.json", bom)
            assert made["tickets"]["opened"] == 0, made["tickets"]
            eventually(lambda: number(old.schema, "SELECT max(attempts) FROM job WHERE kind = 'ticket-sync'") > 0, "it tries")
            left = "SELECT count(*) FROM job WHERE kind = 'ticket-sync' AND attempts_max > 8 AND done_us IS NULL AND dead_us IS NULL"
            eventually(lambda: number(old.schema, left) == 1, "it leaves the job")
            assert number(old.schema, "SELECT count(*) FROM ticket") == 0
            with Server("postgres", *shared, "--index", f"{nodes.folder}/a.kzi", beside=nodes.a) as new:
                eventually(lambda: number(new.schema, "SELECT count(*) FROM ticket") > 0, "the other does it", 60)


def multiply(schema):
    """Many tickets like one that is there."""
    names = [row[0] for row in rows(schema, f"SELECT column_name FROM information_schema.columns WHERE table_schema = '{schema}' AND table_name = 'ticket'")]
    chosen = ", ".join({"id": "t.id + n", "package": "'package-' || n"}.get(name, f"t.{name}") for name in names)
    rows(schema, f"INSERT INTO ticket ({', '.join(names)}) SELECT {chosen} FROM ticket t, generate_series(1, {MANY}) n WHERE t.id = (SELECT max(id) FROM ticket)")


def killed():
    """when one is killed in the middle of its work the other finishes it, and nothing is done twice"""
    with Nodes() as nodes:
        a, b, kim = nodes.a, nodes.b, nodes.kim
        nodes.service()
        multiply(a.schema)
        b.process.send_signal(signal.SIGSTOP)
        bulk = kim.ask(a, "POST", "/tickets/bulk", {"verb": "acknowledge", "filter": "", "order": {}})
        waiting = f"SELECT count(*) FROM bulk_item WHERE bulk_id = {bulk['id']} AND outcome IS NULL"
        total = bulk["total"]
        eventually(lambda: number(a.schema, waiting) < total, "A begins")
        a.process.kill()
        a.process.wait()
        assert number(a.schema, waiting) > 0, "A was done before it was killed: make MANY larger"
        rows(a.schema, "UPDATE job SET lease_until_us = 0 WHERE done_us IS NULL")  # as if a minute had passed
        b.process.send_signal(signal.SIGCONT)
        eventually(lambda: number(b.schema, waiting) == 0, "B goes on", 120)
        twice = "SELECT count(*) FROM (SELECT ticket_id FROM ticket_event WHERE kind = 'acknowledged' GROUP BY ticket_id HAVING count(*) <> 1) x"
        assert number(b.schema, twice) == 0
        assert number(b.schema, "SELECT count(*) FROM ticket WHERE state = 'acknowledged'") == total
        assert kim.ask(b, "GET", f"/bulk-operations/{bulk['id']}")["done"] == total
        placed = "SELECT count(*) FROM (SELECT seq FROM journal_entry WHERE seq IS NOT NULL GROUP BY seq HAVING count(*) > 1) x"
        assert number(b.schema, placed) == 0


def streams():
    """what is done on one is heard on the other, by those who may see it, until the session ends"""
    with Nodes() as nodes:
        a, b, kim = nodes.a, nodes.b, nodes.kim
        nodes.service()
        stranger = Person()
        made = kim.ask(a, "POST", "/accounts", {"name": "stranger"})
        link = kim.ask(a, "POST", f"/accounts/{made['id']}/signin-link")["signin_link"]
        stranger.ask(a, "POST", "/session", {"token": link["token"]})
        seen, unseen = Stream(b, kim), Stream(b, stranger)
        assert seen.until(b"event: hello") and unseen.until(b"event: hello"), (seen.text, unseen.text)
        ticket = kim.ask(a, "GET", "/tickets")["items"][0]["id"]
        start = time.monotonic()
        kim.ask(a, "POST", f"/tickets/{ticket}/acknowledge", {})
        assert seen.until(b"event: tickets") and seen.until(ticket.encode()), seen.text
        assert time.monotonic() - start < 5, "it took long"
        import_index(f"{nodes.folder}/a.kzi", LATER)
        assert unseen.until(b"event: advisories"), unseen.text
        assert b"event: tickets" not in unseen.text and ticket.encode() not in unseen.text, unseen.text
        last = re.findall(rb"id: (\d+)", seen.text)[-1].decode()
        missed = Stream(a, kim, last=str(int(last) - 1), once=True)
        assert missed.ends() and b"event: reload" in missed.text, missed.text
        stranger.ask(b, "DELETE", "/session")
        assert unseen.ends()
        assert a.stop() == 0 and seen.until(b"nothing", 2) is False
        b.stop()
        assert seen.ends()


def keys():
    """a server with another key than the database's does not start, and says what to do"""
    with Nodes() as nodes, tempfile.TemporaryDirectory() as folder:
        url = f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{nodes.a.schema}"
        done = subprocess.run([PROGRAM, "serve", "--listen", "127.0.0.1:0", "--data", folder, "--db", url], capture_output=True, text=True, timeout=30)
        assert done.returncode != 0 and "--secret-key" in done.stderr and "another key" in done.stderr, (done.returncode, done.stderr)


def crowded():
    """one account has 20 streams and not one more, and one that goes makes room"""
    with Server("sqlite") as server:
        kim = Person()
        kim.ask(server, "POST", "/session", {"token": server.link})
        streams = [Stream(server, kim) for _ in range(20)]
        assert all(one.until(b"event: hello") for one in streams)
        more = Stream(server, kim)
        assert more.until(b"HTTP/1.1 429 "), more.text
        kim.ask(server, "POST", "/teams", {"name": "Payments"})  # it answers meanwhile
        assert kim.status(server, "GET", "/events?once=1", headers=[("Last-Event-ID", "x")]) == 422
        streams[0].wire.close()
        eventually(lambda: Stream(server, kim).until(b"HTTP/1.1 200 ", 5), "one that went makes room", 60)


TESTS = [shared, generations, older, killed, streams, keys, crowded] if POSTGRES else [crowded]
