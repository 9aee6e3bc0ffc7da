/* SPDX-License-Identifier: Apache-2.0 */
/* Package ecosystems: one table that joins OSV's names, purl types and version schemes.
   Example: ecosystem_find(TEXT("Debian:12")) and ecosystem_of_purl(&purl) meet in the same row. */
#ifndef DOMAIN_ECOSYSTEM_H
#define DOMAIN_ECOSYSTEM_H

#include "base/arena.h"
#include "domain/purl.h"
#include "domain/version.h"

struct ecosystem {
    const char *name; /* OSV's name without release, "Debian" (osv-schema, "Defined Ecosystems") */
    const char *purl_type; /* "deb"; NULL when purl has none */
    const char *
        purl_space; /* the purl namespace that tells it from others of its type ("debian"), or NULL */
    enum version_scheme scheme;
    bool has_scheme;   /* whether kenzen can order its versions yet */
    bool has_releases; /* OSV names it with a release: "Debian:12" */
};

/* Returns the row for an OSV name with or without ":release", compared exactly; or NULL. */
const struct ecosystem *ecosystem_find(struct text osv_name);
/* Returns the row for an OSV name or a purl type ("PyPI", "Alpine:v3.20", "pypi", "deb"), as a person may
   type it (no case); or NULL. */
const struct ecosystem *ecosystem_find_any(struct text name);
/* Returns the row for a purl, by type and namespace (deb/debian, deb/ubuntu, rpm/alma, apk/wolfi …); or NULL. */
const struct ecosystem *ecosystem_of_purl(const struct purl *purl);

/* Returns the full OSV ecosystem name for a package of that row on a distribution release as SBOMs write it
   ("12.11", "debian-12.11", "alma-9.6", "3.22.0"): "Debian:12", "AlmaLinux:9", "Alpine:v3.22"; without releases
   just the name. With an empty release for an ecosystem that has releases: just the name too. */
struct text ecosystem_full_name(
    const struct ecosystem *row, struct text release, struct arena *arena);

/* Returns the package name as OSV writes it for a purl: "@angular/core", "org.apache:x", "github.com/a/b",
   PEP 503 normalised for PyPI, lower case for Packagist … (osv-schema, affected[].package.name). */
struct text ecosystem_package_name(
    const struct ecosystem *row, const struct purl *purl, struct arena *arena);
/* Returns a name out of an advisory or SBOM, normalised so that equal packages compare equal. */
struct text ecosystem_normal_name(
    const struct ecosystem *row, struct text name, struct arena *arena);

#endif
