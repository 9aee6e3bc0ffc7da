/* SPDX-License-Identifier: Apache-2.0 */
#include "health/report_verify.h"

#include <stdarg.h>
#include <stdio.h>

#include "codec/csv.h"
#include "codec/json.h"
#include "codec/sha256.h"
#include "health/report.h"
#include "health/report_page.h"

/* Whoever has the database sees all of it. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

struct verifying {
    struct db *db;
    struct text file;
    report_verify_tell tell;
    void *context;
    struct report_verdict verdict;
    enum report_form form;
    struct text body; /* the data that the file carries; of CSV, what is kept */
    struct arena arena;
};

static void say(struct verifying *v, struct text place, const char *format, ...) PRINTF_LIKE(3, 4);

static void say(struct verifying *v, struct text place, const char *format, ...)
{
    char what[512];
    struct buf plain;
    va_list args;
    if (++v->verdict.problems > REPORT_VERIFY_TOLD)
        return;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    /* The file's own words may be anything, and a terminal shows them. */
    buf_init(&plain, SIZE_MAX);
    buf_add_plain(&plain, text_of(what));
    v->tell(v->context, place, buf_text(&plain));
    buf_done(&plain);
}

/* -- what was made -- */

static bool check_seal(struct verifying *v, struct err *err)
{
    struct text facts;
    struct err missing = {0};
    unsigned char digest[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE];
    struct json json;
    if (!v->verdict.id) {
        say(v, TEXT("report"),
            "it is a preview: it was not kept, and the journal does not vouch for it");
        return true;
    }
    if (!report_rows_entry(v->db, v->verdict.id, &v->arena, &facts, &v->verdict.seq, &missing)) {
        if (missing.code != ERR_NOT_FOUND)
            return err_set(err, missing.code, "%s", missing.text);
        say(v, TEXT("report"), "the journal knows of no report %lld", (long long)v->verdict.id);
        return true;
    }
    if (!json_read(&json, facts, err))
        return false;
    sha256_of(v->body, digest);
    if (!text_is(json_get_text(json_root(&json), "digest"), sha256_print(digest, hex)))
        say(v, TEXT("data"),
            "are not those of which the journal has the SHA-256: something in them was changed");
    json_done(&json);
    return true;
}

/* -- what is shown -- */

/* Tells the first line that is another; pages are long. */
static void compare_lines(struct verifying *v, struct text shown, struct text wanted)
{
    for (size_t line = 1; shown.at || wanted.at; line++) {
        struct text one = text_cut(&shown, '\n'), other = text_cut(&wanted, '\n');
        char place[32];
        if (text_eq(one, other))
            continue;
        snprintf(place, sizeof place, "line %zu", line);
        say(v, text_of(place), "shows something else than the data: \"%.*s\", not \"%.*s\"",
            TEXT_ARG(text_front(text_trim(one), 160)), TEXT_ARG(text_front(text_trim(other), 160)));
    }
}

static bool check_page(struct verifying *v, struct err *err)
{
    struct buf out;
    if (v->form == REPORT_JSON)
        return true;
    buf_init(&out, SIZE_MAX);
    bool is_ok = report_page_print(&out, v->form, v->body, err);
    if (is_ok && !text_eq(buf_text(&out), v->file))
        compare_lines(v, v->file, arena_text(&v->arena, buf_text(&out)));
    buf_done(&out);
    return is_ok;
}

/* -- what the journal says -- */

static void check_number(struct verifying *v, struct text place, yyjson_val *told, int64_t counted)
{
    if (!yyjson_is_int(told) || yyjson_get_sint(told) != counted)
        say(v, place, "is %lld in the report, and %lld by the journal",
            (long long)yyjson_get_sint(told), (long long)counted);
}

static void check_figures(struct verifying *v, yyjson_val *root, const struct report_count *count,
    const struct report_count *before)
{
    yyjson_val *figures = json_get(root, "figures");
    if (yyjson_arr_size(figures) != REPORT_FIGURES)
        say(v, TEXT("figures"), "are %zu, not %d", yyjson_arr_size(figures), REPORT_FIGURES);
    for (size_t i = 0; i < REPORT_FIGURES; i++) {
        yyjson_val *one = yyjson_arr_get(figures, i);
        struct text place = arena_format(&v->arena, "figure \"%s\"", report_figures[i].title);
        v->verdict.figures += 2;
        if (!text_is(json_get_text(one, "name"), report_figures[i].name) ||
            !text_is(json_get_text(one, "title"), report_figures[i].title))
            say(v, place, "is missing, or called something else");
        check_number(v, place, json_get(one, "value"), count->values[i]);
        place = arena_format(&v->arena, "figure \"%s\", before", report_figures[i].title);
        check_number(v, place, json_get(one, "before"), before->values[i]);
    }
}

