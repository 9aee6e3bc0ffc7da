// SPDX-License-Identifier: Apache-2.0
// Badges: the wall while it is empty, awarding one, its page, sharing it, what strangers see of it, revoking it, the rules.
import assert from "node:assert/strict";
import { call, listenTo, openBrowser, picture, settled } from "./browser.mjs";
import { faintTexts, namelessControls, tooWide } from "./looks.mjs";
import { startServer } from "./server.mjs";

/** A server of its own, where nothing was done yet: rules would have praised somebody long ago. */
const own = {};

async function begins() {
  own.server = await startServer(process.env.KENZEN, { withAdvisories: false });
  Object.assign(own, await openBrowser(own.server.address));
  await own.page.goto(own.server.link);
  await own.page.waitForURL(/\/tickets$/);
  assert.equal((await call(own.page, "POST", "/teams", JSON.stringify({ name: "Shop" }))).status, 201);
}

async function nothingWentWrong() {
  await own.browser.close();
  await own.server.stop();
  assert.deepEqual(own.complaints, []);
}

const TEXT = "Took the log library out of the checkout on the night of its disclosure";

async function isEmptyAtFirst({ page }) {
  await page.goto("/badges");
  await page.getByRole("heading", { name: "Your first badge is not far" }).waitFor();
  await page.getByRole("heading", { name: "What can be earned" }).waitFor();
  await drawn(page);
  await picture(page, "badges-empty", { fullPage: true });
}

/** Until every picture of a badge is there. */
function drawn(page) {
  return page.waitForFunction(() =>
    [...document.querySelectorAll("img.badge-art")].every((one) => one.loading === "lazy" || (one.complete && one.naturalWidth)),
  );
}

