// SPDX-License-Identifier: Apache-2.0
// A token of a chain, and what one node says of it. An answer is what was asked for, to the letter, or it is none.
import { type Bytes, isSame, readBase64, readHex, readUtf8 } from "./bytes";
import { readJson } from "./did";
import { askLogs } from "./logs";
import type { Node } from "./node";
import { isObject, stop, textOf } from "./verdict";

/** The first four bytes of Keccak-256 of ownerOf(uint256) and tokenURI(uint256), and all of Evidence(uint256,bytes32). */
const OWNER_OF = "0x6352211e";
const TOKEN_URI = "0xc87b56dd";
const EVIDENCE = "0x4fc00825cacded7de2c3c4a7c9baeb16756e19fd0d312973735407414853516e";

const CHAIN_MOST = BigInt(Number.MAX_SAFE_INTEGER);
const WORD = 32;
/** Letters of hex: a picture on a chain is small. */
const DATA_MOST = 1 << 20;
const NAME_MOST = 200;
const JSON_URI = "data:application/json;base64,";
const PICTURE = /^data:image\/(?:svg\+xml|png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/;

export interface Token {
  chainId: number;
  contract: string;
  token: bigint;
}

export function looksLikeToken(text: string): boolean {
  return /^[0-9]+:0x/.test(text);
}

/** chainId:contract:tokenId, numbers in decimal; an address of mixed case must be the one that its case says (EIP-55). */
export async function readTokenId(text: string): Promise<Token> {
  const [, chain, contract, token] = /^([1-9][0-9]{0,19}):(0x[0-9a-fA-F]{40}):([0-9]{1,78})$/.exec(text) ?? [];
  if (!chain || !contract || !token || BigInt(chain) > CHAIN_MOST || BigInt(token) >= 1n << 256n) return stop("verify_nft_none");
  const { checksummed } = await import("../wallet/checksum");
  const right = checksummed(contract);
  const digits = contract.slice(2);
  const isOneCase = digits === digits.toLowerCase() || digits === digits.toUpperCase();
  if (!isOneCase && contract !== right) stop("verify_nft_checksum");
  return { chainId: Number(chain), contract: right, token: BigInt(token) };
}

function wordOf(token: bigint): string {
  return token.toString(16).padStart(2 * WORD, "0");
}

function nonsense(node: Node): never {
  return stop("verify_nft_nonsense", { host: node.name });
}

/** Bytes of any number, as nodes write them. */
function readData(value: unknown, node: Node): Bytes {
  if (typeof value !== "string" || !value.startsWith("0x") || value.length % 2) nonsense(node);
  if (value.length > DATA_MOST) stop("verify_answer_large");
  const digits = value.slice(2).toLowerCase();
  return readHex(digits, digits.length / 2) ?? nonsense(node);
}

export function hexOf(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function askChain(node: Node): Promise<bigint> {
  const id = await node.ask("eth_chainId", []);
  return typeof id === "string" && /^0x[0-9a-fA-F]{1,16}$/.test(id) ? BigInt(id) : nonsense(node);
}

async function call(node: Node, { contract, token }: Token, selector: string): Promise<Bytes> {
  return readData(await node.ask("eth_call", [{ to: contract, data: selector + wordOf(token) }, "latest"]), node);
}

/** The holder's address, in lower case. */
export async function askOwner(node: Node, token: Token): Promise<string> {
  const word = await call(node, token, OWNER_OF);
  if (word.length !== WORD || word.subarray(0, 12).some((byte) => byte)) nonsense(node);
  return `0x${hexOf(word.subarray(12))}`;
}

function isZero(bytes: Bytes): boolean {
  return bytes.every((byte) => byte === 0);
}

/** A string as the one thing that a function returns: its offset, its length, its bytes, and zeros up to a whole word. */
function readString(data: Bytes): string | null {
  const size = data.length >= 2 * WORD ? new DataView(data.buffer, data.byteOffset).getUint32(2 * WORD - 4) : 0;
  const isFit = data.length === 2 * WORD + Math.ceil(size / WORD) * WORD && data[WORD - 1] === WORD && isZero(data.subarray(0, WORD - 1));
  if (!isFit || !isZero(data.subarray(WORD, 2 * WORD - 4)) || !isZero(data.subarray(2 * WORD + size))) return null;
  return readUtf8(data.subarray(2 * WORD, 2 * WORD + size));
}

export async function askUri(node: Node, token: Token): Promise<string> {
  return readString(await call(node, token, TOKEN_URI)) ?? nonsense(node);
}

function isAskedFor(log: unknown, { contract, token }: Token): boolean {
  const topics: unknown = isObject(log) ? log.topics : null;
  if (!isObject(log) || !Array.isArray(topics) || topics.length !== 2 || log.removed === true) return false;
  const [event, id] = topics.map((one) => String(one).toLowerCase());
  return textOf(log, "address").toLowerCase() === contract.toLowerCase() && event === EVIDENCE && id === `0x${wordOf(token)}`;
}

/** The commitments, one behind the other. */
export async function askCommitments(node: Node, token: Token): Promise<readonly Bytes[]> {
  const logs = await askLogs(node, { address: token.contract, topics: [EVIDENCE, `0x${wordOf(token.token)}`] });
  return logs.map((log: unknown) => {
    if (!isAskedFor(log, token)) stop("verify_nft_unasked", { host: node.name });
    const data = readData((log as { data: unknown }).data, node);
    return data.length === WORD ? data : nonsense(node);
  });
}

export interface Told {
  name: string;
  picture: string;
}

/** What the token's own text says. Its picture is shown as a picture, and from nowhere but this text. */
export function readUri(uri: string): Told {
  const json = uri.startsWith(JSON_URI) ? readJson(readBase64(uri.slice(JSON_URI.length)) ?? new Uint8Array()) : null;
  const picture = textOf(json, "image");
  return { name: textOf(json, "name").slice(0, NAME_MOST), picture: PICTURE.test(picture) ? picture : "" };
}

export function isSameList(a: readonly Bytes[], b: readonly Bytes[]): boolean {
  return a.length === b.length && a.every((one, i) => isSame(one, b[i] as Bytes));
}
