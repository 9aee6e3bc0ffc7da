/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/notice.h"

#include "base/map.h"
#include "base/rand.h"
#include "base/vec.h"
#include "job/hint.h"
#include "store/db_batch.h"
#include "store/db_in.h"

/* -- writing -- */

static int64_t subject_of(const struct notice *notice)
{
    if (notice->subject_id)
        return notice->subject_id;
    return notice->ticket_id ? notice->ticket_id : notice->team_id;
}

static bool hint_inbox(struct db *db, int64_t account_id, struct err *err)
{
    return hint_add(db, &(struct hint){.kind = TEXT("inbox"), .account_id = account_id}, err);
}

/* Each person once, whatever the number of notices. */
static bool hint_inboxes(struct db *db, const struct notice *notices, size_t count, struct err *err)
{
    struct map told = {0};
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++)
        if (map_add(&told,
                (struct text){(const char *)&notices[i].account_id, sizeof notices[i].account_id},
                0, NULL))
            is_ok = hint_inbox(db, notices[i].account_id, err);
    map_done(&told);
    return is_ok;
}

bool notice_write(struct db *db, const struct notice *notices, size_t count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO notice (id, account_id, subject_id, team_id, part_id, ticket_id, event_seq, kind,"
        " reason, count, actor_id, since_us, updated_us, text) VALUES",
        14,
        "ON CONFLICT (account_id, subject_id, kind) WHERE read_us IS NULL DO UPDATE SET"
        " count = notice.count + excluded.count, part_id = excluded.part_id,"
        " event_seq = excluded.event_seq, reason = excluded.reason, actor_id = excluded.actor_id,"
        " updated_us = excluded.updated_us, text = excluded.text");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct notice *n = &notices[i];
        const struct db_value values[] = {DB_INT(rand_id(n->updated_us)), DB_INT(n->account_id),
            DB_INT(subject_of(n)), DB_INT(n->team_id), DB_ID(n->part_id), DB_ID(n->ticket_id),
            DB_ID(n->event_seq), DB_TEXT(n->kind), DB_TEXT(text_of(notice_reason_name(n->reason))),
            DB_INT(n->count), DB_ID(n->actor_id), DB_INT(n->updated_us), DB_INT(n->updated_us),
            n->ticket_id ? DB_NULL : DB_TEXT_OR_NULL(n->text)};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err) && hint_inboxes(db, notices, count, err);
    db_batch_done(&batch);
    return is_ok;
}

bool notice_members(struct db *db, const int64_t *team_ids, size_t count, struct arena *arena,
    struct notice **ret_notices, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    struct db_value *ids = arena_take_array(arena, count, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = DB_INT(team_ids[i]);
    if (!arena_check(arena, err) ||
        !db_in_query(db,
            "SELECT m.account_id, m.team_id FROM team_member m JOIN account a ON a.id = m.account_id"
            " WHERE m.role <> 'viewer' AND a.disabled_us IS NULL AND m.team_id IN",
            DB_NO_ARGS, (struct db_args){ids, count}, "", arena, &rows, err))
        return false;
    struct notice *notices = arena_take_array(arena, rows.count, sizeof *notices);
    for (size_t i = 0; notices && i < rows.count; i++)
        notices[i] =
            (struct notice){.account_id = db_int(&rows, i, 0), .team_id = db_int(&rows, i, 1)};
    *ret_notices = notices;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool notice_any_team(struct db *db, int64_t account_id, int64_t *ret_team_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT t.id FROM team t LEFT JOIN team_member m ON m.team_id = t.id AND m.account_id = $1"
        " WHERE t.deleted_us IS NULL ORDER BY CASE WHEN m.team_id IS NULL THEN 1 ELSE 0 END, t.id"
        " LIMIT 1",
        DB_ARGS(DB_INT(account_id)), &arena, &rows, err);
    if (is_ok)
        *ret_team_id = rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_ok;
}

/* -- reading -- */

/* $1 and $2 are the one whose they are: who left a team is not told of it any more, but that they are nobody's coach any more. */
#define FROM_MINE                                                                                  \
    " FROM notice n JOIN team g ON g.id = n.team_id LEFT JOIN part p ON p.id = n.part_id"          \
    " LEFT JOIN service s ON s.id = p.service_id"                                                  \
    " WHERE n.account_id = $1 AND s.deleted_us IS NULL AND (" TEAM_SEES("n.team_id", "$1",         \
        "$2") " OR n.kind IN ('coach_withdrawn', 'diary_coach_withdrawn') OR (n.kind IN"           \
              " ('feedback_answered', 'coach_named') AND " TEAM_COACHED("n.team_id", "$1") "))"

#define COLUMNS                                                                                    \
    "SELECT n.id, n.team_id, n.part_id, n.ticket_id, n.event_seq, n.kind, n.reason, n.count,"      \
    " n.actor_id, n.since_us, n.updated_us, n.read_us, g.name, s.id, s.name, p.name,"              \
    " (SELECT t.package FROM ticket t WHERE t.id = n.ticket_id),"                                  \
    " COALESCE((SELECT t.name FROM ticket t WHERE t.id = n.ticket_id),"                            \
    " (SELECT v.vulnerability FROM advice v WHERE v.id = n.subject_id AND n.kind = 'advised')),"   \
    " (SELECT a.name FROM account a WHERE a.id = n.actor_id),"                                     \
    " COALESCE(n.text, (SELECT e.text FROM ticket_event e WHERE e.ticket_id = n.ticket_id"         \
    " AND e.seq = n.event_seq)),"                                                                  \
    " (SELECT e.detail FROM ticket_event e WHERE e.ticket_id = n.ticket_id AND e.seq = n.event_seq)"

static enum notice_reason reason_of(struct text word)
{
    for (int i = 0; i < NOTICE_REASONS; i++)
        if (text_is(word, notice_reason_name((enum notice_reason)i)))
            return (enum notice_reason)i;
    return NOTICE_WATCHING;
}

static struct notice read_notice(const struct db_rows *rows, size_t row)
{
    return (struct notice){.id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .part_id = db_int(rows, row, 2),
        .ticket_id = db_int(rows, row, 3),
        .event_seq = db_int(rows, row, 4),
        .kind = db_text(rows, row, 5),
        .reason = reason_of(db_text(rows, row, 6)),
        .count = db_int(rows, row, 7),
        .actor_id = db_int(rows, row, 8),
        .since_us = db_int(rows, row, 9),
        .updated_us = db_int(rows, row, 10),
        .read_us = db_int(rows, row, 11),
        .team_name = db_text(rows, row, 12),
        .service_id = db_int(rows, row, 13),
        .service_name = db_text(rows, row, 14),
        .part_name = db_text(rows, row, 15),
        .package = db_text(rows, row, 16),
        .vulnerability = db_text(rows, row, 17),
        .actor_name = db_text(rows, row, 18),
        .text = db_text(rows, row, 19),
        .detail = db_text(rows, row, 20)};
}

static bool read_notices(const struct db_rows *rows, struct arena *arena,
    struct notice **ret_notices, size_t *ret_count, struct err *err)
{
    struct notice *notices = arena_take_array(arena, rows->count, sizeof *notices);
    for (size_t i = 0; notices && i < rows->count; i++)
        notices[i] = read_notice(rows, i);
    *ret_notices = notices;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool notice_list(struct db *db, const struct api_principal *who, const struct notice_query *query,
    struct arena *arena, struct notice **ret_notices, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            COLUMNS FROM_MINE " AND (CAST($3 AS BIGINT) = 0 OR n.read_us IS NULL)"
                              " AND (n.updated_us < $4 OR (n.updated_us = $4 AND n.id < $5))"
                              " ORDER BY n.updated_us DESC, n.id DESC LIMIT $6",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ), DB_INT(query->is_unread_only),
                DB_INT(query->before_us), DB_INT(query->before_id), DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    return read_notices(&rows, arena, ret_notices, ret_count, err);
}

bool notice_find_unread(struct db *db, const struct api_principal *who, const int64_t *ids,
    size_t id_count, struct arena *arena, struct notice **ret_notices, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    struct db_value *values = arena_take_array(arena, id_count, sizeof *values);
    for (size_t i = 0; values && i < id_count; i++)
        values[i] = DB_INT(ids[i]);
    return arena_check(arena, err) &&
           db_in_query(db, COLUMNS FROM_MINE " AND n.read_us IS NULL AND n.id IN",
               DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ)), (struct db_args){values, id_count},
               "ORDER BY n.updated_us DESC, n.id DESC", arena, &rows, err) &&
           read_notices(&rows, arena, ret_notices, ret_count, err);
}

