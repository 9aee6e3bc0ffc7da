/* SPDX-License-Identifier: Apache-2.0 */
/* A look at a provider before people need it: what works, what does not, each in a line.
   Example: oidc_test_run(&client, &provider, arena, lines, &count) */
#ifndef ACCOUNT_OIDC_TEST_H
#define ACCOUNT_OIDC_TEST_H

#include "account/oidc_client.h"

struct oidc_test_line {
    const char *name; /* "metadata", "keys" …: stable */
    bool is_good;
    struct text detail; /* a sentence for the administrator */
};

enum { OIDC_TEST_LINES = 8 };

/* Asks the provider, and fills in the lines. Returns whether all are good. No person and no code is needed; whether the provider
   knows our redirect URI and takes our secret shows at the first sign-in alone. */
bool oidc_test_run(const struct oidc_client *client, struct oidc_provider *provider,
    struct arena *arena, struct oidc_test_line ret_lines[OIDC_TEST_LINES], size_t *ret_count);

#endif
