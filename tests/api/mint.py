# SPDX-License-Identifier: Apache-2.0
"""Tests of bringing badges onto a chain: a real anvil, and cast that looks at what is there. Each function is a test."""

import hashlib
import json
import re
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import wallet
from server import POSTGRES, PROGRAM, TOP, Server

ANVIL = TOP / f"contracts/node_modules/@foundry-rs/anvil-linux-{wallet.MACHINE}/bin/anvil"
CHAIN = "31337"
MOST_SECONDS = 90  # a few, measured alone
EVIDENCE = "Evidence(uint256,bytes32)"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
TRANSFER = "Transfer(address,address,uint256)"


class Person:
    """Somebody who is signed in at a site."""

    def __init__(self, site, headers):
        self.site, self.headers = site, headers

    def send(self, method, path, body=None):
        status, _, answer = self.site.server.ask(method, path, self.headers(), json.dumps(body).encode() if body is not None else None)
        return status, json.loads(answer) if answer else None

    def ask(self, method, path, body=None, status=None):
        came, answer = self.send(method, path, body)
        assert came == status if status else came < 300, (method, path, came, answer)
        return answer


class Anvil:
    """A chain that outlives the servers that use it, and a keystore of its first account, in a folder that goes."""

    def __init__(self):
        self.room = tempfile.TemporaryDirectory(prefix="kenzen-mint-")
        self.process = subprocess.Popen([ANVIL, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if found := re.search(r"Listening on (\S+)", line):
                self.url = f"http://{found[1]}"
                break
        # It tells each request: a full pipe would stop it.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def options(self):
        keystore, password = Path(self.room.name, "key.json"), Path(self.room.name, "password")
        password.write_text("a long password\n")
        password.chmod(0o600)
        words = [PROGRAM, "chain", "key", "import", keystore, "--password", password, "--light"]
        subprocess.run(words, input=wallet.KEYS[0][2:], capture_output=True, text=True, check=True)
        return ("--allow-net", "127.0.0.1", "--chain-keystore", str(keystore), "--chain-password", str(password))

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.room.cleanup()


class Mint:
    """A chain, a server that signs there, its administrator, and kim of the team Shop, who has bound an address."""

    def __init__(self, engine="sqlite"):
        self.anvil = Anvil()
        self.server = Server(engine, *self.anvil.options())
        self.cookies = {}

    def __enter__(self):
        self.server.__enter__()
        self.admin = self.sign_in("admin", self.server.link)
        self.admin.ask("POST", "/api/v1/chains", {"id": int(CHAIN), "name": "Testland", "endpoints": [self.anvil.url], "confirmations": 1})
        for contract in ("SecurityBadge", "Anchor"):
            self.admin.ask("POST", f"/api/v1/chains/{CHAIN}/contracts", {"contract": contract})
        self.team = self.admin.ask("POST", "/api/v1/teams", {"name": "Shop"})["id"]
        account = self.admin.ask("POST", "/api/v1/accounts", {"name": "kim"})
        self.admin.ask("PUT", f"/api/v1/teams/{self.team}/members/{account['id']}", {"role": "member"})
        self.kim = self.sign_in("kim", account["signin_link"]["token"])
        self.bind(self.kim, 1)
        return self

    def __exit__(self, *words):
        self.server.__exit__(*words)
        self.anvil.end()

    def around(self, name):
        url = f"http://{self.server.host}"
        more = [("Cookie", self.cookies[name])] if name in self.cookies else []
        return [("Host", self.server.host), ("Content-Type", "application/json"), ("Origin", url), *more]

    def sign_in(self, name, link):
        _, headers, _ = self.server.ask("POST", "/api/v1/session", self.around(""), json.dumps({"token": link}).encode())
        self.cookies[name] = next(value for key, value in headers if key.lower() == "set-cookie").partition(";")[0]
        return Person(self, lambda: self.around(name))

    def bind(self, person, i, **more):
        message = person.ask("POST", "/api/v1/wallet/challenge", {"address": wallet.ADDRESSES[i], "chain_id": CHAIN})["message"]
        return person.ask("POST", "/api/v1/wallet/addresses", {"message": message, "signature": wallet.sign(message, wallet.KEYS[i]), **more})

    def badge(self, text="looked through a week of logs", by=None, to=None):
        """A badge that the administrator gives to kim, and its place in the journal."""
        action = (to or self.kim).ask("POST", "/api/v1/action-logs", {"team_id": self.team, "kind": "detection", "text": text})
        badge = (by or self.admin).ask("POST", "/api/v1/badges", {"action_id": action["id"]})["id"]
        self.wait(lambda: self.kim.ask("GET", f"/api/v1/badges/{badge}")["entry"]["leaf"])
        return badge

    def wait(self, is_so):
        """Returns what it gives as soon as that is true."""
        end = time.monotonic() + MOST_SECONDS
        while not (value := is_so()):
            assert time.monotonic() < end, f"waited in vain: {self.trouble()}"
            time.sleep(0.1)
        return value

    def trouble(self):
        """What the server says of the chain and of what is not ended there, and its last words that are no requests."""
        chain = self.admin.ask("GET", f"/api/v1/chains/{CHAIN}/status")
        open_ones = [tx for tx in self.admin.ask("GET", "/api/v1/chain-transactions")["items"] if tx["state"] not in ("final", "failed")]
        said = [line for line in self.server.said().splitlines() if "event=request" not in line][-5:]
        return json.dumps([chain, open_ones[-3:], said])

    def ready(self):
        """Waits for the contract."""
        def preview(badge=self.badge("to see when the chain is ready")):
            status, answer = self.kim.send("GET", f"/api/v1/badges/{badge}/mint/preview")
            assert status in (200, 404, 409), answer
            return answer if status == 200 else None
        return self.wait(preview)

    def cast(self, *words):
        done = subprocess.run([wallet.CAST, *words, "--rpc-url", self.anvil.url], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def logs(self, contract, event, *topics):
        return json.loads(self.cast("logs", "--json", "--from-block", "0", "--address", contract, event, *topics))

    def by_hand(self, *words):
        """A transaction of kim's own wallet."""
        wallet.cast("send", "--private-key", wallet.KEYS[1], "--rpc-url", self.anvil.url, *words)

    def contract_of(self, owner):
        """What makes a contract as ours, for somebody else."""
        made = json.loads((TOP / "build/contracts/SecurityBadge.json").read_text())["bytecode"]
        words = wallet.cast("abi-encode", "f(string,string,string,address,address)", "x", "x", "x", owner, owner)
        return f"0x{made.removeprefix('0x')}{words.removeprefix('0x')}"

    def run(self, *words, says="", ends=0):
        """The program on the server's database, as its operator runs it. Returns what it printed."""
        base = ("--data", self.server.folder)
        done = subprocess.run([PROGRAM, *map(str, words), *base], input=says, capture_output=True, text=True)
        assert done.returncode == ends, (words, done.returncode, done.stdout, done.stderr)
        return done.stdout

    def verify(self, nft):
        done = subprocess.run([PROGRAM, "badge", "verify", nft, "--rpc", self.anvil.url, "--issuer", f"http://{self.server.host}"],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def crash(self):
        """kill -9 and begin again, on the same data."""
        self.server.process.kill()
        self.server.process.wait()
        self.server.log.close()
        self.server.__enter__()

    def minted(self, badge):
        """Waits until it is final."""
        def final():
            mint = self.kim.ask("GET", f"/api/v1/badges/{badge}/mint")
            assert mint["state"] != "failed", mint
            return mint if mint["state"] == "final" else None
        return self.wait(final)


def a_badge_becomes_a_token(engine="sqlite"):
    """a badge is shown, ordered and minted; its evidence is its leaf, and it says where it is"""
    with Mint(engine) as site:
        site.ready()
        badge = site.badge()
        leaf = site.kim.ask("GET", f"/api/v1/badges/{badge}")["entry"]["leaf"]
        shown = site.kim.ask("GET", f"/api/v1/badges/{badge}/mint/preview?chain_id={CHAIN}")
        assert shown["address"] == wallet.ADDRESSES[1] and shown["commitment"] == f"0x{leaf}" and shown["chain"]["id"] == int(CHAIN), shown
        site.kim.ask("GET", f"/api/v1/badges/{badge}/mint", status=404)
        ordered = site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=202)
        assert ordered["state"] == "ordered" and ordered["transaction"]["state"] == "queued", ordered
        site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=409)
        mint = site.minted(badge)
        assert mint["nft_id"] == shown["nft_id"] == site.kim.ask("GET", f"/api/v1/badges/{badge}")["nft_id"], mint
        contract, token = shown["contract"], shown["token_id"]
        assert site.cast("call", contract, "ownerOf(uint256)(address)", token) == wallet.ADDRESSES[1]
        assert site.cast("call", contract, "tokenURI(uint256)(string)", token).startswith('"data:application/json')
        [evidence] = site.logs(contract, EVIDENCE)
        assert evidence["data"] == f"0x{leaf}" and int(evidence["topics"][1], 16) == int(token), evidence
        second = site.badge("looked again")
        site.kim.ask("POST", f"/api/v1/badges/{second}/mint", {"address": wallet.ADDRESSES[1], "chain_id": CHAIN}, status=202)
        assert site.minted(second)["nft_id"] == mint["nft_id"], "a class is held once"
        assert len(site.logs(contract, EVIDENCE)) == 2 and len(site.logs(contract, TRANSFER)) == 1
        site.admin.ask("POST", f"/api/v1/badges/{second}/revoke", {"reason": "was another's"})
        site.wait(lambda: site.kim.ask("GET", f"/api/v1/badges/{second}/mint")["state"] == "kept")
        site.admin.ask("POST", f"/api/v1/badges/{badge}/revoke", {"reason": "that one too"})
        site.wait(lambda: site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")["state"] == "revoked")
        assert site.cast("call", contract, "holds(address,uint256)(bool)", wallet.ADDRESSES[1], "4") == "false"


def the_token_is_verified():
    """badge verify takes a token of our contract, and none of a contract that emits a commitment of ours, however good that is"""
    with Mint() as site:
        shown = site.ready()
        badge = site.badge()
        site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=202)
        nft, leaf = site.minted(badge)["nft_id"], shown["commitment"]
        assert site.verify(nft)[0] == 0, site.verify(nft)
        copy = wallet.cast("compute-address", wallet.ADDRESSES[1], "--nonce", site.cast("nonce", wallet.ADDRESSES[1]))[-42:]
        site.by_hand("--create", site.contract_of(wallet.ADDRESSES[1]))
        site.by_hand(copy, "defineClass(uint256,string,string,string,string[])", "0", "Best of all", "x", PICTURE, "[]")
        site.by_hand(copy, "issue(address,uint256,bytes32)", wallet.ADDRESSES[1], "0", leaf)
        status, said = site.verify(f"{CHAIN}:{copy}:{int(wallet.ADDRESSES[1], 16)}")
        assert status == 1 and "FAIL contract" in said and "ok   commitments" in said, said


def a_fresh_address_stays_nobodys():
    """who sees a badge at a fresh address is not told which that is; of another it is told, until it is bound no more"""
    with Mint() as site:
        site.ready()
        fresh = site.bind(site.kim, 0, is_stealth=True)["address"]
        for address, is_told in ((fresh, False), (wallet.ADDRESSES[1], True)):
            badge = site.badge(f"for {address}")
            shared = f"/api/v1/public/badges/{site.kim.ask('PATCH', f'/api/v1/badges/{badge}', {'is_public': True})['share']}"
            site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {"address": address}, status=202)
            nft = site.minted(badge)["nft_id"]
            assert site.kim.ask("GET", f"/api/v1/badges/{badge}")["nft_id"] == nft
            for seen in (site.admin.ask("GET", f"/api/v1/badges/{badge}"), site.admin.ask("GET", shared)):
                assert seen["nft_id"] == (nft if is_told else None), seen
        [bound] = [one["id"] for one in site.kim.ask("GET", "/api/v1/wallet/addresses")["items"] if not one["is_stealth"]]
        site.kim.ask("DELETE", f"/api/v1/wallet/addresses/{bound}")
        assert site.admin.ask("GET", shared)["nft_id"] is None


def what_is_refused():
    """nobody mints what is another's, self-certified, revoked, or to an address that is not theirs"""
    with Mint() as site:
        site.ready()
        badge = site.badge()
        for body, status in (({"address": wallet.ADDRESSES[0]}, 404), ({"chain_id": "1"}, 404), ({"address": "0x12"}, 400), ({"to": "me"}, 422)):
            came, answer = site.kim.send("POST", f"/api/v1/badges/{badge}/mint", body)
            assert came == status, (body, came, answer)
        site.admin.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=403)
        site.admin.ask("GET", f"/api/v1/badges/{badge}/mint", status=403)
        own = site.badge("praised by myself", by=site.kim)
        assert "vouches" in site.kim.ask("POST", f"/api/v1/badges/{own}/mint", {}, status=409)["detail"]
        site.admin.ask("POST", f"/api/v1/badges/{badge}/revoke", {"reason": "was another's"})
        assert "revoked" in site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=409)["detail"]
        site.kim.ask("POST", "/api/v1/badges/1/mint", {}, status=404)


