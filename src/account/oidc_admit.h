/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of somebody whom a provider vouches for: a session, a new account, an identity of the account that asked for it, or a
   refusal. Example: oidc_admit(db, &admission, &admitted, err) */
#ifndef ACCOUNT_OIDC_ADMIT_H
#define ACCOUNT_OIDC_ADMIT_H

#include "account/oidc_flow.h"
#include "account/oidc_token.h"
#include "account/session.h"

struct oidc_admission {
    const struct oidc_provider *provider;
    const struct oidc_person *person;
    const struct oidc_flow *flow;
    const struct vault *vault;
    struct text id_token;       /* kept, sealed, to end the session at the provider */
    struct session_start start; /* address and user agent */
    int64_t now_us;
};

/* Why somebody does not come in, as the sign-in page tells it; OIDC_FINE: they do. */
enum oidc_refusal {
    OIDC_FINE,
    OIDC_UNKNOWN,  /* no account is linked, and none is made */
    OIDC_DOMAIN,   /* none is made for this mail address, or it is not verified */
    OIDC_DISABLED, /* the account comes in no more */
    OIDC_TAKEN,    /* the identity is another account's */
};

struct oidc_admitted {
    enum oidc_refusal refusal;
    int64_t account_id;
    bool is_linked; /* an identity was linked; there is no new session */
    bool is_new;    /* the account was made */
    char session[ACCOUNT_SECRET_SIZE];
    char link
        [ACCOUNT_SECRET_SIZE]; /* not empty: a sign-in link, which asks for the code of the authenticator, instead of a session */
};

/* One transaction. Fails when it could not be told; a refusal is no failure, and changes nothing. */
MUST_USE bool oidc_admit(struct db *db, const struct oidc_admission *admission,
    struct oidc_admitted *ret_admitted, struct err *err);

/* Returns whether a verified address is of one of the domains, or any is taken. */
bool oidc_admit_domain(struct text domains, const struct oidc_person *person);
/* Returns what an account for this person could be called. */
struct text oidc_admit_name(const struct oidc_person *person);

/* The provider and the ID token (sealed) of a session that began at a provider; ret_provider_id 0: it did not. */
MUST_USE bool oidc_admit_session(struct db *db, const struct vault *vault, int64_t session_id,
    struct arena *arena, int64_t *ret_provider_id, struct text *ret_id_token, struct err *err);

#endif
