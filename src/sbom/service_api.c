/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/service_api.h"

#include "base/limits.h"
#include "domain/ssvc.h"
#include "sbom/sbom_api.h"
#include "sbom/service.h"

#define INPUT_MEMBERS "name description exposure safety_impact mission_impact"

static void print_input(struct buf *out, const char *key, const char *kind, int value)
{
    const char *word = ssvc_word(kind, value);
    if (word)
        json_print_member_z(out, key, word);
    else
        json_print_member_null(out, key);
}

static bool print_part(struct api_call *call, const struct service_part *part, struct err *err)
{
    struct buf *out = &call->reply->body;
    struct sbom_row row;
    if (part->sbom_id && !sbom_rows_find(call->db, part->sbom_id, call->arena, &row, err))
        return false;
    json_print_open(out, '{');
    json_print_member_id(out, "id", part->id);
    json_print_member_id(out, "service_id", part->service_id);
    json_print_member(out, "service_name", part->service_name);
    json_print_member(out, "name", part->name);
    json_print_member_int(out, "held_count", part->held_count);
    json_print_member_time(out, "created_at", part->created_us);
    if (part->sbom_id == 0) {
        json_print_member_null(out, "current_sbom");
    } else {
        json_print_member_open(out, "current_sbom", '{');
        sbom_api_print(out, &row);
        json_print_close(out, '}');
    }
    json_print_close(out, '}');
    return true;
}

static bool print_parts(struct api_call *call, int64_t service_id, struct err *err)
{
    struct service_part *parts;
    size_t count;
    bool is_done =
        service_part_list(call->db, &call->who, service_id, call->arena, &parts, &count, err);
    for (size_t i = 0; is_done && i < count; i++)
        is_done = print_part(call, &parts[i], err);
    return is_done;
}

static void print_tickets(struct buf *out, const struct service_tickets *tickets)
{
    json_print_member_open(out, "open_tickets", '{');
    json_print_member_int(out, "immediate", tickets->at[SSVC_IMMEDIATE]);
    json_print_member_int(out, "out_of_cycle", tickets->at[SSVC_OUT_OF_CYCLE]);
    json_print_member_int(out, "scheduled", tickets->at[SSVC_SCHEDULED]);
    json_print_member_int(out, "defer", tickets->at[SSVC_DEFER]);
    json_print_close(out, '}');
}

static bool print_service(struct api_call *call, const struct service *service, struct err *err)
{
    struct buf *out = &call->reply->body;
    struct service_tickets tickets;
    if (!service_count_tickets(call->db, service->id, call->arena, &tickets, err))
        return false;
    json_print_open(out, '{');
    json_print_member_id(out, "id", service->id);
    json_print_member_id(out, "team_id", service->team_id);
    json_print_member(out, "team_name", service->team_name);
    json_print_member(out, "name", service->name);
    json_print_member(out, "description", service->description);
    print_input(out, "exposure", "exposure", service->inputs.exposure);
    print_input(out, "safety_impact", "safety", service->inputs.safety);
    print_input(out, "mission_impact", "mission", service->inputs.mission);
    json_print_member_z(out, "role", team_role_word(service->role));
    json_print_member_open(out, "parts", '[');
    if (!print_parts(call, service->id, err))
        return false;
    json_print_close(out, ']');
    print_tickets(out, &tickets);
    json_print_member_time(out, "created_at", service->created_us);
    json_print_member_time(out, "updated_at", service->updated_us);
    json_print_close(out, '}');
    return true;
}

/* Reads ?team, an id, and ?q, part of a name. */
static bool read_query(const struct api_call *call, struct service_query *query, struct err *err)
{
    struct text team;
    http_query(call->request, "q", &query->words);
    if (http_query(call->request, "team", &team) && !text_read_i64(team, &query->team_id))
        return err_set(err, ERR_USAGE, "team: must be an id");
    return true;
}

static bool list_services(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value after[] = {DB_TEXT(TEXT("")), DB_INT(0)};
    struct service_query query = {0};
    struct service *services;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "ti", call->arena, after, err) ||
        !read_query(call, &query, err))
        return false;
    query.after_name = after[0].text;
    query.after_id = after[1].number;
    query.limit = page.limit + 1;
    if (!service_list(call->db, &call->who, &query, call->arena, &services, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        if (!print_service(call, &services[i], err))
            return false;
    struct text next = {"", 0};
    if (count > shown) {
        struct db_value last[] = {
            DB_TEXT(services[shown - 1].name), DB_INT(services[shown - 1].id)};
        next = api_cursor_print(call->arena, "ti", last);
    }
    api_list_close(call, next);
    return true;
}

static bool reply_service(struct api_call *call, int64_t id, struct err *err)
{
    struct service service;
    return service_find(call->db, &call->who, id, TEAM_VIEWER, call->arena, &service, err) &&
           print_service(call, &service, err);
}

/* An absent member leaves the value; null takes it back: nobody has said. */
static bool read_input(
    const struct json *body, const char *key, const char *kind, int *ret_value, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), key);
    struct text word;
    if (!value)
        return true;
    if (yyjson_is_null(value)) {
        *ret_value = SERVICE_NOT_SAID;
        return true;
    }
    if (json_text(value, &word) && ssvc_read(kind, word, ret_value))
        return true;
    return err_set(err, ERR_USAGE, "%s: must be null or a word of SSVC, such as \"%s\"", key,
        ssvc_word(kind, 0));
}

