/* SPDX-License-Identifier: Apache-2.0 */
/* What contracts are called with and answer: Solidity's ABI, by the types' names.
   Example: struct abi_value args[] = {abi_address(&holder), abi_u64(3), abi_bytes(hash)};
            abi_print_call(&data, TEXT("issue(address,uint256,bytes32)"), args, 3, err)
   Answers are hostile: ranges are checked, and what they may make us keep has a limit. */
#ifndef CHAIN_ABI_H
#define CHAIN_ABI_H

#include "base/buf.h"
#include "chain/abi_type.h"
#include "chain/address.h"
#include "chain/keccak.h"
#include "chain/u256.h"

struct abi_value {
    struct u256
        number; /* of numbers (int: two's complement), bool (0, 1) and address (its 20 last bytes) */
    struct text bytes;       /* of bytes, bytesN and string (UTF-8 by convention, not by check) */
    struct abi_value *items; /* of arrays and tuples */
    size_t count;
};

/* Values to print. bytes does for bytesN and string too. */
struct abi_value abi_u64(uint64_t value);
struct abi_value abi_u256(const struct u256 *value);
struct abi_value abi_bool(bool value);
struct abi_value abi_address(const struct chain_address *address);
struct abi_value abi_bytes(struct text bytes);
/* An array or a tuple; items are borrowed. */
struct abi_value abi_list(struct abi_value *items, size_t count);
/* The address that a value read as such holds. */
struct chain_address abi_address_of(const struct abi_value *value);

/* Adds the values, encoded as the members of a tuple: types is "(address,uint256)". Fails with ERR_SYNTAX when the types or
   the values are none that fit each other: what our own code gives is at fault then. */
MUST_USE bool abi_print(struct buf *out, struct text types, const struct abi_value *values,
    size_t count, struct err *err);
/* The same behind the selector of a function: its signature is "name(types)". */
MUST_USE bool abi_print_call(struct buf *out, struct text signature, const struct abi_value *values,
    size_t count, struct err *err);

/* Reads data as a tuple of these types into ret_tuple, whose items are in arena and whose bytes borrow from data. Bytes behind
   the end are let pass, as the compiler does. Fails with ERR_SYNTAX, or ERR_LIMIT beyond LIMIT_ABI_VALUES values. */
MUST_USE bool abi_read(struct text types, struct text data, struct arena *arena,
    struct abi_value *ret_tuple, struct err *err);
/* Reads one value of a plain static type, as an indexed parameter stands in a log's topics. */
MUST_USE bool abi_read_topic(const char *type, const unsigned char topic[KECCAK_SIZE],
    struct abi_value *ret_value, struct err *err);

/* The first topic of an event's logs, from its signature "Transfer(address,address,uint256)". */
void abi_topic(struct text signature, unsigned char ret_topic[KECCAK_SIZE]);

/* Returns, in arena, what a reverted call says: the text of Error(string), the code of Panic(uint256), "NotIssuer(0x…)" of an
   error that our contracts have, or the selector of another. Controls and what is no UTF-8 are replaced. */
struct text abi_revert_text(struct text data, struct arena *arena);

#endif
