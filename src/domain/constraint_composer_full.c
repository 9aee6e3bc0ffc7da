/* SPDX-License-Identifier: Apache-2.0 */
/* Composer's VersionParser::normalize (composer/semver 3). */
#include <stdio.h>

#include "base/attr.h"
#include "base/limits.h"
#include "domain/constraint_composer.h"

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

static size_t count_digits(struct text t)
{
    size_t len = 0;
    while (len < t.len && text_is_digit(t.at[len]))
        len++;
    return len;
}

static bool skip_one_of(struct text *rest, const char *set)
{
    bool is_there = rest->len && is_one_of(rest->at[0], set);
    if (is_there)
        *rest = text_from(*rest, 1);
    return is_there;
}

static struct text cut(struct text *rest, size_t len)
{
    struct text part = text_slice(*rest, 0, len);
    *rest = text_from(*rest, len);
    return part;
}

static struct text cut_word(struct text *rest)
{
    /* a longer word before its own beginning */
    static const char *const words[] = {
        "stable", "beta", "b", "rc", "alpha", "a", "patch", "pl", "p"};
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (text_is_nocase(text_slice(*rest, 0, strlen(words[i])), words[i]))
            return cut(rest, strlen(words[i]));
    return (struct text){"", 0};
}

bool constraint_composer_label(struct text text, struct constraint_composer_label *ret_label)
{
    struct constraint_composer_label label = {.number = {"", 0}};
    struct text rest = text;
    skip_one_of(&rest, "._-");
    label.word = cut_word(&rest);
    if (label.word.len) {
        size_t len = 0, digits = 1;
        while (digits) {
            bool has_mark = len < rest.len && is_one_of(rest.at[len], ".-");
            digits = count_digits(text_from(rest, len + has_mark));
            len += digits ? has_mark + digits : 0;
        }
        label.number = cut(&rest, len);
    }
    struct text before = rest;
    skip_one_of(&rest, ".-");
    label.has_dev = text_is_nocase(rest, "dev");
    *ret_label = label;
    return label.has_dev || before.len == 0;
}

static bool is_wild_dev(struct text rest)
{
    if (!skip_one_of(&rest, ".") || !skip_one_of(&rest, "xX*"))
        return false;
    skip_one_of(&rest, ".-");
    return text_is_nocase(rest, "dev");
}

static struct text without_build(struct text t)
{
    ptrdiff_t plus = text_find(t, '+');
    return plus > 0 && (size_t)plus + 1 < t.len ? text_slice(t, 0, (size_t)plus) : t;
}

bool constraint_composer_split(struct text text, struct constraint_composer_version *ret_version)
{
    struct constraint_composer_version version = {.count = 0};
    struct text rest = without_build(text);
    skip_one_of(&rest, "vV");
    for (;;) {
        size_t digits = count_digits(rest);
        if (digits == 0)
            return false;
        version.numbers[version.count++] = cut(&rest, digits);
        if (version.count == CONSTRAINT_COMPOSER_NUMBERS || rest.len < 2 || rest.at[0] != '.' ||
            !text_is_digit(rest.at[1]))
            break;
        rest = text_from(rest, 1);
    }
    version.is_branch = is_wild_dev(rest);
    bool is_good = version.is_branch || constraint_composer_label(rest, &version.label);
    *ret_version = version;
    return is_good;
}

struct text constraint_composer_flag(struct text text, struct text *ret_flag)
{
    static const char *const flags[] = {"stable", "RC", "beta", "alpha", "dev"};
    ptrdiff_t at = text_find_last(text, '@');
    *ret_flag = (struct text){"", 0};
    for (size_t i = 0; at >= 0 && i < LEN_OF(flags); i++)
        if (text_is_nocase(text_from(text, (size_t)at + 1), flags[i])) {
            *ret_flag = text_of(flags[i]);
            return text_slice(text, 0, (size_t)at);
        }
    return text;
}

/* The length of a date: four digits, one to six times two, and up to three more, with ".", ":" or "-" between; or 0. */
static size_t measure_date(struct text t)
{
    size_t at = 4, groups = 0;
    if (count_digits(t) < at)
        return 0;
    for (; groups < 6; groups++) {
        size_t mark = at < t.len && is_one_of(t.at[at], ".:-");
        if (count_digits(text_from(t, at + mark)) < 2)
            break;
        at += mark + 2;
    }
    size_t mark = at < t.len && is_one_of(t.at[at], ".:-");
    size_t digits = count_digits(text_from(t, at + mark));
    if (groups && digits >= 1 && digits <= 3)
        at += mark + digits;
    return groups ? at : 0;
}

