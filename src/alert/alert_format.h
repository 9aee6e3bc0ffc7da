/* SPDX-License-Identifier: Apache-2.0 */
/* A page in the form of each kind of channel. All are pure: a page in, bytes out. What somebody else wrote names nobody, calls no
   room, makes no link and breaks no markup; a body is never larger than the channel takes.
   Example: buf_init(&out, SIZE_MAX); alert_format_slack(&page, arena, &out) */
#ifndef ALERT_ALERT_FORMAT_H
#define ALERT_ALERT_FORMAT_H

#include "alert/alert_page.h"

/* Slack, incoming webhook with Block Kit (docs.slack.dev, "Sending messages using incoming webhooks", "Blocks"). */
void alert_format_slack(const struct alert_page *page, struct arena *arena, struct buf *out);

/* Microsoft Teams, a Workflow "when a Teams webhook request is received": a message with an Adaptive Card 1.4. Microsoft says 28 KB
   at most, others have seen 413 from 21 KB on; rows are left out until it has fewer than ALERT_FORMAT_TEAMS_BYTES. */
enum { ALERT_FORMAT_TEAMS_BYTES = 20000 };
void alert_format_teams(const struct alert_page *page, struct arena *arena, struct buf *out);

/* Mattermost, incoming webhook with markdown (developers.mattermost.com, "Incoming webhooks"). */
void alert_format_mattermost(const struct alert_page *page, struct arena *arena, struct buf *out);

/* A webhook for programs: JSON as docs/alerts.md has it, and its signature by Standard Webhooks 1.0.0 (standardwebhooks.com):
   HMAC-SHA-256 over "ID.TIMESTAMP.BODY", Base64, behind "v1,". secret is the key's bytes. */
void alert_format_webhook(const struct alert_page *page, struct arena *arena, struct buf *out);
struct text alert_format_webhook_sign(
    struct text secret, struct text id, int64_t timestamp, struct text body, struct arena *arena);

/* Mail: the subject is one line, html a whole document. */
struct alert_format_mail {
    struct text subject, text, html;
};
void alert_format_mail(
    const struct alert_page *page, struct arena *arena, struct alert_format_mail *ret_mail);

#endif
