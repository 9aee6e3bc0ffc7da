# SPDX-License-Identifier: Apache-2.0
"""Tests of mail, with a real mail server (tests/mail/server.py: aiosmtpd) on loopback. Each function is a test, on both engines."""

import concurrent.futures
import contextlib
import email
import email.policy
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from server import ENGINES, POSTGRES, PROGRAM, TOP, Server, psql

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
        assert re.fullmatch(r"<kenzen-test-\d+@example\.org>", message["Message-ID"]), message["Message-ID"]
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
        done = kenzen.test()
        assert done["is_good"], done
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
        words = server.place
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


# -- people's own mail --


def link_in(message, path):
    """The secret behind a link of a mail, which must be the same in the text and in the HTML."""
    plain, html = texts(message)
    found = re.search(rf"http://\S+{re.escape(path)}(\S+)", plain)
    assert found, plain
    assert found[0] in html.replace("&amp;", "&"), html
    return found[1]


class Desk:
    """An administrator, and kim, who is in a team that has two tickets, and whose mail is set up. Use by 'with'."""

    def __init__(self, engine, *options):
        self.mail = MailServer(users=USERS)
        self.server = Server(engine, "--allow-net", "127.0.0.0/8", *options, index=["tests/data/loop/advisories"])

    def __enter__(self):
        self.mail.__enter__()
        self.server.__enter__()
        self.boss = Kenzen(self.server)
        self.boss.set_mail(self.mail)
        kim = self.boss.ask("POST", "/accounts", {"name": "kim"}, 201)
        self.kim_id = kim["id"]
        self.kim = Kenzen(self.server, kim["signin_link"]["token"])
        self.team = self.boss.ask("POST", "/teams", {"name": "支払い <Payments>"}, 201)["id"]
        self.boss.ask("PUT", f"/teams/{self.team}/members/{self.kim_id}", {"role": "member"}, 204)
        return self

    def __exit__(self, *words):
        try:
            assert "level=error" not in self.server.said() or words[0], self.server.said()[-2000:]
        finally:
            self.server.__exit__(*words)
            self.mail.__exit__(*words)

    def upload(self):
        service = self.boss.ask("POST", "/services", {"team_id": self.team, "name": "checkout"}, 201)["id"]
        head = [*self.boss.head(), ("Content-Type", "application/octet-stream")]
        body = (TOP / "tests/data/loop/first.cdx.json").read_bytes()
        status, _, text = self.server.ask("POST", f"/api/v1/services/{service}/parts/image/sboms?filename=first.cdx.json", head, body)
        assert status == 201, text
        self.tickets = [ticket["id"] for ticket in self.boss.ask("GET", "/tickets")["items"]]

    def verify(self, address="kim@example.org", **wishes):
        """Gives kim an address, and follows the link that was sent there."""
        self.kim.ask("PATCH", "/me/mail", {"address": address, **wishes})
        envelope, message = self.mail.next()
        assert envelope["to"] == [address]
        self.kim.ask("POST", "/mail/verify", {"token": link_in(message, "/mail-address#")}, 204)
        return message

    def sql(self, statement):
        """Lets time pass, where a test cannot wait."""
        if self.server.schema:
            psql(f"SET search_path TO {self.server.schema}; {statement}")
        else:
            with contextlib.closing(sqlite3.connect(f"{self.server.folder}/kenzen.db", timeout=30)) as db, db:
                db.execute(statement)


def an_address_is_verified_first(engine):
    """Nothing but the link goes to an address before it was followed, and the link works once."""
    with Desk(engine, "--mail-wait", "0") as desk:
        assert desk.kim.ask("GET", "/me/mail")["mentioned"] == "now"
        for bad in ("kim", "kim@example.org\r\nBcc: eve@example.org", "<kim@example.org>", "a b@example.org"):
            desk.kim.ask("PATCH", "/me/mail", {"address": bad}, 422)
        desk.kim.ask("PATCH", "/me/mail", {"address": "kim@example.org", "language": "ja"})
        desk.upload()
        desk.boss.ask("POST", f"/tickets/{desk.tickets[0]}/assign", {"account_id": desk.kim_id})
        _, message = desk.mail.next()
        assert message["Subject"] == "このメールアドレスはあなたのものですか"
        assert message["List-Unsubscribe"] is None
        token = link_in(message, "/mail-address#")
        again = desk.kim.ask("POST", "/me/mail/verification", {}, 429)
        assert again["detail"]
        desk.kim.ask("POST", "/mail/verify", {"token": token[:-1] + "0" if token[-1] != "0" else token[:-1] + "1"}, 404)
        desk.kim.ask("POST", "/mail/verify", {"token": token}, 204)
        desk.kim.ask("POST", "/mail/verify", {"token": token}, 404)
        assert desk.kim.ask("GET", "/me/mail")["is_verified"]
        # What came before was told in the inbox alone: the first mail of a notice is of what comes now.
        desk.boss.ask("POST", f"/tickets/{desk.tickets[1]}/assign", {"account_id": desk.kim_id})
        _, message = desk.mail.next()
        assert message["Subject"].startswith("担当者の変更："), message["Subject"]
        # Another address is not verified by that.
        desk.sql("UPDATE mail_person SET asked_us = 1")
        assert not desk.kim.ask("PATCH", "/me/mail", {"address": "other@example.org"})["is_verified"]


