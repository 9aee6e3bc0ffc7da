# SPDX-License-Identifier: Apache-2.0
"""Tests of the connection with Jira against a fake of its interface (fake_jira.py). Each function is a test, made on both engines."""

import functools
import json
import subprocess
import tempfile
import time

import document
from fake_jira import KIM, MAIL, OWN, TOKEN, FakeJira
from server import ENGINES, POSTGRES, TOP, Server

DOCUMENT = document.Document(TOP / "docs/api.yaml")
BOM = TOP / "demo/services/storefront/web-2.3.0/bom.cdx.json"
WAIT_SECONDS = 60
HOUR = 3600


class Site:
    """A server with a team, its tickets, and a connection with a Jira."""

    def __init__(self, engine, jira, *options, **settings):
        self.jira, self.settings = jira, settings
        self.server = Server(engine, "--allow-net", "127.0.0.0/8", *options, index=["demo/advisories/osv"])

    def __enter__(self):
        self.server.__enter__()
        self.headers = [("Host", self.server.host), ("Content-Type", "application/json"), ("Origin", f"http://{self.server.host}")]
        _, headers, _ = self.server.ask("POST", "/api/v1/session", self.headers, json.dumps({"token": self.server.link}).encode())
        cookie = next(value for name, value in headers if name.lower() == "set-cookie").partition(";")[0]
        self.headers.append(("Cookie", cookie))
        self.team = self.ask("POST", "/api/v1/teams", {"name": "Shop"})["id"]
        self.path = f"/api/v1/teams/{self.team}/jira"
        return self

    def __exit__(self, *words):
        self.server.__exit__(*words)

    def try_to(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None if method == "GET" else b""
        status, headers, answer = self.server.ask(method, path, self.headers, data)
        if document.IS_USABLE:
            problems = list(DOCUMENT.problems(method, path, status, headers, answer))
            problems += list(DOCUMENT.request_problems(method, path, data)) if status < 300 else []
            assert not problems, (method, path, problems, answer[:500])
        return status, json.loads(answer) if answer else None

    def ask(self, method, path, body=None):
        status, answer = self.try_to(method, path, body)
        assert status < 300, (method, path, status, answer)
        return answer

    def words(self, **changes):
        cloud = self.jira.kind == "cloud"
        words = {"kind": self.jira.kind, "base_url": self.jira.url, "project_key": "PROJ", "issue_type": "Task", "token": TOKEN}
        return words | {"mail": MAIL if cloud else ""} | self.settings | changes

    def connect(self, hooks=True):
        """Returns the connection, once tested and with its hook."""
        self.ask("PUT", self.path, self.words())
        answer = self.ask("POST", self.path + "/test")
        assert answer["is_working"] and answer["own_name"] == OWN["displayName"], answer
        connection = self.connection()
        secret = self.ask("POST", self.path + "/hook-secret")["secret"]
        self.jira.hook = (self.server.host, connection["hook_path"], secret) if hooks else None
        return connection

    def connection(self):
        return self.ask("GET", self.path)["connection"]

    def upload(self, bom=None):
        service = self.ask("POST", "/api/v1/services", {"team_id": self.team, "name": "storefront"})["id"]
        status, _, answer = self.server.ask(
            "POST", f"/api/v1/services/{service}/parts/web/sboms?filename=bom.json", self.headers, bom or BOM.read_bytes())
        assert status < 300, (status, answer)
        return self.tickets()

    def tickets(self):
        return self.ask("GET", "/api/v1/tickets?limit=200")["items"]

    def ticket(self, ticket):
        return self.ask("GET", f"/api/v1/tickets/{ticket['id']}")

    def link(self, ticket):
        return self.ask("GET", f"/api/v1/tickets/{ticket['id']}/jira")

    def work(self, ticket, verb, **body):
        return self.ask("POST", f"/api/v1/tickets/{ticket['id']}/{verb}", body)

    def complete(self, ticket, text="upgraded"):
        return self.work(ticket, "complete", action={"kind": "elimination", "text": text})

    def deliveries(self, state=""):
        return self.ask("GET", f"{self.path}/deliveries?limit=200&state={state}")["items"]

    def wait(self, condition, what):
        """Asks until it is so."""
        until = time.monotonic() + WAIT_SECONDS
        while not (answer := condition()):
            assert time.monotonic() < until, f"{what}: {self.deliveries()[:3]} {self.server.said()[-600:]}"
            time.sleep(0.05)
        return answer

    def settle(self):
        """Waits until nothing waits to be sent."""
        self.wait(lambda: not self.deliveries("waiting"), "messages wait")

    def made(self, ticket):
        """Makes an issue of a ticket. Returns the issue."""
        self.ask("POST", f"/api/v1/tickets/{ticket['id']}/jira")
        self.settle()
        link = self.link(ticket)
        assert link["issue"]["state"] == "linked", link
        return self.jira.find(link["issue"]["key"])

    def by_person(self, event, **options):
        """What Kim does in Jira, told by a webhook."""
        return self.jira.tell(event, **options)

    def set_status(self, issue, number, user=KIM, **options):
        told = []
        self.jira.move(issue, number, user, told)
        return self.by_person(told[0], **options)

    def say(self, issue, text, user=KIM, **changes):
        told = []
        body = text if self.jira.kind != "cloud" else {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]}
        self.jira.comment(issue, body, user, told)
        told[0]["comment"] |= changes
        return self.by_person(told[0])


