# SPDX-License-Identifier: Apache-2.0
"""What each act costs, in gas of whole transactions: the table of docs/contracts.md."""

import json
from pathlib import Path

from evm import Chain, fold, leaf_of

CONSTRUCTOR = ["string", "string", "string", "address", "address"]
# A picture as kenzen draws them: about 1.5 kB of paths.
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512">'
    + "".join(
        f'<path d="M{x} 96L{x + 40} 416L{x + 80} 96Z" fill="#2a6f{x % 90 + 10}" stroke-width="4"/>' for x in range(20, 420, 20)
    )
    + "</svg>"
)
CLASS = ["Reason found", "Somebody looked until it was known why.", PICTURE, ["Level", "1", "Kind", "skill"]]
URI = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi/1.json"


def fresh(n):
    """An address that has nothing yet, as full of bytes as real ones are."""
    return int.from_bytes(bytes((17 * n + 31 * i) % 255 + 1 for i in range(18)), "big") << 16 | n + 1


def commitment(n):
    return bytes((n * 7 + i * 13) % 255 + 1 for i in range(32))


def proof_of(depth):
    return [commitment(1000 + level) for level in range(depth)]


def code_of(path):
    code = json.loads(Path(path).read_text())["bytecode"]
    return bytes.fromhex((code if isinstance(code, str) else code["object"]).removeprefix("0x"))


