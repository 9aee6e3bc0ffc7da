/* SPDX-License-Identifier: Apache-2.0 */
/* A private key in a file that a password opens: version 3 of the "Web3 Secret Storage", as geth, foundry and wallets write it.
   Example: keystore_print(key, password, KEYSTORE_STANDARD, &json, err); keystore_read(json, password, key, &address, err) */
#ifndef CHAIN_KEYSTORE_H
#define CHAIN_KEYSTORE_H

#include "base/buf.h"
#include "chain/secp.h"

/* What one try of a password costs: 256 MiB and a second, or 4 MiB and a tenth of it for tests and small machines. */
enum keystore_cost { KEYSTORE_STANDARD, KEYSTORE_LIGHT };

/* Adds the JSON of key under password (scrypt, AES-128-CTR). Fails with ERR_SYNTAX when key is none, ERR_SYSTEM without
   memory. */
MUST_USE bool keystore_print(const unsigned char key[SECP_KEY_SIZE], struct text password,
    enum keystore_cost cost, struct buf *out, struct err *err);

/* Opens such a JSON. The key is to be wiped after use. Fails with ERR_SYNTAX, ERR_UNSUPPORTED (another version, cipher or way to
   stretch the password), ERR_LIMIT (beyond LIMIT_KEYSTORE_*: a file cannot make us use more memory or time), or ERR_CREDENTIALS
   when the password is wrong. */
MUST_USE bool keystore_read(struct text json, struct text password,
    unsigned char ret_key[SECP_KEY_SIZE], struct chain_address *ret_address, struct err *err);

#endif
