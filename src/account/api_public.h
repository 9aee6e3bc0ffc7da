/* SPDX-License-Identifier: Apache-2.0 */
/* Replies that everybody may have, from pages of other servers too, and that may be kept on the way.
   Example: api_public_open(call); … api_public_cache(call, "public, max-age=60") */
#ifndef ACCOUNT_API_PUBLIC_H
#define ACCOUNT_API_PUBLIC_H

#include "account/api.h"

/* Pages of other servers may read the reply, an error as well; nothing of the reader's goes along, since no cookie is let through. Call
   it first. */
void api_public_open(struct api_call *call);
/* What may keep the reply, and for how long: "public, max-age=60". */
void api_public_cache(struct api_call *call, const char *how);

#endif