def the_journal_is_anchored(engine="sqlite"):
    """the journal's head comes onto the chain by itself, and when asked; the contract has what the list says"""
    with Mint(engine) as site:
        def final(least=1):
            anchors = site.admin.ask("GET", "/api/v1/public/log/anchors")["items"]
            return anchors if len([one for one in anchors if one["state"] == "final"]) >= least else None
        [first] = site.wait(final)
        assert first["origin"] == f"{site.server.host}/journal" and first["chain_id"] == int(CHAIN), first
        site.admin.ask("POST", "/api/v1/teams", {"name": "Another"})
        site.wait(lambda: site.kim.ask("GET", "/api/v1/badges") and site.admin.send("POST", f"/api/v1/chains/{CHAIN}/anchors")[0] == 201)
        site.kim.ask("POST", f"/api/v1/chains/{CHAIN}/anchors", status=403)
        newest = site.wait(lambda: final(2))[0]
        assert newest["size"] > first["size"], (newest, first)
        origin = "0x" + hashlib.sha256(newest["origin"].encode()).hexdigest()
        sender = wallet.ADDRESSES[0]
        size, root, *_ = site.cast("call", newest["contract"], "head(address,bytes32)(uint64,bytes32,uint64,uint64)", sender, origin).split()
        assert int(size) == newest["size"] and root == f"0x{newest['root']}", (size, root, newest)


