// SPDX-License-Identifier: Apache-2.0
// Makes src/api_schema.d.ts, the types of the REST interface, from docs/api.yaml; npm run check calls it first.
import openapiTS, { astToString } from "openapi-typescript";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "src/api_schema.d.ts");
const made = astToString(await openapiTS(new URL("../docs/api.yaml", import.meta.url)));
const head = "// Made from docs/api.yaml by types.mjs.\n";
if (readIfThere(out) !== head + made) writeFileSync(out, head + made);

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
