# SPDX-License-Identifier: Apache-2.0
"""Bad days of a chain: a real anvil, and between it and the server a node that is away, slow, wrong or malicious (fake_node.py). Each
function is a test. What is ordered is a contract: how many there are at the end is how often it was done."""

import concurrent.futures
import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from fake_node import ANVIL, Anvil, Node
from server import ENGINES, POSTGRES, PROGRAM, Server

IS_USABLE = ANVIL.exists()
# The first account of every anvil, and its key, as its documents have them.
ISSUER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
CHAIN = 31337
ENDED = ("final", "failed", "replaced")


def engines():
    return [engine for engine in ENGINES if engine != "postgres" or POSTGRES]


class Keys:
    """A keystore and its password, in a folder that goes."""

    def __init__(self, key=KEY):
        self.room = tempfile.TemporaryDirectory(prefix="kenzen-keys-")
        folder = Path(self.room.name)
        self.keystore, self.password = folder / "key.json", folder / "password"
        self.password.write_text("a long password\n")
        self.password.chmod(0o600)
        words = [PROGRAM, "chain", "key", "import" if key else "new", self.keystore, "--password", self.password, "--light"]
        self.address = subprocess.run(words, input=key, capture_output=True, text=True, check=True).stdout.strip()

    def options(self):
        return ("--allow-net", "127.0.0.1", "--chain-keystore", str(self.keystore), "--chain-password", str(self.password))


class Kenzen:
    """A server with somebody signed in, and a chain that is set up."""

    def __init__(self, server, *endpoints, **more):
        self.server, self.cookie = server, ""
        self.sign_in()
        if endpoints:
            chain = {"id": CHAIN, "name": "Testland", "endpoints": list(endpoints), "confirmations": 1, **more}
            self.ask("POST", "/api/v1/chains", chain)

    def sign_in(self):
        status, headers, _ = self.server.ask("POST", "/api/v1/session", self.head(), json.dumps({"token": self.server.link}).encode())
        assert status == 200, status
        self.cookie = next(value for name, value in headers if name.lower() == "set-cookie").partition(";")[0]

    def head(self):
        host = self.server.host
        return [("Host", host), ("Origin", f"http://{host}"), ("Content-Type", "application/json"), *([("Cookie", self.cookie)] if self.cookie else [])]

    def ask(self, method, path, body=None, expected=None):
        status, _, answer = self.server.ask(method, path, self.head(), None if body is None else json.dumps(body).encode())
        assert status < 300 if expected is None else status == expected, (method, path, status, answer[:500])
        return json.loads(answer) if answer else {}

    def order(self, contract="SecurityBadge"):
        """With no Anchor there, the server sends nothing of its own accord."""
        return self.ask("POST", f"/api/v1/chains/{CHAIN}/contracts", {"contract": contract})["id"]

    def tx(self, number):
        return self.ask("GET", f"/api/v1/chain-transactions/{number}")

    def trouble(self):
        return self.ask("GET", f"/api/v1/chains/{CHAIN}")["trouble"] or ""

    def wait(self, what, number=None, seconds=25):
        """Waits until what(transaction, trouble) holds. Returns the transaction."""
        end = time.monotonic() + seconds
        while True:
            tx, trouble = self.tx(number) if number else {}, self.trouble()
            if what(tx, trouble):
                return tx
            assert time.monotonic() < end, (tx, trouble, self.server.said()[-1500:])
            time.sleep(0.1)

    def wait_state(self, number, *states, seconds=25):
        return self.wait(lambda tx, _: tx["state"] in states, number, seconds)

    def wait_trouble(self, words, seconds=25):
        self.wait(lambda _, trouble: words in trouble, None, seconds)


@contextlib.contextmanager
def world(engine="sqlite", key=KEY, options=(), **more):
    """A chain, a node before it, and a server that signs there."""
    with Anvil(*options) as anvil, Node(anvil.url) as node:
        keys = Keys(key)
        with Server(engine, *keys.options()) as server:
            yield Kenzen(server, node.url, **more), node, anvil, keys


def check_once(anvil, tx, address=ISSUER):
    """Exactly one contract was made, and it is the one that is told."""
    assert tx["state"] == "final", tx
    assert anvil.nonce(address) == 1, anvil.nonce(address)
    assert len(anvil.ask("eth_getCode", tx["contract"], "latest")) > 100


