/* SPDX-License-Identifier: Apache-2.0 */
/* The products of endoflife.date, and which of them a release of a distribution is. */
#include "advisory/eol.h"
#include "unit.h"

#define DAY (int64_t)86400000000

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, SIZE_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

struct taken {
    struct eol_cycle cycles[8];
    size_t count;
};

static bool take(const struct eol_cycle *cycle, void *context, struct err *err)
{
    struct taken *taken = context;
    (void)err;
    assert_true(taken->count < LEN_OF(taken->cycles));
    taken->cycles[taken->count++] = *cycle;
    return true;
}

static struct json parse(const char *text)
{
    struct json json;
    struct err err = {0};
    if (!json_read(&json, text_of(text), &err))
        fail_msg("%s", err.text);
    return json;
}

static const char document[] =
    "{\"schema_version\":\"1.2.0\",\"total\":2,\"result\":[{\"name\":\"debian\",\"label\":\"Debian\","
    "\"releases\":[{\"name\":\"13\",\"releaseDate\":\"1970-01-05\",\"isEol\":false,\"eolFrom\":null},"
    "{\"name\":\"12\",\"releaseDate\":\"1970-01-02\",\"isEol\":false,\"eolFrom\":\"1970-01-11\",\"eoasFrom\":"
    "\"1970-01-06\",\"eoesFrom\":\"1970-01-21\",\"latest\":{\"name\":\"12.1\",\"date\":\"1970-01-04\"}},"
    "{\"name\":\"4\",\"isEol\":true,\"eolFrom\":null},{\"name\":\"2\",\"eolFrom\":\"1960-01-01\"}]},"
    "{\"name\":\"bare\",\"releases\":[]}]}";

static void test_reads(void **state)
{
    (void)state;
    struct json json = parse(document);
    struct eol eol;
    struct err err = {0};
    struct taken taken = {0};
    assert_true(eol_is(json_root(&json)));
    assert_true(eol_read(&eol, json_root(&json), &err));
    assert_true(
        eol_read_product(&eol, yyjson_arr_get(eol.products, 0), 0, take, &taken, &arena, &err));
    assert_int_equal(taken.count, 4);
    const struct eol_cycle *twelve = &taken.cycles[1];
    assert_text(twelve->product, "debian");
    assert_text(twelve->label, "Debian");
    assert_text(twelve->name, "12");
    assert_true(twelve->released_us == DAY && twelve->updated_us == 3 * DAY);
    assert_true(twelve->active_end_us == 5 * DAY);
    assert_true(twelve->support.end_us == 10 * DAY && twelve->support.extended_end_us == 20 * DAY);
    /* No end is known; over, without a date; over before the clock began. */
    assert_true(taken.cycles[0].support.end_us == 0);
    assert_true(taken.cycles[2].support.end_us == SUPPORT_LONG_OVER);
    assert_true(taken.cycles[3].support.end_us == SUPPORT_LONG_OVER);
    taken.count = 0;
    assert_true(
        eol_read_product(&eol, yyjson_arr_get(eol.products, 1), 1, take, &taken, &arena, &err));
    assert_int_equal(taken.count, 0);
    json_done(&json);
}

