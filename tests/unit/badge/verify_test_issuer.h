/* SPDX-License-Identifier: Apache-2.0 */
/* An issuer of badges in memory: keys, a document, a log of four entries.
   Example: struct verify_test t; verify_test_init(&t); … verify_test_done(&t) */
#ifndef VERIFY_TEST_ISSUER_H
#define VERIFY_TEST_ISSUER_H

#include "unit_err.h"

#include "badge/badge_verify.h"
#include "badge/did.h"
#include "badge/inclusion.h"
#include "badge/status_list.h"
#include "base/clock.h"
#include "codec/json.h"
#include "journal/checkpoint.h"

#define ISSUER "did:web:kenzen.example.org"
#define SERVER "https://kenzen.example.org"
#define LIST SERVER "/api/v1/public/status-lists/1"
/* 2026-01-02T03:04:05Z */
enum { NOW_S = 1767323045 };
#define NOW_US ((int64_t)NOW_S * CLOCK_SECOND_US)

enum { LEAVES = 4 };

struct verify_test {
    struct arena arena;
    struct signing_key keys[3]; /* EdDSA, RS256, the log's */
    struct merkle_hash leaves[LEAVES];
    int64_t revoked; /* a place in the list; -1: none */
    int fetched;
    bool is_away;         /* no server answers */
    struct text list;     /* instead of the list that would be made */
    struct text document; /* instead of the issuer's */
    struct text answer;   /* of the log, to be asked for consistency */
    const char *list_issuer;
    const struct journal_head *kept;
    struct text contract; /* that the issuer names as its own; or empty */
};

static inline struct text verify_test_text(struct verify_test *t, struct buf *buf)
{
    struct text text = arena_text(&t->arena, buf_text(buf));
    buf_done(buf);
    return text;
}

static inline void verify_test_key(
    struct verify_test *t, size_t i, const char *purpose, enum jwk_alg alg)
{
    struct buf jwk, name;
    struct signing_key *key = &t->keys[i];
    *key = (struct signing_key){
        .id = (int64_t)i + 1, .purpose = text_of(purpose), .alg = alg, .key = jws_key_new(alg)};
    buf_init(&jwk, SIZE_MAX);
    jws_key_print_public(&jwk, key->key);
    key->jwk = verify_test_text(t, &jwk);
    buf_init(&name, SIZE_MAX);
    jws_thumbprint(&name, key->jwk);
    key->thumbprint = verify_test_text(t, &name);
}

static inline void verify_test_init(struct verify_test *t)
{
    *t = (struct verify_test){.revoked = -1, .list_issuer = ISSUER};
    arena_init(&t->arena, SIZE_MAX);
    verify_test_key(t, 0, SIGNING_CREDENTIAL, JWK_EDDSA);
    verify_test_key(t, 1, SIGNING_CREDENTIAL, JWK_RS256);
    verify_test_key(t, 2, SIGNING_LOG, JWK_EDDSA);
    static const char entries[] = "entry 0\0entry 1\0entry 2\0entry 3";
    for (size_t i = 0; i < LEAVES; i++)
        merkle_leaf((struct text){&entries[8 * i], 7}, &t->leaves[i]);
}

static inline void verify_test_done(struct verify_test *t)
{
    for (size_t i = 0; i < LEN_OF(t->keys); i++)
        signing_key_done(&t->keys[i]);
    arena_done(&t->arena);
}

static inline struct text verify_test_sign(
    struct verify_test *t, size_t key, const char *did, struct text claims)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    jws_sign(
        &out, t->keys[key].key, did_key_id(text_of(did), &t->keys[key], &t->arena), "JWT", claims);
    return verify_test_text(t, &out);
}

static inline struct text verify_test_document(struct verify_test *t, const char *did)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    struct did_telling telling = {
        text_of(did), t->keys, LEN_OF(t->keys), &t->contract, t->contract.len > 0};
    did_print(&out, &telling, &t->arena);
    return verify_test_text(t, &out);
}

/* The log: its head of n entries, and the proof for entry 2 of four. */
static inline struct journal_head verify_test_head(struct verify_test *t, int64_t size)
{
    struct merkle_stack stack = {0};
    struct journal_head head = {.size = size};
    for (int64_t i = 0; i < size; i++)
        merkle_stack_add(&stack, &t->leaves[i], NULL, NULL);
    merkle_stack_root(&stack, &head.root);
    return head;
}

static inline struct text verify_test_checkpoint(
    struct verify_test *t, size_t key, const char *origin)
{
    struct buf out;
    unsigned char bytes[JWS_ED25519_BYTES];
    struct journal_head head = verify_test_head(t, LEAVES);
    buf_init(&out, SIZE_MAX);
    assert_true(signing_key_bytes(t->keys[key].jwk, bytes));
    checkpoint_print(&out, text_of(origin), &head, t->keys[key].key, bytes);
    return verify_test_text(t, &out);
}

static inline struct text verify_test_proof(
    struct verify_test *t, const struct merkle_hash *leaf, struct text checkpoint, const char *more)
{
    struct merkle_hash left;
    char hex[3][SHA256_HEX_SIZE];
    struct buf note;
    merkle_node(&t->leaves[0], &t->leaves[1], &left);
    buf_init(&note, SIZE_MAX);
    json_print_text(&note, checkpoint);
    struct text quoted = verify_test_text(t, &note);
    return arena_format(&t->arena,
        "\"evidence\":[{\"id\":\"x\",\"" INCLUSION_TERM
        "\":{\"leaf\":\"%s\",\"seq\":2,\"size\":4,\"path\":[\"%s\",\"%s\"],"
        "\"checkpoint\":%.*s%s}}]",
        sha256_print(leaf->at, hex[0]), sha256_print(t->leaves[3].at, hex[1]),
        sha256_print(left.at, hex[2]), TEXT_ARG(quoted), more);
}

static inline struct text verify_test_usual_proof(struct verify_test *t)
{
    return verify_test_proof(
        t, &t->leaves[2], verify_test_checkpoint(t, 2, "kenzen.example.org/journal"), "");
}

#endif
