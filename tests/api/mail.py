# SPDX-License-Identifier: Apache-2.0
"""Tests of mail, with a real mail server (tests/mail/server.py: aiosmtpd) on loopback. Each function is a test, on both engines."""

import email
import email.policy
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from server import ENGINES, POSTGRES, PROGRAM, TOP, Server

USERS = {"kenzen": "s3cret word"}


def python():
    """A Python that has aiosmtpd: another than Debian's may be first in the path."""
    for program in (sys.executable, "/usr/bin/python3"):
        if Path(program).exists() and subprocess.run([program, "-c", "import aiosmtpd"], capture_output=True).returncode == 0:
            return program
    return ""


PYTHON = python()
IS_USABLE = bool(PYTHON)


class MailServer:
    """Use by 'with'."""

    def __init__(self, **config):
        self.config = config

    def __enter__(self):
        self.room = tempfile.TemporaryDirectory(prefix="kenzen-mail-")
        self.folder = Path(self.room.name)
        words = [PYTHON, str(TOP / "tests/mail/server.py"), str(self.folder), json.dumps(self.config)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline() or 0)
        assert self.port, "the mail server did not start"
        self.read = 0
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()
        self.room.cleanup()

    def authority(self):
        return (self.folder / "ca.pem").read_text()

    def next(self, seconds=30):
        """Waits for the next message. Returns (envelope, message as Python's own parser reads it)."""
        end = time.monotonic() + seconds
        path = self.folder / f"{self.read + 1}.json"
        while not path.exists():
            assert time.monotonic() < end, "no mail came"
            time.sleep(0.05)
        self.read += 1
        message = email.message_from_bytes(path.with_suffix(".eml").read_bytes(), policy=email.policy.default)
        assert not message.defects, message.defects
        return json.loads(path.read_text()), message

    def count(self):
        return len(list(self.folder.glob("*.eml")))


class Kenzen:
    """A server of kenzen with somebody signed in."""

    def __init__(self, server, link=None):
        self.server = server
        status, headers, body = server.ask("POST", "/api/v1/session", self.head(), json.dumps({"token": link or server.link}).encode())
        assert status == 200, body
        self.cookie = next(value for name, value in headers if name.lower() == "set-cookie").split(";")[0]

    def head(self):
        head = [("Host", self.server.host), ("Origin", f"http://{self.server.host}"), ("Content-Type", "application/json")]
        return head + [("Cookie", self.cookie)] if hasattr(self, "cookie") else head

    def ask(self, method, path, body=None, status=200):
        got, _, text = self.server.ask(method, f"/api/v1{path}", self.head(), json.dumps(body).encode() if body is not None else b"")
        assert got == status, f"{method} {path}: {got}: {text.decode()}"
        return json.loads(text) if text else None

    def set_mail(self, mail, **changes):
        body = {"host": "127.0.0.1", "port": mail.port, "security": "starttls", "user": "kenzen", "password": USERS["kenzen"],
                "from_address": "kenzen@example.org", "from_name": "kenzen", "authorities": mail.authority(), **changes}
        return self.ask("PATCH", "/mail-server", body)

    def test(self, address="kim@example.org", **more):
        return self.ask("POST", "/mail-server/test", {"address": address, **more})


def texts(message):
    """(plain text, HTML) of a message with both, and nothing else."""
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return plain.get_content(), html.get_content()


def allowing(engine):
    return Server(engine, "--allow-net", "127.0.0.0/8")


# -- the server's settings --


def a_mail_arrives(engine):
    """Over STARTTLS, signed in; Python's parser finds what was meant."""
    with MailServer(users=USERS) as mail, allowing(engine) as server:
        kenzen = Kenzen(server)
        assert kenzen.ask("GET", "/mail-server")["is_set"] is False
        shown = kenzen.set_mail(mail)
        assert shown["is_set"] and shown["has_password"] and "s3cret" not in json.dumps(shown)
        done = kenzen.test(language="ja")
        assert done["is_good"] and "queued as 1" in done["outcome"], done
        envelope, message = mail.next()
        assert envelope["from"] == "kenzen@example.org" and envelope["to"] == ["kim@example.org"]
        assert envelope["is_encrypted"] and envelope["user"] == "kenzen"
        assert message["Subject"] == "kenzen のメール送信テスト"
        assert message["From"].addresses[0].display_name == "kenzen"
        assert message["To"].addresses[0].addr_spec == "kim@example.org"
        assert message["Auto-Submitted"] == "auto-generated"
        assert re.fullmatch(r"<kenzen-test-\d+@example\.org>", message["Message-ID"])
        assert abs(message["Date"].datetime.timestamp() - time.time()) < 300
        plain, html = texts(message)
        assert "メールを送信できます" in plain and "メールを送信できます" in html
        assert f"http://{server.host}" in plain
        assert kenzen.ask("GET", "/mail-server")["sent_at"]


def a_password_stays_with_its_server(engine):
    with MailServer(users=USERS) as mail, allowing(engine) as server:
        kenzen = Kenzen(server)
        kenzen.set_mail(mail)
        for change in ({"host": "localhost"}, {"port": 9}, {"user": "other"}):
            answer = kenzen.ask("PATCH", "/mail-server", change, 422)
            assert "give it again" in answer["detail"], answer
        kenzen.ask("PATCH", "/mail-server", {"from_name": "健全"})
        assert kenzen.test()["is_good"]
        _, message = mail.next()
        assert message["From"].addresses[0].display_name == "健全"
        plain = kenzen.ask("PATCH", "/mail-server", {"security": "plain"}, 422)
        assert "encrypted" in plain["detail"]


