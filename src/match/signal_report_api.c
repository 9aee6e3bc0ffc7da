/* SPDX-License-Identifier: Apache-2.0 */
#include "match/signal_report_api.h"

#include "advisory/advisory_live.h"
#include "base/limits.h"
#include "base/map.h"
#include "match/signal_api.h"
#include "match/signal_json.h"
#include "sbom/sbom_api.h"
#include "sbom/sbom_stored.h"
#include "sbom/service.h"

struct look {
    struct api_call *call;
    struct sbom_row row;
    struct service_part part;
    struct sbom sbom;
    const struct advisory_index *index; /* NULL: there is none yet */
    struct signal_rows_namespaces namespaces;
    struct signals signals;
    struct signal_rows_dismissal *dismissals; /* that hold */
    size_t dismissal_count;
    struct map by_key; /* into dismissals */
    bool kinds[SIGNAL_KINDS], wants_dismissed;
    size_t from, limit;
    struct arena arena; /* larger than a request's: it holds a whole SBOM */
};

/* ?kind=malicious,impostor: all without it. */
static bool read_kinds(struct look *look, struct err *err)
{
    struct text rest = {"", 0};
    enum signal_kind kind;
    if (!http_query(look->call->request, "kind", &rest))
        rest.len = 0;
    for (size_t i = 0; i < SIGNAL_KINDS; i++)
        look->kinds[i] = !rest.len;
    while (rest.len) {
        struct text word = text_cut(&rest, ',');
        if (!signal_word_read(word, &kind))
            return err_set(err, ERR_USAGE, "kind: \"%.*s\" is no kind of signal", TEXT_ARG(word));
        look->kinds[kind] = true;
    }
    return true;
}

static bool read_wish(struct look *look, struct err *err)
{
    const struct api_call *call = look->call;
    struct api_page page;
    struct db_value from = DB_INT(0);
    if (!read_kinds(look, err) || !api_query_flag(call, "dismissed", &look->wants_dismissed, err) ||
        !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &from, err))
        return false;
    look->from = from.number > 0 ? (size_t)from.number : 0;
    look->limit = page.limit;
    return true;
}

/* -- dismissals -- */

/* No text of the database has a NUL. */
static struct text key_of(
    enum signal_kind kind, struct text package, struct text what, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add_z(&out, signal_word(kind));
    buf_add_char(&out, '\0');
    buf_add(&out, package);
    buf_add_char(&out, '\0');
    buf_add(&out, what);
    struct text key = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return key;
}

static bool load(struct look *look, struct err *err)
{
    const struct api_call *call = look->call;
    if (!signal_rows_namespaces(
            call->db, look->part.team_id, call->arena, &look->namespaces, err) ||
        !signal_rows_dismissals(call->db, look->part.id, 0, true, LIMIT_SIGNAL_DISMISSALS,
            call->arena, &look->dismissals, &look->dismissal_count, err))
        return false;
    for (size_t i = 0; i < look->dismissal_count; i++) {
        const struct signal_rows_dismissal *one = &look->dismissals[i];
        struct text key = key_of(one->kind, one->package, one->what, call->arena);
        map_add(&look->by_key, key, (uint32_t)i, NULL);
    }
    return arena_check(call->arena, err);
}

/* Returns the dismissal of a signal, or NULL. */
static const struct signal_rows_dismissal *dismissal_of(
    const struct look *look, const struct signal *signal, struct arena *scratch)
{
    uint32_t at;
    if (!look->dismissal_count)
        return NULL;
    arena_clear(scratch);
    struct text package = signal_package(&look->sbom.components[signal->component], scratch);
    struct text key = key_of(signal->kind, package, signal->what, scratch);
    return map_find(&look->by_key, key, &at) ? &look->dismissals[at] : NULL;
}

/* -- the reply -- */

static void print_item(
    struct look *look, const struct signal *signal, const struct signal_rows_dismissal *dismissal)
{
    struct buf *out = &look->call->reply->body;
    json_print_open(out, '{');
    signal_json_members(signal, &look->sbom, &look->arena, out);
    json_print_member_int(out, "position", signal->component);
    if (dismissal) {
        json_print_member_open(out, "dismissal", '{');
        signal_api_print(out, dismissal);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "dismissal");
    }
    json_print_close(out, '}');
}