class Gas:
    """Measures on one chain. Rows are (contract, act, gas, the limit or None)."""

    def __init__(self, chain, contracts, compared):
        self.chain, self.contracts, self.compared = chain, Path(contracts), Path(compared)
        self.admin = int(chain.accounts[0], 16)
        self.rows = []

    def row(self, contract, act, gas, limit=None):
        self.rows.append((contract, act, gas, limit))

    def deploy(self, name, *values):
        kinds = CONSTRUCTOR if values else []
        address, gas = self.chain.deploy(code_of(self.contracts / f"{name}.json"), kinds, values)
        self.row(name, "deploy", gas)
        return address

    def book(self, name):
        """Deploys a badge contract and defines two classes, one measured."""
        badge = self.deploy(name, "Badges", "BDG", "For those who did the work.", self.admin, self.admin)
        signature = "defineClass(uint256,string,string,string,string[])"
        self.row(name, f"define a class (picture of {len(PICTURE):,} bytes)", self.chain.gas(badge, signature, 0, *CLASS))
        self.chain.gas(badge, signature, 1, *CLASS)
        return badge

    def badge(self):
        name, gas = "SecurityBadge", self.chain.gas
        badge = self.book(name)
        issue = "issue(address,uint256,bytes32)"
        self.row(name, "issue, new holder", gas(badge, issue, fresh(1), 1, commitment(1)), 52_000)
        self.row(name, "issue, same holder, another class", gas(badge, issue, fresh(1), 0, commitment(2)), 35_000)
        self.row(name, "issue, same holder, same class (evidence)", gas(badge, issue, fresh(1), 0, commitment(3)))
        tokens = [1 << 160 | fresh(n) for n in range(100, 200)]
        marks = [commitment(n) for n in range(100, 200)]
        batch = gas(badge, "issueBatch(uint256[],bytes32[])", tokens, marks)
        self.row(name, "issue in a batch of 100, new holders, each", batch // 100, 28_500)
        self.campaign(badge)
        self.row(name, "revoke", gas(badge, "revoke(uint256)", 1 << 160 | fresh(1)))

    def campaign(self, badge):
        name, gas, depth = "SecurityBadge", self.chain.gas, 10
        leaves = [leaf_of(int(self.chain.accounts[who], 16), class_, commitment(who)) for who, class_ in ((1, 1), (1, 0), (2, 1))]
        roots = [fold(leaf, proof_of(depth)) for leaf in leaves]
        end = 4_102_444_800
        self.row(name, "open a campaign (root)", gas(badge, "openCampaign(bytes32,uint64)", roots[0], end), 48_000)
        for root in roots[1:]:
            gas(badge, "openCampaign(bytes32,uint64)", root, end)
        claim = "claim(bytes32,uint256,bytes32,bytes32[])"
        cost = gas(badge, claim, roots[0], 1, commitment(1), proof_of(depth), sender=1)
        self.row(name, "claim, new holder, campaign of 1,024 badges", cost, 61_000)
        cost = gas(badge, claim, roots[1], 0, commitment(1), proof_of(depth), sender=1)
        self.row(name, "claim, same holder, another class", cost)
        self.row(name, "claim by a relay, new holder", self.claim_for(badge, roots[2], depth))

    def claim_for(self, badge, root, depth):
        holder = self.chain.accounts[2]
        domain = {"name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address"}
        claim = {"root": "bytes32", "holder": "address", "class": "uint256", "commitment": "bytes32", "deadline": "uint256"}
        values = ["0x" + root.hex(), holder, "1", "0x" + commitment(2).hex(), str(2**63)]
        types = {"EIP712Domain": domain, "Claim": claim}
        typed = {
            "types": {name: [{"name": n, "type": t} for n, t in kinds.items()] for name, kinds in types.items()},
            "primaryType": "Claim",
            "domain": {"name": "SecurityBadge", "version": "1", "chainId": 31337, "verifyingContract": badge},
            "message": dict(zip(claim, values, strict=True)),
        }
        signature = bytes.fromhex(self.chain.rpc("eth_signTypedData_v4", holder, typed)[2:])
        call = "claimFor(bytes32,address,uint256,bytes32,bytes32[],uint256,bytes)"
        proof = proof_of(depth)
        return self.chain.gas(badge, call, root, int(holder, 16), 1, commitment(2), proof, 2**63, signature)

    def transferable(self):
        name, gas = "SecurityBadgeTransferable", self.chain.gas
        badge = self.book(name)
        issue = "issue(address,uint256,bytes32)"
        gas(badge, issue, fresh(2), 0, commitment(1))
        self.row(name, "issue, new holder", gas(badge, issue, int(self.chain.accounts[1], 16), 1, commitment(1)))
        self.row(name, "issue, same holder", gas(badge, issue, int(self.chain.accounts[1], 16), 0, commitment(2)))
        awards = [1 << 160 | fresh(n) for n in range(100, 200)]
        marks = [commitment(n) for n in range(100, 200)]
        batch = gas(badge, "issueBatch(uint256[],bytes32[])", awards, marks)
        self.row(name, "issue in a batch of 100, new holders, each", batch // 100)
        transfer = "transferFrom(address,address,uint256)"
        cost = gas(badge, transfer, int(self.chain.accounts[1], 16), fresh(3), 2, sender=1)
        self.row(name, "transfer to a new holder", cost)

    def anchor(self):
        name, call = "Anchor", "anchor(bytes32,uint64,bytes32)"
        anchor = self.deploy(name)
        self.row(name, "first head of a log", self.chain.gas(anchor, call, commitment(1), 1000, commitment(2)))
        self.row(name, "next head", self.chain.gas(anchor, call, commitment(1), 2000, commitment(3)))

    def compare(self, title, contract, signature, *more):
        address, _ = self.chain.deploy(code_of(self.compared / f"{contract}.json"))
        self.chain.gas(address, signature, fresh(5), *more)
        self.row(title, "mint, new holder", self.chain.gas(address, signature, fresh(6), *more))
        self.row(title, "mint, same holder", self.chain.gas(address, signature, fresh(6), *more))

    def measure(self):
        self.badge()
        self.transferable()
        self.anchor()
        self.compare("OpenZeppelin ERC721URIStorage", "ComparedURIStorage", "mint(address,string)", URI)
        self.compare("OpenZeppelin ERC721", "ComparedOpenZeppelin", "mint(address)")
        self.compare("ERC721A", "ComparedERC721A", "mint(address)")
        self.compare("solady ERC721", "ComparedSolady", "mint(address)")
        return self.rows


def table_of(rows):
    lines = ["| contract | act | gas | limit |", "|---|---|---:|---:|"]
    return lines + [f"| {c} | {act} | {gas:,} | {f'{limit:,}' if limit else ''} |" for c, act, gas, limit in rows]


def measure(anvil, contracts, compared):
    """Returns the rows. anvil is the program; contracts the folder that contracts/build.mjs wrote; compared what forge made of Compared.sol."""
    with Chain(anvil) as chain:
        return Gas(chain, contracts, compared).measure()

