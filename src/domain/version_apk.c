/* SPDX-License-Identifier: Apache-2.0 */
/* Alpine, Wolfi, Chainguard: digit{.digit}{letter}{_suffix{digit}}{~hash}{-rdigit}, as apk-tools 3 orders it
   (src/version.c). Old releases hold what only apk-tools 2 reads, "6.6.2p1-r0" and empty numbers ("1..2", "-r"), so
   those go on as there. Where a version stops making sense, its order is still decided: before the same version
   that ends there. */
#include "base/attr.h"
#include "domain/version_scheme.h"

/* A token that comes later here is less, where two versions go on differently: 1.2_p1 > 1.2-r1 > 1.2. */
enum kind { FIRST, NUMBER, LETTER, SUFFIX, SUFFIX_NUMBER, HASH, REVISION, END, INVALID };

/* Before "" a version is a pre-release. */
static const char *const suffixes[] = {
    "alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"};
enum { SUFFIX_NONE = 4 };

struct token {
    enum kind kind;
    struct text value;
    size_t suffix; /* index in suffixes */
};

static bool is_hex(char c)
{
    return text_is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static struct text cut_while(struct text *rest, bool (*is_wanted)(char))
{
    size_t len = 0;
    while (len < rest->len && is_wanted(rest->at[len]))
        len++;
    return version_scheme_cut(rest, len);
}

static struct token digits(enum kind kind, struct text *rest)
{
    return (struct token){.kind = kind, .value = version_scheme_cut_digits(rest)};
}

static struct token suffix(struct text *rest)
{
    struct token token = {.kind = SUFFIX, .value = cut_while(rest, is_small)};
    for (size_t i = 0; i < LEN_OF(suffixes); i++)
        if (i != SUFFIX_NONE && text_is(token.value, suffixes[i])) {
            token.suffix = i;
            return token;
        }
    return (struct token){.kind = INVALID};
}

static struct token hash(struct text *rest)
{
    struct token token = {.kind = HASH, .value = cut_while(rest, is_hex)};
    if (token.value.len == 0)
        token.kind = INVALID;
    return token;
}

static struct token first_token(struct text *rest)
{
    return digits(FIRST, rest);
}

/* A number may follow a suffix, and as in apk-tools 2 a letter. */
static struct token bare_number(enum kind previous, struct text *rest)
{
    if (previous == LETTER)
        return digits(NUMBER, rest);
    return previous == SUFFIX ? digits(SUFFIX_NUMBER, rest) : (struct token){.kind = INVALID};
}

static struct token next_token(enum kind previous, struct text *rest)
{
    if (rest->len == 0)
        return (struct token){.kind = END};
    struct text in = *rest;
    char c = in.at[0];
    if (text_is_digit(c))
        return bare_number(previous, rest);
    *rest = text_from(in, 1);
    if (is_small(c) && previous <= NUMBER)
        return (struct token){.kind = LETTER, .value = text_slice(in, 0, 1)};
    if (c == '.' && previous <= NUMBER)
        return digits(NUMBER, rest);
    if (c == '_' && previous <= SUFFIX_NUMBER)
        return suffix(rest);
    if (c == '~' && previous < HASH)
        return hash(rest);
    if (c == '-' && previous < REVISION && rest->len && rest->at[0] == 'r') {
        *rest = text_from(*rest, 1);
        return digits(REVISION, rest);
    }
    return (struct token){.kind = INVALID};
}

/* Behind the first '.', a number with a zero in front compares as text: 1.02 < 1.1 < 1.10. */
static int compare_number(struct text a, struct text b)
{
    bool is_fraction = a.len == 0 || b.len == 0 || a.at[0] == '0' || b.at[0] == '0';
    return is_fraction ? version_scheme_bytes(a, b) : version_scheme_digits(a, b);
}

static int compare_token(const struct token *a, const struct token *b)
{
    switch (a->kind) {
    case NUMBER: return compare_number(a->value, b->value);
    case FIRST:
    case SUFFIX_NUMBER:
    case REVISION: return version_scheme_digits(a->value, b->value);
    case SUFFIX: return (a->suffix > b->suffix) - (a->suffix < b->suffix);
    case LETTER:
    case HASH: return version_scheme_bytes(a->value, b->value);
    case END:
    case INVALID: break;
    }
    return 0;
}

static bool is_pre(const struct token *token)
{
    return token->kind == SUFFIX && token->suffix < SUFFIX_NONE;
}

static int apk_compare(struct text a, struct text b)
{
    struct token left = first_token(&a);
    struct token right = first_token(&b);
    while (left.kind == right.kind && left.kind < END) {
        int order = compare_token(&left, &right);
        if (order)
            return order;
        left = next_token(left.kind, &a);
        right = next_token(right.kind, &b);
    }
    if (left.kind == right.kind)
        return 0;
    if (is_pre(&left) || is_pre(&right))
        return is_pre(&left) ? -1 : 1;
    return left.kind > right.kind ? -1 : 1;
}

static const char *apk_check(struct text version)
{
    if (!text_is_digit(version.at[0]) && version.at[0] != '.')
        return "it does not begin with a number";
    for (size_t i = 0; i < version.len; i++)
        if (!text_is_digit(version.at[i]) && !text_is_alpha(version.at[i]) &&
            !strchr("._~-+", version.at[i]))
            return "it may hold letters, digits and . _ ~ - only";
    return NULL;
}

/* The first bytes of the tokens, in the order of what may stand in one place; numbers come behind them all. */
enum {
    KEY_PRE,
    KEY_INVALID,
    KEY_END,
    KEY_REVISION,
    KEY_HASH,
    KEY_SUFFIX_NUMBER,
    KEY_SUFFIX,
    KEY_LETTER
};
/* A number without digits is less than all others: written as a letter behind all letters. */
enum { KEY_NO_DIGITS = 0xff };

/* Without digits, then what begins with a zero as text, then the others as numbers. */
static void add_number(struct version_writer *out, struct text number)
{
    if (number.len == 0) {
        version_writer_add(out, KEY_LETTER);
        version_writer_add(out, KEY_NO_DIGITS);
    } else if (number.at[0] == '0') {
        version_writer_add_number(out, TEXT("0"));
        version_writer_add_word(out, text_from(number, 1));
    } else
        version_writer_add_number(out, number);
}

static void add_token(struct version_writer *out, const struct token *token)
{
    static const unsigned char marks[] = {[LETTER] = KEY_LETTER,
        [SUFFIX] = KEY_SUFFIX,
        [SUFFIX_NUMBER] = KEY_SUFFIX_NUMBER,
        [HASH] = KEY_HASH,
        [REVISION] = KEY_REVISION,
        [END] = KEY_END,
        [INVALID] = KEY_INVALID};
    if (token->kind > NUMBER)
        version_writer_add(out, is_pre(token) ? KEY_PRE : marks[token->kind]);
    switch (token->kind) {
    case NUMBER: add_number(out, token->value); break;
    case FIRST:
    case SUFFIX_NUMBER:
    case REVISION: version_writer_add_number(out, token->value); break;
    case SUFFIX: version_writer_add(out, (unsigned char)token->suffix); break;
    case LETTER:
    case HASH: version_writer_add_word(out, token->value); break;
    case END:
    case INVALID: break;
    }
}

static void apk_add_key(struct version_writer *out, struct text version)
{
    struct token token = first_token(&version);
    add_token(out, &token);
    while (token.kind < END) {
        token = next_token(token.kind, &version);
        add_token(out, &token);
    }
}

const struct version_rules version_apk_rules = {
    .name = "apk",
    .noun = "apk version",
    .check = apk_check,
    .compare = apk_compare,
    .add_key = apk_add_key,
};
