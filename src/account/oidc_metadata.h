/* SPDX-License-Identifier: Apache-2.0 */
/* What a provider says of itself (OpenID Connect Discovery 1.0, 3 and 4; RFC 8414).
   Example: oidc_metadata_read(issuer, body, arena, &metadata, err) */
#ifndef ACCOUNT_OIDC_METADATA_H
#define ACCOUNT_OIDC_METADATA_H

#include "account/oidc.h"

struct oidc_metadata {
    struct text authorization, token, keys; /* addresses */
    struct text userinfo, end_session;      /* or empty */
    unsigned algs;                          /* of ID tokens, as far as they are ours */
    unsigned client_auths;                  /* bits, 1 << enum oidc_client_auth */
    bool tells_issuer;                      /* answers carry "iss" (RFC 9207) */
    bool has_pkce; /* says that it does S256; who does not say so may do it all the same */
    bool has_code; /* "code" is among its response types */
};

/* Returns where the document of an issuer stands (Discovery 1.0, 4). */
struct text oidc_metadata_url(struct text issuer, struct arena *arena);

/* Reads the document, which must be issuer's own: "issuer" must equal it (Discovery 1.0, 4.3), and its addresses must be fit to be
   used. Its texts live in arena. Fails with ERR_SYNTAX, the member first. */
MUST_USE bool oidc_metadata_read(struct text issuer, struct text json, struct arena *arena,
    struct oidc_metadata *ret_metadata, struct err *err);

#endif
