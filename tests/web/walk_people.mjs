// SPDX-License-Identifier: Apache-2.0
// How people come in by invitation, get roles, see what they may do, and go.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

/** Opens a link in a browser of its own. */
async function elsewhere(page, link, visit, locale = "en-GB") {
  const context = await page.context().browser().newContext({ baseURL: new URL(link).origin, locale });
  const theirs = await context.newPage();
  await theirs.goto(link);
  await visit(theirs);
  await context.close();
}

async function invitesIntoATeam({ page }) {
  await page.goto("/services");
  await page.getByRole("link", { name: "Members of Shop" }).click();
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Role").selectOption("member");
  await dialog.getByLabel("For whom?").fill("haruka@example.org");
  await picture(page, "invite");
  await dialog.getByRole("button", { name: "Invite" }).click();
  const link = await page.locator(".invitations .secret code").innerText();
  assert.match(link, /\/invitation#[0-9a-f]{64}$/);
  await picture(page, "team", { fullPage: true });
  await elsewhere(page, link, async (theirs) => {
    await theirs.getByText("invites you into the team Shop, as member").waitFor();
    assert.equal(new URL(theirs.url()).hash, "", "the token stays in the address");
    await theirs.getByLabel("Your name").fill("Haruka");
    await theirs.getByLabel("A password").fill("short");
    await theirs.getByRole("button", { name: "Make an account" }).click();
    await theirs.locator(".problem").waitFor();
    await picture(theirs, "invitation");
    await theirs.getByLabel("A password").fill("a crane and three paper boats");
    await theirs.getByRole("button", { name: "Make an account" }).click();
    await theirs.waitForURL(/\/tickets$/);
    await theirs.locator(".ticket-row").first().waitFor();
    await theirs.goto("/profile");
    await theirs.getByRole("heading", { name: "In Shop, as member" }).waitFor();
    assert.equal(await theirs.getByText("Delete a service").count(), 0, "a member does not delete services");
    await picture(theirs, "my-rights", { fullPage: true });
    await theirs.goto(link);
    await theirs.getByText("This invitation is not good any more.").waitFor();
    await picture(theirs, "invitation-over");
  });
  await page.reload();
  await page.getByText("1 of 1 used").waitFor();
  await page.getByRole("button", { name: "Revoke the invitation haruka@example.org" }).click();
  await page.getByText("No open invitations.").waitFor();
}

async function invitesAnAnalyst({ page }) {
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("dialog").getByLabel(/^analyst/).check();
  await picture(page, "invite-organisation");
  await page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
  const link = await page.locator(".invitations .secret code").innerText();
  await elsewhere(page, link, async (theirs) => {
    await theirs.getByText("You get: analyst.").waitFor();
    await theirs.getByLabel("Your name").fill("Ren");
    await theirs.getByLabel("A password").fill("a crane and three paper boats");
    await theirs.getByRole("button", { name: "Make an account" }).click();
    await theirs.waitForURL(/\/tickets$/);
    await theirs.locator(".ticket-row").first().click();
    await theirs.locator(".todo").waitFor();
    assert.equal(await theirs.getByRole("button", { name: "Acknowledge" }).count(), 0, "an analyst does not work");
    await theirs.goto("/people");
    await theirs.locator(".problem").waitFor();
    await theirs.goto("/profile");
    await theirs.getByRole("heading", { name: "In every team" }).waitFor();
    await picture(theirs, "analyst", { fullPage: true });
  });
}

async function changesRolesAndDeletes({ page }) {
  await page.goto("/people");
  await page.getByRole("button", { name: "Roles of Ren in the organisation" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^governance/).check();
  await picture(page, "roles");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.locator(".people li", { hasText: "Ren" }).getByText("governance").waitFor();
  await page.getByRole("button", { name: "Lock Ren out" }).click();
  await page.getByRole("button", { name: "Let Ren in again" }).click();
  await page.getByRole("button", { name: "Lock Ren out" }).waitFor();
  await picture(page, "people-page", { fullPage: true });
  await page.getByRole("button", { name: "Delete Ren" }).click();
  const confirm = dialog.getByRole("button", { name: "Delete", exact: true });
  assert.equal(await confirm.isDisabled(), true, "deletes without the name");
  await dialog.getByLabel("Type Ren to confirm").fill("Ren");
  await picture(page, "delete-account");
  await confirm.click();
  await page.locator(".people li", { hasText: "Ren" }).waitFor({ state: "detached" });
}

async function theLastCannotGo({ page }) {
  const name = (await call(page, "GET", "/me")).body.name;
  await page.goto("/profile");
  await page.getByRole("button", { name: "Delete my account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await dialog.locator(".problem").waitFor();
  await picture(page, "last-admin");
  await dialog.getByRole("button", { name: "Cancel" }).click();
}

async function speaksJapanese({ page }) {
  await page.goto("/people");
  await page.getByRole("button", { name: "日本語" }).click();
  await page.getByRole("heading", { name: "利用者" }).waitFor();
  await picture(page, "people-ja", { fullPage: true });
  await page.getByRole("button", { name: "English" }).click();
}

export const peopleCases = [
  ["a link invites into a team, and who opens it makes an account and is in", invitesIntoATeam],
  ["an analyst is invited, sees all teams and works in none", invitesAnAnalyst],
  ["roles are changed, somebody is locked out and let in, and deleted by their name", changesRolesAndDeletes],
  ["the last administrator cannot go, and is told why", theLastCannotGo],
  ["people in Japanese", speaksJapanese],
];
