/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_leave_api.h"

#include "account/account_delete.h"
#include "account/api_session.h"
#include "ticket/ticket_leave.h"

static bool leave(struct api_call *call, int64_t account_id, struct err *err)
{
    struct ticket_leave it = {account_id, call->who.account_id, call->now_us};
    if (!account_delete(call->db, account_id, it.actor_id, it.now_us, ticket_leave_all, &it, err))
        return false;
    call->reply->status = 204;
    return true;
}

static bool delete_account(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "account", &id, err) && leave(call, id, err);
}

static bool delete_me(struct api_call *call, struct err *err)
{
    if (!leave(call, call->who.account_id, err))
        return false;
    api_set_session(call, TEXT(""));
    return true;
}

const struct api_route ticket_leave_api_routes[] = {
    {"DELETE", "/api/v1/me", RIGHT_SELF_MANAGE, delete_me, API_CONFIRMED},
    {"DELETE", "/api/v1/accounts/{account}", RIGHT_ACCOUNT_MANAGE, delete_account, 0},
    {0},
};
