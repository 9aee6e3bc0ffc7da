/* SPDX-License-Identifier: Apache-2.0 */
/* What else a document says of a component, of its subject or of itself: what matching does not need, but quality, licences
   and other formats do. A fact is of a kind that several formats have, so that a reader, a check and a writer are each a table.
   Example: for (facts = sbom_fact_of(sbom, i); (fact = sbom_fact_next(&facts, SBOM_FACT_HASH));) … fact->key, fact->value */
#ifndef SBOM_SBOM_FACT_H
#define SBOM_SBOM_FACT_H

#include "base/text.h"

struct arena;
struct sbom;

/* Keys and values are never empty where a comment says what they are; a key that is not told of is empty. */
enum sbom_fact_kind {
    SBOM_FACT_SUPPLIER,     /* who distributes it; key: an address or URL, or empty */
    SBOM_FACT_MANUFACTURER, /* the same of who made it */
    SBOM_FACT_AUTHOR,       /* the same of who wrote it */
    SBOM_FACT_PUBLISHER,
    SBOM_FACT_DESCRIPTION,
    SBOM_FACT_COPYRIGHT,
    SBOM_FACT_COMMENT,
    SBOM_FACT_FILE_NAME,
    SBOM_FACT_HASH,             /* key: CycloneDX's word, "SHA-256"; value: hexadecimal digits */
    SBOM_FACT_REFERENCE,        /* key: CycloneDX's word, "vcs", "website"; value: a URL */
    SBOM_FACT_IDENTIFIER,       /* a further one; key: "purl", "cpe23", "swid", "omniborId" */
    SBOM_FACT_LICENSE_DECLARED, /* beside the component's own licence, when both are said */
    SBOM_FACT_LICENSE_TEXT,     /* key: the licence that it is the text of */
    SBOM_FACT_EVIDENCE, /* key: "occurrence", "identity", "licence", "copyright", "callstack" */
    SBOM_FACT_PEDIGREE, /* key: "ancestor", "descendant", "variant", "commit", "patch", "notes" */
    SBOM_FACT_COMPOSITION, /* key: "complete", "incomplete" …; value: "assemblies", "dependencies" */
    SBOM_FACT_RELATION,    /* key: SPDX's type of relationship; value: the other's reference */
    SBOM_FACT_PROPERTY,    /* key: its name */
    /* Of the document, and so of no component: */
    SBOM_FACT_SBOM_AUTHOR, /* key: an address, or empty */
    SBOM_FACT_SBOM_SUPPLIER,
    SBOM_FACT_SBOM_MANUFACTURER,
    SBOM_FACT_SBOM_LIFECYCLE, /* "build", "post-build" … */
    SBOM_FACT_SBOM_LICENSE,
    SBOM_FACT_SBOM_COMMENT,
    SBOM_FACT_KINDS
};

struct sbom_fact {
    struct text key, value;
    uint32_t component; /* or SBOM_ROOT: of the subject, or of the document */
    enum sbom_fact_kind kind;
};

/* Where one looks for facts. */
struct sbom_fact_walk {
    const struct sbom_fact *at, *end;
};

/* Begins with all facts of a component, or of SBOM_ROOT. */
struct sbom_fact_walk sbom_fact_of(const struct sbom *sbom, uint32_t component);
/* Returns the next of a kind, in the document's order, or NULL. */
const struct sbom_fact *sbom_fact_next(struct sbom_fact_walk *walk, enum sbom_fact_kind kind);
/* Returns the value of the first of a kind, or an empty text. */
struct text sbom_fact_first(const struct sbom *sbom, uint32_t component, enum sbom_fact_kind kind);

/* Brings the facts that a reader added in any order into the order that struct sbom promises, and tells components where
   theirs are. Returns false when arena is spent. */
bool sbom_fact_sort(struct sbom *sbom, struct arena *arena);

#endif
