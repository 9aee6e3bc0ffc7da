# SPDX-License-Identifier: Apache-2.0
"""The examples of docs/api.yaml, each tried on a server of its own: every operation must have what it needs to be called, and its reply must
be as the document says. examples.scn makes the world that they are tried in."""

import json
import re
import shutil
import tempfile
from pathlib import Path

import document
import scenario
from server import TOP, Server

HERE = Path(__file__).resolve().parent
READS = ("get", "head")
BODY_TYPE = "application/json"

# What fills a path's {name}, where the world has several of its kind.
OTHERS = {
    "POST /api/v1/tickets/{ticket}/jira": {"ticket": "completed_ticket"},
    "POST /api/v1/teams/{team}/channels/{channel}/deliveries/{delivery}/retry": {"delivery": "alert_delivery"},
    "POST /api/v1/teams/{team}/channels/{channel}/secret": {"channel": "signed_channel"},
    "DELETE /api/v1/sboms/{sbom}": {"sbom": "held_sbom"},
    "DELETE /api/v1/teams/{team}": {"team": "empty_team"},
    "POST /api/v1/sboms/{sbom}/confirm": {"sbom": "held_sbom"},
    "POST /api/v1/tickets/{ticket}/stop": {"ticket": "started_ticket"},
    "POST /api/v1/tickets/{ticket}/undo": {"ticket": "fixed_ticket"},
    "POST /api/v1/tickets/{ticket}/unmitigate": {"ticket": "mitigated_ticket"},
    "POST /api/v1/tickets/{ticket}/wake": {"ticket": "snoozed_ticket"},
    "DELETE /api/v1/invitations/{invitation}": {"invitation": "organisation_invitation"},
    "POST /api/v1/tickets/{ticket}/reopen": {"ticket": "completed_ticket"},
    "DELETE /api/v1/tickets/{ticket}/alert-mute": {"ticket": "spare_ticket"},
    "DELETE /api/v1/tickets/{ticket}/due-date": {"ticket": "dated_ticket"},
    "GET /api/v1/sboms/{sbom}/diff": {"sbom": "held_sbom"},
    "POST /api/v1/parts/{part}/signal-dismissals": {"part": "signal_part"},
}
# Bodies that are files.
FILES = {
    "POST /api/v1/services/{service}/parts/{part}/sboms": "tests/data/loop/second.cdx.json",
    "POST /api/v1/sboms": "tests/data/loop/second.cdx.json",
    "POST /api/v1/services/{service}/vex": "tests/data/vex/acme.openvex.json",
    "POST /api/v1/teams/{team}/vex": "tests/data/vex/acme.openvex.json",
    "POST /api/v1/vex": "tests/data/vex/acme.openvex.json",
}
# Tried elsewhere, because one call cannot be made alone.
ELSEWHERE = {
    "GET /api/v1/public/log/proof": "log.scn: with the leaf of an entry",
    "POST /api/v1/hooks/jira/{connection}": "jira.py: it must be signed",
    "POST /api/v1/sso/{provider}/start": "sso.py: with a provider that answers",
    "GET /api/v1/sso/{provider}/callback": "sso.py: with a provider that answers",
    "DELETE /api/v1/identities/{identity}": "sso.py: with an identity that a provider vouches for",
    "POST /api/v1/oidc-providers/{provider}/test": "sso.py: with a provider that answers",
    "GET /api/v1/chain-transactions/{transaction}": "chain.py: with a chain that takes one",
    "POST /api/v1/chains/{chain}/contracts": "chain.py: with a key that signs",
    "POST /api/v1/mail-server/test": "mail.py: with a server that answers",
    "POST /api/v1/mail-server/deliveries/{delivery}/retry": "mail.py: with a letter that failed",
    "POST /api/v1/me/mail/verification": "mail.py: with an address and a server",
    "POST /api/v1/mail/verify": "mail.py: the link in a mail",
    "GET /api/v1/mail/stop": "mail.py: the link in a mail",
    "POST /api/v1/mail/stop": "mail.py: the link in a mail",
    "DELETE /api/v1/me": "leave.scn: the world's administrator cannot leave",
    "POST /api/v1/invitations/accept": "invitations.scn: the link of an invitation",
    "POST /api/v1/invitations/open": "invitations.scn: the link of an invitation",
    "POST /api/v1/invitations/sign-up": "invitations.scn: the link of an invitation",
    "POST /api/v1/session": "session.scn: a link signs in once, and the world has used it",
    "PUT /api/v1/me/authenticator": "tests/unit/account/test_signin.c: a code of the moment",
    "POST /api/v1/me/recovery-codes": "tests/unit/account/test_signin.c: an authenticator",
    "POST /api/v1/bom": "dependency_track.scn: a form",
    "GET /api/v1/bom/token/{token}": "dependency_track.scn: the token of an upload",
    "GET /api/v1/event/token/{token}": "dependency_track.scn: the token of an upload",
    "POST /api/v1/chains/{chain}/anchors": "anchors.py: with a contract",
    "POST /api/v1/badge-campaigns": "mint.py: with a chain",
    "POST /api/v1/badge-campaigns/{campaign}/close": "mint.py: with a campaign",
    "POST /api/v1/chain-transactions/{transaction}/retry": "mint.py: with a chain that refuses",
    "GET /api/v1/badges/{badge}/claim": "mint.py: with a campaign",
    "POST /api/v1/badges/{badge}/claim": "relay.py: with a campaign",
    "GET /api/v1/badges/{badge}/mint": "mint.py: with a chain",
    "GET /api/v1/badges/{badge}/mint/preview": "mint.py: with a chain",
    "POST /api/v1/badges/{badge}/mint": "mint.py: with a chain",
    "POST /api/v1/wallet/addresses": "wallet.py: with a signature of a wallet",
    "PATCH /api/v1/wallet/addresses/{address}": "wallet.py: with a signature of a wallet",
    "DELETE /api/v1/wallet/addresses/{address}": "wallet.py: with a signature of a wallet",
}


