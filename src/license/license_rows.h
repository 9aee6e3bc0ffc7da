/* SPDX-License-Identifier: Apache-2.0 */
/* Licence policies and exceptions in the database, and the components that they judge.
   Example: license_rows_load(&loaded, db, team_id, service_id, arena, err); license_report_init(&report, &loaded.policy, arena) */
#ifndef LICENSE_LICENSE_ROWS_H
#define LICENSE_LICENSE_ROWS_H

#include "account/team.h"
#include "license/license_report.h"

/* A policy as it was set; of a team, or of the organisation (team_id 0). */
struct license_rows_policy {
    int64_t id, team_id, number;
    struct text body; /* JSON; empty when the policy was taken away */
    struct text note, setter;
    int64_t set_by, created_us; /* set_by 0: nobody */
};

/* Finds the last policy that was set; ret_policy has number 0 when none ever was. */
MUST_USE bool license_rows_current(struct db *db, int64_t team_id, struct arena *arena,
    struct license_rows_policy *ret_policy, struct err *err);
/* All that were set, newest first, below before_number (0: from the newest). */
MUST_USE bool license_rows_history(struct db *db, int64_t team_id, int64_t before_number,
    size_t limit, struct arena *arena, struct license_rows_policy **ret_policies, size_t *ret_count,
    struct err *err);
/* Sets one: body, note and set_by of policy. ERR_CONFLICT when the last one is not number after any more (-1: whichever). */
MUST_USE bool license_rows_set(struct db *db, const struct license_rows_policy *policy,
    int64_t after, int64_t now_us, struct err *err);

struct license_rows_exception {
    struct license_policy_exception exception; /* by: who made it */
    int64_t team_id, service_id;               /* service_id 0: of all services */
    int64_t created_by, created_us;
};
/* Those that were not ended, oldest first; of one service (0: all) those that it is judged by. */
MUST_USE bool license_rows_exceptions(struct db *db, int64_t team_id, int64_t service_id,
    struct arena *arena, struct license_rows_exception **ret_exceptions, size_t *ret_count,
    struct err *err);
/* ERR_NOT_FOUND when there is none, or it was ended. Check its team before anything is told. */
MUST_USE bool license_rows_exception(struct db *db, int64_t id, struct arena *arena,
    struct license_rows_exception *ret_exception, struct err *err);
/* ERR_NOT_FOUND when the team has no such service, ERR_LIMIT when it has too many. */
MUST_USE bool license_rows_exception_add(struct db *db,
    const struct license_rows_exception *exception, int64_t now_us, int64_t *ret_id,
    struct err *err);
MUST_USE bool license_rows_exception_end(
    struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err);

/* The policy that holds for a service (0: any) of a team, with its exceptions. */
struct license_rows_loaded {
    struct license_policy policy;
    struct license_rows_policy set; /* number 0: the built-in one holds */
};
MUST_USE bool license_rows_load(struct license_rows_loaded *ret_loaded, struct db *db,
    int64_t team_id, int64_t service_id, struct arena *arena, struct err *err);

/* Adds the components of an SBOM to a report; part is what they are told to stand in. */
MUST_USE bool license_rows_report(struct license_report *report, struct db *db, int64_t sbom_id,
    struct text part, struct err *err);

#endif
