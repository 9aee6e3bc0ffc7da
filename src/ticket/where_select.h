/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked for, as names that package versions are looked up by.
   Example: where_select_read(&wanted, &query, index, false, arena, err); where_select_has(&wanted, &version) */
#ifndef TICKET_WHERE_SELECT_H
#define TICKET_WHERE_SELECT_H

#include "ticket/where.h"

/* A package that is wanted: versions of this name, or built from a source package of it. */
struct where_name {
    struct text ecosystem; /* with release, or without one for all of its releases; empty: any */
    struct text package;   /* normalised */
    struct text version;   /* empty: all */
};

struct where_select {
    enum where_kind kind;
    struct text shown; /* see where_found.name */
    /* Of a name without an ecosystem: what was typed, to be compared as each ecosystem writes it; and its version. */
    struct text as_typed, version;
    struct text purl_type; /* of a package URL: the ecosystem's must be that; or empty */
    bool has_last_part;    /* as_typed may be the last part of a longer name */
    struct where_name *names;
    size_t name_count;
    struct text *flaws;
    size_t flaw_count;
    bool is_known, is_cut; /* of an id: cut when there is more to it than is looked at */
};

/* Reads the text of a query. Of an id, flaws and names come from the index, and the tickets' are to be added. What no source
   knows as an id is one when it looks like a CVE's or GHSA's, or is_id says so; else it is the name of a package. */
MUST_USE bool where_select_read(struct where_select *ret_select, const struct where_query *query,
    const struct advisory_index *index, bool is_id, struct arena *arena, struct err *err);

/* The names to look up in the database for where_select_has: each once. */
size_t where_select_lookups(
    const struct where_select *select, struct arena *arena, struct db_value **ret_names);

/* Whether a package version is one of those wanted. */
bool where_select_has(
    const struct where_select *select, const struct where_version *version, struct arena *arena);

/* Whether the last part of a package's name ("log4j-core" of "org.apache…:log4j-core") is what was typed. */
bool where_select_is_last_part(struct text package, struct text typed);

#endif