# -- the connection


def it_is_set_up(engine):
    """a connection is kept, tested, changed and taken away; its token is never shown"""
    with FakeJira() as jira, Site(engine, jira) as site:
        assert site.ask("GET", site.path) == {"connection": None}
        assert site.try_to("POST", site.path + "/test")[0] == 404
        assert "token: is missing" in site.try_to("PUT", site.path, site.words(token=None))[1]["detail"]
        connection = site.connect()
        assert connection["project_key"] == "PROJ" and connection["trouble"] is None and connection["checked_at"], connection
        for path in (site.path, f"{site.path}/deliveries"):
            assert TOKEN not in json.dumps(site.ask("GET", path))
        site.ask("PUT", site.path, site.words(token=None, issue_type="Bug", least_priority="immediate"))
        assert site.connection()["issue_type"] == "Bug" and site.ask("POST", site.path + "/test")["is_working"]
        status, answer = site.try_to("PUT", site.path, site.words(token=None, base_url="https://evil.example"))
        assert status == 422 and "give it again" in answer["detail"], answer
        assert site.try_to("PUT", site.path, site.words(token=None, mail="other@example.org"))[0] == 422
        site.ask("DELETE", site.path)
        assert site.connection() is None and site.try_to("DELETE", site.path)[0] == 404


def it_is_wrong(engine):
    """what is wrong with a connection is said, when it is set or when it is tested"""
    with FakeJira() as jira, Site(engine, jira) as site:
        for changes, words in (
            ({"kind": "trello"}, "kind: must be"), ({"base_url": "ftp://x.example"}, "base_url: "), ({"base_url": "http://a:b@x.example"}, "password"),
            ({"base_url": jira.url + "?x=1"}, "behind the path"), ({"project_key": "a b"}, "project_key: "), ({"mail": ""}, "mail: is missing"),
            ({"least_priority": "soon"}, "least_priority: "), ({"token": "x" * 2049}, "token: "), ({"issue_type": ""}, "issue_type: "),
            ({"hook_secret": "x"}, "no such member"),
        ):
            status, answer = site.try_to("PUT", site.path, site.words(**changes))
            assert status in (400, 422) and words in answer["detail"], (changes, answer)
        for changes, words in (
            ({"token": "wrong"}, "refuses the mail address and token"), ({"project_key": "NONE"}, "no project NONE"),
            ({"issue_type": "Epic"}, 'no issue type "Epic"'), ({"base_url": jira.url + "/x"}, "no Jira at this address"),
            ({"base_url": "http://10.1.2.3"}, "private or reserved net"), ({"base_url": "http://127.0.0.1:1"}, "127.0.0.1:1"),
        ):
            site.ask("PUT", site.path, site.words(**changes))
            answer = site.ask("POST", site.path + "/test")
            assert not answer["is_working"] and words in answer["trouble"], (changes, answer)
            assert words in site.connection()["trouble"]


