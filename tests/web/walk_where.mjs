// SPDX-License-Identifier: Apache-2.0
// Who has it: a package, a flaw, by version, over several services.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

const rows = (page) => page.locator(".where-row");

function bom(name, ...purls) {
  const components = purls.map((purl) => {
    const [, pkg, version] = /\/([^/@]+)@(.+)$/.exec(purl);
    return { type: "library", name: pkg, version, purl };
  });
  return JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", metadata: { component: { name } }, components });
}

async function upload(page, service, body) {
  const path = `/api/v1/services/${service}/parts/app/sboms?filename=bom.json`;
  const status = await page.evaluate(
    async ([url, text]) => (await fetch(url, { method: "POST", body: text })).status,
    [path, body],
  );
  assert.equal(status, 201);
}

/** More services, so that there is something to find: one hit, one mended, one that cannot be read, one of an ecosystem that nobody covers. */
async function makesServices({ page }) {
  const teams = await call(page, "GET", "/teams");
  const team_id = teams.body.items.find((team) => team.name === "Shop").id;
  const versions = { catalogue: ["1.12.4"], intranet: ["3.7.1"], kiosk: ["1.12.4"], signage: ["three"] };
  for (const [name, list] of Object.entries(versions)) {
    const made = await call(page, "POST", "/services", JSON.stringify({ team_id, name }));
    assert.equal(made.status, 201);
    await upload(page, made.body.id, bom(name, ...list.map((version) => `pkg:npm/jquery@${version}`), "pkg:cran/jquery.r@1.0"));
  }
}

async function findsAPackage({ page }) {
  await page.goto("/tickets");
  await page.locator("h1").waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await page.getByRole("heading", { name: "What are you looking for?" }).waitFor();
  await picture(page, "where-start");
  await page.keyboard.press("/");
  await page.keyboard.type("jquery");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/where\?q=jquery/);
  await rows(page).first().waitFor();
  const answers = await page.locator(".version-bar .answer").allInnerTexts();
  assert.ok(answers.includes("affected") && answers.includes("undecidable"), answers.join());
  assert.equal(answers[0], "affected");
  assert.match(await rows(page).first().innerText(), /CVE-/);
  await picture(page, "where", { fullPage: true });
}

async function showsOneVersion({ page }) {
  const bar = page.locator(".version-bar").filter({ hasText: "1.12.4" });
  await bar.click();
  await page.waitForURL(/package_version=/);
  await page.waitForFunction(() => document.querySelectorAll(".where-row").length === 2);
  assert.equal(await bar.getAttribute("aria-pressed"), "true");
  await bar.click();
  await page.waitForFunction(() => document.querySelectorAll(".where-row").length > 2);
}

async function findsAFlaw({ page }) {
  await page.goto("/advisories/CVE-2020-11023");
  await page.getByRole("link", { name: "Who has it?" }).click();
  await page.waitForURL(/\/where\?q=CVE-2020-11023/);
  await rows(page).first().waitFor();
  const tiles = await page.locator(".where-tiles .tile-count").allInnerTexts();
  const [affected, undecidable, , fine] = tiles.map(Number);
  assert.ok(affected >= 2 && undecidable === 2 && fine >= 1, tiles.join());
  await page.locator(".where-ticket").filter({ hasText: "CVE-2020-11023" }).first().waitFor();
  await picture(page, "where-flaw", { fullPage: true });
  await page.locator(".where-ticket").first().click();
  await page.getByRole("link", { name: "Where else?" }).click();
  await page.waitForURL(/\/where\?q=CVE-/);
  await rows(page).first().waitFor();
}

async function comesFromAComponent({ page }) {
  await page.locator(".where-row .second a").first().click();
  await page.locator(".component-row").first().waitFor();
  await page.getByRole("link", { name: "Where else?" }).first().click();
  await page.waitForURL(/\/where\?q=.*ecosystem=/);
  await rows(page).first().waitFor();
}

async function saysWhenNobodyHasIt({ page }) {
  await page.goto("/where?q=CVE-1999-0001");
  await page.getByText("Nobody knows CVE-1999-0001").waitFor();
  await page.goto("/where?q=jque");
  await page.getByText("Names that hold it").waitFor();
  await picture(page, "where-suggestions");
  await page.locator(".suggestions a").filter({ hasText: "npm" }).first().click();
  await rows(page).first().waitFor();
  await page.goto("/where?q=pkg:npm");
  await page.locator(".problem-detail").waitFor();
  await picture(page, "where-problem");
}

async function showsWhatIsCovered({ page }) {
  await page.goto("/advisories");
  const cran = page.locator(".coverage-row").filter({ hasText: "CRAN" });
  await cran.waitFor();
  assert.match(await cran.innerText(), /not covered[^]*kenzen advisory pull CRAN[^]*4 components/);
  assert.match(await page.locator(".coverage-row").filter({ hasText: "npm" }).innerText(), /covered by osv/);
  const tiles = await page.locator(".where-tiles .tile-count").allInnerTexts();
  assert.ok(Number(tiles[1]) >= 1 && Number(tiles[2]) >= 4, tiles.join());
  await addsUp(page);
  await picture(page, "coverage", { fullPage: true });
}

/** Each ecosystem tells in words what its bar shows: the parts are all of its components, and what is undecidable has its cause. */
async function addsUp(page) {
  for (const row of await page.locator(".coverage-row").all()) {
    const parts = await row.locator(".coverage-parts > span").allInnerTexts();
    const all = parseInt((await row.locator(".version-count").innerText()).replaceAll(",", ""), 10);
    const sum = parts.reduce((total, part) => total + parseInt(part.replaceAll(",", ""), 10), 0);
    assert.equal(sum, all, `${await row.innerText()}`);
  }
  const npm = await page.locator(".coverage-row").filter({ hasText: "npm" }).first().innerText();
  assert.match(npm, /5 undecidable[^]*4 package versions, 4 services[^]*2 undecidable: the version cannot be read/);
  assert.match(
    await page.locator(".coverage-row").filter({ hasText: "CRAN" }).innerText(),
    /4 not covered: no advisory source is imported/,
  );
}

async function fitsANarrowWindow({ page }) {
  await page.setViewportSize({ width: 360, height: 780 });
  await page.goto("/where?q=CVE-2020-11023");
  await rows(page).first().waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  await picture(page, "where-narrow", { fullPage: true });
  await page.goto("/advisories");
  await page.locator(".coverage-row").first().waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  await picture(page, "coverage-narrow", { fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
}

export const whereCases = [
  ["services that share a package are there", makesServices],
  ["who has a package is found by keys, by version", findsAPackage],
  ["a bar shows the parts of one version", showsOneVersion],
  ["who has a flaw, and who has not, with the tickets", findsAFlaw],
  ["a component leads to its other places", comesFromAComponent],
  ["it is said when nobody has it, or nobody knows", saysWhenNobodyHasIt],
  ["it is told what is run, what covers it, and what to do for the rest", showsWhatIsCovered],
  ["who has it fits a narrow window", fitsANarrowWindow],
];
