// SPDX-License-Identifier: Apache-2.0
/** What is signed to get the keys of fresh addresses (stealth.ts). Never to be changed: another text gives other keys. */
export const STEALTH_TEXT = [
  "kenzen: keys for fresh addresses that receive badges (ERC-5564)",
  "",
  "Sign this only on a kenzen server that you trust: whoever has this signature has the badges at your fresh addresses.",
].join("\n");
