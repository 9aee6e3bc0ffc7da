/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of the anchors of the journal. Example: GET /api/v1/public/log/anchors */
#ifndef MINT_ANCHOR_API_H
#define MINT_ANCHOR_API_H

#include "account/api.h"

struct anchor;
extern const struct api_route anchor_api_routes[];

/* Adds an object with what everybody can see on the chain; and the rest, where is_whole. */
void anchor_api_print(struct buf *out, const struct anchor *anchor, bool is_whole);

#endif
