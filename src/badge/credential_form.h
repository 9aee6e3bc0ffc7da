/* SPDX-License-Identifier: Apache-2.0 */
/* The files in which a badge's credential is handed out: the JWT alone, or a picture that has it baked in.
   Example: credential_form_print(&out, CREDENTIAL_PNG, &issuer, &badge, &order, arena, err) */
#ifndef BADGE_CREDENTIAL_FORM_H
#define BADGE_CREDENTIAL_FORM_H

#include "badge/credential.h"

enum credential_form { CREDENTIAL_JWT, CREDENTIAL_SVG, CREDENTIAL_PNG };

const char *credential_form_word(enum credential_form form); /* "jwt", as files end, too */
const char *credential_form_type(enum credential_form form); /* "image/svg+xml" */
/* Returns whether word is one of a form. */
bool credential_form_read(struct text word, enum credential_form *ret_form);

/* Whether who may have it told so: who somebody is, or what the entry says, is told by the one whom it praises, and by nobody else; of a
   team, by whoever sees its badge. ERR_FORBIDDEN. */
MUST_USE bool credential_form_check(const struct api_principal *who, const struct badge *badge,
    const struct credential_order *order, struct err *err);

/* Adds the file. As credential_print, it must not run inside a transaction. */
MUST_USE bool credential_form_print(struct buf *out, enum credential_form form,
    const struct credential_issuer *issuer, const struct badge *badge,
    const struct credential_order *order, struct arena *arena, struct err *err);

#endif
