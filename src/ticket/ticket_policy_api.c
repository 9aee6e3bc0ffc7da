/* SPDX-License-Identifier: Apache-2.0 */
#include "account/team_api.h"
#include "journal/journal.h"
#include "ticket/ticket_decide_api.h"
#include "ticket/ticket_policy.h"
#include "ticket/ticket_what_if.h"

enum { MILLION = 1000000 };

static const struct {
    const char *name;
    enum ssvc_decision priority;
} days_members[] = {
    {"immediate", SSVC_IMMEDIATE},
    {"out_of_cycle", SSVC_OUT_OF_CYCLE},
    {"scheduled", SSVC_SCHEDULED},
    {"defer", SSVC_DEFER},
};

/* -- shown -- */

static void print_policy(struct buf *out, const struct ticket_policy *policy)
{
    json_print_member_z(out, "model", ssvc_model_row(policy->model)->name);
    if (policy->epss_millionths)
        json_print_member_double(out, "epss_threshold", (double)policy->epss_millionths / MILLION);
    else
        json_print_member_null(out, "epss_threshold");
    json_print_member_open(out, "due_days", '{');
    for (size_t i = 0; i < LEN_OF(days_members); i++) {
        int64_t days = policy->days[days_members[i].priority];
        if (days)
            json_print_member_int(out, days_members[i].name, days);
        else
            json_print_member_null(out, days_members[i].name);
    }
    json_print_close(out, '}');
    json_print_member_bool(out, "is_kev_due", policy->is_kev_due);
}

static bool reply_policy(struct api_call *call, int64_t team_id, struct err *err)
{
    struct ticket_policy policy;
    bool is_default, is_at_work;
    struct buf *out = &call->reply->body;
    if (!ticket_policy_find(call->db, team_id, call->arena, &policy, &is_default, err) ||
        !ticket_redecide_is_due(call->db, team_id, call->arena, &is_at_work, err))
        return false;
    json_print_open(out, '{');
    print_policy(out, &policy);
    json_print_member_bool(out, "is_default", is_default);
    json_print_member_bool(out, "is_at_work", is_at_work);
    json_print_close(out, '}');
    return true;
}

static bool show_policy(struct api_call *call, struct err *err)
{
    int64_t id;
    return team_api_find(call, RIGHT_POLICY_READ, &id, err) && reply_policy(call, id, err);
}

/* -- read -- */

static bool read_days(yyjson_val *value, const char *name, int64_t *ret_days, struct err *err)
{
    if (!value)
        return true;
    bool is_days = yyjson_is_int(value) && yyjson_get_sint(value) >= 1 &&
                   yyjson_get_sint(value) <= TICKET_POLICY_DAYS_MAX;
    if (!is_days && !yyjson_is_null(value))
        return err_set(err, ERR_USAGE, "due_days.%s: must be from 1 to %d, or null for no date",
            name, TICKET_POLICY_DAYS_MAX);
    *ret_days = is_days ? yyjson_get_sint(value) : 0;
    return true;
}

static bool read_all_days(yyjson_val *days, struct ticket_policy *policy, struct err *err)
{
    yyjson_doc inner = {.root = days};
    struct json members = {.doc = &inner};
    if (!days)
        return true;
    if (!yyjson_is_obj(days))
        return err_set(err, ERR_USAGE, "due_days: must be an object");
    if (!api_members(&members, "immediate out_of_cycle scheduled defer", err))
        return err_add(err, "due_days");
    for (size_t i = 0; i < LEN_OF(days_members); i++)
        if (!read_days(json_get(days, days_members[i].name), days_members[i].name,
                &policy->days[days_members[i].priority], err))
            return false;
    return true;
}

static bool read_threshold(yyjson_val *value, int64_t *ret_millionths, struct err *err)
{
    if (!value)
        return true;
    double share = yyjson_is_num(value) ? yyjson_get_num(value) : -1;
    bool is_share = share >= 1.0 / MILLION && share <= 1;
    if (!is_share && !yyjson_is_null(value))
        return err_set(
            err, ERR_USAGE, "epss_threshold: must be more than 0 and at most 1, or null for none");
    *ret_millionths = is_share ? (int64_t)(share * MILLION + 0.5) : 0;
    return true;
}

