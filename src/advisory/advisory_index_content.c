/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_content.h"

void advisory_index_content_add(
    struct advisory_index_content *content, const unsigned char digest[SHA256_SIZE])
{
    unsigned carry = 0;
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        carry += content->sum[i] + (unsigned)digest[i];
        content->sum[i] = (unsigned char)carry;
        carry >>= 8;
    }
}

/* Minus is plus the complement and one. */
void advisory_index_content_take(
    struct advisory_index_content *content, const unsigned char digest[SHA256_SIZE])
{
    unsigned carry = 1;
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        carry += content->sum[i] + (255u - digest[i]);
        content->sum[i] = (unsigned char)carry;
        carry >>= 8;
    }
}

void advisory_index_content_of_fact(
    const struct layout_fact *row, struct text ratings, unsigned char ret_digest[SHA256_SIZE])
{
    struct layout_fact bare = *row;
    struct sha256 *hash = sha256_new();
    bare.source = 0;
    bare.ratings = (struct layout_text){0};
    sha256_add(hash, (struct text){(const char *)&bare, sizeof bare});
    sha256_add(hash, ratings);
    sha256_end(hash, ret_digest);
}

void advisory_index_content_of_source(struct text name,
    const struct advisory_index_content *content, unsigned char ret_digest[SHA256_SIZE])
{
    struct sha256 *hash = sha256_new();
    sha256_add(hash, (struct text){(const char *)content->sum, sizeof content->sum});
    sha256_add(hash, name);
    sha256_end(hash, ret_digest);
}
