/* SPDX-License-Identifier: Apache-2.0 */
/* VEX documents and statements as JSON: one shape for the command line and the REST API (docs/vex.md).
   Example: vex_json_statement(&out, &vex.statements[i]) */
#ifndef VEX_VEX_JSON_H
#define VEX_VEX_JSON_H

#include "codec/json.h"
#include "vex/vex_match.h"

/* Adds the members of a document, without its statements, to an object that is open. */
void vex_json_document(struct buf *out, const struct vex *vex);
/* Adds the members of a statement to an object that is open: those that say what, and its products. */
void vex_json_statement(struct buf *out, const struct vex_statement *statement);
void vex_json_products(
    struct buf *out, const struct vex *vex, const struct vex_statement *statement);
/* Adds the member "vex": what bears on a finding; null for nothing. And the same without its key. */
void vex_json_answer(struct buf *out, const struct vex_answer *answer);
void vex_json_answer_alone(struct buf *out, const struct vex_answer *answer);

/* What a product is called by people: its package URL, its CPE, its name with its versions, or its id. Lives in arena. */
struct text vex_json_label(const struct vex_product *product, struct arena *arena);

#endif
