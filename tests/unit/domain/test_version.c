/* SPDX-License-Identifier: Apache-2.0 */
/* Every scheme against tests/vectors/versions/SCHEME.tsv, and what must hold for all of them. */
#include "unit.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "domain/version.h"

struct vectors {
    enum version_scheme scheme;
    struct buf file;
    struct {
        VEC(struct text);
    } versions; /* all that can be read, once for each time they occur */
};

static void read_file(struct buf *buf, const char *path)
{
    char part[4096];
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s: cannot be opened", path);
    for (size_t len; (len = fread(part, 1, sizeof part, file)) > 0;)
        buf_add(buf, (struct text){part, len});
    fclose(file);
}

static char sign_of(const struct vectors *v, struct text a, struct text b)
{
    struct err err;
    int order = 9;
    if (!version_compare(v->scheme, a, b, &order, &err)) {
        assert_int_equal(order, 9);
        return '!';
    }
    return order < 0 ? '<' : order > 0 ? '>' : '=';
}

static void check_line(struct vectors *v, struct text line)
{
    struct text a = text_cut(&line, '\t');
    struct text sign = text_cut(&line, '\t');
    struct text b = line;
    if (text_is(a, "!")) {
        if (version_check(v->scheme, sign, NULL))
            fail_msg("%s: \"%.*s\" was read", version_scheme_name(v->scheme), TEXT_ARG(sign));
        return;
    }
    char got = sign_of(v, a, b);
    char back = sign_of(v, b, a);
    char mirrored = got == '<' ? '>' : got == '>' ? '<' : got;
    if (!sign.len || got != sign.at[0] || back != mirrored)
        fail_msg("%s: %.*s %c %.*s, not %.*s; and %c the other way round",
            version_scheme_name(v->scheme), TEXT_ARG(a), got, TEXT_ARG(b), TEXT_ARG(sign), back);
    *VEC_ADD(&v->versions) = a;
    *VEC_ADD(&v->versions) = b;
}

static void vectors_init(struct vectors *v, enum version_scheme scheme)
{
    char path[128];
    *v = (struct vectors){.scheme = scheme};
    buf_init(&v->file, SIZE_MAX);
    snprintf(path, sizeof path, "tests/vectors/versions/%s.tsv", version_scheme_name(scheme));
    read_file(&v->file, path);
    struct text rest = buf_text(&v->file);
    while (rest.len) {
        struct text line = text_cut(&rest, '\n');
        if (line.len && line.at[0] != '#')
            check_line(v, line);
    }
    assert_true(v->versions.len > 10);
}

static void vectors_done(struct vectors *v)
{
    VEC_DONE(&v->versions);
    buf_done(&v->file);
}

static void test_vectors(void **state)
{
    (void)state;
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct vectors v;
        vectors_init(&v, (enum version_scheme)scheme);
        vectors_done(&v);
    }
}

static bool is_at_most(char sign)
{
    return sign == '<' || sign == '=';
}

/* a <= b and b <= c means a <= c, and a < c if either is <. */
static void check_transitive(const struct vectors *v, const char *signs, size_t a, size_t b)
{
    size_t n = v->versions.len;
    char ab = signs[a * n + b];
    for (size_t c = 0; is_at_most(ab) && c < n; c++) {
        char bc = signs[b * n + c];
        char wanted = ab == '=' ? bc : '<';
        if (is_at_most(bc) && signs[a * n + c] != wanted)
            fail_msg("%s: %.*s %c %.*s %c %.*s", version_scheme_name(v->scheme),
                TEXT_ARG(v->versions.at[a]), ab, TEXT_ARG(v->versions.at[b]), bc,
                TEXT_ARG(v->versions.at[c]));
    }
}

static void check_order(const struct vectors *v)
{
    size_t n = v->versions.len;
    char *signs = malloc(n * n);
    assert_non_null(signs);
    for (size_t i = 0; i < n * n; i++)
        signs[i] = sign_of(v, v->versions.at[i / n], v->versions.at[i % n]);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(signs[i * n + i], '=');
    for (size_t i = 0; i < n * n; i++) {
        char back = signs[(i % n) * n + i / n];
        assert_int_equal(back, signs[i] == '<' ? '>' : signs[i] == '>' ? '<' : signs[i]);
        if (v->scheme != VERSION_PACMAN) /* see test_pacman_has_rings */
            check_transitive(v, signs, i / n, i % n);
    }
    free(signs);
}

