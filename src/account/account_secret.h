/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets that are given to somebody once and known again by their hash.
   Example: account_secret_new("kz_", secret, hash); … account_secret_hash(text, hash) */
#ifndef ACCOUNT_ACCOUNT_SECRET_H
#define ACCOUNT_ACCOUNT_SECRET_H

#include "account/account.h"
#include "codec/sha256.h"

/* Makes a secret that begins with prefix (at most three characters), and its hash. */
void account_secret_new(
    const char *prefix, char ret_secret[ACCOUNT_SECRET_SIZE], unsigned char ret_hash[SHA256_SIZE]);

/* Gives the hash of a secret that somebody presents; false when it does not even look like one. */
MUST_USE bool account_secret_hash(
    const char *prefix, struct text secret, unsigned char ret_hash[SHA256_SIZE]);

#endif
