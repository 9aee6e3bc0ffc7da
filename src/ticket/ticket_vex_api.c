/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_vex_api.h"

#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "journal/journal.h"
#include "sbom/service.h"
#include "store/blob.h"
#include "ticket/generation.h"
#include "ticket/part_sync.h"
#include "ticket/ticket_vex_out.h"
#include "vex/vex_confined.h"
#include "vex/vex_json.h"
#include "vex/vex_rows.h"
#include "vex/vex_write.h"

/* -- printing -- */

static const char *kind_of(const struct vex_scope *scope)
{
    if (scope->part_id)
        return "part";
    if (scope->service_id)
        return "service";
    return scope->team_id ? "team" : "organisation";
}

static void print_document(struct buf *out, const struct vex_row *row)
{
    char digest[SHA256_HEX_SIZE];
    json_print_member_id(out, "id", row->id);
    json_print_member_z(out, "scope", kind_of(&row->scope));
    if (row->scope.team_id)
        json_print_member_id(out, "team_id", row->scope.team_id);
    if (row->scope.service_id)
        json_print_member_id(out, "service_id", row->scope.service_id);
    if (row->scope.part_id)
        json_print_member_id(out, "part_id", row->scope.part_id);
    json_print_member_or_null(out, "service_name", row->service_name);
    json_print_member_or_null(out, "part_name", row->part_name);
    json_print_member(out, "file_name", row->file_name);
    json_print_member_z(out, "digest", sha256_print(row->digest, digest));
    vex_json_document(out, &row->vex);
    json_print_member_bool(out, "is_replaced", row->is_replaced);
    json_print_member_or_null(out, "uploader", row->uploader);
    json_print_member_time(out, "created_at", row->created_us);
}

/* -- finding: a document is looked up through its team; what is of the organisation everybody sees -- */

static bool find_document(
    struct api_call *call, int64_t id, enum right right, struct vex_row *ret_row, struct err *err)
{
    struct team team;
    if (!vex_rows_find(call->db, id, call->arena, ret_row, err))
        return false;
    if (ret_row->scope.team_id)
        return team_find(
            call->db, &call->who, ret_row->scope.team_id, right, call->arena, &team, err);
    /* This takes more than the route asks for, so that a token's scope is looked at once more. */
    return api_permit(&call->who,
        right == RIGHT_SERVICE_READ ? RIGHT_ADVISORY_READ : RIGHT_ORGANISATION_CHANGE, err);
}

static bool find_param(
    struct api_call *call, enum right right, struct vex_row *ret_row, struct err *err)
{
    int64_t id;
    return api_param_id(call, "vex", &id, err) && find_document(call, id, right, ret_row, err);
}

static bool read_part(struct api_call *call, struct vex_scope *scope, struct err *err)
{
    struct text part = {"", 0};
    http_query(call->request, "part", &part);
    part = text_trim(part);
    return !part.len || service_part_named(call->db, scope->service_id, part, &scope->part_id, err);
}

static bool find_service(
    struct api_call *call, enum right right, struct vex_scope *ret_scope, struct err *err)
{
    struct service service;
    struct vex_scope scope = {0};
    if (!api_param_id(call, "service", &scope.service_id, err) ||
        !service_find(call->db, &call->who, scope.service_id, right, call->arena, &service, err) ||
        !read_part(call, &scope, err))
        return false;
    scope.team_id = service.team_id;
    *ret_scope = scope;
    return true;
}

/* -- what changes tickets -- */

/* A change to the documents, and what follows from it. Those of one service follow at once; others by jobs. */
struct change {
    struct api_call *call;
    const struct vex *vex; /* to add; or NULL */
    struct vex_row row;    /* its scope; or the one to take out */
    struct arena *arena;
    bool is_new;
    struct ticket_counts counts;
};

static bool tell(struct db *db, const char *kind, const struct change *change, struct err *err)
{
    char facts[160], hex[SHA256_HEX_SIZE];
    const struct vex_row *row = &change->row;
    snprintf(facts, sizeof facts, "{\"service_id\":\"%lld\",\"digest\":\"%s\"}",
        (long long)row->scope.service_id, sha256_print(row->digest, hex));
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = change->call->who.account_id,
            .team_id = row->scope.team_id,
            .object_kind = "vex",
            .object_id = row->id,
            .at_us = change->call->now_us,
            .facts = text_of(facts)},
        JOURNAL_TEXTS({"file_name", row->file_name}), err);
}

static bool write_change(struct db *db, struct change *change, struct err *err)
{
    struct api_call *call = change->call;
    if (!change->vex)
        return vex_rows_delete(db, change->row.id, call->who.account_id, call->now_us, err) &&
               tell(db, "vex.deleted", change, err);
    return blob_write_fd(db, call->request->body_fd, change->row.digest, call->now_us, err) &&
           vex_rows_add(db, &change->row, change->vex, &change->row.id, &change->is_new, err) &&
           (!change->is_new || tell(db, "vex.stored", change, err));
}

