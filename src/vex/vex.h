/* SPDX-License-Identifier: Apache-2.0 */
/* What a VEX document says: of which vulnerability, in which products, with which status, and why. Readers of every format
   fill this. Example: vex_read_file(&vex, "app.openvex.json", arena, err); for (i < vex.statement_count) …

   A document is refused when what it says cannot be trusted: a wrong type where ids, statuses or products stand, a word that
   is no status, a limit passed. What leaves the rest sound is kept and told as an oddity. */
#ifndef VEX_VEX_H
#define VEX_VEX_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "vex/vex_word.h"

enum vex_format { VEX_OPENVEX, VEX_CSAF, VEX_CYCLONEDX, VEX_FORMATS };

/* No component: the statement is of the product itself. */
#define VEX_NONE UINT32_MAX

struct vex_hash {
    struct text algorithm, value; /* "sha256": small letters without hyphens; hexadecimal digits */
};

/* How a product, or a component inside one, is told. What is not said is empty. */
struct vex_product {
    struct text id; /* what the document calls it: @id, product_id, ref */
    struct text name, version;
    struct text range;     /* of versions, where there is not one: "vers:npm/>=1|<2", "< 2.0" */
    struct text purl, cpe; /* as written */
    struct text serial;    /* of the BOM that lists it (BOM-Link): "urn:uuid:…" */
    struct text ref;       /* its bom-ref there; empty: the BOM's subject */
    struct vex_hash *hashes;
    size_t hash_count;
};

/* Indexes into the document's products. component may be VEX_NONE. */
struct vex_target {
    uint32_t product, component;
};

struct vex_statement {
    struct text vulnerability; /* the CVE where there is one */
    struct text *aliases;
    size_t alias_count;
    enum vex_status status;
    enum vex_justification justification;
    struct text impact; /* why it is not affected, in words */
    struct text action; /* what to do about it */
    int64_t said_us;    /* 0 when neither it nor the document says */
    struct vex_target *targets;
    size_t target_count;
    struct text place; /* "statements[3]" */
};

struct vex {
    enum vex_format format;
    struct text spec_version;   /* may be empty */
    struct text id, version;    /* of the document; may be empty */
    struct text author;         /* may be empty */
    int64_t issued_us, said_us; /* first, and as it is now; 0 when not said */
    struct vex_product *products;
    size_t product_count;
    struct vex_statement *statements;
    size_t statement_count;
    struct text *oddities; /* the place first; the first LIMIT_VEX_ODDITIES */
    size_t oddity_count;
    uint64_t odd_count; /* all */
};

/* Reads a document of any format, plain, gzip or zstd, told by its content. name is for messages. Everything lives in arena.
   Fails with ERR_SYNTAX, ERR_LIMIT or ERR_UNSUPPORTED, the place first: "vex.json: statements[3].status: …". */
MUST_USE bool vex_read(
    struct vex *ret_vex, struct text name, struct text bytes, struct arena *arena, struct err *err);
/* The same from a path; "-" is standard input. */
MUST_USE bool vex_read_file(
    struct vex *ret_vex, const char *path, struct arena *arena, struct err *err);

const char *vex_format_name(enum vex_format format); /* "OpenVEX" */
const char *vex_format_word(enum vex_format format); /* "openvex" */
MUST_USE bool vex_format_find(struct text word, enum vex_format *ret_format);

/* Returns whether a statement speaks of a vulnerability that goes by id and aliases. Where both have CVEs, a CVE must be the
   same: an advisory that mends several lends its id to all of them. */
bool vex_names(const struct vex_statement *statement, struct text id, const struct text *aliases,
    size_t alias_count);

/* What kenzen calls a product that has neither a package URL nor an IRI: "urn:kenzen:product:NAME@VERSION". */
struct text vex_product_iri(struct text name, struct text version, struct arena *arena);

/* Returns whether newer is a later edition of the same document, so that older does not count any more. */
bool vex_replaces(const struct vex *newer, const struct vex *older);

#endif
