/* SPDX-License-Identifier: Apache-2.0 */
/* The mail server as JSON, for the REST interface and the command line.
   Example: mail_json_read(&json, &server, &given, arena, err) */
#ifndef MAIL_MAIL_JSON_H
#define MAIL_MAIL_JSON_H

#include "codec/json.h"
#include "mail/mail.h"

#define MAIL_JSON_MEMBERS                                                                          \
    "host port security user password from_address from_name authorities is_on"

struct mail_json_given {
    bool has_password;
    struct text password;
};

/* Reads and checks what is given over what server holds; the texts live in arena. A password is for one server and user: who changes
   either gives it again, or could have it sent elsewhere. ERR_USAGE. */
MUST_USE bool mail_json_read(const struct json *body, struct mail_server *server,
    struct mail_json_given *ret_given, struct arena *arena, struct err *err);

/* Adds the members of an object that shows it, without its password; is_set false: that there is none. */
void mail_json_print(struct buf *out, const struct mail_server *server, bool is_set);

#endif
