// SPDX-License-Identifier: Apache-2.0
// The schemas of docs/api.yaml as types; api_schema.d.ts is made from it by npm run check.
import type { components } from "./api_schema";

export type Schemas = components["schemas"];
