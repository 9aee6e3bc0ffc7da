/* SPDX-License-Identifier: Apache-2.0 */
/* CISA's catalogue of known exploited vulnerabilities, as JSON.
   Example: struct kev kev; kev_read(&kev, root, err); kev_read_entry(item, 0, &cve, &facts, err) */
#ifndef ADVISORY_KEV_H
#define ADVISORY_KEV_H

#include "advisory/advisory_index.h"
#include "codec/json.h"

struct kev {
    yyjson_val *entries;
    size_t count;
    struct text version; /* of the catalogue; or empty */
    int64_t released_us; /* 0 when not said */
};

/* Returns whether a document looks like the catalogue. */
bool kev_is(yyjson_val *root);
/* Reads the catalogue's head. Fails with ERR_SYNTAX. */
MUST_USE bool kev_read(struct kev *ret_kev, yyjson_val *root, struct err *err);
/* Reads one entry (json is entries[i], so that a loop need not count from the start). Fails with ERR_SYNTAX, the place
   first: "vulnerabilities[3].dateAdded: …". */
MUST_USE bool kev_read_entry(yyjson_val *json, size_t i, struct text *ret_cve,
    struct advisory_facts *ret_facts, struct err *err);

#endif
