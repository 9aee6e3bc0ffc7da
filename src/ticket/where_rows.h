/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of who has what: each statement goes from package versions through their postings.
   Example: where_rows_holders(db, &who, &query, ids, arena, &holders, &count, err) */
#ifndef TICKET_WHERE_ROWS_H
#define TICKET_WHERE_ROWS_H

#include "ticket/where_select.h"

/* The package versions that bear one of the names, or were built from a source package that does; at most
   WHERE_VERSIONS_MAX, and ret_is_cut tells whether there are more. Anybody's: holders are looked up through teams. */
MUST_USE bool where_rows_versions(struct db *db, struct db_args names, struct arena *arena,
    struct where_version **ret_versions, size_t *ret_count, bool *ret_is_cut, struct err *err);

/* A version in an SBOM that the one who asks may see. */
struct where_holder {
    int64_t version_id, service_id, part_id, sbom_id;
    struct text service, part; /* names */
    struct text owner_ecosystem, owner_package;
    size_t version; /* the caller's: its place among the versions */
};
/* By service, then part, then SBOM; one may stand there several times. */
MUST_USE bool where_rows_holders(struct db *db, const struct api_principal *who,
    const struct where_query *query, struct db_args version_ids, struct arena *arena,
    struct where_holder **ret_holders, size_t *ret_count, struct err *err);

/* Fills the items that holders stand for, in their order; without their tickets. */
MUST_USE bool where_rows_items(struct db *db, const struct where_query *query,
    const struct where_holder *holders, size_t count, struct arena *arena, struct where_item *items,
    struct err *err);

/* Fills the tickets of items whose versions are of one ecosystem; those of the vulnerabilities only, unless it is NULL. */
MUST_USE bool where_rows_tickets(struct db *db, const struct where_version *versions,
    const struct db_args *vulnerabilities, struct where_item *items, size_t count,
    struct arena *arena, struct err *err);

/* The vulnerabilities that ids stand for in tickets; ids that nobody used have none. */
MUST_USE bool where_rows_vulnerabilities(struct db *db, const struct text *ids, size_t count,
    struct arena *arena, struct db_args *ret_vulnerabilities, struct err *err);
/* The packages that their tickets name, of the teams that one sees. */
MUST_USE bool where_rows_names(struct db *db, const struct api_principal *who,
    struct db_args vulnerabilities, struct arena *arena, struct where_name **ret_names,
    size_t *ret_count, struct err *err);
/* Their tickets that closed since the package was taken out, the newest first. */
MUST_USE bool where_rows_removed(struct db *db, const struct api_principal *who,
    const struct where_query *query, struct db_args vulnerabilities, struct arena *arena,
    struct where_ticket **ret_tickets, size_t *ret_count, struct err *err);

/* Packages whose name holds the word, the shortest names first. */
MUST_USE bool where_rows_like(struct db *db, const struct api_principal *who, struct text word,
    struct arena *arena, struct where_package **ret_packages, size_t *ret_count, struct err *err);

#endif
