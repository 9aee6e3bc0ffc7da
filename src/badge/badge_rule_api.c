/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_rule_api.h"

#include "badge/badge_api.h"
#include "badge/badge_json.h"
#include "base/clock.h"

enum { DAYS_MOST = 36500 };

void badge_rule_api_print(struct buf *out, const struct badge_rule *rule)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", rule->id);
    json_print_member(out, "name", rule->name);
    json_print_member(out, "series", rule->series);
    json_print_key(out, "condition");
    badge_condition_print(out, &rule->condition);
    json_print_member_bool(out, "is_enabled", rule->is_enabled);
    json_print_member_time(out, "since", rule->since_us);
    json_print_member_int(out, "issued", rule->issued);
    json_print_member_time(out, "updated_at", rule->updated_us);
    api_print_person(out, "updated_by", rule->updated_by, rule->updater_name);
    json_print_close(out, '}');
}

/* -- looking -- */

static bool list(struct api_call *call, struct err *err)
{
    struct badge_rule *rules;
    size_t count;
    if (!badge_rule_list(call->db, call->arena, &rules, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        badge_rule_api_print(&call->reply->body, &rules[i]);
    api_list_close(call, (struct text){"", 0});
    return true;
}

static bool reply(struct api_call *call, int64_t id, struct err *err)
{
    struct badge_rule rule;
    if (!badge_rule_find(call->db, id, call->arena, &rule, err))
        return false;
    badge_rule_api_print(&call->reply->body, &rule);
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "rule", &id, err) && reply(call, id, err);
}

/* -- writing -- */

/* Absent leaves it as it is, null is from the beginning. */
static bool read_since(const struct json *body, int64_t *ret_since_us, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "since");
    if (!value || !yyjson_is_null(value))
        return api_member_time(body, "since", ret_since_us, err);
    *ret_since_us = 0;
    return true;
}

static bool read_condition(
    const struct json *body, struct badge_condition *condition, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "condition");
    return !value || badge_condition_read(value, "condition", condition, err);
}

bool badge_rule_api_read(const struct json *body, struct badge_rule *rule, struct err *err)
{
    return api_member_line(body, "name", &rule->name, err) &&
           api_member_line(body, "series", &rule->series, err) &&
           api_member_bool(body, "is_enabled", &rule->is_enabled, err) &&
           read_since(body, &rule->since_us, err) && read_condition(body, &rule->condition, err);
}

bool badge_rule_api_read_new(
    const struct json *body, int64_t now_us, struct badge_rule *ret_rule, struct err *err)
{
    *ret_rule = (struct badge_rule){
        .name = {"", 0}, .series = {"", 0}, .is_enabled = true, .since_us = now_us};
    return (json_get(json_root(body), "condition") ||
               err_set(err, ERR_USAGE, "condition: is missing")) &&
           badge_rule_api_read(body, ret_rule, err);
}

static bool create(struct api_call *call, struct err *err)
{
    struct json body;
    struct badge_rule rule;
    if (!api_body(call, BADGE_RULE_API_MEMBERS, &body, err))
        return false;
    bool is_made = badge_rule_api_read_new(&body, call->now_us, &rule, err) &&
                   badge_rule_add(call->db, &call->who, &rule, call->now_us, err);
    json_done(&body);
    if (!is_made)
        return false;
    api_created(call, "/api/v1/badge-rules", rule.id);
    return reply(call, rule.id, err);
}

static bool change(struct api_call *call, struct err *err)
{
    struct json body;
    struct badge_rule rule;
    int64_t id;
    if (!api_param_id(call, "rule", &id, err) ||
        !api_body(call, BADGE_RULE_API_MEMBERS, &body, err))
        return false;
    bool is_done = badge_rule_find(call->db, id, call->arena, &rule, err) &&
                   badge_rule_api_read(&body, &rule, err) &&
                   badge_rule_change(call->db, &call->who, &rule, call->now_us, err);
    json_done(&body);
    return is_done && reply(call, id, err);
}

static bool delete(struct api_call *call, struct err *err)
{
    int64_t id;
    call->reply->status = 204;
    return api_param_id(call, "rule", &id, err) &&
           badge_rule_delete(call->db, &call->who, id, call->now_us, err);
}

