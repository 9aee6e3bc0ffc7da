/* SPDX-License-Identifier: Apache-2.0 */
/* A made-up world of packages: how their versions and the flaws in them come over a year, and how sources tell of it. No package, no
   vulnerability in it is a real one; the ends of support are (endoflife.date).
   Example: world_init(&world, seed); for each flaw of the day: world_arrive(&world, flaw); world_print_osv(&world, flaw, &out) */
#ifndef HISTORY_WORLD_H
#define HISTORY_WORLD_H

#include "base/buf.h"
#include "history_chance.h"

enum { WORLD_ECOSYSTEMS = 5, WORLD_PACKAGES_MOST = 90, WORLD_FLAWS = 467, WORLD_OLD_FLAWS = 90 };
enum world_ecosystem { WORLD_DEBIAN, WORLD_NPM, WORLD_PYPI, WORLD_MAVEN, WORLD_GO };

struct world_ecosystem_row {
    const char *name, *purl; /* as OSV writes it; the purl's type and namespace */
    unsigned package_count;
    unsigned permille; /* of all flaws */
};
extern const struct world_ecosystem_row world_ecosystems[WORLD_ECOSYSTEMS];

struct world_package {
    unsigned latest; /* number of its newest version */
    unsigned born;   /* of the version that services begin with */
};

struct world_flaw {
    unsigned number; /* from 0, in the order of their days */
    int day; /* of its publication, from the start of the year; negative: it was there before */
    enum world_ecosystem ecosystem;
    unsigned package;
    int kev_day; /* when it came to be known as exploited; INT_MAX: never */
    int fix_day; /* when a version without it came */
    bool is_ransomware;
    unsigned fixed; /* the number of that version; 0: there is none yet */
    unsigned from;  /* the number of the first with it */
    uint64_t chance;
};

struct world {
    uint64_t seed;
    int64_t start_us; /* of day 0 */
    struct world_package packages[WORLD_ECOSYSTEMS][WORLD_PACKAGES_MOST];
    struct world_flaw flaws[WORLD_FLAWS];
};

/* What draws go by: the same of a year that begins on another date, whose CVE ids have other years. */
uint64_t world_key(uint64_t start, struct text cve);

void world_init(struct world *world, uint64_t seed, int64_t start_us);

/* The version without the flaw is there from now on. */
void world_fix(struct world *world, struct world_flaw *flaw);

/* Return at. A release is a Debian's: 10, 12, 13; 0 for other ecosystems. */
enum { WORLD_NAME_SIZE = 96 };
const char *world_name(enum world_ecosystem ecosystem, unsigned package, char at[WORLD_NAME_SIZE]);
const char *world_version(
    enum world_ecosystem ecosystem, unsigned number, int release, char at[WORLD_NAME_SIZE]);
const char *world_cve(
    const struct world *world, const struct world_flaw *flaw, char at[WORLD_NAME_SIZE]);

/* Print one record, or a whole list, as its source does. A list is what it was on that day. */
void world_print_osv(const struct world *world, const struct world_flaw *flaw, struct buf *out);
void world_print_cve(const struct world *world, const struct world_flaw *flaw, struct buf *out);
void world_print_kev(const struct world *world, int day, struct buf *out);
void world_print_epss(const struct world *world, int day, struct buf *out);
void world_print_eol(struct buf *out);

#endif
