/* SPDX-License-Identifier: Apache-2.0 */
#include "health/report_api.h"

#include "health/report.h"
#include "health/report_page.h"

static void print_report(struct buf *out, const struct report *report)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", report->id);
    if (report->team_id) {
        json_print_member_open(out, "team", '{');
        json_print_member_id(out, "id", report->team_id);
        json_print_member(out, "name", report->team_name);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "team");
    }
    json_print_member_time(out, "from", report->from_us);
    json_print_member_time(out, "to", report->to_us);
    json_print_member_time(out, "made_at", report->made_us);
    api_print_person(out, "made_by", report->made_by, report->maker_name);
    json_print_close(out, '}');
}

static bool list(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value before = DB_INT(INT64_MAX);
    struct report *reports;
    struct team team;
    int64_t team_id = 0;
    size_t count;
    if (!api_query_id(call, "team_id", &team_id, err) ||
        (team_id && !team_find(call->db, &call->who, team_id, RIGHT_HEALTH_READ, call->arena, &team,
                        err)) ||
        !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !report_list(call->db, &call->who, team_id, before.number, page.limit + 1, call->arena,
            &reports, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        print_report(&call->reply->body, &reports[i]);
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(reports[shown - 1].id));
    api_list_close(call, next);
    return true;
}

static bool read_form(const struct api_call *call, enum report_form *ret_form, struct err *err)
{
    struct text word = TEXT("json");
    http_query(call->request, "format", &word);
    return report_page_read_form(word, ret_form) ||
           err_set(err, ERR_USAGE, "format: must be json, html or csv");
}

/* A page is shown without anything that runs, or that comes from elsewhere. */
static bool reply(struct api_call *call, enum report_form form, struct text body, const char *name,
    struct err *err)
{
    static const char *const ends[] = {"json", "html", "csv"};
    bool is_download = false;
    if (!api_query_flag(call, "download", &is_download, err) ||
        !report_page_print(&call->reply->body, form, body, err))
        return false;
    call->reply->type = report_page_type(form);
    if (form == REPORT_HTML) {
        http_reply_header(call->reply, "Content-Security-Policy",
            TEXT(
                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-modals"));
        /* The page Health shows the preview in itself. */
        http_reply_header(call->reply, "X-Frame-Options", TEXT("SAMEORIGIN"));
    }
    if (is_download || form == REPORT_CSV)
        http_reply_header(call->reply, "Content-Disposition",
            arena_format(call->arena, "attachment; filename=\"report-%s.%s\"", name, ends[form]));
    return true;
}

static bool preview(struct api_call *call, struct err *err)
{
    struct report_order order = {0};
    enum report_form form;
    struct buf body;
    if (!read_form(call, &form, err) || !api_query_id(call, "team_id", &order.team_id, err) ||
        !api_query_time(call, "from", &order.from_us, err) ||
        !api_query_time(call, "to", &order.to_us, err))
        return false;
    buf_init(&body, SIZE_MAX);
    bool is_ok =
        report_print(&body, call->db, &call->who, &order, 0, call->now_us, call->arena, err) &&
        reply(call, form, buf_text(&body), "preview", err);
    buf_done(&body);
    return is_ok;
}

static bool make(struct api_call *call, struct err *err)
{
    struct json body;
    struct report_order order = {0};
    struct report report;
    if (!api_body(call, "team_id from to", &body, err))
        return false;
    bool is_ok = api_member_id(&body, "team_id", &order.team_id, err) &&
                 api_member_time(&body, "from", &order.from_us, err) &&
                 api_member_time(&body, "to", &order.to_us, err) &&
                 report_make(call->db, &call->who, &order, call->now_us, call->arena, &report, err);
    json_done(&body);
    if (!is_ok)
        return false;
    api_created(call, "/api/v1/reports", report.id);
    print_report(&call->reply->body, &report);
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t id;
    enum report_form form;
    struct report report;
    return api_param_id(call, "report", &id, err) && read_form(call, &form, err) &&
           report_find(call->db, &call->who, id, call->arena, &report, err) &&
           reply(call, form, report.body, arena_format(call->arena, "%lld", (long long)id).at, err);
}

const struct api_route report_api_routes[] = {
    {"GET", "/api/v1/reports", RIGHT_HEALTH_READ, list, 0},
    {"GET", "/api/v1/reports/preview", RIGHT_HEALTH_READ, preview, 0},
    {"POST", "/api/v1/reports", RIGHT_REPORT_MAKE, make, 0},
    {"GET", "/api/v1/reports/{report}", RIGHT_HEALTH_READ, show, 0},
    {0},
};
