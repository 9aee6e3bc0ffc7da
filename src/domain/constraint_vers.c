/* SPDX-License-Identifier: Apache-2.0 */
/* VERS: "vers:npm/>=1.2|<2" (package-url's VERSION-RANGE-SPEC). Constraints in the order of the scheme alone: no syntax's own rules
   for pre-releases. Read wider than written: in any order, and with what one comparator says twice. */
#include "base/attr.h"
#include "base/limits.h"
#include "domain/constraint_syntax.h"

static const struct {
    const char *name;
    enum version_scheme scheme;
} schemes[] = {
    {"npm", VERSION_SEMVER},
    {"golang", VERSION_SEMVER},
    {"cargo", VERSION_SEMVER},
    {"semver", VERSION_SEMVER},
    {"hex", VERSION_SEMVER},
    {"swift", VERSION_SEMVER},
    {"julia", VERSION_SEMVER},
    {"conan", VERSION_SEMVER},
    {"github", VERSION_SEMVER},
    {"githubactions", VERSION_SEMVER},
    {"bitnami", VERSION_BITNAMI},
    {"pypi", VERSION_PYPI},
    {"deb", VERSION_DEBIAN},
    {"rpm", VERSION_RPM},
    {"apk", VERSION_APK},
    {"alpine", VERSION_APK},
    {"maven", VERSION_MAVEN},
    {"gem", VERSION_RUBYGEMS},
    {"composer", VERSION_PACKAGIST},
    {"nuget", VERSION_NUGET},
    {"pub", VERSION_PUB},
    {"cran", VERSION_CRAN},
    {"hackage", VERSION_HACKAGE},
    {"alpm", VERSION_PACMAN},
    {"arch", VERSION_PACMAN},
    {"opam", VERSION_OPAM},
    {"generic", VERSION_GENERIC},
};

static const struct constraint_word words[] = {
    {"<=", CONSTRAINT_LESS_EQUAL},
    {"<", CONSTRAINT_LESS},
    {">=", CONSTRAINT_GREATER_EQUAL},
    {">", CONSTRAINT_GREATER},
    {"!=", CONSTRAINT_NOT_EQUAL},
    {"=", CONSTRAINT_EQUAL},
    {NULL, 0},
};

struct one {
    enum constraint_operator meaning;
    struct text version;
    const char *at; /* where it stands */
};

struct list {
    struct one *at;
    size_t count;
};

/* RFC 3986, section 2.1: "%" and two hexadecimal digits stand for a byte. */
static bool decode(const struct constraint_reader *reader, struct text in, struct text *ret_version)
{
    char *at = arena_take(reader->arena, in.len + 1);
    size_t len = 0;
    if (!at)
        return arena_check(reader->arena, reader->err);
    for (size_t i = 0; i < in.len; i++) {
        if (in.at[i] != '%') {
            at[len++] = in.at[i];
            continue;
        }
        int byte = text_escaped_byte(text_from(in, i));
        if (byte < 0)
            return constraint_syntax_fail(
                reader, in.at + i, "two hexadecimal digits must stand behind a percent sign");
        at[len++] = (char)byte;
        i += 2;
    }
    *ret_version = (struct text){at, len};
    return true;
}

/* The order is Composer's, which compares versions written in full. */
static bool prepare(const struct constraint_reader *reader, struct one *one)
{
    char room[CONSTRAINT_COMPOSER_BYTES];
    struct text full;
    if (!version_check(reader->scheme, one->version, reader->err))
        return constraint_syntax_place(reader, one->at);
    if (reader->scheme != VERSION_PACKAGIST)
        return true;
    const char *why = constraint_composer_full(one->version, room, &full);
    if (why)
        return constraint_syntax_fail(reader, one->at, "no Composer version: %s", why);
    one->version = arena_text(reader->arena, full);
    return true;
}

static bool read_one(struct constraint_reader *reader, struct one *ret_one)
{
    constraint_syntax_skip_spaces(reader);
    struct one one = {.at = reader->rest.at};
    one.meaning = constraint_syntax_operator(reader, words, CONSTRAINT_EQUAL);
    constraint_syntax_skip_spaces(reader);
    struct text written = constraint_syntax_word(reader, "|<>=!*");
    constraint_syntax_skip_spaces(reader);
    if (written.len == 0)
        return constraint_syntax_fail(reader, one.at,
            text_starts((struct text){one.at, 1}, TEXT("*")) ? "* stands alone"
                                                             : "a version is missing");
    if (!decode(reader, written, &one.version) || !prepare(reader, &one))
        return false;
    *ret_one = one;
    return true;
}

static bool compare(const struct constraint_reader *reader, const struct one *a,
    const struct one *b, int *ret_order)
{
    struct constraint_cut left = {.version = a->version}, right = {.version = b->version};
    return constraint_set_compare(reader->scheme, &left, &right, ret_order, reader->err) ||
           constraint_syntax_place(reader, a->at);
}

/* "Versions must be unique." */
static bool sort(const struct constraint_reader *reader, struct list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        struct one one = list->at[i];
        size_t to = i;
        for (; to > 0; to--) {
            int order;
            if (!compare(reader, &one, &list->at[to - 1], &order))
                return false;
            if (order == 0)
                return constraint_syntax_fail(
                    reader, one.at, "the same version stands in it twice");
            if (order > 0)
                break;
            list->at[to] = list->at[to - 1];
        }
        list->at[to] = one;
    }
    return true;
}