bool notice_count_unread(
    struct db *db, const struct api_principal *who, int64_t *ret_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    /* To be named as somebody's coach is told in the inbox too, where it is no notice of a ticket. */
    bool is_ok = db_query(db,
        "SELECT count(*) + (SELECT count(*) FROM diary_coach c WHERE c.coach_id = $1 "
        "AND c.seen_us IS NULL)" FROM_MINE " AND n.read_us IS NULL",
        DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ)), &arena, &rows, err);
    if (is_ok)
        *ret_count = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_ok;
}

/* -- read and unread -- */

#define MARK_READ "UPDATE notice SET read_us = $2 WHERE account_id = $1 AND read_us IS NULL AND "

static bool mark_read(struct db *db, const struct api_principal *who,
    const struct notice_marking *marking, const char *sql, int64_t id, struct err *err)
{
    return db_run(
        db, sql, DB_ARGS(DB_INT(who->account_id), DB_INT(marking->now_us), DB_INT(id)), NULL, err);
}

/* What came on top since is unread already, and stands for it. */
static bool mark_unread(struct db *db, const struct api_principal *who, int64_t id, struct err *err)
{
    return db_run(db,
        "UPDATE notice SET read_us = NULL WHERE account_id = $1 AND id = $2 AND NOT EXISTS"
        " (SELECT 1 FROM notice o WHERE o.account_id = notice.account_id"
        " AND o.subject_id = notice.subject_id AND o.kind = notice.kind AND o.read_us IS NULL)",
        DB_ARGS(DB_INT(who->account_id), DB_INT(id)), NULL, err);
}

static bool mark(struct db *db, const struct api_principal *who,
    const struct notice_marking *marking, struct err *err)
{
    bool is_ok = true;
    if (marking->is_all)
        return mark_read(db, who, marking, MARK_READ "CAST($3 AS BIGINT) = 0", 0, err);
    if (marking->ticket_id)
        return mark_read(db, who, marking, MARK_READ "ticket_id = $3", marking->ticket_id, err);
    for (size_t i = 0; is_ok && i < marking->id_count; i++)
        is_ok = marking->is_read
                    ? mark_read(db, who, marking, MARK_READ "id = $3", marking->ids[i], err)
                    : mark_unread(db, who, marking->ids[i], err);
    return is_ok;
}

bool notice_mark(struct db *db, const struct api_principal *who,
    const struct notice_marking *marking, struct err *err)
{
    return mark(db, who, marking, err) && hint_inbox(db, who->account_id, err);
}

bool notice_forget(struct db *db, int64_t before_us, struct err *err)
{
    return db_run(
        db, "DELETE FROM notice WHERE read_us < $1", DB_ARGS(DB_INT(before_us)), NULL, err);
}
