/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "domain/cvss.h"

static const struct {
    const char *vector;
    unsigned version, tenths;
    enum severity severity;
} scored[] = {
    {"AV:N/AC:L/Au:N/C:C/I:C/A:C", 20, 100, SEVERITY_HIGH},
    {"(AV:N/AC:L/Au:N/C:P/I:P/A:P)", 20, 75, SEVERITY_HIGH},
    {"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:ND", 20, 78, SEVERITY_HIGH},
    {"AV:L/AC:H/Au:N/C:C/I:C/A:C", 20, 62, SEVERITY_MEDIUM},
    {"AV:L/AC:H/Au:M/C:N/I:N/A:P", 20, 8, SEVERITY_LOW},
    {"AV:N/AC:L/Au:N/C:N/I:N/A:N", 20, 0, SEVERITY_LOW},
    {"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 30, 98, SEVERITY_CRITICAL},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 31, 100, SEVERITY_CRITICAL},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 31, 61, SEVERITY_MEDIUM},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H", 31, 96, SEVERITY_CRITICAL},
    {"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N", 31, 59, SEVERITY_MEDIUM},
    {"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 31, 78, SEVERITY_HIGH},
    {"CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", 31, 16, SEVERITY_LOW},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 31, 0, SEVERITY_NONE},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:N", 31, 0, SEVERITY_NONE},
    {"CVSS:3.1/S:U/C:H/I:H/A:H/AV:N/AC:L/PR:N/UI:N/E:X/MAV:L", 31, 98, SEVERITY_CRITICAL},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 40, 100, SEVERITY_CRITICAL},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 40, 93, SEVERITY_CRITICAL},
    {"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 40, 77, SEVERITY_HIGH},
    {"CVSS:4.0/AV:N/AC:H/AT:N/PR:N/UI:N/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N", 40, 63, SEVERITY_MEDIUM},
    {"CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N", 40, 48, SEVERITY_MEDIUM},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 40, 0, SEVERITY_NONE},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", 40, 81, SEVERITY_HIGH},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/MSI:S/U:Amber", 40, 100,
        SEVERITY_CRITICAL},
};

static void test_scores(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(scored); i++) {
        struct cvss cvss;
        struct err err;
        if (!cvss_read(&cvss, text_of(scored[i].vector), &err))
            fail_msg("%s: %s", scored[i].vector, err.text);
        if (cvss.version_tenths != scored[i].version || cvss.score_tenths != scored[i].tenths ||
            cvss.severity != scored[i].severity)
            fail_msg("%s: %u, %s", scored[i].vector, cvss.score_tenths,
                cvss_severity_name(cvss.severity));
    }
}

static void test_what_is_none(void **state)
{
    static const struct {
        const char *vector, *why;
    } cases[] = {
        {"", "CVSS: '': no such metric"},
        {"7.5", "CVSS: '7.5': no such metric"},
        {"CVSS:5.0/AV:N", "CVSS: no version that is known: 2.0, 3.0, 3.1, 4.0"},
        {"CVSS:3.1/", "CVSS: '': no such metric"},
        {"CVSS:3.1/AV:N", "CVSS: AC: missing"},
        {"CVSS:3.1/AV:Q", "CVSS: AV: no such value"},
        {"CVSS:3.1/AV:", "CVSS: AV: no such value"},
        {"CVSS:3.1/AV:X", "CVSS: AV: no such value"},
        {"CVSS:3.1/AV:N/AV:L", "CVSS: AV: given twice"},
        {"CVSS:3.1/av:N", "CVSS: 'av:N': no such metric"},
        {"CVSS:3.1/AVAVAVAVAVAVAVAVAVAVAVAV:N", "CVSS: 'AVAVAVAVAVAVAVAVAVAV': no such metric"},
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", "CVSS: '': no such metric"},
        {"CVSS:4.0/AV:N/SC:", "CVSS: SC: no such value"},
        {"CVSS:4.0/AV:N/SI:S", "CVSS: SI: no such value"},
        {"AV:N/AC:L/Au:N/C:C/I:C", "CVSS: A: missing"},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct cvss cvss = {.score_tenths = 7};
        struct err err;
        assert_false(cvss_read(&cvss, text_of(cases[i].vector), &err));
        assert_string_equal(err.text, cases[i].why);
        assert_int_equal(err.code, ERR_SYNTAX);
        assert_int_equal(cvss.score_tenths, 7);
    }
}

static void test_words(void **state)
{
    (void)state;
    assert_int_equal(cvss_severity_of(TEXT("CRITICAL")), SEVERITY_CRITICAL);
    assert_int_equal(cvss_severity_of(TEXT("Moderate")), SEVERITY_MEDIUM);
    assert_int_equal(cvss_severity_of(TEXT("Important")), SEVERITY_HIGH);
    assert_int_equal(cvss_severity_of(TEXT("negligible")), SEVERITY_LOW);
    assert_int_equal(cvss_severity_of(TEXT("")), SEVERITY_UNKNOWN);
    assert_int_equal(cvss_severity_of(TEXT("severe")), SEVERITY_UNKNOWN);
    for (int i = SEVERITY_NONE; i <= SEVERITY_CRITICAL; i++)
        assert_int_equal(cvss_severity_of(text_of(cvss_severity_name((enum severity)i))), i);
    assert_int_equal(cvss_severity(0), SEVERITY_NONE);
    assert_int_equal(cvss_severity(39), SEVERITY_LOW);
    assert_int_equal(cvss_severity(40), SEVERITY_MEDIUM);
    assert_int_equal(cvss_severity(69), SEVERITY_MEDIUM);
    assert_int_equal(cvss_severity(70), SEVERITY_HIGH);
    assert_int_equal(cvss_severity(90), SEVERITY_CRITICAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scores),
        cmocka_unit_test(test_what_is_none),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests_name("cvss", tests, NULL, NULL);
}
