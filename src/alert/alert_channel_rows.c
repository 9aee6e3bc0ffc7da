/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_channel.h"
#include "store/db_in.h"

#define CHANNEL_SELECT                                                                             \
    "SELECT c.id, c.team_id, c.kind, c.name, c.address, c.place, c.secret, c.least_priority, "     \
    "c.tells, c.language, c.is_on, c.failures, c.trouble, c.trouble_us, c.told_us, "               \
    "c.delivered_us, c.created_by, c.updated_by, c.created_us, c.updated_us, m.name, u.name, "     \
    "t.name FROM alert_channel c JOIN account m ON m.id = c.created_by "                           \
    "JOIN account u ON u.id = c.updated_by JOIN team t ON t.id = c.team_id "                       \
    "WHERE c.deleted_us IS NULL AND t.deleted_us IS NULL "

static struct alert_channel read_channel(const struct db_rows *rows, size_t row)
{
    struct alert_channel channel = {
        .id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .name = db_text(rows, row, 3),
        .address = db_text(rows, row, 4),
        .place = db_text(rows, row, 5),
        .secret = db_text(rows, row, 6),
        .least_priority = db_int(rows, row, 7),
        .tells = (unsigned)db_int(rows, row, 8),
        .is_japanese = text_is(db_text(rows, row, 9), "ja"),
        .is_on = db_int(rows, row, 10) != 0,
        .failures = db_int(rows, row, 11),
        .trouble = db_text(rows, row, 12),
        .trouble_us = db_int(rows, row, 13),
        .told_us = db_int(rows, row, 14),
        .delivered_us = db_int(rows, row, 15),
        .created_by = db_int(rows, row, 16),
        .updated_by = db_int(rows, row, 17),
        .created_us = db_int(rows, row, 18),
        .updated_us = db_int(rows, row, 19),
        .created_by_name = db_text(rows, row, 20),
        .updated_by_name = db_text(rows, row, 21),
        .team_name = db_text(rows, row, 22),
    };
    (void)!alert_channel_kind_read(db_text(rows, row, 2), &channel.kind);
    return channel;
}

static bool read_channels(const struct db_rows *rows, struct arena *arena,
    struct alert_channel **ret_channels, size_t *ret_count, struct err *err)
{
    struct alert_channel *channels = arena_take_array(arena, rows->count, sizeof *channels);
    for (size_t i = 0; channels && i < rows->count; i++)
        channels[i] = read_channel(rows, i);
    *ret_channels = channels;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool alert_channel_list(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_channel **ret_channels, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db, CHANNEL_SELECT "AND c.team_id = $1 ORDER BY lower(c.name), c.id",
               DB_ARGS(DB_INT(team_id)), arena, &rows, err) &&
           read_channels(&rows, arena, ret_channels, ret_count, err);
}

bool alert_channel_list_on(struct db *db, const int64_t *team_ids, size_t team_count,
    struct arena *arena, struct alert_channel **ret_channels, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    struct db_value *ids = arena_take_array(arena, team_count, sizeof *ids);
    if (!ids)
        return arena_check(arena, err);
    for (size_t i = 0; i < team_count; i++)
        ids[i] = DB_INT(team_ids[i]);
    return db_in_query(db, CHANNEL_SELECT "AND c.is_on = 1 AND c.team_id IN", DB_NO_ARGS,
               (struct db_args){ids, team_count}, "ORDER BY c.team_id, c.id", arena, &rows, err) &&
           read_channels(&rows, arena, ret_channels, ret_count, err);
}

bool alert_channel_get(struct db *db, int64_t id, struct arena *arena,
    struct alert_channel *ret_channel, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, CHANNEL_SELECT "AND c.id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    *ret_is_there = rows.count == 1;
    if (rows.count)
        *ret_channel = read_channel(&rows, 0);
    return true;
}

