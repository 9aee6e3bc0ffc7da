/* SPDX-License-Identifier: Apache-2.0 */
/* RubyGems: Gem::Requirement (lib/rubygems/requirement.rb). Requirements with commas between, all of which must hold. Pre-releases
   count by their order; only "~>" looks at the release that a pre-release leads to. */
#include "domain/constraint_syntax.h"
#include "domain/constraint_trait.h"

static const struct constraint_word words[] = {
    {"~>", CONSTRAINT_TILDE},
    {"<=", CONSTRAINT_LESS_EQUAL},
    {"<", CONSTRAINT_LESS},
    {">=", CONSTRAINT_GREATER_EQUAL},
    {">", CONSTRAINT_GREATER},
    {"!=", CONSTRAINT_NOT_EQUAL},
    {"=", CONSTRAINT_EQUAL},
    {NULL, 0},
};

/* Gem::Version#bump: the release without its last number, unless it is the only one, and one more. */
static struct text bump(const struct constraint_reader *reader, struct text version)
{
    struct text release = constraint_trait_stem(VERSION_RUBYGEMS, CONSTRAINT_FAMILY, version);
    ptrdiff_t dot = text_find_last(release, '.');
    if (dot >= 0)
        release.len = (size_t)dot;
    dot = text_find_last(release, '.');
    struct text next = constraint_syntax_next(reader, text_from(release, (size_t)(dot + 1)));
    return arena_format(reader->arena, "%.*s%.*s", (int)(dot + 1), release.at, TEXT_ARG(next));
}

/* "~> 1.2" is at least 1.2, and what it leads to is below 2: no 2.0.a either. */
static bool add_about(
    const struct constraint_reader *reader, struct constraint_set *one, struct text version)
{
    struct constraint_interval interval = {.from = {version, CONSTRAINT_EXACT, false},
        .to = {bump(reader, version), CONSTRAINT_FAMILY, false}};
    return constraint_syntax_add(reader, one, interval);
}

static bool read_one(struct constraint_reader *reader, struct constraint_set *one)
{
    constraint_syntax_skip_spaces(reader);
    enum constraint_operator meaning = constraint_syntax_operator(reader, words, CONSTRAINT_EQUAL);
    constraint_syntax_skip_spaces(reader);
    struct text version = constraint_syntax_word(reader, ",<>=!~");
    constraint_syntax_skip_spaces(reader);
    if (!constraint_syntax_check(reader, version))
        return false;
    return meaning == CONSTRAINT_TILDE
               ? add_about(reader, one, version)
               : constraint_syntax_compare(reader, one, meaning, version, CONSTRAINT_EXACT);
}

bool constraint_gem_read(struct constraint_reader *reader, struct constraint_set *set)
{
    bool is_first = true;
    do {
        struct constraint_set one = constraint_set_none(reader->scheme, reader->arena);
        if (!read_one(reader, &one) || !constraint_syntax_and(reader, set, &one, is_first))
            return false;
        is_first = false;
    } while (constraint_syntax_skip(reader, ","));
    return reader->rest.len == 0 || constraint_syntax_fail(reader, reader->rest.at,
                                        "a comma must stand between requirements");
}
