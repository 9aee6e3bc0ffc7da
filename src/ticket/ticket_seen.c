/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_seen.h"

#include "match/match_record.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_vulnerability.h"

/* The components of the ticket's package that are there now. */
struct present {
    const struct sbom_component **at;
    size_t count;
};

static bool is_of_package(const struct sbom_component *component, const struct ticket *ticket)
{
    return text_eq(component->ecosystem, ticket->ecosystem) &&
           (text_eq(component->package, ticket->package) ||
               text_eq(component->source_package, ticket->package));
}

static struct present list_present(const struct ticket_look *look, const struct ticket *ticket)
{
    struct present present = {
        .at = arena_take_array(look->arena, look->component_count, sizeof *present.at)};
    for (size_t i = 0; present.at && i < look->component_count; i++)
        if (is_of_package(&look->components[i], ticket))
            present.at[present.count++] = &look->components[i];
    return present;
}

static struct text print_versions(const struct present *present, struct arena *arena)
{
    struct text *versions = arena_take_array(arena, present->count, sizeof *versions);
    for (size_t i = 0; versions && i < present->count; i++)
        versions[i] = present->at[i]->version;
    return ticket_json_list(versions, versions ? present->count : 0, arena);
}

struct names {
    struct text *at;
    size_t count;
};

static bool has_name(const struct names *names, struct text name)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_eq(names->at[i], name))
            return true;
    return false;
}

/* The undecidable finding of this flaw in a component that is there, or NULL. */
static const struct match_finding *find_undecidable(
    const struct ticket_look *look, const struct ticket *ticket, const struct names *names)
{
    for (size_t i = 0; i < look->result->finding_count; i++) {
        const struct match_finding *finding = &look->result->findings[i];
        if (finding->answer == MATCH_UNDECIDABLE && has_name(names, finding->id) &&
            is_of_package(&look->components[finding->component], ticket))
            return finding;
    }
    return NULL;
}

static bool names_package(const struct advisory *advisory, const struct ticket *ticket)
{
    for (size_t i = 0; i < advisory->affected_count; i++)
        if (text_eq(advisory->affected[i].ecosystem, ticket->ecosystem) &&
            text_eq(advisory->affected[i].package, ticket->package))
            return true;
    return false;
}

static bool has_cve(const struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_starts(names->at[i], TEXT("CVE-")))
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
                look->index, name, &next, &link, &advisory, look->arena, &none)) {
            if (none.code == ERR_NOT_FOUND)
                return true;
            *err = none;
            return false;
        }
        if (!names_package(&advisory, ticket) || !is_of_flaw(&advisory, ticket, names, look->arena))
            continue;
        records->withdrawn += advisory.withdrawn_us != 0;
        records->live += advisory.withdrawn_us == 0;
    }
}

/* Whether a version that was affected is still there: then it was the advisory that changed. */
static bool has_former_version(
    const struct present *present, const struct ticket_occurrence *former, size_t count)
{
    for (size_t p = 0; p < present->count; p++)
        for (size_t i = 0; i < count; i++)
            if (text_eq(former[i].version, present->at[p]->version))
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
        if (!count_records(look, ticket, names, names->at[i], &records, err))
            return false;
    struct ticket_occurrence *former;
    size_t former_count;
    if (!ticket_rows_occurrences(look->db, ticket->id, look->arena, &former, &former_count, err))
        return false;
    if (records.live && !has_former_version(present, former, former_count)) {
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

bool ticket_seen_find(const struct ticket_look *look, const struct ticket *ticket,
    struct ticket_seen *ret_seen, struct text *ret_reason, struct text *ret_installed,
    struct err *err)
{
    struct names names;
    struct present present = list_present(look, ticket);
    *ret_seen = (struct ticket_seen){0};
    *ret_installed = print_versions(&present, look->arena);
    if (!ticket_vulnerability_names(
            look->db, ticket->vulnerability_id, look->arena, &names.at, &names.count, err))
        return false;
    const struct match_finding *undecidable = find_undecidable(look, ticket, &names);
    if (present.count == 0) {
        ret_seen->removed = 1;
        *ret_reason = TEXT("the package is not in the SBOM any more");
    } else if (!advisory_index_covers(look->index, ticket->ecosystem)) {
        ret_seen->unsure = 1;
        *ret_reason = arena_format(
            look->arena, "no advisory source covers %.*s any more", TEXT_ARG(ticket->ecosystem));
    } else if (undecidable) {
        ret_seen->unsure = 1;
        *ret_reason = undecidable->reason;
    } else {
        return judge_records(look, ticket, &names, &present, ret_seen, ret_reason, err);
    }
    return true;
}
