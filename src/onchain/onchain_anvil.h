/* SPDX-License-Identifier: Apache-2.0 */
/* A chain of one's own for trying out: anvil, which is started beside the server and kept, with its state in the data folder. It is on
   loopback, and its first account, whose key everybody knows, signs and has as much money as one likes.
   Example: onchain_anvil_new(&anvil, "/usr/bin/anvil", data, err); … onchain_anvil_free(anvil); */
#ifndef ONCHAIN_ONCHAIN_ANVIL_H
#define ONCHAIN_ONCHAIN_ANVIL_H

#include "onchain/onchain_tools.h"

/* The id that anvil and its like have. */
#define ONCHAIN_ANVIL_CHAIN INT64_C(31337)

struct onchain_anvil;

/* Starts it on a port that stays the same while it is free, and waits until it answers. When it ends, it is started again. Fails with
   ERR_NOT_FOUND when program cannot be run, ERR_SYSTEM when it does not answer. */
MUST_USE bool onchain_anvil_new(
    struct onchain_anvil **ret_anvil, const char *program, const char *folder, struct err *err);
/* Ends it, once it has written its state. Takes NULL. */
void onchain_anvil_free(struct onchain_anvil *anvil);

/* Where it answers: "http://127.0.0.1:49152". */
struct text onchain_anvil_url(const struct onchain_anvil *anvil);

/* Sets the chain up in the database, or where its node is now; and lets tools sign for it. */
MUST_USE bool onchain_anvil_join(const struct onchain_anvil *anvil, struct db *db,
    const struct vault *vault, struct onchain_tools *tools, int64_t now_us, struct err *err);

#endif
