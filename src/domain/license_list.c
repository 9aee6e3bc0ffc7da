/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/license_list.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"

static const char *const family_words[] = {
    [LICENSE_PERMISSIVE] = "permissive",
    [LICENSE_WEAK] = "weak-copyleft",
    [LICENSE_STRONG] = "strong-copyleft",
    [LICENSE_NETWORK] = "network-copyleft",
    [LICENSE_PROPRIETARY] = "proprietary",
    [LICENSE_UNKNOWN] = "unknown",
};

const char *license_list_family_word(enum license_family family)
{
    return family_words[family];
}

bool license_list_family_read(struct text word, enum license_family *ret_family)
{
    for (size_t i = 0; i < LEN_OF(family_words); i++)
        if (text_is(word, family_words[i])) {
            *ret_family = (enum license_family)i;
            return true;
        }
    return false;
}

static int compare_nocase(struct text a, const char *z)
{
    for (size_t i = 0; i < a.len; i++) {
        int order = (unsigned char)text_lower_char(a.at[i]) - (unsigned char)text_lower_char(z[i]);
        if (order || !z[i])
            return order ? order : 1;
    }
    return z[a.len] ? -1 : 0;
}

/* All rows begin with what they are sorted by. */
static int compare_row(const void *key, const void *row)
{
    return compare_nocase(*(const struct text *)key, *(const char *const *)row);
}

static const void *find(struct text key, const void *rows, size_t count, size_t size)
{
    return bsearch(&key, rows, count, size, compare_row);
}

const struct license_list_row *license_list_find(struct text id)
{
    return find(id, license_list_rows, license_list_row_count, sizeof *license_list_rows);
}

const struct license_list_exception *license_list_find_exception(struct text id)
{
    return find(
        id, license_list_exceptions, license_list_exception_count, sizeof *license_list_exceptions);
}

/* -- other names -- */

static void add_word(struct buf *words, struct text word)
{
    static const char *const dropped[] = {
        "the", "license", "licence", "licenses", "licensed", "version", "v"};
    /* "2.0" is "2", and "2.0+" is "2+". */
    bool has_plus = text_ends(word, TEXT("+"));
    struct text number = text_slice(word, 0, word.len - has_plus);
    size_t digits = 0;
    while (digits < number.len && text_is_digit(number.at[digits]))
        digits++;
    if (digits && digits + 2 == number.len && text_ends(number, TEXT(".0")))
        number.len = digits;
    else
        number = word, has_plus = false;
    for (size_t i = 0; i < LEN_OF(dropped); i++)
        if (text_is(word, dropped[i]))
            return;
    buf_add_z(words, words->len ? " " : "");
    buf_add(words, number);
    buf_add_z(words, has_plus ? "+" : "");
}

static bool is_word_char(char c)
{
    return text_is_alpha(c) || text_is_digit(c) || c == '.' || c == '+' || c == '>';
}

/* "gplv2+" is two words, "gpl" and "2+": a number ends what begins as letters, and takes a v before it away. */
static void add_run(struct buf *words, struct text run)
{
    while (text_starts(run, TEXT(".")))
        run = text_from(run, 1);
    while (text_ends(run, TEXT(".")))
        run.len--;
    size_t letters = 0;
    while (letters < run.len && text_is_alpha(run.at[letters]))
        letters++;
    if (letters && letters < run.len && text_is_digit(run.at[letters])) {
        struct text head = text_slice(run, 0, letters);
        if (text_ends(head, TEXT("v")))
            head.len--;
        if (head.len)
            add_word(words, head);
        run = text_from(run, letters);
    }
    if (run.len)
        add_word(words, run);
}

/* Finds by words, made as license_embed.py makes them. */
static const char *find_named(struct text name, const struct license_list_name *names, size_t count)
{
    enum { LONGEST = 160 };
    if (name.len > LONGEST)
        return NULL;
    char lower[LONGEST];
    struct buf words;
    buf_init(&words, SIZE_MAX);
    for (size_t i = 0; i < name.len; i++)
        lower[i] = text_lower_char(name.at[i]);
    for (size_t i = 0; i < name.len;) {
        size_t start = i;
        while (i < name.len && is_word_char(lower[i]))
            i++;
        add_run(&words, (struct text){lower + start, i - start});
        i += i == start;
    }
    const struct license_list_name *found = find(buf_text(&words), names, count, sizeof *names);
    buf_done(&words);
    return found ? found->target : NULL;
}

const char *license_list_named(struct text name)
{
    return find_named(name, license_list_names, license_list_name_count);
}

const char *license_list_named_exception(struct text name)
{
    return find_named(name, license_list_additions, license_list_addition_count);
}
