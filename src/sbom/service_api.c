/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/service_api.h"

#include "base/limits.h"
#include "domain/ssvc.h"
#include "sbom/service.h"
#include "sbom/service_json.h"

#define INPUT_MEMBERS "name description exposure safety_impact mission_impact mission_well_being"

/* Reads ?team, an id, and ?q, part of a name. */
static bool read_query(const struct api_call *call, struct service_query *query, struct err *err)
{
    http_query(call->request, "q", &query->words);
    return api_query_id(call, "team", &query->team_id, err);
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
    if (!service_json_print(call, services, shown, err))
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
    return service_find(call->db, &call->who, id, RIGHT_SERVICE_READ, call->arena, &service, err) &&
           service_json_print(call, &service, 1, err);
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
           read_input(body, "mission_impact", "mission", &service->inputs.mission, err) &&
           read_input(
               body, "mission_well_being", "mission_well_being", &service->inputs.well_being, err);
}

static bool read_team(const struct json *body, int64_t *ret_team_id, struct err *err)
{
    return api_member_id(body, "team_id", ret_team_id, err) &&
           (*ret_team_id || err_set(err, ERR_USAGE, "team_id: is missing"));
}

static bool create_service(struct api_call *call, struct err *err)
{
    struct json body;
    struct service service = {.inputs = SERVICE_INPUTS_NOT_SAID};
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

bool service_api_read_change(
    struct api_call *call, enum right right, struct service *ret_service, struct err *err)
{
    struct json body;
    int64_t id;
    if (!api_param_id(call, "service", &id, err) ||
        !service_find(call->db, &call->who, id, right, call->arena, ret_service, err) ||
        !api_body(call, INPUT_MEMBERS, &body, err))
        return false;
    bool is_read = read_service(&body, ret_service, err);
    json_done(&body);
    return is_read;
}

bool service_api_change(struct api_call *call, db_work after, struct err *err)
{
    struct json body;
    struct service service;
    int64_t id;
    if (!api_param_id(call, "service", &id, err) ||
        !service_find(call->db, &call->who, id, RIGHT_SERVICE_CHANGE, call->arena, &service, err) ||
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
    struct service_part *parts;
    size_t count;
    if (!api_param_id(call, "service", &id, err) ||
        !service_find(call->db, &call->who, id, RIGHT_SERVICE_READ, call->arena, &service, err) ||
        !service_part_list(
            call->db, &call->who, DB_ARGS(DB_INT(id)), call->arena, &parts, &count, err))
        return false;
    api_list_open(call);
    if (!service_json_print_parts(call, parts, count, err))
        return false;
    api_list_close(call, TEXT(""));
    return true;
}

static bool reply_part(struct api_call *call, int64_t id, struct err *err)
{
    struct service_part part;
    return service_part_find(
               call->db, &call->who, id, RIGHT_SERVICE_READ, call->arena, &part, err) &&
           service_json_print_parts(call, &part, 1, err);
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
    {"GET", "/api/v1/services", RIGHT_SERVICE_READ, list_services, 0},
    {"POST", "/api/v1/services", RIGHT_SERVICE_CHANGE, create_service, 0},
    {"GET", "/api/v1/services/{service}", RIGHT_SERVICE_READ, show_service, 0},
    {"DELETE", "/api/v1/services/{service}", RIGHT_SERVICE_DELETE, delete_service, 0},
    {"GET", "/api/v1/services/{service}/parts", RIGHT_SERVICE_READ, list_parts, 0},
    {"POST", "/api/v1/services/{service}/parts", RIGHT_SERVICE_CHANGE, create_part, 0},
    {"GET", "/api/v1/parts/{part}", RIGHT_SERVICE_READ, show_part, 0},
    {0},
};
