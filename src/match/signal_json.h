/* SPDX-License-Identifier: Apache-2.0 */
/* Signals as JSON. Example: signal_json_print(&signals, &sbom, out) adds "counts" and "signals" to an open object. */
#ifndef MATCH_SIGNAL_JSON_H
#define MATCH_SIGNAL_JSON_H

#include "codec/json.h"
#include "match/signal.h"

void signal_json_print(const struct signals *signals, const struct sbom *sbom, struct buf *out);

#endif