def badges_are_claimed(engine="sqlite"):
    """one root on the chain for many badges, which their holders claim with their own wallets, and the server finds that out"""
    with Mint(engine) as site:
        contract = site.ready()["contract"]
        site.bind(site.admin, 0)
        badges = [site.badge(f"looked {i} times") for i in range(3)]
        own = site.badge("vouched for by nobody", by=site.kim)
        gone = badges.pop()
        site.admin.ask("POST", f"/api/v1/badges/{gone}/revoke", {"reason": "was another's"})
        far = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() + 30 * 86400))
        site.kim.ask("POST", "/api/v1/badge-campaigns", {"expires_at": far}, status=403)
        for wrong in ("2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"):
            site.admin.ask("POST", "/api/v1/badge-campaigns", {"expires_at": wrong}, status=422)
        campaign = site.admin.ask("POST", "/api/v1/badge-campaigns", {"chain_id": CHAIN, "expires_at": far}, status=201)
        # With the badge that saw that the chain was ready.
        assert campaign["state"] == "ordered" and campaign["badges"] == 3, campaign
        site.admin.ask("POST", "/api/v1/badge-campaigns", {"chain_id": CHAIN, "expires_at": far}, status=409)
        site.wait(lambda: site.admin.ask("GET", "/api/v1/badge-campaigns")["items"][0]["state"] == "open")
        for badge in (own, gone):
            site.kim.ask("GET", f"/api/v1/badges/{badge}/claim", status=409 if badge == gone else 404)
        site.admin.ask("GET", f"/api/v1/badges/{badges[0]}/claim", status=403)
        site.kim.ask("GET", f"/api/v1/badges/{badges[0]}/claim?address={wallet.ADDRESSES[0]}", status=404)
        for badge in badges:
            claim = site.kim.ask("GET", f"/api/v1/badges/{badge}/claim?address={wallet.ADDRESSES[1]}&chain_id={CHAIN}")
            assert claim["to"] == contract and claim["root"] == campaign["root"] and len(claim["proof"]) in (1, 2), claim
            site.cast("send", claim["to"], claim["data"], "--private-key", wallet.KEYS[1])
        for badge in badges:
            assert site.wait(lambda: site.kim.ask("GET", f"/api/v1/badges/{badge}")["nft_id"]).startswith(f"{CHAIN}:{contract}:")
        assert site.admin.ask("GET", "/api/v1/badge-campaigns")["items"][0]["claimed"] == 2
        assert len(site.logs(contract, EVIDENCE)) == 2 and len(site.logs(contract, TRANSFER)) == 1
        site.kim.ask("POST", f"/api/v1/badges/{badges[0]}/mint", {}, status=409)
        it_is_closed(site, campaign)


