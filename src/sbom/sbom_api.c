/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_api.h"

#include <unistd.h>

#include "base/clock.h"
#include "sbom/service.h"
#include "store/blob.h"

static void print_summary(struct buf *out, const struct sbom_row *row)
{
    json_print_member_open(out, "summary", '{');
    json_print_member_int(out, "checked", row->summary.checked);
    json_print_member_int(out, "affected", row->summary.affected);
    json_print_member_int(out, "not_covered", row->summary.not_covered);
    json_print_member_int(out, "undecidable", row->summary.undecidable);
    json_print_member_int(out, "not_affected",
        row->summary.checked - row->summary.affected - row->summary.undecidable);
    json_print_member_int(out, "owned", row->summary.owned);
    json_print_member_int(out, "no_package",
        row->has_summary ? row->component_count - row->summary.checked - row->summary.not_covered -
                               row->summary.owned
                         : 0);
    json_print_close(out, '}');
    json_print_member_bool(out, "is_matched", row->has_summary);
}

/* As it was when the SBOM was last matched; the state is that of now. */
static void print_system(struct buf *out, const struct sbom_row *row)
{
    const struct sbom_summary *summary = &row->summary;
    if (!row->os_name.len) {
        json_print_member_null(out, "operating_system");
        return;
    }
    json_print_member_open(out, "operating_system", '{');
    json_print_member(out, "name", row->os_name);
    json_print_member_or_null(out, "release", row->os_version);
    json_print_member_or_null(out, "ecosystem", summary->os_ecosystem);
    json_print_member_or_null(out, "label", summary->os_label);
    if (summary->has_support) {
        json_print_member_open(out, "eol", '{');
        json_print_member_z(
            out, "state", support_state_name(support_state(&summary->support, clock_now_us())));
        json_print_member_time(out, "support_ends_at", support_end_us(&summary->support));
        json_print_member_time(out, "extended_ends_at", summary->support.extended_end_us);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "eol");
    }
    json_print_close(out, '}');
}

static void print_document(struct buf *out, const struct sbom_row *row)
{
    json_print_member(out, "format", row->format);
    json_print_member(out, "spec_version", row->spec_version);
    json_print_member_or_null(out, "subject_name", row->subject_name);
    json_print_member_or_null(out, "subject_version", row->subject_version);
    json_print_member_or_null(out, "tool", row->tool);
    json_print_member_or_null(out, "os_name", row->os_name);
    json_print_member_or_null(out, "os_version", row->os_version);
    print_system(out, row);
    json_print_member_time(out, "made_at", row->made_us);
    json_print_member_int(out, "component_count", row->component_count);
    json_print_member_int(out, "odd_count", row->odd_count);
    json_print_member_int(out, "skipped_count", row->skipped_count);
}

void sbom_api_print(struct buf *out, const struct sbom_row *row)
{
    char hex[SHA256_HEX_SIZE];
    json_print_member_id(out, "id", row->id);
    json_print_member_id(out, "part_id", row->part_id);
    json_print_member_int(out, "number", row->number);
    json_print_member_z(out, "digest", sha256_print(row->digest, hex));
    json_print_member_int(out, "bytes", row->size_bytes);
    json_print_member(out, "file_name", row->file_name);
    print_document(out, row);
    api_print_person(out, "uploaded_by", row->uploaded_by, row->uploader);
    json_print_member_time(out, "created_at", row->created_us);
    json_print_member_bool(out, "is_current", row->is_current);
    json_print_member_bool(out, "is_held", row->is_held);
    json_print_member_or_null(out, "held_reason", row->held_reason);
    json_print_member(out, "note", row->note);
    print_summary(out, row);
}

