# SPDX-License-Identifier: Apache-2.0
"""Tests of the rules that issue badges beside a server that runs, on both engines, and by two servers on one database. Each function is a test."""

import json
import tempfile
import time

from server import POSTGRES, Server

KINDS = {"on": "action", "kinds": ["detection"], "counts": [1, 3]}


class Site:
    """A server with a team whose admin acts. Use by 'with'."""

    def __init__(self, engine, *options):
        self.server, self.cookie = Server(engine, *options), ""

    def __enter__(self):
        self.server.__enter__()
        self.ask("POST", "/session", {"token": self.server.link})
        self.team = self.ask("POST", "/teams", {"name": "Payments"})["id"]
        return self

    def __exit__(self, *words):
        self.server.__exit__(*words)

    def ask(self, method, path, body=None, server=None):
        server = server or self.server
        pairs = [("Host", server.host), ("Origin", f"http://{server.host}"), ("Content-Type", "application/json"), ("Cookie", self.cookie)]
        status, answered, text = server.ask(method, "/api/v1" + path, pairs, None if body is None else json.dumps(body).encode())
        assert status < 300, (method, path, status, text[:300])
        cookies = [value.split(";")[0] for name, value in answered if name.lower() == "set-cookie"]
        self.cookie = cookies[0] if path == "/session" and cookies else self.cookie
        return json.loads(text) if text else None

    def act(self, text, **more):
        return self.ask("POST", "/action-logs", {"team_id": self.team, "kind": "detection", "text": text, "advisory_id": text, **more})["id"]

    def badges(self, query=""):
        return [badge["class"]["slug"] for badge in self.ask("GET", f"/badges?series=hour{query}")["items"]]

    def eventually(self, expected, query="&revoked=0"):
        end = time.monotonic() + 30
        while self.badges(query) != expected:
            assert time.monotonic() < end, (self.badges(query), expected)
            time.sleep(0.05)


def on(engine):
    with Site(engine) as site:
        first = [site.act(f"CVE-2099-000{i}") for i in range(3)][0]
        rule = {"name": "Looked", "series": "hour", "condition": KINDS, "since": None}
        said = site.ask("POST", "/badge-rules/preview", {"series": "hour", "condition": KINDS})
        assert said["acts"] == 3 and said["is_whole"], said
        assert site.badges() == []
        site.ask("POST", "/badge-rules", rule)
        site.eventually(["hour-2", "hour-1"])
        issued = site.ask("GET", "/badges?series=hour")["items"]
        told = [(one["class"]["slug"], one["recipient"]["account_id"], one["certifier"], one["action_id"]) for one in said["items"]]
        assert [(one["class"]["slug"], one["recipient"]["account_id"], one["certifier"], one["evidence"]["action_id"])
                for one in reversed(issued)] == told, (issued, told)
        assert all(one["rule_name"] == "Looked" and one["issued_by"] is None for one in issued), issued
        assert site.ask("POST", "/badge-rules/preview", {"series": "hour", "condition": KINDS})["items"] == []
        # What is corrected away takes one back, which may be earned again.
        site.act("CVE-2099-0000", corrects=first, kind="mitigation")
        site.eventually(["hour-1"])
        assert site.badges("&revoked=1") == ["hour-2"], site.badges("&revoked=1")
        site.act("CVE-2099-0009")
        site.eventually(["hour-2", "hour-1"])
        assert len(site.ask("GET", "/journal?kind=badge.issued")["items"]) == 3, "each has its entry"


def issued_as_previewed():
    """what a preview says is issued seconds after a rule is made, once, on SQLite"""
    on("sqlite")


def issued_as_previewed_on_postgres():
    """what a preview says is issued seconds after a rule is made, once, on PostgreSQL"""
    on("postgres")


def share_work(site, second):
    site.ask("POST", "/badge-rules", {"name": "Each", "series": "hour", "condition": {"on": "action", "kinds": ["detection"]}, "since": None})
    for i in range(12):
        server = second if i % 2 else site.server
        site.ask("POST", "/action-logs", {"team_id": site.team, "kind": "detection", "text": "x", "advisory_id": f"CVE-2099-{i:04}"}, server)
    site.eventually(["hour-1"] * 12)
    site.act("CVE-2099-0100")
    site.eventually(["hour-1"] * 13)
    assert len(site.ask("GET", "/journal?kind=badge.issued&limit=50")["items"]) == 13


def by_two_servers():
    """two servers on one database issue nothing twice"""
    with tempfile.TemporaryDirectory() as folder:
        shared = ("--secret-key", f"{folder}/secret.key")
        with Site("postgres", *shared) as site, Server("postgres", *shared, beside=site.server) as second:
            share_work(site, second)


TESTS = [issued_as_previewed] + ([issued_as_previewed_on_postgres, by_two_servers] if POSTGRES else [])
