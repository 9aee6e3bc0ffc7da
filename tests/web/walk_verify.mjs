// SPDX-License-Identifier: Apache-2.0
// The page that verifies badges: a shared one, files good and forged, as somebody whom nobody knows.
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { existsSync } from "node:fs";
import { ANVIL_PROGRAM, send } from "../wallet/anvil.mjs";
import { call, drop, picture, until } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { faintTexts, namelessControls, tooWide } from "./looks.mjs";
import { giveWallet, TestWallet } from "./wallet.mjs";
import { nodeOf, praisesMina } from "./walk_wallet.mjs";

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
  await nobody.getByText("vouched for by: Myself").waitFor();
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
  assert.deepEqual(verdict, { isGood: false, checks: { ...GOOD, status: "skipped" } }, "what cannot be asked is said to be open");
  await nobody.getByText("it is not known whether the badge was revoked").waitFor();
  assert.equal(await nobody.getByText("Genuine, as far as it was checked").count(), 0);
}

const EVIL = "evil.example";

/** An issuer of bad intent, of this walk's own: its document, and what it signs. */
function stranger() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const did = `did:web:${EVIL}`;
  const method = { id: `${did}#k`, type: "JsonWebKey", controller: did, publicKeyJwk: publicKey.export({ format: "jwk" }) };
  const signed = (claims) => {
    const text = `${b64({ alg: "EdDSA", typ: "JWT", kid: method.id })}.${b64({ type: ["VerifiableCredential", "OpenBadgeCredential"], issuer: did, ...claims })}`;
    return `${text}.${sign(null, Buffer.from(text), privateKey).toString("base64url")}`;
  };
  return { document: JSON.stringify({ id: did, verificationMethod: [method], assertionMethod: [method.id] }), signed };
}

const INSIDE = ["localhost%3A9", "127.0.0.1%3A9", "127.1%3A9", "0x7f000001", "2130706433", "10.0.0.1", "172.31.0.1%3A8443", "192.168.1.1", "169.254.169.254", "100.64.0.1"];
const INSIDE_NAMES = ["intranet", "printer.local", "a.internal", "x.localhost", "0.0.0.0"];
const INSIDE_LISTS = ["[::1]:9", "[::]", "[fd00::1]", "[fe80::1]", "[::ffff:10.0.0.1]", "[2002:a00:1::]", "localhost", "10.0.0.1:8443", "box"];

/** A forged badge has nothing of the reader's own machine or net called. */
async function callsNothingInside({ nobody }) {
  const asked = [];
  await nobody.unrouteAll();
  const { document, signed } = stranger();
  await nobody.route(/^https?:/, (route) => {
    const url = new URL(route.request().url());
    if (url.origin === new URL(nobody.url()).origin) return route.continue();
    asked.push(url.host);
    return url.host === EVIL ? route.fulfill({ body: document, headers: { "access-control-allow-origin": "*" } }) : route.abort();
  });
  for (const host of [...INSIDE, ...INSIDE_NAMES]) {
    const { isGood, checks } = await pasted(nobody, signed({ issuer: `did:web:${host}` }));
    assert.deepEqual([isGood, checks.issuer], [false, "skipped"], host);
    await nobody.getByText("stands on your own machine or net").waitFor();
  }
  assert.deepEqual(asked, []);
  const entry = { type: "BitstringStatusListEntry", statusPurpose: "revocation", statusListIndex: "7" };
  for (const host of INSIDE_LISTS) {
    const { isGood, checks } = await pasted(nobody, signed({ credentialStatus: { ...entry, statusListCredential: `https://${host}/list` } }));
    assert.deepEqual([isGood, checks.signature, checks.status], [false, "pass", "skipped"], host);
  }
  assert.deepEqual(new Set(asked), new Set([EVIL]));
  await nobody.unrouteAll();
}

