// SPDX-License-Identifier: Apache-2.0
// The page that verifies badges: a shared one, files good and forged, as somebody whom nobody knows.
import assert from "node:assert/strict";
import { call, drop, picture } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { faintTexts, namelessControls, tooWide } from "./looks.mjs";

const GOOD = { form: "pass", issuer: "pass", signature: "pass", time: "pass", status: "pass", evidence: "pass", consistency: "pass" };

/** What the page says, check by check. */
async function verdicts(page) {
  await page.locator(".verify-result").waitFor();
  return page.locator(".verify-result").evaluate((result) => ({
    isGood: result.dataset.good === "true",
    checks: Object.fromEntries([...result.querySelectorAll(".verify-check")].map((one) => [one.dataset.check, one.dataset.verdict])),
  }));
}

async function dropped(page, name, content) {
  await page.goto("/verify");
  await drop(page.locator(".verify-drop"), name, content);
  return verdicts(page);
}

async function pasted(page, text) {
  await page.goto("/verify");
  await page.getByLabel("Or paste a credential").fill(text);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  return verdicts(page);
}

/** A badge of this walk's own, made public, and its files. */
async function hasABadge(world) {
  const { page } = world;
  await page.goto("/badges");
  const { body: teams } = await call(page, "GET", "/teams");
  const action = { team_id: teams.items[0].id, kind: "rejection", text: "Showed that the flaw cannot be reached", executed_at: new Date().toISOString(), grounds: [] };
  const { body: recorded } = await call(page, "POST", "/action-logs", JSON.stringify(action));
  const { status, body: badge } = await call(page, "POST", "/badges", JSON.stringify({ action_id: recorded.id }));
  assert.equal(status, 201, JSON.stringify(badge));
  const { body: shared } = await call(page, "PATCH", `/badges/${badge.id}`, JSON.stringify({ is_public: true }));
  const get = (path) => page.evaluate(async (url) => (await fetch(url)).text(), `/api/v1${path}`);
  world.proof = {
    id: badge.id,
    share: shared.share,
    token: await get(`/badges/${badge.id}/credential`),
    rsa: await get(`/badges/${badge.id}/credential?alg=RS256`),
    open: await get(`/badges/${badge.id}/credential?open=1`),
    svg: await get(`/badges/${badge.id}/badge.svg`),
  };
}

/** Nobody is signed in where a badge is verified. */
async function asANobody(world) {
  const context = await world.page.context().browser().newContext({ baseURL: new URL(world.page.url()).origin, locale: "en-GB" });
  world.nobody = await context.newPage();
  world.strangersComplaints = [];
  world.nobody.on("pageerror", (error) => world.strangersComplaints.push(error.message));
}

async function verifiesAShared(world) {
  await hasABadge(world);
  await asANobody(world);
  const { nobody, proof } = world;
  await nobody.goto(`/verify?badge=${proof.share}`);
  assert.deepEqual(await verdicts(nobody), { isGood: true, checks: GOOD });
  await nobody.getByText("Genuine, as far as it was checked").waitFor();
  await picture(nobody, "verify", { fullPage: true });
}

async function verifiesFiles({ nobody, proof }) {
  assert.deepEqual(await dropped(nobody, "badge.svg", proof.svg), { isGood: true, checks: GOOD });
  assert.deepEqual(await dropped(nobody, "badge.jwt", proof.rsa), { isGood: true, checks: GOOD });
  assert.deepEqual(await pasted(nobody, ` ${proof.open}\n`), { isGood: true, checks: { ...GOOD, entry: "pass" } });
  assert.deepEqual(await pasted(nobody, `${new URL(nobody.url()).origin}/b/${proof.share}`), { isGood: true, checks: GOOD });
  const png = pngOf([chunk("iTXt", Buffer.concat([Buffer.from("openbadgecredential\0\0\0\0\0"), Buffer.from(proof.token)]))]);
  assert.deepEqual(await dropped(nobody, "badge.png", png), { isGood: true, checks: GOOD });
}

const b64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const claimsOf = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));

