/* SPDX-License-Identifier: Apache-2.0 */
#include "app/journal_api.h"

#include "journal/journal.h"
#include "journal/journal_list.h"
#include "journal/journal_proof.h"
#include "journal/journal_verify.h"

static struct journal_reader reader_of(const struct api_call *call)
{
    return (struct journal_reader){.account_id = call->who.account_id,
        .least_role = right_least(call->who.roles, RIGHT_JOURNAL_READ)};
}

/* -- entries -- */

/* A kind, or the word in front of its dot. */
static bool query_kind(const struct api_call *call, struct text *ret_kind, struct err *err)
{
    struct text value;
    if (!http_query(call->request, "kind", &value) || !value.len)
        return true;
    if (!journal_kind_is_filter(value))
        return err_set(err, ERR_USAGE, "kind: there is no such kind of entry");
    *ret_kind = value;
    return true;
}

static bool read_query(const struct api_call *call, struct journal_query *query, struct err *err)
{
    http_query(call->request, "object_kind", &query->object_kind);
    return query_kind(call, &query->kind, err) &&
           api_query_id(call, "actor", &query->actor_id, err) &&
           api_query_id(call, "team", &query->team_id, err) &&
           api_query_id(call, "object", &query->object_id, err) &&
           api_query_time(call, "from", &query->since_us, err) &&
           api_query_time(call, "to", &query->until_us, err);
}

static bool list_entries(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value before = DB_INT(0);
    struct journal_query query = {.reader = reader_of(call)};
    struct journal_view *views;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !read_query(call, &query, err))
        return false;
    query.before_id = before.number;
    query.limit = page.limit + 1;
    if (!journal_list(call->db, &query, call->arena, &views, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        journal_list_print(&call->reply->body, &views[i]);
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(views[shown - 1].row.id));
    api_list_close(call, next);
    return true;
}

static bool find_entry(struct api_call *call, struct journal_view *ret_view, struct err *err)
{
    int64_t id;
    struct journal_reader reader = reader_of(call);
    return api_param_id(call, "entry", &id, err) &&
           journal_list_find(call->db, &reader, id, call->arena, ret_view, err);
}

static bool show_entry(struct api_call *call, struct err *err)
{
    struct journal_view view;
    if (!find_entry(call, &view, err))
        return false;
    journal_list_print(&call->reply->body, &view);
    return true;
}

static bool query_size(
    const struct api_call *call, const char *name, int64_t *ret_size, struct err *err)
{
    struct text value;
    if (!http_query(call->request, name, &value) || !value.len)
        return true;
    return (text_read_i64(value, ret_size) && *ret_size >= 0) ||
           err_set(err, ERR_USAGE, "%s: is no number of entries", name);
}

/* An entry that waits for its place gets it now: nobody has to ask twice. */
static bool prove_entry(struct api_call *call, struct err *err)
{
    struct journal_view view;
    struct journal_proof proof;
    int64_t size = 0;
    if (!query_size(call, "size", &size, err) || !find_entry(call, &view, err) ||
        (view.row.seq < 0 && (!journal_tree_place_all(call->db, call->now_us, err) ||
                                 !find_entry(call, &view, err))) ||
        !journal_proof_make(&proof, call->db, &view.row, size, call->arena, err))
        return false;
    journal_proof_print(&call->reply->body, &proof);
    return true;
}

