# SPDX-License-Identifier: Apache-2.0
"""Tests of alert channels against fakes of the rooms that they go to (fake_sink.py). Each function is a test, made on both engines."""

import json
import sqlite3
import subprocess
import time

import document
import jira
from fake_sink import FakeSink, verify
from server import ENGINES, POSTGRES, PROGRAM, TOP, Server, psql

DOCUMENT = document.Document(TOP / "docs/api.yaml")
EVIL = "<!channel> @all `x` [a](https://evil.example) *b*\u202e\n</p><script>"


class Site(jira.Site):
    """A server with a team, whose channels lead to a sink."""

    def __init__(self, engine, sink, *options):
        self.sink, self.engine = sink, engine
        self.server = Server(engine, "--allow-net", "127.0.0.0/8", *options)

    def __enter__(self):
        super().__enter__()
        self.path = f"/api/v1/teams/{self.team}/channels"
        self.told = 0
        return self

    def words(self, kind="slack", **changes):
        return {"kind": kind, "name": f"our {kind}", "address": f"{self.sink.url}/{kind}/s3cr3t-path?key=s3cr3t"} | changes

    def add(self, kind="slack", **changes):
        made = self.ask("POST", self.path, self.words(kind, **changes))
        if made["secret"]:
            self.sink.secret = made["secret"]
        return made["channel"]["id"]

    def channel(self, number):
        return self.ask("GET", f"{self.path}/{number}")

    def log(self, number, state=""):
        return self.ask("GET", f"{self.path}/{number}/deliveries?limit=200&state={state}")["items"]

    def test(self, number):
        """Returns the delivery, once it has ended."""
        made = self.ask("POST", f"{self.path}/{number}/test")
        return self.ended(number, made["id"])

    def delivery(self, number, delivery):
        return next(item for item in self.log(number) if item["id"] == delivery)

    def ended(self, number, delivery):
        self.wait(lambda: self.delivery(number, delivery)["state"] != "waiting", "it waits", number)
        return self.delivery(number, delivery)

    def wait(self, condition, what, number):
        until = time.monotonic() + jira.WAIT_SECONDS
        while not (answer := condition()):
            assert time.monotonic() < until, f"{what}: {self.log(number)[:3]} {self.server.said()[-600:]}"
            time.sleep(0.05)
        return answer

    def run_sql(self, sql):
        if self.engine == "postgres":
            psql(f"SET search_path = {self.server.schema}; {sql}")
            return
        with sqlite3.connect(f"{self.server.folder}/kenzen.db", timeout=30) as db:
            db.execute(sql)

    def tell(self, number, lane=7, **changes):
        """Puts a message into the outbox, as the planner does. Returns its id."""
        self.told += 1
        body = {
            "kind": "flaw", "cause": "advisory", "team_id": self.team, "team": "Shop", "time_zone": "Asia/Tokyo", "at_us": 1767323045000000,
            "priority": 3, "outcome": "act", "vulnerability_id": "17", "vulnerability": "CVE-2021-44228", "summary": EVIL, "is_kev": True,
            "epss_millionths": 975310, "severity": 5, "cvss_tenths": 100, "by_priority": [0, 0, 0, 1], "total": 25, "service_count": 3,
            "affected": [{"ticket_id": str(100 + i), "service": f"{EVIL}{i}", "part": "web", "package": "log4j-core", "version": "2.14.1", "priority": 3}
                         for i in range(20)],
            "remedy": "Upgrade to 2.17.1.", "fixed": "2.17.1", "link": "/tickets?vulnerability=CVE-2021-44228",
        } | changes
        now, delivery = int(time.time() * 1e6), 9_000_000_000_000_000_000 + self.told
        text = json.dumps(body).replace("'", "''")
        self.run_sql(
            "INSERT INTO outbox (id, channel, target_id, team_id, kind, key, lane, title, body, state, outcome, attempts, attempts_max, due_us, "
            f"lease_until_us, created_us) VALUES ({delivery}, 'alert', {number}, {self.team}, '{body['kind']}', 'k{self.told}', {lane}, "
            f"'CVE-2021-44228 in 3 services', '{text}', 'waiting', '', 0, 16, {now}, 0, {now})")
        return str(delivery)

    def retry(self, number, delivery):
        self.ask("POST", f"{self.path}/{number}/deliveries/{delivery}/retry")

    def check_kept(self):
        """The secret address is in no answer and no line of the log."""
        said = self.server.said() + json.dumps(self.ask("GET", self.path))
        for channel in self.ask("GET", self.path)["items"]:
            said += json.dumps(self.log(channel["id"]))
        journal = json.dumps(self.ask("GET", f"/api/v1/journal?team={self.team}&limit=200"))
        assert "s3cr3t" not in said + journal, said[-2000:]


