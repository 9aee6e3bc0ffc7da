/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/service_api.h"

#include "base/limits.h"
#include "domain/ssvc.h"
#include "sbom/service.h"

#define INPUT_MEMBERS "name description exposure safety mission"

static void print_input(struct buf *out, const char *kind, int value)
{
    const char *word = ssvc_word(kind, value);
    if (word)
        json_print_member_z(out, kind, word);
    else
        json_print_member_null(out, kind);
}

static void print_service(struct buf *out, const struct service *service)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", service->id);
    json_print_member_id(out, "team_id", service->team_id);
    json_print_member(out, "team_name", service->team_name);
    json_print_member(out, "name", service->name);
    json_print_member(out, "description", service->description);
    print_input(out, "exposure", service->inputs.exposure);
    print_input(out, "safety", service->inputs.safety);
    print_input(out, "mission", service->inputs.mission);
    json_print_member_z(out, "role", team_role_word(service->role));
    json_print_member_int(out, "part_count", service->part_count);
    json_print_member_time(out, "created_at", service->created_us);
    json_print_member_time(out, "updated_at", service->updated_us);
    json_print_close(out, '}');
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
        print_service(&call->reply->body, &services[i]);
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
    if (!service_find(call->db, &call->who, id, TEAM_VIEWER, call->arena, &service, err))
        return false;
    print_service(&call->reply->body, &service);
    return true;
}

/* An absent member leaves the value; null takes it back: nobody has said. */
static bool read_input(const struct json *body, const char *kind, int *ret_value, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), kind);
    struct text word;
    if (!value)
        return true;
    if (yyjson_is_null(value)) {
        *ret_value = SERVICE_NOT_SAID;
        return true;
    }
    if (json_text(value, &word) && ssvc_read(kind, word, ret_value))
        return true;
    return err_set(err, ERR_USAGE, "%s: must be null or a word of SSVC, such as \"%s\"", kind,
        ssvc_word(kind, 0));
}

static bool read_service(const struct json *body, struct service *service, struct err *err)
{
    bool has_name = service->name.len == 0 || json_get(json_root(body), "name");
    return (!has_name || api_member_name(body, "name", &service->name, err)) &&
           api_member_text(body, "description", LIMIT_API_TEXT_BYTES, &service->description, err) &&
           read_input(body, "exposure", &service->inputs.exposure, err) &&
           read_input(body, "safety", &service->inputs.safety, err) &&
           read_input(body, "mission", &service->inputs.mission, err);
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
                   service_change(call->db, &call->who, &service, call->now_us, after, &id, err);
    json_done(&body);
    return is_fine && reply_service(call, id, err);
}

static bool change_service(struct api_call *call, struct err *err)
{
    return service_api_change(call, NULL, err);
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

static void print_part(struct buf *out, const struct service_part *part)
{
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
        json_print_member_id(out, "id", part->sbom_id);
        json_print_member_int(out, "number", part->sbom_number);
        json_print_member_int(out, "component_count", part->component_count);
        json_print_member_time(out, "created_at", part->sbom_created_us);
        json_print_close(out, '}');
    }
    json_print_close(out, '}');
}

static bool list_parts(struct api_call *call, struct err *err)
{
    int64_t id;
    struct service service;
    struct service_part *parts;
    size_t count;
    if (!api_param_id(call, "service", &id, err) ||
        !service_find(call->db, &call->who, id, TEAM_VIEWER, call->arena, &service, err) ||
        !service_part_list(call->db, &call->who, id, call->arena, &parts, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        print_part(&call->reply->body, &parts[i]);
    api_list_close(call, TEXT(""));
    return true;
}

static bool reply_part(struct api_call *call, int64_t id, struct err *err)
{
    struct service_part part;
    if (!service_part_find(call->db, &call->who, id, TEAM_VIEWER, call->arena, &part, err))
        return false;
    print_part(&call->reply->body, &part);
    return true;
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
    {"PATCH", "/api/v1/services/{service}", API_SIGNED_IN, change_service, 0},
    {"DELETE", "/api/v1/services/{service}", API_SIGNED_IN, delete_service, 0},
    {"GET", "/api/v1/services/{service}/parts", API_SIGNED_IN, list_parts, 0},
    {"POST", "/api/v1/services/{service}/parts", API_SIGNED_IN, create_part, 0},
    {"GET", "/api/v1/parts/{part}", API_SIGNED_IN, show_part, 0},
    {0},
};
