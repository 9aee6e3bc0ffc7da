/* SPDX-License-Identifier: Apache-2.0 */
/* The words of VEX: one table says what each format calls the same thing.
   Example: vex_justification_row(j)->cyclonedx is "code_not_reachable" for VEX_NOT_IN_EXECUTE_PATH. */
#ifndef VEX_VEX_WORD_H
#define VEX_VEX_WORD_H

#include "base/text.h"

/* CISA, "Minimum Requirements for VEX" 1.0, section 3.4. */
enum vex_status {
    VEX_NOT_AFFECTED,
    VEX_AFFECTED,
    VEX_FIXED,
    VEX_UNDER_INVESTIGATION,
    VEX_STATUSES
};

/* Why a product is not affected: the five of VEX, and those that only CycloneDX tells apart. Kept in the database by word. */
enum vex_justification {
    VEX_UNJUSTIFIED,
    VEX_COMPONENT_NOT_PRESENT,
    VEX_CODE_NOT_PRESENT,
    VEX_NOT_IN_EXECUTE_PATH,
    VEX_NOT_CONTROLLABLE,
    VEX_MITIGATED,
    VEX_REQUIRES_CONFIGURATION,
    VEX_REQUIRES_DEPENDENCY,
    VEX_REQUIRES_ENVIRONMENT,
    VEX_PROTECTED_BY_COMPILER,
    VEX_PROTECTED_AT_RUNTIME,
    VEX_PROTECTED_AT_PERIMETER,
    VEX_PROTECTED_BY_CONTROL,
    VEX_FALSE_POSITIVE, /* CycloneDX's state */
    VEX_JUSTIFICATIONS
};

struct vex_justification_row {
    const char *word; /* kenzen's: OpenVEX's where it has one */
    const char *
        openvex; /* the same or the nearest; CSAF's label of a flag too. NULL: there is none near */
    const char
        *cyclonedx; /* the same or the nearest, of a state not_affected; NULL: there is none near */
    bool is_openvex,
        is_cyclonedx; /* whether it is the same, so that reading it back gives this row */
};
const struct vex_justification_row *vex_justification_row(enum vex_justification justification);

const char *vex_status_name(enum vex_status status); /* "not_affected" */
/* Each finds by a word of one vocabulary. Returns false when it is none. */
MUST_USE bool vex_status_find(struct text word, enum vex_status *ret_status);
MUST_USE bool vex_justification_find(struct text word, enum vex_justification *ret_justification);
MUST_USE bool vex_justification_find_openvex(
    struct text word, enum vex_justification *ret_justification);
MUST_USE bool vex_justification_find_cyclonedx(
    struct text word, enum vex_justification *ret_justification);

#endif
