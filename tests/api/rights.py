# SPDX-License-Identifier: Apache-2.0
"""The table of rights, cell by cell: every route is called as every kind of caller, and must answer what docs/rights.md says. The routes
and their rights come from the program, so that a new one is called unasked; the examples of docs/api.yaml fill its path and body."""

import hashlib
import hmac
import json
import re
import subprocess
import time

import examples
import scenario
from server import PROGRAM, TOP, Server

GUARDS = {401, 403, 404}
# What a route that names no object shows of the world's team to those who may see it, and to nobody else.
SHOWN = {
    "GET /api/v1/action-logs": "action",
    "GET /api/v1/services": "service",
    "GET /api/v1/teams": "team",
    "GET /api/v1/tickets": "ticket",
    "GET /api/v1/where": "service",
}
# Their example calls something else than an object of the world's team.
TARGETS = {
    "DELETE /api/v1/teams/{team}": "/api/v1/teams/{empty_team}",
    "DELETE /api/v1/accounts/{account}": "/api/v1/accounts/{spare_account}",
    "DELETE /api/v1/invitations/{invitation}": "/api/v1/invitations/{organisation_invitation}",
    "DELETE /api/v1/services/{service}": "/api/v1/services/{spare_service}",
    # What is somebody's own is nobody else's: whom the route lets through, there is none of theirs.
    "GET /api/v1/bulk-operations/{operation}": "/api/v1/bulk-operations/1",
    "GET /api/v1/bulk-operations/{operation}/items": "/api/v1/bulk-operations/1/items",
    "POST /api/v1/bulk-operations/{operation}/undo": "/api/v1/bulk-operations/1/undo",
    "PATCH /api/v1/saved-filters/{filter}": "/api/v1/saved-filters/1",
    "DELETE /api/v1/saved-filters/{filter}": "/api/v1/saved-filters/1",
    "GET /api/v1/reports/preview": "/api/v1/reports/preview?team_id={team}&from=2026-07-01&to=2026-10-01",
    "GET /api/v1/problems/{problem}": "/api/v1/problems/not-found",
    "GET /api/v1/action-images/{kind}": "/api/v1/action-images/elimination",
    "GET /api/v1/tickets": "/api/v1/tickets?state=open,acknowledged,scheduled,in_progress,completed,closed&limit=200",
    "GET /api/v1/public/log/proof": "/api/v1/public/log/proof?leaf={leaf}",
    "GET /api/v1/public/log/consistency": "/api/v1/public/log/consistency?first=1",
    "GET /api/v1/journal/consistency": "/api/v1/journal/consistency?first=1&second=2",
    "GET /api/v1/health/trend": "/api/v1/health/trend?team={team}",
    "GET /api/v1/health/grade": "/api/v1/health/grade?team={team}",
    "GET /api/v1/where": "/api/v1/where?q=pkg:npm/example-template",
    "GET /api/v1/project/lookup": "/api/v1/project/lookup?name=checkout",
    "GET /api/v1/bom/token/{token}": "/api/v1/bom/token/{bom}",
    "GET /api/v1/event/token/{token}": "/api/v1/event/token/{bom}",
    "POST /api/v1/sboms": "/api/v1/sboms?team=Payments&service=checkout&part=image&filename=second.cdx.json",
    # By its slug: whoever signs in has no id of it.
    "POST /api/v1/sso/{provider}/start": "/api/v1/sso/id/start",
    "GET /api/v1/sso/{provider}/callback": "/api/v1/sso/id/callback",
    "DELETE /api/v1/identities/{identity}": "/api/v1/identities/1",
    "POST /api/v1/mail-server/deliveries/{delivery}/retry": "/api/v1/mail-server/deliveries/1/retry",
    "DELETE /api/v1/feedback/{feedback}": "/api/v1/feedback/{own_feedback}",
    "DELETE /api/v1/chains/{chain}": "/api/v1/chains/{spare_chain}",
    "GET /api/v1/chain-transactions/{transaction}": "/api/v1/chain-transactions/1",
    "PATCH /api/v1/badges/{badge}": "/api/v1/badges/1",
    "POST /api/v1/chain-transactions/{transaction}/retry": "/api/v1/chain-transactions/1/retry",
    "GET /api/v1/badges/{badge}/claim": "/api/v1/badges/1/claim",
    "POST /api/v1/badges/{badge}/claim": "/api/v1/badges/1/claim",
    "POST /api/v1/badge-campaigns/{campaign}/close": "/api/v1/badge-campaigns/1/close",
    "GET /api/v1/badges/{badge}/mint": "/api/v1/badges/1/mint",
    "GET /api/v1/badges/{badge}/mint/preview": "/api/v1/badges/1/mint/preview",
    "POST /api/v1/badges/{badge}/mint": "/api/v1/badges/1/mint",
    "PATCH /api/v1/wallet/addresses/{address}": "/api/v1/wallet/addresses/1",
    "DELETE /api/v1/wallet/addresses/{address}": "/api/v1/wallet/addresses/1",
    "DELETE /api/v1/badge-rules/{rule}": "/api/v1/badge-rules/{badge_rule}",
    # What an account has of its own.
    "DELETE /api/v1/tokens/{token}": "/api/v1/tokens/{own_token}",
}
FORM = ('multipart/form-data; boundary="kz"', "--kz\r\nContent-Disposition: form-data; name=\"project\"\r\n\r\n{project}\r\n--kz\r\n"
        "Content-Disposition: form-data; name=\"bom\"; filename=\"bom.json\"\r\n\r\n{sbom}\r\n--kz--\r\n")