async function refusesForgeries({ nobody, proof }) {
  const [header, , signature] = proof.token.split(".");
  const changed = `${header}.${b64({ ...claimsOf(proof.token), name: "Grand master" })}.${signature}`;
  assert.deepEqual(await pasted(nobody, changed), { isGood: false, checks: { form: "pass", issuer: "pass", signature: "fail", time: "pass" } });
  await nobody.getByText("The signature is wrong").waitFor();
  await picture(nobody, "verify-forged", { fullPage: true });
  const other = proof.rsa.split(".");
  assert.equal((await pasted(nobody, `${other[0]}.${other[1]}.${signature}`)).checks.signature, "fail");
  const kid = { alg: "EdDSA", kid: "did:web:evil.example#key", typ: "JWT" };
  assert.equal((await pasted(nobody, `${b64(kid)}.${proof.token.split(".")[1]}.${signature}`)).checks.signature, "fail");
  for (const alg of ["none", "HS256"])
    assert.deepEqual(await pasted(nobody, `${b64({ alg })}.${proof.token.split(".")[1]}.${signature}`), { isGood: false, checks: {} });
  const away = { ...claimsOf(proof.token), iss: "did:web:127.0.0.1%3A9", issuer: { id: "did:web:127.0.0.1%3A9" } };
  assert.equal((await pasted(nobody, `${header}.${b64(away)}.${signature}`)).checks.issuer, "skipped");
}

const CRC = Array.from({ length: 256 }, (_, n) => [...Array(8)].reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n));

