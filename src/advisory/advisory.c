/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory.h"

#include "domain/ecosystem.h"

const char *advisory_kind_name(enum advisory_kind kind)
{
    static const char *const names[] = {"vulnerability", "malicious", "notice"};
    return (size_t)kind < LEN_OF(names) ? names[kind] : "unknown";
}

const char *advisory_link_name(enum advisory_link link)
{
    static const char *const names[] = {"id", "alias", "upstream", "related"};
    return (size_t)link < LEN_OF(names) ? names[link] : "unknown";
}

const char *advisory_check_use(const struct advisory *advisory)
{
    bool has_package = false, has_git = false;
    for (size_t i = 0; i < advisory->affected_count; i++) {
        const struct advisory_affected *affected = &advisory->affected[i];
        has_git |= affected->has_git_range;
        if (affected->package.len == 0)
            continue;
        has_package = true;
        if (affected->range_count || affected->version_count)
            return NULL;
    }
    if (has_git)
        return "names commits only, no versions";
    return has_package ? "names no versions" : "names no package";
}

bool advisory_is_of_cve(const struct advisory *advisory)
{
    return text_starts(advisory->id, TEXT("CVE-")) && advisory->affected_count &&
           ecosystem_is_cpe(advisory->affected[0].ecosystem);
}

struct text advisory_base_ecosystem(struct text ecosystem)
{
    return text_cut(&ecosystem, ':');
}
