// SPDX-License-Identifier: Apache-2.0
// Feedback on a team's week: an analyst writes, the team is told and answers, words are corrected and withdrawn; weeks are walked through.
// Played by walk_report.mjs in its year of a made-up organisation (tests/history), so that there are numbers beside it.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";
import { faintTexts, namelessControls, tooWide } from "./looks.mjs";

/** The page of a person of that year, by name; the team, and the week that is written on. */
let person;
let team;
let week;

const see = (page, name, options) => picture(page, `feedback-${name}`, { fullPage: true, ...options });
const said = (page) => page.getByRole("region", { name: "What is said of it" });

async function begins() {
  const page = await person("sora");
  const { body } = await call(page, "GET", "/teams?limit=200");
  team = body.items.find((one) => one.name === "Payments").id;
  // The hourly job has stored the days that are over.
  for (let tries = 0; ; tries++) {
    const trend = await call(page, "GET", "/health/trend?period=month&count=12");
    if (!trend.body.is_behind && trend.body.items[3].has_data) break;
    assert.ok(tries < 120, "the days are not counted after a minute");
    await page.waitForTimeout(500);
  }
}

async function anAnalystWrites() {
  const page = await person("sora");
  await page.goto(`/health?team=${team}`);
  await page.getByRole("navigation", { name: "Health" }).getByRole("link", { name: "Feedback" }).click();
  await page.getByText("Nothing was said of this week").waitFor();
  const numbers = page.getByRole("region", { name: "The week in numbers" });
  await numbers.locator(".feedback-facts").waitFor();
  const trend = (await call(page, "GET", `/teams/${team}/feedback`)).body;
  week = trend.week;
  const told = (await call(page, "GET", `/health/trend?team=${team}&period=week&count=1&until=${trend.to}`)).body;
  assert.equal(told.items[0].period, week);
  const opened = numbers.locator("div", { has: page.locator("dt", { hasText: "Opened" }) }).locator("dd");
  assert.equal(await opened.innerText(), String(told.items[0].opened.count));
  await see(page, "empty");
  const text = "Two flaws waited from Saturday to Monday.\nWho looks on <b>weekends</b>?";
  await page.getByLabel("What do you see in this week?").fill(text);
  await page.getByRole("button", { name: "Write feedback" }).click();
  await said(page).getByText("Who looks on <b>weekends</b>?").waitFor();
  assert.equal(await page.getByLabel("What do you see in this week?").inputValue(), "");
  await page.getByRole("link", { name: `${week}: 1 entry` }).waitFor();
}

