/* SPDX-License-Identifier: Apache-2.0 */
/* Many private keys from one seed (BIP-32, BIP-44). Example: hd_derive(seed, TEXT("m/44'/60'/0'/0/0"), key, err) */
#ifndef CHAIN_HD_H
#define CHAIN_HD_H

#include "chain/secp.h"

/* What wallets call the first account of Ethereum. */
#define HD_FIRST_ACCOUNT "m/44'/60'/0'/0/0"

/* Gives the private key at a path: m and up to 16 numbers below 2^31, each with ' when hardened. seed is 16 to 64 bytes. Fails
   with ERR_SYNTAX. */
MUST_USE bool hd_derive(
    struct text seed, struct text path, unsigned char ret_key[SECP_KEY_SIZE], struct err *err);
/* The same with the chain code that keys further down would be made with. */
MUST_USE bool hd_derive_node(struct text seed, struct text path,
    unsigned char ret_key[SECP_KEY_SIZE], unsigned char ret_chain_code[32], struct err *err);

#endif
