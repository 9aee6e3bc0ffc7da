// SPDX-License-Identifier: Apache-2.0
// Builds web/dist: index.html and the files it names, which carry a digest of their content so that a browser may keep them for ever.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const assets = join(dist, "assets");

rmSync(dist, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });

const common = {
  absWorkingDir: here,
  outdir: assets,
  entryNames: "[name]-[hash]",
  loader: { ".svg": "copy" },
  bundle: true,
  minify: true,
  target: ["chrome111", "firefox115", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};
// What only some pages need (charts) is a module of its own, asked for when it is imported.
const app = await build({
  ...common,
  entryPoints: { app: "src/main.tsx" },
  chunkNames: "part-[name]-[hash]",
  format: "esm",
  splitting: true,
});
// The theme is set before the page is drawn: a module would come too late.
const early = await build({
  ...common,
  entryPoints: { theme: "src/theme_early.ts", icon: "src/icon.svg" },
  format: "iife",
});

// "app.css" in the template stands for the file that the build named app-DIGEST.css.
const outputs = { ...app.metafile.outputs, ...early.metafile.outputs };
const built = Object.keys(outputs).map((path) => basename(path));
const page = readFileSync(join(here, "src/index.html"), "utf8").replace(
  /assets\/([a-z]+)\.([a-z]+)/g,
  (_, name, kind) => {
    const file = built.find((one) => one.startsWith(`${name}-`) && one.endsWith(`.${kind}`));
    if (!file) throw new Error(`index.html names ${name}.${kind}, which was not built`);
    return `assets/${file}`;
  },
);
writeFileSync(join(dist, "index.html"), page);

let total = gzipSync(page).length;
for (const file of readdirSync(assets)) total += gzipSync(readFileSync(join(assets, file)), { level: 9 }).length;
console.log(`web/dist: ${built.length + 1} files, ${(total / 1024).toFixed(1)} kB gzipped`);
