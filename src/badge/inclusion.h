/* SPDX-License-Identifier: Apache-2.0 */
/* The proof in a credential's evidence that its entry is in the issuer's log: read as it stands there, and to be checked.
   Example: inclusion_read(&inclusion, credential, err) */
#ifndef BADGE_INCLUSION_H
#define BADGE_INCLUSION_H

#include "codec/json.h"
#include "journal/merkle.h"

/* The member of an evidence. */
#define INCLUSION_TERM "inclusionProof"

struct inclusion {
    struct merkle_hash leaf;
    int64_t seq;
    struct merkle_hash path[MERKLE_PROOF_MAX];
    size_t path_count;
    struct text checkpoint;
    struct text text; /* the entry, opened by who may see it; or empty */
    unsigned char secret[SHA256_SIZE];
};

/* Finds the first evidence that has one. Texts borrow from credential. ERR_NOT_FOUND, ERR_SYNTAX. */
MUST_USE bool inclusion_read(
    struct inclusion *ret_inclusion, yyjson_val *credential, struct err *err);
/* The same of the proof itself, as a log answers it. */
MUST_USE bool inclusion_read_proof(
    struct inclusion *ret_inclusion, yyjson_val *proof, struct err *err);

#endif
