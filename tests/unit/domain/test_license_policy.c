/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "base/clock.h"
#include "base/limits.h"
#include "domain/license_policy.h"

struct fixture {
    struct arena arena;
    struct json document;
    struct license_policy policy;
    struct license_subject subject;
    struct license_verdict verdict;
    struct buf out;
};

static bool read_policy(struct fixture *f, const char *json, struct err *err)
{
    json_done(&f->document);
    f->document = (struct json){0};
    return json_read(&f->document, text_of(json), err) &&
           license_policy_read(&f->policy, TEXT("p.json"), json_root(&f->document), &f->arena, err);
}

static void set_up(struct fixture *f, const char *json)
{
    *f = (struct fixture){.subject = {.purl = TEXT("pkg:npm/x@1.0.0")}};
    arena_init(&f->arena, LIMIT_REQUEST_ARENA);
    buf_init(&f->out, SIZE_MAX);
    assert_ok(read_policy(f, json, err));
}

static void tear_down(struct fixture *f)
{
    json_done(&f->document);
    arena_done(&f->arena);
    buf_done(&f->out);
}

/* Judges an expression, and checks the answer and why. */
static void check(struct fixture *f, const char *expression, const char *answer, const char *why)
{
    struct license_reading reading;
    assert_ok(license_read(&reading, text_of(expression), &f->arena, err));
    license_policy_judge(&f->verdict, &f->policy, reading.root, &f->subject);
    buf_cut(&f->out, 0);
    license_policy_print_why(&f->verdict, &f->out);
    assert_string_equal(license_policy_word(f->verdict.answer), answer);
    assert_text(buf_text(&f->out), why);
}

static void test_rules(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f,
        "{\"allow\": [\"permissive\", \"lgpl-2.1\", \"GPL-2.0-only WITH Classpath-exception-2.0\","
        " \"LicenseRef-corp-*\"], \"review\": [\"weak-copyleft\", \"LicenseRef-corp-old-*\"],"
        " \"deny\": [\"strong-copyleft\", \"network-copyleft\", \"GPL-2.0-only\", \"JSON\"]}");
    check(&f, "MIT", "allow", "MIT: permissive is allowed");
    check(&f, "JSON", "deny", "JSON: it is denied");
    check(&f, "LGPL-2.1", "allow", "LGPL-2.1-only: it is allowed");
    check(&f, "MPL-2.0", "review", "MPL-2.0: weak-copyleft is for review");
    check(&f, "GPL-2.0 WITH Classpath-exception-2.0", "allow",
        "GPL-2.0-only WITH Classpath-exception-2.0: it is allowed");
    /* The licence is named, so its family with the exception does not count. */
    check(&f, "GPL-2.0-only WITH Font-exception-2.0", "deny",
        "GPL-2.0-only WITH Font-exception-2.0: it is denied");
    check(&f, "GPL-3.0-only WITH GCC-exception-3.1", "review",
        "GPL-3.0-only WITH GCC-exception-3.1: weak-copyleft is for review");
    check(&f, "LicenseRef-corp-1", "allow", "LicenseRef-corp-1: it is allowed");
    check(&f, "LicenseRef-corp-old-1", "review", "LicenseRef-corp-old-1: it is for review");
    check(&f, "Foo", "review", "Foo: no rule names it (unknown), which is for review");
    check(&f, "", "review", "no licence is known, which is for review");
    check(&f, "NOASSERTION", "review", "NOASSERTION: no licence is known, which is for review");
    tear_down(&f);
}

/* Of OR the best alternative, of AND the worst part. */
static void test_groups(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f,
        "{\"allow\": [\"permissive\"], \"deny\": [\"strong-copyleft\"], \"missing\": \"deny\"}");
    check(&f, "MIT OR GPL-3.0-only", "allow", "MIT: permissive is allowed");
    check(&f, "MIT AND GPL-3.0-only", "deny", "GPL-3.0-only: strong-copyleft is denied");
    check(&f, "MPL-2.0 OR GPL-3.0-only", "review",
        "MPL-2.0: no rule names it (weak-copyleft), which is for review");
    check(&f, "MIT AND (ISC OR GPL-3.0-only)", "allow", "MIT: permissive is allowed");
    check(&f, "(MIT AND GPL-2.0-only) OR (MPL-2.0 AND GPL-3.0-only)", "deny",
        "GPL-2.0-only: strong-copyleft is denied");
    check(&f, "", "deny", "no licence is known, which is denied");
    struct license_reading reading;
    assert_ok(license_read(&reading, TEXT("ISC AND (GPL-3.0-only OR MPL-2.0)"), &f.arena, err));
    license_policy_judge(&f.verdict, &f.policy, reading.root, &f.subject);
    buf_cut(&f.out, 0);
    license_policy_print_path(&f.verdict, reading.root, &f.out);
    assert_text(buf_text(&f.out),
        "\"ISC AND (GPL-3.0-only OR MPL-2.0)\",\"GPL-3.0-only OR MPL-2.0\",\"MPL-2.0\"");
    tear_down(&f);
}

