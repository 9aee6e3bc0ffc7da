# SPDX-License-Identifier: Apache-2.0
"""The rooms and webhooks that alerts go to: as much of Slack, Microsoft Teams Workflows, Mattermost and a verifying receiver as refuses what
the real ones refuse. The first part of a path says which: /slack/…, /teams/…, /mattermost/…, /webhook/…. Run as a program, it prints its
address, and does what tests want by POST /fake/…, until its input ends."""

import base64
import hashlib
import hmac
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 300
TEAMS_BYTES = 28 << 10
HUGE_BYTES = 1 << 20


def check_slack_text(text, longest):
    assert text["type"] in ("plain_text", "mrkdwn"), text
    assert 0 < len(text["text"]) <= longest, text


def check_slack(message):
    """What answers 400 with a word, as docs.slack.dev has it."""
    blocks = message.get("blocks")
    if not message.get("text") and not blocks:
        return "no_text"
    try:
        assert len(blocks) <= 50
        for block in blocks:
            assert block["type"] in ("header", "section", "context", "divider"), block
            if block["type"] == "header":
                assert block["text"]["type"] == "plain_text"
            if "text" in block:
                check_slack_text(block["text"], 150 if block["type"] == "header" else 3000)
            for field in block.get("fields", []):
                check_slack_text(field, 2000)
            assert len(block.get("fields", [])) <= 10 and len(block.get("elements", [])) <= 10
            for element in block.get("elements", []):
                check_slack_text(element, 3000)
    except (AssertionError, KeyError, TypeError):
        return "invalid_blocks"
    return ""


def check_teams(message):
    try:
        attachment = message["attachments"][0]
        card = attachment["content"]
        assert message["type"] == "message" and attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert card["type"] == "AdaptiveCard" and card["version"] in ("1.4", "1.5") and card["body"]
    except (AssertionError, KeyError, IndexError, TypeError):
        return "BadRequest"
    return ""


def check_mattermost(message):
    return "" if message.get("text") and len(message["text"]) <= 16383 else "api.webhook.incoming.error"


def verify(secret, headers, body, now=None):
    """As Standard Webhooks 1.0.0 has it, by a receiver who knows nothing of kenzen."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    number, at = headers["webhook-id"], int(headers["webhook-timestamp"])
    assert abs((now or time.time()) - at) <= TOLERANCE_SECONDS, "too old"
    digest = hmac.new(key, f"{number}.{at}.".encode() + body, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(digest).decode()
    assert any(hmac.compare_digest(wanted, given) for given in headers["webhook-signature"].split(" ")), "another signature"
    return number


CHECKS = {"slack": check_slack, "teams": check_teams, "mattermost": check_mattermost}


class FakeSink:
    """Use by 'with'. answers are given first, one for each request whose path begins so: (path, status, headers, body); a status of
    "drop" answers nothing, "huge" more than anybody reads, "slow" not before the sink ends."""

    def __init__(self):
        self.received, self.answers, self.secret = [], [], ""
        self.lock, self.is_over = threading.RLock(), threading.Event()
        sink = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, reply = sink.serve(self.path, self.headers, body)
                if status == "slow":
                    sink.is_over.wait(60)
                if status in ("slow", "drop"):
                    self.close_connection = True
                    return
                self.send_response(200 if status == "huge" else status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                try:
                    self.wfile.write(reply)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None  # who reads no more goes away
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    def serve(self, path, headers, body):
        kind = path.split("/")[1]
        with self.lock:
            if kind == "fake":
                return 200, (), json.dumps(self.act(path.removeprefix("/fake/"), json.loads(body or b"{}"))).encode()
            self.received.append((path, dict(headers), body))
            for place, (start, status, more, reply) in enumerate(self.answers):
                if path.startswith(start):
                    del self.answers[place]
                    return status, more, b"x" * HUGE_BYTES if status == "huge" else reply.encode()
            return self.take(kind, headers, body)

    def take(self, kind, headers, body):
        if kind == "webhook":
            try:
                verify(self.secret, {name.lower(): value for name, value in headers.items()}, body)
            except (AssertionError, KeyError, ValueError) as problem:
                return 401, (), str(problem).encode()
            return 204, (), b""
        if kind == "teams" and len(body) > TEAMS_BYTES:
            return 413, (), b"RequestEntityTooLarge"
        if kind not in CHECKS or headers.get("Content-Type") != "application/json":
            return 404, (), b"no_service"
        if word := CHECKS[kind](json.loads(body)):
            return 400, (), word.encode()
        return (202, (), b"") if kind == "teams" else (200, (), b"ok")

    def act(self, what, said):
        """What a person does from a browser's test."""
        if what == "answer":
            self.answers.append((said["path"], said["status"], [tuple(pair) for pair in said.get("headers", [])], said.get("body", "")))
        if what == "secret":
            self.secret = said["secret"]
        return {"received": [[path, body.decode()] for path, _, body in self.received]}

    def got(self, path):
        """The bodies that came to a path, as objects."""
        with self.lock:
            return [json.loads(body) for at, _, body in self.received if at.startswith(path)]


if __name__ == "__main__":
    with FakeSink() as here:
        print(here.url, flush=True)
        sys.stdin.read()
