/* SPDX-License-Identifier: Apache-2.0 */
#include "verify_test.h"

#include "badge/bake.h"
#include "base/limits.h"
#include "codec/base64.h"
#include "codec/gzip.h"
#include "journal/journal_leaf.h"

static const int PASS = BADGE_VERDICT_PASS, FAIL = BADGE_VERDICT_FAIL,
                 SKIPPED = BADGE_VERDICT_SKIPPED;

static struct verify_test t;

static int set_up(void **state)
{
    (void)state;
    verify_test_init(&t);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    verify_test_done(&t);
    return 0;
}

static struct text usual(size_t key)
{
    return verify_test_sign(
        &t, key, ISSUER, verify_test_claims(&t, ISSUER, "", verify_test_usual_proof(&t)));
}

static void test_good(void **state)
{
    (void)state;
    struct badge_report report;
    for (size_t key = 0; key < 2; key++) {
        verify_test_run(&t, usual(key), &report);
        assert_verdict(&report, "form", PASS);
        assert_verdict(&report, "issuer", PASS);
        assert_verdict(&report, "signature", PASS);
        assert_verdict(&report, "time", PASS);
        assert_verdict(&report, "status", PASS);
        assert_verdict(&report, "evidence", PASS);
        assert_verdict(&report, "consistency", -1);
        assert_true(badge_verify_is_good(&report));
    }
    assert_text(report.name, "Eliminator");
    assert_text(report.issuer, ISSUER);
}

static void test_revoked(void **state)
{
    (void)state;
    struct badge_report report;
    t.revoked = 76;
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "status", PASS);
    t.revoked = 77;
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "status", FAIL);
    assert_false(badge_verify_is_good(&report));
}

static void test_offline(void **state)
{
    (void)state;
    struct badge_report report;
    struct badge_verify_source source = {.did = verify_test_document(&t, ISSUER)};
    assert_ok(badge_verify(&report, usual(1), &source, NOW_US, &t.arena, err));
    assert_verdict(&report, "signature", PASS);
    assert_verdict(&report, "status", SKIPPED);
    assert_verdict(&report, "evidence", PASS);
    assert_int_equal(badge_verify_outcome(&report), BADGE_GENUINE_THEN);
    assert_true(badge_verify_is_good(&report));
    source.did = TEXT("");
    assert_ok(badge_verify(&report, usual(1), &source, NOW_US, &t.arena, err));
    assert_verdict(&report, "issuer", SKIPPED);
    assert_verdict(&report, "signature", SKIPPED);
    assert_false(badge_verify_is_good(&report));
}

/* All else holds, but nobody knows whether it was revoked; of what has no status, that is known. */
static void test_status_away(void **state)
{
    (void)state;
    struct badge_report report;
    struct badge_verify_source source = {
        .did = verify_test_document(&t, ISSUER), .get = verify_test_get, .context = &t};
    struct text stranger = verify_test_sign(&t, 0, ISSUER,
        TEXT("{\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],\"issuer\":\"" ISSUER
             "\",\"credentialStatus\":{\"type\":\"OfAnotherKind\",\"statusListIndex\":\"1\"}}"));
    struct text lasting = verify_test_sign(&t, 0, ISSUER,
        TEXT("{\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],\"issuer\":\"" ISSUER
             "\"}"));
    t.is_away = true;
    assert_ok(badge_verify(&report, usual(1), &source, NOW_US, &t.arena, err));
    assert_verdict(&report, "status", SKIPPED);
    assert_int_equal(badge_verify_outcome(&report), BADGE_PERHAPS_REVOKED);
    assert_false(badge_verify_is_good(&report));
    assert_ok(badge_verify(&report, stranger, &source, NOW_US, &t.arena, err));
    assert_int_equal(badge_verify_outcome(&report), BADGE_PERHAPS_REVOKED);
    assert_ok(badge_verify(&report, lasting, &source, NOW_US, &t.arena, err));
    assert_verdict(&report, "status", SKIPPED);
    assert_int_equal(badge_verify_outcome(&report), BADGE_GENUINE);
}

