// SPDX-License-Identifier: Apache-2.0
// How priorities are decided: other answers tried and kept, what a service's change would do, another model.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

const verdict = (page) => page.locator(".verdict");

async function findTicket(page) {
  const { body } = await call(page, "GET", "/tickets?state=open&priority=scheduled,out-of-cycle&limit=50");
  const ticket = body.items.find((one) => !one.kev && one.due_at);
  assert.ok(ticket, "no ticket to decide");
  return ticket;
}

async function triesOtherAnswers(world) {
  const { page } = world;
  world.decided = await findTicket(page);
  await page.goto(`/tickets/${world.decided.id}`);
  await page.getByRole("button", { name: "What if…" }).click();
  await page.getByRole("group", { name: "Exploitation" }).getByText("active", { exact: true }).click();
  await page.getByRole("group", { name: "Harm to people" }).getByText("catastrophic").click();
  await verdict(page).getByText("Immediate").waitFor();
  assert.equal(await page.locator(".question.tried").count(), 2);
  assert.match(await page.locator(".decision-column").last().locator("li.chosen").innerText(), /Immediate/);
  await picture(page, "decide-what-if", { fullPage: true });
  const { body } = await call(page, "GET", `/tickets/${world.decided.id}`);
  assert.equal(body.version, world.decided.version, "trying changed something");
}

async function triesAnotherModel({ page }) {
  await page.getByLabel("Decision model").selectOption("bod-26-04");
  await page.locator(".decision-column h3").getByText("Publicly exposed").waitFor();
  assert.equal(await page.locator(".keep").count(), 0, "another model cannot be kept for one ticket");
  await picture(page, "decide-bod", { fullPage: true });
  await page.getByRole("button", { name: "Start over" }).click();
  await page.locator(".decision-column h3").getByText("Human impact").waitFor();
}

async function keepsAnAnswer({ page }) {
  await page.getByRole("group", { name: "Reached" }).getByText("inside only").click();
  await page.locator(".decision-column").nth(1).locator("li.chosen").getByText("controlled").waitFor();
  await page.getByLabel("Why is it so?").fill("Only the nightly job calls it, with files of our own.");
  await page.getByRole("checkbox", { name: /For all tickets of/ }).check();
  await page.getByRole("button", { name: "Keep these answers" }).click();
  await page.locator(".override").getByText("Reached: inside only").waitFor();
  await page.locator(".ground", { hasText: "Exposure" }).getByText("use: not reached from outside").waitFor();
  await page.locator(".events").getByText("A question answered").waitFor();
  await picture(page, "decide-ticket", { fullPage: true });
}

async function takesItBack({ page }) {
  await page.locator(".override").getByRole("button", { name: "Take back" }).click();
  await page.locator(".override").waitFor({ state: "detached" });
  await page.locator(".events").getByText("An answer taken back").waitFor();
}

async function seesWhatAServiceWouldDo({ page, decided }) {
  await page.goto(`/services/${decided.service_id}`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Exposure").selectOption("small");
  await dialog.getByText(/tickets? would fall/).waitFor();
  await picture(page, "decide-service");
  await dialog.getByRole("button", { name: "Cancel" }).click();
}

async function choosesAModel(world) {
  const { page, decided } = world;
  await page.goto("/services");
  await page.getByRole("link", { name: `How ${decided.team_name} decides` }).click();
  await page.getByRole("heading", { name: `How ${decided.team_name} decides` }).waitFor();
  await page.getByRole("radio", { name: /CISA coordinator/ }).check();
  await page.getByLabel(/EPSS counts/).fill("0.1");
  await page.locator(".what-if").getByText(/would (rise|fall)/).waitFor();
  await picture(page, "decide-team", { fullPage: true });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved: tickets are being decided anew").waitFor();
  await isDecided(page, decided, "cisa");
  await page.goto(`/tickets/${decided.id}`);
  await page.locator(".decision-column h3").getByText("Mission and well-being").waitFor();
  await picture(page, "decide-cisa", { fullPage: true });
}

/** The job that follows runs in the background. */
async function isDecided(page, { id }, model) {
  for (let i = 0; i < 200; i++) {
    const { body } = await call(page, "GET", `/tickets/${id}`);
    if (body.decision.model === model) return;
    await page.waitForTimeout(50);
  }
  assert.fail(`the ticket is not decided by ${model}`);
}

async function goesBack({ page, decided }) {
  await page.goto(`/teams/${decided.team_id}/decisions`);
  await page.getByRole("radio", { name: /CERT\/CC deployer/ }).check();
  await page.getByLabel(/EPSS counts/).fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await isDecided(page, decided, "deployer");
}

export const decideCases = [
  ["other answers show another outcome at once", triesOtherAnswers],
  ["and another model its own table", triesAnotherModel],
  ["an answer is kept with its reason", keepsAnAnswer],
  ["and taken back", takesItBack],
  ["a service's dialog tells what it would do", seesWhatAServiceWouldDo],
  ["a team chooses a model, and sees before what it does", choosesAModel],
  ["and goes back", goesBack],
];
