/* SPDX-License-Identifier: Apache-2.0 */
/* Hands a letter to the mail server, and says what came of it in the outbox's words: sent, refused for good, or to be tried again.
   Example: mail_deliver(&(struct mail_call){db, tools, arena, now_us}, &letter, &outcome, err) */
#ifndef MAIL_MAIL_DELIVER_H
#define MAIL_MAIL_DELIVER_H

#include "codec/mime.h"
#include "job/outbox_run.h"
#include "mail/mail.h"

struct mail_call {
    struct db *db;
    const struct api_tools *tools;
    struct arena *arena;
    int64_t now_us;
};

struct mail_letter {
    const struct mime_address *to;
    size_t to_count; /* 1 to LIMIT_MAIL_RECIPIENTS: each sees the others */
    struct text subject, text, html;
    struct text
        key; /* letters, digits, "-" and ".": equal when the letter is sent again, and no other's */
    int64_t date_us;
    struct text stream;          /* "notices": what one leaves by the URL; or empty */
    struct text unsubscribe_url; /* with stream */
};

struct mail_outcome {
    struct outbox_result result;
    /* Of a letter to several that was sent: those that the server put off, to be tried again by themselves. */
    const struct mime_address *later;
    size_t later_count;
    bool is_answered; /* the server said what it thinks of it */
};

/* What stops all mail (a password that is wrong, a certificate) is kept with the server's settings, and the letter waits without
   using up its attempts. Fails only when the database or the vault does. */
MUST_USE bool mail_deliver(const struct mail_call *call, const struct mail_letter *letter,
    struct mail_outcome *ret_outcome, struct err *err);

#endif
