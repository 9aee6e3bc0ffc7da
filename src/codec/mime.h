/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of mail as they go over the wire (RFC 5322, 2045, 2047): a text, the same as HTML, and headers that nobody's name or
   subject can add to. Example: mime_print(&out, &(struct mime_message){.from = {name, address}, .to = &to, .to_count = 1, …}, err) */
#ifndef CODEC_MIME_H
#define CODEC_MIME_H

#include "base/buf.h"

struct mime_address {
    struct text name;    /* as people read it; may be empty */
    struct text address; /* as mime_address_check has it */
};

struct mime_message {
    struct mime_address from;
    const struct mime_address *to; /* 1 to LIMIT_MAIL_RECIPIENTS, all of whom see each other */
    size_t to_count;
    struct text subject; /* LIMIT_MAIL_SUBJECT_BYTES of it are shown */
    struct text text;    /* in lines */
    struct text html;    /* the same; empty: text alone */
    struct text id;      /* of the message, "x@y": equal for one that is sent again */
    int64_t date_us;
    /* Both or none: which stream of messages it is of, "notices.kenzen.example.org" (RFC 2919), and where one leaves that stream by
       a POST, without signing in (RFC 8058). */
    struct text list_id, unsubscribe_url;
};

/* Checks what stands before and behind the "@": no quotes, no brackets, no letters beyond ASCII, no control characters, up to
   LIMIT_MAIL_ADDRESS_BYTES. ERR_USAGE. */
MUST_USE bool mime_address_check(struct text address, struct err *err);

/* Adds the message, in lines of up to 78 characters (998 for an id or a URL), each ended by CRLF. What could steer or split a header becomes
   a space. ERR_USAGE when an address, the id, a list's id or the URL is none; ERR_LIMIT when it is too large. */
MUST_USE bool mime_print(struct buf *out, const struct mime_message *message, struct err *err);

#endif
