// SPDX-License-Identifier: Apache-2.0
// How often a browser asks again for a stream that it does not get: web/src/live.ts itself, beside a clock and streams that are made up,
// so that five minutes pass at once and nothing is waited for.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const WEB = new URL("../../web/", import.meta.url);
const CLOSED = 2;
const STUBS = {
  "./http": "export const asked = []; export function get(path) { asked.push(path); return Promise.reject(new Error(path)); }",
  "./session": 'import { signal } from "@preact/signals"; export const me = signal(null);',
};

async function bundle() {
  const { build } = createRequire(new URL("package.json", WEB))("esbuild");
  const resolveDir = fileURLToPath(new URL("src", WEB));
  const stubs = {
    name: "stubs",
    setup(build) {
      build.onResolve({ filter: /^\.\/(http|session)$/ }, ({ path }) => ({ path, namespace: "stub" }));
      build.onLoad({ filter: /.*/, namespace: "stub" }, ({ path }) => ({ contents: STUBS[path], resolveDir }));
    },
  };
  const contents = 'export * from "./live"; export { me } from "./session"; export { asked } from "./http";';
  const built = await build({
    stdin: { contents, resolveDir, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "live",
    plugins: [stubs],
    logLevel: "silent",
  });
  return built.outputFiles[0].text;
}

/** A browser of its own: streams that were asked for, and timers that are set, in milliseconds. */
function browser(code, random) {
  const streams = [];
  const timers = new Map();
  const world = {
    streams,
    timers,
    setTimeout: (work, ms) => (timers.set(timers.last = (timers.last ?? 0) + 1, { work, ms }), timers.last),
    clearTimeout: (id) => timers.delete(id),
    document: { hidden: false, addEventListener() {} },
    addEventListener() {},
    EventSource: class {
      static CLOSED = CLOSED;
      readyState = 0;
      heard = {};
      constructor() {
        streams.push(this);
      }
      addEventListener(kind, listener) {
        this.heard[kind] = listener;
      }
      close() {
        this.readyState = CLOSED;
      }
    },
  };
  world.window = world;
  vm.createContext(world);
  vm.runInContext(`Math.random = () => ${random};\n${code}\nlive.startLive(); live.me.value = { id: "1" };`, world);
  return world;
}

/** The stream is refused; returns for how long nothing is asked, and lets that time pass. */
function refuse(world) {
  const stream = world.streams.at(-1);
  stream.readyState = CLOSED;
  stream.onerror();
  assert.equal(world.timers.size, 1, "one try waits");
  const [[id, { work, ms }]] = world.timers;
  world.timers.delete(id);
  const count = world.streams.length;
  work();
  assert.equal(world.streams.length, count + 1, "it is asked for again");
  return ms;
}

const live = (world, what) => vm.runInContext(what, world);

export async function asksEverMoreRarely() {
  const code = await bundle();
  const world = browser(code, 0.5);
  assert.equal(world.streams.length, 1);
  // The browser may try once by itself.
  world.streams[0].onerror();
  assert.equal(world.timers.size, 0);
  assert.deepEqual([2, 3, 4, 5, 6, 7, 8, 9].map(() => refuse(world)), [10, 20, 40, 80, 160, 300, 300, 300].map((s) => s * 1000));
  assert.equal(live(world, "live.asked.length"), 8, "only an answer tells whether the session has ended");
  // Whoever was heard begins anew.
  world.streams.at(-1).heard.hello();
  assert.equal(live(world, "live.isLive.value"), true);
  assert.equal(refuse(world), 5_000);
  // Not all browsers at the same moment.
  assert.equal(refuse(browser(code, 0)), 2_500);
  assert.ok(refuse(browser(code, 0.999)) > 7_400);
  // Who signs out asks no more.
  live(world, "live.me.value = null");
  assert.equal(world.timers.size, 0);
  assert.equal(world.streams.at(-1).readyState, CLOSED);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await asksEverMoreRarely();