FORMS = ("POST /api/v1/bom", "PUT /api/v1/bom")


class Table:
    """docs/rights.md, and which right must be had to be told that another is not."""

    def __init__(self):
        done = subprocess.run([PROGRAM, "rights", "--json"], capture_output=True, check=True)
        program = json.loads(done.stdout)
        self.routes = program["routes"]
        self.sight = {right["name"]: right["sight"] for right in program["rights"]}
        self.rows = {}
        text = (TOP / "docs/rights.md").read_text(encoding="utf-8")
        for name, least, roles, token in re.findall(r"^\| `([a-z-]+)` \| .* \| (.*) \| (.*) \| (.*) \|$", text, re.M):
            self.rows[name] = (least, set(roles.split(", ")), token.split(":")[0])

    def has(self, right, caller):
        least, roles, _ = self.rows[right]
        ranks = ["viewer", "member", "admin"]
        least, _, coach = least.partition(", ")
        if caller.is_coach and "coach" in (least, coach):
            return True
        in_team = least in ranks and caller.team in ranks and ranks.index(caller.team) >= ranks.index(least)
        return in_team or bool(roles & caller.roles) or bool(roles & {"anybody", "every account"})

    def expected(self, right, caller, names_object):
        """Returns the status of a refusal, or 0 when it is none."""
        least, roles, token = self.rows[right]
        if caller.is_bad:
            return 401
        if "anybody" in roles:
            return 0
        if not caller.is_known:
            return 401
        if caller.scopes is not None and token not in caller.scopes:
            return 403
        if self.has(right, caller) or (least != "–" and not names_object):
            return 0
        return 403 if least == "–" or self.has(self.sight[right], caller) else 404


class Caller:
    def __init__(self, name, team="", roles=(), scopes=None, is_known=True, is_bad=False):
        self.name, self.team, self.roles, self.scopes = name, team, set(roles), scopes
        self.is_known, self.is_bad = is_known, is_bad
        self.is_coach = False  # of the world's team
        self.headers = []  # that say who it is
        self.id = ""


SCOPES = ("read", "upload", "work", "manage")


def people():
    yield Caller("stranger")
    for role in ("viewer", "member", "admin"):
        yield Caller(role, team=role)
    for role in ("analyst", "governance", "coordinator", "administrator"):
        yield Caller(role, roles=[role])
    coach = Caller("coach")
    coach.is_coach = True
    yield coach


