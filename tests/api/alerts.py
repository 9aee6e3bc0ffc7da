# SPDX-License-Identifier: Apache-2.0
"""What channels are told of what happens to a team's tickets, from an upload to the rooms of fake_sink.py. The minute for which notes are
gathered is let pass by making them older. Each function is a test, made on both engines."""

import json
import subprocess
import time

import channels
import jira
from fake_sink import FakeSink
from server import ENGINES, POSTGRES, PROGRAM, Server

AGO = 600_000_000


class Site(channels.Site):
    def __init__(self, engine, sink):
        super().__init__(engine, sink)
        self.server = Server(engine, "--allow-net", "127.0.0.0/8", index=["demo/advisories/osv"])

    def gather(self):
        """Lets the time pass for which notes are gathered, and waits until they are planned."""
        before = self.plans()
        self.run_sql(f"UPDATE alert_note SET at_us = at_us - {AGO}")
        until = time.monotonic() + jira.WAIT_SECONDS
        while self.plans() == before:
            assert time.monotonic() < until, self.server.said()[-600:]
            time.sleep(0.05)

    def plans(self):
        """How often a team's messages were planned: the log tells, when there were any."""
        return self.server.said().count("event=alerts-planned")

    def all_sent(self, number, count):
        self.wait(lambda: len(self.log(number, "sent")) >= count, "they are not sent", number)
        assert len(self.log(number)) == count, self.log(number)

    def kinds_of(self, ticket):
        return [event["kind"] for event in self.ask("GET", f"/api/v1/tickets/{ticket}")["events"]]


def said(sink):
    """What the webhook was told, the oldest first."""
    return [json.loads(body) for path, _, body in sink.received if path.startswith("/webhook/")]


def a_first_upload_is_one_message(engine):
    """a first upload is one digest, the same again nothing, and the tickets that it names say so"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("webhook", least_priority="defer")
        tickets = site.upload()
        assert len(tickets) > 5, tickets
        site.gather()
        site.all_sent(number, 1)
        (message,) = said(sink)
        assert message["type"] == "alert.digest" and message["data"]["cause"] == "first_sbom", message
        assert message["data"]["ticket_count"] == len(tickets), (message, len(tickets))
        named = [row["ticket_id"] for row in message["data"]["affected"]]
        assert 5 <= len(named) <= 20 and site.kinds_of(named[0]) == ["opened", "alerted"], site.kinds_of(named[0])
        others = [ticket["id"] for ticket in tickets if ticket["id"] not in named]
        assert site.kinds_of(others[0]) == ["opened"]
        preview = site.ask("POST", f"/api/v1/teams/{site.team}/alert-preview", {"days": 1})
        assert preview["finding_count"] == len(tickets), preview


def what_gets_worse_is_told(engine):
    """priorities that rise over a channel's threshold are told; muted flaws are not"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("webhook", least_priority="out-of-cycle")
        site.add("slack", least_priority="defer")
        tickets = site.upload()
        site.gather()
        before = len(site.log(number))
        quiet = [ticket for ticket in tickets if ticket["priority"] in ("scheduled", "defer")]
        quiet = [quiet[0], next(one for one in quiet if one["vulnerability_id"] != quiet[0]["vulnerability_id"])]
        site.ask("PUT", f"/api/v1/tickets/{quiet[1]['id']}/alert-mute", {"days": 1, "reason": "known"})
        for ticket in quiet[:2]:
            for name, value in (("exploitation", "active"), ("exposure", "open"), ("automatable", "yes")):
                site.ask("POST", f"/api/v1/tickets/{ticket['id']}/overrides", {"input": name, "value": value, "reason": "seen"})
        site.ask("POST", "/api/v1/advice", {"kind": "mitigation", "text": "Block it at the proxy.", "vulnerability_id": quiet[0]["vulnerability_id"]})
        raised = site.ask("GET", f"/api/v1/tickets/{quiet[0]['id']}")
        site.gather()
        assert raised["priority"] in ("out-of-cycle", "immediate"), raised["priority"]
        site.all_sent(number, before + 1)
        assert said(sink)[-1]["type"] == "alert.flaw" and said(sink)[-1]["data"]["cause"] == "priority", said(sink)[-1]
        assert said(sink)[-1]["data"]["vulnerability"]["id"] == quiet[0]["vulnerability_id"]
        assert said(sink)[-1]["data"]["remedy"] == "Block it at the proxy.", said(sink)[-1]
        counts = said(sink)[-1]["data"]["tickets_by_priority"]
        assert counts[raised["priority"]] >= 1 and sum(counts.values()) == said(sink)[-1]["data"]["ticket_count"], said(sink)[-1]


def the_command_line_says_the_same(engine):
    """kenzen alert policy and preview say and change what the API does"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("webhook", least_priority="defer")
        site.upload()

        where = site.server.place

        def kenzen(*words, ends=0):
            done = subprocess.run([PROGRAM, "alert", *words, "--team", "Shop", *where], capture_output=True, text=True, check=False)
            assert done.returncode == ends, (words, done)
            return done.stdout

        policy = json.loads(kenzen("policy", "--json"))
        api = site.ask("GET", f"/api/v1/teams/{site.team}/alert-policy")
        assert policy == {key: value for key, value in api.items() if key != "mutes"}, (policy, api)
        kenzen("policy", "--set", '{"morning": "09:15"}', ends=2)
        kenzen("policy", "--set", '{"morning": "25:00"}', "--by", "admin", ends=2)
        kenzen("policy", "--set", '{"noon": "12:00"}', "--by", "admin", ends=2)
        kenzen("policy", "--set", json.dumps({"morning": "09:15", "quiet_hours": [{"channel_id": number, "from": "20:00", "to": "07:00"}]}), "--by", "admin")
        api = site.ask("GET", f"/api/v1/teams/{site.team}/alert-policy")
        assert (api["morning"], api["quiet_hours"][0]["to"]) == ("09:15", "07:00"), api
        assert "One message for each finding" in kenzen("preview") and "our webhook" in kenzen("preview")
        assert json.loads(kenzen("preview", "--json", "--days", "7"))["finding_count"] > 5
        kenzen("preview", "--days", "91", ends=2)


FUNCTIONS = (a_first_upload_is_one_message, what_gets_worse_is_told, the_command_line_says_the_same)
TESTS = [jira.on(engine, function) for engine in ENGINES if engine == "sqlite" or POSTGRES for function in FUNCTIONS]