struct tally {
    size_t by_kind[SIGNAL_KINDS], dismissed, fit; /* fit: what the request asks for, on all pages */
};

/* Prints the page, and counts all. */
static void print_items(struct look *look, struct tally *tally)
{
    struct arena scratch;
    arena_init(&scratch, LIMIT_REQUEST_ARENA);
    json_print_member_open(&look->call->reply->body, "items", '[');
    for (size_t i = 0; i < look->signals.count; i++) {
        const struct signal *signal = &look->signals.at[i];
        const struct signal_rows_dismissal *dismissal = dismissal_of(look, signal, &scratch);
        tally->dismissed += dismissal != NULL;
        tally->by_kind[signal->kind] += dismissal == NULL;
        if (!look->kinds[signal->kind] || look->wants_dismissed != (dismissal != NULL))
            continue;
        if (tally->fit >= look->from && tally->fit < look->from + look->limit)
            print_item(look, signal, dismissal);
        tally->fit++;
    }
    json_print_close(&look->call->reply->body, ']');
    arena_done(&scratch);
}

static void print(struct look *look)
{
    struct buf *out = &look->call->reply->body;
    struct tally tally = {0};
    struct text next = {"", 0};
    json_print_open(out, '{');
    json_print_member_bool(out, "has_index", look->index != NULL);
    json_print_member_int(out, "namespace_count", (int64_t)look->namespaces.count);
    print_items(look, &tally);
    signal_json_counts(tally.by_kind, out);
    json_print_member_int(out, "dismissed_count", (int64_t)tally.dismissed);
    json_print_member_int(out, "signal_count", (int64_t)tally.fit);
    if (look->from + look->limit < tally.fit)
        next =
            api_cursor_print(look->call->arena, "i", &DB_INT((int64_t)(look->from + look->limit)));
    json_print_member_or_null(out, "next_cursor", next);
    json_print_close(out, '}');
}

static bool find(struct look *look, struct err *err)
{
    struct match_result result;
    struct popular *popular;
    if (look->index && !match_sbom(&result, look->index, &look->sbom, &look->arena, err))
        return false;
    popular = popular_new();
    struct signal_input input = {
        .sbom = &look->sbom,
        .index = look->index,
        .result = look->index ? &result : NULL,
        .popular = popular,
        .namespaces = look->namespaces.at,
        .namespace_count = look->namespaces.count,
    };
    bool is_ok = signal_find(&look->signals, &input, &look->arena, err);
    if (is_ok)
        print(look);
    popular_free(popular);
    return is_ok && arena_check(&look->arena, err);
}

/* The original is read once more: what signals rest on, such as hashes and references, has no rows. */
static bool read(struct look *look, struct err *err)
{
    struct api_call *call = look->call;
    struct sbom_confined confined;
    struct arena arena;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    arena_init(&look->arena, LIMIT_SBOM_ARENA);
    bool is_done =
        sbom_stored_read(&confined, call->db, call->tools->workers, &look->row, &arena, err);
    if (is_done) {
        look->sbom = confined.sbom;
        look->index = advisory_live_take(call->tools->advisories);
        is_done = find(look, err);
        advisory_live_give(call->tools->advisories, look->index);
        sbom_confined_done(&confined);
    }
    arena_done(&look->arena);
    arena_done(&arena);
    return is_done;
}

static bool show_signals(struct api_call *call, struct err *err)
{
    int64_t id;
    struct look look = {.call = call};
    if (!api_param_id(call, "sbom", &id, err) ||
        !sbom_api_find(call, id, RIGHT_SERVICE_READ, &look.row, err) ||
        !service_part_find(call->db, &call->who, look.row.part_id, RIGHT_SERVICE_READ, call->arena,
            &look.part, err) ||
        !read_wish(&look, err))
        return false;
    bool is_done = load(&look, err) && read(&look, err);
    map_done(&look.by_key);
    return is_done;
}

const struct api_route signal_report_api_routes[] = {
    {"GET", "/api/v1/sboms/{sbom}/signals", RIGHT_SERVICE_READ, show_signals, 0},
    {0},
};
