# SPDX-License-Identifier: Apache-2.0
"""As much of Jira as kenzen speaks with: REST API v3 of Cloud and v2 of Server and Data Center, in the shapes of Atlassian's
documentation, and webhooks signed with X-Hub-Signature. It refuses what the real one refuses. Run as a program, it prints its address,
and does what people do there by POST /fake/…, until its input ends."""

import base64
import hashlib
import hmac
import http.client
import json
import re
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

MAIL, TOKEN = "bot@example.org", "tok-5f2c"
KIM = {"accountId": "u-kim", "name": "kim", "displayName": "Kim"}
OWN = {"accountId": "5b10a2844c20165700ede21g", "name": "kenzen-bot", "displayName": "kenzen bot"}
STATUSES = {
    "10000": ("To Do", "new"),
    "10001": ("In Progress", "indeterminate"),
    "10002": ("Done", "done"),
}
BLOCKS = ("paragraph", "heading", "bulletList", "orderedList", "codeBlock", "rule")


def check_document(node, depth=0):
    """Atlassian Document Format: raises ValueError where the real API answers 400."""
    if depth == 0 and (node.get("type"), node.get("version")) != ("doc", 1):
        raise ValueError("INVALID_INPUT")
    if depth == 1 and node["type"] not in BLOCKS:
        raise ValueError("INVALID_INPUT")
    if node["type"] == "text" and not node.get("text"):
        raise ValueError("INVALID_INPUT")
    for child in node.get("content", []):
        check_document(child, depth + 1)


def plain(value):
    """The text of a document or of wiki markup."""
    if isinstance(value, str):
        return value.replace("\\", "")
    if value["type"] == "text":
        return value["text"]
    if value["type"] == "hardBreak":
        return "\n"
    return "".join(map(plain, value.get("content", []))) + ("\n\n" if value["type"] == "paragraph" else "")


class Refused(Exception):
    """An answer of another status than 200."""

    def __init__(self, status, words="", headers=()):
        super().__init__(words)
        self.status, self.words, self.headers = status, words, headers


