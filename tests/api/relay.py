# SPDX-License-Identifier: Apache-2.0
"""Tests of claims that the server sends and pays for: signed by cast, taken by the real contract on a real anvil, through a node that can
be away or kill the server. Each function is a test."""

import contextlib
import http.client
import json
import sqlite3
import subprocess
import time

import wallet
from fake_node import Node
from mint import CHAIN, EVIDENCE, TRANSFER, Mint
from server import POSTGRES

SERVER, HOLDER = wallet.ADDRESSES
DAY = 86400


class Relay(Mint):
    """A site whose chain pays for claims, with a node between it and the server."""

    def __init__(self, engine="sqlite", paid=100):
        super().__init__(engine)
        self.paid = paid
        self.node = Node(self.anvil.url)

    def __enter__(self):
        self.node.__enter__()
        super().__enter__()
        self.admin.ask("PATCH", f"/api/v1/chains/{CHAIN}", {"endpoints": [self.node.url], "claims_paid_a_day": self.paid})
        return self

    def __exit__(self, *words):
        super().__exit__(*words)
        self.node.__exit__(*words)

    def campaign(self, *texts):
        """Badges of kim's that an open campaign has, in the order of the texts."""
        self.ready()
        badges = [self.badge(text) for text in texts]
        far = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() + 30 * DAY))
        self.opened = self.admin.ask("POST", "/api/v1/badge-campaigns", {"expires_at": far}, status=201)
        self.wait(lambda: self.seen()["state"] == "open")
        return badges

    def seen(self):
        return self.admin.ask("GET", "/api/v1/badge-campaigns")["items"][0]

    def order(self, badge, key=wallet.KEYS[1], seconds=None, **changes):
        """What kim sends after signing, with another deadline or message than the server gave where that is asked for."""
        claim = self.kim.ask("GET", f"/api/v1/badges/{badge}/claim")
        typed, deadline = claim["relay"]["typed_data"], claim["relay"]["deadline"]
        if seconds is not None:
            typed["message"]["deadline"] = int(time.time()) + seconds
            deadline = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(typed["message"]["deadline"]))
        typed["message"].update(changes)
        return {"deadline": deadline, "signature": sign(typed, key)}

    def claim(self, badge, order=None, status=202):
        return self.kim.ask("POST", f"/api/v1/badges/{badge}/claim", order or self.order(badge), status=status)

    def refused(self, badge, order, status, words):
        answer = self.claim(badge, order, status)
        assert words in answer["detail"], (words, answer)

    def evidence(self):
        return sorted(log["data"] for log in self.logs(self.opened["contract"], EVIDENCE))


def sign(typed, key=wallet.KEYS[1]):
    return wallet.cast("wallet", "sign", "--data", json.dumps(typed), "--private-key", key)


def the_server_pays(engine="sqlite"):
    """a holder without money signs, the server sends it once, the token is the holder's, and the badge says where it is"""
    with Relay(engine) as site:
        badge, other = site.campaign("looked", "looked again")
        site.cast("rpc", "anvil_setBalance", HOLDER, "0x0")
        claim = site.kim.ask("GET", f"/api/v1/badges/{badge}/claim")
        typed = claim["relay"]["typed_data"]
        assert typed["domain"] == {"name": "SecurityBadge", "version": "1", "chainId": int(CHAIN), "verifyingContract": claim["to"]}, typed
        assert typed["message"]["holder"] == HOLDER and typed["message"]["root"] == claim["root"] == site.opened["root"], typed
        order = site.order(badge)
        ordered = site.claim(badge, order)
        assert ordered["state"] == "ordered" and ordered["transaction"]["state"] == "queued" and ordered["address"] == HOLDER, ordered
        site.refused(badge, order, 409, "on its way")
        minted = site.minted(badge)
        assert site.kim.ask("GET", f"/api/v1/badges/{badge}")["nft_id"] == minted["nft_id"]
        site.refused(badge, order, 409, "on a chain")
        site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=409)
        [sent] = site.logs(site.opened["contract"], EVIDENCE)
        assert sent["data"] == claim["commitment"], sent
        sender = json.loads(site.cast("tx", sent["transactionHash"], "--json"))["from"]
        assert sender.lower() == SERVER.lower() and site.cast("balance", HOLDER) == "0", sender
        site.wait(lambda: site.seen()["claimed"] == 1)
        entries = journal(site, badge)
        assert entries.count("badge.claim_ordered") == entries.count("badge.minted") == 1, entries
        site.claim(other)
        assert site.minted(other)["nft_id"] == minted["nft_id"] and len(site.evidence()) == 2
        assert len(site.logs(site.opened["contract"], TRANSFER)) == 1


