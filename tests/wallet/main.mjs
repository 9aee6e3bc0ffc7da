// SPDX-License-Identifier: Apache-2.0
// A badge of ours in MetaMask: the contract is deployed on anvil, the badge issued, and MetaMask's own code takes it in, or refuses it.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { startServer } from "../web/server.mjs";
import { send, startAnvil } from "./anvil.mjs";
import { freshAddressesAreLikeOthers, keysComeBack, signsAsAWallet } from "./stealth.mjs";

const require = createRequire(import.meta.url);
const { Interface } = require("@ethersproject/abi");
const { openWallet } = require("./metamask.cjs");

const PICTURES = "build/screenshots";
const CLASS = { slug: "eliminator-2", name: "Eliminator II", text: "Took many flaws away; later SBOMs confirm it." };
const COMMITMENT = `0x${"5a".repeat(32)}`;

/** The picture as the server draws it: what is on the chain is the same. */
async function pictureOf(slug) {
  const server = await startServer(process.env.KENZEN, { withAdvisories: false });
  try {
    const reply = await fetch(`${server.address}/api/v1/badge-classes/${slug}/image.svg`);
    assert.equal(reply.status, 200);
    return await reply.text();
  } finally {
    await server.stop();
  }
}

async function issueOne(chain, svg) {
  const { abi, bytecode } = JSON.parse(readFileSync("build/contracts/SecurityBadge.json", "utf8"));
  const calls = new Interface(abi);
  const [issuer, holder, stranger] = chain.accounts;
  const constructor = calls.encodeDeploy(["Security badges", "BADGE", "What people did for security.", issuer, issuer]);
  const made = await send(chain, { from: issuer, data: bytecode + constructor.slice(2) });
  const contract = made.contractAddress;
  const call = (name, ...args) => send(chain, { from: issuer, to: contract, data: calls.encodeFunctionData(name, args) });
  await call("defineClass", 0, CLASS.name, CLASS.text, svg, ["Level", "2", "Kind", "performance"]);
  await call("issue", holder, 0, COMMITMENT);
  return { contract, holder, stranger, tokenId: BigInt(holder).toString(), call };
}

const world = {};

async function begins() {
  world.svg = await pictureOf(CLASS.slug);
  world.chain = await startAnvil();
  world.chainId = await world.chain.request({ method: "eth_chainId" });
  Object.assign(world, await issueOne(world.chain, world.svg));
  const { request } = world.chain;
  world.wallet = openWallet({ request, chainId: world.chainId, address: world.holder });
}

async function takesItIn() {
  const { wallet, contract, tokenId } = world;
  await wallet.watch({ address: contract, tokenId });
  const [question] = wallet.asked;
  assert.equal(question.type, "wallet_watchAsset");
  assert.equal(question.requestData.asset.name, CLASS.name, "the person is asked about it by its name");
  const [nft] = wallet.nfts();
  assert.equal(nft.name, CLASS.name);
  assert.equal(nft.description, CLASS.text);
  assert.equal(nft.standard, "ERC721");
  assert.equal(nft.tokenId, tokenId);
  assert.equal(nft.isCurrentlyOwned, true);
  world.answer = { question: question.requestData, nft, contract: wallet.contracts()[0] };
}

async function showsThePicture() {
  const { image } = world.answer.nft;
  const data = "data:image/svg+xml;base64,";
  assert.ok(image.startsWith(data));
  const svg = Buffer.from(image.slice(data.length), "base64").toString();
  assert.equal(svg, world.svg, "the chain has the picture that the server draws");
  assert.match(svg, /^<svg [^>]*width="\d+"[^>]*height="\d+"/, "a viewBox alone is shown at 150 × 150");
  assert.deepEqual(world.wallet.links, [], "nothing in it leads elsewhere");
}

async function namesTheCollection() {
  const { contract } = world.answer;
  assert.equal(contract.name ?? contract.collection?.name, "Security badges");
  assert.equal(contract.symbol, "BADGE");
}

async function takesDecimalIdsOnly() {
  const { wallet, contract, tokenId } = world;
  const hex = `0x${BigInt(tokenId).toString(16)}`;
  await assert.rejects(wallet.watch({ address: contract, tokenId: hex }), /Invalid tokenId/);
  await assert.rejects(wallet.watch({ address: contract, tokenId: "" }), /tokenId are required/);
}

async function takesNoOtherStandard() {
  const { wallet, contract, tokenId } = world;
  await assert.rejects(wallet.watch({ address: contract, tokenId }, "ERC1155"), /ERC721 does not match/);
}

async function takesOnesOwnOnly() {
  const { chain, chainId, stranger, contract, tokenId } = world;
  const wallet = openWallet({ request: chain.request, chainId, address: stranger });
  await assert.rejects(wallet.watch({ address: contract, tokenId }), /not owned by the selected account/);
  await assert.rejects(wallet.importNft(contract, tokenId), /not owned by the user/);
  assert.deepEqual(wallet.nfts(), []);
}

/** By the address and the id that the badge's page tells. */
async function isImportedByHand() {
  const { chain, chainId, holder, contract, tokenId } = world;
  const wallet = openWallet({ request: chain.request, chainId, address: holder });
  await wallet.importNft(contract, tokenId);
  const [nft] = wallet.nfts();
  assert.equal(nft.name, CLASS.name);
  assert.equal(nft.image, world.answer.nft.image);
  assert.match(nft.tokenURI, /^data:application\/json;base64,/, "what it is stands on the chain, and on no server");
}

async function seesARevocation() {
  const { wallet, tokenId, call } = world;
  await call("revoke", tokenId);
  await wallet.stillOwns(wallet.nfts()[0]).catch(() => {});
  await assert.rejects(wallet.watch({ address: world.contract, tokenId }), /Unable to verify ownership|not owned/);
}

/** For whoever wants to see what MetaMask was told: the answer, and a picture of it where there is a browser. */
async function keepsTheAnswer() {
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(`${PICTURES}/metamask-nft.json`, `${JSON.stringify(world.answer, null, 2)}\n`);
  const { draw } = await import("./picture.mjs");
  await draw(world.answer, `${PICTURES}/metamask-nft.png`);
}

const cases = [
  ["a badge is issued on a chain, with the picture that the server draws", begins],
  ["MetaMask takes it in by wallet_watchAsset, and asks about it by its name", takesItIn],
  ["its picture comes from the chain, and is whole", showsThePicture],
  ["the collection has its name and symbol", namesTheCollection],
  ["ids are decimal only", takesDecimalIdsOnly],
  ["a wrong standard is refused", takesNoOtherStandard],
  ["who does not own it cannot add it", takesOnesOwnOnly],
  ["it is imported by its address and id", isImportedByHand],
  ["a revoked one cannot be added any more", seesARevocation],
  ["fresh addresses (ERC-5564) are those that others make, and so are their keys", freshAddressesAreLikeOthers],
  ["the same wallet finds the same keys again", keysComeBack],
  ["a fresh key signs as a wallet does", () => signsAsAWallet(world.chain)],
  ["the answer is kept, with a picture of it", keepsTheAnswer],
];

console.log(`1..${cases.length}`);
let failed = 0;
for (const [i, [title, run]] of cases.entries()) {
  try {
    await run();
    console.log(`ok ${i + 1} - ${title}`);
  } catch (error) {
    failed++;
    console.log(String(error.stack).replace(/^/gm, "# "));
    console.log(`not ok ${i + 1} - ${title}`);
    if (!world.wallet) break;
  }
}
await world.chain?.stop();
process.exit(failed ? 1 : 0);