/* Packages of ecosystems, each once; not of distributions, of a repository of its own, or what cannot be read. */
static void test_packages(void **state)
{
    (void)state;
    struct json json = parse(
        "{\"schema_version\":\"1\",\"result\":{\"name\":\"vue\",\"identifiers\":[{\"type\":\"purl\",\"id\":"
        "\"pkg:npm/Vue\"},{\"type\":\"purl\",\"id\":\"pkg:npm/vue\"},{\"type\":\"cpe\",\"id\":\"cpe:/a:b:c\"},"
        "{\"type\":\"purl\",\"id\":\"pkg:deb/debian/vue\"},{\"type\":\"purl\",\"id\":"
        "\"pkg:npm/vue3?repository_url=https://x\"},{\"type\":\"purl\",\"id\":\"no purl\"},{\"type\":\"purl\",\"id\":"
        "\"pkg:docker/library/vue\"},{\"type\":\"purl\",\"id\":7},{\"type\":\"purl\",\"id\":"
        "\"pkg:npm/%40vue/core\"}],\"releases\":[{\"name\":\"3\"}]}}");
    struct eol eol;
    struct err err = {0};
    struct taken taken = {0};
    assert_true(eol_read(&eol, json_root(&json), &err));
    assert_true(eol_read_product(&eol, eol.products, 0, take, &taken, &arena, &err));
    assert_int_equal(taken.cycles[0].package_count, 2);
    assert_text(taken.cycles[0].packages[0], "npm/vue");
    assert_text(taken.cycles[0].packages[1], "npm/@vue/core");
    struct advisory advisory = eol_to_advisory(&taken.cycles[0], &arena);
    assert_int_equal(advisory.affected_count, 3);
    json_done(&json);
}

static void test_one_product(void **state)
{
    (void)state;
    struct json json =
        parse("{\"schema_version\":\"1\",\"result\":{\"name\":\"php\",\"label\":\"PHP\","
              "\"releases\":[{\"name\":\"8.4\"}]}}");
    struct eol eol;
    struct err err = {0};
    struct taken taken = {0};
    assert_true(eol_is(json_root(&json)));
    assert_true(eol_read(&eol, json_root(&json), &err));
    assert_true(eol_read_product(&eol, eol.products, 0, take, &taken, &arena, &err));
    assert_text(taken.cycles[0].label, "PHP");
    json_done(&json);
}

static void test_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *product, *why;
    } cases[] = {
        {"7", "result[0]: must be an object, not a number"},
        {"{}", "result[0].name: is missing"},
        {"{\"name\":\"a\",\"releases\":[7]}",
            "result[0].releases[0]: must be an object, not a number"},
        {"{\"name\":\"a\",\"releases\":[{}]}", "result[0].releases[0].name: is missing"},
        {"{\"name\":\"a\",\"releases\":[{\"name\":\"1\",\"eolFrom\":\"soon\"}]}",
            "result[0].releases[0].eolFrom: \"soon\" is not a date"},
        {"{\"name\":\"a\",\"releases\":[{\"name\":\"1\",\"eolFrom\":true}]}",
            "result[0].releases[0].eolFrom: must be a string, not true or false"},
        {"{\"name\":\"a\",\"releases\":[{\"name\":\"1\",\"latest\":{\"date\":\"x\"}}]}",
            "result[0].releases[0].latest.date: \"x\" is not a date"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        char text[512];
        struct err err = {0};
        struct eol eol;
        struct taken taken = {0};
        snprintf(text, sizeof text, "{\"schema_version\":\"1\",\"result\":[%s]}", cases[i].product);
        struct json json = parse(text);
        assert_true(eol_read(&eol, json_root(&json), &err));
        assert_false(
            eol_read_product(&eol, yyjson_arr_get(eol.products, 0), 0, take, &taken, &arena, &err));
        assert_string_equal(err.text, cases[i].why);
        json_done(&json);
    }
}

static void test_is_none(void **state)
{
    (void)state;
    static const char *const others[] = {"{}", "[]", "{\"result\":[]}",
        "{\"schema_version\":\"1\",\"result\":[{\"name\":\"a\"}]}",
        "{\"schema_version\":\"1.6.0\",\"id\":\"A-1\",\"modified\":\"x\"}"};
    for (size_t i = 0; i < LEN_OF(others); i++) {
        struct json json = parse(others[i]);
        assert_false(eol_is(json_root(&json)));
        json_done(&json);
    }
}

