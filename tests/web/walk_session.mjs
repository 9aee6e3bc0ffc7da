// SPDX-License-Identifier: Apache-2.0
// Coming in and going out.
import assert from "node:assert/strict";
import { picture } from "./browser.mjs";

async function refusesAnOldLink({ page }) {
  await page.goto("/tickets?priority=immediate");
  await page.waitForURL(/sign-in\?to=/);
  await page.getByLabel("Sign-in link").fill("http://127.0.0.1/signin#kz_" + "0".repeat(64));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("This link does not work any more.").waitFor();
  await picture(page, "sign-in-expired");
}

async function signsIn({ page, server }) {
  await page.goto(server.link);
  await page.waitForURL(/\/tickets$/);
  await page.getByRole("heading", { name: "Nothing to do" }).waitFor();
  assert.equal(new URL(page.url()).hash, "", "the token stays in the address");
}

async function makesAndRevokesAToken({ page }) {
  await page.goto("/profile");
  await page.getByLabel("What is it for?").fill("nightly build");
  await page.getByRole("button", { name: "New token" }).click();
  const secret = await page.locator(".secret code").innerText();
  assert.match(secret, /^kz_[0-9a-f]{64}$/);
  const me = await fetch(new URL("/api/v1/me", page.url()), { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal(me.status, 200);
  await picture(page, "profile");
  await page.getByRole("button", { name: "Revoke nightly build" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.locator(".token-list li").waitFor({ state: "detached" });
  const after = await fetch(new URL("/api/v1/me", page.url()), { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal(after.status, 401);
}

async function signsOut({ page }) {
  await page.goto("/profile");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto("/tickets");
  await page.waitForURL(/\/sign-in\?to=/);
}

async function complainsOfNothing({ complaints }) {
  assert.deepEqual(complaints, []);
}

export const signInCases = [
  ["a link that is not known is refused in words", refusesAnOldLink],
  ["the printed link signs in, and leaves no token in the address", signsIn],
];

export const signOutCases = [
  ["an API token is made, works, and is revoked", makesAndRevokesAToken],
  ["signing out ends the session", signsOut],
  ["the browser had nothing to complain of: no error, no breach of the content policy, no request elsewhere", complainsOfNothing],
];
