// SPDX-License-Identifier: Apache-2.0
// The chains, as an administrator sees them: the server's own, with its contracts and what was sent; one set up, changed and removed.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { ANVIL_PROGRAM } from "../wallet/anvil.mjs";
import { call, openBrowser, picture, settled } from "./browser.mjs";
import { faintTexts, namelessControls, tooWide } from "./looks.mjs";
import { startServer } from "./server.mjs";

const chain = {};

/** Both contracts are there once their transactions are final: a second or two. */
async function waitForContracts(page) {
  for (let waited = 0; waited < 200; waited++) {
    const { body } = await call(page, "GET", "/chains/31337");
    if (body.badge_contract && body.anchor_contract) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail("the contracts are not there");
}

async function showsTheOwnChain({ skip }) {
  if (!existsSync(ANVIL_PROGRAM)) skip("anvil is not installed: script/setup");
  chain.server = await startServer(process.env.KENZEN, { withAdvisories: false, options: ["--anvil", ANVIL_PROGRAM] });
  Object.assign(chain, await openBrowser(chain.server.address));
  const { page, server } = chain;
  await page.goto(server.link);
  await page.waitForURL(/\/tickets$/);
  await waitForContracts(page);
  await page.goto("/people");
  await page.getByRole("link", { name: "Set up chains" }).click();
  const card = page.locator("section.card").filter({ has: page.getByRole("heading", { name: "anvil" }) });
  await card.getByText("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").waitFor();
  await card.getByText(/^9999\.\d+ ETH$/).waitFor();
  await card.getByText("0x5FbDB2315678afecb367f032d93F642f64180aa3").waitFor();
  const rows = page.locator("tbody tr");
  await rows.filter({ hasText: "deploy-badges" }).getByText("final").waitFor();
  assert.ok((await rows.count()) >= 2);
  await settled(page);
  await picture(page, "chains", { fullPage: true });
  assert.deepEqual(await namelessControls(page), []);
  assert.deepEqual(await faintTexts(page), []);
}

async function setsOneUp({ skip }) {
  if (!chain.page) skip("no anvil");
  const { page } = chain;
  await page.getByRole("button", { name: "Add a chain" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Id of the chain").fill("11155111");
  await dialog.getByLabel("Name", { exact: true }).fill("Sepolia");
  await dialog.getByLabel("Nodes, one URL on a line").fill("https://192.0.2.1/v3/secret-key\nftp://192.0.2.2/");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("endpoints[1]").waitFor();
  await picture(page, "chain-dialog");
  await dialog.getByLabel("Nodes, one URL on a line").fill("https://192.0.2.1/v3/secret-key\nhttps://192.0.2.2/");
  await dialog.getByLabel("Explorer").fill("https://sepolia.etherscan.io");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  const card = page.locator("section.card").filter({ has: page.getByRole("heading", { name: "Sepolia" }) });
  await card.getByText("stands in a private or reserved net").first().waitFor();
  await card.getByText("Nobody: this server has no key").waitFor();
  assert.ok(!(await page.content()).includes("secret-key"), "a node's key is shown");
  await card.getByRole("button", { name: "Deploy Contract of badges" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deploy" }).click();
  await page.getByRole("dialog").getByText("this server has no key to sign with").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
}

/** What is ordered is followed without reloading. */
async function followsWhatIsUnderWay({ skip }) {
  if (!chain.page) skip("no anvil");
  const { page } = chain;
  const { body } = await call(page, "POST", "/chains/31337/contracts", JSON.stringify({ contract: "SecurityBadge" }));
  await page.reload();
  const first = page.locator("tbody tr").filter({ hasText: "deploy-badges" }).first();
  await first.getByText("final").waitFor();
  const card = page.locator("section.card").filter({ has: page.getByRole("heading", { name: "anvil" }) });
  const { body: tx } = await call(page, "GET", `/chain-transactions/${body.id}`);
  await card.getByText(tx.contract).waitFor();
}

/** The journal's page says where the head is for good. */
async function showsTheAnchor({ skip }) {
  if (!chain.page) skip("no anvil");
  const { page } = chain;
  let items = [];
  for (let waited = 0; !items.length && waited < 200; waited++) {
    items = (await call(page, "GET", "/public/log/anchors")).body.items;
    if (!items.length) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await page.goto("/journal");
  const box = page.getByRole("region", { name: "On a chain" });
  await box.getByText("anvil", { exact: true }).waitFor();
  await box.getByText(`block ${items[0].block_number}`).waitFor();
  await box.getByText(`${items[0].size}:${items[0].root}`, { exact: true }).waitFor();
  await settled(page);
  await picture(page, "journal-anchor", { fullPage: true });
  assert.deepEqual(await faintTexts(page), []);
  assert.deepEqual(await tooWide(page), []);
  await page.goto("/chains");
}

async function changesAndRemovesIt({ skip }) {
  if (!chain.page) skip("no anvil");
  const { page } = chain;
  await page.getByRole("button", { name: "Edit Sepolia" }).click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByLabel("Nodes, one URL on a line").inputValue(), "");
  await dialog.getByLabel("Blocks until it is final").fill("32");
  await dialog.getByLabel("Switched on").uncheck();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Switched off", { exact: true }).waitFor();
  const { body } = await call(page, "GET", "/chains/11155111");
  assert.equal(body.confirmations, 32);
  assert.deepEqual(body.nodes, ["192.0.2.1", "192.0.2.2"]);
  await page.getByRole("button", { name: "Remove Sepolia" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByRole("heading", { name: "Sepolia" }).waitFor({ state: "detached" });
}

async function fitsATelephoneInJapanese({ skip }) {
  if (!chain.page) skip("no anvil");
  const { page } = chain;
  await page.setViewportSize({ width: 375, height: 800 });
  await page.evaluate(() => localStorage.setItem("kenzen.language", "ja"));
  await page.reload();
  await page.getByRole("heading", { name: "トランザクション" }).waitFor();
  await settled(page);
  await picture(page, "chains-telephone", { fullPage: true });
  assert.deepEqual(await tooWide(page), []);
  assert.deepEqual(chain.complaints.filter((text) => !text.includes("409") && !text.includes("422")), []);
  await chain.browser.close();
  await chain.server.stop();
}

export const chainCases = [
  ["the server's own chain, its contracts and what was sent", showsTheOwnChain],
  ["a chain is set up, and its nodes' keys are shown to nobody", setsOneUp],
  ["a contract is followed until it is there", followsWhatIsUnderWay],
  ["the head of the journal on a chain", showsTheAnchor],
  ["a chain is changed, switched off and removed", changesAndRemovesIt],
  ["chains on a telephone, in Japanese", fitsATelephoneInJapanese],
];
