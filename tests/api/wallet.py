# SPDX-License-Identifier: Apache-2.0
"""Tests of binding addresses, with messages that cast signs. Each function is a test."""

import json
import platform
import subprocess

import push
from server import POSTGRES, PROGRAM, TOP, Server

MACHINE = "arm64" if platform.machine() == "aarch64" else "amd64"
CAST = TOP / f"contracts/node_modules/@foundry-rs/cast-linux-{MACHINE}/bin/cast"
# The first accounts of anvil, whose keys everybody knows.
KEYS = ("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
        "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d")
ADDRESSES = ("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")


def cast(*words):
    return subprocess.run([CAST, *words], capture_output=True, text=True, check=True).stdout.strip()


def sign(message, key=KEYS[0]):
    return cast("wallet", "sign", "--private-key", key, message)


class Wallets(push.Site):
    """A site whose administrator binds addresses."""

    def __init__(self, engine="sqlite"):
        super().__init__()
        self.server = Server(engine)

    def send(self, method, path, body=None, headers=None):
        """Returns the status and what came."""
        status, _, answer = self.server.ask(method, path, headers or self.headers, json.dumps(body).encode() if body is not None else None)
        return status, json.loads(answer) if answer else None

    def challenge(self, address=ADDRESSES[0], **more):
        return self.ask("POST", "/api/v1/wallet/challenge", {"address": address, **more})["message"]

    def bind(self, message, signature, **more):
        return self.send("POST", "/api/v1/wallet/addresses", {"message": message, "signature": signature, **more})

    def bound(self, i=0, **more):
        status, answer = self.bind(message := self.challenge(ADDRESSES[i]), sign(message, KEYS[i]), **more)
        assert status == 201, answer
        return answer

    def addresses(self):
        return self.ask("GET", "/api/v1/wallet/addresses")["items"]


def binding(engine="sqlite"):
    """an address is bound by a signature, the first one receives, another may"""
    with Wallets(engine) as site:
        message = site.challenge(chain_id="31337")
        assert message.startswith(f"http://{site.server.host} wants you to sign in with your Ethereum account:\n{ADDRESSES[0]}\n\n"), message
        assert "\nVersion: 1\nChain ID: 31337\nNonce: " in message and f"\nURI: {site.url}\n" in message, message
        status, first = site.bind(message, sign(message))
        assert status == 201 and first["address"] == ADDRESSES[0] and first["is_receiving"] and not first["is_stealth"], first
        second = site.bound(1, is_stealth=True)
        assert second["is_stealth"] and not second["is_receiving"], second
        status, now = site.send("PATCH", f"/api/v1/wallet/addresses/{second['id']}", {"is_receiving": True})
        assert status == 200 and now["is_receiving"], now
        assert [one["is_receiving"] for one in site.addresses()] == [False, True]
        assert site.bound(0)["id"] == first["id"], "shown anew, not bound anew"
        assert site.send("DELETE", f"/api/v1/wallet/addresses/{first['id']}")[0] == 204
        assert site.send("DELETE", f"/api/v1/wallet/addresses/{first['id']}")[0] == 404
        assert [one["address"] for one in site.addresses()] == [ADDRESSES[1]]


def no_message_twice():
    """a message is used up by its first answer, right or wrong, and by the next one"""
    with Wallets() as site:
        message = site.challenge()
        wrong, right = sign(message, KEYS[1]), sign(message)
        assert site.bind(message, wrong)[0] == 422
        status, answer = site.bind(message, right)
        assert status == 409 and "used already" in answer["detail"], answer
        old = site.challenge()
        site.challenge()
        assert site.bind(old, sign(old))[0] == 409
        assert site.addresses() == []


def changed_messages():
    """a message that says something else than what was asked for binds nothing"""
    with Wallets() as site:
        changes = ((site.server.host, "evil.example"), (f"URI: {site.url}", "URI: https://evil.example"), ("Chain ID: 1", "Chain ID: 5"),
                   (ADDRESSES[0], ADDRESSES[1]), ("Version: 1", "Version: 2"), ("Nonce: ", "Nonce: 0"),
                   ("Issued At: 2", "Issued At: 3"), ("Expiration Time: 2", "Expiration Time: 1"), ("\n\nURI", "\nURI"))
        for before, after in changes:
            for key in KEYS:
                message = site.challenge()
                assert before in message, (before, message)
                message = message.replace(before, after)
                status, answer = site.bind(message, sign(message, key))
                assert status in (400, 409, 415, 422), (before, status, answer)
        message = site.challenge()
        for signature in ("", "0x", "0x" + "00" * 65, sign(message)[:-2] + "1d", sign(message) + "00"):
            assert site.bind(message, signature)[0] in (400, 409, 422), signature
        assert site.addresses() == []


