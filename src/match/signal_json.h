/* SPDX-License-Identifier: Apache-2.0 */
/* Signals as JSON. Example: signal_json_print(&signals, &sbom, arena, out) adds "counts" and "signals" to an open object. */
#ifndef MATCH_SIGNAL_JSON_H
#define MATCH_SIGNAL_JSON_H

#include "codec/json.h"
#include "match/signal.h"

void signal_json_print(
    const struct signals *signals, const struct sbom *sbom, struct arena *arena, struct buf *out);

/* The member "counts", and the members of one signal, for an object that is open. */
void signal_json_counts(const size_t by_kind[SIGNAL_KINDS], struct buf *out);
void signal_json_members(
    const struct signal *signal, const struct sbom *sbom, struct arena *arena, struct buf *out);

#endif
