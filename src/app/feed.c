/* SPDX-License-Identifier: Apache-2.0 */
#include "app/feed.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "app/app.h"
#include "app/feed_rows.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/map.h"
#include "base/vec.h"
#include "job/hint.h"
#include "net/http_stream.h"

/* PostgreSQL wakes the thread, which looks nevertheless: a notification can be lost with its connection. Of SQLite it must look often. */
enum { LOOK_TOLD_MS = 1000, LOOK_MS = 250, HINTS_AT_ONCE = 2000 };
#define HEARTBEAT_US (20 * CLOCK_SECOND_US)
#define CHECK_US (5 * CLOCK_SECOND_US)

struct listener {
    struct http_stream *stream;
    int64_t account_id, session_id, since_id, sent_us;
    unsigned roles;
    bool is_gone;
};

struct feed {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    struct {
        VEC(struct listener);
    } listeners;
    bool is_ending, is_started;
    /* The thread's own: the hints that were there at the last look, by id, and when sessions were last looked at. */
    struct {
        VEC(int64_t);
    } seen;
    int64_t checked_us;
};

/* -- who may know of what -- */

/* Looks up once for all listeners what they may know of: an account's role in a team, by both ids. */
struct audience {
    struct map roles; /* the bytes of a session's id → its account's roles */
    struct map members;
};

struct member_key {
    int64_t account_id, team_id;
};

static struct text bytes_of(const void *at, size_t len)
{
    return (struct text){at, len};
}

static void add_members(struct audience *audience, const struct db_rows *rows, struct arena *arena)
{
    struct member_key *keys = arena_take_array(arena, rows->count, sizeof *keys);
    for (size_t i = 0; keys && i < rows->count; i++) {
        enum team_role role = TEAM_STRANGER;
        keys[i] = (struct member_key){db_int(rows, i, 0), db_int(rows, i, 1)};
        if (right_team_read(db_text(rows, i, 2), &role))
            map_add(&audience->members, bytes_of(&keys[i], sizeof keys[i]), (uint32_t)role, NULL);
    }
}

static bool find_members(struct audience *audience, struct db *db, const struct hint *hints,
    size_t count, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    size_t team_count = 0;
    int64_t *teams = arena_take_array(arena, count, sizeof *teams);
    for (size_t i = 0; teams && i < count; i++)
        if (hints[i].team_id)
            teams[team_count++] = hints[i].team_id;
    if (!arena_check(arena, err) || team_count == 0)
        return team_count == 0 && arena_check(arena, err);
    if (!feed_rows_members(db, teams, team_count, arena, &rows, err))
        return false;
    add_members(audience, &rows, arena);
    return arena_check(arena, err);
}

/* A copy of the ids, so that nobody waits for the lock while the database is asked. */
static size_t copy_sessions(struct feed *feed, struct arena *arena, int64_t **ret_ids)
{
    pthread_mutex_lock(&feed->lock);
    size_t count = feed->listeners.len;
    *ret_ids = arena_take_array(arena, count, sizeof **ret_ids);
    for (size_t i = 0; *ret_ids && i < count; i++)
        (*ret_ids)[i] = feed->listeners.at[i].session_id;
    pthread_mutex_unlock(&feed->lock);
    return count;
}

static bool find_sessions(struct audience *audience, struct feed *feed, struct db *db,
    int64_t now_us, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    int64_t *ids;
    size_t count = copy_sessions(feed, arena, &ids);
    if (!arena_check(arena, err) || !feed_rows_sessions(db, ids, count, now_us, arena, &rows, err))
        return false;
    int64_t *keys = arena_take_array(arena, rows.count, sizeof *keys);
    for (size_t i = 0; keys && i < rows.count; i++) {
        keys[i] = db_int(&rows, i, 0);
        map_add(&audience->roles, bytes_of(&keys[i], sizeof keys[i]), (uint32_t)db_int(&rows, i, 1),
            NULL);
    }
    return arena_check(arena, err);
}

static bool may_know(
    const struct audience *audience, const struct listener *listener, const struct hint *hint)
{
    uint32_t role = TEAM_STRANGER;
    if (hint->id <= listener->since_id)
        return false;
    if (hint->account_id)
        return hint->account_id == listener->account_id;
    if (!hint->team_id)
        return true;
    struct member_key key = {listener->account_id, hint->team_id};
    map_find(&audience->members, bytes_of(&key, sizeof key), &role);
    return right_has(listener->roles, (enum team_role)role,
        text_is(hint->kind, "sboms") ? RIGHT_SERVICE_READ : RIGHT_TICKET_READ);
}

/* -- what is sent -- */