/** Another server of this machine is called when the reader names it, and not when only the badge does. */
async function callsWhomTheReaderNames({ nobody }) {
  const other = await startServer(process.env.KENZEN, { withAdvisories: false });
  try {
    const { token, share } = await badgeOf(other);
    assert.equal((await pasted(nobody, token)).checks.issuer, "skipped");
    assert.deepEqual(await pasted(nobody, `${other.address}/b/${share}`), { isGood: true, checks: GOOD });
  } finally {
    await other.stop();
  }
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
  const { share } = await (await ask("PATCH", `/api/v1/badges/${badge.id}`, { is_public: true })).json();
  return { token: await (await ask("GET", `/api/v1/badges/${badge.id}/credential`)).text(), share };
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
    const { token } = await badgeOf(other);
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

/* -- NFTs: a server with a chain of its own (anvil) -- */

const LIAR = "https://liar.example";
const TOKEN_GOOD = { chain: "pass", owner: "pass", commitments: "pass", contract: "pass", evidence: "pass", consistency: "pass" };
const NOT_ITS_OWN = { chain: "pass", owner: "pass", commitments: "pass", contract: "fail" };
const nft = {};

async function bindsAnAddress(page, node) {
  const [, address] = node.accounts;
  const { body: challenge } = await call(page, "POST", "/wallet/challenge", JSON.stringify({ address, chain_id: "31337" }));
  const signature = await node.request({ method: "personal_sign", params: [`0x${Buffer.from(challenge.message).toString("hex")}`, address] });
  const bound = await call(page, "POST", "/wallet/addresses", JSON.stringify({ message: challenge.message, signature }));
  assert.equal(bound.status, 201, JSON.stringify(bound.body));
}

async function aTokenIsMinted({ page: first, skip }) {
  if (!existsSync(ANVIL_PROGRAM)) skip("anvil is not installed: script/setup");
  nft.server = await startServer(process.env.KENZEN, { withAdvisories: false, options: ["--anvil", ANVIL_PROGRAM] });
  const { server } = nft;
  nft.node = await nodeOf(server);
  nft.context = await first.context().browser().newContext({ baseURL: server.address, locale: "en-GB" });
  const page = await nft.context.newPage();
  await page.goto(server.link);
  await page.waitForURL(/\/tickets$/);
  const [badge] = await praisesMina(page);
  await nft.context.clearCookies();
  await page.goto(server.linkFor("mina"));
  await page.waitForURL(/\/tickets$/);
  await bindsAnAddress(page, nft.node);
  await until(async () => (await call(page, "POST", `/badges/${badge}/mint`, "{}")).status === 202, 60_000);
  await until(async () => {
    nft.id = (await call(page, "GET", `/badges/${badge}`)).body.nft_id;
    return nft.id;
  }, 60_000);
  await nft.context.clearCookies();
  nft.page = page;
  nft.complaints = [];
  page.on("pageerror", (error) => nft.complaints.push(error.message));
}

const onAChain = (run) => (world) => (nft.id ? run(world) : world.skip("no token was minted"));

/** What the page says of a token; nodes: URLs, of which there may be two. */
async function tokenIs(id, { nodes = [nft.node.url], issuer = new URL(nft.server.address).host, wallet = null } = {}) {
  const { page } = nft;
  await page.goto(`/verify?nft=${encodeURIComponent(id)}`);
  const form = page.locator(".verify-nft form");
  const fields = [form.getByLabel("A node of the chain"), form.getByLabel("A second node")];
  for (const [i, url] of nodes.entries()) await fields[i].fill(url);
  if (wallet) await form.getByLabel(wallet).check();
  await form.getByLabel("Whose badge it is said to be").fill(issuer);
  await form.getByRole("button", { name: "Verify the NFT" }).click();
  return verdicts(page);
}

async function aTokenIsVerified() {
  const { page, id } = nft;
  await page.goto("/verify");
  await page.getByLabel("Or paste a credential").fill(` ${id} `);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.locator(".verify-nft-id").getByText(id).waitFor();
  await picture(page, "verify-nft-form", { fullPage: true });
  assert.deepEqual(await tokenIs(id), { isGood: true, checks: TOKEN_GOOD });
  const image = page.locator(".verify-picture");
  assert.match(await image.getAttribute("src"), /^data:image\/svg\+xml;base64,/);
  assert.ok(await image.evaluate((one) => one.decode().then(() => one.naturalWidth)), "the token's picture is drawn");
  await page.locator(".verify-name").getByText("Flaw taken away").waitFor();
  await picture(page, "verify-nft", { fullPage: true });
}

async function aTokenIsHeldAgainstTheIssuer() {
  const { id, node } = nft;
  const [chain, contract, token] = id.split(":");
  assert.deepEqual(await tokenIs(id, { issuer: "" }), { isGood: false, checks: { ...NOT_ITS_OWN, contract: "skipped" } });
  assert.deepEqual(await tokenIs(`${chain}:${contract}:${BigInt(token) + 1n}`), { isGood: false, checks: { chain: "pass", owner: "fail" } });
  assert.deepEqual(await tokenIs(`1:${contract}:${token}`), { isGood: false, checks: { chain: "fail" } });
  assert.deepEqual(await tokenIs(id, { nodes: ["http://127.0.0.1:9"] }), { isGood: false, checks: { chain: "skipped" } });
  assert.deepEqual(await tokenIs(id, { nodes: ["http://127.0.0.1:9", node.url] }), { isGood: true, checks: TOKEN_GOOD });
  assert.deepEqual(await tokenIs(id, { nodes: ["http://node.example"] }), { isGood: false, checks: {} });
  const swapped = contract.slice(2).replace(/[a-f]|[A-F]/, (letter) => (letter < "a" ? letter.toLowerCase() : letter.toUpperCase()));
  for (const none of [`${chain}:0x${swapped}:${token}`, `${chain}:${contract}:0x1`, `0:${contract}:1`])
    assert.deepEqual(await tokenIs(none), { isGood: false, checks: {} }, none);
}

async function theOtherServerDisowns({ server }) {
  const issuer = new URL(server.address).host;
  assert.deepEqual(await tokenIs(nft.id, { issuer }), { isGood: false, checks: NOT_ITS_OWN });
}

/** The same code, deployed by somebody else, who has it do and say all that the issuer's has done and said. */
async function copyOf(contract) {
  const { node } = nft;
  const ask = (method, ...params) => node.request({ method, params });
  const mined = [];
  for (let i = 0; i <= Number(await ask("eth_blockNumber")); i++)
    mined.push(...(await ask("eth_getBlockByNumber", `0x${i.toString(16)}`, true)).transactions);
  const receipts = await Promise.all(mined.map(({ hash }) => ask("eth_getTransactionReceipt", hash)));
  const isIt = (address) => address?.toLowerCase() === contract.toLowerCase();
  const made = mined[receipts.findIndex((one) => isIt(one.contractAddress))];
  const copy = (await send(node, { from: node.accounts[3], data: made.input })).contractAddress;
  for (const { from, to, input } of mined)
    if (isIt(to)) {
      await ask("anvil_impersonateAccount", from);
      await send(node, { from, to: copy, data: input });
    }
  return copy;
}

async function aForgedContractIsFoundOut() {
  const [chain, contract, token] = nft.id.split(":");
  const copy = await copyOf(contract);
  assert.deepEqual(await tokenIs(`${chain}:${copy}:${token}`), { isGood: false, checks: NOT_ITS_OWN });
  await nft.page.getByText("It is none of those that").waitFor();
  await picture(nft.page, "verify-nft-forged", { fullPage: true });
}

/** A node that answers as the other does, but for what lie makes of it. */
async function lies(lie) {
  const { page, node } = nft;
  const asked = [];
  await page.unrouteAll();
  await page.route(`${LIAR}/**`, async (route) => {
    const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*", "Content-Type": "application/json" };
    if (route.request().method() === "OPTIONS") return route.fulfill({ status: 204, headers });
    const question = route.request().postDataJSON();
    asked.push(question);
    const answer = await (await fetch(node.url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question) })).json();
    return route.fulfill({ status: 200, headers, body: JSON.stringify(lie(question, answer)) });
  });
  return asked;
}

