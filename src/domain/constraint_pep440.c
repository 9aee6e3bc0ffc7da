/* SPDX-License-Identifier: Apache-2.0 */
/* Python: "Version specifiers" of packaging.python.org (PEP 440), as the package "packaging" reads them from 26 on. All must hold.
   Pre-releases are in by their order: what stands in an SBOM is installed, and those count. */
#include "domain/constraint_syntax.h"
#include "domain/constraint_trait.h"

static const struct constraint_word words[] = {
    {"===", CONSTRAINT_SPELT},
    {"~=", CONSTRAINT_TILDE},
    {"==", CONSTRAINT_EQUAL},
    {"!=", CONSTRAINT_NOT_EQUAL},
    {"<=", CONSTRAINT_LESS_EQUAL},
    {"<", CONSTRAINT_LESS},
    {">=", CONSTRAINT_GREATER_EQUAL},
    {">", CONSTRAINT_GREATER},
    {NULL, 0},
};

struct specifier {
    enum constraint_operator meaning;
    struct text version; /* without ".*" */
    struct constraint_pep440 parts;
    bool is_prefix; /* it ended with ".*" */
};

static struct constraint_cut cut_at(
    struct text version, enum constraint_level level, bool is_behind)
{
    return (struct constraint_cut){version, level, is_behind};
}

/* The least of all that belongs to a version: its first development release. */
static struct constraint_cut before(const struct constraint_reader *reader, struct text version)
{
    return cut_at(
        arena_format(reader->arena, "%.*s.dev0", TEXT_ARG(version)), CONSTRAINT_EXACT, false);
}

/* "==1.2.*" is all from 1.2.dev0 to before 1.3.dev0. */
static struct constraint_interval prefix_of(
    const struct constraint_reader *reader, struct text base)
{
    size_t at = base.len;
    while (at > 0 && text_is_digit(base.at[at - 1]))
        at--;
    struct text next = constraint_syntax_next(reader, text_from(base, at));
    struct text above =
        arena_format(reader->arena, "%.*s%.*s", TEXT_ARG(text_slice(base, 0, at)), TEXT_ARG(next));
    return (struct constraint_interval){.from = before(reader, base), .to = before(reader, above)};
}

/* "Version matching": a local part counts only where the specifier has one. */
static bool add_equal(
    const struct constraint_reader *reader, struct constraint_set *one, const struct specifier *s)
{
    enum constraint_level level = s->parts.has_local ? CONSTRAINT_EXACT : CONSTRAINT_PUBLIC;
    struct constraint_interval prefix;
    if (!s->is_prefix)
        return constraint_syntax_compare(reader, one, s->meaning, s->version, level);
    prefix = prefix_of(reader, s->parts.base);
    return s->meaning == CONSTRAINT_NOT_EQUAL
               ? constraint_set_add_outside(one, &prefix, reader->err)
               : constraint_syntax_add(reader, one, prefix);
}

/* "Compatible release": ~=1.4.5a4 is >=1.4.5a4, ==1.4.*. */
static bool add_compatible(
    const struct constraint_reader *reader, struct constraint_set *one, const struct specifier *s)
{
    ptrdiff_t dot = text_find_last(s->parts.base, '.');
    if (dot < 0)
        return constraint_syntax_fail(
            reader, s->version.at, "~= needs at least two numbers before it can leave one open");
    struct constraint_interval interval =
        prefix_of(reader, text_slice(s->parts.base, 0, (size_t)dot));
    interval.from = cut_at(s->version, CONSTRAINT_EXACT, false);
    return constraint_syntax_add(reader, one, interval);
}

/* "<V MUST NOT allow a pre-release of the specified version unless the specified version is itself a pre-release." */
static bool add_less(
    const struct constraint_reader *reader, struct constraint_set *one, const struct specifier *s)
{
    bool is_pre = s->parts.has_pre || s->parts.has_dev;
    struct constraint_interval interval = {
        .to = is_pre ? cut_at(s->version, CONSTRAINT_EXACT, false) : before(reader, s->version)};
    return constraint_syntax_add(reader, one, interval);
}

/* ">V MUST NOT allow a post-release of the given version unless V itself is a post release", nor "match a local version of
   the specified version". */
