// SPDX-License-Identifier: Apache-2.0
// The food diary: a person's day and week, what was seen, the coach, a team's sums and its balance.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";
import { faintTexts, namelessControls, tooWide } from "./looks.mjs";

let ticket;
let team;

const send = (page, method, path, body) => call(page, method, path, JSON.stringify(body));

/** Somebody of the team, in a browser of their own. */
async function asSomebody(page, name, visit, locale = "en-GB") {
  const made = await send(page, "POST", "/accounts", { name });
  assert.equal(made.status, 201);
  await send(page, "PUT", `/teams/${team}/members/${made.body.id}`, { role: "member" });
  const context = await page.context().browser().newContext({ baseURL: new URL(page.url()).origin, locale });
  const theirs = await context.newPage();
  await theirs.goto("/sign-in");
  const session = await send(theirs, "POST", "/session", { token: made.body.signin_link.token });
  assert.equal(session.status, 200);
  await visit(theirs);
  await context.close();
  return made.body.id;
}

async function keepsADay({ page }) {
  ticket = (await call(page, "GET", "/tickets?state=open&limit=1")).body.items[0];
  team = ticket.team_id;
  await page.goto(`/advisories/${encodeURIComponent(ticket.vulnerability_id)}`);
  await page.locator(".records").waitFor();
  await send(page, "POST", `/tickets/${ticket.id}/comment`, { text: "Looks bad:\n<b>see the log</b>" });
  await page.goto("/diary");
  await page.locator(".timeline .bite-acted").first().waitFor();
  for (const kind of ["read", "acted"]) assert.ok(await page.locator(`.timeline .bite-${kind}`).count(), kind);
  const bites = page.locator(".bites");
  await bites.getByText("<b>see the log</b>").waitFor();
  await picture(page, "diary-day", { fullPage: true });
  const read = bites.getByRole("link", { name: /^Read of / }).first();
  while ((await read.count()) === 0) await page.mouse.wheel(0, 4000);
  const id = (await read.innerText()).replace("Read of ", "");
  await read.click();
  await page.getByRole("heading", { level: 1, name: id }).waitFor();
}

async function walksByKeys({ page }) {
  await page.goto("/diary");
  await page.locator(".timeline").waitFor();
  const today = await page.locator(".walk h2").innerText();
  await page.keyboard.press("ArrowLeft");
  await page.getByText("Nothing on this day").waitFor();
  await page.getByText("Seeing: mark a sighting.").waitFor();
  await picture(page, "diary-empty", { fullPage: true });
  await page.keyboard.press("ArrowRight");
  await page.locator(".timeline").waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.getByText("Nothing on this day").waitFor();
  await page.keyboard.press("t");
  await page.locator(".timeline").waitFor();
  assert.equal(await page.locator(".walk h2").innerText(), today);
}

async function keepsAWeek({ page }) {
  await page.goto("/diary");
  await page.getByRole("navigation", { name: "Views of the diary" }).getByRole("link", { name: "Week" }).click();
  await page.locator(".week li").nth(6).waitFor();
  assert.match(page.url(), /period=\d{4}-W\d\d/);
  assert.equal(await page.locator(".week li").count(), 7);
  await picture(page, "diary-week", { fullPage: true });
  await page.locator(".week .is-today a").click();
  await page.locator(".timeline").waitFor();
}

async function marksASighting({ page }) {
  await page.goto(`/tickets/${ticket.id}`);
  await page.getByRole("button", { name: "Mark a sighting" }).click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByLabel("Its id").inputValue(), ticket.vulnerability_id);
  await dialog.getByLabel("How sure").selectOption("high");
  await dialog.getByLabel("What else").fill("Requests with [[ in the query");
  await picture(page, "sighting-mark");
  await dialog.getByRole("button", { name: "Mark a sighting" }).click();
  await page.getByText("The sighting was written down.").waitFor();
  await page.goto("/sightings");
  await page.getByRole("button", { name: "Mark a sighting" }).click();
  await page.getByRole("dialog").getByLabel("The indicator").fill("203.0.113.7");
  await page.getByRole("dialog").getByLabel("Who told of it").fill("JPCERT/CC");
  await page.getByRole("dialog").getByRole("button", { name: "Mark a sighting" }).click();
  const row = page.locator(".sighting-row").filter({ hasText: "203.0.113.7" });
  await row.getByText("told by JPCERT/CC").waitFor();
  await row.getByRole("button", { name: "Correct" }).click();
  await page.getByRole("dialog").getByLabel("The indicator").fill("203.0.113.8");
  await page.getByRole("dialog").getByRole("button", { name: "Correct" }).click();
  await page.locator(".sighting-row").filter({ hasText: "203.0.113.8" }).waitFor();
  assert.equal(await row.count(), 0, "the corrected entry is still listed");
  await page.getByRole("button", { name: "With what was corrected" }).click();
  await row.getByText("corrected", { exact: true }).waitFor();
  await picture(page, "sightings", { fullPage: true });
}

async function offersThemAsGrounds({ page }) {
  await page.goto("/actions");
  await page.getByRole("button", { name: "Record an action" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Detection/ }).check();
  await dialog.getByLabel("What was done?").fill("Looked through the proxy's log");
  const grounds = dialog.locator(".grounds");
  await grounds.getByLabel(`Advisory ${ticket.vulnerability_id}`).first().check();
  await grounds.getByLabel(`Sighting ${ticket.vulnerability_id}`).first().check();
  await dialog.getByLabel("Team").selectOption(team);
  await picture(page, "action-grounds-read");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByText("2 grounds").first().waitFor();
}

