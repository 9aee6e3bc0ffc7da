/* SPDX-License-Identifier: Apache-2.0 */
/* What an SBOM says: its components, flat, and how they depend on each other. Readers of every format fill this.
   Example: sbom_read(&sbom, TEXT("bom.json"), bytes, arena, err); for (i < sbom.component_count) …

   A document is refused when its inventory cannot be trusted: a wrong type where names, versions, package URLs, references
   or lists of them stand, a missing name, a limit passed. What leaves the rest of the inventory sound is kept and told: the
   oddity of a component, the counts of the document. */
#ifndef SBOM_SBOM_H
#define SBOM_SBOM_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "sbom/sbom_fact.h"

enum sbom_format {
    SBOM_CYCLONEDX_JSON,
    SBOM_CYCLONEDX_XML,
    SBOM_SPDX_JSON,
    SBOM_SPDX_YAML,
    SBOM_SPDX_TAG,
    SBOM_SPDX_XML,
    SBOM_SPDX3_JSON,
    SBOM_NPM_LOCK, /* the first that is no document */
    SBOM_CARGO_LOCK,
    SBOM_COMPOSER_LOCK,
    SBOM_GEMFILE_LOCK,
    SBOM_GO_MOD,
    SBOM_GO_SUM,
    SBOM_GRADLE_LOCK,
    SBOM_LOCK_FILES, /* several of one folder */
    SBOM_MAVEN_POM,
    SBOM_NUGET_LOCK,
    SBOM_PDM_LOCK,
    SBOM_PIPFILE_LOCK,
    SBOM_PNPM_LOCK,
    SBOM_POETRY_LOCK,
    SBOM_REQUIREMENTS_TXT,
    SBOM_UV_LOCK,
    SBOM_YARN_LOCK,
    SBOM_APK,
    SBOM_DPKG,
    SBOM_RPM,
    SBOM_FORMATS
};

#define SBOM_ROOT UINT32_MAX          /* the document's subject, which is no component itself */
#define SBOM_IN_ROOT (UINT32_MAX - 1) /* a parent: listed inside the subject, not beside it */

struct sbom_component {
    struct text ref;  /* bom-ref, SPDXID or path in node_modules; may be empty */
    struct text type; /* CycloneDX's word: "library", "operating-system" …; empty if not said */
    struct text
        name; /* as written, behind the group where the format keeps it apart: "@angular/core" */
    struct text
        version; /* the package URL's with its epoch, "1:2.38-5", else as written; may be empty */
    struct text purl;    /* canonical; as written when it cannot be read; or empty */
    struct text cpe;     /* or empty */
    struct text license; /* SPDX expression, or names joined by " AND "; or empty */
    struct text scope;   /* "required", "optional" or "excluded" (CycloneDX's words); or empty */
    /* What matching uses, from the package URL, its distro, the operating-system component, Trivy's and Syft's properties: */
    struct text
        ecosystem;       /* OSV's name with release, "Debian:12", "npm"; empty when there is none */
    struct text package; /* OSV's package name; empty when ecosystem is */
    struct text source_package; /* the source package it was built from (deb, rpm, apk), or empty */
    struct text source_version; /* its version with epoch, or empty */
    struct text arch;           /* or empty */
    struct text
        module; /* the module stream that an rpm was built in, "nodejs:18", as far as it is said; or empty */
    struct text
        path; /* where it lies, "/usr/lib/python3/dist-packages/requests-2.28.1.egg-info"; or empty */
    /* The package of the operating system that carries this one, and is judged instead of it (sbom_owner.h); or empty: */
    struct text owner_ecosystem, owner_package;
    struct text
        oddity;     /* why it has no ecosystem ("no package URL"), or what is strange; or empty */
    bool is_direct; /* a direct dependency of the subject */
    bool
        is_package; /* false for an operating system, a lock file, a workspace: nothing to match, nothing odd */
    uint32_t parent; /* the component that lists it, SBOM_ROOT for the document, or SBOM_IN_ROOT */
    uint32_t index;  /* its position in the list that it stands in */
    uint32_t fact_at, fact_count; /* what else is said of it, in the SBOM's facts */
};

struct sbom_edge {
    uint32_t from, to; /* from depends on (or contains) to: indexes of components, or SBOM_ROOT */
};

/* What is wrong with the document where its inventory survives. */
struct sbom_oddity {
    struct text place, what; /* "components[3].hashes[0].alg", "\"FOO\" is no …" */
};

struct sbom {
    enum sbom_format format;
    struct text spec_version;        /* "1.6", "SPDX-2.3", "SPDX-3.0.1", "3" */
    struct text name, version, purl; /* the subject, as written; may be empty */
    struct text ref, cpe;            /* of it; may be empty */
    struct text serial;              /* serialNumber or documentNamespace; may be empty */
    struct text tool;                /* "trivy 0.63.0": who made it; may be empty */
    int64_t created_us;              /* 0 when not said */
    struct text os_name,
        os_version; /* of an operating-system component, else as a distro qualifier says; may be empty */
    struct sbom_component *components;
    size_t component_count;
    struct sbom_edge *edges;
    size_t edge_count;
    struct sbom_fact *facts; /* by component; of the subject and the document last */
    size_t fact_count;
    size_t skipped_count; /* entries that are no packages (files, services, links) */
    size_t odd_count;     /* components with an oddity */
    size_t
        duplicate_ref_count; /* references given to more than one component: edges lead to the first */
    size_t dangling_ref_count; /* dependencies on or of what the document does not list */
    size_t
        ignored_count; /* members that are not as the standard wants them, but that the inventory does not rest on */
    struct sbom_oddity *oddities; /* where the last three are: the first of them */
    size_t oddity_count;          /* up to LIMIT_SBOM_ODDITIES */
};

/* Reads an SBOM or lock file of any known format, plain, gzip or zstd, told by its content. name is the file's name for
   messages. Everything lives in arena. Fails with ERR_SYNTAX, ERR_LIMIT or ERR_UNSUPPORTED, the place first:
   "bom.json: components[12].name: must be a string, not a number". Takes a copy of bytes. */
MUST_USE bool sbom_read(struct sbom *ret_sbom, struct text name, struct text bytes,
    struct arena *arena, struct err *err);

/* The same from a file descriptor (a file, memfd or pipe) read to its end, up to LIMIT_SBOM_BYTES: with one copy less. */
MUST_USE bool sbom_read_fd(
    struct sbom *ret_sbom, struct text name, int fd, struct arena *arena, struct err *err);
/* The same from a path; "-" is standard input, a folder the root of a machine or an image (root.h). Also fails with ERR_NOT_FOUND and ERR_SYSTEM. */
MUST_USE bool sbom_read_file(
    struct sbom *ret_sbom, const char *path, struct arena *arena, struct err *err);

/* Adds where a component stands in its document: "components[12].components[0]". */
void sbom_print_place(const struct sbom *sbom, uint32_t component, struct buf *out);

const char *sbom_format_name(enum sbom_format format); /* "CycloneDX JSON" */
bool sbom_format_is_document(
    enum sbom_format format); /* an SBOM, not what a package manager keeps */
/* The list that components stand in, "components" or "packages"; NULL when each goes by its reference. */
const char *sbom_format_list(enum sbom_format format);

#endif
