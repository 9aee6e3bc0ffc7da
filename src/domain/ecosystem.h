/* SPDX-License-Identifier: Apache-2.0 */
/* Package ecosystems: one table that joins OSV's names, purl types and version schemes.
   Example: ecosystem_find(TEXT("Debian:12")) and ecosystem_of_purl(&purl) meet in the same row. */
#ifndef DOMAIN_ECOSYSTEM_H
#define DOMAIN_ECOSYSTEM_H

#include "base/arena.h"
#include "domain/purl.h"
#include "domain/version.h"

/* How an ecosystem writes a package's name (osv-schema, affected[].package.name). */
enum ecosystem_naming {
    NAMING_AS_IS, /* the purl's name; the namespace is none of it */
    NAMING_LOWER, /* the same, in lower case */
    NAMING_PATH,  /* namespace/name, in lower case: npm, Packagist, actions */
    NAMING_GO, /* the module's path, with its major version ("/v2"), in lower case; "std" is "stdlib" */
    NAMING_MAVEN,      /* group:artifact */
    NAMING_PYPI,       /* PEP 503: lower case, runs of "-", "_" and "." as one "-" */
    NAMING_UNDERSCORE, /* lower case, "-" as "_": Pub */
    NAMING_URL,        /* host/path in lower case, without scheme and ".git": Swift */
    NAMING_DOTTED,     /* publisher.name, in lower case: VSCode */
};

/* How it writes a release behind the colon. */
enum ecosystem_release {
    RELEASE_NONE,  /* it has none */
    RELEASE_AS_IS, /* the release without the distribution's name: "23", "stream" */
    RELEASE_MAJOR, /* "9" of 9.6 */
    RELEASE_MINOR, /* "5.0" */
    RELEASE_ALPINE,
    RELEASE_DEBIAN,
    RELEASE_UBUNTU,
    RELEASE_REDHAT,
    RELEASE_SUSE,
    RELEASE_OPENSUSE,
    RELEASE_OPENEULER,
    RELEASE_AMAZON,
};

struct ecosystem {
    const char *
        name; /* OSV's name without release, "Debian" (osv-schema, "Defined Ecosystems"), or the proper one of what OSV
                         has not, "Fedora" */
    const char *purl_type; /* "deb"; NULL when purl has none */
    const char *
        purl_spaces; /* the purl namespaces that tell it from others of its type, "alma almalinux", or NULL */
    enum ecosystem_naming naming;
    enum ecosystem_release release;
    bool has_releases; /* it is named with a release: "Debian:12" */
    bool has_scheme;   /* whether kenzen can order its versions */
    enum version_scheme scheme;
};

/* Returns the row for an OSV name with or without ":release", compared exactly; or NULL. */
const struct ecosystem *ecosystem_find(struct text osv_name);
/* Returns the row for an OSV name or a purl type ("PyPI", "Alpine:v3.20", "pypi", "deb"), as a person may
   type it (no case); or NULL. */
const struct ecosystem *ecosystem_find_any(struct text name);
/* Returns the row for a purl, by type and namespace (deb/debian, deb/ubuntu, rpm/alma, apk/wolfi …); or NULL. */
const struct ecosystem *ecosystem_of_purl(const struct purl *purl);

/* Returns the full OSV ecosystem name for a package of that row on a distribution release as SBOMs write it
   ("12.11", "debian-12.11", "alma-9.6", "3.22.0", "bookworm"): "Debian:12", "AlmaLinux:9", "Alpine:v3.22"; without releases
   just the name. With an empty release for an ecosystem that has releases: just the name too. */
struct text ecosystem_full_name(
    const struct ecosystem *row, struct text release, struct arena *arena);

/* Returns an OSV ecosystem name out of an advisory as ecosystem_full_name writes that of an SBOM, which does not say from
   which repository a package came: "Red Hat:enterprise_linux:9" for "…:9::appstream" and "SUSE:Linux Enterprise Server 15
   SP7" for "SUSE:Linux Enterprise Module for Basesystem 15 SP7". Others stay as they are. */
struct text ecosystem_normal_release(struct text osv_name, struct arena *arena);

/* Returns the package name as OSV writes it for a purl, normalised: "@angular/core", "org.apache:x", "github.com/a/b"
   (osv-schema, affected[].package.name). */
struct text ecosystem_package_name(
    const struct ecosystem *row, const struct purl *purl, struct arena *arena);
/* Returns a name out of an advisory or SBOM, normalised so that equal packages compare equal: what ecosystem_package_name
   gives for that package's purl. purl has npm and Go names in lower case, so they are here too. */
struct text ecosystem_normal_name(
    const struct ecosystem *row, struct text name, struct arena *arena);

/* Products that are known by a CPE alone are of the ecosystem "CPE", in the generic order; what CVE records say of them is in
   others beside it, one for each order that versions may be in ("CPE/semver"). */
enum { ECOSYSTEM_CPE_ORDERS = 6 };
bool ecosystem_is_cpe(struct text osv_name);
/* Fills orders with all of them, "CPE" first, and returns how many. */
size_t ecosystem_cpe_orders(const struct ecosystem *orders[ECOSYSTEM_CPE_ORDERS]);

#endif
