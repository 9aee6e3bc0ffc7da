/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_policy_json.h"

enum { HOUR_MINUTES = 60, DAY_MINUTES = 24 * 60, WEEK_DAYS = 7 };

static const char *const day_names[WEEK_DAYS] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static const struct {
    const char *name;
    enum ssvc_decision priority;
} priorities[] = {
    {"immediate", SSVC_IMMEDIATE},
    {"out_of_cycle", SSVC_OUT_OF_CYCLE},
    {"scheduled", SSVC_SCHEDULED},
    {"defer", SSVC_DEFER},
};

/* -- shown -- */

static void print_minute(struct buf *out, const char *key, int minute)
{
    char text[32];
    snprintf(text, sizeof text, "%02d:%02d", minute / HOUR_MINUTES, minute % HOUR_MINUTES);
    json_print_member_z(out, key, text);
}

static void print_days_before(struct buf *out, const char *key, uint32_t set)
{
    json_print_member_open(out, key, '[');
    for (int day = ALERT_POLICY_REMIND_DAYS_MAX; day >= 0; day--)
        if (set & 1U << day)
            json_print_int(out, day);
    json_print_close(out, ']');
}

static void print_number_or_null(struct buf *out, const char *key, int64_t number)
{
    if (number)
        json_print_member_int(out, key, number);
    else
        json_print_member_null(out, key);
}

static void print_id_or_null(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
    else
        json_print_member_null(out, key);
}

static void print_quiet(
    struct buf *out, const struct alert_channel *channel, const struct alert_quiet *quiet)
{
    json_print_open(out, '{');
    json_print_member_id(out, "channel_id", channel->id);
    json_print_member(out, "channel_name", channel->name);
    print_minute(out, "from", quiet->from_minute);
    print_minute(out, "to", quiet->to_minute);
    json_print_member_open(out, "days", '[');
    for (int i = 0; i < WEEK_DAYS; i++)
        if (quiet->days & 1U << i)
            json_print_text(out, text_of(day_names[i]));
    json_print_close(out, ']');
    json_print_member_bool(out, "immediate_passes", quiet->immediate_passes);
    json_print_close(out, '}');
}

void alert_policy_json_print(struct buf *out, const struct alert_settings *settings)
{
    const struct alert_policy *policy = &settings->policy;
    json_print_member(out, "time_zone", settings->time_zone);
    json_print_member_bool(out, "is_default", policy->is_default);
    print_minute(out, "morning", policy->morning_minute);
    json_print_member_open(out, "remind_days", '{');
    for (size_t i = 0; i < LEN_OF(priorities); i++)
        print_days_before(out, priorities[i].name, policy->remind[priorities[i].priority]);
    json_print_close(out, '}');
    print_number_or_null(out, "overdue_every_days", policy->overdue_every_days);
    json_print_member_open(out, "escalation", '{');
    print_number_or_null(out, "overdue_days", policy->escalate_overdue_days);
    print_number_or_null(out, "unacknowledged_hours", policy->escalate_unseen_hours);
    json_print_member_bool(out, "to_admins", policy->escalate_admins);
    json_print_member_bool(out, "to_governance", policy->escalate_governance);
    print_id_or_null(out, "channel_id", policy->escalate_channel_id);
    json_print_close(out, '}');
    json_print_member_open(out, "quiet_hours", '[');
    for (size_t i = 0; i < settings->channel_count; i++)
        print_quiet(out, &settings->channels[i], &settings->quiet[i]);
    json_print_close(out, ']');
}

/* -- read -- */

bool alert_policy_json_minute(struct text text, int *ret_minute)
{
    bool is_time = text.len == 5 && text_is_digit(text.at[0]) && text_is_digit(text.at[1]) &&
                   text.at[2] == ':' && text_is_digit(text.at[3]) && text_is_digit(text.at[4]);
    if (!is_time)
        return false;
    int hour = (text.at[0] - '0') * 10 + text.at[1] - '0';
    int minute = (text.at[3] - '0') * 10 + text.at[4] - '0';
    if (hour * HOUR_MINUTES >= DAY_MINUTES || minute >= HOUR_MINUTES)
        return false;
    *ret_minute = hour * HOUR_MINUTES + minute;
    return true;
}

static bool read_minute(const struct json *body, const char *key, int *ret_minute, struct err *err)
{
    struct text text = {"", 0};
    if (!api_member_line(body, key, &text, err))
        return false;
    return !text.len || alert_policy_json_minute(text, ret_minute) ||
           err_set(err, ERR_USAGE, "%s: must be a time of the day such as 08:30", key);
}

/* A whole number from 1 to most; null is 0, and absent leaves it as it is. */
static bool read_number(
    yyjson_val *object, const char *key, int64_t most, int64_t *ret_number, struct err *err)
{
    yyjson_val *value = json_get(object, key);
    if (!value)
        return true;
    bool is_number =
        yyjson_is_int(value) && yyjson_get_sint(value) >= 1 && yyjson_get_sint(value) <= most;
    if (!is_number && !yyjson_is_null(value))
        return err_set(
            err, ERR_USAGE, "%s: must be from 1 to %lld, or null for never", key, (long long)most);
    *ret_number = is_number ? yyjson_get_sint(value) : 0;
    return true;
}