class World:
    """The world of examples.scn on a server, and everybody who calls."""

    def __init__(self, play, server):
        self.server, self.play = server, play(server)
        self.count = 0
        self.play.sign_in()
        for step in scenario.read(examples.HERE / "examples.scn").steps:
            if problems := list(self.play.play(step)):
                raise RuntimeError(f"examples.scn: {step.title}: {problems}")
        self.known = self.play.known
        self.root = Caller("root", team="admin", roles=["administrator"])
        self.root.headers = [("Cookie", "; ".join(f"{name}={value}" for name, value in self.play.jars["admin"].items()))]
        self.root.id = self.ask("GET", "/api/v1/me")["id"]
        self.callers = list(self.everybody())

    def send(self, caller, method, path, body=b"", kind="application/json", more=()):
        headers = [("Host", self.server.host), ("Origin", f"http://{self.server.host}"), *caller.headers, *more]
        if body:
            headers.append(("Content-Type", kind))
        status, _, answer = self.server.ask(method, path, headers, None if method == "GET" else body)
        return status, answer

    def ask(self, method, path, body=None, caller=None):
        status, answer = self.send(caller or self.root, method, path, json.dumps(body).encode() if body is not None else b"")
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer[:300]!r}")
        return json.loads(answer) if answer else {}

    def new_name(self):
        self.count += 1
        return f"name {self.count}"

    def sign_in(self, caller):
        """Gives the caller a session of its own."""
        link = self.ask("POST", f"/api/v1/accounts/{caller.id}/signin-link")["signin_link"]
        status, headers, _ = self.server.ask("POST", "/api/v1/session", [("Host", self.server.host), ("Origin", f"http://{self.server.host}"),
                                             ("Content-Type", "application/json")], json.dumps({"token": link["token"]}).encode())
        if status != 200:
            raise RuntimeError(f"{caller.name} cannot sign in: {status}")
        caller.headers = [("Cookie", next(value for name, value in headers if name.lower() == "set-cookie").partition(";")[0])]

    def new_person(self, caller):
        name = f"the {caller.name} {self.new_name()}"
        caller.id = self.ask("POST", "/api/v1/accounts", {"name": name, "roles": sorted(caller.roles)})["id"]
        if caller.is_coach:
            self.coach = name
            self.new_coach(caller)
        if caller.team:
            for team in ("team", "empty_team"):
                self.ask("PUT", f"/api/v1/teams/{self.known[team]}/members/{caller.id}", {"role": caller.team})
        self.sign_in(caller)
        return caller

    def new_token(self, owner, name, scopes, **more):
        """A caller that comes with a token of an owner who has every right."""
        made = self.ask("POST", "/api/v1/tokens", {"name": name, "scopes": list(scopes), **more}, owner)
        caller = Caller(name, owner.team, owner.roles, set(scopes))
        caller.headers, caller.id = [("Authorization", f"Bearer {made['token']}")], owner.id
        return caller

    def everybody(self):
        yield Caller("nobody", is_known=False)
        yield from (self.new_person(caller) for caller in people())
        owner = self.new_person(Caller("owner", team="admin", roles=["administrator"]))
        for scope in SCOPES:
            yield self.new_token(owner, f"a token to {scope}", [scope])
        yield self.new_token(owner, "a token for all", SCOPES)
        yield self.expired_token(owner)
        yield from self.disabled()

    def expired_token(self, owner):
        soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
        caller = self.new_token(owner, "an expired token", SCOPES, expires_at=soon)
        caller.is_bad = True
        while self.send(caller, "GET", "/api/v1/me")[0] == 200:
            time.sleep(0.05)
        return caller

    def disabled(self):
        gone = self.new_person(Caller("disabled", team="admin", roles=["analyst"]))
        token = self.new_token(gone, "the token of somebody disabled", SCOPES)
        self.ask("PATCH", f"/api/v1/accounts/{gone.id}", {"is_disabled": True})
        gone.is_known, token.is_bad = False, True
        return gone, token

    # -- what a call that is let through uses up is made anew --

    def new_team(self, _):
        team = self.ask("POST", "/api/v1/teams", {"name": self.new_name()})["id"]
        for caller in self.callers:
            if caller.team and caller.is_known and not caller.is_bad:
                self.ask("PUT", f"/api/v1/teams/{team}/members/{caller.id}", {"role": caller.team})
        self.known["empty_team"] = team

    def new_service(self, _):
        self.known["spare_service"] = self.ask("POST", "/api/v1/services", {"team_id": self.known["team"], "name": self.new_name()})["id"]

    def new_member(self, _):
        self.ask("PUT", f"/api/v1/teams/{self.known['team']}/members/{self.known['account']}", {"role": "viewer"})

    def new_coach(self, _):
        """The one of the callers, in the place of whom they named."""
        self.ask("PUT", f"/api/v1/teams/{self.known['team']}/coach", {"name": self.coach})

    def new_held(self, _):
        """An SBOM that is not current, so that it can be confirmed and deleted."""
        path = f"/api/v1/services/{self.known['service']}/parts/{self.new_name().replace(' ', '-')}/sboms?filename=a.json"
        kept = [json.loads(self.send(self.root, "POST", path, (TOP / f"tests/data/loop/{name}.cdx.json").read_bytes())[1]) for name in ("first", "other")]
        self.known["held_sbom"] = kept[1]["sbom"]["id"]

    def new_vex(self, _):
        path = f"/api/v1/teams/{self.known['team']}/vex?filename={self.new_name().replace(' ', '-')}.json"
        document = json.loads((TOP / "tests/data/vex/acme.openvex.json").read_text(encoding="utf-8"))
        document["@id"] = f"https://example.com/vex/{self.count}"
        _, answer = self.send(self.root, "POST", path, json.dumps(document).encode())
        self.known["vex"] = json.loads(answer)["vex"]["id"]

    def new_dismissal(self, _):
        path = f"/api/v1/parts/{self.known['signal_part']}/signal-dismissals"
        said = {"kind": "impostor", "package": f"pkg:npm/{self.new_name().replace(' ', '-')}", "what": "lodash", "reason": "ours"}
        self.known["dismissal"] = self.ask("POST", path, said)["id"]

    def new_exception(self, _):
        path = f"/api/v1/teams/{self.known['team']}/license-exceptions"
        self.known["exception"] = self.ask("POST", path, {"package": "pkg:npm/tool@1.*", "license": "GPL-3.0-only", "reason": self.new_name()})["id"]

    def new_override(self, _):
        path = f"/api/v1/tickets/{self.known['ticket']}/overrides"
        self.send(self.root, "POST", f"/api/v1/tickets/{self.known['ticket']}/reopen", b'{"reason": "it may be completed"}')
        said = self.ask("POST", path, {"input": "exposure", "value": "small", "reason": self.new_name()})
        self.known["override"] = said["overrides"][-1]["id"]

    def new_connection(self, _):
        """With Jira, and a delivery to it."""
        path = f"/api/v1/teams/{self.known['team']}/jira"
        self.known["connection"] = self.ask("PUT", path, {
            "kind": "cloud", "base_url": "https://192.0.2.1", "project_key": "PROJ", "issue_type": "Task", "mail": "bot@example.org", "token": "x",
        })["connection"]["id"]
        path = f"/api/v1/tickets/{self.known['ticket']}/jira"
        linked = self.ask("GET", path)
        linked = linked if linked["issue"] else self.ask("POST", path)
        self.known["delivery"] = linked["deliveries"][0]["id"]

    def new_channel(self, _):
        """A webhook, and a delivery to it."""
        path = f"/api/v1/teams/{self.known['team']}/channels"
        for channel in self.ask("GET", path)["items"]:
            self.send(self.root, "DELETE", f"{path}/{channel['id']}")
        made = self.ask("POST", path, {"kind": "webhook", "name": self.new_name(), "address": "https://192.0.2.1/x"})
        self.known["channel"] = self.known["signed_channel"] = made["channel"]["id"]

    def new_delivery(self, _):
        # Tests are few in ten minutes: only where a delivery is needed.
        self.new_channel(_)
        path = f"/api/v1/teams/{self.known['team']}/channels/{self.known['channel']}/test"
        self.known["alert_delivery"] = self.ask("POST", path)["id"]

    def new_mute(self, _):
        self.ask("PUT", f"/api/v1/tickets/{self.known['ticket']}/alert-mute", {"days": 3})

    def new_hook(self, caller):
        self.new_connection(caller)
        self.known["hook_secret"] = self.ask("POST", f"/api/v1/teams/{self.known['team']}/jira/hook-secret")["secret"]

    def sign(self, body):
        return [("X-Hub-Signature", "sha256=" + hmac.new(self.known["hook_secret"].encode(), body, hashlib.sha256).hexdigest())]

    def new_due_date(self, _):
        path = f"/api/v1/tickets/{self.known['ticket']}"
        self.send(self.root, "POST", f"{path}/reopen", b'{"reason": "it may be completed"}')
        self.ask("POST", f"{path}/schedule", {"due_at": "2199-01-01T00:00:00Z"})
        self.known["dated_ticket"] = self.known["ticket"]

    def new_own_token(self, caller):
        self.known["own_token"] = self.ask("POST", "/api/v1/tokens", {"name": "x"}, caller if caller.scopes is None and caller.is_known else None)["id"]

    def new_chain(self, _):
        self.count += 1
        chain = {"id": 100000 + self.count, "name": f"chain {self.count}", "endpoints": ["https://192.0.2.1/"]}
        self.known["spare_chain"] = str(self.ask("POST", "/api/v1/chains", chain)["id"])

    def new_mail_server(self, _):
        server = {"host": "127.0.0.1", "port": 25, "security": "plain", "user": "", "from_address": "kenzen@example.org"}
        self.ask("PATCH", "/api/v1/mail-server", server)

    def new_provider(self, _):
        name = self.new_name().lower().replace(" ", "-")
        provider = {"slug": name, "name": name, "issuer": f"https://{name}.example", "client_id": "kenzen", "client_auth": "none"}
        self.known["provider"] = self.ask("POST", "/api/v1/oidc-providers", provider)["id"]

    def new_link(self, _):
        self.known["link"] = self.ask("POST", f"/api/v1/accounts/{self.known['account']}/signin-link")["signin_link"]["token"]

    def new_invitation(self, _):
        made = self.ask("POST", f"/api/v1/teams/{self.known['team']}/invitations", {"role": "viewer"})
        self.known["invitation"], self.known["invited"] = made["id"], made["link"]["token"]

    def new_organisation_invitation(self, _):
        made = self.ask("POST", "/api/v1/invitations", {"roles": []})
        self.known["organisation_invitation"], self.known["invited"] = made["id"], made["link"]["token"]

    def new_account(self, _):
        self.known["spare_account"] = self.ask("POST", "/api/v1/accounts", {"name": self.new_name()})["id"]

    def new_advice(self, caller):
        """An analyst withdraws their own, an administrator anybody's."""
        is_analyst = "analyst" in caller.roles and caller.is_known and not caller.is_bad
        said = {"kind": "detection", "text": self.new_name(), "vulnerability_id": "CVE-2099-0001"}
        self.known["advice"] = self.ask("POST", "/api/v1/advice", said, caller if is_analyst else None)["id"]

    def new_aside(self, _):
        """Advice that is put aside, to be taken up."""
        soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86400))
        self.ask("PUT", f"/api/v1/teams/{self.known['team']}/advice/inputs-not-said/aside", {"reason": "later", "until": soon})

    def new_goal(self, _):
        """A team has 20 at once: the former is withdrawn."""
        if former := self.known.pop("goal", ""):
            self.send(self.root, "DELETE", f"/api/v1/goals/{former}")
        until = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 30 * 86400))
        goal = {"kind": "kev_days", "target": 365, "until": until}
        self.known["goal"] = self.ask("POST", f"/api/v1/teams/{self.known['team']}/goals", goal)["id"]

    def new_feedback(self, caller):
        """One withdraws one's own, an administrator anybody's."""
        may_answer = caller.team in ("member", "admin") or caller.roles & {"analyst", "governance"} or caller.is_coach
        is_theirs = may_answer and caller.scopes is None and caller.is_known and not caller.is_bad
        path = f"/api/v1/feedback/{self.known['feedback']}/answers"
        self.known["own_feedback"] = self.ask("POST", path, {"text": self.new_name()}, caller if is_theirs else None)["id"]

    def new_action(self, _):
        """One of whoever set the world up, for an act of which there is no badge yet."""
        said = {"team_id": self.known["team"], "kind": "detection", "text": "x", "advisory_id": self.new_name().replace(" ", "-")}
        self.known["action"] = self.ask("POST", "/api/v1/action-logs", said)["id"]

    def new_badge(self, _):
        """Of somebody else's giving: who gave one revokes it whatever their role."""
        self.new_action(_)
        owner = next(caller for caller in self.callers if caller.name == "administrator")
        self.known["badge"] = self.ask("POST", "/api/v1/badges", {"action_id": self.known["action"]}, owner)["id"]

    def new_rule(self, _):
        rule = {"name": self.new_name(), "series": "kev", "condition": {"on": "advice"}, "is_enabled": False}
        self.known["badge_rule"] = self.ask("POST", "/api/v1/badge-rules", rule)["id"]

    def new_session(self, caller):
        """Another one of the caller's."""
        self.known["session"] = "1"
        if caller.scopes is None and caller.is_known:
            self.sign_in(caller)
            sessions = self.ask("GET", "/api/v1/me/sessions", None, caller)["items"]
            self.known["session"] = next(session["id"] for session in sessions if not session["is_current"])

    def new_self(self, caller):
        """Who deletes their account is somebody else each time."""
        if caller.scopes is None and caller.is_known:
            self.new_person(caller)

    def again(self, caller):
        if caller.scopes is None and caller.is_known:
            self.sign_in(caller)


