// SPDX-License-Identifier: Apache-2.0
// Passwords, an authenticator, recovery codes and sessions, by somebody in a browser of their own.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { call, picture } from "./browser.mjs";

const PASSWORD = "a bicycle under the plum tree";
/** Mei's browser, from one case to the next. */
const mei = { context: null, page: null, key: "", codes: [] };

/** RFC 6238: the code of a key in Base32, some steps from now. */
function codeOf(key, steps) {
  const bits = [...key].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, "0");
}

async function setsAPassword({ page, server }) {
  const made = await call(page, "POST", "/accounts", JSON.stringify({ name: "Mei" }));
  mei.context = await page.context().browser().newContext({ baseURL: server.address, locale: "en-GB" });
  mei.page = await mei.context.newPage();
  await mei.page.goto(made.body.signin_link.path);
  await mei.page.waitForURL(/\/tickets$/);
  await mei.page.goto("/security");
  await mei.page.getByText("You have no password yet").waitFor();
  assert.equal(await mei.page.getByLabel("Present password").count(), 0, "a link needs no old password");
  await mei.page.getByLabel("New password").fill("password password");
  await mei.page.getByRole("button", { name: "Set password" }).click();
  await mei.page.getByText("is easily guessed").waitFor();
  await picture(mei.page, "security-weak-password");
  await mei.page.getByLabel("New password").fill(PASSWORD);
  await mei.page.getByRole("button", { name: "Set password" }).click();
  await mei.page.getByText("The password is set.").waitFor();
  await picture(mei.page, "security", { fullPage: true });
}

async function setsUpAnAuthenticator() {
  const { page } = mei;
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByRole("img", { name: "QR code" }).waitFor();
  mei.key = (await page.locator(".qr-key code").innerText()).replace(/\s/g, "");
  await picture(page, "authenticator");
  await page.getByRole("dialog").getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByText("This code is wrong").waitFor();
  await page.getByRole("dialog").getByLabel("Code", { exact: true }).fill(codeOf(mei.key, 0));
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.locator(".recovery-codes li").nth(9).waitFor();
  mei.codes = await page.locator(".recovery-codes code").allInnerTexts();
  await picture(page, "recovery-codes");
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("10 of 10 recovery codes are left.").waitFor();
}

async function signInAs(page, name, password) {
  await page.getByLabel("Account name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function signsInWithPasswordAndCode() {
  const { page } = mei;
  await page.goto("/profile");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  await picture(page, "sign-in");
  await signInAs(page, "Mei", "not her password at all");
  await page.getByText("The name or the password is wrong.").first().waitFor();
  await picture(page, "sign-in-wrong");
  await signInAs(page, "mei", PASSWORD);
  await page.getByText("One more step").waitFor();
  await picture(page, "sign-in-code");
  await page.getByLabel("Code").fill("no code");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("This code is wrong").waitFor();
  await page.getByLabel("Code").fill(codeOf(mei.key, 1));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/tickets$/);
}

async function endsSessionsElsewhere({ page: admins, server }) {
  const other = await admins.context().browser().newContext({ baseURL: server.address, locale: "ja-JP" });
  const page = await other.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("アカウント名").fill("Mei");
  await page.getByLabel("パスワード").fill(PASSWORD);
  await page.getByRole("button", { name: "サインイン", exact: true }).click();
  await page.getByLabel("コード").fill(mei.codes[0].toLowerCase());
  await page.getByRole("button", { name: "サインイン", exact: true }).click();
  await page.waitForURL(/\/tickets$/);
  await page.goto("/security");
  await page.getByText("残り：10 個中 9 個").waitFor();
  await picture(page, "security-ja", { fullPage: true });
  await mei.page.goto("/security");
  await mei.page.locator(".sessions li").nth(1).waitFor();
  await picture(mei.page, "sessions", { fullPage: true });
  await mei.page.getByRole("button", { name: "End all others" }).click();
  await mei.page.getByText("All other sessions were ended.").waitFor();
  await page.goto("/tickets");
  await page.waitForURL(/sign-in/);
  await other.close();
}

async function turnsTheAuthenticatorOff() {
  const { page } = mei;
  await page.getByRole("button", { name: "Turn off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Turn off" }).click();
  await page.getByText("The authenticator is off.").waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "security-dark", { fullPage: true });
  await mei.context.close();
}

export const passwordCases = [
  ["who came by a link sets a password", setsAPassword],
  ["an authenticator is set up by its picture, and gives recovery codes", setsUpAnAuthenticator],
  ["password and code sign in, and nothing less", signsInWithPasswordAndCode],
  ["a recovery code signs in, and sessions elsewhere are ended", endsSessionsElsewhere],
  ["the authenticator is turned off", turnsTheAuthenticatorOff],
];