static void test_away(void **state)
{
    (void)state;
    struct badge_report report;
    t.is_away = true;
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "signature", SKIPPED);
    assert_verdict(&report, "status", SKIPPED);
    assert_verdict(&report, "evidence", SKIPPED);
    assert_int_equal(t.fetched, 1);
    assert_false(badge_verify_is_good(&report));
}

/* Nothing signed, or by a shared secret that everybody has: the public key. */
static void test_alg(void **state)
{
    (void)state;
    struct badge_report report;
    struct badge_verify_source source = {.get = verify_test_get, .context = &t};
    /* {"alg":"none"} and {"alg":"HS256"} */
    assert_err(ERR_FORBIDDEN, badge_verify(&report, TEXT("eyJhbGciOiJub25lIn0.e30.AAAA"), &source,
                                  NOW_US, &t.arena, err));
    assert_err(ERR_FORBIDDEN, badge_verify(&report, TEXT("eyJhbGciOiJIUzI1NiJ9.e30.AAAA"), &source,
                                  NOW_US, &t.arena, err));
    assert_err(ERR_FORBIDDEN,
        badge_verify(&report, TEXT("eyJhbGciOiJub25lIn0.e30."), &source, NOW_US, &t.arena, err));
    assert_int_equal(t.fetched, 0);
}

/* The claims of one, with the signature of another; and one byte changed. */
static void test_tampered(void **state)
{
    (void)state;
    struct badge_report report;
    struct text one = usual(0);
    struct text other =
        verify_test_sign(&t, 0, ISSUER, verify_test_claims(&t, ISSUER, "", TEXT("\"x\":1")));
    size_t cut = (size_t)text_find_last(one, '.'), cut_other = (size_t)text_find_last(other, '.');
    struct text mixed = arena_format(&t.arena, "%.*s%.*s", TEXT_ARG(text_slice(one, 0, cut)),
        TEXT_ARG(text_from(other, cut_other)));
    verify_test_run(&t, mixed, &report);
    assert_verdict(&report, "signature", FAIL);
    assert_verdict(&report, "evidence", SKIPPED);
    assert_verdict(&report, "status", SKIPPED);
    assert_false(badge_verify_is_good(&report));
}

/* Signed soundly, by a key that is the log's, or another issuer's. */
static void test_other_key(void **state)
{
    (void)state;
    struct badge_report report;
    verify_test_run(&t, usual(2), &report);
    assert_verdict(&report, "signature", FAIL);
    struct text claims = verify_test_claims(&t, ISSUER, "", TEXT("\"x\":1"));
    verify_test_run(&t, verify_test_sign(&t, 0, "did:web:evil.example", claims), &report);
    assert_verdict(&report, "signature", FAIL);
    /* The mallory's key under the name of one of the issuer's. */
    struct verify_test mallory;
    verify_test_init(&mallory);
    mallory.keys[0].thumbprint = t.keys[0].thumbprint;
    verify_test_run(&t, verify_test_sign(&mallory, 0, ISSUER, claims), &report);
    assert_verdict(&report, "signature", FAIL);
    verify_test_done(&mallory);
}

/* The header and the claims of an RSA token, said to be EdDSA's, and so on: the key's kind decides. */
static void test_confusion(void **state)
{
    (void)state;
    struct badge_report report;
    struct text claims = verify_test_claims(&t, ISSUER, "", TEXT("\"x\":1"));
    t.keys[0].thumbprint = t.keys[1].thumbprint;
    struct text token = verify_test_sign(&t, 0, ISSUER, claims);
    struct buf name;
    buf_init(&name, SIZE_MAX);
    jws_thumbprint(&name, t.keys[0].jwk);
    t.keys[0].thumbprint = verify_test_text(&t, &name);
    verify_test_run(&t, token, &report);
    assert_verdict(&report, "signature", FAIL);
}

static void test_wrong_issuer(void **state)
{
    (void)state;
    struct badge_report report;
    t.document = verify_test_document(&t, "did:web:evil.example");
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "issuer", FAIL);
    assert_verdict(&report, "signature", SKIPPED);
    t.document = TEXT("{}");
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "issuer", FAIL);
    /* The claim "iss" of one, the credential of another. */
    t.document = TEXT("");
    struct text claims = verify_test_claims(&t, ISSUER, "", TEXT("\"x\":1"));
    char *iss = strstr(claims.at, "\"iss\":\"did:web:k");
    memcpy(iss, "\"iss\":\"did:web:x", 16);
    verify_test_run(&t, verify_test_sign(&t, 0, ISSUER, claims), &report);
    assert_verdict(&report, "form", FAIL);
    assert_false(badge_verify_is_good(&report));
}

