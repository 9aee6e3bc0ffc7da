/* SPDX-License-Identifier: Apache-2.0 */
/* Package URLs, pkg:type/namespace/name@version?qualifiers#subpath, normalised so that equal packages
   compare equal. Example: purl_read(&p, TEXT("pkg:npm/%40angular/core@17.0.0"), arena, err) */
#ifndef DOMAIN_PURL_H
#define DOMAIN_PURL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct purl_qualifier {
    struct text key, value; /* key in lower case; value decoded */
};

/* All parts decoded and normalised by their type's rules; an absent part is empty. */
struct purl {
    struct text type, space, name, version,
        subpath;                       /* space is the namespace, segments joined by '/' */
    struct purl_qualifier *qualifiers; /* sorted by key */
    size_t qualifier_count;
};

/* Reads s into ret_purl, whose parts borrow from s or arena. Fails with ERR_SYNTAX, and ERR_LIMIT over
   LIMIT_PURL_BYTES. purl-spec, "How to parse a purl string". */
MUST_USE bool purl_read(struct purl *ret_purl, struct text s, struct arena *arena, struct err *err);

/* Normalises and checks parts that were set by hand (not decoded from a string), as purl_read does for a
   string. purl-spec, "How to build a purl string". */
MUST_USE bool purl_check(struct purl *purl, struct arena *arena, struct err *err);

/* The rules of its type alone, for parts that keep to those of every type. */
MUST_USE bool purl_check_type(struct purl *purl, struct arena *arena, struct err *err);

/* Room for the qualifiers of a canonical package URL; with more it is left to purl_read. */
enum { PURL_CANONICAL_QUALIFIERS = 8 };

/* Reads s when it is canonical, written as purl_print would, which is quick. The qualifiers stand in room, for as many as
   that; texts borrow from s or arena. Returns false when it is not canonical, or only perhaps (a subpath, letters beyond
   ASCII), or no package URL at all: purl_read tells. */
MUST_USE bool purl_canonical_read(
    struct purl *ret_purl, struct purl_qualifier *room, struct text s, struct arena *arena);

/* Adds the canonical text of purl to out. */
void purl_print(const struct purl *purl, struct buf *out);

/* Returns the decoded value of a qualifier, or an empty text. */
struct text purl_qualifier(const struct purl *purl, const char *key);

#endif