def test_contracts_are_put_onto_a_chain():
    """Contracts are put onto a chain, and are the chain's once they are final; on both engines."""
    for engine in engines():
        with world(engine) as (kenzen, _, anvil, _):
            first = kenzen.wait_state(kenzen.order(), *ENDED)
            check_once(anvil, first)
            assert kenzen.ask("GET", f"/api/v1/chains/{CHAIN}")["badge_contract"] == first["contract"]
            anchor = kenzen.order("Anchor")
            second = kenzen.wait_state(anchor, *ENDED)
            assert kenzen.ask("GET", f"/api/v1/chains/{CHAIN}")["anchor_contract"] == second["contract"]
            assert (second["state"], second["nonce"]) == ("final", 1), second
            status = kenzen.ask("GET", f"/api/v1/chains/{CHAIN}/status")
            assert status["sender"] == ISSUER and status["nonce"] >= 2 and status["transactions"]["final"] >= 2, status
            receipt = anvil.ask("eth_getTransactionReceipt", second["hash"])
            assert int(receipt["gasUsed"], 16) == second["gas_used"]
            assert kenzen.ask("GET", "/api/v1/chain-transactions?state=final&purpose=deploy-anchors")["items"][0]["id"] == anchor
            kenzen.ask("DELETE", f"/api/v1/chains/{CHAIN}", expected=409)


def test_a_node_that_is_away_is_waited_for():
    """A node that is away is waited for."""
    with world() as (kenzen, node, anvil, _):
        node.is_away = True
        number = kenzen.order()
        kenzen.wait_trouble("HTTP status 503")
        assert kenzen.tx(number)["state"] == "queued"
        assert not kenzen.ask("GET", f"/api/v1/chains/{CHAIN}/status")["is_reachable"]
        node.is_away = False
        check_once(anvil, kenzen.wait_state(number, *ENDED))
        kenzen.wait(lambda _, trouble: not trouble)


def test_another_node_is_asked():
    """Where one node is away, another is asked; final takes a second one's word."""
    with Anvil() as anvil, Node(anvil.url) as node, Node(anvil.url) as second:
        keys = Keys()
        with Server("sqlite", *keys.options()) as server:
            kenzen = Kenzen(server, node.url, second.url)
            node.is_away = True
            number = kenzen.order()
            kenzen.wait_state(number, "mined")
            kenzen.wait_trouble("HTTP status 503")
            node.is_away = False
            check_once(anvil, kenzen.wait_state(number, *ENDED))


def test_another_chain_gets_nothing():
    """Nothing is sent to a node of another chain."""
    with world() as (kenzen, node, anvil, _):
        node.answers["eth_chainId"] = {"result": "0x1"}
        number = kenzen.order()
        kenzen.wait_trouble("is of chain 1, not of 31337")
        assert kenzen.tx(number)["state"] == "queued" and anvil.nonce(ISSUER) == 0
        node.answers.clear()
        check_once(anvil, kenzen.wait_state(number, *ENDED))


def test_who_cannot_pay_waits():
    """A sender without money waits for it, and says so."""
    with world(key="") as (kenzen, _, anvil, keys):
        number = kenzen.order()
        kenzen.wait_trouble("too little to pay")
        assert "too little to pay" in kenzen.tx(number)["error"]
        anvil.ask("anvil_setBalance", keys.address, hex(10**18))
        check_once(anvil, kenzen.wait_state(number, *ENDED), keys.address)


def check_dearer(attempts):
    assert len(attempts) >= 2, attempts
    for former, later in zip(attempts, attempts[1:]):
        assert later["most_fee_wei"] * 8 >= former["most_fee_wei"] * 9 and later["tip_wei"] * 8 >= former["tip_wei"] * 9, attempts


def test_the_underpriced_is_made_dearer():
    """What a node finds underpriced is signed again with the same nonce, an eighth dearer at least."""
    with world() as (kenzen, node, anvil, _):
        node.answers["eth_sendRawTransaction"] = [{"error": {"code": -32000, "message": "transaction underpriced"}}] * 2
        tx = kenzen.wait_state(kenzen.order(), *ENDED)
        check_once(anvil, tx)
        check_dearer(tx["attempts"])


