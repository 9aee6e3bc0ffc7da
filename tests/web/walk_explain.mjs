// SPDX-License-Identifier: Apache-2.0
// How an answer came about, and a person who finds it wrong.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

const WHY = "Our build leaves the module out that this is about.";

/** An open ticket of jQuery: the walk has others in other states. */
async function openTicket(page) {
  const { body } = await call(page, "GET", "/tickets?q=jquery&state=open");
  return body.items.at(-1).id;
}

async function explainsATicket({ page }) {
  await page.goto(`/tickets/${await openTicket(page)}`);
  await page.getByRole("link", { name: "How this was found" }).click();
  await page.waitForURL(/\/tickets\/\d+\/explain$/);
  await page.getByRole("heading", { name: "How the answer came about" }).waitFor();
  await page.locator(".conclusion-affected").getByText(/is affected by/).waitFor();
  for (const group of ["The component", "Names tried", "Records, and how the version compares", "What came of it"])
    await page.getByRole("heading", { name: group }).waitFor();
}

async function drawsTheVersions({ page }) {
  const marks = await page.locator(".version-line").first().locator(".mark").allInnerTexts();
  const at = marks.findIndex((mark) => mark.includes("installed"));
  assert.ok(at > 0 && at < marks.length - 1, marks.join(" | "));
  assert.match(marks[at - 1], /begins/);
  assert.match(marks[at + 1], /fixed|last affected/);
  assert.equal(await page.locator(".mark-installed.behind-affected").count() > 0, true);
  assert.match(await page.locator(".comparison").first().innerText(), /affected\s+.* < /);
  await picture(page, "explain-ticket", { fullPage: true });
}

async function closesAWrongMatch({ page }) {
  await page.getByRole("button", { name: "Close as a wrong match" }).click();
  assert.equal(await page.getByLabel("Why is it wrong?").evaluate((field) => field.validity.valueMissing), true);
  await page.getByLabel("Why is it wrong?").fill(WHY);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator(".page-head").getByText("Closed").waitFor();
  await page.locator(".ticket-side").getByText(WHY).waitFor();
  assert.equal(await page.getByLabel("Why is it wrong?").count(), 0);
  await page.getByRole("link", { name: "what was seen then" }).click();
  await page.getByText("As it was when the ticket was closed as a wrong match").waitFor();
  await page.locator(".version-line").first().waitFor();
  await picture(page, "explain-kept");
}

async function keepsItInTheHistory({ page }) {
  await page.keyboard.press("u");
  await page.waitForURL(/\/tickets\/\d+$/);
  await page.locator(".event-wrong_match").getByText(WHY).waitFor();
  await page.locator(".ticket-head").getByText("wrong match").waitFor();
  await picture(page, "ticket-wrong-match", { fullPage: true });
  await page.goto("/actions?kind=rejection");
  await page.getByText(WHY).waitFor();
  await page.goBack();
  await page.getByRole("button", { name: "Reopen" }).click();
  await page.getByLabel("Reason").fill("The build has it after all.");
  await page.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
  await page.locator(".ticket-head").getByText("Open").waitFor();
}

async function explainsAComponent({ page }) {
  const { body } = await call(page, "GET", "/services?q=storefront");
  const sbom = body.items[0].parts.map((part) => part.current_sbom).find(Boolean);
  await page.goto(`/sboms/${sbom.id}?answer=affected`);
  await page.locator(".component-row .why").first().click();
  await page.waitForURL(/explain\?position=\d+$/);
  await page.locator(".conclusion").waitFor();
  await page.locator(".explained-record").first().waitFor();
  await picture(page, "explain-component", { fullPage: true });
  const record = page.locator(".explained-record:not(.uncounted) a").first();
  const id = await record.innerText();
  await record.click();
  await page.waitForURL(/id=/);
  await page.locator(".version-line, .explained-entry").first().waitFor();
  assert.ok((await page.locator(".conclusion").innerText()).includes(id));
  await page.getByLabel("Ask about one flaw").fill("CVE-1999-0001");
  await page.getByRole("button", { name: "Explain" }).click();
  await page.locator(".conclusion-not_covered").getByText(/No source has a record of CVE-1999-0001/).waitFor();
  await picture(page, "explain-unknown");
  await page.getByRole("button", { name: "All records of the package" }).click();
  await page.locator(".explained-record").first().waitFor();
}

async function saysThatThereIsNoSuchComponent({ page }) {
  const { body } = await call(page, "GET", "/services?q=storefront");
  const sbom = body.items[0].parts.map((part) => part.current_sbom).find(Boolean);
  await page.goto(`/sboms/${sbom.id}/explain?purl=pkg:npm/no-such-package-at-all@1`);
  await page.getByText("no component is pkg:npm/no-such-package-at-all@1").waitFor();
}

export const explainCases = [
  ["a ticket is explained, step by step", explainsATicket],
  ["a range is drawn with the installed version on it", drawsTheVersions],
  ["a ticket is closed as a wrong match by keys, and its explanation kept", closesAWrongMatch],
  ["a wrong match stands in the history and the action log, and is taken back", keepsItInTheHistory],
  ["a component is explained, and one of its records", explainsAComponent],
  ["what an SBOM has not is said", saysThatThereIsNoSuchComponent],
];
