/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/tracker.h"

#include "base/map.h"
#include "base/vec.h"
#include "store/db_in.h"

enum { LOOKUP = 512 };

/* What is known of a ticket whose team has a tracker. */
struct fact {
    int64_t ticket_id, tracker_id, team_id;
    bool is_linked, is_wanted; /* wanted: by the tracker's rule */
    bool is_news;              /* its state is another one than was told */
    bool is_touched;
    struct text title;
};

struct telling {
    struct db *db;
    struct arena arena;
    struct map by_id; /* bytes of a ticket's id → its place */
    struct {
        VEC(struct fact *); /* in the arena, where they stay */
    } facts;
    size_t created, left_out;
    int64_t now_us;
};

static struct text id_key(const int64_t *id)
{
    return (struct text){(const char *)id, sizeof *id};
}

struct text tracker_title(struct text flaw, struct text package, struct arena *arena)
{
    return arena_format(arena, "%.*s · %.*s", TEXT_ARG(flaw), TEXT_ARG(package));
}

/* Mostly no team has one, and then this is all that telling costs. */
static bool has_trackers(struct telling *telling, bool *ret_has, struct err *err)
{
    struct db_rows rows;
    if (!db_query(telling->db,
            "SELECT 1 FROM tracker WHERE deleted_us IS NULL AND is_on = 1 LIMIT 1", DB_NO_ARGS,
            &telling->arena, &rows, err))
        return false;
    *ret_has = rows.count > 0;
    return true;
}

static bool find_some(
    struct telling *telling, const struct db_value *ids, size_t count, struct err *err)
{
    struct db_rows rows;
    if (!db_in_query(telling->db,
            "SELECT t.id, r.id, t.team_id, l.ticket_id, "
            "CASE WHEN l.ticket_id IS NULL AND t.is_done = 0 AND t.priority >= r.least_priority "
            "THEN 1 ELSE 0 END, "
            "CASE WHEN l.told_state <> t.state AND l.state <> 'gone' THEN 1 ELSE 0 END, "
            "t.name, t.package "
            "FROM ticket t JOIN tracker r ON r.team_id = t.team_id AND r.deleted_us IS NULL AND r.is_on = 1 "
            "LEFT JOIN tracker_link l ON l.ticket_id = t.id AND l.tracker_id = r.id WHERE t.id IN",
            DB_NO_ARGS, (struct db_args){ids, count}, "", &telling->arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct fact *fact = arena_take(&telling->arena, sizeof *fact);
        if (!fact)
            return arena_check(&telling->arena, err);
        *VEC_ADD(&telling->facts) = fact;
        *fact = (struct fact){.ticket_id = db_int(&rows, i, 0),
            .tracker_id = db_int(&rows, i, 1),
            .team_id = db_int(&rows, i, 2),
            .is_linked = !db_is_null(&rows, i, 3),
            .is_wanted = db_int(&rows, i, 4) != 0,
            .is_news = db_int(&rows, i, 5) != 0,
            .title = tracker_title(db_text(&rows, i, 6), db_text(&rows, i, 7), &telling->arena)};
        (void)map_add(
            &telling->by_id, id_key(&fact->ticket_id), (uint32_t)(telling->facts.len - 1), NULL);
    }
    return true;
}

static bool find_facts(
    struct telling *telling, const struct ticket_event *events, size_t count, struct err *err)
{
    struct db_value ids[LOOKUP];
    struct map seen = {0};
    size_t some = 0;
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++) {
        if (map_add(&seen, id_key(&events[i].ticket_id), 0, NULL))
            ids[some++] = DB_INT(events[i].ticket_id);
        if (some < LOOKUP && i + 1 < count)
            continue;
        is_ok = some == 0 || find_some(telling, ids, some, err);
        some = 0;
    }
    map_done(&seen);
    return is_ok;
}

/* -- messages -- */

/* number tells the message from others of its kind; seq is the event that it is about, or 0. */
static bool add_message(struct telling *telling, const struct fact *fact, const char *kind,
    int64_t number, int64_t seq, struct err *err)
{
    struct text key = arena_format(
        &telling->arena, "%s:%lld:%lld", kind, (long long)fact->ticket_id, (long long)number);
    struct outbox_order order = {.channel = TRACKER_CHANNEL,
        .target_id = fact->tracker_id,
        .team_id = fact->team_id,
        .ticket_id = fact->ticket_id,
        .kind = kind,
        .key = key,
        .lane = fact->ticket_id,
        .title = fact->title,
        .body = arena_format(&telling->arena, "{\"seq\":\"%lld\"}", (long long)seq)};
    return outbox_add(telling->db, &order, telling->now_us, err);
}

/* An issue is made in the state "open": of another one it is told next. */
static bool add_link(struct telling *telling, const struct fact *fact, int64_t account_id,
    int64_t *ret_changed, struct err *err)
{
    return db_run(telling->db,
        "INSERT INTO tracker_link (ticket_id, tracker_id, state, issue_id, issue_key, status, category, "
        "told_state, created_by, created_us, updated_us) "
        "VALUES ($1, $2, 'wanted', '', '', '', '', 'open', $3, $4, $4) ON CONFLICT (ticket_id) DO NOTHING",
        DB_ARGS(DB_INT(fact->ticket_id), DB_INT(fact->tracker_id), DB_ID(account_id),
            DB_INT(telling->now_us)),
        ret_changed, err);
}

