# SPDX-License-Identifier: Apache-2.0
"""A chain of our own (anvil) and as much of Ethereum as its tests need: Keccak-256, the ABI of plain types, Merkle proofs."""

import json
import re
import subprocess
import threading
import time
import urllib.request

MASK = (1 << 64) - 1


def rotate(word, bits):
    return (word << bits | word >> (64 - bits)) & MASK if bits else word


def permute(a):
    """Keccak-f[1600] on 25 lanes, lane (x, y) at x + 5 y."""
    r = 1
    for _ in range(24):
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[(x + 4) % 5] ^ rotate(c[(x + 1) % 5], 1) for x in range(5)]
        a = [a[i] ^ d[i % 5] for i in range(25)]
        x, y, moved = 1, 0, a[1]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            moved, a[x + 5 * y] = a[x + 5 * y], rotate(moved, (t + 1) * (t + 2) // 2 % 64)
        a = [a[i] ^ (~a[i // 5 * 5 + (i + 1) % 5] & a[i // 5 * 5 + (i + 2) % 5]) for i in range(25)]
        for j in range(7):
            r = (r << 1 ^ (r >> 7) * 0x171) & 0xFF
            if r & 2:
                a[0] ^= 1 << ((1 << j) - 1)
    return a


def keccak(data):
    padded = bytearray(data) + bytearray(136 - len(data) % 136)
    padded[len(data)] ^= 1
    padded[-1] ^= 0x80
    lanes = [0] * 25
    for block in range(0, len(padded), 136):
        for i in range(17):
            lanes[i] ^= int.from_bytes(padded[block + 8 * i : block + 8 * i + 8], "little")
        lanes = permute(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def encode_one(kind, value):
    """Returns (whether it is dynamic, its bytes)."""
    if kind.endswith("[]"):
        return True, len(value).to_bytes(32, "big") + encode([kind[:-2]] * len(value), value)
    if kind in ("string", "bytes"):
        data = value.encode() if isinstance(value, str) else value
        return True, len(data).to_bytes(32, "big") + data + bytes(-len(data) % 32)
    if isinstance(value, bytes):
        return False, value
    return False, int(value).to_bytes(32, "big")


def encode(kinds, values):
    """The ABI encoding of a tuple. An address is an integer, bytes32 may be bytes."""
    parts = [encode_one(kind, value) for kind, value in zip(kinds, values, strict=True)]
    head, tail = b"", b""
    for is_dynamic, data in parts:
        head += (32 * len(parts) + len(tail)).to_bytes(32, "big") if is_dynamic else data
        tail += data if is_dynamic else b""
    return head + tail


def call_data(signature, *values):
    kinds = [kind for kind in re.search(r"\((.*)\)$", signature)[1].split(",") if kind]
    return keccak(signature.encode())[:4] + encode(kinds, values)


def leaf_of(holder, class_, commitment):
    """The leaf of a campaign: hashed twice, so that no inner node can pass for one."""
    return keccak(keccak(encode(["address", "uint256", "bytes32"], [holder, class_, commitment])))


def fold(leaf, proof):
    """The root above a leaf, each pair in its order."""
    for sibling in proof:
        leaf = keccak(min(leaf, sibling) + max(leaf, sibling))
    return leaf


def root_of(leaves):
    """The root over a campaign's leaves: sorted, then laid backwards at the end of a heap; node i stands above 2 i + 1 and 2 i + 2."""
    heap = [b""] * (len(leaves) - 1) + sorted(leaves, reverse=True)
    for i in reversed(range(len(leaves) - 1)):
        heap[i] = fold(heap[2 * i + 1], [heap[2 * i + 2]])
    return heap[0]


class Reverted(Exception):
    """A transaction was mined and failed."""


class Chain:
    """An anvil on a port of its own, ended with the block."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        for line in self.process.stdout:
            if found := re.search(r"Listening on (\S+)", line):
                self.url = f"http://{found[1]}"
                break
        else:
            raise RuntimeError("anvil does not start")
        # It tells each request: a full pipe would stop it.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self.accounts = self.rpc("eth_accounts")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def rpc(self, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            answer = json.load(reply)
        if "error" in answer:
            raise Reverted(f"{method}: {answer['error']}")
        return answer["result"]

    def send(self, to, data, sender=0):
        """Sends a transaction and returns its receipt."""
        order = {"from": self.accounts[sender], "data": "0x" + data.hex()} | ({"to": to} if to else {})
        receipt = self.receipt(self.rpc("eth_sendTransaction", order))
        if receipt["status"] != "0x1":
            raise Reverted(str(receipt))
        return receipt

    def receipt(self, number):
        """A block is made at once, but not always before the answer comes."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if receipt := self.rpc("eth_getTransactionReceipt", number):
                return receipt
        raise RuntimeError("no block is made")

    def would(self, to, data, sender):
        """Whether a call would be taken."""
        try:
            self.rpc("eth_call", {"from": sender, "to": to, "data": "0x" + data.hex()}, "latest")
        except Reverted:
            return False
        return True

    def deploy(self, code, kinds=(), values=()):
        receipt = self.send(None, code + encode(kinds, values))
        return receipt["contractAddress"], int(receipt["gasUsed"], 16)

    def gas(self, to, signature, *values, sender=0):
        """The gas of a whole transaction: its 21,000, its data and its work."""
        return int(self.send(to, call_data(signature, *values), sender)["gasUsed"], 16)