def it_is_closed(site, campaign):
    """What its last badge was claimed by just before is known; then there is nothing to claim, and it may be minted where one likes."""
    [left] = [badge["id"] for badge in site.kim.ask("GET", "/api/v1/badges")["items"]
              if not badge["nft_id"] and not badge["revoked_at"] and badge["certifier"] != "myself"]
    call = site.kim.ask("GET", f"/api/v1/badges/{left}/claim")
    path = f"/api/v1/badge-campaigns/{campaign['id']}/close"
    site.kim.ask("POST", path, status=403)
    site.admin.ask("POST", "/api/v1/badge-campaigns/1/close", status=404)
    assert site.admin.ask("POST", path, status=202)["state"] == "closing"
    assert "closing" in site.admin.ask("POST", path, status=409)["detail"]
    site.kim.ask("GET", f"/api/v1/badges/{left}/claim", status=404)
    state = lambda: site.admin.ask("GET", "/api/v1/badge-campaigns")["items"][0]["state"]
    site.wait(lambda: state() == "ended")
    assert len(site.logs(call["to"], "CampaignClosed(bytes32)")) == 1
    refused = subprocess.run([wallet.CAST, "call", call["to"], call["data"], "--from", wallet.ADDRESSES[1], "--rpc-url", site.anvil.url],
                             capture_output=True, text=True)
    assert refused.returncode and "revert" in refused.stderr, refused
    site.kim.ask("POST", f"/api/v1/badges/{left}/mint", {}, status=202)


