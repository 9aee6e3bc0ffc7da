/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of versions against version_compare: the vectors pair by pair, and many thousand pairs of versions made from them. */
#include "unit.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/vec.h"
#include "domain/version_key.h"

enum { ROUNDS = 20000, ORDER_REFUSED = 9 };

struct pool {
    enum version_scheme scheme;
    struct buf file;
    struct {
        VEC(struct text);
    } versions;
    uint64_t seed;
};

static uint64_t next_random(struct pool *pool)
{
    pool->seed ^= pool->seed << 13;
    pool->seed ^= pool->seed >> 7;
    pool->seed ^= pool->seed << 17;
    return pool->seed;
}

static size_t random_below(struct pool *pool, size_t count)
{
    return (size_t)(next_random(pool) % count);
}

static void pool_add(struct pool *pool, struct text version)
{
    if (version_check(pool->scheme, version, NULL))
        *VEC_ADD(&pool->versions) = version;
}

/* Versions that the vectors have not, for the schemes that read them. */
static const char *const more[] = {"1", "1.0.alpha.1", "1.0.sp.1", "1.0.x.1", "1-0.alpha.1",
    "1.0-0.1", "1..2", "1...2", "1.00.2", "1.0.0.a", "1.a.0.0.b", "1.a.0.0.0.1", "1_rc", "1_p",
    "1b-r0", "1~ab", "1~ab-r2", "1-r", "dev-main", "dev-", "1.x-dev", "1.2.*-dev", "1.", "1.p1",
    "a1", "a.b", "a.", "a..b", "1..b", "1..2", "1.101", "1.224"};

static void pool_init(struct pool *pool, enum version_scheme scheme)
{
    char path[128], part[4096];
    *pool = (struct pool){.scheme = scheme, .seed = 88172645463325252ULL + (uint64_t)scheme};
    buf_init(&pool->file, SIZE_MAX);
    snprintf(path, sizeof path, "tests/vectors/versions/%s.tsv", version_scheme_name(scheme));
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s: cannot be opened", path);
    for (size_t len; (len = fread(part, 1, sizeof part, file)) > 0;)
        buf_add(&pool->file, (struct text){part, len});
    fclose(file);
    struct text rest = buf_text(&pool->file);
    while (rest.len) {
        struct text line = text_cut(&rest, '\n');
        struct text a = text_cut(&line, '\t');
        text_cut(&line, '\t');
        pool_add(pool, a);
        pool_add(pool, line);
    }
    for (size_t i = 0; i < LEN_OF(more); i++)
        pool_add(pool, text_of(more[i]));
    assert_true(pool->versions.len > 10);
}

static void pool_done(struct pool *pool)
{
    VEC_DONE(&pool->versions);
    buf_done(&pool->file);
}

static int sign_of(int order)
{
    return (order > 0) - (order < 0);
}

/* Returns the order of two readable versions, or VERSION_NO_ORDER. */
static int wanted_order(enum version_scheme scheme, struct text a, struct text b)
{
    int order = VERSION_NO_ORDER;
    if (!version_compare(scheme, a, b, &order, NULL))
        return VERSION_NO_ORDER;
    return order;
}

static void check_key_pair(
    enum version_scheme scheme, struct text a, struct text b, struct text a_key, struct text b_key)
{
    int wanted = wanted_order(scheme, a, b);
    int got = version_key_compare(scheme, a_key, b_key);
    int back = version_key_compare(scheme, b_key, a_key);
    if (got != wanted || back != (wanted == VERSION_NO_ORDER ? wanted : -wanted))
        fail_msg("%s: %.*s and %.*s: %d by their keys (%d back), not %d",
            version_scheme_name(scheme), TEXT_ARG(a), TEXT_ARG(b), got, back, wanted);
    /* To pacman, a version without release is equal to the same with any. */
    bool may_differ = scheme == VERSION_PACMAN && wanted == 0;
    if (!may_differ && text_eq(a_key, b_key) != (wanted == 0))
        fail_msg("%s: %.*s and %.*s: order %d, but keys that are%s equal",
            version_scheme_name(scheme), TEXT_ARG(a), TEXT_ARG(b), wanted,
            text_eq(a_key, b_key) ? "" : " not");
    if (version_key_is_ordered(scheme) && sign_of(text_cmp(a_key, b_key)) != wanted)
        fail_msg("%s: %.*s and %.*s: not ordered by bytes", version_scheme_name(scheme),
            TEXT_ARG(a), TEXT_ARG(b));
}