static bool add_greater(
    const struct constraint_reader *reader, struct constraint_set *one, const struct specifier *s)
{
    bool has_family = !s->parts.has_post && !s->parts.has_dev;
    struct constraint_interval interval = {
        .from = cut_at(s->version, has_family ? CONSTRAINT_FAMILY : CONSTRAINT_PUBLIC, true)};
    return constraint_syntax_add(reader, one, interval);
}

static bool add(
    const struct constraint_reader *reader, struct constraint_set *one, const struct specifier *s)
{
    switch (s->meaning) {
    case CONSTRAINT_EQUAL:
    case CONSTRAINT_NOT_EQUAL: return add_equal(reader, one, s);
    case CONSTRAINT_LESS: return add_less(reader, one, s);
    case CONSTRAINT_GREATER: return add_greater(reader, one, s);
    case CONSTRAINT_TILDE: return add_compatible(reader, one, s);
    case CONSTRAINT_LESS_EQUAL:
        return constraint_syntax_compare(reader, one, s->meaning, s->version, CONSTRAINT_PUBLIC);
    case CONSTRAINT_GREATER_EQUAL:
    case CONSTRAINT_CARET:
    case CONSTRAINT_SPELT:
    case CONSTRAINT_DASH: break;
    }
    return constraint_syntax_compare(reader, one, s->meaning, s->version, CONSTRAINT_EXACT);
}

static bool check_version(const struct constraint_reader *reader, struct specifier *s)
{
    const char *at = s->version.at;
    bool may_have_more = s->meaning == CONSTRAINT_EQUAL || s->meaning == CONSTRAINT_NOT_EQUAL;
    if (!constraint_syntax_check(reader, s->version))
        return false;
    s->is_prefix = text_ends(s->version, TEXT(".*"));
    s->version.len -= s->is_prefix ? 2 : 0;
    if (!constraint_trait_pep440(s->version, &s->parts))
        return constraint_syntax_fail(reader, at, "\"%.*s\" is no version of PEP 440",
            TEXT_ARG(text_slice(s->version, 0, 80)));
    bool has_label = s->version.len > s->parts.base.len;
    if (s->is_prefix && (!may_have_more || has_label))
        return constraint_syntax_fail(
            reader, at, ".* may only stand behind the numbers of an == or !=");
    return may_have_more || !s->parts.has_local ||
           constraint_syntax_fail(reader, at, "a local part may only stand behind == or !=");
}

static bool read_one(struct constraint_reader *reader, struct constraint_set *one)
{
    const char *begin = reader->rest.at;
    struct specifier s = {.meaning = constraint_syntax_operator(reader, words, CONSTRAINT_DASH)};
    if (s.meaning == CONSTRAINT_DASH)
        return constraint_syntax_fail(
            reader, begin, "one of ~=, ==, !=, <=, >=, <, > and === must stand before a version");
    constraint_syntax_skip_spaces(reader);
    s.version = constraint_syntax_word(reader, ",");
    struct constraint_interval spelt = {.only = s.version};
    if (s.meaning != CONSTRAINT_SPELT)
        return check_version(reader, &s) && add(reader, one, &s);
    return s.version.len ? constraint_syntax_add(reader, one, spelt)
                         : constraint_syntax_fail(reader, s.version.at, "a version is missing");
}

bool constraint_pep440_read(struct constraint_reader *reader, struct constraint_set *set)
{
    const struct constraint_interval all = {0};
    if (!constraint_syntax_add(reader, set, all))
        return false;
    for (;;) {
        struct constraint_set one = constraint_set_none(reader->scheme, reader->arena);
        constraint_syntax_skip_spaces(reader);
        if (constraint_syntax_skip(reader, ","))
            continue;
        if (reader->rest.len == 0)
            return true;
        if (!read_one(reader, &one) || !constraint_set_narrow(set, &one, reader->err))
            return false;
        constraint_syntax_skip_spaces(reader);
        if (reader->rest.len && reader->rest.at[0] != ',')
            return constraint_syntax_fail(
                reader, reader->rest.at, "a comma must stand between specifiers");
    }
}