static struct text print_hint(const struct hint *hint, struct arena *arena)
{
    struct buf out;
    struct text rest = hint->id_list;
    buf_init(&out, SIZE_MAX);
    buf_format(&out, "id: %lld\nevent: %.*s\ndata: {\"team_id\":", (long long)hint->id,
        TEXT_ARG(hint->kind));
    if (hint->team_id)
        buf_format(&out, "\"%lld\"", (long long)hint->team_id);
    else
        buf_add_z(&out, "null");
    buf_add_z(&out, ",\"ids\":[");
    for (const char *between = ""; rest.len; between = ",") {
        struct text id = text_cut(&rest, ',');
        buf_format(&out, "%s\"%.*s\"", between, TEXT_ARG(id));
    }
    buf_add_z(&out, "]}\n\n");
    struct text whole = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return whole;
}

static void tell(struct listener *listener, struct text bytes, int64_t now_us)
{
    listener->is_gone |= !http_stream_send(listener->stream, bytes);
    listener->sent_us = now_us;
}

static void serve_listener(struct listener *listener, const struct audience *audience,
    const struct hint *hints, const struct text *printed, size_t count, int64_t now_us)
{
    uint32_t roles;
    if (!map_find(&audience->roles, bytes_of(&listener->session_id, sizeof listener->session_id),
            &roles)) {
        listener->is_gone = true;
        return;
    }
    listener->roles = roles;
    for (size_t i = 0; i < count; i++)
        if (may_know(audience, listener, &hints[i]))
            tell(listener, printed[i], now_us);
    if (now_us - listener->sent_us > HEARTBEAT_US)
        tell(listener, TEXT(": \n\n"), now_us);
    listener->is_gone |= !http_stream_is_open(listener->stream);
}

/* One that joined after the sessions were looked up waits for the next turn. */
static void serve_all(struct feed *feed, const struct audience *audience, const struct hint *hints,
    const struct text *printed, size_t count, size_t known, int64_t now_us)
{
    size_t kept = 0;
    pthread_mutex_lock(&feed->lock);
    for (size_t i = 0; i < feed->listeners.len; i++) {
        struct listener *listener = &feed->listeners.at[i];
        if (i < known)
            serve_listener(listener, audience, hints, printed, count, now_us);
        if (listener->is_gone)
            http_stream_free(listener->stream);
        else
            feed->listeners.at[kept++] = *listener;
    }
    feed->listeners.len = kept;
    pthread_mutex_unlock(&feed->lock);
}

/* -- a turn -- */

/* Keeps those that were not there at the last look; both are in the order of their ids. */
static size_t keep_new(struct feed *feed, struct hint *hints, size_t count)
{
    size_t at = 0, kept = 0, seen = feed->seen.len;
    int64_t *before = feed->seen.at;
    feed->seen.at = NULL;
    feed->seen.len = feed->seen.room = 0;
    for (size_t i = 0; i < count; i++) {
        *VEC_ADD(&feed->seen) = hints[i].id;
        while (at < seen && before[at] < hints[i].id)
            at++;
        if (at == seen || before[at] != hints[i].id)
            hints[kept++] = hints[i];
    }
    free(before);
    return kept;
}

static bool turn(struct feed *feed, struct db *db, struct arena *arena, struct err *err)
{
    int64_t now_us = clock_now_us();
    struct audience audience = {0};
    struct hint *hints;
    size_t count, known = feed_count(feed);
    if (!hint_list(
            db, hint_id_of(now_us - HINT_LATE_US), HINTS_AT_ONCE, arena, &hints, &count, err))
        return false;
    count = keep_new(feed, hints, count);
    if (known == 0 || (count == 0 && now_us - feed->checked_us < CHECK_US))
        return true;
    feed->checked_us = now_us;
    bool is_ok = find_sessions(&audience, feed, db, now_us, arena, err) &&
                 find_members(&audience, db, hints, count, arena, err);
    struct text *printed = arena_take_array(arena, count, sizeof *printed);
    for (size_t i = 0; is_ok && printed && i < count; i++)
        printed[i] = print_hint(&hints[i], arena);
    if (is_ok && arena_check(arena, err))
        serve_all(feed, &audience, hints, printed, count, known, now_us);
    map_done(&audience.roles);
    map_done(&audience.members);
    return is_ok;
}

static bool is_ending(struct feed *feed)
{
    pthread_mutex_lock(&feed->lock);
    bool is = feed->is_ending;
    pthread_mutex_unlock(&feed->lock);
    return is;
}

/* While the database does not answer, it is looked for once a second. */
static void *run(void *context)
{
    struct feed *feed = context;
    const struct timespec second = {.tv_sec = 1};
    struct db *db = db_pool_take(feed->app->db);
    int pause_ms = db_engine_of(db) == DB_POSTGRES ? LOOK_TOLD_MS : LOOK_MS;
    while (!is_ending(feed)) {
        struct err err;
        struct arena arena;
        bool is_told;
        arena_init(&arena, LIMIT_REQUEST_ARENA);
        bool is_ok = turn(feed, db, &arena, &err) && db_listen(db, pause_ms, &is_told, &err);
        arena_done(&arena);
        if (is_ok)
            continue;
        log_error("feed", "error=\"%s\"", err.text);
        nanosleep(&second, NULL);
    }
    db_pool_give(feed->app->db, db);
    return NULL;
}