# Routes that use up what they are called for, and who makes it anew before each call.
ANEW = {
    "DELETE /api/v1/accounts/{account}": World.new_account,
    "DELETE /api/v1/advice/{advice}": World.new_advice,
    "DELETE /api/v1/feedback/{feedback}": World.new_feedback,
    "DELETE /api/v1/chains/{chain}": World.new_chain,
    "DELETE /api/v1/goals/{goal}": World.new_goal,
    "DELETE /api/v1/invitations/{invitation}": World.new_organisation_invitation,
    "DELETE /api/v1/license-exceptions/{exception}": World.new_exception,
    "DELETE /api/v1/mail-server": World.new_mail_server,
    "DELETE /api/v1/oidc-providers/{provider}": World.new_provider,
    "DELETE /api/v1/sboms/{sbom}": World.new_held,
    "DELETE /api/v1/me/sessions/{session}": World.new_session,
    "DELETE /api/v1/services/{service}": World.new_service,
    "DELETE /api/v1/signal-dismissals/{dismissal}": World.new_dismissal,
    "DELETE /api/v1/teams/{team}": World.new_team,
    "DELETE /api/v1/teams/{team}/advice/{rule}/aside": World.new_aside,
    "DELETE /api/v1/teams/{team}/members/{account}": World.new_member,
    "DELETE /api/v1/tickets/{ticket}/due-date": World.new_due_date,
    "DELETE /api/v1/tickets/{ticket}/overrides/{override}": World.new_override,
    "DELETE /api/v1/teams/{team}/invitations/{invitation}": World.new_invitation,
    "DELETE /api/v1/tokens/{token}": World.new_own_token,
    "DELETE /api/v1/tickets/{ticket}/alert-mute": World.new_mute,
    "DELETE /api/v1/teams/{team}/jira": World.new_connection,
    "DELETE /api/v1/tickets/{ticket}/jira": World.new_connection,
    "DELETE /api/v1/teams/{team}/channels/{channel}": World.new_channel,
    "GET /api/v1/teams/{team}/channels/{channel}": World.new_channel,
    "GET /api/v1/teams/{team}/channels/{channel}/deliveries": World.new_channel,
    "PATCH /api/v1/teams/{team}/channels/{channel}": World.new_channel,
    "POST /api/v1/teams/{team}/channels": World.new_channel,
    "POST /api/v1/teams/{team}/channels/{channel}/deliveries/{delivery}/retry": World.new_delivery,
    "POST /api/v1/teams/{team}/channels/{channel}/secret": World.new_channel,
    "POST /api/v1/teams/{team}/channels/{channel}/test": World.new_channel,
    "DELETE /api/v1/vex/{vex}": World.new_vex,
    "GET /api/v1/teams/{team}/jira/deliveries": World.new_connection,
    "GET /api/v1/teams/{team}/jira/received": World.new_connection,
    "GET /api/v1/vex/{vex}": World.new_vex,
    "GET /api/v1/vex/{vex}/original": World.new_vex,
    "GET /api/v1/vex/{vex}/statements": World.new_vex,
    "POST /api/v1/hooks/jira/{connection}": World.new_hook,
    "POST /api/v1/mail-server/test": World.new_mail_server,
    "POST /api/v1/oidc-providers/{provider}/test": World.new_provider,
    "POST /api/v1/invitations/accept": World.new_organisation_invitation,
    "POST /api/v1/invitations/open": World.new_organisation_invitation,
    "POST /api/v1/invitations/sign-up": World.new_organisation_invitation,
    "DELETE /api/v1/badge-rules/{rule}": World.new_rule,
    "POST /api/v1/badges": World.new_action,
    "POST /api/v1/badges/{badge}/revoke": World.new_badge,
    "POST /api/v1/sboms/{sbom}/confirm": World.new_held,
    "POST /api/v1/teams/{team}/jira/deliveries/{delivery}/retry": World.new_connection,
    "POST /api/v1/teams/{team}/jira/hook-secret": World.new_connection,
    "POST /api/v1/teams/{team}/jira/test": World.new_connection,
    "POST /api/v1/session": World.new_link,
}
# Headers that a call needs besides.
SIGNED = {"POST /api/v1/hooks/jira/{connection}": World.sign}
# What must be mended behind a call.
MENDED = {"DELETE /api/v1/coached-teams/{team}": World.new_coach, "DELETE /api/v1/teams/{team}/coach": World.new_coach, "PUT /api/v1/teams/{team}/coach": World.new_coach, "DELETE /api/v1/me": World.new_self, "DELETE /api/v1/session": World.again, "POST /api/v1/sso/sign-out": World.again}
# Who is let through is told something else here, where no provider of single sign-on can be asked, and no link was sent by mail; sso.py
# and mail.py do the rest.
BEYOND = {"PATCH /api/v1/badges/{badge}": 404, "POST /api/v1/badge-campaigns": 404, "POST /api/v1/badge-campaigns/{campaign}/close": 404, "POST /api/v1/mail-server/deliveries/{delivery}/retry": 404, "POST /api/v1/mail/verify": 404, "POST /api/v1/mail/stop": 404, "POST /api/v1/sso/{provider}/start": 503, "DELETE /api/v1/identities/{identity}": 404} | {
    name: 404 for name in TARGETS if "bulk-operations" in name or "saved-filters" in name or "wallet" in name or "chain-transactions/{transaction}" in name or "/mint" in name or "/claim" in name
}
# It is for whichever tickets the caller sees, if any.
OF_MANY = {"POST /api/v1/tickets/bulk"}
# Bodies that are not the example's.
BODIES = {
    "POST /api/v1/badge-classes": lambda world: {
        "slug": world.new_name().replace(" ", "-"), "name": "x", "description": "x", "series": world.new_name().replace(" ", "-"),
        "kind": "skill", "difficulty": "low", "frame": "round", "glyph": "key",
    },
    "POST /api/v1/invitations/accept": lambda world: {"token": world.known["invited"]},
    "POST /api/v1/invitations/open": lambda world: {"token": world.known["invited"]},
    "POST /api/v1/invitations/sign-up": lambda world: {"token": world.known["invited"], "name": world.new_name()},
    "POST /api/v1/journal/verify": lambda _: {},
    "POST /api/v1/session": lambda world: {"token": world.known["link"]},
}


