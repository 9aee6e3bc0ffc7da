/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/arena.h"
#include "domain/popular.h"

static struct popular *popular;

static int set_up(void **state)
{
    (void)state;
    popular = popular_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    popular_free(popular);
    return 0;
}

static void test_near(void **state)
{
    (void)state;
    static const struct {
        const char *ecosystem, *name, *near;
        enum popular_way way;
    } rows[] = {
        {"npm", "expres", "express", POPULAR_EDIT},
        {"npm", "expresss", "express", POPULAR_EDIT},
        {"npm", "exprexs", "express", POPULAR_EDIT},
        {"npm", "epxress", "express", POPULAR_SWAP},
        {"npm", "1odash", "lodash", POPULAR_HOMOGLYPH},
        {"npm", "l\u043edash", "lodash", POPULAR_HOMOGLYPH},
        {"npm", "\uff4c\uff4f\uff44\uff41\uff53\uff48", "lodash", POPULAR_HOMOGLYPH},
        {"npm", "cornmander", "commander", POPULAR_HOMOGLYPH},
        {"npm", "types-node", "@types/node", POPULAR_SCOPE},
        {"npm", "@type/node", "@types/node", POPULAR_EDIT},
        {"npm", "sourcemap", "source-map", POPULAR_SEPARATOR},
        {"PyPI", "pythondateutil", "python-dateutil", POPULAR_SEPARATOR},
        {"PyPI", "reqeusts", "requests", POPULAR_SWAP},
        {"crates.io", "rustdecimal", "rust_decimal", POPULAR_SEPARATOR},
        {"RubyGems", "atlas-client", NULL, POPULAR_EDIT},
        {"Maven", "org.fasterxml.jackson.core:jackson-databind",
            "com.fasterxml.jackson.core:jackson-databind", POPULAR_SCOPE},
        {"Go", "github.com/sirupsem/logrus", "github.com/sirupsen/logrus", POPULAR_EDIT},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct popular_near near = {.name = TEXT("nothing")};
        bool is_near =
            popular_near(popular, text_of(rows[i].ecosystem), text_of(rows[i].name), &near);
        if (is_near != (rows[i].near != NULL) ||
            (is_near && (!text_is(near.name, rows[i].near) || near.way != rows[i].way)))
            fail_msg("%s %s: %.*s (%s)", rows[i].ecosystem, rows[i].name, TEXT_ARG(near.name),
                is_near ? popular_way_word(near.way) : "not near");
    }
}

/* What is popular itself, too short, far away, of the same owner, or another number of a series. */
static void test_not_near(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"npm", "lodash"},
        {"npm", "react"},
        {"npm", "preact"},
        {"npm", "my-own-package"},
        {"npm", "wss"},
        {"npm", ""},
        {"npm", "@babel/parsers"},
        {"Maven", "org.springframework:spring-care"},
        {"Go", "gopkg.in/yaml.v4"},
        {"Go", "github.com/jackc/pgx/v6"},
        {"Go", "golang.org/x/next"},
        {"NuGet", "Microsoft.Extensions.Loggings"},
        {"Packagist", "symfony/consoles"},
        {"Debian:12", "opensll"},
        {"", "lodahs"},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct popular_near near;
        if (popular_near(popular, text_of(rows[i][0]), text_of(rows[i][1]), &near))
            fail_msg("%s %s is near %.*s", rows[i][0], rows[i][1], TEXT_ARG(near.name));
    }
}

/* Every popular name is known, and none is taken for another; one letter more at the end is found for each that is imitated. */
static void test_all(void **state)
{
    (void)state;
    struct arena arena;
    size_t found = 0, asked = 0;
    arena_init(&arena, SIZE_MAX);
    for (size_t l = 0; l < popular_list_count; l++) {
        struct text ecosystem = text_of(popular_lists[l].ecosystem);
        for (size_t i = 0; i < popular_lists[l].count; i++) {
            struct popular_near near;
            struct text name = text_of(popular_lists[l].names[i]);
            assert_true(popular_has(popular, ecosystem, name));
            assert_false(popular_near(popular, ecosystem, name, &near));
            if (!text_is(ecosystem, "PyPI") || i >= 1000 || name.len < 5 || name.len > 60)
                continue;
            struct text more = arena_join(&arena, name, "q", TEXT("q"));
            asked++;
            found += popular_near(popular, ecosystem, text_slice(more, 0, name.len + 1), &near);
        }
    }
    assert_true(asked > 900);
    assert_int_equal(found, asked);
    arena_done(&arena);
}

/* Names that are hostile: long, all of one letter, not UTF-8. */
static void test_hostile(void **state)
{
    (void)state;
    char name[300];
    struct popular_near near;
    memset(name, 'a', sizeof name);
    for (size_t len = 0; len < sizeof name; len++)
        assert_false(popular_near(popular, TEXT("npm"), (struct text){name, len}, &near));
    memset(name, '\xef', sizeof name);
    for (size_t len = 0; len < 70; len++)
        assert_false(popular_near(popular, TEXT("npm"), (struct text){name, len}, &near));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_near), cmocka_unit_test(test_not_near),
        cmocka_unit_test(test_all), cmocka_unit_test(test_hostile)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
