// SPDX-License-Identifier: Apache-2.0
// Plays the cases of walk.mjs one after the other, on one server and in one browser, and prints TAP.
import { openBrowser, picture } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { cases } from "./walk.mjs";

class Skipped extends Error {}

async function play(title, run, world) {
  try {
    await run(world);
    return `ok`;
  } catch (error) {
    if (error instanceof Skipped) return `ok # SKIP ${error.message}`;
    console.log(String(error.stack).replace(/^/gm, "# "));
    await picture(world.page, `failed-${title.replace(/\W+/g, "-").slice(0, 60)}`).catch(() => {});
    return "not ok";
  }
}

const server = await startServer(process.env.KENZEN);
const { browser, page, complaints } = await openBrowser(server.address);
const world = {
  server,
  page,
  complaints,
  skip: (reason) => {
    throw new Skipped(reason);
  },
};
let failed = 0;
console.log(`1..${cases.length}`);
for (const [i, [title, run]] of cases.entries()) {
  const [verdict, directive] = (await play(title, run, world)).split(" # ");
  if (verdict !== "ok") failed++;
  console.log(`${verdict} ${i + 1} - ${title}${directive ? ` # ${directive}` : ""}`);
}
await browser.close();
await server.stop();
if (failed) console.error(server.log().replace(/^.*level=info.*\n/gm, ""));
// What a case that failed left behind does not keep the walk from ending.
process.exit(failed ? 1 : 0);
