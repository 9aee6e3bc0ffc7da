// SPDX-License-Identifier: Apache-2.0
// The comparisons of tests/chain/run: each asks the probe many questions at once, whose answers are known from others' programs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeRandom } from "./random.mjs";
import * as theirs from "./theirs.mjs";
import { print, someType, someTypedData, someValue, typeName } from "./values.mjs";

const probe = process.argv[2];
const seed = Number(process.env.KENZEN_TEST_SEED ?? Date.now() % 1e9);
const r = makeRandom(seed);
const folder = mkdtempSync(join(tmpdir(), "kenzen-chain-"));

function ask(lines) {
    const input = lines.map((words) => words.join("\t") + "\n").join("");
    const run = spawnSync(probe, { input, encoding: "utf8", maxBuffer: 1 << 28 });
    if (run.status !== 0) throw new Error(`the probe ended with ${run.status ?? run.signal}: ${run.stderr}`);
    const answers = run.stdout.split("\n").slice(0, -1);
    if (answers.length !== lines.length) throw new Error(`${answers.length} answers to ${lines.length} questions`);
    return answers;
}

/** Makes as many cases, {ask, want}, asks them all, and says which answer is the first to differ. */
async function same(count, make) {
    const cases = [];
    for (let i = 0; i < count; i++) cases.push(await make(i));
    ask(cases.map((one) => one.ask)).forEach((answer, i) => {
        if (answer !== cases[i].want) throw new Error(`${cases[i].ask.join(" ")}\n#   ours   ${answer}\n#   theirs ${cases[i].want}`);
    });
}

function someAccount() {
    const key = r.hex(32);
    return { key, account: theirs.accounts.privateKeyToAccount(key) };
}

function someTransaction() {
    const fields = {
        chainId: 1 + r.below(1 << 30), nonce: r.below(1 << 30), gas: 21000 + r.below(1 << 30),
        maxPriorityFeePerGas: r.big(60), value: r.big(128), data: r.hex(r.below(4) ? r.below(300) : 0),
    };
    fields.maxFeePerGas = fields.maxPriorityFeePerGas + r.big(60);
    if (r.below(4)) fields.to = theirs.getAddress(r.hex(20));
    else if (fields.data === "0x") fields.data = "0x00";
    return fields;
}

function transactionCase(key, account, fields, raw) {
    const words = [fields.chainId, fields.nonce, fields.gas, fields.maxPriorityFeePerGas, fields.maxFeePerGas, fields.to ?? "-", fields.value, fields.data];
    return { ask: ["tx", key, ...words], want: `${raw} ${theirs.keccak256(raw)} ${account.address}` };
}

function castTransaction(key, fields) {
    const words = ["mktx", "--private-key", key, "--chain", fields.chainId, "--nonce", fields.nonce, "--gas-limit", fields.gas,
        "--priority-gas-price", fields.maxPriorityFeePerGas, "--gas-price", fields.maxFeePerGas, "--value", fields.value];
    const target = fields.to ? [fields.to, ...(fields.data === "0x" ? [] : [fields.data])] : ["--create", fields.data];
    return theirs.cast(...words.map(String), ...target);
}

async function keystores() {
    const { key, account } = someAccount();
    const file = ask([["lock", key, "correct horse"]])[0];
    writeFileSync(join(folder, "ours"), file);
    const opened = theirs.cast("wallet", "decrypt-keystore", "ours", "--keystore-dir", folder, "--unsafe-password", "correct horse");
    if (!opened.includes(key)) throw new Error(`cast opens ours as ${opened}`);
    theirs.cast("wallet", "import", "theirs", "--private-key", key, "--keystore-dir", folder, "--unsafe-password", "battery staple");
    const json = readFileSync(join(folder, "theirs"), "utf8").replace(/\s+/g, "");
    await same(1, () => ({ ask: ["unlock", json, "battery staple"], want: `${key} ${account.address}` }));
}

/** The compressed public key of an account: 02 or 03 by the last bit of y, and x. */
function compressed({ publicKey }) {
    return (parseInt(publicKey.at(-1), 16) % 2 ? "03" : "02") + publicKey.slice(4, 68);
}

