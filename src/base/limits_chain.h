/* SPDX-License-Identifier: Apache-2.0 */
/* The limits on chains, on what is sent there and what their nodes answer: a part of base/limits.h, which is what one includes.
   Example: LIMIT_CHAIN_ENDPOINTS */
#ifndef BASE_LIMITS_CHAIN_H
#define BASE_LIMITS_CHAIN_H

#include <stddef.h>
#include <stdint.h>

/* Nodes of one chain, asked one after another; and chains, each of which is looked at every few seconds. */
#define LIMIT_CHAIN_ENDPOINTS ((size_t)5)
#define LIMIT_CHAINS ((size_t)50)
/* The largest id of a chain (EIP-2294). */
#define LIMIT_CHAIN_ID INT64_C(4503599627370476)
/* Data of one transaction: nodes take 128 KiB in all (geth's txMaxSize), and a contract's making code has 48 KiB (EIP-3860). */
#define LIMIT_CHAIN_DATA_BYTES ((size_t)120 << 10)
/* What an error that a contract raised is decoded from: a sentence. */
#define LIMIT_CHAIN_REASON_BYTES ((size_t)4096)
/* Transactions of one chain that are looked at in one round; and those that wait in a node's pool, which takes some 64 of one sender. */
#define LIMIT_CHAIN_ROUND ((size_t)100)
#define LIMIT_CHAIN_IN_FLIGHT ((size_t)16)
/* Badges that one account has minted of a day: whoever runs the server pays for each. Claims that the server pays for
   are counted, those that holders pay for are not. */
#define LIMIT_MINTS_A_DAY ((size_t)50)
/* Transactions of our key that we do not know of, sent by hand: a node that names more is not believed alone. Whatever is signed behind nonces
   that were never used waits until somebody uses them, at 21,000 units of gas each: so many cost less than a class of badges. */
#define LIMIT_CHAIN_NONCES_AHEAD ((int64_t)16)
/* Attempts of one transaction, each for an eighth more than the one before: the last costs 300 times the first. */
#define LIMIT_CHAIN_ATTEMPTS ((int64_t)50)
/* Confirmations that an administrator may ask for: a day of the quickest chains. */
#define LIMIT_CHAIN_CONFIRMATIONS ((int64_t)10000)

/* How often the journal may be anchored: a minute at the least, since each costs gas, a year at the most. 0 is never. */
#define LIMIT_ANCHOR_SECONDS_LEAST ((int64_t)60)
#define LIMIT_ANCHOR_SECONDS_MOST ((int64_t)366 * 86400)

/* One answer of a node: 10,000 logs have some 6 MB, a block's head 2 KiB. And all that one round reads. */
#define LIMIT_RPC_REPLY_BYTES ((size_t)8 << 20)
#define LIMIT_RPC_ARENA ((size_t)128 << 20)
/* For one call: a node that takes longer had better be asked again. */
#define LIMIT_RPC_SECONDS ((unsigned)15)
/* Logs of one answer: public nodes stop at 10,000. Data of one value: a contract's code has 24 KiB (EIP-170), a log's data less. */
#define LIMIT_RPC_LOGS ((size_t)10000)
#define LIMIT_RPC_DATA_BYTES ((size_t)1 << 20)
/* Calls for logs where a node looks through few blocks at once: with the 10,000 of many public nodes they do for 40 million blocks. */
#define LIMIT_RPC_PIECES ((size_t)4000)
/* Topics of a log, by the virtual machine. */
#define LIMIT_RPC_TOPICS ((size_t)4)
/* What a node says is wrong, of which people are shown as much. */
#define LIMIT_RPC_MESSAGE_BYTES ((size_t)300)

/* A keystore: real ones have 500 bytes; and the file with its password. */
#define LIMIT_KEYSTORE_BYTES ((size_t)64 << 10)
/* What one may make us use to try a password: geth's own ask for 256 MiB, and for 2^21 steps of scrypt or 2^18 rounds of PBKDF2. */
#define LIMIT_KEYSTORE_MEMORY ((size_t)512 << 20)
#define LIMIT_KEYSTORE_WORK ((size_t)1 << 22)
#define LIMIT_KEYSTORE_ROUNDS ((size_t)4000000)

/* A message that a wallet signs (EIP-4361): ours have 400 bytes. Addresses of one account: each badge may go to a fresh one. */
#define LIMIT_SIWE_BYTES ((size_t)4096)
#define LIMIT_WALLET_ADDRESSES ((size_t)100)

/* A claim that the server pays for: its holder's signature must count for as long as the transaction may wait to be sent, and not for much
   longer, since anybody who has it may send it. And how many of a chain an administrator may let the server pay for within a day. */
#define LIMIT_CLAIM_SECONDS_LEAST ((int64_t)600)
#define LIMIT_CLAIM_SECONDS_MOST ((int64_t)7 * 86400)
#define LIMIT_CLAIMS_PAID_A_DAY ((int64_t)100000)

/* Badges of one campaign: its root costs the same for any number, a claim a little more for each doubling. And how long it may be open. */
#define LIMIT_CAMPAIGN_BADGES ((size_t)10000)
#define LIMIT_CAMPAIGN_DAYS INT64_C(3660)

/* -- the library -- */
/* Lists in lists of RLP: a block with its transactions and their access lists has five. */
#define LIMIT_RLP_DEPTH ((size_t)16)
/* A signature of a function, or the types of its answer: the longest of our contracts has 120 bytes. */
#define LIMIT_ABI_TYPE_BYTES ((size_t)4096)
/* Arrays and tuples in each other, and EIP-712 structures. */
#define LIMIT_ABI_DEPTH ((size_t)16)
/* Values of one answer of a contract: parts of it may be named by any number of others. A batch has some hundreds. */
#define LIMIT_ABI_VALUES ((size_t)100000)
/* A signed transaction: nodes take 128 KiB. */
#define LIMIT_TX_BYTES ((size_t)128 << 10)
/* A document of typed data, and the values in it: what a wallet can still show has some hundred. */
#define LIMIT_TYPED_DATA_BYTES ((size_t)256 << 10)
#define LIMIT_TYPED_DATA_VALUES ((size_t)10000)

#endif
