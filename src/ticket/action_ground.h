/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody read before they acted: advisories, sightings, CTI items, each by its kind, its id, and when it was read.
   Example: action_ground_read(json_get(body, "grounds"), &grounds, &count, arena, err) */
#ifndef TICKET_ACTION_GROUND_H
#define TICKET_ACTION_GROUND_H

#include "codec/json.h"
#include "store/db.h"

/* Nobody reads more for one act. */
enum { ACTION_GROUNDS_MAX = 100 };

struct action_ground {
    struct text kind, id; /* "advisory", "CVE-2021-44228" */
    int64_t read_us;      /* 0: not told */
};

/* Whether a text can be an id: letters, digits and what stands between them, no spaces. */
bool action_ground_is_id(struct text id);
/* Reads a list of {"kind", "id", "read_at"}; NULL and null are an empty one. A kind is a word in small letters, an id has no spaces, so
   that neither can hold what somebody wrote. ERR_USAGE with its place. */
MUST_USE bool action_ground_read(yyjson_val *list, struct action_ground **ret_grounds,
    size_t *ret_count, struct arena *arena, struct err *err);
/* Adds the member "grounds" to out. */
void action_ground_print(struct buf *out, const struct action_ground *grounds, size_t count);

/* Checks that those that are sightings are ones of the team: ERR_USAGE. */
MUST_USE bool action_ground_check(struct db *db, int64_t team_id,
    const struct action_ground *grounds, size_t count, struct err *err);
MUST_USE bool action_ground_add(struct db *db, int64_t action_id,
    const struct action_ground *grounds, size_t count, struct err *err);
/* Those of several actions, by action and in their order: ret_owners has the action of each. */
MUST_USE bool action_ground_find(struct db *db, struct db_args action_ids, struct arena *arena,
    struct action_ground **ret_grounds, int64_t **ret_owners, size_t *ret_count, struct err *err);

#endif
