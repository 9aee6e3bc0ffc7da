// SPDX-License-Identifier: Apache-2.0
// What analysts recommend: on a ticket, on the advisory's page, and done from there.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

const TEXT = "Put a filter in front of it: <b>drop</b> what it does not need.";
let id = "";

async function find(page, fix) {
  const found = (await call(page, "GET", `/tickets?state=open&fix=${fix}&limit=1`)).body.items;
  assert.ok(found.length, `no open ticket with fix=${fix}`);
  return found[0];
}

async function recommend(page, kind, text) {
  await page.getByRole("button", { name: "Recommend an action" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: kind }).check();
  await dialog.getByLabel("What is to be done?").fill(text);
  return dialog;
}

async function recommends({ page }) {
  const ticket = await find(page, 1);
  id = ticket.vulnerability_id;
  await page.goto(`/tickets/${ticket.id}`);
  const dialog = await recommend(page, /Mitigation/, TEXT);
  await dialog.getByLabel("For what").selectOption({ label: `${id} in ${ticket.package} only` });
  await picture(page, "advice-recommend");
  await dialog.getByRole("button", { name: "Recommend an action" }).click();
  await page.locator(".todo .advice").getByText(TEXT).waitFor();
  await picture(page, "ticket-advice", { fullPage: true });
}

async function doesIt({ page }) {
  await page.locator(".todo").getByRole("button", { name: "Do this" }).click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByLabel("What was done?").inputValue(), TEXT);
  assert.ok(await dialog.getByRole("radio", { name: /Mitigation/ }).isChecked());
  await picture(page, "advice-do");
  await page.keyboard.press("Escape");
}

async function showsItOnTheAdvisory({ page }) {
  await page.goto(`/advisories/${encodeURIComponent(id)}`);
  await page.locator(".advice").getByText(TEXT).waitFor();
  const dialog = await recommend(page, /Rejection/, "It cannot be reached from outside.");
  await dialog.getByRole("button", { name: "Recommend an action" }).click();
  const last = page.locator(".advice li").filter({ hasText: "It cannot be reached" });
  await last.waitFor();
  await picture(page, "advisory-advice", { fullPage: true });
  for (const one of [last, page.locator(".advice li").filter({ hasText: TEXT })]) {
    await one.getByRole("button", { name: "Withdraw" }).click();
    await one.waitFor({ state: "detached" });
  }
}

async function offersWhatCanBeDoneWithoutAFix({ page }) {
  const ticket = await find(page, 0);
  await page.goto(`/tickets/${ticket.id}`);
  const todo = page.locator(".todo");
  for (const kind of ["Mitigation", "Transfer", "Acceptance", "Detection"])
    await todo.getByRole("button", { name: kind, exact: true }).waitFor();
  await picture(page, "ticket-without-fix", { fullPage: true });
  await todo.getByRole("button", { name: "Transfer", exact: true }).click();
  assert.ok(await page.getByRole("dialog").getByRole("radio", { name: /Transfer/ }).isChecked());
  await page.keyboard.press("Escape");
  await todo.getByRole("button", { name: "Acceptance", exact: true }).click();
  await page.getByRole("dialog", { name: "Accept" }).waitFor();
  await page.keyboard.press("Escape");
}

export const adviceCases = [
  ["an action is recommended on a ticket", recommends],
  ["what is recommended opens the dialog that does it", doesIt],
  ["an advisory's page shows it, and takes more; it is withdrawn", showsItOnTheAdvisory],
  ["a flaw without a fix offers what can be done meanwhile", offersWhatCanBeDoneWithoutAFix],
];