static void test_no_did_web(void **state)
{
    (void)state;
    struct badge_report report;
    static const char *const dids[] = {"did:web:127.0.0.1%3A80%2F@evil", "did:web:a/b",
        "did:key:z6Mk", "did:web:", "did:web:a:..:b", "did:web:user@host",
        "https://kenzen.example.org"};
    for (size_t i = 0; i < LEN_OF(dids); i++) {
        struct text claims = verify_test_claims(&t, dids[i], "", TEXT("\"x\":1"));
        verify_test_run(&t, verify_test_sign(&t, 0, dids[i], claims), &report);
        assert_verdict(&report, "issuer", FAIL);
    }
    assert_int_equal(t.fetched, 0);
}

static void test_time(void **state)
{
    (void)state;
    struct badge_report report;
    struct text proof = TEXT("\"x\":1");
    struct text claims = verify_test_claims(
        &t, ISSUER, ",\"exp\":1767300000,\"validUntil\":\"2026-01-01T20:40:00Z\"", proof);
    verify_test_run(&t, verify_test_sign(&t, 0, ISSUER, claims), &report);
    assert_verdict(&report, "form", PASS);
    assert_verdict(&report, "time", FAIL);
    claims = verify_test_claims(
        &t, ISSUER, ",\"exp\":1767400000,\"validUntil\":\"2026-01-01T20:40:00Z\"", proof);
    verify_test_run(&t, verify_test_sign(&t, 0, ISSUER, claims), &report);
    assert_verdict(&report, "form", FAIL);
    claims = verify_test_claims(&t, ISSUER, ",\"validUntil\":\"never\"", proof);
    verify_test_run(&t, verify_test_sign(&t, 0, ISSUER, claims), &report);
    assert_verdict(&report, "time", FAIL);
}

/* -- status lists -- */

static void expect_status(struct text list, int wanted)
{
    struct badge_report report;
    t.list = list;
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "status", wanted);
}

static struct text encode(struct text bits)
{
    struct buf packed, digits;
    buf_init(&packed, SIZE_MAX);
    buf_init(&digits, SIZE_MAX);
    gzip_print(&packed, bits);
    buf_add_char(&digits, 'u');
    base64_print_url(&digits, buf_text(&packed));
    buf_done(&packed);
    return verify_test_text(&t, &digits);
}

static void test_lists(void **state)
{
    (void)state;
    struct buf zeros;
    buf_init(&zeros, SIZE_MAX);
    memset(buf_grow(&zeros, 64 << 20), 0, 64 << 20);
    struct text good = encode(text_slice(buf_text(&zeros), 0, STATUS_LIST_BITS / 8));
    struct text small = encode(text_slice(buf_text(&zeros), 0, STATUS_LIST_BITS / 8 - 1));
    struct text bomb = encode(buf_text(&zeros));
    buf_done(&zeros);
    struct {
        const char *url, *encoded, *issuer;
        size_t key;
        int wanted;
    } cases[] = {
        {LIST, good.at, ISSUER, 0, BADGE_VERDICT_PASS},
        {LIST, good.at, ISSUER, 1, BADGE_VERDICT_PASS},
        {LIST, good.at, ISSUER, 2, BADGE_VERDICT_FAIL},
        {LIST, good.at, "did:web:evil.example", 0, BADGE_VERDICT_FAIL},
        {SERVER "/other", good.at, ISSUER, 0, BADGE_VERDICT_FAIL},
        {LIST, small.at, ISSUER, 0, BADGE_VERDICT_FAIL},
        {LIST, bomb.at, ISSUER, 0, BADGE_VERDICT_FAIL},
        {LIST, good.at + 1, ISSUER, 0, BADGE_VERDICT_FAIL},
        {LIST, "uAAAA", ISSUER, 0, BADGE_VERDICT_FAIL},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        t.list_issuer = cases[i].issuer;
        struct text claims = verify_test_list_claims(&t, cases[i].url, cases[i].encoded);
        expect_status(verify_test_sign(&t, cases[i].key, cases[i].issuer, claims), cases[i].wanted);
    }
    expect_status(TEXT("<html>not here</html>"), FAIL);
}

