# SPDX-License-Identifier: Apache-2.0
"""Tests of single sign-on: with a real provider, through its own pages, and with one that lies. Each function is a test, on both engines."""

import base64
import hmac
import html
import http.client
import json
import re
import shutil
import struct
import subprocess
import time
from urllib.parse import parse_qs, urlencode, urlsplit

from server import ENGINES, POSTGRES, TOP, Server

SECRET = "s3cret"
IS_USABLE = bool(shutil.which("node")) and (TOP / "web/node_modules/oidc-provider").is_dir()


class Provider:
    """A provider in a process of its own. Use by 'with'."""

    def __init__(self, script, *words):
        self.words = ["node", str(TOP / "tests/sso" / script), *words]

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.issuer = self.process.stdout.readline().strip()
        assert self.issuer.startswith("http://127.0.0.1:"), "the provider did not start"
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()


def real(server, people, **client):
    """A real provider that knows kenzen as a client."""
    client = {
        "client_id": "kenzen",
        "client_secret": SECRET,
        "redirect_uris": [f"http://{server.host}/api/v1/sso/acme/callback"],
        "post_logout_redirect_uris": [f"http://{server.host}/sign-in"],
        **client,
    }
    client = {key: value for key, value in client.items() if value is not None}
    return Provider("provider.mjs", json.dumps({"clients": [client], "people": people}))


class Browser:
    """Cookies for each host, and redirects that are followed one by one."""

    def __init__(self, server):
        self.server = server
        self.jars = {}

    def ask(self, method, url, body=None, headers=()):
        """Returns (status, headers as a dict of small letters, text)."""
        parts = urlsplit(url)
        jar = self.jars.setdefault(parts.netloc, {})
        pairs = dict(headers)
        if jar:
            pairs["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        try:
            connection.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, pairs)
            reply = connection.getresponse()
            for name, value in reply.getheaders():
                if name.lower() == "set-cookie":
                    self.keep(jar, value)
            return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read().decode()
        finally:
            connection.close()

    @staticmethod
    def keep(jar, cookie):
        name, _, value = cookie.partition(";")[0].partition("=")
        if not value or re.search(r"max-age=0\b|expires=Thu, 01 Jan 1970", cookie, re.I):
            jar.pop(name, None)
        else:
            jar[name] = value

    def api(self, method, path, value=None, status=200):
        """Calls kenzen as its own page would. Returns the JSON of the answer."""
        headers = {"Origin": f"http://{self.server.host}", "Content-Type": "application/json"}
        body = None if value is None else json.dumps(value)
        came, _, text = self.ask(method, f"http://{self.server.host}/api/v1{path}", body, headers if method != "GET" else {})
        assert came == status, f"{method} {path}: {came}, not {status}: {text[:300]}"
        return json.loads(text) if text else None

    def start(self, **more):
        return self.api("POST", "/sso/acme/start", more)["location"]

    def follow(self, url, login="mia"):
        """Goes through the provider's pages, until kenzen sends the browser on. Returns where to."""
        for _ in range(12):
            status, headers, text = self.ask("GET", url)
            if status in (302, 303):
                here, url = url, self.absolute(url, headers["location"])
                if urlsplit(here).netloc == self.server.host:
                    return headers["location"]
                continue
            assert status == 200, f"{url}: {status}: {text[:300]}"
            url = self.submit(url, text, login)
        raise AssertionError(f"never came back: {url}")

    def submit(self, url, text, login):
        """Fills in the form of a page. Returns where its answer leads."""
        action = html.unescape(re.search(r'action="([^"]+)"', text)[1])
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', text))
        if 'name="login"' in text:
            fields |= {"login": login, "password": "any"}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, headers, text = self.ask("POST", self.absolute(url, action), urlencode(fields), headers)
        assert status in (302, 303), f"{action}: {status}: {text[:300]}"
        return self.absolute(url, headers["location"])

    @staticmethod
    def absolute(here, there):
        parts = urlsplit(here)
        return there if "://" in there else f"{parts.scheme}://{parts.netloc}{there}"

    def sign_in(self, login="mia", **more):
        return self.follow(self.start(**more), login)

    def come_back(self, **answer):
        """As if the provider had sent the browser back. Returns where kenzen sends it on."""
        status, headers, text = self.ask("GET", f"http://{self.server.host}/api/v1/sso/acme/callback?{urlencode(answer)}")
        assert status == 303, f"{status}: {text[:300]}"
        return headers["location"]

    def is_signed_in(self):
        return self.ask("GET", f"http://{self.server.host}/api/v1/me")[0] == 200