def journal(site, badge):
    items = site.admin.ask("GET", f"/api/v1/journal?object_kind=badge&object={badge}")["items"]
    return [one["kind"] for one in items]


def all_is_checked_first():
    """nothing is ordered of a signature that is another's, of another claim, mirrored, too short or too long, nor for who may not"""
    with Relay() as site:
        badge, other, gone = site.campaign("looked", "looked again", "looked away")
        usual = site.order(badge)
        for order, status, words in (
                (site.order(badge, key=wallet.KEYS[0]), 422, "not one of the holder's"),
                (site.order(badge, holder=SERVER), 422, "not one of the holder's"),
                (site.order(badge, root="0x" + "12" * 32), 422, "not one of the holder's"),
                (site.order(badge, **{"class": 1}), 422, "not one of the holder's"),
                (site.order(other), 422, "not one of the holder's"),
                ({**usual, "deadline": site.order(badge, seconds=3600)["deadline"]}, 422, "not one of the holder's"),
                ({**usual, "deadline": usual["deadline"].replace("Z", ".5Z")}, 422, "deadline"),
                (site.order(badge, seconds=500), 422, "10 minutes to 7 days"),
                (site.order(badge, seconds=8 * DAY), 422, "10 minutes to 7 days"),
                ({"signature": usual["signature"]}, 422, "deadline"),
                ({**usual, "signature": mirrored(usual["signature"])}, 422, "signature"),
                ({**usual, "signature": usual["signature"][:-2]}, 422, "65 bytes"),
                ({**usual, "signature": "0x" + "0" * 130}, 422, "signature"),
                ({**usual, "signature": 7}, 422, "65 bytes"),
                ({**usual, "address": SERVER}, 404, "campaign"),
                ({**usual, "chain_id": "1"}, 404, "campaign")):
            site.refused(badge, order, status, words)
        site.admin.ask("POST", f"/api/v1/badges/{badge}/claim", usual, status=403)
        site.admin.ask("POST", f"/api/v1/badges/{gone}/revoke", {"reason": "was another's"})
        site.refused(gone, usual, 409, "revoked")
        [bound] = [one["id"] for one in site.kim.ask("GET", "/api/v1/wallet/addresses")["items"]]
        site.kim.ask("DELETE", f"/api/v1/wallet/addresses/{bound}")
        site.refused(badge, usual, 409, "bound to your account no more")
        site.bind(site.admin, 1)
        site.refused(badge, usual, 409, "bound to your account no more")
        assert not [one for one in site.admin.ask("GET", "/api/v1/chain-transactions")["items"] if one["purpose"] == "mint-claim"]
        site.kim.ask("GET", f"/api/v1/badges/{badge}/mint", status=404)


def mirrored(signature):
    """The other signature by the same key over the same digest (EIP-2)."""
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    raw = bytes.fromhex(signature[2:])
    return "0x" + (raw[:32] + (order - int.from_bytes(raw[32:64])).to_bytes(32) + bytes([55 - raw[64]])).hex()


def the_chain_is_asked_first():
    """what the chain would refuse is not ordered, with the contract's own reason; nor while it cannot be asked, nor for a contract's address"""
    with Relay() as site:
        badge, claimed = site.campaign("looked", "looked again")
        order = site.order(badge)
        site.node.is_away = True
        site.refused(badge, order, 503, "cannot be asked")
        site.node.is_away = False
        # An account becomes a contract by EIP-7702, and is none again.
        site.cast("rpc", "anvil_setCode", HOLDER, "0xef0100" + SERVER[2:])
        site.refused(badge, order, 409, "is a contract")
        site.cast("rpc", "anvil_setCode", HOLDER, "0x")
        call = site.kim.ask("GET", f"/api/v1/badges/{claimed}/claim")
        by_relay = site.order(claimed)
        site.server.sql("UPDATE mint_campaign SET watched_us = watched_us + 60000000")  # nobody looks for a minute
        site.by_hand(call["to"], call["data"])
        site.refused(claimed, by_relay, 409, "claimed already")
        # What its holder puts away is barred: the contract says so before anybody pays.
        site.by_hand(call["to"], "renounce(uint256)", str(call["class_number"]))
        site.refused(badge, order, 409, "Barred(")
        assert not [one for one in site.admin.ask("GET", "/api/v1/chain-transactions")["items"] if one["purpose"] == "mint-claim"]