static bool read_policy(const struct json *body, struct ticket_policy *policy, struct err *err)
{
    struct text model = {"", 0};
    if (!api_member_line(body, "model", &model, err))
        return false;
    if (model.len && !ssvc_model_read(model, &policy->model))
        return err_set(err, ERR_USAGE, "model: must be deployer, cisa or bod-26-04");
    yyjson_val *root = json_root(body);
    return read_threshold(json_get(root, "epss_threshold"), &policy->epss_millionths, err) &&
           read_all_days(json_get(root, "due_days"), policy, err) &&
           api_member_bool(body, "is_kev_due", &policy->is_kev_due, err);
}

/* What the body changes of the policy that there is. */
static bool read_change(struct api_call *call, enum right right, int64_t *ret_team_id,
    struct ticket_policy *ret_policy, struct err *err)
{
    struct json body;
    bool is_default;
    if (!team_api_find(call, right, ret_team_id, err) ||
        !ticket_policy_find(call->db, *ret_team_id, call->arena, ret_policy, &is_default, err) ||
        !api_body(call, "model epss_threshold due_days is_kev_due", &body, err))
        return false;
    bool is_read = read_policy(&body, ret_policy, err);
    json_done(&body);
    return is_read;
}

/* -- changed -- */

struct change {
    const struct api_call *call;
    int64_t team_id;
    struct ticket_policy policy;
};

static bool tell(struct db *db, const struct change *change, struct err *err)
{
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    print_policy(&facts, &change->policy);
    json_print_close(&facts, '}');
    bool is_done = journal_add(db,
        &(struct journal_entry){.kind = "team.policy_set",
            .actor_id = change->call->who.account_id,
            .team_id = change->team_id,
            .object_kind = "team",
            .object_id = change->team_id,
            .at_us = change->call->now_us,
            .facts = buf_text(&facts)},
        err);
    buf_done(&facts);
    return is_done;
}

static bool write(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    int64_t account_id = change->call->who.account_id, now_us = change->call->now_us;
    return ticket_policy_write(db, change->team_id, &change->policy, account_id, now_us, err) &&
           ticket_redecide_add_job(db, change->team_id, account_id, now_us, err) &&
           tell(db, change, err);
}

static bool change_policy(struct api_call *call, struct err *err)
{
    struct change change = {.call = call};
    return read_change(call, RIGHT_POLICY_CHANGE, &change.team_id, &change.policy, err) &&
           db_transact(call->db, write, &change, err) && reply_policy(call, change.team_id, err);
}

static bool try_policy(struct api_call *call, struct err *err)
{
    int64_t team_id;
    struct ticket_policy policy;
    struct ticket_what_if *result = arena_take(call->arena, sizeof *result);
    if (!result || !read_change(call, RIGHT_TICKET_READ, &team_id, &policy, err))
        return result ? false : arena_check(call->arena, err);
    if (!ticket_what_if(call->db, &(struct ticket_redecide_of){.team_id = team_id},
            &(struct ticket_change){.policy = &policy, .now_us = call->now_us}, call->arena, result,
            err))
        return false;
    json_print_open(&call->reply->body, '{');
    ticket_what_if_print(&call->reply->body, result);
    json_print_close(&call->reply->body, '}');
    return true;
}

const struct api_route ticket_policy_api_routes[] = {
    {"GET", "/api/v1/teams/{team}/decision-policy", RIGHT_POLICY_READ, show_policy, 0},
    {"PATCH", "/api/v1/teams/{team}/decision-policy", RIGHT_POLICY_CHANGE, change_policy, 0},
    {"POST", "/api/v1/teams/{team}/what-if", RIGHT_TICKET_READ, try_policy, 0},
    {0},
};
