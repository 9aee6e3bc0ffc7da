// SPDX-License-Identifier: Apache-2.0
// An act with its grounds, corrected by another entry; the journal that both stand in, its proofs, its head.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

async function namesItsGrounds({ page }) {
  await page.goto("/tickets");
  await page.locator(".ticket-row").first().click();
  await page.locator("article.ticket h1").waitFor();
  const advisory = await page.locator(".ticket-where a").first().innerText();
  await page.goto("/actions");
  await page.getByRole("button", { name: "Record an action" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Detection/ }).check();
  await dialog.getByLabel("What was done?").fill("Looked through a week of proxy logs");
  await dialog.getByRole("checkbox", { name: new RegExp(advisory) }).check();
  await dialog.getByLabel("Another advisory that was read").fill("GHSA-jfh8-c2jp-5v3q");
  await dialog.getByRole("button", { name: "Add" }).click();
  await picture(page, "action-grounds");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  const row = page.locator(".action-row").filter({ hasText: "proxy logs" }).first();
  await row.filter({ hasText: "2 grounds" }).waitFor();
  await row.getByRole("link", { name: /proxy logs/ }).click();
  await page.getByRole("heading", { name: "Detection" }).waitFor();
  assert.match(await page.locator(".ground-list").innerText(), new RegExp(`${advisory} read [\\s\\S]*GHSA-jfh8-c2jp-5v3q`));
  await page.locator(".metadata").getByText("Myself").waitFor();
  const image = page.locator(".metadata img");
  await page.waitForFunction(() => document.querySelector(".metadata img")?.naturalWidth === 256);
  assert.equal(await image.getAttribute("alt"), "Detection");
  await picture(page, "action", { fullPage: true });
}

async function correctsIt({ page }) {
  await page.getByRole("button", { name: "Correct" }).click();
  const dialog = page.getByRole("dialog");
  const text = dialog.getByLabel("What was done?");
  assert.equal(await text.inputValue(), "Looked through a week of proxy logs");
  await text.fill("Looked through two weeks of proxy logs");
  await dialog.getByRole("button", { name: "Correct" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("This entry corrects another one.").waitFor();
  await page.getByRole("link", { name: "Show what was corrected" }).click();
  await page.getByText("This entry was corrected by another one.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Correct" }).count(), 0);
  await picture(page, "action-corrected", { fullPage: true });
  await page.goto("/actions?q=proxy+logs");
  await page.locator(".action-text.corrected").waitFor();
  await picture(page, "actions-corrected");
}

async function showsTheJournal(world) {
  const { page } = world;
  await page.goto("/journal");
  await page.locator(".journal-row").first().waitFor();
  world.journalHead = (await call(page, "GET", "/journal/head")).body.head;
  await page.getByRole("button", { name: "Verify the journal" }).click();
  await page.getByText("The journal is whole").waitFor();
  await page.getByRole("region", { name: "On a chain" }).getByText("The head of the journal is on no chain yet.").waitFor();
  await picture(page, "journal");
  await page.goto("/journal?kind=action");
  await page.locator(".journal-row").first().waitFor();
  assert.match(await page.locator(".journal-row").first().innerText(), /Action corrected/);
  await page.goto("/journal?from=2999-01-01");
  await page.getByText("No entry matches").waitFor();
}

async function opensAnEntry({ page }) {
  await page.goto("/journal?kind=action");
  await page.locator(".journal-kind").first().click();
  await page.getByRole("heading", { name: "Action corrected" }).waitFor();
  await page.getByText("Proof that this entry is in the journal").click();
  await page.locator(".journal-path li").first().waitFor();
  await picture(page, "journal-entry", { fullPage: true });
}

async function holdsItAgainstAHead({ page, journalHead }) {
  await page.goto("/journal");
  const field = page.getByLabel("A head that was kept elsewhere");
  await field.fill(journalHead);
  await page.getByRole("button", { name: "Verify the journal" }).click();
  await page.getByText("The journal is whole").waitFor();
  await field.fill(`3:${"0".repeat(64)}`);
  await page.getByRole("button", { name: "Verify the journal" }).click();
  const told = page.getByRole("alert");
  await told.waitFor();
  assert.match(await told.innerText(), /NOT whole[\s\S]*the head of 3 entries that was kept elsewhere/);
  await picture(page, "journal-not-whole");
  await field.fill("yesterday's");
  await page.getByRole("button", { name: "Verify the journal" }).click();
  await page.getByText("a head is its size").waitFor();
}

export const journalCases = [
  ["an action names on the ground of what one acted", namesItsGrounds],
  ["it is corrected by another one, and both are shown", correctsIt],
  ["the journal has all that happened, and is whole", showsTheJournal],
  ["an entry is opened with its proof", opensAnEntry],
  ["the journal is held against a head that was kept elsewhere", holdsItAgainstAHead],
];
