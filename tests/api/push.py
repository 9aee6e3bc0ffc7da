# SPDX-License-Identifier: Apache-2.0
"""Tests of 'kenzen push' against a server that runs, and against one that fails. Each function is a test."""

import json
import os
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from server import PROGRAM, TOP, Server

WEB = TOP / "demo/services/storefront/web-2.3.0/bom.cdx.json"
NEWER_WEB = TOP / "demo/services/storefront/web-2.4.0/bom.cdx.json"
API = TOP / "demo/services/storefront/api-5.1.0/bom.cdx.json"


def push(*words, ends=0, server="", token="kz_none", **options):
    """Returns (what it printed, what it said)."""
    around = {key: value for key, value in os.environ.items() if not key.startswith(("KENZEN_", "http_proxy"))}
    around |= {"KENZEN_SERVER": server, "KENZEN_TOKEN": token}
    words = [PROGRAM, "push", *map(str, words)]
    done = subprocess.run(words, capture_output=True, timeout=120, env=around, check=False, **options)
    assert done.returncode == ends, f"{words}: exit {done.returncode}, not {ends}: {done.stderr[:500]}"
    return done.stdout.decode(), done.stderr.decode()


class Site:
    """A server with a team and a token."""

    def __init__(self, *index):
        self.server = Server("sqlite", index=index)

    def __enter__(self):
        self.server.__enter__()
        self.url = f"http://{self.server.host}"
        self.headers = [("Host", self.server.host), ("Content-Type", "application/json"), ("Origin", self.url)]
        _, headers, _ = self.server.ask("POST", "/api/v1/session", self.headers, json.dumps({"token": self.server.link}).encode())
        cookie = next(value for name, value in headers if name.lower() == "set-cookie").partition(";")[0]
        self.headers.append(("Cookie", cookie))
        self.ask("POST", "/api/v1/teams", {"name": "Shop"})
        self.token = self.ask("POST", "/api/v1/tokens", {"name": "ci"})["token"]
        return self

    def __exit__(self, *words):
        self.server.__exit__(*words)

    def ask(self, method, path, body=None):
        status, _, answer = self.server.ask(method, path, self.headers, json.dumps(body).encode() if body else None)
        assert status < 300, (status, answer)
        return json.loads(answer)

    def push(self, *words, **options):
        return push(*words, server=self.url + "/", token=self.token, **options)


class Failing:
    """A server that gives the statuses one after the other, the last one for ever; it notes the keys that came."""

    def __init__(self, *statuses, body=b"", headers=()):
        self.statuses, self.keys = list(statuses), []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle(self):
                try:
                    super().handle()
                except ConnectionResetError:
                    pass  # it has heard enough

            def do_POST(self):  # noqa: N802
                self.rfile.read(int(self.headers["Content-Length"]))
                site.keys.append(self.headers["Idempotency-Key"])
                status = site.statuses.pop(0) if len(site.statuses) > 1 else site.statuses[0]
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


def a_build_pushes():
    """an SBOM makes its service, a newer one closes tickets, the same again changes nothing"""
    with Site("demo/advisories/osv") as site:
        out, said = site.push(f"web={WEB}", "--service", "storefront", "--note", "2.3.0")
        assert "storefront / web (new): SBOM 1, " in out and " opened" in out and said == "", (out, said)
        (pushed,) = json.loads(site.push(f"web={NEWER_WEB}", "--service", "storefront", "--json")[0])["pushed"]
        answer = pushed["answer"]
        assert pushed["part"] == "web" and answer["sbom"]["number"] == 2 and answer["sbom"]["is_current"], pushed
        assert answer["tickets"]["closed"] > 0 and pushed["failed_on"] is None, pushed
        again = json.loads(site.push(f"web={NEWER_WEB}", "--service", "storefront", "--json")[0])["pushed"][0]["answer"]
        assert again["sbom"]["id"] == answer["sbom"]["id"] and again["tickets"]["opened"] == 0, again


def several_parts():
    """several files go to the parts that they name; standard input is a file too"""
    with Site() as site:
        out, _ = site.push(f"web={WEB}", f"api={API}", "--service", "storefront")
        assert "/ web (new): SBOM 1" in out and "/ api: SBOM 1" in out, out
        site.push("-", "--service", "storefront", "--part", "api", stdin=API.open("rb"))
        _, said = site.push(WEB, API, "--service", "storefront", ends=2)
        assert 'is of the part "main"' in said and "PART=FILE" in said, said
        out, said = site.push(f"web={NEWER_WEB}", "api=/nowhere.json", "--service", "storefront", ends=2)
        assert "/ web: SBOM 2" in out and "/nowhere.json: there is no such file" in said, (out, said)


def what_is_no_file():
    """of a root, and of lock files of several ecosystems, an SBOM is made and sent"""
    with Site() as site, tempfile.TemporaryDirectory() as folder:
        status = Path(folder) / "var/lib/dpkg/status"
        status.parent.mkdir(parents=True)
        status.write_text("Package: a\nVersion: 1\nArchitecture: all\n", encoding="utf-8")
        out, said = site.push(f"host={folder}", "--service", "machines")
        assert "/ host (new): SBOM 1, 2 components" in out and said == "", (out, said)
        status.write_text("Package: a\n", encoding="utf-8")
        _, said = site.push(f"host={folder}", "--service", "machines", ends=2)
        assert "var/lib/dpkg/status:1: its version: is missing" in said, said
        several = Path(folder) / "several"
        several.mkdir()
        (several / "go.mod").write_text("module x\n\ngo 1.22\n\nrequire golang.org/x/text v0.3.0\n", encoding="utf-8")
        (several / "requirements.txt").write_text("requests==2.0.0\n", encoding="utf-8")
        out, _ = site.push(several, "--service", "several")
        assert "/ main (new): SBOM 1, " in out, out


