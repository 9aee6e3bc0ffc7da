/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_rows.h"

/* -- reading -- */

/* A leaf is there once the entry has its place (journal_node, level 0). */
#define BADGE_SELECT                                                                                                 \
    "SELECT b.id, b.act_key, b.account_id, b.team_id, b.name, b.description, b.issued_us,"                           \
    " b.expires_us, b.priority, b.difficulty, b.certifier, b.issued_by, b.rule_id, b.action_id,"                     \
    " b.revoked_us, b.revoked_by, b.revoked_reason, b.share, b.is_public, b.is_favourite,"                           \
    " b.nft_id, a.name, t.name, i.name, w.name, r.name, a.deleted_us,"                                               \
    " b.evidence_id, v.seq, vn.hash, b.entry_id, e.seq, en.hash,"                                                    \
    " (SELECT n.id FROM action_log n WHERE n.corrects_id = b.action_id),"                                            \
    " CASE WHEN b.nft_id IS NULL OR EXISTS (SELECT 1 FROM badge_mint m JOIN wallet_address x"                        \
    " ON x.address = m.holder WHERE m.badge_id = b.id AND x.is_stealth = 0) THEN 0 ELSE 1 END, " BADGE_CLASS_COLUMNS \
    " FROM badge b JOIN badge_class c ON c.id = b.class_id"                                                          \
    " LEFT JOIN account a ON a.id = b.account_id LEFT JOIN team t ON t.id = b.team_id"                               \
    " LEFT JOIN account i ON i.id = b.issued_by LEFT JOIN account w ON w.id = b.revoked_by"                          \
    " LEFT JOIN badge_rule r ON r.id = b.rule_id"                                                                    \
    " LEFT JOIN journal_entry v ON v.id = b.evidence_id"                                                             \
    " LEFT JOIN journal_node vn ON vn.level = 0 AND vn.position = v.seq"                                             \
    " LEFT JOIN journal_entry e ON e.id = b.entry_id"                                                                \
    " LEFT JOIN journal_node en ON en.level = 0 AND en.position = e.seq "

/* $1 and $2 are the one who asks: their own, and what their teams have. */
#define BADGE_SEES "(b.account_id = CAST($1 AS BIGINT) OR " TEAM_SEES("b.team_id", "$1", "$2") ")"

static struct badge_entry read_entry(const struct db_rows *rows, size_t row, size_t column)
{
    return (struct badge_entry){.id = db_int(rows, row, column),
        .seq = db_is_null(rows, row, column + 1) ? -1 : db_int(rows, row, column + 1),
        .leaf = db_text(rows, row, column + 2)};
}

static void read_people(const struct db_rows *rows, size_t row, struct badge *badge)
{
    badge->account_name = db_text(rows, row, 21);
    badge->team_name = db_text(rows, row, 22);
    badge->issuer_name = db_text(rows, row, 23);
    badge->revoker_name = db_text(rows, row, 24);
    badge->rule_name = db_text(rows, row, 25);
    badge->is_recipient_gone = !db_is_null(rows, row, 26);
}

static struct badge read_badge(const struct db_rows *rows, size_t row)
{
    struct badge badge = {.id = db_int(rows, row, 0),
        .act_key = db_text(rows, row, 1),
        .account_id = db_int(rows, row, 2),
        .team_id = db_int(rows, row, 3),
        .name = db_text(rows, row, 4),
        .description = db_text(rows, row, 5),
        .issued_us = db_int(rows, row, 6),
        .expires_us = db_int(rows, row, 7),
        .priority = db_is_null(rows, row, 8) ? BADGE_NO_PRIORITY : (int)db_int(rows, row, 8),
        .certifier = (enum action_certifier)db_int(rows, row, 10),
        .issued_by = db_int(rows, row, 11),
        .rule_id = db_int(rows, row, 12),
        .action_id = db_int(rows, row, 13),
        .revoked_us = db_int(rows, row, 14),
        .revoked_by = db_int(rows, row, 15),
        .revoked_reason = db_text(rows, row, 16),
        .share = db_text(rows, row, 17),
        .is_public = db_int(rows, row, 18) != 0,
        .is_favourite = db_int(rows, row, 19) != 0,
        .nft_id = db_text(rows, row, 20),
        .is_nft_private = db_int(rows, row, 34) != 0,
        .evidence = read_entry(rows, row, 27),
        .entry = read_entry(rows, row, 30),
        .is_corrected = !db_is_null(rows, row, 33),
        .of = badge_class_read_row(rows, row, 35)};
    /* The table's own check lets no other word in. */
    if (!badge_difficulty_read(db_text(rows, row, 9), &badge.difficulty))
        badge.difficulty = BADGE_LOW;
    read_people(rows, row, &badge);
    return badge;
}

