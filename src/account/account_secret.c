/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_secret.h"

#include "base/rand.h"

/* With 256 random bits nothing can be guessed, so that a fast hash without salt is as good as a slow one. */
void account_secret_new(
    const char *prefix, char ret_secret[ACCOUNT_SECRET_SIZE], unsigned char ret_hash[SHA256_SIZE])
{
    unsigned char bytes[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE];
    rand_bytes(bytes, sizeof bytes);
    snprintf(ret_secret, ACCOUNT_SECRET_SIZE, "%.3s%s", prefix, sha256_print(bytes, hex));
    sha256_of(text_of(ret_secret), ret_hash);
}

bool account_secret_hash(
    const char *prefix, struct text secret, unsigned char ret_hash[SHA256_SIZE])
{
    unsigned char bytes[SHA256_SIZE];
    struct text head = text_of(prefix);
    if (!text_starts(secret, head) || !sha256_read(text_from(secret, head.len), bytes))
        return false;
    sha256_of(secret, ret_hash);
    return true;
}
