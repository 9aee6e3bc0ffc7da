/* SPDX-License-Identifier: Apache-2.0 */
#include "health/diary_api.h"
#include "health/diary_coach.h"

/* More people than that share no team in which everybody knows everybody. */
enum { CHOICES_MAX = 500 };

static void print_people(
    struct buf *out, const char *key, const struct diary_coach *people, size_t count, bool is_since)
{
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member_id(out, "id", people[i].account_id);
        json_print_member(out, "name", people[i].name);
        if (is_since) {
            json_print_member_time(out, "since_at", people[i].since_us);
            json_print_member_bool(out, "is_new", people[i].is_new);
        }
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static bool show(struct api_call *call, struct err *err)
{
    struct diary_coach coach, *people, *choices;
    size_t count, choice_count;
    struct buf *out = &call->reply->body;
    if (!diary_coach_find(call->db, &call->who, call->arena, &coach, err) ||
        !diary_coach_list(call->db, &call->who, call->arena, &people, &count, err) ||
        !diary_coach_choices(
            call->db, &call->who, CHOICES_MAX, call->arena, &choices, &choice_count, err))
        return false;
    json_print_open(out, '{');
    if (coach.account_id)
        api_print_person(out, "coach", coach.account_id, coach.name);
    else
        json_print_member_null(out, "coach");
    json_print_member_time(out, "since_at", coach.since_us);
    print_people(out, "people", people, count, true);
    print_people(out, "choices", choices, choice_count, false);
    json_print_close(out, '}');
    return true;
}

static bool name(struct api_call *call, struct err *err)
{
    struct json body;
    int64_t coach_id = 0;
    if (!api_body(call, "account_id", &body, err))
        return false;
    bool is_fine = api_member_id(&body, "account_id", &coach_id, err) &&
                   (coach_id || err_set(err, ERR_USAGE, "account_id: is missing")) &&
                   diary_coach_name(call->db, &call->who, coach_id, call->now_us, err);
    json_done(&body);
    return is_fine && show(call, err);
}

static bool withdraw(struct api_call *call, struct err *err)
{
    call->reply->status = 204;
    return diary_coach_withdraw(call->db, &call->who, call->now_us, err);
}

static bool see(struct api_call *call, struct err *err)
{
    call->reply->status = 204;
    return diary_coach_seen(call->db, &call->who, call->now_us, err);
}

const struct api_route diary_coach_api_routes[] = {
    {"GET", "/api/v1/diary/coach", RIGHT_SELF_READ, show, 0},
    {"PUT", "/api/v1/diary/coach", RIGHT_SELF_MANAGE, name, 0},
    {"DELETE", "/api/v1/diary/coach", RIGHT_SELF_MANAGE, withdraw, 0},
    {"POST", "/api/v1/diary/coach/seen", RIGHT_SELF_WORK, see, 0},
    {0},
};