def nobody_vouches(engine):
    """a certificate that nobody vouches for is told, and nothing is sent"""
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                 "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file.name, "-out", "-"]
        made = subprocess.run(words, check=True, capture_output=True).stdout
        file.seek(0, 2)
        file.write(made)
        file.flush()
        with FakeJira(certificate=file.name) as jira, Site(engine, jira) as site:
            ticket = site.upload()[0]
            site.ask("PUT", site.path, site.words())
            answer = site.ask("POST", site.path + "/test")
            assert not answer["is_working"] and "certificate" in answer["trouble"], answer
            site.ask("POST", f"/api/v1/tickets/{ticket['id']}/jira")
            site.wait(lambda: [d for d in site.deliveries("waiting") if "certificate" in d["outcome"]], "no trouble")
            assert not jira.calls, jira.calls


# -- out


def an_issue_is_made(engine, kind="cloud"):
    """an issue is made by hand, with the words of the ticket, once"""
    with FakeJira(kind) as jira, Site(engine, jira, "--url", "https://kenzen.example.org") as site:
        ticket = site.upload()[0]
        assert site.link(ticket) == {"is_connected": False, "trouble": None, "issue": None, "deliveries": []}
        assert site.try_to("POST", f"/api/v1/tickets/{ticket['id']}/jira")[0] == 409
        site.connect()
        issue = site.made(ticket)
        fields, link = issue["fields"], site.link(ticket)["issue"]
        assert ticket["package"] in fields["summary"] and f"kenzen-{ticket['id']}" in fields["labels"], fields
        description = str(fields["description"])
        assert f"https://kenzen.example.org/tickets/{ticket['id']}" in description and "storefront" in description, description
        assert link["url"] == f"{jira.url}/browse/{issue['key']}" and link["category"] == "new", link
        assert site.try_to("POST", f"/api/v1/tickets/{ticket['id']}/jira")[0] == 409
        events = [event["kind"] for event in site.ticket(ticket)["events"]]
        assert "issue_linked" in events and len(jira.issues) == 1, events
        site.ask("DELETE", f"/api/v1/tickets/{ticket['id']}/jira")
        assert site.link(ticket)["issue"] is None


def it_is_server(engine):
    """the same with Server and Data Center: another interface, a bearer token, wiki markup"""
    an_issue_is_made(engine, "server")
    with FakeJira("server") as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        site.work(ticket, "comment", text="see [this|http://x] {code}")
        site.complete(ticket)
        site.settle()
        assert issue["fields"]["status"]["name"] == "Done"
        assert any("see [this|http://x] {code}" in text for text in jira.texts(issue["id"])), jira.texts(issue["id"])
        assert site.say(issue, "thanks") == (200, {"outcome": "the comment was copied"})


def everything():
    """An SBOM of a first version of all packages of npm in the demo's advisories: more flaws than anybody wants issues of."""
    found = {}
    for path in sorted((TOP / "demo/advisories/osv/npm").glob("*.json")):
        for affected in json.loads(path.read_text(encoding="utf-8"))["affected"]:
            events = [event["introduced"] for known in affected.get("ranges", []) for event in known["events"] if "introduced" in event]
            found |= {(affected["package"]["name"], "0.0.1" if version == "0" else version): True for version in events}
    components = [{"type": "library", "name": name, "version": version, "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}"} for name, version in found]
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": components}).encode()


def issues_are_made_by_rule(engine):
    """tickets from a priority on get issues by themselves, but never more than 25 at once"""
    with FakeJira() as jira, Site(engine, jira, least_priority="defer") as site:
        site.connect()
        tickets = site.upload(everything())
        site.settle()
        assert len(tickets) > 30 and len(jira.issues) == 25, (len(jira.issues), len(tickets))
        (held,) = site.deliveries("skipped")
        assert held["title"] == f"{len(tickets) - 25} more tickets" and "by hand" in held["outcome"], held
        one = next(ticket for ticket in tickets if site.link(ticket)["issue"])
        site.ask("DELETE", f"/api/v1/tickets/{one['id']}/jira")
        site.work(one, "comment", text="nothing for Jira")
        assert site.link(one)["issue"] is None
        assert {label for issue in jira.issues.values() for label in issue["fields"]["labels"]} >= {"kenzen"}


