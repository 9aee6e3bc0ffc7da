// SPDX-License-Identifier: Apache-2.0
// What is told of one SBOM: what changed, who needs whom, how good it is, other formats.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

async function openStorefront(page) {
  await page.goto("/services?q=storefront");
  await page.getByRole("link", { name: /storefront/ }).click();
  await page.getByRole("region", { name: "Part web" }).locator(".current-sbom").click();
  await page.locator(".component-row").first().waitFor();
}

async function tellsWhatChanged({ page }) {
  await openStorefront(page);
  await page.getByRole("link", { name: "Changes" }).click();
  await page.locator(".diff-row").first().waitFor();
  assert.equal(await page.locator(".diff-row", { hasText: "handlebars" }).locator(".diff-changed").count() > 0, true);
  await page.locator(".diff-tiles").getByText("vulnerabilities gone").waitFor();
  assert.match(await page.locator(".diff-row", { hasText: "jquery" }).last().innerText(), /3\.4\.1 → 3\.7\.1/);
  await picture(page, "sbom-changes");
}

async function opensTheTree({ page }) {
  await page.getByRole("link", { name: "Dependencies" }).click();
  await page.getByRole("button", { name: "What chart.js needs" }).click();
  await page.getByRole("button", { name: "What chartjs-color needs" }).click();
  await page.getByRole("button", { name: "What chartjs-color-string needs" }).click();
  await page.locator(".tree .tree .tree .tree").getByRole("link", { name: "color-name" }).waitFor();
  await picture(page, "sbom-tree");
  await page.getByRole("link", { name: "chartjs-color-string" }).click();
  await page.locator(".chain [aria-current]").getByText("chartjs-color-string").waitFor();
  await page.getByRole("heading", { name: "Needed by 1 component" }).waitFor();
  await picture(page, "sbom-component");
}

async function tellsTheWayBesideAComponent({ page }) {
  await page.getByRole("link", { name: "Components" }).click();
  await page.getByRole("searchbox", { name: "Search components" }).fill("color-string");
  await page.waitForFunction(() => document.querySelectorAll(".component-row").length === 1);
  assert.match(await page.locator(".way").first().innerText(), /chart\.js ›\s+chartjs-color ›/);
}

async function tellsHowGoodItIs({ page }) {
  await page.getByRole("link", { name: "Quality" }).click();
  await page.getByRole("img", { name: /of 100/ }).first().waitFor();
  await page.locator(".quality-rule.is-lacks").first().waitFor();
  await page.getByText("NTIA minimum elements").waitFor();
  await picture(page, "sbom-quality", { fullPage: true });
}

async function exportsIt({ page }) {
  await page.getByText("Export as…").click();
  assert.equal(await page.locator(".exports li").count(), 7);
  await picture(page, "sbom-exports");
  const href = await page.getByRole("link", { name: "SPDX 2.3 JSON" }).getAttribute("href");
  const { status, body } = await call(page, "GET", href.replace("/api/v1", ""));
  assert.equal(status, 200);
  assert.equal(body.spdxVersion, "SPDX-2.3");
}

/** Without another before it, nothing is compared; that is told, not an error. */
async function tellsOfTheFirst({ page }) {
  await page.goto("/services");
  await page.getByRole("link", { name: /windcast/ }).click();
  await page.locator(".current-sbom").click();
  await page.getByRole("link", { name: "Changes" }).click();
  await page.getByText("there is nothing before it").waitFor();
}

export const sbomCases = [
  ["an SBOM tells what changed since the one before", tellsWhatChanged],
  ["its dependencies open step by step, and lead both ways", opensTheTree],
  ["a component tells the way by which it got in", tellsTheWayBesideAComponent],
  ["its quality is a score with what to mend", tellsHowGoodItIs],
  ["it is had in another format", exportsIt],
  ["the first of a part says that nothing was before it", tellsOfTheFirst],
];