def nobody_spends_the_operators_money():
    """nothing is paid for unless an administrator says so, no more than they say, and within what one account may have of a day"""
    with Relay(paid=0) as site:
        badges = site.campaign(*(f"looked {i} times" for i in range(3)))
        path = f"/api/v1/chains/{CHAIN}"
        assert site.kim.ask("GET", f"/api/v1/badges/{badges[0]}/claim")["relay"] is None
        site.admin.ask("PATCH", path, {"claims_paid_a_day": 2})
        orders = [site.order(badge) for badge in badges]
        site.admin.ask("PATCH", path, {"claims_paid_a_day": 0})
        site.refused(badges[0], orders[0], 409, "pays for no claims")
        for wrong in (-1, 100001, "2"):
            site.admin.ask("PATCH", path, {"claims_paid_a_day": wrong}, status=422)
        site.kim.ask("PATCH", path, {"claims_paid_a_day": 5}, status=403)
        assert site.admin.ask("PATCH", path, {"claims_paid_a_day": 2})["claims_paid_a_day"] == 2
        site.claim(badges[0], orders[0])
        site.claim(badges[1], orders[1])
        site.refused(badges[2], orders[2], 413, "2 claims within a day")
        site.minted(badges[1])
        site.admin.ask("PATCH", path, {"claims_paid_a_day": 100})
        many_came(site, badges[0], 48)
        site.refused(badges[2], orders[2], 413, "50 badges")


