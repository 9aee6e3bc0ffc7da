// SPDX-License-Identifier: Apache-2.0
// An hour after signing in, an administrator shows again who they are before what is grave is done; one dialog for all pages.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { call, picture } from "./browser.mjs";

const PASSWORD = "a lantern beside the stone bridge";
/** Noa's browser, from one case to the next. */
const noa = { context: null, page: null };

/** For all who are signed in, it is an hour since they last showed who they are. */
function anHourLater({ data }) {
  const program =
    "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], 30);" +
    "db.execute('UPDATE session SET confirmed_us = confirmed_us - 3600000000'); db.commit()";
  execFileSync("python3", ["-c", program, join(data, "kenzen.db")], { stdio: "inherit" });
}

/** The first administrator, whose session the other cases go on with, is let off. */
async function signInAgain({ page, server }) {
  await page.goto(server.linkFor(""));
  await page.waitForURL(/\/tickets$/);
}

async function asksAgain({ page, server }) {
  const made = await call(page, "POST", "/accounts", JSON.stringify({ name: "Noa", roles: ["administrator"] }));
  noa.context = await page.context().browser().newContext({ baseURL: server.address, locale: "en-GB" });
  noa.page = await noa.context.newPage();
  await noa.page.goto(made.body.signin_link.path);
  await noa.page.waitForURL(/\/tickets$/);
  assert.equal((await call(noa.page, "PUT", "/me/password", JSON.stringify({ password: PASSWORD }))).status, 204);
  anHourLater(server);
  await noa.page.goto("/people");
  await noa.page.getByLabel("Name of a person").fill("Aoi");
  await noa.page.getByRole("button", { name: "Add", exact: true }).click();
  const dialog = noa.page.getByRole("dialog", { name: "Show that it is you" });
  await dialog.getByLabel("Password").fill("a lantern beside the stone wall");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await dialog.locator(".problem").waitFor();
  await picture(noa.page, "confirm");
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await dialog.waitFor({ state: "detached" });
  await noa.page.locator(".secret code").waitFor();
  await noa.page.getByText("Aoi", { exact: true }).first().waitFor();
}

async function doesNothingWhenClosed({ server }) {
  const { page } = noa;
  anHourLater(server);
  await page.goto("/people");
  await page.getByRole("button", { name: "Delete Aoi" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Type Aoi to confirm").fill("Aoi");
  await form.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Show that it is you" });
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await form.locator(".problem").waitFor();
  await picture(page, "confirm-closed");
  await form.getByRole("button", { name: "Delete", exact: true }).click();
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await page.getByText("Aoi", { exact: true }).first().waitFor({ state: "detached" });
}

async function asksOnASmallScreen({ server }) {
  const { page } = noa;
  anHourLater(server);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/security");
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog", { name: "Show that it is you" });
  await dialog.getByLabel("Password").fill(PASSWORD);
  await picture(page, "confirm-360-dark");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("img", { name: "QR code" }).waitFor();
}

async function deletesItself({ page, server }) {
  anHourLater(server);
  await noa.page.setViewportSize({ width: 1280, height: 900 });
  await noa.page.goto("/profile");
  await noa.page.getByRole("button", { name: /Delete my account/ }).click();
  await noa.page.getByLabel("Type Noa to confirm").fill("Noa");
  await noa.page.getByRole("dialog").getByRole("button", { name: /Delete/ }).click();
  const dialog = noa.page.getByRole("dialog", { name: "Show that it is you" });
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await noa.page.waitForURL(/sign-in/);
  await noa.context.close();
  await signInAgain({ page, server });
}

export const confirmCases = [
  ["an hour later an administrator is asked again, and then it is done", asksAgain],
  ["who closes the question has done nothing, and may try again", doesNothingWhenClosed],
  ["one's own authenticator asks by the same dialog", asksOnASmallScreen],
  ["so does the deletion of one's own account", deletesItself],
];
