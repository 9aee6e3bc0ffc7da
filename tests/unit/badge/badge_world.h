/* SPDX-License-Identifier: Apache-2.0 */
/* A team with people and tickets; badge_deeds.h has what they do. The rules that are built in are off.
   Example: badge_world_make(&w, state); badge_world_ticket(&w, 0) */
#ifndef BADGE_WORLD_H
#define BADGE_WORLD_H

#include "store/store_test.h"

#include "account/account.h"
#include "badge/badge_job.h"
#include "badge/badge_preview.h"
#include "journal/journal.h"
#include "journal/journal_tree.h"
#include "ticket/action.h"

#define NOW STORE_TEST_NOW_US
enum { TEAM = 11, PART = 31 };

struct badge_world {
    struct store_test *t;
    struct api_principal root, kim, lea;
    int64_t now_us, seq;
};

static inline struct api_principal badge_world_person(
    struct badge_world *w, const char *name, unsigned roles)
{
    struct account account = {.name = text_of(name), .roles = roles, .created_us = NOW};
    assert_ok(account_add(w->t->db, &account, &account.id, err));
    assert_ok(db_run(w->t->db,
        "INSERT INTO team_member (team_id, account_id, role, created_us) VALUES ($1, $2, 'member', 1)",
        DB_ARGS(DB_INT(TEAM), DB_INT(account.id)), NULL, err));
    return (struct api_principal){.account_id = account.id, .name = text_of(name), .roles = roles};
}

static inline void badge_world_make(struct badge_world *w, void **state)
{
    *w = (struct badge_world){.t = store_test(state), .now_us = NOW};
    store_test_run(w->t, "UPDATE badge_rule SET is_enabled = 0");
    store_test_run(w->t, "INSERT INTO team (id, name, created_us) VALUES (11, 'Payments', 1)");
    store_test_run(w->t,
        "INSERT INTO service (id, team_id, name, description, created_us, updated_us) "
        "VALUES (21, 11, 'checkout', '', 1, 1)");
    store_test_run(w->t, "INSERT INTO part (id, service_id, name, created_us) VALUES (31, 21, "
                         "'main', 1), (32, 21, 'other', 1)");
    w->root = badge_world_person(w, "root", ACCOUNT_ADMINISTRATOR);
    w->kim = badge_world_person(w, "kim", 0);
    w->lea = badge_world_person(w, "lea", 0);
}

/* The ticket of a flaw in a part; made when it is asked for first. */
static inline int64_t badge_world_ticket_in(struct badge_world *w, int flaw, int64_t part_id)
{
    char name[32];
    int64_t id = part_id * 1000 + flaw + 1, flaw_id = flaw + 1001;
    snprintf(name, sizeof name, "CVE-2099-%04d", flaw);
    assert_ok(db_run(w->t->db,
        "INSERT INTO vulnerability (id, name, created_us) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING",
        DB_ARGS(DB_INT(flaw_id), DB_TEXT(text_of(name))), NULL, err));
    assert_ok(db_run(w->t->db,
        "INSERT INTO ticket (id, team_id, service_id, part_id, ecosystem, package, vulnerability_id, state, "
        "is_done, rank, priority, decision, name, aliases, summary, url, records, severity, score_tenths, "
        "cvss_vector, is_malicious, is_kev, is_kev_ransomware, versions, fixed, search, generation, "
        "sbom_number, due_us, due_source, created_us, updated_us, version) VALUES ($1, 11, 21, $2, 'npm', "
        "'lodash', $3, 'open', 0, 1, 2, '{}', $4, '[]', '', '', '[]', 1, 10, '', 0, 1, 0, '[]', '[]', '', "
        "'', 1, $5, 'kev', 1, 1, 1) ON CONFLICT DO NOTHING",
        DB_ARGS(DB_INT(id), DB_INT(part_id), DB_INT(flaw_id), DB_TEXT(text_of(name)),
            DB_INT(NOW + 30 * CLOCK_DAY_US)),
        NULL, err));
    return id;
}

static inline int64_t badge_world_ticket(struct badge_world *w, int flaw)
{
    return badge_world_ticket_in(w, flaw, PART);
}

#endif
