/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/alias_conflict.h"

#include "advisory/advisory_print.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/rand.h"
#include "codec/json.h"
#include "ticket/alias_conflict_rows.h"
#include "ticket/ticket_rows.h"

/* -- what is told in the tickets -- */

static struct text print_detail(const struct advisory_conflict *what, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    advisory_print_conflict_members(what, &out);
    json_print_close(&out, '}');
    struct text detail = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return detail;
}

static bool tell(struct db *db, const struct advisory_conflict *what, const char *kind,
    const char *rest, int64_t now_us, struct arena *arena, struct err *err)
{
    int64_t *ids;
    size_t count;
    bool is_ok =
        alias_conflict_rows_tickets(db, what->cve, what->other_cve, arena, &ids, &count, err);
    struct ticket_event event = {.at_us = now_us,
        .kind = kind,
        .text = arena_format(arena, "%.*s%s", TEXT_ARG(advisory_conflict_print(what, arena)), rest),
        .detail = print_detail(what, arena),
        .generation = TEXT("")};
    for (size_t i = 0; is_ok && i < count; i++) {
        event.ticket_id = ids[i];
        is_ok = ticket_rows_add_event(db, NULL, &event, err);
    }
    return is_ok;
}

/* -- what begins -- */

static bool are_alike(const struct advisory_conflict *a, const struct advisory_conflict *b)
{
    return text_eq(a->record, b->record) && text_eq(a->source, b->source) &&
           text_eq(a->other_record, b->other_record) && text_eq(a->other_source, b->other_source);
}

static bool keep(struct db *db, const struct advisory_conflict *what, int64_t now_us,
    struct arena *arena, struct err *err)
{
    struct alias_conflict conflict;
    if (!alias_conflict_rows_find(db, what, arena, &conflict, err))
        return false;
    bool is_new = conflict.id == 0;
    if (!is_new && are_alike(&conflict.what, what))
        return true;
    if (is_new)
        conflict = (struct alias_conflict){.id = rand_id(now_us), .since_us = now_us};
    conflict.what = *what;
    return alias_conflict_rows_write(db, &conflict, err) &&
           (!is_new || tell(db, what, "alias_conflict",
                           ": two CVEs are two vulnerabilities, and stay so", now_us, arena, err));
}

static bool keep_of(struct db *db, const struct advisory_index *index, struct text id,
    int64_t now_us, struct arena *arena, struct err *err)
{
    struct advisory_conflicts now;
    bool is_ok = advisory_conflict_find(&now, index, id, arena, err);
    for (size_t i = 0; is_ok && i < now.count; i++)
        is_ok = keep(db, &now.at[i], now_us, arena, err);
    return is_ok;
}

bool alias_conflict_follow(struct db *db, const struct advisory_index *index,
    const struct ticket_found *found, size_t count, const struct ticket_cause_of_sync *why,
    struct arena *arena, struct err *err)
{
    struct map seen = {0};
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct match_finding *one = &found[i].finding;
        if (one->is_disputed && one->answer == MATCH_AFFECTED && map_add(&seen, one->id, 0, NULL))
            is_ok = keep_of(db, index, one->id, why->now_us, arena, err);
    }
    map_done(&seen);
    return is_ok;
}

/* -- what ends -- */

static bool has(const struct advisory_conflicts *now, const struct advisory_conflict *what)
{
    bool is = false;
    for (size_t i = 0; !is && i < now->count; i++)
        is = advisory_conflict_compare(&now->at[i], what) == 0;
    return is;
}

/* What could not be followed to its end tells nothing of what is left out. */
static bool check(struct db *db, const struct alias_conflict *kept,
    const struct advisory_conflicts *now, int64_t now_us, struct arena *arena, struct err *err)
{
    if (has(now, &kept->what) || now->is_cut)
        return true;
    return alias_conflict_rows_end(db, kept->id, now_us, err) &&
           tell(db, &kept->what, "alias_conflict_ended", ": no record says so any more", now_us,
               arena, err);
}