def tls_from_the_first_byte(engine):
    with MailServer(users=USERS, security="tls") as mail, allowing(engine) as server:
        kenzen = Kenzen(server)
        kenzen.set_mail(mail, security="tls")
        assert kenzen.test()["is_good"]
        assert mail.next()[0]["is_encrypted"]


def plain_only_when_somebody_says_so(engine):
    with MailServer(security="plain") as mail, allowing(engine) as server:
        kenzen = Kenzen(server)
        kenzen.set_mail(mail, user="", password=None)
        done = kenzen.test()
        assert not done["is_good"] and "does not offer STARTTLS" in done["outcome"], done
        assert mail.count() == 0
        kenzen.ask("PATCH", "/mail-server", {"security": "plain"})
        assert kenzen.test()["is_good"]
        assert not mail.next()[0]["is_encrypted"]


def a_certificate_that_nobody_vouches_for(engine):
    with MailServer(users=USERS) as mail, MailServer(users=USERS) as other, allowing(engine) as server:
        kenzen = Kenzen(server)
        for authorities in ("", other.authority()):
            kenzen.set_mail(mail, authorities=authorities)
            done = kenzen.test()
            assert not done["is_good"] and "certificate" in done["outcome"].lower(), done
        assert mail.count() == 0
        assert "certificate" in kenzen.ask("GET", "/mail-server")["trouble"].lower()


def a_certificate_of_another_name(engine):
    with MailServer(users=USERS, names="DNS:elsewhere.test") as mail, allowing(engine) as server:
        kenzen = Kenzen(server)
        kenzen.set_mail(mail, host="localhost")
        done = kenzen.test()
        assert not done["is_good"] and "localhost" in done["outcome"], done
        assert mail.count() == 0


def a_wrong_password(engine):
    with MailServer(users=USERS) as mail, allowing(engine) as server:
        kenzen = Kenzen(server)
        kenzen.set_mail(mail, password="wrong")
        done = kenzen.test()
        assert not done["is_good"] and "refuses the user or the password: 535" in done["outcome"], done
        assert "535" in kenzen.ask("GET", "/mail-server")["trouble"]


def what_the_server_says_is_told(engine):
    with MailServer(users=USERS) as mail, allowing(engine) as server:
        kenzen = Kenzen(server)
        kenzen.set_mail(mail)
        assert "550 5.1.1 nobody of that name here" in kenzen.test("nobody@example.org")["outcome"]
        assert "554 5.7.1 this looks like spam" in kenzen.test("spam@example.org")["outcome"]
        assert "451 4.7.1 greylisted" in kenzen.test("grey@example.org")["outcome"]
        # None of this is the settings' fault.
        assert kenzen.ask("GET", "/mail-server")["trouble"] is None


def private_nets_are_not_called(engine):
    with MailServer(users=USERS) as mail, Server(engine) as server:
        kenzen = Kenzen(server)
        kenzen.set_mail(mail)
        done = kenzen.test()
        assert not done["is_good"] and "private or reserved net" in done["outcome"], done


def from_the_command_line(engine):
    """The command line sets and tries it too."""
    with MailServer(users=USERS) as mail, allowing(engine) as server:
        words = ["--data", server.folder] + (["--db", server.process.args[server.process.args.index("--db") + 1]] if engine == "postgres" else [])
        file = Path(server.folder) / "mail.json"

        def run(*verb):
            return subprocess.run([PROGRAM, "mail", *verb, *words], capture_output=True, text=True)

        assert run("show").returncode == 1
        file.write_text(json.dumps({"host": "127.0.0.1", "port": mail.port, "user": "kenzen", "password": USERS["kenzen"],
                                    "from_address": "kenzen@example.org", "authorities": mail.authority()}))
        done = run("set", str(file))
        assert done.returncode == 0, done.stderr
        done = run("test", "kim@example.org", "--allow-net", "127.0.0.1", "--json")
        assert done.returncode == 0 and json.loads(done.stdout)["is_good"], done.stdout + done.stderr
        assert mail.next()[1]["Subject"] == "Mail from kenzen works"
        done = run("test", "kim@example.org")
        assert done.returncode == 1 and "private" in done.stdout
        file.write_text('{"hosts": "x"}')
        assert run("set", str(file)).returncode == 2
        assert run("remove").returncode == 0
        assert run("remove").returncode == 2


PLAYS = [
    a_mail_arrives,
    a_password_stays_with_its_server,
    tls_from_the_first_byte,
    plain_only_when_somebody_says_so,
    a_certificate_that_nobody_vouches_for,
    a_certificate_of_another_name,
    a_wrong_password,
    what_the_server_says_is_told,
    private_nets_are_not_called,
    from_the_command_line,
]


def on(engine, play):
    def test():
        play(engine)

    test.__doc__ = f"{engine}: {play.__name__.replace('_', ' ')}"
    return test


TESTS = [on(engine, play) for play in PLAYS for engine in ENGINES if engine != "postgres" or POSTGRES] if IS_USABLE else []