async function recordsAnAction(page) {
  const { body: teams } = await call(page, "GET", "/teams");
  const action = { team_id: teams.items[0].id, kind: "elimination", text: TEXT, executed_at: new Date().toISOString(), grounds: [] };
  const { status, body } = await call(page, "POST", "/action-logs", JSON.stringify(action));
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

async function awardsOne(world) {
  const { page } = world;
  const action = await recordsAnAction(page);
  await page.goto(`/actions/${action.id}`);
  await page.getByRole("button", { name: "Award a badge" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("it is marked as self-certified").waitFor();
  assert.equal(await dialog.getByRole("radio", { name: /Flaw taken away/ }).isChecked(), true, "by what was done");
  await picture(page, "badge-award");
  await dialog.getByLabel("What for? (optional)").fill("Kept the shop open while the house next door burnt.");
  await dialog.getByRole("button", { name: "Award", exact: true }).click();
  await page.waitForURL(/\/badges\/\d+$/);
  world.badge = new URL(page.url()).pathname.split("/")[2];
  await page.getByRole("heading", { name: "Flaw taken away" }).waitFor();
  await page.locator(".badge-hero").getByText("Self-certified").waitFor();
  await page.getByText("Kept the shop open").waitFor();
  await page.goto(`/actions/${action.id}`);
  await page.getByRole("link", { name: "Flaw taken away" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Award a badge" }).count(), 0, "one act is praised once");
  const { status } = await call(page, "POST", "/badges", JSON.stringify({ action_id: action.id, class: "mitigation" }));
  assert.equal(status, 409);
}

async function showsItsPage({ page, badge }) {
  await page.goto(`/badges/${badge}`);
  await page.getByText(/Issued at place \d+ of the journal/).waitFor();
  const width = await page.locator(".badge-hero img").evaluate((image) => image.decode().then(() => image.naturalWidth));
  assert.equal(width, 256);
  await page.getByRole("button", { name: "Show on my profile" }).click();
  await page.getByRole("button", { name: "Show no more on my profile" }).waitFor();
  await picture(page, "badge", { fullPage: true });
  await page.goto("/profile");
  await page.getByRole("heading", { name: "My favourite badge" }).waitFor();
  await page.getByRole("link", { name: "Flaw taken away" }).waitFor();
  await page.goto("/people");
  await page.locator(".people li").getByRole("link", { name: "Favourite: Flaw taken away" }).waitFor();
  await picture(page, "badge-beside");
}

/** Somebody who has the link and nothing else. */
async function asAStranger(page, link, visit) {
  const context = await page.context().browser().newContext({ baseURL: new URL(link).origin, locale: "en-GB" });
  const theirs = await context.newPage();
  const complaints = [];
  listenTo(theirs, new URL(link).origin, complaints);
  await theirs.goto(link);
  await visit(theirs);
  await context.close();
  assert.deepEqual(complaints.filter((one) => !/401|404/.test(one)), []);
}

async function isSharedAndNoMore({ page, badge }) {
  await page.goto(`/badges/${badge}`);
  await page.getByRole("button", { name: "Share it" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "What becomes public" }).waitFor();
  await picture(page, "badge-share");
  await dialog.getByRole("button", { name: "Share it" }).click();
  const link = await page.locator(".badge-link code").innerText();
  assert.match(link, /\/b\/[\w-]{20,}$/);
  await picture(page, "badge-shared", { fullPage: true });
  await asAStranger(page, link, async (theirs) => {
    await theirs.getByRole("heading", { name: "Flaw taken away" }).waitFor();
    assert.match(await theirs.getByRole("link", { name: "Check this badge" }).getAttribute("href"), /^\/verify/);
    assert.equal(await theirs.getByText(TEXT).count(), 0, "what was written of the action is not public");
    assert.deepEqual(await faintTexts(theirs), []);
    assert.deepEqual(await namelessControls(theirs), []);
    await picture(theirs, "badge-public", { fullPage: true });
    await theirs.setViewportSize({ width: 360, height: 740 });
    assert.deepEqual(await tooWide(theirs), []);
    await picture(theirs, "badge-public-360", { fullPage: true });
  });
  await page.getByRole("button", { name: "Share it no more" }).click();
  await dialog.getByRole("button", { name: "Share it no more" }).click();
  await page.getByText("Only people of this server").waitFor();
  await asAStranger(page, link, async (theirs) => {
    await theirs.getByRole("heading", { name: "There is no such badge" }).waitFor();
    await picture(theirs, "badge-public-none");
  });
}

/** As whoever presses the links does, without pressing: a browser without a window keeps no files. */
async function isTakenAlong({ page, badge }) {
  await page.goto(`/badges/${badge}`);
  const links = page.locator("a[download]");
  await links.first().waitFor();
  const paths = await links.evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute("href")));
  assert.equal(paths.length, 3);
  for (const path of paths) {
    const { status, type, head } = await page.evaluate(async (href) => {
      const reply = await fetch(href);
      return { status: reply.status, type: reply.headers.get("Content-Type"), head: (await reply.text()).slice(0, 60) };
    }, path);
    assert.equal(status, 200, path);
    if (/credential/.test(path)) assert.match(head, /^eyJ/, "a signed credential");
    else assert.match(type, /^image\/(svg\+xml|png)/, path);
  }
}

async function standsOnTheWall({ page, badge }) {
  await page.goto("/badges");
  const card = page.locator(".badge-card").first();
  await card.getByText("Self-certified").waitFor();
  assert.equal(await card.getAttribute("href"), `/badges/${badge}`);
  await picture(page, "badges", { fullPage: true });
  await page.getByLabel("Whose badges").selectOption({ label: "Shop" });
  await page.getByRole("heading", { name: "Badges of Shop" }).waitFor();
  await page.locator(".badge-card .badge-holder").first().waitFor();
  await picture(page, "badges-team");
  await page.getByLabel("Badge", { exact: true }).selectOption("detection");
  await page.getByRole("heading", { name: "No badge matches" }).waitFor();
}

async function looksGoodEverywhere({ page, badge }) {
  const problems = [];
  const paths = ["/badges", `/badges/${badge}`, "/badge-rules"];
  const large = page.viewportSize();
  for (const [theme, language, width] of [
    ["light", "en", 1440],
    ["dark", "ja", 1440],
    ["light", "ja", 360],
    ["dark", "en", 360],
  ]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of paths) {
      await page.goto(path);
      await page.evaluate(
        ([chosen, spoken]) => {
          localStorage.setItem("kenzen.theme", chosen);
          localStorage.setItem("kenzen.language", spoken);
        },
        [theme, language],
      );
      await page.reload();
      await page.locator("h1").first().waitFor();
      await settled(page);
      const name = `${path.split("/")[1]}${path.includes(badge) ? "-one" : ""}-${theme}-${language}-${width}`;
      for (const text of await faintTexts(page)) problems.push(`${name}: faint: ${text}`);
      for (const control of await namelessControls(page)) problems.push(`${name}: nameless: ${control}`);
      for (const element of await tooWide(page)) problems.push(`${name}: wide: ${element}`);
      await picture(page, name, { fullPage: true });
    }
  }
  await page.evaluate(() => ["kenzen.theme", "kenzen.language"].forEach((key) => localStorage.removeItem(key)));
  await page.setViewportSize(large);
  assert.deepEqual(problems, []);
}

async function isRevoked({ page, badge }) {
  await page.goto(`/badges/${badge}`);
  await page.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why?").fill("The flaw came back with the next build.");
  await picture(page, "badge-revoke");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await page.getByText("This badge was revoked.").waitFor();
  await page.getByText("The flaw came back").waitFor();
  await page.getByText("is not brought onto a chain").waitFor();
  assert.equal(await page.getByRole("button", { name: "Revoke" }).count(), 0);
  await picture(page, "badge-revoked", { fullPage: true });
  await page.goto("/badges");
  await page.getByRole("heading", { name: "Your first badge is not far" }).waitFor();
  await page.getByRole("button", { name: "Revoked" }).click();
  await page.locator(".badge-card.is-revoked").waitFor();
}

async function rulesSayWhoWouldGetWhat({ page }) {
  await page.goto("/badge-rules");
  await page.getByRole("heading", { name: "A quarter without overdue" }).waitFor();
  assert.ok((await page.locator(".badge-rule").count()) >= 7);
  await picture(page, "badge-rules-list", { fullPage: true });
  await page.getByRole("button", { name: "Who would get what by KEV before their due date?" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Nobody would get a badge now.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "New rule" }).click();
  await dialog.getByLabel("Name of the rule").fill("Whatever was written down");
  await dialog.getByLabel("Which badges it issues").selectOption({ label: "Reason found" });
  await dialog.getByLabel("After how many is each level reached?").fill("1, 2, 3, 4, 5");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.locator(".problem").getByText(/series/).waitFor();
  await dialog.getByLabel("After how many is each level reached?").fill("1");
  await dialog.getByRole("button", { name: "Who would get what?" }).click();
  await dialog.getByText(/would be issued/).waitFor();
  await dialog.locator(".badge-preview li").getByText("Reason found").first().waitFor();
  await picture(page, "badge-rule-dialog");
  await dialog.locator(".badge-preview").scrollIntoViewIfNeeded();
  await picture(page, "badge-rule-preview");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "Whatever was written down" }).waitFor();
}