/* -- the preview -- */

static void print_award(struct buf *out, const struct badge_preview_award *award, struct text url)
{
    const struct badge *badge = &award->badge;
    json_print_open(out, '{');
    badge_json_print_recipient(out, badge);
    json_print_key(out, "class");
    badge_class_print(out, &badge->of, url);
    json_print_member(out, "name", badge->name);
    json_print_member_z(out, "certifier", badge_certifier_word(badge->certifier));
    json_print_member_bool(out, "is_self_certified", badge_is_self_certified(badge));
    json_print_member_time(out, "at", award->at_us);
    if (badge->action_id)
        json_print_member_id(out, "action_id", badge->action_id);
    else
        json_print_member_null(out, "action_id");
    json_print_close(out, '}');
}

void badge_rule_api_print_preview(
    struct buf *out, const struct badge_preview *preview, struct text url)
{
    json_print_open(out, '{');
    json_print_member_int(out, "acts", preview->acts);
    json_print_member_bool(out, "is_whole", preview->is_whole);
    json_print_member_open(out, "items", '[');
    for (size_t i = 0; i < preview->count; i++)
        print_award(out, &preview->awards[i], url);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static bool read_days(
    const struct api_call *call, const struct json *body, struct badge_rule *rule, struct err *err)
{
    yyjson_val *days = json_get(json_root(body), "days");
    if (!days || yyjson_is_null(days))
        return true;
    if (!yyjson_is_int(days) || yyjson_get_sint(days) < 1 || yyjson_get_sint(days) > DAYS_MOST)
        return err_set(err, ERR_USAGE, "days: is no number from 1 to %d", DAYS_MOST);
    rule->since_us = call->now_us - yyjson_get_sint(days) * CLOCK_DAY_US;
    return true;
}

/* A rule that is kept, or as it would be after a change, or one that is none yet. */
static bool read_preview(
    const struct api_call *call, const struct json *body, struct badge_rule *rule, struct err *err)
{
    int64_t id = 0;
    if (!api_member_id(body, "rule_id", &id, err) ||
        (id && !badge_rule_find(call->db, id, call->arena, rule, err)))
        return err->code == ERR_NOT_FOUND
                   ? err_set(err, ERR_USAGE, "rule_id: there is no such rule")
                   : false;
    if (!id && !json_get(json_root(body), "condition"))
        return err_set(err, ERR_USAGE, "condition: is missing, and so is rule_id");
    return api_member_line(body, "series", &rule->series, err) &&
           read_condition(body, &rule->condition, err) && read_since(body, &rule->since_us, err) &&
           read_days(call, body, rule, err) && badge_rule_check(call->db, rule, err);
}

static bool preview(struct api_call *call, struct err *err)
{
    struct json body;
    struct badge_preview found;
    struct badge_rule rule = {.series = {"", 0}};
    if (!api_body(call, "rule_id series condition since days", &body, err))
        return false;
    bool is_found = read_preview(call, &body, &rule, err) &&
                    badge_preview_run(call->db, &rule, call->now_us, call->arena, &found, err);
    if (is_found)
        badge_rule_api_print_preview(&call->reply->body, &found, badge_api_url(call));
    json_done(&body);
    return is_found;
}

const struct api_route badge_rule_api_routes[] = {
    {"GET", "/api/v1/badge-rules", RIGHT_ADVISORY_READ, list, 0},
    {"POST", "/api/v1/badge-rules", RIGHT_BADGE_RULE_CHANGE, create, 0},
    {"POST", "/api/v1/badge-rules/preview", RIGHT_BADGE_RULE_CHANGE, preview, 0},
    {"GET", "/api/v1/badge-rules/{rule}", RIGHT_ADVISORY_READ, show, 0},
    {"PATCH", "/api/v1/badge-rules/{rule}", RIGHT_BADGE_RULE_CHANGE, change, 0},
    {"DELETE", "/api/v1/badge-rules/{rule}", RIGHT_BADGE_RULE_CHANGE, delete, 0},
    {0},
};
