// SPDX-License-Identifier: Apache-2.0
// The programs of others that ours is held against, found where script/setup --dev puts them.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const top = process.cwd();
const contracts = createRequire(join(top, "contracts/package.json"));
const viem = await import(pathToFileURL(contracts.resolve("viem")).href);

export const { encodeAbiParameters, getAddress, hashTypedData, keccak256, padHex, serializeTypedData, stringToHex, toHex, toRlp } = viem;
export const accounts = await import(pathToFileURL(contracts.resolve("viem/accounts")).href);

const machine = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
const program = join(top, `contracts/node_modules/@foundry-rs/cast-${machine}/bin/cast`);

/** Returns what cast prints. */
export const cast = (...words) => execFileSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

/** ScopeLift's package names folders where Node wants files: bundled first, as its users do. */
export async function loadStealth(folder) {
    const esbuild = createRequire(join(top, "web/package.json"))("esbuild");
    const outfile = join(folder, "stealth.mjs");
    await esbuild.build({
        stdin: { contents: 'export * from "@scopelift/stealth-address-sdk";', resolveDir: join(top, "contracts") },
        bundle: true, platform: "node", format: "esm", outfile, logLevel: "silent",
    });
    return import(pathToFileURL(outfile).href);
}