static bool read_days_before(yyjson_val *list, const char *key, uint32_t *ret_set, struct err *err)
{
    uint32_t set = 0;
    if (!list)
        return true;
    bool is_fine = yyjson_is_arr(list) && yyjson_arr_size(list) <= ALERT_POLICY_REMIND_DAYS_MAX;
    for (size_t i = 0; is_fine && i < yyjson_arr_size(list); i++) {
        yyjson_val *day = yyjson_arr_get(list, i);
        is_fine = yyjson_is_int(day) && yyjson_get_sint(day) >= 0 &&
                  yyjson_get_sint(day) <= ALERT_POLICY_REMIND_DAYS_MAX;
        if (is_fine)
            set |= 1U << yyjson_get_sint(day);
    }
    if (!is_fine)
        return err_set(err, ERR_USAGE, "remind_days.%s: must be a list of days from 0 to %d", key,
            ALERT_POLICY_REMIND_DAYS_MAX);
    *ret_set = set;
    return true;
}

/* Checks that a member, when it is there, is an object with these members alone. */
static bool check_object(yyjson_val *object, const char *key, const char *names, struct err *err)
{
    yyjson_doc inner = {.root = object};
    struct json members = {.doc = &inner};
    if (!object)
        return true;
    if (!yyjson_is_obj(object))
        return err_set(err, ERR_USAGE, "%s: must be an object", key);
    return api_members(&members, names, err) || err_add(err, "%s", key);
}

static bool read_reminders(struct alert_policy *policy, yyjson_val *days, struct err *err)
{
    if (!check_object(days, "remind_days", "immediate out_of_cycle scheduled defer", err))
        return false;
    for (size_t i = 0; i < LEN_OF(priorities); i++)
        if (!read_days_before(json_get(days, priorities[i].name), priorities[i].name,
                &policy->remind[priorities[i].priority], err))
            return false;
    return true;
}

static const struct alert_channel *find_channel(const struct alert_settings *settings, int64_t id)
{
    for (size_t i = 0; i < settings->channel_count; i++)
        if (settings->channels[i].id == id)
            return &settings->channels[i];
    return NULL;
}

static bool read_escalation(
    struct alert_settings *settings, yyjson_val *escalation, struct err *err)
{
    struct alert_policy *policy = &settings->policy;
    yyjson_doc inner = {.root = escalation};
    const struct json members = {.doc = &inner};
    if (!escalation)
        return true;
    if (!check_object(escalation, "escalation",
            "overdue_days unacknowledged_hours to_admins to_governance channel_id", err) ||
        !read_number(escalation, "overdue_days", ALERT_POLICY_DAYS_MAX,
            &policy->escalate_overdue_days, err) ||
        !read_number(escalation, "unacknowledged_hours", ALERT_POLICY_HOURS_MAX,
            &policy->escalate_unseen_hours, err) ||
        !api_member_bool(&members, "to_admins", &policy->escalate_admins, err) ||
        !api_member_bool(&members, "to_governance", &policy->escalate_governance, err))
        return false;
    if (yyjson_is_null(json_get(escalation, "channel_id")))
        policy->escalate_channel_id = 0;
    if (!api_member_id(&members, "channel_id", &policy->escalate_channel_id, err))
        return false;
    return policy->escalate_channel_id == 0 ||
           find_channel(settings, policy->escalate_channel_id) ||
           err_set(err, ERR_USAGE, "escalation.channel_id: the team has no such channel");
}

static unsigned day_bit(struct text word)
{
    for (int i = 0; i < WEEK_DAYS; i++)
        if (text_is(word, day_names[i]))
            return 1U << i;
    return 0;
}

static bool read_quiet(struct alert_settings *settings, yyjson_val *entry, struct err *err)
{
    yyjson_doc inner = {.root = entry};
    const struct json members = {.doc = &inner};
    int64_t id = 0;
    if (!yyjson_is_obj(entry))
        return err_set(err, ERR_USAGE, "must be an object");
    if (!api_members(&members, "channel_id channel_name from to days immediate_passes", err) ||
        !api_member_id(&members, "channel_id", &id, err))
        return false;
    const struct alert_channel *channel = find_channel(settings, id);
    if (!channel)
        return err_set(err, ERR_USAGE, "channel_id: the team has no such channel");
    struct alert_quiet *quiet = &settings->quiet[channel - settings->channels];
    if (!read_minute(&members, "from", &quiet->from_minute, err) ||
        !read_minute(&members, "to", &quiet->to_minute, err) ||
        !api_member_set(&members, "days", day_bit, &quiet->days, err) ||
        !api_member_bool(&members, "immediate_passes", &quiet->immediate_passes, err))
        return false;
    return quiet->days != 0 ||
           err_set(
               err, ERR_USAGE, "days: a channel that is always quiet is told nothing: turn it off");
}

static bool read_all_quiet(struct alert_settings *settings, yyjson_val *list, struct err *err)
{
    if (!list)
        return true;
    if (!yyjson_is_arr(list) || yyjson_arr_size(list) > settings->channel_count)
        return err_set(
            err, ERR_USAGE, "quiet_hours: must be a list of the team's channels, each once");
    for (size_t i = 0; i < yyjson_arr_size(list); i++)
        if (!read_quiet(settings, yyjson_arr_get(list, i), err))
            return err_add(err, "quiet_hours[%zu]", i);
    return true;
}

bool alert_policy_json_read(
    struct alert_settings *settings, const struct json *body, struct err *err)
{
    yyjson_val *root = json_root(body);
    return read_minute(body, "morning", &settings->policy.morning_minute, err) &&
           read_reminders(&settings->policy, json_get(root, "remind_days"), err) &&
           read_number(root, "overdue_every_days", ALERT_POLICY_DAYS_MAX,
               &settings->policy.overdue_every_days, err) &&
           read_escalation(settings, json_get(root, "escalation"), err) &&
           read_all_quiet(settings, json_get(root, "quiet_hours"), err);
}
