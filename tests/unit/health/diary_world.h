/* SPDX-License-Identifier: Apache-2.0 */
/* A team with one ticket and as many people as one likes, for tests of the diary.
   Example: diary_world_make(t); kim = diary_world_member(t, "kim"); diary_world_event(t, kim, "acknowledged", at_us) */
#ifndef DIARY_WORLD_H
#define DIARY_WORLD_H

#include "store/store_test.h"

#include "account/account.h"
#include "account/team.h"

#define NOW STORE_TEST_NOW_US
enum { TEAM = 11, TICKET = 71 };

static inline void diary_world_make(struct store_test *t)
{
    store_test_run(t, "INSERT INTO team (id, name, created_us) VALUES (11, 'Payments', 1)");
    store_test_run(t,
        "INSERT INTO service (id, team_id, name, description, created_us, updated_us) "
        "VALUES (21, 11, 'checkout', '', 1, 1)");
    store_test_run(
        t, "INSERT INTO part (id, service_id, name, created_us) VALUES (31, 21, 'main', 1)");
    store_test_run(
        t, "INSERT INTO vulnerability (id, name, created_us) VALUES (41, 'CVE-2099-0001', 1)");
    store_test_run(t, "INSERT INTO vulnerability_alias (alias, vulnerability_id, since_us) "
                      "VALUES ('CVE-2099-0001', 41, 1), ('GHSA-0001', 41, 1)");
    store_test_run(t,
        "INSERT INTO ticket (id, team_id, service_id, part_id, ecosystem, package, vulnerability_id, state, "
        "is_done, rank, priority, decision, name, aliases, summary, url, records, severity, score_tenths, "
        "cvss_vector, is_malicious, is_kev, is_kev_ransomware, versions, fixed, search, generation, sbom_number, "
        "created_us, updated_us, version) VALUES (71, 11, 21, 31, 'npm', 'lodash', 41, 'open', 0, 1, 1, '{}', "
        "'CVE-2099-0001', '[]', '', '', '[\"GHSA-0001 (osv/npm)\", \"DSA-1-1 (osv/Debian)\"]', 1, 10, '', 0, 0, 0, "
        "'[]', '[]', '', '', 1, 1, 1, 1)");
}

static inline struct api_principal diary_world_member(struct store_test *t, const char *name)
{
    struct account account = {.name = text_of(name), .created_us = NOW};
    assert_ok(account_add(t->db, &account, &account.id, err));
    assert_ok(db_run(t->db,
        "INSERT INTO team_member (team_id, account_id, role, created_us) VALUES ($1, $2, 'member', 1)",
        DB_ARGS(DB_INT(TEAM), DB_INT(account.id)), NULL, err));
    return (struct api_principal){.account_id = account.id, .name = text_of(name)};
}

static inline void diary_world_event(struct store_test *t, const struct api_principal *who,
    const char *kind, int64_t seq, int64_t at_us)
{
    assert_ok(db_run(t->db,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation) "
        "VALUES (71, $1, $2, $3, $4, '', '{\"from\":\"open\"}', '')",
        DB_ARGS(DB_INT(seq), DB_INT(at_us), DB_INT(who->account_id), DB_TEXT(text_of(kind))), NULL,
        err));
}

#endif