def many_came(site, badge, count):
    """As if as many badges of the same account had come onto the chain today."""
    with contextlib.closing(sqlite3.connect(f"{site.server.folder}/kenzen.db", timeout=30)) as db, db:
        for table, key, changes in (("badge", "id", {"id": "b.id + n", "act_key": "b.act_key || n", "share": "b.share || n"}),
                                    ("badge_mint", "badge_id", {"badge_id": "b.badge_id + n"})):
            names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            chosen = ", ".join(changes.get(name, f"b.{name}") for name in names)
            db.execute(f"WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) "
                       f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {table} b, c WHERE b.{key} = {badge}")


def it_is_sent_while_it_counts():
    """what could not be sent before its deadline, or by then needs far more gas, fails before it costs anything, and may be asked for again"""
    with Relay() as site:
        badge, dear = site.campaign("looked", "looked again")
        site.node.answers["eth_feeHistory"] = {"error": {"code": 1, "message": "not now"}}
        site.claim(badge, site.order(badge, seconds=700))
        site.cast("rpc", "evm_increaseTime", "1000")
        site.cast("rpc", "evm_mine")
        failed = site.wait(lambda: ended(site, badge))
        assert "SignatureExpired" in failed["error"], failed
        site.node.answers.clear()
        site.claim(badge)
        site.minted(badge)
        # A holder whose account becomes a contract meanwhile would have its code run at the server's cost.
        order = site.order(dear)
        site.claim(dear, order)
        site.node.answers["eth_estimateGas"] = {"result": hex(400000)}
        failed = site.wait(lambda: ended(site, dear))
        assert "needs 400000 units of gas" in failed["error"], failed
        site.node.answers.clear()
        site.claim(dear, order)
        site.minted(dear)
        assert len(site.evidence()) == 2


def ended(site, badge):
    mint = site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")
    return mint if mint["state"] == "failed" else None


def who_is_quicker_does_not_matter():
    """a holder who claims with their own wallet while the server waits has the badge once, and it says so"""
    with Relay() as site:
        [badge] = site.campaign("looked")
        call = site.kim.ask("GET", f"/api/v1/badges/{badge}/claim")
        site.node.answers["eth_sendRawTransaction"] = {"error": {"code": -32000, "message": "not now"}}
        site.claim(badge)
        site.wait(lambda: site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")["transaction"]["state"] == "signed")
        site.by_hand(call["to"], call["data"])
        site.cast("rpc", "anvil_mine", "0x28")
        site.node.most_blocks = 3  # it is looked for in pieces
        minted = site.minted(badge)
        assert minted["transaction"]["state"] == "signed" and site.kim.ask("GET", f"/api/v1/badges/{badge}")["nft_id"] == minted["nft_id"], minted
        site.node.answers.clear()
        site.wait(lambda: site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")["transaction"]["state"] == "final")
        assert site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")["state"] == "final"
        assert journal(site, badge).count("badge.minted") == 1


def the_revoked_are_barred():
    """a badge that is revoked while its claim waits, or whose claim failed, can be claimed no more"""
    with Relay() as site:
        waits, failed = site.campaign("looked", "looked again")
        call = site.kim.ask("GET", f"/api/v1/badges/{failed}/claim")
        site.node.answers["eth_estimateGas"] = [{"result": hex(90000)}, {"result": hex(10**7)}]
        site.claim(failed)
        site.wait(lambda: ended(site, failed))
        site.admin.ask("POST", f"/api/v1/badges/{failed}/revoke", {"reason": "was another's"})
        site.wait(lambda: site.kim.ask("GET", f"/api/v1/badges/{failed}/mint")["state"] == "revoked")
        refused = subprocess.run([wallet.CAST, "call", call["to"], call["data"], "--from", HOLDER, "--rpc-url", site.anvil.url],
                                 capture_output=True, text=True)
        assert refused.returncode, refused
        site.refused(waits, site.order(waits), 409, "Barred(")


STEPS = ("queued", "signed", "sent", "mined", 0, 0.3, 0.6, 0.9, ("eth_getCode", "after"), ("eth_feeHistory", "after"),
         ("eth_sendRawTransaction", "before"), ("eth_sendRawTransaction", "after"), ("eth_getTransactionReceipt", "before"),
         ("eth_getTransactionReceipt", "after"))


def no_crash_claims_twice():
    """kill -9 while it is asked for and at each step until its end: the chain has each badge's evidence once, and one token"""
    with Relay() as site:
        badges, reached = site.campaign(*(f"looked at {step}" for step in STEPS)), []
        leaves = sorted(site.kim.ask("GET", f"/api/v1/badges/{badge}/claim")["commitment"] for badge in badges)
        for badge, step in zip(badges, STEPS):
            order = site.order(badge)
            if isinstance(step, tuple):
                site.node.kill(*step, site.server.process.pid)
            with contextlib.suppress(OSError, http.client.HTTPException):  # it may be killed before it answers
                site.claim(badge, order)
                reached.append(reach(site, badge, step))
            site.crash()
            if site.kim.send("GET", f"/api/v1/badges/{badge}/mint")[0] == 404:
                reached.append("nothing")
                site.claim(badge, order)
            site.minted(badge)
        assert site.evidence() == leaves, (reached, site.evidence(), leaves)
        assert len(site.logs(site.opened["contract"], TRANSFER)) == 1, reached
        assert {"nothing", "killed"} < set(reached) and len(set(reached)) > 3, reached


def reach(site, badge, step):
    """Waits until it is so far. Returns what it is then."""
    if isinstance(step, tuple):
        assert site.node.is_dead.wait(20), step
        return "killed"
    if isinstance(step, str):
        site.wait(lambda: is_so_far(site, badge, step))
    else:
        time.sleep(step)
    return site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")["transaction"]["state"]


def is_so_far(site, badge, step):
    order = ("queued", "signed", "sent", "mined", "final")
    return order.index(site.kim.ask("GET", f"/api/v1/badges/{badge}/mint")["transaction"]["state"]) >= order.index(step)


def by_hand():
    """the command line prints what is signed, and orders what was signed, by the same checks"""
    with Relay() as site:
        [badge] = site.campaign("looked")
        base = ("badge", "claim", badge, "--by", "kim")
        site.run(*base, ends=2)
        site.run("badge", "claim", badge, "--by", "admin", "--typed-data", ends=2)
        deadline = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))
        typed = json.loads(site.run(*base, "--typed-data", "--deadline", deadline))
        wanted = site.kim.ask("GET", f"/api/v1/badges/{badge}/claim")["relay"]["typed_data"]
        assert {**typed["message"], "deadline": 0} == {**wanted["message"], "deadline": 0} and typed["domain"] == wanted["domain"], typed
        signature = sign(typed)
        more = ("--allow-net", "127.0.0.1")
        site.run(*base, "--signature", signature, *more, ends=2)
        site.run(*base, "--signature", sign(typed, wallet.KEYS[0]), "--deadline", deadline, *more, ends=2)
        site.run(*base, "--signature", signature, "--deadline", deadline, ends=3)  # its net is not allowed
        said = site.run(*base, "--signature", signature, "--deadline", deadline, *more)
        assert said.startswith(f"ordered on chain {CHAIN}\n") and HOLDER in said, said
        site.run(*base, "--signature", signature, "--deadline", deadline, *more, ends=2)
        site.minted(badge)


def on_postgres():
    """the same on PostgreSQL"""
    if POSTGRES:
        the_server_pays("postgres")


TESTS = (all_is_checked_first, by_hand, it_is_sent_while_it_counts, no_crash_claims_twice, nobody_spends_the_operators_money, on_postgres,
         the_chain_is_asked_first, the_revoked_are_barred, the_server_pays, who_is_quicker_does_not_matter)
