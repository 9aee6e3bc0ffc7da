/* SPDX-License-Identifier: Apache-2.0 */
/* What VEX documents say of the findings of an SBOM. Example: match_vex_read(&set, cmd, "vex", &arena, err) and then
   match_vex_apply(&vex, &result, &sbom, &set, arena, err); vex.answers[i] is of result.findings[i] */
#ifndef MATCH_MATCH_VEX_H
#define MATCH_MATCH_VEX_H

#include "base/cmd.h"
#include "match/match.h"
#include "vex/vex_match.h"

struct match_vex {
    struct vex_answer *answers; /* by finding; NULL without documents */
    size_t silenced_count;      /* findings that are not affected, or fixed, by them */
    size_t contradicted_count;
    size_t elsewhere_count; /* findings of which they only speak in other products */
};

/* Reads the files that an option names into a set that was made by vex_set_init. */
MUST_USE bool match_vex_read(struct vex_set *set, const struct cmd *cmd, const char *option,
    struct arena *arena, struct err *err);

/* Answers each finding: those that are silenced become MATCH_NOT_AFFECTED, and what they left undecidable is decided. */
MUST_USE bool match_vex_apply(struct match_vex *ret_vex, struct match_result *result,
    const struct sbom *sbom, const struct vex_set *set, struct arena *arena, struct err *err);

/* Adds "not_affected (vulnerable_code_not_present) by Acme" for people. */
void match_vex_print(const struct vex_answer *answer, struct buf *out);

#endif
