/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen scan" of many SBOMs: each is read, interned and given back, then every distinct package version is matched once,
   and the answers are counted for each SBOM.
   Example: scan_fleet_read(&fleet, paths, count, err) && scan_fleet_match(&fleet, index, now_us, err); scan_fleet_done(&fleet) */
#ifndef MATCH_SCAN_FLEET_H
#define MATCH_SCAN_FLEET_H

#include "base/map.h"
#include "base/vec.h"
#include "match/scan.h"
#include "sbom/inventory.h"

/* One SBOM, by its number in the inventory. */
struct scan_fleet_row {
    struct scan scan; /* its path, its sbom without components, its counts */
    size_t package_count;
    uint32_t worst; /* the first of its findings in fleet.affected; UINT32_MAX when there is none */
};

/* Components of one ecosystem that packages of an operating system own, and are judged for when that one is covered. */
struct scan_fleet_owner {
    struct text ecosystem, owner; /* "PyPI", "Debian:12" */
    size_t count;
    size_t last; /* its newest in owned, plus one */
    bool is_covered;
};

struct scan_fleet_owned {
    uint32_t row, owner;
    size_t count;
};

/* A file met in a folder that was not scanned. */
struct scan_fleet_passed {
    const char *path;
    struct text reason;
    bool is_broken; /* it may be an SBOM, and cannot be read; others are none */
};

struct scan_fleet {
    struct arena arena;
    struct inventory *inventory;
    struct sbom packages;       /* its components are the package versions of the inventory */
    struct match_result result; /* of these */
    uint32_t *affected;         /* those findings of the result that say affected, worst first */
    size_t affected_count;
    uint32_t *starts;     /* by package version, and one more: where its own begin in */
    uint32_t *by_package; /* indexes into affected */
    struct {
        VEC(struct scan_fleet_row);
    } rows;
    struct {
        VEC(struct scan_fleet_owner);
    } owners;
    struct map owner_numbers;
    struct {
        VEC(struct scan_fleet_owned);
    } owned; /* by row */
    struct {
        VEC(struct scan_fleet_passed);
    } passed;
    size_t broken_count;
    struct scan total; /* the sums of all rows; no path, no components */
};

/* Reads the SBOMs that paths name and those in the folders among them (sbom_walk.h). Fails when a named file is none or
   cannot be read, or when there is no SBOM at all. In either case scan_fleet_done is due. */
MUST_USE bool scan_fleet_read(
    struct scan_fleet *fleet, const char *const *paths, size_t count, struct err *err);

/* Matches what was read, and counts; now_us is what the end of support is measured by. Fails as match_sbom does. */
MUST_USE bool scan_fleet_match(
    struct scan_fleet *fleet, const struct advisory_index *index, int64_t now_us, struct err *err);

void scan_fleet_done(struct scan_fleet *fleet);

/* Returns how many components of all SBOMs the package versions of a gap are. */
size_t scan_fleet_gap_count(const struct scan_fleet *fleet, const struct match_gap *gap);

void scan_fleet_table_print(const struct scan_fleet *fleet, struct buf *out);
void scan_fleet_json_print(const struct scan_fleet *fleet, struct buf *out);  /* docs/scan.md */
void scan_fleet_sarif_print(const struct scan_fleet *fleet, struct buf *out); /* a run for each */

#endif