def admin(server):
    browser = Browser(server)
    browser.api("POST", "/session", {"token": server.link})
    return browser


def add(browser, issuer, **more):
    """Tells kenzen of a provider. Returns it."""
    given = {"slug": "acme", "name": "Acme", "issuer": issuer, "client_id": "kenzen", "client_secret": SECRET, **more}
    given = {key: value for key, value in given.items() if value is not None}
    return browser.api("POST", "/oidc-providers", given, 201)


def why(location):
    """The word with which somebody was sent back to the sign-in page."""
    parts = urlsplit(location)
    assert parts.path == "/sign-in", location
    return parse_qs(parts.query)["sso"][0]


PEOPLE = {
    "mia": {"name": "Mia Meyer", "preferred_username": "mia", "email": "mia@example.org", "email_verified": True, "groups": ["sec", "all"]},
    "eve": {"name": "Eve", "preferred_username": "admin", "email": "eve@evil.example", "email_verified": True},
    "bob": {"name": "Bob", "email": "bob@example.org", "email_verified": False},
}


def first_sign_in(server):
    """a first sign-in makes an account where the rule says so, and each later one finds it"""
    with real(server, PEOPLE) as provider:
        boss = admin(server)
        added = add(boss, provider.issuer, makes_accounts=True, domains="example.com example.org")
        assert added["redirect_uri"] == f"http://{server.host}/api/v1/sso/acme/callback", added
        tested = boss.api("POST", f"/oidc-providers/{added['id']}/test")
        assert tested["is_good"], tested
        mia = Browser(server)
        assert mia.api("GET", "/sso") == {"items": [{"slug": "acme", "name": "Acme"}]}
        assert mia.sign_in(return_path="/where?q=log4j") == "/where?q=log4j"
        me = mia.api("GET", "/me")
        assert (me["name"], me["email"]) == ("mia", "mia@example.org"), me
        again = Browser(server)
        again.sign_in()
        assert again.api("GET", "/me")["id"] == me["id"]
        assert [one["label"] for one in again.api("GET", "/identities")["items"]] == ["mia@example.org"]
        # No verified address of the domains: no account.
        assert why(Browser(server).sign_in("eve")) == "domain"
        assert why(Browser(server).sign_in("bob")) == "domain"
        assert len(boss.api("GET", "/accounts")["items"]) == 2


def each_algorithm(server):
    """ID tokens of each algorithm are taken, and of one that was not chosen refused"""
    for alg in ("RS256", "PS256", "ES256", "EdDSA"):
        with real(server, PEOPLE, id_token_signed_response_alg=alg) as provider:
            boss = admin_again(server)
            added = add(boss, provider.issuer, makes_accounts=True, alg=alg)
            assert Browser(server).sign_in() == "/", alg
            boss.api("PATCH", f"/oidc-providers/{added['id']}", {"alg": "ES256" if alg != "ES256" else "RS256"})
            assert why(Browser(server).sign_in()) == "failed", alg
            boss.api("DELETE", f"/oidc-providers/{added['id']}", status=204)


def each_client(server):
    """a client shows who it is in the header, in the body, or by PKCE alone"""
    kinds = (("basic", "client_secret_basic", SECRET), ("post", "client_secret_post", SECRET), ("none", "none", None))
    for word, method, secret in kinds:
        with real(server, PEOPLE, token_endpoint_auth_method=method, client_secret=secret) as provider:
            boss = admin_again(server)
            added = add(boss, provider.issuer, makes_accounts=True, client_auth=word, client_secret=secret)
            assert added["has_secret"] == bool(secret) and SECRET not in json.dumps(added), added
            assert Browser(server).sign_in() == "/", word
            if secret:
                boss.api("PATCH", f"/oidc-providers/{added['id']}", {"client_secret": "wrong"})
                assert why(Browser(server).sign_in()) == "failed", word
            boss.api("DELETE", f"/oidc-providers/{added['id']}", status=204)