def test_the_stuck_is_replaced():
    """What is not mined in time is replaced, once the chain takes it, by one that is dearer."""
    with world(replace_seconds=1) as (kenzen, _, anvil, _):
        anvil.ask("evm_setAutomine", False)
        number = kenzen.order()
        kenzen.wait(lambda tx, _: len(tx["attempts"]) >= 3, number)
        anvil.ask("evm_mine")
        tx = kenzen.wait_state(number, *ENDED)
        check_once(anvil, tx)
        check_dearer(tx["attempts"])


def test_a_former_attempt_may_be_mined():
    """The first of several attempts may be the one that is mined: all are watched."""
    with world(replace_seconds=1) as (kenzen, node, anvil, _):
        anvil.ask("evm_setAutomine", False)
        number = kenzen.order()
        first = kenzen.wait_state(number, "sent")["hash"]
        node.is_lossy = True  # it says that it took what it forgets
        kenzen.wait(lambda tx, _: len(tx["attempts"]) >= 2, number)
        anvil.ask("evm_mine")
        tx = kenzen.wait_state(number, *ENDED)
        check_once(anvil, tx)
        assert tx["hash"] == first and len(tx["attempts"]) >= 2, tx


def test_somebody_else_may_take_the_nonce():
    """When a transaction that is not ours took the nonce, ours is told as replaced, and the next one goes on."""
    with world() as (kenzen, _, anvil, _):
        anvil.ask("evm_setAutomine", False)
        number = kenzen.order()
        kenzen.wait_state(number, "sent")
        dear = hex(50 * 10**9)
        anvil.ask("eth_sendTransaction", {"from": ISSUER, "to": ISSUER, "nonce": "0x0", "gas": "0x5208", "maxFeePerGas": dear, "maxPriorityFeePerGas": dear})
        anvil.ask("evm_mine")
        assert "took its nonce" in kenzen.wait_state(number, *ENDED)["error"]
        assert kenzen.tx(number)["state"] == "replaced"
        anvil.ask("evm_setAutomine", True)
        tx = kenzen.wait_state(kenzen.order(), *ENDED)
        assert (tx["state"], tx["nonce"]) == ("final", 1), tx


NO = "0x08c379a0" + "20".rjust(64, "0") + "02".rjust(64, "0") + "no".encode().hex().ljust(64, "0")


def test_what_would_be_reverted_is_not_sent():
    """What would be reverted is not sent, and its reason is told; what a node hides until it is mined fails when it is final."""
    with world() as (kenzen, node, anvil, _):
        node.answers["eth_estimateGas"] = {"error": {"code": 3, "message": "execution reverted", "data": NO}}
        tx = kenzen.wait_state(kenzen.order(), *ENDED)
        assert tx["state"] == "failed" and tx["error"] == "it would be reverted: no" and tx["hash"] is None, tx
        assert anvil.nonce(ISSUER) == 0
        node.answers["eth_estimateGas"] = {"result": hex(2500000)}  # too little: it is mined, and runs out of gas
        tx = kenzen.wait_state(kenzen.order(), *ENDED)
        assert tx["state"] == "failed" and tx["is_reverted"] and "reverted" in tx["error"], tx
        assert anvil.nonce(ISSUER) == 1
        node.answers["eth_estimateGas"] = {"result": hex(10**9)}
        assert "may use 5000000" in kenzen.wait_state(kenzen.order(), *ENDED)["error"]


def test_a_block_may_vanish():
    """A transaction whose block vanishes is waited for anew, and is done once."""
    with world(confirmations=3) as (kenzen, _, anvil, _):
        anvil.ask("evm_mine")
        snapshot = anvil.ask("evm_snapshot")
        number = kenzen.order()
        first = kenzen.wait_state(number, "mined")
        anvil.ask("evm_revert", snapshot)
        anvil.ask("anvil_mine", "0x1", "0x9")  # another block in its place
        kenzen.wait(lambda tx, _: tx["block_hash"] != first["block_hash"], number)
        kenzen.wait(lambda tx, _: tx["state"] == "mined" and tx["block_hash"] != first["block_hash"], number)
        anvil.ask("anvil_mine", "0x3")
        tx = kenzen.wait_state(number, *ENDED)
        check_once(anvil, tx)
        assert tx["hash"] == first["hash"] and len(tx["attempts"]) == 1


