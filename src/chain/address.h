/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of accounts and contracts, written with the check in their capitals (EIP-55).
   Example: struct chain_address a; if (!address_read(text, &a, err)) … address_print(&a, room) */
#ifndef CHAIN_ADDRESS_H
#define CHAIN_ADDRESS_H

#include "base/err.h"
#include "base/text.h"

enum { ADDRESS_SIZE = 20, ADDRESS_TEXT_SIZE = 43 };

struct chain_address {
    unsigned char at[ADDRESS_SIZE];
};

/* Reads 0x and 40 hexadecimal digits: all small, all capital, or with the capitals of EIP-55. Fails with ERR_SYNTAX: also
   when the capitals are those of another address, which is how a mistyped one is found out. */
MUST_USE bool address_read(struct text t, struct chain_address *ret_address, struct err *err);

/* Writes the address with the capitals of EIP-55, and a NUL. Returns at. */
const char *address_print(const struct chain_address *address, char at[ADDRESS_TEXT_SIZE]);

bool address_eq(const struct chain_address *a, const struct chain_address *b);
bool address_is_zero(const struct chain_address *address);

/* The address of a public key: x and y of the point, 32 bytes each. */
struct chain_address address_of_public(const unsigned char point[64]);
/* The address of the contract that an account makes with the transaction of that nonce. */
struct chain_address address_of_contract(const struct chain_address *from, uint64_t nonce);

#endif