def unknown_people(server):
    """without an account nobody comes in where none are made, whatever mail address they have"""
    with real(server, PEOPLE) as provider:
        boss = admin(server)
        boss.api("POST", "/accounts", {"name": "mia", "email": "mia@example.org"}, 201)
        add(boss, provider.issuer)
        mia = Browser(server)
        assert why(mia.sign_in()) == "unknown"
        assert not mia.is_signed_in()


def same_name(server):
    """a name that is taken is not taken over"""
    with real(server, PEOPLE) as provider:
        boss = admin(server)
        add(boss, provider.issuer, makes_accounts=True)
        eve = Browser(server)
        eve.sign_in("eve")
        me = eve.api("GET", "/me")
        assert me["name"] == "admin-2" and me["id"] != boss.api("GET", "/me")["id"], me


def linking(server):
    """who is signed in links an identity and unlinks it, but not the last way in"""
    with real(server, PEOPLE) as provider:
        boss = admin(server)
        add(boss, provider.issuer)
        assert boss.sign_in(link=True, return_path="/profile") == "/profile"
        items = boss.api("GET", "/identities")["items"]
        assert [(one["provider"], one["label"]) for one in items] == [("Acme", "mia@example.org")], items
        other = Browser(server)
        other.sign_in()
        assert other.api("GET", "/me")["name"] == "admin"
        boss.api("DELETE", f"/identities/{items[0]['id']}", status=409)
        boss.api("DELETE", "/identities/1", status=404)
        made = boss.api("POST", "/accounts", {"name": "kim"}, 201)
        kim = Browser(server)
        kim.api("POST", "/session", {"token": made["signin_link"]["token"]})
        kim.api("DELETE", f"/identities/{items[0]['id']}", status=404)
        # The identity is the administrator's: it cannot become kim's too.
        assert parse_qs(urlsplit(kim.sign_in(link=True, return_path="/profile")).query)["sso"] == ["taken"]
        kim.jars.pop(urlsplit(provider.issuer).netloc)
        assert kim.sign_in("bob", link=True, return_path="/profile") == "/profile"
        Browser(server).api("POST", "/sso/acme/start", {"link": True}, 401)


def linking_as_another(server):
    """what one began to link, another who signed in meanwhile does not finish"""
    with real(server, PEOPLE) as provider:
        boss = admin(server)
        add(boss, provider.issuer)
        made = boss.api("POST", "/accounts", {"name": "kim"}, 201)
        location = boss.start(link=True, return_path="/profile")
        boss.api("POST", "/session", {"token": made["signin_link"]["token"]})
        assert boss.api("GET", "/me")["name"] == "kim"
        assert "sso=expired" in boss.follow(location)
        assert boss.api("GET", "/identities")["items"] == []


def disabled(server):
    """a disabled account stays out, and so does a provider that is switched off"""
    with real(server, PEOPLE) as provider:
        boss = admin(server)
        added = add(boss, provider.issuer, makes_accounts=True)
        mia = Browser(server)
        mia.sign_in()
        account = mia.api("GET", "/me")["id"]
        boss.api("PATCH", f"/accounts/{account}", {"is_disabled": True})
        assert not mia.is_signed_in()
        assert why(Browser(server).sign_in()) == "disabled"
        boss.api("PATCH", f"/accounts/{account}", {"is_disabled": False})
        location = mia.start()
        boss.api("PATCH", f"/oidc-providers/{added['id']}", {"is_enabled": False})
        assert mia.api("GET", "/sso") == {"items": []}
        mia.api("POST", "/sso/acme/start", {}, 404)
        status, _, _ = mia.ask("GET", f"http://{server.host}/api/v1/sso/acme/callback?state=1&code=1")
        assert status == 404 and location


