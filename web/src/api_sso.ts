// SPDX-License-Identifier: Apache-2.0
// The objects of single sign-on, as docs/api.yaml describes them.
import type { Schemas } from "./schemas";

export type Identity = Schemas["Identity"];
export type OidcProvider = Schemas["OidcProvider"];
export type OidcGroup = Schemas["OidcGroup"];

export interface OidcTest {
  is_good: boolean;
  lines: { name: string; is_good: boolean; detail: string }[];
}
