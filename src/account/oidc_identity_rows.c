/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_identity.h"

#include "base/rand.h"
#include "journal/journal.h"

bool oidc_identity_find(struct db *db, struct text issuer, struct text subject,
    int64_t *ret_account_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_run =
        db_query(db, "SELECT account_id FROM oidc_identity WHERE issuer = $1 AND subject = $2",
            DB_ARGS(DB_TEXT(issuer), DB_TEXT(subject)), &arena, &rows, err);
    if (is_run)
        *ret_account_id = rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_run;
}

static bool tell(struct db *db, const char *kind, int64_t account_id, int64_t id, struct text label,
    int64_t now_us, struct err *err)
{
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = account_id,
            .object_kind = "identity",
            .object_id = id,
            .at_us = now_us},
        JOURNAL_TEXTS({"label", label}), err);
}

bool oidc_identity_add(struct db *db, int64_t account_id, struct text issuer, struct text subject,
    struct text label, int64_t now_us, struct err *err)
{
    int64_t changed, id = rand_id(now_us);
    if (!db_run(db,
            "INSERT INTO oidc_identity (id, issuer, subject, account_id, label, created_us) "
            "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (issuer, subject) DO NOTHING",
            DB_ARGS(DB_INT(id), DB_TEXT(issuer), DB_TEXT(subject), DB_INT(account_id),
                DB_TEXT(label), DB_INT(now_us)),
            &changed, err))
        return false;
    if (!changed)
        return err_set(err, ERR_CONFLICT, "this identity is linked to an account already");
    return tell(db, "identity.linked", account_id, id, label, now_us, err);
}

bool oidc_identity_use(struct db *db, struct text issuer, struct text subject, struct text label,
    int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE oidc_identity SET used_us = $3, label = $4 WHERE issuer = $1 AND subject = $2",
        DB_ARGS(DB_TEXT(issuer), DB_TEXT(subject), DB_INT(now_us), DB_TEXT(label)), NULL, err);
}

bool oidc_identity_list(struct db *db, int64_t account_id, struct arena *arena,
    struct oidc_identity **ret_identities, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT i.id, i.issuer, p.name, i.label, i.created_us, i.used_us FROM oidc_identity i "
            "LEFT JOIN oidc_provider p ON p.issuer = i.issuer WHERE i.account_id = $1 ORDER BY i.id",
            DB_ARGS(DB_INT(account_id)), arena, &rows, err))
        return false;
    struct oidc_identity *identities = arena_take_array(arena, rows.count, sizeof *identities);
    if (!identities)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        identities[i] = (struct oidc_identity){
            .id = db_int(&rows, i, 0),
            .issuer = db_text(&rows, i, 1),
            .provider_name = db_text(&rows, i, 2),
            .label = db_text(&rows, i, 3),
            .created_us = db_int(&rows, i, 4),
            .used_us = db_int(&rows, i, 5),
        };
    *ret_identities = identities;
    *ret_count = rows.count;
    return true;
}

struct removal {
    int64_t account_id, id, now_us;
};

static bool check_way_left(struct db *db, const struct removal *it, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_run = db_query(db,
        "SELECT 1 FROM password WHERE account_id = $1 UNION ALL "
        "SELECT 1 FROM oidc_identity i JOIN oidc_provider p ON p.issuer = i.issuer "
        "WHERE i.account_id = $1 AND i.id <> $2 AND p.is_enabled = 1",
        DB_ARGS(DB_INT(it->account_id), DB_INT(it->id)), &arena, &rows, err);
    bool is_left = is_run && rows.count > 0;
    arena_done(&arena);
    return is_left || (is_run && err_set(err, ERR_CONFLICT,
                                     "this is the last way in: set a password first, or link "
                                     "another identity"));
}

static bool remove_one(struct db *db, void *context, struct err *err)
{
    const struct removal *it = context;
    int64_t changed;
    if (!db_run(db, "DELETE FROM oidc_identity WHERE account_id = $1 AND id = $2",
            DB_ARGS(DB_INT(it->account_id), DB_INT(it->id)), &changed, err))
        return false;
    if (!changed)
        return err_set(err, ERR_NOT_FOUND, "there is no such identity");
    return check_way_left(db, it, err) &&
           tell(db, "identity.unlinked", it->account_id, it->id, TEXT(""), it->now_us, err);
}

bool oidc_identity_remove(
    struct db *db, int64_t account_id, int64_t id, int64_t now_us, struct err *err)
{
    return db_transact(db, remove_one, &(struct removal){account_id, id, now_us}, err);
}