def it_is_set_up(engine):
    """channels are added, changed, listed and taken away; their addresses are never shown"""
    with FakeSink() as sink, Site(engine, sink) as site:
        assert site.ask("GET", site.path)["items"] == []
        number = site.add("slack", name="ops")
        channel = site.channel(number)
        assert channel["place"] == sink.url.removeprefix("http://") and channel["address"] is None, channel
        assert (channel["least_priority"], channel["language"], channel["is_on"]) == ("out-of-cycle", "en", True), channel
        assert channel["tells"] == ["new", "reminder", "overdue", "escalation", "digest"], channel
        changed = site.ask("PATCH", f"{site.path}/{number}", {"tells": ["closed"], "language": "ja", "least_priority": "defer", "name": "Ops 2"})
        assert (changed["tells"], changed["language"], changed["least_priority"], changed["name"]) == (["closed"], "ja", "defer", "Ops 2")
        assert site.try_to("POST", site.path, site.words(name="OPS 2"))[0] == 409
        assert site.test(number)["state"] == "sent" and len(sink.got("/slack/")) == 1
        mail = site.ask("POST", site.path, {"kind": "mail", "name": "mail", "address": "a@example.org; b@example.org,\n"})["channel"]
        assert (mail["address"], mail["place"]) == ("a@example.org, b@example.org", "2"), mail
        site.check_kept()
        site.ask("DELETE", f"{site.path}/{number}")
        assert site.try_to("GET", f"{site.path}/{number}")[0] == 404
        assert [item["name"] for item in site.ask("GET", site.path)["items"]] == ["mail"]
        kinds = [entry["kind"] for entry in site.ask("GET", f"/api/v1/journal?team={site.team}&limit=200")["items"]]
        assert [kind for kind in kinds if kind.startswith("channel.")] == ["channel.deleted", "channel.created", "channel.changed", "channel.created"], kinds


def two_change_it(engine):
    """who goes by what is not there any more changes nothing"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("slack")
        path = f"{site.path}/{number}"

        def look():
            _, headers, _ = site.server.ask("GET", path, site.headers, None)
            return next(value for name, value in headers if name.lower() == "etag")

        def change(tag, name):
            return site.server.ask("PATCH", path, [*site.headers, ("If-Match", tag)], json.dumps({"name": name}).encode())[0]

        seen = look()
        assert change(seen, "first") == 200 and change(seen, "second") == 409
        assert site.channel(number)["name"] == "first" and change(look(), "third") == 200


def it_is_wrong(engine):
    """what is wrong is said, and never with the address in it"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("slack")
        for changes, words in (
            ({"kind": "irc"}, "kind: must be"), ({"name": ""}, "name: "), ({"name": None}, "name: is missing"), ({"address": ""}, "address: is missing"),
            ({"address": "ftp://s3cr3t.example"}, "address: must be an http"), ({"address": "http://a:s3cr3t@x.example"}, "address: must be"),
            ({"address": "https://x.example/#s3cr3t"}, "address: must be"), ({"address": "https://x.example/s3cr3t y"}, "address: must be"),
            ({"least_priority": "soon"}, "least_priority: "), ({"tells": ["all"]}, "tells[0]: "), ({"language": "fr"}, "language: "),
            ({"secret": "x"}, "no such member"), ({"kind": "mail", "address": "not a mail"}, "address: "), ({"kind": "mail", "address": " , "}, "address: is missing"),
            ({"kind": "mail", "address": ",".join(f"a{i}@x.example" for i in range(21))}, "more than 20"),
        ):
            status, answer = site.try_to("POST", site.path, site.words(**{"name": "x"} | changes))
            assert status in (400, 413, 422) and words in answer["detail"] and "s3cr3t" not in json.dumps(answer), (changes, answer)
        assert site.try_to("PATCH", f"{site.path}/{number}", {"kind": "teams"})[0] == 422
        for count in range(19):
            site.add("slack", name=f"more {count}")
        status, answer = site.try_to("POST", site.path, site.words(name="one more"))
        assert status == 413 and "20 channels" in answer["detail"], answer
        site.check_kept()


