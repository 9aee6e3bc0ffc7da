/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_message.h"

#include "base/limits.h"
#include "codec/json.h"

/* -- writing: what is empty is left out -- */

static void print_text(struct buf *out, const char *key, struct text t, size_t max_bytes)
{
    if (t.len)
        json_print_member(out, key, text_front(t, max_bytes));
}

static void print_int(struct buf *out, const char *key, int64_t value, int64_t usual)
{
    if (value != usual)
        json_print_member_int(out, key, value);
}

static void print_id(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
}

static void print_flag(struct buf *out, const char *key, bool is)
{
    if (is)
        json_print_member_bool(out, key, true);
}

static void print_affected(struct buf *out, const struct alert_affected *row)
{
    json_print_open(out, '{');
    json_print_member_id(out, "ticket_id", row->ticket_id);
    print_text(out, "vulnerability", row->vulnerability, ALERT_NAME_BYTES);
    print_text(out, "service", row->service, ALERT_NAME_BYTES);
    print_text(out, "part", row->part, ALERT_NAME_BYTES);
    print_text(out, "ecosystem", row->ecosystem, ALERT_NAME_BYTES);
    print_text(out, "package", row->package, ALERT_NAME_BYTES);
    print_text(out, "version", row->version, ALERT_NAME_BYTES);
    print_int(out, "priority", row->priority, -1);
    print_int(out, "due_us", row->due_us, 0);
    print_id(out, "assignee_id", row->assignee_id);
    json_print_close(out, '}');
}

static void print_flaw(struct buf *out, const struct alert_message *message)
{
    print_id(out, "vulnerability_id", message->vulnerability_id);
    print_text(out, "vulnerability", message->vulnerability, ALERT_NAME_BYTES);
    print_text(out, "summary", message->summary, ALERT_TEXT_BYTES);
    print_flag(out, "is_kev", message->is_kev);
    print_flag(out, "is_ransomware", message->is_ransomware);
    print_flag(out, "is_malicious", message->is_malicious);
    print_int(out, "kev_due_us", message->kev_due_us, 0);
    print_int(out, "epss_millionths", message->epss_millionths, -1);
    print_int(out, "severity", message->severity, SEVERITY_UNKNOWN);
    print_int(out, "cvss_tenths", message->cvss_tenths, -1);
}

static void print_sums(struct buf *out, const struct alert_message *message)
{
    json_print_member_open(out, "by_priority", '[');
    for (size_t i = 0; i < LEN_OF(message->by_priority); i++)
        json_print_int(out, message->by_priority[i]);
    json_print_close(out, ']');
    print_int(out, "component_count", message->component_count, 0);
    print_int(out, "from_us", message->from_us, 0);
    print_int(out, "until_us", message->until_us, 0);
    print_int(out, "total", message->total, 0);
    print_int(out, "service_count", message->service_count, 0);
}

void alert_message_print(struct buf *out, const struct alert_message *message)
{
    json_print_open(out, '{');
    json_print_member_z(out, "kind", alert_kind_name(message->kind));
    json_print_member_z(out, "cause", alert_cause_name(message->cause));
    json_print_member_id(out, "team_id", message->team_id);
    print_text(out, "team", message->team, ALERT_NAME_BYTES);
    print_text(out, "time_zone", message->time_zone, ALERT_NAME_BYTES);
    print_int(out, "at_us", message->at_us, 0);
    print_text(out, "subject", message->subject, ALERT_NAME_BYTES);
    print_int(out, "days", message->days, 0);
    print_int(out, "priority", message->priority, -1);
    print_text(out, "outcome", message->outcome, ALERT_NAME_BYTES);
    print_flaw(out, message);
    print_sums(out, message);
    json_print_member_open(out, "affected", '[');
    for (size_t i = 0; i < message->affected_count && i < ALERT_AFFECTED_MAX; i++)
        print_affected(out, &message->affected[i]);
    json_print_close(out, ']');
    print_text(out, "fixed", message->fixed, ALERT_NAME_BYTES);
    print_text(out, "remedy", message->remedy, ALERT_TEXT_BYTES);
    print_text(out, "link", message->link, ALERT_LINK_BYTES);
    json_print_close(out, '}');
}

/* -- reading -- */

static int64_t read_int(yyjson_val *object, const char *key, int64_t usual)
{
    yyjson_val *value = json_get(object, key);
    return yyjson_is_int(value) ? yyjson_get_sint(value) : usual;
}

static int64_t read_id(yyjson_val *object, const char *key)
{
    int64_t id = 0;
    return text_read_i64(json_get_text(object, key), &id) ? id : 0;
}

static struct text read_text(
    yyjson_val *object, const char *key, size_t max_bytes, struct arena *arena)
{
    return arena_text(arena, text_front(json_get_text(object, key), max_bytes));
}

static int read_priority(yyjson_val *object)
{
    int64_t priority = read_int(object, "priority", -1);
    return priority >= SSVC_DEFER && priority <= SSVC_IMMEDIATE ? (int)priority : -1;
}

static struct alert_affected read_affected(yyjson_val *row, struct arena *arena)
{
    return (struct alert_affected){
        .ticket_id = read_id(row, "ticket_id"),
        .vulnerability = read_text(row, "vulnerability", ALERT_NAME_BYTES, arena),
        .service = read_text(row, "service", ALERT_NAME_BYTES, arena),
        .part = read_text(row, "part", ALERT_NAME_BYTES, arena),
        .ecosystem = read_text(row, "ecosystem", ALERT_NAME_BYTES, arena),
        .package = read_text(row, "package", ALERT_NAME_BYTES, arena),
        .version = read_text(row, "version", ALERT_NAME_BYTES, arena),
        .priority = read_priority(row),
        .due_us = read_int(row, "due_us", 0),
        .assignee_id = read_id(row, "assignee_id"),
    };
}

