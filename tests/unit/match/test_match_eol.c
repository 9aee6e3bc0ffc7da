/* SPDX-License-Identifier: Apache-2.0 */
/* Which components are out of support, and of which nothing is said. */
#include "match/match_eol.h"
#include "match/os_world.h"

#define DAY (int64_t)86400000000

static const char products[] =
    "{\"schema_version\":\"1\",\"result\":[{\"name\":\"django\",\"label\":\"Django\",\"identifiers\":[{"
    "\"type\":\"purl\",\"id\":\"pkg:pypi/django\"},{\"type\":\"purl\",\"id\":\"pkg:deb/debian/python3-django\"}],"
    "\"releases\":[{\"name\":\"3\",\"eolFrom\":\"1980-01-01\"},{\"name\":\"3.2\",\"eolFrom\":\"1990-01-01\"},"
    "{\"name\":\"4.2\",\"eolFrom\":\"2000-01-01\",\"eoesFrom\":\"2020-01-01\"},{\"name\":\"5.0\",\"eolFrom\":"
    "\"2010-01-01\"},{\"name\":\"6-lts\",\"eolFrom\":\"1980-01-01\"},{\"name\":\"7\",\"isEol\":true}]},"
    "{\"name\":\"nginx\",\"label\":\"nginx\",\"identifiers\":[{\"type\":\"purl\",\"id\":\"pkg:generic/nginx\"}],"
    "\"releases\":[{\"name\":\"1.0\",\"eolFrom\":\"1980-01-01\"}]},"
    "{\"name\":\"a\",\"identifiers\":[{\"type\":\"purl\",\"id\":\"pkg:npm/both\"}],\"releases\":[{\"name\":\"1\","
    "\"isEol\":true}]},{\"name\":\"b\",\"identifiers\":[{\"type\":\"purl\",\"id\":\"pkg:npm/both\"}],\"releases\":[{"
    "\"name\":\"1.0\",\"isEol\":true}]}]}";

static void test_components(void **state)
{
    (void)state;
    static const struct {
        const char *purl, *cycle;
        enum support_state state;
    } cases[] = {
        {"pkg:pypi/django@3.2.25", "3.2", SUPPORT_ENDED},
        {"pkg:pypi/Django@3.2", "3.2", SUPPORT_ENDED},
        {"pkg:pypi/django@3.1.1", "3", SUPPORT_ENDED},
        {"pkg:pypi/django@3.20", "3", SUPPORT_ENDED},
        {"pkg:pypi/django@4.2.1", "4.2", SUPPORT_EXTENDED},
        {"pkg:pypi/django@5.0", NULL, 0},
        {"pkg:pypi/django@30.1", NULL, 0},
        {"pkg:pypi/django@6.0", NULL, 0},
        {"pkg:pypi/django@7.1", "7", SUPPORT_ENDED},
        {"pkg:pypi/django", NULL, 0},
        {"pkg:pypi/django@main", NULL, 0},
        {"pkg:pypi/django-other@3.2", NULL, 0},
        {"pkg:npm/django@3.2", NULL, 0},
        {"pkg:deb/debian/python3-django@3.2?distro=debian-12", NULL, 0},
        {"pkg:generic/nginx@1.0.5", "1.0", SUPPORT_ENDED},
        {"pkg:generic/nginx@v1.0.5", "1.0", SUPPORT_ENDED},
        {"pkg:npm/both@1.0.0", NULL, 0},
    };
    struct os_world w;
    os_world_init(&w);
    os_world_know(&w, products);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct match_ended *ended;
        size_t count;
        struct err err = {0};
        os_world_scan_purl(&w, cases[i].purl, NULL, NULL);
        if (!match_eol_find(&ended, &count, w.index, w.sbom.components, w.sbom.component_count,
                12000 * DAY, &w.arena, &err))
            fail_msg("%s", err.text);
        if (count != (cases[i].cycle != NULL) ||
            (count && (!text_is(ended[0].cycle.name, cases[i].cycle) ||
                          ended[0].state != cases[i].state)))
            fail_msg("%s: %zu", cases[i].purl, count);
    }
    os_world_done(&w);
}

static void test_without_an_index(void **state)
{
    (void)state;
    struct sbom_component component = {.ecosystem = TEXT("PyPI"),
        .package = TEXT("django"),
        .version = TEXT("3.2"),
        .is_package = true};
    struct eol_cycle cycle;
    struct arena arena;
    struct err err = {0};
    bool is_there = true;
    arena_init(&arena, SIZE_MAX);
    assert_true(match_eol_find_one(&cycle, &is_there, NULL, &component, &arena, &err));
    assert_false(is_there);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_components),
        cmocka_unit_test(test_without_an_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