static struct text add_key(enum version_scheme scheme, struct text version, struct buf *out)
{
    struct err err = {0};
    buf_cut(out, 0);
    if (!version_key_add(scheme, version, out, &err))
        fail_msg("%s", err.text);
    return buf_text(out);
}

static void check_pair(
    enum version_scheme scheme, struct text a, struct text b, struct buf *a_buf, struct buf *b_buf)
{
    check_key_pair(scheme, a, b, add_key(scheme, a, a_buf), add_key(scheme, b, b_buf));
}

static void test_vectors(void **state)
{
    (void)state;
    struct buf a_key, b_key;
    buf_init(&a_key, SIZE_MAX);
    buf_init(&b_key, SIZE_MAX);
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct pool pool;
        pool_init(&pool, (enum version_scheme)scheme);
        for (size_t i = 0; i < pool.versions.len * pool.versions.len; i++)
            check_pair(pool.scheme, pool.versions.at[i / pool.versions.len],
                pool.versions.at[i % pool.versions.len], &a_key, &b_key);
        pool_done(&pool);
    }
    buf_done(&a_key);
    buf_done(&b_key);
}

/* Numbers where their writing changes, each against each, at the end and before more. */
static void test_numbers(void **state)
{
    (void)state;
    static const char *const numbers[] = {"0", "1", "94", "95", "96", "97", "351", "352", "2143",
        "2144", "65535", "65536", "16777215", "16777216", "4294967295", "4294967296",
        "9223372036854775807", "9999999999999999999", "10000000000000000000",
        "18446744073709551615", "18446744073709551616", "99999999999999999999",
        "100000000000000000000"};
    static const char *const forms[] = {"1.%s", "1.%s.0", "1.%s.1", "1.%s.96", "%s.0.0"};
    enum { COUNT = LEN_OF(numbers) * LEN_OF(forms) };
    struct buf versions[COUNT], a_key, b_key;
    buf_init(&a_key, SIZE_MAX);
    buf_init(&b_key, SIZE_MAX);
    for (size_t i = 0; i < COUNT; i++) {
        struct text form = text_of(forms[i % LEN_OF(forms)]);
        size_t at = (size_t)text_find(form, '%');
        buf_init(&versions[i], SIZE_MAX);
        buf_add(&versions[i], text_slice(form, 0, at));
        buf_add_z(&versions[i], numbers[i / LEN_OF(forms)]);
        buf_add(&versions[i], text_from(form, at + 2));
    }
    for (size_t i = 0; i < COUNT * COUNT; i++)
        for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++)
            check_pair((enum version_scheme)scheme, buf_text(&versions[i / COUNT]),
                buf_text(&versions[i % COUNT]), &a_key, &b_key);
    for (size_t i = 0; i < COUNT; i++)
        buf_done(&versions[i]);
    buf_done(&a_key);
    buf_done(&b_key);
}

/* What versions are made of, and what divides them, in some scheme or other. */
static const char *const pieces[] = {"0", "00", "1", "2", "9", "10", "007", "95", "96", "97", "255",
    "2143", "2144", "2024", "65535", "65536", "20240101", "2147483647", "2147483648", "4294967296",
    "9999999999999999999", "18446744073709551615", "18446744073709551616",
    "100000000000000000000000000001", ".", "..", "-", "_", "+", "~", "^", ":", "!", "*", "a", "b",
    "c", "A", "z", "p", "r", "v", "x", "rc", "RC", "cr", "pre", "preview", "alpha", "beta", "dev",
    "post", "rev", "final", "ga", "release", "sp", "snapshot", "SNAPSHOT", "milestone", "m", "pl",
    "git", "cvs", "hg", "el9", "fc40", "deb12u1", "ubuntu", "incompatible", "-r0", "-r1", "-dev",
    ".x", "-1", "-0", ".0", ".0.0", "0.", ".0.a", ".a.0", ".alpha.1", ".0.alpha.1", "-ga", "-0",
    "~rc1", "^git", "1:", "0:", "1!", "+b1", "+local.1", "_p1", "_alpha", "_rc2", "~abc", ".post1",
    ".dev0", "dev-", "foo", "Foo", "@", "#"};

