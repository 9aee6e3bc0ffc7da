/* SPDX-License-Identifier: Apache-2.0 */
/* The chunks of a PNG file (W3C PNG, third edition, section 5): text that programs put into a picture, and nothing of the picture itself.
   Example: png_find_text(file, "openbadgecredential", &text, err) */
#ifndef CODEC_PNG_H
#define CODEC_PNG_H

#include "base/buf.h"
#include "base/err.h"

/* Whether bytes begin as a PNG file does. */
bool png_is_likely(struct text bytes);

/* Adds the file to out with one chunk more, an uncompressed iTXt of that keyword, in front of its end; one that is there already is left
   out. ERR_SYNTAX when it is no PNG file, cut off, or a checksum is wrong. */
MUST_USE bool png_add_text(
    struct buf *out, struct text file, const char *keyword, struct text text, struct err *err);

/* Finds the text of the iTXt chunk of that keyword; it borrows from file. ERR_NOT_FOUND when there is none; ERR_CONFLICT when there are two;
   ERR_UNSUPPORTED when it is compressed, which the standard of badges forbids, so that nothing is ever unpacked here; else as above. */
MUST_USE bool png_find_text(
    struct text file, const char *keyword, struct text *ret_text, struct err *err);

#endif
