/* SPDX-License-Identifier: Apache-2.0 */
/* Notices by mail, to those who want them so: some at once, which is after a few minutes, so that several become one and what is read
   in the inbox meanwhile is not mailed; the rest once a day. Example: notice_mail_round(db, NOTICE_MAIL_WAIT_US, now_us, err) */
#ifndef TICKET_NOTICE_MAIL_H
#define TICKET_NOTICE_MAIL_H

#include "job/outbox_run.h"
#include "ticket/notice.h"

/* In the outbox: target_id is 0, lane the account. */
#define NOTICE_MAIL_CHANNEL "notice"

/* How long "at once" waits for more to happen, and at most while it goes on happening. */
#define NOTICE_MAIL_WAIT_US (180 * CLOCK_SECOND_US)
#define NOTICE_MAIL_WAITS 5
/* Notices of one mail; more are counted. */
enum { NOTICE_MAIL_MAX = 50 };

/* Puts into the outbox what is due. Two servers may do so at once. */
MUST_USE bool notice_mail_round(struct db *db, int64_t wait_us, int64_t now_us, struct err *err);

/* Sends one message: what was not read meanwhile. */
MUST_USE bool notice_mail_send(
    struct outbox_call *call, struct outbox_result *ret_result, struct err *err);

/* -- rows -- */

/* Whose notices are due, at most limit: at once, or (is_digest) their digest. */
MUST_USE bool notice_mail_due(struct db *db, bool is_digest, int64_t wait_us, int64_t now_us,
    size_t limit, struct arena *arena, int64_t **ret_accounts, size_t *ret_count, struct err *err);
/* The newest of what one is to be mailed, up to NOTICE_MAIL_MAX, and how many there are. */
MUST_USE bool notice_mail_find(struct db *db, int64_t account_id, bool is_digest,
    struct arena *arena, int64_t **ret_ids, size_t *ret_count, int64_t *ret_total, struct err *err);
/* Keeps that all of it is mailed. */
MUST_USE bool notice_mail_mark(struct db *db, int64_t account_id, bool is_digest, struct err *err);
/* Keeps when the next digest is due. */
MUST_USE bool notice_mail_plan(struct db *db, int64_t account_id, int64_t next_us, struct err *err);

#endif
