/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_admit_rows.h"

#include "account/oidc_admit.h"

static struct text purpose(int64_t session_id, char room[48])
{
    snprintf(room, 48, "oidc-session:%lld", (long long)session_id);
    return text_of(room);
}

bool oidc_admit_rows_keep(struct db *db, const struct vault *vault, int64_t session_id,
    int64_t provider_id, struct text id_token, int64_t now_us, struct err *err)
{
    char room[48];
    struct buf sealed;
    buf_init(&sealed, SIZE_MAX);
    vault_seal(vault, purpose(session_id, room), id_token, &sealed);
    bool is_kept = db_run(db,
                       "DELETE FROM oidc_session WHERE NOT EXISTS "
                       "(SELECT 1 FROM session s WHERE s.id = oidc_session.session_id)",
                       DB_NO_ARGS, NULL, err) &&
                   db_run(db,
                       "INSERT INTO oidc_session (session_id, provider_id, id_token, created_us) "
                       "VALUES ($1, $2, $3, $4)",
                       DB_ARGS(DB_INT(session_id), DB_INT(provider_id), DB_BLOB(buf_text(&sealed)),
                           DB_INT(now_us)),
                       NULL, err);
    buf_done(&sealed);
    return is_kept;
}

bool oidc_admit_session(struct db *db, const struct vault *vault, int64_t session_id,
    struct arena *arena, int64_t *ret_provider_id, struct text *ret_id_token, struct err *err)
{
    char room[48];
    struct db_rows rows;
    if (!db_query(db, "SELECT provider_id, id_token FROM oidc_session WHERE session_id = $1",
            DB_ARGS(DB_INT(session_id)), arena, &rows, err))
        return false;
    *ret_provider_id = 0;
    if (rows.count == 0)
        return true;
    if (!vault_open(
            vault, purpose(session_id, room), db_text(&rows, 0, 1), arena, ret_id_token, err))
        return false;
    *ret_provider_id = db_int(&rows, 0, 0);
    return true;
}
