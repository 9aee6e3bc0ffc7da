/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc.h"

#include "base/limits.h"
#include "base/rand.h"

/* -- providers -- */

#define COLUMNS                                                                                    \
    "id, slug, name, issuer, client_id, client_auth, client_secret, scopes, alg, admission, "      \
    "domains, groups_claim, max_age_s, asks_code, signs_out, is_enabled, created_us, updated_us, " \
    "metadata, metadata_us, keys, keys_us"

static struct oidc_provider read_provider(const struct db_rows *rows, size_t row)
{
    struct oidc_provider provider = {
        .id = db_int(rows, row, 0),
        .slug = db_text(rows, row, 1),
        .name = db_text(rows, row, 2),
        .issuer = db_text(rows, row, 3),
        .client_id = db_text(rows, row, 4),
        .secret = db_text(rows, row, 6),
        .scopes = db_text(rows, row, 7),
        .alg = jwk_alg_read(db_text(rows, row, 8)),
        .makes_accounts = text_is(db_text(rows, row, 9), "create"),
        .domains = db_text(rows, row, 10),
        .groups_claim = db_text(rows, row, 11),
        .max_age_s = db_int(rows, row, 12),
        .asks_code = db_int(rows, row, 13) != 0,
        .signs_out = db_int(rows, row, 14) != 0,
        .is_enabled = db_int(rows, row, 15) != 0,
        .created_us = db_int(rows, row, 16),
        .updated_us = db_int(rows, row, 17),
        .metadata = db_text(rows, row, 18),
        .metadata_us = db_int(rows, row, 19),
        .keys = db_text(rows, row, 20),
        .keys_us = db_int(rows, row, 21),
    };
    /* The column has a CHECK: every word of it can be read. */
    (void)!oidc_client_auth_read(db_text(rows, row, 5), &provider.client_auth);
    return provider;
}

static bool find_one(struct db *db, const char *sql, struct db_value key, struct arena *arena,
    struct oidc_provider *ret_provider, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, sql, DB_ARGS(key), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such provider of single sign-on");
    *ret_provider = read_provider(&rows, 0);
    return true;
}

bool oidc_find(struct db *db, int64_t id, struct arena *arena, struct oidc_provider *ret_provider,
    struct err *err)
{
    return find_one(db, "SELECT " COLUMNS " FROM oidc_provider WHERE id = $1", DB_INT(id), arena,
        ret_provider, err);
}

bool oidc_find_slug(struct db *db, struct text slug, struct arena *arena,
    struct oidc_provider *ret_provider, struct err *err)
{
    return find_one(db, "SELECT " COLUMNS " FROM oidc_provider WHERE slug = $1", DB_TEXT(slug),
        arena, ret_provider, err);
}

bool oidc_list(struct db *db, struct arena *arena, struct oidc_provider **ret_providers,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT " COLUMNS " FROM oidc_provider ORDER BY name, id", DB_NO_ARGS, arena,
            &rows, err))
        return false;
    struct oidc_provider *providers = arena_take_array(arena, rows.count, sizeof *providers);
    if (!providers)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        providers[i] = read_provider(&rows, i);
    *ret_providers = providers;
    *ret_count = rows.count;
    return true;
}

static bool check_free(struct db *db, const struct oidc_provider *provider, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_run =
        db_query(db, "SELECT slug FROM oidc_provider WHERE (slug = $1 OR issuer = $2) AND id <> $3",
            DB_ARGS(DB_TEXT(provider->slug), DB_TEXT(provider->issuer), DB_INT(provider->id)),
            &arena, &rows, err);
    bool is_free = is_run && rows.count == 0;
    if (is_run && !is_free)
        err_set(err, ERR_CONFLICT, "there is a provider with this %s already",
            text_eq(db_text(&rows, 0, 0), provider->slug) ? "slug" : "issuer");
    arena_done(&arena);
    return is_free;
}

/* Whose secret it is, so that nobody gains by moving it to another row. */
static struct text purpose(int64_t id, char room[40])
{
    snprintf(room, 40, "oidc:%lld", (long long)id);
    return text_of(room);
}

