/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_journal.h"

#include <stdio.h>

#include "codec/json.h"
#include "codec/sha256.h"
#include "ticket/ticket_rows.h"

/* Longer evidence (the explanation of a match) is not copied: the ticket's history has it, and its digest binds it. */
enum { DETAIL_BYTES = 4096, FACTS_SIZE = 192 };

static const char *kind_of(const struct ticket_event *event)
{
    char name[64];
    snprintf(name, sizeof name, "ticket.%s", event->kind);
    const struct journal_kind *kind = journal_kind_find(text_of(name));
    return kind ? kind->name : "ticket.changed";
}

static struct journal_entry entry_of(
    const struct ticket_event *event, int64_t team_id, struct text facts)
{
    return (struct journal_entry){.kind = kind_of(event),
        .actor_id = event->account_id,
        .team_id = team_id,
        .object_kind = "ticket",
        .object_id = event->ticket_id,
        .at_us = event->at_us,
        .facts = facts};
}

/* Of what is written in the ticket's history: its text, a line end, its evidence. */
static const char *print_digest(const struct ticket_event *event, char hex[SHA256_HEX_SIZE])
{
    unsigned char digest[SHA256_SIZE];
    struct sha256 *hash = sha256_new();
    sha256_add(hash, event->text);
    sha256_add(hash, TEXT("\n"));
    sha256_add(hash, event->detail.len ? event->detail : TEXT("{}"));
    sha256_end(hash, digest);
    return sha256_print(digest, hex);
}

bool ticket_journal_batch(
    struct journal_batch *batch, const struct ticket_event *event, int64_t team_id, struct err *err)
{
    char facts[FACTS_SIZE], hex[SHA256_HEX_SIZE];
    snprintf(facts, sizeof facts, "{\"event\":\"%s\",\"number\":%lld,\"digest\":\"%s\"}",
        event->kind, (long long)event->seq, print_digest(event, hex));
    struct journal_entry entry = entry_of(event, team_id, text_of(facts));
    return journal_batch_add(batch, &entry, err);
}

/* The digest of what a person wrote could be guessed at: it is sealed with the rest. */
static void print_personal(const struct ticket_event *event, struct buf *out)
{
    char hex[SHA256_HEX_SIZE];
    json_print_open(out, '{');
    if (event->text.len)
        json_print_member(out, "text", event->text);
    if (event->detail.len && event->detail.len <= DETAIL_BYTES)
        json_print_member_raw(out, "detail", event->detail);
    json_print_member_z(out, "digest", print_digest(event, hex));
    json_print_close(out, '}');
}

bool ticket_journal_add(struct db *db, const struct ticket_event *event, struct err *err)
{
    char facts[FACTS_SIZE];
    struct buf personal;
    int64_t team_id;
    if (!ticket_rows_team(db, event->ticket_id, &team_id, err))
        return false;
    snprintf(facts, sizeof facts, "{\"event\":\"%s\",\"number\":%lld}", event->kind,
        (long long)event->seq);
    struct journal_entry entry = entry_of(event, team_id, text_of(facts));
    buf_init(&personal, SIZE_MAX);
    print_personal(event, &personal);
    entry.personal = buf_text(&personal);
    bool is_ok = journal_add(db, &entry, err);
    buf_done(&personal);
    return is_ok;
}
