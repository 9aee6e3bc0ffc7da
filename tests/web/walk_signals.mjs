// SPDX-License-Identifier: Apache-2.0
// What is suspicious in an SBOM beside known flaws: told in words, dismissed, undone; and names of one's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { call, picture } from "./browser.mjs";

const BOM = readFileSync("tests/data/signal/signals.cdx.json", "utf8");
const rows = (page) => page.locator(".signal-row");
const tile = (page, name) => page.locator(".tile").filter({ hasText: name });

const countOf = async (page, name) => parseInt(await tile(page, name).locator(".tile-count").innerText(), 10);

async function opensTheTab(page, sbom) {
  await page.goto(`/sboms/${sbom}`);
  await page.getByRole("link", { name: "Supply chain" }).click();
  await tile(page, "imitates a name").waitFor();
}

async function tellsWhatImitates(world) {
  const { page } = world;
  const teams = await call(page, "GET", "/teams");
  const team_id = teams.body.items.find((team) => team.name === "Shop").id;
  const made = await call(page, "POST", "/services", JSON.stringify({ team_id, name: "suspect" }));
  assert.equal(made.status, 201);
  const sent = await call(page, "POST", `/services/${made.body.id}/parts/main/sboms?filename=bom.json`, BOM);
  assert.equal(sent.status, 201, JSON.stringify(sent.body));
  world.suspect = sent.body.sbom.id;
  await opensTheTab(page, world.suspect);
  const row = rows(page).filter({ hasText: "lodahs" });
  assert.match(await row.innerText(), /imitates a name[\s\S]*Two letters of lodash swapped/);
  assert.equal(await rows(page).count(), 1);
  await page.getByText("said no private namespaces").waitFor();
  assert.equal(await countOf(page, "without hash"), 6);
  await tile(page, "without version").click();
  await rows(page).filter({ hasText: "bare" }).getByText("The SBOM states no version").waitFor();
}

async function watchesPrivateNamespaces({ page, suspect }) {
  await page.goto("/services");
  await page.getByRole("button", { name: "Private namespaces of Shop" }).click();
  const dialog = page.getByRole("dialog");
  const patterns = dialog.getByLabel("Patterns");
  await patterns.fill("@corp/*\n*");
  await dialog.getByRole("button", { name: "Save" }).click();
  assert.match(await dialog.getByRole("alert").innerText(), /namespaces\[1\]/);
  await patterns.fill("@corp/*\n\n npm:corp-*");
  await picture(page, "namespaces");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Private namespaces of Shop" }).click();
  await dialog.getByText(/^Set by /).waitFor();
  assert.equal(await patterns.inputValue(), "@corp/*\nnpm:corp-*");
  await page.keyboard.press("Escape");
  await opensTheTab(page, suspect);
  await page.getByText("2 private namespaces of the team are watched").waitFor();
  const row = rows(page).filter({ hasText: "@corp/ledger" });
  assert.match(await row.innerText(), /of @corp\/\*[\s\S]*public registry registry\.npmjs\.org/);
  assert.equal(await rows(page).filter({ hasText: "@corp/ui" }).count(), 0);
  await picture(page, "sbom-signals", { fullPage: true });
}

async function dismissesOne({ page }) {
  const row = rows(page).filter({ hasText: "lodahs" });
  await row.getByRole("button", { name: "Dismiss lodahs" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("For all versions of pkg:npm/lodahs").waitFor();
  await dialog.getByLabel("Why is it harmless?").fill("our own fork, kept under this name since 2019");
  await picture(page, "signal-dismiss");
  await dialog.getByRole("button", { name: "Dismiss" }).click();
  await dialog.waitFor({ state: "detached" });
  await row.waitFor({ state: "detached" });
  assert.equal(await countOf(page, "imitates a name"), 0);
  await tile(page, "dismissed").click();
  assert.match(await row.innerText(), /our own fork/);
  await picture(page, "signal-dismissed");
  await row.getByRole("button", { name: "Undo lodahs" }).click();
  await row.waitFor({ state: "detached" });
  await page.getByText("None of these").waitFor();
  await tile(page, "dismissed").click();
  await row.waitFor();
  assert.equal(await countOf(page, "imitates a name"), 1);
}

/** By mistake: the news of it has a way back. */
async function takesItBackAtOnce({ page }) {
  const row = rows(page).filter({ hasText: "lodahs" });
  await row.getByRole("button", { name: "Dismiss lodahs" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why is it harmless?").fill("the wrong row");
  await dialog.getByRole("button", { name: "Dismiss" }).click();
  await row.waitFor({ state: "detached" });
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await row.waitFor();
}

async function saysThatNothingIsSuspicious({ page }) {
  await page.goto("/services");
  await page.getByRole("link", { name: /windcast/ }).click();
  await page.locator(".current-sbom").click();
  await page.getByRole("link", { name: "Supply chain" }).click();
  await page.getByRole("heading", { name: "Nothing is suspicious" }).waitFor();
  await picture(page, "signals-none");
}

export const signalCases = [
  ["an SBOM tells which names imitate others, and what is not said", tellsWhatImitates],
  ["names of a team's own are told when they come from outside", watchesPrivateNamespaces],
  ["a signal is dismissed with a reason, shown apart, and undone", dismissesOne],
  ["a dismissal is taken back where it is told", takesItBackAtOnce],
  ["an SBOM without any says so", saysThatNothingIsSuspicious],
];
