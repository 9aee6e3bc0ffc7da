/* SPDX-License-Identifier: Apache-2.0 */
/* Arch Linux and its kin: [epoch:]version[-release] as vercmp(8) compares it, by libalpm's lib/libalpm/version.c (an older
   rpmvercmp: '~' and '^' only separate, and how many characters separate counts).
   Not quite an order: a1 < a.b, a.b < a. and still a. < a1; and a version without release is equal to the same with any. */
#include "domain/version_scheme.h"

/* vercmp reads anything as a version. */
static const char *pacman_check(struct text evr)
{
    (void)evr;
    return NULL;
}

/* Segments are runs of digits or of letters; the end is one of its own. */
enum kind { WORD, END, NUMBER };

struct segment {
    enum kind kind;
    size_t separators; /* before it */
    struct text value;
};

static struct segment cut_segment(struct text *rest)
{
    struct segment s = {.kind = END};
    while (s.separators < rest->len && !text_is_digit(rest->at[s.separators]) &&
           !text_is_alpha(rest->at[s.separators]))
        s.separators++;
    *rest = text_from(*rest, s.separators);
    if (rest->len == 0)
        return s;
    s.kind = text_is_digit(rest->at[0]) ? NUMBER : WORD;
    s.value = s.kind == NUMBER ? version_scheme_cut_digits(rest) : version_scheme_cut_letters(rest);
    return s;
}

/* The end is more than a word and less than a number; but the bare end, without separators before it, is less than a word
   too that something separates. */
static int compare_end(const struct segment *end, const struct segment *other)
{
    if (other->kind == END)
        return (end->separators > 0) - (other->separators > 0);
    if (end->separators == 0 && other->separators > 0)
        return -1;
    return other->kind == WORD ? 1 : -1;
}

static int compare_segment(const struct segment *a, const struct segment *b)
{
    if (a->kind == END)
        return compare_end(a, b);
    if (b->kind == END)
        return -compare_end(b, a);
    if (a->separators != b->separators)
        return a->separators < b->separators ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->kind == NUMBER ? version_scheme_digits(a->value, b->value)
                             : version_scheme_bytes(a->value, b->value);
}

static int compare_part(struct text a, struct text b)
{
    for (;;) {
        struct segment left = cut_segment(&a);
        struct segment right = cut_segment(&b);
        int order = compare_segment(&left, &right);
        if (order || left.kind == END)
            return order;
    }
}

static int pacman_compare(struct text a, struct text b)
{
    struct version_evr left = version_scheme_split_evr(a);
    struct version_evr right = version_scheme_split_evr(b);
    int order = version_scheme_digits(left.epoch, right.epoch);
    if (order == 0)
        order = compare_part(left.version, right.version);
    if (order || !left.release.at || !right.release.at)
        return order;
    return compare_part(left.release, right.release);
}

/* The first bytes of segments, in their order but for KEY_LATE_END, which is more than any word. Numbers that nothing
   separates stand between, as themselves; letters, which go on with a word, come behind all. */
enum {
    KEY_WORD = 3,
    KEY_END,
    KEY_LATE_END, /* with separators before it */
    KEY_ONE_WORD = VERSION_WRITER_BREAK,
    KEY_ONE_NUMBER,
    KEY_MORE /* then how many separators there are, then as where there are none */
};

static void add_segment(struct version_writer *out, const struct segment *s)
{
    if (s->kind == END) {
        version_writer_add(out, s->separators ? KEY_LATE_END : KEY_END);
        return;
    }
    if (s->separators > 1) {
        version_writer_add(out, KEY_MORE);
        version_writer_add_u64(out, s->separators);
    }
    if (s->separators == 1)
        version_writer_add(out, s->kind == WORD ? KEY_ONE_WORD : KEY_ONE_NUMBER);
    else if (s->kind == WORD)
        version_writer_add(out, KEY_WORD);
    if (s->kind == WORD)
        version_writer_add_word(out, s->value);
    else
        version_writer_add_number(out, s->value);
}

static void add_part(struct version_writer *out, struct text part)
{
    struct segment s;
    do {
        s = cut_segment(&part);
        add_segment(out, &s);
    } while (s.kind != END);
}

static void pacman_add_key(struct version_writer *out, struct text evr)
{
    struct version_evr v = version_scheme_split_evr(evr);
    version_writer_add_number(out, v.epoch);
    add_part(out, v.version);
    if (v.release.at)
        add_part(out, v.release);
}

/* Returns how many bytes of key the segment at from has, so that what is a first byte is known from what is not. */
static size_t key_segment_len(struct text key, size_t from)
{
    size_t at = from;
    unsigned char first = (unsigned char)key.at[at];
    if (first == KEY_MORE)
        at += 1 + version_writer_number_len(text_from(key, at + 1));
    else if (first == KEY_ONE_NUMBER)
        at++;
    if (at < key.len &&
        (first == KEY_ONE_WORD || (unsigned char)key.at[at] < VERSION_WRITER_NUMBER))
        at++;
    else
        at += version_writer_number_len(text_from(key, at));
    while (at < key.len && version_writer_is_letter(key.at[at]))
        at++;
    return at - from;
}

/* Returns whether a segment begins at place, up to which the key is that of another version. */
static bool is_first_byte(struct text key, size_t place)
{
    size_t at = version_writer_number_len(key);
    while (at < place && at < key.len)
        at += key_segment_len(key, at);
    return at == place;
}

/* Returns whether the segment whose first byte is at place is a word, with separators or without. */
static bool is_word_at(struct text key, size_t place)
{
    unsigned char first = (unsigned char)key.at[place];
    size_t at = place;
    if (first == KEY_MORE)
        at += 1 + version_writer_number_len(text_from(key, at + 1));
    return first == KEY_ONE_WORD || (at < key.len && key.at[at] == KEY_WORD);
}

/* The bytes decide, but for the late end. A key that ends before the other has no release. */
static int pacman_compare_keys(struct text a, struct text b)
{
    size_t at = 0;
    while (at < a.len && at < b.len && a.at[at] == b.at[at])
        at++;
    if (at == a.len || at == b.len)
        return 0;
    int order = (unsigned char)a.at[at] < (unsigned char)b.at[at] ? -1 : 1;
    struct text less = order < 0 ? a : b;
    struct text more = order < 0 ? b : a;
    bool is_late = less.at[at] == KEY_LATE_END && is_first_byte(more, at) && is_word_at(more, at);
    return is_late ? -order : order;
}

const struct version_rules version_pacman_rules = {
    .name = "pacman",
    .noun = "pacman version",
    .check = pacman_check,
    .compare = pacman_compare,
    .add_key = pacman_add_key,
    .compare_keys = pacman_compare_keys,
};
