/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_fact.h"

#include "badge/badge_closing.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/vec.h"
#include "codec/sha256.h"
#include "store/db_in.h"

/* Entries near a time may have got their ids on servers whose clocks differ. */
#define CLOCKS_APART_US (600 * CLOCK_SECOND_US)
enum { ID_CHANCE_BITS = 21, ACT_BYTES = 300 };

#define KINDS                                                                                      \
    "('action.recorded', 'action.corrected', 'ticket.completed', 'ticket.closed',"                 \
    " 'ticket.reopened', 'ticket.taken_back', 'advice.given', 'advice.withdrawn')"

/* -- the journal -- */

static enum badge_source source_of(struct text object_kind)
{
    if (text_is(object_kind, "action"))
        return BADGE_ON_ACTION;
    return text_is(object_kind, "advice") ? BADGE_ON_ADVICE : BADGE_ON_COMPLETION;
}

static bool read_events(const struct db_rows *rows, struct arena *arena,
    struct badge_event **ret_events, size_t *ret_count, struct err *err)
{
    struct badge_event *events = arena_take_array(arena, rows->count, sizeof *events);
    for (size_t i = 0; events && i < rows->count; i++)
        events[i] = (struct badge_event){db_is_null(rows, i, 0) ? -1 : db_int(rows, i, 0),
            db_int(rows, i, 1), db_int(rows, i, 2), source_of(db_text(rows, i, 3))};
    *ret_events = events;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool badge_fact_events(struct db *db, int64_t from, int64_t until, size_t limit,
    struct arena *arena, struct badge_event **ret_events, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               "SELECT e.seq, e.id, e.object_id, e.object_kind FROM journal_entry e"
               " WHERE e.seq >= $1 AND e.seq < $2 AND e.kind IN " KINDS " ORDER BY e.seq LIMIT $3",
               DB_ARGS(DB_INT(from), DB_INT(until), DB_INT((int64_t)limit)), arena, &rows, err) &&
           read_events(&rows, arena, ret_events, ret_count, err);
}

bool badge_fact_waiting(struct db *db, size_t limit, struct arena *arena,
    struct badge_event **ret_events, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               "SELECT e.seq, e.id, e.object_id, e.object_kind FROM journal_entry e"
               " WHERE e.seq IS NULL AND e.kind IN " KINDS " ORDER BY e.id LIMIT $1",
               DB_ARGS(DB_INT((int64_t)limit)), arena, &rows, err) &&
           read_events(&rows, arena, ret_events, ret_count, err);
}

static bool find_number(
    struct db *db, const char *sql, struct db_args args, int64_t *ret_number, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, sql, args, &arena, &rows, err);
    if (is_ok)
        *ret_number = rows.count ? db_int(&rows, 0, 0) : -1;
    arena_done(&arena);
    return is_ok;
}

bool badge_fact_length(struct db *db, int64_t *ret_length, struct err *err)
{
    return find_number(db,
        "SELECT COALESCE(max(e.seq) + 1, 0) FROM journal_entry e WHERE e.seq IS NOT NULL",
        DB_NO_ARGS, ret_length, err);
}

/* Ids sort by the time of their making (base/rand.h). */
bool badge_fact_place(struct db *db, int64_t since_us, int64_t *ret_seq, struct err *err)
{
    int64_t from_us = since_us > CLOCKS_APART_US ? since_us - CLOCKS_APART_US : 0;
    int64_t seq;
    if (!find_number(db,
            "SELECT e.seq FROM journal_entry e WHERE e.id >= $1 AND e.seq IS NOT NULL"
            " ORDER BY e.id LIMIT 1",
            DB_ARGS(DB_INT(from_us / 1000 << ID_CHANCE_BITS)), &seq, err))
        return false;
    return seq >= 0 ? (*ret_seq = seq, true) : badge_fact_length(db, ret_seq, err);
}

/* -- facts -- */

struct ids {
    VEC(struct db_value);
    struct map seen;
};