def tests_arrive(engine):
    """a test arrives in each kind of room, in its language, also when the channel is off; six in ten minutes are sent"""
    with FakeSink() as sink, Site(engine, sink) as site:
        for kind in ("slack", "teams", "mattermost", "webhook"):
            number = site.add(kind, is_on=False, language="ja")
            delivery = site.test(number)
            assert (delivery["state"], delivery["kind"]) == ("sent", "test"), delivery
            text = json.dumps(sink.got(f"/{kind}/"), ensure_ascii=False)
            assert "kenzen からのテスト（チーム Shop）" in text and f"/teams/{site.team}" in text, text
            assert site.channel(number)["delivered_at"]
        for _ in range(5):
            site.test(number)
        status, answer = site.try_to("POST", f"{site.path}/{number}/test")
        assert status == 429 and "6 times" in answer["detail"], answer
        site.check_kept()
        # Nor does one begin anew by another channel, or by another team: 9 were sent, and 21 more are.
        for i in range(22):
            if i == 12:
                site.path = f"/api/v1/teams/{site.ask('POST', '/api/v1/teams', {'name': 'Another'})['id']}/channels"
            made = site.add("slack", name=f"number {i}")
            status, answer = site.try_to("POST", f"{site.path}/{made}/test")
            assert status == (202 if i < 21 else 429), (i, answer)
            site.try_to("DELETE", f"{site.path}/{made}")
        assert "30 times" in answer["detail"], answer


def alerts_arrive(engine):
    """an alert of hostile words is taken by each kind of room, bounded, and calls nobody"""
    with FakeSink() as sink, Site(engine, sink) as site:
        for kind in ("slack", "teams", "mattermost", "webhook"):
            number = site.add(kind)
            delivery = site.ended(number, site.tell(number))
            assert delivery["state"] == "sent", (kind, delivery)
            body = json.dumps(sink.got(f"/{kind}/")[0], ensure_ascii=False)
            assert "CVE-2021-44228" in body and "2.17.1" in body and "\u202e" not in body, body[:500]
        slack = sink.got("/slack/")[0]
        sections = [block["text"]["text"] for block in slack["blocks"] if block.get("text", {}).get("type") == "mrkdwn"]
        assert not any("<!" in section for section in sections) and any("&lt;!channel&gt;" in section for section in sections), sections
        assert "@all" not in sink.got("/mattermost/")[0]["text"]
        webhook = sink.got("/webhook/")[0]
        assert webhook["type"] == "alert.flaw" and len(webhook["data"]["affected"]) == 20 and webhook["data"]["ticket_count"] == 25, webhook
        off = site.add("slack", name="off", is_on=False)
        delivery = site.ended(off, site.tell(off))
        assert delivery["state"] == "skipped" and "switched off" in delivery["outcome"], delivery


def webhooks_are_signed(engine):
    """a receiver verifies what a webhook gets; one that is sent again has its id, and a new secret holds at once"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("webhook")
        sink.answers.append(("/webhook/", 500, (), ""))
        delivery = site.tell(number)
        site.wait(lambda: site.delivery(number, delivery)["attempts"] == 1 and site.delivery(number, delivery)["outcome"], "no attempt", number)
        site.retry(number, delivery)
        assert site.ended(number, delivery)["state"] == "sent"
        (_, first, _), (_, second, body) = sink.received
        assert first["webhook-id"] == second["webhook-id"] == f"msg_{delivery}"
        verify(sink.secret, second, body)
        for wrong in (body + b" ", body.replace(b"17", b"18", 1)):
            try:
                verify(sink.secret, second, wrong)
            except AssertionError as problem:
                assert str(problem) == "another signature"
            else:
                raise AssertionError("a changed body is taken")
        former = sink.secret
        sink.secret = site.ask("POST", f"{site.path}/{number}/secret")["secret"]
        assert sink.secret != former and site.test(number)["state"] == "sent"
        slack = site.add("slack")
        assert site.try_to("POST", f"{site.path}/{slack}/secret")[0] == 409


def it_is_told_to_wait(engine):
    """429 holds the whole channel as long as it asks, and uses up no attempt"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("slack")
        sink.answers.append(("/slack/", 429, [("Retry-After", "2")], "rate_limited"))
        first = site.tell(number)
        site.wait(lambda: "wait for 2 seconds" in site.delivery(number, first)["outcome"], "not told to wait", number)
        asked = time.monotonic()
        second = site.tell(number, lane=8)
        assert site.delivery(number, first)["attempts"] == 0
        assert site.ended(number, first)["state"] == "sent" and time.monotonic() - asked > 0.5
        assert site.ended(number, second)["state"] == "sent"
        assert len(sink.got("/slack/")) == 3 and not site.channel(number)["trouble"]