def states_go_there(engine):
    """a ticket's state becomes the status, whatever the workflow calls it; comments go there, and none comes back"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        site.work(ticket, "acknowledge", comment="we look at it")
        site.settle()
        assert issue["fields"]["status"]["name"] == "To Do"
        site.work(ticket, "start")
        site.settle()
        assert issue["fields"]["status"]["name"] == "In Progress"
        site.work(ticket, "comment", text="two\n\nparagraphs")
        site.complete(ticket, "upgraded to 2.17")
        site.settle()
        assert issue["fields"]["status"]["name"] == "Done", site.deliveries()
        texts = jira.texts(issue["id"])
        assert any("we look at it" in t for t in texts) and any("upgraded to 2.17" in t for t in texts), texts
        assert sum("paragraphs" in t for t in texts) == 1 and all("kenzen:" in t for t in texts), texts
        site.work(ticket, "reopen", reason="it is still there")
        site.settle()
        assert issue["fields"]["status"]["name"] == "To Do"
        site.wait(lambda: len(jira.hooked) >= len(jira.comments[issue["id"]]) + 2, "webhooks")
        assert all(answer["outcome"] in ("our own", "our own, or heard before", "passed over: the issue is linked to no ticket") for _, answer in jira.hooked), jira.hooked
        kinds = [event["kind"] for event in site.ticket(ticket)["events"]]
        assert kinds.count("commented") == 1 and kinds.count("completed") == 1, kinds


def assignees_go_there(engine):
    """an assignee is found by the mail address, where that is wished"""
    with FakeJira() as jira, Site(engine, jira, assigns=True) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        me = site.ask("GET", "/api/v1/me")["id"]
        site.work(ticket, "assign", account_id=me)
        site.settle()
        assert issue["fields"]["assignee"] is None
        assert any("knows nobody" in d["outcome"] for d in site.deliveries("skipped"))
        site.ask("PATCH", f"/api/v1/accounts/{me}", {"email": "kim@example.org"})
        site.work(ticket, "assign", account_id=None)
        site.work(ticket, "assign", account_id=me)
        site.settle()
        assert issue["fields"]["assignee"]["displayName"] == "Kim", site.deliveries()


# -- what goes wrong


def answers_are_lost(engine):
    """an issue and a comment whose answer was lost are not made twice"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect(hooks=False)
        jira.drops = ["POST /issue", "POST /issue/10001/comment"]
        site.ask("POST", f"/api/v1/tickets/{ticket['id']}/jira")
        again(site)
        site.settle()
        assert len(jira.issues) == 1 and site.link(ticket)["issue"]["key"] == "PROJ-1"
        site.work(ticket, "comment", text="once")
        again(site)
        site.settle()
        assert sum("once" in text for text in jira.texts("10001")) == 1, jira.texts("10001")
        assert "GET /issue/10001/comment" in jira.calls and "GET /search/jql" in jira.calls


def again(site):
    """Waits until a message has failed once, and has it tried again."""
    failed = site.wait(lambda: [d for d in site.deliveries("waiting") if d["outcome"]], "no attempt")
    site.ask("POST", f"{site.path}/deliveries/{failed[0]['id']}/retry")
    return failed[0]


