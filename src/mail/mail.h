/* SPDX-License-Identifier: Apache-2.0 */
/* The mail server that takes what kenzen sends, set once for the organisation by an administrator (docs/mail.md).
   Example: mail_find(db, arena, &server, &is_set, err) && is_set && server.is_on */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include "base/clock.h"
#include "net/smtp.h"
#include "store/db.h"
#include "store/vault.h"

struct mail_server {
    struct text host;
    int64_t port;
    enum smtp_security security;
    struct text user;     /* empty: the server asks for none */
    struct text password; /* sealed */
    struct text from_address, from_name;
    struct text authorities; /* PEM; empty: those that this machine trusts */
    bool is_on;
    struct text trouble; /* why nothing goes out; empty while it does */
    int64_t trouble_us, sent_us, created_us, updated_us; /* 0: never */
};

const char *mail_security_name(enum smtp_security security); /* "starttls" */
MUST_USE bool mail_security_read(struct text word, enum smtp_security *ret_security);

MUST_USE bool mail_find(struct db *db, struct arena *arena, struct mail_server *ret_server,
    bool *ret_is_set, struct err *err);
/* Whether there is one that is switched on. */
MUST_USE bool mail_is_on(struct db *db, bool *ret_is_on, struct err *err);

/* Checks what a person gave: host, port, addresses, certificates, and that no password goes in the clear. ERR_USAGE. */
MUST_USE bool mail_check(const struct mail_server *server, struct err *err);

/* Sets the server; password NULL: as it was. What went wrong before is forgotten. actor_id 0: from the command line. In a
   transaction. */
MUST_USE bool mail_set(struct db *db, const struct vault *vault, const struct mail_server *server,
    const struct text *password, int64_t actor_id, int64_t now_us, struct err *err);
/* ERR_NOT_FOUND when there is none. In a transaction. */
MUST_USE bool mail_remove(struct db *db, int64_t actor_id, int64_t now_us, struct err *err);

/* Opens the password; empty where there is none. */
MUST_USE bool mail_password(const struct vault *vault, const struct mail_server *server,
    struct arena *arena, struct text *ret_password, struct err *err);

/* Keeps what came of sending: an empty text, it was taken. */
MUST_USE bool mail_note(struct db *db, struct text trouble, int64_t now_us, struct err *err);

#endif
