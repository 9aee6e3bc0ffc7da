/* SPDX-License-Identifier: Apache-2.0 */
/* KEV, EPSS and CVE 5 records. */
#include "advisory/cve5.h"
#include "advisory/epss.h"
#include "advisory/kev.h"
#include "domain/ssvc.h"
#include "unit.h"

#define DAY (int64_t)86400000000

static struct json parse(const char *text)
{
    struct json json;
    struct err err = {0};
    if (!json_read(&json, text_of(text), &err))
        fail_msg("%s", err.text);
    return json;
}

static void test_kev(void **state)
{
    (void)state;
    struct json json = parse(
        "{\"title\":\"Catalog\",\"catalogVersion\":\"1970.01.03\",\"dateReleased\":\"1970-01-03T00:"
        "00:00.0000Z\",\"count\":2,\"vulnerabilities\":[{\"cveID\":\"CVE-2024-1001\",\"dateAdded\":"
        "\"1970-01-02\",\"dueDate\":\"1970-01-03\",\"knownRansomwareCampaignUse\":\"Known\"},{"
        "\"cveID\":\"CVE-2024-1002\",\"knownRansomwareCampaignUse\":\"Unknown\"}]}");
    yyjson_val *root = json_root(&json);
    struct kev kev;
    struct text cve;
    struct advisory_facts facts;
    struct err err = {0};
    assert_true(kev_is(root));
    assert_true(kev_read(&kev, root, &err));
    assert_int_equal(kev.count, 2);
    assert_int_equal(kev.released_us, 2 * DAY);
    assert_text(kev.version, "1970.01.03");
    assert_true(kev_read_entry(yyjson_arr_get(kev.entries, 0), 0, &cve, &facts, &err));
    assert_text(cve, "CVE-2024-1001");
    assert_true(facts.is_kev && facts.is_kev_ransomware);
    assert_int_equal(facts.kev_added_us, DAY);
    assert_int_equal(facts.kev_due_us, 2 * DAY);
    assert_true(kev_read_entry(yyjson_arr_get(kev.entries, 1), 1, &cve, &facts, &err));
    assert_true(facts.is_kev && !facts.is_kev_ransomware);
    json_done(&json);
}

static void test_kev_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *entry, *why;
    } cases[] = {
        {"7", "vulnerabilities[4]: must be an object, not a number"},
        {"{}", "vulnerabilities[4].cveID: is missing"},
        {"{\"cveID\":\"CVE-2024-1001\",\"dateAdded\":\"soon\"}",
            "vulnerabilities[4].dateAdded: \"soon\" is not a date"},
        {"{\"cveID\":\"CVE-2024-1001\",\"dueDate\":3}",
            "vulnerabilities[4].dueDate: must be a string, not a number"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct json json = parse(cases[i].entry);
        struct text cve;
        struct advisory_facts facts;
        struct err err = {0};
        assert_false(kev_read_entry(json_root(&json), 4, &cve, &facts, &err));
        assert_string_equal(err.text, cases[i].why);
        json_done(&json);
    }
}

static void test_epss(void **state)
{
    (void)state;
    struct text text = TEXT("#model_version:v1,score_date:1970-01-02T00:00:00+0000\n"
                            "cve,epss,percentile\n"
                            "CVE-2024-1001,0.01015,0.60644\n"
                            "CVE-2024-1002,1,1.0\n"
                            "CVE-2024-1003,2,0.5\n"
                            "CVE-2024-1004\n"
                            "CVE-2024-1005,0.5,x\n"
                            "CVE-2024-1006,0.000005,0\n");
    static const struct {
        const char *cve, *fault;
        unsigned score, percentile;
    } rows[] = {
        {"CVE-2024-1001", NULL, 10150, 606440},
        {"CVE-2024-1002", NULL, 1000000, 1000000},
        {"CVE-2024-1003", "epss: not a number from 0 to 1", 0, 0},
        {"CVE-2024-1004", "too few columns", 0, 0},
        {"CVE-2024-1005", "percentile: not a number from 0 to 1", 0, 0},
        {"CVE-2024-1006", NULL, 5, 0},
    };
    struct epss epss;
    struct epss_row row;
    struct err err = {0};
    assert_true(epss_is(text));
    assert_true(epss_read(&epss, text, &err));
    assert_int_equal(epss.date_us, DAY);
    assert_text(epss.model, "v1");
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        assert_true(epss_read_row(&epss, &row, &err));
        assert_text(row.cve, rows[i].cve);
        if (rows[i].fault) {
            assert_non_null(row.fault);
            assert_string_equal(row.fault, rows[i].fault);
            continue;
        }
        assert_null(row.fault);
        assert_int_equal(row.facts.epss_millionths, rows[i].score);
        assert_int_equal(row.facts.epss_percentile_millionths, rows[i].percentile);
        assert_int_equal(row.facts.epss_date_us, DAY);
    }
    assert_false(epss_read_row(&epss, &row, &err));
    assert_int_equal(err.code, ERR_NONE);
    epss_done(&epss);
}

