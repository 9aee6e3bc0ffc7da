/* SPDX-License-Identifier: Apache-2.0 */
/* A mail that is sent at once, to see whether the settings work. Example: mail_test_run(&call, address, false, &outcome, err) */
#ifndef MAIL_MAIL_TEST_H
#define MAIL_MAIL_TEST_H

#include "mail/mail_deliver.h"

/* ERR_NOT_FOUND when no server is set, ERR_USAGE for an address that is none; what the server says is the outcome. */
MUST_USE bool mail_test_run(const struct mail_call *call, struct text address, bool is_japanese,
    struct mail_outcome *ret_outcome, struct err *err);

/* Adds the members of an object that tells what came of it. */
void mail_test_print(struct buf *out, struct text address, const struct mail_outcome *outcome);

#endif