async function theTeamAnswers() {
  const page = await person("aiko");
  await page.goto("/inbox");
  await page.getByRole("link", { name: /Feedback on a week/ }).first().click();
  await page.waitForURL((url) => url.pathname === "/health/feedback" && url.searchParams.get("week") === week);
  await said(page).getByText("Two flaws waited").waitFor();
  assert.equal(await page.getByRole("button", { name: "Write feedback" }).count(), 0, "a team gives itself no feedback");
  await said(page).getByRole("button", { name: "Answer" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What does the team say?").fill("From this week on one of us does.");
  await see(page, "answer", { fullPage: false });
  await dialog.getByRole("button", { name: "Answer" }).click();
  await said(page).locator(".is-answer", { hasText: "From this week on one of us does." }).waitFor();
}

async function wordsAreCorrected() {
  const page = await person("sora");
  await page.goto("/inbox");
  await page.getByRole("link", { name: /Feedback was answered/ }).first().click();
  await said(page).locator(".is-answer").waitFor();
  await said(page).getByRole("button", { name: "Correct" }).click();
  const dialog = page.getByRole("dialog");
  const field = dialog.getByLabel("How it should read");
  assert.match(await field.inputValue(), /^Two flaws/);
  await field.fill("Three flaws waited from Saturday to Monday. Who looks on weekends?");
  await dialog.getByRole("button", { name: "Correct" }).click();
  await said(page).getByText("Three flaws waited").waitFor();
  assert.equal(await said(page).locator(".feedback-entry").count(), 2, "the correction stands in its place");
  await said(page).getByText("Corrected: read what stood here before").click();
  await said(page).getByText("Two flaws waited").waitFor();
  await see(page, "thread");
}

async function governanceWithdraws() {
  const page = await person("greta");
  await page.goto(`/health/feedback?team=${team}&week=${week}`);
  await page.getByLabel("What do you see in this week?").fill("This was meant for another team.");
  await page.getByRole("button", { name: "Write feedback" }).click();
  const mine = said(page).locator(".feedback-entry", { hasText: "meant for another team" });
  await mine.getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await said(page).getByText("These words were withdrawn.").waitFor();
  assert.equal(await mine.count(), 0);
}

async function weeksAreWalked() {
  const page = await person("aiko");
  await page.goto(`/health/feedback?team=${team}&week=${week}`);
  await said(page).locator(".feedback-entry").first().waitFor();
  await page.getByRole("link", { name: "The week before" }).click();
  await page.getByText("Nothing was said of this week").waitFor();
  await page.keyboard.press("ArrowRight");
  await said(page).getByText("Three flaws waited").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByText("This week still runs").waitFor();
  assert.equal(await page.getByRole("link", { name: "The week after" }).count(), 0, "it has not begun");
  await page.getByRole("link", { name: `${week}: 2 entries` }).click();
  await said(page).getByText("Three flaws waited").waitFor();
}

/** Pablo is of another team: named by the admin of this one, he finds it, writes, and lays it down. */
async function aCoachIsNamed() {
  const page = await person("aiko");
  await page.goto(`/teams/${team}`);
  const card = page.getByRole("region", { name: "Coach" });
  await card.getByText("The team has no coach.").waitFor();
  await card.getByLabel("Name of an account").fill("nobody at all");
  await card.getByRole("button", { name: "Name as coach" }).click();
  await card.getByText("nobody who comes in is called").waitFor();
  await card.getByLabel("Name of an account").fill("pablo");
  await card.getByRole("button", { name: "Name as coach" }).click();
  await card.getByText("The team's coach is pablo.").waitFor();
  await see(page, "coach-card");
  await page.goto(`/health?team=${team}`);
  await page.getByText("The team's coach is pablo.").waitFor();
}

async function theCoachWrites() {
  const page = await person("pablo");
  await page.goto("/health");
  await page.getByLabel("Team", { exact: true }).selectOption({ label: "Payments" });
  await page.getByText("You are the coach of Payments").waitFor();
  await page.locator(".health-period").waitFor();
  await see(page, "coach");
  await page.getByRole("link", { name: "Write feedback" }).click();
  await page.getByLabel("What do you see in this week?").fill("Ask for help before the weekend.");
  await page.getByRole("button", { name: "Write feedback" }).click();
  await said(page).getByText("Ask for help before the weekend.").waitFor();
  const mine = said(page).locator(".feedback-entry", { hasText: "Ask for help" });
  await mine.getByRole("button", { name: "Correct" }).waitFor();
  assert.equal((await call(page, "GET", `/teams/${team}`)).status, 404, "a coach sees the health, and not the team");
  assert.deepEqual((await call(page, "GET", `/tickets?team=${team}`)).body.items, []);
  await page.getByRole("button", { name: "Lay it down" }).click();
  await page.waitForURL((url) => url.pathname === "/health");
  assert.equal((await call(page, "GET", `/health/trend?team=${team}`)).status, 404);
}

/** In the dark, in Japanese, on a small screen. */
async function looksWell() {
  const page = await person("sora");
  const shown = async () => {
    await page.goto(`/health/feedback?team=${team}&week=${week}`);
    await page.locator(".feedback-facts").waitFor();
    await page.locator(".feedback-entry").first().waitFor();
    await page.locator(".feedback-weeks").waitFor();
  };
  await shown();
  assert.deepEqual(await faintTexts(page), []);
  assert.deepEqual(await namelessControls(page), []);
  await page.emulateMedia({ colorScheme: "dark" });
  await shown();
  assert.deepEqual(await faintTexts(page), [], "in the dark");
  await see(page, "dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 740 });
  for (const language of ["en", "ja"]) {
    await page.evaluate((value) => localStorage.setItem("kenzen.language", value), language);
    await shown();
    assert.deepEqual(await tooWide(page), [], `at 360 pixels, ${language}`);
    await see(page, `360-${language}`);
  }
}

/** personOf(name): their page, signed in. */
export function feedbackCases(personOf) {
  person = personOf;
  return [
    ["feedback: the days of the year are counted", begins],
    ["feedback: an analyst writes on a week, beside its numbers", anAnalystWrites],
    ["feedback: the team is told, and answers", theTeamAnswers],
    ["feedback: words are corrected, and the former ones stay", wordsAreCorrected],
    ["feedback: governance withdraws what it wrote", governanceWithdraws],
    ["feedback: weeks are walked through by links and keys", weeksAreWalked],
    ["feedback: an admin names somebody of another team as the coach", aCoachIsNamed],
    ["feedback: the coach finds the team, writes, and lays it down", theCoachWrites],
    ["feedback: it looks well in the dark, in Japanese, on a telephone", looksWell],
  ];
}
