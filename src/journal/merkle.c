/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/merkle.h"

void merkle_leaf(struct text data, struct merkle_hash *ret_hash)
{
    struct sha256 *hash = sha256_new();
    sha256_add(hash, (struct text){"\0", 1});
    sha256_add(hash, data);
    sha256_end(hash, ret_hash->at);
}

void merkle_node(
    const struct merkle_hash *left, const struct merkle_hash *right, struct merkle_hash *ret_hash)
{
    char both[1 + 2 * SHA256_SIZE];
    both[0] = 1;
    memcpy(both + 1, left->at, SHA256_SIZE);
    memcpy(both + 1 + SHA256_SIZE, right->at, SHA256_SIZE);
    sha256_of((struct text){both, sizeof both}, ret_hash->at);
}

bool merkle_eq(const struct merkle_hash *a, const struct merkle_hash *b)
{
    return memcmp(a->at, b->at, SHA256_SIZE) == 0;
}

/* -- growing -- */

void merkle_stack_add(struct merkle_stack *stack, const struct merkle_hash *leaf,
    merkle_completed completed, void *context)
{
    struct merkle_hash hash = *leaf;
    int64_t position = stack->size;
    int level = 0;
    if (completed)
        completed(context, 0, position, &hash);
    while (position & 1) {
        merkle_node(&stack->at[level], &hash, &hash);
        level++;
        position >>= 1;
        if (completed)
            completed(context, level, position, &hash);
    }
    stack->at[level] = hash;
    stack->size++;
}

void merkle_stack_root(const struct merkle_stack *stack, struct merkle_hash *ret_root)
{
    bool is_begun = false;
    if (stack->size == 0)
        sha256_of(TEXT(""), ret_root->at);
    for (int level = 0; level < MERKLE_LEVELS; level++) {
        if (!(stack->size >> level & 1))
            continue;
        if (is_begun)
            merkle_node(&stack->at[level], ret_root, ret_root);
        else
            *ret_root = stack->at[level];
        is_begun = true;
    }
}

/* -- proofs -- */

/* "the largest power of two smaller than n (i.e., k < n <= 2k)" */
static int64_t split(int64_t n)
{
    int64_t k = 1;
    while (k < n - k)
        k *= 2;
    return k;
}

/* The ranges are found from the root down, and told from the leaf up. */
static size_t turn(struct merkle_range *ret_ranges, const struct merkle_range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ret_ranges[i] = ranges[count - 1 - i];
    return count;
}

size_t merkle_inclusion(
    int64_t index, int64_t size, struct merkle_range ret_ranges[MERKLE_PROOF_MAX])
{
    struct merkle_range ranges[MERKLE_PROOF_MAX];
    size_t count = 0;
    int64_t from = 0, to = size;
    while (to - from > 1) {
        int64_t middle = from + split(to - from);
        bool is_left = index < middle;
        ranges[count++] =
            is_left ? (struct merkle_range){middle, to} : (struct merkle_range){from, middle};
        if (is_left)
            to = middle;
        else
            from = middle;
    }
    return turn(ret_ranges, ranges, count);
}

/* SUBPROOF(m, D_n, b): as long as the former tree ends inside, what stands beside the way to its end. */
size_t merkle_consistency(
    int64_t first, int64_t second, struct merkle_range ret_ranges[MERKLE_PROOF_MAX])
{
    struct merkle_range ranges[MERKLE_PROOF_MAX];
    size_t count = 0;
    int64_t from = 0, to = second;
    while (first != to) {
        int64_t middle = from + split(to - from);
        bool is_left = first <= middle;
        ranges[count++] =
            is_left ? (struct merkle_range){middle, to} : (struct merkle_range){from, middle};
        if (is_left)
            to = middle;
        else
            from = middle;
    }
    /* b: the former root itself is known to whoever checks. */
    if (from != 0)
        ranges[count++] = (struct merkle_range){from, to};
    return turn(ret_ranges, ranges, count);
}

/* A range begins where a subtree as large as it begins: its complete subtrees stand in the bits of its length. */
bool merkle_range_hash(struct merkle_range range, merkle_find find, void *context,
    struct merkle_hash *ret_hash, struct err *err)
{
    struct merkle_hash hash = {{0}}, part;
    int64_t len = range.to - range.from, end = range.to;
    bool is_begun = false;
    if (len == 0)
        sha256_of(TEXT(""), hash.at);
    for (int level = 0; level < MERKLE_LEVELS; level++) {
        if (!(len >> level & 1))
            continue;
        end -= (int64_t)1 << level;
        if (!find(context, level, end >> level, &part, err))
            return false;
        if (is_begun)
            merkle_node(&part, &hash, &hash);
        else
            hash = part;
        is_begun = true;
    }
    *ret_hash = hash;
    return true;
}

/* -- checking -- */

bool merkle_inclusion_holds(int64_t index, int64_t size, const struct merkle_hash *leaf,
    const struct merkle_hash *path, size_t count, const struct merkle_hash *root)
{
    struct merkle_hash r = *leaf;
    int64_t fn = index, sn = size - 1;
    if (index < 0 || index >= size)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (sn == 0)
            return false;
        if (fn & 1 || fn == sn) {
            merkle_node(&path[i], &r, &r);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            merkle_node(&r, &path[i], &r);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && merkle_eq(&r, root);
}

/* Goes up from the end of the former tree, computing both roots; p is the rest of the path. */
static bool climb(int64_t fn, int64_t sn, const struct merkle_hash *p, size_t count,
    struct merkle_hash *fr, struct merkle_hash *sr)
{
    for (size_t i = 0; i < count; i++) {
        if (sn == 0)
            return false;
        if (fn & 1 || fn == sn) {
            merkle_node(&p[i], fr, fr);
            merkle_node(&p[i], sr, sr);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            merkle_node(sr, &p[i], sr);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0;
}

bool merkle_consistency_holds(int64_t first, const struct merkle_hash *first_root, int64_t second,
    const struct merkle_hash *second_root, const struct merkle_hash *path, size_t count)
{
    if (first < 1 || first > second)
        return false;
    if (first == second)
        return count == 0 && merkle_eq(first_root, second_root);
    bool is_power = (first & (first - 1)) == 0;
    if (!is_power && count == 0)
        return false;
    struct merkle_hash fr = is_power ? *first_root : path[0], sr = fr;
    int64_t fn = first - 1, sn = second - 1;
    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    size_t used = is_power ? 0 : 1;
    return climb(fn, sn, path + used, count - used, &fr, &sr) && merkle_eq(&fr, first_root) &&
           merkle_eq(&sr, second_root);
}
