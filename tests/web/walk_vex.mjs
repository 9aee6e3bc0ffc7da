// SPDX-License-Identifier: Apache-2.0
// What is not affected after all: by a person's word, by a VEX document; and what the team says, to hand on.
import assert from "node:assert/strict";
import { call, picture } from "./browser.mjs";

const known = {};

const rows = (page) => page.locator(".ticket-row");

/** Takes the ticket that was touched least, and remembers it. */
async function findsOne({ page }) {
  const { body } = await call(page, "GET", "/tickets?state=open&limit=200");
  const some = body.items.filter((one) => !one.is_marked && one.ecosystem === "npm");
  known.ticket = some.sort((a, b) => a.version - b.version)[0];
  assert.ok(known.ticket, "no open ticket of npm");
  await page.goto(`/tickets/${known.ticket.id}`);
  await page.getByRole("heading", { name: /^Why/ }).waitFor();
  assert.equal(await page.locator(".ticket-vex").count(), 0);
}

async function decidesByHand({ page }) {
  await page.getByRole("button", { name: "Not affected" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Not affected" }).click();
  assert.ok(await dialog.isVisible(), "a decision without a reason");
  await dialog.getByLabel("Why").selectOption({ label: "The vulnerable code is never run" });
  await dialog.getByLabel(/In words/).fill("We never call that function.");
  await picture(page, "not-affected");
  await dialog.getByRole("button", { name: "Not affected" }).click();
  await page.locator(".ticket-head").getByText("Closed").waitFor();
  await page.locator(".ticket-vex").getByText("found that it is not affected").waitFor();
  await page.locator(".ticket-vex").getByText("The vulnerable code is never run").waitFor();
  await page.locator(".events").getByText("Found to be not affected").waitFor();
  await picture(page, "ticket-not-affected", { fullPage: true });
}

async function handsItOn({ page }) {
  await page.goto(`/services/${known.ticket.service_id}`);
  const card = page.locator(".vex");
  await card.getByText("None yet.").waitFor();
  for (const name of ["OpenVEX", "CSAF"]) {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      card.getByRole("link", { name, exact: true }).click(),
    ]);
    assert.match(file.suggestedFilename(), /^service-\d+\.(openvex|csaf)\.json$/);
  }
  const { body } = await call(page, "GET", `/services/${known.ticket.service_id}/vex/export?format=openvex`);
  const said = body.statements.find((one) => one.impact_statement === "We never call that function.");
  assert.equal(said.justification, "vulnerable_code_not_in_execute_path");
  assert.equal(said.vulnerability.name, known.ticket.vulnerability_id);
  known.said = said;
}

async function takesItBack({ page }) {
  await page.goto(`/tickets/${known.ticket.id}`);
  await page.getByRole("button", { name: "Reopen" }).click();
  await page.getByLabel("Reason").fill("We call it since last week.");
  await page.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
  await page.locator(".ticket-head").getByText("Open").waitFor();
}

function drop(page, name, text) {
  const file = { name, mimeType: "application/json", buffer: Buffer.from(text) };
  return page.locator(".vex input[type=file]").setInputFiles(file);
}

async function refusesWhatIsNone({ page }) {
  await page.goto(`/services/${known.ticket.service_id}`);
  await drop(page, "none.json", "{}");
  await page.locator(".vex").getByText("is JSON, but no OpenVEX, CSAF or CycloneDX document").waitFor();
}

async function believesADocument({ page }) {
  const vex = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "https://maker.example/vex/1",
    author: "Maker",
    version: 1,
    timestamp: "2026-01-01T00:00:00Z",
    statements: [{ ...known.said, impact_statement: "It cannot be reached." }, { vulnerability: "CVE-1999-1", status: "fixed" }],
  };
  await drop(page, "maker.openvex.json", JSON.stringify(vex));
  await page.locator(".vex-document").getByText("maker.openvex.json").waitFor();
  await page.locator(".vex .upload-result").getByText(/closed/).waitFor();
  await page.locator(".vex-document").getByText("1 oddity").click();
  await page.locator(".vex-document").getByText("names no product, so it applies to none").waitFor();
  await page.locator(".vex").scrollIntoViewIfNeeded();
  await picture(page, "vex-documents");
  await page.goto(`/tickets/${known.ticket.id}`);
  await page.locator(".ticket-head").getByText("Closed").waitFor();
  await page.locator(".ticket-vex").getByText("Closed by maker.openvex.json").waitFor();
  await page.locator(".vex-said").getByText("It cannot be reached.").waitFor();
  await picture(page, "ticket-vex", { fullPage: true });
}

async function forgetsIt({ page }) {
  await page.goto(`/services/${known.ticket.service_id}`);
  await page.getByRole("button", { name: "Take out maker.openvex.json" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.locator(".vex").getByText("None yet.").waitFor();
  await page.goto(`/tickets/${known.ticket.id}`);
  await page.locator(".ticket-head").getByText("Open").waitFor();
  await rows(page)
    .count()
    .then((count) => assert.equal(count, 0));
}

export const vexCases = [
  ["a ticket that was hardly touched", findsOne],
  ["a person finds that it is not affected", decidesByHand],
  ["the team's word is handed on as VEX", handsItOn],
  ["and taken back", takesItBack],
  ["what is no VEX document is refused", refusesWhatIsNone],
  ["a VEX document closes the ticket", believesADocument],
  ["and opens it when it goes", forgetsIt],
];
