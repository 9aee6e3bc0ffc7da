# SPDX-License-Identifier: Apache-2.0
"""Anvil on a free port, and a node of JSON-RPC before it that can be away, lose, lie, talk without end, or kill who calls."""

import http.server
import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request

from server import TOP

ANVIL = TOP / "contracts/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"


def forward(url, body):
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


class Anvil:
    """Use by 'with'."""

    def __init__(self, *options):
        self.options = options

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        words = [str(ANVIL), "--host", "127.0.0.1", "--port", str(port), "--silent", *self.options]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while True:
            try:
                self.ask("eth_chainId")
                return self
            except OSError:
                assert time.monotonic() < end and self.process.poll() is None, "anvil did not start"
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)

    def ask(self, method, *params):
        answer = json.loads(forward(self.url, json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()))
        assert "error" not in answer, (method, answer)
        return answer["result"]

    def nonce(self, address):
        return int(self.ask("eth_getTransactionCount", address, "latest"), 16)


class Node:
    """Passes on what it is asked. answers: by method, what it says instead: one answer each time, or a list, one after the other.
    changes: by method, what changes the true answer. Use by 'with'."""

    def __init__(self, behind):
        self.behind = behind
        self.answers, self.changes = {}, {}
        self.is_away = self.is_lossy = self.is_endless = False
        self.most_blocks = 0  # that it looks through for logs at once; 0: any number
        self.killing = None
        self.is_dead = threading.Event()

    def __enter__(self):
        node = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                node.answer(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # whoever asked was killed
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/key"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def kill(self, method, when, pid):
        """Kills a process at the next call of a method: before it is passed on, or before it is answered."""
        self.is_dead.clear()
        self.killing = (method, when, pid)

    def kill_at(self, method, when):
        if self.killing and self.killing[:2] == (method, when):
            pid, self.killing = self.killing[2], None
            os.kill(pid, signal.SIGKILL)
            self.is_dead.set()
            return True
        return False

    def own_answer(self, method):
        own = self.answers.get(method)
        if isinstance(own, list):
            return own.pop(0) if own else None
        return own

    def blocks_of(self, query):
        first, last = query["fromBlock"], query["toBlock"]
        if last == "latest":
            asked = {"jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber", "params": []}
            last = json.loads(forward(self.behind, json.dumps(asked).encode()))["result"]
        return int(last, 16) - int(first, 16) + 1

    def true_answer(self, call, body):
        if self.is_lossy and call["method"] == "eth_sendRawTransaction":
            return {"error": {"code": -32000, "message": "already known"}}
        if self.most_blocks and call["method"] == "eth_getLogs" and self.blocks_of(*call["params"]) > self.most_blocks:
            return {"error": {"code": -32000, "message": f"more than {self.most_blocks} blocks"}}
        answer = json.loads(forward(self.behind, body))
        change = self.changes.get(call["method"])
        if change:
            change(answer)
        return answer

    def answer(self, wire, body):
        call = json.loads(body)
        method = call["method"]
        if self.is_away:
            return self.say(wire, 503, b"<html>away</html>")
        if self.is_endless:
            return self.talk(wire)
        if self.kill_at(method, "before"):
            return self.say(wire, 503, b"")
        own = self.own_answer(method)
        answer = self.true_answer(call, body) if own is None else own
        self.kill_at(method, "after")
        return self.say(wire, 200, json.dumps({"jsonrpc": "2.0", "id": call["id"], **answer}).encode())

    def say(self, wire, status, body):
        try:
            wire.send_response(status)
            wire.send_header("Content-Length", str(len(body)))
            wire.end_headers()
            wire.wfile.write(body)
        except OSError:
            pass  # whoever asked is gone

    def talk(self, wire):
        """Gigabytes, until nobody listens."""
        try:
            wire.send_response(200)
            wire.send_header("Content-Length", str(8 << 30))
            wire.end_headers()
            while self.is_endless:
                wire.wfile.write(b'{"jsonrpc":"2.0","id":1,"result":"' + b"0" * (1 << 20))
        except OSError:
            pass