static bool check_root(struct verifying *v, yyjson_val *journal, struct err *err)
{
    struct journal_head head;
    struct err missing = {0};
    char hex[SHA256_HEX_SIZE];
    if (!journal_tree_head_of(v->db, v->verdict.size, &head, &missing)) {
        if (missing.code != ERR_NOT_FOUND)
            return err_set(err, missing.code, "%s", missing.text);
        say(v, TEXT("journal"), "has not %lld entries: some were taken away, or it is another",
            (long long)v->verdict.size);
    } else if (!text_is(json_get_text(journal, "root"), sha256_print(head.root.at, hex))) {
        say(v, TEXT("journal"), "had another root at %lld entries: %s", (long long)v->verdict.size,
            hex);
    }
    return true;
}

static bool read_span(yyjson_val *root, struct report_span *span, struct err *err)
{
    yyjson_val *team = json_get(root, "team");
    *span =
        (struct report_span){.size = yyjson_get_sint(json_get(json_get(root, "journal"), "size"))};
    bool is_read =
        clock_read(json_get_text(root, "from"), &span->from_us) &&
        clock_read(json_get_text(root, "to"), &span->to_us) && span->size >= 0 &&
        span->to_us > span->from_us && span->to_us - span->from_us <= REPORT_PERIOD_MOST_US &&
        (!yyjson_is_obj(team) || text_read_i64(json_get_text(team, "id"), &span->team_id));
    return is_read || err_set(err, ERR_SYNTAX, "it does not say of what and when it is");
}

static bool check_journal(struct verifying *v, yyjson_val *root, struct err *err)
{
    yyjson_val *journal = json_get(root, "journal");
    struct report_span span, earlier;
    struct report_count count, before;
    unsigned char digest[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE];
    if (!read_span(root, &span, err))
        return false;
    earlier = span;
    earlier.to_us = span.from_us;
    earlier.from_us = span.from_us - (span.to_us - span.from_us);
    v->verdict.size = span.size;
    if (!check_root(v, journal, err) || !report_count(v->db, &span, &count, digest, err) ||
        !report_count(v->db, &earlier, &before, NULL, err))
        return false;
    v->verdict.entries = count.entries;
    check_number(
        v, TEXT("journal: entries of the period"), json_get(journal, "entries"), count.entries);
    check_number(
        v, TEXT("journal: the first of them"), json_get(journal, "first"), count.first_seq);
    check_number(v, TEXT("journal: the last of them"), json_get(journal, "last"), count.last_seq);
    if (!text_is(json_get_text(journal, "digest"), sha256_print(digest, hex)))
        say(v, TEXT("journal"),
            "the entries of the period are not what they were: the SHA-256 over their leaves is %s",
            hex);
    check_figures(v, root, &count, &before);
    return true;
}

/* -- the whole -- */

/* A CSV file names the report; its data are those that were kept. */
static bool find_kept(struct verifying *v, struct err *err)
{
    struct csv csv = csv_of(v->file);
    struct text cells[3];
    size_t count;
    struct report report;
    int64_t id = 0;
    while (!id && csv_read(&csv, cells, 3, &count, err))
        if (count >= 3 && text_is(cells[0], "report") && text_is(cells[1], "id") &&
            !text_read_i64(cells[2], &id))
            break;
    csv_done(&csv);
    if (!id)
        return err_set(err, ERR_SYNTAX,
            "it does not say which report it is: a preview cannot be verified as CSV");
    if (!report_find(v->db, &everybody, id, &v->arena, &report, err))
        return false;
    v->body = report.body;
    return true;
}

static bool verify(struct verifying *v, struct buf *data, struct err *err)
{
    struct json json;
    if (!report_page_find(v->file, data, &v->form, &v->body, err) ||
        (v->form == REPORT_CSV && !find_kept(v, err)) || !json_read(&json, v->body, err))
        return false;
    yyjson_val *root = json_root(&json);
    bool is_ok = text_is(json_get_text(root, "format"), REPORT_FORMAT) ||
                 err_set(err, ERR_SYNTAX, "it is no report of kenzen's");
    if (is_ok && !text_read_i64(json_get_text(root, "id"), &v->verdict.id))
        v->verdict.id = 0;
    is_ok = is_ok && check_seal(v, err) && check_page(v, err) && check_journal(v, root, err);
    json_done(&json);
    return is_ok;
}

bool report_verify(struct db *db, struct text file, report_verify_tell tell, void *context,
    struct report_verdict *ret_verdict, struct err *err)
{
    struct verifying v = {
        .db = db, .file = file, .tell = tell, .context = context, .verdict = {.seq = -1}};
    struct buf data;
    arena_init(&v.arena, SIZE_MAX);
    buf_init(&data, SIZE_MAX);
    bool is_ok = verify(&v, &data, err);
    buf_done(&data);
    arena_done(&v.arena);
    if (is_ok)
        *ret_verdict = v.verdict;
    return is_ok;
}