const isCall = ({ params }, selector) => params[0]?.data?.startsWith(selector);
const OWNER_OF = "0x6352211e";
const TOKEN_URI = "0xc87b56dd";
const when = (is, change) => (question, answer) => (is(question) ? change(answer) : answer);
const ofOwner = (result) => when((one) => isCall(one, OWNER_OF), (answer) => ({ ...answer, result }));
const ofLogs = (change) => when((one) => one.method === "eth_getLogs", (answer) => ({ ...answer, result: change(answer.result) }));

async function twoNodesMustAgree() {
  const { id, node } = nft;
  const both = { nodes: [node.url, LIAR] };
  await lies((_, answer) => answer);
  assert.deepEqual(await tokenIs(id, both), { isGood: true, checks: TOKEN_GOOD });
  await lies(ofOwner(`0x${node.accounts[4].slice(2).padStart(64, "0")}`));
  assert.deepEqual(await tokenIs(id, both), { isGood: false, checks: { chain: "pass", owner: "fail" } });
  await nft.page.getByText("The nodes answer differently").waitFor();
  await picture(nft.page, "verify-nft-differ", { fullPage: true });
  const held = { chain: "pass", owner: "pass" };
  for (const change of [() => [], (logs) => [...logs, ...logs], (logs) => [{ ...logs[0], data: `0x${"11".repeat(32)}` }]]) {
    await lies(ofLogs(change));
    assert.deepEqual(await tokenIs(id, both), { isGood: false, checks: { ...held, commitments: "fail" } });
  }
}

