/* SPDX-License-Identifier: Apache-2.0 */
/* What to raise first: for each package in a part, the one upgrade that clears most of its open tickets, the smallest that does.
   Example: remedy_list(db, &who, &query, arena, &remedies, &count, err); "raise lodash to 4.17.21: clears 14 tickets, 2 immediate" */
#ifndef TICKET_REMEDY_H
#define TICKET_REMEDY_H

#include "account/team.h"
#include "ticket/ticket_path.h"

/* Installed versions that open tickets are about, which one answer looks at. */
enum { REMEDY_ROWS_MAX = 100000 };
enum { REMEDY_PRIORITIES = 4 }; /* by enum ssvc_priority: defer … immediate */

struct remedy {
    int64_t team_id, service_id, part_id;
    struct text service, part, ecosystem, package;
    struct text installed; /* a JSON array of versions */
    struct text to;        /* empty: no version that mends any of its flaws is known */
    size_t ticket_count, fixable_count, cleared_count;
    size_t cleared_by[REMEDY_PRIORITIES];
    int64_t package_version_id; /* of one that is installed */
    struct ticket_path path;    /* by which way that one got in; filled by remedy_find_paths */
};

struct remedy_query {
    int64_t team_id, service_id, part_id; /* 0: all that one sees */
    int64_t ticket_id;                    /* only the package that this ticket is about */
};

/* All of them, those first that clear most of what is urgent, then most. ERR_LIMIT over REMEDY_ROWS_MAX. */
MUST_USE bool remedy_list(struct db *db, const struct api_principal *who,
    const struct remedy_query *query, struct arena *arena, struct remedy **ret_remedies,
    size_t *ret_count, struct err *err);

/* Fills their paths: who is needed by another one is raised by raising that. */
MUST_USE bool remedy_find_paths(
    struct db *db, struct remedy *remedies, size_t count, struct arena *arena, struct err *err);

/* -- what it is computed from: a row for each installed version that an open ticket is about -- */

struct remedy_row {
    int64_t ticket_id, team_id, service_id, part_id, package_version_id;
    struct text service, part, ecosystem, package, version;
    struct text
        fixed; /* a JSON array: versions that mend it, the smallest above the installed one first */
    int64_t priority;
};
/* By part, package and ticket. */
MUST_USE bool remedy_rows(struct db *db, const struct api_principal *who,
    const struct remedy_query *query, struct arena *arena, struct remedy_row **ret_rows,
    size_t *ret_count, struct err *err);

/* Computes the remedy of rows of one part and package. */
MUST_USE bool remedy_of(const struct remedy_row *rows, size_t count, struct arena *arena,
    struct remedy *ret_remedy, struct err *err);

#endif
