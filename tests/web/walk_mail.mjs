// SPDX-License-Identifier: Apache-2.0
// Mail, with a real mail server: set up and tried by the administrator, an address verified, a link sent instead of copied.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { call, picture } from "./browser.mjs";

const CONFIG = { users: { kenzen: "s3cret word" } };
let mail;

/** A Python that has aiosmtpd: another than Debian's may be first in the path. */
function python() {
  return ["python3", "/usr/bin/python3"].find((program) => {
    try {
      execFileSync(program, ["-c", "import aiosmtpd"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

async function startMail(program) {
  const folder = mkdtempSync(join(tmpdir(), "kenzen-mail-"));
  const child = spawn(program, ["tests/mail/server.py", folder, JSON.stringify(CONFIG)], { stdio: ["ignore", "pipe", "ignore"] });
  const port = await new Promise((resolve) => child.stdout.once("data", (data) => resolve(Number(data))));
  const stop = () => {
    child.kill("SIGTERM");
    rmSync(folder, { recursive: true });
  };
  return { folder, port, stop, read: 0 };
}

/** Waits for the next message, and returns its first part as it was written. */
async function nextMail() {
  const path = join(mail.folder, `${++mail.read}.json`);
  for (let waited = 0; !existsSync(path); waited++) {
    assert.ok(waited < 300, "no mail came");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return readFileSync(path.replace("json", "eml"), "utf8").replaceAll("=\r\n", "").replaceAll("=3D", "=");
}

async function setsItUp({ page, skip }) {
  const program = python();
  if (!program) skip("no python3-aiosmtpd");
  mail = await startMail(program);
  await page.goto("/people");
  await page.getByRole("link", { name: "Set up mail" }).click();
  await page.getByText("No mail server is set.").waitFor();
  await picture(page, "mail-empty", { fullPage: true });
  await page.getByLabel("Server").fill("localhost");
  await page.getByLabel("Encryption").selectOption("plain");
  await page.getByText("Whoever is on the way can read every mail").waitFor();
  assert.equal(await page.getByLabel("Port").inputValue(), "25");
  await picture(page, "mail-plain");
  await page.getByLabel("Encryption").selectOption("starttls");
  await page.getByLabel("Port").fill(String(mail.port));
  await page.getByLabel("User").fill("kenzen");
  await page.getByLabel("Password").fill(CONFIG.users.kenzen);
  await page.getByLabel("From address").fill("kenzen@example.org");
  await page.getByLabel("From name").fill("kenzen");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Not tried yet").waitFor();
}

async function triesIt({ page, skip }) {
  if (!mail) skip("no mail server");
  await page.getByLabel("To", { exact: true }).fill("admin@example.org");
  await page.getByRole("button", { name: "Send a test mail" }).click();
  await page.getByText("The server did not take it.").waitFor();
  await page.getByText("Nothing goes out").waitFor();
  assert.match(await page.locator(".sso-test").innerText(), /certificate/);
  await picture(page, "mail-certificate", { fullPage: true });
  await page.locator("summary", { hasText: "More" }).click();
  await page.getByLabel("Certificates that alone are trusted").fill(readFileSync(join(mail.folder, "ca.pem"), "utf8"));
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Not tried yet").waitFor();
  await page.getByRole("button", { name: "Send a test mail" }).click();
  await page.getByText("The server took it.").waitFor();
  await page.getByText("Mail goes out").waitFor();
  assert.match(await nextMail(), /Subject: Mail from kenzen works/);
  await picture(page, "mail-works", { fullPage: true });
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "mail-works-small", { fullPage: true });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(wide);
}

async function verifiesAnAddress({ page, server, skip }) {
  if (!mail) skip("no mail server");
  await page.goto("/profile");
  await page.getByLabel("Mail address").fill("admin@example.org");
  await page.getByRole("button", { name: "Save and verify" }).click();
  await page.getByText("Follow the link that we sent there").waitFor();
  const link = /http\S+(\/mail-address#\S+)/.exec(await nextMail())[1];
  await picture(page, "mail-waiting", { fullPage: true });
  const context = await page.context().browser().newContext({ baseURL: server.address, locale: "en-GB" });
  context.setDefaultTimeout(10_000);
  const theirs = await context.newPage();
  await theirs.goto(link);
  await theirs.getByRole("heading", { name: "Verify a mail address" }).waitFor();
  assert.ok(!theirs.url().includes("#"), "the history keeps no token");
  await picture(theirs, "mail-verify");
  await theirs.getByRole("button", { name: "Yes, it is mine" }).click();
  await theirs.getByText("The address is verified").waitFor();
  await theirs.goto("about:blank"); // else only what stands behind the "#" would change
  await theirs.goto(`${link}x`);
  await theirs.getByRole("button", { name: "Yes, it is mine" }).click();
  await theirs.getByRole("alert").waitFor();
  await theirs.goto("/mail-stop#unknown");
  await picture(theirs, "mail-stop");
  await theirs.getByRole("button", { name: "Stop all notices by mail" }).click();
  await theirs.getByText("this link for leaving is not known").waitFor();
  await context.close();
}

async function choosesWhatComes({ page, skip }) {
  if (!mail) skip("no mail server");
  await page.goto("/profile");
  const card = page.locator(".my-mail");
  await card.getByText("verified", { exact: true }).waitFor();
  await card.getByRole("group", { name: "New tickets in your teams" }).getByText("not by mail").click();
  await page.getByText("Saved.").waitFor();
  await card.getByLabel("Digest at").selectOption("7");
  await page.reload();
  assert.ok(await card.getByRole("group", { name: "New tickets in your teams" }).getByLabel("not by mail").isChecked());
  assert.equal(await card.getByLabel("Digest at").inputValue(), "7");
  await picture(page, "mail-profile", { fullPage: true });
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await picture(page, "mail-profile-small", { fullPage: true });
  await page.setViewportSize(wide);
}

async function mailsLinks({ page, server, skip }) {
  if (!mail) skip("no mail server");
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("For whom").fill("ana@example.org");
  await dialog.getByLabel("Send the link to this address by mail").check();
  await picture(page, "mail-invite");
  await dialog.getByRole("button", { name: "Invite" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.match(await nextMail(), /Subject: admin invites you to kenzen[^]*\/invitation#/);
  const context = await page.context().browser().newContext({ baseURL: server.address, locale: "en-GB" });
  context.setDefaultTimeout(10_000);
  const theirs = await context.newPage();
  await theirs.goto("/sign-in");
  await theirs.getByRole("button", { name: "Use a sign-in link" }).click();
  await theirs.getByText("Send me a link").first().click();
  await theirs.getByLabel("Account name").fill("admin");
  await picture(theirs, "mail-forgotten");
  await theirs.getByRole("button", { name: "Send me a link" }).click();
  await theirs.getByText("a link is on its way").waitFor();
  const link = /http\S+(\/signin#\S+)/.exec(await nextMail())[1];
  await theirs.goto(link);
  await theirs.waitForURL(/\/tickets/);
  await context.close();
}

async function takesItAway({ page, skip }) {
  if (!mail) skip("no mail server");
  await call(page, "PATCH", "/me/mail", { address: "" });
  await page.goto("/mail-server");
  await page.getByText("a…@example.org").first().waitFor();
  await picture(page, "mail-log", { fullPage: true });
  await page.getByRole("button", { name: "Forget the server" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Forget the server" }).click();
  await page.getByText("No mail server is set.").waitFor();
  mail.stop();
}

export const mailCases = [
  ["a mail server is set up, and what is unsafe is called so", setsItUp],
  ["a certificate that nobody vouches for is refused; with its authority, a test mail arrives", triesIt],
  ["a mail address counts once its link was followed", verifiesAnAddress],
  ["a person chooses what is mailed at once, once a day, or not", choosesWhatComes],
  ["an invitation and a forgotten password go by mail", mailsLinks],
  ["the mail server is taken away", takesItAway],
];
