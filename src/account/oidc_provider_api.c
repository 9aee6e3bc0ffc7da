/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_api.h"
#include "account/oidc_json.h"
#include "account/oidc_test.h"
#include "base/limits.h"

static bool list(struct api_call *call, struct err *err)
{
    struct oidc_provider *providers;
    size_t count;
    if (!oidc_list(call->db, call->arena, &providers, &count, err))
        return false;
    json_print_open(&call->reply->body, '{');
    json_print_member_open(&call->reply->body, "items", '[');
    bool is_fine = true;
    for (size_t i = 0; is_fine && i < count; i++)
        is_fine = oidc_json_print(
            &call->reply->body, call->db, &providers[i], call->tools->url, call->arena, err);
    json_print_close(&call->reply->body, ']');
    json_print_close(&call->reply->body, '}');
    return is_fine;
}

static bool find(struct api_call *call, struct oidc_provider *ret_provider, struct err *err)
{
    int64_t id;
    return api_param_id(call, "provider", &id, err) &&
           oidc_find(call->db, id, call->arena, ret_provider, err);
}

static bool print(struct api_call *call, int64_t id, struct err *err)
{
    struct oidc_provider provider;
    return oidc_find(call->db, id, call->arena, &provider, err) &&
           oidc_json_print(
               &call->reply->body, call->db, &provider, call->tools->url, call->arena, err);
}

static bool show(struct api_call *call, struct err *err)
{
    struct oidc_provider provider;
    return find(call, &provider, err) && print(call, provider.id, err);
}

/* One change of the table of providers, as a transaction. */
struct change {
    const struct api_call *call;
    struct oidc_provider provider;
    struct oidc_json_given given;
};

static bool add(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    struct oidc_provider *provider = &it->provider;
    const struct oidc_json_given *given = &it->given;
    return oidc_add(db, it->call->tools->vault, provider, given->secret, &provider->id, err) &&
           oidc_set_groups(db, provider->id, given->groups, given->group_count, err) &&
           oidc_tell(
               db, "sso.provider_added", provider, it->call->who.account_id, it->call->now_us, err);
}

static bool change(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    const struct oidc_json_given *given = &it->given;
    int64_t id = it->provider.id;
    return oidc_change(db, it->call->tools->vault, &it->provider,
               given->has_secret ? &given->secret : NULL, err) &&
           (!given->has_groups ||
               oidc_set_groups(db, id, given->groups, given->group_count, err)) &&
           oidc_tell(db, "sso.provider_changed", &it->provider, it->call->who.account_id,
               it->call->now_us, err);
}

static bool create(struct api_call *call, struct err *err)
{
    struct json body;
    struct change it = {.call = call,
        .provider = {.scopes = TEXT(OIDC_JSON_SCOPES),
            .client_auth = OIDC_BASIC,
            .is_enabled = true,
            .created_us = call->now_us}};
    if (!api_body(call, OIDC_JSON_MEMBERS, &body, err))
        return false;
    bool is_made = oidc_json_read(&body, &it.provider, &it.given, call->arena, err) &&
                   db_transact(call->db, add, &it, err);
    json_done(&body);
    if (!is_made)
        return false;
    api_created(call, "/api/v1/oidc-providers", it.provider.id);
    return print(call, it.provider.id, err);
}

static bool update(struct api_call *call, struct err *err)
{
    struct json body;
    struct change it = {.call = call};
    if (!find(call, &it.provider, err) || !api_body(call, OIDC_JSON_MEMBERS, &body, err))
        return false;
    it.provider.updated_us = call->now_us;
    bool is_changed = oidc_json_read(&body, &it.provider, &it.given, call->arena, err) &&
                      db_transact(call->db, change, &it, err);
    json_done(&body);
    return is_changed && print(call, it.provider.id, err);
}

static bool drop(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    return oidc_remove(db, it->provider.id, err) &&
           oidc_tell(db, "sso.provider_removed", &it->provider, it->call->who.account_id,
               it->call->now_us, err);
}

static bool delete(struct api_call *call, struct err *err)
{
    struct change it = {.call = call};
    if (!find(call, &it.provider, err) || !db_transact(call->db, drop, &it, err))
        return false;
    call->reply->status = 204;
    return true;
}

static bool test(struct api_call *call, struct err *err)
{
    struct oidc_provider provider;
    struct oidc_test_line lines[OIDC_TEST_LINES];
    size_t count;
    struct oidc_client client = oidc_api_client(call);
    if (!find(call, &provider, err))
        return false;
    bool is_good = oidc_test_run(&client, &provider, call->arena, lines, &count);
    oidc_json_print_test(&call->reply->body, is_good, lines, count);
    return true;
}

const struct api_route oidc_provider_api_routes[] = {
    {"GET", "/api/v1/oidc-providers", RIGHT_ACCOUNT_MANAGE, list, 0},
    {"POST", "/api/v1/oidc-providers", RIGHT_ACCOUNT_MANAGE, create, 0},
    {"GET", "/api/v1/oidc-providers/{provider}", RIGHT_ACCOUNT_MANAGE, show, 0},
    {"PATCH", "/api/v1/oidc-providers/{provider}", RIGHT_ACCOUNT_MANAGE, update, 0},
    {"DELETE", "/api/v1/oidc-providers/{provider}", RIGHT_ACCOUNT_MANAGE, delete, 0},
    {"POST", "/api/v1/oidc-providers/{provider}/test", RIGHT_ACCOUNT_MANAGE, test, 0},
    {0},
};
