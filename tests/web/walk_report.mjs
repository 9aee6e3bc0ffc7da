// SPDX-License-Identifier: Apache-2.0
// Advice that leads to its action, all teams side by side, the report and its paper, on a year of a made-up organisation (tests/history).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { call, openBrowser, picture } from "./browser.mjs";
import { feedbackCases } from "./walk_feedback.mjs";
import { startServer } from "./server.mjs";

const year = { server: null, people: {}, teams: {} };
const see = (page, name, options) => picture(page, `report-${name}`, { fullPage: true, ...options });

async function person(name) {
  if (year.people[name]) return year.people[name].page;
  const opened = await openBrowser(year.server.address);
  year.people[name] = opened;
  await opened.page.goto(year.server.linkFor(name));
  await opened.page.locator(".profile-link").waitFor();
  return opened.page;
}

async function begins() {
  year.server = await startServer(process.env.KENZEN, { withYear: true });
  const page = await person("mina");
  const { body } = await call(page, "GET", "/teams?limit=200");
  for (const team of body.items) year.teams[team.name] = team.id;
  assert.ok(year.teams.Plant && year.teams.Research, Object.keys(year.teams).join());
}

const cardOf = (page, words) => page.locator(".health-advice").filter({ hasText: words });

async function adviceLeadsToItsAction() {
  const page = await person("pablo"); // admin of Plant
  await page.goto(`/health/advice?team=${year.teams.Plant}`);
  const card = cardOf(page, "2 parts run on Debian 10, out of support since 10 Sept 2022");
  await card.waitFor();
  await see(page, "advice");
  await card.locator("summary").click();
  await card.getByText("furnace-monitor").waitFor();
  await card.getByRole("link", { name: "Move the first of them to a release that is supported" }).click();
  await page.getByRole("heading", { name: "furnace-monitor" }).waitFor();
  await page.goBack();
  for (const card of await page.locator(".health-advice").all())
    assert.equal(await card.locator(".advice-do a").count(), 1, "exactly one thing to do");
}

async function putsAside() {
  const page = await person("pablo");
  await page.goto(`/health/advice?team=${year.teams.Plant}`);
  const card = cardOf(page, "components of ConanCenter");
  await card.getByRole("button", { name: "Put aside" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why is it put aside?").fill("Three drivers of our own: nobody else has them.");
  await picture(page, "report-advice-aside");
  await dialog.getByRole("button", { name: "Put aside" }).click();
  await card.waitFor({ state: "detached" });
  await page.getByLabel("Also what was put aside").check();
  await card.getByText("Three drivers of our own").waitFor();
  await see(page, "advice-kept-aside");
  await card.getByRole("button", { name: "Take up again" }).click();
  await card.getByRole("button", { name: "Put aside" }).waitFor();
}

async function namesNobody() {
  const page = await person("stefan"); // admin of Research, who carries nearly all
  await page.goto(`/health/advice?team=${year.teams.Research}`);
  const card = cardOf(page, "One person did");
  await card.waitFor();
  assert.ok(!(await card.innerText()).includes("stefan"));
  await see(page, "advice-research");
}

async function comparesTeams() {
  const page = await person("greta"); // governance
  await page.goto("/health/organisation?team=all");
  const rows = page.locator(".standing tbody tr");
  await rows.nth(5).waitFor();
  assert.equal(await rows.count(), 6);
  assert.ok((await rows.first().innerText()).includes("Plant"), "the most overdue stands first");
  await page.getByRole("button", { name: "In time" }).click();
  assert.ok((await rows.first().innerText()).includes("Warehouse"), "the latest team first");
  await page.locator(".policy-exception").first().waitFor();
  await see(page, "organisation");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as CSV" }).click();
  const text = readFileSync(await (await saved).path(), "utf8");
  assert.ok(text.startsWith('"team","open"') && text.includes('"Plant"'), text.slice(0, 200));
}

async function makesAReport() {
  const page = await person("greta");
  await page.goto("/health/report?team=all");
  const frame = page.frameLocator(".report-preview");
  await frame.getByRole("heading", { name: "The organisation" }).waitFor();
  await frame.getByText("A preview.").waitFor();
  await see(page, "preview");
  await page.getByRole("button", { name: "Make and keep" }).click();
  await page.locator(".report-row").first().waitFor();
  await see(page, "kept");
}

/** What is downloaded is verified by the program; one digit changed, and it is not. */
async function isVerifiable() {
  const page = await person("greta");
  const [report] = (await call(page, "GET", "/reports")).body.items;
  const verify = (name) => execFileSync(process.env.KENZEN, ["report", "verify", name, "--data", year.server.data], { encoding: "utf8" });
  for (const form of ["html", "csv", "json"]) {
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: form.toUpperCase(), exact: true }).first().click();
    const download = await saved;
    assert.equal(download.suggestedFilename(), `report-${report.id}.${form}`);
    const path = join(year.server.data, `report.${form}`);
    await download.saveAs(path);
    assert.ok(verify(path).includes("agree"), form);
    const text = readFileSync(path, "utf8");
    const at = text.indexOf("Tickets opened");
    writeFileSync(path, text.slice(0, at) + text.slice(at).replace(/\d/, (digit) => String(9 - Number(digit))));
    assert.throws(() => verify(path), /Command failed/, `a falsified ${form} was not found`);
    if (form === "html") writeFileSync(path, text);
  }
}

