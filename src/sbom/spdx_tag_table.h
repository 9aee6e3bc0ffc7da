/* SPDX-License-Identifier: Apache-2.0 */
/* The tags of SPDX 2's tag-value form, and the members of its JSON that say the same: what reads and what writes it go by one
   table. Example: spdx_tag_rows[i].tag is "PackageVersion", its member "versionInfo", a line of SPDX_TAG_PACKAGE */
#ifndef SBOM_SPDX_TAG_TABLE_H
#define SBOM_SPDX_TAG_TABLE_H

#include "base/text.h"

/* Lines that belong together become one object each. SPDX_TAG_HERE is whichever of document, package and file was begun last. */
enum spdx_tag_section {
    SPDX_TAG_DOCUMENT,
    SPDX_TAG_CREATION,
    SPDX_TAG_PACKAGE,
    SPDX_TAG_FILE,
    SPDX_TAG_SNIPPET,
    SPDX_TAG_LICENSE,
    SPDX_TAG_RELATION,
    SPDX_TAG_ANNOTATION,
    SPDX_TAG_SECTIONS,
    SPDX_TAG_HERE = SPDX_TAG_SECTIONS
};

/* How a value becomes a member: as it is, as one of a list, or in parts. */
enum spdx_tag_form {
    SPDX_TAG_ONE,
    SPDX_TAG_LIST,
    SPDX_TAG_CHECKSUM,
    SPDX_TAG_REFERENCE,
    SPDX_TAG_RELATIONSHIP
};

struct spdx_tag_row {
    struct text tag;
    enum spdx_tag_section section;
    enum spdx_tag_form form;
    bool begins; /* a new object of its section */
    const char *member;
};

/* In the order in which the lines of one object are written. */
extern const struct spdx_tag_row spdx_tag_rows[];
extern const size_t spdx_tag_row_count;

/* Returns whether a row may stand in an object of a section. */
bool spdx_tag_is_of(const struct spdx_tag_row *row, enum spdx_tag_section section);

#endif
