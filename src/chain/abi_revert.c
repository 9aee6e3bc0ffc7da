/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi.h"
#include "chain/hex.h"

/* A contract may say much; a person reads a line. */
enum { REASON_BYTES = 200 };

/* The errors that our contracts, and tokens in general (ERC-6093), have of their own. docs/contracts.md says what each means. */
static const char *const errors[] = {
    "AccountBalanceOverflow()",
    "BadSignature()",
    "BalanceQueryForZeroAddress()",
    "Barred(uint256)",
    "CampaignNotOpen(bytes32)",
    "ClassIsSealed(uint256)",
    "ClassOutOfOrder(uint256)",
    "ClassTooLarge(uint256)",
    "ClassesFull()",
    "ERC721InvalidOwner(address)",
    "ERC721NonexistentToken(uint256)",
    "EmptyLog()",
    "EndsInThePast()",
    "Forked(bytes32)",
    "LengthsDiffer()",
    "NotAdmin(address)",
    "NotBarred(uint256)",
    "NotCandidate(address)",
    "NotInCampaign()",
    "NotIssuer(address)",
    "NotOwnerNorApproved()",
    "Shrunk(uint64)",
    "SignatureExpired(uint256)",
    "Soulbound()",
    "SvgRefused(uint256)",
    "TextLength()",
    "TokenAlreadyExists()",
    "TokenDoesNotExist()",
    "TransferFromIncorrectOwner()",
    "TransferToNonERC721ReceiverImplementer()",
    "TransferToZeroAddress()",
    "UnknownClass(uint256)",
    "ZeroAddress()",
    "ZeroCommitment()",
};

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

/* Adds the only value of an error, as its type is written. */
static void add_value(struct buf *out, struct text types, const struct abi_value *value)
{
    char address[ADDRESS_TEXT_SIZE], decimal[U256_DECIMAL_SIZE];
    struct chain_address who = abi_address_of(value);
    if (text_is(types, "(address)"))
        buf_add_z(out, address_print(&who, address));
    else if (text_is(types, "(bytes32)"))
        hex_print(out, value->bytes.at, value->bytes.len);
    else
        buf_add_z(out, u256_print_decimal(&value->number, decimal));
}

/* Returns "NotIssuer(0x…)"; nothing when the error is none that we know, or its value is missing. */
static struct text named(struct text data, struct arena *arena)
{
    struct text kept = {0};
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(errors) && !kept.len; i++) {
        struct text types = text_of(errors[i]), name = text_cut(&types, '(');
        struct abi_value tuple;
        if (!has_selector(data, text_of(errors[i])))
            continue;
        types = text_from(text_of(errors[i]), name.len);
        if (!abi_read(types, text_from(data, KECCAK_SELECTOR_SIZE), arena, &tuple, NULL))
            break;
        buf_format(&buf, "%.*s(", TEXT_ARG(name));
        if (tuple.count)
            add_value(&buf, types, &tuple.items[0]);
        buf_add_z(&buf, ")");
        kept = arena_text(arena, buf_text(&buf));
    }
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
    struct text name = named(data, arena);
    if (name.len)
        return name;
    return arena_format(arena, "error 0x%s", hex_print_into(digits, data.at, KECCAK_SELECTOR_SIZE));
}
