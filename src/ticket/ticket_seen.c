/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_seen.h"

#include "domain/cpe.h"
#include "match/match_name.h"
#include "match/match_record.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_vulnerability_rows.h"

/* Ends a chain of links. */
#define NONE UINT32_MAX

struct ticket_look {
    const struct ticket_scope *scope;
    struct map
        by_package; /* name → the first link of a component with that name or source package */
    uint32_t *next; /* by link: component × 2, and 1 for the source package */
    struct ticket_vulnerability_alias *names; /* by vulnerability */
    size_t name_count;
    struct ticket_former_version *former; /* by ticket */
    size_t former_count;
};

static void add_link(struct ticket_look *look, struct text package, uint32_t link)
{
    look->next[link] = NONE;
    if (!map_add(&look->by_package, package, link, &look->next[link]))
        map_set(&look->by_package, package, link);
}

/* From the last to the first, so that chains give components in their order. */
static void link_components(struct ticket_look *look)
{
    const struct ticket_scope *scope = look->scope;
    for (size_t i = scope->component_count; i > 0; i--) {
        const struct sbom_component *component = &scope->components[i - 1];
        uint32_t link = (uint32_t)(2 * (i - 1));
        bool is_other = !text_eq(component->source_package, component->package);
        if (component->source_package.len && is_other)
            add_link(look, component->source_package, link + 1);
        add_link(look, component->package, link);
    }
}

static int compare_ids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Sorts, and drops equal ones. */
static size_t make_distinct(int64_t *ids, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    return kept;
}

static bool read_past(
    struct ticket_look *look, struct ticket *const *tickets, size_t count, struct err *err)
{
    struct db *db = look->scope->db;
    struct arena *arena = look->scope->arena;
    int64_t *flaws = arena_take_array(arena, count, sizeof *flaws);
    int64_t *ids = arena_take_array(arena, count, sizeof *ids);
    look->next = arena_take_array(arena, look->scope->component_count, 2 * sizeof *look->next);
    if (!flaws || !ids || !look->next)
        return arena_check(arena, err);
    for (size_t i = 0; i < count; i++) {
        flaws[i] = tickets[i]->vulnerability_id;
        ids[i] = tickets[i]->id;
    }
    return ticket_vulnerability_rows_names(db, flaws, make_distinct(flaws, count), arena,
               &look->names, &look->name_count, err) &&
           ticket_rows_former_versions(
               db, ids, make_distinct(ids, count), arena, &look->former, &look->former_count, err);
}

bool ticket_look_new(struct ticket_look **ret_look, const struct ticket_scope *scope,
    struct ticket *const *tickets, size_t count, struct err *err)
{
    struct ticket_look *look = calloc(1, sizeof *look);
    if (!look)
        err_panic("out of memory");
    look->scope = scope;
    bool is_ok = read_past(look, tickets, count, err);
    if (is_ok)
        link_components(look);
    else
        ticket_look_free(look);
    *ret_look = is_ok ? look : NULL;
    return is_ok;
}

void ticket_look_free(struct ticket_look *look)
{
    if (look)
        map_done(&look->by_package);
    free(look);
}

/* -- the package -- */

/* The components of the ticket's package that are there now. */
struct present {
    VEC(const struct ticket_posting *);
};

static bool is_of_package(const struct sbom_component *component, const struct ticket *ticket)
{
    return text_eq(component->ecosystem, ticket->ecosystem) &&
           (text_eq(component->package, ticket->package) ||
               text_eq(component->source_package, ticket->package));
}

static struct present list_present(
    const struct ticket_look *look, const struct ticket *ticket, uint32_t part)
{
    struct present present = {0};
    uint32_t link = NONE;
    map_find(&look->by_package, ticket->package, &link);
    for (; link != NONE; link = look->next[link]) {
        const struct sbom_component *component = &look->scope->components[link / 2];
        const struct ticket_posting *posting = text_eq(component->ecosystem, ticket->ecosystem)
                                                   ? ticket_scope_find(look->scope, link / 2, part)
                                                   : NULL;
        if (posting)
            *VEC_ADD(&present) = posting;
    }
    return present;
}

/* What answers for all that is there is the operating system: gives one of them; NULL when something is there by itself. */
static const struct ticket_posting *owned_of(const struct present *present)
{
    for (size_t i = 0; i < present->len; i++)
        if (!present->at[i]->owner_package.len)
            return NULL;
    return present->len ? present->at[0] : NULL;
}

static struct text version_of(const struct ticket_look *look, const struct ticket_posting *posting)
{
    return look->scope->components[posting->component].version;
}

