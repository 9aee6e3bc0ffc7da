/* SPDX-License-Identifier: Apache-2.0 */
/* Is this version in what "^1.2.3", "~> 1.2", "[1.0,2.0)" or "vers:npm/>=1|<2" says? Each syntax is read into the same
   intervals. Example: constraint_read(&c, CONSTRAINT_NPM, VERSION_SEMVER, TEXT("^1.2"), arena, err) and then
   constraint_holds(&c, TEXT("1.9.0"), &is_in, err) gives true. */
#ifndef DOMAIN_CONSTRAINT_H
#define DOMAIN_CONSTRAINT_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/range.h"

/* How a constraint is written; each has its file constraint_NAME.c, with its sources. */
enum constraint_syntax {
    CONSTRAINT_PLAIN, /* ">= 1.0, < 2.0": GHSA, dpkg, rpm, apk; in any scheme */
    CONSTRAINT_NPM,
    CONSTRAINT_CARGO,
    CONSTRAINT_COMPOSER,
    CONSTRAINT_GEM,
    CONSTRAINT_MAVEN,
    CONSTRAINT_PEP440,
    CONSTRAINT_NUGET,
    CONSTRAINT_VERS,    /* "vers:pypi/…", which names its own scheme */
    CONSTRAINT_SYNTAXES /* their number */
};

/* What a cut looks at: the whole version, or a beginning of it that several versions have. */
enum constraint_level {
    CONSTRAINT_EXACT,
    CONSTRAINT_PUBLIC, /* PyPI: without the local part, "1.0" of 1.0+cpu */
    CONSTRAINT_FAMILY, /* PyPI: without post-release and local part, "1.0rc1" of 1.0rc1.post2; RubyGems: the release, "1.0" of
                          1.0.a; RPM: the version, "1.0" of 1.0-3.el9 */
};

/* A place in the order of versions: right before the version, or before all with that beginning; or right behind. */
struct constraint_cut {
    struct text version; /* at is NULL where there is no bound */
    enum constraint_level level;
    bool is_behind;
};

/* Versions that an interval leaves out though they lie in it. */
enum {
    CONSTRAINT_NO_PRE = 1,    /* pre-releases: npm, Cargo, NuGet */
    CONSTRAINT_NO_BRANCH = 2, /* branches, which have no place among numbers: Composer */
};

struct constraint_interval {
    struct constraint_cut from, to;
    unsigned without; /* CONSTRAINT_NO_… */
    struct text only; /* the one spelling that counts ("===1.0"), or at is NULL */
};

struct constraint {
    enum constraint_syntax syntax;
    enum version_scheme scheme;
    struct constraint_interval
        *intervals; /* sorted, unless the scheme's order is none (Maven); none: no version is in */
    size_t count;
};

/* Returns the syntax that the packages of a scheme use among themselves, and its name ("npm"). */
enum constraint_syntax constraint_syntax_of(enum version_scheme scheme, struct text purl_type);
const char *constraint_syntax_name(enum constraint_syntax syntax);
/* Finds a syntax by its name. Returns false when there is none such. */
MUST_USE bool constraint_syntax_find(struct text name, enum constraint_syntax *ret_syntax);

/* Reads text. scheme is that of the package: it counts for CONSTRAINT_PLAIN, and CONSTRAINT_VERS must name one of the same
   order; the other syntaxes have their own. What is read borrows from text and lives in arena. Fails with ERR_SYNTAX and the
   column, ERR_UNSUPPORTED, or ERR_LIMIT over LIMIT_CONSTRAINT_BYTES or LIMIT_CONSTRAINT_INTERVALS. */
MUST_USE bool constraint_read(struct constraint *ret_constraint, enum constraint_syntax syntax,
    enum version_scheme scheme, struct text text, struct arena *arena, struct err *err);

/* Answers whether version is in, as the syntax's own tool does. Fails with ERR_SYNTAX when version cannot be read or
   compared, which is "undecidable", never "no". */
MUST_USE bool constraint_holds(
    const struct constraint *constraint, struct text version, bool *ret_is_in, struct err *err);

/* Adds it in words to out: ">= 1.2.3, < 2.0.0-0, no pre-releases or = 3.0.0". */
void constraint_print(const struct constraint *constraint, struct buf *out);
/* Adds it as VERS to out: "vers:npm/>=1.2.3|<2.0.0-0". Returns false when VERS cannot say all of it; what it says is then
   wider or narrower by what constraint_print says behind a "no", an "any of", an "all of" or a "spelt". */
bool constraint_print_vers(const struct constraint *constraint, struct buf *out);

/* Gives it as the events of an OSV range, in arena. Returns false when events cannot say it: an interval that begins behind a
   version, that leaves versions out, or without any interval. */
MUST_USE bool constraint_range(
    const struct constraint *constraint, struct range *ret_range, struct arena *arena);

#endif