static void test_order_is_total(void **state)
{
    (void)state;
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct vectors v;
        vectors_init(&v, (enum version_scheme)scheme);
        check_order(&v);
        vectors_done(&v);
    }
}

static void assert_refused(struct text version, enum err_code code, const char *part)
{
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct err err = {0};
        int order = 9;
        assert_false(
            version_compare((enum version_scheme)scheme, version, TEXT("1.0"), &order, &err));
        assert_int_equal(err.code, code);
        if (text_find_text(text_of(err.text), text_of(part)) < 0)
            fail_msg("%s: %s", version_scheme_name((enum version_scheme)scheme), err.text);
        assert_false(
            version_compare((enum version_scheme)scheme, TEXT("1.0"), version, &order, NULL));
        assert_int_equal(order, 9);
    }
}

static void test_hostile_versions(void **state)
{
    (void)state;
    assert_refused((struct text){0}, ERR_SYNTAX, "\"\" is no ");
    assert_refused(TEXT("  "), ERR_SYNTAX, "it is empty");
    assert_refused(TEXT("1.0\0"), ERR_SYNTAX, "it holds a control character");
    assert_refused(TEXT("1.0\x1b[31m"), ERR_SYNTAX, "it holds a control character");
    assert_refused(TEXT("1.0 1"), ERR_SYNTAX, "it holds a space");
}

static void test_bytes_beyond_ascii(void **state)
{
    (void)state;
    struct err err;
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++)
        assert_int_equal(version_check((enum version_scheme)scheme, TEXT("1.\xff"), &err),
            scheme == VERSION_RPM);
}

static void test_largest(void **state)
{
    (void)state;
    char digits[LIMIT_VERSION_BYTES + 1];
    memset(digits, '9', sizeof digits);
    struct text largest = {digits, LIMIT_VERSION_BYTES};
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct vectors v = {.scheme = (enum version_scheme)scheme};
        assert_int_equal(sign_of(&v, largest, largest), '=');
        assert_int_equal(sign_of(&v, text_from(largest, 1), largest), '<');
    }
    assert_refused((struct text){digits, sizeof digits}, ERR_LIMIT, "513 bytes, at most 512");
}

/* Long rows of what needs looking ahead, in every scheme that reads them. */
static void test_long_rows(void **state)
{
    (void)state;
    static const char *const units[] = {"0.", "0-", "-", ".0a", "a0", "1.0.", "~", "^", "-x-", "x"};
    for (size_t u = 0; u < LEN_OF(units); u++)
        for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
            char version[LIMIT_VERSION_BYTES];
            size_t unit = strlen(units[u]);
            for (size_t i = 0; i < sizeof version; i++)
                version[i] = i == 0 || i == sizeof version - 1 ? '1' : units[u][i % unit];
            struct vectors v = {.scheme = (enum version_scheme)scheme};
            struct text whole = {version, sizeof version};
            char same = sign_of(&v, whole, whole);
            assert_true(same == '=' || same == '!');
            char shorter = sign_of(&v, text_slice(whole, 0, whole.len - 2), whole);
            char longer = sign_of(&v, whole, text_slice(whole, 0, whole.len - 2));
            assert_int_equal(shorter == '<', longer == '>');
            assert_int_equal(shorter == '>', longer == '<');
        }
}

static void test_message(void **state)
{
    (void)state;
    struct err err;
    assert_false(version_check(VERSION_RUBYGEMS, TEXT("1..2"), &err));
    assert_string_equal(
        err.text, "\"1..2\" is no RubyGems version: a part between its dots is empty");
    char z[300];
    memset(z, 'z', sizeof z);
    assert_false(version_check(VERSION_SEMVER, (struct text){z, sizeof z}, &err));
    assert_true(text_ends(text_of(err.text),
        TEXT("zz…\" is no semantic version: it does not begin with numbers between dots")));
}

