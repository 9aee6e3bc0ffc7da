/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "codec/sha256.h"
#include "job/hint.h"
#include "job/job.h"
#include "journal/journal.h"
#include "match/match_stored.h"
#include "ticket/alias_conflict.h"
#include "ticket/generation.h"
#include "ticket/generation_change.h"

struct taking {
    const struct advisory_index *index;
    const struct advisory_changes *changes; /* NULL: anything may have changed */
    bool is_given;                          /* changes are; else the index is asked */
    int64_t now_us;
    bool is_new;
};

static int hex_value(char c)
{
    return text_is_digit(c) ? c - '0' : c - 'a' + 10;
}

/* The index gives its digest as 64 digits; the table has bytes. */
static struct text digest_of(const struct advisory_index *index, char at[SHA256_SIZE])
{
    struct text hex = advisory_index_digest(index);
    for (size_t i = 0; i < SHA256_SIZE && 2 * i + 1 < hex.len; i++)
        at[i] = (char)(hex_value(hex.at[2 * i]) << 4 | hex_value(hex.at[2 * i + 1]));
    return (struct text){at, SHA256_SIZE};
}

/* A generation is newer when its file was written later. */
static bool compare(struct db *db, const struct advisory_index *index, bool *ret_is_same,
    bool *ret_is_past, struct err *err)
{
    char at[SHA256_SIZE] = {0};
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read =
        db_query(db, "SELECT digest, created_us FROM advisory_generation WHERE is_current = 1",
            DB_NO_ARGS, &arena, &rows, err);
    if (is_read) {
        bool is_any = rows.count > 0;
        *ret_is_same = is_any && index && text_eq(db_text(&rows, 0, 0), digest_of(index, at));
        *ret_is_past = is_any && !*ret_is_same &&
                       (!index || db_int(&rows, 0, 1) > advisory_index_created_us(index));
    }
    arena_done(&arena);
    return is_read;
}

bool generation_is_past(
    struct db *db, const struct advisory_index *index, bool *ret_is_past, struct err *err)
{
    bool is_same;
    return compare(db, index, &is_same, ret_is_past, err);
}

static bool make_current(struct db *db, const struct advisory_index *index, struct err *err)
{
    char at[SHA256_SIZE] = {0};
    return db_run(db, "UPDATE advisory_generation SET is_current = 0 WHERE is_current = 1",
               DB_NO_ARGS, NULL, err) &&
           db_run(db,
               "INSERT INTO advisory_generation (digest, record_count, created_us, is_current)"
               " VALUES ($1, $2, $3, 1) ON CONFLICT (digest) DO UPDATE SET is_current = 1,"
               " created_us = excluded.created_us",
               DB_ARGS(DB_BLOB(digest_of(index, at)),
                   DB_INT((int64_t)advisory_index_record_count(index)),
                   DB_INT(advisory_index_created_us(index))),
               NULL, err);
}

bool generation_add_job(struct db *db, int64_t part_id, int64_t now_us, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct job_order order = {.kind = GENERATION_JOB,
        .topic = arena_format(&arena, "%lld", (long long)part_id),
        .body = TEXT("{}")};
    bool is_added = job_add(db, &order, now_us, NULL, err);
    arena_done(&arena);
    return is_added;
}

/* Adds the job that follows if there is anything to do; while one waits, another is not added. */
static bool add_follow_job(struct db *db, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct generation_change *changes;
    size_t count;
    struct job_order order = {
        .kind = GENERATION_FOLLOW_JOB, .topic = TEXT("all"), .body = TEXT("{}")};
    arena_init(&arena, SIZE_MAX);
    bool is_done = generation_change_list(db, 1, &arena, &changes, &count, err) &&
                   (count == 0 || job_add(db, &order, now_us, NULL, err));
    arena_done(&arena);
    return is_done;
}

