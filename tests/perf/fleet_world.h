/* SPDX-License-Identifier: Apache-2.0 */
/* The made-up world that benchmarks measure in: packages, their versions, who has them. The same seed gives the same world on
   every machine, so only integers are used. Example: fleet_world_init(&world, 1, 1000); fleet_names_read(&names, &world, …) */
#ifndef FLEET_WORLD_H
#define FLEET_WORLD_H

#include "base/buf.h"
#include "base/vec.h"

enum { FLEET_POOLS = 13, FLEET_MILLE = 1000 };

/* Versions of a package are numbered. Services run those from FIRST on; what is older is known from advisories alone. */
enum { FLEET_VERSION_FIRST = 24, FLEET_VERSIONS_MOST = 4, FLEET_BINARIES_MOST = 4 };

/* A package that a given number of services have, whatever else they are made of. */
#define FLEET_EVERYWHERE UINT32_MAX

enum fleet_style {
    FLEET_DEB,
    FLEET_RPM,
    FLEET_APK,
    FLEET_GO,
    FLEET_NPM,
    FLEET_MAVEN,
    FLEET_PYPI,
    FLEET_GEM,
    FLEET_COMPOSER
};

struct fleet_pool_row {
    enum fleet_style style;
    unsigned permille;        /* of all components, versions and advisories */
    bool is_system;           /* packages of an operating system: binaries are built from sources */
    const char *type, *space; /* of the purl */
    const char *os, *os_version;      /* of the operating-system component */
    const char *ecosystem, *dump;     /* in records, and the folder of their all.zip */
    const char *trivy_type, *pattern; /* pattern: what a version of the distribution ends with */
};

struct fleet_entry {
    uint32_t source;
    uint32_t seen_in; /* the SBOM that had it last, counted from 1 */
    uint8_t binary, version;
};

struct fleet_pool {
    const struct fleet_pool_row *row;
    unsigned number;
    uint32_t source_count; /* those with a higher number nobody has */
    struct fleet_entry *entries;
    uint32_t entry_count, entry_room, cursor;
    int64_t left;           /* components that are still to be drawn */
    int64_t advisory_count; /* records to be written */
};

struct fleet_world {
    uint64_t seed;
    uint32_t sbom_count, everywhere_count;
    int64_t component_count, large_count, version_count, advisory_count;
    struct fleet_pool pools[FLEET_POOLS];
};

/* scale_ppm: millionths of the fleet of the full size, 3,000 SBOMs. */
void fleet_world_init(struct fleet_world *world, uint64_t seed, int64_t scale_ppm);
void fleet_world_done(struct fleet_world *world);
/* A pool's part of a total; those of all pools make the total. */
int64_t fleet_share(const struct fleet_pool *pool, int64_t total);

/* Chance: a well-mixed number out of two, and the next of a row of them. */
uint64_t fleet_mix(uint64_t a, uint64_t b);
uint64_t fleet_next(uint64_t *state);
uint32_t fleet_below(uint64_t *state, uint32_t bound);

/* Red Hat's kin and Wolfi name each binary package in their records, the others the source. */
bool fleet_is_by_binary(const struct fleet_pool *pool);
/* What is settled about a source package by its number. */
uint64_t fleet_traits(
    const struct fleet_world *world, const struct fleet_pool *pool, uint32_t source);
unsigned fleet_binary_count(const struct fleet_pool *pool, uint64_t traits);
unsigned fleet_version_count(uint64_t traits);

/* Draws an entry as real fleets do: few are in nearly everything, most in little, and each in something. */
struct fleet_entry *fleet_draw(struct fleet_pool *pool, uint64_t *state);

struct fleet_names {
    char space[64], name[96], source[64]; /* purl's namespace and name; the source package */
    char package[160];                    /* as OSV writes it */
};
void fleet_names_read(struct fleet_names *names, const struct fleet_world *world,
    const struct fleet_pool *pool, uint32_t source, unsigned binary);

struct fleet_version {
    char text[96];   /* as SBOMs have it, without epoch */
    char event[128]; /* as records have it */
    unsigned epoch;
};
/* Later numbers give higher versions, by the rules of their ecosystem. */
void fleet_version_read(struct fleet_version *version, const struct fleet_world *world,
    const struct fleet_pool *pool, uint32_t source, unsigned number);

#endif
