// SPDX-License-Identifier: Apache-2.0
// Wallets: addresses bound by a signature, fresh ones, what a wallet refuses. On a server with a chain of its own (anvil).
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ANVIL_PROGRAM, askNode } from "../wallet/anvil.mjs";
import { call, listenTo, openBrowser, picture, settled, until } from "./browser.mjs";
import { faintTexts, namelessControls, tooWide } from "./looks.mjs";
import { startServer } from "./server.mjs";
import { giveWallet, TestWallet } from "./wallet.mjs";

const chain = {};

/** The server's own chain, on the port that it keeps. */
export function nodeOf(server) {
  return askNode(`http://127.0.0.1:${readFileSync(join(server.data, "anvil.port"), "utf8")}`);
}

async function begins({ skip }) {
  if (!existsSync(ANVIL_PROGRAM)) skip("anvil is not installed: script/setup");
  chain.server = await startServer(process.env.KENZEN, { withAdvisories: false, options: ["--anvil", ANVIL_PROGRAM] });
  Object.assign(chain, await openBrowser(chain.server.address));
  const { page, server } = chain;
  await page.goto(server.link);
  await page.waitForURL(/\/tickets$/);
  [chain.badge, chain.claimed, chain.relayed] = await praisesMina(page);
  await page.context().clearCookies();
  await page.goto(server.linkFor("mina"));
  await page.waitForURL(/\/tickets$/);
}

/** What a coworker wrote down of her, a coworker vouches for: only such a badge comes onto a chain. */
export async function praisesMina(page) {
  const made = async (path, body) => {
    const { status, body: reply } = await call(page, "POST", path, JSON.stringify(body));
    assert.ok(status < 300, `${path}: ${JSON.stringify(reply)}`);
    return reply.id;
  };
  const team = await made("/teams", { name: "Shop" });
  const mina = await made("/accounts", { name: "mina" });
  await call(page, "PUT", `/teams/${team}/members/${mina}`, JSON.stringify({ role: "member" }));
  const text = "Took the log library out of the checkout";
  const badgeFor = async (kind) => {
    const action = { team_id: team, account_id: mina, kind, text, executed_at: new Date().toISOString(), grounds: [] };
    return made("/badges", { action_id: await made("/action-logs", action) });
  };
  return [await badgeFor("elimination"), await badgeFor("detection"), await badgeFor("mitigation")];
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
  await page.goto("/profile");
  const rows = page.locator(".wallet-card li");
  await rows.getByRole("button", { name: /^Receive badges at/ }).first().click();
  await page.getByText("Badges go to this address when no other is named.").waitFor();
  await rows.getByRole("button", { name: /^Unbind/ }).last().click();
  await page.waitForFunction(() => document.querySelectorAll(".wallet-card li").length === 1);
}

async function whatBecomesPublicIsShownFirst() {
  const { page, wallet } = chain;
  await page.goto(`/badges/${chain.badge}`);
  await page.getByRole("button", { name: "Bring it onto a chain" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "What becomes public, for ever" }).waitFor();
  const told = await dialog.locator(".mint-public").innerText();
  assert.match(told, new RegExp(wallet.account, "i"));
  assert.match(told, /Flaw taken away/);
  assert.doesNotMatch(told, /\bmina\b|Shop|log library/);
  await picture(page, "mint-preview");
  await dialog.getByRole("button", { name: "Bind an address of a wallet" }).click();
  const inner = page.locator("dialog dialog");
  await inner.getByRole("button", { name: "Test Wallet" }).waitFor();
  await page.keyboard.press("Escape");
  await inner.waitFor({ state: "detached" });
  assert.equal((await call(page, "GET", `/badges/${chain.badge}/mint`)).status, 404, "nothing is sent by looking");
  await dialog.getByRole("button", { name: "Mint: the server pays" }).click();
  await page.locator(".badge-wallet").getByText(/On the chain/).waitFor({ timeout: 60_000 });
  const { body } = await call(page, "GET", `/badges/${chain.badge}/mint`);
  chain.nft = body.nft_id.split(":");
  await page.reload();
  await page.locator(".badge-wallet").getByText(/On the chain/).waitFor();
  await picture(page, "badge-minted", { fullPage: true });
}