bool badge_find(struct db *db, const struct api_principal *who, int64_t id, struct arena *arena,
    struct badge *ret_badge, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, BADGE_SELECT "WHERE b.id = $3 AND " BADGE_SEES,
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_BADGE_READ), DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such badge");
    *ret_badge = read_badge(&rows, 0);
    return true;
}

bool badge_find_shared(
    struct db *db, struct text share, struct arena *arena, struct badge *ret_badge, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            BADGE_SELECT "WHERE b.share = $1 AND b.is_public = 1 AND a.deleted_us IS NULL",
            DB_ARGS(DB_TEXT(share)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such badge");
    *ret_badge = read_badge(&rows, 0);
    return true;
}

bool badge_list(struct db *db, const struct api_principal *who, const struct badge_query *query,
    struct arena *arena, struct badge **ret_badges, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            BADGE_SELECT "WHERE " BADGE_SEES
                         " AND (CAST($3 AS BIGINT) IS NULL OR b.account_id = $3)"
                         " AND (CAST($4 AS BIGINT) IS NULL OR b.team_id = $4)"
                         " AND (CAST($5 AS TEXT) IS NULL OR c.slug = $5)"
                         " AND (CAST($6 AS TEXT) IS NULL OR c.series = $6)"
                         " AND (CAST($7 AS BIGINT) < 0 OR ($7 = 1) = (b.revoked_us IS NOT NULL))"
                         " AND (CAST($8 AS BIGINT) = 0 OR b.is_favourite = 1)"
                         " AND (CAST($9 AS BIGINT) = 0 OR b.account_id IS NULL)"
                         " AND (CAST($10 AS BIGINT) IS NULL OR b.action_id = $10)"
                         " AND b.id < $11 ORDER BY b.id DESC LIMIT $12",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_BADGE_READ), DB_ID(query->account_id),
                DB_ID(query->team_id), DB_TEXT_OR_NULL(query->slug), DB_TEXT_OR_NULL(query->series),
                DB_INT(query->is_revoked), DB_INT(query->is_favourite_only),
                DB_INT(query->is_of_team_only), DB_ID(query->action_id), DB_INT(query->before_id),
                DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct badge *badges = arena_take_array(arena, rows.count, sizeof *badges);
    for (size_t i = 0; badges && i < rows.count; i++)
        badges[i] = read_badge(&rows, i);
    *ret_badges = badges;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* One number of one row; 0 when there is none, or it is NULL. */
static bool find_number(struct db *db, const char *sql, struct db_args args, bool *ret_is_found,
    int64_t *ret_number, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, sql, args, &arena, &rows, err);
    if (is_ok) {
        *ret_is_found = rows.count > 0 && !db_is_null(&rows, 0, 0);
        *ret_number = *ret_is_found ? db_int(&rows, 0, 0) : 0;
    }
    arena_done(&arena);
    return is_ok;
}

bool badge_rows_entry_of(struct db *db, const char *object_kind, int64_t object_id,
    int64_t *ret_entry_id, struct err *err)
{
    bool is_found;
    return find_number(db,
        "SELECT e.id FROM journal_entry e WHERE e.object_id = $1 AND e.object_kind = $2"
        " ORDER BY e.id DESC LIMIT 1",
        DB_ARGS(DB_INT(object_id), DB_TEXT(text_of(object_kind))), &is_found, ret_entry_id, err);
}

bool badge_rows_is_there(struct db *db, int64_t account_id, bool *ret_is_there, struct err *err)
{
    int64_t id;
    return find_number(db, "SELECT a.id FROM account a WHERE a.id = $1 AND a.deleted_us IS NULL",
        DB_ARGS(DB_INT(account_id)), ret_is_there, &id, err);
}

bool badge_rows_count_own(
    struct db *db, int64_t account_id, int64_t since_us, int64_t *ret_count, struct err *err)
{
    bool is_found;
    return find_number(db,
        "SELECT count(*) FROM badge b WHERE b.account_id = $1 AND b.issued_by = $1"
        " AND b.issued_us > $2",
        DB_ARGS(DB_INT(account_id), DB_INT(since_us)), &is_found, ret_count, err);
}

bool badge_rows_find_act(struct db *db, const struct badge *badge, int64_t ticket_id,
    struct arena *arena, struct badge *ret_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "WITH RECURSIVE same (id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT l.corrects_id FROM action_log l"
            " JOIN same s ON l.id = s.id WHERE l.corrects_id IS NOT NULL)"
            " SELECT b.id, b.name, b.revoked_us FROM badge b JOIN action_log l ON l.id = b.action_id"
            " WHERE b.account_id = $2 AND b.rule_id IS NULL"
            " AND ((b.class_id = $3 AND l.ticket_id = $4)"
            " OR ((b.class_id = $3 OR b.revoked_us IS NULL) AND l.id IN (SELECT s.id FROM same s)))"
            " ORDER BY b.id LIMIT 1",
            DB_ARGS(DB_INT(badge->action_id), DB_INT(badge->account_id), DB_INT(badge->of.id),
                DB_INT(ticket_id)),
            arena, &rows, err))
        return false;
    *ret_there = (struct badge){0};
    if (rows.count)
        *ret_there = (struct badge){.id = db_int(&rows, 0, 0),
            .name = db_text(&rows, 0, 1),
            .revoked_us = db_int(&rows, 0, 2)};
    return true;
}

