// SPDX-License-Identifier: Apache-2.0
// Wallets and minting, as docs/api.yaml describes them.
import type { paths } from "./api_schema";
import type { Schemas } from "./schemas";
import type { WalletChain } from "./wallet/provider";

export type WalletAddress = Schemas["WalletAddress"];
export type Mint = Schemas["Mint"];
/** What becomes public of a badge. */
export type MintPreview = Schemas["MintPreview"];
export type MintChain = MintPreview["chain"];
export type Chain = Schemas["Chain"];
export type Campaign = Schemas["BadgeCampaign"];
type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;
/** What the holder's own wallet sends. */
export type Claim = Answer<"/api/v1/badges/{badge}/claim">;

/** The text to sign, word for word. */
export interface WalletChallenge {
  message: string;
}

export function walletChain(chain: Pick<Chain, "id" | "name" | "symbol" | "wallet_url" | "explorer_url">): WalletChain {
  return {
    id: Number(chain.id),
    name: chain.name,
    currency: chain.symbol,
    rpcUrls: chain.wallet_url ? [chain.wallet_url] : [],
    explorerUrl: chain.explorer_url || null,
  };
}
