/* SPDX-License-Identifier: Apache-2.0 */
/* An explanation in the making, for the files that make it. Example: match_explain_add(x, MATCH_STEP_PURL, MATCH_STEP_VALUES(…)) */
#ifndef MATCH_MATCH_EXPLAIN_LOOK_H
#define MATCH_MATCH_EXPLAIN_LOOK_H

#include "base/vec.h"
#include "match/match_explain.h"

struct match_explain_look {
    const struct match_question *question;
    const struct ecosystem *ecosystem; /* NULL: none of ours */
    struct match_name names[MATCH_NAMES_MAX];
    struct map own[MATCH_NAMES_MAX], overruled[MATCH_NAMES_MAX]; /* by name (match_name.h) */
    size_t name_count;
    struct match_result result; /* what the matcher says of the component */
    struct {
        VEC(struct match_explain_step);
    } steps;
    struct {
        VEC(struct match_explain_record);
    } records;
    struct {
        VEC(struct match_finding);
    } findings;
    struct map joined; /* ids that the findings of the id asked for go by */
    size_t hit_count;  /* records that bear a name of the component */
    struct arena *arena;
    struct arena scratch; /* of one record */
};

void match_explain_add(struct match_explain_look *look, enum match_step_kind kind,
    const struct match_step_value *values);

/* Adds what the component is, where its ecosystem comes from, until when it is supported, and which sources cover it. Fails with
   a damaged index. */
MUST_USE bool match_explain_component(struct match_explain_look *look, struct err *err);

/* Returns a source with the day of its newest word, "kev of 2026-11-22". */
struct text match_explain_source(const struct match_explain_look *look, const char *name);

/* Adds how bad the findings are, who says so, and who says otherwise. Fails as match_words_find does. */
MUST_USE bool match_explain_facts(struct match_explain_look *look, struct err *err);

/* Adds what VEX documents say of the findings, and takes it for their answer where it silences them. */
MUST_USE bool match_explain_vex(struct match_explain_look *look, struct err *err);

/* Finds the answer and its sentence. */
void match_explain_conclude(
    const struct match_explain_look *look, struct match_explanation *explanation);

#endif