bool alert_channel_find(struct db *db, const struct api_principal *who, int64_t id,
    enum right right, struct arena *arena, struct alert_channel *ret_channel, struct err *err)
{
    struct team team;
    bool is_there;
    struct alert_channel channel;
    struct err why = {0};
    if (!alert_channel_get(db, id, arena, &channel, &is_there, err))
        return false;
    if (!is_there)
        return err_set(err, ERR_NOT_FOUND, "there is no such channel");
    if (!team_find(db, who, channel.team_id, right, arena, &team, &why))
        return err_set(
            err, why.code, "%s", why.code == ERR_NOT_FOUND ? "there is no such channel" : why.text);
    *ret_channel = channel;
    return true;
}

/* -- writing -- */

/* Names are told apart as people see them. */
static bool check_name(struct db *db, const struct alert_channel *channel, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "SELECT id FROM alert_channel WHERE team_id = $1 AND lower(name) = lower(CAST($2 AS TEXT)) "
        "AND id <> $3 AND deleted_us IS NULL LIMIT 1",
        DB_ARGS(DB_INT(channel->team_id), DB_TEXT(channel->name), DB_INT(channel->id)), &arena,
        &rows, err);
    bool is_taken = is_fine && rows.count > 0;
    arena_done(&arena);
    if (is_taken)
        return err_set(err, ERR_CONFLICT, "name: the team has a channel \"%.*s\" already",
            TEXT_ARG(channel->name));
    return is_fine;
}

static struct db_value language_of(const struct alert_channel *channel)
{
    return DB_TEXT(channel->is_japanese ? TEXT("ja") : TEXT("en"));
}

bool alert_channel_add(struct db *db, const struct alert_channel *channel, struct err *err)
{
    return check_name(db, channel, err) &&
           db_run(db,
               "INSERT INTO alert_channel (id, team_id, name, kind, address, place, secret, "
               "least_priority, tells, language, is_on, failures, trouble, created_by, updated_by, "
               "created_us, updated_us) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '', $12, $12, $13, $13)",
               DB_ARGS(DB_INT(channel->id), DB_INT(channel->team_id), DB_TEXT(channel->name),
                   DB_TEXT(text_of(alert_channel_kind_name(channel->kind))),
                   DB_BLOB(channel->address), DB_TEXT(channel->place), DB_BLOB(channel->secret),
                   DB_INT(channel->least_priority), DB_INT(channel->tells), language_of(channel),
                   DB_INT(channel->is_on), DB_INT(channel->created_by),
                   DB_INT(channel->created_us)),
               NULL, err);
}

bool alert_channel_write(struct db *db, const struct alert_channel *channel, struct err *err)
{
    return check_name(db, channel, err) &&
           db_run(db,
               "UPDATE alert_channel SET name = $2, address = $3, place = $4, secret = $5, "
               "least_priority = $6, tells = $7, language = $8, is_on = $9, updated_by = $10, "
               "updated_us = $11, failures = 0, trouble = '', trouble_us = NULL, told_us = NULL "
               "WHERE id = $1",
               DB_ARGS(DB_INT(channel->id), DB_TEXT(channel->name), DB_BLOB(channel->address),
                   DB_TEXT(channel->place), DB_BLOB(channel->secret),
                   DB_INT(channel->least_priority), DB_INT(channel->tells), language_of(channel),
                   DB_INT(channel->is_on), DB_INT(channel->updated_by),
                   DB_INT(channel->updated_us)),
               NULL, err);
}

bool alert_channel_delete(
    struct db *db, const struct alert_channel *channel, int64_t now_us, struct err *err)
{
    return outbox_cancel(db, ALERT_CHANNEL, channel->id, 0, TEXT("the channel was taken away"),
               now_us, err) &&
           db_run(db,
               "UPDATE alert_channel SET deleted_us = $2, address = $3, secret = $3, place = '' "
               "WHERE id = $1",
               DB_ARGS(DB_INT(channel->id), DB_INT(now_us), DB_BLOB(TEXT(""))), NULL, err);
}