def it_fails_for_a_while(engine):
    """5xx, a lost answer and a slow one are tried again; a channel that fails again and again is failing until it works"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("mattermost")
        delivery = site.tell(number)
        sink.answers += [("/mattermost/", 503, (), "x"), ("/mattermost/", "drop", (), ""), ("/mattermost/", 500, (), "Cannot POST /mattermost/s3cr3t-path")]
        for attempt, words in ((1, "503"), (2, ""), (3, "500")):
            site.wait(lambda n=attempt: site.channel(number)["trouble"] and site.delivery(number, delivery)["attempts"] == n
                      and site.delivery(number, delivery)["outcome"], "no attempt", number)
            site.wait(lambda w=words: w in site.delivery(number, delivery)["outcome"], "other words", number)
            assert site.channel(number)["is_failing"] == (attempt == 3), attempt
            site.retry(number, delivery)
        assert site.ended(number, delivery)["state"] == "sent"
        channel = site.channel(number)
        assert not channel["is_failing"] and channel["trouble"] is None and channel["delivered_at"], channel
        site.check_kept()


def it_is_gone(engine):
    """404 and 410 end a message and mark the channel at once; so do redirects, which are not followed; changing it is a new start"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("slack")
        for status, reply, headers, words in (
            (410, "channel_is_archived", (), "410 Gone: channel_is_archived"), (404, "Cannot POST /slack/s3cr3t-path", (), "404 Not Found"),
            (302, "", [("Location", sink.url + "/slack/elsewhere")], "redirect, which is not followed"), (403, "s3cr3t", (), "403 Forbidden"),
        ):
            sink.answers.append(("/slack/", status, headers, reply))
            delivery = site.ended(number, site.tell(number))
            assert delivery["state"] == "failed" and words in delivery["outcome"] and delivery["attempts"] == 1, delivery
            assert site.channel(number)["is_failing"]
            site.ask("PATCH", f"{site.path}/{number}", {"is_on": True})
            assert not site.channel(number)["is_failing"]
        assert not sink.got("/slack/elsewhere")
        sink.answers.append(("/slack/", 400, (), "invalid_blocks"))
        delivery = site.ended(number, site.tell(number))
        assert delivery["state"] == "failed" and "400 Bad Request: invalid_blocks" in delivery["outcome"] and not site.channel(number)["is_failing"]
        site.retry(number, delivery["id"])
        assert site.ended(number, delivery["id"])["state"] == "sent"
        assert site.try_to("POST", f"{site.path}/{number}/deliveries/{delivery['id']}/retry")[0] == 409
        site.check_kept()


