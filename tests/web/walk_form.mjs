// SPDX-License-Identifier: Apache-2.0
// The same pages in the other language, in the dark, on a small screen; and whether all can read and reach what is on them.
import assert from "node:assert/strict";
import { picture, settled } from "./browser.mjs";
import { faintTexts, namelessControls, tooWide } from "./looks.mjs";

/** Visits every page, a ticket, a service and an SBOM among them. */
async function everyPage(page, visit) {
  for (const path of ["/tickets", "/services", "/actions", "/advisories", "/where", "/journal", "/diary", "/sightings", "/profile", "/people"]) {
    await page.goto(path);
    await page.locator("h1").waitFor();
    await settled(page);
    await visit(path.slice(1));
  }
  for (const [path, row] of [
    ["/tickets", ".ticket-row"],
    ["/services", ".service-card"],
  ]) {
    await page.goto(path);
    await page.locator(row).first().click();
    await page.locator("article h1").waitFor();
    await settled(page);
    await visit(path.slice(1, -1));
  }
  await page.locator(".current-sbom").first().click();
  await page.locator(".component-row").first().waitFor();
  await visit("sbom");
  await page.locator('.tabs a[href*="tab=signals"]').click();
  await page.locator(".signals .tile").nth(5).click();
  await page.locator(".signal-row").first().waitFor();
  await visit("sbom-signals");
  await page.goBack();
  await page.locator(".component-row").first().waitFor();
  await page.locator(".component-row .why").first().click();
  await page.locator(".conclusion").first().waitFor();
  await visit("explain-component");
  await page.goto("/tickets?q=jquery");
  await page.locator(".ticket-row").first().click();
  await page.locator('a[href$="/explain"]').first().click();
  await page.locator(".version-line").first().waitFor();
  await visit("explain-ticket");
  await page.goto("/where?q=jquery");
  await page.locator(".where-row").first().waitFor();
  await visit("where-jquery");
  await page.goto("/services");
  await page.locator('a[href$="/decisions"]').first().click();
  await page.locator(".model-card").nth(1).click();
  await page.locator(".what-if").waitFor();
  await visit("decisions");
  await page.goto("/tickets");
  await page.locator(".ticket-row").first().click();
  await page.locator(".decision > header button").click();
  await page.locator(".question label").first().click();
  await page.locator(".verdict").waitFor();
  await visit("what-if");
}

async function canBeReadAndReached({ page }) {
  const problems = [];
  await everyPage(page, async (name) => {
    for (const text of await faintTexts(page)) problems.push(`${name}: faint: ${text}`);
    for (const control of await namelessControls(page)) problems.push(`${name}: nameless: ${control}`);
  });
  assert.deepEqual(problems, []);
}

async function isDark({ page }) {
  await page.goto("/tickets");
  await page.getByRole("button", { name: "Dark theme" }).click();
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.match(ground, /rgb\((\d|[1-3]\d), /);
  const problems = [];
  await everyPage(page, async (name) => {
    for (const text of await faintTexts(page)) problems.push(`${name}: faint: ${text}`);
    await picture(page, `dark-${name}`);
  });
  assert.deepEqual(problems, []);
  await page.getByRole("button", { name: "Light theme" }).click();
}

const LATIN_SENTENCE = /\b[a-z]+ [a-z]+ [a-z]+\b/;

/** Texts of three English words in a row, where they are not data and not marked as English. */
function englishTexts(page) {
  return page.evaluate((source) => {
    const sentence = new RegExp(source);
    const isOurs = (element) =>
      !element.closest(
        '[lang="en"], code, .action-text, .service-name, .event-text, .bite-text, .page-head .muted, .summary, kbd, option',
      );
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (isOurs(element) && element.checkVisibility() && sentence.test(texts.currentNode.data))
        found.push(texts.currentNode.data);
    }
    return found;
  }, LATIN_SENTENCE.source);
}

async function speaksJapanese({ page }) {
  await page.goto("/tickets");
  await page.getByRole("button", { name: "日本語" }).click();
  await page.getByRole("heading", { name: "チケット" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "ja");
  const problems = [];
  await everyPage(page, async (name) => {
    for (const text of await englishTexts(page)) problems.push(`${name}: ${text}`);
    await picture(page, `japanese-${name}`, { fullPage: name === "ticket" });
  });
  assert.deepEqual(problems, []);
}

/** Still in Japanese, then in English: words of one language are longer here, of the other there. */
async function fitsASmallScreen({ page }) {
  const large = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const wide = [];
  const look = (language) => async (name) => {
    for (const element of await tooWide(page)) wide.push(`${language} ${name}: ${element}`);
    await picture(page, `small-${language}-${name}`);
  };
  await everyPage(page, look("ja"));
  await page.getByRole("button", { name: "English" }).click();
  await everyPage(page, look("en"));
  await page.setViewportSize(large);
  assert.deepEqual(wide, []);
}

export const formCases = [
  ["every text has a contrast of AA, every control a name", canBeReadAndReached],
  ["it is dark when asked to be, and can still be read", isDark],
  ["it speaks Japanese", speaksJapanese],
  ["it fits 360 pixels, in both languages", fitsASmallScreen],
];
