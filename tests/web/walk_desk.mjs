// SPDX-License-Identifier: Apache-2.0
// The daily work on tickets: the inbox, watching, names in comments.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

/** Somebody else who works in the team of a ticket that nobody has touched, by the REST interface alone. */
let colleague = null;

async function makeColleague(page, server) {
  const account = await call(page, "POST", "/accounts", JSON.stringify({ name: "Kim Lee" }));
  assert.equal(account.status, 201, JSON.stringify(account.body));
  const { body } = await call(page, "GET", "/tickets?limit=50");
  const ticket = body.items.find((one) => !one.is_watching && one.version === 1);
  const joined = await call(page, "PUT", `/teams/${ticket.team_id}/members/${account.body.id}`, JSON.stringify({ role: "member" }));
  assert.ok(joined.status < 300, JSON.stringify(joined.body));
  const reply = await fetch(`${server.address}/api/v1/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: server.address },
    body: JSON.stringify({ token: account.body.signin_link.token }),
  });
  assert.equal(reply.status, 200);
  const cookie = reply.headers.get("set-cookie").split(";")[0];
  const ask = async (path, body) => {
    const answer = await fetch(`${server.address}/api/v1${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: server.address, Cookie: cookie },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, await answer.text());
  };
  return { id: account.body.id, ask, ticket };
}

async function watchesATicket({ page, server }) {
  colleague = await makeColleague(page, server);
  await page.goto(`/tickets/${colleague.ticket.id}`);
  await page.getByRole("button", { name: "Watch", exact: true }).click();
  await page.getByText("You will be told what happens.").waitFor();
  await page.getByText("Watched by:").waitFor();
  await page.keyboard.press("w");
  await page.getByRole("button", { name: "Watch", exact: true }).waitFor();
  await page.keyboard.press("w");
  await page.getByRole("button", { name: "Stop watching" }).waitFor();
}

async function namesSomebody({ page }) {
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  const box = page.getByRole("dialog").getByRole("combobox");
  await box.pressSequentially("Please look, @ki");
  await page.getByRole("option", { name: "Kim Lee" }).waitFor();
  await picture(page, "mention");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("dialog textarea").value === "Please look, @Kim Lee ");
  await box.pressSequentially("today.");
  await page.getByRole("dialog").getByRole("button", { name: "Add comment" }).click();
  await page.locator(".events .mention").getByText("@Kim Lee").waitFor();
}

async function isTold({ page }) {
  const { body: me } = await call(page, "GET", "/me");
  await call(page, "POST", "/notices/mark", JSON.stringify({ all: true }));
  await colleague.ask(`/tickets/${colleague.ticket.id}/comment`, { text: `@${me.name} done, see the release.` });
  await colleague.ask(`/tickets/${colleague.ticket.id}/comment`, { text: "Nothing else is to be done." });
  await page.goto("/inbox");
  await page.locator(".inbox-count").getByText("2").waitFor();
  await page.locator(".notice-row").first().waitFor();
  assert.equal(await page.locator(".notice-row.is-unread").count(), 2);
  await page.locator(".notice-row strong").getByText("You are named").waitFor();
  await picture(page, "inbox");
  await page.getByRole("button", { name: "Mark as read" }).first().click();
  await page.waitForFunction(() => document.querySelectorAll(".notice-row").length === 1);
  await page.getByRole("link", { name: "All", exact: true }).click();
  await page.locator(".notice-row.is-read").first().waitFor();
  await picture(page, "inbox-all");
  await page.locator(".notice-row.is-unread a").first().click();
  await page.waitForURL(/\/tickets\/\d+/);
  await page.waitForFunction(() => !document.querySelector(".inbox-count"));
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await page.getByText("Nothing new").waitFor();
  await picture(page, "inbox-empty");
}

async function putsItAside({ page }) {
  await page.goto(`/tickets/${colleague.ticket.id}`);
  await page.getByRole("button", { name: "Snooze", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "In a month" }).click();
  await dialog.getByLabel("Comment (optional)").fill("After the release.");
  await picture(page, "snooze");
  await dialog.getByRole("button", { name: "Snooze", exact: true }).click();
  await page.getByText(/^Snoozed until/).waitFor();
  await picture(page, "ticket-snoozed");
  await page.goto("/tickets");
  await page.getByLabel("Snoozed ones").selectOption({ label: "Only snoozed" });
  await page.locator(".tag-snoozed").first().waitFor();
  assert.equal(await page.locator(".ticket-row").count(), 1);
  await picture(page, "tickets-snoozed");
  await page.locator(".ticket-row").first().click();
  await page.getByRole("button", { name: "Take it up again" }).click();
  await page.locator(".events").getByText("Awake again").waitFor();
}

async function ordersMany({ page }) {
  await page.goto("/tickets");
  await page.locator(".ticket-row").first().waitFor();
  await page.keyboard.press("j");
  await page.waitForFunction(() => document.activeElement?.dataset.index === "0");
  await page.keyboard.press("x");
  await page.getByText("1 selected").waitFor();
  await page.keyboard.press("j");
  await page.waitForFunction(() => document.activeElement?.dataset.index === "1");
  await page.keyboard.press("j");
  await page.waitForFunction(() => document.activeElement?.dataset.index === "2");
  await page.keyboard.press("Shift+X");
  await page.getByText("3 selected").waitFor();
  await picture(page, "bulk");
  await page.locator(".bulk-bar").getByRole("button", { name: "Schedule" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Possible for 3 of 3.").waitFor();
  await picture(page, "bulk-dialog");
  await dialog.getByRole("button", { name: "Schedule", exact: true }).click();
  await page.getByText("Schedule: 3 tickets done.").waitFor();
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await page.getByText("Taken back for 3 tickets.").waitFor();
}

async function ordersAllThatMatch({ page }) {
  await page.goto("/tickets");
  await page.getByLabel("Select those that are shown").check();
  await page.getByRole("button", { name: /^Select all \d+ that match/ }).click();
  const total = parseInt(await page.locator(".list-foot strong").innerText(), 10);
  await page.getByText(`${total} selected`).waitFor();
  await page.locator(".bulk-bar").getByRole("button", { name: "Acknowledge" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Acknowledge" }).click();
  await page.getByText(/Acknowledge: \d+ tickets done/).waitFor();
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await page.getByText(/Taken back for \d+ tickets/).waitFor();
}

async function keepsAFilter({ page }) {
  await page.goto("/tickets?fix=0");
  await page.getByRole("button", { name: "Save this filter" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("No fix yet");
  await picture(page, "filter-save");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await page.locator(".filter-tabs a[aria-current]").getByText("No fix yet").waitFor();
  await page.getByRole("link", { name: "All", exact: true }).click();
  await page.waitForFunction(() => !location.search.includes("fix"));
  await page.getByRole("link", { name: "No fix yet" }).click();
  await page.waitForURL(/fix=0/);
  await picture(page, "filter-tabs");
  await page.getByRole("button", { name: "Change this filter" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete this filter" }).click();
  await page.getByRole("link", { name: "No fix yet" }).waitFor({ state: "detached" });
}

export const deskCases = [
  ["a ticket is watched", watchesATicket],
  ["somebody is named in a comment", namesSomebody],
  ["a ticket is put aside, and taken up again", putsItAside],
  ["many tickets are ordered at once, and taken back", ordersMany],
  ["all that match are ordered at once", ordersAllThatMatch],
  ["a filter is kept as a tab", keepsAFilter],
  ["the inbox tells what happened, and is read", isTold],
];
