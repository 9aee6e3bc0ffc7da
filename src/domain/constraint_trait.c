/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/constraint_trait.h"

#include "base/attr.h"

static size_t count_digits(struct text t, size_t from)
{
    size_t end = from;
    while (end < t.len && text_is_digit(t.at[end]))
        end++;
    return end - from;
}

static bool is_separator(struct text t, size_t at)
{
    return at < t.len && (t.at[at] == '.' || t.at[at] == '-' || t.at[at] == '_');
}

/* Returns the length of "v? (epoch !)? release" at the front, or 0. */
static size_t measure_base(struct text t)
{
    size_t at = t.len && text_lower_char(t.at[0]) == 'v';
    size_t digits = count_digits(t, at);
    if (digits && at + digits < t.len && t.at[at + digits] == '!') {
        at += digits + 1;
        digits = count_digits(t, at);
    }
    if (digits == 0)
        return 0;
    at += digits;
    while (at < t.len && t.at[at] == '.' && count_digits(t, at + 1))
        at += 1 + count_digits(t, at + 1);
    return at;
}

/* Moves *at behind "[-_.]? word [-_.]? digits?" if it stands there. */
static bool skip_tag(struct text t, size_t *at, const char *const *words)
{
    size_t begin = *at + is_separator(t, *at);
    for (; *words; words++) {
        size_t len = strlen(*words);
        if (!text_eq_nocase(text_slice(t, begin, begin + len), text_of(*words)))
            continue;
        begin += len;
        begin += is_separator(t, begin);
        *at = begin + count_digits(t, begin);
        return true;
    }
    return false;
}

/* "1.0-1" is 1.0.post1. */
static bool skip_post(struct text t, size_t *at)
{
    static const char *const words[] = {"post", "rev", "r", NULL};
    size_t digits = *at < t.len && t.at[*at] == '-' ? count_digits(t, *at + 1) : 0;
    *at += digits ? 1 + digits : 0;
    return digits || skip_tag(t, at, words);
}

static bool is_local(struct text t)
{
    bool was_separator = true;
    for (size_t i = 0; i < t.len; i++) {
        if (!is_separator(t, i) && !text_is_digit(t.at[i]) && !text_is_alpha(t.at[i]))
            return false;
        if (is_separator(t, i) && was_separator)
            return false;
        was_separator = is_separator(t, i);
    }
    return !was_separator;
}

bool constraint_trait_pep440(struct text version, struct constraint_pep440 *ret_parts)
{
    /* a longer word before its own beginning */
    static const char *const pre[] = {"alpha", "a", "beta", "b", "preview", "pre", "c", "rc", NULL};
    static const char *const dev[] = {"dev", NULL};
    struct text rest = version;
    struct constraint_pep440 parts = {.public = text_cut(&rest, '+'), .has_local = rest.at};
    size_t at = measure_base(parts.public);
    parts.base = text_slice(version, 0, at);
    parts.has_pre = skip_tag(parts.public, &at, pre);
    size_t family = at;
    parts.has_post = skip_post(parts.public, &at);
    parts.family = parts.has_post ? text_slice(version, 0, family) : parts.public;
    parts.has_dev = skip_tag(parts.public, &at, dev);
    *ret_parts = parts;
    return parts.base.len && at == parts.public.len && (!rest.at || is_local(rest));
}

unsigned constraint_trait_of(enum version_scheme scheme, struct text version)
{
    if (scheme == VERSION_PACKAGIST)
        return text_starts(version, TEXT("dev-")) ? CONSTRAINT_NO_BRANCH : 0;
    if (scheme == VERSION_SEMVER || scheme == VERSION_PUB || scheme == VERSION_NUGET)
        return text_find(text_cut(&version, '+'), '-') >= 0 ? CONSTRAINT_NO_PRE : 0;
    return 0;
}

/* Gem::Version#release: all before the first letter or hyphen. */
static struct text gem_release(struct text version)
{
    size_t len = 0;
    while (len < version.len && (text_is_digit(version.at[len]) || version.at[len] == '.'))
        len++;
    while (len && version.at[len - 1] == '.')
        len--;
    return text_slice(version, 0, len);
}

struct text constraint_trait_stem(
    enum version_scheme scheme, enum constraint_level level, struct text version)
{
    struct constraint_pep440 parts;
    if (level == CONSTRAINT_EXACT)
        return version;
    if (scheme == VERSION_PYPI && constraint_trait_pep440(version, &parts))
        return level == CONSTRAINT_FAMILY ? parts.family : parts.public;
    if (scheme == VERSION_RUBYGEMS)
        return gem_release(version);
    ptrdiff_t hyphen = scheme == VERSION_RPM ? text_find_last(version, '-') : -1;
    return hyphen >= 0 ? text_slice(version, 0, (size_t)hyphen) : version;
}
