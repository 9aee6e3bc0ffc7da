/* SPDX-License-Identifier: Apache-2.0 */
/* Badges as the API tells of them. Example: badge_json_print(&out, &badge, &(struct badge_json_view){.url = url}) */
#ifndef BADGE_BADGE_JSON_H
#define BADGE_BADGE_JSON_H

#include "badge/badge.h"

struct badge_json_view {
    struct text url;     /* where the server is found */
    bool is_recipient;   /* who looks is whom it praises: they are shown the address of its page */
    bool is_for_anybody; /* the public page: nothing of the inside but what the badge says */
};

void badge_json_print(
    struct buf *out, const struct badge *badge, const struct badge_json_view *view);

/* Adds the member "recipient". */
void badge_json_print_recipient(struct buf *out, const struct badge *badge);

#endif
