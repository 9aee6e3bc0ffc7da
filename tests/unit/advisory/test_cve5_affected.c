/* SPDX-License-Identifier: Apache-2.0 */
/* What CVE records say of products by CPE: their versions as ranges. */
#include "unit.h"

#include "advisory/cve5_affected.h"
#include "base/buf.h"
#include "base/limits.h"

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

static bool read(const char *containers, struct advisory_affected **ret_affected, size_t *ret_count,
    struct err *err)
{
    static struct json json; /* texts borrow from it until the next */
    struct text t = arena_format(&arena, "{\"containers\":%s}", containers);
    json_done(&json);
    if (!json_read(&json, t, err))
        fail_msg("%s", err->text);
    return cve5_affected_read(ret_affected, ret_count, json_root(&json), &arena, err);
}

/* "CPE/semver a:acme:shop >= 1.0, < 2.0 =3.0", joined by "; ". */
static struct text told(const char *containers)
{
    struct advisory_affected *affected;
    struct buf out;
    size_t count;
    struct err err = {0};
    if (!read(containers, &affected, &count, &err))
        return arena_text(&arena, text_of(err.text));
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        buf_format(&out, "%s%.*s %.*s", i ? "; " : "", TEXT_ARG(affected[i].ecosystem),
            TEXT_ARG(affected[i].package));
        if (affected[i].target.len)
            buf_format(&out, " (%.*s)", TEXT_ARG(affected[i].target));
        if (affected[i].is_conditional)
            buf_add_z(&out, " with others");
        for (size_t k = 0; k < affected[i].range_count; k++) {
            buf_add_z(&out, k ? " or " : " ");
            range_print(&affected[i].ranges[k], &out);
        }
        for (size_t k = 0; k < affected[i].version_count; k++)
            buf_format(&out, " =%.*s", TEXT_ARG(affected[i].versions[k]));
    }
    struct text kept = arena_text(&arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

#define SHOP "\"cpes\":[\"cpe:2.3:a:acme:shop:*:*:*:*:*:*:*:*\"]"
#define CNA(product) "{\"cna\":{\"affected\":[{" SHOP "," product "}]}}"
#define IS(status) "\"defaultStatus\":\"" status "\","
#define V(more) "{" more "}"
#define BELOW(from, to, type)                                                                      \
    "{\"version\":\"" from "\",\"lessThan\":\"" to                                                 \
    "\",\"status\":\"affected\",\"versionType\":\"" type "\"}"
#define ONE(version, status) "{\"version\":\"" version "\",\"status\":\"" status "\"}"

static const struct {
    const char *containers, *told;
} product_cases[] = {
    {CNA("\"versions\":[" BELOW("1.0", "2.0", "semver") "]"),
        "CPE/semver a:acme:shop >= 1.0, < 2.0"},
    {CNA("\"versions\":[" BELOW("0", "2.0", "custom") "]"), "CPE a:acme:shop >= 0, < 2.0"},
    {CNA("\"versions\":[" BELOW("unspecified", "2.0", "PYTHON") "]"),
        "CPE/python a:acme:shop >= 0, < 2.0"},
    {CNA("\"versions\":[" BELOW("1", "*", "maven") "]"), "CPE/maven a:acme:shop >= 1"},
    {CNA("\"versions\":[{\"version\":\"1\",\"lessThanOrEqual\":\"1.9\",\"status\":\"affected\","
         "\"versionType\":\"rpm\"}]"),
        "CPE/rpm a:acme:shop >= 1, <= 1.9"},
    {CNA("\"versions\":[" ONE("1.2", "affected") "," ONE("1.1", "affected") "]"),
        "CPE a:acme:shop =1.1 =1.2"},
    /* What has no type is in the order of what has one. */
    {CNA("\"versions\":[" ONE("0.9", "affected") "," BELOW("1.0", "2.0", "semver") "]"),
        "CPE/semver a:acme:shop >= 1.0, < 2.0 =0.9"},
    /* The first entry that holds a version has the word. */
    {CNA("\"versions\":[{\"version\":\"1.5\",\"lessThan\":\"1.7\",\"status\":\"unaffected\","
         "\"versionType\":\"semver\"}," BELOW("1.0", "2.0", "semver") "]"),
        "CPE/semver a:acme:shop >= 1.0, < 1.5 or >= 1.7, < 2.0"},
    {CNA("\"versions\":[" BELOW("1.0", "2.0", "semver") "," ONE("1.5", "unaffected") "]"),
        "CPE/semver a:acme:shop >= 1.0, < 2.0"},
    {CNA(IS("affected") "\"versions\":[{\"version\":\"2.0\",\"lessThan\":\"*\",\"status\":"
                        "\"unaffected\",\"versionType\":\"semver\"}]"),
        "CPE/semver a:acme:shop >= 0, < 2.0"},
    {CNA(IS("affected") "\"versions\":[" ONE("2.0", "unaffected") "]"), "CPE a:acme:shop"},
    {CNA("\"versions\":[{\"version\":\"1.0\",\"lessThan\":\"3.0\",\"status\":\"affected\","
         "\"versionType\":\"semver\",\"changes\":[{\"at\":\"1.4.2\",\"status\":\"unaffected\"},"
         "{\"at\":\"2.0\",\"status\":\"affected\"}]}]"),
        "CPE/semver a:acme:shop >= 1.0, < 1.4.2 or >= 2.0, < 3.0"},
    /* Pieces that touch are one. */
    {CNA("\"versions\":[" BELOW("1.0", "2.0", "semver") "," BELOW("2.0", "3.0", "semver") "]"),
        "CPE/semver a:acme:shop >= 1.0, < 3.0"},
    {CNA("\"versions\":[" ONE(">= 1.0, < 1.2.3", "affected") "]"),
        "CPE a:acme:shop >= 1.0, < 1.2.3"},
    /* Versions without an order stand each for itself. */
    {CNA("\"versions\":[" BELOW("blue", "green", "custom") "," ONE("red", "affected") "]"),
        "CPE a:acme:shop >= blue, < green =red"},
    {CNA(IS("affected") "\"versions\":[" ONE("red", "unaffected") "]"), "CPE a:acme:shop"},
    /* What is not said is not affected. */
    {CNA("\"versions\":[" ONE("n/a", "affected") "]"), ""},
    {CNA("\"versions\":[" ONE("1", "unknown") "]"), ""},
    {CNA("\"versions\":[{\"version\":\"abc\",\"status\":\"affected\",\"versionType\":\"git\"}]"),
        ""},
    {CNA(IS("unaffected") "\"versions\":[]"), ""},
    {CNA(IS("affected") "\"versions\":[]"), "CPE a:acme:shop >= 0"},
    {CNA("\"versions\":[" ONE("all versions", "affected") "]"), "CPE a:acme:shop >= 0"},
    {"{}", ""},
    {"{\"cna\":{\"affected\":[{\"vendor\":\"acme\",\"product\":\"shop\",\"versions\":[" ONE(
         "1", "affected") "]}]}}",
        ""},
};

static void test_versions(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(product_cases); i++) {
        struct text found = told(product_cases[i].containers);
        if (!text_is(found, product_cases[i].told))
            fail_msg("%s: %.*s", product_cases[i].containers, TEXT_ARG(found));
    }
}

