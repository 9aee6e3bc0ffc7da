/* SPDX-License-Identifier: Apache-2.0 */
/* The path by which an answer was reached: names tried, records read, ranges chosen, comparisons made, sources and dates.
   Example: match_explain(&explanation, &(struct match_question){.index = index, .component = c, .id = TEXT("CVE-2021-23337")},
            arena, err); explanation.conclusion.text says it in a sentence.

   The matcher is the source of truth: the answer is match_component's and each record's verdict match_record_judge's; only
   the steps on the way to them are found here. */
#ifndef MATCH_MATCH_EXPLAIN_H
#define MATCH_MATCH_EXPLAIN_H

#include "domain/range_line.h"
#include "match/match_name.h"
#include "match/match_record.h"
#include "match/match_step.h"
#include "vex/vex_match.h"

struct match_explain_range {
    struct text words;            /* ">= 0, < 4.17.21" */
    enum match_answer answer;     /* affected, not affected, undecidable */
    struct match_step comparison; /* why */
    struct range_line line;       /* without marks when two of its versions have no order */
};

/* What a record says of one package of an ecosystem. */
struct match_explain_entry {
    struct text ecosystem, package;
    struct match_explain_range *ranges;
    size_t range_count, listed_count;
    bool is_listed, has_git_range;
    struct match_step *steps; /* of the list and of what was passed over */
    size_t step_count;
};

struct match_explain_record {
    struct text id, source, summary, url;
    enum advisory_kind kind;
    int64_t published_us, modified_us, withdrawn_us;
    bool bears_id; /* the id asked for; link tells how */
    enum advisory_link link;
    bool has_name; /* it names the component, as: */
    struct match_name name;
    bool is_counted; /* false for one that is withdrawn or a notice: its verdict changes nothing */
    struct match_verdict verdict;
    struct match_explain_entry *entries; /* of that name; none when no id was asked for */
    size_t entry_count;
    struct text *others; /* packages that it names, when this is none of them: the first few */
    size_t other_count;
    bool has_more_others;
    struct match_step step; /* it in a line */
};

/* A step, or a record where it has its turn. */
struct match_explain_step {
    struct match_step step;
    const struct match_explain_record *record; /* or NULL */
};

struct match_question {
    const struct advisory_index *index; /* NULL: there is none */
    const struct sbom_component *component;
    struct text id;    /* CVE or any other id of an advisory; empty: whatever names the package */
    struct text asked; /* the package URL as it was asked for, or empty */
    struct text place; /* where the component stands; empty for one without an SBOM */
    const struct vex_set *vex; /* VEX documents that bear on it, or NULL */
    const struct sbom *sbom;   /* that it stands in; asked of only with vex */
    struct text path;          /* the shortest way to it, "express 4.17.1 > qs 6.7.0"; or empty */
    bool is_stored;            /* the place is a number, of an SBOM in the database */
    size_t
        twin_count; /* components of the SBOM that are the same package version, beside this one */
};

struct match_explanation {
    enum match_answer answer;
    struct match_step conclusion;
    struct match_explain_step *steps;
    size_t step_count;
    struct match_explain_record
        *records; /* those that count most first, at most LIMIT_EXPLAIN_RECORDS */
    size_t record_count, record_total;
    struct match_finding *findings; /* those of the id; of all without one */
    size_t finding_count;
};

/* Explains the answer that a component has. Texts live in arena and in the index. Fails with ERR_LIMIT (arena, or more records than
   match_component reads) or a damaged index. */
MUST_USE bool match_explain(struct match_explanation *ret_explanation,
    const struct match_question *question, struct arena *arena, struct err *err);

#endif
