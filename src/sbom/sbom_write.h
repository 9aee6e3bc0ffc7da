/* SPDX-License-Identifier: Apache-2.0 */
/* An SBOM written in any format that kenzen reads: for conversion, and for inventories that were none before.
   Example: sbom_write(&sbom, &(struct sbom_write_order){.format = SBOM_SPDX_JSON, .now_us = now}, &out, &lost, err) */
#ifndef SBOM_SBOM_WRITE_H
#define SBOM_SBOM_WRITE_H

#include "base/buf.h"
#include "sbom/sbom.h"

struct sbom_write_order {
    enum sbom_format format;
    int64_t now_us;  /* the time of making, when the SBOM does not say its own */
    bool is_compact; /* JSON on one line */
};

/* What the format has no word for, and so was left out. */
struct sbom_write_lost {
    size_t facts[SBOM_FACT_KINDS]; /* by kind */
    size_t nested_count;  /* components that stood inside others, and are beside them now */
    size_t changed_count; /* characters and marks that the form cannot hold, and has others for */
};

/* Adds the document to out, which must be empty; the same SBOM gives the same bytes. Fails with ERR_USAGE for a format that
   is only read, and with ERR_LIMIT when out is full. */
MUST_USE bool sbom_write(const struct sbom *sbom, const struct sbom_write_order *order,
    struct buf *out, struct sbom_write_lost *ret_lost, struct err *err);

/* Reads the name of a format as people type it: "cyclonedx-json", "cyclonedx", "spdx-tag" … Fails with ERR_USAGE, and the
   names that there are. */
MUST_USE bool sbom_write_read_format(
    struct text name, enum sbom_format *ret_format, struct err *err);

/* The media type of a format, and how names of its files end: "application/vnd.cyclonedx+json", ".cdx.json". */
const char *sbom_write_media_type(enum sbom_format format);
const char *sbom_write_file_end(enum sbom_format format);

/* Tells what was lost in a sentence, "3 comments, 12 pedigrees"; adds nothing when nothing was. */
void sbom_write_print_lost(const struct sbom_write_lost *lost, struct buf *out);

#endif