/* The digest of the current generation as the index gives its own, or empty. */
static bool read_former(struct db *db, struct arena *arena, struct text *ret_hex, struct err *err)
{
    struct db_rows rows;
    char hex[SHA256_HEX_SIZE];
    if (!db_query(db, "SELECT digest FROM advisory_generation WHERE is_current = 1", DB_NO_ARGS,
            arena, &rows, err))
        return false;
    struct text digest = rows.count ? db_text(&rows, 0, 0) : (struct text){0};
    *ret_hex = digest.len == SHA256_SIZE
                   ? arena_text(arena, text_of(sha256_print((const unsigned char *)digest.at, hex)))
                   : (struct text){"", 0};
    return true;
}

static bool note_changes(struct db *db, const struct taking *taking, struct err *err)
{
    struct arena arena;
    struct text former;
    struct advisory_changes found;
    bool is_known = false;
    if (taking->is_given)
        return generation_change_note(db, taking->index, taking->changes, err);
    arena_init(&arena, SIZE_MAX);
    bool is_done = read_former(db, &arena, &former, err) &&
                   (former.len == 0 || advisory_index_since(taking->index, former, &found,
                                           &is_known, &arena, err)) &&
                   generation_change_note(db, taking->index, is_known ? &found : NULL, err);
    arena_done(&arena);
    return is_done;
}

static bool tell(struct db *db, const struct taking *taking, struct err *err)
{
    char facts[192];
    snprintf(facts, sizeof facts, "{\"digest\":\"%.*s\",\"record_count\":%zu,\"source_count\":%zu}",
        TEXT_ARG(advisory_index_digest(taking->index)), advisory_index_record_count(taking->index),
        advisory_index_source_count(taking->index));
    return hint_add(db, &(struct hint){.kind = TEXT("advisories")}, err) &&
           journal_add(db,
               &(struct journal_entry){
                   .kind = "advisories.changed", .at_us = taking->now_us, .facts = text_of(facts)},
               err);
}

static bool take(struct db *db, void *context, struct err *err)
{
    struct taking *taking = context;
    bool is_same, is_past;
    if (!compare(db, taking->index, &is_same, &is_past, err))
        return false;
    taking->is_new = !is_same && !is_past;
    return (!taking->is_new ||
               (note_changes(db, taking, err) && make_current(db, taking->index, err) &&
                   match_stored_follow_systems(db, taking->index, err) &&
                   alias_conflict_check(db, taking->index, taking->now_us, err) &&
                   tell(db, taking, err))) &&
           (is_past || add_follow_job(db, taking->now_us, err));
}

bool generation_take_inside(struct db *db, const struct advisory_index *index, int64_t now_us,
    bool *ret_is_new, struct err *err)
{
    struct taking taking = {.index = index, .now_us = now_us};
    if (!take(db, &taking, err))
        return false;
    if (ret_is_new)
        *ret_is_new = taking.is_new;
    return true;
}

static bool take_transacted(struct db *db, struct taking *taking, bool *ret_is_new, struct err *err)
{
    if (!db_transact(db, take, taking, err))
        return false;
    if (ret_is_new)
        *ret_is_new = taking->is_new;
    return true;
}

bool generation_take(struct db *db, const struct advisory_index *index, int64_t now_us,
    bool *ret_is_new, struct err *err)
{
    struct taking taking = {.index = index, .now_us = now_us};
    return take_transacted(db, &taking, ret_is_new, err);
}

bool generation_take_changes(struct db *db, const struct advisory_index *index,
    const struct advisory_changes *changes, int64_t now_us, bool *ret_is_new, struct err *err)
{
    struct taking taking = {.index = index, .changes = changes, .is_given = true, .now_us = now_us};
    return take_transacted(db, &taking, ret_is_new, err);
}

bool generation_check(struct db *db, const struct advisory_index *index, struct err *err)
{
    bool is_same, is_past;
    if (!compare(db, index, &is_same, &is_past, err))
        return false;
    return is_same ||
           err_set(err, ERR_CONFLICT, "the tickets rest on another generation of the index");
}
