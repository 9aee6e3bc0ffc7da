/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the intelligence behind a team's decisions was enough: their sources, how fresh it was, how much of what the team runs it covers; what
   was eaten and never used, what was needed and not there. docs/diary.md has the rules.
   Example: balance_read(&balance, db, index, &(struct balance_query){.team_id = id, .from_us = a, .to_us = b, .now_us = now}, arena, err) */
#ifndef HEALTH_BALANCE_H
#define HEALTH_BALANCE_H

#include "match/match.h"
#include "store/db.h"

/* What a decision or an action can rest on; bits of a set. */
enum balance_source {
    BALANCE_DATABASE = 1, /* a record of an advisory database: OSV, GitHub, PyPI … */
    BALANCE_VENDOR = 2,   /* an advisory of whoever ships the package: Debian, Red Hat, Ubuntu … */
    BALANCE_CVSS = 4,     /* a rating */
    BALANCE_KEV = 8, /* CISA says that it is exploited, or how, or how likely EPSS finds that */
    BALANCE_SIGHTING = 16, /* something that was seen here, of the flaw or named as a ground */
    BALANCE_WORD = 32, /* a person's word: a comment, a reason, advice, a ground that was named */
};
enum { BALANCE_SOURCES = 6 };
const char *balance_source_name(int bit); /* 0 … BALANCE_SOURCES - 1: "database" */

/* Intelligence older than that at the time of a decision is stale; a decision rests on at least so many kinds of sources. */
#define BALANCE_FRESH_US (2 * 86400 * INT64_C(1000000))
enum { BALANCE_SOURCES_LEAST = 2, BALANCE_ACTS_MAX = 5000, BALANCE_EXAMPLES = 10 };

/* A decision on a ticket, or an action of the log. */
struct balance_act {
    bool is_action;
    int64_t at_us, ticket_id,
        id; /* of a decision id is the event's seq; ticket_id 0: of no ticket */
    struct text what, flaw, package, person;
    unsigned sources;   /* enum balance_source */
    int64_t age_us;     /* of the advisory index when it was decided; -1: not known */
    int64_t changed_us; /* when the priority next changed after it; 0: it did not */
    bool is_assumed;    /* the decision rests on an input that nobody has said */
    bool has_ground;    /* somebody said why */
    bool is_enough;
};

enum balance_gap_kind {
    /* eaten and never used */
    BALANCE_READ_UNUSED,   /* flaws that three or more read of, and nothing followed */
    BALANCE_SOURCE_UNUSED, /* sources that cover nothing that the team runs */
    BALANCE_SOURCE_SILENT, /* sources that cover something, without a ticket in 90 days */
    /* needed and not there */
    BALANCE_NO_GROUND,   /* acts for which nobody said why */
    BALANCE_NO_SOURCE,   /* components of ecosystems that no source covers */
    BALANCE_UNDECIDABLE, /* components of which it cannot be told */
    BALANCE_ASSUMED,     /* tickets decided on inputs that nobody has said */
    BALANCE_UNRATED,     /* tickets whose flaw has neither KEV, nor EPSS, nor CVSS */
    BALANCE_STALE,       /* acts on intelligence that was stale */
    BALANCE_GAPS
};
const char *balance_gap_name(enum balance_gap_kind kind); /* "read_unused" */

struct balance_example {
    struct text label; /* "CVE-2021-44228", "Debian:12", "osv/Go" */
    int64_t ticket_id; /* 0: none */
    int64_t count;     /* components, readers …; 0: not counted */
};
struct balance_gap {
    int64_t count, of; /* of: out of how many; 0: not told */
    bool is_hidden;    /* fewer than three people read: it is not told */
    struct balance_example examples[BALANCE_EXAMPLES];
    size_t example_count;
};

/* Components of the team's current SBOMs. */
struct balance_coverage {
    int64_t component_count, covered, undecidable, not_covered,
        other; /* other: not matched, or no package */
};

struct balance {
    struct balance_act *acts; /* newest first */
    size_t act_count;
    bool is_cut; /* there were more than BALANCE_ACTS_MAX: the newest are counted */
    int64_t decision_count, action_count, enough_count;
    int64_t source_counts[BALANCE_SOURCES]; /* acts that have it */
    int64_t few_count, stale_count, age_unknown_count, changed_count;
    struct balance_coverage coverage;
    struct balance_gap gaps[BALANCE_GAPS];
};

struct balance_query {
    int64_t team_id, from_us, to_us, now_us;
};

/* index may be NULL. Texts live in arena. The caller has found the team by RIGHT_HEALTH_READ. */
MUST_USE bool balance_read(struct balance *ret_balance, struct db *db,
    const struct advisory_index *index, const struct balance_query *query, struct arena *arena,
    struct err *err);

#endif
