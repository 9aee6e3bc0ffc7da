/* SPDX-License-Identifier: Apache-2.0 */
/* What the world says about a vulnerability: one record of one source, in the shape matching needs.
   Example: osv_read(&advisory, TEXT("GHSA-….json"), json, arena, err) */
#ifndef ADVISORY_ADVISORY_H
#define ADVISORY_ADVISORY_H

#include "base/arena.h"
#include "domain/cvss.h"
#include "domain/range.h"

enum advisory_kind {
    ADVISORY_VULNERABILITY,
    ADVISORY_MALICIOUS, /* MAL- records: the package itself is the attack */
    ADVISORY_NOTICE,    /* bug fixes, enhancements, informational: never findings */
};

/* How an id in a record stands to the record. */
enum advisory_link {
    ADVISORY_LINK_ID,
    ADVISORY_LINK_ALIAS,    /* the same flaw: only these join records */
    ADVISORY_LINK_UPSTREAM, /* the flaw that this vendor's advisory mends */
    ADVISORY_LINK_RELATED,
};

struct advisory_affected {
    struct text
        ecosystem; /* with release, as written: "AlmaLinux:9"; empty when only commits are named */
    struct text package;  /* normalised by ecosystem_normal_name; may be empty with it */
    struct range *ranges; /* SEMVER and ECOSYSTEM; GIT ranges are told by has_git_range */
    size_t range_count;
    struct text *versions; /* enumerated, sorted by bytes */
    size_t version_count;
    struct text severity_word; /* of this package, or empty */
    struct text
        last_known; /* beside a range without an end: up to where the record knows it, "<= 1.2.3"; or empty */
    struct text target; /* of a CPE: what it says beside the version (cpe_target); or empty */
    bool has_git_range;
    bool is_conditional; /* of a CPE: only together with other products */
};

struct advisory {
    struct text id, summary;
    enum advisory_kind kind;
    struct text *aliases, *related, *upstream;
    size_t alias_count, related_count, upstream_count;
    int64_t published_us, modified_us, withdrawn_us; /* 0: not said */
    struct text cvss_vector;                         /* the newest version given, or empty */
    enum severity severity; /* from the vector, else the record's own word, else unknown */
    unsigned score_tenths;  /* 0 with no vector */
    struct text cwes;       /* "CWE-79 CWE-80", or empty */
    struct text
        url; /* where to read it: the first ADVISORY reference, else the first one; or empty */
    struct text origin;  /* database_specific.source or the like, or empty */
    struct text details; /* capped at 16 KiB; or empty */
    struct text
        source; /* the index's name for where it came from, "osv/PyPI"; empty when not from an index */
    struct advisory_affected *affected;
    size_t affected_count;
};

/* Returns "vulnerability", "malicious" or "notice"; and "id", "alias", "upstream" or "related". */
const char *advisory_kind_name(enum advisory_kind kind);
const char *advisory_link_name(enum advisory_link link);

/* Returns why a record can never match a package version ("names commits only", "names no package", "names no versions"),
   or NULL when it can. Withdrawn records are told by withdrawn_us. */
const char *advisory_check_use(const struct advisory *advisory);

/* Whether it is what a CVE's own record says of products by CPE: it stands beside the facts of that CVE. */
bool advisory_is_of_cve(const struct advisory *advisory);

/* Returns the part of an OSV ecosystem before the release: "Ubuntu" of "Ubuntu:22.04:LTS". */
struct text advisory_base_ecosystem(struct text ecosystem);

#endif
