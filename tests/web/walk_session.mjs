// SPDX-License-Identifier: Apache-2.0
// Coming in and going out.
import assert from "node:assert/strict";
import { call, drop, picture } from "./browser.mjs";
import { startServer } from "./server.mjs";

async function refusesAnOldLink({ page }) {
  await page.goto("/tickets?priority=immediate");
  await page.waitForURL(/sign-in\?to=/);
  await page.getByRole("button", { name: "Use a sign-in link" }).click();
  await page.getByLabel("Sign-in link").fill("http://127.0.0.1/signin#kz_" + "0".repeat(64));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("This link does not work any more.").waitFor();
  await picture(page, "sign-in-expired");
}

async function signsIn({ page, server }) {
  await page.goto(server.link);
  await page.waitForURL(/\/tickets$/);
  await page.getByRole("heading", { name: "No services yet, so no tickets" }).waitFor();
  assert.equal(new URL(page.url()).hash, "", "the token stays in the address");
}

async function makesAndRevokesAToken({ page }) {
  await page.goto("/security");
  await page.getByLabel("What is it for?").fill("nightly build");
  await page.getByRole("button", { name: "New token" }).click();
  const secret = await page.locator(".secret code").innerText();
  assert.match(secret, /^kz_[0-9a-f]{64}$/);
  const me = await fetch(new URL("/api/v1/me", page.url()), { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal(me.status, 200);
  await picture(page, "tokens");
  await page.getByRole("button", { name: "Revoke nightly build" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.locator(".tokens li").waitFor({ state: "detached" });
  const after = await fetch(new URL("/api/v1/me", page.url()), { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal(after.status, 401);
}

/** Signs in as somebody else, in a browser of their own. */
async function asSomebodyElse(page, link, visit) {
  const context = await page
    .context()
    .browser()
    .newContext({ baseURL: new URL(link).origin, locale: "en-GB" });
  const theirs = await context.newPage();
  await theirs.goto(link);
  await theirs.waitForURL(/\/tickets$/);
  await visit(theirs);
  await context.close();
}

/** What nobody has looked at is not fine: a house without advisories says so on every page. */
async function neverLooksFineUnlooked({ page }) {
  const bare = await startServer(process.env.KENZEN, { withAdvisories: false });
  await asSomebodyElse(page, bare.link, async (theirs) => {
    await theirs.getByRole("heading", { name: "No advisories yet" }).waitFor();
    const team = await call(theirs, "POST", "/teams", JSON.stringify({ name: "Shop" }));
    const service = await call(
      theirs,
      "POST",
      "/services",
      JSON.stringify({ team_id: team.body.id, name: "storefront" }),
    );
    await theirs.goto(`/services/${service.body.id}`);
    await drop(theirs.locator(".new-part .drop-zone"), "demo/services/storefront/web-2.3.0/bom.cdx.json");
    await theirs.locator(".current-sbom").getByText("not matched yet").waitFor();
    await picture(theirs, "not-matched");
    await theirs.goto("/services");
    await theirs.locator(".service-card").getByText("not matched yet").waitFor();
    await theirs.goto("/advisories");
    await theirs.getByText("kenzen advisory pull", { exact: true }).waitFor();
  });
  await bare.stop();
}

async function letsAColleagueIn({ page }) {
  await page.goto("/people");
  await page.getByLabel("Name of a person").fill("Aoi");
  await page.locator(".people").getByRole("button", { name: "Add" }).click();
  const link = await page.locator(".people .secret code").innerText();
  await picture(page, "people", { fullPage: true });
  await page.goto("/services");
  await page.getByRole("link", { name: "Members of Shop" }).click();
  await page.getByLabel("Add to the team").selectOption({ label: "Aoi" });
  await page.locator(".members").getByRole("button", { name: "Add" }).click();
  await page.getByLabel("Role of Aoi").selectOption("viewer");
  await page.waitForFunction(
    () => document.querySelector('.members select[aria-label="Role of Aoi"]')?.value === "viewer",
  );
  await picture(page, "members");
  await asSomebodyElse(page, link, async (theirs) => {
    await theirs.locator(".ticket-row").first().click();
    await theirs.locator(".todo").waitFor();
    assert.equal(await theirs.getByRole("button", { name: "Acknowledge" }).count(), 0, "a viewer may not work");
    await theirs.goto("/services");
    assert.equal(await theirs.getByRole("heading", { name: "Platform" }).count(), 0, "another team is to be seen");
    await theirs.getByRole("link", { name: /storefront/ }).click();
    await theirs.locator(".current-sbom").first().waitFor();
    assert.equal(await theirs.locator(".drop-zone").count(), 0, "a viewer may upload");
  });
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
  ["without advisories nothing looks fine", neverLooksFineUnlooked],
  ["a colleague is let in, to look at one team and change nothing", letsAColleagueIn],
  ["an API token is made, works, and is revoked", makesAndRevokesAToken],
  ["signing out ends the session", signsOut],
  [
    "the browser had nothing to complain of: no error, no breach of the content policy, no request elsewhere",
    complainsOfNothing,
  ],
];
