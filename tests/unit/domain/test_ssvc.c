/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "domain/ssvc.h"

static void test_decisions(void **state)
{
    (void)state;
    struct ssvc_input calm = {SSVC_NONE, SSVC_SMALL, SSVC_NOT_AUTOMATABLE, SSVC_LOW};
    struct ssvc_input open = {SSVC_PUBLIC_POC, SSVC_OPEN, SSVC_AUTOMATABLE, SSVC_HIGH};
    struct ssvc_input worst = {SSVC_ACTIVE, SSVC_OPEN, SSVC_AUTOMATABLE, SSVC_VERY_HIGH};
    assert_int_equal(ssvc_decide(&calm), SSVC_DEFER);
    assert_int_equal(ssvc_decide(&open), SSVC_OUT_OF_CYCLE);
    assert_int_equal(ssvc_decide(&worst), SSVC_IMMEDIATE);
    assert_int_equal(ssvc_human_impact(SSVC_SAFETY_CRITICAL, SSVC_MISSION_CRIPPLED), SSVC_HIGH);
    assert_int_equal(
        ssvc_human_impact(SSVC_SAFETY_CATASTROPHIC, SSVC_MISSION_DEGRADED), SSVC_VERY_HIGH);
}

/* What is worse in one input never makes the decision milder. */
static void test_decisions_are_monotonic(void **state)
{
    (void)state;
    for (int i = 0; i < 3 * 3 * 2 * 4; i++) {
        struct ssvc_input in = {(enum ssvc_exploitation)(i / 24), (enum ssvc_exposure)(i / 8 % 3),
            (enum ssvc_automatable)(i / 4 % 2), (enum ssvc_impact)(i % 4)};
        struct ssvc_input worse = in;
        worse.exploitation = in.exploitation < SSVC_ACTIVE ? in.exploitation + 1 : SSVC_ACTIVE;
        assert_true(ssvc_decide(&worse) >= ssvc_decide(&in));
        worse = in;
        worse.exposure = in.exposure < SSVC_OPEN ? in.exposure + 1 : SSVC_OPEN;
        assert_true(ssvc_decide(&worse) >= ssvc_decide(&in));
        worse = in;
        worse.automatable = SSVC_AUTOMATABLE;
        assert_true(ssvc_decide(&worse) >= ssvc_decide(&in));
        worse = in;
        worse.human_impact =
            in.human_impact < SSVC_VERY_HIGH ? in.human_impact + 1 : SSVC_VERY_HIGH;
        assert_true(ssvc_decide(&worse) >= ssvc_decide(&in));
    }
}

static void test_words(void **state)
{
    (void)state;
    int value = 7;
    assert_string_equal(ssvc_word("decision", SSVC_OUT_OF_CYCLE), "out-of-cycle");
    assert_null(ssvc_word("decision", 4));
    assert_null(ssvc_word("decision", -1));
    assert_null(ssvc_word("automatable", 2));
    assert_null(ssvc_word("mood", 0));
    assert_true(ssvc_read("decision", TEXT("Out_of_Cycle"), &value) && value == SSVC_OUT_OF_CYCLE);
    assert_true(ssvc_read("exploitation", TEXT("poc"), &value) && value == SSVC_PUBLIC_POC);
    assert_true(ssvc_read("exploitation", TEXT("public_poc"), &value) && value == SSVC_PUBLIC_POC);
    assert_true(ssvc_read("human_impact", TEXT("VERY HIGH"), &value) && value == SSVC_VERY_HIGH);
    assert_true(ssvc_read("technical_impact", TEXT("total"), &value) && value == 1);
    assert_false(ssvc_read("exposure", TEXT("poc"), &value));
    assert_false(ssvc_read("exposure", TEXT(""), &value));
    assert_false(ssvc_read("mood", TEXT("none"), &value));
    assert_int_equal(value, 1);
}

/* Reads a table of CERT/CC: each line is a number and one word for each kind, the last of which is the outcome. */
static size_t read_table(const char *name, const char *const *kinds, size_t kind_count,
    int (*outcome)(const int *values))
{
    char path[256];
    struct buf bytes;
    size_t rows = 0;
    snprintf(path, sizeof path, "vectors/ssvc/%s", name);
    buf_init(&bytes, SIZE_MAX);
    unit_read_shared(&bytes, path);
    struct text rest = buf_text(&bytes);
    text_cut(&rest, '\n');
    while (rest.at) {
        struct text line = text_trim(text_cut(&rest, '\n'));
        if (line.len == 0)
            continue;
        int values[5];
        text_cut(&line, ',');
        for (size_t i = 0; i < kind_count; i++)
            assert_true(ssvc_read(kinds[i], text_cut(&line, ','), &values[i]));
        assert_null(line.at);
        assert_int_equal(outcome(values), values[kind_count - 1]);
        rows++;
    }
    buf_done(&bytes);
    return rows;
}

static int decide(const int *values)
{
    return (int)ssvc_decide(
        &(struct ssvc_input){(enum ssvc_exploitation)values[0], (enum ssvc_exposure)values[1],
            (enum ssvc_automatable)values[2], (enum ssvc_impact)values[3]});
}

static void test_deployer_table(void **state)
{
    (void)state;
    static const char *const kinds[] = {
        "exploitation", "exposure", "automatable", "human_impact", "decision"};
    assert_int_equal(
        read_table("deployer_patch_application_priority_1_0_0.csv", kinds, LEN_OF(kinds), decide),
        72);
}

static int human_impact(const int *values)
{
    return (int)ssvc_human_impact((enum ssvc_safety)values[0], (enum ssvc_mission)values[1]);
}

static void test_human_impact_table(void **state)
{
    (void)state;
    static const char *const kinds[] = {"safety", "mission", "human_impact"};
    assert_int_equal(read_table("human_impact_1_0_0.csv", kinds, LEN_OF(kinds), human_impact), 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_decisions_are_monotonic),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_deployer_table),
        cmocka_unit_test(test_human_impact_table),
    };
    return cmocka_run_group_tests_name("ssvc", tests, NULL, NULL);
}