/** A node that looks through few blocks at once is asked for pieces, from the contract's making on. */
async function fewBlocksAtOnce() {
  const { id, node } = nft;
  const most = 3;
  await node.request({ method: "anvil_mine", params: ["0x14"] });
  const newest = Number(await node.request({ method: "eth_blockNumber" }));
  const last = (block) => (block === "latest" ? newest : Number(block));
  const isWide = ({ fromBlock, toBlock }) => last(toBlock) - Number(fromBlock) >= most;
  const refused = { code: -32005, message: "query returned too much" };
  const asked = await lies((question, answer) =>
    question.method === "eth_getLogs" && isWide(question.params[0]) ? { jsonrpc: "2.0", id: question.id, error: refused } : answer,
  );
  assert.deepEqual(await tokenIs(id, { nodes: [LIAR, node.url] }), { isGood: true, checks: TOKEN_GOOD });
  const taken = asked.filter(({ method, params }) => method === "eth_getLogs" && !isWide(params[0]));
  assert.ok(taken.length > 5 && Number(taken[0].params[0].fromBlock) > 0, JSON.stringify(taken));
  await lies((question, answer) => (question.method === "eth_getLogs" ? { jsonrpc: "2.0", id: question.id, error: refused } : answer));
  assert.deepEqual(await tokenIs(id, { nodes: [LIAR] }), { isGood: false, checks: { chain: "pass", owner: "pass", commitments: "skipped" } });
}

async function answersAreTakenToTheLetter() {
  const { id } = nft;
  const alone = { nodes: [LIAR] };
  const held = { chain: "pass", owner: "pass" };
  const owners = ["0x", "0x1", `0x${"f".repeat(64)}`, 7, null, `0x${"0".repeat(128)}`];
  for (const result of owners) {
    await lies(ofOwner(result));
    assert.deepEqual(await tokenIs(id, alone), { isGood: false, checks: { chain: "pass", owner: "fail" } }, String(result));
  }
  const changes = [{ address: `0x${"1".repeat(40)}` }, { topics: [] }, { removed: true }, { data: "0x11" }, { data: "<b>" }];
  for (const change of changes) {
    await lies(ofLogs((logs) => logs.map((log) => ({ ...log, ...change }))));
    assert.deepEqual(await tokenIs(id, alone), { isGood: false, checks: { ...held, commitments: "fail" } }, JSON.stringify(change));
  }
  await lies(ofLogs((logs) => logs.map((log) => ({ ...log, data: `0x${"11".repeat(32)}` }))));
  assert.deepEqual(await tokenIs(id, alone), { isGood: false, checks: { ...held, commitments: "pass", contract: "pass", evidence: "fail" } });
  await lies((question, answer) => ({ ...answer, id: question.id + 1 }));
  assert.deepEqual(await tokenIs(id, alone), { isGood: false, checks: { chain: "fail" } });
}

/** tokenURI as a contract would give it that holds something else than a picture. */
function uriOf(image) {
  const uri = Buffer.from(`data:application/json;base64,${Buffer.from(JSON.stringify({ name: "<b>Grand</b>", image })).toString("base64")}`);
  const word = (value) => value.toString(16).padStart(64, "0");
  return `0x${word(32)}${word(uri.length)}${uri.toString("hex").padEnd(Math.ceil(uri.length / 32) * 64, "0")}`;
}

async function onlyAPictureIsShown() {
  const { id, page } = nft;
  for (const image of ["https://liar.example/seen.png", "data:text/html;base64,PGI+", "data:image/svg+xml,<svg/>", "javascript:alert(1)"]) {
    await lies(when((one) => isCall(one, TOKEN_URI), (answer) => ({ ...answer, result: uriOf(image) })));
    assert.deepEqual(await tokenIs(id, { nodes: [LIAR] }), { isGood: true, checks: TOKEN_GOOD });
    await page.locator(".verify-name").getByText("<b>Grand</b>").waitFor();
    assert.equal(await page.locator(".verify-picture").count(), 0, image);
  }
}

