/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a form with files, multipart/form-data (RFC 7578, RFC 2046 section 5.1), over the bytes of its whole body: nothing
   is copied. Example: multipart_init(&m, type, body, err); while (multipart_next(&m, &part, err)) … part.name, part.body … */
#ifndef CODEC_MULTIPART_H
#define CODEC_MULTIPART_H

#include "base/err.h"
#include "base/text.h"

enum { MULTIPART_BOUNDARY_MAX = 70 };

struct multipart {
    struct text rest;                           /* behind the last delimiter read */
    char delimiter[MULTIPART_BOUNDARY_MAX + 5]; /* CR LF "--" boundary */
    size_t delimiter_len;
    size_t part_count;
    bool is_ended; /* the closing delimiter was read */
};

/* A part; its texts lie in the body. */
struct multipart_part {
    struct text name, file_name; /* as they stand between quotes; file_name may be empty */
    struct text body;
};

/* content_type is the request's header. Fails with ERR_UNSUPPORTED when it is another type, ERR_SYNTAX when it names no boundary or
   the body has no part. */
MUST_USE bool multipart_init(
    struct multipart *ret_multipart, struct text content_type, struct text body, struct err *err);

/* Reads the next part. Returns false at the end with err untouched, and false with ERR_SYNTAX (a part that does not end, no
   name), ERR_UNSUPPORTED (an encoding of its own, which RFC 7578 has deprecated) or ERR_LIMIT, the part's number first. */
bool multipart_next(struct multipart *multipart, struct multipart_part *ret_part, struct err *err);

#endif
