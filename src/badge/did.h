/* SPDX-License-Identifier: Apache-2.0 */
/* did:web: an issuer's name that is a host's, whose keys the host publishes (W3C CCG, did:web Method; DID Core 1.0).
   Example: did_of_url(TEXT("https://kenzen.example.org:8443"), arena) gives "did:web:kenzen.example.org%3A8443" */
#ifndef BADGE_DID_H
#define BADGE_DID_H

#include "journal/signing_key.h"

/* The name of who is found at url: a path becomes parts with colons between them. */
struct text did_of_url(struct text url, struct arena *arena);
/* Where the document of a did:web is: https://HOST/.well-known/did.json, or https://HOST/PATH/did.json; by http where the host is this
   machine itself, which has no certificate. ERR_SYNTAX for what is no did:web, or names another thing than a host and a path. */
MUST_USE bool did_url(struct text did, struct arena *arena, struct text *ret_url, struct err *err);
/* The server that a did:web is of, "https://HOST", as did_url. */
MUST_USE bool did_server(
    struct text did, struct arena *arena, struct text *ret_url, struct err *err);

/* -- the document -- */

/* What a key is called in the document: DID#PURPOSE-THUMBPRINT. */
struct text did_key_id(struct text did, const struct signing_key *key, struct arena *arena);
/* Adds the document of a did, with all keys: those that sign credentials may do so ("assertionMethod"), also when they were retired. */
struct did_telling {
    struct text did;
    const struct signing_key *keys;
    size_t key_count;
    /* Contracts that the issuer's badges are tokens of: each a service of DID_CONTRACT. */
    const struct text *contracts;
    size_t contract_count;
};
void did_print(struct buf *out, const struct did_telling *telling, struct arena *arena);

#define DID_CONTRACT "SecurityBadgeContract"
/* How a contract is called (CAIP-10): "eip155:CHAIN:ADDRESS", the address in the capitals of EIP-55. */
#define DID_CONTRACT_SPACE "eip155:"

/* A document that was read: whose it is, and its keys. */
struct did_document {
    struct text id;
    struct jwk_set *keys; /* that may assert, named by their whole ids */
    /* Ed25519 keys of any kind: a log's is among them. */
    unsigned char (*ed25519)[JWS_ED25519_BYTES];
    size_t ed25519_count;
    struct text *contracts; /* that it names as its own */
    size_t contract_count;
};

/* ERR_SYNTAX, ERR_LIMIT. Texts live in arena; the keys until did_done. */
MUST_USE bool did_read(
    struct did_document *ret_document, struct text json, struct arena *arena, struct err *err);
void did_done(struct did_document *document);

#endif
