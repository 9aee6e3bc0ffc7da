/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_verify.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/map.h"
#include "base/vec.h"
#include "journal/journal_person.h"
#include "journal/journal_verify_rows.h"

enum { BATCH = 2000 };

struct node {
    int64_t level, position;
    struct merkle_hash hash;
};

struct check {
    struct db *db;
    const struct journal_head *kept;
    journal_verify_tell tell;
    void *context;
    struct journal_verdict verdict;
    struct arena arena, key_arena, head_arena;
    struct merkle_stack stack;
    struct {
        VEC(struct node);
    } completed;                /* by this batch, in the order of their completion */
    struct journal_head *heads; /* those that come next */
    size_t head_count, next_head;
    int64_t last_head; /* the size of the last one that was read */
    struct map keys;   /* of people, by the bytes of their ids */
    struct {
        VEC(struct journal_person_key);
    } key_list;
};

static void say(struct check *check, struct text place, const char *format, ...) PRINTF_LIKE(3, 4);

static void say(struct check *check, struct text place, const char *format, ...)
{
    char what[512];
    va_list args;
    if (++check->verdict.problems > JOURNAL_VERIFY_TOLD)
        return;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    check->tell(check->context, place, text_of(what));
}

static struct text place_of(struct check *check, int64_t seq, const struct journal_row *row)
{
    if (!row)
        return arena_format(&check->arena, "entry %lld", (long long)seq);
    return arena_format(&check->arena, "entry %lld (%.*s)", (long long)seq, TEXT_ARG(row->kind));
}

/* -- what is personal -- */

static bool find_key(
    struct check *check, int64_t person_id, struct journal_person_key *ret_key, struct err *err)
{
    uint32_t at;
    struct text id = {(const char *)&person_id, sizeof person_id};
    if (!map_find(&check->keys, id, &at)) {
        struct journal_person_key key;
        if (!journal_person_find(check->db, person_id, &key, err))
            return false;
        at = (uint32_t)check->key_list.len;
        *VEC_ADD(&check->key_list) = key;
        map_add(&check->keys, arena_text(&check->key_arena, id), at, NULL);
    }
    *ret_key = check->key_list.at[at];
    return true;
}

static bool check_personal(struct check *check, const struct journal_row *row, struct err *err)
{
    struct journal_person_key key;
    struct text opened;
    if (!row->personal_digest.len && !row->personal.len)
        return true;
    if (!find_key(check, row->person_id, &key, err))
        return false;
    if (key.is_erased)
        check->verdict.erased++;
    else if (!row->personal.len)
        say(check, place_of(check, row->seq, row),
            "what it told of a person was taken away, though that person was not erased");
    else if (!journal_person_open(
                 &key, row->id, row->personal, row->personal_digest, &check->arena, &opened))
        say(check, place_of(check, row->seq, row), "what it tells of a person was changed");
    return true;
}

/* -- heads -- */

static bool load_heads(struct check *check, struct err *err)
{
    arena_clear(&check->head_arena);
    check->next_head = 0;
    if (!journal_verify_rows_heads(check->db, check->last_head, BATCH, &check->head_arena,
            &check->heads, &check->head_count, err))
        return false;
    if (check->head_count)
        check->last_head = check->heads[check->head_count - 1].size;
    return true;
}

static void compare(struct check *check, const struct journal_head *head, const char *what)
{
    struct merkle_hash root;
    merkle_stack_root(&check->stack, &root);
    if (!merkle_eq(&root, &head->root))
        say(check,
            arena_format(&check->arena, "the head of %lld entries %s", (long long)head->size, what),
            "is not that of the first %lld entries as they are now", (long long)head->size);
}

/* Compares the tree with the heads that were written when it was as large as it is here. */
static bool compare_heads(struct check *check, struct err *err)
{
    if (check->kept && check->kept->size == check->stack.size)
        compare(check, check->kept, "that was kept elsewhere");
    if (check->next_head == check->head_count && check->head_count && !load_heads(check, err))
        return false;
    while (check->next_head < check->head_count &&
           check->heads[check->next_head].size <= check->stack.size) {
        const struct journal_head *head = &check->heads[check->next_head++];
        check->verdict.heads++;
        if (head->size == check->stack.size)
            compare(check, head, clock_print(head->at_us, (char[CLOCK_TEXT_SIZE]){0}));
    }
    return true;
}

/* -- entries -- */

/* The row does not give the leaf that was written for its place: it is another one's, or it was changed. */
static bool tell_other(struct check *check, const struct journal_row *row,
    const struct merkle_hash *leaf, struct err *err)
{
    int64_t home = -1;
    if (check->verdict.problems < JOURNAL_VERIFY_TOLD &&
        !journal_verify_rows_find_leaf(check->db, leaf, &home, err))
        return false;
    if (home >= 0)
        say(check, place_of(check, row->seq, row), "was moved: its place was %lld",
            (long long)home);
    else
        say(check, place_of(check, row->seq, row), "was changed since it was written, on %s",
            clock_print(row->at_us, (char[CLOCK_TEXT_SIZE]){0}));
    return true;
}

static void note_node(
    void *context, int64_t level, int64_t position, const struct merkle_hash *hash)
{
    struct check *check = context;
    *VEC_ADD(&check->completed) = (struct node){level, position, *hash};
}

