/* SPDX-License-Identifier: Apache-2.0 */
/* Generated SBOMs for perf_read, of any size. Example: read_document_make(&out, TEXT("xml:4000")) */
#ifndef TESTS_PERF_READ_DOCUMENT_H
#define TESTS_PERF_READ_DOCUMENT_H

#include "base/buf.h"

/* Adds the document that a name KIND:COUNT stands for; returns false when it stands for none. "bare" is CycloneDX with a
   reference, a name, a version and a package URL each, "xml" the same as XML. */
bool read_document_make(struct buf *out, struct text name);

#endif