static void test_list_bits(void **state)
{
    (void)state;
    int64_t revoked[] = {0, 7, 8, STATUS_LIST_BITS - 1};
    struct status_list list = {.list = 1, .revoked = revoked, .revoked_count = LEN_OF(revoked)};
    struct buf out;
    bool is_set;
    buf_init(&out, SIZE_MAX);
    status_list_print(&out, &list);
    for (size_t i = 0; i < LEN_OF(revoked); i++) {
        assert_ok(status_list_read(buf_text(&out), revoked[i], &is_set, err));
        assert_true(is_set);
    }
    assert_ok(status_list_read(buf_text(&out), 1, &is_set, err));
    assert_false(is_set);
    assert_err(ERR_LIMIT, status_list_read(buf_text(&out), STATUS_LIST_BITS, &is_set, err));
    assert_err(ERR_LIMIT, status_list_read(buf_text(&out), -1, &is_set, err));
    buf_done(&out);
}

/* One past what is looked up, and one past the keys of a document. */
static void test_limits(void **state)
{
    (void)state;
    struct badge_report report;
    struct buf many;
    buf_init(&many, SIZE_MAX);
    buf_add_z(&many, "\"credentialStatus\":[");
    for (size_t i = 0; i <= LIMIT_STATUSES; i++)
        buf_format(&many, "%s{\"type\":\"x\"}", i ? "," : "");
    buf_add_z(&many, "]");
    struct text claims = arena_format(&t.arena,
        "{\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],\"issuer\":\"" ISSUER
        "\",%s}",
        many.at);
    verify_test_run(&t, verify_test_sign(&t, 0, ISSUER, claims), &report);
    assert_verdict(&report, "status", FAIL);
    claims = arena_format(&t.arena,
        "{\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],\"issuer\":\"" ISSUER
        "\",%s}",
        "\"credentialStatus\":[]");
    verify_test_run(&t, verify_test_sign(&t, 0, ISSUER, claims), &report);
    assert_verdict(&report, "status", SKIPPED);
    buf_cut(&many, 0);
    buf_add_z(&many, "{\"id\":\"" ISSUER "\",\"verificationMethod\":[");
    for (size_t i = 0; i <= LIMIT_DID_KEYS; i++)
        buf_add_z(&many, i ? ",{}" : "{}");
    buf_add_z(&many, "]}");
    t.document = verify_test_text(&t, &many);
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "issuer", FAIL);
    struct did_document document;
    char *large = arena_take(&t.arena, LIMIT_DID_BYTES + 1);
    memset(large, ' ', LIMIT_DID_BYTES + 1);
    assert_err(
        ERR_LIMIT, did_read(&document, (struct text){large, LIMIT_DID_BYTES + 1}, &t.arena, err));
}

/* -- evidence -- */

static int evidence_of(struct text proof, struct badge_report *report)
{
    verify_test_run(
        &t, verify_test_sign(&t, 0, ISSUER, verify_test_claims(&t, ISSUER, "", proof)), report);
    return verify_test_verdict(report, "evidence");
}

static void test_evidence(void **state)
{
    (void)state;
    struct badge_report report;
    struct text note = verify_test_checkpoint(&t, 2, "kenzen.example.org/journal");
    assert_int_equal(evidence_of(TEXT("\"x\":1"), &report), SKIPPED);
    assert_int_equal(evidence_of(verify_test_proof(&t, &t.leaves[2], note, ""), &report), PASS);
    assert_int_equal(evidence_of(verify_test_proof(&t, &t.leaves[1], note, ""), &report), FAIL);
    /* The head of another log, of the same keys; and one that mallory signs. */
    struct text other = verify_test_checkpoint(&t, 2, "evil.example/journal");
    assert_int_equal(evidence_of(verify_test_proof(&t, &t.leaves[2], other, ""), &report), FAIL);
    struct verify_test mallory;
    verify_test_init(&mallory);
    other = verify_test_checkpoint(&mallory, 2, "kenzen.example.org/journal");
    assert_int_equal(evidence_of(verify_test_proof(&t, &t.leaves[2], other, ""), &report), FAIL);
    verify_test_done(&mallory);
    assert_int_equal(
        evidence_of(TEXT("\"evidence\":[{\"" INCLUSION_TERM "\":{}}]"), &report), FAIL);
}

