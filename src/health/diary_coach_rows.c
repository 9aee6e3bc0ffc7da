/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/json.h"
#include "health/diary_coach.h"
#include "journal/journal.h"
#include "ticket/notice.h"

/* Whom $1 may name: others who come in, and whom they know of by a team that they share or by a role in the organisation. */
#define CHOICES                                                                                    \
    "FROM account a WHERE a.id <> $1 AND a.disabled_us IS NULL AND a.deleted_us IS NULL AND "      \
    "(a.is_analyst = 1 OR a.is_governance = 1 OR EXISTS (SELECT 1 FROM team_member m "             \
    "JOIN team_member o ON o.team_id = m.team_id AND o.account_id = $1 WHERE m.account_id = a.id))"

struct naming {
    const struct api_principal *who;
    int64_t coach_id, now_us;
};

static bool tell(
    struct db *db, const struct naming *it, const char *kind, int64_t coach_id, struct err *err)
{
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member_id(&facts, "coach_id", coach_id);
    json_print_close(&facts, '}');
    bool is_told = journal_add(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = it->who->account_id,
            .object_kind = "account",
            .object_id = it->who->account_id,
            .at_us = it->now_us,
            .facts = buf_text(&facts)},
        err);
    buf_done(&facts);
    return is_told;
}

/* Ends what stands; *ret_coach_id is 0 when nothing did. */
static bool end(struct db *db, const struct naming *it, int64_t *ret_coach_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_done = db_query(db, "DELETE FROM diary_coach WHERE account_id = $1 RETURNING coach_id",
        DB_ARGS(DB_INT(it->who->account_id)), &arena, &rows, err);
    *ret_coach_id = is_done && rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_done && (!*ret_coach_id || tell(db, it, "diary.coach_withdrawn", *ret_coach_id, err));
}

/* A notice is of a team; where there is none, nobody can be told. Being named is told by diary_coach.seen_us. */
static bool tell_former(struct db *db, const struct naming *it, int64_t coach_id, struct err *err)
{
    struct notice notice = {.account_id = coach_id,
        .subject_id = it->who->account_id,
        .kind = TEXT("diary_coach_withdrawn"),
        .reason = NOTICE_TEAM,
        .count = 1,
        .actor_id = it->who->account_id,
        .updated_us = it->now_us};
    return notice_any_team(db, coach_id, &notice.team_id, err) &&
           (!notice.team_id || notice_write(db, &notice, 1, err));
}

static bool check_choice(struct db *db, const struct naming *it, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_done = db_query(db, "SELECT a.id " CHOICES " AND a.id = $2",
        DB_ARGS(DB_INT(it->who->account_id), DB_INT(it->coach_id)), &arena, &rows, err);
    bool is_there = is_done && rows.count;
    arena_done(&arena);
    return is_done &&
           (is_there ||
               err_set(err, ERR_USAGE,
                   "account_id: must be somebody of a team of yours, an analyst or of governance"));
}

static bool name(struct db *db, void *context, struct err *err)
{
    const struct naming *it = context;
    int64_t former;
    return check_choice(db, it, err) && end(db, it, &former, err) &&
           (!former || former == it->coach_id || tell_former(db, it, former, err)) &&
           db_run(db,
               "INSERT INTO diary_coach (account_id, coach_id, since_us) VALUES ($1, $2, $3)",
               DB_ARGS(DB_INT(it->who->account_id), DB_INT(it->coach_id), DB_INT(it->now_us)), NULL,
               err) &&
           tell(db, it, "diary.coach_named", it->coach_id, err);
}

bool diary_coach_name(struct db *db, const struct api_principal *who, int64_t coach_id,
    int64_t now_us, struct err *err)
{
    struct naming it = {who, coach_id, now_us};
    return db_transact(db, name, &it, err);
}

static bool withdraw(struct db *db, void *context, struct err *err)
{
    const struct naming *it = context;
    int64_t former;
    return end(db, it, &former, err) && (!former || tell_former(db, it, former, err));
}

bool diary_coach_withdraw(
    struct db *db, const struct api_principal *who, int64_t now_us, struct err *err)
{
    struct naming it = {who, 0, now_us};
    return db_transact(db, withdraw, &it, err);
}

/* Rows of account, name, since, seen. */
static bool read_people(struct db *db, const char *sql, struct db_args args, struct arena *arena,
    struct diary_coach **ret_people, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, sql, args, arena, &rows, err))
        return false;
    struct diary_coach *people = arena_take_array(arena, rows.count, sizeof *people);
    for (size_t i = 0; people && i < rows.count; i++)
        people[i] = (struct diary_coach){.account_id = db_int(&rows, i, 0),
            .name = db_text(&rows, i, 1),
            .since_us = db_int(&rows, i, 2),
            .is_new = db_is_null(&rows, i, 3)};
    *ret_people = people;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool diary_coach_find(struct db *db, const struct api_principal *who, struct arena *arena,
    struct diary_coach *ret_coach, struct err *err)
{
    struct diary_coach *people;
    size_t count;
    if (!read_people(db,
            "SELECT a.id, a.name, c.since_us, c.seen_us FROM diary_coach c "
            "JOIN account a ON a.id = c.coach_id WHERE c.account_id = $1",
            DB_ARGS(DB_INT(who->account_id)), arena, &people, &count, err))
        return false;
    *ret_coach = count ? people[0] : (struct diary_coach){.name = {"", 0}};
    return true;
}

bool diary_coach_list(struct db *db, const struct api_principal *who, struct arena *arena,
    struct diary_coach **ret_people, size_t *ret_count, struct err *err)
{
    return read_people(db,
        "SELECT a.id, a.name, c.since_us, c.seen_us FROM diary_coach c "
        "JOIN account a ON a.id = c.account_id WHERE c.coach_id = $1 ORDER BY a.name, a.id",
        DB_ARGS(DB_INT(who->account_id)), arena, ret_people, ret_count, err);
}

bool diary_coach_choices(struct db *db, const struct api_principal *who, size_t limit,
    struct arena *arena, struct diary_coach **ret_people, size_t *ret_count, struct err *err)
{
    return read_people(db,
        "SELECT a.id, a.name, a.created_us, NULL " CHOICES " ORDER BY a.name, a.id LIMIT $2",
        DB_ARGS(DB_INT(who->account_id), DB_INT((int64_t)limit)), arena, ret_people, ret_count,
        err);
}

bool diary_coach_seen(
    struct db *db, const struct api_principal *who, int64_t now_us, struct err *err)
{
    return db_run(db, "UPDATE diary_coach SET seen_us = $2 WHERE coach_id = $1 AND seen_us IS NULL",
        DB_ARGS(DB_INT(who->account_id), DB_INT(now_us)), NULL, err);
}

bool diary_coach_check(
    struct db *db, const struct api_principal *who, int64_t person_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    if (person_id == who->account_id)
        return true;
    arena_init(&arena, SIZE_MAX);
    bool is_done = db_query(db, "SELECT 1 FROM diary_coach WHERE account_id = $1 AND coach_id = $2",
        DB_ARGS(DB_INT(person_id), DB_INT(who->account_id)), &arena, &rows, err);
    bool is_coach = is_done && rows.count;
    arena_done(&arena);
    return is_done && (is_coach || err_set(err, ERR_NOT_FOUND, "there is no such diary"));
}
