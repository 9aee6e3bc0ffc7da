/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of campaigns and of claiming. Example: POST /api/v1/badge-campaigns {"expires_at": "2027-01-01T00:00:00Z"} */
#ifndef MINT_CAMPAIGN_API_H
#define MINT_CAMPAIGN_API_H

#include "account/api.h"
#include "mint/campaign.h"

extern const struct api_route campaign_api_routes[];
/* Prints one, as the API answers. */
void campaign_api_print(struct buf *out, const struct campaign *campaign);
/* Prints what a holder sends; and what they sign for the server to send and pay for it, unless relay_deadline_us is 0: nothing is paid for
   there. */
void campaign_api_print_claim(
    struct buf *out, const struct claim *claim, int64_t relay_deadline_us, struct arena *arena);

#endif