static bool create(struct telling *telling, struct fact *fact, int64_t seq, struct err *err)
{
    int64_t changed;
    fact->is_wanted = false;
    if (telling->created == TRACKER_CREATE_MAX) {
        telling->left_out++;
        return true;
    }
    if (!add_link(telling, fact, 0, &changed, err))
        return false;
    telling->created += changed > 0;
    return changed == 0 || add_message(telling, fact, TRACKER_CREATE, telling->now_us, seq, err);
}

static bool is_from_tracker(const struct ticket_event *event)
{
    /* In a string the quotes would have backslashes before them. */
    return text_find_text(event->detail, TEXT("\"tracker\":{")) >= 0;
}

/* The rule looks at a ticket when it comes up, and when its priority changes: what a person unlinked stays so until then. */
static bool asks_rule(const struct ticket_event *event)
{
    static const char *const kinds[] = {"opened", "reopened", "decision_changed"};
    for (size_t i = 0; i < LEN_OF(kinds); i++)
        if (strcmp(event->kind, kinds[i]) == 0)
            return true;
    return false;
}

static bool tell_one(struct telling *telling, const struct ticket_event *event, struct err *err)
{
    uint32_t at;
    if (!map_find(&telling->by_id, id_key(&event->ticket_id), &at))
        return true;
    struct fact *fact = telling->facts.at[at];
    fact->is_touched = true;
    if (fact->is_wanted && asks_rule(event))
        return create(telling, fact, event->seq, err);
    if (!fact->is_linked || is_from_tracker(event))
        return true;
    if (strcmp(event->kind, "commented") == 0)
        return add_message(telling, fact, TRACKER_COMMENT, event->seq, event->seq, err);
    if (strcmp(event->kind, "assigned") == 0)
        return add_message(telling, fact, TRACKER_ASSIGN, event->seq, event->seq, err);
    if (!fact->is_news)
        return true;
    fact->is_news = false;
    return add_message(telling, fact, TRACKER_STATE, event->seq, event->seq, err);
}

/* Of a state that came from the tracker, it knows. */
static bool note_states(struct telling *telling, struct err *err)
{
    struct db_value ids[LOOKUP];
    struct db_rows rows;
    size_t some = 0;
    for (size_t i = 0; i < telling->facts.len; i++) {
        const struct fact *fact = telling->facts.at[i];
        if (fact->is_linked && fact->is_touched)
            ids[some++] = DB_INT(fact->ticket_id);
        if (some == 0 || (some < LOOKUP && i + 1 < telling->facts.len))
            continue;
        if (!db_in_query(telling->db,
                "UPDATE tracker_link SET told_state = (SELECT t.state FROM ticket t "
                "WHERE t.id = tracker_link.ticket_id) WHERE ticket_id IN",
                DB_NO_ARGS, (struct db_args){ids, some}, "", &telling->arena, &rows, err))
            return false;
        some = 0;
    }
    return true;
}

/* Those that the rule would have made an issue of, had they not been so many. */
static bool note_left_out(
    struct telling *telling, const struct ticket_event *event, struct err *err)
{
    if (telling->left_out == 0)
        return true;
    const struct fact *fact = telling->facts.at[0];
    struct outbox_order order = {.channel = TRACKER_CHANNEL,
        .target_id = fact->tracker_id,
        .team_id = fact->team_id,
        .kind = TRACKER_CREATE,
        .key = arena_format(&telling->arena, "left-out:%lld:%lld", (long long)event->ticket_id,
            (long long)event->seq),
        .title = arena_format(&telling->arena, "%zu more tickets", telling->left_out)};
    struct text why = arena_format(&telling->arena,
        "More than %d issues at once are not made by the rule: make those that are wanted by hand",
        TRACKER_CREATE_MAX);
    return outbox_note(telling->db, &order, why, telling->now_us, err);
}

static bool tell_all(
    struct telling *telling, const struct ticket_event *events, size_t count, struct err *err)
{
    bool has;
    if (!has_trackers(telling, &has, err))
        return false;
    if (!has)
        return true;
    if (!find_facts(telling, events, count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!tell_one(telling, &events[i], err))
            return false;
    return note_states(telling, err) && note_left_out(telling, &events[0], err);
}

bool tracker_tell(struct db *db, const struct ticket_event *events, size_t count, struct err *err)
{
    if (count == 0)
        return true;
    struct telling telling = {.db = db, .now_us = events[0].at_us};
    arena_init(&telling.arena, SIZE_MAX);
    bool is_ok = tell_all(&telling, events, count, err);
    map_done(&telling.by_id);
    VEC_DONE(&telling.facts);
    arena_done(&telling.arena);
    return is_ok;
}

bool tracker_want(struct db *db, const struct ticket *ticket, int64_t tracker_id, struct text title,
    int64_t account_id, int64_t now_us, struct err *err)
{
    struct telling telling = {.db = db, .now_us = now_us};
    struct fact fact = {.ticket_id = ticket->id,
        .tracker_id = tracker_id,
        .team_id = ticket->team_id,
        .title = title};
    int64_t changed;
    arena_init(&telling.arena, SIZE_MAX);
    bool is_ok = add_link(&telling, &fact, account_id, &changed, err) &&
                 (changed || err_set(err, ERR_CONFLICT, "the ticket has an issue already")) &&
                 add_message(&telling, &fact, TRACKER_CREATE, now_us, 0, err);
    if (is_ok && ticket->state != TICKET_OPEN)
        is_ok = add_message(&telling, &fact, TRACKER_STATE, now_us, 0, err) &&
                db_run(db, "UPDATE tracker_link SET told_state = $2 WHERE ticket_id = $1",
                    DB_ARGS(DB_INT(ticket->id), DB_TEXT(text_of(ticket_state_name(ticket->state)))),
                    NULL, err);
    arena_done(&telling.arena);
    return is_ok;
}