def many_at_once_ask(engine):
    """For the link to an address: one is sent, whoever's it is."""
    with Desk(engine) as desk:
        desk.kim.ask("PATCH", "/me/mail", {"address": "kim@example.org"})
        desk.sql("UPDATE mail_person SET asked_us = 1")

        def ask(i):
            body = json.dumps({"address": f"victim{i}@example.org"}).encode()
            return desk.server.ask("PATCH", "/api/v1/me/mail", desk.kim.head(), body)[0]

        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            answers = sorted(pool.map(ask, range(24)))
        assert answers == [200] + [429] * 23, answers


def an_address_is_a_way_in(engine):
    """An account without an address gets the one that is verified, and links to sign in go there: a browser that was left open does not set it."""
    with Desk(engine) as desk:
        desk.sql("UPDATE session SET confirmed_us = 1")
        answer = desk.kim.ask("PATCH", "/me/mail", {"address": "eve@example.org"}, 403)
        assert answer["code"] == "confirmation-required", answer
        assert desk.kim.ask("GET", "/me/mail")["address"] is None
        # What is no way in is set all the same.
        assert desk.kim.ask("PATCH", "/me/mail", {"address": None, "team": "off"})["team"] == "off"


def notices_come_at_once(engine):
    """A mention and an assignment, in one mail, with how to stop it; the rest waits for the digest."""
    with Desk(engine, "--mail-wait", "5") as desk:
        desk.verify()
        desk.upload()
        desk.boss.ask("POST", f"/tickets/{desk.tickets[0]}/assign", {"account_id": desk.kim_id})
        desk.boss.ask("POST", f"/tickets/{desk.tickets[1]}/comment", {"text": "@kim <b>please</b>\nBcc: eve@example.org"})
        envelope, message = desk.mail.next()
        assert envelope["to"] == ["kim@example.org"] and envelope["is_encrypted"]
        assert message["Subject"] == "kenzen: 2 notices for you", message["Subject"]
        assert message["To"].addresses[0].display_name == "kim"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["List-Id"] == "<notices.127.0.0.1>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["Bcc"] is None
        plain, html = texts(message)
        assert "@kim <b>please</b>" in plain and "@kim &lt;b&gt;please&lt;/b&gt;" in html and "\nBcc" not in plain
        assert "Assigned: " in plain and "You are named: " in plain and "New ticket" not in plain
        for ticket in desk.tickets:
            assert f"http://{desk.server.host}/tickets/{ticket}" in plain and f"/tickets/{ticket}" in html
        assert "because you are told at once" in plain
        stop_by_post(desk, message)


def stop_by_post(desk, message):
    """RFC 8058: a POST with that form, without cookie or Origin, is all that it takes."""
    url = re.fullmatch(r"<http://[^/]+(/\S+)>", message["List-Unsubscribe"])[1]
    form = b"List-Unsubscribe=One-Click"
    head = [("Host", desk.server.host), ("Content-Type", "application/x-www-form-urlencoded")]
    status, headers, _ = desk.server.ask("GET", url, [("Host", desk.server.host)], b"")
    assert status == 303 and dict(headers)["Location"].startswith("/mail-stop#"), headers
    assert desk.kim.ask("GET", "/me/mail")["mentioned"] == "now", "looking at it stops nothing"
    status, _, text = desk.server.ask("POST", url[:-3] + "AAA", head, form)
    assert status == 404, (status, text)
    status, _, text = desk.server.ask("POST", url, head, form)
    assert status == 204, text
    mine = desk.kim.ask("GET", "/me/mail")
    assert {mine[reason] for reason in ("mentioned", "assigned", "watching", "team")} == {"off"}
    # Again: who has the mail does not fill the journal.
    def told():
        return len(desk.boss.ask("GET", "/journal?kind=mail.wishes_set")["items"])

    before = told()
    assert desk.server.ask("POST", url, head, form)[0] == 204 and told() == before > 0


