/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/limits.h"
#include "domain/cpe.h"

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

static void test_read(void **state)
{
    (void)state;
    static const struct {
        const char *cpe, *package, *version;
    } cases[] = {
        {"cpe:2.3:a:apache:http_server:2.4.1:*:*:*:*:*:*:*", "a:apache:http_server", "2.4.1"},
        {"CPE:2.3:A:Apache:HTTP_Server:2.4.1:*:*:*:*:*:*:*", "a:apache:http_server", "2.4.1"},
        {"cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
            "a:microsoft:internet_explorer", "8.0.6001-beta"},
        {"cpe:2.3:a:gnu:libstdc\\+\\+:9:*:*:*:*:*:*:*", "a:gnu:libstdc++", "9"},
        {"cpe:2.3:a:gnu:libstdc++:9:*:*:*:*:*:*:*", "a:gnu:libstdc++", "9"},
        {"cpe:2.3:a:a\\:b:c\\\\d:-:*:*:*:*:*:*:*", "a:a\\:b:c\\\\d", ""},
        {"cpe:2.3:a:acme:shop:*:*:*:*:*:wordpress:*:*", "a:acme:shop:*:*:*:wordpress:*:*", ""},
        {"cpe:2.3:o:linux:linux_kernel:*:*:*:*:*:*:*:*", "o:linux:linux_kernel", ""},
        {"cpe:2.3:a:*:shop:1:*:*:*:*:*:*:*", "", "1"},
        {"cpe:2.3:a:acme:sh*:1:*:*:*:*:*:*:*", "", "1"},
        {"cpe:2.3:a:acme:-:1:*:*:*:*:*:*:*", "", "1"},
        {"cpe:2.3:*:acme:shop:1:*:*:*:*:*:*:*", "", "1"},
        {"cpe:2.3:a:microsoft:asp.net_core:2.1*:*:*:*:*:*:*:*", "a:microsoft:asp.net_core", ""},
        {"cpe:/a:apache:http_server:2.4.1", "a:apache:http_server", "2.4.1"},
        {"cpe:/a:redhat:rhel_eus:9.2::appstream", "a:redhat:rhel_eus:appstream:*:*:*:*:*", "9.2"},
        {"cpe:/a:acme:shop:1.0:sp1:~~pro~wordpress~x64~:en", "a:acme:shop:*:en:pro:wordpress:x64:*",
            "1.0-sp1"},
        {"cpe:/a:gnu:libstdc%2b%2b:9", "a:gnu:libstdc++", "9"},
        {"cpe:/a:acme:shop:1%02", "a:acme:shop", ""},
        {"cpe:/a:acme", "", ""},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct cpe cpe;
        struct err err = {0};
        if (!cpe_read(&cpe, text_of(cases[i].cpe), &arena, &err))
            fail_msg("%s: %s", cases[i].cpe, err.text);
        struct text package = cpe_package(&cpe, &arena), version = cpe_version(&cpe, &arena);
        if (!text_is(package, cases[i].package) || !text_is(version, cases[i].version))
            fail_msg("%s: %.*s %.*s", cases[i].cpe, TEXT_ARG(package), TEXT_ARG(version));
    }
}

static void test_what_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *cpe, *why;
    } cases[] = {
        {"", "not a CPE: it begins neither with cpe:2.3: nor with cpe:/"},
        {"pkg:npm/a@1", "not a CPE: it begins neither with cpe:2.3: nor with cpe:/"},
        {"cpe:2.3:a:acme:shop", "a CPE 2.3 has 11 parts, this one 3"},
        {"cpe:2.3:a:acme:shop:1:*:*:*:*:*:*:*:*", "a CPE 2.3 has 11 parts, this one more"},
        {"cpe:2.3:a::shop:1:*:*:*:*:*:*:*", "part 2 of the CPE is empty"},
        {"cpe:2.3:a:ac me:shop:1:*:*:*:*:*:*:*",
            "character 13 of the CPE is none that may stand there"},
        {"cpe:/a:b:c:d:e:f:g:h", "a CPE 2.2 has up to 7 parts, this one more"},
        {"cpe:/a:b:c%2", "\"%\" stands before no two hex digits in the CPE"},
        {"cpe:/a:b:c%zz", "\"%\" stands before no two hex digits in the CPE"},
        {"cpe:/a:b:c:1::~a~b~c~d~e~f", "the edition of the CPE has more than 5 parts"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct cpe cpe;
        struct err err = {0};
        assert_false(cpe_read(&cpe, text_of(cases[i].cpe), &arena, &err));
        assert_string_equal(err.text, cases[i].why);
    }
    /* A backslash at the end quotes nothing. */
    struct cpe cpe;
    assert_true(cpe_read(&cpe, TEXT("cpe:2.3:a:b:c:1:*:*:*:*:*:*:x\\"), &arena, NULL));
}