class FakeJira:
    """Use by 'with'. failures are answered first, one for each request whose path fits: (pattern, status, headers)."""

    def __init__(self, kind="cloud", project="PROJ", certificate=None):
        self.kind, self.project, self.token = kind, project, TOKEN
        self.issues, self.comments, self.calls, self.failures, self.last = {}, {}, [], [], 0
        self.users = {"kim@example.org": KIM}
        self.missing_transitions = set()  # categories that nobody gets to
        self.drops = []  # patterns: done, but the answer is lost
        self.hook = None  # (host, path, secret): told of every change
        self.hooked = []  # (status, answer)
        self.lock = threading.RLock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                size = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(size)
                status, headers, reply = site.serve(self.command, self.path, self.headers, body)
                if status is None:
                    self.close_connection = True
                    return
                data = json.dumps(reply).encode() if reply is not None else b""
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("Content-Type", "application/json;charset=UTF-8")
                    self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data if status != 204 else b"")

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self.http.server_port}"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)

    def __enter__(self):
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    # -- requests

    def serve(self, method, target, headers, body):
        """Returns (status, headers, reply); status None drops the connection."""
        parts = urlsplit(target)
        root = "/rest/api/3" if self.kind == "cloud" else "/rest/api/2"
        path = unquote(parts.path.removeprefix(root))
        told = []
        with self.lock:
            self.calls.append(f"{method} {path}")
            try:
                if path.startswith("/fake/"):
                    return 200, (), self.act(path.removeprefix("/fake/"), json.loads(body))
                if not parts.path.startswith(root):
                    raise Refused(404)
                self.fail(f"{method} {path}")
                self.authenticate(headers)
                query = {key: values[0] for key, values in parse_qs(parts.query).items()}
                reply = self.route(method, path, query, json.loads(body) if body else None, told)
            except Refused as refusal:
                words = {"errorMessages": [refusal.words] if refusal.words else [], "errors": {}}
                return refusal.status, refusal.headers, words
            dropped = self.take(self.drops, f"{method} {path}")
        for event in told:
            threading.Thread(target=self.tell, args=(event,)).start()
        if dropped:
            return None, (), None
        return (204, (), None) if reply is None else (201 if method == "POST" else 200, (), reply)

    def act(self, what, words):
        """What a person does in Jira. Returns what kenzen answered to the webhook."""
        told = []
        if what == "hook":
            self.hook = (words["host"], words["path"], words["secret"])
        elif what == "token":
            self.token = words["token"]
        elif what == "status":
            self.move(self.find(words["key"]), words["status"], KIM, told)
        elif what == "comment":
            paragraph = {"type": "paragraph", "content": [{"type": "text", "text": words["text"]}]}
            self.comment(self.find(words["key"]), {"type": "doc", "version": 1, "content": [paragraph]}, KIM, told)
        return {"answers": [self.tell(event) for event in told]}

    @staticmethod
    def take(patterns, what):
        for pattern in patterns:
            if re.fullmatch(pattern, what):
                patterns.remove(pattern)
                return True
        return False

    def fail(self, what):
        for failure in self.failures:
            if re.fullmatch(failure[0], what):
                self.failures.remove(failure)
                raise Refused(failure[1], "this was to fail", failure[2])

    def authenticate(self, headers):
        given = headers.get("Authorization", "")
        basic = "Basic " + base64.b64encode(f"{MAIL}:{self.token}".encode()).decode()
        good = basic if self.kind == "cloud" else f"Bearer {self.token}"
        if given != good:
            raise Refused(401, "Client must be authenticated to access this resource.")

    def route(self, method, path, query, body, told):
        if (method, path) == ("GET", "/myself"):
            return OWN if self.kind == "cloud" else {"key": "JIRAUSER1", **{k: OWN[k] for k in ("name", "displayName")}}
        if found := re.fullmatch(r"/project/(\w+)", path):
            if found[1] not in (self.project, "10400"):
                raise Refused(404, f"No project could be found with key '{found[1]}'.")
            return {"id": "10400", "key": self.project, "issueTypes": [{"id": "1", "name": "Task"}, {"id": "2", "name": "Bug"}]}
        if path in ("/user/search", "/search", "/search/jql"):
            return self.search(path, query)
        if (method, path) == ("POST", "/issue"):
            return self.create(body["fields"], told)
        found = re.fullmatch(r"/issue/([\w-]+)(?:/(\w+))?", path)
        issue = found and self.find(found[1])
        if not issue:
            raise Refused(404, "Issue does not exist or you do not have permission to see it.")
        return self.issue(method, issue, found[2] or "", body, told)

    def find(self, name):
        return next((issue for issue in self.issues.values() if name in (issue["id"], issue["key"])), None)

    def search(self, path, query):
        if path == "/user/search":
            words = query["query" if self.kind == "cloud" else "username"]
            return [user for mail, user in self.users.items() if mail == words]
        if (path == "/search/jql") != (self.kind == "cloud"):
            raise Refused(410, "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.")
        label = re.fullmatch(r'labels = "([\w-]+)" ORDER BY created ASC', query["jql"])[1]
        return {"issues": [{"id": i["id"], "key": i["key"]} for i in self.issues.values() if label in i["fields"]["labels"]]}

    def create(self, fields, told):
        project = fields["project"]
        if project.get("id") != "10400" and project.get("key") != self.project:
            raise Refused(400, "project is required")
        if fields["issuetype"]["name"] not in ("Task", "Bug") or not 0 < len(fields["summary"]) <= 255:
            raise Refused(400, "Specify a valid issue type")
        self.check_text(fields["description"])
        if any(" " in label for label in fields["labels"]):
            raise Refused(400, "The label can't contain spaces.")
        self.last += 1
        number = self.last
        issue = {"id": str(10000 + number), "key": f"{self.project}-{number}", "fields": {**fields, "status": self.status("10000"), "assignee": None}}
        self.issues[issue["id"]] = issue
        self.comments[issue["id"]] = []
        told.append({"webhookEvent": "jira:issue_created", "user": OWN, "issue": issue})
        return {"id": issue["id"], "key": issue["key"], "self": f"{self.url}/rest/api/3/issue/{issue['id']}"}

    def check_text(self, value):
        if isinstance(value, str) != (self.kind != "cloud"):
            raise Refused(400, "Operation value must be an Atlassian Document" if self.kind == "cloud" else "Operation value must be a string")
        if self.kind == "cloud":
            try:
                check_document(value)
            except (ValueError, KeyError, AttributeError) as problem:
                raise Refused(400, "INVALID_INPUT") from problem

    @staticmethod
    def status(number):
        name, category = STATUSES[number]
        return {"id": number, "name": name, "statusCategory": {"id": 2, "key": category, "name": name}}

    def issue(self, method, issue, part, body, told):
        if (method, part) == ("GET", ""):
            return {"id": issue["id"], "key": issue["key"], "fields": {"status": issue["fields"]["status"]}}
        if (method, part) == ("GET", "transitions"):
            return {"transitions": [self.transition(n) for n, (_, c) in STATUSES.items() if c not in self.missing_transitions]}
        if (method, part) == ("POST", "transitions"):
            self.move(issue, body["transition"]["id"].removeprefix("t"), OWN, told)
            return None
        if (method, part) == ("GET", "comment"):
            return {"comments": self.comments[issue["id"]][::-1], "total": len(self.comments[issue["id"]])}
        if (method, part) == ("POST", "comment"):
            self.check_text(body["body"])
            return self.comment(issue, body["body"], OWN, told)
        if (method, part) == ("PUT", "assignee"):
            wanted = body["accountId" if self.kind == "cloud" else "name"]
            issue["fields"]["assignee"] = next((u for u in self.users.values() if wanted in (u["accountId"], u["name"])), None)
            return None
        raise Refused(405)

    def transition(self, number):
        return {"id": f"t{number}", "name": f"to {STATUSES[number][0]}", "to": self.status(number), "fields": {}}

    # -- what people do, and webhooks

    def move(self, issue, number, user, told):
        issue["fields"]["status"] = self.status(number)
        told.append({
            "webhookEvent": "jira:issue_updated", "issue_event_type_name": "issue_generic", "user": user, "issue": issue,
            "changelog": {"id": str(len(self.calls)), "items": [{"field": "status", "fieldtype": "jira", "toString": STATUSES[number][0]}]},
        })

    def comment(self, issue, body, user, told):
        comment = {"id": str(20000 + sum(map(len, self.comments.values()))), "author": user, "updateAuthor": user, "body": body}
        self.comments[issue["id"]].append(comment)
        # Webhooks have wiki markup where the interface has documents.
        told.append({"webhookEvent": "comment_created", "comment": {**comment, "body": plain(body)}, "issue": {"id": issue["id"], "key": issue["key"]}})
        return comment

    def texts(self, issue_id):
        return [plain(comment["body"]) for comment in self.comments[issue_id]]

    def tell(self, event, secret=None, when=None, headers=()):
        """Sends a webhook. Returns (status, answer)."""
        if not self.hook:
            return None
        host, path, own = self.hook
        data = json.dumps({"timestamp": int((when or time.time()) * 1000), **event}).encode()
        return self.send(host, path, data, own if secret is None else secret, headers)

    def send(self, host, path, data, secret, headers=()):
        signature = "sha256=" + hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()
        connection = http.client.HTTPConnection(host, timeout=60)
        pairs = {"Content-Type": "application/json", "X-Hub-Signature": signature, "User-Agent": "Atlassian Webhook HTTP Client"}
        connection.request("POST", path, data, {name: value for name, value in {**pairs, **dict(headers)}.items() if value})
        reply = connection.getresponse()
        answer = reply.status, json.loads(reply.read() or b"{}")
        connection.close()
        self.hooked.append(answer)
        return answer


def main():
    with FakeJira() as jira:
        print(jira.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
