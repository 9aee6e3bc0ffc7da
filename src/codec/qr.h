/* SPDX-License-Identifier: Apache-2.0 */
/* QR codes (ISO/IEC 18004), drawn as SVG: for what is to be read by a telephone.
   Example: qr_print_svg(&out, TEXT("otpauth://totp/…"), err) */
#ifndef CODEC_QR_H
#define CODEC_QR_H

#include "base/buf.h"
#include "base/err.h"

/* Adds an <svg> that shows text, black on white with its quiet zone of four modules, one path whatever its size. Fails with
   ERR_LIMIT when it is too long (2,331 bytes at the level of correction used). */
MUST_USE bool qr_print_svg(struct buf *out, struct text text, struct err *err);

#endif