static struct text print_versions(const struct ticket_look *look, const struct present *present)
{
    struct arena *arena = look->scope->arena;
    struct text *versions = arena_take_array(arena, present->len, sizeof *versions);
    for (size_t i = 0; versions && i < present->len; i++)
        versions[i] = version_of(look, present->at[i]);
    return ticket_json_list(versions, versions ? present->len : 0, arena);
}

struct names {
    const struct ticket_vulnerability_alias *at;
    size_t count;
};

/* The names of the ticket's vulnerability. */
static struct names names_of(const struct ticket_look *look, const struct ticket *ticket)
{
    size_t low = 0, high = look->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (look->names[middle].vulnerability.id < ticket->vulnerability_id)
            low = middle + 1;
        else
            high = middle;
    }
    struct names names = {.at = look->names + low};
    while (low + names.count < look->name_count &&
           names.at[names.count].vulnerability.id == ticket->vulnerability_id)
        names.count++;
    return names;
}

static bool has_name(const struct names *names, struct text name)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_eq(names->at[i].alias, name))
            return true;
    return false;
}

/* Whether what is said of a package version counts in a part: it is there, and by itself. */
static bool is_judged(const struct ticket_posting *posting)
{
    return posting && !posting->owner_package.len;
}

/* The undecidable finding of this flaw in a component that is there, or NULL. */
static const struct match_finding *find_undecidable(const struct ticket_look *look,
    const struct ticket *ticket, const struct names *names, uint32_t part)
{
    const struct ticket_scope *scope = look->scope;
    for (size_t i = 0; i < scope->found_count; i++) {
        const struct match_finding *finding = &scope->found[i].finding;
        if (finding->answer == MATCH_UNDECIDABLE && has_name(names, finding->id) &&
            is_of_package(&scope->components[finding->component], ticket) &&
            is_judged(ticket_scope_find(scope, finding->component, part)))
            return finding;
    }
    return NULL;
}

static bool is_covered(const struct ticket_look *look, struct text ecosystem)
{
    return match_name_is_covered(
        look->scope->index, ecosystem_find(ecosystem), ecosystem, look->scope->arena);
}

/* A CPE covers nothing, but the record of the ticket's CVE says which versions of the product it holds. */
static bool is_judged_at_all(const struct ticket_look *look, struct text ecosystem)
{
    return ecosystem_is_cpe(ecosystem) || is_covered(look, ecosystem);
}

/* Whether advisories speak of the ticket's package under that name of an ecosystem. */
static bool is_ecosystem(const struct ticket *ticket, struct text ecosystem, struct arena *arena)
{
    struct text names[MATCH_NAME_ECOSYSTEMS];
    size_t count =
        match_name_ecosystems(ecosystem_find(ticket->ecosystem), ticket->ecosystem, names, arena);
    for (size_t i = 0; i < count; i++)
        if (text_eq(names[i], ecosystem))
            return true;
    return false;
}

/* What CVE records say of a product that is known by its CPE, in whatever order its versions are. */
static bool names_product(const struct advisory *advisory, const struct ticket *ticket)
{
    struct text product, target;
    cpe_split(ticket->package, &product, &target);
    for (size_t i = 0; i < advisory->affected_count; i++)
        if (ecosystem_is_cpe(advisory->affected[i].ecosystem) &&
            text_eq(advisory->affected[i].package, product))
            return true;
    return false;
}

static bool names_package(
    const struct advisory *advisory, const struct ticket *ticket, struct arena *arena)
{
    if (ecosystem_is_cpe(ticket->ecosystem))
        return names_product(advisory, ticket);
    for (size_t i = 0; i < advisory->affected_count; i++)
        if (text_eq(advisory->affected[i].package, ticket->package) &&
            is_ecosystem(ticket, advisory->affected[i].ecosystem, arena))
            return true;
    return false;
}

static bool has_cve(const struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_starts(names->at[i].alias, TEXT("CVE-")))
            return true;
    return false;
}

/* Whether a record that a name led to is of this flaw: it may be of another CVE by now, only be related, or be a notice,
   and then what it says of the package is no answer. A flaw without a CVE goes by the record's own ids: it may have got one. */
static bool is_of_flaw(const struct advisory *advisory, const struct ticket *ticket,
    const struct names *names, struct arena *arena)
{
    const struct ecosystem *ecosystem = ecosystem_find(ticket->ecosystem);
    if (advisory->kind == ADVISORY_NOTICE || !ecosystem)
        return false;
    struct match_keys keys = match_record_keys(ecosystem, advisory, arena);
    for (size_t i = 0; i < keys.count; i++)
        if (has_name(names, keys.at[i]))
            return true;
    return !has_cve(names) && has_name(names, advisory->id);
}

/* How many records still speak of the flaw in this package. */
struct records {
    size_t live, withdrawn;
};