def test_a_chain_begun_anew_gets_nothing():
    """A chain that knows nothing of what was final gets nothing, and that is said."""
    with world() as (kenzen, _, anvil, _):
        snapshot = anvil.ask("evm_snapshot")
        kenzen.wait_state(kenzen.order(), "final")
        anvil.ask("evm_revert", snapshot)
        number = kenzen.order()
        kenzen.wait_trouble("was it begun anew?")
        assert kenzen.tx(number)["state"] == "queued" and anvil.nonce(ISSUER) == 0


# Where a round may be killed: before the node hears of a call, or before the server hears what it says. Nothing is kept yet at the first
# four; at "eth_sendRawTransaction" the signed bytes are, and the node has them or not.
STEPS = [("eth_chainId", "before"), ("eth_estimateGas", "after"), ("eth_getTransactionCount", "before"), ("eth_getTransactionCount", "after"),
         ("eth_sendRawTransaction", "before"), ("eth_sendRawTransaction", "after"), ("eth_getTransactionReceipt", "before"),
         ("eth_getTransactionReceipt", "after")]


def test_one_is_sent_whatever_kills_the_server():
    """Killed before or after any call of a node, the server sends one transaction in the end, and no second."""
    with Anvil() as anvil, Node(anvil.url) as node:
        keys, done = Keys(), 0
        server = Server("sqlite", *keys.options())
        with server:
            kenzen = Kenzen(server, node.url)
            for method, when in STEPS:
                node.kill(method, when, server.process.pid)
                number = kenzen.order()
                assert node.is_dead.wait(20), f"no {method}"
                server.process.wait(20)
                server.stop()
                link = server.link
                server.__enter__()
                server.link = link
                tx = kenzen.wait_state(number, *ENDED)
                done += 1
                assert tx["state"] == "final" and tx["nonce"] == done - 1, (method, when, tx)
                assert anvil.nonce(ISSUER) == done, (method, when)
            contracts = {item["contract"] for item in kenzen.ask("GET", "/api/v1/chain-transactions?limit=100")["items"]}
            assert len(contracts) == len(STEPS), contracts


def test_two_servers_send_once():
    """Two servers with one key and one database send each transaction once, under a nonce of its own."""
    if not POSTGRES:
        return
    count = 12
    with Anvil() as anvil, Node(anvil.url) as node:
        keys = Keys()
        with Server("postgres", *keys.options()) as one, Server(
            "postgres", *keys.options(), "--secret-key", f"{one.folder}/secret.key", beside=one
        ):
            kenzen = Kenzen(one, node.url)
            numbers = [kenzen.order() for _ in range(count)]
            done = [kenzen.wait_state(number, *ENDED, seconds=40) for number in numbers]
            assert all(tx["state"] == "final" for tx in done)
            assert [tx["nonce"] for tx in done] == list(range(count))
            assert anvil.nonce(ISSUER) == count


