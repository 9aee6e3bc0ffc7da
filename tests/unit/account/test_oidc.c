/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc.h"

#include "account/oidc_flow.h"
#include "account/oidc_metadata.h"
#include "account/oidc_token.h"
#include "base/limits.h"
#include "codec/jwt_test.h"
#include "store/store_test.h"

#define NOW STORE_TEST_NOW_US
#define NOW_S (NOW / CLOCK_SECOND_US)
#define ISSUER "https://id.example.org"

/* -- what is typed -- */

static struct oidc_provider good_provider(void)
{
    return (struct oidc_provider){.slug = TEXT("acme"),
        .name = TEXT("Acme"),
        .issuer = TEXT(ISSUER),
        .client_id = TEXT("kenzen"),
        .scopes = TEXT("profile email"),
        .domains = TEXT(""),
        .groups_claim = TEXT(""),
        .is_enabled = true,
        .created_us = NOW};
}

static void test_what_is_typed(void **state)
{
    (void)state;
    static const char *const slugs[] = {
        "", "-a", "A", "a b", "a/b", "ä", "..", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    static const char *const issuers[] = {"", "id.example.org", "http://id.example.org",
        "https://a@id.example.org", "https://id.example.org?a=1", "https://id.example.org#a",
        "http://127.0.0.1.evil.example", "http://localhost.evil.example", "file:///etc/passwd"};
    static const char *const fine[] = {ISSUER, ISSUER "/", ISSUER "/realms/a",
        "http://127.0.0.1:8080", "http://localhost", "http://[::1]:90/a"};
    struct oidc_provider provider = good_provider();
    assert_ok(oidc_check(&provider, err));
    for (size_t i = 0; i < LEN_OF(slugs); i++) {
        provider.slug = text_of(slugs[i]);
        assert_err(ERR_USAGE, oidc_check(&provider, err));
    }
    provider = good_provider();
    for (size_t i = 0; i < LEN_OF(issuers); i++) {
        provider.issuer = text_of(issuers[i]);
        assert_err(ERR_USAGE, oidc_check(&provider, err));
    }
    for (size_t i = 0; i < LEN_OF(fine); i++) {
        provider.issuer = text_of(fine[i]);
        assert_ok(oidc_check(&provider, err));
    }
    provider = good_provider();
    provider.scopes = TEXT("profile\nemail");
    assert_err(ERR_USAGE, oidc_check(&provider, err));
}

/* An address of plain http beside an issuer of https would send the secret in the clear. */
static void test_addresses_beside_an_issuer(void **state)
{
    (void)state;
    assert_true(oidc_is_url_fit(TEXT(ISSUER), TEXT("https://other.example.org/token")));
    assert_false(oidc_is_url_fit(TEXT(ISSUER), TEXT("http://id.example.org/token")));
    assert_false(oidc_is_url_fit(TEXT(ISSUER), TEXT("http://127.0.0.1/token")));
    assert_true(oidc_is_url_fit(TEXT("http://127.0.0.1:1"), TEXT("http://127.0.0.1:1/token")));
    assert_false(oidc_is_url_fit(TEXT("http://127.0.0.1:1"), TEXT("http://10.0.0.1/token")));
    assert_false(oidc_is_url_fit(TEXT(ISSUER), TEXT("javascript:alert(1)")));
}

/* -- metadata -- */

#define ADDRESSES                                                                                  \
    "\"authorization_endpoint\":\"" ISSUER "/a\",\"token_endpoint\":\"" ISSUER                     \
    "/t\",\"jwks_uri\":\"" ISSUER "/k\""

static void test_metadata(void **state)
{
    struct store_test *t = store_test(state);
    struct oidc_metadata m;
    assert_ok(oidc_metadata_read(TEXT(ISSUER),
        TEXT("{\"issuer\":\"" ISSUER "\"," ADDRESSES ",\"userinfo_endpoint\":\"" ISSUER "/u\","
             "\"end_session_endpoint\":\"" ISSUER "/e\",\"response_types_supported\":[\"code\"],"
             "\"id_token_signing_alg_values_supported\":[\"HS256\",\"none\",\"ES256\",7],"
             "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\",\"none\"],"
             "\"code_challenge_methods_supported\":[\"plain\",\"S256\"],"
             "\"authorization_response_iss_parameter_supported\":true}"),
        &t->arena, &m, err));
    assert_text(m.authorization, ISSUER "/a");
    assert_text(m.userinfo, ISSUER "/u");
    assert_text(m.end_session, ISSUER "/e");
    assert_int_equal(m.algs, JWK_ES256);
    assert_int_equal(m.client_auths, 1 << OIDC_POST | 1 << OIDC_PUBLIC);
    assert_true(m.tells_issuer && m.has_pkce && m.has_code);
    assert_ok(oidc_metadata_read(
        TEXT(ISSUER), TEXT("{\"issuer\":\"" ISSUER "\"," ADDRESSES "}"), &t->arena, &m, err));
    assert_int_equal(m.algs, JWK_RS256);
    assert_int_equal(m.client_auths, 1 << OIDC_BASIC);
    assert_true(!m.tells_issuer && !m.has_pkce && !m.has_code && !m.userinfo.len);
    assert_text(oidc_metadata_url(TEXT(ISSUER "/r/"), &t->arena),
        ISSUER "/r/.well-known/openid-configuration");
}

static void test_bad_metadata(void **state)
{
    struct store_test *t = store_test(state);
    static const char *const bad[] = {
        "",
        "[]",
        "{}",
        "{\"issuer\":\"" ISSUER "/\"," ADDRESSES "}",
        "{\"issuer\":\"https://ID.example.org\"," ADDRESSES "}",
        "{\"issuer\":\"" ISSUER "\"}",
        "{\"issuer\":\"" ISSUER "\",\"issuer\":\"" ISSUER "\"," ADDRESSES "}",
        "{\"issuer\":\"" ISSUER "\"," ADDRESSES
        ",\"userinfo_endpoint\":\"http://id.example.org/\"}",
        "{\"issuer\":\"" ISSUER "\"," ADDRESSES ",\"userinfo_endpoint\":7}",
        "{\"issuer\":\"" ISSUER "\"," ADDRESSES ",\"end_session_endpoint\":\"javascript:a\"}",
    };
    for (size_t i = 0; i < LEN_OF(bad); i++) {
        struct oidc_metadata m;
        assert_err(
            ERR_SYNTAX, oidc_metadata_read(TEXT(ISSUER), text_of(bad[i]), &t->arena, &m, err));
    }
}

/* -- ID tokens -- */

static struct text claims_of(struct arena *arena, const char *more, const char *issuer,
    const char *audience, const char *nonce, int64_t expires_s, int64_t made_s)
{
    return arena_format(arena,
        "{\"iss\":\"%s\",\"aud\":%s,\"nonce\":\"%s\",\"sub\":\"24400320\",\"exp\":%lld,\"iat\":%lld%s}",
        issuer, audience, nonce, (long long)expires_s, (long long)made_s, more);
}

struct token_case {
    const char *what;
    struct text claims;
    enum err_code wanted;
};

static struct oidc_token_expected expected(void)
{
    return (struct oidc_token_expected){.issuer = TEXT(ISSUER),
        .client_id = TEXT("kenzen"),
        .nonce = TEXT("n-1"),
        .access_token = TEXT("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
        .algs = JWK_ALL,
        .now_us = NOW};
}

static struct jwk_set *keys_of(const struct jwt_test_key *key, struct arena *arena)
{
    struct jwk_set *set;
    struct text jwk = jwt_test_jwk(key, arena);
    assert_ok(jwk_set_read(&set, arena_format(arena, "{\"keys\":[%.*s}]}", TEXT_ARG(jwk)), err));
    return set;
}

#define CASE(what, wanted, more, ...) {what, claims_of(&t->arena, more, __VA_ARGS__), wanted}
#define GOOD ISSUER, "\"kenzen\"", "n-1", NOW_S + 300, NOW_S

static void test_claims(void **state)
{
    struct store_test *t = store_test(state);
    const struct token_case cases[] = {
        CASE("good", ERR_NONE, "", GOOD),
        CASE("at_hash", ERR_NONE, ",\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RQ\"", GOOD),
        CASE("another at_hash", ERR_FORBIDDEN, ",\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RA\"", GOOD),
        CASE("another issuer", ERR_FORBIDDEN, "", ISSUER "/", "\"kenzen\"", "n-1", NOW_S + 300,
            NOW_S),
        CASE("another audience", ERR_FORBIDDEN, "", ISSUER, "\"other\"", "n-1", NOW_S + 300, NOW_S),
        CASE("no audience", ERR_FORBIDDEN, "", ISSUER, "null", "n-1", NOW_S + 300, NOW_S),
        CASE("audience in a list", ERR_NONE, "", ISSUER, "[\"kenzen\"]", "n-1", NOW_S + 300, NOW_S),
        CASE("two audiences", ERR_FORBIDDEN, "", ISSUER, "[\"kenzen\",\"x\"]", "n-1", NOW_S + 300,
            NOW_S),
        CASE("two audiences, ours asked", ERR_NONE, ",\"azp\":\"kenzen\"", ISSUER,
            "[\"kenzen\",\"x\"]", "n-1", NOW_S + 300, NOW_S),
        CASE("asked by another", ERR_FORBIDDEN, ",\"azp\":\"x\"", GOOD),
        CASE("another nonce", ERR_FORBIDDEN, "", ISSUER, "\"kenzen\"", "n-2", NOW_S + 300, NOW_S),
        CASE("expired", ERR_FORBIDDEN, "", ISSUER, "\"kenzen\"", "n-1", NOW_S - 120, NOW_S - 300),
        CASE("just not expired", ERR_NONE, "", ISSUER, "\"kenzen\"", "n-1", NOW_S - 119,
            NOW_S - 300),
        CASE("from the future", ERR_FORBIDDEN, "", ISSUER, "\"kenzen\"", "n-1", NOW_S + 900,
            NOW_S + 121),
        CASE("from long ago", ERR_FORBIDDEN, "", ISSUER, "\"kenzen\"", "n-1", NOW_S + 900,
            NOW_S - 601),
        CASE("not yet", ERR_FORBIDDEN, ",\"nbf\":4000000000", GOOD),
        CASE("a time that is none", ERR_SYNTAX, ",\"nbf\":\"now\"", GOOD),
        {"no expiry", TEXT("{\"iss\":\"" ISSUER "\",\"aud\":\"kenzen\",\"nonce\":\"n-1\"}"),
            ERR_FORBIDDEN},
        CASE("no subject", ERR_SYNTAX, "", ISSUER, "\"kenzen\",\"sub\":7,\"x\":\"\"", "n-1",
            NOW_S + 300, NOW_S),
    };
    struct jwt_test_key key = jwt_test_key_new(JWK_ES256, "one");
    struct jwk_set *keys = keys_of(&key, &t->arena);
    struct oidc_token_expected wanted = expected();
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct err err = {0};
        struct oidc_person person;
        struct text token = jwt_test_sign(&key, cases[i].claims.at, &t->arena);
        bool is_good = oidc_token_check(&wanted, token, keys, TEXT(""), &t->arena, &person, &err);
        if (is_good != (cases[i].wanted == ERR_NONE) || err.code != cases[i].wanted)
            fail_msg("%s: %d %s", cases[i].what, (int)err.code, err.text);
    }
    jwk_set_free(keys);
    jwt_test_key_done(&key);
}

static void test_a_token_for_something_else(void **state)
{
    struct store_test *t = store_test(state);
    struct jwt_test_key key = jwt_test_key_new(JWK_EDDSA, "one");
    struct jwk_set *keys = keys_of(&key, &t->arena);
    struct oidc_token_expected wanted = expected();
    struct oidc_person person;
    struct text claims = claims_of(&t->arena, "", GOOD);
    struct text token =
        jwt_test_sign_as(&key, "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\"}", claims.at, &t->arena);
    assert_err(
        ERR_FORBIDDEN, oidc_token_check(&wanted, token, keys, TEXT(""), &t->arena, &person, err));
    wanted.algs = JWK_RS256;
    token = jwt_test_sign(&key, claims.at, &t->arena);
    assert_err(
        ERR_FORBIDDEN, oidc_token_check(&wanted, token, keys, TEXT(""), &t->arena, &person, err));
    jwk_set_free(keys);
    jwt_test_key_done(&key);
}

static void test_age(void **state)
{
    struct store_test *t = store_test(state);
    struct jwt_test_key key = jwt_test_key_new(JWK_EDDSA, "one");
    struct jwk_set *keys = keys_of(&key, &t->arena);
    struct oidc_token_expected wanted = expected();
    struct oidc_person person;
    wanted.max_age_s = 600;
    const int64_t ages[] = {0, 600, 720, 721};
    struct text token = jwt_test_sign(&key, claims_of(&t->arena, "", GOOD).at, &t->arena);
    assert_err(
        ERR_FORBIDDEN, oidc_token_check(&wanted, token, keys, TEXT(""), &t->arena, &person, err));
    for (size_t i = 0; i < LEN_OF(ages); i++) {
        struct text more =
            arena_format(&t->arena, ",\"auth_time\":%lld", (long long)(NOW_S - ages[i]));
        token = jwt_test_sign(&key, claims_of(&t->arena, more.at, GOOD).at, &t->arena);
        struct err err;
        assert_int_equal(oidc_token_check(&wanted, token, keys, TEXT(""), &t->arena, &person, &err),
            ages[i] <= 720);
    }
    jwk_set_free(keys);
    jwt_test_key_done(&key);
}

static void test_who_it_is(void **state)
{
    struct store_test *t = store_test(state);
    struct jwt_test_key key = jwt_test_key_new(JWK_EDDSA, "one");
    struct jwk_set *keys = keys_of(&key, &t->arena);
    struct oidc_token_expected wanted = expected();
    struct oidc_person person;
    struct text claims = claims_of(&t->arena,
        ",\"email\":\"mia@example.org\",\"email_verified\":\"true\",\"name\":\" Mia\\u202e \","
        "\"preferred_username\":\"mia\",\"https://a/groups\":[\"sec\",7,\"ops\"]",
        GOOD);
    struct text token = jwt_test_sign(&key, claims.at, &t->arena);
    assert_ok(
        oidc_token_check(&wanted, token, keys, TEXT("https://a/groups"), &t->arena, &person, err));
    assert_text(person.subject, "24400320");
    assert_text(person.email, "mia@example.org");
    assert_true(person.is_email_verified);
    assert_text(person.name, "");
    assert_text(person.preferred_name, "mia");
    assert_true(person.has_groups && person.group_count == 2);
    assert_text(person.groups[1], "ops");
    /* Another's userinfo is not added; of the right one, only what was lacking. */
    assert_err(ERR_FORBIDDEN, oidc_token_add(&person, TEXT("{\"sub\":\"1\",\"name\":\"Eve\"}"),
                                  TEXT(""), &t->arena, err));
    assert_err(ERR_FORBIDDEN, oidc_token_add(&person, TEXT("{}"), TEXT(""), &t->arena, err));
    assert_ok(oidc_token_add(&person,
        TEXT("{\"sub\":\"24400320\",\"name\":\"Mia M\",\"email\":\"eve@example.org\"}"), TEXT(""),
        &t->arena, err));
    assert_text(person.name, "Mia M");
    assert_text(person.email, "mia@example.org");
    jwk_set_free(keys);
    jwt_test_key_done(&key);
}

/* -- flows -- */

static void test_paths_within_the_site(void **state)
{
    (void)state;
    static const char *const outside[] = {"", "tickets", "//evil.example", "/\\evil.example",
        "https://evil.example", "/a\\b", "/a b", "/a\r\nSet-Cookie: b", "javascript:a", "/\t/evil"};
    for (size_t i = 0; i < LEN_OF(outside); i++)
        assert_text(oidc_flow_path(text_of(outside[i])), "/");
    assert_text(oidc_flow_path(TEXT("/tickets?state=open#a")), "/tickets?state=open#a");
}

static int64_t add_provider(struct store_test *t, struct vault *vault, const char *secret)
{
    struct oidc_provider provider = good_provider();
    int64_t id;
    assert_ok(oidc_add(t->db, vault, &provider, text_of(secret), &id, err));
    return id;
}

static struct vault *make_vault(struct store_test *t)
{
    struct vault *vault;
    char path[] = "/tmp/kenzen-oidc-XXXXXX";
    (void)t;
    close(mkstemp(path));
    unlink(path);
    assert_ok(vault_new(&vault, path, err));
    unlink(path);
    return vault;
}

static void test_a_flow_is_taken_once(void **state)
{
    struct store_test *t = store_test(state);
    struct vault *vault = make_vault(t);
    int64_t id = add_provider(t, vault, "");
    struct oidc_flow flow = {.provider_id = id, .return_path = TEXT("/where")}, found;
    char one[ACCOUNT_SECRET_SIZE], two[ACCOUNT_SECRET_SIZE], browser[ACCOUNT_SECRET_SIZE];
    char same[ACCOUNT_SECRET_SIZE], other[ACCOUNT_SECRET_SIZE];
    assert_ok(oidc_flow_begin(t->db, &flow, TEXT("nonsense"), NOW, one, browser, err));
    assert_ok(oidc_flow_begin(t->db, &flow, text_of(browser), NOW, two, same, err));
    assert_string_equal(browser, same);
    char strange[ACCOUNT_SECRET_SIZE];
    assert_ok(oidc_flow_begin(t->db, &flow, TEXT(""), NOW, strange, other, err));
    /* A state that went through another browser, another provider's, one that is too old. */
    struct text state_one = text_of(one);
    assert_err(ERR_UNAUTHENTICATED,
        oidc_flow_take(t->db, id, state_one, text_of(other), NOW, &t->arena, &found, err));
    assert_err(ERR_UNAUTHENTICATED,
        oidc_flow_take(t->db, id, state_one, TEXT(""), NOW, &t->arena, &found, err));
    assert_err(ERR_UNAUTHENTICATED,
        oidc_flow_take(t->db, id + 1, state_one, text_of(browser), NOW, &t->arena, &found, err));
    assert_err(ERR_UNAUTHENTICATED, oidc_flow_take(t->db, id, state_one, text_of(browser),
                                        NOW + OIDC_FLOW_US, &t->arena, &found, err));
    assert_ok(oidc_flow_take(t->db, id, state_one, text_of(browser), NOW, &t->arena, &found, err));
    assert_text(found.return_path, "/where");
    assert_err(ERR_UNAUTHENTICATED,
        oidc_flow_take(t->db, id, state_one, text_of(browser), NOW, &t->arena, &found, err));
    assert_ok(
        oidc_flow_take(t->db, id, text_of(two), text_of(browser), NOW, &t->arena, &found, err));
    /* What is too old goes when somebody begins. */
    assert_ok(oidc_flow_begin(t->db, &flow, TEXT(""), NOW + OIDC_FLOW_US, strange, other, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM oidc_flow"), 1);
    vault_free(vault);
}

/* A stranger who begins one sign-in after another keeps nobody out. */
static void test_of_too_many_flows_the_oldest_go(void **state)
{
    struct store_test *t = store_test(state);
    struct vault *vault = make_vault(t);
    struct oidc_flow flow = {.return_path = TEXT("/")}, found;
    char first[ACCOUNT_SECRET_SIZE], last[ACCOUNT_SECRET_SIZE], browser[ACCOUNT_SECRET_SIZE];
    char same[ACCOUNT_SECRET_SIZE];
    flow.provider_id = add_provider(t, vault, "");
    assert_ok(oidc_flow_begin(t->db, &flow, TEXT(""), NOW, first, browser, err));
    store_test_run(t,
        "INSERT INTO oidc_flow (state, browser, provider_id, return_path, created_us, expires_us) "
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99999) "
        "SELECT CAST(CAST(n.i AS TEXT) AS BYTEA), f.browser, f.provider_id, '/', f.created_us, "
        "f.expires_us + n.i FROM n, oidc_flow f");
    assert_ok(
        oidc_flow_begin(t->db, &flow, text_of(browser), NOW + CLOCK_SECOND_US, last, same, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM oidc_flow"), (int)LIMIT_OIDC_FLOWS);
    assert_ok(oidc_flow_take(t->db, flow.provider_id, text_of(last), text_of(browser),
        NOW + CLOCK_SECOND_US, &t->arena, &found, err));
    assert_err(
        ERR_UNAUTHENTICATED, oidc_flow_take(t->db, flow.provider_id, text_of(first),
                                 text_of(browser), NOW + CLOCK_SECOND_US, &t->arena, &found, err));
    vault_free(vault);
}

static void test_words_differ(void **state)
{
    (void)state;
    struct oidc_flow_words a, b, c;
    oidc_flow_words(TEXT("s"), TEXT("b"), &a);
    oidc_flow_words(TEXT("s"), TEXT("c"), &b);
    oidc_flow_words(TEXT("s"), TEXT("b"), &c);
    assert_int_equal(strlen(a.verifier), 43);
    assert_string_equal(a.verifier, c.verifier);
    assert_string_equal(a.nonce, c.nonce);
    assert_string_not_equal(a.verifier, a.nonce);
    assert_string_not_equal(a.verifier, b.verifier);
    assert_string_not_equal(a.nonce, b.nonce);
    assert_string_not_equal(a.challenge, a.verifier);
}

/* -- providers -- */

static void test_providers(void **state)
{
    struct store_test *t = store_test(state);
    struct vault *vault = make_vault(t);
    int64_t id = add_provider(t, vault, "s3cret"), other;
    struct oidc_provider provider, again = good_provider();
    struct text secret;
    assert_err(ERR_CONFLICT, oidc_add(t->db, vault, &again, TEXT(""), &other, err));
    again.slug = TEXT("other");
    assert_err(ERR_CONFLICT, oidc_add(t->db, vault, &again, TEXT(""), &other, err));
    assert_ok(oidc_find_slug(t->db, TEXT("acme"), &t->arena, &provider, err));
    assert_true(provider.id == id && provider.is_enabled && provider.alg == JWK_NONE);
    assert_true(text_find_text(provider.secret, TEXT("s3cret")) < 0);
    assert_ok(oidc_secret(vault, &provider, &t->arena, &secret, err));
    assert_text(secret, "s3cret");
    assert_ok(oidc_keep_keys(t->db, id, TEXT("{}"), NOW, err));
    provider.alg = JWK_PS256;
    provider.makes_accounts = true;
    assert_ok(oidc_change(t->db, vault, &provider, NULL, err));
    assert_ok(oidc_find(t->db, id, &t->arena, &provider, err));
    assert_true(provider.alg == JWK_PS256 && provider.makes_accounts && !provider.keys.len);
    assert_ok(oidc_secret(vault, &provider, &t->arena, &secret, err));
    assert_text(secret, "s3cret");
    /* A sealed secret that was moved to another row is none. */
    provider.id++;
    assert_err(ERR_SYSTEM, oidc_secret(vault, &provider, &t->arena, &secret, err));
    assert_ok(oidc_remove(t->db, id, err));
    assert_err(ERR_NOT_FOUND, oidc_remove(t->db, id, err));
    assert_err(ERR_NOT_FOUND, oidc_change(t->db, vault, &provider, NULL, err));
    vault_free(vault);
}

static void test_groups(void **state)
{
    struct store_test *t = store_test(state);
    struct vault *vault = make_vault(t);
    int64_t id = add_provider(t, vault, "");
    store_test_run(t, "INSERT INTO team (id, name, created_us) VALUES (7, 'Payments', 1)");
    const struct oidc_group groups[] = {
        {.name = TEXT("sec"), .team_id = 7, .team_role = TEAM_MEMBER},
        {.name = TEXT("boss"), .account_role = ACCOUNT_GOVERNANCE},
    };
    const struct oidc_group stray[] = {{.name = TEXT("x"), .team_id = 8, .team_role = TEAM_VIEWER}};
    struct oidc_group *found;
    size_t count;
    assert_ok(oidc_set_groups(t->db, id, groups, LEN_OF(groups), err));
    assert_ok(oidc_groups(t->db, id, &t->arena, &found, &count, err));
    assert_int_equal(count, 2);
    assert_text(found[0].team_name, "Payments");
    assert_true(found[0].team_role == TEAM_MEMBER && found[1].account_role == ACCOUNT_GOVERNANCE);
    assert_err(ERR_NOT_FOUND, oidc_set_groups(t->db, id, stray, 1, err));
    assert_ok(oidc_set_groups(t->db, id, NULL, 0, err));
    assert_ok(oidc_groups(t->db, id, &t->arena, &found, &count, err));
    assert_int_equal(count, 0);
    vault_free(vault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_typed),
        cmocka_unit_test(test_addresses_beside_an_issuer),
        STORE_TEST_SQLITE(test_metadata),
        STORE_TEST_SQLITE(test_bad_metadata),
        STORE_TEST_SQLITE(test_claims),
        STORE_TEST_SQLITE(test_a_token_for_something_else),
        STORE_TEST_SQLITE(test_age),
        STORE_TEST_SQLITE(test_who_it_is),
        cmocka_unit_test(test_paths_within_the_site),
        STORE_TEST(test_a_flow_is_taken_once),
        STORE_TEST(test_of_too_many_flows_the_oldest_go),
        cmocka_unit_test(test_words_differ),
        STORE_TEST(test_providers),
        STORE_TEST(test_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
