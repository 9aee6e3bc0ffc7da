// SPDX-License-Identifier: Apache-2.0
// The first day of a new team: who runs kenzen invites; a product owner comes in, makes a team and a service, and brings a first
// ticket from an SBOM to its evidence; an analyst advises; governance looks at it all and changes nothing.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

const PASSWORD = "seven kites above the harbour";
const FIRST = "demo/services/storefront/web-2.3.0/bom.cdx.json";
const NEXT = "demo/services/storefront/web-2.4.0/bom.cdx.json";

/** The links handed out, the browser of each person, and the address of the first ticket. */
const day = { links: {}, pages: {}, ticket: "" };

const see = (page, name, options) => picture(page, `first-day-${name}`, options);

async function invites(page, role) {
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog");
  if (role) await dialog.getByLabel(new RegExp(`^${role}`)).check();
  else await see(page, "01-invite");
  await dialog.getByRole("button", { name: "Invite" }).click();
  const link = await page.locator(".invitations .secret code").innerText();
  if (!role) await see(page, "02-link", { fullPage: true });
  return link;
}

async function administratorInvites({ page }) {
  day.links = { Mio: await invites(page), Sora: await invites(page, "analyst"), Yui: await invites(page, "governance") };
  assert.equal(new Set(Object.values(day.links)).size, 3);
}

/** Somebody opens their link in a browser of their own, whose mishaps count as those of the first one do. */
async function comesIn({ page, server, complaints }, name) {
  const context = await page.context().browser().newContext({ baseURL: server.address, locale: "en-GB" });
  context.setDefaultTimeout(10_000);
  const theirs = await context.newPage();
  theirs.on("pageerror", (error) => complaints.push(String(error.stack)));
  await theirs.goto(day.links[name]);
  await theirs.getByLabel("Your name").fill(name);
  await theirs.getByLabel("A password").fill(PASSWORD);
  if (name === "Mio") await see(theirs, "03-sign-up");
  await theirs.getByRole("button", { name: "Make an account" }).click();
  await theirs.waitForURL(/\/tickets$/);
  day.pages[name] = theirs;
  return theirs;
}

async function ownerComesIn(world) {
  const mio = await comesIn(world, "Mio");
  await mio.getByRole("heading", { name: "No services yet, so no tickets" }).waitFor();
  await see(mio, "04-no-services");
  await mio.goto("/security");
  await mio.locator(".sessions").getByText("(invitation)").waitFor();
  await mio.goto("/actions");
  await mio.getByRole("heading", { name: "Nothing was recorded yet" }).waitFor();
  assert.equal(await mio.getByRole("button", { name: "Record an action" }).count(), 0, "records for no team");
  await mio.goto("/tickets");
  await mio.getByRole("link", { name: "Three steps to the first ticket" }).click();
  await mio.getByText("Make a team: who looks after it?").waitFor();
}

async function ownerMakesTeamAndService() {
  const mio = day.pages.Mio;
  await mio.getByRole("button", { name: "New team" }).first().click();
  await mio.getByRole("dialog").getByLabel("Name").fill("Harbour");
  await mio.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await mio.getByRole("heading", { name: "Harbour" }).waitFor();
  await see(mio, "05-team");
  await mio.getByRole("button", { name: /^Next: make the first one/ }).click();
  await mio.getByRole("dialog").getByLabel("Name").fill("ferry");
  await mio.getByRole("dialog").getByLabel("Exposure").selectOption("open");
  await mio.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await mio.waitForURL(/\/services\/\d+$/);
  await mio.getByRole("heading", { name: "ferry" }).waitFor();
  await see(mio, "06-service", { fullPage: true });
}