/** On paper, by Chromium itself, and as pictures where poppler is there. */
async function printsWell() {
  const page = await person("greta");
  const [report] = (await call(page, "GET", "/reports")).body.items;
  await page.goto(`/api/v1/reports/${report.id}?format=html`);
  await page.getByRole("heading", { name: "What it rests on" }).waitFor();
  await see(page, "page");
  await page.pdf({ path: "build/screenshots/report.pdf", preferCSSPageSize: true });
  try {
    execFileSync("pdftoppm", ["-r", "70", "-png", "build/screenshots/report.pdf", "build/screenshots/report-paper"]);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  await page.setViewportSize({ width: 360, height: 780 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), "the page is wider than a telephone");
  await see(page, "page-360", { fullPage: false });
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function inTheDarkAndInJapanese() {
  const page = await person("greta");
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`/health/advice?team=${year.teams.Plant}`);
  await page.locator(".health-advice").first().waitFor();
  await page.evaluate(() => localStorage.setItem("kenzen.language", "ja"));
  await page.getByRole("button", { name: /日本語/ }).first().click().catch(() => {});
  await see(page, "advice-360", { fullPage: false });
  for (const tab of ["advice", "organisation", "report"]) {
    await page.goto(`/health/${tab}?team=${year.teams.Plant}`);
    await page.locator(`.${tab}-tab`).waitFor();
    await page.waitForTimeout(300);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), `${tab} is wider than a telephone`);
    await see(page, `${tab}-360-dark`, { fullPage: false });
  }
  await page.evaluate(() => localStorage.setItem("kenzen.language", "en"));
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function ends() {
  const complaints = Object.values(year.people).flatMap((one) => one.complaints);
  for (const one of Object.values(year.people)) await one.browser.close();
  await year.server.stop();
  assert.deepEqual(complaints, []);
}

export const reportCases = [
  ["report: a year of work is there", begins],
  ["report: advice leads to its action", adviceLeadsToItsAction],
  ["report: advice is put aside, and taken up again", putsAside],
  ["report: advice names nobody", namesNobody],
  ["report: all teams stand side by side", comparesTeams],
  ["report: a report is looked at, made and kept", makesAReport],
  ["report: it is verified, and a falsified one is found", isVerifiable],
  ["report: it prints well", printsWell],
  ["report: in the dark, on a telephone", inTheDarkAndInJapanese],
  ...feedbackCases(person),
  ["report: nothing was complained of", ends],
];
