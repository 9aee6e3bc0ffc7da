/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a session that began at a provider. Example: oidc_admit_rows_keep(db, vault, id, provider_id, token, now_us, err) */
#ifndef ACCOUNT_OIDC_ADMIT_ROWS_H
#define ACCOUNT_OIDC_ADMIT_ROWS_H

#include "store/vault.h"

/* Keeps the provider and the ID token, sealed, of a new session; and forgets those of sessions that are gone. In a transaction. */
MUST_USE bool oidc_admit_rows_keep(struct db *db, const struct vault *vault, int64_t session_id,
    int64_t provider_id, struct text id_token, int64_t now_us, struct err *err);

#endif
