/* SPDX-License-Identifier: Apache-2.0 */
/* Which of two versions is newer, by the rules of the ecosystem's own tool. Answers or says why not.
   Example: version_compare(VERSION_PYPI, TEXT("1.0rc1"), TEXT("1.0"), &order, err) gives -1. */
#ifndef DOMAIN_VERSION_H
#define DOMAIN_VERSION_H

#include "base/err.h"
#include "base/text.h"

/* The order of a family of ecosystems; each has its file version_NAME.c, with its sources. */
enum version_scheme {
    VERSION_SEMVER, /* Semantic Versioning 2.0.0: npm, Go, crates.io, … */
    VERSION_PYPI,   /* PEP 440 */
    VERSION_DEBIAN, /* deb-version(7) */
    VERSION_RPM,    /* rpmvercmp with epoch, ~ and ^ */
    VERSION_APK,    /* apk-tools version.c grammar */
    VERSION_MAVEN,  /* Maven ComparableVersion, as of 3.10 */
    VERSION_RUBYGEMS,
    VERSION_PACKAGIST, /* PHP's version_compare, with Composer's branches */
    VERSION_NUGET,     /* NuGet.Versioning */
    VERSION_PUB,       /* pub_semver: Semantic Versioning where build metadata counts */
    VERSION_CRAN,      /* R's package_version */
    VERSION_HACKAGE,   /* Cabal's Version; GHC too */
    VERSION_PACMAN,    /* libalpm's vercmp */
    VERSION_BITNAMI,   /* bitnami/go-version: a pre-release is a revision */
    VERSION_OPAM,      /* Debian's order without epochs */
    VERSION_GENERIC,   /* where no tool says: only what any of them would say */
    VERSION_SCHEMES    /* their number */
};

/* The answer for two versions that are both readable and still have no order, where a function returns one. */
enum { VERSION_NO_ORDER = 2 };

/* Compares a with b, without white space around them. Returns true and -1, 0 or 1 in ret_order; false with
   ERR_SYNTAX, naming the version, when one cannot be read in that scheme or the two have no order (two branches),
   or ERR_LIMIT over LIMIT_VERSION_BYTES. Takes no memory, and time in proportion to the versions' length. */
MUST_USE bool version_compare(
    enum version_scheme scheme, struct text a, struct text b, int *ret_order, struct err *err);

/* The same for two versions that version_check has passed: for one version against many. Only fails, with ERR_SYNTAX, where
   the scheme gives two readable versions no order. */
MUST_USE bool version_compare_checked(
    enum version_scheme scheme, struct text a, struct text b, int *ret_order, struct err *err);

/* Returns whether version can be read in scheme; false with ERR_SYNTAX and the reason. */
MUST_USE bool version_check(enum version_scheme scheme, struct text version, struct err *err);

/* Returns the scheme's name, such as "semver". */
const char *version_scheme_name(enum version_scheme scheme);

#endif
