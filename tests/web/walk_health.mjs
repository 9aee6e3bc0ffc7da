// SPDX-License-Identifier: Apache-2.0
// Health, on a year of a made-up organisation (tests/history): what each of three people sees first, the grade and its parts, pictures and
// their tables, goals, a new team; in the dark, in Japanese, on a telephone.
import assert from "node:assert/strict";
import { call, openBrowser, picture } from "./browser.mjs";
import { startServer } from "./server.mjs";

/** A server with a year, and a browser for each person. */
const year = { server: null, people: {}, teams: {} };

const see = (page, name, options) => picture(page, `health-${name}`, { fullPage: true, ...options });

async function person(name) {
  if (year.people[name]) return year.people[name].page;
  const opened = await openBrowser(year.server.address);
  year.people[name] = opened;
  await opened.page.goto(year.server.linkFor(name));
  await opened.page.locator(".profile-link").waitFor();
  return opened.page;
}

/** All pictures are drawn: the library came, and each chart has its canvas. */
async function drawn(page) {
  await page.locator(".health-first").waitFor();
  await page.waitForFunction(() => {
    const boxes = [...document.querySelectorAll(".chart-box")];
    return boxes.length > 5 && boxes.every((box) => box.querySelector("canvas"));
  });
}

async function begins() {
  year.server = await startServer(process.env.KENZEN, { withYear: true });
  const page = await person("mina");
  const { body } = await call(page, "GET", "/teams?limit=200");
  for (const team of body.items) year.teams[team.name] = team.id;
  assert.ok(year.teams.Payments && year.teams.Warehouse, Object.keys(year.teams).join());
  // The hourly job has stored the days that are over.
  for (let tries = 0; ; tries++) {
    const trend = await call(page, "GET", "/health/trend?period=month&count=12");
    if (!trend.body.is_behind && trend.body.items[3].has_data) break;
    assert.ok(tries < 120, "the days are not counted after a minute");
    await page.waitForTimeout(500);
  }
}

async function theOwnerSeesWhatToDo() {
  const page = await person("mina");
  await page.goto(`/health?team=${year.teams.Warehouse}&view=owner`);
  await drawn(page);
  await page.getByRole("heading", { name: "What must I do?" }).waitFor();
  await see(page, "owner");
  const overdue = page.locator(".health-tile", { hasText: "Overdue" });
  const count = Number((await overdue.locator(".tile-count").innerText()).replace(/\D/g, ""));
  assert.ok(count > 0, "a team that falls behind has overdue tickets");
  await overdue.getByRole("link").click();
  await page.locator(".tickets").first().waitFor();
  const { body } = await call(page, "GET", `/tickets${new URL(page.url()).search}&limit=200`);
  assert.equal(body.items.length, Math.min(count, 200), "the number is that of the list it leads to");
  await page.goBack();
  await page.locator(".health-do a").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/health"));
}

async function theAnalystSeesWhatIsNotSeen() {
  const page = await person("sora");
  await page.goto("/health");
  await drawn(page);
  await page.getByRole("heading", { name: "What do we not see?" }).waitFor();
  await page.locator(".health-tile", { hasText: "Components that no source covers" }).waitFor();
  await see(page, "analyst");
}

async function governanceSeesWhetherItIsSound() {
  const page = await person("greta");
  await page.goto("/health");
  await drawn(page);
  await page.getByRole("heading", { name: "Is it sound?" }).waitFor();
  await see(page, "governance");
  await page.getByText("Quarters", { exact: true }).click();
  await page.waitForURL(/period=quarter/);
  await page.locator(".chart-readout", { hasText: /20\d\d-Q\d/ }).first().waitFor();
  await see(page, "quarters");
}

async function everyPartOfTheGradeSaysWhy() {
  const page = await person("mina");
  await page.goto(`/health?team=${year.teams.Plant}`);
  await drawn(page);
  const parts = page.locator(".grade-part");
  assert.equal(await parts.count(), 7);
  for (const text of await page.locator(".grade-why").allInnerTexts()) assert.ok(text.trim().length > 10, text);
  assert.equal(await page.locator(".tag-best").count(), 1);
  await see(page, "grade");
}

async function aServiceHasItsOwn() {
  const page = await person("mina");
  await page.goto(`/health?team=${year.teams.Warehouse}`);
  await drawn(page);
  await page.getByLabel("Service", { exact: true }).selectOption({ index: 1 });
  await page.waitForURL(/service=/);
  await drawn(page);
  assert.equal(await page.locator(".streak").count(), 0, "streaks are a team's");
  await see(page, "service");
}

async function picturesHaveTables() {
  const page = await person("mina");
  await page.goto(`/health?team=${year.teams.Payments}`);
  await drawn(page);
  const chart = page.locator("figure.chart", { hasText: "Opened and ended" });
  await chart.getByRole("button", { name: /^Table/ }).focus();
  await page.keyboard.press("Enter");
  const rows = chart.locator("tbody tr");
  assert.equal(await rows.count(), 13);
  const trend = (await call(page, "GET", `/health/trend?team=${year.teams.Payments}&count=13`)).body;
  const told = await rows.nth(5).locator("td").first().innerText();
  assert.equal(told, String(trend.items[5].opened.count));
  await see(page, "table", { fullPage: false });
  // The number leads to the tickets that it counts.
  await rows.nth(5).getByRole("link").click();
  await page.locator(".page-head").waitFor();
  const found = await call(page, "GET", `/tickets${new URL(page.url()).search}&limit=200`);
  assert.equal(found.body.items.length, Math.min(trend.items[5].opened.count, 200));
}