/* What another part can only make worse makes AND worse, and OR no worse. */
static void test_order(void **state)
{
    (void)state;
    static const char *const licenses[] = {"MIT", "MPL-2.0", "GPL-3.0-only"};
    struct fixture f;
    set_up(&f, "{\"allow\": [\"permissive\"], \"deny\": [\"strong-copyleft\"]}");
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++)
            for (int is_and = 0; is_and < 2; is_and++) {
                struct license_reading reading;
                struct text text = arena_format(
                    &f.arena, "%s %s %s", licenses[a], is_and ? "AND" : "OR", licenses[b]);
                assert_ok(license_read(&reading, text, &f.arena, err));
                license_policy_judge(&f.verdict, &f.policy, reading.root, &f.subject);
                int worst = a > b ? a : b, best = a > b ? b : a;
                assert_int_equal(f.verdict.answer, is_and ? worst : best);
            }
    tear_down(&f);
}

static void test_exceptions(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f,
        "{\"deny\": [\"strong-copyleft\"], \"exceptions\": ["
        "{\"package\": \"pkg:npm/@corp/*\", \"reason\": \"ours\", \"by\": \"kim\"},"
        "{\"package\": \"pkg:pypi/tool@1.*\", \"license\": \"GPL-3.0\", \"answer\": \"review\", \"reason\": \"asked\"},"
        "{\"scope\": \"excluded\", \"license\": \"GPL-2.0-only\", \"reason\": \"not shipped\"},"
        "{\"service\": \"Lab\", \"reason\": \"never leaves\", \"until\": \"2026-06-30\"}]}");
    f.subject.purl = TEXT("pkg:npm/%40corp/ui@2.0.0?arch=x");
    check(&f, "GPL-3.0-only", "allow", "allowed by an exception: ours");
    f.subject.purl = TEXT("pkg:npm/%40corporate/ui@2.0.0");
    check(&f, "GPL-3.0-only", "deny", "GPL-3.0-only: strong-copyleft is denied");
    f.subject.purl = TEXT("pkg:pypi/tool@1.9");
    check(&f, "GPL-3.0-only", "review", "GPL-3.0-only: for review by an exception: asked");
    check(&f, "GPL-2.0-only", "deny", "GPL-2.0-only: strong-copyleft is denied");
    f.subject.purl = TEXT("pkg:pypi/tool@2.0");
    check(&f, "GPL-3.0-only", "deny", "GPL-3.0-only: strong-copyleft is denied");
    f.subject.scope = TEXT("excluded");
    check(&f, "GPL-2.0-only", "allow", "GPL-2.0-only: allowed by an exception: not shipped");
    f.subject.scope = TEXT("");
    f.subject.service = TEXT("lab");
    int64_t end_us;
    assert_true(clock_read(TEXT("2026-07-01"), &end_us));
    f.subject.now_us = end_us - 1;
    check(&f, "GPL-3.0-only", "allow", "allowed by an exception: never leaves");
    f.subject.now_us = end_us;
    check(&f, "GPL-3.0-only", "deny",
        "GPL-3.0-only: strong-copyleft is denied; an exception for it is over");
    tear_down(&f);
}

