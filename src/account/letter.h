/* SPDX-License-Identifier: Apache-2.0 */
/* What is to be written to one person by mail: the links that are else copied by hand. The floor of mail writes it, where a server is
   set. Example: call->tools->write_letter(db, call->tools, &(struct letter){.kind = LETTER_INVITATION, …}, now_us, err) */
#ifndef ACCOUNT_LETTER_H
#define ACCOUNT_LETTER_H

#include "account/api.h"

enum letter_kind {
    LETTER_INVITATION, /* into a team, or to roles: path brings them in */
    LETTER_SIGNIN,     /* a sign-in link, which somebody else made */
    LETTER_FORGOTTEN,  /* the same, which was asked for on the sign-in page */
    LETTER_ADDRESS,    /* path verifies that the address is theirs */
    LETTER_BROWSER,    /* somebody signed in to their account from a browser that is not known */
    LETTER_KINDS
};

struct letter {
    enum letter_kind kind;
    struct text address; /* as mime_address_check has it, or it is ERR_USAGE */
    struct text name;    /* of the person; empty: not known */
    bool is_japanese;    /* else English */
    struct text by;      /* who caused it; of LETTER_BROWSER, the browser and its address */
    struct text team;    /* LETTER_INVITATION: empty: the organisation */
    struct text path;    /* behind the server's URL; it may hold a secret */
    int64_t until_us;    /* no use in sending it later; 0: any time */
    int64_t about_id;    /* the account, or the invitation */
};

/* Reads the member "language": en or ja; absent and null leave it as it is. ERR_USAGE. */
MUST_USE bool letter_read_language(const struct json *body, bool *is_japanese, struct err *err);

/* Whether a link that is made is sent by mail too, and in which language: the members "by_mail" and "language". */
#define LETTER_MEMBERS "by_mail language"
struct letter_wish {
    bool is_wanted, is_japanese;
};
MUST_USE bool letter_read_wish(
    const struct json *body, struct letter_wish *ret_wish, struct err *err);

/* Writes it, in the caller's transaction if there is one. ERR_CONFLICT when no mail server is set, ERR_USAGE for an address that is
   none. */
MUST_USE bool letter_write(struct db *db, const struct api_tools *tools,
    const struct letter *letter, int64_t now_us, struct err *err);

#endif
