/* SPDX-License-Identifier: Apache-2.0 */
/* What a version scheme is to version.c, and what the schemes share. Only version*.c include this.
   Example: int order = version_scheme_digits(TEXT("007"), TEXT("12")); gives -1. */
#ifndef DOMAIN_VERSION_SCHEME_H
#define DOMAIN_VERSION_SCHEME_H

#include "domain/version.h"
#include "domain/version_writer.h"

struct version_rules {
    const char *name;   /* "pypi" */
    const char *noun;   /* "PyPI version", for messages */
    bool takes_unicode; /* whether its tool takes bytes beyond ASCII */
    /* Returns NULL for a version that compare can read, else why it cannot. */
    const char *(*check)(struct text version);
    /* Returns -1, 0, 1 or VERSION_NO_ORDER for two versions that passed check. */
    int (*compare)(struct text a, struct text b);
    /* Writes the key of a version that passed check (version_key.h). */
    void (*add_key)(struct version_writer *out, struct text version);
    /* Compares two keys as compare does their versions; NULL where their bytes do. */
    int (*compare_keys)(struct text a, struct text b);
};

/* Returns the rules of a scheme. */
const struct version_rules *version_scheme_rules(enum version_scheme scheme);

extern const struct version_rules version_semver_rules;
extern const struct version_rules version_pypi_rules;
extern const struct version_rules version_debian_rules;
extern const struct version_rules version_rpm_rules;
extern const struct version_rules version_apk_rules;
extern const struct version_rules version_maven_rules;
extern const struct version_rules version_rubygems_rules;
extern const struct version_rules version_packagist_rules;
extern const struct version_rules version_nuget_rules;
extern const struct version_rules version_semver_pub_rules;
extern const struct version_rules version_list_cran_rules;
extern const struct version_rules version_list_hackage_rules;
extern const struct version_rules version_pacman_rules;
extern const struct version_rules version_semver_bitnami_rules;
extern const struct version_rules version_debian_opam_rules;
extern const struct version_rules version_generic_rules;

/* Returns -1, 0 or 1 for two versions that PEP 440 cannot read; and writes the rest of the key of one. */
int version_pypi_legacy_compare(struct text a, struct text b);
void version_pypi_legacy_add_key(struct version_writer *out, struct text version);

/* Returns -1, 0 or 1 for two runs of digits as numbers of any size; an empty run counts as 0. */
int version_scheme_digits(struct text a, struct text b);
/* Returns -1, 0 or 1 for two texts in byte order; or in that of their bytes with ASCII capitals made small. */
int version_scheme_bytes(struct text a, struct text b);
int version_scheme_nocase(struct text a, struct text b);

/* Cuts len bytes, the digits, or the letters at the front off *rest and returns them; empty when there are none. */
struct text version_scheme_cut(struct text *rest, size_t len);
struct text version_scheme_cut_digits(struct text *rest);
struct text version_scheme_cut_letters(struct text *rest);

/* The parts of [epoch:]version[-release]. */
struct version_evr {
    struct text epoch, version;
    struct text release; /* at is NULL without one */
};
struct version_evr version_scheme_split_evr(struct text evr);

/* Returns whether a text is nothing but digits (and there is one), or nothing but zeros (or empty). */
bool version_scheme_is_digits(struct text t);
bool version_scheme_is_zero(struct text t);

#endif
