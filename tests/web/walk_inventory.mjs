// SPDX-License-Identifier: Apache-2.0
// Teams, services and their SBOMs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { call, drop, picture } from "./browser.mjs";

const DEMO = JSON.parse(readFileSync("demo/services.json", "utf8"));
const WEB = DEMO.services.find((service) => service.name === "storefront").parts.find((part) => part.name === "web");

async function showsTheFirstSteps({ page }) {
  await page.goto("/services");
  await page.getByText("Three steps to the first ticket").waitFor();
  await picture(page, "first-steps");
}

async function createsTeamAndService({ page }) {
  await page.getByRole("button", { name: "New team" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill("Shop");
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: "Shop" }).waitFor();
  await page.getByRole("button", { name: "New service in Shop" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("storefront");
  await dialog.getByLabel("Description").fill("The shop that customers see, and what answers it");
  await dialog.getByLabel("Exposure").selectOption("open");
  await dialog.getByLabel("Harm to the mission").selectOption("mission failure");
  await picture(page, "new-service");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/services\/\d+$/);
  await page.getByRole("heading", { name: "storefront" }).waitFor();
  assert.equal(await page.locator(".inputs").getByText("assumed").count(), 2, "what nobody said is shown as assumed");
}

async function showsTheirPlaceForBadUploads({ page }) {
  await page.getByLabel("Name of the part").fill("web");
  const zone = page.locator(".new-part .drop-zone");
  const bad = [
    [
      "bom.json",
      '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": 7}]}',
      /components\[0\]\.name/,
    ],
    ["cut.json", '{"bomFormat": "CycloneDX", "specVersion": "1.6", "comp', /cut\.json/],
    ["notes.txt", "this is no SBOM at all", /notes\.txt/],
  ];
  for (const [name, content, place] of bad) {
    await drop(zone, name, content);
    await page.locator(".new-part .problem-detail").filter({ hasText: place }).waitFor();
  }
  await picture(page, "upload-refused");
  const { body } = await call(page, "GET", "/services?q=storefront");
  assert.equal(body.items.length, 1);
}

async function takesADroppedSbom({ page }) {
  await page.getByLabel("Name of the part").fill("web");
  await drop(page.locator(".new-part .drop-zone"), `demo/${WEB.sbom}`);
  await page.getByText(/\d+ tickets opened/).waitFor();
  await page.locator(".part .current-sbom").getByText("kazami-storefront-web 2.3.0").waitFor();
  await page.locator(".priority-links a").first().waitFor();
  await picture(page, "service");
}

async function takesAPickedSbom({ page }) {
  await page.getByLabel("Name of the part").fill("api");
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.locator(".new-part").getByRole("button", { name: "Choose a file" }).click(),
  ]);
  await chooser.setFiles("demo/services/storefront/api-5.1.0/bom.cdx.json");
  await page
    .getByText(/\d+ tickets opened/)
    .first()
    .waitFor();
  await page.getByRole("region", { name: "Part api" }).locator(".current-sbom").waitFor();
}

/** The other services of the demo, as a program would add them. */
async function addsTheOthers({ page }) {
  const teams = new Map((await call(page, "GET", "/teams")).body.items.map((team) => [team.name, team.id]));
  for (const service of DEMO.services.filter((one) => one.name !== "storefront")) {
    if (!teams.has(service.team)) {
      const made = await call(page, "POST", "/teams", JSON.stringify({ name: service.team }));
      teams.set(service.team, made.body.id);
    }
    const { name, about: description, exposure, safety_impact, mission_impact } = service;
    const said = { team_id: teams.get(service.team), name, description, exposure, safety_impact, mission_impact };
    const made = await call(page, "POST", "/services", JSON.stringify(said));
    assert.equal(made.status, 201, JSON.stringify(made.body));
    for (const part of service.parts) {
      const text = readFileSync(`demo/${part.sbom}`, "utf8");
      const sent = await call(page, "POST", `/services/${made.body.id}/parts/${part.name}/sboms`, text);
      assert.equal(sent.status, 201, JSON.stringify(sent.body));
    }
  }
  await page.goto("/services");
  await page.getByRole("link", { name: /windcast/ }).waitFor();
  await page
    .getByRole("link", { name: /storefront/ })
    .locator(".bar")
    .waitFor();
  await picture(page, "services");
}

async function showsEveryAnswerOfAnSbom({ page }) {
  await page.goto("/services");
  await page.getByRole("link", { name: /windcast/ }).click();
  await page.locator(".current-sbom").click();
  await page.locator(".component-row").first().waitFor();
  await picture(page, "sbom");
  await page.locator(".tile.answer-not_covered").click();
  await page.waitForURL(/answer=not_covered/);
  await page.waitForFunction(() => document.querySelectorAll(".component-row").length === 2);
  assert.match(await page.locator(".component-row").first().innerText(), /actions\/checkout\nv3\n.*no advisory source/);
  await page.getByRole("link", { name: "Findings" }).click();
  await page.locator(".findings .component-row").first().waitFor();
  await picture(page, "findings");
}

/** The next release of the shop: what it fixes must close by itself. */
export async function closesTicketsByTheNextSbom({ page }) {
  await page.goto("/services?q=storefront");
  await page.getByRole("link", { name: /storefront/ }).click();
  const part = page.getByRole("region", { name: "Part web" });
  await part.locator(".current-sbom").waitFor();
  await drop(part.locator(".drop-zone"), `demo/${WEB.next}`);
  const closed = await part.getByText(/\d+ closed/).innerText();
  assert.ok(parseInt(closed, 10) > 0, closed);
  await part.getByText("kazami-storefront-web 2.4.0").first().waitFor();
  await picture(page, "next-upload");
  await part.getByText("1 earlier SBOM").click();
  await part.getByRole("link", { name: "kazami-storefront-web 2.3.0" }).waitFor();
}

/** An SBOM that is much smaller than the one before may be the wrong file: it waits for a person. */
export async function holdsAnUnlikelySbom({ page }) {
  const part = page.getByRole("region", { name: "Part web" });
  const small = JSON.parse(readFileSync(`demo/${WEB.next}`, "utf8"));
  small.components = small.components.slice(0, 3);
  delete small.dependencies;
  await drop(part.locator(".drop-zone"), "bom.json", JSON.stringify(small));
  await part.getByRole("group", { name: /Waits for confirmation/ }).waitFor();
  await picture(page, "held");
  await part.getByRole("button", { name: "Discard it" }).click();
  await part.getByRole("group", { name: /Waits for confirmation/ }).waitFor({ state: "detached" });
  await part.locator(".current-sbom").getByText("kazami-storefront-web 2.4.0").waitFor();
}

export const inventoryCases = [
  ["an empty house tells the first steps", showsTheFirstSteps],
  ["a team and a service are made", createsTeamAndService],
  ["a bad upload says what is wrong, and where", showsTheirPlaceForBadUploads],
  ["an SBOM is dropped, and opens tickets", takesADroppedSbom],
  ["an SBOM is picked for another part", takesAPickedSbom],
  ["services show their open tickets", addsTheOthers],
  ["an SBOM shows its answers, what is not covered among them", showsEveryAnswerOfAnSbom],
];