static bool list_kinds(struct api_call *call, struct err *err)
{
    struct buf *out = &call->reply->body;
    (void)err;
    json_print_open(out, '{');
    json_print_member_open(out, "items", '[');
    for (const struct journal_kind *kind = journal_kinds; kind->name; kind++) {
        json_print_open(out, '{');
        json_print_member_z(out, "kind", kind->name);
        json_print_member_z(out, "meaning", kind->meaning);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}

/* -- heads -- */

static bool show_head(struct api_call *call, struct err *err)
{
    struct journal_head head;
    int64_t size = -1, waiting;
    char text[JOURNAL_HEAD_TEXT_SIZE];
    struct buf *out = &call->reply->body;
    if (!query_size(call, "size", &size, err) ||
        !(size >= 0 ? journal_tree_head_of(call->db, size, &head, err)
                    : journal_tree_place_all(call->db, call->now_us, err) &&
                          journal_tree_head(call->db, &head, err)) ||
        !journal_tree_waiting(call->db, &waiting, err))
        return false;
    json_print_open(out, '{');
    journal_proof_print_head(out, &head);
    json_print_member_z(out, "head", journal_tree_print_head(&head, text));
    json_print_member_int(out, "waiting", waiting);
    json_print_close(out, '}');
    return true;
}

static bool show_consistency(struct api_call *call, struct err *err)
{
    struct journal_head first, second;
    struct merkle_hash path[MERKLE_PROOF_MAX];
    int64_t first_size = 0, second_size = 0;
    size_t count;
    struct buf *out = &call->reply->body;
    if (!query_size(call, "first", &first_size, err) ||
        !query_size(call, "second", &second_size, err) ||
        !journal_tree_consistency(call->db, first_size, second_size, path, &count, err) ||
        !journal_tree_head_of(call->db, first_size, &first, err) ||
        !journal_tree_head_of(call->db, second_size, &second, err))
        return false;
    json_print_open(out, '{');
    json_print_member_open(out, "first", '{');
    journal_proof_print_head(out, &first);
    json_print_close(out, '}');
    json_print_member_open(out, "second", '{');
    journal_proof_print_head(out, &second);
    json_print_close(out, '}');
    journal_proof_print_path(out, "path", path, count);
    json_print_close(out, '}');
    return true;
}

/* -- verifying -- */

static void print_problem(void *context, struct text place, struct text what)
{
    struct buf *out = context;
    json_print_open(out, '{');
    json_print_member(out, "place", place);
    json_print_member(out, "what", what);
    json_print_close(out, '}');
}

static bool verify(struct api_call *call, const struct journal_head *kept, struct err *err)
{
    struct journal_verdict verdict;
    char text[JOURNAL_HEAD_TEXT_SIZE];
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    json_print_member_open(out, "problems", '[');
    if (!journal_verify(call->db, kept, print_problem, out, &verdict, err))
        return false;
    json_print_close(out, ']');
    json_print_member_bool(out, "is_whole", verdict.problems == 0);
    json_print_member_int(out, "problem_count", verdict.problems);
    json_print_member_z(out, "head", journal_tree_print_head(&verdict.head, text));
    json_print_member_int(out, "size", verdict.head.size);
    json_print_member_int(out, "waiting", verdict.waiting);
    json_print_member_int(out, "erased", verdict.erased);
    json_print_member_int(out, "heads", verdict.heads);
    json_print_close(out, '}');
    return true;
}

static bool verify_journal(struct api_call *call, struct err *err)
{
    struct json body;
    struct journal_head kept;
    struct text head = {"", 0};
    if (!api_body(call, "head", &body, err))
        return false;
    bool is_fine = api_member_line(&body, "head", &head, err) &&
                   (!head.len || journal_tree_read_head(head, &kept, err) || err_add(err, "head"));
    json_done(&body);
    return is_fine && verify(call, head.len ? &kept : NULL, err);
}

const struct api_route journal_api_routes[] = {
    {"GET", "/api/v1/journal", RIGHT_JOURNAL_READ, list_entries, 0},
    {"GET", "/api/v1/journal/kinds", RIGHT_JOURNAL_HEAD, list_kinds, 0},
    {"GET", "/api/v1/journal/head", RIGHT_JOURNAL_HEAD, show_head, 0},
    {"GET", "/api/v1/journal/consistency", RIGHT_JOURNAL_HEAD, show_consistency, 0},
    {"POST", "/api/v1/journal/verify", RIGHT_JOURNAL_VERIFY, verify_journal, 0},
    {"GET", "/api/v1/journal/entries/{entry}", RIGHT_JOURNAL_READ, show_entry, 0},
    {"GET", "/api/v1/journal/entries/{entry}/proof", RIGHT_JOURNAL_READ, prove_entry, 0},
    {0},
};