static void read_flaw(struct alert_message *message, yyjson_val *root, struct arena *arena)
{
    int64_t severity = read_int(root, "severity", SEVERITY_UNKNOWN);
    message->vulnerability_id = read_id(root, "vulnerability_id");
    message->vulnerability = read_text(root, "vulnerability", ALERT_NAME_BYTES, arena);
    message->summary = read_text(root, "summary", ALERT_TEXT_BYTES, arena);
    message->is_kev = yyjson_is_true(json_get(root, "is_kev"));
    message->is_ransomware = yyjson_is_true(json_get(root, "is_ransomware"));
    message->is_malicious = yyjson_is_true(json_get(root, "is_malicious"));
    message->kev_due_us = read_int(root, "kev_due_us", 0);
    message->epss_millionths = read_int(root, "epss_millionths", -1);
    message->cvss_tenths = read_int(root, "cvss_tenths", -1);
    if (severity >= SEVERITY_UNKNOWN && severity <= SEVERITY_CRITICAL)
        message->severity = (enum severity)severity;
}

static void read_sums(struct alert_message *message, yyjson_val *root)
{
    yyjson_val *counts = json_get(root, "by_priority");
    for (size_t i = 0; i < LEN_OF(message->by_priority); i++)
        message->by_priority[i] = yyjson_get_sint(yyjson_arr_get(counts, i));
    message->component_count = read_int(root, "component_count", 0);
    message->from_us = read_int(root, "from_us", 0);
    message->until_us = read_int(root, "until_us", 0);
    message->total = read_int(root, "total", 0);
    message->service_count = read_int(root, "service_count", 0);
}

static bool read_rows(
    struct alert_message *message, yyjson_val *root, struct arena *arena, struct err *err)
{
    yyjson_val *rows = json_get(root, "affected"), *row;
    size_t i, count, row_count = yyjson_arr_size(rows);
    if (row_count > ALERT_AFFECTED_MAX)
        return err_set(err, ERR_LIMIT, "affected: more than %d rows", ALERT_AFFECTED_MAX);
    message->affected = arena_take_array(arena, row_count, sizeof *message->affected);
    if (!message->affected)
        return arena_check(arena, err);
    yyjson_arr_foreach(rows, i, count, row) message->affected[i] = read_affected(row, arena);
    message->affected_count = row_count;
    return true;
}

static bool read_root(
    struct alert_message *message, yyjson_val *root, struct arena *arena, struct err *err)
{
    enum alert_kind kind;
    enum alert_cause cause;
    if (!alert_kind_read(json_get_text(root, "kind"), &kind))
        return err_set(err, ERR_SYNTAX, "kind: is not known");
    if (!alert_cause_read(json_get_text(root, "cause"), &cause))
        return err_set(err, ERR_SYNTAX, "cause: is not known");
    *message = (struct alert_message){
        .kind = kind,
        .cause = cause,
        .team_id = read_id(root, "team_id"),
        .team = read_text(root, "team", ALERT_NAME_BYTES, arena),
        .time_zone = read_text(root, "time_zone", ALERT_NAME_BYTES, arena),
        .at_us = read_int(root, "at_us", 0),
        .subject = read_text(root, "subject", ALERT_NAME_BYTES, arena),
        .days = read_int(root, "days", 0),
        .priority = read_priority(root),
        .outcome = read_text(root, "outcome", ALERT_NAME_BYTES, arena),
        .fixed = read_text(root, "fixed", ALERT_NAME_BYTES, arena),
        .remedy = read_text(root, "remedy", ALERT_TEXT_BYTES, arena),
        .link = read_text(root, "link", ALERT_LINK_BYTES, arena),
    };
    read_flaw(message, root, arena);
    read_sums(message, root);
    return read_rows(message, root, arena, err) && arena_check(arena, err);
}

bool alert_message_read(
    struct alert_message *ret_message, struct text json, struct arena *arena, struct err *err)
{
    struct json document;
    struct alert_message message;
    if (!json_read(&document, json, err))
        return false;
    bool is_read = read_root(&message, json_root(&document), arena, err);
    json_done(&document);
    if (is_read)
        *ret_message = message;
    return is_read;
}

struct text alert_message_title(const struct alert_message *message, struct arena *arena)
{
    struct text subject = message->subject.len ? message->subject : message->team;
    struct text flaw = text_front(message->vulnerability, ALERT_NAME_BYTES);
    if (message->kind == ALERT_TEST)
        return TEXT("a test");
    if (!flaw.len)
        return arena_format(arena, "%s of %.*s",
            message->kind == ALERT_CLOSED ? "what was closed" : "digest",
            TEXT_ARG(text_front(subject, ALERT_NAME_BYTES)));
    if (message->affected_count >= 1 && message->service_count <= 1)
        return arena_format(arena, "%.*s in %.*s", TEXT_ARG(flaw),
            TEXT_ARG(text_front(message->affected[0].service, ALERT_NAME_BYTES)));
    return arena_format(
        arena, "%.*s in %lld services", TEXT_ARG(flaw), (long long)message->service_count);
}
