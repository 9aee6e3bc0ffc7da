/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of all package databases share: a package becomes a component with its package URL, and names of
   packages or of what they provide become dependencies.
   Example: root_build_package(&b, &package, &index, err); root_build_provide(&b, TEXT("awk"), index); … root_build_edge(&b, i, TEXT("awk"), err) */
#ifndef SBOM_ROOT_BUILD_H
#define SBOM_ROOT_BUILD_H

#include "base/vec.h"
#include "sbom/sbom_build.h"

/* The operating system, as etc/os-release says (os-release(5)). */
struct root_system {
    struct text id, version,
        title; /* "debian", "12", "Debian GNU/Linux 12 (bookworm)"; may be empty */
};

struct root_package {
    struct text name, version, arch;
    struct text epoch;                  /* where the version does not have it (rpm) */
    struct text source, source_version; /* or empty: of the package itself */
    struct text upstream;               /* the file name of a source rpm; instead of source */
    struct text license, supplier, url, description, module; /* or empty */
    struct text depends;                                     /* as the database has it; or empty */
};

struct root_build {
    struct sbom_build *build;
    struct root_system system;
    const char *type;                 /* of the package URLs: "deb" */
    const char *path;                 /* of the file that is read, for messages */
    size_t line;                      /* in it */
    struct map names;                 /* packages and what is provided → component */
    VEC(struct text);                 /* by component: what it depends on, as written */
    int root;                         /* the folder */
    const struct root_rpm_copy *copy; /* of rpm's database; or NULL */
};

void root_build_done(struct root_build *b);

/* Sets err to "var/lib/dpkg/status:12: WHY" and returns false. */
bool root_build_fail(struct root_build *b, struct err *err, enum err_code code, const char *format,
    ...) PRINTF_LIKE(4, 5);

/* Adds the operating system itself, which groups the packages. Before all of them. */
MUST_USE bool root_build_system(struct root_build *b, struct err *err);
/* Adds a package under its name. Fails at b's place when name or version are missing, too long, or not UTF-8. */
MUST_USE bool root_build_package(
    struct root_build *b, const struct root_package *package, uint32_t *ret_index, struct err *err);

/* Lets name lead to a package too, unless it leads to one already. name must live as long as b. */
void root_build_provide(struct root_build *b, struct text name, uint32_t index);
/* Adds that from depends on what has name. Returns false with err set on a failure; ret_is_there (may be NULL) says whether
   something has it. */
MUST_USE bool root_build_edge(
    struct root_build *b, uint32_t from, struct text name, bool *ret_is_there, struct err *err);

/* Lets the operating system depend on what no other package depends on, so that every package is reached. */
MUST_USE bool root_build_finish(struct root_build *b, struct err *err);

#endif
