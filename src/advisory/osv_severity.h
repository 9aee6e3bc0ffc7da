/* SPDX-License-Identifier: Apache-2.0 */
/* How bad a record says its flaw is: by CVSS vectors, of which the newest version counts, or by a word of the source's own.
   Example: osv_severity_read(&severity, json_get(root, "severity"), up, err) */
#ifndef ADVISORY_OSV_SEVERITY_H
#define ADVISORY_OSV_SEVERITY_H

#include "codec/json_place.h"
#include "domain/cvss.h"

struct osv_severity {
    struct text vector; /* or empty */
    unsigned version_tenths, score_tenths;
    enum severity severity;
    struct text word; /* as written: "medium"; or empty */
};

/* Reads a severity[] array. A vector that cannot be read, or of an unknown kind, is passed over. Fails with ERR_SYNTAX when
   something has the wrong type. */
MUST_USE bool osv_severity_read(struct osv_severity *ret_severity, yyjson_val *array,
    const struct json_place *up, struct err *err);

/* Takes a word, if nothing better is known. */
void osv_severity_add_word(struct osv_severity *severity, struct text word);
/* Takes what another says, if it is worse, or if nothing was known. */
void osv_severity_add(struct osv_severity *severity, const struct osv_severity *other);

#endif
