// SPDX-License-Identifier: Apache-2.0
// All that the pages say, in every language they speak. A word missing in one of them does not compile.
import { commonWords } from "./words/common";
import { inventoryWords } from "./words/inventory";
import { ticketWords } from "./words/tickets";

export const words = { ...commonWords, ...inventoryWords, ...ticketWords } satisfies Record<
  string,
  readonly [english: string, japanese: string]
>;
