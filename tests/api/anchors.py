# SPDX-License-Identifier: Apache-2.0
"""Heads of the journal on a real anvil: written there, and held against what the server shows, by the command line alone. Each function is a
test."""

import hashlib
import json
import subprocess
import time

import chain
from chain import CHAIN, ISSUER, IS_USABLE  # noqa: F401
from server import PROGRAM

PATH = f"/api/v1/chains/{CHAIN}/anchors"
MOST_SECONDS = 25


def ready(kenzen):
    """Waits for the contract."""
    kenzen.wait_state(kenzen.order("Anchor"), "final")
    return kenzen.ask("GET", f"/api/v1/chains/{CHAIN}")["anchor_contract"]


def wait(kenzen, is_so):
    """Waits until the newest anchor is so, and returns it."""
    end = time.monotonic() + MOST_SECONDS
    while True:
        anchors = kenzen.ask("GET", PATH)["items"]
        if anchors and is_so(anchors[0]):
            return anchors[0]
        assert time.monotonic() < end, (anchors[:1], kenzen.trouble(), kenzen.server.said()[-1500:])
        time.sleep(0.1)


def grow(kenzen, name):
    """Writes an entry, and waits until it has its place."""
    size = kenzen.ask("GET", "/api/v1/journal/head")["size"]
    kenzen.ask("POST", "/api/v1/teams", {"name": name})
    end = time.monotonic() + MOST_SECONDS
    while kenzen.ask("GET", "/api/v1/journal/head")["size"] <= size:
        assert time.monotonic() < end
        time.sleep(0.1)


def run(*words):
    done = subprocess.run([PROGRAM, "chain", "anchor", *map(str, words)], capture_output=True, text=True)
    return done.returncode, done.stdout or done.stderr


def check(kenzen, anvil, *more):
    """Returns the exit code, and the verdicts by name."""
    code, said = run("check", f"http://{kenzen.server.host}", "--rpc", anvil.url, "--json", *more)
    assert code in (0, 1), said
    told = json.loads(said)
    assert told["is_good"] == (code == 0), told
    return code, {one["name"]: (one["verdict"], one["detail"]) for one in told["checks"]}


def write(kenzen, anvil, anchor, size, root):
    """The same key writes another head, as a server does that keeps two logs."""
    data = kenzen.tx(anchor["transaction_id"])["data"]
    origin = hashlib.sha256(anchor["origin"].encode()).hexdigest()
    call = data[:10] + origin + f"{size:064x}" + root
    number = anvil.ask("eth_sendTransaction", {"from": ISSUER, "to": anchor["contract"], "data": call})
    end = time.monotonic() + MOST_SECONDS
    while not (receipt := anvil.ask("eth_getTransactionReceipt", number)):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert receipt["status"] == "0x1"


def test_anchored_when_asked():
    """the head is written when it is asked for, is listed for everybody, and whoever has a node holds the journal against it"""
    for engine in chain.engines():
        with chain.world(engine, anchor_seconds=0) as (kenzen, _, anvil, _):
            kenzen.ask("POST", PATH, expected=409)
            contract = ready(kenzen)
            ordered = kenzen.ask("POST", PATH, expected=201)
            assert ordered["state"] == "ordered" and ordered["error"] is None and ordered["sender"] is None, ordered
            anchor = wait(kenzen, lambda one: one["state"] == "final")
            assert anchor["id"] == ordered["id"] and anchor["sender"] == ISSUER and anchor["contract"] == contract, anchor
            status, _, listed = kenzen.server.ask("GET", "/api/v1/public/log/anchors", [("Host", kenzen.server.host)], None)
            [public] = json.loads(listed)["items"]
            assert status == 200 and public.items() <= anchor.items() and "error" not in public, public
            assert public["origin_hash"] == "0x" + hashlib.sha256(f"{kenzen.server.host}/journal".encode()).hexdigest()
            code, told = check(kenzen, anvil)
            assert code == 0 and set(told) == {"chain", "anchor", "checkpoint", "journal"}, told
            place = f"{CHAIN}:{contract}:{ISSUER}"
            head = run("head", f"http://{kenzen.server.host}", "--rpc", anvil.url, "--anchor", place)
            assert head == (0, f"{anchor['size']}:{anchor['root']}\n"), head
            grow(kenzen, "Another")
            code, told = check(kenzen, anvil, "--anchor", place, "--head", kenzen.ask("GET", "/api/v1/journal/head")["head"])
            assert code == 0 and told["head"][0] == "pass", told
            code, told = check(kenzen, anvil, "--head", f"{anchor['size']}:{'0' * 64}")
            assert code == 1 and told["head"][0] == "fail", told


def test_two_journals():
    """a server that anchored another journal than it shows is caught, and a contract takes no journal that shrank"""
    with chain.world(anchor_seconds=0) as (kenzen, _, anvil, _):
        ready(kenzen)
        kenzen.ask("POST", PATH, expected=201)
        anchor = wait(kenzen, lambda one: one["state"] == "final")
        size = kenzen.ask("GET", "/api/v1/journal/head")["size"]
        write(kenzen, anvil, anchor, size, "1" * 64)
        grow(kenzen, "Another")
        code, told = check(kenzen, anvil)
        assert code == 1 and told["checkpoint"][0] == "pass" and told["journal"][0] == "fail", told
        assert "NOT the beginning" in told["journal"][1], told
        write(kenzen, anvil, anchor, 1000000, "2" * 64)
        code, told = check(kenzen, anvil)
        assert code == 1 and "fewer than the 1000000" in told["journal"][1], told
        kenzen.ask("POST", PATH, expected=201)
        failed = wait(kenzen, lambda one: one["state"] == "failed")
        assert "Shrunk(1000000)" in failed["error"], failed
        [public] = kenzen.ask("GET", "/api/v1/public/log/anchors")["items"]
        assert public["id"] == anchor["id"], public


def test_anchored_by_itself():
    """the head is written at its interval, and no oftener; the interval is checked"""
    with chain.world(anchor_seconds=0) as (kenzen, _, anvil, _):
        path = f"/api/v1/chains/{CHAIN}"
        kenzen.ask("PATCH", path, {"anchor_seconds": 59}, expected=422)
        kenzen.ask("PATCH", path, {"anchor_seconds": 31622401}, expected=422)
        ready(kenzen)
        assert kenzen.ask("GET", PATH)["items"] == []
        assert kenzen.ask("PATCH", path, {"anchor_seconds": 60})["anchor_seconds"] == 60
        wait(kenzen, lambda one: one["state"] == "final")
        grow(kenzen, "Another")
        listed = subprocess.run([PROGRAM, "chain", "anchor", "list", str(CHAIN), "--data", kenzen.server.folder], capture_output=True, text=True)
        assert listed.returncode == 0 and len(listed.stdout.splitlines()) == 1 and "final" in listed.stdout, listed
        now = subprocess.run([PROGRAM, "chain", "anchor", "now", str(CHAIN), "--data", kenzen.server.folder], capture_output=True, text=True)
        assert now.returncode == 0 and "waits to be sent" in now.stdout, now
        wait(kenzen, lambda one: one["state"] == "final" and len(kenzen.ask("GET", PATH)["items"]) == 2)
        assert check(kenzen, anvil)[0] == 0


TESTS = (test_anchored_when_asked, test_two_journals, test_anchored_by_itself)
