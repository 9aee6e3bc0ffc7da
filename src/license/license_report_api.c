/* SPDX-License-Identifier: Apache-2.0 */
#include "license/license_report_api.h"

#include "license/license_rows.h"
#include "sbom/sbom_api.h"
#include "sbom/service.h"

/* ?answer=deny,review: all without it. */
static bool read_answers(
    const struct api_call *call, struct license_report_wish *wish, struct err *err)
{
    struct text rest = {"", 0};
    enum license_answer answer;
    if (!http_query(call->request, "answer", &rest))
        rest.len = 0;
    for (size_t i = 0; i < LICENSE_ANSWERS; i++)
        wish->answers[i] = !rest.len;
    while (rest.len) {
        if (!license_policy_word_read(text_cut(&rest, ','), &answer))
            return err_set(
                err, ERR_USAGE, "answer: must be allow, review or deny, joined by commas");
        wish->answers[answer] = true;
    }
    return true;
}

static bool read_wish(
    const struct api_call *call, struct license_report_wish *ret_wish, struct err *err)
{
    struct license_report_wish wish = {.license = {"", 0}};
    struct api_page page;
    struct db_value from = DB_INT(0);
    if (!http_query(call->request, "license", &wish.license))
        wish.license.len = 0;
    if (!read_answers(call, &wish, err) || !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &from, err))
        return false;
    wish.from = from.number > 0 ? (size_t)from.number : 0;
    wish.limit = page.limit;
    *ret_wish = wish;
    return true;
}

static void print_source(struct buf *out, const struct license_rows_loaded *loaded)
{
    const struct license_rows_policy *set = &loaded->set;
    json_print_member_open(out, "policy", '{');
    json_print_member_z(out, "source",
        !set->number   ? "built-in"
        : set->team_id ? "team"
                       : "organisation");
    json_print_member_int(out, "number", set->number);
    json_print_close(out, '}');
}

static void print_report(struct api_call *call, const struct license_report *report,
    const struct license_rows_loaded *loaded)
{
    struct buf *out = &call->reply->body;
    size_t end = report->wish.from + report->entries.len;
    struct text next = {"", 0};
    if (end < report->fit_count)
        next = api_cursor_print(call->arena, "i", &DB_INT((int64_t)end));
    json_print_open(out, '{');
    print_source(out, loaded);
    license_report_json(report, "items", out);
    json_print_member_int(out, "component_count", (int64_t)report->fit_count);
    json_print_member_or_null(out, "next_cursor", next);
    json_print_close(out, '}');
}

/* A part with the SBOM of it that is judged; id 0: it has none. */
struct judged {
    int64_t sbom_id;
    struct text part;
};

static bool report_all(struct api_call *call, int64_t service_id, int64_t team_id,
    const struct judged *judged, size_t count, struct err *err)
{
    struct license_rows_loaded loaded;
    struct license_report report;
    struct license_report_wish wish;
    if (!read_wish(call, &wish, err) ||
        !license_rows_load(&loaded, call->db, team_id, service_id, call->arena, err))
        return false;
    license_report_init(&report, &loaded.policy, call->arena);
    report.now_us = call->now_us;
    report.wish = wish;
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = !judged[i].sbom_id ||
                license_rows_report(&report, call->db, judged[i].sbom_id, judged[i].part, err);
    if (is_ok) {
        license_report_finish(&report);
        print_report(call, &report, &loaded);
    }
    license_report_done(&report);
    return is_ok;
}

static bool report_service(struct api_call *call, struct err *err)
{
    int64_t id;
    struct service service;
    struct service_part *parts;
    size_t count;
    if (!api_param_id(call, "service", &id, err) ||
        !service_find(call->db, &call->who, id, RIGHT_SERVICE_READ, call->arena, &service, err) ||
        !service_part_list(
            call->db, &call->who, DB_ARGS(DB_INT(id)), call->arena, &parts, &count, err))
        return false;
    struct judged *judged = arena_take_array(call->arena, count, sizeof *judged);
    for (size_t i = 0; judged && i < count; i++)
        judged[i] = (struct judged){parts[i].sbom_id, parts[i].name};
    return arena_check(call->arena, err) &&
           report_all(call, id, service.team_id, judged, count, err);
}

static bool report_one(struct api_call *call, int64_t part_id, int64_t sbom_id, struct err *err)
{
    struct service_part part;
    if (!service_part_find(
            call->db, &call->who, part_id, RIGHT_SERVICE_READ, call->arena, &part, err))
        return false;
    struct judged judged = {sbom_id ? sbom_id : part.sbom_id, part.name};
    return report_all(call, part.service_id, part.team_id, &judged, 1, err);
}

static bool report_part(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "part", &id, err) && report_one(call, id, 0, err);
}

static bool report_sbom(struct api_call *call, struct err *err)
{
    int64_t id;
    struct sbom_row row;
    return api_param_id(call, "sbom", &id, err) &&
           sbom_api_find(call, id, RIGHT_SERVICE_READ, &row, err) &&
           report_one(call, row.part_id, id, err);
}

const struct api_route license_report_api_routes[] = {
    {"GET", "/api/v1/services/{service}/licenses", RIGHT_SERVICE_READ, report_service, 0},
    {"GET", "/api/v1/parts/{part}/licenses", RIGHT_SERVICE_READ, report_part, 0},
    {"GET", "/api/v1/sboms/{sbom}/licenses", RIGHT_SERVICE_READ, report_sbom, 0},
    {0},
};
