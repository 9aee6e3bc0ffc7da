// SPDX-License-Identifier: Apache-2.0
// Before a build or a check: installs what package-lock.json names when something else is installed, as after a pull.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const read = (path) => JSON.parse(readFileSync(join(here, path), "utf8"));

function installed(name) {
  try {
    return read(`node_modules/${name}/package.json`).version;
  } catch {
    return "";
  }
}

const wanted = Object.entries(read("package.json").devDependencies);
const missing = wanted.filter(([name, version]) => installed(name) !== version);
if (missing.length) {
  console.error(`installing ${missing.map(([name, version]) => `${name} ${version}`).join(", ")}`);
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
}