def what_was_read_is_not_mailed(engine):
    with Desk(engine, "--mail-wait", "5") as desk:
        desk.verify()
        desk.upload()
        desk.boss.ask("POST", f"/tickets/{desk.tickets[0]}/assign", {"account_id": desk.kim_id})
        desk.kim.ask("POST", "/notices/mark", {"all": True})
        desk.boss.ask("POST", f"/tickets/{desk.tickets[1]}/assign", {"account_id": desk.kim_id})
        _, message = desk.mail.next()
        assert message["Subject"].startswith("Assigned: "), message["Subject"]
        assert desk.tickets[1] in texts(message)[0] and desk.tickets[0] not in texts(message)[0]
        assert desk.mail.count() == 2


def a_digest_comes_once_a_day(engine):
    with Desk(engine, "--mail-wait", "0") as desk:
        desk.verify(language="ja", digest_hour=7)
        desk.upload()
        desk.sql("UPDATE mail_person SET next_digest_us = 1")
        _, message = desk.mail.next()
        assert message["Subject"] == "kenzen：今日のお知らせ 1 件", message["Subject"]
        plain, html = texts(message)
        assert "支払い <Payments> に新しいチケット：2 件" in plain, plain
        assert "支払い &lt;Payments&gt; に新しいチケット" in html
        assert re.search("のまとめ", plain)
        assert f"/tickets?team={desk.team}" in plain
        # What is about a team and no ticket leads to its page.
        desk.sql("UPDATE notice SET mailed_us = NULL, kind = 'channel_failing', part_id = NULL")
        desk.sql("UPDATE mail_person SET next_digest_us = 1")
        plain, _ = texts(desk.mail.next()[1])
        assert "アラートのチャンネルに送信できません：支払い <Payments>" in plain, plain
        assert f"http://{desk.server.host}/teams/{desk.team}/channels" in plain and "admin、支払い <Payments>" in plain
        # Nothing is told twice, and a day without news has no digest: the next mail is that of a mention.
        desk.sql("UPDATE mail_person SET next_digest_us = 1")
        desk.boss.ask("POST", f"/tickets/{desk.tickets[0]}/comment", {"text": "@kim see this"})
        _, message = desk.mail.next()
        assert message["Subject"].startswith("メンションされました："), message["Subject"]
        # Who left the team is not told of it any more.
        desk.boss.ask("POST", f"/tickets/{desk.tickets[0]}/comment", {"text": "@kim and this"})
        desk.mail.next()
        assert desk.mail.count() == 5


def greylisting_and_refusal(engine):
    """Put off is not given up: what is sent again has the same Message-ID."""
    with Desk(engine, "--mail-wait", "0") as desk:
        message = desk.verify("grey@example.org")
        assert re.fullmatch(r"<kenzen-\d+@example\.org>", message["Message-ID"]), message["Message-ID"]
        desk.sql("UPDATE mail_person SET address = 'nobody@example.org'")
        desk.upload()
        desk.boss.ask("POST", f"/tickets/{desk.tickets[0]}/assign", {"account_id": desk.kim_id})
        end = time.monotonic() + 30
        while "550 5.1.1 nobody of that name here" not in desk.server.said():
            assert time.monotonic() < end, desk.server.said()
            time.sleep(0.05)


# -- links that are else copied by hand --