static void add_id(struct ids *ids, int64_t id, struct arena *arena)
{
    int64_t *key = arena_take(arena, sizeof *key);
    if (!id || !key)
        return;
    *key = id;
    if (map_add(&ids->seen, (struct text){(const char *)key, sizeof *key}, 0, NULL))
        *VEC_ADD(ids) = DB_INT(id);
}

static struct db_args args_of(const struct ids *ids)
{
    return (struct db_args){ids->at, ids->len};
}

static void done_ids(struct ids *ids)
{
    map_done(&ids->seen);
    VEC_DONE(ids);
}

struct search {
    struct db *db;
    struct arena *arena;
    struct {
        VEC(struct badge_fact);
    } facts;
    struct map known; /* actions that are among them */
    struct ids actions, tickets, advice, corrected;
    unsigned sources;
    struct err *err;
};

/* Keys are kept in indexes, where a page has room for some 2,700 bytes. */
static struct text shortened(struct text act, struct arena *arena)
{
    unsigned char digest[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE];
    if (act.len <= ACT_BYTES)
        return act;
    sha256_of(act, digest);
    return arena_format(
        arena, "%.*s %s", TEXT_ARG(text_front(act, ACT_BYTES / 2)), sha256_print(digest, hex));
}

/* The same flaw of a team and package counts once, however many parts have it, tickets are opened anew, or services made for it. */
static struct text flaw_of(struct search *it, const struct db_rows *rows, size_t row, size_t column)
{
    return arena_format(it->arena, "flaw %lld %.*s/%.*s %lld", (long long)db_int(rows, row, column),
        TEXT_ARG(db_text(rows, row, column + 1)), TEXT_ARG(db_text(rows, row, column + 2)),
        (long long)db_int(rows, row, column + 3));
}

static struct text act_of_action(struct search *it, const struct db_rows *rows, size_t row)
{
    struct text advisory = arena_text_lower(it->arena, db_text(rows, row, 6));
    if (!db_is_null(rows, row, 9))
        return flaw_of(it, rows, row, 10);
    if (advisory.len)
        return arena_format(
            it->arena, "advisory %lld %.*s", (long long)db_int(rows, row, 1), TEXT_ARG(advisory));
    return arena_format(it->arena, "action %lld", (long long)db_int(rows, row, 0));
}

/* l: the action, t: its ticket. Whoever writes it down after the flaw was gone has nothing confirmed. */
#define ACTION_SELECT                                                                                                   \
    "SELECT l.id, l.team_id, l.account_id, l.recorded_by, l.kind, l.created_us, l.advisory_id,"                         \
    " a.name, g.name, t.id, l.team_id, t.ecosystem, t.package, t.vulnerability_id, t.is_kev,"                           \
    " t.priority, CASE WHEN t.state = 'closed' AND t.cause IN ('fixed', 'removed')"                                     \
    " AND t.closed_us >= l.created_us AND l.kind IN ('elimination', 'mitigation') THEN 1"                               \
    " ELSE 0 END,"                                                                                                      \
    " (SELECT count(*) FROM action_ground d WHERE d.action_id = l.id),"                                                 \
    " (SELECT count(*) FROM team_member m WHERE m.team_id = l.team_id"                                                  \
    " AND m.account_id = l.recorded_by),"                                                                               \
    " (SELECT n.id FROM action_log n WHERE n.corrects_id = l.id), l.corrects_id,"                                       \
    " (SELECT min(e.id) FROM journal_entry e WHERE e.object_id = l.id"                                                  \
    " AND e.object_kind = 'action')"                                                                                    \
    " FROM action_log l JOIN account a ON a.id = l.account_id AND a.deleted_us IS NULL JOIN team g ON g.id = l.team_id" \
    " LEFT JOIN ticket t ON t.id = l.ticket_id WHERE "

