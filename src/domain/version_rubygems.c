/* SPDX-License-Identifier: Apache-2.0 */
/* RubyGems: Gem::Version (lib/rubygems/version.rb), its pattern, segments and canonical segments. A letter
   anywhere makes a pre-release; '-' is short for ".pre.". Wider than there: "1beta" is read, as 1.beta. */
#include "domain/version_scheme.h"

/* Gives the segments, runs of digits or of letters, one by one. */
struct segments {
    struct text rest;
    bool had_word; /* a segment of letters came: the numbers behind it are a part of their own */
    const char *solid; /* zeros before here are followed by another number, so they stay */
};

static bool is_plain(char c)
{
    return text_is_digit(c) || text_is_alpha(c);
}

static void skip_dots(struct segments *s)
{
    while (s->rest.len && !is_plain(s->rest.at[0]) && s->rest.at[0] != '-')
        s->rest = text_from(s->rest, 1);
}

/* Zeros before the first word, or before the end, do not count: 1.0.a is 1.a. Moves behind them then. */
static bool is_idle_zero(struct segments *s, struct text number)
{
    if (s->had_word || !version_scheme_is_zero(number) || number.at < s->solid)
        return false;
    struct text ahead = s->rest;
    while (ahead.len && (text_is_digit(ahead.at[0]) || ahead.at[0] == '.')) {
        struct text next = version_scheme_cut_digits(&ahead);
        if (!version_scheme_is_zero(next)) {
            s->solid = next.at;
            return false;
        }
        if (ahead.len && ahead.at[0] == '.')
            ahead = text_from(ahead, 1);
    }
    s->rest = ahead;
    return true;
}

/* Returns the next segment; an empty one at the end, which counts as 0. */
static struct text next_segment(struct segments *s)
{
    for (;;) {
        skip_dots(s);
        if (s->rest.len == 0)
            return (struct text){0};
        if (s->rest.at[0] == '-') {
            s->rest = text_from(s->rest, 1);
            s->had_word = true;
            return TEXT("pre");
        }
        struct text number = version_scheme_cut_digits(&s->rest);
        if (number.len && !is_idle_zero(s, number))
            return number;
        if (number.len)
            continue;
        s->had_word = true;
        return version_scheme_cut_letters(&s->rest);
    }
}

static bool is_word(struct text segment)
{
    return segment.len && !text_is_digit(segment.at[0]);
}

static int rubygems_compare(struct text a, struct text b)
{
    struct segments left = {.rest = a, .solid = a.at};
    struct segments right = {.rest = b, .solid = b.at};
    struct text l = next_segment(&left);
    struct text r = next_segment(&right);
    while (l.len || r.len) {
        int order = is_word(l) && is_word(r) ? version_scheme_bytes(l, r) : is_word(r) - is_word(l);
        if (!is_word(l) && !is_word(r))
            order = version_scheme_digits(l, r);
        if (order)
            return order;
        l = next_segment(&left);
        r = next_segment(&right);
    }
    return 0;
}

/* VERSION_PATTERN: [0-9]+(\.[0-9a-zA-Z]+)*(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)? */
static const char *rubygems_check(struct text version)
{
    if (!text_is_digit(version.at[0]))
        return "it does not begin with a number";
    bool had_hyphen = false;
    bool was_dot = true;
    for (size_t i = 0; i < version.len; i++) {
        char c = version.at[i];
        bool opens_pre = c == '-' && !had_hyphen;
        if (!is_plain(c) && c != '.' && c != '-')
            return "it may hold letters, digits, dots and hyphens only";
        if (was_dot && (c == '.' || opens_pre))
            return "a part between its dots is empty";
        had_hyphen = had_hyphen || c == '-';
        was_dot = c == '.' || opens_pre;
    }
    return was_dot ? "its last part is empty" : NULL;
}

/* The end of a version is as zeros without end, so a row of zeros is written with what follows it: a word makes it less
   than the end, and the more so the shorter the row; a number makes it more. */
enum { KEY_WORD = 1, KEY_ZEROS_WORD, KEY_END, KEY_ZEROS_NUMBER, KEY_ZERO_NUMBER };

/* At most LIMIT_VERSION_BYTES zeros: two bytes. */
static void add_zeros(struct version_writer *out, unsigned char mark, unsigned count)
{
    version_writer_add(out, mark);
    version_writer_add(out, (unsigned char)(count >> 8));
    version_writer_add(out, (unsigned char)count);
}

static void add_segment(struct version_writer *out, struct text segment, unsigned zeros)
{
    if (is_word(segment)) {
        if (zeros)
            add_zeros(out, KEY_ZEROS_WORD, zeros);
        else
            version_writer_add(out, KEY_WORD);
        version_writer_add_word(out, segment);
        return;
    }
    if (zeros == 1)
        version_writer_add(out, KEY_ZERO_NUMBER);
    else if (zeros)
        add_zeros(out, KEY_ZEROS_NUMBER, ~zeros);
    version_writer_add_number(out, segment);
}

static void rubygems_add_key(struct version_writer *out, struct text version)
{
    struct segments s = {.rest = version, .solid = version.at};
    unsigned zeros = 0;
    for (struct text next = next_segment(&s); next.len; next = next_segment(&s)) {
        if (!is_word(next) && version_scheme_is_zero(next)) {
            zeros++;
            continue;
        }
        add_segment(out, next, zeros);
        zeros = 0;
    }
    version_writer_add(out, KEY_END);
}

const struct version_rules version_rubygems_rules = {
    .name = "rubygems",
    .noun = "RubyGems version",
    .check = rubygems_check,
    .compare = rubygems_compare,
    .add_key = rubygems_add_key,
};