static void test_several_cpes(void **state)
{
    (void)state;
    assert_text(told("{\"adp\":[{},{\"affected\":[{\"cpes\":["
                     "\"cpe:2.3:a:acme:shop:1.0:*:*:*:*:wordpress:*:*\","
                     "\"cpe:2.3:a:acme:shop:1.1:*:*:*:*:wordpress:*:*\",\"cpe:/h:acme:till:1\","
                     "\"no cpe\",7],\"versions\":[" ONE("1", "affected") "]}]}]}"),
        "CPE a:acme:shop (*:*:*:wordpress:*:*) =1; CPE h:acme:till =1");
    /* Without versions, the one that the CPE names. */
    assert_text(
        told("{\"cna\":{\"affected\":[{\"cpes\":[\"cpe:2.3:a:acme:shop:1.0:rc1:*:*:*:*:*:*\"],"
             "\"defaultStatus\":\"affected\"}]}}"),
        "CPE a:acme:shop =1.0-rc1");
}

#define MATCH(more)                                                                                \
    "{\"vulnerable\":true,\"criteria\":\"cpe:2.3:a:acme:shop:*:*:*:*:*:*:*:*\"" more "}"
#define APPLIES(more, nodes) "{\"adp\":[{\"cpeApplicability\":[{" more "\"nodes\":[" nodes "]}]}]}"

