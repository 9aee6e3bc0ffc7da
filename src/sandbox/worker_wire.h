/* SPDX-License-Identifier: Apache-2.0 */
/* The words that server and worker exchange. A request is "kind NUL name"; a reply is the number of
   an error code, then its text.
   Example: worker_wire_print_request(&message, "sbom", TEXT("bom.json")); */
#ifndef SANDBOX_WORKER_WIRE_H
#define SANDBOX_WORKER_WIRE_H

#include "base/buf.h"
#include "base/err.h"

void worker_wire_print_request(struct buf *out, const char *kind, struct text name);
MUST_USE bool worker_wire_read_request(
    struct text message, struct text *ret_kind, struct text *ret_name);

/* err NULL: it went well. */
void worker_wire_print_reply(struct buf *out, const struct err *err);
/* Returns whether the job went well, else fills err with the job's error. ret_is_odd gets whether
   the message is none that an honest worker sends. */
MUST_USE bool worker_wire_read_reply(struct text message, bool *ret_is_odd, struct err *err);

#endif
