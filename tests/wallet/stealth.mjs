// SPDX-License-Identifier: Apache-2.0
// The fresh addresses that the browser makes (web/src/wallet/stealth.ts), held against ScopeLift's and against a node.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROUNDS = 8;
const top = fileURLToPath(new URL("../..", import.meta.url));
const { build } = createRequire(`${top}/web/package.json`)("esbuild");

/** A module with all that it imports, as the browser gets it: node alone reads neither TypeScript nor ScopeLift's package. */
async function bundled(what, folder) {
  const stdin = { contents: `export * from "${what}";`, resolveDir: join(top, folder) };
  const made = await build({ stdin, bundle: true, platform: "node", format: "esm", write: false, logLevel: "silent" });
  return import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString("base64")}`);
}

const ours = () => bundled("./stealth", "web/src/wallet");

const randomHex = (bytes) => `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex")}`;
const hex = (bytes) => `0x${Buffer.from(bytes).toString("hex")}`;

/** What both make of one holder's keys and one ephemeral key. */
function compare(stealth, sdk) {
  const keys = stealth.stealthKeys(`${randomHex(64)}1b`);
  const ephemeralKey = Buffer.from(randomHex(32).slice(2), "hex");
  const made = stealth.newStealthAddress(stealth.metaAddress(keys), ephemeralKey);
  const theirs = sdk.generateStealthAddress({ stealthMetaAddressURI: stealth.metaAddress(keys), schemeId: 1, ephemeralPrivateKey: ephemeralKey });
  assert.equal(made.address.toLowerCase(), theirs.stealthAddress.toLowerCase());
  assert.equal(made.ephemeral, theirs.ephemeralPublicKey);
  assert.equal(made.viewTag, Number(theirs.viewTag));
  const key = stealth.stealthKey(keys, made.ephemeral);
  const theirKey = sdk.computeStealthKey({
    ephemeralPublicKey: made.ephemeral,
    schemeId: 1,
    spendingPrivateKey: hex(keys.spending),
    viewingPrivateKey: hex(keys.viewing),
  });
  assert.equal(hex(key), theirKey);
  assert.equal(stealth.addressOfKey(key), made.address, "the key is that of the address");
}

export async function freshAddressesAreLikeOthers() {
  const stealth = await ours();
  const sdk = await bundled("@scopelift/stealth-address-sdk", "contracts");
  for (let i = 0; i < ROUNDS; i++) compare(stealth, sdk);
  assert.throws(() => stealth.newStealthAddress("st:eth:0x00"), /not a meta-address/);
  assert.throws(() => stealth.stealthKeys("0x1b"), /65 bytes/);
}

/** The same wallet gives the same keys again, whichever way it writes the last byte of a signature. */
export async function keysComeBack() {
  const stealth = await ours();
  const signature = randomHex(64);
  assert.deepEqual(stealth.stealthKeys(`${signature}1b`), stealth.stealthKeys(`${signature}00`));
  assert.notDeepEqual(stealth.stealthKeys(`${signature}1b`), stealth.stealthKeys(`${randomHex(64)}1b`));
}

/** A text that the fresh key signs is signed as by a wallet: anvil signs the same with the same key. */
export async function signsAsAWallet(chain) {
  const stealth = await ours();
  const text = "kenzen.example wants you to sign in with your Ethereum account: 資格";
  // The first key of anvil's own words, which its documents print.
  const key = Buffer.from("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", "hex");
  assert.equal(stealth.addressOfKey(key).toLowerCase(), chain.accounts[0].toLowerCase());
  const params = [hex(Buffer.from(text)), chain.accounts[0]];
  assert.equal(stealth.signTextWith(key, text), await chain.request({ method: "personal_sign", params }));
}