def what_was_claimed_before_is_known():
    """a claim that the chain took before the campaign was closed is found, and its badge is not minted again"""
    with Mint() as site:
        site.ready()
        badge = site.badge()
        far = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() + 30 * 86400))
        campaign = site.admin.ask("POST", "/api/v1/badge-campaigns", {"expires_at": far}, status=201)
        site.wait(lambda: site.admin.ask("GET", "/api/v1/badge-campaigns")["items"][0]["state"] == "open")
        claim = site.kim.ask("GET", f"/api/v1/badges/{badge}/claim")
        # Nobody looks at the chain for a while, as if the server were busy.
        site.server.sql("UPDATE mint_campaign SET watched_us = watched_us + 20000000")
        site.by_hand(claim["to"], claim["data"])
        said = site.run("campaign", "close", campaign["id"], "--by", "admin")
        assert " closing " in said, said
        seen = site.wait(lambda: [one for one in site.admin.ask("GET", "/api/v1/badge-campaigns")["items"] if one["state"] == "ended"])
        assert seen[0]["claimed"] == 1 and site.kim.ask("GET", f"/api/v1/badges/{badge}")["nft_id"], seen
        site.run("campaign", "close", campaign["id"], "--by", "admin", ends=2)


def what_the_chain_refuses_is_tried_again():
    """a server that may not issue any more says so of a token that it cannot take back and of a campaign that it cannot close, and tries again"""
    with Mint() as site:
        contract = site.ready()["contract"]
        tokens = [site.badge(f"looked {i} times", to=site.kim) for i in range(2)]
        own = site.bind(site.kim, 0)["address"]
        for badge, address in zip(tokens, (own, wallet.ADDRESSES[1])):
            site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {"address": address}, status=202)
            site.minted(badge)
        far = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() + 30 * 86400))
        campaign = site.admin.ask("POST", "/api/v1/badge-campaigns", {"expires_at": far}, status=201)
        seen = lambda: site.admin.ask("GET", "/api/v1/badge-campaigns")["items"][0]
        site.wait(lambda: seen()["state"] == "open")
        issuer = lambda yes: site.cast("send", contract, "setIssuer(address,bool)", wallet.ADDRESSES[0], yes, "--private-key", wallet.KEYS[0])
        issuer("false")
        close = f"/api/v1/badge-campaigns/{campaign['id']}/close"
        site.admin.ask("POST", close, status=202)
        for badge in tokens:
            site.admin.ask("POST", f"/api/v1/badges/{badge}/revoke", {"reason": "was another's"})
        state = lambda badge: site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")
        for badge in tokens:
            refused = site.wait(lambda: state(badge) if state(badge)["state"] == "kept" else None)
            assert "NotIssuer(" in refused["error"], refused
        assert "NotIssuer(" in site.wait(lambda: seen()["error"]) and seen()["state"] == "open", seen()
        assert "NotIssuer(" in site.run("campaign", "show", campaign["id"])
        failed = site.admin.ask("GET", "/api/v1/chain-transactions?purpose=mint-revoke&state=failed")["items"]
        last = next(tx["id"] for tx in failed if tx["object_id"] == tokens[1])
        site.kim.ask("POST", f"/api/v1/chain-transactions/{last}/retry", status=403)
        again = site.admin.ask("POST", f"/api/v1/chain-transactions/{last}/retry", status=202)
        assert again["id"] != last and again["object_id"] == tokens[1], again
        assert "tried again since" in site.admin.ask("POST", f"/api/v1/chain-transactions/{last}/retry", status=409)["detail"]
        site.wait(lambda: state(tokens[1])["state"] == "kept")
        issuer("true")
        other = site.admin.ask("GET", "/api/v1/chain-transactions?purpose=mint")["items"][0]["id"]
        for wrong, status in (("1", 404), (other, 409)):
            site.admin.ask("POST", f"/api/v1/chain-transactions/{wrong}/retry", status=status)
        site.run("chain", "tx", "retry", again["id"], "--by", "kim", ends=2)
        assert site.run("chain", "tx", "retry", again["id"], "--by", "admin").startswith("revoking on chain")
        site.wait(lambda: state(tokens[1])["state"] == "revoked")
        assert state(tokens[0])["state"] == "kept"
        site.server.sql("UPDATE badge_mint SET refused_us = refused_us - 21600000000")  # as if six hours had passed
        site.wait(lambda: state(tokens[0])["state"] == "revoked")
        for address in (own, wallet.ADDRESSES[1]):
            assert site.cast("call", contract, "balanceOf(address)(uint256)", address) == "0"
        assert site.admin.ask("POST", close, status=202)["error"] is None
        site.wait(lambda: seen()["state"] == "ended")


