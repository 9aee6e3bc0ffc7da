// SPDX-License-Identifier: Apache-2.0
// node build.mjs [FOLDER]: compiles the contracts into FOLDER/NAME.json (../build/contracts unless given): ABI, bytecode, and the compiler.
// node build.mjs --digests: compiles afresh and prints the digests of these files; artefacts.sha256 holds those of this source.
//
// The compiler is npm's, pinned by package-lock.json, and its settings are settings.json, so equal sources give equal bytes anywhere.
// Several builds share ../build/contracts: what was compiled there from the same input is copied.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CONTRACTS = ["Anchor", "SecurityBadge", "SecurityBadgeTransferable"];
const here = dirname(fileURLToPath(import.meta.url));
const shared = join(here, "../build/contracts");
const read = (path) => readFileSync(join(here, path), "utf8");
const digest = (text) => createHash("sha256").update(text).digest("hex");

function installed(name) {
  try {
    return JSON.parse(read(`node_modules/${name}/package.json`)).version;
  } catch {
    return "";
  }
}

// As after a pull: what package-lock.json names is installed when something else is.
function install() {
  const { dependencies, devDependencies } = JSON.parse(read("package.json"));
  const hasTests = Object.keys(devDependencies).some((name) => installed(name));
  const wanted = Object.entries(hasTests ? { ...dependencies, ...devDependencies } : dependencies);
  const missing = wanted.filter(([name, version]) => installed(name) !== version);
  if (!missing.length) return;
  console.error(`contracts: installing ${missing.map(([name, version]) => `${name} ${version}`).join(", ")}`);
  const omit = hasTests ? [] : ["--omit=dev"];
  try {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", ...omit], { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
  } catch {
    console.error("contracts: the npm packages of contracts/package-lock.json are not installed; run script/setup");
    process.exit(1);
  }
}

function compile() {
  const solc = createRequire(import.meta.url)("solc");
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(CONTRACTS.map((name) => [`src/${name}.sol`, { content: read(`src/${name}.sol`) }])),
    settings: { ...JSON.parse(read("settings.json")), outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const find = (path) => ({ contents: read(path.startsWith("src/") ? path : `node_modules/${path}`) });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
  // A library's warnings are its own matter; an error anywhere and a warning in our own source end the build.
  const isOurs = ({ severity, sourceLocation }) => severity === "error" || sourceLocation?.file.startsWith("src/");
  const problems = (output.errors ?? []).filter(isOurs);
  for (const { formattedMessage } of problems) console.error(formattedMessage);
  if (problems.length) process.exit(1);
  return CONTRACTS.map((name) => {
    const { abi, evm } = output.contracts[`src/${name}.sol`][name];
    const artefact = { name, compiler: solc.version(), abi, bytecode: `0x${evm.bytecode.object}` };
    return [name, `${JSON.stringify(artefact)}\n`];
  });
}

// Another build may read meanwhile, so files appear whole.
function write(folder, name, text) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

function inputDigest() {
  const sources = readdirSync(join(here, "src")).sort().map((name) => `src/${name}`);
  return digest(["build.mjs", "settings.json", "package-lock.json", ...sources].map((path) => `${path} ${digest(read(path))}\n`).join(""));
}

function build() {
  const input = inputDigest();
  try {
    if (readFileSync(join(shared, "input.sha256"), "utf8") === input) {
      return CONTRACTS.map((name) => [name, readFileSync(join(shared, `${name}.json`), "utf8")]);
    }
  } catch {
    // Nothing was compiled here yet.
  }
  install();
  const artefacts = compile();
  for (const [name, text] of artefacts) write(shared, `${name}.json`, text);
  write(shared, "input.sha256", input);
  return artefacts;
}

if (process.argv[2] === "--digests") {
  install();
  const lines = compile().map(([name, text]) => `${digest(text)}  ${name}.json\n`);
  process.stdout.write(lines.join(""));
} else {
  for (const [name, text] of build()) write(process.argv[2] ?? shared, `${name}.json`, text);
}