static void test_applicability(void **state)
{
    (void)state;
    static const struct {
        const char *containers, *told;
    } cases[] = {
        {APPLIES(
             "", "{\"operator\":\"OR\",\"cpeMatch\":[" MATCH(
                     ",\"versionStartIncluding\":\"1.0\",\"versionEndExcluding\":\"2.0\"") "]}"),
            "CPE a:acme:shop >= 1.0, < 2.0"},
        {APPLIES("", "{\"cpeMatch\":[" MATCH(",\"versionEndIncluding\":\"2.0\"") "]}"),
            "CPE a:acme:shop >= 0, <= 2.0"},
        {APPLIES("", "{\"cpeMatch\":[" MATCH("") "]}"), "CPE a:acme:shop >= 0"},
        {APPLIES("", "{\"cpeMatch\":[" MATCH(
                         ",\"versionStartExcluding\":\"1\",\"versionEndIncluding\":\"2.0\"") "]}"),
            "CPE a:acme:shop"},
        {APPLIES("\"operator\":\"AND\",",
             "{\"cpeMatch\":[" MATCH("") "]},{\"cpeMatch\":[{\"vulnerable\":false,\"criteria\":"
                                         "\"cpe:2.3:h:acme:till:-:*:*:*:*:*:*:*\"}]}"),
            "CPE a:acme:shop with others >= 0"},
        {APPLIES("\"negate\":true,", "{\"cpeMatch\":[" MATCH("") "]}"), ""},
        {APPLIES("", "{\"negate\":true,\"cpeMatch\":[" MATCH("") "]}"), ""},
        {APPLIES("", "{\"cpeMatch\":[{\"vulnerable\":true,\"criteria\":"
                     "\"cpe:2.3:a:acme:shop:1.5:*:*:*:*:*:*:*\"}]}"),
            "CPE a:acme:shop =1.5"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct text found = told(cases[i].containers);
        if (!text_is(found, cases[i].told))
            fail_msg("%s: %.*s", cases[i].containers, TEXT_ARG(found));
    }
}

static void test_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *containers, *why;
    } cases[] = {
        {"{\"cna\":{\"affected\":{}}}", "containers.cna.affected: must be an array, not an object"},
        {"{\"cna\":{\"affected\":[7]}}",
            "containers.cna.affected[0]: must be an object, not a number"},
        {CNA("\"versions\":7"),
            "containers.cna.affected[0].versions: must be an array, not a number"},
        {CNA("\"versions\":[7]"),
            "containers.cna.affected[0].versions[0]: must be an object, not a number"},
        {CNA("\"versions\":[{\"version\":7}]"),
            "containers.cna.affected[0].versions[0].version: must be a string, not a number"},
        {CNA("\"versions\":[{\"version\":\"1\",\"changes\":[{\"at\":[]}]}]"),
            "containers.cna.affected[0].versions[0].changes[0].at: must be a string, not an array"},
        {"{\"adp\":[{\"cpeApplicability\":[{\"nodes\":[{\"cpeMatch\":[{\"versionEndExcluding\":1}]}]}]}]}",
            "containers.adp[0].cpeApplicability[0].nodes[0].cpeMatch[0].versionEndExcluding: must be "
            "a string, not a number"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++)
        assert_text(told(cases[i].containers), cases[i].why);
}

/* As many versions as are allowed, and one more. */
static void test_the_most_versions(void **state)
{
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        struct buf out;
        struct advisory_affected *affected;
        size_t count;
        struct err err = {0};
        buf_init(&out, SIZE_MAX);
        buf_add_z(&out, "{\"cna\":{\"affected\":[{" SHOP ",\"versions\":[");
        for (size_t i = 0; i < LIMIT_CVE_VERSIONS + over; i++)
            buf_format(&out, "%s{\"version\":\"1.%zu\",\"status\":\"affected\"}", i ? "," : "", i);
        buf_add_z(&out, "]}]}}");
        buf_add_char(&out, '\0');
        assert_int_equal(read(out.at, &affected, &count, &err), over == 0);
        if (over)
            assert_non_null(strstr(err.text, "more than the 2000 versions"));
        else
            assert_int_equal(affected[0].version_count, LIMIT_CVE_VERSIONS);
        buf_done(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_several_cpes),
        cmocka_unit_test(test_applicability),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_the_most_versions),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
