/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets as words to write on paper (BIP-39, English): 12 words for 128 bits, 24 for 256.
   Example: mnemonic_print(entropy, &words, err); mnemonic_seed(words, TEXT(""), seed, err)
   All of it is secret: wipe with sodium_memzero what it was read from and written to. */
#ifndef CHAIN_MNEMONIC_H
#define CHAIN_MNEMONIC_H

#include "base/buf.h"

enum { MNEMONIC_ENTROPY_SIZE = 32, MNEMONIC_SEED_SIZE = 64, MNEMONIC_WORDS_MOST = 24 };
/* Room for 24 words of up to eight letters, each with a space or the NUL behind it. */
enum { MNEMONIC_TEXT_SIZE = 24 * 9 };

/* Writes the words of 16, 20, 24, 28 or 32 random bytes into at, NUL at the end, so that they are in no place that cannot be
   wiped. Fails with ERR_SYNTAX for another size. */
MUST_USE bool mnemonic_print(struct text entropy, char at[MNEMONIC_TEXT_SIZE], struct err *err);

/* Finds what the words stand for; capitals and the space between them do not matter. Fails with ERR_SYNTAX, never naming a
   word: not a number of words that there can be, a word that is not in the list, or a wrong check sum. */
MUST_USE bool mnemonic_read(struct text words, unsigned char ret_entropy[MNEMONIC_ENTROPY_SIZE],
    size_t *ret_size, struct err *err);

/* Gives the seed of all keys of a wallet. The pass phrase is one's own choice, or empty. Fails as mnemonic_read does, and with
   ERR_UNSUPPORTED for a pass phrase that is not ASCII. */
MUST_USE bool mnemonic_seed(struct text words, struct text pass_phrase,
    unsigned char ret_seed[MNEMONIC_SEED_SIZE], struct err *err);

#endif