def request(world, document, name):
    """Returns (path, body, content type) of a call that is good, from the document's example."""
    method, path = name.split(" ", 1)
    operation = document.root["paths"][path]
    shared = operation.get("parameters", [])
    operation = operation[method.lower()]
    example = examples.Example(document, method.lower(), path, {**operation, "parameters": shared + operation.get("parameters", [])})
    known = world.known
    target = TARGETS[name].format(**known) if name in TARGETS else example.target(known)
    if name in FORMS:
        sbom = (TOP / "tests/data/loop/first.cdx.json").read_text(encoding="utf-8")
        return target, FORM[1].replace("{project}", known["project"]).replace("{sbom}", sbom).encode(), FORM[0]
    try:
        body = json.dumps(BODIES[name](world)).encode() if name in BODIES else example.body(known) or b""
    except KeyError:  # no example: what is missing in the body is found after the right
        body = b"{}"
    return target, body, "application/json"


def cell(world, document, table, route, caller):
    """Calls one route as one caller. Returns what is wrong, or an empty text."""
    name = f"{route['method']} {route['path']}"
    if name in ANEW:
        ANEW[name](world, caller)
    path, body, kind = request(world, document, name)
    more = SIGNED[name](world, body) if name in SIGNED else ()
    status, answer = world.send(caller, route["method"], path, body, kind, more)
    if name in MENDED:
        MENDED[name](world, caller)
    names_object = "{" in route["path"] or name not in SHOWN and name not in OF_MANY and (route["method"] != "GET" or name in TARGETS)
    expected = table.expected(route["right"], caller, names_object)
    if caller.is_bad and status == 429:  # who comes with one bad token after another is told to wait
        status = 401
    asks_again = status == 403 and b'"confirmation-required"' in answer  # of whom it lets through
    is_let_through = asks_again or status not in GUARDS and status < 500 or status == BEYOND.get(name)
    is_right = status == expected if expected else is_let_through
    if not is_right:
        return f"{caller.name}: {status}, not {expected or 'let through'}: {answer[:200].decode(errors='replace')}"
    if name in SHOWN and not expected:
        sees = world.known[SHOWN[name]].encode() in answer
        if sees != table.has(route["right"], caller):
            return f"{caller.name}: {'sees' if sees else 'does not see'} the {SHOWN[name]}"
    return ""