async function theWalletShowsIt() {
  const { page, wallet } = chain;
  const card = page.locator(".badge-wallet");
  await card.getByRole("button", { name: "Show it in my wallet" }).click();
  wallet.refused.add("wallet_addEthereumChain");
  await card.getByRole("button", { name: "Test Wallet" }).click();
  await card.getByText("You refused it in the wallet.").waitFor();
  wallet.refused.clear();
  const { account } = wallet;
  wallet.account = chain.node.accounts[2];
  await card.getByRole("button", { name: "Test Wallet" }).click();
  await card.getByText("The account that is chosen in the wallet does not have this badge.").waitFor();
  await picture(page, "wallet-not-owner", { fullPage: true });
  assert.ok(wallet.chains.has(31337), "the wallet was told of the chain");
  wallet.account = account;
  await card.getByRole("button", { name: "Test Wallet" }).click();
  await page.getByText("Your wallet shows it now.").waitFor();
  const [, contract, tokenId] = chain.nft;
  assert.deepEqual(wallet.watched, [{ address: contract, tokenId }]);
}

async function itIsAddedByHand() {
  const { page } = chain;
  const card = page.locator(".badge-wallet");
  await card.getByText("By hand").click();
  const [, contract, tokenId] = chain.nft;
  await card.getByText(contract, { exact: true }).waitFor();
  await card.getByText(tokenId, { exact: true }).waitFor();
  const image = card.getByRole("img", { name: /^QR code/ });
  await image.scrollIntoViewIfNeeded();
  assert.ok(await image.evaluate((one) => one.decode().then(() => one.naturalWidth)), "the QR code is drawn");
  await picture(page, "wallet-by-hand", { fullPage: true });
  await page.setViewportSize({ width: 360, height: 740 });
  await settled(page);
  assert.deepEqual(await tooWide(page), []);
  assert.deepEqual(await faintTexts(page), []);
  assert.deepEqual(await namelessControls(page), []);
  await picture(page, "badge-minted-360", { fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function itIsPublicThere() {
  const { page, node } = chain;
  const [, contract, tokenId] = chain.nft;
  const data = `0xc87b56dd${BigInt(tokenId).toString(16).padStart(64, "0")}`;
  const answer = Buffer.from((await node.request({ method: "eth_call", params: [{ to: contract, data }, "latest"] })).slice(2), "hex");
  const uri = answer.subarray(64, 64 + Number(`0x${answer.subarray(32, 64).toString("hex")}`)).toString();
  const json = Buffer.from(uri.split(",")[1], "base64").toString();
  assert.match(json, /"name":"Flaw taken away"/);
  assert.doesNotMatch(json, /\bmina\b|Shop|log library/);
  await page.goto("/badges");
  await page.locator(".badge-card").getByText("NFT").waitFor();
}

/** In a browser of the administrator's. */
async function aCampaignIsOpened() {
  const { context, theirs } = await asAdministrator();
  await theirs.goto("/badge-rules");
  await theirs.getByRole("button", { name: "Open a campaign" }).click();
  const dialog = theirs.getByRole("dialog");
  await dialog.getByRole("button", { name: "Open a campaign" }).click();
  const row = theirs.locator("section", { hasText: "Campaigns" }).locator("li");
  await row.getByText("2 badges", { exact: true }).waitFor();
  await until(async () => {
    await theirs.reload();
    await row.first().waitFor();
    return (await row.getByText("Open", { exact: true }).count()) === 1;
  }, 60_000);
  await picture(theirs, "badge-campaigns", { fullPage: true });
  await context.close();
}

async function theHolderClaimsAndPays() {
  const { page, wallet } = chain;
  await page.goto(`/badges/${chain.claimed}`);
  const card = page.locator(".badge-wallet");
  await card.getByText(/A campaign has this badge for your address/).waitFor();
  await card.getByRole("button", { name: "Claim: my wallet pays" }).click();
  await card.getByRole("heading", { name: "What becomes public, for ever" }).waitFor();
  const { account } = wallet;
  wallet.account = chain.node.accounts[2];
  await card.getByRole("button", { name: "Test Wallet" }).click();
  await card.getByText(/is another one than the campaign has the badge for/).waitFor();
  wallet.account = account;
  wallet.refused.add("eth_sendTransaction");
  await card.getByRole("button", { name: "Test Wallet" }).click();
  await card.getByText("You refused it in the wallet.").waitFor();
  await picture(page, "badge-claim", { fullPage: true });
  wallet.refused.clear();
  await card.getByRole("button", { name: "Test Wallet" }).click();
  await page.getByText("Your wallet sent the claim").waitFor();
  await card.getByText(/On the chain/).waitFor({ timeout: 60_000 });
  const { body } = await call(page, "GET", `/badges/${chain.claimed}/mint`);
  assert.equal(body.address.toLowerCase(), account.toLowerCase());
}

/** Signing costs nothing; what is signed is what was shown, and it is looked at field by field before. */
async function theServerPaysForAClaim() {
  const { page, wallet, node } = chain;
  await page.goto(`/badges/${chain.relayed}`);
  const card = page.locator(".badge-wallet");
  await card.getByRole("button", { name: "Claim: the server pays" }).click();
  await card.getByText("Your wallet signs these fields (EIP-712), which costs nothing.").waitFor();
  const told = await card.locator(".badge-claim .mint-public").innerText();
  await card.getByText("All that is signed").click();
  const whole = JSON.parse(await card.locator(".badge-claim .signed-text").innerText());
  const { root, holder, commitment, deadline } = whole.message;
  for (const shown of [root, holder, commitment, String(deadline), whole.domain.verifyingContract, "31337"]) assert.ok(told.includes(shown), `${shown}: ${told}`);
  assert.equal(holder.toLowerCase(), wallet.account.toLowerCase());
  assert.doesNotMatch(told, /\bmina\b|Shop|log library/);
  assert.deepEqual(wallet.typed, [], "nothing is signed before it is read");
  await picture(page, "badge-claim-server", { fullPage: true });
  const { account } = wallet;
  wallet.account = node.accounts[2];
  await card.getByRole("button", { name: "Test Wallet" }).click();
  await card.getByText(/is another one than the campaign has the badge for/).waitFor();
  wallet.account = account;
  wallet.refused.add("eth_signTypedData_v4");
  await card.getByRole("button", { name: "Test Wallet" }).click();
  await card.getByText("You refused it in the wallet.").waitFor();
  wallet.refused.clear();
  assert.equal((await call(page, "GET", `/badges/${chain.relayed}/mint`)).status, 404, "nothing is sent before it is signed");
  await page.setViewportSize({ width: 360, height: 740 });
  await settled(page);
  assert.deepEqual(await tooWide(page), []);
  assert.deepEqual(await faintTexts(page), []);
  assert.deepEqual(await namelessControls(page), []);
  await picture(page, "badge-claim-server-360", { fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  const before = await node.request({ method: "eth_getBalance", params: [account, "latest"] });
  await card.getByRole("button", { name: "Test Wallet" }).click();
  await page.getByText("The server sends the claim").waitFor();
  await card.getByText(/On the chain/).waitFor({ timeout: 60_000 });
  await picture(page, "badge-claimed-server", { fullPage: true });
  assert.deepEqual(wallet.typed, [whole], "what is signed is what was shown");
  assert.equal(await node.request({ method: "eth_getBalance", params: [account, "latest"] }), before, "the holder pays nothing");
  const { body } = await call(page, "GET", `/badges/${chain.relayed}/mint`);
  assert.equal(body.address.toLowerCase(), account.toLowerCase());
}

/** Whether the server's key may issue badges: its admin, who is the same here, says so. */
async function letIssue(isAllowed) {
  const { node, nft } = chain;
  const [from] = node.accounts;
  const data = `0x495289be${from.slice(2).padStart(64, "0")}${(isAllowed ? "1" : "0").padStart(64, "0")}`;
  const hash = await node.request({ method: "eth_sendTransaction", params: [{ from, to: nft[1], data }] });
  await until(async () => (await node.request({ method: "eth_getTransactionReceipt", params: [hash] }))?.status === "0x1", 20_000);
}

async function asAdministrator() {
  const { browser, server } = chain;
  const context = await browser.newContext({ baseURL: server.address, viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  const theirs = await context.newPage();
  listenTo(theirs, server.address, chain.complaints);
  await theirs.goto(server.linkFor());
  await theirs.waitForURL(/\/tickets$/);
  return { context, theirs };
}

/** The chain does not take back what the key may not take: the administrator sees why, and tries again. */
async function theRefusedIsTriedAgain() {
  const { page } = chain;
  const { context, theirs } = await asAdministrator();
  await letIssue(false);
  const revoked = await call(theirs, "POST", `/badges/${chain.badge}/revoke`, JSON.stringify({ reason: "was another's" }));
  assert.ok(revoked.status < 300, JSON.stringify(revoked));
  await theirs.goto("/badge-rules");
  const row = theirs.locator("section", { hasText: "Campaigns" }).locator("li");
  await row.getByRole("button", { name: "Close the campaign" }).click();
  await theirs.getByRole("dialog").getByRole("button", { name: "Close the campaign" }).click();
  await until(async () => (await call(page, "GET", `/badges/${chain.badge}/mint`)).body.state === "kept", 60_000);
  await until(async () => {
    await theirs.reload();
    await row.first().waitFor();
    return (await row.getByText(/NotIssuer\(/).count()) === 1;
  }, 60_000);
  await picture(theirs, "campaign-not-closed", { fullPage: true });
  await theirs.goto("/chains");
  await theirs.getByRole("button", { name: "Try again" }).waitFor();
  await picture(theirs, "chain-revocation-refused", { fullPage: true });
  await letIssue(true);
  await theirs.getByRole("button", { name: "Try again" }).click();
  await theirs.getByText("It is being tried again.").waitFor();
  await until(async () => (await call(page, "GET", `/badges/${chain.badge}/mint`)).body.state === "revoked", 60_000);
  await theirs.getByRole("button", { name: "Try again" }).waitFor({ state: "detached" });
  await context.close();
}

/** The administrator ends it again. */
async function theCampaignIsClosed() {
  const { context, theirs } = await asAdministrator();
  await theirs.goto("/badge-rules");
  const row = theirs.locator("section", { hasText: "Campaigns" }).locator("li");
  await row.getByRole("button", { name: "Close the campaign" }).click();
  const dialog = theirs.getByRole("dialog");
  await dialog.getByText(/nobody can claim its badges any more/).waitFor();
  await dialog.getByRole("button", { name: "Close the campaign" }).click();
  await until(async () => {
    await theirs.reload();
    await row.first().waitFor();
    return (await row.getByText("Ended", { exact: true }).count()) === 1;
  }, 60_000);
  assert.equal(await row.getByRole("button").count(), 0);
  await context.close();
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
  ["wallet: what becomes public is shown before the badge is brought onto the chain", whatBecomesPublicIsShownFirst],
  ["wallet: the wallet is told of the chain, and shows it to its owner alone", theWalletShowsIt],
  ["wallet: it is added by hand, by address and id", itIsAddedByHand],
  ["wallet: the chain tells its name, and of nobody", itIsPublicThere],
  ["wallet: a campaign is opened for what is on no chain", aCampaignIsOpened],
  ["wallet: the holder claims a badge of it, and pays", theHolderClaimsAndPays],
  ["wallet: the holder signs what is shown, and the server claims and pays", theServerPaysForAClaim],
  ["wallet: what the chain refuses is told, and tried again", theRefusedIsTriedAgain],
  ["wallet: the campaign is closed before its end", theCampaignIsClosed],
  ["wallet: addresses are chosen and unbound", addressesAreChosenAndUnbound],
  ["wallet: nothing went wrong in the browser", nothingWentWrong],
];
