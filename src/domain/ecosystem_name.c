/* SPDX-License-Identifier: Apache-2.0 */
/* The names of packages, so that advisory and SBOM mean the same by the same bytes. */
#include "domain/ecosystem.h"

/* PEP 503: re.sub(r"[-_.]+", "-", name).lower() */
static struct text pypi_name(struct text name, struct arena *arena)
{
    char *at = arena_take(arena, name.len);
    size_t len = 0;
    for (size_t i = 0; at && i < name.len; i++) {
        bool is_mark = strchr("-_.", name.at[i]) && name.at[i];
        if (!is_mark)
            at[len++] = text_lower_char(name.at[i]);
        else if (len == 0 || at[len - 1] != '-')
            at[len++] = '-';
    }
    return (struct text){at ? at : "", len};
}

static struct text replaced(struct text name, char from, char to, struct arena *arena)
{
    char *at = arena_take(arena, name.len);
    for (size_t i = 0; at && i < name.len; i++)
        at[i] = name.at[i] == from ? to : text_lower_char(name.at[i]);
    return (struct text){at ? at : "", at ? name.len : 0};
}

/* "https://github.com/a/B.git/" and "github.com/a/B" are one repository. */
static struct text url_name(struct text name, struct arena *arena)
{
    ptrdiff_t scheme = text_find_text(name, TEXT("://"));
    if (scheme >= 0)
        name = text_from(name, (size_t)scheme + 3);
    for (size_t before = 0; name.len != before;) {
        before = name.len;
        if (text_ends(name, TEXT(".git")))
            name.len -= 4;
        while (name.len && (name.at[name.len - 1] == '/' || text_is_space(name.at[name.len - 1])))
            name.len--;
    }
    return arena_text_lower(arena, name);
}

static bool is_lower(struct text name)
{
    for (size_t i = 0; i < name.len; i++)
        if (text_lower_char(name.at[i]) != name.at[i])
            return false;
    return true;
}

/* Another major version is another module, so its "/v2" or ".v2" stays. Go's own command calls the standard library std, its
   vulnerability database stdlib. */
static struct text go_name(struct text name, struct arena *arena)
{
    if (text_is(name, "std"))
        return TEXT("stdlib");
    return is_lower(name) ? name : arena_text_lower(arena, name);
}

struct text ecosystem_normal_name(
    const struct ecosystem *row, struct text name, struct arena *arena)
{
    name = text_trim(name);
    switch (row->naming) {
    case NAMING_AS_IS:
    case NAMING_MAVEN: return name;
    case NAMING_LOWER:
    case NAMING_PATH:
    case NAMING_DOTTED: return is_lower(name) ? name : arena_text_lower(arena, name);
    case NAMING_GO: return go_name(name, arena);
    case NAMING_PYPI: return pypi_name(name, arena);
    case NAMING_UNDERSCORE: return replaced(name, '-', '_', arena);
    case NAMING_URL: return url_name(name, arena);
    }
    return name;
}

/* What stands between namespace and name, or NULL where the namespace is no part of it. */
static const char *joint(enum ecosystem_naming naming)
{
    switch (naming) {
    case NAMING_PATH:
    case NAMING_GO:
    case NAMING_URL: return "/";
    case NAMING_MAVEN: return ":";
    case NAMING_DOTTED: return ".";
    case NAMING_AS_IS:
    case NAMING_LOWER:
    case NAMING_PYPI:
    case NAMING_UNDERSCORE: return NULL;
    }
    return NULL;
}

struct text ecosystem_package_name(
    const struct ecosystem *row, const struct purl *purl, struct arena *arena)
{
    const char *between = joint(row->naming);
    struct text name = purl->name;
    if (between && purl->space.len)
        name = arena_join(arena, purl->space, between, purl->name);
    return ecosystem_normal_name(row, name, arena);
}
