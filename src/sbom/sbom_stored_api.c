/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_stored_api.h"

#include "base/limits.h"
#include "sbom/sbom_api.h"
#include "sbom/sbom_print.h"
#include "sbom/sbom_stored.h"
#include "sbom/sbom_write.h"

/* Reads the SBOM of the path, and hands it to print. */
static bool answer(struct api_call *call,
    bool (*print)(
        struct api_call *call, const struct sbom *sbom, struct arena *arena, struct err *err),
    struct err *err)
{
    int64_t id;
    struct sbom_row row;
    struct sbom_confined confined;
    struct arena arena;
    if (!api_param_id(call, "sbom", &id, err) ||
        !sbom_api_find(call, id, RIGHT_SERVICE_READ, &row, err))
        return false;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_done = sbom_stored_read(&confined, call->db, call->tools->workers, &row, &arena, err);
    if (is_done) {
        is_done = print(call, &confined.sbom, &arena, err);
        sbom_confined_done(&confined);
    }
    arena_done(&arena);
    return is_done;
}

static bool print_quality(
    struct api_call *call, const struct sbom *sbom, struct arena *arena, struct err *err)
{
    struct sbom_quality quality;
    if (!sbom_quality_find(&quality, sbom, arena, err))
        return false;
    json_print_open(&call->reply->body, '{');
    sbom_print_head_json(&call->reply->body, sbom);
    sbom_print_quality_json(&call->reply->body, &quality, sbom);
    json_print_close(&call->reply->body, '}');
    return true;
}

static bool show_quality(struct api_call *call, struct err *err)
{
    return answer(call, print_quality, err);
}

static bool read_format(const struct api_call *call, enum sbom_format *ret_format, struct err *err)
{
    struct text name = TEXT("cyclonedx-json");
    http_query(call->request, "format", &name);
    return sbom_write_read_format(name, ret_format, err) || err_add(err, "format");
}

static bool print_export(
    struct api_call *call, const struct sbom *sbom, struct arena *arena, struct err *err)
{
    struct sbom_write_order order = {.now_us = call->now_us};
    struct sbom_write_lost lost;
    (void)arena;
    if (!read_format(call, &order.format, err) ||
        !sbom_write(sbom, &order, &call->reply->body, &lost, err))
        return false;
    call->reply->type = sbom_write_media_type(order.format);
    http_reply_header(call->reply, "Content-Disposition",
        arena_format(
            call->arena, "attachment; filename=\"sbom%s\"", sbom_write_file_end(order.format)));
    return true;
}

/* A format that is none is told before the original is read. */
static bool send_export(struct api_call *call, struct err *err)
{
    enum sbom_format format;
    return read_format(call, &format, err) && answer(call, print_export, err);
}

const struct api_route sbom_stored_api_routes[] = {
    {"GET", "/api/v1/sboms/{sbom}/quality", RIGHT_SERVICE_READ, show_quality, 0},
    {"GET", "/api/v1/sboms/{sbom}/export", RIGHT_SERVICE_READ, send_export, 0},
    {0},
};
