// SPDX-License-Identifier: Apache-2.0
// Nodes of a chain, each asked by itself: by JSON-RPC over HTTP, or through a wallet of this browser (EIP-1193). What they answer is hostile.
import type { Wallet } from "../wallet/provider";
import { readJson } from "./did";
import { postJson } from "./fetch";
import { isObject, type Json, Stop, stop, textOf } from "./verdict";

const ANSWER_MOST = 8 << 20;
const ANSWER_MS = 20_000;
const MESSAGE_MOST = 200;
/** What nodes say when the contract itself refused. */
const CODE_REVERTED = 3;

/** The contract refuses the call. */
export class Refused extends Stop {}

export interface Node {
  name: string;
  ask(method: string, params: readonly unknown[]): Promise<unknown>;
}

/** A contract that refuses says something of the token; a node that refuses says nothing of it. */
function refuse(name: string, error: unknown): never {
  const message = textOf(error, "message").slice(0, MESSAGE_MOST);
  const isContract = (isObject(error) && error.code === CODE_REVERTED) || /revert/i.test(message);
  if (isContract) throw new Refused({ key: "verify_nft_nobody", values: { message } });
  throw new Stop({ key: "verify_nft_refused", values: { host: name, message } }, true);
}

function readAnswer(answer: Json, name: string, id: number): unknown {
  if (answer.jsonrpc !== "2.0") stop("verify_nft_nonsense", { host: name });
  if (answer.error !== undefined && answer.error !== null) refuse(name, answer.error);
  if (answer.id !== id || answer.result === undefined) stop("verify_nft_nonsense", { host: name });
  return answer.result;
}

function isThisMachine(host: string): boolean {
  return host === "127.0.0.1" || host === "localhost";
}

/** By https, or on this machine: the page may ask no other (Content-Security-Policy). */
export function httpNode(given: string): Node {
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    return stop("verify_nft_url", { url: given });
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isThisMachine(url.hostname))) stop("verify_nft_url", { url: given });
  let id = 0;
  const ask: Node["ask"] = async (method, params) => {
    const call = { jsonrpc: "2.0", id: ++id, method, params };
    const { status, bytes } = await postJson(url.href, call, ANSWER_MOST, ANSWER_MS);
    const answer = readJson(bytes);
    // A proxy in front of a node answers in words of its own.
    if (status !== 200 && !isObject(answer?.error)) throw new Stop({ key: "verify_not_there", values: { host: url.host, status } }, true);
    return readAnswer(answer ?? stop("verify_nft_nonsense", { host: url.host }), url.host, id);
  };
  return { name: url.host, ask };
}

export function walletNode({ name, provider }: Wallet): Node {
  const late = (): Promise<never> =>
    new Promise((_, reject) => setTimeout(() => reject(new Stop({ key: "verify_no_answer", values: { host: name } }, true)), ANSWER_MS));
  const ask: Node["ask"] = async (method, params) => {
    try {
      return await Promise.race([provider.request({ method, params }), late()]);
    } catch (error) {
      if (error instanceof Stop) throw error;
      return refuse(name, error);
    }
  };
  return { name, ask };
}
