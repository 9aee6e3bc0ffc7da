/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi.h"
#include "chain/hex.h"

/* A contract may say much; a person reads a line. */
enum { REASON_BYTES = 200 };

static bool has_selector(struct text data, struct text signature)
{
    unsigned char selector[KECCAK_SELECTOR_SIZE];
    keccak_selector(signature, selector);
    return text_starts(data, (struct text){(const char *)selector, sizeof selector});
}

static struct text plain(struct text reason, struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    buf_add_plain(&buf, text_front(reason, REASON_BYTES));
    struct text kept = arena_text(arena, buf_text(&buf));
    buf_done(&buf);
    return kept;
}

struct text abi_revert_text(struct text data, struct arena *arena)
{
    struct abi_value tuple;
    struct text rest = text_from(data, KECCAK_SELECTOR_SIZE);
    char digits[2 * KECCAK_SELECTOR_SIZE + 1], quantity[U256_QUANTITY_SIZE];
    if (data.len < KECCAK_SELECTOR_SIZE)
        return TEXT("reverted without a reason");
    if (has_selector(data, TEXT("Error(string)")) &&
        abi_read(TEXT("(string)"), rest, arena, &tuple, NULL))
        return plain(tuple.items[0].bytes, arena);
    if (has_selector(data, TEXT("Panic(uint256)")) &&
        abi_read(TEXT("(uint256)"), rest, arena, &tuple, NULL))
        return arena_format(
            arena, "panic %s", u256_print_quantity(&tuple.items[0].number, quantity));
    return arena_format(arena, "error 0x%s", hex_print_into(digits, data.at, KECCAK_SELECTOR_SIZE));
}