async function rulesAreChanged({ page }) {
  const rule = page.locator(".badge-rule", { hasText: "Whatever was written down" });
  await rule.getByRole("switch").click();
  await page.getByText("The rule issues nothing any more.").waitFor();
  await rule.getByRole("switch", { checked: false }).waitFor();
  await rule.getByRole("button", { name: /^Change the rule/ }).click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByLabel("After how many is each level reached?").inputValue(), "1");
  await dialog.getByLabel("What counts").selectOption("quarter");
  await dialog.getByLabel("With at least so many tickets that ended").fill("3");
  await dialog.getByRole("button", { name: "Save" }).click();
  await rule.getByText("with at least 3 tickets that ended").waitFor();
  await rule.getByRole("button", { name: /^Delete the rule/ }).click();
  await dialog.getByRole("button", { name: "Delete the rule" }).click();
  await rule.waitFor({ state: "detached" });
}

const inOwn = (run) => () => run(own);

export const badgeCases = [
  ["badges: a server of its own", begins],
  ["badges: the wall is empty, and says how one gets the first", inOwn(isEmptyAtFirst)],
  ["badges: one is awarded for an action, once", inOwn(awardsOne)],
  ["badges: its page has the evidence, and it stands on the profile", inOwn(showsItsPage)],
  ["badges: it is shared with those who have the link, and no more", inOwn(isSharedAndNoMore)],
  ["badges: it is taken along as a credential, alone and inside its picture", inOwn(isTakenAlong)],
  ["badges: it stands on the wall, of a person and of a team", inOwn(standsOnTheWall)],
  ["badges: light and dark, English and Japanese, wide and narrow", inOwn(looksGoodEverywhere)],
  ["badges: rules say who would get what", inOwn(rulesSayWhoWouldGetWhat)],
  ["badges: rules are switched, changed and deleted", inOwn(rulesAreChanged)],
  ["badges: one is revoked, for a reason that is shown", inOwn(isRevoked)],
  ["badges: nothing went wrong in the browser", nothingWentWrong],
];
