/* SPDX-License-Identifier: Apache-2.0 */
/* Names of products as the Common Platform Enumeration writes them: formatted strings of 2.3 (NIST IR 7695, section 6.2) and URIs
   of 2.2 (6.1), and whether one that an advisory gives holds one that an SBOM gives (NIST IR 7696).
   Example: cpe_read(&cpe, TEXT("cpe:2.3:a:apache:http_server:2.4.1:*:*:*:*:*:*:*"), arena, err) */
#ifndef DOMAIN_CPE_H
#define DOMAIN_CPE_H

#include "base/arena.h"
#include "base/err.h"

enum cpe_attribute {
    CPE_PART,
    CPE_VENDOR,
    CPE_PRODUCT,
    CPE_VERSION,
    CPE_UPDATE,
    CPE_EDITION,
    CPE_LANGUAGE,
    CPE_SW_EDITION,
    CPE_TARGET_SW,
    CPE_TARGET_HW,
    CPE_OTHER,
    CPE_ATTRIBUTES
};

struct cpe {
    /* In lower case, as a formatted string has them: "*" is ANY, "-" is NA, what is special otherwise stands behind a
       backslash ("http_server", "2\\.4", "c\\+\\+"); a "*" or "?" without one, at an end, stands for other characters. */
    struct text at[CPE_ATTRIBUTES];
};

/* Reads a formatted string or a URI. What is written without the backslash that it needs is taken as if it had it. Fails with
   ERR_SYNTAX, or ERR_LIMIT over LIMIT_CPE_BYTES. */
MUST_USE bool cpe_read(struct cpe *ret_cpe, struct text t, struct arena *arena, struct err *err);

/* Returns the name of the product, "a:apache:http_server"; empty when part, vendor or product are not one. */
struct text cpe_product(const struct cpe *cpe, struct arena *arena);
/* Returns what the CPE says of the product beside its version, "*:*:*:wordpress:*:*" (edition, language, software edition,
   target software, target hardware, other); empty when it says nothing. */
struct text cpe_target(const struct cpe *cpe, struct arena *arena);
/* Returns both, as the package that a component with this CPE is: "a:apache:http_server", "a:acme:shop:*:*:*:wordpress:*:*"; and
   cuts it again. */
struct text cpe_package(const struct cpe *cpe, struct arena *arena);
void cpe_split(struct text package, struct text *ret_product, struct text *ret_target);
/* Returns version, or version and update ("10.2.9-h1"), as the product writes it; empty when it is ANY or NA. */
struct text cpe_version(const struct cpe *cpe, struct arena *arena);

/* Returns what a target says, for people: "target software wordpress, target hardware x64". */
struct text cpe_target_words(struct text target, struct arena *arena);

enum cpe_relation {
    CPE_HOLDS, /* all that is installed is meant: SUPERSET or EQUAL */
    CPE_MAY_HOLD, /* some of what may be installed is meant: the installed one does not say which it is */
    CPE_DISJOINT,
};
/* Compares two targets, the advisory's and the installed one's (NIST IR 7696, tables 6-2 and 6-3). */
enum cpe_relation cpe_compare_targets(struct text criterion, struct text installed);

#endif