bool feed_new(struct feed **ret_feed, struct app *app, struct err *err)
{
    struct feed *feed = calloc(1, sizeof *feed);
    if (!feed)
        err_panic("out of memory");
    feed->app = app;
    pthread_mutex_init(&feed->lock, NULL);
    errno = pthread_create(&feed->thread, NULL, run, feed);
    feed->is_started = errno == 0;
    if (!feed->is_started) {
        err_set_errno(err, "cannot start a thread");
        feed_free(feed);
        return false;
    }
    *ret_feed = feed;
    return true;
}

void feed_end(struct feed *feed)
{
    if (!feed)
        return;
    pthread_mutex_lock(&feed->lock);
    feed->is_ending = true;
    for (size_t i = 0; i < feed->listeners.len; i++)
        http_stream_free(feed->listeners.at[i].stream);
    VEC_DONE(&feed->listeners);
    pthread_mutex_unlock(&feed->lock);
    if (feed->is_started)
        pthread_join(feed->thread, NULL);
    feed->is_started = false;
}

void feed_free(struct feed *feed)
{
    if (!feed)
        return;
    feed_end(feed);
    VEC_DONE(&feed->seen);
    pthread_mutex_destroy(&feed->lock);
    free(feed);
}

size_t feed_count(struct feed *feed)
{
    pthread_mutex_lock(&feed->lock);
    size_t count = feed->listeners.len;
    pthread_mutex_unlock(&feed->lock);
    return count;
}

/* -- the route -- */

/* What was missed is not told again: whoever was away looks at everything anew. */
static bool has_missed(struct api_call *call, bool *ret_has, struct err *err)
{
    struct text last = text_trim(http_header(call->request, "Last-Event-ID"));
    struct hint *hints;
    int64_t id;
    size_t count = 0;
    if (last.len == 0)
        return true;
    if (!text_read_i64(last, &id) || id <= 0)
        return err_set(err, ERR_USAGE, "Last-Event-ID: is none of ours");
    *ret_has = id < hint_id_of(call->now_us - HINT_KEPT_US);
    if (*ret_has)
        return true;
    if (!hint_list(call->db, id, 1, call->arena, &hints, &count, err))
        return false;
    *ret_has = count > 0;
    return true;
}

static bool add_listener(struct feed *feed, const struct listener *listener, struct err *err)
{
    size_t own = 0;
    pthread_mutex_lock(&feed->lock);
    for (size_t i = 0; i < feed->listeners.len; i++)
        own += feed->listeners.at[i].account_id == listener->account_id;
    bool is_ok = !feed->is_ending || err_set(err, ERR_BUSY, "the server is stopping");
    is_ok = is_ok && (own < LIMIT_STREAMS_OF_ACCOUNT ||
                         err_set(err, ERR_RATE, "you have %zu streams of events: close one first",
                             LIMIT_STREAMS_OF_ACCOUNT));
    is_ok = is_ok && (feed->listeners.len < LIMIT_STREAMS ||
                         err_set(err, ERR_BUSY, "too many streams of events at once"));
    if (is_ok)
        *VEC_ADD(&feed->listeners) = *listener;
    pthread_mutex_unlock(&feed->lock);
    return is_ok;
}

static bool open_stream(struct api_call *call, struct err *err)
{
    struct feed *feed = call->tools->app->feed;
    bool is_once = false, has = false;
    if (!api_query_flag(call, "once", &is_once, err) || !has_missed(call, &has, err))
        return false;
    if (!feed)
        return err_set(err, ERR_BUSY, "the server is starting");
    struct listener listener = {.stream = http_stream_new(),
        .account_id = call->who.account_id,
        .session_id = call->who.session_id,
        .since_id = hint_id_of(call->now_us),
        .sent_us = call->now_us,
        .roles = call->who.roles};
    call->reply->stream = listener.stream;
    struct text hello = arena_format(call->arena, "retry: 3000\nid: %lld\nevent: %s\ndata: {}\n\n",
        (long long)listener.since_id, has ? "reload" : "hello");
    bool is_ok =
        http_stream_send(listener.stream, hello) && (is_once || add_listener(feed, &listener, err));
    if (is_once || !is_ok)
        http_stream_free(listener.stream);
    if (!is_ok) {
        http_stream_drop(listener.stream);
        call->reply->stream = NULL;
        return false;
    }
    call->reply->type = "text/event-stream";
    http_reply_header(call->reply, "Cache-Control", TEXT("no-store"));
    http_reply_header(call->reply, "X-Accel-Buffering", TEXT("no"));
    return true;
}

const struct api_route feed_routes[] = {
    {"GET", "/api/v1/events", RIGHT_SELF_MANAGE, open_stream, 0},
    {0},
};