/* Puts a piece into version, in the place of len bytes at from. */
static struct text replace(
    char *to, struct text version, size_t from, size_t len, struct text piece)
{
    struct text parts[] = {text_slice(version, 0, from), piece, text_from(version, from + len)};
    struct text made = {to, 0};
    for (size_t i = 0; i < LEN_OF(parts); i++) {
        if (made.len + parts[i].len > LIMIT_VERSION_BYTES)
            return version;
        if (parts[i].len)
            memcpy(to + made.len, parts[i].at, parts[i].len);
        made.len += parts[i].len;
    }
    return made;
}

static struct text mutate(struct pool *pool, struct text version, char *to)
{
    size_t from = random_below(pool, version.len + 1);
    struct text piece = text_of(pieces[random_below(pool, LEN_OF(pieces))]);
    struct text other = pool->versions.at[random_below(pool, pool->versions.len)];
    size_t cut = random_below(pool, other.len + 1);
    switch (random_below(pool, 6)) {
    case 0: return replace(to, version, from, 1, piece);
    case 1: return replace(to, version, from, 1 + random_below(pool, 4), (struct text){0});
    case 2: return replace(to, version, version.len, 0, piece);
    case 3: return replace(to, version, from, version.len, text_from(other, cut));
    case 4: return replace(to, version, from, 0, text_slice(version, from / 2, from));
    default: return replace(to, version, from, 0, piece);
    }
}

/* Makes a version that can be read out of one that can. */
static struct text change(struct pool *pool, struct text version, char room[2][LIMIT_VERSION_BYTES])
{
    struct text made = version;
    size_t wanted = random_below(pool, 4);
    for (size_t i = 0; i < wanted; i++) {
        struct text next = mutate(pool, made, room[i % 2]);
        if (!version_check(pool->scheme, next, NULL))
            return made;
        made = next;
    }
    return made;
}

static void check_random_pairs(struct pool *pool, struct buf *a_key, struct buf *b_key)
{
    char a_room[2][LIMIT_VERSION_BYTES], b_room[2][LIMIT_VERSION_BYTES];
    for (size_t i = 0; i < ROUNDS; i++) {
        struct text a = pool->versions.at[random_below(pool, pool->versions.len)];
        a = change(pool, a, a_room);
        struct text b = a;
        if (random_below(pool, 4) == 0)
            b = pool->versions.at[random_below(pool, pool->versions.len)];
        b = change(pool, b, b_room);
        check_pair(pool->scheme, a, b, a_key, b_key);
    }
}

static void test_random_versions(void **state)
{
    (void)state;
    struct buf a_key, b_key;
    buf_init(&a_key, SIZE_MAX);
    buf_init(&b_key, SIZE_MAX);
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct pool pool;
        pool_init(&pool, (enum version_scheme)scheme);
        check_random_pairs(&pool, &a_key, &b_key);
        pool_done(&pool);
    }
    buf_done(&a_key);
    buf_done(&b_key);
}

/* Keys out of a damaged file give some answer; the bytes behind them, which a sanitizer guards, are not read. */
static void test_hostile_keys(void **state)
{
    (void)state;
    struct buf made;
    buf_init(&made, SIZE_MAX);
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct pool pool;
        pool_init(&pool, (enum version_scheme)scheme);
        for (size_t i = 0; i < ROUNDS; i++) {
            struct text version = pool.versions.at[random_below(&pool, pool.versions.len)];
            struct text key = add_key(pool.scheme, version, &made);
            size_t len = random_below(&pool, key.len + 1);
            char *cut = malloc(len ? len : 1);
            assert_non_null(cut);
            memcpy(cut, key.at, len);
            if (len)
                cut[random_below(&pool, len)] = (char)next_random(&pool);
            int order = version_key_compare(pool.scheme, (struct text){cut, len}, key);
            assert_in_range(order + 1, 0, VERSION_NO_ORDER + 1);
            order = version_key_compare(pool.scheme, key, (struct text){cut, len});
            assert_in_range(order + 1, 0, VERSION_NO_ORDER + 1);
            free(cut);
        }
        assert_int_equal(version_key_compare(pool.scheme, (struct text){0}, (struct text){0}), 0);
        pool_done(&pool);
    }
    buf_done(&made);
}

