/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_word.h"

static const struct vex_justification_row rows[VEX_JUSTIFICATIONS] = {
    [VEX_UNJUSTIFIED] = {NULL, NULL, NULL, false, false},
    [VEX_COMPONENT_NOT_PRESENT] = {"component_not_present", "component_not_present",
        "code_not_present", true, false},
    [VEX_CODE_NOT_PRESENT] = {"vulnerable_code_not_present", "vulnerable_code_not_present",
        "code_not_present", true, true},
    [VEX_NOT_IN_EXECUTE_PATH] = {"vulnerable_code_not_in_execute_path",
        "vulnerable_code_not_in_execute_path", "code_not_reachable", true, true},
    /* CycloneDX has no word for it, nor one that would not say more than is known. */
    [VEX_NOT_CONTROLLABLE] = {"vulnerable_code_cannot_be_controlled_by_adversary",
        "vulnerable_code_cannot_be_controlled_by_adversary", NULL, true, false},
    [VEX_MITIGATED] = {"inline_mitigations_already_exist", "inline_mitigations_already_exist",
        "protected_by_mitigating_control", true, false},
    [VEX_REQUIRES_CONFIGURATION] = {"requires_configuration",
        "vulnerable_code_cannot_be_controlled_by_adversary", "requires_configuration", false, true},
    [VEX_REQUIRES_DEPENDENCY] = {"requires_dependency", "vulnerable_code_not_in_execute_path",
        "requires_dependency", false, true},
    [VEX_REQUIRES_ENVIRONMENT] = {"requires_environment",
        "vulnerable_code_cannot_be_controlled_by_adversary", "requires_environment", false, true},
    [VEX_PROTECTED_BY_COMPILER] = {"protected_by_compiler", "inline_mitigations_already_exist",
        "protected_by_compiler", false, true},
    [VEX_PROTECTED_AT_RUNTIME] = {"protected_at_runtime", "inline_mitigations_already_exist",
        "protected_at_runtime", false, true},
    /* A wall around a product is no mitigation inside of it. */
    [VEX_PROTECTED_AT_PERIMETER] = {"protected_at_perimeter", NULL, "protected_at_perimeter", false,
        true},
    [VEX_PROTECTED_BY_CONTROL] = {"protected_by_mitigating_control",
        "inline_mitigations_already_exist", "protected_by_mitigating_control", false, true},
    [VEX_FALSE_POSITIVE] = {"false_positive", NULL, NULL, false, false},
};

static const char *const statuses[VEX_STATUSES] = {
    [VEX_NOT_AFFECTED] = "not_affected",
    [VEX_AFFECTED] = "affected",
    [VEX_FIXED] = "fixed",
    [VEX_UNDER_INVESTIGATION] = "under_investigation",
};

const struct vex_justification_row *vex_justification_row(enum vex_justification justification)
{
    return &rows[justification];
}

const char *vex_status_name(enum vex_status status)
{
    return statuses[status];
}

bool vex_status_find(struct text word, enum vex_status *ret_status)
{
    for (int i = 0; i < VEX_STATUSES; i++)
        if (text_is(word, statuses[i])) {
            *ret_status = (enum vex_status)i;
            return true;
        }
    return false;
}

bool vex_justification_find(struct text word, enum vex_justification *ret_justification)
{
    for (int i = VEX_UNJUSTIFIED + 1; i < VEX_JUSTIFICATIONS; i++)
        if (text_is(word, rows[i].word)) {
            *ret_justification = (enum vex_justification)i;
            return true;
        }
    return false;
}

bool vex_justification_find_openvex(struct text word, enum vex_justification *ret_justification)
{
    for (int i = VEX_UNJUSTIFIED + 1; i < VEX_JUSTIFICATIONS; i++)
        if (rows[i].is_openvex && text_is(word, rows[i].openvex)) {
            *ret_justification = (enum vex_justification)i;
            return true;
        }
    return false;
}

bool vex_justification_find_cyclonedx(struct text word, enum vex_justification *ret_justification)
{
    for (int i = VEX_UNJUSTIFIED + 1; i < VEX_JUSTIFICATIONS; i++)
        if (rows[i].is_cyclonedx && text_is(word, rows[i].cyclonedx)) {
            *ret_justification = (enum vex_justification)i;
            return true;
        }
    return false;
}
