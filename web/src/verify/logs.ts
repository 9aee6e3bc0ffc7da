// SPDX-License-Identifier: Apache-2.0
// Logs of more blocks than a node looks through at once: it is asked for half as many until it answers, from the contract's making on.
import type { Node } from "./node";
import { Stop, stop } from "./verdict";

export interface LogQuery {
  address: string;
  topics: readonly string[];
}

const LOGS_MOST = 10_000;
/** Calls: with the 10,000 blocks of many public nodes they do for 10 million. */
const PIECES_MOST = 1_000;

const hex = (block: number): string => `0x${block.toString(16)}`;

/** The node does not want to; whatever else goes wrong stops it. */
function checkRefusal(error: unknown): void {
  if (!(error instanceof Stop) || error.said.key !== "verify_nft_refused") throw error;
}

async function ask(node: Node, query: LogQuery, fromBlock: string, toBlock: string): Promise<unknown[]> {
  const logs = await node.ask("eth_getLogs", [{ ...query, fromBlock, toBlock }]);
  if (!Array.isArray(logs)) return stop("verify_nft_nonsense", { host: node.name });
  return logs.length > LOGS_MOST ? stop("verify_answer_large") : logs;
}

async function askNewest(node: Node): Promise<number> {
  const number = await node.ask("eth_blockNumber", []);
  return typeof number === "string" && /^0x[0-9a-f]{1,12}$/i.test(number) ? Number(number) : stop("verify_nft_nonsense", { host: node.name });
}

/** The block in which the contract was made; or one before it, where the node has forgotten what was long ago. */
async function findMaking(node: Node, address: string, newest: number): Promise<number> {
  let without = -1;
  let last = newest;
  while (last - without > 1) {
    const middle = without + Math.floor((last - without) / 2);
    try {
      if ((await node.ask("eth_getCode", [address, hex(middle)])) === "0x") without = middle;
      else last = middle;
    } catch (error) {
      checkRefusal(error);
      break;
    }
  }
  return without + 1;
}

async function askPieces(node: Node, query: LogQuery, first: number, last: number): Promise<unknown[]> {
  const all: unknown[] = [];
  let size = last - first + 1;
  for (let from = first, calls = 0; from <= last; calls++) {
    if (calls === PIECES_MOST || all.length > LOGS_MOST) stop("verify_answer_large");
    size = Math.min(size, last - from + 1);
    try {
      all.push(...(await ask(node, query, hex(from), hex(from + size - 1))));
      from += size;
    } catch (error) {
      if (size === 1) throw error;
      checkRefusal(error);
      size = Math.floor(size / 2);
    }
  }
  return all;
}

export async function askLogs(node: Node, query: LogQuery): Promise<unknown[]> {
  try {
    return await ask(node, query, "0x0", "latest");
  } catch (error) {
    checkRefusal(error);
  }
  const newest = await askNewest(node);
  return askPieces(node, query, await findMaking(node, query.address, newest), newest);
}