def links_are_mailed(engine):
    """Invitations and sign-in links go by mail when somebody asks for it, and nothing of them stays."""
    with Desk(engine) as desk:
        made = desk.boss.ask("POST", f"/teams/{desk.team}/invitations", {"role": "member", "email": "ana@example.org", "by_mail": True}, 201)
        envelope, message = desk.mail.next()
        assert envelope["to"] == ["ana@example.org"]
        assert message["Subject"] == "admin invites you into the team 支払い <Payments> in kenzen", message["Subject"]
        assert link_in(message, "/invitation#") == made["link"]["token"]
        account = desk.boss.ask("POST", "/accounts", {"name": "ana", "email": "ana@example.org", "by_mail": True, "language": "ja"}, 201)
        _, message = desk.mail.next()
        assert message["Subject"] == "kenzen のサインインリンク"
        assert link_in(message, "/signin#") == account["signin_link"]["token"]
        desk.boss.ask("POST", f"/accounts/{account['id']}/signin-link", {"by_mail": True}, 201)
        link = link_in(desk.mail.next()[1], "/signin#")
        Kenzen(desk.server, link)
        # The log has them, without what they said.
        log = desk.boss.ask("GET", "/mail-server/deliveries")["items"]
        assert [(one["kind"], one["state"]) for one in log] == [("signin", "sent"), ("signin", "sent"), ("invitation", "sent")], log
        assert {one["title"] for one in log} == {"a…@example.org"}
        assert desk.boss.ask("GET", "/mail-server")["deliveries"]["sent"] == 3
        desk.boss.ask("POST", f"/mail-server/deliveries/{log[0]['id']}/retry", status=409)
        if not desk.server.schema:
            with contextlib.closing(sqlite3.connect(f"{desk.server.folder}/kenzen.db")) as db:
                assert db.execute("SELECT DISTINCT body FROM outbox WHERE channel = 'mail'").fetchall() == [("{}",)]
        # One that failed can be tried again.
        desk.boss.ask("POST", f"/teams/{desk.team}/invitations", {"role": "viewer", "email": "nobody@example.org", "by_mail": True}, 201)
        end = time.monotonic() + 30
        while not (failed := desk.boss.ask("GET", "/mail-server/deliveries?state=failed")["items"]):
            assert time.monotonic() < end
            time.sleep(0.05)
        assert "550 5.1.1" in failed[0]["outcome"]
        desk.boss.ask("POST", f"/mail-server/deliveries/{failed[0]['id']}/retry", status=204)
        # Nothing is made when it cannot be sent.
        before = len(desk.boss.ask("GET", f"/teams/{desk.team}/invitations")["items"])
        desk.boss.ask("POST", f"/teams/{desk.team}/invitations", {"role": "member", "email": "not an address", "by_mail": True}, 422)
        desk.boss.ask("POST", f"/accounts/{desk.kim_id}/signin-link", {"by_mail": True}, 422)
        desk.boss.ask("DELETE", "/mail-server", status=204)
        answer = desk.boss.ask("POST", f"/teams/{desk.team}/invitations", {"role": "member", "email": "ana@example.org", "by_mail": True}, 409)
        assert "copy the link" in answer["detail"]
        assert len(desk.boss.ask("GET", f"/teams/{desk.team}/invitations")["items"]) == before


def invitations_are_no_flood(engine):
    """Everybody may make a team and invite into it; the server writes to so many in an hour, and what was not sent was not made."""
    with Desk(engine) as desk:
        for number in range(61):
            if number % 40 == 0:
                team = desk.kim.ask("POST", "/teams", {"name": f"You won! http://evil.example/{number} www.evil.example"}, 201)["id"]
            words = {"role": "viewer", "email": f"stranger{number}@example.org", "by_mail": True}
            made = desk.kim.ask("POST", f"/teams/{team}/invitations", words, 201 if number < 60 else 429)
        assert "60 invitations an hour" in made["detail"], made
        # The names in it are no links, whatever programs make of words.
        _, message = desk.mail.next()
        for said in (message["Subject"], *texts(message)):
            assert "http[:]//evil.example/0 www[.]evil" in said and "://evil" not in said and "www." not in said, said
        assert len(desk.kim.ask("GET", f"/teams/{team}/invitations")["items"]) == 20
        desk.kim.ask("POST", f"/teams/{team}/invitations", words | {"by_mail": False}, 201)
        desk.boss.ask("POST", f"/teams/{team}/invitations", words, 201)


def a_forgotten_password(engine):
    """The sign-in page sends a link to the address that the account has, and says the same to everybody."""
    with Desk(engine) as desk:
        desk.boss.ask("PATCH", f"/accounts/{desk.kim_id}", {"email": "kim@example.org"})
        stranger = [("Host", desk.server.host), ("Origin", f"http://{desk.server.host}"), ("Content-Type", "application/json")]

        def ask(name):
            status, _, text = desk.server.ask("POST", "/api/v1/session/link", stranger, json.dumps({"name": name}).encode())
            return status, text

        assert ask("nobody") == ask("admin") == ask("kim")
        envelope, message = desk.mail.next()
        assert envelope["to"] == ["kim@example.org"]
        Kenzen(desk.server, link_in(message, "/signin#"))
        assert desk.mail.count() == 1
        # Whatever the name's count forgets, as by another way to write it, few letters go to one account, and nobody hears of that.
        for _ in range(8):
            desk.sql("DELETE FROM throttle WHERE kind <> 'letter'")
            assert ask("kim") == ask("nobody")
        for _ in range(5):
            assert desk.mail.next()[0]["to"] == ["kim@example.org"]
        log = desk.boss.ask("GET", "/mail-server/deliveries")["items"]
        assert [one["title"] for one in log] == ["k…@example.org"] * 6, log
        answers = [ask("kim")[0] for _ in range(12)]
        assert answers[0] == 202 and answers[-1] == 429, answers


