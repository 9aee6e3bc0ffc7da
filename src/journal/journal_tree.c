/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_tree.h"

#include "journal/journal_tree_rows.h"

bool journal_tree_place_all(struct db *db, int64_t now_us, struct err *err)
{
    bool is_more = true, is_ok = true;
    while (is_ok && is_more)
        is_ok = journal_tree_place(db, now_us, &is_more, err);
    return is_ok;
}

static bool check_size(struct db *db, int64_t size, struct err *err)
{
    struct journal_head head;
    if (!journal_tree_head(db, &head, err))
        return false;
    if (size < 0 || size > head.size)
        return err_set(err, ERR_NOT_FOUND, "the journal has %lld entries, not %lld",
            (long long)head.size, (long long)size);
    return true;
}

bool journal_tree_head_of(
    struct db *db, int64_t size, struct journal_head *ret_head, struct err *err)
{
    struct journal_head head = {.size = size};
    if (!check_size(db, size, err) ||
        !merkle_range_hash(
            (struct merkle_range){0, size}, journal_tree_rows_node, db, &head.root, err) ||
        !journal_tree_rows_head_time(db, size, &head.at_us, err))
        return false;
    *ret_head = head;
    return true;
}

static bool find_path(struct db *db, const struct merkle_range *ranges, size_t count,
    struct merkle_hash *ret_path, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (!merkle_range_hash(ranges[i], journal_tree_rows_node, db, &ret_path[i], err))
            return false;
    return true;
}

bool journal_tree_inclusion(struct db *db, int64_t seq, int64_t size, struct merkle_hash *ret_path,
    size_t *ret_count, struct err *err)
{
    struct merkle_range ranges[MERKLE_PROOF_MAX];
    if (!check_size(db, size, err))
        return false;
    if (seq < 0 || seq >= size)
        return err_set(err, ERR_NOT_FOUND, "entry %lld came after the first %lld", (long long)seq,
            (long long)size);
    size_t count = merkle_inclusion(seq, size, ranges);
    if (!find_path(db, ranges, count, ret_path, err))
        return false;
    *ret_count = count;
    return true;
}

bool journal_tree_consistency(struct db *db, int64_t first, int64_t second,
    struct merkle_hash *ret_path, size_t *ret_count, struct err *err)
{
    struct merkle_range ranges[MERKLE_PROOF_MAX];
    if (!check_size(db, second, err))
        return false;
    if (first < 1 || first > second)
        return err_set(err, ERR_USAGE,
            "a journal of %lld entries cannot be the beginning of one of %lld", (long long)first,
            (long long)second);
    size_t count = merkle_consistency(first, second, ranges);
    if (!find_path(db, ranges, count, ret_path, err))
        return false;
    *ret_count = count;
    return true;
}

const char *journal_tree_print_head(
    const struct journal_head *head, char at[JOURNAL_HEAD_TEXT_SIZE])
{
    char hex[SHA256_HEX_SIZE];
    snprintf(at, JOURNAL_HEAD_TEXT_SIZE, "%lld:%s", (long long)head->size,
        sha256_print(head->root.at, hex));
    return at;
}

bool journal_tree_read_head(struct text text, struct journal_head *ret_head, struct err *err)
{
    struct journal_head head = {0};
    struct text rest = text_trim(text), size = text_cut(&rest, ':');
    if (!text_read_i64(size, &head.size) || head.size < 0 || !sha256_read(rest, head.root.at))
        return err_set(err, ERR_SYNTAX,
            "a head is its size, a colon, and the root's 64 hexadecimal digits: 12:e3b0…");
    *ret_head = head;
    return true;
}
