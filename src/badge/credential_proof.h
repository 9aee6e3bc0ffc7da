/* SPDX-License-Identifier: Apache-2.0 */
/* The evidence in a credential: the place of the badge's entry in the journal, the path from there to a head, and that head, signed. Whoever
   verifies needs nobody for it but who holds the log's key.
   Example: credential_proof_print(&out, &issuer, &badge.entry, arena, err) */
#ifndef BADGE_CREDENTIAL_PROOF_H
#define BADGE_CREDENTIAL_PROOF_H

#include "badge/credential.h"
#include "badge/inclusion.h"

/* The word of ours, for those who read credentials as JSON-LD. */
void credential_proof_print_context(struct buf *out);

/* Sees to it that the entry has its place; fills seq and leaf. */
MUST_USE bool credential_proof_place(const struct credential_issuer *issuer,
    struct badge_entry *entry, struct arena *arena, struct err *err);

/* Adds the member "evidence". The head is the first one that has the entry, so that the credential stays the same. is_open: with what the
   entry says, without what it tells of people. */
MUST_USE bool credential_proof_print(struct buf *out, const struct credential_issuer *issuer,
    const struct badge_entry *entry, bool is_open, struct arena *arena, struct err *err);

#endif
