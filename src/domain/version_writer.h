/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the bytes of version keys, so that they have the order of what they stand for. Only version*.c include this.
   Example: version_writer_add_number(out, TEXT("007")); version_writer_add_word(out, TEXT("beta"));
   A byte below VERSION_WRITER_NUMBER is a mark whose meaning is the scheme's. Numbers begin with one from there up to 0x7f
   and end by themselves. The bytes of words are above all of those, so whatever else follows ends a word, before any
   longer one. */
#ifndef DOMAIN_VERSION_WRITER_H
#define DOMAIN_VERSION_WRITER_H

#include "base/limits.h"
#include "base/text.h"

enum {
    VERSION_WRITER_END = 0,    /* a mark before all others */
    VERSION_WRITER_NUMBER = 8, /* the first byte of the number 0 */
    VERSION_WRITER_BREAK =
        0x80, /* between two words: comes behind all numbers, before the rest of a longer word */
    /* The longest key: a legacy PyPI version "0-0-…" has 9 bytes for each of its own. */
    VERSION_WRITER_BYTES = 16 * LIMIT_VERSION_BYTES,
};

struct version_writer {
    size_t len; /* VERSION_WRITER_BYTES when something did not fit */
    unsigned char bytes[VERSION_WRITER_BYTES];
};

static inline void version_writer_add(struct version_writer *out, unsigned char byte)
{
    if (out->len < VERSION_WRITER_BYTES)
        out->bytes[out->len++] = byte;
}

/* Returns what an ASCII character is in a word. */
static inline unsigned char version_writer_word_byte(char c)
{
    return (unsigned char)((unsigned char)c | 0x80);
}

/* Returns whether a byte of a key is, at a place where a number or mark may stand too, the next letter of a word. */
static inline bool version_writer_is_letter(char byte)
{
    return text_is_alpha((char)((unsigned char)byte & 0x7f)) && ((unsigned char)byte & 0x80);
}

/* Adds an ASCII word, or that word in small letters, or a run of digits as a number of any size (none counts as 0). */
void version_writer_add_word(struct version_writer *out, struct text word);
void version_writer_add_word_lower(struct version_writer *out, struct text word);
void version_writer_add_number(struct version_writer *out, struct text digits);
void version_writer_add_u64(struct version_writer *out, uint64_t value);

/* Returns how many bytes the number has with which key begins: at least 1, and perhaps more than there are. */
size_t version_writer_number_len(struct text key);

/* Adds the numbers of "1.2.0" without the zeros at the end, which count as absent ones do. A mark must follow. */
void version_writer_add_release(struct version_writer *out, struct text numbers);

#endif