function chunk(type, data) {
  const checked = Buffer.concat([Buffer.from(type), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length);
  around.writeUInt32BE((checked.reduce((c, byte) => CRC[(c ^ byte) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0, 4);
  return Buffer.concat([around.subarray(0, 4), checked, around.subarray(4)]);
}

function pngOf(chunks) {
  const head = chunk("IHDR", Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), head, ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

async function refusesBrokenPictures({ nobody, proof }) {
  const text = (front) => chunk("iTXt", Buffer.concat([Buffer.from(`openbadgecredential\0${front}`), Buffer.from(proof.token)]));
  const large = pngOf([]);
  large.writeUInt32BE(0xffffffff, 8);
  const files = [
    ["none.png", pngOf([]), "no credential in it"],
    ["two.png", pngOf([text("\0\0\0\0"), text("\0\0\0\0")]), "two credentials"],
    ["packed.png", pngOf([text("\u0001\0\0\0")]), "is packed"],
    ["large.png", large, "damaged"],
    ["cut.png", pngOf([text("\0\0\0\0")]).subarray(0, 200), "damaged"],
    ["type.svg", `<!DOCTYPE svg>${proof.svg}`, "document type"],
    ["cut.svg", proof.svg.slice(0, -10), "damaged"],
    ["bare.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', "no credential in it"],
    ["a.txt", "no badge", "This is no credential"],
  ];
  for (const [name, content, said] of files) {
    assert.deepEqual(await dropped(nobody, name, content), { isGood: false, checks: {} }, name);
    await nobody.locator(".verify-result").getByText(said).waitFor();
  }
}

/** The browser has kept the journal's head: of a longer journal the proof is asked for, and another one is found out. */
async function remembersTheJournal({ page, nobody, proof }) {
  const heads = () => nobody.evaluate(() => JSON.parse(localStorage.getItem("kenzen.heads")));
  const put = (kept) => nobody.evaluate((all) => localStorage.setItem("kenzen.heads", JSON.stringify(all)), kept);
  const [[did, head]] = await heads();
  const { body: early } = await call(page, "GET", "/journal/head?size=1");
  await put([[did, { size: 1, root: early.root }]]);
  assert.deepEqual(await pasted(nobody, proof.token), { isGood: true, checks: GOOD });
  await nobody.getByText("its size was 1 then").waitFor();
  assert.deepEqual(await heads(), [[did, head]], "the longer one is kept");
  const root = head.root.replace(/^../, (two) => (two === "00" ? "11" : "00"));
  for (const other of [{ size: 1, root }, { ...head, root }]) {
    await put([[did, other]]);
    assert.deepEqual(await pasted(nobody, proof.token), { isGood: false, checks: { ...GOOD, consistency: "fail" } });
    await nobody.getByText("two were shown").waitFor();
  }
  await nobody.evaluate(() => localStorage.setItem("kenzen.heads", "nonsense"));
  assert.deepEqual(await pasted(nobody, proof.token), { isGood: true, checks: GOOD });
  assert.deepEqual(await heads(), [[did, head]]);
}

async function tellsOfARevoked({ page, nobody, proof }) {
  const { status } = await call(page, "POST", `/badges/${proof.id}/revoke`, JSON.stringify({ reason: "It could be reached after all" }));
  assert.equal(status, 200);
  await nobody.route("**/status-lists/*", (route) => route.continue({ headers: { ...route.request().headers(), "cache-control": "no-cache" } }));
  assert.deepEqual(await dropped(nobody, "badge.svg", proof.svg), { isGood: false, checks: { ...GOOD, status: "fail" } });
  await nobody.route("**/status-lists/*", (route) => route.abort());
  const verdict = await dropped(nobody, "badge.svg", proof.svg);
  assert.deepEqual(verdict, { isGood: true, checks: { ...GOOD, status: "skipped" } }, "what cannot be asked is said to be open");
}

const OTHER = "https://other.example";

/** A credential of another kenzen, whose name is a host that only this walk knows. */
async function badgeOf(other) {
  let cookie = "";
  const ask = async (method, path, body) => {
    const headers = { "Content-Type": "application/json", Origin: other.address, ...(cookie ? { Cookie: cookie } : {}) };
    const reply = await fetch(other.address + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    cookie ||= reply.headers.get("set-cookie")?.split(";")[0] ?? "";
    assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
    return reply;
  };
  await ask("POST", "/api/v1/session", { token: other.link.split("#")[1] });
  const team = await (await ask("POST", "/api/v1/teams", { name: "Over there" })).json();
  const action = await (await ask("POST", "/api/v1/action-logs", { team_id: team.id, kind: "detection", text: "looked" })).json();
  const badge = await (await ask("POST", "/api/v1/badges", { action_id: action.id })).json();
  return (await ask("GET", `/api/v1/badges/${badge.id}/credential`)).text();
}

/** What the browser asks of the other host is answered by the other server, which lets all pages read it; or one alone, that is not this. */
async function standIn(page, other, isOpen) {
  await page.route(`${OTHER}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const reply = await fetch(other.address + pathname + search);
    const headers = Object.fromEntries(reply.headers);
    headers["cache-control"] = "no-store";
    if (!isOpen) headers["access-control-allow-origin"] = "https://nobody.example";
    await route.fulfill({ status: reply.status, headers, body: Buffer.from(await reply.arrayBuffer()) });
  });
}

async function verifiesAnothersBadge({ nobody }) {
  const other = await startServer(process.env.KENZEN, { withAdvisories: false, options: ["--url", OTHER] });
  try {
    const token = await badgeOf(other);
    await nobody.unrouteAll();
    await standIn(nobody, other, true);
    assert.deepEqual(await pasted(nobody, token), { isGood: true, checks: GOOD });
    await nobody.getByText("did:web:other.example publishes its keys.").waitFor();
    await nobody.unrouteAll();
    await standIn(nobody, other, false);
    const verdict = await pasted(nobody, token);
    assert.deepEqual(verdict, { isGood: false, checks: { form: "pass", issuer: "skipped", signature: "skipped", time: "pass" } });
  } finally {
    await other.stop();
  }
}

async function looksWell({ nobody, strangersComplaints }) {
  await nobody.setViewportSize({ width: 375, height: 800 });
  assert.deepEqual(await tooWide(nobody), []);
  assert.deepEqual(await namelessControls(nobody), []);
  assert.deepEqual(await faintTexts(nobody), []);
  await picture(nobody, "verify-phone", { fullPage: true });
  assert.deepEqual(strangersComplaints, []);
  await nobody.context().close();
}

export const verifyCases = [
  ["a shared badge is verified by who is nobody", verifiesAShared],
  ["a badge is verified as a file, a text and an address", verifiesFiles],
  ["a forged badge is found out", refusesForgeries],
  ["pictures that are broken or hold too much are refused", refusesBrokenPictures],
  ["a journal that was seen before is held against the one that is shown", remembersTheJournal],
  ["a badge that was revoked is told from one whose list cannot be asked", tellsOfARevoked],
  ["a badge of another kenzen is verified, which must let other pages ask", verifiesAnothersBadge],
  ["the page that verifies looks well on a telephone", looksWell],
];
