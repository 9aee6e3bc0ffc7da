/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 (RFC 4648, section 4) and base64url (section 5). Example: base64_read(&out, TEXT("a2VuemVu")) adds "kenzen" to out. */
#ifndef CODEC_BASE64_H
#define CODEC_BASE64_H

#include "base/buf.h"

/* Adds the bytes that t stands for to out. Returns false when t is not Base64 with its padding. */
MUST_USE bool base64_read(struct buf *out, struct text t);

/* Adds bytes as Base64 with its padding. */
void base64_print(struct buf *out, struct text bytes);

/* The same for base64url without padding, as JOSE has it (RFC 7515, section 2). */
MUST_USE bool base64_read_url(struct buf *out, struct text t);
/* Adds bytes as base64url without padding. */
void base64_print_url(struct buf *out, struct text bytes);

#endif
