/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/constraint.h"

#include "base/limits.h"
#include "domain/constraint_syntax.h"
#include "domain/constraint_trait.h"

struct rules {
    const char *name;
    constraint_syntax_read *read;
    bool has_scheme; /* it has an order of its own */
    enum version_scheme scheme;
    const char *purl_type; /* whose packages write so */
};

static const struct rules rows[CONSTRAINT_SYNTAXES] = {
    [CONSTRAINT_PLAIN] = {"plain", constraint_plain_read, false, 0, ""},
    [CONSTRAINT_NPM] = {"npm", constraint_npm_read, true, VERSION_SEMVER, "npm"},
    [CONSTRAINT_CARGO] = {"cargo", constraint_cargo_read, true, VERSION_SEMVER, "cargo"},
    [CONSTRAINT_COMPOSER] = {"composer", constraint_composer_read, true, VERSION_PACKAGIST,
        "composer"},
    [CONSTRAINT_GEM] = {"gem", constraint_gem_read, true, VERSION_RUBYGEMS, "gem"},
    [CONSTRAINT_MAVEN] = {"maven", constraint_maven_read, true, VERSION_MAVEN, "maven"},
    [CONSTRAINT_PEP440] = {"pep440", constraint_pep440_read, true, VERSION_PYPI, "pypi"},
    [CONSTRAINT_NUGET] = {"nuget", constraint_nuget_read, true, VERSION_NUGET, "nuget"},
    [CONSTRAINT_VERS] = {"vers", constraint_vers_read, false, 0, ""},
};

enum constraint_syntax constraint_syntax_of(enum version_scheme scheme, struct text purl_type)
{
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (rows[i].has_scheme && rows[i].scheme == scheme && text_is(purl_type, rows[i].purl_type))
            return (enum constraint_syntax)i;
    return CONSTRAINT_PLAIN;
}

const char *constraint_syntax_name(enum constraint_syntax syntax)
{
    return rows[syntax].name;
}

bool constraint_syntax_find(struct text name, enum constraint_syntax *ret_syntax)
{
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (text_is(name, rows[i].name)) {
            *ret_syntax = (enum constraint_syntax)i;
            return true;
        }
    return false;
}

bool constraint_read(struct constraint *ret_constraint, enum constraint_syntax syntax,
    enum version_scheme scheme, struct text text, struct arena *arena, struct err *err)
{
    struct err why = {0}; /* readers may put words in front of it, so there must be one */
    struct constraint_reader reader = {.text = text, .rest = text_trim(text), .arena = arena};
    reader.err = &why;
    reader.scheme = rows[syntax].has_scheme ? rows[syntax].scheme : scheme;
    struct constraint_set set = constraint_set_none(reader.scheme, arena);
    if (text.len > LIMIT_CONSTRAINT_BYTES)
        return err_set(err, ERR_LIMIT, "the constraint has %zu bytes, at most %zu are read",
            text.len, LIMIT_CONSTRAINT_BYTES);
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < ' ' && !text_is_space(text.at[i]))
            return err_set(err, ERR_SYNTAX, "column %zu: a control character", i + 1);
    if (!rows[syntax].read(&reader, &set) || !arena_check(arena, &why))
        return err_set(err, why.code, "%s", why.text);
    constraint_set_tidy(&set);
    *ret_constraint = (struct constraint){syntax, reader.scheme, set.at, set.count};
    return true;
}

/* Composer compares versions written in full; VERS names Composer's order too. */
static bool prepare(const struct constraint *constraint, struct text *version,
    char room[CONSTRAINT_COMPOSER_BYTES], struct err *err)
{
    struct constraint_pep440 parts;
    *version = text_trim(*version);
    if (!version_check(constraint->scheme, *version, err))
        return false;
    struct text written = text_slice(*version, 0, 80);
    if (constraint->syntax == CONSTRAINT_PEP440 && !constraint_trait_pep440(*version, &parts))
        return err_set(err, ERR_SYNTAX, "\"%.*s\" is no version of PEP 440", TEXT_ARG(written));
    if (constraint->scheme != VERSION_PACKAGIST || constraint->syntax == CONSTRAINT_PLAIN)
        return true;
    const char *why = constraint_composer_full(*version, room, version);
    return !why ||
           err_set(err, ERR_SYNTAX, "\"%.*s\" is no Composer version: %s", TEXT_ARG(written), why);
}

bool constraint_holds(
    const struct constraint *constraint, struct text version, bool *ret_is_in, struct err *err)
{
    char room[CONSTRAINT_COMPOSER_BYTES];
    bool is_undecided = false;
    if (!prepare(constraint, &version, room, err))
        return false;
    for (size_t i = 0; i < constraint->count; i++) {
        bool is_in;
        if (!constraint_set_holds(
                constraint->scheme, &constraint->intervals[i], version, &is_in, err)) {
            is_undecided = true;
        } else if (is_in) {
            *ret_is_in = true;
            return true;
        }
    }
    *ret_is_in = false;
    return !is_undecided;
}

bool constraint_range(
    const struct constraint *constraint, struct range *ret_range, struct arena *arena)
{
    struct range_bound *bounds = arena_take_array(arena, 2 * constraint->count, sizeof *bounds);
    size_t count = 0;
    for (size_t i = 0; bounds && i < constraint->count; i++) {
        const struct constraint_interval *one = &constraint->intervals[i];
        if (one->without || one->only.at || one->from.level || one->to.level || one->from.is_behind)
            return false;
        struct text from = one->from.version.at ? one->from.version : TEXT("0");
        bounds[count++] = (struct range_bound){RANGE_INTRODUCED, from};
        if (one->to.version.at)
            bounds[count++] = (struct range_bound){
                one->to.is_behind ? RANGE_LAST_AFFECTED : RANGE_FIXED, one->to.version};
    }
    *ret_range = (struct range){bounds, count};
    return count > 0;
}
