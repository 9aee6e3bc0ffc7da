/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_hold.h"

/* Cuts "@sha256:…" and ":tag" off the name of an image; a ':' before a '/' is a registry's port. */
static struct text without_tag(struct text name)
{
    ptrdiff_t digest = text_find_text(name, TEXT("@sha256:"));
    if (digest >= 0)
        name = text_slice(name, 0, (size_t)digest);
    ptrdiff_t tag = text_find_last(name, ':');
    if (tag > text_find_last(name, '/') && tag > 0)
        name = text_slice(name, 0, (size_t)tag);
    return name;
}

static bool is_separator(char c)
{
    return c == '-' || c == '_' || c == '@' || c == ' ' || c == ':' || c == '/';
}

/* Cuts the subject's own version off the end of its name: "shop-1.2" of version 1.2 is "shop". */
static struct text without_version(struct text name, struct text version)
{
    if (version.len == 0 || version.len >= name.len || !text_ends(name, version))
        return name;
    size_t end = name.len - version.len;
    if (name.at[end - 1] == 'v' && end > 1)
        end--;
    return is_separator(name.at[end - 1]) ? text_slice(name, 0, end - 1) : name;
}

static struct text root_of(const struct sbom_hold_facts *facts)
{
    return without_tag(without_version(text_trim(facts->name), text_trim(facts->version)));
}

struct text sbom_hold_reason(
    const struct sbom_hold_facts *before, const struct sbom_hold_facts *after, struct arena *arena)
{
    struct text old_root = root_of(before), new_root = root_of(after);
    if (old_root.len && new_root.len && !text_eq_nocase(old_root, new_root))
        return arena_format(arena, "it describes \"%.*s\", the current one \"%.*s\"",
            TEXT_ARG(after->name), TEXT_ARG(before->name));
    if (after->component_count * 2 < before->component_count)
        return arena_format(arena, "it has %lld components, under half of the current one's %lld",
            (long long)after->component_count, (long long)before->component_count);
    return (struct text){"", 0};
}