def a_browser_that_is_new(engine):
    """Who verified an address is told when somebody comes in from a browser that is not known."""
    with Desk(engine) as desk:
        desk.verify()
        Kenzen(desk.server, desk.boss.ask("POST", f"/accounts/{desk.kim_id}/signin-link", status=201)["signin_link"]["token"])
        envelope, message = desk.mail.next()
        assert envelope["to"] == ["kim@example.org"]
        assert message["Subject"] == "Somebody signed in to your account in kenzen"
        assert "127.0.0.1" in texts(message)[0]


def channels_of_a_team(engine):
    """An alert goes to all addresses of a channel at once; whom the server puts off gets it later, alone."""
    with Desk(engine) as desk:
        path = f"/teams/{desk.team}/channels"
        words = {"kind": "mail", "name": "全員", "address": "kim@example.org, grey@example.org,nobody@example.org", "language": "ja"}
        channel = desk.boss.ask("POST", path, words, 201)["channel"]["id"]
        desk.boss.ask("POST", f"{path}/{channel}/test", {}, 202)
        envelope, message = desk.mail.next()
        assert envelope["to"] == ["kim@example.org"], envelope
        assert [to.addr_spec for to in message["To"].addresses] == ["kim@example.org", "grey@example.org", "nobody@example.org"]
        plain, html = texts(message)
        assert "支払い <Payments>" in plain and "支払い &lt;Payments&gt;" in html, plain
        assert message["Auto-Submitted"] == "auto-generated"
        envelope, rest = desk.mail.next()
        assert envelope["to"] == ["grey@example.org"] and [to.addr_spec for to in rest["To"].addresses] == ["grey@example.org"]
        assert rest["Subject"] == message["Subject"] and texts(rest) == (plain, html)
        delivery = desk.boss.ask("GET", f"{path}/{channel}/deliveries")["items"][0]
        assert delivery["state"] == "sent" and "took it for 1 of 3; g…@example.org: 451" in delivery["outcome"], delivery
        # One that reaches nobody is a failure that the team sees.
        desk.boss.ask("PATCH", f"{path}/{channel}", {"address": "nobody@example.org"})
        desk.boss.ask("POST", f"{path}/{channel}/test", {}, 202)
        end = time.monotonic() + 30
        while (delivery := desk.boss.ask("GET", f"{path}/{channel}/deliveries")["items"][0])["state"] != "failed":
            assert time.monotonic() < end, delivery
            time.sleep(0.05)
        assert "550 5.1.1 nobody of that name here" in delivery["outcome"], delivery
        assert "550" in desk.boss.ask("GET", f"{path}/{channel}")["trouble"]
        # And so is one without a server.
        desk.boss.ask("DELETE", "/mail-server", status=204)
        desk.boss.ask("POST", f"{path}/{channel}/test", {}, 202)
        while "no mail server is set" not in desk.boss.ask("GET", f"{path}/{channel}/deliveries")["items"][0]["outcome"]:
            assert time.monotonic() < end + 30
            time.sleep(0.05)


def people_take_their_letters_along(engine):
    """A deleted account leaves no address behind, and gets nothing more."""
    with Desk(engine, "--mail-wait", "0") as desk:
        desk.verify()
        desk.upload()
        desk.boss.ask("DELETE", f"/accounts/{desk.kim_id}", status=204)
        assert desk.boss.test("last@example.org")["is_good"]
        assert desk.mail.next()[0]["to"] == ["last@example.org"]
        if not desk.server.schema:

            desk.server.stop()
            with contextlib.closing(sqlite3.connect(f"{desk.server.folder}/kenzen.db")) as db:
                assert db.execute("SELECT count(*) FROM mail_person").fetchone() == (0,)
                assert db.execute("SELECT count(*) FROM outbox WHERE lane = ?", (int(desk.kim_id),)).fetchone() == (0,)



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
    an_address_is_verified_first,
    many_at_once_ask,
    an_address_is_a_way_in,
    notices_come_at_once,
    what_was_read_is_not_mailed,
    a_digest_comes_once_a_day,
    greylisting_and_refusal,
    links_are_mailed,
    invitations_are_no_flood,
    a_forgotten_password,
    a_browser_that_is_new,
    channels_of_a_team,
    people_take_their_letters_along,
]


def on(engine, play):
    def test():
        play(engine)

    test.__doc__ = f"{engine}: {play.__name__.replace('_', ' ')}"
    return test


TESTS = [on(engine, play) for play in PLAYS for engine in ENGINES if engine != "postgres" or POSTGRES] if IS_USABLE else []
