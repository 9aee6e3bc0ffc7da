/* SPDX-License-Identifier: Apache-2.0 */
/* Advisories, sources and reports, for people and as JSON.
   Example: advisory_print_import(import, "a.kzi", elapsed_us, &out); fwrite(out.at, 1, out.len, stdout) */
#ifndef ADVISORY_ADVISORY_PRINT_H
#define ADVISORY_ADVISORY_PRINT_H

#include "advisory/advisory_conflict.h"
#include "advisory/advisory_import.h"
#include "advisory/advisory_index.h"
#include "base/buf.h"

/* Adds a number with commas: 34,864. */
void advisory_print_count(struct buf *out, size_t count);

void advisory_print_import(const struct advisory_import_report *report, const char *path,
    int64_t elapsed_us, struct buf *out);
void advisory_print_import_json(const struct advisory_import_report *report, const char *path,
    int64_t elapsed_us, struct buf *out);

/* now_us: what ages are counted to. */
void advisory_print_status(
    const struct advisory_index *index, const char *path, int64_t now_us, struct buf *out);
void advisory_print_status_json(
    const struct advisory_index *index, const char *path, int64_t now_us, struct buf *out);

/* One record with how the id that was asked for stands to it; and what is known of a CVE. */
void advisory_print_record(
    const struct advisory *advisory, enum advisory_link link, struct buf *out);
void advisory_print_record_json(
    const struct advisory *advisory, enum advisory_link link, struct buf *out);
void advisory_print_facts(struct text cve, const struct advisory_facts *facts, struct buf *out);
void advisory_print_facts_json(
    struct text cve, const struct advisory_facts *facts, struct buf *out);
/* Two CVEs that aliases would make one. */
void advisory_print_conflict(const struct advisory_conflict *conflict, struct buf *out);
/* As members of an open object: "cve", "other_cve", "name", "record", "other_record". */
void advisory_print_conflict_members(const struct advisory_conflict *conflict, struct buf *out);

#endif
