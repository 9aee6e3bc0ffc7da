// SPDX-License-Identifier: Apache-2.0
// A team's connection with Jira, against the fake of tests/api: connecting, an issue for a ticket, what goes there and comes back.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { call, picture } from "./browser.mjs";

const known = {};

/** Starts the fake, and resolves to its address. It ends with us, when its input does. */
function startJira() {
  const child = spawn("python3", ["-B", "tests/api/fake_jira.py"], { stdio: ["pipe", "pipe", "inherit"] });
  known.child = child;
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.stdout.once("data", (text) => resolve(String(text).trim()));
  });
}

/** What somebody does in Jira. */
async function inJira(what, words) {
  const reply = await fetch(`${known.jira}/fake/${what}`, { method: "POST", body: JSON.stringify(words) });
  assert.equal(reply.status, 200);
  return (await reply.json()).answers;
}

async function opens({ page }) {
  known.jira = await startJira();
  const { body } = await call(page, "GET", "/tickets?state=open&limit=200");
  const some = body.items.filter((one) => !one.is_marked && one.ecosystem === "npm");
  known.ticket = some.sort((a, b) => a.version - b.version)[0];
  assert.ok(known.ticket, "no open ticket of npm");
  await page.goto("/services");
  await page.getByRole("link", { name: `Jira of ${known.ticket.team_name}` }).click();
  await page.getByRole("heading", { name: "Not connected yet" }).waitFor();
  await picture(page, "jira-none");
}

async function connects({ page }) {
  await page.getByRole("button", { name: "Connect with Jira" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address", { exact: true }).fill("https://user:secret@example.org");
  await dialog.getByLabel("Project key").fill("PROJ");
  await dialog.getByLabel("Mail address of the account").fill("bot@example.org");
  await dialog.getByLabel("API token").fill("tok-wrong");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("alert").getByText("password").waitFor();
  await dialog.getByLabel("Address", { exact: true }).fill(known.jira);
  await picture(page, "jira-connect");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Test" }).click();
  await page.locator(".jira-trouble").getByText("refuses the mail address and token").waitFor();
  await picture(page, "jira-trouble");
  await page.getByRole("button", { name: "Change" }).click();
  await dialog.getByLabel("API token").fill("tok-5f2c");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Test" }).click();
  await page.getByText("in Jira we are kenzen bot").waitFor();
  await page.locator(".facts").getByText("Works", { exact: true }).waitFor();
  assert.equal(await page.locator(".jira-trouble").count(), 0);
}

async function makesASecret({ page, server }) {
  await page.getByRole("button", { name: "Make a new secret" }).click();
  const secret = await page.locator(".secret code").textContent();
  assert.match(secret, /^[0-9a-f]{64}$/);
  const path = new URL(await page.locator(".jira-address code").textContent()).pathname;
  await inJira("hook", { host: new URL(server.address).host, path, secret });
}

async function makesAnIssue({ page }) {
  await page.goto(`/tickets/${known.ticket.id}`);
  const card = page.locator(".ticket-jira");
  await card.getByRole("button", { name: "Create an issue" }).click();
  await card.getByRole("link", { name: "PROJ-1" }).waitFor();
  await page.locator(".events").getByText("Issue made in Jira").waitFor();
  assert.equal(await card.getByRole("link", { name: "PROJ-1" }).getAttribute("href"), `${known.jira}/browse/PROJ-1`);
}

async function hears({ page }) {
  await inJira("comment", { key: "PROJ-1", text: "Is it reachable from outside?" });
  const [[status, answer]] = await inJira("status", { key: "PROJ-1", status: "10002" });
  assert.equal(status, 200);
  assert.equal(answer.outcome, "the ticket was completed");
  await page.reload();
  await page.locator(".events").getByText("Is it reachable from outside?").waitFor();
  await page.locator(".ticket-head").getByText("Completed").waitFor();
  await page.locator(".ticket-jira").getByText("Done").waitFor();
  await picture(page, "ticket-jira", { fullPage: true });
}

async function tellsOfFailures({ page }) {
  await inJira("token", { token: "tok-revoked" });
  await page.getByRole("button", { name: "Reopen" }).click();
  await page.getByLabel("Reason").fill("It is still in the image.");
  await page.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
  await page.locator(".ticket-jira").getByText("Jira refuses the token").waitFor();
  await page.locator(".ticket-jira").getByRole("link", { name: "See the connection" }).click();
  await page.locator(".jira-trouble").getByText("refuses the token").waitFor();
  await inJira("token", { token: "tok-5f2c" });
  await page.locator(".delivery").filter({ hasText: "Waits" }).getByRole("button", { name: "Try again now" }).click();
  await page.locator(".delivery").getByText('PROJ-1 was set to "To Do"').waitFor({ timeout: 20_000 }).catch(async () => {
    await page.reload();
    await page.locator(".delivery").getByText('PROJ-1 was set to "To Do"').waitFor();
  });
  await page.reload();
  await page.locator(".jira-log").getByText("the ticket was completed").waitFor();
  await picture(page, "jira", { fullPage: true });
}

async function looksOtherwise({ page }) {
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "jira-dark", { fullPage: true });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 800 });
  await picture(page, "jira-narrow", { fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.ok(wide <= 360, `${wide} pixels wide`);
}

async function disconnects({ page }) {
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("heading", { name: "Not connected yet" }).waitFor();
  known.child.stdin.end();
}

export const jiraCases = [
  ["a team without Jira says how to connect it", opens],
  ["an address and a token that are wrong are told; right ones work", connects],
  ["a secret for the webhook is shown once", makesASecret],
  ["an issue is made for a ticket", makesAnIssue],
  ["what happens in Jira happens to the ticket", hears],
  ["what does not arrive is told, and can be tried again", tellsOfFailures],
  ["dark and narrow, it can still be read", looksOtherwise],
  ["the connection is taken away", disconnects],
];