async function stealth() {
    const sdk = await theirs.loadStealth(folder);
    const spending = someAccount(), viewing = someAccount();
    const meta = `st:eth:0x${compressed(spending.account)}${compressed(viewing.account)}`;
    const announced = [];
    await same(50, () => {
        const ephemeral = r.hex(32), schemeId = 1;
        const made = sdk.generateStealthAddress({ stealthMetaAddressURI: meta, schemeId, ephemeralPrivateKey: Buffer.from(ephemeral.slice(2), "hex") });
        announced.push(made.ephemeralPublicKey);
        return { ask: ["stealth", meta, ephemeral], want: `${theirs.getAddress(made.stealthAddress)} ${made.ephemeralPublicKey} ${made.viewTag}` };
    });
    await same(50, (i) => ({
        ask: ["stealth-key", announced[i], viewing.key, spending.key],
        want: sdk.computeStealthKey({ schemeId: 1, ephemeralPublicKey: announced[i], spendingPrivateKey: spending.key, viewingPrivateKey: viewing.key }),
    }));
}

const tests = {
    "Keccak-256 of 500 texts, as viem's": () => same(500, (i) => {
        const bytes = r.hex(i);
        return { ask: ["keccak", bytes], want: theirs.keccak256(bytes) };
    }),
    "RLP of 500 nested lists, as viem's": () => same(500, () => {
        const item = (depth) => depth && r.below(2) ? Array.from({ length: r.below(5) }, () => item(depth - 1)) : r.hex(r.below(70));
        const rlp = theirs.toRlp(item(5));
        return { ask: ["rlp", rlp], want: rlp };
    }),
    "500 raw transactions, their hashes and senders, as viem's": () => same(500, async () => {
        const { key, account } = someAccount();
        const fields = someTransaction();
        return transactionCase(key, account, fields, await account.signTransaction({ type: "eip1559", ...fields, gas: BigInt(fields.gas) }));
    }),
    "20 raw transactions, as cast mktx makes them": () => same(20, () => {
        const { key, account } = someAccount();
        const fields = someTransaction();
        return transactionCase(key, account, fields, castTransaction(key, fields));
    }),
    "1000 encodings of random types and values of the ABI, as viem's": () => same(1000, () => {
        const types = Array.from({ length: 1 + r.below(4) }, () => someType(r));
        const values = types.map((type) => someValue(r, type));
        const data = theirs.encodeAbiParameters(types, values);
        return { ask: ["abi", `(${types.map(typeName).join(",")})`, data], want: `${data} [${types.map((type, i) => print(type, values[i])).join("")}]` };
    }),
    "300 hashes and signatures of random typed data (EIP-712), as viem's": () => same(300, async () => {
        const { key, account } = someAccount();
        const data = someTypedData(r);
        return { ask: ["typed", key, theirs.serializeTypedData(data)], want: `${theirs.hashTypedData(data)} ${await account.signTypedData(data)} ${account.address}` };
    }),
    "200 signed messages (EIP-191), as viem's": () => same(200, async (i) => {
        const { key, account } = someAccount();
        const raw = r.hex(3 * i);
        return { ask: ["message", key, raw], want: `${await account.signMessage({ message: { raw } })} ${account.address}` };
    }),
    "20 seeds as words, and an account of each, as viem's": () => same(20, () => {
        const entropy = r.hex(r.pick([16, 20, 24, 28, 32])), addressIndex = r.below(1 << 30);
        const words = ask([["words", entropy, "m"]])[0].replace(/ 0x.*/, "");
        return { ask: ["words", entropy, `m/44'/60'/0'/0/${addressIndex}`], want: `${words} ${theirs.accounts.mnemonicToAccount(words, { addressIndex }).address}` };
    }),
    "a keystore that cast opens, and one of cast's that we open": keystores,
    "50 stealth addresses (ERC-5564), as ScopeLift's": stealth,
};

console.log(`1..${Object.keys(tests).length}`);
console.log(`# KENZEN_TEST_SEED=${seed}`);
let number = 0, failed = 0;
for (const [name, test] of Object.entries(tests)) {
    number++;
    try {
        await test();
        console.log(`ok ${number} - ${name}`);
    } catch (error) {
        failed++;
        console.log(`not ok ${number} - ${name}\n# ${String(error.message).slice(0, 4000)}`);
    }
}
rmSync(folder, { recursive: true });
process.exitCode = failed ? 1 : 0;
