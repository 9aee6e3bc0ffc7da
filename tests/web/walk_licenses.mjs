// SPDX-License-Identifier: Apache-2.0
// Licences: what is denied and why, a policy that is set, an exception that is made and ended.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

const rows = (page) => page.locator(".license-component");

async function uploads(page) {
  const teams = await call(page, "GET", "/teams");
  const team_id = teams.body.items.find((team) => team.name === "Shop").id;
  const made = await call(page, "POST", "/services", JSON.stringify({ team_id, name: "licensed" }));
  assert.equal(made.status, 201);
  const component = (name, ...licenses) => ({
    type: "library",
    name,
    version: "1.4.0",
    purl: `pkg:npm/${name}@1.4.0`,
    licenses: licenses.map((one) => ({ license: { name: one } })),
  });
  const components = [
    component("plain", "MIT License"),
    component("copyleft", "GPLv3"),
    component("choice", "MIT OR GPL-3.0-only"),
    component("tool", "MIT", "(GPL-3.0-only OR AGPL-3.0-only)"),
    component("silent"),
    component("strange", "Terms of the Guild"),
  ];
  const body = JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", components });
  const status = await page.evaluate(
    async ([url, text]) => (await fetch(url, { method: "POST", body: text })).status,
    [`/api/v1/services/${made.body.id}/parts/main/sboms?filename=bom.json`, body],
  );
  assert.equal(status, 201);
  return made.body.id;
}

async function showsLicences(world) {
  const { page } = world;
  world.licensed = await uploads(page);
  await page.goto(`/services/${world.licensed}`);
  await page.getByRole("link", { name: "Show licences" }).click();
  await page.getByRole("heading", { name: "Licences", level: 1 }).waitFor();
  await rows(page).first().waitFor();
  assert.equal(await rows(page).count(), 4);
  assert.match(await page.locator(".licenses").innerText(), /Nobody has set a policy/);
}

async function setsAPolicy({ page }) {
  await page.getByRole("button", { name: "Set the team’s policy" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Allowed").fill("permissive");
  await dialog.getByLabel("Denied").fill("GLP-3.0");
  await dialog.getByRole("button", { name: "Save" }).click();
  assert.match(await dialog.getByRole("alert").innerText(), /deny\[0\].*GLP-3\.0/);
  await dialog.getByLabel("Denied").fill("strong-copyleft\nnetwork-copyleft");
  await dialog.getByLabel("Note for the history").fill("after the audit");
  await picture(page, "license-policy");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("The team’s own policy holds.").waitFor();
  const denied = page.getByRole("button", { name: /denied/ }).first();
  await denied.filter({ hasText: "2" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".license-component").length === 2);
  const tool = rows(page).filter({ hasText: "tool" });
  assert.match(await tool.innerText(), /strong-copyleft is denied|network-copyleft is denied/);
  await picture(page, "licenses", { fullPage: true });
}

async function makesAnException({ page }) {
  await rows(page).filter({ hasText: "copyleft" }).first().getByRole("button", { name: "Make an exception" }).click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByLabel("Package").inputValue(), "pkg:npm/copyleft");
  assert.equal(await dialog.getByLabel("Licence", { exact: true }).inputValue(), "GPL-3.0-only");
  await dialog.getByLabel("Why may it be used all the same?").fill("called as a program");
  await dialog.getByLabel("Until").fill("2999-12-31");
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.querySelectorAll(".license-component").length === 1);
  const exception = page.locator(".license-exception");
  assert.match(await exception.innerText(), /called as a program[\s\S]*until /);
  await picture(page, "license-exception", { fullPage: true });
  await exception.getByRole("button", { name: "End" }).click();
  await exception.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.querySelectorAll(".license-component").length === 2);
}

async function goesBack({ page }) {
  await page.getByRole("button", { name: "Go back to the organisation’s" }).click();
  await page.getByText("Nobody has set a policy").waitFor();
}

export const licenseCases = [
  ["the licences of a service are shown, and judged without a policy", showsLicences],
  ["a policy that is wrong is told; a right one denies, and says why", setsAPolicy],
  ["an exception is made for one component, and ended", makesAnException],
  ["the team goes back to the organisation's policy", goesBack],
];
