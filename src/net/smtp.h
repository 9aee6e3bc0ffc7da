/* SPDX-License-Identifier: Apache-2.0 */
/* One message handed to a mail server (RFC 5321) that an administrator has named: encrypted unless they said otherwise, its
   certificate checked. Example: smtp_run(&(struct smtp_call){.host = TEXT("mail.example.org"), .port = 587, …}, arena, &reply, err)
   runs in the role "fetch"; others ask for it by fetch_mail (sandbox/fetch.h). */
#ifndef NET_SMTP_H
#define NET_SMTP_H

#include "base/arena.h"
#include "net/address.h"

enum smtp_security {
    SMTP_STARTTLS, /* the server must offer it (RFC 3207): one that does not gets neither password nor message */
    SMTP_TLS,  /* from the first byte (RFC 8314, 3.3) */
    SMTP_PLAIN /* for a relay on a net that one trusts: no password is sent */
};

struct smtp_call {
    struct text host; /* a name or an address; an IPv6 one without brackets */
    unsigned port;
    enum smtp_security security;
    struct text user, password; /* both empty: the server asks for none */
    struct text greeting;       /* the name that we go by; empty: this machine's */
    struct text from;           /* the envelope's, as mime_address_check has them */
    const struct text *to;
    size_t to_count;
    struct text message;    /* as mime_print makes it */
    unsigned total_seconds; /* 0: 60; LIMIT_CALL_SECONDS at most */
    /* Nets that may be reached besides the public Internet, on any port. */
    const struct address_net *allowed;
    size_t allowed_count;
    struct text
        authorities; /* certificates in PEM, which alone are trusted; empty: this machine's */
};

/* How far one came. */
enum smtp_stage { SMTP_GREETING, SMTP_SIGN_IN, SMTP_SENDER, SMTP_RECIPIENT, SMTP_MESSAGE };

/* One address that the server did not take. */
struct smtp_refusal {
    size_t place;    /* among the call's addresses */
    unsigned status; /* 4xx: perhaps another time */
    struct text words;
};

struct smtp_reply {
    bool is_taken;   /* for all but those that were refused */
    unsigned status; /* the last that matters: 250, 451, 535 … */
    enum smtp_stage stage;
    struct text words; /* what the server says, on one line, plain: "5.7.1 Relaying denied" */
    const struct smtp_refusal *refused;
    size_t refused_count;
};

/* Checks the name of a server, or its address. ERR_USAGE. */
MUST_USE bool smtp_check_host(struct text host, struct err *err);

/* Hands a message over. An answer that says no is a reply too. Fails with ERR_FORBIDDEN when the server stands where we do not call,
   ERR_BUSY when no answer came but one may another time, ERR_UNSUPPORTED when it does not offer what was asked for (STARTTLS, a way
   to sign in), ERR_USAGE when the call is none, ERR_SYSTEM when it cannot be had (a certificate); the host first. */
MUST_USE bool smtp_run(const struct smtp_call *call, struct arena *arena,
    struct smtp_reply *ret_reply, struct err *err);

#endif