def jira_is_busy(engine):
    """429 is waited for as it asks, 5xx is tried again, and neither is lost"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        jira.failures = [("POST /issue", 429, [("Retry-After", "1")]), ("POST /issue", 503, [("Retry-After", "1")]), ("POST /issue", 500, [])]
        site.ask("POST", f"/api/v1/tickets/{ticket['id']}/jira")
        failed = site.wait(lambda: [d for d in site.deliveries("waiting") if "500" in d["outcome"]], "no 500")[0]
        assert failed["attempts"] == 2, failed
        site.ask("POST", f"{site.path}/deliveries/{failed['id']}/retry")
        site.settle()
        assert site.link(ticket)["issue"]["key"] == "PROJ-1"
        (sent,) = site.deliveries("sent")
        assert sent["outcome"] == "PROJ-1 was made" and sent["attempts"] == 3, sent
        assert site.try_to("POST", f"{site.path}/deliveries/{sent['id']}/retry")[0] == 409


def the_token_is_revoked(engine):
    """a token that is refused is told on the connection; what waits is sent when there is another"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        jira.token = "another"
        site.ask("POST", f"/api/v1/tickets/{ticket['id']}/jira")
        site.wait(lambda: "refuses the token" in (site.connection()["trouble"] or ""), "no trouble")
        (waits,) = site.wait(lambda: [d for d in site.deliveries("waiting") if d["outcome"]], "no outcome")
        assert waits["attempts"] == 0 and site.link(ticket)["trouble"], waits
        site.ask("PUT", site.path, site.words(token="another"))
        assert site.ask("POST", site.path + "/test")["is_working"]
        site.settle()
        assert site.link(ticket)["issue"]["key"] == "PROJ-1" and site.connection()["trouble"] is None


def issues_go_and_projects_move(engine):
    """an issue that was deleted ends its link; one of a renamed project has another key"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket, other = site.upload()[:2]
        site.connect()
        issue, second = site.made(ticket), site.made(other)
        jira.project = "NEW"
        for one in (issue, second):
            one["key"] = one["key"].replace("PROJ", "NEW")
        site.work(ticket, "acknowledge")
        site.settle()
        assert site.link(ticket)["issue"]["key"] == "NEW-1", site.link(ticket)
        assert site.ask("POST", site.path + "/test")["project_key"] == "NEW" and site.connection()["project_key"] == "NEW"
        del jira.issues[issue["id"]]
        site.work(ticket, "comment", text="is anybody there?")
        site.settle()
        assert site.link(ticket)["issue"]["state"] == "gone" and "not there any more" in site.deliveries("failed")[0]["outcome"]
        site.ask("POST", f"/api/v1/tickets/{ticket['id']}/jira")
        site.settle()
        assert site.link(ticket)["issue"]["state"] == "linked", site.link(ticket)
        answer = site.by_person({"webhookEvent": "jira:issue_deleted", "user": KIM, "issue": second})
        assert "deleted" in answer[1]["outcome"] and site.link(other)["issue"]["state"] == "gone", answer


def there_is_no_way(engine):
    """a workflow without a way to the status is told, and other messages go on"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        jira.missing_transitions = {"done"}
        site.complete(ticket)
        site.work(ticket, "comment", text="all the same")
        site.settle()
        (failed,) = site.deliveries("failed")
        assert 'no way from "To Do"' in failed["outcome"] and any("all the same" in t for t in jira.texts(issue["id"])), failed
        jira.missing_transitions = set()
        site.ask("POST", f"{site.path}/deliveries/{failed['id']}/retry")
        site.settle()
        assert issue["fields"]["status"]["name"] == "Done"


# -- in


def done_completes(engine):
    """done in Jira completes the ticket, with an entry in the action log, and closes nothing; back there opens it again"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        assert site.set_status(issue, "10001")[1] == {"outcome": "the ticket is in progress"}
        assert site.ticket(ticket)["state"] == "in_progress"
        assert site.set_status(issue, "10000")[1] == {"outcome": "the ticket is not in progress any more"}
        assert site.set_status(issue, "10002")[1] == {"outcome": "the ticket was completed"}
        shown = site.ticket(ticket)
        assert shown["state"] == "completed" and shown["closed_at"] is None, shown
        action, *_ = site.ask("GET", f"/api/v1/action-logs?ticket={ticket['id']}")["items"]
        assert action["text"] == 'Kim set PROJ-1 to "Done" in Jira' and action["kind"] == "elimination", action
        assert site.set_status(issue, "10001")[1] == {"outcome": "the ticket is in progress"}
        assert site.ticket(ticket)["state"] == "in_progress" and site.set_status(issue, "10002")[0] == 200
        assert site.set_status(issue, "10000")[1] == {"outcome": "the ticket was opened again"}
        assert site.ticket(ticket)["state"] == "open"
        site.settle()
        assert issue["fields"]["status"]["name"] == "To Do" and not jira.texts(issue["id"]), jira.texts(issue["id"])


def both_change(engine):
    """where both sides change within a minute, the ticket's state stands"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        site.complete(ticket)
        site.settle()
        status, answer = site.set_status(issue, "10000")
        assert status == 200 and "the ticket's state stands" in answer["outcome"], answer
        site.settle()
        assert site.ticket(ticket)["state"] == "completed" and issue["fields"]["status"]["name"] == "Done"
        told = []
        jira.move(issue, "10000", KIM, told)
        answer = jira.tell(told[0], when=time.time() - HOUR)
        assert answer[1]["outcome"] == "the ticket was opened again", answer


