/* SPDX-License-Identifier: Apache-2.0 */
/* OSV records, schema 1.0 to 1.7 (https://ossf.github.io/osv-schema/), as JSON.
   Example: osv_is(root) && osv_read(&advisory, root, arena, err) */
#ifndef ADVISORY_OSV_H
#define ADVISORY_OSV_H

#include "advisory/advisory.h"
#include "codec/json.h"

/* Returns whether a document looks like an OSV record: an object with affected packages, or with an id and a
   date of modification, whatever their types are: osv_read tells what is wrong with them. */
bool osv_is(yyjson_val *root);

/* Reads a record. Texts lie in the document or in arena. Every field of the schema has its type checked; a missing or null
   one that is not needed is taken as empty. Fails with ERR_SYNTAX, the place first:
   "affected[0].ranges[1].events[0].fixed: must be a string, not a number"; ERR_LIMIT when an id, name or version is too
   long or arena is full. */
MUST_USE bool osv_read(
    struct advisory *ret_advisory, yyjson_val *root, struct arena *arena, struct err *err);

#endif
