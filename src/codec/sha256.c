/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/sha256.h"

#include <openssl/evp.h>

#include "base/err.h"

/* OpenSSL fails here only without memory, or when a policy of the machine forbids SHA-256 itself. */
static void insist(int is_fine)
{
    if (is_fine != 1)
        err_panic("SHA-256 does not work here");
}

void sha256_of(struct text bytes, unsigned char ret_digest[SHA256_SIZE])
{
    insist(EVP_Digest(bytes.at ? bytes.at : "", bytes.len, ret_digest, NULL, EVP_sha256(), NULL));
}

/* An EVP_MD_CTX by another name, so that no caller needs OpenSSL's headers. */
static EVP_MD_CTX *context_of(struct sha256 *hash)
{
    return (EVP_MD_CTX *)hash;
}

struct sha256 *sha256_new(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    insist(context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1);
    return (struct sha256 *)context;
}

void sha256_add(struct sha256 *hash, struct text bytes)
{
    insist(EVP_DigestUpdate(context_of(hash), bytes.at ? bytes.at : "", bytes.len));
}

void sha256_end(struct sha256 *hash, unsigned char ret_digest[SHA256_SIZE])
{
    if (ret_digest)
        insist(EVP_DigestFinal_ex(context_of(hash), ret_digest, NULL));
    EVP_MD_CTX_free(context_of(hash));
}

const char *sha256_print(const unsigned char digest[SHA256_SIZE], char at[SHA256_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        at[2 * i] = digits[digest[i] >> 4];
        at[2 * i + 1] = digits[digest[i] & 15];
    }
    at[2 * SHA256_SIZE] = '\0';
    return at;
}

static int digit_value(char c)
{
    char small = text_lower_char(c);
    if (text_is_digit(small))
        return small - '0';
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

bool sha256_read(struct text hex, unsigned char ret_digest[SHA256_SIZE])
{
    unsigned char digest[SHA256_SIZE];
    if (hex.len != 2 * (size_t)SHA256_SIZE)
        return false;
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        int high = digit_value(hex.at[2 * i]), low = digit_value(hex.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        digest[i] = (unsigned char)(high << 4 | low);
    }
    memcpy(ret_digest, digest, sizeof digest);
    return true;
}