def comments_come(engine):
    """comments come over once; our own, restricted and empty ones do not"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        assert site.say(issue, "is it reachable?") == (200, {"outcome": "the comment was copied"})
        again_ = jira.tell({"webhookEvent": "comment_created", "comment": {**jira.comments[issue["id"]][-1], "body": "is it reachable?"}, "issue": issue, "x": 1})
        assert again_[1]["outcome"] == "our own, or heard before", again_
        assert site.say(issue, "mine", user=OWN)[1]["outcome"] == "our own"
        assert site.say(issue, f"text\nkenzen:{ticket['id']}.3")[1]["outcome"] == "our own, or heard before"
        assert "restricted" in site.say(issue, "secret", visibility={"type": "role", "value": "Administrators"})[1]["outcome"]
        assert site.say(issue, " ")[1]["outcome"] == "the comment is empty"
        assert site.say(issue, "x" * 40000)[0] == 200
        events = [e for e in site.ticket(ticket)["events"] if e["kind"] == "commented"]
        assert len(events) == 2 and events[0]["text"] in ("Kim in Jira:\n\nis it reachable?", events[1]["text"]), events
        site.settle()
        assert not any("in kenzen" in text for text in jira.texts(issue["id"]))


def assignees_come(engine):
    """who is assigned in Jira is found in the team by the mail address"""
    with FakeJira() as jira, Site(engine, jira, assigns=True) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        me = site.ask("GET", "/api/v1/me")["id"]
        site.ask("PATCH", f"/api/v1/accounts/{me}", {"email": "me@example.org"})
        told = {"webhookEvent": "jira:issue_updated", "user": KIM, "issue": issue, "changelog": {"items": [{"field": "assignee"}]}}
        for mail, words in (("other@example.org", "nobody in the team"), ("ME@example.org", "was assigned"), ("me@example.org", "in step"), (None, "was assigned")):
            issue["fields"]["assignee"] = {**KIM, "emailAddress": mail} if mail else None
            assert words in jira.tell(told)[1]["outcome"], mail
            assert bool(site.ticket(ticket)["assignee"]) == (words in ("was assigned", "in step") and bool(mail)), mail
        site.settle()
        assert not any("/assignee" in call for call in jira.calls), jira.calls


def whoever_set_it_up_is_gone(engine):
    """the connection works with the rights of who saved it: without them nothing is done, and the page says so"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        me = site.ask("GET", "/api/v1/me")["id"]
        other = site.ask("POST", "/api/v1/accounts", {"name": "root", "roles": ["administrator"]})
        _, headers, _ = site.server.ask("POST", "/api/v1/session", site.headers[:3], json.dumps({"token": other["signin_link"]["token"]}).encode())
        cookie = next(value for name, value in headers if name.lower() == "set-cookie").partition(";")[0]
        site.headers = [*site.headers[:3], ("Cookie", cookie)]
        site.ask("PATCH", f"/api/v1/accounts/{me}", {"is_disabled": True})
        assert "not done" in site.set_status(issue, "10002")[1]["outcome"] and site.ticket(ticket)["state"] == "open"
        assert "on whose behalf" in site.connection()["trouble"]
        site.ask("PUT", site.path, site.words(token=None))
        assert site.connection()["trouble"] is None and site.connection()["checked_at"] is None
        assert site.set_status(issue, "10002")[1]["outcome"] == "the ticket was completed"