struct writer {
    char *room;
    size_t len;
};

static void add(struct writer *writer, struct text t)
{
    for (size_t i = 0; i < t.len && writer->len < CONSTRAINT_COMPOSER_BYTES; i++)
        writer->room[writer->len++] = t.at[i];
}

static void add_label(struct writer *writer, const struct constraint_composer_label *label)
{
    static const struct {
        const char *shorter, *full;
    } words[] = {{"a", "alpha"}, {"b", "beta"}, {"p", "patch"}, {"pl", "patch"}, {"rc", "RC"},
        {"alpha", "alpha"}, {"beta", "beta"}, {"patch", "patch"}};
    struct text number = label->number;
    while (number.len && is_one_of(number.at[0], ".-"))
        number = text_from(number, 1);
    if (text_is_nocase(label->word, "stable"))
        return;
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (text_is_nocase(label->word, words[i].shorter)) {
            add(writer, TEXT("-"));
            add(writer, text_of(words[i].full));
            add(writer, number);
        }
    if (label->has_dev)
        add(writer, TEXT("-dev"));
}

static bool write_classic(struct writer *writer, struct text text)
{
    struct constraint_composer_version version;
    if (!constraint_composer_split(text, &version) || version.is_branch ||
        version.numbers[0].len > 5)
        return false;
    for (size_t i = 0; i < CONSTRAINT_COMPOSER_NUMBERS; i++) {
        if (i)
            add(writer, TEXT("."));
        add(writer, i < version.count ? version.numbers[i] : TEXT("0"));
    }
    add_label(writer, &version.label);
    return true;
}

static bool write_date(struct writer *writer, struct text text)
{
    struct constraint_composer_label label;
    struct text rest = without_build(text);
    skip_one_of(&rest, "vV");
    size_t len = measure_date(rest);
    if (len == 0 || !constraint_composer_label(text_from(rest, len), &label))
        return false;
    for (size_t i = 0; i < len; i++)
        add(writer, text_is_digit(rest.at[i]) ? text_slice(rest, i, i + 1) : TEXT("."));
    add_label(writer, &label);
    return true;
}

/* normalizeBranch: "1.x-dev" */
static bool write_branch(struct writer *writer, struct text text)
{
    struct text rest = without_build(text);
    size_t count = 0;
    if (rest.len < 4 || !text_is_nocase(text_from(rest, rest.len - 3), "dev"))
        return false;
    rest.len -= 3;
    rest.len -= is_one_of(rest.at[rest.len - 1], ".-") ? 1 : 0;
    skip_one_of(&rest, "vV");
    while (rest.at) {
        struct text part = text_cut(&rest, '.');
        bool is_wild = part.len == 1 && is_one_of(part.at[0], "xX*");
        bool is_number = part.len && count_digits(part) == part.len;
        if (count == CONSTRAINT_COMPOSER_NUMBERS || !(is_number || (is_wild && count)))
            return false;
        add(writer, count++ ? TEXT(".") : TEXT(""));
        add(writer, is_wild ? TEXT("9999999") : part);
    }
    for (; count < CONSTRAINT_COMPOSER_NUMBERS; count++)
        add(writer, TEXT(".9999999"));
    add(writer, TEXT("-dev"));
    return true;
}

const char *constraint_composer_full(
    struct text version, char room[CONSTRAINT_COMPOSER_BYTES], struct text *ret_full)
{
    struct writer writer = {room, 0};
    struct text flag, text = constraint_composer_flag(text_trim(version), &flag);
    if (text.len > LIMIT_VERSION_BYTES)
        return "it is too long";
    if (text_is(text, "master") || text_is(text, "trunk") || text_is(text, "default")) {
        add(&writer, TEXT("dev-"));
        add(&writer, text);
    } else if (text_is_nocase(text_slice(text, 0, 4), "dev-")) {
        add(&writer, TEXT("dev-"));
        add(&writer, text_from(text, 4));
    } else if (!write_classic(&writer, text)) {
        writer.len = 0;
        if (!write_date(&writer, text)) {
            writer.len = 0;
            if (!write_branch(&writer, text))
                return "it is neither numbers with a stability, nor a date, nor dev-BRANCH";
        }
    }
    *ret_full = (struct text){room, writer.len};
    return NULL;
}