def test_a_wrong_password_stops_the_start():
    """With a wrong password, or one that others may read, the server does not start, and says why."""
    keys = Keys()
    for text, mode, words in (("wrong\n", 0o600, "password"), ("a long password\n", 0o644, "others may read it")):
        keys.password.write_text(text)
        keys.password.chmod(mode)
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([PROGRAM, "serve", "--data", folder, "--listen", "127.0.0.1:0", *keys.options()],
                                  capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode in (2, 3) and words in done.stderr, (done.returncode, done.stderr)
        shown = subprocess.run([PROGRAM, "chain", "key", "show", keys.keystore, "--password", keys.password], capture_output=True, text=True, check=False)
        assert shown.returncode and words in shown.stderr, shown.stderr
    assert KEY not in keys.keystore.read_text()


def lie_about_block(answer):
    if answer.get("result"):
        answer["result"]["blockHash"] = "0x" + "ab" * 32


def lie_about_hash(answer):
    if answer.get("result"):
        answer["result"]["transactionHash"] = "0x" + "cd" * 32


def test_two_nodes_that_disagree_stop_it():
    """While two nodes tell different receipts, nothing is final, and it is said; with the liar gone, it goes on."""
    with Anvil() as anvil, Node(anvil.url) as honest, Node(anvil.url) as liar:
        keys = Keys()
        with Server("sqlite", *keys.options()) as server:
            kenzen = Kenzen(server, honest.url, liar.url)
            liar.changes["eth_getTransactionReceipt"] = lie_about_block
            number = kenzen.order()
            kenzen.wait_trouble("answer eth_getTransactionReceipt differently: one of them is wrong")
            assert kenzen.tx(number)["state"] == "sent"
            liar.changes.clear()
            check_once(anvil, kenzen.wait_state(number, *ENDED))


def test_no_nonce_is_made_up():
    """A node that says that the key sent many transactions would have all that follows wait for ever: nothing is signed on its word alone,
    nor on that of the only node when it names more than a few."""
    with Anvil() as anvil, Node(anvil.url) as liar, Node(anvil.url) as honest:
        for nodes, nonce, trouble in (((liar, honest), 7, "answer eth_getTransactionCount differently"), ((liar,), 10 ** 12, "name a second node"),
                                      ((liar,), None, "name a second node")):
            keys = Keys()
            before = anvil.nonce(ISSUER)
            with Server("sqlite", *keys.options()) as server:
                kenzen = Kenzen(server, *(node.url for node in nodes))
                # One more than is believed of one node.
                liar.answers["eth_getTransactionCount"] = {"result": hex(17 if nonce is None else nonce)}
                number = kenzen.order()
                kenzen.wait_trouble(trouble)
                assert kenzen.tx(number)["state"] == "queued", kenzen.tx(number)
                liar.answers.clear()
                assert kenzen.wait_state(number, *ENDED)["nonce"] == before


def test_a_key_that_was_used_elsewhere_is_taken():
    """That a key has sent many transactions elsewhere is believed of two nodes that say the same."""
    with Anvil() as anvil, Node(anvil.url) as one, Node(anvil.url) as other:
        anvil.ask("anvil_setNonce", ISSUER, hex(5000))
        keys = Keys()
        with Server("sqlite", *keys.options()) as server:
            kenzen = Kenzen(server, one.url, other.url)
            tx = kenzen.wait_state(kenzen.order(), *ENDED)
            assert (tx["state"], tx["nonce"]) == ("final", 5000), tx


def test_the_receipt_of_another_is_no_receipt():
    """The receipt of another transaction is passed over for the next node's."""
    with Anvil() as anvil, Node(anvil.url) as liar, Node(anvil.url) as honest, Node(anvil.url) as third:
        keys = Keys()
        with Server("sqlite", *keys.options()) as server:
            kenzen = Kenzen(server, liar.url, honest.url, third.url)
            liar.changes["eth_getTransactionReceipt"] = lie_about_hash
            number = kenzen.order()
            check_once(anvil, kenzen.wait_state(number, *ENDED))
            kenzen.wait_trouble("the receipt of another transaction")


def test_nonsense_of_any_shape_is_survived():
    """Answers of wrong shapes, without end, or too large are survived; with a node that is well again, it goes on."""
    shapes = [{"result": None}, {"result": []}, {"result": "0x"}, {"result": "0x" + "f" * 200}, {"result": {"hash": 7}}, {}, {"error": "no"},
              {"error": {"code": 1, "message": "\u001b[2J<script>" * 1000}}]
    with world() as (kenzen, node, anvil, _):
        node.answers = {method: list(shapes) for method in ("eth_chainId", "eth_getBlockByNumber", "eth_estimateGas", "eth_feeHistory")}
        kenzen.order()
        kenzen.wait_trouble("eth_")
        node.answers = {}
        node.is_endless = True  # gigabytes
        kenzen.wait_trouble("larger than", 40)
        node.is_endless = False
        number = kenzen.order()
        kenzen.wait_state(number, *ENDED, seconds=40)
        assert kenzen.server.process.poll() is None
        assert anvil.nonce(ISSUER) >= 1


def command(server, *words, expected=0, input_=None):
    """Runs kenzen chain … beside a server on SQLite. Returns what it printed."""
    done = subprocess.run([PROGRAM, "chain", *words, "--data", server.folder], input=input_, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == expected, (words, done.returncode, done.stdout, done.stderr)
    return done.stdout if expected < 2 else done.stderr


def test_all_can_be_done_by_commands():
    """Chains are set up, looked at, changed and removed, and contracts ordered, from the command line."""
    with Anvil() as anvil, Node(anvil.url) as node:
        keys = Keys()
        with Server("sqlite", *keys.options()) as server:
            said = {"id": CHAIN, "name": "Testland", "endpoints": [node.url], "confirmations": 1}
            shown = json.loads(command(server, "add", "-", "--json", input_=json.dumps(said)))
            assert shown["nodes"] == [node.url.removeprefix("http://").removesuffix("/key")], shown
            assert "/key" not in command(server, "list") + command(server, "list", "--json")
            assert "already" in command(server, "add", "-", input_=json.dumps(said), expected=2)
            assert "wallet" in command(server, "change", str(CHAIN), "-", input_='{"wallet": 1}', expected=2)
            command(server, "change", str(CHAIN), "-", input_='{"name": "Renamed"}')
            status = command(server, "status", str(CHAIN), "--allow-net", "127.0.0.1", "--sender", ISSUER)
            assert "Renamed" in status and "block 0" in status and "10000000000000000000000 wei" in status, status
            command(server, "status", str(CHAIN), expected=1)  # its net is not allowed
            order = json.loads(command(server, "deploy", str(CHAIN), "SecurityBadge", "--issuer", keys.address, "--json"))["transaction"]
            assert "--issuer" in command(server, "deploy", str(CHAIN), "Anchor", "--issuer", ISSUER[:-1] + "7", expected=2)
            kenzen = Kenzen(server)
            check_once(anvil, kenzen.wait_state(order, *ENDED))
            assert [it["id"] for it in json.loads(command(server, "tx", "list", "--state", "final", "--json"))] == [order]
            shown = json.loads(command(server, "tx", "show", order, "--json"))
            assert len(shown["attempts"]) == 1 and shown["attempts"][0]["hash"] == shown["hash"], shown
            assert "final" in command(server, "tx", "show", order)
            assert "switched off" in command(server, "remove", str(CHAIN), expected=2)
            command(server, "add", "-", input_=json.dumps({**said, "id": 5}))
            command(server, "remove", "5")
            assert "is there already" in subprocess.run(
                [PROGRAM, "chain", "key", "new", keys.keystore, "--password", keys.password], capture_output=True, text=True, check=False).stderr


def anvil_of(server):
    words = ["pgrep", "-P", str(server.process.pid), "-f", "anvil.json"]
    return [int(pid) for pid in subprocess.run(words, capture_output=True, text=True, check=False).stdout.split()]


def test_a_chain_of_ones_own_is_kept():
    """With --anvil, the server keeps a chain of its own: started again when it dies, ended with the server, its state kept."""
    with tempfile.TemporaryDirectory() as folder:
        with Server("sqlite", "--anvil", str(ANVIL)) as server:
            kenzen = Kenzen(server)
            both = lambda: kenzen.ask("GET", f"/api/v1/chains/{CHAIN}")  # noqa: E731
            kenzen.wait(lambda *_: both()["badge_contract"] and both()["anchor_contract"])
            first, = anvil_of(server)
            os.kill(first, signal.SIGTERM)  # with SIGKILL, the last second would be lost
            kenzen.wait(lambda *_: anvil_of(server) not in ([], [first]) and kenzen.ask("GET", f"/api/v1/chains/{CHAIN}/status")["is_reachable"])
            kept = both()
            assert server.stop() == 0
            assert not subprocess.run(["pgrep", "-f", f"{server.folder}/anvil.json"], capture_output=True, check=False).stdout
            shutil.copytree(server.folder, folder, dirs_exist_ok=True)
            link = server.link
        with Server("sqlite", "--anvil", str(ANVIL), start=folder) as server:
            server.link = link
            kenzen.server = server
            again = both()
            assert (again["badge_contract"], again["wallet_url"]) == (kept["badge_contract"], kept["wallet_url"]), again
            tx = kenzen.wait_state(kenzen.order(), *ENDED)
            assert tx["state"] == "final", tx
    done = subprocess.run([PROGRAM, "serve", "--data", tempfile.mkdtemp(), "--listen", "127.0.0.1:0", "--anvil", "/bin/false"],
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode and "/bin/false" in done.stderr, done.stderr


class Beside:
    """Tests that wait more than they work are made several at a time; each tells its own outcome."""

    pool, going = None, {}

    def __init__(self, test, every):
        self.test, self.every, self.__doc__ = test, every, test.__doc__

    def __call__(self):
        if not Beside.pool:
            Beside.pool = concurrent.futures.ThreadPoolExecutor(AT_ONCE)
            Beside.going = {test: Beside.pool.submit(test) for test in self.every}
        Beside.going[self.test].result()


AT_ONCE = 6
EVERY = [value for name, value in list(globals().items()) if name.startswith("test_")] if IS_USABLE else []
TESTS = [Beside(test, EVERY) for test in EVERY]