/** What is asked for is what the contract's functions are called: the node itself hashes their names. */
async function selectorsAreRight() {
  const { id, node } = nft;
  const asked = await lies((_, answer) => answer);
  await tokenIs(id, { nodes: [LIAR] });
  const hash = (name) => node.request({ method: "web3_sha3", params: [`0x${Buffer.from(name).toString("hex")}`] });
  const calls = asked.filter(({ method }) => method === "eth_call").map(({ params }) => params[0].data.slice(0, 10));
  assert.deepEqual(calls, [(await hash("ownerOf(uint256)")).slice(0, 10), (await hash("tokenURI(uint256)")).slice(0, 10)]);
  const [{ params }] = asked.filter(({ method }) => method === "eth_getLogs");
  assert.equal(params[0].topics[0], await hash("Evidence(uint256,bytes32)"));
  await nft.page.unrouteAll();
}

async function theWalletsNodeIsAsked() {
  const { page, node, id } = nft;
  const wallet = new TestWallet(node, { chains: [31337, 1] });
  await giveWallet(page, wallet);
  assert.deepEqual(await tokenIs(id, { nodes: [], wallet: "Test Wallet" }), { isGood: true, checks: TOKEN_GOOD });
  assert.deepEqual([...new Set(wallet.asked)], ["eth_chainId", "eth_call", "eth_getLogs"], "no account is asked for");
  wallet.chain = 1;
  assert.deepEqual(await tokenIs(id, { nodes: [], wallet: "Test Wallet" }), { isGood: false, checks: { chain: "fail" } });
  assert.deepEqual(await tokenIs(id, { wallet: "Test Wallet" }), { isGood: true, checks: TOKEN_GOOD });
}

async function tokensLookWell() {
  const { page, context, server, complaints } = nft;
  await page.setViewportSize({ width: 360, height: 740 });
  assert.deepEqual(await tooWide(page), []);
  assert.deepEqual(await namelessControls(page), []);
  assert.deepEqual(await faintTexts(page), []);
  await picture(page, "verify-nft-phone", { fullPage: true });
  await context.close();
  await server.stop();
  assert.deepEqual(complaints, []);
}

export const verifyCases = [
  ["a shared badge is verified by who is nobody", verifiesAShared],
  ["a badge is verified as a file, a text and an address", verifiesFiles],
  ["a forged badge is found out", refusesForgeries],
  ["pictures that are broken or hold too much are refused", refusesBrokenPictures],
  ["a journal that was seen before is held against the one that is shown", remembersTheJournal],
  ["a badge that was revoked is told from one whose list cannot be asked", tellsOfARevoked],
  ["a badge of another kenzen is verified, which must let other pages ask", verifiesAnothersBadge],
  ["a forged badge has nothing of the reader's own net called", callsNothingInside],
  ["another server of this machine is called when the reader names it", callsWhomTheReaderNames],
  ["the page that verifies looks well on a telephone", looksWell],
  ["an NFT: one is minted on a chain of the server's own", aTokenIsMinted],
  ["an NFT is verified from its chain up, and its picture shown", onAChain(aTokenIsVerified)],
  ["an NFT: what is not so, or cannot be asked, is told", onAChain(aTokenIsHeldAgainstTheIssuer)],
  ["an NFT: another server does not name the contract", onAChain(theOtherServerDisowns)],
  ["an NFT of the same code by another deployer is found out", onAChain(aForgedContractIsFoundOut)],
  ["an NFT: two nodes must agree", onAChain(twoNodesMustAgree)],
  ["an NFT: a node that looks through few blocks at once is asked for pieces", onAChain(fewBlocksAtOnce)],
  ["an NFT: a node's answers are taken to the letter", onAChain(answersAreTakenToTheLetter)],
  ["an NFT: nothing but a picture is shown", onAChain(onlyAPictureIsShown)],
  ["an NFT: the contract's functions are called by their names", onAChain(selectorsAreRight)],
  ["an NFT: the node of a wallet may be asked", onAChain(theWalletsNodeIsAsked)],
  ["an NFT: the page looks well on a telephone", onAChain(tokensLookWell)],
];