static void test_epss_without_comment(void **state)
{
    (void)state;
    struct epss epss;
    struct epss_row row;
    assert_true(epss_read(&epss, TEXT("cve,epss,percentile\nCVE-2024-1,0.5,0.5\n"), NULL));
    assert_int_equal(epss.date_us, 0);
    assert_true(epss_read_row(&epss, &row, NULL));
    epss_done(&epss);
    struct err err = {0};
    assert_false(epss_read(&epss, TEXT("#model_version:v1\nfoo,bar\n"), &err));
    assert_string_equal(err.text, "line 2: not the columns of EPSS (cve,epss,percentile)");
    assert_false(epss_read(&epss, TEXT("#model_version:v1"), &err));
    assert_int_equal(err.code, ERR_SYNTAX);
}

#define CVE_HEAD                                                                                   \
    "{\"dataType\":\"CVE_RECORD\",\"cveMetadata\":{\"cveId\":\"CVE-2024-1001\",\"state\":"         \
    "\"PUBLISHED\",\"dateUpdated\":\"1970-01-02T00:00:00Z\"},\"containers\":"

static void test_cve_with_ssvc(void **state)
{
    (void)state;
    struct json json = parse(CVE_HEAD
        "{\"cna\":{},\"adp\":[{\"metrics\":[{\"cvssV3_1\":{\"vectorString\":\"CVSS:3.1/AV:N/AC:L/"
        "PR:N/UI:N/S:U/C:H/I:H/A:H\",\"baseScore\":9.8}},{\"other\":{\"type\":\"ssvc\",\"content\":"
        "{\"options\":[{\"Exploitation\":\"PoC\"},{\"automatable\":\"Yes\"},{\"Technical "
        "Impact\":\"total\"}]}}}]}]}}");
    struct cve5 cve;
    struct err err = {0};
    assert_true(cve5_is(json_root(&json)));
    assert_true(cve5_read(&cve, json_root(&json), &err));
    assert_text(cve.id, "CVE-2024-1001");
    assert_int_equal(cve.updated_us, DAY);
    assert_true(cve.facts.has_ssvc && !cve.facts.is_rejected);
    assert_int_equal(cve.facts.ssvc_exploitation, SSVC_PUBLIC_POC);
    assert_int_equal(cve.facts.ssvc_automatable, SSVC_AUTOMATABLE);
    assert_int_equal(cve.facts.ssvc_technical_impact, 1);
    assert_int_equal(cve.facts.severity, SEVERITY_CRITICAL);
    json_done(&json);
}

