// SPDX-License-Identifier: Apache-2.0
// Two people at once: what one does, the other sees without asking, and nothing is taken from under their hands.
import assert from "node:assert/strict";
import { call, listenTo, picture, until } from "./browser.mjs";
import { asksEverMoreRarely } from "./live_pauses.mjs";

/** The colleague's page, in a browser of their own, and a ticket that both see. */
let theirs = null;
let ticket = null;

const events = (page) => page.locator(".events .event");
const bar = (page) => page.locator(".news-over .news-bar");

async function openTheirs(page, server, link, complaints) {
  const context = await page.context().browser().newContext({ baseURL: server.address, locale: "en-GB", viewport: { width: 1200, height: 800 } });
  context.setDefaultTimeout(5_000);
  theirs = await context.newPage();
  listenTo(theirs, server.address, complaints);
  await theirs.goto(link);
  await theirs.waitForURL(/\/tickets$/);
}

/** A page that was loaded anew has forgotten its mark. */
const mark = (page) => page.evaluate(() => (window.isMarked = true));
const isMarked = (page) => page.evaluate(() => window.isMarked === true);

async function comesIn({ page, server, complaints }) {
  const account = await call(page, "POST", "/accounts", JSON.stringify({ name: "Mika Sato" }));
  assert.equal(account.status, 201, JSON.stringify(account.body));
  const { body } = await call(page, "GET", "/tickets?limit=10&snoozed=0");
  ticket = body.items.find((one) => !one.is_watching && one.state === "open");
  const joined = await call(page, "PUT", `/teams/${ticket.team_id}/members/${account.body.id}`, JSON.stringify({ role: "member" }));
  assert.ok(joined.status < 300, JSON.stringify(joined.body));
  await call(page, "POST", "/notices/mark", JSON.stringify({ all: true }));
  const watched = await call(page, "PUT", `/tickets/${ticket.id}/watch`);
  assert.equal(watched.status, 204, JSON.stringify(watched.body));
  await openTheirs(page, server, account.body.signin_link.path, complaints);
  await theirs.goto(`/tickets/${ticket.id}`);
}

async function tellsAboveTheList({ page }) {
  await page.goto("/tickets");
  const row = page.locator(`.ticket-row[href="/tickets/${ticket.id}"]`);
  await row.waitFor();
  await mark(page);
  const before = await page.locator(".ticket-row").allInnerTexts();
  await theirs.getByRole("button", { name: "Acknowledge" }).click();
  await bar(page).getByText(/^\d tickets? changed$/).waitFor();
  await page.locator(".inbox-count").waitFor();
  assert.deepEqual(await page.locator(".ticket-row").allInnerTexts(), before, "rows changed under the reader's eyes");
  await picture(page, "live-list");
  await page.evaluate(() => window.scrollTo(0, 900));
  await page.setViewportSize({ width: 360, height: 740 });
  await picture(page, "live-list-small");
  await page.setViewportSize({ width: 1440, height: 900 });
  await picture(page, "live-list-down");
  await bar(page).getByRole("button", { name: "Show" }).click();
  await bar(page).waitFor({ state: "detached" });
  await row.getByText("Acknowledged").waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  assert.ok(await isMarked(page));
}

async function comment(page, text) {
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await page.getByRole("dialog").getByRole("combobox").fill(text);
  await page.getByRole("dialog").getByRole("button", { name: "Add comment" }).click();
  await events(page).getByText(text).waitFor();
}

async function showsWhatOthersDo({ page }) {
  await page.goto(`/tickets/${ticket.id}`);
  await events(page).first().waitFor();
  await mark(page);
  await comment(theirs, "The vendor answers on Monday.");
  await events(page).getByText("The vendor answers on Monday.").waitFor();
  await page.locator(".toast").getByText("Changed by Mika Sato: Comment").waitFor();
  await picture(page, "live-ticket");
  // It was read as it came.
  await until(async () => {
    const { items } = (await call(page, "GET", "/notices?unread=1")).body;
    return items.every((notice) => notice.ticket?.id !== ticket.id);
  });
  assert.ok(await isMarked(page));
}

