// SPDX-License-Identifier: Apache-2.0
// What must be done, why this first, and what was done about it.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";
import { closesTicketsByTheNextSbom, holdsAnUnlikelySbom } from "./walk_inventory.mjs";

const RANK = ["immediate", "out-of-cycle", "scheduled", "defer"];

const rows = (page) => page.locator(".ticket-row");

/** Waits until the first row holds a text: lists change a moment after the address. */
function firstRowHas(page, text) {
  return rows(page).first().filter({ hasText: text }).waitFor();
}

async function ranksThem({ page }) {
  await page.goto("/tickets");
  await rows(page).first().waitFor();
  const bands = await rows(page).evaluateAll((all) => all.map((row) => /band-(\S+)/.exec(row.className)[1]));
  const ranks = bands.map((band) => RANK.indexOf(band));
  assert.deepEqual(
    ranks,
    [...ranks].sort((a, b) => a - b),
  );
  const counts = await page.locator(".tile-count").allInnerTexts();
  const total = parseInt(await page.locator(".list-foot strong").innerText(), 10);
  assert.equal(
    counts.reduce((sum, count) => sum + Number(count), 0),
    total,
  );
  assert.ok(total > 100, `only ${total} tickets`);
  await firstRowHas(page, "Exploited");
  await picture(page, "tickets");
}

async function drawsOnlyWhatIsSeen({ page }) {
  const total = parseInt(await page.locator(".list-foot strong").innerText(), 10);
  assert.ok((await rows(page).count()) < 45, "all rows are in the document");
  await page.waitForFunction((last) => {
    window.scrollTo(0, document.body.scrollHeight);
    return document.querySelector(`[data-index="${last}"]`) !== null;
  }, total - 1);
  assert.ok((await rows(page).count()) < 45, "rows are left behind in the document");
  await page.evaluate(() => window.scrollTo(0, 0));
}

async function filtersThem({ page }) {
  await page.getByRole("button", { name: "Exploited" }).click();
  await page.waitForURL(/kev=1/);
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".ticket-row")].every((row) => row.querySelector(".tag-kev")),
  );
  await page.goto("/tickets?priority=scheduled");
  await firstRowHas(page, "Scheduled");
  assert.equal(await page.getByRole("button", { name: "Scheduled" }).getAttribute("aria-pressed"), "true");
  await page.getByLabel("Service", { exact: true }).selectOption({ label: "gateway" });
  await firstRowHas(page, "gateway");
  await picture(page, "tickets-filtered");
  await page.reload();
  await firstRowHas(page, "gateway");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.waitForURL(/\/tickets$/);
}

async function searchesThem({ page }) {
  await page.goto("/tickets");
  await rows(page).first().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("jquery");
  await page.waitForURL(/q=jquery/);
  await page.waitForFunction(() => {
    const found = [...document.querySelectorAll(".ticket-row")];
    return found.length > 0 && found.every((row) => /jquery/i.test(row.innerText));
  });
  await page.getByRole("searchbox").fill("no-such-package");
  await page.getByText("No ticket matches").waitFor();
}

async function walksByKeys({ page }) {
  await page.goto("/tickets");
  await rows(page).first().waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.dataset.index);
  for (const [key, index] of [
    ["j", "0"],
    ["j", "1"],
    ["j", "2"],
    ["k", "1"],
  ]) {
    await page.keyboard.press(key);
    await page.waitForFunction((wanted) => document.activeElement?.dataset.index === wanted, index);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/tickets\/\d+/);
  await page.getByRole("heading", { name: /^Why/ }).waitFor();
  await page.goBack();
  await page.waitForFunction(() => document.activeElement?.dataset.index === "1");
  assert.equal(await focused(), "1");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await page.keyboard.press("Escape");
}

async function tellsWhy({ page }) {
  await page.goto("/tickets?q=jquery&kev=1");
  const priority = await rows(page).first().locator(".priority").innerText();
  await rows(page).first().click();
  await page.getByRole("heading", { name: `Why “${priority}”?` }).waitFor();
  const chosen = await page.locator(".decision-column li.chosen").allInnerTexts();
  assert.equal(chosen.length, 5);
  assert.match(chosen[0], /active/);
  assert.ok(chosen[4].includes(priority), chosen[4]);
  await page.getByText("Attackers already use it.").waitFor();
  assert.match(await page.locator(".todo").innerText(), /jquery/i);
  await picture(page, "ticket", { fullPage: true });
}