bool alias_conflict_check(
    struct db *db, const struct advisory_index *index, int64_t now_us, struct err *err)
{
    struct arena arena, scratch;
    struct alias_conflict *kept;
    struct advisory_conflicts now = {0};
    size_t count;
    arena_init(&arena, SIZE_MAX);
    arena_init(&scratch, SIZE_MAX);
    bool is_ok = alias_conflict_rows_open(db, &arena, &kept, &count, err);
    for (size_t i = 0; is_ok && i < count; i++) {
        if (i == 0 || !text_eq(kept[i].what.cve, kept[i - 1].what.cve)) {
            arena_clear(&scratch);
            is_ok = advisory_conflict_find(&now, index, kept[i].what.cve, &scratch, err);
        }
        is_ok = is_ok && check(db, &kept[i], &now, now_us, &arena, err);
    }
    arena_done(&scratch);
    arena_done(&arena);
    return is_ok;
}

/* -- what is shown -- */

static void print_other(struct buf *out, const struct alias_conflict_other *other)
{
    if (other->ticket_id == 0) {
        json_print_member_null(out, "other_ticket");
        return;
    }
    json_print_member_open(out, "other_ticket", '{');
    json_print_member_id(out, "id", other->ticket_id);
    json_print_member(out, "vulnerability_id", other->cve);
    json_print_member_z(out, "state", ticket_state_name(other->state));
    json_print_close(out, '}');
}

bool alias_conflict_print_ticket(struct buf *out, struct db *db, const struct ticket *ticket,
    struct arena *arena, struct err *err)
{
    struct alias_conflict *list;
    size_t count;
    bool is_ok = alias_conflict_rows_of(db, ticket->vulnerability_id, arena, &list, &count, err);
    json_print_member_open(out, "alias_conflicts", '[');
    for (size_t i = 0; is_ok && i < count; i++) {
        struct alias_conflict_other other;
        is_ok = alias_conflict_rows_other(db, ticket, &list[i].what, arena, &other, err);
        if (!is_ok)
            break;
        json_print_open(out, '{');
        advisory_print_conflict_members(&list[i].what, out);
        json_print_member_time(out, "since", list[i].since_us);
        print_other(out, &other);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    return is_ok;
}

bool alias_conflict_print_plain(struct buf *out, struct db *db, const struct ticket *ticket,
    struct arena *arena, struct err *err)
{
    struct alias_conflict *list;
    size_t count;
    bool is_ok = alias_conflict_rows_of(db, ticket->vulnerability_id, arena, &list, &count, err);
    for (size_t i = 0; is_ok && i < count; i++) {
        struct alias_conflict_other other;
        char at[CLOCK_TEXT_SIZE];
        is_ok = alias_conflict_rows_other(db, ticket, &list[i].what, arena, &other, err);
        if (!is_ok)
            break;
        buf_add_z(out, "Conflict of aliases: ");
        buf_add_plain(out, advisory_conflict_print(&list[i].what, arena));
        buf_format(out, "; kept apart (since %.10s", clock_print(list[i].since_us, at));
        if (other.ticket_id)
            buf_format(out, "; ticket %lld is of the other", (long long)other.ticket_id);
        buf_add_z(out, ")\n");
    }
    return is_ok;
}

bool alias_conflict_print_id(struct buf *out, struct db *db, const struct advisory_index *index,
    struct text id, struct arena *arena, struct err *err)
{
    struct advisory_conflicts now;
    bool is_ok = advisory_conflict_find(&now, index, id, arena, err);
    json_print_member_open(out, "alias_conflicts", '[');
    for (size_t i = 0; is_ok && i < now.count; i++) {
        struct alias_conflict kept;
        is_ok = alias_conflict_rows_find(db, &now.at[i], arena, &kept, err);
        if (!is_ok)
            break;
        json_print_open(out, '{');
        advisory_print_conflict_members(&now.at[i], out);
        json_print_member_time(out, "since", kept.since_us);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    return is_ok;
}
