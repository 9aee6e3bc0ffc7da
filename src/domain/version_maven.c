/* SPDX-License-Identifier: Apache-2.0 */
/* Maven: ComparableVersion of maven-artifact 3.9 and 3.10. A version is a list of numbers and words whose last element may
   be another list, begun by a '-' or where digits meet letters; so the whole reads as one row of items, with a
   mark where a list opens. Items that mean nothing (0, "final") at the end of their list do not count.
   Not quite an order: 1.zzz.1 > 1 > 1-alpha, and still 1-alpha > 1.zzz.1. Maven has it so. */
#include "base/attr.h"
#include "domain/version_scheme.h"

/* At the same place, a word is less than a list and a list less than a number. */
enum kind { WORD, LIST, NUMBER, END };

/* Words that have a meaning, in their order; other words come behind them all. */
static const char *const ranks[] = {"alpha", "beta", "milestone", "rc", "snapshot", "", "sp"};
enum { RANK_ALPHA, RANK_BETA, RANK_MILESTONE, RANK_RC, RANK_RELEASE = 5, RANK_OTHER = 7 };

struct item {
    enum kind kind;
    struct text value;
    unsigned rank; /* of a word */
};

struct items {
    struct text rest;
    bool owes_list;    /* a list opens before the next item */
    bool has_items;    /* the list that is open has one */
    const char *end;   /* nothing behind here counts */
    const char *solid; /* zeros before here stand before something that counts, in their list */
};

static unsigned rank_of(struct text word, bool is_before_digit)
{
    if (is_before_digit && word.len == 1) {
        switch (text_lower_char(word.at[0])) {
        case 'a': return RANK_ALPHA;
        case 'b': return RANK_BETA;
        case 'm': return RANK_MILESTONE;
        default: break;
        }
    }
    if (text_is_nocase(word, "ga") || text_is_nocase(word, "final") ||
        text_is_nocase(word, "release"))
        return RANK_RELEASE;
    if (text_is_nocase(word, "cr"))
        return RANK_RC;
    for (unsigned i = 0; i < LEN_OF(ranks); i++)
        if (text_is_nocase(word, ranks[i]))
            return i;
    return RANK_OTHER;
}

static bool is_in_word(char c)
{
    return !text_is_digit(c) && c != '.' && c != '-';
}

static struct text cut_word(struct text *rest)
{
    size_t len = 0;
    while (len < rest->len && is_in_word(rest->at[len]))
        len++;
    return version_scheme_cut(rest, len);
}

/* Returns the next item as it is written; parseVersion(). */
static struct item next_written(struct items *s)
{
    if (s->owes_list) {
        s->owes_list = s->has_items = false;
        return (struct item){.kind = LIST};
    }
    if (s->rest.len == 0)
        return (struct item){.kind = END};
    struct text in = s->rest;
    struct item item = {.kind = NUMBER, .value = version_scheme_cut_digits(&in)};
    struct text word = item.value.len ? (struct text){0} : cut_word(&in);
    if (word.len) {
        bool is_before_digit = in.len && text_is_digit(in.at[0]);
        /* "treat .X as -X for any string qualifier X": 1.0.RC2 < 1.0-RC3 */
        if ((is_before_digit || in.len == 0) && s->has_items) {
            s->has_items = false;
            return (struct item){.kind = LIST};
        }
        item = (struct item){.kind = WORD, .value = word, .rank = rank_of(word, is_before_digit)};
    }
    s->owes_list = in.len && in.at[0] != '.';
    if (in.len && (in.at[0] == '.' || in.at[0] == '-'))
        in = text_from(in, 1);
    s->rest = in;
    s->has_items = true;
    return item;
}

static bool is_null(const struct item *item)
{
    return item->kind == WORD ? item->rank == RANK_RELEASE
                              : item->kind == NUMBER && version_scheme_is_zero(item->value);
}

static struct items items_of(struct text version)
{
    struct items s = {.rest = version};
    const char *end = version.at;
    struct item item = next_written(&s);
    while (item.kind != END) {
        if (item.kind != LIST && !is_null(&item))
            end = s.rest.at;
        item = next_written(&s);
    }
    return (struct items){.rest = version, .end = end, .solid = version.at};
}

