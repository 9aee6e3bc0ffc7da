/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/action_meta.h"

/* The flaw is gone when the ticket closed by itself after the act, by an SBOM without it. */
bool action_meta_find(
    struct db *db, const struct action *action, struct action_meta *ret_meta, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    struct action_facts facts = {0};
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT t.id, t.is_kev, t.is_malicious, t.severity, "
        "CASE WHEN t.state = 'closed' AND t.cause IN ('fixed', 'removed') AND t.closed_us >= $3 "
        "AND l.kind IN ('elimination', 'mitigation') THEN 1 ELSE 0 END, "
        "(SELECT count(*) FROM team_member m WHERE m.team_id = l.team_id AND m.account_id = $2) "
        "FROM action_log l LEFT JOIN ticket t ON t.id = l.ticket_id WHERE l.id = $1",
        DB_ARGS(DB_INT(action->id), DB_INT(action->recorded_by), DB_INT(action->executed_us)),
        &arena, &rows, err);
    if (is_ok && rows.count)
        facts = (struct action_facts){
            .has_ticket = !db_is_null(&rows, 0, 0),
            .is_kev = db_int(&rows, 0, 1) != 0,
            .is_malicious = db_int(&rows, 0, 2) != 0,
            .severity = (int)db_int(&rows, 0, 3),
            .is_confirmed = db_int(&rows, 0, 4) != 0,
            .is_recorder_in_the_team = db_int(&rows, 0, 5) != 0,
        };
    arena_done(&arena);
    if (is_ok)
        *ret_meta = (struct action_meta){
            action_meta_difficulty(action->kind, &facts), action_meta_certifier(action, &facts)};
    return is_ok;
}
