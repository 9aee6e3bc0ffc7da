/* SPDX-License-Identifier: Apache-2.0 */
#include "health/sighting_api.h"

#include "base/limits.h"

static void print_named(struct buf *out, const char *key, int64_t id, struct text name)
{
    if (id)
        api_print_person(out, key, id, name);
    else
        json_print_member_null(out, key);
}

static void print_id(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
    else
        json_print_member_null(out, key);
}

static const char *place_of(const struct sighting *sighting)
{
    if (sighting->part_id)
        return "part";
    if (sighting->service_id)
        return "service";
    return sighting->asset.len ? "asset" : "outside";
}

void sighting_api_print(struct buf *out, const struct sighting *sighting)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", sighting->id);
    print_named(out, "team", sighting->team_id, sighting->team_name);
    json_print_member_z(out, "kind", sighting_kind_name(sighting->kind));
    json_print_member(out, "value", sighting->value);
    json_print_member_or_null(out, "indicator_type", sighting->indicator_type);
    json_print_member_z(out, "place", place_of(sighting));
    print_named(out, "service", sighting->service_id, sighting->service_name);
    print_named(out, "part", sighting->part_id, sighting->part_name);
    json_print_member_or_null(out, "asset", sighting->asset);
    json_print_member_or_null(out, "told_by", sighting->told_by);
    json_print_member_or_null(out, "text", sighting->text);
    json_print_member(out, "confidence", sighting->confidence);
    json_print_member(out, "severity", sighting->severity);
    json_print_member_time(out, "seen_at", sighting->seen_us);
    json_print_member_time(out, "created_at", sighting->created_us);
    api_print_person(out, "account", sighting->account_id, sighting->account_name);
    api_print_person(out, "recorded_by", sighting->recorded_by, sighting->recorder_name);
    print_id(out, "corrects", sighting->corrects_id);
    print_id(out, "corrected_by", sighting->corrected_by_id);
    json_print_member_int(out, "ground_count", sighting->ground_count);
    json_print_close(out, '}');
}

static bool read_query(const struct api_call *call, struct sighting_query *query, struct err *err)
{
    struct text kind = {"", 0};
    enum sighting_kind number;
    query->kind = -1;
    http_query(call->request, "q", &query->words);
    http_query(call->request, "vulnerability", &query->vulnerability);
    http_query(call->request, "kind", &kind);
    if (kind.len && !sighting_kind_read(kind, &number))
        return err_set(err, ERR_USAGE, "kind: must be vulnerability, indicator or other");
    if (kind.len)
        query->kind = (int)number;
    return api_query_id(call, "team", &query->team_id, err) &&
           api_query_id(call, "service", &query->service_id, err) &&
           api_query_id(call, "account", &query->account_id, err) &&
           api_query_time(call, "from", &query->since_us, err) &&
           api_query_time(call, "to", &query->until_us, err) &&
           api_query_flag(call, "corrected", &query->has_corrected, err);
}

static bool list(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value before = DB_INT(INT64_MAX);
    struct sighting_query query = {0};
    struct sighting *sightings;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !read_query(call, &query, err))
        return false;
    query.before_id = before.number;
    query.limit = page.limit + 1;
    if (!sighting_list(call->db, &call->who, &query, call->arena, &sightings, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        sighting_api_print(&call->reply->body, &sightings[i]);
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(sightings[shown - 1].id));
    api_list_close(call, next);
    return true;
}

static bool reply(struct api_call *call, int64_t id, struct err *err)
{
    struct sighting sighting;
    if (!sighting_find(call->db, &call->who, id, call->arena, &sighting, err))
        return false;
    sighting_api_print(&call->reply->body, &sighting);
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "sighting", &id, err) && reply(call, id, err);
}

static bool read_sighting(const struct json *body, struct sighting *sighting, struct err *err)
{
    struct text kind;
    if (!api_member_name(body, "kind", &kind, err))
        return false;
    if (!sighting_kind_read(kind, &sighting->kind))
        return err_set(err, ERR_USAGE, "kind: must be vulnerability, indicator or other");
    return api_member_id(body, "team_id", &sighting->team_id, err) &&
           api_member_text(body, "value", LIMIT_SIGHTING_VALUE_BYTES, &sighting->value, err) &&
           api_member_line(body, "indicator_type", &sighting->indicator_type, err) &&
           api_member_id(body, "service_id", &sighting->service_id, err) &&
           api_member_id(body, "part_id", &sighting->part_id, err) &&
           api_member_line(body, "asset", &sighting->asset, err) &&
           api_member_line(body, "told_by", &sighting->told_by, err) &&
           api_member_text(body, "text", LIMIT_API_TEXT_BYTES, &sighting->text, err) &&
           api_member_line(body, "confidence", &sighting->confidence, err) &&
           api_member_line(body, "severity", &sighting->severity, err) &&
           api_member_time(body, "seen_at", &sighting->seen_us, err) &&
           api_member_id(body, "account_id", &sighting->account_id, err) &&
           api_member_id(body, "corrects", &sighting->corrects_id, err);
}

static bool mark(struct api_call *call, struct err *err)
{
    struct json body;
    struct sighting sighting = {.value = {"", 0},
        .indicator_type = {"", 0},
        .asset = {"", 0},
        .told_by = {"", 0},
        .text = {"", 0},
        .confidence = TEXT("medium"),
        .severity = TEXT("unknown")};
    if (!api_body(call,
            "team_id kind value indicator_type service_id part_id asset told_by text confidence "
            "severity seen_at account_id corrects",
            &body, err))
        return false;
    bool is_marked = read_sighting(&body, &sighting, err) &&
                     sighting_mark(call->db, &call->who, &sighting, call->now_us, err);
    json_done(&body);
    if (!is_marked)
        return false;
    api_created(call, "/api/v1/sightings", sighting.id);
    return reply(call, sighting.id, err);
}

const struct api_route sighting_api_routes[] = {
    {"GET", "/api/v1/sightings", RIGHT_SIGHTING_READ, list, 0},
    {"POST", "/api/v1/sightings", RIGHT_SIGHTING_WRITE, mark, 0},
    {"GET", "/api/v1/sightings/{sighting}", RIGHT_SIGHTING_READ, show, 0},
    {0},
};