/* The entry that is shown must be the one that was written, and tell of this class. */
static void test_entry(void **state)
{
    (void)state;
    struct badge_report report;
    struct text note;
    static const char secret[] = "0123456789abcdef0123456789abcdef";
    char hex[SHA256_HEX_SIZE];
    const char *classes[] = {"eliminator-1", "kev-3"};
    for (size_t i = 0; i < 2; i++) {
        struct text plain = arena_format(
            &t.arena, "{\"kind\":\"badge.issued\",\"facts\":{\"class\":\"%s\"}}", classes[i]);
        journal_leaf_of(plain, (struct text){secret, 32}, &t.leaves[2]);
        note = verify_test_checkpoint(&t, 2, "kenzen.example.org/journal");
        struct text quoted = arena_format(&t.arena, ",\"text\":\"%s\",\"secret\":\"%s\"",
            i == 0
                ? "{\\\"kind\\\":\\\"badge.issued\\\",\\\"facts\\\":{\\\"class\\\":\\\"eliminator-1\\\"}}"
                : "{\\\"kind\\\":\\\"badge.issued\\\",\\\"facts\\\":{\\\"class\\\":\\\"kev-3\\\"}}",
            sha256_print((const unsigned char *)secret, hex));
        assert_int_equal(
            evidence_of(verify_test_proof(&t, &t.leaves[2], note, quoted.at), &report), PASS);
        assert_verdict(&report, "entry", i == 0 ? PASS : FAIL);
    }
    struct text forged = arena_format(&t.arena, ",\"text\":\"{}\",\"secret\":\"%s\"",
        sha256_print((const unsigned char *)secret, hex));
    (void)evidence_of(verify_test_proof(&t, &t.leaves[2], note, forged.at), &report);
    assert_verdict(&report, "entry", FAIL);
}

static void test_consistency(void **state)
{
    (void)state;
    struct badge_report report;
    struct journal_head same = verify_test_head(&t, LEAVES), half = verify_test_head(&t, 2), bad;
    struct merkle_hash right;
    char hex[SHA256_HEX_SIZE];
    merkle_node(&t.leaves[2], &t.leaves[3], &right);
    t.kept = &same;
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "consistency", PASS);
    t.kept = &half;
    t.answer = arena_format(&t.arena, "{\"path\":[\"%s\"]}", sha256_print(right.at, hex));
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "consistency", PASS);
    /* The log was rewritten since the head was kept. */
    bad = half;
    bad.root.at[0] ^= 1;
    t.kept = &bad;
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "consistency", FAIL);
    assert_false(badge_verify_is_good(&report));
    t.kept = &half;
    t.answer = TEXT("{\"path\":[\"00\"]}");
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "consistency", FAIL);
    bad = same;
    bad.root.at[0] ^= 1;
    t.kept = &bad;
    verify_test_run(&t, usual(0), &report);
    assert_verdict(&report, "consistency", FAIL);
}

static void test_baked(void **state)
{
    (void)state;
    struct badge_report report;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    assert_ok(bake_svg(&out,
        TEXT("<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>"), usual(0), err));
    verify_test_run(&t, buf_text(&out), &report);
    assert_true(badge_verify_is_good(&report));
    buf_done(&out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_good),
        TEST(test_revoked),
        TEST(test_offline),
        TEST(test_away),
        TEST(test_status_away),
        TEST(test_alg),
        TEST(test_tampered),
        TEST(test_other_key),
        TEST(test_confusion),
        TEST(test_wrong_issuer),
        TEST(test_no_did_web),
        TEST(test_time),
        TEST(test_lists),
        TEST(test_list_bits),
        TEST(test_limits),
        TEST(test_evidence),
        TEST(test_entry),
        TEST(test_consistency),
        TEST(test_baked),
    };
    return cmocka_run_group_tests_name("badge_verify", tests, NULL, NULL);
}
