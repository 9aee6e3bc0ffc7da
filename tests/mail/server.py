#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A mail server for tests: aiosmtpd, on a free port of loopback, with a certificate of its own.

    server.py FOLDER '{"security": "starttls", "users": {"kenzen": "s3cret"}}'

prints its port, keeps each message that it takes as FOLDER/N.eml with its envelope in FOLDER/N.json, its authority's certificate in
FOLDER/ca.pem, and serves until it is told to stop. security: starttls, tls, or plain, as who offers no encryption. What an address begins
with says what becomes of it: "grey" is put off the first time, "nobody" does not exist, "spam" has its message refused, "slow" is never answered.
"""

import asyncio
import json
import signal
import ssl
import subprocess
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def certificate(folder, names):
    """An authority, and a certificate of it for this machine's names. Returns the server's context."""
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test authority")
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=test server")
    (folder / "names").write_text(f"subjectAltName={names}\n")
    openssl(folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names",
            "-out", "server.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context


class Handler:
    def __init__(self, folder, is_tls):
        self.folder, self.is_tls, self.count, self.seen = folder, is_tls, 0, set()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("nobody"):
            return "550 5.1.1 nobody of that name here"
        if address.startswith("grey") and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 greylisted, try again"
        if address.startswith("slow"):
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _server, session, envelope):
        if any(address.startswith("spam") for address in envelope.rcpt_tos):
            return "554 5.7.1 this looks like spam"
        self.count += 1
        facts = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "is_encrypted": session.ssl is not None or self.is_tls, "user": login(session), "ehlo": session.host_name}
        (self.folder / f"{self.count}.eml").write_bytes(envelope.original_content)
        (self.folder / "new").write_text(json.dumps(facts))
        (self.folder / "new").rename(self.folder / f"{self.count}.json")  # there as a whole, or not at all
        return f"250 2.0.0 queued as {self.count}"


def login(session):
    return session.auth_data.login.decode() if session.auth_data else None


def authenticator(users):
    def check(_server, _session, _envelope, mechanism, data):
        is_good = isinstance(data, LoginPassword) and users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=is_good, handled=False, auth_data=data)

    return check


async def serve(folder, config):
    users, security = config.get("users"), config.get("security", "starttls")
    context = certificate(folder, config.get("names", "DNS:localhost,IP:127.0.0.1"))
    handler = Handler(folder, security == "tls")
    loop = asyncio.get_running_loop()

    def connection():
        return SMTP(
            handler,
            hostname="mail.test",
            ident="test server",
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
            authenticator=authenticator(users) if users else None,
            auth_required=bool(users),
            auth_require_tls=security == "starttls",
            loop=loop,
        )

    server = await loop.create_server(connection, "127.0.0.1", config.get("port", 0), ssl=context if security == "tls" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = loop.create_future()
    loop.add_signal_handler(signal.SIGTERM, ended.set_result, None)
    await ended
    server.close()


asyncio.run(serve(Path(sys.argv[1]), json.loads(sys.argv[2])))
