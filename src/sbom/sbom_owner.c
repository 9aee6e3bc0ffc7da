/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_owner.h"

#include "base/map.h"
#include "base/vec.h"

/* The folders that a distribution's package manager fills for a language, all below /usr; '*' stands for what has no slash. What people
   install themselves goes to /usr/local, into a virtual environment or beside the application. */
static const struct folder {
    const char *ecosystem, *pattern;
} folders[] = {
    {"PyPI", "/usr/lib/python3/dist-packages/"},
    {"PyPI", "/usr/lib/python*/dist-packages/"},
    {"PyPI", "/usr/lib/python*/site-packages/"},
    {"PyPI", "/usr/lib64/python*/site-packages/"},
    {"PyPI", "/usr/share/python-wheels/"},
    {"RubyGems", "/usr/share/rubygems-integration/"},
    {"RubyGems", "/usr/share/gems/"},
    {"RubyGems", "/usr/lib64/gems/"},
    {"RubyGems", "/usr/lib/ruby/vendor_ruby/"},
    {"RubyGems", "/usr/lib/ruby/gems/"},
    {"npm", "/usr/share/nodejs/"},
    {"npm", "/usr/share/node_modules/"},
    {"npm", "/usr/share/npm/"},
    {"npm", "/usr/lib/nodejs/"},
    {"npm", "/usr/lib/node_modules/"},
    {"Maven", "/usr/share/java/"},
    {"Maven", "/usr/share/maven-repo/"},
    {"Maven", "/usr/lib/java/"},
};

/* What distributions put in front of a language's name: "python3-", "python3.11-", "rubygem-". */
static const char *const fronts[] = {"python", "py", "ruby", "rubygem", "node", "nodejs"};

static bool is_in_pattern(struct text path, const char *pattern)
{
    for (; *pattern; pattern++) {
        if (*pattern == '*') {
            while (path.len && path.at[0] != '/')
                path = text_from(path, 1);
            continue;
        }
        if (!path.len || path.at[0] != *pattern)
            return false;
        path = text_from(path, 1);
    }
    return true;
}

/* Trivy leaves the first slash out. A path that climbs lies elsewhere. */
static bool is_in_folder(struct text ecosystem, struct text path)
{
    bool is_below_usr = text_starts(path, TEXT("/usr/")) || text_starts(path, TEXT("usr/"));
    if (!is_below_usr || text_find_text(path, TEXT("/../")) >= 0)
        return false;
    for (size_t i = 0; i < LEN_OF(folders); i++)
        if (text_is(ecosystem, folders[i].ecosystem) &&
            is_in_pattern(path, folders[i].pattern + (text_starts(path, TEXT("/")) ? 0 : 1)))
            return true;
    return false;
}

static bool has_folders(struct text ecosystem)
{
    for (size_t i = 0; i < LEN_OF(folders); i++)
        if (text_is(ecosystem, folders[i].ecosystem))
            return true;
    return false;
}

static bool is_of_system(const struct sbom_component *component)
{
    return component->is_package && component->ecosystem.len &&
           (text_starts(component->purl, TEXT("pkg:deb/")) ||
               text_starts(component->purl, TEXT("pkg:rpm/")) ||
               text_starts(component->purl, TEXT("pkg:apk/")));
}

/* Whether a distribution's version is of that upstream version: "1:2.28.1+dfsg-1" of "2.28.1", and not of "2.28". */
static bool is_of_upstream(struct text version, struct text upstream)
{
    ptrdiff_t colon = text_find(version, ':');
    version = text_from(version, (size_t)(colon + 1));
    if (!upstream.len || !text_starts(version, upstream))
        return false;
    return version.len == upstream.len || strchr("-+~", version.at[upstream.len]);
}

static bool has_upstream(const struct sbom_component *owner, struct text version)
{
    return is_of_upstream(owner->version, version) ||
           is_of_upstream(owner->source_version, version);
}

/* -- names -- */

struct owner_entry {
    uint32_t component, next;
};

/* The operating system's packages under each name that a language may know them by: listed when the first is looked for,
   since most SBOMs of a system have nothing that it might own. */
struct owners {
    struct arena *arena;
    bool are_listed;
    struct map by_name; /* to the first entry */
    struct {
        VEC(struct owner_entry);
    } entries;
};

#define NO_ENTRY UINT32_MAX

/* Packages of one name that are tried: a real system has a few, for each version of the language. */
enum { TRIES = 16 };

/* One spelling for all: lower case, "_" and "." as "-"; "@scope/name" as "scope-name". */
static struct text plain_name(struct text name, struct arena *arena)
{
    char *at = arena_take(arena, name.len + 1);
    size_t len = 0;
    for (size_t i = 0; at && i < name.len; i++) {
        char c = text_lower_char(name.at[i]);
        if (c == '_' || c == '.' || c == '/')
            c = '-';
        if (c != '@')
            at[len++] = c;
    }
    return (struct text){at ? at : "", len};
}

