// SPDX-License-Identifier: Apache-2.0
// Wallets: addresses bound by a signature, fresh ones, what a wallet refuses. On a server with a chain of its own (anvil).
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ANVIL_PROGRAM, askNode } from "../wallet/anvil.mjs";
import { call, openBrowser, picture, settled } from "./browser.mjs";
import { faintTexts, namelessControls, tooWide } from "./looks.mjs";
import { startServer } from "./server.mjs";
import { giveWallet, TestWallet } from "./wallet.mjs";

const chain = {};

/** The server's own chain, on the port that it keeps. */
function nodeOf(server) {
  return askNode(`http://127.0.0.1:${readFileSync(join(server.data, "anvil.port"), "utf8")}`);
}

async function begins({ skip }) {
  if (!existsSync(ANVIL_PROGRAM)) skip("anvil is not installed: script/setup");
  chain.server = await startServer(process.env.KENZEN, { withAdvisories: false, options: ["--anvil", ANVIL_PROGRAM] });
  Object.assign(chain, await openBrowser(chain.server.address));
  const { page, server } = chain;
  await page.goto(server.link);
  await page.waitForURL(/\/tickets$/);
}

async function thereIsNoWallet() {
  const { page } = chain;
  await page.goto("/profile");
  await page.getByRole("button", { name: "Bind an address of a wallet" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("No wallet was found in this browser").waitFor();
  await picture(page, "wallet-none");
  await dialog.getByRole("button", { name: "Cancel" }).click();
}

async function anAddressIsBound() {
  const { page, server } = chain;
  chain.node = await nodeOf(server);
  chain.wallet = new TestWallet(chain.node);
  await giveWallet(page, chain.wallet);
  await page.goto("/profile");
  await page.getByRole("button", { name: "Bind an address of a wallet" }).click();
  const dialog = page.getByRole("dialog");
  chain.wallet.refused.add("eth_requestAccounts");
  await dialog.getByRole("button", { name: "Test Wallet" }).click();
  await dialog.getByText("You refused it in the wallet. Nothing was done.").waitFor();
  await picture(page, "wallet-refused");
  chain.wallet.refused.clear();
  await dialog.getByRole("button", { name: "Test Wallet" }).click();
  const text = await dialog.locator(".signed-text").innerText();
  assert.match(text, /^http:\/\/127\.0\.0\.1:\d+ wants you to sign in with your Ethereum account:\n0x70997970/m);
  assert.deepEqual(chain.wallet.signed, [], "nothing is signed before it is read");
  await picture(page, "wallet-sign");
  await dialog.getByRole("button", { name: "Sign it in Test Wallet" }).click();
  await page.locator(".wallet-card li").getByText("0x709979").waitFor();
  assert.equal(chain.wallet.signed[0].trim(), text.trim(), "what is signed is what was shown");
}

async function aFreshOneIsMade() {
  const { page } = chain;
  await page.getByRole("button", { name: "Make a fresh address" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Test Wallet" }).click();
  await dialog.getByRole("button", { name: "Sign it in Test Wallet" }).click();
  const key = await dialog.locator(".secret code").innerText();
  assert.match(key, /^0x[0-9a-f]{64}$/);
  await picture(page, "wallet-fresh");
  await dialog.getByRole("button", { name: "I have kept them" }).click();
  await page.locator(".wallet-card li").getByText("fresh", { exact: true }).waitFor();
  const { body } = await call(page, "GET", "/wallet/addresses");
  const fresh = body.items.find((one) => one.is_stealth);
  assert.ok(fresh && !chain.node.accounts.includes(fresh.address.toLowerCase()));
  assert.ok(!JSON.stringify(body).includes(key.slice(2)), "the key stays in the browser");
  await picture(page, "wallet-addresses");
}

async function addressesAreChosenAndUnbound() {
  const { page } = chain;
  await page.reload();
  const rows = page.locator(".wallet-card li");
  await rows.getByRole("button", { name: /^Receive badges at/ }).first().click();
  await page.getByText("Badges go to this address when no other is named.").waitFor();
  await rows.getByRole("button", { name: /^Unbind/ }).last().click();
  await page.waitForFunction(() => document.querySelectorAll(".wallet-card li").length === 1);
}

async function nothingWentWrong() {
  await chain.browser.close();
  await chain.server.stop();
  assert.deepEqual(chain.complaints, []);
}

export const walletCases = [
  ["wallet: a server has a chain of its own", begins],
  ["wallet: there is none in the browser", thereIsNoWallet],
  ["wallet: an address is bound by a signature over what is shown", anAddressIsBound],
  ["wallet: a fresh address is made, whose key stays in the browser", aFreshOneIsMade],
  ["wallet: addresses are chosen and unbound", addressesAreChosenAndUnbound],
  ["wallet: nothing went wrong in the browser", nothingWentWrong],
];