static void test_ecosystems(void **state)
{
    (void)state;
    static const struct {
        const char *ecosystem, *product, *cycle; /* NULL: none */
    } cases[] = {
        {"Debian:12", "debian", "12"},
        {"Debian:sid", "debian", "sid"},
        {"Ubuntu:22.04:LTS", "ubuntu", "22.04"},
        {"Ubuntu:23.10", "ubuntu", "23.10"},
        {"Ubuntu:Pro:18.04:LTS", "ubuntu", "18.04"},
        {"Alpine:v3.18", "alpine-linux", "3.18"},
        {"Alpine:edge", NULL, NULL},
        {"AlmaLinux:8", "almalinux", "8"},
        {"Rocky Linux:9", "rocky-linux", "9"},
        {"Red Hat:enterprise_linux:8", "rhel", "8"},
        {"Red Hat:rhel_eus:9.2", NULL, NULL},
        {"SUSE:Linux Enterprise Server 15 SP7", "sles", "15.7"},
        {"SUSE:Linux Enterprise Server 15", "sles", "15.0"},
        {"SUSE:Linux Enterprise Server 16.0", "sles", "16.0"},
        {"SUSE:Linux Enterprise Desktop 15 SP7", NULL, NULL},
        {"SUSE:Linux Enterprise Micro 5.5", "suse-linux-micro", "5.5"},
        {"SUSE:Linux Micro 6.1", "suse-linux-micro", "6.1"},
        {"openSUSE:Leap 15.6", "opensuse", "15.6"},
        {"openSUSE:Leap Micro 5.5", NULL, NULL},
        {"openSUSE:Tumbleweed", NULL, NULL},
        {"Amazon Linux:2023", "amazon-linux", "2023"},
        {"Amazon Linux:1", "amazon-linux", "2018.03"},
        {"CentOS:7", "centos", "7"},
        {"CentOS:9", "centos-stream", "9"},
        {"CentOS:10", "centos-stream", "10"},
        {"Fedora:42", "fedora", "42"},
        {"Oracle Linux:9", "oracle-linux", "9"},
        {"Photon OS:5.0", "vmware-photon", "5.0"},
        {"Mageia:9", "mageia", "9"},
        {"Wolfi", NULL, NULL},
        {"Chainguard", NULL, NULL},
        {"Debian", NULL, NULL},
        {"Debian:", NULL, NULL},
        {"npm", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct text product, cycle;
        bool is_there = eol_of_ecosystem(text_of(cases[i].ecosystem), &product, &cycle, &arena);
        if (is_there != (cases[i].product != NULL))
            fail_msg("%s", cases[i].ecosystem);
        if (!is_there)
            continue;
        assert_text(product, cases[i].product);
        assert_text(cycle, cases[i].cycle);
    }
    arena_done(&arena);
}

static void test_state(void **state)
{
    (void)state;
    struct support none = {0, 0}, ends = {10 * DAY, 0}, extended = {10 * DAY, 20 * DAY},
                   over = {SUPPORT_LONG_OVER, 0};
    assert_int_equal(support_state(&none, 99 * DAY), SUPPORT_GOES_ON);
    assert_int_equal(support_state(&ends, 10 * DAY - 1), SUPPORT_GOES_ON);
    assert_int_equal(support_state(&ends, 10 * DAY), SUPPORT_ENDED);
    assert_int_equal(support_state(&extended, 10 * DAY), SUPPORT_EXTENDED);
    assert_int_equal(support_state(&extended, 20 * DAY), SUPPORT_ENDED);
    assert_int_equal(support_state(&over, 2 * DAY), SUPPORT_ENDED);
    assert_true(support_end_us(&over) == 0 && support_end_us(&ends) == 10 * DAY);
    assert_string_equal(support_state_name(SUPPORT_EXTENDED), "extended");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads),
        cmocka_unit_test(test_packages),
        cmocka_unit_test(test_one_product),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_is_none),
        cmocka_unit_test(test_ecosystems),
        cmocka_unit_test(test_state),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
