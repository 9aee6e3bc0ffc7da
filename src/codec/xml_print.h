/* SPDX-License-Identifier: Apache-2.0 */
/* XML written into a buf, each element on a line of its own.
   Example: xml_print_init(&p, &out); xml_print_begin(&p, "a"); xml_print_attribute(&p, "b", t); xml_print_text(&p, t); xml_print_end(&p, "a") */
#ifndef CODEC_XML_PRINT_H
#define CODEC_XML_PRINT_H

#include "base/buf.h"

struct xml_print {
    struct buf *out;
    size_t depth;
    bool is_in_tag;       /* the last tag still takes attributes */
    bool is_behind_child; /* an element was the last that was written */
    size_t changed_count; /* characters that XML 1.0 (2.2) has no way to write, as U+FFFD */
};

/* Adds the declaration. */
void xml_print_init(struct xml_print *print, struct buf *out);

/* Names are written as they are. */
void xml_print_begin(struct xml_print *print, const char *name);
/* Attributes come before anything else inside. */
void xml_print_attribute(struct xml_print *print, const char *name, struct text value);
void xml_print_text(struct xml_print *print, struct text text);
void xml_print_end(struct xml_print *print, const char *name);

#endif