/* Returns whether nothing that counts follows in the list that is open, and moves behind it then. */
static bool skip_nulls(struct items *s)
{
    if (s->rest.at < s->solid)
        return false;
    struct items before = *s;
    struct items after = *s;
    struct item item = next_written(&after);
    while (item.kind != LIST && item.kind != END) {
        if (!is_null(&item)) {
            s->solid = after.rest.at;
            return false;
        }
        before = after;
        item = next_written(&after);
    }
    *s = before;
    return true;
}

/* Returns the next item that counts; normalize(). */
static struct item next_item(struct items *s)
{
    for (;;) {
        if (s->rest.at >= s->end)
            return (struct item){.kind = END};
        struct item item = next_written(s);
        if (item.kind == LIST || !is_null(&item) || !skip_nulls(s))
            return item;
    }
}

static int compare_words(const struct item *a, const struct item *b)
{
    if (a->rank != b->rank || a->rank != RANK_OTHER)
        return (a->rank > b->rank) - (a->rank < b->rank);
    return version_scheme_nocase(a->value, b->value);
}

/* Compares an item with nothing; a list is decided by what is in it. */
static int compare_with_end(const struct item *item)
{
    if (item->kind == WORD)
        return (item->rank > RANK_RELEASE) - (item->rank < RANK_RELEASE);
    return item->kind == NUMBER && !version_scheme_is_zero(item->value);
}

static int compare_items(const struct item *a, const struct item *b)
{
    if (b->kind == END)
        return compare_with_end(a);
    if (a->kind == END)
        return -compare_with_end(b);
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->kind == WORD)
        return compare_words(a, b);
    return a->kind == NUMBER ? version_scheme_digits(a->value, b->value) : 0;
}

static int maven_compare(struct text a, struct text b)
{
    struct items left = items_of(a);
    struct items right = items_of(b);
    for (;;) {
        struct item l = next_item(&left);
        struct item r = next_item(&right);
        int order = compare_items(&l, &r);
        if (order || (l.kind == END && r.kind == END))
            return order;
    }
}

/* The first bytes of items: ranks up to that of "sp", with which all other words begin; then lists, then numbers, of which
   0 has the first byte. */
enum { KEY_RELEASE = RANK_RELEASE, KEY_WORD, KEY_LIST, KEY_ZERO = VERSION_WRITER_NUMBER };

static void maven_add_key(struct version_writer *out, struct text version)
{
    struct items s = items_of(version);
    for (struct item item = next_item(&s); item.kind != END; item = next_item(&s)) {
        if (item.kind == NUMBER)
            version_writer_add_number(out, item.value);
        else if (item.kind == LIST)
            version_writer_add(out, KEY_LIST);
        else if (item.rank < RANK_OTHER)
            version_writer_add(out, (unsigned char)item.rank);
        else {
            version_writer_add(out, KEY_WORD);
            version_writer_add_word_lower(out, item.value);
        }
    }
}

/* Compares what one key has behind the end of the other with nothing, as compare_with_end. */
static int compare_keys_with_end(struct text rest)
{
    if (rest.len && (unsigned char)rest.at[0] >= VERSION_WRITER_BREAK)
        return 1; /* the same word goes on */
    for (size_t i = 0; i < rest.len; i++) {
        unsigned char c = (unsigned char)rest.at[i];
        if (c != KEY_RELEASE && c != KEY_LIST && c != KEY_ZERO)
            return c < KEY_RELEASE ? -1 : 1;
    }
    return 0;
}

/* The bytes decide, up to the end of the shorter. */
static int maven_compare_keys(struct text a, struct text b)
{
    size_t both = a.len < b.len ? a.len : b.len;
    int order = both ? memcmp(a.at, b.at, both) : 0;
    if (order)
        return order < 0 ? -1 : 1;
    if (a.len == b.len)
        return 0;
    return a.len > both ? compare_keys_with_end((struct text){a.at + both, a.len - both})
                        : -compare_keys_with_end((struct text){b.at + both, b.len - both});
}

/* Maven reads anything as a version. */
static const char *maven_check(struct text version)
{
    (void)version;
    return NULL;
}

const struct version_rules version_maven_rules = {
    .name = "maven",
    .noun = "Maven version",
    .check = maven_check,
    .compare = maven_compare,
    .add_key = maven_add_key,
    .compare_keys = maven_compare_keys,
};
