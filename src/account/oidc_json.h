/* SPDX-License-Identifier: Apache-2.0 */
/* Providers of single sign-on as JSON, for the REST interface and the command line.
   Example: oidc_json_read(&body, &provider, &given, arena, err) */
#ifndef ACCOUNT_OIDC_JSON_H
#define ACCOUNT_OIDC_JSON_H

#include "account/oidc_test.h"

#define OIDC_JSON_MEMBERS                                                                          \
    "slug name issuer client_id client_auth client_secret scopes alg makes_accounts domains "      \
    "groups_claim groups max_age_seconds asks_code signs_out is_enabled"
#define OIDC_JSON_SCOPES "profile email"

/* What a body says beside the provider's own members. */
struct oidc_json_given {
    bool has_secret, has_groups;
    struct text secret;
    struct oidc_group *groups;
    size_t group_count;
};

/* Reads what body has over provider, and checks the whole. ERR_USAGE, the member first. Texts are copied to arena. */
MUST_USE bool oidc_json_read(const struct json *body, struct oidc_provider *provider,
    struct oidc_json_given *ret_given, struct arena *arena, struct err *err);

/* Adds a provider, with its groups and its redirect URI, and without its secret. */
MUST_USE bool oidc_json_print(struct buf *out, struct db *db, const struct oidc_provider *provider,
    const char *url, struct arena *arena, struct err *err);

/* Adds {"is_good": …, "lines": […]}. */
void oidc_json_print_test(
    struct buf *out, bool is_good, const struct oidc_test_line *lines, size_t count);

#endif