static struct badge_fact read_action(struct search *it, const struct db_rows *rows, size_t row)
{
    struct badge_fact fact = {.source = BADGE_ON_ACTION,
        .act = shortened(act_of_action(it, rows, row), it->arena),
        .subject_id = db_int(rows, row, 0),
        .action_id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .account_id = db_int(rows, row, 2),
        .at_us = db_int(rows, row, 5),
        .account_name = db_text(rows, row, 7),
        .team_name = db_text(rows, row, 8),
        .ticket_id = db_int(rows, row, 9),
        .is_kev = db_int(rows, row, 14) != 0,
        .priority = db_is_null(rows, row, 15) ? -1 : (int)db_int(rows, row, 15),
        .is_confirmed = db_int(rows, row, 16) != 0,
        .ground_count = db_int(rows, row, 17),
        .corrected_by_id = db_int(rows, row, 19),
        .is_void = !db_is_null(rows, row, 19),
        .entry_id = db_int(rows, row, 21),
        .after_seconds = -1};
    const struct action who = {.account_id = fact.account_id, .recorded_by = db_int(rows, row, 3)};
    const struct action_facts facts = {
        .is_confirmed = fact.is_confirmed, .is_recorder_in_the_team = db_int(rows, row, 18) != 0};
    fact.certifier = action_meta_certifier(&who, &facts);
    /* The table's own check lets no other word in. */
    if (!action_kind_read(db_text(rows, row, 4), &fact.kind))
        fact.is_void = true;
    return fact;
}

