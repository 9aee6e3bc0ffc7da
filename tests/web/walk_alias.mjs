// SPDX-License-Identifier: Apache-2.0
// Two CVEs that a record calls one: both tickets say so and lead to each other, so does the advisory's page.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

// Retire.js gives these two as aliases of one record.
const [FIRST, SECOND] = ["CVE-2021-23337", "CVE-2026-4800"];

async function find(page, id) {
  const found = (await call(page, "GET", `/tickets?q=${id}`)).body.items.filter((one) => one.vulnerability_id === id);
  assert.ok(found.length, `no ticket of ${id}`);
  return found;
}

async function showsItOnBothTickets({ page }) {
  const [first] = await find(page, FIRST);
  const others = await find(page, SECOND);
  const second = others.find((one) => one.part_id === first.part_id);
  await page.goto(`/tickets/${first.id}`);
  const box = page.locator(".alias-conflicts");
  await box.getByText("calls these one vulnerability").first().waitFor();
  await picture(page, "ticket-alias-conflict", { fullPage: true });
  await page.getByText("Aliases contradict", { exact: true }).first().waitFor();
  await box.getByRole("link", { name: `The ticket of ${SECOND}` }).first().click();
  await page.waitForURL(`**/tickets/${second.id}`);
  await box.getByRole("link", { name: `The ticket of ${FIRST}` }).first().click();
  await page.waitForURL(`**/tickets/${first.id}`);
}

async function showsItOnTheAdvisory({ page }) {
  await page.goto(`/advisories/${SECOND}`);
  const box = page.locator(".alias-conflicts");
  await box.getByText("Two CVEs are two vulnerabilities").waitFor();
  await picture(page, "advisory-alias-conflict", { fullPage: true });
  await box.getByRole("link", { name: FIRST, exact: true }).first().click();
  await page.waitForURL(`**/advisories/${FIRST}`);
  await page.goto("/advisories/CVE-2020-8203");
  await page.getByRole("heading", { name: "CVE-2020-8203" }).waitFor();
  assert.equal(await box.count(), 0);
}

async function fitsASmallScreen({ page }) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/advisories/${SECOND}`);
  const box = page.locator(".alias-conflicts");
  await box.waitFor();
  await box.scrollIntoViewIfNeeded();
  await picture(page, "advisory-alias-conflict-360");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 360, `${width} pixels wide`);
  await page.setViewportSize(size);
}

export const aliasCases = [
  ["two CVEs that a record calls one are shown on both tickets", showsItOnBothTickets],
  ["so they are on the advisory's page", showsItOnTheAdvisory],
  ["it fits a small screen", fitsASmallScreen],
];