static bool is_below(const struct one *one)
{
    return one->meaning == CONSTRAINT_LESS || one->meaning == CONSTRAINT_LESS_EQUAL;
}

static bool is_above(const struct one *one)
{
    return one->meaning == CONSTRAINT_GREATER || one->meaning == CONSTRAINT_GREATER_EQUAL;
}

static bool add_interval(const struct constraint_reader *reader, struct constraint_set *set,
    const struct one *from, const struct one *to)
{
    struct constraint_interval interval = {0};
    if (from)
        interval.from = (struct constraint_cut){
            from->version, CONSTRAINT_EXACT, from->meaning == CONSTRAINT_GREATER};
    if (to)
        interval.to = (struct constraint_cut){
            to->version, CONSTRAINT_EXACT, to->meaning == CONSTRAINT_LESS_EQUAL};
    return constraint_syntax_add(reader, set, interval);
}

/* Without "=" and "!=" the comparators make intervals from left to right; of two that look the same way the wider counts. */
static bool add_intervals(
    const struct constraint_reader *reader, struct constraint_set *set, const struct list *list)
{
    const struct one *from = NULL, *to = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct one *one = &list->at[i];
        bool ends_interval = is_above(one) && to;
        if (ends_interval && !add_interval(reader, set, from, to))
            return false;
        if (ends_interval)
            from = to = NULL;
        if (is_above(one) && !from)
            from = one;
        if (is_below(one))
            to = one;
    }
    return (!from && !to) || add_interval(reader, set, from, to);
}

/* Only "!=": all but these. Else each takes its version out, or "=" puts it in. */
static bool join(
    const struct constraint_reader *reader, struct constraint_set *set, const struct list *list)
{
    size_t unequal = 0;
    for (size_t i = 0; i < list->count; i++)
        unequal += list->at[i].meaning == CONSTRAINT_NOT_EQUAL;
    const struct constraint_interval all = {0};
    if (unequal == list->count ? !constraint_syntax_add(reader, set, all)
                               : !add_intervals(reader, set, list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        struct constraint_set one = constraint_set_none(reader->scheme, reader->arena);
        enum constraint_operator meaning = list->at[i].meaning;
        if (is_above(&list->at[i]) || is_below(&list->at[i]))
            continue;
        if (!constraint_syntax_compare(
                reader, &one, meaning, list->at[i].version, CONSTRAINT_EXACT) ||
            !(meaning == CONSTRAINT_EQUAL ? constraint_set_widen(set, &one, reader->err)
                                          : constraint_set_narrow(set, &one, reader->err)))
            return false;
    }
    return true;
}

static bool read_list(struct constraint_reader *reader, struct constraint_set *set)
{
    struct list list = {0};
    list.at = arena_take_array(reader->arena, LIMIT_CONSTRAINT_INTERVALS, sizeof *list.at);
    if (!list.at)
        return arena_check(reader->arena, reader->err);
    do {
        if (list.count == LIMIT_CONSTRAINT_INTERVALS)
            return err_set(reader->err, ERR_LIMIT, "it has more than %zu comparators",
                LIMIT_CONSTRAINT_INTERVALS);
        if (!read_one(reader, &list.at[list.count++]))
            return false;
    } while (constraint_syntax_skip(reader, "|"));
    if (reader->rest.len)
        return constraint_syntax_fail(
            reader, reader->rest.at, "a | must stand between comparators");
    return sort(reader, &list) && join(reader, set, &list);
}

static bool read_scheme(struct constraint_reader *reader, struct text name)
{
    for (size_t i = 0; i < LEN_OF(schemes); i++)
        if (text_is(name, schemes[i].name)) {
            if (schemes[i].scheme == reader->scheme)
                return true;
            return constraint_syntax_fail(reader, name.at,
                "versions of %s have another order than %s ones", schemes[i].name,
                version_scheme_name(reader->scheme));
        }
    err_set(reader->err, ERR_UNSUPPORTED, "\"%.*s\" is no VERS scheme that kenzen knows",
        TEXT_ARG(text_slice(name, 0, 40)));
    return constraint_syntax_place(reader, name.at);
}

bool constraint_vers_read(struct constraint_reader *reader, struct constraint_set *set)
{
    const struct constraint_interval all = {0};
    if (!constraint_syntax_skip(reader, "vers:"))
        return constraint_syntax_fail(reader, reader->rest.at, "VERS begins with vers:");
    struct text name = constraint_syntax_word(reader, "/");
    if (!constraint_syntax_skip(reader, "/"))
        return constraint_syntax_fail(
            reader, reader->rest.at, "a slash must stand behind the scheme");
    constraint_syntax_skip_spaces(reader);
    bool is_all = text_is(reader->rest, "*");
    if (text_is(name, "none") || text_is(name, "all")) {
        if (!is_all)
            return constraint_syntax_fail(reader, reader->rest.at, "only * may stand here");
        return text_is(name, "none") || constraint_syntax_add(reader, set, all);
    }
    if (!read_scheme(reader, name))
        return false;
    return is_all ? constraint_syntax_add(reader, set, all) : read_list(reader, set);
}
