/* SPDX-License-Identifier: Apache-2.0 */
/* Who has it: every service and part that has a package, or a package with a flaw, by version, in one look-up.
   Example: where_find(db, &who, index, &(struct where_query){.text = TEXT("pkg:npm/lodash"), .limit = 50}, arena, &found, err) */
#ifndef TICKET_WHERE_H
#define TICKET_WHERE_H

#include "account/team.h"
#include "match/match.h"
#include "ticket/ticket.h"

/* More versions of what is asked for are not looked at, and the answer says so. */
enum { WHERE_VERSIONS_MAX = 4096, WHERE_TICKETS_SHOWN = 3, WHERE_SUGGESTIONS = 20 };

/* What the text turned out to be. */
enum where_kind { WHERE_PURL, WHERE_PACKAGE, WHERE_ID };

/* Where a page begins: behind this item. All zero at the start. */
struct where_place {
    int64_t number; /* of the version in the list, should it have gone */
    int64_t version_id, service_id, sbom_id;
    struct text service, part;
};

struct where_query {
    struct text text;      /* a package URL, an id of a flaw or advisory, or a package's name */
    struct text ecosystem; /* OSV's name, with or without release; empty: all */
    int64_t team_id, version_id; /* only of that team, only that package version; 0: all */
    bool has_history;            /* SBOMs that are not current too */
    bool is_continued;
    struct where_place after;
    size_t limit; /* of items */
};

/* What the advisories say of a version: of the flaw asked for, else of any. */
struct where_answer {
    enum match_answer answer;
    struct text reason;                    /* empty when it is affirmatively not affected */
    const struct match_finding **findings; /* worst first */
    size_t finding_count;
};

struct where_version {
    int64_t id;
    struct text ecosystem, package, version, source_package, source_version, arch, module;
    struct text owner_ecosystem,
        owner_package; /* the package of the operating system that brought it, or empty */
    struct where_answer answer;
    int64_t service_count, part_count, sbom_count;
};

struct where_ticket {
    int64_t id, part_id;
    struct text vulnerability, state, cause; /* cause: empty while it is open */
    int64_t priority;
    bool is_done;
    struct text team, service, part, package; /* where there is no item to tell */
    int64_t service_id, closed_us;
};

/* A version in an SBOM. */
struct where_item {
    size_t version; /* index into versions */
    int64_t team_id, service_id, part_id, sbom_id, sbom_number, sbom_created_us;
    struct text team, service, part, name, purl, scope;
    int64_t component_count; /* of that version in the SBOM */
    bool is_current, is_direct;
    struct where_ticket tickets[WHERE_TICKETS_SHOWN]; /* the most pressing */
    size_t ticket_count;                              /* of those shown */
    int64_t open_count, done_count;                   /* of all */
};

struct where_package {
    struct text ecosystem, package; /* ecosystem without release */
};

/* Distinct services and parts. */
struct where_counts {
    int64_t services, parts;
};

struct where_found {
    enum where_kind kind;
    struct text name;   /* the id, the canonical package URL, or the name, as it was understood */
    bool is_known;      /* an id: some source or ticket bears it */
    struct text *flaws; /* of an id: the CVEs, or all ids of the one flaw, that it stands for */
    size_t flaw_count;
    struct where_version
        *versions; /* affected, undecidable, not covered, not affected; oldest first */
    size_t version_count;
    bool is_cut; /* there are more than WHERE_VERSIONS_MAX, or more packages than are looked up */
    struct where_counts total, by_answer[MATCH_NOT_COVERED + 1];
    struct where_item *items;
    size_t item_count;
    bool has_more;
    struct where_ticket
        *removed; /* of an id: tickets that closed since the package was taken out */
    size_t removed_count;
    struct where_package *suggestions; /* when nothing has that name */
    size_t suggestion_count;
};

/* Finds them, for one who sees only his teams'. index may be NULL: then nothing is covered. Texts live in arena and in the
   index. Fails with ERR_USAGE when the text is empty or an ecosystem unknown, ERR_SYNTAX for a package URL that is none,
   ERR_LIMIT when the arena is full. */
MUST_USE bool where_find(struct db *db, const struct api_principal *who,
    const struct advisory_index *index, const struct where_query *query, struct arena *arena,
    struct where_found *ret_found, struct err *err);

/* The place of an item, for the cursor of the page behind it. */
struct where_place where_place_of(const struct where_found *found, const struct where_item *item);

#endif