static void test_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *purl;
        bool fits;
    } rows[] = {
        {"pkg:npm/a", "pkg:npm/a@1", true},
        {"pkg:npm/a", "pkg:npm/ab@1", false},
        {"pkg:npm/a@1.*", "pkg:npm/a@1.2?x=y#z", true},
        {"pkg:npm/a@1.*", "pkg:npm/a@2.1", false},
        {"pkg:npm/%40c/a", "pkg:npm/%40c/a@1", true},
        {"pkg:npm/@c/a", "pkg:npm/%40c/a@1", true},
        {"pkg:npm/@c/a@1", "pkg:npm/%40c/a@1", true},
        {"pkg:npm/@c/a@2", "pkg:npm/%40c/a@1", false},
        {"pkg:npm/@c", "pkg:npm/%40c/a@1", false},
        {"pkg:maven/com.corp.*", "pkg:maven/com.corp.x/y@1", true},
        {"pkg:*/log*j", "pkg:maven/log4j@1", true},
        {"pkg:*", "pkg:deb/debian/a@1", true},
        {"pkg:npm/a*a*a*b", "pkg:npm/aaaaaaaaaaaaaaaaaaaa", false},
        {"pkg:npm/a", "", false},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (license_policy_fits(text_of(rows[i].pattern), text_of(rows[i].purl)) != rows[i].fits)
            fail_msg("%s and %s", rows[i].pattern, rows[i].purl);
}

static void test_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *json, *error;
    } rows[] = {
        {"[]", "p.json: policy: must be an object, not an array"},
        {"{\"alow\": []}", "p.json: policy: has no member \"alow\""},
        {"{\"deny\": \"MIT\"}", "p.json: deny: must be an array, not a string"},
        {"{\"deny\": [\"MIT\", 7]}", "p.json: deny[1]: must be a string, not a number"},
        {"{\"deny\": [\"GLP-3.0\"]}",
            "p.json: deny[0]: \"GLP-3.0\" is neither an SPDX id, a LicenseRef-, the front of one with \"*\", nor a family"},
        {"{\"allow\": [\"MIT\"], \"deny\": [\"mit\"]}",
            "p.json: deny[0]: MIT is in \"allow\" already"},
        {"{\"default\": \"maybe\"}", "p.json: default: must be allow, review or deny"},
        {"{\"exceptions\": [{\"package\": \"pkg:npm/x\"}]}",
            "p.json: exceptions[0]: has no reason"},
        {"{\"exceptions\": [{\"reason\": \"r\"}]}",
            "p.json: exceptions[0]: says neither package, license, scope nor service"},
        {"{\"exceptions\": [{\"package\": \"x\", \"reason\": \"r\"}]}",
            "p.json: exceptions[0]: package: must begin with \"pkg:\""},
        {"{\"exceptions\": [{\"scope\": \"x\", \"reason\": \"r\", \"until\": \"soon\"}]}",
            "p.json: exceptions[0].until: must be a date, \"2027-01-31\""},
    };
    struct fixture f;
    set_up(&f, "{}");
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct err err = {0};
        assert_false(read_policy(&f, rows[i].json, &err));
        assert_string_equal(err.text, rows[i].error);
    }
    tear_down(&f);
}

static void test_limits(void **state)
{
    (void)state;
    struct fixture f;
    struct buf json;
    set_up(&f, "{}");
    buf_init(&json, SIZE_MAX);
    for (size_t over = 0; over < 2; over++) {
        buf_cut(&json, 0);
        for (size_t i = 0; i < LIMIT_LICENSE_RULES + over; i++)
            buf_format(&json, "%s\"LicenseRef-%zu\"", i ? "," : "{\"deny\":[", i);
        buf_add_z(&json, "]}");
        struct err err = {0};
        assert_int_equal(read_policy(&f, json.at, &err), over == 0);
        assert_int_equal(err.code, over ? ERR_LIMIT : ERR_NONE);
        buf_cut(&json, 0);
        for (size_t i = 0; i < LIMIT_LICENSE_EXCEPTIONS + over; i++)
            buf_format(
                &json, "%s{\"scope\":\"%zu\",\"reason\":\"r\"}", i ? "," : "{\"exceptions\":[", i);
        buf_add_z(&json, "]}");
        err = (struct err){0};
        assert_int_equal(read_policy(&f, json.at, &err), over == 0);
        assert_int_equal(err.code, over ? ERR_LIMIT : ERR_NONE);
    }
    buf_done(&json);
    tear_down(&f);
}

/* What is printed reads back as the same. */
static void test_print(void **state)
{
    (void)state;
    struct fixture f;
    static const char same[] =
        "{\"default\":\"deny\",\"missing\":\"review\",\"allow\":[\"permissive\",\"LGPL-2.1-only\"],"
        "\"review\":[\"LicenseRef-*\"],\"deny\":[]}";
    set_up(&f, same);
    license_policy_print(&f.policy, &f.out);
    assert_text(buf_text(&f.out), same);
    tear_down(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules), cmocka_unit_test(test_groups),
        cmocka_unit_test(test_order), cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_patterns), cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_limits), cmocka_unit_test(test_print)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