/* The longest versions that turn into the longest keys. */
static void test_largest(void **state)
{
    (void)state;
    static const char *const units[] = {"9", "0-", "1.", "1-", "a.", "-", "0.a", "a0", "~", "1.0."};
    struct buf a_key, b_key;
    buf_init(&a_key, SIZE_MAX);
    buf_init(&b_key, SIZE_MAX);
    for (size_t u = 0; u < LEN_OF(units); u++)
        for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
            char version[LIMIT_VERSION_BYTES];
            size_t unit = strlen(units[u]);
            for (size_t i = 0; i < sizeof version; i++)
                version[i] = i == 0 || i == sizeof version - 1 ? '1' : units[u][i % unit];
            struct text longest = {version, sizeof version};
            struct text shorter = text_from(longest, 2);
            if (version_check((enum version_scheme)scheme, longest, NULL) &&
                version_check((enum version_scheme)scheme, shorter, NULL))
                check_pair((enum version_scheme)scheme, longest, shorter, &a_key, &b_key);
        }
    buf_done(&a_key);
    buf_done(&b_key);
}

static void test_refused(void **state)
{
    (void)state;
    struct err err = {0};
    char long_digits[LIMIT_VERSION_BYTES + 1];
    memset(long_digits, '1', sizeof long_digits);
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add_z(&out, "kept");
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        enum version_scheme s = (enum version_scheme)scheme;
        assert_false(version_key_add(s, TEXT(" "), &out, &err));
        assert_int_equal(err.code, ERR_SYNTAX);
        assert_false(version_key_add(s, TEXT("1 0"), &out, NULL));
        assert_false(
            version_key_add(s, (struct text){long_digits, sizeof long_digits}, &out, &err));
        assert_int_equal(err.code, ERR_LIMIT);
    }
    assert_text(buf_text(&out), "kept");
    assert_true(version_key_add(VERSION_SEMVER, TEXT("\t1.2.3\n"), &out, &err));
    assert_true(version_key_add(VERSION_SEMVER, TEXT("v1.2.3"), &out, &err));
    assert_int_equal(out.len % 2, 0);
    struct text keys = text_from(buf_text(&out), 4);
    assert_true(text_eq(text_slice(keys, 0, keys.len / 2), text_from(keys, keys.len / 2)));
    buf_done(&out);
}

/* An index keeps millions of keys. */
static void test_usual_keys_are_short(void **state)
{
    (void)state;
    static const struct {
        enum version_scheme scheme;
        const char *version;
    } cases[] = {
        {VERSION_SEMVER, "1.2.3-rc.1"},
        {VERSION_SEMVER, "v1.2.3-0.20190101-abcdef"},
        {VERSION_PYPI, "2024.1.1.post1"},
        {VERSION_DEBIAN, "1:2.3.4+dfsg-5+deb12u1"},
        {VERSION_RPM, "1:2.3.4-5.el9_4.1"},
        {VERSION_APK, "3.1.4_git20240101-r5"},
        {VERSION_MAVEN, "2.15.0-SNAPSHOT"},
        {VERSION_RUBYGEMS, "7.0.4.3"},
        {VERSION_PACKAGIST, "v2.0.0-beta3"},
        {VERSION_NUGET, "6.0.0-preview.7.21377.19"},
        {VERSION_CRAN, "1.2-34"},
        {VERSION_HACKAGE, "0.11.2.1"},
        {VERSION_PACMAN, "1:6.12.1.arch1-1"},
        {VERSION_BITNAMI, "2.4.58-10"},
        {VERSION_OPAM, "v0.16.0~rc1"},
        {VERSION_GENERIC, "1.2.3-rc1"},
    };
    struct buf key;
    buf_init(&key, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(cases); i++)
        if (add_key(cases[i].scheme, text_of(cases[i].version), &key).len > 24)
            fail_msg("%s: %zu bytes", cases[i].version, key.len);
    buf_done(&key);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_random_versions),
        cmocka_unit_test(test_hostile_keys),
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_usual_keys_are_short),
    };
    return cmocka_run_group_tests_name("domain/version_key", tests, NULL, NULL);
}