async function losesNothingThatIsWritten({ page }) {
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  const dialog = page.getByRole("dialog");
  const box = dialog.getByRole("combobox");
  await box.pressSequentially("Half a sen");
  const count = await events(page).count();
  await comment(theirs, "They answered already.");
  await dialog.getByText("Changed by Mika Sato: Comment").waitFor();
  await picture(page, "live-writing");
  assert.equal(await events(page).count(), count, "the page changed behind the dialog");
  await page.keyboard.type("tence, ");
  assert.equal(await box.inputValue(), "Half a sentence, ");
  await dialog.getByRole("button", { name: "Show" }).click();
  await events(page).getByText("They answered already.").waitFor();
  assert.equal(await box.inputValue(), "Half a sentence, ");
  await box.press("End");
  await box.pressSequentially("and the rest.");
  await dialog.getByRole("button", { name: "Add comment" }).click();
  await events(page).getByText("Half a sentence, and the rest.").waitFor();
  await events(theirs).getByText("Half a sentence, and the rest.").waitFor();
  assert.ok(await isMarked(page));
}

async function showsItAfterTheDialog({ page }) {
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await page.getByRole("dialog").getByRole("combobox").fill("Never sent.");
  await comment(theirs, "Seen after the dialog.");
  await page.getByRole("dialog").getByText("Changed by Mika Sato: Comment").waitFor();
  await page.keyboard.press("Escape");
  await events(page).getByText("Seen after the dialog.").waitFor();
  assert.equal(await page.getByText("Never sent.").count(), 0);
}

async function fillsTheInbox({ page }) {
  await page.goto("/inbox");
  await page.locator(".page-head h1").waitFor();
  await mark(page);
  await comment(theirs, "One for the inbox.");
  await page.locator(".notice-row").getByText("One for the inbox.").waitFor();
  await page.locator(".inbox-count").waitFor();
  await picture(page, "live-inbox");
  assert.ok(await isMarked(page));
  await call(page, "POST", "/notices/mark", JSON.stringify({ all: true }));
  await page.locator(".notice-row").getByText("One for the inbox.").waitFor({ state: "detached" });
}

/** As the browser does when another tab is chosen, which playwright cannot. */
function hide(page, isHidden) {
  return page.evaluate((is) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => is });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}

const isStream = (request) => request.url().endsWith("/api/v1/events");

async function givesItsConnectionBack({ page }) {
  await theirs.clock.install();
  await theirs.goto(`/tickets/${ticket.id}`);
  await events(theirs).first().waitFor();
  await hide(theirs, true);
  const closed = theirs.waitForEvent("requestfailed", isStream);
  await theirs.clock.fastForward(30_000);
  const { body } = await call(page, "POST", `/tickets/${ticket.id}/comment`, JSON.stringify({ text: "Within the minute." }));
  assert.ok(body.id);
  await events(theirs).getByText("Within the minute.").waitFor();
  await theirs.clock.fastForward(30_000);
  await closed;
  await call(page, "POST", `/tickets/${ticket.id}/comment`, JSON.stringify({ text: "While nobody looked." }));
  const opened = theirs.waitForRequest(isStream);
  await hide(theirs, false);
  await opened;
  // Nothing tells what was missed: all is looked at anew.
  await events(theirs).getByText("While nobody looked.").waitFor();
}

async function goesOut() {
  const closed = theirs.waitForEvent("requestfailed", isStream);
  await theirs.goto("/profile");
  await closed;
  const ended = theirs.waitForEvent("requestfailed", isStream);
  await theirs.getByRole("button", { name: "Sign out" }).click();
  await theirs.waitForURL(/\/sign-in/);
  await ended;
  await theirs.context().close();
}

export const liveCases = [
  ["a colleague comes in by another browser", comesIn],
  ["a list tells that others changed tickets, and moves nothing", tellsAboveTheList],
  ["a ticket shows what others do while it is read", showsWhatOthersDo],
  ["what is written is not lost when others change the ticket", losesNothingThatIsWritten],
  ["what others changed behind a dialog is shown after it", showsItAfterTheDialog],
  ["the inbox fills while one looks", fillsTheInbox],
  ["a tab that nobody sees gives its connection back, and is told afterwards", givesItsConnectionBack],
  ["signing out ends the stream", goesOut],
  ["a stream that is refused is asked for ever more rarely", asksEverMoreRarely],
];
