/* SPDX-License-Identifier: Apache-2.0 */
/* Types of contracts' values as the ABI writes them: "uint256", "bytes32[]", "(address,string)[2]".
   Example: struct abi_type type; abi_type_read(TEXT("(address,uint256)"), arena, &type, err) */
#ifndef CHAIN_ABI_TYPE_H
#define CHAIN_ABI_TYPE_H

#include "base/arena.h"

enum abi_kind {
    ABI_UINT,
    ABI_INT,
    ABI_ADDRESS,
    ABI_BOOL,
    ABI_FIXED, /* bytes1 to bytes32 */
    ABI_BYTES,
    ABI_STRING,
    ABI_ARRAY,
    ABI_TUPLE,
};

struct abi_type {
    enum abi_kind kind;
    unsigned size;          /* bits of a number, bytes of ABI_FIXED */
    bool is_dynamic;        /* stands behind the heads, found by an offset */
    bool is_sized;          /* an array of a length that the type says */
    size_t count;           /* that length; members of a tuple */
    struct abi_type *items; /* the type of an array's elements; a tuple's members */
    size_t head_bytes;      /* what it takes where it stands: 32 when dynamic */
};

/* Reads a whole type. Aliases ("uint") are not taken: a signature with one hashes to something else. Fails with ERR_SYNTAX, or
   ERR_LIMIT beyond LIMIT_ABI_TYPE_BYTES, LIMIT_ABI_DEPTH and LIMIT_ABI_VALUES words in one place. */
MUST_USE bool abi_type_read(
    struct text t, struct arena *arena, struct abi_type *ret_type, struct err *err);

#endif