/* Goes on by one place. The tree grows by what was written for it then, so that one changed entry is told once. */
static bool check_place(struct check *check, int64_t seq, const struct journal_row *row,
    const struct merkle_hash *written, struct err *err)
{
    struct merkle_hash leaf = {{0}};
    if (row)
        journal_leaf_hash(row, &leaf);
    if (!row)
        say(check, place_of(check, seq, NULL), "is missing");
    else if (!written)
        say(check, place_of(check, seq, row), "has no leaf in the tree");
    else if (!merkle_eq(&leaf, written) && !tell_other(check, row, &leaf, err))
        return false;
    if (row && !check_personal(check, row, err))
        return false;
    merkle_stack_add(&check->stack, written ? written : &leaf, note_node, check);
    return compare_heads(check, err);
}

/* -- the tree -- */

/* Compares the hashes of one level that are complete by this batch with those that are stored. */
static bool check_level(
    struct check *check, int64_t level, int64_t from, int64_t to, struct err *err)
{
    const struct merkle_hash **stored =
        arena_take_array(&check->arena, (size_t)(to - from), sizeof(*stored));
    if (!arena_check(&check->arena, err) ||
        !journal_verify_rows_nodes(check->db, level, from, to, &check->arena, stored, err))
        return false;
    for (size_t i = 0; i < check->completed.len; i++) {
        const struct node *node = &check->completed.at[i];
        if (node->level != level)
            continue;
        const struct merkle_hash *hash = stored[node->position - from];
        if (hash && merkle_eq(hash, &node->hash))
            continue;
        say(check,
            arena_format(&check->arena, "the hash over entries %lld to %lld",
                (long long)(node->position << level),
                (long long)(((node->position + 1) << level) - 1)),
            hash ? "does not follow from what is beneath it" : "is missing");
    }
    return true;
}

static bool check_nodes(struct check *check, int64_t before, struct err *err)
{
    for (int64_t level = 1; level < MERKLE_LEVELS; level++) {
        int64_t from = before >> level, to = check->stack.size >> level;
        if (from < to && !check_level(check, level, from, to, err))
            return false;
    }
    return true;
}

/* Every hash of a complete subtree stands in the table once, and no other does. */
static bool check_node_count(struct check *check, struct err *err)
{
    int64_t count, wanted = 0;
    for (int64_t size = check->stack.size; size > 0; size >>= 1)
        wanted += size;
    if (!journal_verify_rows_node_count(check->db, &count, err))
        return false;
    if (count > wanted)
        say(check, TEXT("the tree"), "has %lld hashes of entries that are missing",
            (long long)(count - wanted));
    return true;
}

/* -- all -- */

static bool check_batch(struct check *check, int64_t from, int64_t to, struct err *err)
{
    struct journal_row *rows;
    size_t count, next = 0;
    arena_clear(&check->arena);
    check->completed.len = 0;
    const struct merkle_hash **written =
        arena_take_array(&check->arena, (size_t)(to - from), sizeof(*written));
    if (!arena_check(&check->arena, err) ||
        !journal_verify_rows_entries(check->db, from, BATCH, &check->arena, &rows, &count, err) ||
        !journal_verify_rows_nodes(check->db, 0, from, to, &check->arena, written, err))
        return false;
    bool is_ok = true;
    for (int64_t seq = from; is_ok && seq < to; seq++) {
        bool is_there = next < count && rows[next].seq == seq;
        is_ok = check_place(check, seq, is_there ? &rows[next] : NULL, written[seq - from], err);
        next += is_there;
    }
    return is_ok && check_nodes(check, from, err);
}

static bool check_end(struct check *check, struct err *err)
{
    struct journal_verdict *verdict = &check->verdict;
    int64_t outside;
    verdict->head.size = check->stack.size;
    merkle_stack_root(&check->stack, &verdict->head.root);
    if (check->kept && check->kept->size > check->stack.size)
        say(check, TEXT("the journal"),
            "has %lld entries, and had %lld when its head was kept elsewhere: the last ones were "
            "taken away",
            (long long)check->stack.size, (long long)check->kept->size);
    if (!journal_verify_rows_outside(check->db, check->stack.size, &outside, err) ||
        !journal_tree_waiting(check->db, &verdict->waiting, err))
        return false;
    if (outside)
        say(check, TEXT("the journal"), "has %lld entries with places outside of its %lld",
            (long long)outside, (long long)check->stack.size);
    return check_node_count(check, err);
}

static bool run(struct check *check, struct err *err)
{
    int64_t size;
    bool is_ok = journal_verify_rows_size(check->db, &size, err) && load_heads(check, err) &&
                 compare_heads(check, err);
    while (is_ok && check->stack.size < size) {
        int64_t from = check->stack.size;
        is_ok = check_batch(check, from, size - from > BATCH ? from + BATCH : size, err);
    }
    return is_ok && check_end(check, err);
}

bool journal_verify(struct db *db, const struct journal_head *kept, journal_verify_tell tell,
    void *context, struct journal_verdict *ret_verdict, struct err *err)
{
    struct check check = {.db = db, .kept = kept, .tell = tell, .context = context};
    arena_init(&check.arena, SIZE_MAX);
    arena_init(&check.key_arena, SIZE_MAX);
    arena_init(&check.head_arena, SIZE_MAX);
    bool is_ok = run(&check, err);
    if (is_ok)
        *ret_verdict = check.verdict;
    map_done(&check.keys);
    VEC_DONE(&check.key_list);
    VEC_DONE(&check.completed);
    arena_done(&check.arena);
    arena_done(&check.key_arena);
    arena_done(&check.head_arena);
    return is_ok;
}
