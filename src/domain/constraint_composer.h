/* SPDX-License-Identifier: Apache-2.0 */
/* Versions as Composer's VersionParser takes them apart. Only constraint_composer*.c include this; constraint_syntax.h has
   constraint_composer_full. Example: constraint_composer_split(TEXT("1.2-b3"), &parts) */
#ifndef DOMAIN_CONSTRAINT_COMPOSER_H
#define DOMAIN_CONSTRAINT_COMPOSER_H

#include "domain/constraint_syntax.h"

enum { CONSTRAINT_COMPOSER_NUMBERS = 4 };

/* What stands behind the numbers: "-beta.2-dev". */
struct constraint_composer_label {
    struct text word, number; /* "beta", ".2"; empty without */
    bool has_dev;
};

struct constraint_composer_version {
    struct text numbers[CONSTRAINT_COMPOSER_NUMBERS];
    size_t count;
    struct constraint_composer_label label;
    bool is_branch; /* it ends with ".x-dev" */
};

/* Returns whether all of text is a label (modifierRegex); the empty text is one. */
bool constraint_composer_label(struct text text, struct constraint_composer_label *ret_label);
/* Returns whether all of text is "v? 1.2.3.4" with a label or ".x-dev" and build metadata (versionRegex). */
bool constraint_composer_split(struct text text, struct constraint_composer_version *ret_version);
/* Returns text without "@beta" at its end, and the flag in ret_flag (empty without). */
struct text constraint_composer_flag(struct text text, struct text *ret_flag);

#endif