static bool find_actions(struct search *it, const char *sql, const struct ids *ids)
{
    struct db_rows rows;
    if (!db_in_query(
            it->db, sql, DB_NO_ARGS, args_of(ids), "ORDER BY l.id", it->arena, &rows, it->err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct badge_fact fact = read_action(it, &rows, i);
        int64_t *key = arena_take(it->arena, sizeof *key);
        if (!key)
            break;
        *key = fact.subject_id;
        if (!map_add(&it->known, (struct text){(const char *)key, sizeof *key}, 0, NULL))
            continue;
        *VEC_ADD(&it->facts) = fact;
        add_id(&it->tickets, fact.ticket_id, it->arena);
        add_id(&it->corrected, db_int(&rows, i, 20), it->arena);
    }
    return arena_check(it->arena, it->err);
}

/* Beside those that are told of, all of their tickets, and what they correct: one may stand in for another. */
static bool find_all_actions(struct search *it)
{
    return find_actions(it, ACTION_SELECT "l.id IN", &it->actions) &&
           find_actions(it, ACTION_SELECT "l.ticket_id IN", &it->tickets) &&
           find_actions(it, ACTION_SELECT "l.id IN", &it->corrected);
}

/* -- completions -- */

/* A due date that a person gave says nothing of being in time: then it is the one of the catalogue that counts. */
#define TICKET_SELECT                                                                              \
    "SELECT t.id, t.team_id, t.ecosystem, t.package, t.vulnerability_id, t.is_kev, t.priority,"    \
    " CASE WHEN t.due_source = 'person' THEN t.kev_due_us ELSE t.due_us END,"                      \
    " CASE WHEN t.state = 'closed' AND t.cause IN ('fixed', 'removed') THEN t.closed_us END,"      \
    " g.name, (SELECT max(e.id) FROM journal_entry e WHERE e.object_id = t.id"                     \
    " AND e.kind = 'ticket.completed')"                                                            \
    " FROM ticket t JOIN team g ON g.id = t.team_id WHERE t.id IN"

static void add_completion(struct search *it, const struct db_rows *rows, size_t row,
    const struct badge_completion *completion, struct text account_name)
{
    int64_t due_us = db_int(rows, row, 7), closed_us = db_int(rows, row, 8);
    bool is_confirmed = closed_us && closed_us == completion->closed_us;
    *VEC_ADD(&it->facts) = (struct badge_fact){.source = BADGE_ON_COMPLETION,
        .act = shortened(flaw_of(it, rows, row, 1), it->arena),
        .subject_id = db_int(rows, row, 0),
        .ticket_id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .account_id = completion->account_id,
        .account_name = account_name,
        .team_name = db_text(rows, row, 9),
        .at_us = completion->at_us,
        .closed_us = completion->closed_us,
        .entry_id = db_int(rows, row, 10),
        .is_kev = db_int(rows, row, 5) != 0,
        .priority = (int)db_int(rows, row, 6),
        .is_before_due = due_us && completion->at_us <= due_us,
        .is_confirmed = is_confirmed,
        .certifier = is_confirmed ? ACTION_SYSTEM : ACTION_MYSELF,
        .after_seconds = completion->after_seconds};
}

/* The steps of one ticket among those of many, and the names of who took them. */
static size_t read_steps(
    const struct db_rows *events, size_t *at, int64_t ticket_id, struct badge_step *steps)
{
    size_t count = 0;
    while (*at < events->count && db_int(events, *at, 0) < ticket_id)
        (*at)++;
    for (; *at < events->count && db_int(events, *at, 0) == ticket_id; (*at)++)
        steps[count++] = (struct badge_step){
            db_text(events, *at, 3), db_int(events, *at, 1), db_int(events, *at, 2)};
    return count;
}

static struct text name_of(const struct db_rows *events, int64_t account_id)
{
    for (size_t i = 0; i < events->count; i++)
        if (db_int(events, i, 2) == account_id)
            return db_text(events, i, 4);
    return (struct text){"", 0};
}

static bool find_completions(struct search *it)
{
    struct db_rows tickets, events;
    size_t at = 0;
    if (!db_in_query(it->db, TICKET_SELECT, DB_NO_ARGS, args_of(&it->tickets), "ORDER BY t.id",
            it->arena, &tickets, it->err) ||
        !db_in_query(it->db,
            "SELECT e.ticket_id, e.at_us, a.id, e.kind, a.name FROM ticket_event e"
            " LEFT JOIN account a ON a.id = e.account_id AND a.deleted_us IS NULL WHERE e.kind IN ('acknowledged',"
            " 'completed', 'reopened', 'taken_back', 'closed') AND e.ticket_id IN",
            DB_NO_ARGS, args_of(&it->tickets), "ORDER BY e.ticket_id, e.seq", it->arena, &events,
            it->err))
        return false;
    struct badge_step *steps = arena_take_array(it->arena, events.count, sizeof *steps);
    struct badge_completion *done = arena_take_array(it->arena, events.count, sizeof *done);
    for (size_t i = 0; steps && done && i < tickets.count; i++) {
        size_t count = read_steps(&events, &at, db_int(&tickets, i, 0), steps);
        count = badge_fact_completions(steps, count, done);
        for (size_t k = 0; k < count; k++)
            add_completion(it, &tickets, i, &done[k], name_of(&events, done[k].account_id));
    }
    return arena_check(it->arena, it->err);
}

/* -- what came back -- */

/* The row of a ticket that came back tells of its new round; the act was of the one that ended with this closing. */
static void look_back(struct badge_fact *fact, const struct badge_closing *closing)
{
    bool is_completion = fact->source == BADGE_ON_COMPLETION;
    fact->priority = closing->priority;
    if (is_completion) {
        fact->is_before_due = closing->due_us && fact->at_us <= closing->due_us;
        fact->entry_id = closing->completed_id ? closing->completed_id : fact->entry_id;
    }
    if (is_completion || fact->kind == ACTION_ELIMINATION || fact->kind == ACTION_MITIGATION) {
        fact->is_confirmed = true;
        fact->certifier = ACTION_SYSTEM;
    }
}

/* A completion is confirmed by the end of its own round; an action by any that came since. */
static bool look_back_at_all(struct search *it)
{
    struct badge_closings closings;
    if (!badge_closing_find(it->db, args_of(&it->tickets), it->arena, &closings, it->err))
        return false;
    for (size_t i = 0; i < it->facts.len; i++) {
        struct badge_fact *fact = &it->facts.at[i];
        int64_t until_us = fact->source == BADGE_ON_COMPLETION ? fact->closed_us : INT64_MAX;
        const struct badge_closing *closing =
            badge_closing_between(&closings, fact->ticket_id, fact->at_us, until_us);
        if (closing)
            look_back(fact, closing);
    }
    return true;
}

/* -- advice -- */

static bool find_advice(struct search *it)
{
    struct db_rows rows;
    if (!db_in_query(it->db,
            "SELECT v.id, v.author_id, v.created_us, v.withdrawn_us, lower(v.vulnerability),"
            " v.ecosystem, v.package, a.name, (SELECT min(e.id) FROM journal_entry e"
            " WHERE e.object_id = v.id AND e.object_kind = 'advice')"
            " FROM advice v JOIN account a ON a.id = v.author_id AND a.deleted_us IS NULL WHERE v.id IN",
            DB_NO_ARGS, args_of(&it->advice), "ORDER BY v.id", it->arena, &rows, it->err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        *VEC_ADD(&it->facts) = (struct badge_fact){.source = BADGE_ON_ADVICE,
            .act = shortened(
                arena_format(it->arena, "advice %.*s %.*s/%.*s", TEXT_ARG(db_text(&rows, i, 4)),
                    TEXT_ARG(db_text(&rows, i, 5)), TEXT_ARG(db_text(&rows, i, 6))),
                it->arena),
            .subject_id = db_int(&rows, i, 0),
            .account_id = db_int(&rows, i, 1),
            .account_name = db_text(&rows, i, 7),
            .at_us = db_int(&rows, i, 2),
            .is_void = !db_is_null(&rows, i, 3),
            .entry_id = db_int(&rows, i, 8),
            .certifier = ACTION_MYSELF,
            .priority = -1,
            .after_seconds = -1};
    return arena_check(it->arena, it->err);
}

static int compare(const void *a, const void *b)
{
    const struct badge_fact *first = a, *second = b;
    if (first->source != second->source)
        return first->source < second->source ? -1 : 1;
    if (first->subject_id != second->subject_id)
        return first->subject_id < second->subject_id ? -1 : 1;
    return (first->at_us > second->at_us) - (first->at_us < second->at_us);
}

static bool wants(const struct search *it, enum badge_source source)
{
    return it->sources & 1U << source;
}

static bool find_all(struct search *it, const struct badge_event *events, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_id(events[i].source == BADGE_ON_ACTION   ? &it->actions
               : events[i].source == BADGE_ON_ADVICE ? &it->advice
                                                     : &it->tickets,
            events[i].object_id, it->arena);
    return (!wants(it, BADGE_ON_ACTION) || find_all_actions(it)) &&
           (!wants(it, BADGE_ON_COMPLETION) || find_completions(it)) && look_back_at_all(it) &&
           (!wants(it, BADGE_ON_ADVICE) || find_advice(it));
}

bool badge_fact_find(struct db *db, const struct badge_event *events, size_t count,
    unsigned sources, struct arena *arena, struct badge_fact **ret_facts, size_t *ret_count,
    struct err *err)
{
    struct search it = {.db = db, .arena = arena, .sources = sources, .err = err};
    bool is_ok = find_all(&it, events, count);
    struct badge_fact *facts = arena_take_array(arena, it.facts.len, sizeof *facts);
    is_ok = is_ok && arena_check(arena, err);
    if (is_ok && it.facts.len) {
        memcpy(facts, it.facts.at, it.facts.len * sizeof *facts);
        qsort(facts, it.facts.len, sizeof *facts, compare);
    }
    if (is_ok) {
        *ret_facts = facts;
        *ret_count = it.facts.len;
    }
    VEC_DONE(&it.facts);
    map_done(&it.known);
    done_ids(&it.actions);
    done_ids(&it.tickets);
    done_ids(&it.advice);
    done_ids(&it.corrected);
    return is_ok;
}
