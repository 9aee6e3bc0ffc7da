/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX licence expressions in their normal form, and what SBOMs write instead of them.
   Example: license_read(&reading, TEXT("GPLv2+ or mit"), arena, err); license_print(reading.root, &out) adds "GPL-2.0-or-later OR
   MIT"; reading.guessed_count is 1. SPDX 2.3, annex D; SPDX 3.0, annex B. */
#ifndef DOMAIN_LICENSE_H
#define DOMAIN_LICENSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/license_list.h"

enum license_kind {
    LICENSE_ID,   /* of the SPDX list */
    LICENSE_REF,  /* LicenseRef-… or DocumentRef-…:LicenseRef-… */
    LICENSE_NAME, /* what could not be read, as it was written */
    LICENSE_NONE, /* the word NONE: there is no licence */
    LICENSE_NOASSERTION,
    LICENSE_AND,
    LICENSE_OR
};

/* A licence, or several joined by AND or OR. In normal form: no group stands in one of its own kind, parts are sorted, each
   once, and none that another makes needless (A AND (A OR B) is A); deprecated ids have become those of today. */
struct license {
    enum license_kind kind;
    struct text id;             /* in the list's spelling; or a reference or name as written */
    struct text exception;      /* behind WITH; or empty */
    bool has_plus;              /* "or any later version", where the id itself does not say so */
    enum license_family family; /* of a single licence with its exception */
    const struct license *const *parts; /* of AND and OR: two or more */
    size_t part_count;
};

struct license_reading {
    const struct license *root; /* NULL when there is nothing but spaces */
    struct text problem;        /* the first reason why it is no valid SPDX expression; or empty */
    size_t guessed_count;       /* names that were taken for ids */
    size_t deprecated_count;
    size_t
        unknown_count; /* names that were kept as they are; all of it when it has no sound form */
};

/* Reads what an SBOM says. Nothing that is written there is an error: what cannot be read is kept as a name and told in
   problem, "column 7: …". Fails with ERR_LIMIT when arena is spent. Texts borrow from s, the table or arena. */
MUST_USE bool license_read(
    struct license_reading *ret_reading, struct text s, struct arena *arena, struct err *err);

/* Adds the expression; with parentheses only where SPDX needs them. */
void license_print(const struct license *license, struct buf *out);
/* Returns <0, 0 or >0: the order of parts. Equal expressions in normal form compare equal. */
int license_compare(const struct license *a, const struct license *b);

/* Makes the normal form of parts joined by kind. Returns NULL when arena is spent. */
const struct license *license_join(
    enum license_kind kind, const struct license *const *parts, size_t count, struct arena *arena);

#endif
