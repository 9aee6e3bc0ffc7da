// SPDX-License-Identifier: Apache-2.0
// A wallet in the page of a test: it makes itself known by EIP-6963, is asked by EIP-1193, and takes what MetaMask takes. Its keys are anvil's.

/** What a wallet refuses, with its code. */
class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const OWNER_OF = "0x6352211e";
const isLocal = (url) => ["127.0.0.1", "localhost"].includes(new URL(url).hostname);
const wordOf = (decimal) => BigInt(decimal).toString(16).padStart(64, "0");
const textOf = (hex) => Buffer.from(hex.slice(2), "hex").toString();

export class TestWallet {
  /** chains: the ids, as numbers, that it knows from the beginning; it has chosen the first. */
  constructor(anvil, { account = anvil.accounts[1], chains = [1] } = {}) {
    this.anvil = anvil;
    this.account = account;
    this.chains = new Set(chains);
    this.chain = chains[0];
    /** What the person would press: the methods that they refuse. */
    this.refused = new Set();
    this.asked = [];
    this.watched = [];
    this.signed = [];
    this.typed = [];
  }

  static methods = {
    eth_requestAccounts: (wallet) => [wallet.account],
    eth_accounts: (wallet) => [wallet.account],
    eth_chainId: (wallet) => `0x${wallet.chain.toString(16)}`,
    wallet_switchEthereumChain: (wallet, [{ chainId }]) => wallet.switchTo(Number(chainId)),
    wallet_addEthereumChain: (wallet, [chain]) => wallet.add(chain),
    personal_sign: (wallet, [hex, account]) => wallet.sign(hex, account),
    eth_signTypedData_v4: (wallet, [account, json]) => wallet.signTyped(account, json),
    eth_call: (wallet, params) => wallet.pass("eth_call", params),
    eth_getLogs: (wallet, params) => wallet.pass("eth_getLogs", params),
    eth_sendTransaction: (wallet, [transaction]) => wallet.send(transaction),
    wallet_watchAsset: (wallet, asset) => wallet.watch(asset),
  };

  async answer({ method, params }) {
    this.asked.push(method);
    const handler = TestWallet.methods[method];
    try {
      if (!handler) throw new Refusal(4200, `The method "${method}" is not supported`);
      if (this.refused.has(method)) throw new Refusal(4001, "User rejected the request.");
      return { result: await handler(this, params) };
    } catch ({ code, message }) {
      return { error: { code: code ?? -32603, message } };
    }
  }

  switchTo(id) {
    if (!this.chains.has(id)) throw new Refusal(4902, `Unrecognized chain ID "0x${id.toString(16)}".`);
    this.chain = id;
    return null;
  }

  async add({ chainId, rpcUrls, nativeCurrency }) {
    if (!/^0x[1-9a-f][0-9a-f]*$/.test(chainId)) throw new Refusal(-32602, `Expected 0x-prefixed hexadecimal chainId: ${chainId}`);
    const fit = rpcUrls.filter((url) => url.startsWith("https:") || isLocal(url));
    if (!fit.length) throw new Refusal(-32602, "Expected an array with at least one valid string HTTPS url 'rpcUrls'");
    if (nativeCurrency.decimals !== 18) throw new Refusal(-32602, "Expected the number 18 for 'nativeCurrency.decimals'");
    const told = await this.anvil.request({ method: "eth_chainId" });
    if (told !== chainId) throw new Refusal(-32602, `Chain ID returned by RPC URL does not match ${chainId}`);
    this.chains.add(Number(chainId));
    return null;
  }

  /** A sign-in for another site than the one that asks is phishing. */
  sign(hex, account) {
    if (account.toLowerCase() !== this.account.toLowerCase()) throw new Refusal(4100, "The requested account has not been authorized.");
    const text = textOf(hex);
    const domain = / wants you to sign in with your Ethereum account:$/m.test(text) ? text.split(" ")[0].replace(/^https?:\/\//, "") : null;
    if (domain !== null && domain !== this.host) throw new Refusal(-32602, `SIWE domain ${domain} is not ${this.host}`);
    this.signed.push(text);
    return this.anvil.request({ method: "personal_sign", params: [hex, account] });
  }

  /** Typed data of another chain than the one that is chosen is a trap (MetaMask refuses it so). */
  signTyped(account, json) {
    if (account.toLowerCase() !== this.account.toLowerCase()) throw new Refusal(4100, "The requested account has not been authorized.");
    const typed = JSON.parse(json);
    if (typed.domain.chainId !== this.chain)
      throw new Refusal(-32602, `Provided chainId "${typed.domain.chainId}" must match the active chainId "${this.chain}"`);
    this.typed.push(typed);
    return this.anvil.request({ method: "eth_signTypedData_v4", params: [account, typed] });
  }

  /** What goes on to the node of the chain that is chosen. */
  async pass(method, params) {
    if (`0x${this.chain.toString(16)}` !== (await this.anvil.request({ method: "eth_chainId" })))
      throw new Refusal(4901, "The provider is disconnected from the specified chain.");
    return this.anvil.request({ method, params });
  }

  async send(transaction) {
    if (transaction.from.toLowerCase() !== this.account.toLowerCase()) throw new Refusal(4100, "The requested account has not been authorized.");
    return this.pass("eth_sendTransaction", [transaction]);
  }

  async watch({ type, options }) {
    if (type !== "ERC721") throw new Refusal(-32602, `Asset of type ${type} not supported`);
    const { address, tokenId } = options;
    if (!/^0x[0-9a-fA-F]{40}$/.test(address ?? "")) throw new Refusal(-32602, "Invalid address");
    if (!/^\d+$/.test(tokenId ?? "")) throw new Refusal(-32602, "Invalid tokenId");
    const call = { to: address, data: OWNER_OF + wordOf(tokenId) };
    const owner = await this.anvil.request({ method: "eth_call", params: [call, "latest"] }).catch(() => "");
    if (`0x${owner.slice(-40)}` !== this.account.toLowerCase())
      throw new Refusal(-32002, "Suggested NFT is not owned by the selected account");
    this.watched.push(options);
    return true;
  }
}

/** Puts the wallet into a page, from the next one that is opened on. */
export async function giveWallet(page, wallet, name = "Test Wallet") {
  wallet.host = new URL(page.url()).host;
  await page.exposeFunction("askTestWallet", (call) => wallet.answer(call));
  await page.addInitScript((called) => {
    const request = async ({ method, params }) => {
      const { result, error } = await window.askTestWallet({ method, params });
      if (error) throw Object.assign(new Error(error.message), error);
      return result;
    };
    const info = { uuid: "350670db-19fa-4704-a166-e52e178b59d2", name: called, icon: "data:image/svg+xml,<svg/>", rdns: "example.wallet" };
    const detail = Object.freeze({ info: Object.freeze(info), provider: Object.freeze({ request }) });
    const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
    window.addEventListener("eip6963:requestProvider", announce);
    announce();
  }, name);
}
