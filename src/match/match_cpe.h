/* SPDX-License-Identifier: Apache-2.0 */
/* A CVE record against a component that is known by its CPE alone. What the CPE finds is a finding; that it finds nothing clears
   nothing. Example: verdict = match_cpe_judge(name->order, component, &advisory, name->version, arena) */
#ifndef MATCH_MATCH_CPE_H
#define MATCH_MATCH_CPE_H

#include "match/match_record.h"

/* Judges by those products of the record that the component's CPE may be (edition, target software and so on), its version in
   the record's order. Undecidable is what is only affected on a platform, or beside a product, that the CPE does not tell. */
struct match_verdict match_cpe_judge(const struct ecosystem *order,
    const struct sbom_component *component, const struct advisory *advisory, struct text version,
    struct arena *arena);

#endif