async function aGoalIsSetAndWithdrawn() {
  const page = await person("mina");
  await page.goto(`/health/goals?team=${year.teams.Payments}`);
  await page.getByRole("button", { name: "Set a goal" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What").selectOption("acknowledged");
  await dialog.getByLabel("Within so many days").fill("2");
  await dialog.getByLabel("Why (may be left out)").fill("Nobody waits <b>for us</b>");
  await picture(page, "health-goal-dialog");
  await dialog.getByRole("button", { name: "Set", exact: true }).click();
  const goal = page.locator(".goal").first();
  await goal.getByText("90 % acknowledged within 2 days").waitFor();
  await goal.getByText("Nobody waits <b>for us</b>").waitFor();
  await page.getByRole("button", { name: "Set a goal" }).click();
  await dialog.getByLabel("What").selectOption("in_time");
  await dialog.getByLabel("So many per cent").fill("101");
  await dialog.getByRole("button", { name: "Set", exact: true }).click();
  await dialog.getByText("target: must be from 1 to 100").waitFor();
  await page.keyboard.press("Escape");
  await see(page, "goals");
  await goal.getByRole("button", { name: /Withdraw/ }).click();
  await dialog.getByRole("button", { name: "Withdraw", exact: true }).click();
  await page.locator(".goal-withdrawn").first().waitFor();
}

async function aNewTeamIsToldWhatToDo() {
  const page = await person("mina");
  const { body } = await call(page, "POST", "/teams", JSON.stringify({ name: "Newcomers" }));
  await page.goto(`/health?team=${body.id}`);
  await page.getByText("Nothing to show yet").waitFor();
  await see(page, "new-team");
}

async function inTheDarkAndInJapanese() {
  const page = await person("greta");
  await page.goto(`/health?team=${year.teams.Mobile}`);
  await page.evaluate(() => {
    localStorage.setItem("kenzen.theme", "dark");
    localStorage.setItem("kenzen.language", "ja");
  });
  await page.reload();
  await drawn(page);
  await page.getByRole("heading", { name: "健全か？" }).waitFor();
  await see(page, "dark-ja");
}

async function onATelephone() {
  const page = await person("sora");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/health?team=${year.teams.Payments}&view=owner`);
  await drawn(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, "nothing reaches beyond the screen");
  await see(page, "360");
}

async function everySectionHasItsWholeNameOnATelephone() {
  const page = await person("mina");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/journal");
  const sections = page.getByRole("navigation", { name: "Sections" });
  const more = sections.getByRole("button", { name: "More" });
  await more.click();
  await sections.getByRole("link", { name: "Journal" }).waitFor();
  await picture(page, "health-360-sections");
  const cut = await sections
    .locator("span")
    .evaluateAll((spans) => spans.filter((span) => span.scrollWidth > span.clientWidth + 1).map((span) => span.innerText));
  assert.deepEqual(cut, [], "names are cut");
  await page.keyboard.press("Escape");
  await sections.getByRole("link", { name: "Journal" }).waitFor({ state: "hidden" });
  assert.ok(await more.evaluate((button) => button === document.activeElement), "the focus is back");
  await more.click();
  await sections.getByRole("link", { name: "Advisories" }).click();
  await page.waitForURL(/advisories/);
  await sections.getByRole("link", { name: "Advisories" }).waitFor({ state: "hidden" });
  await page.setViewportSize({ width: 1440, height: 900 });
  await sections.getByRole("link", { name: "Advisories" }).waitFor();
  assert.equal(await more.isVisible(), false);
}

async function aTeamLeadsToItsWork() {
  const page = await person("mina");
  await page.goto(`/teams/${year.teams.Payments}/channels`);
  await page.getByRole("navigation", { name: "Where you are" }).getByRole("link", { name: "Payments" }).click();
  const work = page.getByRole("navigation", { name: "Work of the team" });
  assert.deepEqual(await work.getByRole("link").allInnerTexts(), ["Tickets", "Services", "Health", "Diary", "Badges"]);
  await work.getByRole("link", { name: "Health" }).click();
  await drawn(page);
  const { body } = await call(page, "GET", `/health/grade?team=${year.teams.Payments}&period=week&count=13`);
  assert.equal(body.history.at(-1).value, body.value, "one period has one grade");
}

async function nothingWentWrong() {
  for (const { browser, complaints } of Object.values(year.people)) {
    await browser.close();
    assert.deepEqual(complaints.filter((one) => !/422/.test(one)), []);
  }
  await year.server.stop();
}

export const healthCases = [
  ["health: a year is there, and its days are counted", begins],
  ["health: the product owner sees what to do, and goes there", theOwnerSeesWhatToDo],
  ["health: the analyst sees what is not seen", theAnalystSeesWhatIsNotSeen],
  ["health: governance sees whether it is sound, by quarters too", governanceSeesWhetherItIsSound],
  ["health: every part of the grade says why", everyPartOfTheGradeSaysWhy],
  ["health: a service has its own", aServiceHasItsOwn],
  ["health: a picture has a table, whose numbers lead to tickets", picturesHaveTables],
  ["health: a goal is set, measured and withdrawn", aGoalIsSetAndWithdrawn],
  ["health: a new team is told what to do", aNewTeamIsToldWhatToDo],
  ["health: in the dark and in Japanese", inTheDarkAndInJapanese],
  ["health: on a telephone", onATelephone],
  ["health: on a telephone every section has its whole name", everySectionHasItsWholeNameOnATelephone],
  ["health: a team leads to its work", aTeamLeadsToItsWork],
  ["health: nothing went wrong in the browsers", nothingWentWrong],
];
