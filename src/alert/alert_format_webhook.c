/* SPDX-License-Identifier: Apache-2.0 */
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "alert/alert_format.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "codec/sha256.h"

static void print_text(
    struct buf *out, const char *key, struct text t, size_t max_bytes, struct arena *arena)
{
    json_print_member_or_null(out, key, alert_page_plain(t, max_bytes, arena));
}

static void print_name(struct buf *out, const char *key, struct text t, struct arena *arena)
{
    print_text(out, key, t, ALERT_NAME_BYTES, arena);
}

static void print_priority(struct buf *out, int priority)
{
    if (priority < 0)
        json_print_member_null(out, "priority");
    else
        json_print_member_z(out, "priority", ssvc_word("decision", priority));
}

static void print_id_or_null(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
    else
        json_print_member_null(out, key);
}

static void print_flaw(const struct alert_message *message, struct arena *arena, struct buf *out)
{
    if (!message->vulnerability.len) {
        json_print_member_null(out, "vulnerability");
        return;
    }
    json_print_member_open(out, "vulnerability", '{');
    print_name(out, "id", message->vulnerability, arena);
    print_text(out, "summary", message->summary, ALERT_TEXT_BYTES, arena);
    json_print_member_z(out, "severity", cvss_severity_name(message->severity));
    if (message->cvss_tenths < 0)
        json_print_member_null(out, "cvss_score");
    else
        json_print_member_double(out, "cvss_score", (double)message->cvss_tenths / 10);
    if (message->epss_millionths < 0)
        json_print_member_null(out, "epss");
    else
        json_print_member_double(out, "epss", (double)message->epss_millionths / 1e6);
    json_print_member_bool(out, "is_kev", message->is_kev);
    json_print_member_bool(out, "is_ransomware", message->is_ransomware);
    json_print_member_bool(out, "is_malicious", message->is_malicious);
    json_print_member_time(out, "kev_due_at", message->kev_due_us);
    json_print_close(out, '}');
}

static void print_affected(const struct alert_affected *row, struct arena *arena, struct buf *out)
{
    json_print_open(out, '{');
    print_id_or_null(out, "ticket_id", row->ticket_id);
    print_name(out, "vulnerability", row->vulnerability, arena);
    print_name(out, "service", row->service, arena);
    print_name(out, "part", row->part, arena);
    print_name(out, "ecosystem", row->ecosystem, arena);
    print_name(out, "package", row->package, arena);
    print_name(out, "version", row->version, arena);
    print_priority(out, row->priority);
    json_print_member_time(out, "due_at", row->due_us);
    print_name(out, "assignee", row->assignee, arena);
    json_print_close(out, '}');
}

static void print_counts(const struct alert_message *message, struct buf *out)
{
    json_print_member_open(out, "tickets_by_priority", '{');
    for (int i = SSVC_IMMEDIATE; i >= SSVC_DEFER; i--)
        json_print_member_int(out, ssvc_word("decision", i), message->by_priority[i]);
    json_print_close(out, '}');
    json_print_member_int(out, "ticket_count", message->total);
    json_print_member_int(out, "service_count", message->service_count);
    json_print_member_int(out, "component_count", message->component_count);
    json_print_member_time(out, "from_at", message->from_us);
    json_print_member_time(out, "until_at", message->until_us);
}

static void print_data(const struct alert_page *page, struct arena *arena, struct buf *out)
{
    const struct alert_message *message = page->message;
    json_print_member_open(out, "data", '{');
    json_print_member(out, "title", page->title);
    json_print_member_z(out, "cause", alert_cause_name(message->cause));
    json_print_member_open(out, "team", '{');
    print_id_or_null(out, "id", message->team_id);
    print_name(out, "name", message->team, arena);
    json_print_close(out, '}');
    print_name(out, "subject", message->subject, arena);
    json_print_member_int(out, "days", message->days);
    print_priority(out, message->priority);
    print_name(out, "outcome", message->outcome, arena);
    print_flaw(message, arena, out);
    print_name(out, "fixed", message->fixed, arena);
    print_text(out, "remedy", message->remedy, ALERT_TEXT_BYTES, arena);
    print_counts(message, out);
    json_print_member_open(out, "affected", '[');
    for (size_t i = 0; i < message->affected_count && i < ALERT_AFFECTED_MAX; i++)
        print_affected(&message->affected[i], arena, out);
    json_print_close(out, ']');
    json_print_member(out, "url", page->url);
    json_print_close(out, '}');
}

void alert_format_webhook(const struct alert_page *page, struct arena *arena, struct buf *out)
{
    struct text type = arena_format(arena, "alert.%s", alert_kind_name(page->message->kind));
    json_print_open(out, '{');
    json_print_member(out, "type", type);
    json_print_member_time(out, "timestamp", page->message->at_us);
    print_data(page, arena, out);
    json_print_close(out, '}');
}

struct text alert_format_webhook_sign(
    struct text secret, struct text id, int64_t timestamp, struct text body, struct arena *arena)
{
    unsigned char digest[SHA256_SIZE];
    unsigned len = sizeof digest;
    struct buf out;
    struct text content =
        arena_format(arena, "%.*s.%lld.%.*s", TEXT_ARG(id), (long long)timestamp, TEXT_ARG(body));
    if (!HMAC(EVP_sha256(), secret.at, (int)secret.len, (const unsigned char *)content.at,
            content.len, digest, &len))
        err_panic("HMAC-SHA-256 failed");
    buf_init(&out, SIZE_MAX);
    buf_add_z(&out, "v1,");
    base64_print(&out, (struct text){(const char *)digest, len});
    struct text signature = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return signature;
}
