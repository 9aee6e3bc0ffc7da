/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/words.h"

enum { LETTER_BYTES = 7 };

enum kind { SIGN, LETTER, IDEOGRAPH };

struct range {
    uint32_t from, to;
};

static bool is_in(uint32_t c, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].from && c <= ranges[i].to)
            return true;
    return false;
}

/* Scripts without spaces, with Hangul, whose particles stick to the word: kana (but the middle dot), ideographs, syllables. */
static const struct range ideographs[] = {{0x3005, 0x3007}, {0x3041, 0x3096}, {0x30a1, 0x30fa},
    {0x30fc, 0x30ff}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xac00, 0xd7a3}, {0xf900, 0xfaff},
    {0xff66, 0xff9d}, {0x20000, 0x3ffff}};

/* Spaces, punctuation, arrows, box drawing, and what has no letter. */
static const struct range signs[] = {{0x80, 0xbf}, {0xd7, 0xd7}, {0xf7, 0xf7}, {0x2000, 0x206f},
    {0x2190, 0x2bff}, {0x3000, 0x303f}, {0x3097, 0x30a0}, {0x30fb, 0x30fb}, {0xfe00, 0xfe6f},
    {0xfeff, 0xff65}, {0xff9e, 0xffff}};

/* Full-width forms are those of ASCII; capitals of Latin-1, Greek and Cyrillic have their small letters at a fixed distance. */
static uint32_t fold(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
    if (c < 0x80)
        return (unsigned char)text_lower_char((char)c);
    if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
        (c >= 0x410 && c <= 0x42f))
        return c + 0x20;
    return c >= 0x400 && c <= 0x40f ? c + 0x50 : c;
}

static enum kind kind_of(uint32_t c)
{
    if (c < 0x80)
        return text_is_alpha((char)c) || text_is_digit((char)c) ? LETTER : SIGN;
    if (is_in(c, ideographs, LEN_OF(ideographs)))
        return IDEOGRAPH;
    return is_in(c, signs, LEN_OF(signs)) ? SIGN : LETTER;
}

/* The character at the front, folded, and its length; a byte that begins none is a sign. */
static size_t look(struct text t, uint32_t *ret_c)
{
    unsigned char first = (unsigned char)*t.at;
    size_t len = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
    *ret_c = 0;
    if (len == 0 || len > t.len || text_find_bad_utf8(text_slice(t, 0, len)) >= 0)
        return 1;
    uint32_t c = len == 1 ? first : first & (0x7fU >> len);
    for (size_t i = 1; i < len; i++)
        c = c << 6 | ((unsigned char)t.at[i] & 0x3f);
    *ret_c = fold(c);
    return len;
}

static void add(struct words_word *word, uint32_t c)
{
    if (c < 0x80 && word->len < WORDS_MAX_BYTES)
        word->at[word->len++] = (char)c;
    if (c < 0x80 || word->len + LETTER_BYTES > WORDS_MAX_BYTES)
        return;
    word->at[word->len++] = 'u';
    for (int shift = 20; shift >= 0; shift -= 4)
        word->at[word->len++] = "0123456789abcdef"[c >> shift & 0xf];
}

void words_init(struct words_reader *reader, struct text text)
{
    *reader = (struct words_reader){text, false};
}

static void read_pair(struct words_reader *reader, struct words_word *word)
{
    uint32_t next = 0;
    if (reader->rest.len)
        look(reader->rest, &next);
    bool is_last = kind_of(next) != IDEOGRAPH;
    if (!is_last)
        add(word, next);
    word->is_tail = is_last && reader->is_in_run;
    word->is_single = is_last && !reader->is_in_run;
    reader->is_in_run = !is_last;
}

static void read_letters(struct words_reader *reader, struct words_word *word)
{
    uint32_t c;
    reader->is_in_run = false;
    while (reader->rest.len) {
        size_t len = look(reader->rest, &c);
        if (kind_of(c) != LETTER)
            return;
        add(word, c);
        reader->rest = text_from(reader->rest, len);
    }
}

bool words_next(struct words_reader *reader, struct words_word *ret_word)
{
    *ret_word = (struct words_word){.at = "w", .len = 1};
    while (reader->rest.len) {
        uint32_t c;
        reader->rest = text_from(reader->rest, look(reader->rest, &c));
        enum kind kind = kind_of(c);
        if (kind == SIGN)
            continue;
        add(ret_word, c);
        if (kind == IDEOGRAPH)
            read_pair(reader, ret_word);
        else
            read_letters(reader, ret_word);
        return true;
    }
    return false;
}

void words_print(struct buf *out, struct text text, size_t max_words)
{
    struct words_reader reader;
    struct words_word word;
    words_init(&reader, text);
    for (size_t i = 0; i < max_words && words_next(&reader, &word); i++) {
        buf_add_char(out, ' ');
        buf_add(out, (struct text){word.at, word.len});
    }
}
