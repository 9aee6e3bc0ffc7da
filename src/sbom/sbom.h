/* SPDX-License-Identifier: Apache-2.0 */
/* What an SBOM says: its components, flat, and how they depend on each other. Readers of every format fill this.
   Example: sbom_read(&sbom, TEXT("bom.json"), bytes, arena, err); for (i < sbom.component_count) … */
#ifndef SBOM_SBOM_H
#define SBOM_SBOM_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/purl.h"

enum sbom_format { SBOM_CYCLONEDX_JSON, SBOM_SPDX_JSON, SBOM_NPM_LOCK };

struct sbom_component {
    struct text ref; /* bom-ref or SPDXID; unique in the document, may be empty */
    struct text
        type; /* CycloneDX component type: "library", "operating-system", "application" …; empty if not said */
    struct text
        name; /* as written, with group or namespace where the format keeps it apart ("@angular/core") */
    struct text version; /* as written; may be empty */
    struct text purl;    /* canonical purl, or empty */
    struct text cpe;     /* or empty */
    /* What matching uses, resolved from purl, distro qualifiers, the operating-system component and Trivy/Syft properties: */
    struct text ecosystem; /* OSV's name with release, "Debian:12", "npm"; empty when unknown */
    struct text package;   /* OSV's package name; empty when unknown */
    struct text source_package; /* the source package it was built from (deb, rpm, apk), or empty */
    struct text source_version; /* its version, or empty */
    struct text arch;           /* or empty */
    struct text license; /* SPDX expression or names joined by " AND ", as written; or empty */
    struct text scope;   /* CycloneDX scope, or empty */
    bool is_direct;      /* a direct dependency of the root */
    struct text oddity;  /* why it cannot be matched ("purl: …", "no purl"), or empty */
    char place[48];      /* "components[12]", for messages */
};

struct sbom_edge {
    uint32_t from, to; /* indexes of components; SBOM_ROOT for the document's subject */
};
#define SBOM_ROOT UINT32_MAX

struct sbom {
    enum sbom_format format;
    struct text spec_version;        /* "1.6", "SPDX-2.3", "3" */
    struct text name, version;       /* the subject; may be empty */
    struct text serial;              /* serialNumber or documentNamespace; may be empty */
    struct text tool;                /* "trivy 0.63.0": who made it; may be empty */
    int64_t created_us;              /* 0 when not said */
    struct text os_name, os_version; /* of an operating-system component; may be empty */
    struct sbom_component *components;
    size_t component_count;
    struct sbom_edge *edges;
    size_t edge_count;
    size_t skipped_count; /* entries that are no packages (SPDX files, CycloneDX services …) */
};

/* Reads an SBOM or lock file of any known format, plain, gzip or zstd, told by its content. name is the file's name for
   messages. Everything lives in arena. Fails with ERR_SYNTAX, ERR_LIMIT or ERR_UNSUPPORTED, the place first:
   "bom.json: components[12].purl: not a package URL". */
MUST_USE bool sbom_read(struct sbom *ret_sbom, struct text name, struct text bytes,
    struct arena *arena, struct err *err);

const char *sbom_format_name(enum sbom_format format); /* "CycloneDX JSON" */

#endif
