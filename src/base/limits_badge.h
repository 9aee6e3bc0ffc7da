/* SPDX-License-Identifier: Apache-2.0 */
/* Limits on what those bring who let badges be verified (base/limits.h). */
#ifndef BASE_LIMITS_BADGE_H
#define BASE_LIMITS_BADGE_H

#include <stddef.h>

/* A picture with a credential in it, or the credential: ours have some 10 kB, a photograph of a camera as PNG has 16 MiB. */
#define LIMIT_BAKED_BYTES ((size_t)16 << 20)
/* The document of an issuer (did:web), and its keys: one of ten rotations has some 10 kB. */
#define LIMIT_DID_BYTES ((size_t)256 << 10)
#define LIMIT_DID_KEYS ((size_t)100)
/* A signed head of a log: another's may bear the lines of many witnesses. */
#define LIMIT_CHECKPOINT_BYTES ((size_t)16 << 10)
/* A status list, unpacked: eight million badges. */
#define LIMIT_STATUS_LIST_BYTES ((size_t)1 << 20)
/* Statuses of one credential that are looked up: one each for revoking and suspending, in two lists. */
#define LIMIT_STATUSES ((size_t)4)
/* Commitments of one token that are looked up in the log: badges of one class that one holder got. */
#define LIMIT_COMMITMENTS ((size_t)1000)
/* What a log answers to one question: paths of 63 hashes, a checkpoint. */
#define LIMIT_LOG_ANSWER_BYTES ((size_t)64 << 10)

#endif
