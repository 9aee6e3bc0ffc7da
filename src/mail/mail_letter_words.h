/* SPDX-License-Identifier: Apache-2.0 */
/* What letters say, in English and Japanese. {by}, {name}, {team}, {url} and {address} are filled in (mail_page_fill).
   Example: mail_letter_words(LETTER_SIGNIN, false, true)->subject */
#ifndef MAIL_MAIL_LETTER_WORDS_H
#define MAIL_MAIL_LETTER_WORDS_H

#include "account/letter.h"

struct mail_letter_words {
    const char *kind; /* in the outbox */
    const char *subject, *lead;
    const char *label; /* of the link */
    const char *until; /* how long it is good */
    const char *why;   /* why they get it, and what to do when they did not expect it */
};

/* has_team: of an invitation, into a team. */
const struct mail_letter_words *mail_letter_words(
    enum letter_kind kind, bool has_team, bool is_japanese);

#endif