static bool keep_secret(
    struct db *db, const struct vault *vault, int64_t id, struct text secret, struct err *err)
{
    char room[40];
    struct buf sealed;
    buf_init(&sealed, SIZE_MAX);
    if (secret.len)
        vault_seal(vault, purpose(id, room), secret, &sealed);
    bool is_kept = db_run(db, "UPDATE oidc_provider SET client_secret = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), secret.len ? DB_BLOB(buf_text(&sealed)) : DB_NULL), NULL, err);
    buf_done(&sealed);
    return is_kept;
}

bool oidc_secret(const struct vault *vault, const struct oidc_provider *provider,
    struct arena *arena, struct text *ret_secret, struct err *err)
{
    char room[40];
    if (provider->secret.len)
        return vault_open(
            vault, purpose(provider->id, room), provider->secret, arena, ret_secret, err);
    *ret_secret = (struct text){"", 0};
    return true;
}

#define WRITTEN(it)                                                                                \
    DB_INT((it)->id), DB_TEXT((it)->slug), DB_TEXT((it)->name), DB_TEXT((it)->issuer),             \
        DB_TEXT((it)->client_id), DB_TEXT(text_of(oidc_client_auth_word((it)->client_auth))),      \
        DB_TEXT((it)->scopes), (it)->alg ? DB_TEXT(text_of(jwk_alg_word((it)->alg))) : DB_NULL,    \
        DB_TEXT(text_of((it)->makes_accounts ? "create" : "refuse")), DB_TEXT((it)->domains),      \
        DB_TEXT_OR_NULL((it)->groups_claim), DB_ID((it)->max_age_s), DB_INT((it)->asks_code),      \
        DB_INT((it)->signs_out), DB_INT((it)->is_enabled), DB_INT((it)->updated_us)

bool oidc_add(struct db *db, const struct vault *vault, const struct oidc_provider *provider,
    struct text secret, int64_t *ret_id, struct err *err)
{
    struct oidc_provider it = *provider;
    it.id = rand_id(it.created_us);
    it.updated_us = it.created_us;
    if (!check_free(db, &it, err) ||
        !db_run(db,
            "INSERT INTO oidc_provider (id, slug, name, issuer, client_id, client_auth, scopes, "
            "alg, admission, domains, groups_claim, max_age_s, asks_code, signs_out, is_enabled, "
            "created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
            "$13, $14, $15, $16, $16)",
            DB_ARGS(WRITTEN(&it)), NULL, err) ||
        !keep_secret(db, vault, it.id, secret, err))
        return false;
    *ret_id = it.id;
    return true;
}

bool oidc_change(struct db *db, const struct vault *vault, const struct oidc_provider *provider,
    const struct text *secret, struct err *err)
{
    int64_t changed;
    if (!check_free(db, provider, err) ||
        !db_run(db,
            "UPDATE oidc_provider SET slug = $2, name = $3, issuer = $4, client_id = $5, "
            "client_auth = $6, scopes = $7, alg = $8, admission = $9, domains = $10, "
            "groups_claim = $11, max_age_s = $12, asks_code = $13, signs_out = $14, "
            "is_enabled = $15, updated_us = $16, metadata = NULL, metadata_us = NULL, "
            "keys = NULL, keys_us = NULL WHERE id = $1",
            DB_ARGS(WRITTEN(provider)), &changed, err))
        return false;
    if (!changed)
        return err_set(err, ERR_NOT_FOUND, "there is no such provider of single sign-on");
    return !secret || keep_secret(db, vault, provider->id, *secret, err);
}

bool oidc_remove(struct db *db, int64_t id, struct err *err)
{
    int64_t changed;
    struct db_args args = DB_ARGS(DB_INT(id));
    return db_run(db, "DELETE FROM oidc_flow WHERE provider_id = $1", args, NULL, err) &&
           db_run(db, "DELETE FROM oidc_session WHERE provider_id = $1", args, NULL, err) &&
           db_run(db, "DELETE FROM oidc_group WHERE provider_id = $1", args, NULL, err) &&
           db_run(db, "DELETE FROM oidc_provider WHERE id = $1", args, &changed, err) &&
           (changed || err_set(err, ERR_NOT_FOUND, "there is no such provider of single sign-on"));
}

bool oidc_keep_metadata(
    struct db *db, int64_t id, struct text metadata, int64_t now_us, struct err *err)
{
    return db_run(db, "UPDATE oidc_provider SET metadata = $2, metadata_us = $3 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_TEXT(metadata), DB_INT(now_us)), NULL, err);
}

bool oidc_keep_keys(struct db *db, int64_t id, struct text keys, int64_t now_us, struct err *err)
{
    return db_run(db, "UPDATE oidc_provider SET keys = $2, keys_us = $3 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_TEXT(keys), DB_INT(now_us)), NULL, err);
}

/* -- groups -- */

static struct oidc_group read_group(const struct db_rows *rows, size_t row)
{
    struct oidc_group group = {
        .name = db_text(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .team_name = db_text(rows, row, 2),
    };
    /* Only words that we wrote are there; one of a later version gives nothing. */
    if (group.team_id)
        (void)!right_team_read(db_text(rows, row, 3), &group.team_role);
    else
        group.account_role = (enum account_role)right_role_bit(db_text(rows, row, 3));
    return group;
}

bool oidc_groups(struct db *db, int64_t provider_id, struct arena *arena,
    struct oidc_group **ret_groups, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT g.name, g.team_id, t.name, g.role FROM oidc_group g "
            "LEFT JOIN team t ON t.id = g.team_id WHERE g.provider_id = $1 "
            "AND t.deleted_us IS NULL ORDER BY g.position",
            DB_ARGS(DB_INT(provider_id)), arena, &rows, err))
        return false;
    struct oidc_group *groups = arena_take_array(arena, rows.count, sizeof *groups);
    if (!groups)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        groups[i] = read_group(&rows, i);
    *ret_groups = groups;
    *ret_count = rows.count;
    return true;
}

static bool add_group(struct db *db, int64_t provider_id, int64_t position,
    const struct oidc_group *group, struct err *err)
{
    int64_t changed;
    const char *role =
        group->team_id ? right_team_word(group->team_role) : right_role_word(group->account_role);
    return db_run(db,
               "INSERT INTO oidc_group (provider_id, position, name, team_id, role) "
               "SELECT $1, $2, $3, CAST($4 AS BIGINT), $5 WHERE CAST($4 AS BIGINT) IS NULL "
               "OR EXISTS (SELECT 1 FROM team t WHERE t.id = $4 AND t.deleted_us IS NULL)",
               DB_ARGS(DB_INT(provider_id), DB_INT(position), DB_TEXT(group->name),
                   DB_ID(group->team_id), DB_TEXT(text_of(role))),
               &changed, err) &&
           (changed || err_set(err, ERR_NOT_FOUND, "groups[%lld].team_id: there is no such team",
                           (long long)position));
}

bool oidc_set_groups(struct db *db, int64_t provider_id, const struct oidc_group *groups,
    size_t count, struct err *err)
{
    bool is_fine = db_run(db, "DELETE FROM oidc_group WHERE provider_id = $1",
        DB_ARGS(DB_INT(provider_id)), NULL, err);
    for (size_t i = 0; is_fine && i < count; i++)
        is_fine = add_group(db, provider_id, (int64_t)i, &groups[i], err);
    return is_fine;
}