static void add_counts(struct ticket_counts *to, const struct ticket_counts *more)
{
    to->opened += more->opened;
    to->closed += more->closed;
    to->reopened += more->reopened;
    to->updated += more->updated;
    to->marked += more->marked;
    to->unchanged += more->unchanged;
}

static bool sync_part(struct db *db, struct change *change, int64_t part_id, struct err *err)
{
    struct api_call *call = change->call;
    struct ticket_counts counts = {0};
    struct part_sync sync;
    if (!change->row.scope.service_id)
        return generation_add_job(db, part_id, call->now_us, err);
    if (!part_sync_begin(&sync, db, call->tools, part_id, call->who.account_id, call->now_us,
            change->arena, err) ||
        !part_sync_end(&sync, true, 0, &counts, err))
        return false;
    add_counts(&change->counts, &counts);
    return true;
}

static bool run_change(struct db *db, void *context, struct err *err)
{
    struct change *change = context;
    int64_t *parts;
    size_t count;
    change->counts = (struct ticket_counts){0};
    if (!write_change(db, change, err))
        return false;
    if (change->vex && !change->is_new)
        return true;
    if (!vex_rows_parts(db, &change->row.scope, change->arena, &parts, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!sync_part(db, change, parts[i], err))
            return false;
    return true;
}

static void print_counts(struct buf *out, const struct ticket_counts *counts)
{
    json_print_member_open(out, "tickets", '{');
    json_print_member_int(out, "closed", counts->closed);
    json_print_member_int(out, "opened", counts->opened);
    json_print_member_int(out, "reopened", counts->reopened);
    json_print_close(out, '}');
}

/* -- upload -- */

static struct text file_name(const struct api_call *call)
{
    struct text name = {"", 0};
    http_query(call->request, "filename", &name);
    name = text_slice(text_trim(name), 0, LIMIT_API_NAME_BYTES);
    return name.len && text_find_bad_utf8(name) < 0 ? name : TEXT("vex.json");
}

static bool reply_change(struct api_call *call, const struct change *change, struct err *err)
{
    struct vex_row row;
    struct buf *out = &call->reply->body;
    if (!vex_rows_find(call->db, change->row.id, call->arena, &row, err))
        return false;
    if (change->is_new)
        api_created(call, "/api/v1/vex/", change->row.id);
    json_print_open(out, '{');
    json_print_member_open(out, "vex", '{');
    print_document(out, &row);
    json_print_close(out, '}');
    print_counts(out, &change->counts);
    json_print_close(out, '}');
    return true;
}

static bool take(struct api_call *call, const struct vex_scope *scope, struct err *err)
{
    struct arena arena;
    struct vex_confined confined;
    struct change change = {.call = call,
        .arena = &arena,
        .row = {.scope = *scope,
            .file_name = file_name(call),
            .uploaded_by = call->who.account_id,
            .created_us = call->now_us}};
    if (call->request->body_fd < 0)
        return err_set(err, ERR_SYNTAX, "the body is empty: send the VEX document as the body");
    arena_init(&arena, LIMIT_VEX_ARENA);
    bool is_done = vex_confined_read(
        &confined, call->tools->workers, change.row.file_name, call->request->body_fd, &arena, err);
    if (is_done) {
        change.vex = &confined.vex;
        is_done = blob_digest_fd(call->request->body_fd, change.row.digest, NULL, err) &&
                  db_transact(call->db, run_change, &change, err) &&
                  reply_change(call, &change, err);
        vex_confined_done(&confined);
    }
    arena_done(&arena);
    return is_done;
}

static bool take_of_service(struct api_call *call, struct err *err)
{
    struct vex_scope scope;
    return find_service(call, RIGHT_SBOM_UPLOAD, &scope, err) && take(call, &scope, err);
}

static bool take_of_team(struct api_call *call, struct err *err)
{
    struct team team;
    struct vex_scope scope = {0};
    return api_param_id(call, "team", &scope.team_id, err) &&
           team_find(
               call->db, &call->who, scope.team_id, RIGHT_SBOM_UPLOAD, call->arena, &team, err) &&
           take(call, &scope, err);
}

static bool take_of_all(struct api_call *call, struct err *err)
{
    return take(call, &(struct vex_scope){0}, err);
}

/* -- taking out -- */

static bool delete_document(struct api_call *call, struct err *err)
{
    struct arena arena;
    struct change change = {.call = call, .arena = &arena};
    if (!find_param(call, RIGHT_SERVICE_CHANGE, &change.row, err))
        return false;
    arena_init(&arena, LIMIT_VEX_ARENA);
    bool is_done = db_transact(call->db, run_change, &change, err);
    arena_done(&arena);
    if (!is_done)
        return false;
    json_print_open(&call->reply->body, '{');
    print_counts(&call->reply->body, &change.counts);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- reading -- */

static bool list_documents(struct api_call *call, struct err *err)
{
    struct vex_scope scope;
    struct vex_row *rows;
    struct buf *out = &call->reply->body;
    size_t count;
    if (!find_service(call, RIGHT_SERVICE_READ, &scope, err) ||
        !vex_rows_list(call->db, &scope, call->arena, &rows, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        print_document(out, &rows[i]);
        json_print_close(out, '}');
    }
    api_list_close(call, (struct text){"", 0});
    return true;
}

static bool show_document(struct api_call *call, struct err *err)
{
    struct vex_row row;
    struct buf *out = &call->reply->body;
    if (!find_param(call, RIGHT_SERVICE_READ, &row, err))
        return false;
    json_print_open(out, '{');
    print_document(out, &row);
    json_print_close(out, '}');
    return true;
}

static bool list_statements(struct api_call *call, struct err *err)
{
    struct vex_row row;
    struct api_page page;
    struct vex *statements;
    struct buf *out = &call->reply->body;
    struct db_value from = DB_INT(0);
    size_t count;
    if (!find_param(call, RIGHT_SERVICE_READ, &row, err) || !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &from, err) ||
        !vex_rows_statements(
            call->db, row.id, from.number, page.limit + 1, call->arena, &statements, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++) {
        json_print_open(out, '{');
        vex_json_statement(out, &statements[i].statements[0]);
        vex_json_products(out, &statements[i], &statements[i].statements[0]);
        json_print_close(out, '}');
    }
    struct db_value next = DB_INT(from.number + (int64_t)shown);
    api_list_close(
        call, count > shown ? api_cursor_print(call->arena, "i", &next) : (struct text){"", 0});
    return true;
}

static bool export_tickets(struct api_call *call, struct err *err)
{
    struct vex_scope scope;
    struct team team;
    struct vex vex;
    enum vex_format format;
    struct text word = {"", 0};
    http_query(call->request, "format", &word);
    if (!vex_format_find(word, &format))
        return err_set(err, ERR_USAGE, "format: must be openvex, csaf or cyclonedx");
    if (!find_service(call, RIGHT_SERVICE_READ, &scope, err) ||
        !team_find(
            call->db, &call->who, scope.team_id, RIGHT_SERVICE_READ, call->arena, &team, err) ||
        !ticket_vex_out(&vex, call->db, &scope, team.name, call->now_us, call->arena, err) ||
        !vex_write(&call->reply->body, format, &vex, err))
        return false;
    call->reply->type = vex_write_type(format);
    http_reply_header(call->reply, "Content-Disposition",
        arena_format(call->arena, "attachment; filename=\"service-%lld%s\"",
            (long long)scope.service_id, vex_write_ending(format)));
    return true;
}

static bool send_original(struct api_call *call, struct err *err)
{
    struct vex_row row;
    int64_t size_bytes;
    if (!find_param(call, RIGHT_SERVICE_READ, &row, err) ||
        !blob_find(call->db, row.digest, &size_bytes, err))
        return false;
    FILE *file = tmpfile();
    int fd = file ? dup(fileno(file)) : -1;
    if (file)
        fclose(file);
    if (fd < 0)
        return err_set_errno(err, "a temporary file");
    if (!blob_read_fd(call->db, row.digest, fd, err)) {
        close(fd);
        return false;
    }
    call->reply->file_fd = fd;
    call->reply->file_bytes = (size_t)size_bytes;
    call->reply->type = "application/octet-stream";
    http_reply_header(call->reply, "Content-Disposition",
        arena_format(call->arena, "attachment; filename=\"vex-%lld\"", (long long)row.id));
    return true;
}

const struct api_route ticket_vex_api_routes[] = {
    {"GET", "/api/v1/services/{service}/vex", RIGHT_SERVICE_READ, list_documents, 0},
    {"POST", "/api/v1/services/{service}/vex", RIGHT_SBOM_UPLOAD, take_of_service, API_UPLOAD},
    {"GET", "/api/v1/services/{service}/vex/export", RIGHT_SERVICE_READ, export_tickets, 0},
    {"POST", "/api/v1/teams/{team}/vex", RIGHT_SBOM_UPLOAD, take_of_team, API_UPLOAD},
    {"POST", "/api/v1/vex", RIGHT_ORGANISATION_CHANGE, take_of_all, API_UPLOAD},
    {"GET", "/api/v1/vex/{vex}", RIGHT_SERVICE_READ, show_document, 0},
    {"DELETE", "/api/v1/vex/{vex}", RIGHT_SERVICE_CHANGE, delete_document, 0},
    {"GET", "/api/v1/vex/{vex}/original", RIGHT_SERVICE_READ, send_original, 0},
    {"GET", "/api/v1/vex/{vex}/statements", RIGHT_SERVICE_READ, list_statements, 0},
    {0},
};