static bool count_records(const struct ticket_look *look, const struct ticket *ticket,
    const struct names *names, struct text name, struct records *records, struct err *err)
{
    for (uint32_t next = 0;;) {
        struct advisory advisory;
        enum advisory_link link;
        struct err none = {0};
        if (!advisory_index_read_link(
                look->scope->index, name, &next, &link, &advisory, look->scope->arena, &none)) {
            if (none.code == ERR_NOT_FOUND)
                return true;
            *err = none;
            return false;
        }
        if (!names_package(&advisory, ticket, look->scope->arena) ||
            !is_of_flaw(&advisory, ticket, names, look->scope->arena))
            continue;
        records->withdrawn += advisory.withdrawn_us != 0;
        records->live += advisory.withdrawn_us == 0;
    }
}

static int compare_former(const void *id, const void *former)
{
    int64_t a = *(const int64_t *)id, b = ((const struct ticket_former_version *)former)->ticket_id;
    return (a > b) - (a < b);
}

static bool is_present(
    const struct ticket_look *look, const struct present *present, struct text version)
{
    for (size_t i = 0; i < present->len; i++)
        if (text_eq(version_of(look, present->at[i]), version))
            return true;
    return false;
}

/* Whether a version that was affected is still there: then it was the advisory that changed. */
static bool has_former_version(
    const struct ticket_look *look, const struct ticket *ticket, const struct present *present)
{
    const struct ticket_former_version *end = look->former + look->former_count;
    const struct ticket_former_version *at =
        look->former_count
            ? bsearch(&ticket->id, look->former, look->former_count, sizeof *at, compare_former)
            : NULL;
    while (at && at > look->former && at[-1].ticket_id == ticket->id)
        at--;
    for (; at && at < end && at->ticket_id == ticket->id; at++)
        if (is_present(look, present, at->version))
            return true;
    return false;
}

/* For a package that is there, covered and decided: what its records say. */
static bool judge_records(const struct ticket_look *look, const struct ticket *ticket,
    const struct names *names, const struct present *present, struct ticket_seen *seen,
    struct text *reason, struct err *err)
{
    struct records records = {0};
    for (size_t i = 0; i < names->count; i++)
        if (!count_records(look, ticket, names, names->at[i].alias, &records, err))
            return false;
    if (records.live && !has_former_version(look, ticket, present)) {
        seen->fixed = 1;
        *reason = TEXT("the version that is there now is not affected");
    } else if (records.live) {
        seen->not_affected = 1;
        *reason = TEXT("the advisory changed, and does not hold this version any more");
    } else if (records.withdrawn) {
        seen->withdrawn = 1;
        *reason = TEXT("every record of it is withdrawn");
    } else {
        seen->unsure = 1;
        *reason = TEXT("its advisory is in no source any more, and was not withdrawn");
    }
    return true;
}

static bool find_seen(const struct ticket_look *look, const struct ticket *ticket, uint32_t part,
    const struct present *present, struct ticket_seen *seen, struct text *reason, struct err *err)
{
    struct names names = names_of(look, ticket);
    const struct match_finding *undecidable = find_undecidable(look, ticket, &names, part);
    const struct ticket_posting *owned = owned_of(present);
    struct arena *arena = look->scope->arena;
    if (present->len == 0) {
        seen->removed = 1;
        *reason = TEXT("the package is not in the SBOM any more");
    } else if (owned && is_covered(look, owned->owner_ecosystem)) {
        seen->not_affected = 1;
        *reason = arena_format(arena,
            "it is owned by the operating system's package %.*s, and judged through it",
            TEXT_ARG(owned->owner_package));
    } else if (owned || !is_judged_at_all(look, ticket->ecosystem)) {
        seen->unsure = 1;
        *reason = arena_format(arena,
            owned ? "no advisory source covers %.*s, whose package it is owned by"
                  : "no advisory source covers %.*s any more",
            TEXT_ARG(owned ? owned->owner_ecosystem : ticket->ecosystem));
    } else if (undecidable) {
        seen->unsure = 1;
        *reason = undecidable->reason;
    } else {
        return judge_records(look, ticket, &names, present, seen, reason, err);
    }
    return true;
}

bool ticket_seen_find(struct ticket_look *look, const struct ticket *ticket, uint32_t part,
    struct ticket_seen *ret_seen, struct text *ret_reason, struct text *ret_installed,
    struct err *err)
{
    struct present present = list_present(look, ticket, part);
    *ret_seen = (struct ticket_seen){0};
    *ret_installed = print_versions(look, &present);
    bool is_ok = find_seen(look, ticket, part, &present, ret_seen, ret_reason, err);
    VEC_DONE(&present);
    return is_ok;
}