/* "requests" of "python3-requests" and "python3-11-requests"; empty when nothing of ours stands in front. */
static struct text without_front(struct text name)
{
    for (size_t i = 0; i < LEN_OF(fronts); i++) {
        struct text rest = name;
        if (!text_starts(rest, text_of(fronts[i])))
            continue;
        rest = text_from(rest, strlen(fronts[i]));
        while (rest.len && (text_is_digit(rest.at[0]) ||
                               (rest.len > 1 && rest.at[0] == '-' && text_is_digit(rest.at[1]))))
            rest = text_from(rest, 1);
        if (rest.len > 1 && rest.at[0] == '-')
            return text_from(rest, 1);
    }
    bool is_java = text_starts(name, TEXT("lib")) && text_ends(name, TEXT("-java"));
    return is_java && name.len > 8 ? text_slice(name, 3, name.len - 5) : (struct text){"", 0};
}

static void add_name(struct owners *owners, struct text name, uint32_t component)
{
    uint32_t entry = (uint32_t)owners->entries.len, next = NO_ENTRY;
    if (!name.len)
        return;
    if (!map_add(&owners->by_name, name, entry, &next))
        map_set(&owners->by_name, name, entry);
    *VEC_ADD(&owners->entries) = (struct owner_entry){component, next};
}

static void add_names(struct owners *owners, struct text name, uint32_t component)
{
    struct text plain = plain_name(name, owners->arena);
    add_name(owners, plain, component);
    add_name(owners, without_front(plain), component);
}

static void add_owner(struct owners *owners, const struct sbom_component *owner, uint32_t number)
{
    add_names(owners, owner->package, number);
    if (owner->source_package.len && !text_eq(owner->source_package, owner->package))
        add_names(owners, owner->source_package, number);
}

static void list_owners(struct owners *owners, const struct sbom *sbom)
{
    for (size_t i = 0; i < sbom->component_count && !owners->arena->is_spent; i++)
        if (is_of_system(&sbom->components[i]))
            add_owner(owners, &sbom->components[i], (uint32_t)i);
    owners->are_listed = true;
}

/* Of a Maven package the artifact, of a Go-like path all. */
static struct text name_of(const struct sbom_component *component, struct arena *arena)
{
    ptrdiff_t colon = text_find_last(component->package, ':');
    return plain_name(text_from(component->package, (size_t)(colon + 1)), arena);
}

static uint32_t find_by_name(
    struct owners *owners, const struct sbom *sbom, const struct sbom_component *component)
{
    uint32_t entry;
    if (!owners->are_listed)
        list_owners(owners, sbom);
    if (!map_find(&owners->by_name, name_of(component, owners->arena), &entry))
        return SBOM_ROOT;
    for (int i = 0; i < TRIES && entry != NO_ENTRY; i++, entry = owners->entries.at[entry].next) {
        uint32_t owner = owners->entries.at[entry].component;
        if (has_upstream(&sbom->components[owner], component->version))
            return owner;
    }
    return SBOM_ROOT;
}

/* -- the rule -- */

static uint32_t find_owner(
    struct owners *owners, const struct sbom *sbom, const uint32_t *claims, uint32_t number)
{
    const struct sbom_component *component = &sbom->components[number];
    bool is_placed = component->path.len > 0;
    bool may_be_owned = is_placed ? is_in_folder(component->ecosystem, component->path)
                                  : claims && has_folders(component->ecosystem);
    if (!component->is_package || !may_be_owned)
        return SBOM_ROOT;
    uint32_t claimed = claims ? claims[number] : SBOM_ROOT;
    if (claimed < sbom->component_count && is_of_system(&sbom->components[claimed]) &&
        has_upstream(&sbom->components[claimed], component->version))
        return claimed;
    return is_placed ? find_by_name(owners, sbom, component) : SBOM_ROOT;
}

bool sbom_owner_find(
    struct sbom *sbom, const uint32_t *claims, struct arena *arena, struct err *err)
{
    struct owners owners = {.arena = arena};
    for (size_t i = 0; i < sbom->component_count && !arena->is_spent; i++) {
        uint32_t owner = find_owner(&owners, sbom, claims, (uint32_t)i);
        if (owner == SBOM_ROOT)
            continue;
        sbom->components[i].owner_ecosystem = sbom->components[owner].ecosystem;
        sbom->components[i].owner_package = sbom->components[owner].package;
    }
    map_done(&owners.by_name);
    VEC_DONE(&owners.entries);
    return arena_check(arena, err);
}
