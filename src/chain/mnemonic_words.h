/* SPDX-License-Identifier: Apache-2.0 */
/* The 2048 English words of BIP-39, in its order, a space between each two. Example: text_of(mnemonic_words) */
#ifndef CHAIN_MNEMONIC_WORDS_H
#define CHAIN_MNEMONIC_WORDS_H

extern const char mnemonic_words[];

#endif
