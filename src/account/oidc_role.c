/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_role.h"

#include "account/account.h"
#include "account/oidc_role_rows.h"

static bool is_in(const struct oidc_person *person, struct text group)
{
    for (size_t i = 0; i < person->group_count; i++)
        if (text_eq(person->groups[i], group))
            return true;
    return false;
}

enum team_role oidc_role_in_team(
    const struct oidc_group *table, size_t count, const struct oidc_person *person, int64_t team_id)
{
    enum team_role role = TEAM_STRANGER;
    for (size_t i = 0; i < count; i++)
        if (table[i].team_id == team_id && table[i].team_role > role &&
            is_in(person, table[i].name))
            role = table[i].team_role;
    return role;
}

unsigned oidc_role_named(const struct oidc_group *table, size_t count)
{
    unsigned roles = 0;
    for (size_t i = 0; i < count; i++)
        if (!table[i].team_id)
            roles |= (unsigned)table[i].account_role;
    return roles;
}

unsigned oidc_role_given(
    const struct oidc_group *table, size_t count, const struct oidc_person *person)
{
    unsigned roles = 0;
    for (size_t i = 0; i < count; i++)
        if (!table[i].team_id && is_in(person, table[i].name))
            roles |= (unsigned)table[i].account_role;
    return roles;
}

/* Whether a team was named further up in the table. */
static bool is_repeated(const struct oidc_group *table, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (table[i].team_id == table[at].team_id)
            return true;
    return false;
}

bool oidc_role_follow(struct db *db, const struct oidc_provider *provider,
    const struct oidc_person *person, int64_t account_id, int64_t now_us, struct arena *arena,
    struct err *err)
{
    struct oidc_group *table;
    size_t count;
    if (!provider->groups_claim.len)
        return true;
    if (!oidc_groups(db, provider->id, arena, &table, &count, err))
        return false;
    bool is_fine = true;
    for (size_t i = 0; is_fine && i < count; i++)
        if (table[i].team_id && !is_repeated(table, i))
            is_fine = oidc_role_rows_set_team(db, account_id, table[i].team_id,
                oidc_role_in_team(table, count, person, table[i].team_id), now_us, err);
    return is_fine && oidc_role_rows_set(db, account_id, oidc_role_named(table, count),
                          oidc_role_given(table, count, person), now_us, arena, err);
}
