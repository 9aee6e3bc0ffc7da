/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/did.h"

#include "unit_err.h"

static struct arena arena;

static const struct {
    const char *url, *did, *document;
} good[] = {
    {"https://kenzen.example.org", "did:web:kenzen.example.org",
        "https://kenzen.example.org/.well-known/did.json"},
    {"https://kenzen.example.org:8443", "did:web:kenzen.example.org%3A8443",
        "https://kenzen.example.org:8443/.well-known/did.json"},
    {"https://example.org/a/b", "did:web:example.org:a:b", "https://example.org/a/b/did.json"},
    {"http://127.0.0.1:8080", "did:web:127.0.0.1%3A8080",
        "http://127.0.0.1:8080/.well-known/did.json"},
    {"http://localhost", "did:web:localhost", "http://localhost/.well-known/did.json"},
    /* Whoever names a server by http alone is looked for by https all the same. */
    {"http://kenzen.example.org", "did:web:kenzen.example.org",
        "https://kenzen.example.org/.well-known/did.json"},
};

static void test_names(void **state)
{
    (void)state;
    struct text url;
    for (size_t i = 0; i < LEN_OF(good); i++) {
        struct text did = did_of_url(text_of(good[i].url), &arena);
        assert_text(did, good[i].did);
        assert_ok(did_url(did, &arena, &url, err));
        assert_text(url, good[i].document);
    }
    assert_ok(did_url(TEXT("did:web:example.org%3a1"), &arena, &url, err));
    assert_text(url, "https://example.org:1/.well-known/did.json");
    assert_ok(did_server(TEXT("did:web:example.org%3A1:a"), &arena, &url, err));
    assert_text(url, "https://example.org:1");
}

static void test_bad_names(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "did:web:", "did:key:z6Mk", "web:example.org",
        "did:web:example.org/x", "did:web:me@example.org", "did:web:example.org?x",
        "did:web:example.org#x", "did:web:example.org%2Fx", "did:web:example.org%3Ax",
        "did:web:example.org:..", "did:web:example.org::", "did:web:example.org:a/b", "did:web:a b",
        "did:web:127.0.0.1.evil.example%3A80@"};
    struct text url;
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_err(ERR_SYNTAX, did_url(text_of(bad[i]), &arena, &url, err));
    char *large = arena_take(&arena, 2000);
    memset(large, 'a', 2000);
    memcpy(large, "did:web:", 8);
    assert_err(ERR_SYNTAX, did_url((struct text){large, 2000}, &arena, &url, err));
}

/* RFC 8037, appendix A.2. */
#define JWK                                                                                        \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
#define METHOD(id, controller)                                                                     \
    "{\"id\":\"" id "\",\"type\":\"JsonWebKey\",\"controller\":\"" controller                      \
    "\",\"publicKeyJwk\":" JWK "}"
#define DOCUMENT(methods, asserting)                                                               \
    "{\"id\":\"did:web:a.example\",\"verificationMethod\":[" methods                               \
    "],\"assertionMethod\":[" asserting "]}"

static void expect(const char *json, size_t asserting, size_t ed25519)
{
    struct did_document document;
    assert_ok(did_read(&document, text_of(json), &arena, err));
    assert_text(document.id, "did:web:a.example");
    assert_int_equal(jwk_set_count(document.keys), asserting);
    assert_int_equal(document.ed25519_count, ed25519);
    did_done(&document);
}

static void test_read(void **state)
{
    (void)state;
    expect(DOCUMENT(METHOD("did:web:a.example#1", "did:web:a.example"), "\"did:web:a.example#1\""),
        1, 1);
    expect(DOCUMENT(METHOD("#1", "did:web:a.example"), "\"#1\""), 1, 1);
    expect(DOCUMENT(METHOD("#1", "did:web:a.example"), "{\"id\":\"#1\"}"), 1, 1);
    expect(DOCUMENT(METHOD("#1", "did:web:a.example"), "\"#2\""), 0, 1);
    expect(DOCUMENT(METHOD("#1", "did:web:b.example"), "\"#1\""), 0, 0);
    expect(
        DOCUMENT("7,{},null,{\"id\":\"#1\",\"controller\":\"did:web:a.example\"}", "\"#1\",7,null"),
        0, 0);
}

static void test_read_malformed(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "[]", "{}", "{\"id\":7}", "{\"id\":\"https://a.example\"}", "{\"id\":\"did:"};
    struct did_document document;
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_err(ERR_SYNTAX, did_read(&document, text_of(bad[i]), &arena, err));
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_bad_names),
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_read_malformed),
    };
    arena_init(&arena, SIZE_MAX);
    return cmocka_run_group_tests_name("did", tests, NULL, end);
}
