/* SPDX-License-Identifier: Apache-2.0 */
/* Packagist: PHP's version_compare (main manual, and ext/standard/versioning.c), as osv.dev orders it: without
   Composer's filling up to four numbers, so 1.0 < 1.0.0. From Composer come the leading "v", branches ("dev-main"
   comes before numbers and has no order among others) and numeric branches ("1.x-dev" is 1.9999999.9999999.9999999-dev). */
#include "base/attr.h"
#include "domain/version_scheme.h"

/* "any string not found in this list < dev < alpha = a < beta = b < RC = rc < # < pl = p", where '#' is a number;
   the end of a version stands right before '#'. A separator at the very end makes an empty part: least of all. */
enum rank { EMPTY, UNKNOWN, DEV, ALPHA, BETA, RC, END, NUMBER, PATCH };

struct part {
    enum rank rank;
    struct text digits; /* of a number */
};

struct parts {
    struct text rest;
    bool is_branch;   /* rest is "1.x" of "1.x-dev" */
    unsigned numbers; /* of a branch, given so far */
};

enum { BRANCH_NUMBERS = 4 };

static bool is_plain(char c)
{
    return text_is_digit(c) || text_is_alpha(c);
}

static bool is_dev(struct text version)
{
    return text_eq_nocase(text_slice(version, 0, 4), TEXT("dev-"));
}

static struct text without_v(struct text version)
{
    bool has_v =
        version.len > 1 && text_lower_char(version.at[0]) == 'v' && text_is_digit(version.at[1]);
    return has_v ? text_from(version, 1) : version;
}

static bool is_wildcard(struct text part)
{
    return text_is(part, "x") || text_is(part, "X") || text_is(part, "*");
}

/* VersionParser::normalizeBranch: up to four parts, of which at least one is x, X or *, then "-dev". */
static bool read_branch(struct text version, struct text *ret_numbers)
{
    if (!text_ends(version, TEXT("dev")) || version.len < 5)
        return false;
    struct text numbers = text_slice(version, 0, version.len - 4);
    struct text rest = numbers;
    bool has_wildcard = false;
    unsigned count = 0;
    while (rest.at) {
        struct text part = text_cut(&rest, '.');
        has_wildcard = has_wildcard || (count && is_wildcard(part));
        if (!(count && is_wildcard(part)) && !version_scheme_is_digits(part))
            return false;
        count++;
    }
    if (!has_wildcard || count > BRANCH_NUMBERS || !strchr(".-", version.at[numbers.len]))
        return false;
    *ret_numbers = numbers;
    return true;
}

static struct parts parts_of(struct text version)
{
    struct parts s = {.rest = without_v(version)};
    s.is_branch = read_branch(s.rest, &s.rest);
    return s;
}

static struct part next_of_branch(struct parts *s)
{
    if (s->numbers++ < BRANCH_NUMBERS) {
        struct text part = text_cut(&s->rest, '.');
        return (struct part){NUMBER, version_scheme_is_digits(part) ? part : TEXT("9999999")};
    }
    return (struct part){.rank = s->numbers == BRANCH_NUMBERS + 1 ? DEV : END};
}

static enum rank rank_of(struct text word)
{
    static const struct {
        const char *begin;
        enum rank rank;
    } forms[] = {{"dev", DEV}, {"a", ALPHA}, {"b", BETA}, {"RC", RC}, {"rc", RC}, {"p", PATCH}};
    for (size_t i = 0; i < LEN_OF(forms); i++)
        if (text_starts(word, text_of(forms[i].begin)))
            return forms[i].rank;
    return UNKNOWN;
}

/* Parts are runs of digits or of letters; whatever stands between them separates. */
static struct part next_part(struct parts *s)
{
    if (s->is_branch)
        return next_of_branch(s);
    if (s->rest.len == 0)
        return (struct part){.rank = END};
    while (s->rest.len && !is_plain(s->rest.at[0]))
        s->rest = text_from(s->rest, 1);
    if (s->rest.len == 0)
        return (struct part){.rank = EMPTY};
    struct text digits = version_scheme_cut_digits(&s->rest);
    if (digits.len)
        return (struct part){NUMBER, digits};
    return (struct part){.rank = rank_of(version_scheme_cut_letters(&s->rest))};
}

static int packagist_compare(struct text a, struct text b)
{
    if (is_dev(a) && is_dev(b))
        return text_eq(text_from(a, 4), text_from(b, 4)) ? 0 : VERSION_NO_ORDER;
    struct parts left = parts_of(a);
    struct parts right = parts_of(b);
    for (;;) {
        struct part l = next_part(&left);
        struct part r = next_part(&right);
        if (l.rank != r.rank)
            return l.rank < r.rank ? -1 : 1;
        int order = version_scheme_digits(l.digits, r.digits);
        if (order || l.rank == END)
            return order;
    }
}

/* Branches begin with a byte with which no number does; the other bytes are ranks. */
enum { KEY_BRANCH = 1, KEY_PATCH = VERSION_WRITER_BREAK };

static void packagist_add_key(struct version_writer *out, struct text version)
{
    if (is_dev(version)) {
        version_writer_add(out, KEY_BRANCH);
        version_writer_add_word(out, text_from(version, 4));
        return;
    }
    struct parts s = parts_of(version);
    struct part part;
    do {
        part = next_part(&s);
        if (part.rank == NUMBER)
            version_writer_add_number(out, part.digits);
        else
            version_writer_add(out, part.rank == PATCH ? KEY_PATCH : (unsigned char)part.rank);
    } while (part.rank != END);
}

static bool is_branch_key(struct text key)
{
    return key.len && key.at[0] == KEY_BRANCH;
}

static int packagist_compare_keys(struct text a, struct text b)
{
    int order = version_scheme_bytes(a, b);
    return order && is_branch_key(a) && is_branch_key(b) ? VERSION_NO_ORDER : order;
}

static const char *packagist_check(struct text version)
{
    if (is_dev(version))
        return version.len > 4 ? NULL : "it names no branch";
    return text_is_digit(without_v(version).at[0])
               ? NULL
               : "it begins neither with a number nor with dev-";
}

const struct version_rules version_packagist_rules = {
    .name = "packagist",
    .noun = "Packagist version",
    .check = packagist_check,
    .compare = packagist_compare,
    .add_key = packagist_add_key,
    .compare_keys = packagist_compare_keys,
};
