// SPDX-License-Identifier: Apache-2.0
// Verifies a badge that is an NFT, from the chain up, as 'kenzen badge verify CHAIN:CONTRACT:TOKEN' does: in the same order, with the same
// verdicts. Example: await verifyNft(await readTokenId("1:0x5FbD…0aa3:77"), [httpNode("https://node.example")], "kenzen.example.org")
import { type Bytes, isSame } from "./bytes";
import { didOf, findIssuer, type Issuer, readDid, readJson } from "./did";
import { get } from "./fetch";
import { tellSeen } from "./heads";
import { checkInclusion, type Checkpoint } from "./log";
import { type Node, Refused } from "./node";
import { askChain, askCommitments, askOwner, askUri, hexOf, isSameList, readUri, type Told, type Token } from "./token";
import { attempt, type Check, isGood, type Said, Stop, stop } from "./verdict";
import type { Report } from "./verify";

const COMMITMENTS_MOST = 1000;
const ANSWER_MOST = 64 << 10;
const NEEDED = ["chain", "owner", "commitments", "contract", "evidence"] as const;

/** Those of the nodes that are of the chain; who says that none is, says why. */
async function nodesOf(nodes: readonly Node[], chainId: number): Promise<readonly Node[]> {
  const fit: Node[] = [];
  let worst: Stop | null = null;
  for (const node of nodes)
    try {
      const id = await askChain(node);
      if (id === BigInt(chainId)) fit.push(node);
      else worst = new Stop({ key: "verify_nft_chain_other", values: { host: node.name, id: String(id), chain: String(chainId) } });
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      worst ??= error;
    }
  if (!fit.length) throw worst ?? new Stop({ key: "verify_nft_no_node" }, true);
  return fit;
}

type Answer<T> = { value: T } | { refusal: Refused };

async function answerOf<T>(node: Node, ask: (node: Node) => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await ask(node) };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error };
    throw error;
  }
}

/** Each node is asked by itself, and all must say the same: with one that is believed alone, whoever runs it says what he likes. */
async function askAll<T>(nodes: readonly Node[], ask: (node: Node) => Promise<T>, isEqual: (a: T, b: T) => boolean): Promise<T> {
  const answers: Answer<T>[] = [];
  for (const node of nodes) answers.push(await answerOf(node, ask));
  const [first, ...others] = answers;
  if (!first) throw new Stop({ key: "verify_nft_no_node" }, true);
  for (const other of others) {
    const isOne = "value" in first && "value" in other ? isEqual(first.value, other.value) : "refusal" in first && "refusal" in other;
    if (!isOne) stop("verify_nft_differ");
  }
  if ("refusal" in first) throw first.refusal;
  return first.value;
}

const isEqualText = (a: string, b: string) => a === b;

async function checkOwner(nodes: readonly Node[], token: Token): Promise<Said> {
  const owner = await askAll(nodes, (node) => askOwner(node, token), isEqualText);
  const { checksummed } = await import("../wallet/checksum");
  return { key: "verify_nft_owner", values: { address: checksummed(owner) } };
}

/** The name and the picture are shown, and prove nothing: what cannot be had is not told. */
async function tellUri(nodes: readonly Node[], token: Token): Promise<Told> {
  try {
    return readUri(await askAll(nodes, (node) => askUri(node, token), isEqualText));
  } catch (error) {
    if (error instanceof Stop) return { name: "", picture: "" };
    throw error;
  }
}

async function findCommitments(nodes: readonly Node[], token: Token): Promise<readonly Bytes[]> {
  const found = await askAll(nodes, (node) => askCommitments(node, token), isSameList);
  if (!found.length || found.length > COMMITMENTS_MOST) stop("verify_nft_commitments", { count: found.length });
  return found;
}

/** Commitments can be copied from badges that people share, and a contract made that emits them: it must be one that the issuer names as its own. */
async function findContract(given: string, { chainId, contract }: Token): Promise<Issuer> {
  if (!given) throw new Stop({ key: "verify_nft_no_issuer" }, true);
  const did = didOf(given);
  const named = readDid(did);
  const issuer = await findIssuer(did, named ? [named.server] : []);
  const name = `eip155:${chainId}:${contract}`.toLowerCase();
  if (!issuer.contracts.some((one) => one.toLowerCase() === name)) stop("verify_nft_contract_other", { did: issuer.did });
  return issuer;
}

/** The proof that the issuer gives for a commitment must be for that one. */
async function proveOne(commitment: Bytes, issuer: Issuer): Promise<Checkpoint> {
  const answer = await get(`${issuer.server}/api/v1/public/log/proof?leaf=${hexOf(commitment)}`, ANSWER_MOST);
  const inclusion = await checkInclusion(readJson(answer) ?? stop("verify_proof_damaged"), issuer);
  if (!isSame(inclusion.leaf, commitment)) stop("verify_nft_proof_other");
  return inclusion.checkpoint;
}

async function checkEvidence(checks: Check[], commitments: readonly Bytes[], issuer: Issuer): Promise<void> {
  let last: Checkpoint | null = null;
  await attempt(checks, "evidence", async () => {
    for (const one of commitments) last = await proveOne(one, issuer);
    const { origin, size } = last ?? stop("verify_proof_damaged");
    return { key: "verify_nft_evidence", values: { count: commitments.length, origin, size } };
  });
  const head = last as Checkpoint | null;
  if (head) await attempt(checks, "consistency", () => tellSeen(issuer, head));
}

/** issuer: a DID, the address of a server or its host, as the reader names it; it may be empty, and is not checked then. */
export async function verifyNft(token: Token, nodes: readonly Node[], issuer: string): Promise<Report> {
  const checks: Check[] = [];
  let fit: readonly Node[] = [];
  let told: Told = { name: "", picture: "" };
  let commitments: readonly Bytes[] = [];
  let known: Issuer | null = null;
  const isHeld =
    (await attempt(checks, "chain", async () => {
      fit = await nodesOf(nodes, token.chainId);
      return { key: "verify_nft_chain", values: { count: fit.length, named: nodes.length, chain: String(token.chainId) } };
    })) && (await attempt(checks, "owner", () => checkOwner(fit, token)));
  if (isHeld) told = await tellUri(fit, token);
  const isNamed =
    isHeld &&
    (await attempt(checks, "commitments", async () => {
      commitments = await findCommitments(fit, token);
      return { key: "verify_nft_commitments", values: { count: commitments.length } };
    })) &&
    (await attempt(checks, "contract", async () => {
      known = await findContract(issuer, token);
      return { key: "verify_nft_contract", values: { did: known.did } };
    }));
  if (isNamed && known) await checkEvidence(checks, commitments, known);
  const blank = { achievement: "", validFrom: "", validUntil: "" };
  return { ...blank, name: told.name, picture: told.picture, issuer, checks, isGood: isGood(checks, NEEDED) };
}