def the_hook_is_closed_to_others(engine):
    """unsigned, forged, old, repeated, malformed and foreign words change nothing"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        connection = site.connect()
        issue = site.made(ticket)
        host, path, secret = jira.hook
        told = []
        jira.move(issue, "10002", KIM, told)
        data = json.dumps({"timestamp": int(time.time() * 1000), **told[0]}).encode()
        for wrong in ({"X-Hub-Signature": ""}, {"X-Hub-Signature": "sha256=" + "0" * 64}, {"X-Hub-Signature": "sha1=x"}, {"X-Hub-Signature": "sha256="}):
            assert jira.send(host, path, data, secret, wrong.items())[0] == 401, wrong
        assert jira.send(host, path, data, "another")[0] == 401 and jira.send(host, path, data, "")[0] == 401
        assert jira.send(host, path, data + b" ", secret, {"X-Hub-Signature": "sha256=" + "a" * 64}.items())[0] == 401
        assert jira.send(host, "/api/v1/hooks/jira/1", data, secret)[0] == 401
        assert jira.send(host, "/api/v1/hooks/jira/x", data, secret)[0] == 401
        assert site.ticket(ticket)["state"] == "open" and site.connection()["refused_at"]
        for odd in (b"", b"{", b"[]", b"7", b'{"issue": 7}', b'{"issue": {"id": 10001}}', b'{"webhookEvent": "jira:issue_updated", "issue": {"id": "10001"}, "changelog": {"items": 7}}'):
            assert jira.send(host, path, odd, secret)[0] in (200, 400, 415), odd
        assert "older than a day" in jira.tell(told[0], when=time.time() - 25 * HOUR)[1]["outcome"]
        assert "linked to no ticket" in jira.tell({**told[0], "issue": {"id": "999", "key": "PROJ-999"}})[1]["outcome"]
        assert site.ticket(ticket)["state"] == "open"
        assert jira.send(host, path, data, secret)[1]["outcome"] == "the ticket was completed"
        site.work(ticket, "reopen", reason="not so")
        assert jira.send(host, path, data, secret)[1]["outcome"] == "heard before"
        assert site.ticket(ticket)["state"] == "open"
        new = site.ask("POST", site.path + "/hook-secret")["secret"]
        assert new != secret and jira.send(host, path, data, secret)[0] == 401
        heard = site.ask("GET", f"/api/v1/teams/{site.team}/jira/received")["items"]
        assert any(h["outcome"] == "the ticket was completed" and h["ticket_id"] == ticket["id"] for h in heard), heard
        site.ask("PUT", site.path, site.words(token=None, is_on=False))
        jira.hook = (host, connection["hook_path"], new)
        assert "switched off" in site.say(issue, "hello")[1]["outcome"]


def what_is_closed_stays(engine):
    """an issue does not open a ticket that is closed, and nothing closes by it"""
    with FakeJira() as jira, Site(engine, jira) as site:
        ticket = site.upload()[0]
        site.connect()
        issue = site.made(ticket)
        site.work(ticket, "wrong-match", reason="it is another product")
        site.settle()
        assert issue["fields"]["status"]["name"] == "Done"
        answer = site.set_status(issue, "10000", when=time.time() - HOUR)
        assert "the ticket is closed" in answer[1]["outcome"] and site.ticket(ticket)["state"] == "closed", answer


FUNCTIONS = (
    it_is_set_up,
    it_is_wrong,
    nobody_vouches,
    an_issue_is_made,
    it_is_server,
    issues_are_made_by_rule,
    states_go_there,
    assignees_go_there,
    answers_are_lost,
    jira_is_busy,
    the_token_is_revoked,
    issues_go_and_projects_move,
    there_is_no_way,
    done_completes,
    both_change,
    comments_come,
    assignees_come,
    whoever_set_it_up_is_gone,
    the_hook_is_closed_to_others,
    what_is_closed_stays,
)


def on(engine, function):
    test = functools.partial(function, engine)
    test.__doc__ = f"{engine}: {function.__doc__}"
    return test


TESTS = [on(engine, function) for engine in ENGINES if engine == "sqlite" or POSTGRES for function in FUNCTIONS]