static void test_cve_assigner_first(void **state)
{
    (void)state;
    struct json json = parse(CVE_HEAD
        "{\"cna\":{\"metrics\":[{\"cvssV3_0\":{\"vectorString\":\"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/"
        "C:N/I:N/A:N\"}},{\"cvssV3_1\":{\"vectorString\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/"
        "I:N/A:N\"}}]},\"adp\":[{\"metrics\":[{\"cvssV4_0\":{\"vectorString\":\"CVSS:4.0/AV:N/"
        "AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N\"}}]}]}}");
    struct cve5 cve;
    assert_true(cve5_read(&cve, json_root(&json), NULL));
    assert_text(cve.facts.cvss_vector, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N");
    assert_int_equal(cve.facts.score_tenths, 75);
    assert_text(cve.facts.cvss_by, "");
    assert_int_equal(cve.facts.other_vector.len > 0, 1);
    json_done(&json);
}

/* Who said it, and when: containers in any number, words in any case, dates with and without an offset. */
static void test_cve_says_who_and_when(void **state)
{
    (void)state;
    struct json json = parse(
        "{\"cveMetadata\":{\"cveId\":\"CVE-2024-1001\",\"dateUpdated\":\"1970-01-03T00:00:00\"},"
        "\"containers\":{\"cna\":{\"providerMetadata\":{\"shortName\":\"acme\"},\"metrics\":[{"
        "\"cvssV2_0\":{\"vectorString\":\"AV:N/AC:L/Au:N/C:P/I:P/A:P\"}}]},\"adp\":[{\"title\":\"x\"},"
        "{\"providerMetadata\":{\"shortName\":\"CISA-ADP\"},\"metrics\":[{\"cvssV3_1\":{"
        "\"vectorString\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}},{\"other\":{\"type\":"
        "\"SSVC\",\"content\":{\"timestamp\":\"1970-01-02T00:00:00.5Z\",\"options\":[{\"EXPLOITATION\":"
        "\"None\"},{\"AUTOMATABLE\":\"NO\"},{\"technical impact\":\"Partial\"}]}}}]}]}}");
    struct cve5 cve;
    assert_true(cve5_read(&cve, json_root(&json), NULL));
    assert_text(cve.facts.cvss_by, "acme");
    assert_text(cve.facts.cvss_vector, "AV:N/AC:L/Au:N/C:P/I:P/A:P");
    assert_int_equal(cve.facts.score_tenths, 75);
    assert_text(cve.facts.other_by, "CISA-ADP");
    assert_text(cve.facts.other_vector, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
    assert_true(cve.facts.has_ssvc);
    assert_int_equal(cve.facts.ssvc_exploitation, SSVC_NONE);
    assert_int_equal(cve.facts.ssvc_said_us, DAY + 500000);
    assert_int_equal(cve.facts.cve_updated_us, 2 * DAY);
    json_done(&json);
}

static void test_cve_half_a_decision(void **state)
{
    (void)state;
    struct json json = parse(
        CVE_HEAD "{\"adp\":[{\"metrics\":[{\"other\":{\"type\":\"ssvc\",\"content\":{\"options\":[{"
                 "\"Exploitation\":\"active\"},{\"Automatable\":\"perhaps\"}]}}}]}]}}");
    struct cve5 cve;
    assert_true(cve5_read(&cve, json_root(&json), NULL));
    assert_false(cve.facts.has_ssvc);
    assert_int_equal(cve.facts.severity, SEVERITY_UNKNOWN);
    json_done(&json);
}

static void test_cve_rejected_and_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *json, *why;
    } cases[] = {
        {"{\"cveMetadata\":{\"cveId\":\"CVE-2024-1\",\"state\":\"REJECTED\"},\"containers\":{"
         "\"cna\":{}}}",
            NULL},
        {"{\"cveMetadata\":{},\"containers\":{}}", "cveMetadata.cveId: is missing"},
        {"{\"cveMetadata\":{\"cveId\":\"CVE-2024-1\",\"state\":1},\"containers\":{}}",
            "cveMetadata.state: must be a string, not a number"},
        {"{\"cveMetadata\":{\"cveId\":\"CVE-2024-1\"},\"containers\":[]}",
            "containers: must be an object, not an array"},
        {"{\"cveMetadata\":{\"cveId\":\"CVE-2024-1\"},\"containers\":{\"adp\":[{\"metrics\":{}}]}}",
            "containers.adp[0].metrics: must be an array, not an object"},
        {"{\"cveMetadata\":{\"cveId\":\"CVE-2024-1\"},\"containers\":{\"cna\":7}}",
            "containers.cna: must be an object, not a number"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct json json = parse(cases[i].json);
        struct cve5 cve;
        struct err err = {0};
        bool is_read = cve5_read(&cve, json_root(&json), &err);
        assert_int_equal(is_read, cases[i].why == NULL);
        if (is_read)
            assert_true(cve.facts.is_rejected);
        else
            assert_string_equal(err.text, cases[i].why);
        json_done(&json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kev),
        cmocka_unit_test(test_kev_wrong),
        cmocka_unit_test(test_epss),
        cmocka_unit_test(test_epss_without_comment),
        cmocka_unit_test(test_cve_with_ssvc),
        cmocka_unit_test(test_cve_assigner_first),
        cmocka_unit_test(test_cve_says_who_and_when),
        cmocka_unit_test(test_cve_half_a_decision),
        cmocka_unit_test(test_cve_rejected_and_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