async function ownerFindsTheFirstTicket() {
  const mio = day.pages.Mio;
  await mio.locator(".new-part input[type=file]").setInputFiles(FIRST);
  await mio.getByText(/\d+ tickets opened/).waitFor();
  await see(mio, "07-uploaded", { fullPage: true });
  await mio.getByRole("link", { name: "Next: see what comes first" }).click();
  await mio.locator(".ticket-row").first().waitFor();
  await see(mio, "08-tickets");
  await mio.locator(".ticket-row").first().click();
  await mio.locator(".todo").getByText("Upgrade jquery from 3.4.1 to 3.5.0").waitFor();
  await mio.locator(".facts .late").getByText("was due").waitFor();
  day.ticket = new URL(mio.url()).pathname;
  await see(mio, "09-ticket", { fullPage: true });
}

async function ownerCompletesIt() {
  const mio = day.pages.Mio;
  const state = (name) => mio.locator(".ticket-head").getByText(name).waitFor();
  await mio.getByRole("button", { name: "Acknowledge" }).click();
  await state("Acknowledged");
  await mio.getByRole("button", { name: "Assign" }).click();
  await mio.getByRole("dialog").getByRole("button", { name: "Assign" }).click();
  await mio.locator(".facts").getByText("Mio").waitFor();
  await mio.getByRole("button", { name: "Start", exact: true }).click();
  await state("In progress");
  await mio.getByRole("button", { name: "Complete with an action" }).click();
  const dialog = mio.getByRole("dialog");
  await dialog.getByLabel("What was done?").fill("Raised it in the lock file; goes out with 2.4.0.");
  await see(mio, "10-complete");
  await dialog.getByRole("button", { name: "Complete with an action" }).click();
  await state("Completed");
  await mio.getByText("It closes when an SBOM shows").waitFor();
  await see(mio, "11-completed", { fullPage: true });
}

async function analystAdvises(world) {
  // Who looks at the ticket has read what comes to it.
  await day.pages.Mio.goto("/services");
  const sora = await comesIn(world, "Sora");
  await sora.goto(day.ticket);
  await sora.getByText("Harbour works on it. You advise").waitFor();
  await sora.getByRole("button", { name: "Comment", exact: true }).click();
  const box = sora.getByRole("dialog").getByRole("combobox");
  await box.pressSequentially("The mirror needs it too, @Mi");
  await sora.getByRole("option", { name: "Mio" }).waitFor();
  await see(sora, "12-analyst-names");
  await sora.keyboard.press("Enter");
  await sora.getByRole("dialog").getByRole("button", { name: "Add comment" }).click();
  await sora.locator(".events .mention").getByText("@Mio").waitFor();
  await sora.getByRole("button", { name: "Recommend an action" }).click();
  const dialog = sora.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Mitigation/ }).check();
  await dialog.locator("textarea").fill("Strip HTML from what visitors send.");
  await dialog.getByRole("button", { name: "Recommend an action" }).click();
  await dialog.waitFor({ state: "detached" });
  await sora.getByText("Strip HTML from what visitors send.").first().waitFor();
  await see(sora, "13-analyst", { fullPage: true });
  await sora.goto("/people");
  await sora.getByText("this takes the role administrator or governance").waitFor();
  const mio = day.pages.Mio;
  await mio.goto("/inbox");
  await mio.locator(".notice-row").getByText("The mirror needs it too").waitFor();
  await see(mio, "14-told");
}

async function nextSbomIsTheEvidence() {
  const mio = day.pages.Mio;
  await mio.goto("/services");
  await mio.getByRole("link", { name: /ferry/ }).first().click();
  await mio.locator(".part:not(.new-part) input[type=file]").setInputFiles(NEXT);
  await mio.getByText(/\d+ closed/).waitFor();
  await see(mio, "15-next-sbom", { fullPage: true });
  await mio.goto(day.ticket);
  await mio.locator(".event-closed").getByText("took the place of").waitFor();
  await mio.locator(".event-closed").getByRole("link", { name: "what changed" }).waitFor();
  await see(mio, "16-evidence", { fullPage: true });
}

