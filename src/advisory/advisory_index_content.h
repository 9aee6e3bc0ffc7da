/* SPDX-License-Identifier: Apache-2.0 */
/* What a source consists of, as a number that does not hang on how it is stored: the sum of the digests of its records and
   facts modulo 2^256 (AdHash: Bellare, Micciancio, 1997). A change adds and takes away what changed. It tells contents apart;
   it does not protect against somebody who can choose millions of records.
   Example: advisory_index_content_add(&content, row.digest); … advisory_index_content_take(&content, old.digest); */
#ifndef ADVISORY_ADVISORY_INDEX_CONTENT_H
#define ADVISORY_ADVISORY_INDEX_CONTENT_H

#include "advisory/advisory_layout.h"
#include "base/text.h"
#include "codec/sha256.h"

struct advisory_index_content {
    unsigned char sum[SHA256_SIZE]; /* little-endian */
};

void advisory_index_content_add(
    struct advisory_index_content *content, const unsigned char digest[SHA256_SIZE]);
void advisory_index_content_take(
    struct advisory_index_content *content, const unsigned char digest[SHA256_SIZE]);

/* The digest of a fact, whatever its place: its row and its vector. */
void advisory_index_content_of_fact(
    const struct layout_fact *row, struct text ratings, unsigned char ret_digest[SHA256_SIZE]);
/* The digest of a source, by its name and content. */
void advisory_index_content_of_source(struct text name,
    const struct advisory_index_content *content, unsigned char ret_digest[SHA256_SIZE]);

#endif
