/* SPDX-License-Identifier: Apache-2.0 */
/* What stands for a version in SBOMs and is none. */
#include "unit.h"

#include "base/limits.h"
#include "domain/installed.h"

static const struct none {
    const char *ecosystem, *version, *why;
} none[] = {
    {"PyPI", ">=4.0", "\">=4.0\" is a requirement, and no version"},
    {"PyPI", "2.*", "\"2.*\" is a requirement, and no version"},
    {"PyPI", "~2.0", "\"~2.0\" is a requirement, and no version"},
    {"PyPI", "!2.0", "\"!2.0\" is a requirement, and no version"},
    {"PyPI", "git+https://example.org/x",
        "\"git+https://example.org/x\" is a requirement, and no version"},
    {"PyPI", "latest", "\"latest\" is a placeholder, and no version"},
    {"PyPI", "11bd71901bbe5b1630ceea73d27597364c9af683",
        "\"11bd71901bbe5b1630ceea73d27597364c9af683\" is a commit, and no version"},
    {"Maven", "[1.0,2.0)", "\"[1.0,2.0)\" is a requirement, and no version"},
    {"Maven", "${project.version}", "\"${project.version}\" is a requirement, and no version"},
    {"Maven", "1.+", "\"1.+\" is a requirement, and no version"},
    {"Maven", "LATEST", "\"LATEST\" is a placeholder, and no version"},
    {"Maven", "unspecified", "\"unspecified\" is a placeholder, and no version"},
    {"Packagist", "dev-master", "\"dev-master\" is a branch, and no version"},
    {"Packagist", "dev-feature/x", "\"dev-feature/x\" is a branch, and no version"},
    {"Packagist", "9999999-dev", "\"9999999-dev\" is a branch, and no version"},
    {"Packagist", "1.0@beta", "\"1.0@beta\" is a requirement, and no version"},
    {"Debian", "unknown", "\"unknown\" is a placeholder, and no version"},
    {"RubyGems", "11bd71901bbe5b1630ceea73d27597364c9af683",
        "\"11bd71901bbe5b1630ceea73d27597364c9af683\" is a commit, and no version"},
    {"npm", "^1.2.3",
        "\"^1.2.3\" is no semantic version: it does not begin with numbers between dots"},
    {"npm", "", "the component has no version"},
    {"Linux", "1.0", "the order of Linux versions is not known"},
    {"GitHub Actions", "v4.x.1", NULL},
    {"GitHub Actions", "*", NULL},
    {"GitHub Actions", "main", NULL},
    {"GitHub Actions", "v", NULL},
    {"GitHub Actions", "4..1", NULL},
};

/* Odd, and versions all the same. */
static const struct one {
    const char *ecosystem, *version;
} ones[] = {
    {"PyPI", "1!2.0"},
    {"PyPI", "1.0+local.1"},
    {"PyPI", "2004d"},
    {"PyPI", "2013-01-21T20:33:09+0100"},
    {"PyPI", "0.4.3dev-r1716"},
    {"Maven", "1.0.0.RELEASE"},
    {"Maven", "Finchley.SR1"},
    {"Maven", "1.0+build"},
    {"Packagist", "1.0.x-dev"},
    {"Packagist", "v1.2.3"},
    {"Red Hat:enterprise_linux:9", "1.0^git1-1.el9"},
    {"Debian:12", "1:1.0~rc1+dfsg-1"},
    {"npm", "1.0.0-latest"},
    {"crates.io", "1234567890123456789012345678901234567890.0.0"},
    {"CRAN", "1-1"},
};

static void test_what_is_no_version(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(none); i++) {
        struct installed installed = {.is_moving = true};
        struct err err = {0};
        if (installed_read(&installed, ecosystem_find(text_of(none[i].ecosystem)),
                text_of(none[i].version), &arena, &err))
            fail_msg("%s %s was read", none[i].ecosystem, none[i].version);
        if (none[i].why)
            assert_string_equal(err.text, none[i].why);
        assert_true(installed.is_moving);
    }
    arena_done(&arena);
}

static void test_what_is_one(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(ones); i++) {
        struct installed installed;
        struct err err = {0};
        if (!installed_read(&installed, ecosystem_find(text_of(ones[i].ecosystem)),
                text_of(ones[i].version), &arena, &err))
            fail_msg("%s", err.text);
        assert_text(installed.lowest, ones[i].version);
        assert_text(installed.highest, ones[i].version);
        assert_false(installed.is_moving);
    }
    arena_done(&arena);
}

static void test_what_moves(void **state)
{
    static const struct {
        const char *version, *lowest, *highest;
    } cases[] = {
        {"v4", "4.0.0", "4.99999999999999999999.99999999999999999999"},
        {"4", "4.0.0", "4.99999999999999999999.99999999999999999999"},
        {"4.*.*", "4.0.0", "4.99999999999999999999.99999999999999999999"},
        {"4.*", "4.0.0", "4.99999999999999999999.99999999999999999999"},
        {"v4.1", "4.1.0", "4.1.99999999999999999999"},
        {"4.1.x", "4.1.0", "4.1.99999999999999999999"},
        {"V45.0", "45.0.0", "45.0.99999999999999999999"},
    };
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    const struct ecosystem *actions = ecosystem_find(TEXT("GitHub Actions"));
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct installed installed;
        struct err err = {0};
        if (!installed_read(&installed, actions, text_of(cases[i].version), &arena, &err))
            fail_msg("%s", err.text);
        assert_true(installed.is_moving);
        assert_text(installed.lowest, cases[i].lowest);
        assert_text(installed.highest, cases[i].highest);
    }
    struct installed installed;
    struct err err = {0};
    assert_true(installed_read(&installed, actions, TEXT("v4.1.3"), &arena, &err));
    assert_false(installed.is_moving);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_no_version),
        cmocka_unit_test(test_what_is_one),
        cmocka_unit_test(test_what_moves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