def all_of_it_by_hand():
    """the command line shows what becomes public before it asks, orders nothing without a yes, opens a campaign and prints its claims"""
    with Mint() as site:
        shown = site.ready()
        minted, claimed = site.badge("minted by hand"), site.badge("claimed by hand")
        leaf = site.kim.ask("GET", f"/api/v1/badges/{minted}")["entry"]["leaf"]
        for answer in ("", "no\n", "y\n"):
            said = site.run("badge", "mint", minted, "--by", "kim", says=answer, ends=1)
            assert said.startswith("This becomes public") and f"0x{leaf}" in said and wallet.ADDRESSES[1] in said, said
            assert "ordered" not in said and site.kim.send("GET", f"/api/v1/badges/{minted}/mint")[0] == 404, said
        lines = site.run("badge", "mint", minted, "--by", "kim", "--yes", "--json", "--chain", CHAIN, "--address", wallet.ADDRESSES[1]).splitlines()
        public, ordered = map(json.loads, lines)
        assert public["nft_id"] == shown["nft_id"] == ordered["nft_id"] and ordered["state"] == "ordered", lines
        site.run("badge", "mint", minted, "--by", "kim", "--yes", ends=2)
        assert site.minted(minted)["nft_id"] == public["nft_id"]
        assert site.run("badge", "minting", minted).startswith(f"final on chain {CHAIN}\n")
        assert json.loads(site.run("badge", "minting", minted, "--json")) == site.kim.ask("GET", f"/api/v1/badges/{minted}/mint")
        far = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 30 * 86400))
        campaign = json.loads(site.run("campaign", "open", "--by", "admin", "--expires", far, "--json"))
        assert campaign["state"] == "ordered" and campaign["badges"] == 2, campaign
        site.run("campaign", "claim-data", claimed, ends=2)
        site.wait(lambda: " open " in site.run("campaign", "show", campaign["id"]))
        assert [json.loads(one) for one in site.run("campaign", "list", "--json").splitlines()] == site.admin.ask("GET", "/api/v1/badge-campaigns")["items"]
        claim = json.loads(site.run("campaign", "claim-data", claimed, "--json"))
        assert claim == site.kim.ask("GET", f"/api/v1/badges/{claimed}/claim"), claim
        assert f"  data        {claim['data']}\n" in site.run("campaign", "claim-data", claimed)
        site.by_hand(claim["to"], claim["data"])
        assert site.wait(lambda: site.kim.ask("GET", f"/api/v1/badges/{claimed}")["nft_id"]) == public["nft_id"]


