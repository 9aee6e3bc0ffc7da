# SPDX-License-Identifier: Apache-2.0
"""Tests of verifying a badge that is an NFT, from a chain that runs: 'kenzen badge verify CHAIN:CONTRACT:TOKEN'. Each function is a test."""

import json
import tempfile
from pathlib import Path

from credentials import Site, run, verify
from fake_node import Node
from mint import Mint

OF_THE_CHAIN = {"chain": "pass", "owner": "pass", "commitments": "pass"}
GOOD = OF_THE_CHAIN | {"contract": "pass", "evidence": "pass"}


def a_token_verifies():
    """the holder is told by the chain, the commitment is found in the issuer's log, and in nobody else's"""
    with Mint() as site:
        site.ready()
        badge = site.badge()
        site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=202)
        token = site.minted(badge)["nft_id"]
        issuer, node = f"http://{site.server.host}", site.anvil.url
        assert verify(token, "--rpc", node, "--rpc", node, "--issuer", issuer) == GOOD
        assert verify(token, "--rpc", node, "--issuer", f"did:web:{site.server.host.replace(':', '%3A')}") == GOOD
        said = json.loads(run("badge", "verify", token, "--rpc", node, "--issuer", issuer, "--json"))
        assert said["name"], said
        assert verify(token, "--rpc", node, ends=1) == OF_THE_CHAIN | {"contract": "not checked"}
        with Site() as other:
            assert verify(token, "--rpc", node, "--issuer", other.url, ends=1) == OF_THE_CHAIN | {"contract": "fail"}
            with tempfile.TemporaryDirectory() as folder:
                did = Path(folder) / "did.json"
                did.write_bytes(other.public_get("/.well-known/did.json")[1])
                assert verify(token, "--rpc", node, "--issuer", issuer, "--did", did, ends=1) == OF_THE_CHAIN | {"contract": "fail"}
        chain, contract, number = token.split(":")
        assert verify(f"{chain}:{contract}:{int(number) + 1}", "--rpc", node, "--issuer", issuer, ends=1) == {"chain": "pass", "owner": "fail"}
        assert verify(f"1:{contract}:{number}", "--rpc", node, "--issuer", issuer, ends=1) == {"chain": "fail"}
        assert verify(token, "--rpc", "http://127.0.0.1:9", "--issuer", issuer, ends=1) == {"chain": "not checked"}
        run("badge", "verify", token, ends=2)
        run("badge", "verify", token, "--rpc", node, "--offline", ends=2)
        run("badge", "verify", f"{chain}:{contract}:x", "--rpc", node, ends=2)


def a_node_that_looks_through_few_blocks_does():
    """where a node refuses to look through the whole chain, it is asked from the contract's making on, in pieces"""
    with Mint() as site, Node(site.anvil.url) as node:
        site.cast("rpc", "anvil_mine", "0x64")
        site.ready()
        badge = site.badge()
        site.kim.ask("POST", f"/api/v1/badges/{badge}/mint", {}, status=202)
        token = site.minted(badge)["nft_id"]
        site.cast("rpc", "anvil_mine", "0x12c")
        node.most_blocks = 40
        assert verify(token, "--rpc", node.url, "--rpc", site.anvil.url, "--issuer", f"http://{site.server.host}") == GOOD


TESTS = [a_token_verifies, a_node_that_looks_through_few_blocks_does]