async function worksOnIt({ page }) {
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await page.locator(".ticket-head").getByText("Acknowledged").waitFor();
  await page.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Assign" }).click();
  await page.locator(".events").getByText("Assigned").waitFor();
  await page.getByRole("button", { name: "Schedule" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "In a week" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Schedule", exact: true }).click();
  await page.locator(".ticket-head").getByText("Scheduled").waitFor();
  await page.getByRole("button", { name: "Complete with an action" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Mitigation/ }).check();
  await dialog.getByLabel("What was done?").fill("Cleaned what visitors send before jQuery sees it.");
  await picture(page, "complete");
  await dialog.getByRole("button", { name: "Complete with an action" }).click();
  await page.locator(".ticket-head").getByText("Completed").waitFor();
  await page.getByText("Cleaned what visitors send").first().waitFor();
  await picture(page, "ticket-completed", { fullPage: true });
}

async function logsTheAction({ page }) {
  await page.goto("/actions");
  await page.getByText("Cleaned what visitors send").waitFor();
  await page.getByRole("button", { name: "Record an action" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Detection/ }).check();
  await dialog.getByLabel("What was done?").fill("Watching the proxy's log for it.");
  await dialog.getByLabel(/Vulnerability or advisory/).fill("CVE-2020-11023");
  await dialog.getByRole("button", { name: "Record" }).click();
  await page.getByText("Watching the proxy's log").waitFor();
  await picture(page, "actions");
  await page.getByRole("searchbox").fill("proxy");
  await page.waitForFunction(() => document.querySelectorAll(".action-row").length === 1);
  await page.goto("/actions?kind=mitigation");
  await page.getByText("Cleaned what visitors send").waitFor();
  assert.equal(await page.locator(".action-row").count(), 1);
}

async function reopensIt({ page }) {
  await page.getByRole("link", { name: "ticket", exact: true }).click();
  await page.getByRole("button", { name: "Reopen" }).click();
  await page.getByLabel("Reason").fill("The filter was taken out again.");
  await page.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
  await page.locator(".ticket-head").getByText("Open").waitFor();
}

async function takesAClosingBack({ page }) {
  await page.goto("/tickets?state=closed&q=storefront");
  await rows(page).filter({ hasText: "fixed" }).first().click();
  const event = page.locator(".event-closed").first();
  await event.getByText("took the place of").waitFor();
  await event.getByRole("link", { name: "what changed" }).waitFor();
  await picture(page, "ticket-fixed", { fullPage: true });
  await event.getByRole("button", { name: "Take this back" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("The old image still runs in the second data centre.");
  await picture(page, "ticket-undo");
  await dialog.getByRole("button", { name: "Take this back" }).click();
  await page.locator(".event-undone").waitFor();
  assert.equal(await page.locator(".ticket-head .state-closed").count(), 0);
  assert.equal(await page.getByRole("button", { name: "Take this back" }).count(), 0);
}

async function acceptsARisk({ page }) {
  await page.goto("/tickets");
  await rows(page).nth(2).click();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.locator(".ticket-head").getByText("In progress").waitFor();
  await page.getByRole("button", { name: "Lessen the risk" }).click();
  let dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByRole("radio").count(), 3);
  await dialog.getByLabel("What was done?").fill("A rule at the proxy drops such requests.");
  await picture(page, "mitigate");
  await dialog.getByRole("button", { name: "Lessen the risk" }).click();
  await page.locator(".ticket-head").getByText("Mitigated").waitFor();
  await page.getByRole("button", { name: "Accept the risk" }).click();
  dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why can we live with it?").fill("Two people reach it, over a private line.");
  await dialog.getByRole("button", { name: "In half a year" }).click();
  await picture(page, "accept");
  await dialog.getByRole("button", { name: "Accept the risk" }).click();
  await page.locator(".ticket-head").getByText("risk accepted").waitFor();
  await picture(page, "ticket-accepted", { fullPage: true });
}

async function showsWhatTheWorldKnows({ page }) {
  await page.goto("/advisories");
  await page
    .getByRole("cell", { name: "epss" })
    .or(page.getByRole("rowheader", { name: /epss/ }))
    .first()
    .waitFor();
  await picture(page, "advisories");
  await page.getByLabel(/Look up an ID/).fill("CVE-2020-11023");
  await page.getByRole("button", { name: "Look up" }).click();
  await page.locator(".record").first().waitFor();
  await rows(page).first().waitFor();
  await picture(page, "advisory");
  await page.goto("/advisories/CVE-1999-0000");
  await page.getByText("Nothing is known of CVE-1999-0000").waitFor();
}

async function saysThatTheServerIsAway({ page }) {
  await page.goto("/tickets");
  await rows(page).first().waitFor();
  await page.route("**/api/**", (route) => route.abort());
  await page.getByRole("button", { name: "Marked" }).click();
  await page.getByText("kenzen cannot be reached.").first().waitFor();
  await picture(page, "offline");
  await page.unroute("**/api/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("No ticket matches").waitFor();
  assert.equal(await page.locator(".offline").count(), 0);
}

async function hasTheRoutes({ page, skip }) {
  const reply = await call(page, "GET", "/tickets?limit=1");
  if (reply.status === 404) skip("the server has no tickets yet");
  assert.equal(reply.status, 200);
}

async function saysWhatToRaiseFirst({ page }) {
  await page.goto("/tickets");
  await page.getByRole("link", { name: "What to raise first" }).click();
  await page.locator(".remedy-row").first().waitFor();
  await picture(page, "remedies");
  await page.goto("/tickets");
  await page.locator(".ticket-row").first().click();
  await page.locator(".ticket-remedy").waitFor();
  await picture(page, "ticket-remedy", { fullPage: true });
}

export const ticketCases = [
  ["what is to be raised first is told, and on a ticket its own remedy", saysWhatToRaiseFirst],
  ["the server knows tickets", hasTheRoutes],
  ["tickets are ranked, the exploited first, and counted", ranksThem],
  ["only the rows near the screen are drawn", drawsOnlyWhatIsSeen],
  ["filters stand in the address", filtersThem],
  ["tickets are searched", searchesThem],
  ["tickets are walked by keys", walksByKeys],
  ["a ticket tells why it comes first, and what to do", tellsWhy],
  ["a ticket is acknowledged, assigned, scheduled and completed with an action", worksOnIt],
  ["the action log holds the action, and one recorded by hand", logsTheAction],
  ["a completed ticket is reopened", reopensIt],
  ["the next SBOM closes what it fixes", closesTicketsByTheNextSbom],
  ["an SBOM unlike the one before waits for a yes", holdsAnUnlikelySbom],
  ["what kenzen closed is taken back", takesAClosingBack],
  ["a ticket is in progress, its risk lessened, then accepted until a day", acceptsARisk],
  ["advisories are shown and looked up", showsWhatTheWorldKnows],
  ["a server that is away is said to be", saysThatTheServerIsAway],
];
