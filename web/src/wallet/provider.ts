// SPDX-License-Identifier: Apache-2.0
// The wallets of this browser: found by EIP-6963, asked by EIP-1193. Nothing is asked of one before a person chose it.
import { signal } from "@preact/signals";

/** EIP-1193: what a wallet is spoken to through. */
export interface Eip1193 {
  request(call: { method: string; params?: unknown }): Promise<unknown>;
  on?(event: string, listener: (value: unknown) => void): unknown;
  removeListener?(event: string, listener: (value: unknown) => void): unknown;
}

export interface Wallet {
  uuid: string;
  name: string;
  provider: Eip1193;
}

/** Those that have made themselves known. */
export const wallets = signal<readonly Wallet[]>([]);

const NAME_MAX = 60;

interface Announced {
  info?: { uuid?: unknown; name?: unknown };
  provider?: Eip1193;
}

/** What an extension of the browser says of itself is no more to be trusted than what a stranger says. */
function onAnnounce(event: Event): void {
  const { info, provider } = (event as CustomEvent<Announced>).detail ?? {};
  const { uuid, name } = info ?? {};
  if (typeof uuid !== "string" || typeof name !== "string" || typeof provider?.request !== "function") return;
  const known = wallets.peek().filter((one) => one.uuid !== uuid);
  wallets.value = [...known, { uuid, name: name.slice(0, NAME_MAX) || "?", provider }];
}

/** One that is older than EIP-6963 stands in the window alone. */
function lookForOldOne(): void {
  const old = (window as { ethereum?: Eip1193 }).ethereum;
  if (wallets.peek().length || typeof old?.request !== "function") return;
  wallets.value = [{ uuid: "window.ethereum", name: "window.ethereum", provider: old }];
}

const OLD_ONE_MS = 300;
let isListening = false;

export function discoverWallets(): void {
  if (!isListening) window.addEventListener("eip6963:announceProvider", onAnnounce);
  isListening = true;
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  setTimeout(lookForOldOne, OLD_ONE_MS);
}

export type WalletCode =
  | "rejected"
  | "unknown_chain"
  | "pending"
  | "unauthorized"
  | "unsupported"
  | "disconnected"
  | "no_account"
  | "not_owner"
  | "not_holder"
  | "failed";

/** What a wallet refused, as something that there are words for; its own words beside them. */
export class WalletError extends Error {
  constructor(
    readonly code: WalletCode,
    detail: string,
  ) {
    super(detail);
  }
}

const CODES: Record<number, WalletCode> = {
  4001: "rejected", // EIP-1193
  4100: "unauthorized",
  4200: "unsupported",
  4900: "disconnected",
  4901: "disconnected",
  4902: "unknown_chain", // EIP-3085
  [-32002]: "pending", // EIP-1474: a question of before waits in the wallet
  [-32601]: "unsupported",
};

interface RpcError {
  code?: unknown;
  message?: unknown;
  data?: { originalError?: RpcError };
}

/** MetaMask on telephones hides the code of an unknown chain inside another error. */
function codeOf(error: RpcError): WalletCode {
  // It says so with the code of what waits for an answer.
  if (/not owned by|unable to verify ownership/i.test(String(error.message ?? ""))) return "not_owner";
  const inner = error.data?.originalError;
  return CODES[Number(inner?.code)] ?? CODES[Number(error.code)] ?? "failed";
}

export function asWalletError(error: unknown): WalletError {
  if (error instanceof WalletError) return error;
  const told = (error ?? {}) as RpcError;
  return new WalletError(codeOf(told), typeof told.message === "string" ? told.message : "");
}

async function ask<T>(wallet: Wallet, method: string, params?: unknown): Promise<T> {
  try {
    return (await wallet.provider.request(params === undefined ? { method } : { method, params })) as T;
  } catch (error) {
    throw asWalletError(error);
  }
}

const isAddress = (value: unknown): value is string => typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value);

/** Asks which account may be used; the person answers in the wallet. */
export async function connect(wallet: Wallet): Promise<string> {
  const accounts = await ask<unknown>(wallet, "eth_requestAccounts");
  const first = Array.isArray(accounts) ? accounts.find(isAddress) : undefined;
  if (!first) throw new WalletError("no_account", "");
  return first;
}

const hexOf = (text: string): string =>
  `0x${[...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

/** Signs a text (EIP-191). The text goes as hex: a wallet would take one that looks like hex for bytes. */
export function signText(wallet: Wallet, account: string, text: string): Promise<string> {
  return ask<string>(wallet, "personal_sign", [hexOf(text), account]);
}

/** Signs typed data (EIP-712), which a wallet shows field by field. It wants the chain of the domain chosen before. */
export function signTyped(wallet: Wallet, account: string, typed: unknown): Promise<string> {
  return ask<string>(wallet, "eth_signTypedData_v4", [account, JSON.stringify(typed)]);
}

export interface WalletChain {
  id: number;
  name: string;
  currency: string;
  rpcUrls: readonly string[];
  explorerUrl: string | null;
}

const chainHex = (id: number): string => `0x${id.toString(16)}`;

/** EIP-3085. MetaMask takes only addresses of https, and of this machine. */
export function addChain(wallet: Wallet, chain: WalletChain): Promise<null> {
  return ask<null>(wallet, "wallet_addEthereumChain", [
    {
      chainId: chainHex(chain.id),
      chainName: chain.name,
      nativeCurrency: { name: chain.currency, symbol: chain.currency, decimals: 18 },
      rpcUrls: chain.rpcUrls,
      ...(chain.explorerUrl ? { blockExplorerUrls: [chain.explorerUrl] } : {}),
    },
  ]);
}

/** Brings the wallet to the chain; one that it does not know is offered to it. */
export async function useChain(wallet: Wallet, chain: WalletChain): Promise<void> {
  if (Number(await ask<string>(wallet, "eth_chainId")) === chain.id) return;
  try {
    await ask<null>(wallet, "wallet_switchEthereumChain", [{ chainId: chainHex(chain.id) }]);
  } catch (error) {
    if (asWalletError(error).code !== "unknown_chain") throw error;
    await addChain(wallet, chain);
    await ask<null>(wallet, "wallet_switchEthereumChain", [{ chainId: chainHex(chain.id) }]);
  }
}

/** What is on a chain, in the parts of chainId:contract:tokenId. */
export interface Nft {
  chainId: number;
  contract: string;
  /** Decimal digits: MetaMask takes no others. */
  tokenId: string;
}

export function nftOf(id: string | null | undefined): Nft | null {
  const parts = /^(\d+):(0x[0-9a-fA-F]{40}):(\d+)$/.exec(id ?? "");
  return parts ? { chainId: Number(parts[1]), contract: parts[2] as string, tokenId: parts[3] as string } : null;
}

/** EIP-747, for an ERC-721: whether it is shown in the wallet from now on. */
export async function watchNft(wallet: Wallet, nft: Nft): Promise<boolean> {
  const options = { address: nft.contract, tokenId: nft.tokenId };
  return !!(await ask<unknown>(wallet, "wallet_watchAsset", { type: "ERC721", options }));
}

/** Sends a transaction that the holder pays for; its hash. */
export function sendTransaction(wallet: Wallet, from: string, to: string, data: string): Promise<string> {
  return ask<string>(wallet, "eth_sendTransaction", [{ from, to, data }]);
}
