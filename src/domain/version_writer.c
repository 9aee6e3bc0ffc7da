/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/version_writer.h"

/* The first bytes of numbers. Up to 95 it is all there is; the next 2,048 numbers have one more byte; then come those with
   as many bytes as the difference to BINARY, and those whose digits must be written. */
enum { ONE = VERSION_WRITER_NUMBER, TWO = ONE + 96, BINARY = TWO + 8, LONG = 0x7f };
enum { TWO_FROM = TWO - ONE, BINARY_FROM = TWO_FROM + ((BINARY - TWO) << 8), U64_DIGITS = 19 };

void version_writer_add_word(struct version_writer *out, struct text word)
{
    for (size_t i = 0; i < word.len; i++)
        version_writer_add(out, version_writer_word_byte(word.at[i]));
}

void version_writer_add_word_lower(struct version_writer *out, struct text word)
{
    for (size_t i = 0; i < word.len; i++)
        version_writer_add(out, version_writer_word_byte(text_lower_char(word.at[i])));
}

static void add_big_endian(struct version_writer *out, uint64_t value, unsigned bytes)
{
    while (bytes--)
        version_writer_add(out, (unsigned char)(value >> (8 * bytes)));
}

void version_writer_add_u64(struct version_writer *out, uint64_t value)
{
    if (value < TWO_FROM) {
        version_writer_add(out, (unsigned char)(ONE + value));
        return;
    }
    if (value < BINARY_FROM) {
        add_big_endian(out, ((uint64_t)TWO << 8) + value - TWO_FROM, 2);
        return;
    }
    unsigned bytes = 2;
    while (bytes < sizeof value && value >> (8 * bytes))
        bytes++;
    version_writer_add(out, (unsigned char)(BINARY + bytes));
    add_big_endian(out, value, bytes);
}

void version_writer_add_number(struct version_writer *out, struct text digits)
{
    while (digits.len && digits.at[0] == '0')
        digits = (struct text){digits.at + 1, digits.len - 1};
    if (digits.len > U64_DIGITS) {
        version_writer_add(out, LONG);
        add_big_endian(out, digits.len, 2);
        version_writer_add_word(out, digits);
        return;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++)
        value = value * 10 + (uint64_t)(digits.at[i] - '0');
    version_writer_add_u64(out, value);
}

void version_writer_add_release(struct version_writer *out, struct text numbers)
{
    size_t end = out->len;
    while (numbers.at) {
        struct text number = text_cut(&numbers, '.');
        size_t start = out->len;
        version_writer_add_number(out, number);
        if (out->bytes[start] != VERSION_WRITER_NUMBER)
            end = out->len;
    }
    out->len = end;
}

size_t version_writer_number_len(struct text key)
{
    unsigned char first = key.len ? (unsigned char)key.at[0] : 0;
    if (first == LONG && key.len > 2)
        return 3 + ((size_t)(unsigned char)key.at[1] << 8) + (unsigned char)key.at[2];
    if (first > BINARY && first < LONG)
        return 1 + (size_t)(first - BINARY);
    return first >= TWO && first < BINARY ? 2 : 1;
}
