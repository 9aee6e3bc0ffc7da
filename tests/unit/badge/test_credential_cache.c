/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "badge/credential_cache.h"

static bool is_kept(
    struct credential_cache *cache, const char *key, const char *claims, const char *wanted)
{
    unsigned char digest[SHA256_SIZE];
    struct buf out;
    buf_init(&out, SIZE_MAX);
    credential_cache_digest(text_of(key), text_of(claims), digest);
    bool is = credential_cache_find(cache, digest, &out);
    if (is)
        assert_text(buf_text(&out), wanted);
    else
        assert_int_equal(out.len, 0);
    buf_done(&out);
    return is;
}

static void keep(
    struct credential_cache *cache, const char *key, const char *claims, struct text token)
{
    unsigned char digest[SHA256_SIZE];
    credential_cache_digest(text_of(key), text_of(claims), digest);
    credential_cache_put(cache, digest, token);
}

/* Another key or another word is another token; the border between both is told. */
static void test_found(void **state)
{
    (void)state;
    struct credential_cache *cache = credential_cache_new();
    assert_false(is_kept(cache, "k1", "a", ""));
    keep(cache, "k1", "a", TEXT("one"));
    assert_true(is_kept(cache, "k1", "a", "one"));
    assert_false(is_kept(cache, "k2", "a", ""));
    assert_false(is_kept(cache, "k1", "b", ""));
    assert_false(is_kept(cache, "k", "1a", ""));
    keep(cache, "k1", "a", TEXT("two"));
    assert_true(is_kept(cache, "k1", "a", "two"));
    credential_cache_free(cache);
}

/* More than there are slots: no more than that are kept, and the newest is. */
static void test_bounds(void **state)
{
    (void)state;
    struct credential_cache *cache = credential_cache_new();
    char claims[32];
    size_t found = 0;
    enum { MANY = 4 * CREDENTIAL_CACHE_SLOTS };
    for (size_t i = 0; i < MANY; i++) {
        snprintf(claims, sizeof claims, "%zu", i);
        keep(cache, "k", claims, text_of(claims));
        assert_true(is_kept(cache, "k", claims, claims));
    }
    for (size_t i = 0; i < MANY; i++) {
        snprintf(claims, sizeof claims, "%zu", i);
        found += is_kept(cache, "k", claims, claims);
    }
    assert_true(found > CREDENTIAL_CACHE_SLOTS / 2 && found <= CREDENTIAL_CACHE_SLOTS);
    credential_cache_free(cache);
}

static void test_size(void **state)
{
    (void)state;
    struct credential_cache *cache = credential_cache_new();
    char *large = calloc(1, CREDENTIAL_CACHE_BYTES_MAX + 2);
    memset(large, 'x', CREDENTIAL_CACHE_BYTES_MAX + 1);
    keep(cache, "k", "over", text_of(large));
    assert_false(is_kept(cache, "k", "over", ""));
    large[CREDENTIAL_CACHE_BYTES_MAX] = '\0';
    keep(cache, "k", "largest", text_of(large));
    assert_true(is_kept(cache, "k", "largest", large));
    keep(cache, "k", "empty", TEXT(""));
    assert_false(is_kept(cache, "k", "empty", ""));
    free(large);
    credential_cache_free(cache);
}

static void test_none(void **state)
{
    (void)state;
    keep(NULL, "k", "a", TEXT("one"));
    assert_false(is_kept(NULL, "k", "a", ""));
    credential_cache_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
