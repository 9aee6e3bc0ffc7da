/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/export.h"

#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "ticket/ticket_json.h"

enum { STEP = 500 };

bool export_format_find(struct text word, enum export_format *ret_format)
{
    *ret_format = text_is(word, "json") ? EXPORT_JSON : EXPORT_CSV;
    return text_is(word, "json") || text_is(word, "csv");
}

/* -- CSV -- */

/* A sign, a tab or a line end in front would begin a formula in one spreadsheet or another; where people write Japanese, so does a
   sign in full width. */
static bool is_formula(struct text value)
{
    static const char *const signs[] = {
        "=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"};
    for (size_t i = 0; i < LEN_OF(signs); i++)
        if (text_starts(value, text_of(signs[i])))
            return true;
    return false;
}

void export_cell(struct buf *out, struct text value)
{
    if (out->len && out->at[out->len - 1] != '\n')
        buf_add_char(out, ',');
    buf_add_char(out, '"');
    if (is_formula(value))
        buf_add_char(out, '\'');
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, value.at[i]);
    }
    buf_add_char(out, '"');
}

static void add_time(struct buf *out, int64_t time_us)
{
    char text[CLOCK_TEXT_SIZE];
    export_cell(out, time_us ? text_of(clock_print(time_us, text)) : TEXT(""));
}

/* ["a","b"] as "a b". */
static void add_list(struct buf *out, struct text json, struct arena *arena)
{
    struct text *texts, all = {"", 0};
    size_t count;
    ticket_json_read_list(json, arena, &texts, &count);
    for (size_t i = 0; i < count; i++)
        all = arena_join(arena, all, " ", texts[i]);
    export_cell(out, all);
}

static void add_number(
    struct buf *out, bool is_known, double value, int digits, struct arena *arena)
{
    export_cell(out, is_known ? arena_format(arena, "%.*f", digits, value) : TEXT(""));
}

static const char columns[] =
    "id,vulnerability,aliases,summary,package,ecosystem,versions,fixed,severity,cvss_score,cvss_vector,"
    "exploited,epss,priority,state,cause,team,service,part,assignee,due_at,snoozed,snoozed_until,"
    "marked,created_at,updated_at,closed_at\r\n";

static void add_flaw(struct buf *out, const struct ticket *ticket, struct arena *arena)
{
    const struct match_finding *finding = &ticket->finding;
    export_cell(out, arena_format(arena, "%lld", (long long)ticket->id));
    export_cell(out, finding->id);
    add_list(out, ticket->aliases, arena);
    export_cell(out, finding->summary);
    export_cell(out, ticket->package);
    export_cell(out, ticket->ecosystem);
    add_list(out, ticket->versions, arena);
    add_list(out, ticket->fixed, arena);
    export_cell(out, text_of(cvss_severity_name(finding->severity)));
    add_number(out, finding->cvss_vector.len > 0, finding->score_tenths / 10.0, 1, arena);
    export_cell(out, finding->cvss_vector);
    export_cell(out, finding->facts.is_kev ? TEXT("yes") : TEXT("no"));
    add_number(out, finding->facts.has_epss, finding->facts.epss_millionths / 1e6, 6, arena);
}

static void add_row(struct buf *out, const struct ticket_view *view, struct arena *arena)
{
    const struct ticket *ticket = &view->ticket;
    add_flaw(out, ticket, arena);
    export_cell(out, text_of(ssvc_word("decision", (int)ticket->decision.outcome)));
    export_cell(out, text_of(ticket_state_name(ticket->state)));
    export_cell(out, text_of(ticket_cause_name(ticket->cause)));
    export_cell(out, view->team_name);
    export_cell(out, view->service_name);
    export_cell(out, view->part_name);
    export_cell(out, view->assignee_name);
    add_time(out, ticket->due_us);
    export_cell(out, view->is_snoozed ? TEXT("yes") : TEXT("no"));
    add_time(out, view->until_us);
    export_cell(out, ticket->mark_reason);
    add_time(out, ticket->created_us);
    add_time(out, ticket->updated_us);
    add_time(out, ticket->closed_us);
    buf_add_z(out, "\r\n");
}

/* -- both -- */

static void add_object(struct buf *out, const struct ticket_view *view, bool is_first)
{
    struct buf one;
    buf_init(&one, SIZE_MAX);
    json_print_open(&one, '{');
    ticket_json_print(&one, view);
    json_print_close(&one, '}');
    buf_add_z(out, is_first ? "\n" : ",\n");
    buf_add(out, buf_text(&one));
    buf_done(&one);
}

static bool write_out(int fd, struct buf *out, struct err *err)
{
    for (size_t from = 0; from < out->len;) {
        ssize_t put = write(fd, out->at + from, out->len - from);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return err_set_errno(err, "cannot write the export");
        from += (size_t)put;
    }
    buf_cut(out, 0);
    return true;
}

struct export
{
    int fd;
    enum export_format format;
    struct db *db;
    const struct api_principal *who;
    struct ticket_query query;
    struct buf out;
    struct arena arena; /* of one step */
    size_t count;
    bool has_more;
};

static bool write_step(struct export *export, struct err *err)
{
    struct ticket_view *views;
    size_t count;
    arena_clear(&export->arena);
    if (!ticket_view_list(
            export->db, export->who, &export->query, &export->arena, &views, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (export->format == EXPORT_CSV)
            add_row(&export->out, &views[i], &export->arena);
        else
            add_object(&export->out, &views[i], export->count + i == 0);
    export->count += count;
    if (export->count > EXPORT_MAX)
        return err_set(
            err, ERR_LIMIT, "the filter lets more than %d tickets through: narrow it", EXPORT_MAX);
    export->has_more = count == STEP;
    if (count) {
        export->query.is_continued = true;
        export->query.after_key = ticket_view_key(&views[count - 1].ticket, export->query.sort);
        export->query.after_id = views[count - 1].ticket.id;
    }
    return arena_check(&export->arena, err) && write_out(export->fd, &export->out, err);
}

bool export_write(int fd, enum export_format format, struct db *db, const struct api_principal *who,
    const struct ticket_query *query, size_t *ret_count, struct err *err)
{
    struct export export = {
        .fd = fd, .format = format, .db = db, .who = who, .query = *query, .has_more = true};
    export.query.limit = STEP;
    arena_init(&export.arena, SIZE_MAX);
    buf_init(&export.out, SIZE_MAX);
    bool is_ok = true;
    buf_add_z(&export.out, format == EXPORT_CSV ? columns : "[");
    while (is_ok && export.has_more)
        is_ok = write_step(&export, err);
    if (format == EXPORT_JSON)
        buf_add_z(&export.out, export.count ? "\n]\n" : "]\n");
    is_ok = is_ok && write_out(fd, &export.out, err);
    *ret_count = export.count;
    buf_done(&export.out);
    arena_done(&export.arena);
    return is_ok;
}
