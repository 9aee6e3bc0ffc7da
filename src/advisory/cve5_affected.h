/* SPDX-License-Identifier: Apache-2.0 */
/* Which versions of which products a CVE record holds for affected, as far as it names them by CPE: affected[] with its cpes, and
   cpeApplicability. Example: cve5_affected_read(&affected, &count, root, arena, err) */
#ifndef ADVISORY_CVE5_AFFECTED_H
#define ADVISORY_CVE5_AFFECTED_H

#include "advisory/advisory.h"
#include "codec/json_place.h"

/* Reads all containers of a record. What it holds for affected of a product becomes an entry of the ecosystem that orders its
   versions (ecosystem_of_cpe_order) and the package cpe_product; texts lie in arena or in the document. A CPE that cannot be read
   is passed over. Fails with ERR_SYNTAX, the place first, and ERR_LIMIT. */
MUST_USE bool cve5_affected_read(struct advisory_affected **ret_affected, size_t *ret_count,
    yyjson_val *root, struct arena *arena, struct err *err);

#endif
