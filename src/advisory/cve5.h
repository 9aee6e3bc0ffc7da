/* SPDX-License-Identifier: Apache-2.0 */
/* CVE records, format 5.x: what CISA's Vulnrichment and the assigner say of exploitation and severity.
   Example: cve5_is(root) && cve5_read(&cve, root, err) */
#ifndef ADVISORY_CVE5_H
#define ADVISORY_CVE5_H

#include "advisory/advisory_index.h"
#include "codec/json.h"

struct cve5 {
    struct text id;
    struct advisory_facts
        facts; /* SSVC of CISA's container; the newest CVSS of the assigner, that of the others beside it */
    int64_t updated_us; /* 0 when not said */
};

/* Returns whether a document looks like a CVE record. */
bool cve5_is(yyjson_val *root);
/* Reads a record, published or rejected. Fails with ERR_SYNTAX, the place first: "cveMetadata.state: …". */
MUST_USE bool cve5_read(struct cve5 *ret_cve, yyjson_val *root, struct err *err);

/* Makes of a record that cve5_read has read what it says of products by CPE (cve5_affected.h), as an advisory; one without
   affected when it names none so. Texts borrow from the document or lie in arena. Fails as cve5_affected_read does. */
MUST_USE bool cve5_to_advisory(struct advisory *ret_advisory, const struct cve5 *cve,
    yyjson_val *root, struct arena *arena, struct err *err);

#endif