class World:
    """A server's data folder after examples.scn, copied for each that changes something."""

    def __init__(self, play):
        self.plan = scenario.read(HERE / "examples.scn")
        self.folder = tempfile.mkdtemp(prefix="kenzen-examples-")
        with Server("sqlite", index=self.plan.index) as server:
            self.first = play(server)
            self.first.sign_in()
            for step in self.plan.steps:
                if problems := list(self.first.play(step)):
                    raise RuntimeError(f"examples.scn: {step.title}: {problems}")
            server.stop()
            shutil.copytree(server.folder, self.folder, dirs_exist_ok=True)

    def server(self):
        return Server("sqlite", start=self.folder)

    def forget(self):
        shutil.rmtree(self.folder)


def filled(known, name, value):
    """An id of the document's examples, however deep, is that of the world's object of its kind."""
    if isinstance(value, dict):
        return {key: filled(known, key, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(known, name.removesuffix("s"), inner) for inner in value]
    kind = name.removesuffix("_id")
    is_id = isinstance(value, str) and re.fullmatch(r"[1-9][0-9]{17,18}", value)
    return known.get(kind, value) if is_id else value


class Example:
    """One operation of the document, and how it is called."""

    def __init__(self, text, method, path, operation):
        self.name = f"{method.upper()} {path}"
        self.document, self.method, self.path, self.operation = text, method, path, operation

    def body(self, known):
        """Returns bytes, or None when there is none. A body without an example is a KeyError."""
        if self.name in FILES:
            return (TOP / FILES[self.name]).read_bytes()
        request = self.document.follow(self.operation.get("requestBody", {}))
        if BODY_TYPE not in request.get("content", {}):
            return None if self.method in READS else b""
        return json.dumps(filled(known, "", request["content"][BODY_TYPE]["example"])).encode()

    def target(self, known):
        """The path with its query: the world's ids, and the examples of the parameters."""
        names = OTHERS.get(self.name, {})
        query = []
        path = self.path
        for parameter in map(self.document.follow, self.operation.get("parameters", [])):
            name, example = parameter["name"], parameter.get("example")
            if parameter["in"] == "path":
                value = example if example is not None else known[names.get(name, name)]
                path = path.replace(f"{{{name}}}", str(value))
            elif parameter["in"] == "query" and example is not None:
                query.append(f"{name}={filled(known, name, example)}")
            elif parameter.get("required"):
                raise KeyError(f"the example of ?{name}")
        for name in re.findall(r"{(\w+)}", path):
            path = path.replace(f"{{{name}}}", known[names.get(name, name)])
        return path.replace(" ", "%20") + ("?" + "&".join(query).replace(" ", "%20") if query else "")

    def step(self, known):
        # Here all is new, and who calls may read: 200 beside 201 is for what is there already, 204 beside 200 for a token that may not
        # read, 202 for what is held, but where there is nothing else.
        success = next(status for status in ("201", "200", "204", "202") if status in self.operation["responses"])
        step = scenario.Step(self.name, 0, method=self.method.upper(), status=success)
        body = self.body(known)
        step.path, step.body = self.target(known), body.decode() if body else ""
        return step


def examples(text):
    for path, methods in text.root["paths"].items():
        shared = methods.get("parameters", [])
        for method, operation in methods.items():
            if method != "parameters":
                yield Example(text, method, path, {**operation, "parameters": shared + operation.get("parameters", [])})


def attempt(play, world, server, example):
    """Yields what was not as the document says."""
    one = play(server)
    one.known = {**world.first.known, "host": server.host}
    one.jars = {actor: dict(jar) for actor, jar in world.first.jars.items()}
    try:
        step = example.step(one.known)
    except KeyError as missing:
        yield f"cannot be called: {missing}"
        return
    yield from one.play(step)


def tests(play, text):
    """Yields (name, problems). What only reads is tried on one server, all else on a fresh one each."""
    world = World(play)
    alone = [example for example in examples(text) if example.name not in ELSEWHERE]
    with world.server() as server:
        for example in alone:
            if example.method in READS:
                yield example.name, list(attempt(play, world, server, example))
    for example in alone:
        if example.method not in READS:
            with world.server() as server:
                yield example.name, list(attempt(play, world, server, example))
    world.forget()
