/* SPDX-License-Identifier: Apache-2.0 */
/* What is suspicious about the components of an SBOM beside known flaws: malicious packages, names that imitate a popular one, names of
   one's own that come from a public registry, and components of which too little is said.
   Example: signal_find(&signals, &(struct signal_input){.sbom = &sbom, .popular = popular}, arena, err) */
#ifndef MATCH_SIGNAL_H
#define MATCH_SIGNAL_H

#include "domain/popular.h"
#include "match/match.h"

enum signal_kind {
    SIGNAL_MALICIOUS, /* a record of malicious packages says so */
    SIGNAL_IMPOSTOR,  /* its name could be taken for that of a popular package */
    SIGNAL_CONFUSION, /* a name of one's own namespaces that may have come from a public registry */
    SIGNAL_NO_VERSION, /* of the rest, nothing is suspicious but that too little is said */
    SIGNAL_NO_HASH,
    SIGNAL_NO_SUPPLIER, /* nor manufacturer, author or publisher */
    SIGNAL_KINDS
};

struct signal {
    enum signal_kind kind;
    uint32_t component;
    struct text what; /* the record's id, the popular name, the namespace; or empty */
    struct text why;  /* one line; empty where the kind says all */
    const char *
        reason; /* why in a word, popular_way_word's or signal_name_origin's; "" where the kind says all */
    struct text host; /* the public registry that it comes from; or empty */
};

struct signal_input {
    const struct sbom *sbom;
    const struct advisory_index
        *index; /* or NULL: then nothing is known to be malicious, or long known */
    const struct match_result *result; /* of the SBOM against index; NULL without one */
    struct popular *popular;
    /* One's own names: "@corp/…", "com.corp.*", "corp-*"; an ecosystem may stand in front, "npm:corp-*". */
    const struct text *namespaces;
    size_t namespace_count;
};

struct signals {
    struct signal *at; /* by kind, then in the SBOM's order */
    size_t count, by_kind[SIGNAL_KINDS];
};

/* Texts live in arena, the SBOM, the index or the tables. Fails with ERR_LIMIT or on a damaged index. */
MUST_USE bool signal_find(struct signals *ret_signals, const struct signal_input *input,
    struct arena *arena, struct err *err);

/* Finds only the names that imitate another, with tables of its own; the component of each signal is an index into sbom. */
MUST_USE bool signal_find_impostors(struct signals *ret_signals, const struct sbom *sbom,
    const struct advisory_index *index, struct arena *arena, struct err *err);

/* "malicious", "impostor", "confusion", "no-version", "no-hash", "no-supplier". */
const char *signal_word(enum signal_kind kind);
/* Returns false on another word. */
bool signal_word_read(struct text word, enum signal_kind *ret_kind);
/* Returns whether it is a reason to look at the component, and not only something that is not said. */
bool signal_is_suspicion(enum signal_kind kind);
/* Returns what names a component whatever its version: its package URL without version, qualifiers and subpath, or its name. */
struct text signal_package(const struct sbom_component *component, struct arena *arena);

#endif
