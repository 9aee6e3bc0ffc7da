// SPDX-License-Identifier: Apache-2.0
// A chain of the test's own: anvil on a free port, which holds the keys of its accounts, and what one asks of it.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const START_MS = 20_000;
const MINED_MS = 5_000;
const PAUSE_MS = 20;

const folder = new URL("../../contracts/node_modules/@foundry-rs/", import.meta.url);
const machine = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
/** The binary of this machine, as npm installed it. */
export const ANVIL_PROGRAM = fileURLToPath(new URL(`anvil-${machine}/bin/anvil`, folder));

function addressOf(child) {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`anvil did not start: ${text}`)), START_MS);
    child.once("exit", (code) => reject(new Error(`anvil ended with ${code}: ${text}`)));
    child.stderr.on("data", (data) => (text += data));
    child.stdout.on("data", (data) => {
      text += data;
      const found = /Listening on (127\.0\.0\.1:\d+)/.exec(text);
      if (!found) return;
      clearTimeout(timer);
      resolve(`http://${found[1]}`);
    });
  });
}

/** What a node answered with an error. */
export class RpcError extends Error {
  constructor({ code, message, data }) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** A node at url; request is that of EIP-1193, as is what wallets hand out. */
export async function askNode(url) {
  let id = 0;
  const request = async ({ method, params = [] }) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params });
    const reply = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    const { result, error } = await reply.json();
    if (error) throw new RpcError(error);
    return result;
  };
  return { url, request, accounts: await request({ method: "eth_accounts" }) };
}

export async function startAnvil(...args) {
  const child = spawn(ANVIL_PROGRAM, ["--port", "0", "--host", "127.0.0.1", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const node = await askNode(await addressOf(child));
  const stop = () =>
    new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGTERM");
    });
  return { ...node, stop };
}

/** Sends a transaction from one of anvil's accounts and returns its receipt; what reverts is an error. */
export async function send({ request }, transaction) {
  const hash = await request({ method: "eth_sendTransaction", params: [transaction] });
  for (let left = MINED_MS / PAUSE_MS; left > 0; left--) {
    const receipt = await request({ method: "eth_getTransactionReceipt", params: [hash] });
    if (receipt?.status === "0x1") return receipt;
    if (receipt) throw new Error(`transaction ${hash} was reverted`);
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  throw new Error(`transaction ${hash} was not mined`);
}
