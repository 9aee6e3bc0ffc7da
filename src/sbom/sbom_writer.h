/* SPDX-License-Identifier: Apache-2.0 */
/* What the writers of all formats share: references that are unique, names taken apart, ids made of the content.
   Example: sbom_writer_init(&w, sbom, order, out, &arena, err); … w.refs[i] … sbom_writer_lose(&w, fact) */
#ifndef SBOM_SBOM_WRITER_H
#define SBOM_SBOM_WRITER_H

#include "base/arena.h"
#include "codec/json.h"
#include "sbom/sbom_write.h"

struct sbom_writer {
    const struct sbom *sbom;
    const struct sbom_write_order *order;
    struct buf *out;
    struct arena *arena;
    struct sbom_write_lost *lost;
    struct text *refs;    /* by component: unique, never empty */
    struct text root_ref; /* of the subject */
    /* Lists of components by their parent: those of the document, then those in the subject, then those in each component. */
    uint32_t *first, *next;
    /* Lists of edges by where they come from: the subject, then each component. */
    uint32_t *first_edge, *next_edge;
};

#define SBOM_WRITER_NONE UINT32_MAX
/* Where the lists of the document and the subject stand in first; that of component i stands at i + 2. In first_edge that of
   the subject stands at 0, that of component i at i + 1. */
enum { SBOM_WRITER_DOCUMENT, SBOM_WRITER_SUBJECT, SBOM_WRITER_LISTS };

MUST_USE bool sbom_writer_init(struct sbom_writer *writer, struct err *err);

/* The subject or a component, as a name with the group apart, when its package URL says where the group ends. */
struct sbom_writer_name {
    struct text group, name;
};
struct sbom_writer_name sbom_writer_name(struct text name, struct text purl, struct arena *arena);

/* Returns the subject as a component, an application, with a name even where it has none. */
struct sbom_component sbom_writer_subject(const struct sbom *sbom);

/* Returns a URN of a UUID (version 8, RFC 9562, section 5.8) made of what the SBOM has. */
struct text sbom_writer_urn(const struct sbom_writer *writer);

/* Returns whether text can stand as an IRI that is not relative, by its letters alone. */
bool sbom_writer_is_iri(struct text text);

/* Returns the tools that made the document, kenzen among them, joined by ", "; and cuts the first off such a list. */
struct text sbom_writer_tools(const struct sbom_writer *writer);
struct sbom_writer_tool {
    struct text name, version;
};
struct sbom_writer_tool sbom_writer_cut_tool(struct text *rest);

/* Returns the time of making as RFC 3339. */
struct text sbom_writer_time(const struct sbom_writer *writer);

/* Begins a member that is a list, at its first entry; and ends it, if there was one. */
void sbom_writer_open_list(struct buf *out, const char *member, bool *has_list);
void sbom_writer_close_list(struct buf *out, bool has_list);

/* Notes that a fact has no place in the format. */
void sbom_writer_lose(struct sbom_writer *writer, const struct sbom_fact *fact);

/* Returns whether text can stand as an SPDX licence expression, by its letters alone. */
bool sbom_writer_is_expression(struct text text);

/* -- one for each standard -- */

MUST_USE bool sbom_write_cyclonedx_json(struct sbom_writer *writer, struct err *err);
MUST_USE bool sbom_write_spdx_json(struct sbom_writer *writer, struct err *err);
MUST_USE bool sbom_write_spdx3_json(struct sbom_writer *writer, struct err *err);

/* -- one for each other form of it: adds what the JSON says, and counts what that form cannot hold -- */

void sbom_write_cyclonedx_xml(struct buf *out, yyjson_val *root, struct sbom_write_lost *lost);
void sbom_write_spdx_tag(struct buf *out, yyjson_val *root, struct sbom_write_lost *lost);
void sbom_write_spdx_xml(struct buf *out, yyjson_val *root, struct sbom_write_lost *lost);
void sbom_write_spdx_yaml(struct buf *out, yyjson_val *root, struct sbom_write_lost *lost);

#endif
