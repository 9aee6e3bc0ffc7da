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

/** The demo's till: an image of an operating system, and one that is out of support. */
async function tillSbom(page, part) {
  const { body } = await call(page, "GET", "/services?q=till");
  return body.items[0].parts.find((one) => one.name === part).current_sbom.id;
}

/** What the operating system owns, and what is no package, is told beside the answers: all adds up. */
async function countsEachAnswer({ page }) {
  const id = await tillSbom(page, "image");
  await page.goto(`/sboms/${id}`);
  await page.locator(".component-row").first().waitFor();
  assert.deepEqual(await page.locator(".answers .tile-count").allInnerTexts(), ["5", "2", "0", "0"]);
  await page.locator(".coverage-parts").getByText("2 judged through the operating system").waitFor();
  const system = page.locator(".component-row").filter({ hasText: "no package: there is nothing to match" });
  assert.equal(await system.getByText("not affected").count(), 0);
  await page.goto(`/sboms/${id}?answer=undecidable`);
  await page.locator(".component-row").filter({ hasText: "ruby" }).getByText("32 undecidable").waitFor();
  await picture(page, "sbom-undecidable");
}

async function tellsWhoJudges({ page }) {
  const id = await tillSbom(page, "image");
  await page.goto(`/sboms/${id}/explain?purl=requests`);
  await page.locator(".conclusion-not_affected").getByText("python3-requests").waitFor();
  await page.getByRole("link", { name: "How python3-requests is judged" }).click();
  await page.locator(".conclusion-affected").getByText(/python3-requests/).waitFor();
  await page.getByRole("link", { name: "Where else?" }).click();
  await page.locator(".where-row").first().waitFor();
  await page.locator(".where-row").getByRole("link", { name: /^Why\?/ }).first().click();
  await page.locator(".conclusion").waitFor();
}

/** The range holds the version, and yet the record is about another module stream. */
async function tellsOfModuleStreams({ page }) {
  const id = await tillSbom(page, "image");
  await page.goto(`/sboms/${id}/explain?purl=nodejs&id=CVE-2024-28863`);
  const other = page.locator(".explained-record").filter({ hasText: "ALSA-2024:5814" });
  await other.getByText("it is about other module streams").waitFor();
  await picture(page, "explain-module-stream", { fullPage: true });
  await page.getByRole("link", { name: "ALSA-2024:6148" }).first().click();
  await page.getByRole("heading", { name: "ALSA-2024:6148" }).waitFor();
  await page.locator(".tickets .windowed-row").first().waitFor();
  assert.equal(await page.locator(".tickets .windowed-row").count(), 2);
  await page.getByRole("link", { name: "CVE-2024-22020", exact: true }).click();
  await page.getByRole("heading", { name: "CVE-2024-22020" }).waitFor();
}

async function tellsWhatNobodyKnows({ page }) {
  await page.goto("/services");
  const till = page.locator(".service-card").filter({ hasText: "till" });
  for (const text of ["2 undecidable", "5 not covered", "CentOS 7: out of support"]) await till.getByText(text).waitFor();
  await page.goto(`/sboms/${await tillSbom(page, "scale")}/explain?purl=bash`);
  await page.locator(".conclusion-not_covered").waitFor();
  await page.getByRole("link", { name: "What is covered, and what to import" }).click();
  await page.locator(".coverage-row").filter({ hasText: "CentOS:7" }).waitFor();
  await page.goto("/tickets");
  await page.locator(".beside").getByText(/\d+ not covered/).waitFor();
  await page.locator(".beside").getByRole("link").click();
  await page.locator(".coverage-row").first().waitFor();
}

export const explainCases = [
  ["a ticket is explained, step by step", explainsATicket],
  ["a range is drawn with the installed version on it", drawsTheVersions],
  ["a ticket is closed as a wrong match by keys, and its explanation kept", closesAWrongMatch],
  ["a wrong match stands in the history and the action log, and is taken back", keepsItInTheHistory],
  ["a component is explained, and one of its records", explainsAComponent],
  ["what an SBOM has not is said", saysThatThereIsNoSuchComponent],
  ["each answer of an image is counted, and what is no package has none", countsEachAnswer],
  ["what the operating system owns leads to who judges it, and on to who has it", tellsWhoJudges],
  ["a record of another module stream is said to be one, and leads to its tickets", tellsOfModuleStreams],
  ["what nobody could decide or speaks of stands in the lists", tellsWhatNobodyKnows],
];
