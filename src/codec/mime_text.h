/* SPDX-License-Identifier: Apache-2.0 */
/* The body of a part of mail, in short lines of ASCII: quoted-printable, or Base64 where that is shorter (RFC 2045, 6).
   Example: mime_text_print(&out, TEXT("100 % = alles\n")) adds the header of the encoding, an empty line, and "100 % =3D alles" */
#ifndef CODEC_MIME_TEXT_H
#define CODEC_MIME_TEXT_H

#include "base/buf.h"

/* Adds Content-Transfer-Encoding, an empty line, and t in lines that end with CRLF, whatever ends its own. What is no UTF-8, and
   controls but tabs, become a question mark. */
void mime_text_print(struct buf *out, struct text t);

#endif