static void test_the_largest(void **state)
{
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        char *t = arena_take(&arena, LIMIT_CPE_BYTES + 2);
        struct cpe cpe;
        struct err err = {0};
        memset(t, 'x', LIMIT_CPE_BYTES + 1);
        memcpy(t, "cpe:/a:b:", 9);
        struct text all = {t, LIMIT_CPE_BYTES + over};
        assert_int_equal(cpe_read(&cpe, all, &arena, &err), over == 0);
        assert_int_equal(err.code, over ? ERR_LIMIT : ERR_NONE);
    }
    /* As many characters that all need a backslash. */
    char *t = arena_take(&arena, LIMIT_CPE_BYTES);
    struct cpe cpe;
    memset(t, '+', LIMIT_CPE_BYTES);
    memcpy(t, "cpe:/a:b:", 9);
    assert_true(cpe_read(&cpe, (struct text){t, LIMIT_CPE_BYTES}, &arena, NULL));
    assert_int_equal(cpe.at[CPE_PRODUCT].len, 2 * (LIMIT_CPE_BYTES - 9));
}

/* NIST IR 7696, tables 6-2 and 6-3. */
static void test_compare(void **state)
{
    (void)state;
    static const struct {
        const char *criterion, *installed;
        enum cpe_relation relation;
    } cases[] = {
        {"", "", CPE_HOLDS},
        {"", "*:*:*:wordpress:*:*", CPE_HOLDS},
        {"*:*:*:wordpress:*:*", "*:*:*:wordpress:*:*", CPE_HOLDS},
        {"*:*:*:wordpress:*:*", "", CPE_MAY_HOLD},
        {"*:*:*:wordpress:*:*", "*:*:*:joomla:*:*", CPE_DISJOINT},
        {"*:*:*:wordpress:*:*", "*:*:*:-:*:*", CPE_DISJOINT},
        {"*:*:*:-:*:*", "*:*:*:-:*:*", CPE_HOLDS},
        {"*:*:*:-:*:*", "", CPE_MAY_HOLD},
        {"*:*:*:-:*:*", "*:*:*:wordpress:*:*", CPE_DISJOINT},
        {"*:*:*:word*:*:*", "*:*:*:wordpress:*:*", CPE_HOLDS},
        {"*:*:*:*press:*:*", "*:*:*:wordpress:*:*", CPE_HOLDS},
        {"*:*:*:*dpre*:*:*", "*:*:*:wordpress:*:*", CPE_HOLDS},
        {"*:*:*:wordpres?:*:*", "*:*:*:wordpress:*:*", CPE_HOLDS},
        {"*:*:*:?ordpress:*:*", "*:*:*:wordpress:*:*", CPE_HOLDS},
        {"*:*:*:wordpre?:*:*", "*:*:*:wordpress:*:*", CPE_DISJOINT},
        {"*:*:*:word\\*:*:*", "*:*:*:wordpress:*:*", CPE_DISJOINT},
        {"*:*:*:*\\:x:*:*", "*:*:*:a\\:x:*:*", CPE_HOLDS},
        /* One part that is disjoint decides. */
        {"*:*:pro:wordpress:*:*", "*:*:*:joomla:*:*", CPE_DISJOINT},
        {"*:*:pro:*:x64:*", "*:*:pro:*:*:*", CPE_MAY_HOLD},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        enum cpe_relation found =
            cpe_compare_targets(text_of(cases[i].criterion), text_of(cases[i].installed));
        if (found != cases[i].relation)
            fail_msg("%s %s: %d", cases[i].criterion, cases[i].installed, (int)found);
    }
}

static void test_split(void **state)
{
    (void)state;
    struct text product, target;
    cpe_split(TEXT("a:ac\\:me:shop:*:*:*:wordpress:*:*"), &product, &target);
    assert_text(product, "a:ac\\:me:shop");
    assert_text(target, "*:*:*:wordpress:*:*");
    cpe_split(TEXT("a:acme:shop"), &product, &target);
    assert_text(product, "a:acme:shop");
    assert_text(target, "");
    assert_text(cpe_target_words(TEXT("*:*:-:word\\.press:x64:*"), &arena),
        "software edition none, target software word.press, target hardware x64");
    assert_text(cpe_target_words(TEXT(""), &arena), "");
    cpe_split(TEXT(""), &product, &target);
    assert_text(product, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_what_is_none),
        cmocka_unit_test(test_the_largest),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_split),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
