/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's head as everybody may have it, signed: a checkpoint as C2SP's tlog-checkpoint has it, in a note as its signed-note has
   it, with Ed25519. Who watches logs of other kinds can watch this one.
   Example: checkpoint_print(&out, TEXT("kenzen.example.org/journal"), &head, key, public_bytes) */
#ifndef JOURNAL_CHECKPOINT_H
#define JOURNAL_CHECKPOINT_H

#include "journal/journal_tree.h"
#include "journal/signing_key.h"

enum { CHECKPOINT_KEY_ID_SIZE = 4 };

struct checkpoint {
    struct text origin;
    struct journal_head head; /* without a time */
    struct text body;         /* what is signed, up to its last line end */
    struct text signatures;   /* the lines behind the empty one */
};

/* The log's name: the host of a server's URL (with its port), and "/journal". */
struct text checkpoint_origin(struct text url, struct arena *arena);

/* The first four bytes of SHA-256(name | 0x0A | 0x01 | key). */
void checkpoint_key_id(struct text name, const unsigned char key[JWS_ED25519_BYTES],
    unsigned char ret_id[CHECKPOINT_KEY_ID_SIZE]);
/* Adds the key as verifiers of notes take it, "NAME+ID+KEY". */
void checkpoint_print_key(
    struct buf *out, struct text name, const unsigned char key[JWS_ED25519_BYTES]);

/* Adds a checkpoint signed by key, whose public half is public_bytes. */
void checkpoint_print(struct buf *out, struct text origin, const struct journal_head *head,
    const struct jws_key *key, const unsigned char public_bytes[JWS_ED25519_BYTES]);

/* Reads one; its texts borrow from note. ERR_SYNTAX, ERR_LIMIT. Nothing of it must be believed before checkpoint_is_signed. */
MUST_USE bool checkpoint_read(struct checkpoint *ret_checkpoint, struct text note, struct err *err);
/* Whether one of its signatures is by key under the checkpoint's origin as the name. */
bool checkpoint_is_signed(
    const struct checkpoint *checkpoint, const unsigned char key[JWS_ED25519_BYTES]);
/* The same for any note, and name. */
bool checkpoint_note_is_signed(struct text body, struct text signatures, struct text name,
    const unsigned char key[JWS_ED25519_BYTES]);

#endif