static void test_branches_have_no_order(void **state)
{
    (void)state;
    struct err err;
    int order = 9;
    assert_true(version_check(VERSION_PACKAGIST, TEXT("dev-main"), &err));
    assert_false(
        version_compare(VERSION_PACKAGIST, TEXT("dev-main"), TEXT("dev-fix"), &order, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    assert_int_equal(order, 9);
}

static void test_white_space_around(void **state)
{
    (void)state;
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct vectors v = {.scheme = (enum version_scheme)scheme};
        assert_int_equal(sign_of(&v, TEXT(" 1.0\r\n"), TEXT("1.0")), '=');
    }
}

/* Maven's own answers; a "fix" here would not be Maven's order any more. */
static void test_maven_has_rings(void **state)
{
    (void)state;
    struct vectors v = {.scheme = VERSION_MAVEN};
    assert_int_equal(sign_of(&v, TEXT("1.zzz.1"), TEXT("1")), '>');
    assert_int_equal(sign_of(&v, TEXT("1"), TEXT("1-alpha")), '>');
    assert_int_equal(sign_of(&v, TEXT("1-alpha"), TEXT("1.zzz.1")), '>');
    assert_int_equal(sign_of(&v, TEXT("1-sp"), TEXT("1")), '>');
    assert_int_equal(sign_of(&v, TEXT("1"), TEXT("1-0.alpha")), '>');
    assert_int_equal(sign_of(&v, TEXT("1-0.alpha"), TEXT("1-sp")), '>');
}

/* vercmp's own answers. */
static void test_pacman_has_rings(void **state)
{
    (void)state;
    struct vectors v = {.scheme = VERSION_PACMAN};
    assert_int_equal(sign_of(&v, TEXT("a1"), TEXT("a.b")), '<');
    assert_int_equal(sign_of(&v, TEXT("a.b"), TEXT("a.")), '<');
    assert_int_equal(sign_of(&v, TEXT("a."), TEXT("a1")), '<');
    assert_int_equal(sign_of(&v, TEXT("1.0-1"), TEXT("1.0")), '=');
    assert_int_equal(sign_of(&v, TEXT("1.0"), TEXT("1.0-2")), '=');
    assert_int_equal(sign_of(&v, TEXT("1.0-1"), TEXT("1.0-2")), '<');
}

/* Where orders disagree, there is none. */
static void test_generic_says_no_more_than_all(void **state)
{
    (void)state;
    struct vectors v = {.scheme = VERSION_GENERIC};
    static const char *const pairs[][2] = {{"1.0", "1.0.0"}, {"1.0", "1.0-rc1"}, {"1.0", "1.0a"},
        {"1.02", "1.1"}, {"1.0", "1.00"}, {"1:2.0", "3.0"}, {"1.2,1", "1.3"}, {"1.x", "1.2"},
        {"1.2-5", "1.2.1"}, {"1.2.final", "1.2.1"}, {"1.2-rc2", "1.2-rc10"}, {"1.2+5", "1.2+6"},
        {"1a2b3c4", "2f00abc"}, {"main", "dev"}, {"main", "1.0"}, {"1.0-RC1", "1.0-rc2"}, {"", "1"},
        {"1.2-rc1a", "1.2-rc10"}, {"r12", "r13"}};
    for (size_t i = 0; i < LEN_OF(pairs); i++) {
        struct text a = text_of(pairs[i][0]), b = text_of(pairs[i][1]);
        if (sign_of(&v, a, b) != '!' || sign_of(&v, b, a) != '!')
            fail_msg("%s and %s have an order", pairs[i][0], pairs[i][1]);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_order_is_total),
        cmocka_unit_test(test_hostile_versions),
        cmocka_unit_test(test_bytes_beyond_ascii),
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_long_rows),
        cmocka_unit_test(test_message),
        cmocka_unit_test(test_branches_have_no_order),
        cmocka_unit_test(test_white_space_around),
        cmocka_unit_test(test_maven_has_rings),
        cmocka_unit_test(test_pacman_has_rings),
        cmocka_unit_test(test_generic_says_no_more_than_all),
    };
    return cmocka_run_group_tests_name("domain/version", tests, NULL, NULL);
}
