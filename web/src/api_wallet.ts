// SPDX-License-Identifier: Apache-2.0
// Wallets and minting, as docs/api.yaml describes them.
import type { Schemas } from "./schemas";
import type { WalletChain } from "./wallet/provider";

export type WalletAddress = Schemas["WalletAddress"];

/** The text to sign, word for word. */
export interface WalletChallenge {
  message: string;
}

export interface MintChain {
  id: string;
  name: string;
  symbol: string;
  wallet_url: string | null;
  explorer_url: string | null;
}

export interface MintPreview {
  chain: MintChain;
  contract: string;
  address: string;
  commitment: string;
  token_id: string;
  nft_id: string;
}

export interface MintClaim {
  root: string;
  to: string;
  data: string;
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
