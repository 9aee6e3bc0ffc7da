// SPDX-License-Identifier: Apache-2.0
// When a team's channels are told what: reminders, escalation, quiet hours, a preview of them, and flaws that are muted.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

const known = {};

const card = (page) => page.getByRole("region", { name: "When they are told" });

async function opens({ page }) {
  const { body } = await call(page, "GET", "/tickets?state=open&limit=1");
  known.ticket = body.items[0];
  known.path = `/teams/${known.ticket.team_id}/channels`;
  for (const name of ["night watch", "everything"]) {
    const channel = {
      kind: "webhook",
      name,
      address: "https://192.0.2.1/x",
      least_priority: name === "everything" ? "defer" : "immediate",
    };
    const made = await call(page, "POST", known.path, JSON.stringify(channel));
    assert.equal(made.status, 201);
  }
  await page.goto(known.path);
  await card(page).getByLabel("Morning").waitFor();
  await card(page).getByText("The last 30 days would have sent").waitFor();
  await card(page).scrollIntoViewIfNeeded();
  await picture(page, "alerts-policy", { fullPage: true });
}

const sent = (page, name) => card(page).locator(".sent > li").filter({ hasText: name }).locator("strong").first();

async function triesSettings({ page }) {
  const own = card(page);
  await own.locator("summary").filter({ hasText: "everything" }).click();
  await own.locator(".sent > li", { hasText: "everything" }).locator(".sent-list li").first().waitFor();
  const before = Number((await sent(page, "everything").textContent()).replace(/\D/g, ""));
  const findings = Number((await sent(page, "One for each finding").textContent()).replace(/\D/g, ""));
  assert.ok(before > 0 && before < findings, `${before} of ${findings}`);
  await own.getByLabel("Morning").fill("09:30");
  await own.getByLabel("Out of cycle").fill("2, 1");
  await own.getByLabel("Late ones again after (days)").fill("");
  await own.getByText("With these settings, the last 30 days would have sent").waitFor();
  await own.getByLabel("everything: quiet from").fill("20:00");
  await own.getByLabel("everything: quiet until").fill("07:00");
  await own.getByRole("group", { name: "everything" }).getByLabel("Sun").uncheck();
  await own.getByLabel("To the channel").selectOption({ label: "night watch" });
  await picture(page, "alerts-tried", { fullPage: true });
}

async function refusesNonsense({ page }) {
  const own = card(page);
  await own.getByLabel("Scheduled").fill("31");
  await own.getByRole("alert").getByText("a list of days from 0 to 30").first().waitFor();
  await own.getByLabel("Scheduled").fill("7, 1");
  await own.getByText("With these settings, the last 30 days would have sent").waitFor();
}

async function saves({ page }) {
  const own = card(page);
  await own.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved: it counts from now on.").waitFor();
  await page.reload();
  assert.equal(await own.getByLabel("Morning").inputValue(), "09:30");
  assert.equal(await own.getByLabel("Out of cycle").inputValue(), "2, 1");
  assert.equal(await own.getByLabel("Late ones again after (days)").inputValue(), "");
  assert.equal(await own.getByLabel("everything: quiet until").inputValue(), "07:00");
  assert.equal(await own.getByRole("group", { name: "everything" }).getByLabel("Sun").isChecked(), false);
}

async function mutes({ page }) {
  await page.goto(`/tickets/${known.ticket.id}`);
  await page.getByRole("button", { name: "Mute in channels" }).click();
  await page.getByText("The channels are told nothing of it for 30 days.").waitFor();
  const told = page.locator(".mute-notice");
  await told.getByText("Muted in channels").waitFor();
  assert.match(await told.innerText(), /until .*, by /);
  await picture(page, "alerts-mute");
  await told.getByRole("button", { name: "Unmute" }).click();
  await told.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Mute in channels" }).click();
  await told.waitFor();
  await page.goto(known.path);
  await card(page).getByRole("link", { name: known.ticket.vulnerability_id }).waitFor();
  await picture(page, "alerts-muted", { fullPage: true });
  await card(page).getByRole("button", { name: `Tell of ${known.ticket.vulnerability_id} again` }).click();
  await card(page).getByRole("link", { name: known.ticket.vulnerability_id }).waitFor({ state: "detached" });
}

async function looksOtherwise({ page }) {
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "alerts-dark", { fullPage: true });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 800 });
  await picture(page, "alerts-narrow", { fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.ok(wide <= 360, `${wide} pixels wide`);
}

async function cleansUp({ page }) {
  const { body } = await call(page, "GET", known.path);
  for (const one of body.items.filter(({ name }) => name === "night watch" || name === "everything"))
    assert.equal((await call(page, "DELETE", `${known.path}/${one.id}`)).status, 204);
}

export const alertCases = [
  ["alerts: the settings and what they would have sent", opens],
  ["alerts: other settings are tried", triesSettings],
  ["alerts: nonsense is refused while it is typed", refusesNonsense],
  ["alerts: settings are saved", saves],
  ["alerts: a flaw is muted, and told of again", mutes],
  ["alerts: dark, and on 360 pixels", looksOtherwise],
  ["alerts: the channels go", cleansUp],
];
