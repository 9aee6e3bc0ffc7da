// SPDX-License-Identifier: Apache-2.0
// Single sign-on, with a real provider and its own pages: set up by the administrator, used by somebody new, refused to somebody else.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { picture } from "./browser.mjs";

const PEOPLE = {
  mia: { name: "Mia Meyer", preferred_username: "mia", email: "mia@example.org", email_verified: true },
  eve: { name: "Eve", preferred_username: "eve", email: "eve@evil.example", email_verified: true },
};

let provider;

async function startProvider(address) {
  const client = {
    client_id: "kenzen",
    client_secret: "s3cret",
    redirect_uris: [`${address}/api/v1/sso/acme/callback`],
    post_logout_redirect_uris: [`${address}/sign-in`],
  };
  const words = ["tests/sso/provider.mjs", JSON.stringify({ clients: [client], people: PEOPLE })];
  const child = spawn("node", words, { stdio: ["ignore", "pipe", "ignore"] });
  const issuer = await new Promise((resolve) => child.stdout.once("data", (data) => resolve(String(data).trim())));
  return { issuer, stop: () => child.kill("SIGTERM") };
}

async function setsUpAProvider({ page, server, skip }) {
  if (!existsSync("web/node_modules/oidc-provider")) skip("oidc-provider is not installed: npm ci --prefix web");
  provider = await startProvider(server.address);
  await page.goto("/people");
  await page.getByRole("link", { name: "Set up single sign-on" }).click();
  await page.getByRole("heading", { name: "No provider yet" }).waitFor();
  await picture(page, "sso-empty");
  await page.getByRole("button", { name: "Add a provider" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name on the button").fill("Acme");
  await dialog.getByLabel("Short name in addresses").fill("acme");
  await dialog.getByText(`${server.address}/api/v1/sso/acme/callback`).waitFor();
  await dialog.getByLabel("Issuer").fill("http://id.example.org");
  await dialog.getByLabel("Client ID").fill("kenzen");
  await dialog.getByLabel("Client secret").fill("s3cret");
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.getByText("issuer: must begin with https://").waitFor();
  await dialog.getByLabel("Issuer").fill(provider.issuer);
  await dialog.getByLabel("Who signs in for the first time").selectOption("create");
  await dialog.getByLabel("Only with a verified mail address of").fill("example.org");
  await picture(page, "sso-dialog");
  await dialog.getByText("More", { exact: true }).click();
  await dialog.getByLabel("Signing out here signs out at the provider too").check();
  await dialog.getByLabel("Claim with the groups").fill("groups");
  await dialog.getByRole("button", { name: "Add a group" }).click();
  await dialog.getByLabel("Group", { exact: true }).fill("security");
  await picture(page, "sso-dialog-more");
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Test Acme" }).click();
  await page.getByText("The provider answers as it should.").waitFor();
  await picture(page, "sso-providers");
}

/** A browser of somebody's own, in front of the sign-in page. */
async function newcomer(page, server) {
  const context = await page.context().browser().newContext({ baseURL: server.address, locale: "en-GB" });
  context.setDefaultTimeout(10_000);
  const theirs = await context.newPage();
  await theirs.goto("/sign-in?to=/services");
  await theirs.getByRole("button", { name: "Continue with Acme" }).waitFor();
  return theirs;
}

async function goesThroughTheProvider(theirs, login) {
  await theirs.getByRole("button", { name: "Continue with Acme" }).click();
  await theirs.waitForURL(/interaction/);
  await theirs.locator('[name="login"]').fill(login);
  await theirs.locator('[name="password"]').fill("any");
  if (login === "mia") await picture(theirs, "sso-at-the-provider");
  await theirs.locator('button[type="submit"]').click();
  await theirs.locator('[name="login"]').waitFor({ state: "detached" });
  await theirs.locator('button[type="submit"]').click();
}

async function signsInByIt({ page, server, skip }) {
  if (!provider) skip("there is no provider");
  const theirs = await newcomer(page, server);
  await picture(theirs, "sign-in-sso");
  await goesThroughTheProvider(theirs, "mia");
  await theirs.waitForURL(`${server.address}/services`);
  await theirs.goto("/profile");
  await theirs.getByRole("heading", { name: "mia", exact: true }).waitFor();
  await theirs.locator(".identities strong").getByText("mia@example.org").waitFor();
  await picture(theirs, "sso-identities", { fullPage: true });
  await theirs.getByRole("button", { name: "Unlink mia@example.org" }).click();
  await theirs.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
  await theirs.getByText("this is the last way in").waitFor();
  await picture(theirs, "sso-last-way-in");
  await theirs.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await theirs.getByRole("button", { name: "Sign out", exact: true }).click();
  await theirs.waitForURL(/session\/end/);
  await theirs.getByRole("button", { name: /Yes/ }).click();
  await theirs.waitForURL(/\/sign-in/);
  await theirs.context().close();
}

async function refusesAStranger({ page, server, skip }) {
  if (!provider) skip("there is no provider");
  const theirs = await newcomer(page, server);
  await goesThroughTheProvider(theirs, "eve");
  await theirs.getByText("You were not signed in").waitFor();
  await theirs.getByText("Accounts are made for verified mail addresses of certain domains only").waitFor();
  await picture(theirs, "sso-refused");
  assert.equal((await theirs.request.get("/api/v1/me")).status(), 401);
  await theirs.context().close();
  await page.goto("/single-sign-on");
  await page.getByRole("button", { name: "Take away Acme" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take away" }).click();
  await page.getByRole("heading", { name: "No provider yet" }).waitFor();
  provider.stop();
}

export const ssoCases = [
  ["a provider of single sign-on is set up and tried", setsUpAProvider],
  ["somebody new signs in through the provider's own pages, and out again there too", signsInByIt],
  ["whom the rule does not know is refused in words, and the provider is taken away", refusesAStranger],
];
