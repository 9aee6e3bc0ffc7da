// SPDX-License-Identifier: Apache-2.0
// Wallets and minting, as docs/api.yaml describes them.
import type { Schemas } from "./schemas";
import type { WalletChain } from "./wallet/provider";

export type WalletAddress = Schemas["WalletAddress"];
export type Mint = Schemas["Mint"];
/** What becomes public of a badge. */
export type MintPreview = Schemas["MintPreview"];
export type MintChain = MintPreview["chain"];

/** The text to sign, word for word. */
export interface WalletChallenge {
  message: string;
}

export function walletChain(chain: MintChain): WalletChain {
  return {
    id: Number(chain.id),
    name: chain.name,
    currency: chain.symbol,
    rpcUrls: chain.wallet_url ? [chain.wallet_url] : [],
    explorerUrl: chain.explorer_url || null,
  };
}