def admins_are_told(engine):
    """that a channel fails is in the inboxes of the team's admins, once until it works again; a failed test is not"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("slack", name="ops")

        def notices():
            return [one for one in site.ask("GET", "/api/v1/notices")["items"] if one["kind"] == "channel_failing"]

        sink.answers += [("/slack/", 410, (), "")] * 3
        assert site.test(number)["state"] == "failed" and site.channel(number)["is_failing"] and not notices()
        site.ended(number, site.tell(number))
        site.ended(number, site.tell(number))
        told = notices()
        assert len(told) == 1 and told[0]["count"] == 1 and told[0]["text"] == "ops" and told[0]["ticket"] is None, told
        assert site.ended(number, site.tell(number))["state"] == "sent"
        sink.answers.append(("/slack/", 404, (), ""))
        site.ended(number, site.tell(number))
        assert notices()[0]["count"] == 2, notices()


def it_answers_oddly(engine):
    """an answer larger than anybody reads, and one that says 200 to what was not delivered, are failures; a test is not tried again"""
    with FakeSink() as sink, Site(engine, sink) as site:
        slack, teams = site.add("slack"), site.add("teams")
        sink.answers += [("/slack/", "huge", (), ""), ("/teams/", 200, (), "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429")]
        delivery = site.test(slack)
        assert delivery["state"] == "failed" and "larger than" in delivery["outcome"], delivery
        delivery = site.test(teams)
        assert delivery["state"] == "failed" and "says that the delivery failed" in delivery["outcome"], delivery
        nowhere = site.add("slack", name="nowhere", address="http://127.0.0.1:1/s3cr3t")
        delivery = site.test(nowhere)
        assert delivery["state"] == "failed" and "127.0.0.1" not in delivery["outcome"], delivery
        inside = site.add("slack", name="inside", address="http://10.1.2.3/s3cr3t")
        delivery = site.test(inside)
        assert delivery["state"] == "failed" and "private or reserved net" in delivery["outcome"] and "10.1.2.3" not in delivery["outcome"], delivery
        site.check_kept()


def who_sees_what(engine):
    """viewers see names and states, admins what may be shown of addresses, strangers nothing"""
    with FakeSink() as sink, Site(engine, sink) as site:
        number = site.add("mail", address="a@example.org")
        admin = site.headers
        other = site.ask("POST", "/api/v1/accounts", {"name": "kim"})
        link = site.ask("POST", f"/api/v1/accounts/{other['id']}/signin-link")["signin_link"]["token"]
        anonymous = [pair for pair in admin if pair[0] != "Cookie"]
        _, headers, _ = site.server.ask("POST", "/api/v1/session", anonymous, json.dumps({"token": link}).encode())
        cookie = next(value for name, value in headers if name.lower() == "set-cookie").partition(";")[0]
        kim = [*anonymous, ("Cookie", cookie)]
        site.headers = kim
        assert site.try_to("GET", site.path)[0] == 404 and site.try_to("GET", f"{site.path}/{number}")[0] == 404
        site.headers = admin
        site.ask("PUT", f"/api/v1/teams/{site.team}/members/{other['id']}", {"role": "viewer"})
        mine = site.ask("POST", "/api/v1/teams", {"name": "Other"})["id"]
        site.headers = kim
        channel = site.channel(number)
        assert (channel["name"], channel["address"], channel["place"]) == ("our mail", None, None), channel
        assert site.try_to("POST", f"{site.path}/{number}/test")[0] == 403 and site.log(number) == []
        site.headers = admin
        assert site.channel(number)["address"] == "a@example.org"
        assert site.try_to("GET", f"/api/v1/teams/{mine}/channels/{number}")[0] == 404


def the_command_line(engine):
    """channels are added, listed, tested and their log is seen from the command line"""
    with FakeSink() as sink, Site(engine, sink) as site:
        where = [*site.server.place, "--team", "shop"]

        def kenzen(*words, ends=0, given=""):
            done = subprocess.run([PROGRAM, "alert", *words, *where], input=given, capture_output=True, text=True, check=False, timeout=60)
            assert done.returncode == ends and "s3cr3t" not in done.stdout + done.stderr, (words, done)
            return done.stdout

        by = site.ask("GET", "/api/v1/me")["name"]
        made = json.loads(kenzen("add", "-", "--by", by, given=json.dumps(site.words("webhook", name="SIEM"))))
        sink.secret = made["secret"]
        kenzen("add", "-", "--by", by, ends=2, given=json.dumps(site.words("slack", address="https://x.example/#s3cr3t")))
        kenzen("add", "-", "--by", "nobody", ends=2, given=json.dumps(site.words("slack")))
        assert "SIEM" in kenzen("channels") and json.loads(kenzen("channels", "--json"))[0]["id"] == made["id"]
        kenzen("test", "siem")
        site.wait(lambda: site.log(made["id"], "sent"), "it is not sent", made["id"])
        assert json.loads(kenzen("log", "SIEM", "--json"))[0]["state"] == "sent" and "a test" in kenzen("log", "SIEM")
        sink.answers.append(("/webhook/", 410, (), ""))
        site.ended(made["id"], site.tell(made["id"]))
        assert "410 Gone" in kenzen("channels", ends=1) and "CVE-2021-44228" in kenzen("log", "SIEM", "--state", "failed")
        kenzen("log", "SIEM", "--state", "lost", ends=2)
        kenzen("test", "other", ends=2)
        for _ in range(5):
            kenzen("test", "SIEM")
        kenzen("test", "SIEM", ends=3)
        changed = json.loads(kenzen("change", "siem", "-", "--by", by, given=json.dumps({"is_on": False, "name": "SIEM 2"})))
        assert changed == {"id": made["id"], "secret": None}, changed
        seen = site.channel(made["id"])
        assert (seen["name"], seen["is_on"]) == ("SIEM 2", False), seen
        kenzen("change", "SIEM 2", "-", "--by", by, ends=2, given=json.dumps({"colour": "red"}))
        kenzen("change", "SIEM", "-", "--by", by, ends=2, given="{}")
        kenzen("change", "SIEM 2", "-", ends=2, given="{}")
        kenzen("remove", "SIEM 2", "--by", "nobody", ends=2)
        kenzen("remove", "SIEM 2", "--by", by)
        assert json.loads(kenzen("channels", "--json")) == []
        kenzen("remove", "SIEM 2", "--by", by, ends=2)


FUNCTIONS = (
    it_is_set_up,
    two_change_it,
    it_is_wrong,
    tests_arrive,
    alerts_arrive,
    webhooks_are_signed,
    it_is_told_to_wait,
    it_fails_for_a_while,
    it_is_gone,
    admins_are_told,
    it_answers_oddly,
    who_sees_what,
    the_command_line,
)
TESTS = [jira.on(engine, function) for engine in ENGINES if engine == "sqlite" or POSTGRES for function in FUNCTIONS]
