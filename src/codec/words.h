/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a text, as searching compares them: small letters and digits, the same on every engine.
   Example: words_init(&reader, TEXT("CVE-2021-44228 脆弱性")); while (words_next(&reader, &word)) …
            "wcve", "w2021", "w44228", then the pairs 脆弱 and 弱性, and 性 */
#ifndef CODEC_WORDS_H
#define CODEC_WORDS_H

#include "base/buf.h"

/* What is longer is cut: nobody types more of a word. */
enum { WORDS_MAX_BYTES = 64 };

/* A word begins with "w" and is made of a-z and 0-9 alone, so that it is one word and no syntax to any engine. Other letters are written as
   "u" and the six digits of their number. */
struct words_word {
    char at[WORDS_MAX_BYTES];
    size_t len;
    bool
        is_tail; /* the last character of several that are written without spaces: it stands in the pair before too */
    bool is_single; /* a character alone: a pair may begin with it */
};

struct words_reader {
    struct text rest;
    bool is_in_run;
};

void words_init(struct words_reader *reader, struct text text);
/* Returns whether there was one more. Letters and digits side by side are one word; Chinese, Japanese and Korean, which have no spaces to go
   by, are every two characters that are side by side. Bytes that are no UTF-8 part words, as signs do. */
bool words_next(struct words_reader *reader, struct words_word *ret_word);

/* Adds the first words of text, with a space before each. */
void words_print(struct buf *out, struct text text, size_t max_words);

#endif
