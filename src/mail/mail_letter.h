/* SPDX-License-Identifier: Apache-2.0 */
/* Letters with links: composed at once, sealed, and kept in the outbox until the mail server takes them; then only that there was one
   is kept. Example: app->tools.write_letter = mail_letter_write; {MAIL_LETTER_CHANNEL, mail_letter_send} in the table of senders */
#ifndef MAIL_MAIL_LETTER_H
#define MAIL_MAIL_LETTER_H

#include "account/letter.h"
#include "mail/mail_deliver.h"

/* In the outbox: target_id is 0, lane the account, invitation or channel that it is about,
   title the address, masked. */
#define MAIL_LETTER_CHANNEL "mail"

/* For a log that others read: enough to know the address again, "k…@example.org". */
struct text mail_letter_masked(struct text address, struct arena *arena);

/* For letter_write. */
MUST_USE bool mail_letter_write(struct db *db, const struct api_tools *tools,
    const struct letter *letter, int64_t now_us, struct err *err);

/* One message for one address that is not a letter's: what was put off when others got it. kind and key as the outbox has them. */
struct mail_letter_rest {
    const char *kind;
    struct text key, address, subject, text, html;
    int64_t about_id;
};
MUST_USE bool mail_letter_add(struct db *db, const struct vault *vault,
    const struct mail_letter_rest *rest, int64_t until_us, int64_t now_us, struct err *err);

/* Sends one message. */
MUST_USE bool mail_letter_send(
    struct outbox_call *call, struct outbox_result *ret_result, struct err *err);

#endif
