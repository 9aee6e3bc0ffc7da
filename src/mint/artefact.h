/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled contracts of contracts/, embedded in the program: what to deploy, and how to speak with it.
   Example: const struct artefact *badge = artefact_find(TEXT("SecurityBadge")); */
#ifndef MINT_ARTEFACT_H
#define MINT_ARTEFACT_H

#include "base/text.h"

struct artefact {
    const char *name;
    struct text abi; /* JSON, as solc writes it */
    struct text
        bytecode; /* the creation code itself, no hex; the constructor's arguments go behind it */
};

/* Sorted by name; made by artefact_embed.py. */
extern const struct artefact artefact_table[];
extern const size_t artefact_count;

/* Returns the contract of that name, or NULL. */
const struct artefact *artefact_find(struct text name);

#endif
