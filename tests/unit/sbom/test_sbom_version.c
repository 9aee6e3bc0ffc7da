/* SPDX-License-Identifier: Apache-2.0 */
/* Versions as producers write them. */
#include "unit.h"

#include "sbom/sbom_version.h"

static const struct {
    const char *ecosystem, *package, *version, *plain;
} cases[] = {
    {"RubyGems", "nokogiri", "1.13.0", "1.13.0"},
    {"RubyGems", "nokogiri", "1.13.0-x86_64-linux", "1.13.0"},
    {"RubyGems", "nokogiri", "1.13.0-x86_64-linux-musl", "1.13.0"},
    {"RubyGems", "nokogiri", "1.13.0-java", "1.13.0"},
    {"RubyGems", "nokogiri", "1.13.0-x64-mingw-ucrt", "1.13.0"},
    {"RubyGems", "nokogiri", "1.13.0-arm64-darwin", "1.13.0"},
    {"RubyGems", "ffi", "1.17.0.rc1-aarch64-linux-gnu", "1.17.0.rc1"},
    /* RubyGems' own hyphen is of a pre-release */
    {"RubyGems", "a", "1.0-rc1", "1.0-rc1"},
    {"RubyGems", "a", "1.0-javascript", "1.0-javascript"},
    {"RubyGems", "a", "-java", "-java"},
    {"RubyGems", "a", "1.0-", "1.0-"},
    {"RubyGems", "a", "", ""},
    {"npm", "a", "1.13.0-java", "1.13.0-java"},
    {"Go", "stdlib", "1.22.1", "1.22.1"},
    {"Go", "stdlib", "v1.22.1", "v1.22.1"},
    {"Go", "stdlib", "go1.22.1", "1.22.1"},
    {"Go", "stdlib", "go1.22", "1.22"},
    {"Go", "stdlib", "go1.22rc1", "1.22.0-rc.1"},
    {"Go", "stdlib", "1.22rc1", "1.22.0-rc.1"},
    {"Go", "stdlib", "go1.21.0rc2", "1.21.0-rc.2"},
    {"Go", "toolchain", "1.18beta1", "1.18.0-beta.1"},
    {"Go", "stdlib", "1.22rc", "1.22rc"},
    {"Go", "stdlib", "1.22rc1x", "1.22rc1x"},
    {"Go", "stdlib", "go", "go"},
    {"Go", "stdlib", "gopher", "gopher"},
    {"Go", "stdlib", "(devel)", "(devel)"},
    {"Go", "stdlib", "", ""},
    {"Go", "github.com/a/b", "go1.22rc1", "go1.22rc1"},
};

static void test_versions(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(cases); i++)
        assert_text(sbom_version_plain(text_of(cases[i].ecosystem), text_of(cases[i].package),
                        text_of(cases[i].version), &arena),
            cases[i].plain);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_versions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
