/* SPDX-License-Identifier: Apache-2.0 */
/* The key that this server signs transactions with: of a keystore that is opened at the start, or of the chain that it keeps itself. The
   key is in memory that is not swapped, and is shown to nobody.
   Example: onchain_signer_open(&signer, "/srv/kenzen/chain.json", "/srv/kenzen/chain.password", err) */
#ifndef ONCHAIN_ONCHAIN_SIGNER_H
#define ONCHAIN_ONCHAIN_SIGNER_H

#include "chain/tx.h"

struct onchain_signer;

/* Opens a keystore (chain/keystore.h) with the password that is the first line of a file. Fails with ERR_USAGE when others may read the
   password's file, ERR_CREDENTIALS when the password is wrong, ERR_SYNTAX, ERR_SYSTEM; the path first. */
MUST_USE bool onchain_signer_open(struct onchain_signer **ret_signer, const char *keystore_path,
    const char *password_path, struct err *err);
/* Takes a key as it is. ERR_SYNTAX when it is none. */
MUST_USE bool onchain_signer_new(
    struct onchain_signer **ret_signer, const unsigned char key[SECP_KEY_SIZE], struct err *err);
/* Wipes it. Takes NULL. */
void onchain_signer_free(struct onchain_signer *signer);

const struct chain_address *onchain_signer_address(const struct onchain_signer *signer);
/* Adds the signed bytes to out, and gives their hash. */
MUST_USE bool onchain_signer_sign(const struct onchain_signer *signer, const struct tx *tx,
    struct buf *out, unsigned char ret_hash[KECCAK_SIZE], struct err *err);

#endif