def tests(play, document, engine):
    """Yields (name, problems) for each route, and at last how many cells there were."""
    table, cells = Table(), 0
    index = scenario.read(examples.HERE / "examples.scn").index
    with Server(engine, index=index) as server:
        world = World(play, server)
        project = json.loads(world.send(world.root, "GET", "/api/v1/project/lookup?name=checkout")[1])
        world.known["project"] = project["uuid"]
        entries = world.ask("GET", f"/api/v1/journal?team={world.known['team']}")["items"]
        world.known["entry"] = entries[-1]["id"]
        sbom = (TOP / "tests/data/loop/first.cdx.json").read_text(encoding="utf-8")
        _, answer = world.send(world.root, "POST", "/api/v1/bom", FORM[1].replace("{project}", project["uuid"]).replace("{sbom}", sbom).encode(), FORM[0])
        world.known["bom"] = json.loads(answer)["token"]
        for route in table.routes:
            problems = []
            for caller in world.callers:
                try:
                    problem = cell(world, document, table, route, caller)
                except (KeyError, RuntimeError, ValueError) as trouble:
                    problem = f"cannot be called: {type(trouble).__name__}: {trouble}"
                if problem and problem not in problems:
                    problems.append(problem)
                cells += 1
            yield f"{engine}: rights: {route['method']} {route['path']} ({route['right']})", problems
    yield f"{engine}: rights: {cells} cells, {len(table.routes)} routes of {len(table.rows)} rights, {len(world.callers)} kinds of callers", []
