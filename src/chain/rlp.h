/* SPDX-License-Identifier: Apache-2.0 */
/* Recursive Length Prefix, how Ethereum writes transactions: strings of bytes and lists of such. (Yellow paper, appendix B.)
   Example: rlp_print_bytes(&items, TEXT("cat")); rlp_print_list(&out, buf_text(&items));
   Reading is strict: each item has one way to be written, and nothing else is taken. */
#ifndef CHAIN_RLP_H
#define CHAIN_RLP_H

#include "base/buf.h"
#include "chain/u256.h"

/* An item as read: the bytes of a string, or of a list its items, one behind the other as rlp_next takes them. */
struct rlp {
    struct text bytes;
    bool is_list;
};

void rlp_print_bytes(struct buf *out, struct text bytes);
/* Numbers are strings of bytes, highest first, without leading zeros: 0 is empty. */
void rlp_print_number(struct buf *out, uint64_t value);
void rlp_print_u256(struct buf *out, const struct u256 *value);
/* items: what was printed one behind the other. */
void rlp_print_list(struct buf *out, struct text items);

/* Cuts the first item off *rest, whose bytes ret_item borrows. Fails with ERR_SYNTAX. */
MUST_USE bool rlp_next(struct text *rest, struct rlp *ret_item, struct err *err);
/* Reads one item that is all of bytes, and checks what is in it, down to LIMIT_RLP_DEPTH lists in lists (else ERR_LIMIT). */
MUST_USE bool rlp_read(struct text bytes, struct rlp *ret_item, struct err *err);

/* Cut a string of that many bytes, a number, or a list off *rest; what says what it is for an error. */
MUST_USE bool rlp_next_bytes(
    struct text *rest, const char *what, struct text *ret_bytes, struct err *err);
MUST_USE bool rlp_next_u64(
    struct text *rest, const char *what, uint64_t *ret_value, struct err *err);
MUST_USE bool rlp_next_u256(
    struct text *rest, const char *what, struct u256 *ret_value, struct err *err);
MUST_USE bool rlp_next_list(
    struct text *rest, const char *what, struct text *ret_items, struct err *err);

#endif
