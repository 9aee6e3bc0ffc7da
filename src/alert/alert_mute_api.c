/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_mute_api.h"

#include "base/clock.h"
#include "base/limits.h"
#include "journal/journal.h"
#include "ticket/ticket_view.h"

struct muting {
    const struct api_call *call;
    int64_t until_us; /* 0: end it */
    struct text reason;
};

static bool tell(
    struct db *db, const struct muting *muting, const struct ticket *ticket, struct err *err)
{
    char until[CLOCK_TEXT_SIZE], facts[128];
    snprintf(facts, sizeof facts, "{\"until\":\"%s\"}", clock_print(muting->until_us, until));
    const struct journal_entry entry = {.kind = muting->until_us ? "alert.muted" : "alert.unmuted",
        .actor_id = muting->call->who.account_id,
        .team_id = ticket->team_id,
        .object_kind = "ticket",
        .object_id = ticket->id,
        .at_us = muting->call->now_us,
        .facts = muting->until_us ? text_of(facts) : TEXT("")};
    return journal_add_texts(db, &entry, JOURNAL_TEXTS({"reason", muting->reason}), err);
}

static bool write(
    struct db *db, const struct muting *muting, const struct ticket *ticket, struct err *err)
{
    const struct api_call *call = muting->call;
    bool was;
    if (muting->until_us)
        return alert_mute_begin(db,
            &(struct alert_mute){.team_id = ticket->team_id,
                .vulnerability_id = ticket->vulnerability_id,
                .account_id = call->who.account_id,
                .at_us = call->now_us,
                .until_us = muting->until_us,
                .reason = muting->reason},
            err);
    return alert_mute_end(db, ticket->team_id, ticket->vulnerability_id, &was, err) &&
           (was || err_set(err, ERR_CONFLICT, "its flaw is not muted"));
}

static bool do_mute(struct db *db, void *context, struct err *err)
{
    const struct muting *muting = context;
    const struct api_call *call = muting->call;
    struct ticket_view view;
    int64_t id;
    return api_param_id(call, "ticket", &id, err) &&
           ticket_view_find(db, &call->who, id, RIGHT_TICKET_WORK, call->arena, &view, err) &&
           write(db, muting, &view.ticket, err) && tell(db, muting, &view.ticket, err);
}

static bool check_until(const struct muting *muting, struct err *err)
{
    int64_t now_us = muting->call->now_us;
    if (muting->until_us == 0)
        return err_set(err, ERR_USAGE, "until: is missing");
    if (muting->until_us <= now_us)
        return err_set(err, ERR_USAGE, "until: lies in the past");
    return muting->until_us <= now_us + ALERT_MUTE_DAYS_MAX * CLOCK_DAY_US ||
           err_set(err, ERR_USAGE, "until: a flaw can be muted for %d days at most",
               ALERT_MUTE_DAYS_MAX);
}

/* Until a time, or for so many days from now. */
static bool read_until(struct muting *muting, const struct json *body, struct err *err)
{
    yyjson_val *days = json_get(json_root(body), "days");
    if (!api_member_time(body, "until", &muting->until_us, err))
        return false;
    if (!days || yyjson_is_null(days))
        return check_until(muting, err);
    if (muting->until_us)
        return err_set(err, ERR_USAGE, "days: give until or days, not both");
    if (!yyjson_is_int(days) || yyjson_get_sint(days) < 1 ||
        yyjson_get_sint(days) > ALERT_MUTE_DAYS_MAX)
        return err_set(err, ERR_USAGE, "days: must be from 1 to %d", ALERT_MUTE_DAYS_MAX);
    muting->until_us = muting->call->now_us + yyjson_get_sint(days) * CLOCK_DAY_US;
    return true;
}

static bool mute(struct api_call *call, struct err *err)
{
    struct muting muting = {.call = call, .reason = TEXT("")};
    struct json body;
    if (!api_body(call, "until days reason", &body, err))
        return false;
    bool is_done =
        read_until(&muting, &body, err) &&
        api_member_text(&body, "reason", LIMIT_ALERT_REASON_BYTES, &muting.reason, err) &&
        db_transact(call->db, do_mute, &muting, err);
    json_done(&body);
    call->reply->status = 204;
    return is_done;
}

void alert_mute_api_print(struct buf *out, const struct alert_mute *mute)
{
    json_print_member(out, "vulnerability", mute->vulnerability);
    json_print_member_time(out, "until", mute->until_us);
    json_print_member_or_null(out, "reason", mute->reason);
    api_print_person(out, "muted_by", mute->account_id, mute->account_name);
    json_print_member_id(out, "ticket_id", mute->ticket_id);
}

static bool show(struct api_call *call, struct err *err)
{
    struct buf *out = &call->reply->body;
    struct ticket_view view;
    struct alert_mute mute;
    bool is_muted;
    int64_t id;
    if (!api_param_id(call, "ticket", &id, err) ||
        !ticket_view_find(call->db, &call->who, id, RIGHT_TICKET_READ, call->arena, &view, err) ||
        !alert_mute_find(call->db, view.ticket.team_id, view.ticket.vulnerability_id, call->now_us,
            call->arena, &mute, &is_muted, err))
        return false;
    json_print_open(out, '{');
    if (is_muted) {
        json_print_member_open(out, "mute", '{');
        alert_mute_api_print(out, &mute);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "mute");
    }
    json_print_close(out, '}');
    return true;
}

static bool unmute(struct api_call *call, struct err *err)
{
    struct muting muting = {.call = call, .reason = TEXT("")};
    call->reply->status = 204;
    return db_transact(call->db, do_mute, &muting, err);
}

const struct api_route alert_mute_api_routes[] = {
    {"GET", "/api/v1/tickets/{ticket}/alert-mute", RIGHT_TICKET_READ, show, 0},
    {"PUT", "/api/v1/tickets/{ticket}/alert-mute", RIGHT_TICKET_WORK, mute, 0},
    {"DELETE", "/api/v1/tickets/{ticket}/alert-mute", RIGHT_TICKET_WORK, unmute, 0},
    {0},
};