def no_badge_is_at_two_addresses():
    """what a campaign lets one address claim is minted to no other, which revoking would never reach"""
    with Mint() as site:
        site.ready()
        site.bind(site.kim, 0)
        badge = site.badge()
        far = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() + 30 * 86400))
        site.admin.ask("POST", "/api/v1/badge-campaigns", {"expires_at": far}, status=201)
        for method, path in (("GET", f"mint/preview?address={wallet.ADDRESSES[0]}"), ("POST", "mint")):
            body = {"address": wallet.ADDRESSES[0]} if method == "POST" else None
            assert "campaign" in site.kim.ask(method, f"/api/v1/badges/{badge}/{path}", body, status=409)["detail"]
        site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {"address": wallet.ADDRESSES[1]}, status=202)


def nobody_spends_all():
    """of a day one account has so many minted, at the cost of the server's key, and no more"""
    with Mint() as site:
        site.ready()
        badges = [site.badge(f"praised {i} times") for i in range(51)]
        for badge in badges[:-1]:
            site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=202)
        assert "50 badges" in site.kim.ask("POST", f"/api/v1/badges/{badges[-1]}/mint", {}, status=413)["detail"]


def no_crash_mints_twice():
    """kill -9 at each step between the order and the end of a transaction: the chain has each badge's evidence once, and one token"""
    with Mint() as site:
        contract = site.ready()["contract"]
        leaves, steps = [], []
        # As soon as it is seen to be so far; and at times between, for what lies between two states.
        for step in ("queued", "signed", "sent", "mined", 0, 0.2, 0.4, 0.6, 0.8, 1, 1.2):
            badge = site.badge(f"looked at {step}")
            leaves.append(f"0x{site.kim.ask('GET', f'/api/v1/badges/{badge}')['entry']['leaf']}")
            site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=202)
            if isinstance(step, str):
                site.wait(lambda: is_so_far(site, badge, step))
            else:
                time.sleep(step)
            steps.append(site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")["transaction"]["state"])
            site.crash()
            site.minted(badge)
        evidence = [log["data"] for log in site.logs(contract, EVIDENCE)]
        assert sorted(evidence) == sorted(leaves), (steps, evidence, leaves)
        assert len(site.logs(contract, TRANSFER)) == 1, steps
        assert len(set(steps)) > 1, steps


def is_so_far(site, badge, step):
    order = ("queued", "signed", "sent", "mined", "final")
    return order.index(site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")["transaction"]["state"]) >= order.index(step)


def on_postgres():
    """the same on PostgreSQL: minting, claiming, anchoring"""
    if not POSTGRES:
        return
    for play in (a_badge_becomes_a_token, badges_are_claimed, the_journal_is_anchored):
        play("postgres")


TESTS = (a_badge_becomes_a_token, a_fresh_address_stays_nobodys, all_of_it_by_hand, badges_are_claimed, the_journal_is_anchored, no_badge_is_at_two_addresses,
         no_crash_mints_twice, nobody_spends_all, on_postgres, the_token_is_verified, what_is_refused,
         what_the_chain_refuses_is_tried_again, what_was_claimed_before_is_known)
