/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of lock files share: entries with package URLs, where each was installed from, who depends on whom, and what
   follows from that: direct dependencies, and those for development only.
   Example: sbom_lock_init(&lock, build, "cargo", err); sbom_lock_add(&lock, &entry, &at, &index); … sbom_lock_finish(&lock) */
#ifndef SBOM_SBOM_LOCK_H
#define SBOM_SBOM_LOCK_H

#include "base/vec.h"
#include "sbom/sbom_build.h"

/* What a dependency is needed for; a component is as needed as the best way from the root to it. */
enum sbom_lock_need { SBOM_LOCK_DEV = 1, SBOM_LOCK_OPTIONAL, SBOM_LOCK_RUNTIME };

struct sbom_lock_needs {
    VEC(unsigned char); /* by edge */
};

struct sbom_lock_chain {
    VEC(uint32_t); /* by component: the next of the same name, or SBOM_ROOT */
};

struct sbom_lock {
    struct sbom_build *build;
    struct err *err;
    const char *type; /* of its package URLs: "cargo" */
    struct sbom_lock_needs needs;
    struct sbom_lock_chain next;
    struct map names; /* name → the newest component that has it */
    struct sbom_lock_chain next_same;
    struct map exact; /* name and version → the newest component that has both */
    struct sbom_lock_rows {
        VEC(uint32_t);
    } rows;           /* by entry of the list: the component that it became, or SBOM_ROOT */
    void *of;         /* whatever its reader needs */
    uint32_t subject; /* the entry that is the root itself, or SBOM_ROOT */
};

/* What is done with each entry of a list of objects. */
typedef bool sbom_lock_visitor(
    struct sbom_lock *lock, size_t i, yyjson_val *entry, const struct json_place *at);

struct sbom_lock_entry {
    struct text ref;     /* what dependencies and people call it by */
    struct text key;     /* its name as dependencies write it, normalised; or empty */
    struct text name;    /* as its ecosystem writes it, "@scope/name", "group:artifact" */
    struct text version; /* or empty */
    bool is_ours;        /* a workspace or the like: no package of others */
};

void sbom_lock_init(
    struct sbom_lock *lock, struct sbom_build *build, const char *type, struct err *err);
void sbom_lock_done(struct sbom_lock *lock);

/* What is done with each line, without white space behind it; at says "12:1". */
typedef bool sbom_lock_line_visitor(
    struct sbom_lock *lock, struct text line, const struct json_place *at);

/* Visits all lines. Fails with ERR_SYNTAX when the text is not UTF-8, and as visit does. */
MUST_USE bool sbom_lock_each_line(
    struct sbom_lock *lock, struct text bytes, sbom_lock_line_visitor *visit);
/* Visits the entries of the list that is a member of root; one that is missing is empty. Fails with ERR_SYNTAX when it is no
   list of objects, and as visit does. */
MUST_USE bool sbom_lock_each(
    struct sbom_lock *lock, yyjson_val *root, const char *key, sbom_lock_visitor *visit);

/* Adds a component with its package URL. at is the entry's place. Fails with ERR_SYNTAX (no name, a NUL in a text) and ERR_LIMIT. */
MUST_USE bool sbom_lock_add(struct sbom_lock *lock, const struct sbom_lock_entry *entry,
    const struct json_place *at, uint32_t *ret_component);

/* Returns the newest component with a key, or the next with the same; SBOM_ROOT when there is none. */
uint32_t sbom_lock_named(const struct sbom_lock *lock, struct text key);
uint32_t sbom_lock_next(const struct sbom_lock *lock, uint32_t component);
/* The same of those that have a version as well; an empty one is any. */
uint32_t sbom_lock_exact(struct sbom_lock *lock, struct text key, struct text version);
uint32_t sbom_lock_next_exact(
    const struct sbom_lock *lock, uint32_t component, struct text version);

/* Adds a dependency. */
MUST_USE bool sbom_lock_edge(struct sbom_lock *lock, uint32_t from, uint32_t to,
    enum sbom_lock_need need, const struct json_place *at);
/* Adds one on every component with this key; when there is none, it is counted as dangling unless may_be_missing. */
MUST_USE bool sbom_lock_depend(struct sbom_lock *lock, uint32_t from, struct text key,
    enum sbom_lock_need need, bool may_be_missing, const struct json_place *at);

/* For lock files that do not say what the root depends on: it must be what nothing else does. */
MUST_USE bool sbom_lock_add_roots(struct sbom_lock *lock, const struct json_place *at);
/* Marks direct dependencies, and gives those without a scope theirs: "excluded" for what only development needs, "optional". */
MUST_USE bool sbom_lock_finish(struct sbom_lock *lock);

/* -- of one component -- */

/* Returns the package URL of a name that may have a namespace in front, in arena. */
struct text sbom_lock_purl(
    struct sbom_build *build, const char *type, struct text name, struct text version);
/* Tells an oddity, unless there is one already. */
void sbom_lock_note(struct sbom_build *build, uint32_t component, struct text oddity);
/* Tells what a file of this kind cannot say, and keeps it for those who read the SBOM in another format. */
void sbom_lock_tell(struct sbom_build *build, struct text limit);
/* Returns whether a text is a place that is no registry: "git+ssh://…", "github:user/repository", "file:…". */
bool sbom_lock_is_source(struct text t);
/* Tells the oddity "installed from …, not from a registry". */
void sbom_lock_note_source(struct sbom_build *build, uint32_t component, struct text from);
/* Adds where the package was downloaded from, when it is an address of the web, without a fragment. */
void sbom_lock_add_download(struct sbom_build *build, uint32_t component, struct text url);
/* Adds the hashes in text, separated by spaces: "sha512-" and Base64 (Subresource Integrity), "sha256:" or "sha256=" and
   hexadecimal digits. What is none is passed over. */
void sbom_lock_add_hashes(struct sbom_build *build, uint32_t component, struct text written);

#endif
