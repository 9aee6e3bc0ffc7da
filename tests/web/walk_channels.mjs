// SPDX-License-Identifier: Apache-2.0
// A team's alert channels, against the fake rooms of tests/api: adding them, a test whose outcome is seen, failures, the log.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { call, picture, until } from "./browser.mjs";
import { faintTexts, namelessControls } from "./looks.mjs";

const known = {};

/** Starts the rooms, and resolves to their address. They end with us, when their input does. */
function startSink() {
  const child = spawn("python3", ["-B", "tests/api/fake_sink.py"], { stdio: ["pipe", "pipe", "inherit"] });
  known.child = child;
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.stdout.once("data", (text) => resolve(String(text).trim()));
  });
}

/** Lets the rooms answer something, or know a secret. Returns what came so far: pairs of path and body. */
async function inRooms(what, words = {}) {
  const reply = await fetch(`${known.sink}/fake/${what}`, { method: "POST", body: JSON.stringify(words) });
  assert.equal(reply.status, 200);
  return (await reply.json()).received;
}

const card = (page, name) => page.getByRole("region", { name, exact: true });

async function opens({ page }) {
  known.sink = await startSink();
  const { body } = await call(page, "GET", "/teams?limit=200");
  known.team = body.items[0];
  await page.goto(`/teams/${known.team.id}`);
  await page.getByRole("navigation", { name: "Settings of the team" }).getByRole("link", { name: "Channels" }).waitFor();
  await picture(page, "team-settings");
  await page.goto("/services");
  await page.getByRole("link", { name: `Channels of ${known.team.name}`, exact: true }).click();
  await page.getByRole("heading", { name: "Nobody is told yet" }).waitFor();
  await picture(page, "channels-none");
}

async function adds({ page }) {
  await page.getByRole("button", { name: "Add a channel" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("#security");
  await dialog.getByText("Incoming Webhooks").waitFor();
  await dialog.getByLabel("Webhook URL").fill("https://user:s3cr3t@example.org/x");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("alert").getByText("must be an http or https URL").waitFor();
  assert.equal(await dialog.getByRole("alert").getByText("s3cr3t").count(), 0);
  await dialog.getByLabel("Webhook URL").fill(`${known.sink}/slack/T0/B0/s3cr3t`);
  await dialog.getByLabel("Reminders before the due date").uncheck();
  await picture(page, "channel-add");
  await dialog.getByRole("button", { name: "Save" }).click();
  await card(page, "#security").getByText("Nothing arrived yet").waitFor();
  assert.equal(await page.getByText("s3cr3t").count(), 0);
}

async function tests({ page }) {
  const own = card(page, "#security");
  await own.getByRole("button", { name: "Test" }).click();
  await own.getByText("The test arrived.").waitFor();
  await own.getByText("Works", { exact: true }).waitFor();
  const received = await inRooms("look");
  assert.match(received[0][1], new RegExp(`A test from kenzen, for team ${known.team.name}`));
  await picture(page, "channel-test");
}

async function fails({ page }) {
  const own = card(page, "#security");
  await inRooms("answer", { path: "/slack/", status: 410, body: "channel_is_archived" });
  await own.getByRole("button", { name: "Test" }).click();
  await own.getByText("The test failed: it answers 410 Gone: channel_is_archived").waitFor();
  await own.getByText("Failing", { exact: true }).waitFor();
  await own.getByRole("button", { name: "Log of #security" }).click();
  await own.getByRole("link", { name: /^Failed/ }).click();
  await own.locator(".delivery").getByText("410 Gone").waitFor();
  assert.equal(await own.locator(".delivery").count(), 1);
  await picture(page, "channel-failing", { fullPage: true });
  await own.getByRole("button", { name: "Try again now" }).click();
  await own.getByRole("link", { name: "All" }).click();
  await own.locator(".delivery").nth(1).waitFor();
  const log = `/teams/${known.team.id}/channels/${await channelId(page)}/deliveries`;
  await until(async () => (await call(page, "GET", log)).body.items.every((one) => one.state === "sent"));
  await page.reload();
  await card(page, "#security").getByText("Works", { exact: true }).waitFor();
}

async function channelId(page) {
  const { body } = await call(page, "GET", `/teams/${known.team.id}/channels`);
  return body.items.find((one) => one.name === "#security").id;
}

async function signs({ page }) {
  await page.getByRole("button", { name: "Add a channel" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind").selectOption("webhook");
  await dialog.getByText("Standard Webhooks").waitFor();
  await dialog.getByLabel("Name").fill("SIEM");
  await dialog.getByLabel("Webhook URL").fill(`${known.sink}/webhook/x`);
  await dialog.getByLabel("Language").selectOption("ja");
  await dialog.getByRole("button", { name: "Save" }).click();
  const own = card(page, "SIEM");
  const secret = await own.locator(".secret code").textContent();
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  await inRooms("secret", { secret });
  await own.getByRole("button", { name: "Test" }).click();
  await own.getByText("The test arrived.").waitFor();
  await picture(page, "channel-webhook", { fullPage: true });
  await own.getByRole("button", { name: "New secret" }).click();
  await page.waitForFunction((old) => document.querySelector(".secret code").textContent !== old, secret);
  await own.getByRole("button", { name: "Test" }).click();
  await own.getByText("The test failed: it answers 401 Unauthorized").waitFor();
}

async function changes({ page }) {
  const own = card(page, "#security");
  await own.getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByLabel("Webhook URL").inputValue(), "");
  await dialog.getByLabel("Name").fill("#on-call");
  await dialog.getByLabel("Least urgent that is told").selectOption("immediate");
  await dialog.getByLabel("Switched on").uncheck();
  await dialog.getByRole("button", { name: "Save" }).click();
  await card(page, "#on-call").getByText("Switched off").waitFor();
  await card(page, "#on-call").getByText("Immediate").waitFor();
}

async function looksOtherwise({ page }) {
  const problems = [...(await faintTexts(page)), ...(await namelessControls(page))];
  await page.emulateMedia({ colorScheme: "dark" });
  problems.push(...(await faintTexts(page)));
  assert.deepEqual(problems, []);
  await picture(page, "channels-dark", { fullPage: true });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 800 });
  await picture(page, "channels-narrow", { fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.ok(wide <= 360, `${wide} pixels wide`);
}

async function speaksJapanese({ page }) {
  const speak = async (language) => {
    await page.evaluate((to) => localStorage.setItem("kenzen.language", to), language);
    await page.reload();
  };
  await speak("ja");
  await page.getByRole("button", { name: "チャンネルを追加" }).click();
  await picture(page, "channels-ja");
  await page.keyboard.press("Escape");
  await speak("en");
}

async function takesAway({ page }) {
  for (const name of ["#on-call", "SIEM"]) {
    await card(page, name).getByRole("button", { name: "Take away" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Take away" }).click();
    await card(page, name).waitFor({ state: "detached" });
  }
  await page.getByRole("heading", { name: "Nobody is told yet" }).waitFor();
  known.child.stdin.end();
}

export const channelCases = [
  ["a team without channels says how it is told", opens],
  ["a channel is added; what is wrong with its address is told without it", adds],
  ["a test arrives, and that is seen", tests],
  ["a room that is gone is told; the log has it, and tries it again", fails],
  ["a webhook's secret is shown once, and its receiver verifies", signs],
  ["a channel is changed without its address", changes],
  ["dark and narrow, channels can still be read", looksOtherwise],
  ["channels in Japanese", speaksJapanese],
  ["channels are taken away", takesAway],
];