bool badge_rows_priority(struct db *db, int64_t ticket_id, int *ret_priority, struct err *err)
{
    bool is_found;
    int64_t priority;
    if (!find_number(db, "SELECT t.priority FROM ticket t WHERE t.id = $1",
            DB_ARGS(DB_INT(ticket_id)), &is_found, &priority, err))
        return false;
    *ret_priority = is_found ? (int)priority : BADGE_NO_PRIORITY;
    return true;
}

/* -- writing -- */

bool badge_rows_add(struct db *db, const struct badge *badge, bool *ret_is_new, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "INSERT INTO badge (id, class_id, act_key, account_id, team_id, name, description,"
            " issued_us, expires_us, priority, difficulty, certifier, issued_by, rule_id, action_id,"
            " evidence_id, entry_id, share, is_public, is_favourite) VALUES ($1, $2, $3, $4, $5, $6,"
            " $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, $17, 0, 0)"
            " ON CONFLICT (act_key) DO NOTHING",
            DB_ARGS(DB_INT(badge->id), DB_INT(badge->of.id), DB_TEXT(badge->act_key),
                DB_ID(badge->account_id), DB_ID(badge->team_id), DB_TEXT(badge->name),
                DB_TEXT(badge->description), DB_INT(badge->issued_us), DB_ID(badge->expires_us),
                badge->priority == BADGE_NO_PRIORITY ? DB_NULL : DB_INT(badge->priority),
                DB_TEXT(text_of(badge_difficulty_word(badge->difficulty))),
                DB_INT(badge->certifier), DB_ID(badge->issued_by), DB_ID(badge->rule_id),
                DB_ID(badge->action_id), DB_ID(badge->evidence.id), DB_TEXT(badge->share)),
            &changed, err))
        return false;
    *ret_is_new = changed > 0;
    return true;
}

bool badge_rows_set_entry(struct db *db, int64_t id, struct err *err)
{
    return db_run(db,
        "UPDATE badge SET entry_id = (SELECT e.id FROM journal_entry e WHERE e.object_id = $1"
        " AND e.kind = 'badge.issued') WHERE id = $1",
        DB_ARGS(DB_INT(id)), NULL, err);
}

/* What no rule may give a second time keeps its act_key; else it makes room for another. */
bool badge_rows_revoke(
    struct db *db, const struct badge *badge, bool frees_act, bool *ret_is_changed, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "UPDATE badge SET revoked_us = $2, revoked_by = $3, revoked_reason = $4,"
            " is_favourite = 0, act_key = CASE WHEN CAST($5 AS BIGINT) = 1"
            " THEN act_key || ' revoked ' || CAST(id AS TEXT) ELSE act_key END"
            " WHERE id = $1 AND revoked_us IS NULL",
            DB_ARGS(DB_INT(badge->id), DB_INT(badge->revoked_us), DB_ID(badge->revoked_by),
                DB_TEXT(badge->revoked_reason), DB_INT(frees_act)),
            &changed, err))
        return false;
    *ret_is_changed = changed > 0;
    return true;
}

bool badge_rows_set_public(
    struct db *db, int64_t id, bool is_public, struct text share, struct err *err)
{
    return db_run(db,
        "UPDATE badge SET is_public = $2, share = CASE WHEN CAST($2 AS BIGINT) = 0 AND"
        " is_public = 1 THEN $3 ELSE share END WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(is_public), DB_TEXT(share)), NULL, err);
}

bool badge_rows_set_favourite(
    struct db *db, const struct badge *badge, bool is_favourite, struct err *err)
{
    return (!is_favourite ||
               db_run(db,
                   "UPDATE badge SET is_favourite = 0 WHERE is_favourite = 1 AND"
                   " CASE WHEN CAST($1 AS BIGINT) IS NULL THEN account_id IS NULL AND team_id = $2"
                   " ELSE account_id = $1 END",
                   DB_ARGS(DB_ID(badge->account_id), DB_ID(badge->team_id)), NULL, err)) &&
           db_run(db, "UPDATE badge SET is_favourite = $2 WHERE id = $1",
               DB_ARGS(DB_INT(badge->id), DB_INT(is_favourite)), NULL, err);
}

bool badge_set_nft(struct db *db, int64_t id, struct text nft_id, struct err *err)
{
    return db_run(db, "UPDATE badge SET nft_id = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_TEXT_OR_NULL(nft_id)), NULL, err);
}