def groups(server):
    """roles follow the groups at each sign-in, in the teams that the table names and in no other"""
    people = {"mia": dict(PEOPLE["mia"])}
    with real(server, people) as provider:
        boss = admin(server)
        one, two, three = (boss.api("POST", "/teams", {"name": name}, 201)["id"] for name in ("One", "Two", "Three"))
        table = [
            {"name": "sec", "team_id": one, "role": "viewer"},
            {"name": "all", "team_id": one, "role": "member"},
            {"name": "nobody", "team_id": two, "role": "admin"},
            {"name": "sec", "role": "analyst"},
        ]
        added = add(boss, provider.issuer, makes_accounts=True, scopes="profile email groups", groups_claim="groups", groups=table)
        assert [group["role"] for group in added["groups"]] == ["viewer", "member", "admin", "analyst"], added
        mia = Browser(server)
        mia.sign_in()
        me = mia.api("GET", "/me")
        roles = {team["name"]: team["role"] for team in me["teams"]}
        assert roles["One"] == "member" and me["roles"] == ["analyst"], me
        for team in (two, three):
            boss.api("PUT", f"/teams/{team}/members/{me['id']}", {"role": "member"}, 204)
        boss.api("PATCH", f"/oidc-providers/{added['id']}", {"groups": [{"name": "sec", "team_id": two, "role": "viewer"}, {"name": "x", "role": "analyst"}]})
        Browser(server).sign_in()
        members = {team: {m["name"]: m["role"] for m in boss.api("GET", f"/teams/{team}/members")["items"]} for team in (one, two, three)}
        assert members[one]["mia"] == "member" and members[two]["mia"] == "viewer" and members[three]["mia"] == "member", members
        assert boss.api("GET", f"/accounts/{me['id']}")["roles"] == []
        # The last admin of a team stays one.
        boss.api("PUT", f"/teams/{two}/members/{me['id']}", {"role": "admin"}, 204)
        boss.api("DELETE", f"/teams/{two}/members/{boss.api('GET', '/me')['id']}", status=204)
        Browser(server).sign_in()
        assert [m["role"] for m in boss.api("GET", f"/teams/{two}/members")["items"]] == ["admin"]


def sign_out(server):
    """signing out ends the provider's session too where the rule says so"""
    with real(server, PEOPLE) as provider:
        boss = admin(server)
        added = add(boss, provider.issuer, makes_accounts=True)
        mia = Browser(server)
        mia.sign_in()
        assert mia.api("POST", "/sso/sign-out") == {"location": None}
        assert not mia.is_signed_in()
        boss.api("PATCH", f"/oidc-providers/{added['id']}", {"signs_out": True})
        mia.sign_in()
        location = mia.api("POST", "/sso/sign-out")["location"]
        query = parse_qs(urlsplit(location).query)
        assert query["post_logout_redirect_uri"] == [f"http://{server.host}/sign-in"] and query["id_token_hint"], location
        status, _, text = mia.ask("GET", location)
        assert status == 200 and "logout" in text.lower(), text[:300]
        assert boss.api("POST", "/sso/sign-out") == {"location": None}
        boss.api("POST", "/sso/sign-out", status=401)


def totp(secret, step):
    """A code of RFC 6238, of a step of 30 seconds."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


def second_factor(server):
    """the account's authenticator is asked for where the rule says so, and not elsewhere"""
    with real(server, PEOPLE) as provider:
        boss = admin(server)
        added = add(boss, provider.issuer, makes_accounts=True)
        mia = Browser(server)
        mia.sign_in()
        secret = mia.api("POST", "/me/authenticator", status=201)["secret"]
        step = int(time.time()) // 30
        mia.api("PUT", "/me/authenticator", {"code": totp(secret, step)})
        assert Browser(server).sign_in(return_path="/where") == "/where", "the provider's word is enough"
        boss.api("PATCH", f"/oidc-providers/{added['id']}", {"asks_code": True})
        later = Browser(server)
        location = later.sign_in()
        assert location.startswith("/signin#") and not later.is_signed_in(), location
        token = location.partition("#")[2]
        later.api("POST", "/session", {"token": token}, 401)
        later.api("POST", "/session", {"token": token, "code": totp(secret, step + 1)})
        assert later.api("GET", "/me")["name"] == "mia"


