// SPDX-License-Identifier: Apache-2.0
// A kenzen of the test's own: a data folder that goes away, the demo's advisories, a free port.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const START_MS = 20_000;

/** Resolves to the match of pattern in what the process prints. */
function printed(child, patterns) {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`the server did not start: ${text}`)), START_MS);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
    child.stdout.on("data", (data) => {
      text += data;
      const found = patterns.map((pattern) => pattern.exec(text));
      if (found.some((match) => !match)) return;
      clearTimeout(timer);
      resolve(found.map((match) => match[1]));
    });
  });
}

function importDemo(program, data) {
  const to = join(data, "advisories.kzi");
  execFileSync(program, ["advisory", "import", "demo/advisories", "--to", to], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Starts a server and returns its address, the link that signs the administrator in, its log and how to stop it. */
export async function startServer(program, { withAdvisories = true } = {}) {
  const data = mkdtempSync(join(tmpdir(), "kenzen-web-"));
  if (withAdvisories) importDemo(program, data);
  const child = spawn(program, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--allow-net", "127.0.0.0/8"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const stop = () =>
    new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGTERM");
    }).then(() => rmSync(data, { recursive: true, force: true }));
  const [link, address] = await printed(child, [/(http:\S+#\S+)/, /listening on (http:\S+)/]);
  return { link, address, stop, log: () => log };
}
