/* SPDX-License-Identifier: Apache-2.0 */
/* What mails of notices say, in English and Japanese. Example: notice_mail_words[is_japanese].digest_title */
#ifndef TICKET_NOTICE_MAIL_WORDS_H
#define TICKET_NOTICE_MAIL_WORDS_H

#include "ticket/notice.h"

struct notice_mail_words {
    /* Of one ticket {what} {package} {flaw}, or of {count} in {team}. */
    const char *one, *opened, *many;
    const char *about;        /* what is about a team and no ticket: {what} {team} */
    const char *foot;         /* under each: {who} {service} {part} */
    const char *team_foot;    /* the same of what is in no service: {who} {team} */
    const char *times;        /* {count} */
    const char *several;      /* subject: {count} */
    const char *digest_title; /* subject: {count} */
    const char *more;         /* {count} that the mail does not show */
    const char *inbox;        /* label of the link */
    const char *why_now, *why_digest;
    const char *change; /* label of the link at the end */
};
extern const struct notice_mail_words notice_mail_words[2];

/* What happened: a word for a kind of event, "Closed". */
const char *notice_mail_words_event(struct text kind, bool is_japanese);

/* Where one sees more of what is about a team and no ticket: a path; empty for all else. */
struct text notice_mail_words_path(const struct notice *notice, struct arena *arena);

#endif
