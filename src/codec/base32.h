/* SPDX-License-Identifier: Apache-2.0 */
/* Base32 (RFC 4648, section 6), as authenticators and people type it: without padding, small letters and spaces are taken.
   Example: base32_print(&out, TEXT("hello")) adds "NBSWY3DP" */
#ifndef CODEC_BASE32_H
#define CODEC_BASE32_H

#include "base/buf.h"

/* Adds bytes to out as capitals and digits, without "=". */
void base32_print(struct buf *out, struct text bytes);

/* Adds the bytes that t stands for to out. Letters of either case; spaces, hyphens and "=" at the end do not count. Returns
   false when anything else is in it, or bits are left over. */
MUST_USE bool base32_read(struct buf *out, struct text t);

#endif
