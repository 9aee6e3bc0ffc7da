// SPDX-License-Identifier: Apache-2.0
// Chromium, what it complains of, and the few things that a person does and playwright has no word for.
import { mkdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { chromium } from "../../web/node_modules/playwright-core/index.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PICTURES = "build/screenshots";

// The browser notes every reply above 399 and every request that failed; those are what some cases are about.
const OWN_NOTE = /^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_FAILED)/;

// A page's stream of events stays open for as long as the page.
const STREAM = "/api/v1/events";
const QUIET_MS = 500;
const LONGEST_MS = 10_000;
const asked = new WeakMap();

/** Notes what a page complains of, and what it has asked for and not got yet. */
export function listenTo(page, address, complaints) {
  const open = new Set();
  asked.set(page, open);
  page.on("console", (message) => {
    const isComplaint = ["error", "warning"].includes(message.type()) && !OWN_NOTE.test(message.text());
    if (isComplaint) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error.stack)));
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) complaints.push(`a request to ${request.url()}`);
    if (!request.url().endsWith(STREAM)) open.add(request);
  });
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
}

/** Waits until a page that is listened to has all that it asked for, and asks for no more. */
export function settled(page) {
  const open = asked.get(page);
  const names = ["request", "requestfinished", "requestfailed"];
  return new Promise((resolve, reject) => {
    let quiet;
    const end = (done, value) => {
      clearTimeout(quiet);
      clearTimeout(late);
      for (const name of names) page.off(name, look);
      done(value);
    };
    const look = () => {
      clearTimeout(quiet);
      if (!open.size) quiet = setTimeout(end, QUIET_MS, resolve);
    };
    const late = setTimeout(() => end(reject, new Error(`still waits for ${[...open].map((one) => one.url())}`)), LONGEST_MS);
    for (const name of names) page.on(name, look);
    look();
  });
}

export async function openBrowser(address) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    colorScheme: "light",
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints = [];
  listenTo(page, address, complaints);
  return { browser, page, complaints };
}

/** Keeps a picture of the page under build/screenshots. */
export async function picture(page, name, options = {}) {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, ...options });
}

/** Drops a file on an element, as a person does from a file manager. */
export async function drop(locator, path, content = readFileSync(path)) {
  const file = { name: basename(path), base64: Buffer.from(content).toString("base64") };
  await locator.evaluate((element, { name, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    for (const type of ["dragenter", "dragover", "drop"])
      element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  }, file);
}

/** Waits until what is asked for comes about; waitForFunction takes a promise for yes. */
export async function until(isSo, timeout_ms = 10_000) {
  const end = Date.now() + timeout_ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not so after ${timeout_ms} ms: ${isSo}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Calls the REST interface from the page, with its cookie and origin. */
export function call(page, method, path, body) {
  return page.evaluate(
    async ([verb, url, text]) => {
      const headers = { "Content-Type": "application/json" };
      const reply = await fetch(`/api/v1${url}`, {
        method: verb,
        ...(text === undefined ? {} : { body: text, headers }),
      });
      return { status: reply.status, body: await reply.json().catch(() => null) };
    },
    [method, path, body],
  );
}