async function isSeenByTheCoachAlone({ page }) {
  const mine = (await call(page, "GET", "/me")).body;
  const coach = await asSomebody(page, "Coach Mori", async (theirs) => {
    assert.equal((await call(theirs, "GET", `/diary?person=${mine.id}`)).status, 404);
  });
  await page.goto("/profile");
  const card = page.locator(".coach");
  await card.getByText("Nobody sees your diary but you.").waitFor();
  await card.getByLabel("Whom").selectOption({ label: "Coach Mori" });
  await card.getByRole("button", { name: "Name as coach" }).click();
  await card.getByText("Coach Mori sees your diary.").waitFor();
  await card.scrollIntoViewIfNeeded();
  await picture(page, "diary-coach");
  const link = (await call(page, "POST", `/accounts/${coach}/signin-link`)).body.signin_link;
  const context = await page.context().browser().newContext({ baseURL: new URL(page.url()).origin, locale: "en-GB" });
  const theirs = await context.newPage();
  await theirs.goto("/sign-in");
  await send(theirs, "POST", "/session", { token: link.token });
  await theirs.goto("/inbox");
  await theirs.getByText(`${mine.name} named you as coach of their diary.`).waitFor();
  await picture(theirs, "diary-coach-told");
  await theirs.getByRole("link", { name: "Look at it" }).click();
  await theirs.getByRole("heading", { name: `Diary of ${mine.name}` }).waitFor();
  await theirs.locator(".timeline").waitFor();
  await picture(theirs, "diary-coached", { fullPage: true });
  await card.getByRole("button", { name: "Withdraw" }).click();
  await card.getByText("Nobody sees your diary but you.").waitFor();
  await theirs.reload();
  await theirs.locator(".problem").waitFor();
  await context.close();
}

async function sumsATeamUp({ page }) {
  await page.goto(`/teams/${team}/diary`);
  await page.locator(".kind-weeks li").first().waitFor();
  await page.locator(".balance .plate").waitFor();
  await picture(page, "diary-team-few", { fullPage: true });
  for (const name of ["Aki", "Ben", "Chika"])
    await asSomebody(page, name, async (theirs) => {
      await send(theirs, "POST", `/tickets/${ticket.id}/comment`, { text: `${name} was here` });
    });
  await page.reload();
  const done = page.getByRole("region", { name: "Did" });
  await done.locator("li:not(.is-hidden)").waitFor();
  assert.ok((await page.getByRole("region", { name: "Read" }).locator("li.is-hidden").count()) === 8, "reading is told");
  await page.locator(".acts summary").click();
  await page.locator(".act-row").first().waitFor();
  const gap = page.locator(".gap:not(.is-none)").first();
  await gap.locator("summary").click();
  await picture(page, "diary-team", { fullPage: true });
  const href = await gap.locator(".button").getAttribute("href");
  assert.ok(href?.startsWith("/"));
}

/** In the dark, in Japanese, on a small screen. */
async function looksWellEverywhere({ page }) {
  const week = (await call(page, "GET", "/diary")).body.week;
  const pages = [
    ["day", "/diary", ".timeline"],
    ["week", `/diary?period=${week}`, ".week"],
    ["team", `/teams/${team}/diary`, ".plate"],
    ["sightings", "/sightings", ".sighting-row"],
  ];
  for (const [name, path, sign] of pages) {
    await page.goto(path);
    await page.locator(sign).first().waitFor();
    assert.deepEqual(await faintTexts(page), [], name);
    assert.deepEqual(await namelessControls(page), [], name);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  for (const [name, path, sign] of pages) {
    await page.goto(path);
    await page.locator(sign).first().waitFor();
    assert.deepEqual(await faintTexts(page), [], `${name} in the dark`);
    await picture(page, `diary-dark-${name}`, { fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 740 });
  for (const language of ["en", "ja"]) {
    await page.evaluate((value) => localStorage.setItem("kenzen.language", value), language);
    for (const [name, path, sign] of pages) {
      await page.goto(path);
      await page.locator(sign).first().waitFor();
      assert.deepEqual(await tooWide(page), [], `${name} at 360 pixels`);
      await picture(page, `diary-small-${language}-${name}`, { fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/diary");
  await page.locator(".timeline").waitFor();
  await picture(page, "diary-ja", { fullPage: true });
  await page.evaluate(() => localStorage.setItem("kenzen.language", "en"));
  await page.reload();
}

export const diaryCases = [
  ["what was read and done stands in the diary of the day", keepsADay],
  ["keys walk from day to day, and an empty day says what would count", walksByKeys],
  ["a week has seven columns that lead to their days", keepsAWeek],
  ["a sighting is marked on a ticket, listed, and corrected by another", marksASighting],
  ["what was read and seen is offered as the ground of an action", offersThemAsGrounds],
  ["a diary is seen by the coach alone, until that is withdrawn", isSeenByTheCoachAlone],
  ["a team sees sums of three, and what its decisions rested on", sumsATeamUp],
  ["the diary looks well in the dark, in Japanese, and at 360 pixels", looksWellEverywhere],
];