def denied(server):
    """who says no at the provider is told so"""
    with real(server, PEOPLE) as provider:
        add(admin(server), provider.issuer)
        mia = Browser(server)
        state = parse_qs(urlsplit(mia.start()).query)["state"][0]
        assert why(mia.come_back(state=state, error="access_denied", iss=provider.issuer)) == "denied"


def log_is_not_forged(server):
    """what the browser brings back does not become fields of the log, nor its address a word that cannot be erased"""
    with Provider("hostile.mjs") as provider:
        boss = admin(server)
        add(boss, provider.issuer)
        mia = Browser(server)
        state = parse_qs(urlsplit(mia.start()).query)["state"][0]
        assert why(mia.come_back(state=state, code="a", iss='x" refused=nothing "')) == "failed"
        assert "refused=failed error=\"iss: is 'x' refused=nothing '', not" in server.said(), server.said()
        failures = boss.api("GET", "/journal?kind=signin.failed")["items"]
        assert failures and failures[0]["personal"] is None, failures


def way_there(server):
    """the way to the provider carries what OpenID Connect and PKCE ask for, and the cookie is closed to scripts"""
    with Provider("hostile.mjs") as provider:
        add(admin(server), provider.issuer, max_age_seconds=3600, scopes="profile")
        status, headers, text = Browser(server).ask(
            "POST", f"http://{server.host}/api/v1/sso/acme/start", "{}",
            {"Origin": f"http://{server.host}", "Content-Type": "application/json"},
        )  # fmt: skip
        assert status == 200 and headers["cache-control"] == "no-store"
        cookie = headers["set-cookie"]
        assert cookie.startswith("kenzen_sso=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie, cookie
        location = json.loads(text)["location"]
        query = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert location.startswith(f"{provider.issuer}/auth?"), location
        assert query["response_type"] == "code" and query["client_id"] == "kenzen" and query["scope"] == "openid profile", query
        assert query["redirect_uri"] == f"http://{server.host}/api/v1/sso/acme/callback" and query["max_age"] == "3600", query
        assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43, query
        assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
        # Another site's page cannot begin a sign-in.
        status, _, _ = Browser(server).ask(
            "POST", f"http://{server.host}/api/v1/sso/acme/start", "{}", {"Origin": "https://evil.example", "Content-Type": "application/json"}
        )
        assert status == 403


class Liar:
    """A sign-in at the provider that lies: begun well, and come back from with a trick."""

    def __init__(self, server, provider):
        self.server, self.provider = server, provider
        self.browser = Browser(server)
        query = parse_qs(urlsplit(self.browser.start(return_path="/where")).query)
        self.state, self.nonce = query["state"][0], query["nonce"][0]

    def code(self, trick, sub="mia", **more):
        told = {"trick": trick, "nonce": self.nonce, "sub": sub, "more": more}
        return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")

    def come_back(self, trick, **more):
        more = {"name": "Mia", "email": "mia@example.org", "email_verified": True, **more}
        return self.browser.come_back(state=self.state, code=self.code(trick, **more), iss=self.provider.issuer)


LIES = (
    "none none_signed hmac_pem hmac_jwk hmac_secret stranger own_key wrong_iss wrong_aud wrong_azp wrong_nonce no_nonce expired old future "
    "not_yet no_exp no_sub long_sub twice access_token wrong_at_hash changed padded huge"
).split()


def lies(server):
    """no token that lies lets anybody in: 25 of them"""
    with Provider("hostile.mjs") as provider:
        boss = admin(server)
        add(boss, provider.issuer, makes_accounts=True)
        for lie in LIES:
            liar = Liar(server, provider)
            assert why(liar.come_back(lie)) == "failed", lie
            assert not liar.browser.is_signed_in(), lie
        liar = Liar(server, provider)
        assert why(liar.come_back("good", email=None, email_verified=None)) == "failed", "the userinfo of somebody else"
        assert len(boss.api("GET", "/accounts")["items"]) == 1
        honest = Liar(server, provider)
        assert honest.come_back("good") == "/where" and honest.browser.is_signed_in()


def states(server):
    """a state works once, in the browser where it was made, at the provider that it was made for"""
    with Provider("hostile.mjs") as provider:
        boss = admin(server)
        add(boss, provider.issuer, makes_accounts=True)
        victim, thief = Liar(server, provider), Liar(server, provider)
        # A stranger's state in one's own browser, and the other way round: nobody is signed in as somebody else.
        assert why(thief.browser.come_back(state=victim.state, code=victim.code("good"), iss=provider.issuer)) == "expired"
        assert why(Browser(server).come_back(state=victim.state, code=victim.code("good"), iss=provider.issuer)) == "expired"
        for state in ("", "0" * 64, victim.state[:-1], victim.state.upper()):
            assert why(victim.browser.come_back(state=state, code=victim.code("good"), iss=provider.issuer)) == "expired", state
        assert victim.come_back("good") == "/where"
        assert why(victim.come_back("good")) == "expired", "a state that was used"
        # A mix-up: the answer names another issuer, or none although this one always does.
        for answer in ({"iss": "https://id.example.org"}, {"iss": ""}, {}):
            mixed = Liar(server, provider)
            assert why(mixed.browser.come_back(state=mixed.state, code=mixed.code("good"), **answer)) == "failed", answer
            assert not mixed.browser.is_signed_in()
        twice = Liar(server, provider)
        path = f"/api/v1/sso/acme/callback?state={twice.state}&code=a&code={twice.code('good')}&iss={provider.issuer}"
        assert why(twice.browser.ask("GET", f"http://{server.host}{path}")[1]["location"]) == "failed"
        again = Liar(server, provider)
        assert why(again.browser.come_back(state=again.state, iss=provider.issuer)) == "failed", "no code"


def return_paths(server):
    """nobody is sent to another site"""
    with Provider("hostile.mjs") as provider:
        add(admin(server), provider.issuer, makes_accounts=True)
        for path in ("https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nX: y", "javascript:alert(1)", ""):
            liar = Liar(server, provider)
            query = parse_qs(urlsplit(liar.browser.start(return_path=path)).query)
            liar.state, liar.nonce = query["state"][0], query["nonce"][0]
            assert liar.come_back("good") == "/", path


def rotation(server):
    """keys that changed are asked for, but not each time that somebody shows a token of no key"""
    with Provider("hostile.mjs") as provider:
        add(admin(server), provider.issuer, makes_accounts=True)
        browser = Browser(server)
        asked = lambda: json.loads(browser.ask("GET", f"{provider.issuer}/asked")[2]).get("/keys", 0)  # noqa: E731
        assert Liar(server, provider).come_back("good") == "/where" and asked() == 1
        assert Liar(server, provider).come_back("good") == "/where" and asked() == 1
        browser.ask("POST", f"{provider.issuer}/rotate")
        for _ in range(3):
            assert why(Liar(server, provider).come_back("good")) == "failed"
        assert asked() == 1, "the keys were asked for again within a minute"


def private_nets(server):
    """a provider in a private net is not asked unless the net is allowed"""
    boss = admin(server)
    added = add(boss, "https://10.255.255.1")
    tested = boss.api("POST", f"/oidc-providers/{added['id']}/test")
    assert not tested["is_good"] and "private" in tested["lines"][0]["detail"], tested
    boss.api("POST", "/sso/acme/start", {}, 503)


def admin_again(server):
    """The administrator, who signs in by the link once."""
    if not hasattr(server, "boss"):
        server.boss = admin(server)
    return server.boss


def on(engine, test):
    def run():
        with Server(engine, "--allow-net", "127.0.0.0/8") as server:
            test(server)
            assert "level=error" not in server.said(), server.said()[-2000:]

    run.__doc__ = f"{engine}: {test.__doc__}"
    return run


PLAYS = [
    first_sign_in, each_algorithm, each_client, unknown_people, same_name, linking, linking_as_another, disabled, groups, sign_out, second_factor, denied,
    log_is_not_forged, way_there, lies, states, return_paths, rotation, private_nets,
]  # fmt: skip
TESTS = [on(engine, play) for play in PLAYS for engine in ENGINES if engine != "postgres" or POSTGRES] if IS_USABLE else []
