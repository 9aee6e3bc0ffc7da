// SPDX-License-Identifier: Apache-2.0
// A kenzen of the test's own: a data folder that goes away, the demo's advisories or a year of history, a free port.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

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

/** A year of a made-up organisation, up to now (tests/history/README.md): it takes half a minute. */
function makeYear(program, data) {
  const history = join(dirname(realpathSync(program)), "tests", "history", "history");
  execFileSync(history, [data], { stdio: ["ignore", "ignore", "inherit"] });
}

/** A link that signs somebody in, or the administrator. */
function makeLink(program, data, address, name) {
  const args = ["account", "signin-link", ...(name ? [name] : []), "--data", data, "--url", address, "--json"];
  return JSON.parse(execFileSync(program, args, { encoding: "utf8" })).url;
}

/**
 * Starts a server and returns its address, the link that signs the administrator in, its log, how to stop it, and how to get a link
 * for somebody else by their name. options: more of kenzen serve. withYear: people who are there then stand in tests/history/history_cast.c.
 */
export async function startServer(program, { withAdvisories = true, withYear = false, options = [] } = {}) {
  const data = mkdtempSync(join(tmpdir(), "kenzen-web-"));
  if (withYear) makeYear(program, data);
  else if (withAdvisories) importDemo(program, data);
  const args = ["serve", "--data", data, "--listen", "127.0.0.1:0", "--allow-net", "127.0.0.0/8", ...options];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const stop = () =>
    new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGTERM");
    }).then(() => rmSync(data, { recursive: true, force: true }));
  const patterns = [/listening on (http:\S+)/, ...(withYear ? [] : [/(https?:\S+#\S+)/])];
  const [address, first] = await printed(child, patterns);
  const link = first ?? makeLink(program, data, address);
  return { link, address, data, stop, log: () => log, linkFor: (name) => makeLink(program, data, address, name) };
}