def a_build_fails():
    """--fail-on asks the server: for tickets that are not done, and for what is not known"""
    with Site("demo/advisories/osv") as site:
        words = (f"web={WEB}", "--service", "storefront")
        _, said = site.push(*words, "--fail-on", "low,held", ends=1)
        assert "fails on: low\n" in said, said
        tickets = site.ask("GET", "/api/v1/tickets?limit=200")["items"]
        have = {ticket["severity"] for ticket in tickets}
        for level, worse in (("critical", {"critical"}), ("high", {"critical", "high"}), ("medium", {"critical", "high", "medium"})):
            site.push(*words, "--fail-on", level, ends=1 if have & worse else 0)
        for ticket in tickets:
            site.ask("POST", f"/api/v1/tickets/{ticket['id']}/complete", {"action": {"kind": "elimination", "text": "Patched."}})
        site.push(*words, "--fail-on", "low,unknown,kev,immediate,held,eol,not-covered")
        _, said = site.push(*words, "--fail-on", "worse", ends=2)
        assert 'is none of immediate' in said, said


def what_the_server_refuses():
    """a refusal is told in the server's words and ends with 2; nothing is tried again"""
    with Site() as site, tempfile.TemporaryDirectory() as folder:
        bad = Path(folder) / "cut.json"
        bad.write_text('{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"name": 7}]}', encoding="utf-8")
        _, said = site.push(bad, "--service", "x", ends=2)
        assert "cut.json: components[0].name" in said, said
        _, said = push(WEB, "--service", "x", server=site.url, token="kz_" + "0" * 64, ends=2)
        assert said.startswith(f"kenzen: {site.url}: "), said
        assert site.ask("GET", "/api/v1/services")["items"] == []
        large = Path(folder) / "large.json"
        with large.open("wb") as file:
            file.truncate((256 << 20) + 1)
        _, said = site.push(large, "--service", "x", ends=2)
        assert "larger than 268435456 bytes" in said, said


def bad_words():
    """what is missing is said before anything is sent"""
    for words, options, what in (
        ((WEB,), {"server": "http://127.0.0.1:1"}, "--service"),
        ((WEB, "--service", "x"), {}, "$KENZEN_SERVER"),
        ((WEB, "--service", "x"), {"server": "http://127.0.0.1:1", "token": ""}, "$KENZEN_TOKEN"),
        ((WEB, "--service", "x"), {"server": "http://127.0.0.1:1", "token": "a\r\nB: c"}, "--token"),
        ((WEB, "--service", "x", "--retries", "101"), {"server": "http://127.0.0.1:1"}, "--retries"),
        ((WEB, "--service", "x"), {"server": "file:///etc/passwd"}, "not an http or https URL"),
        (("--service", "x"), {"server": "http://127.0.0.1:1"}, "an argument is missing"),
    ):
        _, said = push(*words, ends=2, **options)
        assert said.startswith("kenzen: ") and what in said, (words, said)


def a_server_that_is_away():
    """a busy server is asked again with the same key, one that stays away ends with 3"""
    good = json.dumps({"sbom": {"number": 1, "component_count": 2, "is_current": True}, "tickets": {}}).encode()
    with Failing(503, 502, 201, body=good, headers=[("Retry-After", "1")]) as site:
        out, said = push(WEB, "--service", "x", "--retries", "2", server=site.url)
        assert len(site.keys) == 3 and len(set(site.keys)) == 1 and site.keys[0], site.keys
        assert said.count("trying again in") == 2 and "SBOM 1, 2 components" in out, (out, said)
    with Failing(503) as site:
        _, said = push(WEB, "--service", "x", "--retries", "0", server=site.url, ends=3)
        assert "answers 503" in said and len(site.keys) == 1, said
    _, said = push(WEB, "--service", "x", "--retries", "0", server=site.url, ends=3)
    assert site.url in said, said


def a_server_that_is_none():
    """redirects are not followed, an error page is not printed, an answer that is none is told"""
    with Failing(301, headers=[("Location", "http://127.0.0.1:1/")]) as site:
        _, said = push(WEB, "--service", "x", server=site.url, ends=2)
        assert "answers 301" in said and len(site.keys) == 1, said
    with Failing(500, body=b"<html>\x1b[2J") as site:
        _, said = push(WEB, "--service", "x", server=site.url, ends=3)
        assert said == f"kenzen: {site.url}: answers 500\n" and len(site.keys) == 1, said
    for body in (b"<html>", b"{}", b"[]", b'{"sbom": 7}', b"x" * (2 << 20)):
        with Failing(200, body=body) as site:
            _, said = push(WEB, "--service", "x", server=site.url, ends=2 if len(body) > 99 else 3)
            assert said.startswith(f"kenzen: {site.url}"), said


TESTS = [a_build_pushes, several_parts, what_is_no_file, a_build_fails, what_the_server_refuses, bad_words, a_server_that_is_away, a_server_that_is_none]
