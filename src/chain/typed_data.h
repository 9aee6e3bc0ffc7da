/* SPDX-License-Identifier: Apache-2.0 */
/* Typed data that a wallet shows and signs (EIP-712), as the JSON that eth_signTypedData_v4 takes: types, primaryType, domain
   and message. Example: typed_data_digest(json, digest, err); secp_recover(&signature, digest, &address, err) */
#ifndef CHAIN_TYPED_DATA_H
#define CHAIN_TYPED_DATA_H

#include "base/buf.h"
#include "chain/keccak.h"

/* Gives the digest that is signed. EIP712Domain must be among the types. Fails with ERR_SYNTAX and where, or ERR_LIMIT. */
MUST_USE bool typed_data_digest(
    struct text json, unsigned char ret_digest[KECCAK_SIZE], struct err *err);

#endif
