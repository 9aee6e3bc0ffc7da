/* SPDX-License-Identifier: Apache-2.0 */
/* Which source package a binary package was built from, as the producers of SBOMs tell it: advisories of distributions
   are about sources. And what else they say of it: its module, its place. Example: sbom_source_read_properties(&source, properties); sbom_source_apply(&source, component, arena) */
#ifndef SBOM_SBOM_SOURCE_H
#define SBOM_SBOM_SOURCE_H

#include "codec/json.h"
#include "sbom/sbom.h"

/* Properties by the taxonomy of the BSI, "bsi:component:filename" …; the first is the name of its file. */
enum { SBOM_SOURCE_FILE_NAME, SBOM_SOURCE_BSI = 4 };
struct text sbom_source_bsi_name(size_t index);

struct sbom_source {
    struct text name, epoch, version, release; /* the version without the two others, or whole */
    struct text module;                        /* "nodejs:18" */
    struct text path;                          /* where the package lies */
    bool is_action; /* Syft says of a pkg:github that it is a GitHub action */
    bool is_group;  /* Trivy gives it a class: an operating system or lock file */
    struct text bsi
        [SBOM_SOURCE_BSI]; /* what BSI TR-03183-2 asks for and no format has a member for; or empty */
};

/* Reads CycloneDX properties of Trivy (aquasecurity:trivy:SrcName …) and Syft (syft:metadata:source …). What is none of
   them, or not of their form, is passed over. Returns the index of the first entry without a name, or SIZE_MAX. */
size_t sbom_source_read_properties(struct sbom_source *source, yyjson_val *properties);

/* The same of one; and whether it is one that is read here. */
void sbom_source_read_property(struct sbom_source *source, struct text name, struct text value);
bool sbom_source_is_property(struct text name);

/* Reads the sourceInfo of Trivy's SPDX, "built package from: curl 7.88.1-10+deb12u5", and of Syft's, "acquired package info
   from installed python package manifest file: /usr/lib/…, /usr/lib/…". */
void sbom_source_read_info(struct sbom_source *source, struct text info);

/* Reads the upstream qualifier of a package URL: "curl", "curl@7.88.1-10", or the file name of a source rpm,
   "curl-7.76.1-26.el9.src.rpm". */
void sbom_source_read_upstream(struct sbom_source *source, struct text upstream);

/* Reads a note on an SPDX package by Trivy: "Modularitylabel: nodejs:18:8100020250506132245:489197e6". */
void sbom_source_read_annotation(struct sbom_source *source, struct text comment);

/* Returns the module and stream of a label "nodejs:18:8100020250506132245:489197e6" (name, stream, version, context), or an
   empty text when it names no stream. */
struct text sbom_source_module(struct text label);

/* Gives the component its place, its module, the source package and its version, "1:2.3-4", as far as they are known. */
void sbom_source_apply(
    const struct sbom_source *source, struct sbom_component *component, struct arena *arena);

/* Debian and Ubuntu sign kernels and boot loaders in a source package of their own (linux-signed-amd64), which no advisory
   names: puts what was signed in its place, and leaves all others alone. */
void sbom_source_unsign(struct sbom_component *component, struct arena *arena);

#endif