static bool read_service(const struct json *body, struct service *service, struct err *err)
{
    bool has_name = service->name.len == 0 || json_get(json_root(body), "name");
    return (!has_name || api_member_name(body, "name", &service->name, err)) &&
           api_member_text(body, "description", LIMIT_API_TEXT_BYTES, &service->description, err) &&
           read_input(body, "exposure", "exposure", &service->inputs.exposure, err) &&
           read_input(body, "safety_impact", "safety", &service->inputs.safety, err) &&
           read_input(body, "mission_impact", "mission", &service->inputs.mission, err);
}

static bool read_team(const struct json *body, int64_t *ret_team_id, struct err *err)
{
    return api_member_id(body, "team_id", ret_team_id, err) &&
           (*ret_team_id || err_set(err, ERR_USAGE, "team_id: is missing"));
}

static bool create_service(struct api_call *call, struct err *err)
{
    struct json body;
    struct service service = {.inputs = {SERVICE_NOT_SAID, SERVICE_NOT_SAID, SERVICE_NOT_SAID}};
    int64_t id;
    if (!api_body(call, "team_id " INPUT_MEMBERS, &body, err))
        return false;
    bool is_fine = read_team(&body, &service.team_id, err) && read_service(&body, &service, err) &&
                   service_add(call->db, &call->who, &service, call->now_us, &id, err);
    json_done(&body);
    if (!is_fine)
        return false;
    api_created(call, "/api/v1/services", id);
    return reply_service(call, id, err);
}

static bool show_service(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "service", &id, err) && reply_service(call, id, err);
}

bool service_api_change(struct api_call *call, db_work after, struct err *err)
{
    struct json body;
    struct service service;
    int64_t id;
    if (!api_param_id(call, "service", &id, err) ||
        !service_find(call->db, &call->who, id, TEAM_MEMBER, call->arena, &service, err) ||
        !api_body(call, INPUT_MEMBERS, &body, err))
        return false;
    bool is_fine = read_service(&body, &service, err) &&
                   service_change(call->db, &call->who, &service, call->now_us, after, call, err);
    json_done(&body);
    return is_fine && reply_service(call, id, err);
}

static bool delete_service(struct api_call *call, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "service", &id, err) ||
        !service_delete(call->db, &call->who, id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

/* -- parts -- */

static bool list_parts(struct api_call *call, struct err *err)
{
    int64_t id;
    struct service service;
    if (!api_param_id(call, "service", &id, err) ||
        !service_find(call->db, &call->who, id, TEAM_VIEWER, call->arena, &service, err))
        return false;
    api_list_open(call);
    if (!print_parts(call, id, err))
        return false;
    api_list_close(call, TEXT(""));
    return true;
}

static bool reply_part(struct api_call *call, int64_t id, struct err *err)
{
    struct service_part part;
    return service_part_find(call->db, &call->who, id, TEAM_VIEWER, call->arena, &part, err) &&
           print_part(call, &part, err);
}

static bool create_part(struct api_call *call, struct err *err)
{
    struct json body;
    struct text name;
    int64_t service_id, id;
    if (!api_param_id(call, "service", &service_id, err) || !api_body(call, "name", &body, err))
        return false;
    bool is_fine = api_member_name(&body, "name", &name, err) &&
                   service_part_add(call->db, &call->who, service_id, name, call->now_us, &id, err);
    json_done(&body);
    if (!is_fine)
        return false;
    api_created(call, "/api/v1/parts", id);
    return reply_part(call, id, err);
}

static bool show_part(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "part", &id, err) && reply_part(call, id, err);
}

const struct api_route service_api_routes[] = {
    {"GET", "/api/v1/services", API_SIGNED_IN, list_services, 0},
    {"POST", "/api/v1/services", API_SIGNED_IN, create_service, 0},
    {"GET", "/api/v1/services/{service}", API_SIGNED_IN, show_service, 0},
    {"DELETE", "/api/v1/services/{service}", API_SIGNED_IN, delete_service, 0},
    {"GET", "/api/v1/services/{service}/parts", API_SIGNED_IN, list_parts, 0},
    {"POST", "/api/v1/services/{service}/parts", API_SIGNED_IN, create_part, 0},
    {"GET", "/api/v1/parts/{part}", API_SIGNED_IN, show_part, 0},
    {0},
};