async function ownerAcceptsARisk() {
  const mio = day.pages.Mio;
  await mio.goto("/tickets");
  await mio.locator(".ticket-row").first().click();
  await mio.getByRole("button", { name: "Accept the risk" }).click();
  const dialog = mio.getByRole("dialog");
  await dialog.getByLabel("Why can we live with it?").fill("Only the crew reaches it, until the refit.");
  await dialog.getByRole("button", { name: "In half a year" }).click();
  await dialog.getByRole("button", { name: "Accept the risk" }).click();
  await mio.locator(".ticket-head").getByText("risk accepted").waitFor();
}

async function governanceLooks(world) {
  const yui = await comesIn(world, "Yui");
  await yui.goto("/tickets?state=closed");
  await yui.getByLabel("Closed as").selectOption("accepted");
  await yui.waitForURL(/cause=accepted/);
  await yui.locator(".ticket-row", { hasText: "risk accepted" }).first().waitFor();
  await see(yui, "17-accepted-risks");
  await yui.goto("/journal");
  await yui.locator(".journal-row").first().waitFor();
  assert.equal(await yui.getByText("something else").count(), 0, "the journal has no word for what it is about");
  await see(yui, "18-journal");
  await yui.getByRole("button", { name: "Verify the journal" }).click();
  await yui.getByText("The journal is whole").waitFor();
  await see(yui, "19-verified");
  await yui.goto("/profile");
  await yui.getByRole("heading", { name: "In every team" }).waitFor();
  await see(yui, "20-rights", { fullPage: true });
  await yui.goto("/people");
  await yui.locator(".people li", { hasText: "Sora" }).getByText("analyst").waitFor();
  assert.equal(await yui.getByRole("button", { name: "Invite" }).count(), 0, "governance invites nobody");
  await yui.goto("/single-sign-on");
  await yui.locator(".problem").waitFor();
  assert.equal(await yui.getByRole("button", { name: "Add a provider" }).count(), 0, "governance sets nothing up");
}

/** All of it fits a small screen, and nobody is left behind for the walks that follow. */
async function fitsASmallScreen({ page }) {
  const mio = day.pages.Mio;
  await mio.setViewportSize({ width: 360, height: 740 });
  for (const path of ["/tickets", "/services", "/actions", "/inbox", "/journal", "/profile", "/security", day.ticket]) {
    await mio.goto(path);
    await mio.locator("main h1").first().waitFor();
    const [wide, room] = await mio.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= room, `${path} is ${wide} pixels wide on a screen of ${room}`);
  }
  await see(mio, "21-small");
  const [ferry] = (await call(mio, "GET", "/services")).body.items;
  for (const path of [`/services/${ferry.id}`, `/teams/${ferry.team_id}`])
    assert.equal((await call(mio, "DELETE", path)).status, 204, path);
  for (const theirs of Object.values(day.pages)) await theirs.context().close();
  const accounts = (await call(page, "GET", "/accounts")).body.items;
  for (const one of accounts.filter((account) => account.name in day.pages))
    assert.equal((await call(page, "DELETE", `/accounts/${one.id}`)).status, 204, one.name);
}

export const firstDayCases = [
  ["first day: an administrator hands out three invitations", administratorInvites],
  ["first day: a product owner signs up and is told where to begin", ownerComesIn],
  ["first day: a team and a service are made, each step telling the next", ownerMakesTeamAndService],
  ["first day: an SBOM leads to the first ticket", ownerFindsTheFirstTicket],
  ["first day: the ticket is acknowledged, assigned, started and completed with an action", ownerCompletesIt],
  ["first day: an analyst advises, and who is named is told", analystAdvises],
  ["first day: the next SBOM closes it, with evidence", nextSbomIsTheEvidence],
  ["first day: a risk is accepted until a day", ownerAcceptsARisk],
  ["first day: governance sees accepted risks, journal, rights and people, and changes nothing", governanceLooks],
  ["first day: all of it fits a small screen", fitsASmallScreen],
];
