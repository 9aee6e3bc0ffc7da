/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/installed.h"

/* Tools write these where they know no version. None begins with a digit. */
static const char *const placeholders[] = {"latest", "latest.release", "latest.integration",
    "release", "unspecified", "unknown", "undefined", "null", "none", "noassertion", "n/a"};

static bool is_placeholder(struct text version)
{
    if (text_is_digit(version.at[0]))
        return false;
    for (size_t i = 0; i < LEN_OF(placeholders); i++)
        if (text_is_nocase(version, placeholders[i]))
            return true;
    return false;
}

/* SHA-1 or SHA-256 in hexadecimal; no registry numbers a release so. */
static bool is_commit(struct text version)
{
    bool has_letter = false;
    if (version.len != 40 && version.len != 64)
        return false;
    for (size_t i = 0; i < version.len; i++) {
        char c = text_lower_char(version.at[i]);
        if (!text_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
        has_letter = has_letter || !text_is_digit(c);
    }
    return has_letter;
}

/* The schemes that read any text. The others refuse a requirement themselves; in rpm "^" belongs to versions. */
static bool reads_anything(enum version_scheme scheme)
{
    return scheme == VERSION_PYPI || scheme == VERSION_MAVEN || scheme == VERSION_PACKAGIST;
}

/* "^1.2", "~> 1.2", "1.*", "[1.0,2.0)", "${revision}", Gradle's "1.+", npm's "file:../x", Composer's "1.0@beta". None of 823,309 versions that
   advisories list has such a character. */
static bool is_requirement(struct text version)
{
    static const char marks[] = "*^<>=|${}[](),/@";
    for (size_t i = 0; i < version.len; i++)
        if (version.at[i] && strchr(marks, version.at[i]))
            return true;
    char last = version.at[version.len - 1];
    return version.at[0] == '~' || version.at[0] == '!' || last == '+';
}

/* Composer orders a branch below every number, which tells nothing of what is in it. */
static bool is_branch(const struct ecosystem *ecosystem, struct text version)
{
    return ecosystem->scheme == VERSION_PACKAGIST &&
           (text_eq_nocase(text_slice(version, 0, 4), TEXT("dev-")) ||
               text_is(version, "9999999-dev"));
}

static bool fail(struct err *err, struct text version, const char *what)
{
    return err_set(err, ERR_SYNTAX, "\"%.*s\" is %s", TEXT_ARG(text_slice(version, 0, 80)), what);
}

/* -- what moves -- */

enum { NUMBERS = 3 };

/* Takes "v4", "4.1" and "4.*.*" apart: the digits and dots in front, and how many numbers they are; false for what has all three
   numbers, or more than numbers. */
static bool read_front(struct text version, struct text *ret_front, int *ret_count)
{
    struct text rest = version, front = {"", 0};
    int count = 0;
    if (rest.len && text_lower_char(rest.at[0]) == 'v')
        rest = text_from(rest, 1);
    const char *start = rest.at;
    while (rest.at) {
        struct text part = text_cut(&rest, '.');
        bool is_star = text_is(part, "*") || text_is(part, "x");
        for (size_t i = 0; !is_star && i < part.len; i++)
            if (!text_is_digit(part.at[i]))
                return false;
        bool is_out_of_place = front.len && count == 0;
        if (part.len == 0 || is_out_of_place)
            return false;
        if (is_star)
            break;
        front = (struct text){start, (size_t)(part.at + part.len - start)};
        count++;
    }
    while (rest.at)
        if (!text_is(text_cut(&rest, '.'), "*"))
            return false;
    *ret_front = front;
    *ret_count = count;
    return count > 0 && count < NUMBERS;
}

static struct text filled(struct text front, int count, const char *with, struct arena *arena)
{
    for (; count < NUMBERS; count++)
        front = arena_join(arena, front, ".", text_of(with));
    return front;
}

static bool read_moving(struct installed *ret_installed, const struct ecosystem *ecosystem,
    struct text version, struct arena *arena)
{
    struct text front;
    int count;
    if (!text_is(text_of(ecosystem->name), "GitHub Actions") ||
        !read_front(version, &front, &count))
        return false;
    *ret_installed = (struct installed){.lowest = filled(front, count, "0", arena),
        .highest = filled(front, count, "99999999999999999999", arena),
        .is_moving = true};
    return true;
}

bool installed_read(struct installed *ret_installed, const struct ecosystem *ecosystem,
    struct text version, struct arena *arena, struct err *err)
{
    if (version.len == 0)
        return err_set(err, ERR_SYNTAX, "the component has no version");
    if (!ecosystem->has_scheme)
        return err_set(err, ERR_SYNTAX, "the order of %s versions is not known", ecosystem->name);
    if (is_placeholder(version))
        return fail(err, version, "a placeholder, and no version");
    if (is_commit(version))
        return fail(err, version, "a commit, and no version");
    if (is_branch(ecosystem, version))
        return fail(err, version, "a branch, and no version");
    if (read_moving(ret_installed, ecosystem, version, arena))
        return true;
    if (reads_anything(ecosystem->scheme) && is_requirement(version))
        return fail(err, version, "a requirement, and no version");
    if (!version_check(ecosystem->scheme, version, err))
        return false;
    *ret_installed = (struct installed){.lowest = version, .highest = version};
    return true;
}