bool sbom_api_find(
    struct api_call *call, int64_t id, enum right right, struct sbom_row *ret_row, struct err *err)
{
    struct service_part part;
    struct sbom_row row;
    if (!sbom_rows_find(call->db, id, call->arena, &row, err))
        return false;
    if (!service_part_find(call->db, &call->who, row.part_id, right, call->arena, &part, err))
        return err && err->code == ERR_NOT_FOUND
                   ? err_set(err, ERR_NOT_FOUND, "there is no such SBOM")
                   : false;
    *ret_row = row;
    return true;
}

static bool find_param(struct api_call *call, struct sbom_row *ret_row, struct err *err)
{
    int64_t id;
    return api_param_id(call, "sbom", &id, err) &&
           sbom_api_find(call, id, RIGHT_SERVICE_READ, ret_row, err);
}

static bool show_sbom(struct api_call *call, struct err *err)
{
    struct sbom_row row;
    if (!find_param(call, &row, err))
        return false;
    json_print_open(&call->reply->body, '{');
    sbom_api_print(&call->reply->body, &row);
    json_print_close(&call->reply->body, '}');
    return true;
}

static bool list_rows(struct api_call *call, int64_t part_id, struct err *err)
{
    struct api_page page;
    struct db_value before = DB_INT(0);
    struct sbom_row *rows;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !sbom_rows_list(
            call->db, part_id, before.number, page.limit + 1, call->arena, &rows, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++) {
        json_print_open(&call->reply->body, '{');
        sbom_api_print(&call->reply->body, &rows[i]);
        json_print_close(&call->reply->body, '}');
    }
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(rows[shown - 1].number));
    api_list_close(call, next);
    return true;
}

static bool list_sboms(struct api_call *call, struct err *err)
{
    int64_t id;
    struct service_part part;
    return api_param_id(call, "part", &id, err) &&
           service_part_find(
               call->db, &call->who, id, RIGHT_SERVICE_READ, call->arena, &part, err) &&
           list_rows(call, id, err);
}

/* The same below the service, where a part goes by its name too. */
static bool list_part_sboms(struct api_call *call, struct err *err)
{
    struct service service;
    int64_t service_id, id;
    return api_param_id(call, "service", &service_id, err) &&
           service_find(
               call->db, &call->who, service_id, RIGHT_SERVICE_READ, call->arena, &service, err) &&
           service_part_named(call->db, service_id, http_param(call->request, "part"), &id, err) &&
           list_rows(call, id, err);
}

/* -- the original -- */

/* A name from a stranger goes into a header: only what needs no quoting stays of it. */
static struct text safe_name(struct api_call *call, const struct sbom_row *row)
{
    struct text name = row->file_name;
    ptrdiff_t slash = text_find_last(name, '/');
    name = text_from(name, (size_t)(slash + 1));
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool is_safe = text_is_alpha(c) || text_is_digit(c) || c == '.' || c == '-' || c == '_';
        buf_add_char(&out, is_safe ? c : '_');
    }
    struct text header =
        arena_format(call->arena, "attachment; filename=\"%s\"", out.len ? out.at : "sbom");
    buf_done(&out);
    return header;
}

static bool send_original(struct api_call *call, struct err *err)
{
    struct sbom_row row;
    int64_t size_bytes;
    if (!find_param(call, &row, err) || !blob_find(call->db, row.digest, &size_bytes, err))
        return false;
    FILE *file = tmpfile();
    if (!file)
        return err_set_errno(err, "a temporary file");
    int fd = dup(fileno(file));
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
    http_reply_header(call->reply, "Content-Disposition", safe_name(call, &row));
    return true;
}

const struct api_route sbom_api_routes[] = {
    {"GET", "/api/v1/services/{service}/parts/{part}/sboms", RIGHT_SERVICE_READ, list_part_sboms,
        0},
    {"GET", "/api/v1/parts/{part}/sboms", RIGHT_SERVICE_READ, list_sboms, 0},
    {"GET", "/api/v1/sboms/{sbom}", RIGHT_SERVICE_READ, show_sbom, 0},
    {"GET", "/api/v1/sboms/{sbom}/original", RIGHT_SERVICE_READ, send_original, 0},
    {0},
};