def whose():
    """an address is one account's, and a message one session's"""
    with Wallets() as site:
        site.bound()
        link = site.ask("POST", "/api/v1/accounts", {"name": "kim"})["signin_link"]["token"]
        ours, plain = site.headers, [pair for pair in site.headers if pair[0] != "Cookie"]
        _, headers, _ = site.server.ask("POST", "/api/v1/session", plain, json.dumps({"token": link}).encode())
        cookie = next(value for name, value in headers if name.lower() == "set-cookie").partition(";")[0]
        kim = [*plain, ("Cookie", cookie)]
        message = site.challenge(ADDRESSES[1])
        site.headers = kim
        assert site.bind(message, sign(message, KEYS[1]))[0] == 409, "another session's message"
        message = site.challenge()
        status, answer = site.bind(message, sign(message))
        assert status == 409 and "another account" in answer["detail"], answer
        assert site.addresses() == []
        site.headers = [*plain, ("Authorization", f"Bearer {site.token}")]
        assert site.send("POST", "/api/v1/wallet/challenge", {"address": ADDRESSES[0]})[0] == 403, "a token binds nothing"
        site.headers = ours
        out = subprocess.run([PROGRAM, "wallet", "list", "--data", site.server.folder], capture_output=True, text=True, check=True).stdout
        assert ADDRESSES[0] in out and "receives" in out, out
        subprocess.run([PROGRAM, "wallet", "remove", ADDRESSES[0].lower(), "--data", site.server.folder], check=True)
        assert site.addresses() == []
        done = subprocess.run([PROGRAM, "wallet", "remove", ADDRESSES[0], "--data", site.server.folder], capture_output=True, check=False)
        assert done.returncode == 2, done.stderr


def by_command(engine="sqlite"):
    """wallet message and bind bind what cast signs, once and for nobody else; receive chooses where badges go"""
    with Wallets(engine) as site:
        site.ask("POST", "/api/v1/accounts", {"name": "kim"})

        def tell(verb, i, *words, by="admin", ends=0):
            done = subprocess.run([PROGRAM, "wallet", verb, ADDRESSES[i], "--by", by, *words, *site.server.place], capture_output=True, text=True, check=False, timeout=60)
            assert done.returncode == ends, (verb, words, done.stdout, done.stderr)
            return done.stderr if ends else done.stdout

        url = ("--url", "https://kenzen.example.org")
        message = tell("message", 0, "--chain", "31337", *url)
        assert message.startswith(f"https://kenzen.example.org wants you to sign in with your Ethereum account:\n{ADDRESSES[0]}\n\n"), message
        assert "\nChain ID: 31337\n" in message and not message.endswith("\n"), message
        tell("message", 1, *url, by="kim")  # what another asks for takes nothing from it
        assert "no message waits" in tell("bind", 0, *url, "--signature", sign(message), by="kim", ends=2)
        bound = json.loads(tell("bind", 0, *url, "--signature", sign(message), "--json"))
        assert bound["address"] == ADDRESSES[0] and bound["account"] == "admin" and bound["is_receiving"] and not bound["is_stealth"], bound
        assert [one["address"] for one in site.addresses()] == [ADDRESSES[0]]
        assert "no message waits" in tell("bind", 0, *url, "--signature", sign(message), ends=2), "used up"
        second = json.loads(tell("message", 1, *url, "--json"))
        assert "\nChain ID: 1\n" in second["message"] and f"\nExpiration Time: {second['expires_at'][:19]}" in second["message"], second
        assert "  fresh      admin\n" in tell("bind", 1, *url, "--signature", sign(second["message"], KEYS[1]), "--fresh")
        assert "  receives   admin\n" in tell("receive", 1)
        assert [one["is_receiving"] for one in site.addresses()] == [False, True]
        assert "no such address" in tell("receive", 0, by="kim", ends=2)
        assert not json.loads(tell("receive", 1, "--withdraw", "--json"))["is_receiving"]
        assert [one["is_receiving"] for one in site.addresses()] == [False, False]
        for words, said in (((), "--signature: is missing"), (("--signature", "0x12"), "--signature: not 65 bytes"),
                            (("--signature", sign(tell("message", 0, *url, by="kim"), KEYS[1])), "not one of this address")):  # fmt: skip
            assert said in tell("bind", 0, *url, *words, by="kim", ends=2), words
        message = tell("message", 0, *url, by="kim")
        assert "not one of this address" in tell("bind", 0, "--signature", sign(message), by="kim", ends=2), "another server's"
        message = tell("message", 0, *url, by="kim")
        assert "another account" in tell("bind", 0, *url, "--signature", sign(message), by="kim", ends=2)
        message = tell("message", 0, *url)
        site.server.sql("UPDATE wallet_challenge SET expires_us = expires_us - 600000000")
        assert "no message waits" in tell("bind", 0, *url, "--signature", sign(message), ends=2), "expired"
        assert "--chain 0: not the id" in tell("message", 0, "--chain", "0", ends=2) and "--by: " in tell("message", 0, by="nobody", ends=2)


def on_postgres():
    """the same on PostgreSQL: binding, choosing, unbinding; and by commands"""
    if POSTGRES:
        binding("postgres")
        by_command("postgres")


TESTS = (binding, no_message_twice, changed_messages, whose, by_command, on_postgres)
