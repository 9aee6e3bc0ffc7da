/* SPDX-License-Identifier: Apache-2.0 */
/* The elements of an SPDX 3 document by their ids, wherever they stand: in @graph in any order, or inside each other.
   Example: spdx3_graph_init(&graph, root, arena, err); e = spdx3_graph_find(&graph, json_get(package, "suppliedBy"))

   This is JSON, not linked data: names and types are those of SPDX's context (spdx-context.jsonld), and ids are compared as
   they are written. */
#ifndef SBOM_SPDX3_GRAPH_H
#define SBOM_SPDX3_GRAPH_H

#include "base/arena.h"
#include "base/map.h"
#include "codec/json_place.h"

enum spdx3_kind {
    SPDX3_OTHER,
    SPDX3_PACKAGE,
    SPDX3_REPEATED, /* a package with an id that was there before: the same one again */
    SPDX3_FILE,     /* or a snippet */
    SPDX3_DOCUMENT,
    SPDX3_COLLECTION, /* an SBOM, BOM or bundle */
    SPDX3_RELATION,
    SPDX3_ANNOTATION,
    SPDX3_LICENSE,
};

struct spdx3_element {
    yyjson_val *value;
    struct text id, type; /* "software_Package"; id may be empty */
    struct text license;  /* of a licence: its expression, once it was asked for */
    uint32_t top;         /* where in @graph it stands, or what it stands in */
    enum spdx3_kind kind;
    bool is_told; /* license is known */
};

struct spdx3_graph {
    struct spdx3_element *elements; /* in the document's order */
    size_t count;
    struct map by_id; /* all but relations, which nothing refers to */
    bool is_list;     /* false when the document is one element */
};

/* Finds the elements; they live in arena. Fails with ERR_SYNTAX at "@graph[3]: …" where it holds no objects, and with
   ERR_UNSUPPORTED for SPDX's types written as full IRIs. */
MUST_USE bool spdx3_graph_init(
    struct spdx3_graph *graph, yyjson_val *root, struct arena *arena, struct err *err);
void spdx3_graph_done(struct spdx3_graph *graph);

/* Returns what a string or object refers to: its id, or an empty text. */
struct text spdx3_graph_id(yyjson_val *reference);
/* Returns the element that it refers to, which may be the object itself; NULL when it is not there. */
struct spdx3_element *spdx3_graph_find(struct spdx3_graph *graph, yyjson_val *reference);

/* Returns whether id is one of the model's own individuals, which stand for nothing: "NoneElement", "NoAssertionLicense". */
bool spdx3_graph_is_nothing(struct text id);

#endif