bool alert_channel_note(
    struct db *db, int64_t id, const struct alert_channel_outcome *outcome, struct err *err)
{
    if (!outcome->trouble.len)
        return db_run(db,
            "UPDATE alert_channel SET failures = 0, trouble = '', trouble_us = NULL, "
            "told_us = NULL, delivered_us = $2 WHERE id = $1",
            DB_ARGS(DB_INT(id), DB_INT(outcome->at_us)), NULL, err);
    return db_run(db,
        "UPDATE alert_channel SET trouble = $2, trouble_us = $3, "
        "failures = CASE WHEN failures + 1 < $4 THEN $4 ELSE failures + 1 END WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_TEXT(outcome->trouble), DB_INT(outcome->at_us),
            DB_INT(outcome->is_gone ? ALERT_CHANNEL_FAILING : 0)),
        NULL, err);
}

bool alert_channel_note_told(
    struct db *db, int64_t id, int64_t now_us, bool *ret_is_first, struct err *err)
{
    int64_t changed;
    if (!db_run(db, "UPDATE alert_channel SET told_us = $2 WHERE id = $1 AND told_us IS NULL",
            DB_ARGS(DB_INT(id), DB_INT(now_us)), &changed, err))
        return false;
    *ret_is_first = changed > 0;
    return true;
}

/* A channel that was taken away still counts: a new one in its place is told no more for that. */
bool alert_channel_count_tests(struct db *db, const struct alert_channel *channel, int64_t since_us,
    int64_t *ret_count, int64_t *ret_all_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(db,
        "SELECT count(*) FILTER (WHERE c.id = $1), count(*) FROM alert_channel c "
        "JOIN outbox o ON o.channel = $2 AND o.target_id = c.id AND o.kind = $3 "
        "AND o.created_us > $4 WHERE c.team_id = $5 OR c.created_by = $6",
        DB_ARGS(DB_INT(channel->id), DB_TEXT(TEXT(ALERT_CHANNEL)),
            DB_TEXT(text_of(alert_kind_name(ALERT_TEST))), DB_INT(since_us),
            DB_INT(channel->team_id), DB_INT(channel->created_by)),
        &arena, &rows, err);
    if (is_read) {
        *ret_count = db_int(&rows, 0, 0);
        *ret_all_count = db_int(&rows, 0, 1);
    }
    arena_done(&arena);
    return is_read;
}

/* -- people -- */

bool alert_channel_admins(struct db *db, int64_t team_id, struct arena *arena,
    int64_t **ret_account_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT m.account_id FROM team_member m JOIN account a ON a.id = m.account_id "
            "WHERE m.team_id = $1 AND m.role = 'admin' AND a.disabled_us IS NULL",
            DB_ARGS(DB_INT(team_id)), arena, &rows, err))
        return false;
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; ids && i < rows.count; i++)
        ids[i] = db_int(&rows, i, 0);
    *ret_account_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

static struct text name_of(const struct db_rows *rows, int64_t id)
{
    for (size_t i = 0; i < rows->count; i++)
        if (db_int(rows, i, 0) == id)
            return db_text(rows, i, 1);
    return TEXT("");
}

bool alert_channel_name_people(
    struct db *db, struct alert_message *message, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    struct db_value ids[ALERT_AFFECTED_MAX];
    size_t count = 0;
    for (size_t i = 0; i < message->affected_count && i < LEN_OF(ids); i++)
        if (message->affected[i].assignee_id)
            ids[count++] = DB_INT(message->affected[i].assignee_id);
    if (!db_in_query(db, "SELECT id, name FROM account WHERE id IN", DB_NO_ARGS,
            (struct db_args){ids, count}, "", arena, &rows, err))
        return false;
    for (size_t i = 0; i < message->affected_count; i++)
        message->affected[i].assignee = name_of(&rows, message->affected[i].assignee_id);
    return true;
}
