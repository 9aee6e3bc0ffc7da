/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "domain/ssvc_model.h"

/* Values for the points of a model, in its table's order. */
static void fill(enum ssvc_model model, const int *row, int *ret_values)
{
    for (int i = 0; i < SSVC_POINTS; i++)
        ret_values[i] = SSVC_UNKNOWN;
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++)
        ret_values[ssvc_model_row(model)->points[i]] = row[i];
}

static const char *decide(enum ssvc_model model, const char *words)
{
    int row[SSVC_POINTS_OF_MODEL], values[SSVC_POINTS];
    struct text rest = text_of(words);
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++)
        assert_true(ssvc_read(
            ssvc_point_row(ssvc_model_row(model)->points[i])->kind, text_cut(&rest, ','), &row[i]));
    fill(model, row, values);
    return ssvc_model_row(model)->outcomes[ssvc_model_decide(model, values)].word;
}

/* A few rows of each table; all of them are compared with the standard's where those lie beside the project. */
static void test_decisions(void **state)
{
    (void)state;
    static const struct {
        enum ssvc_model model;
        const char *words, *outcome;
    } rows[] = {
        {SSVC_MODEL_DEPLOYER, "none,small,no,low", "defer"},
        {SSVC_MODEL_DEPLOYER, "public poc,open,yes,high", "out-of-cycle"},
        {SSVC_MODEL_DEPLOYER, "active,open,yes,very high", "immediate"},
        {SSVC_MODEL_CISA, "none,no,partial,low", "track"},
        {SSVC_MODEL_CISA, "none,no,total,high", "track*"},
        {SSVC_MODEL_CISA, "active,yes,partial,medium", "attend"},
        {SSVC_MODEL_CISA, "active,yes,total,medium", "act"},
        {SSVC_MODEL_BOD, "no,no,no,total", "fix on system upgrade"},
        {SSVC_MODEL_BOD, "no,no,yes,total", "60 days"},
        {SSVC_MODEL_BOD, "yes,no,yes,partial", "14 days"},
        {SSVC_MODEL_BOD, "no,yes,yes,total", "3 days"},
        {SSVC_MODEL_BOD, "yes,yes,no,total", "3 days & forensic investigation"},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        assert_string_equal(decide(rows[i].model, rows[i].words), rows[i].outcome);
    assert_int_equal(ssvc_human_impact(SSVC_SAFETY_CRITICAL, SSVC_MISSION_CRIPPLED), SSVC_HIGH);
    assert_int_equal(
        ssvc_human_impact(SSVC_SAFETY_CATASTROPHIC, SSVC_MISSION_DEGRADED), SSVC_VERY_HIGH);
}

static void test_human_impact_follows(void **state)
{
    (void)state;
    int values[SSVC_POINTS] = {[SSVC_POINT_EXPLOITATION] = SSVC_ACTIVE,
        [SSVC_POINT_EXPOSURE] = SSVC_OPEN,
        [SSVC_POINT_AUTOMATABLE] = SSVC_AUTOMATABLE,
        [SSVC_POINT_SAFETY] = SSVC_SAFETY_CATASTROPHIC,
        [SSVC_POINT_HUMAN_IMPACT] = SSVC_UNKNOWN};
    assert_int_equal(ssvc_model_decide(SSVC_MODEL_DEPLOYER, values), SSVC_IMMEDIATE);
    values[SSVC_POINT_HUMAN_IMPACT] = SSVC_LOW;
    assert_int_equal(ssvc_model_decide(SSVC_MODEL_DEPLOYER, values), SSVC_OUT_OF_CYCLE);
    assert_true(ssvc_model_asks(SSVC_MODEL_DEPLOYER, SSVC_POINT_MISSION));
    assert_false(ssvc_model_asks(SSVC_MODEL_DEPLOYER, SSVC_POINT_HUMAN_IMPACT));
    assert_false(ssvc_model_asks(SSVC_MODEL_CISA, SSVC_POINT_SAFETY));
    assert_true(ssvc_model_asks(SSVC_MODEL_BOD, SSVC_POINT_EXPOSED));
}

/* Counts a row of values on; false behind the last. */
static bool next_row(enum ssvc_model model, int *row)
{
    for (size_t i = SSVC_POINTS_OF_MODEL; i-- > 0;) {
        if (++row[i] < ssvc_point_row(ssvc_model_row(model)->points[i])->count)
            return true;
        row[i] = 0;
    }
    return false;
}

/* What is worse in one input never makes the outcome, or the priority that it stands for, milder. */
static void check_worse(enum ssvc_model model, const int *row)
{
    const struct ssvc_model_row *it = ssvc_model_row(model);
    int values[SSVC_POINTS];
    fill(model, row, values);
    int outcome = ssvc_model_decide(model, values);
    assert_true(outcome < it->outcome_count);
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++) {
        enum ssvc_point point = it->points[i];
        fill(model, row, values);
        if (++values[point] == ssvc_point_row(point)->count)
            continue;
        int worse = ssvc_model_decide(model, values);
        assert_true(worse >= outcome);
        assert_true(it->outcomes[worse].priority >= it->outcomes[outcome].priority);
    }
}

static void test_decisions_are_monotonic(void **state)
{
    (void)state;
    static const int sizes[] = {72, 36, 16};
    for (int model = 0; model < SSVC_MODELS; model++) {
        int row[SSVC_POINTS_OF_MODEL] = {0}, count = 0;
        do {
            check_worse((enum ssvc_model)model, row);
            count++;
        } while (next_row((enum ssvc_model)model, row));
        assert_int_equal(count, sizes[model]);
    }
}

/* Each outcome's word is that of its kind, and all priorities but one of BOD's are told apart. */
static void test_models(void **state)
{
    (void)state;
    enum ssvc_model model;
    enum ssvc_point point;
    for (int i = 0; i < SSVC_MODELS; i++) {
        const struct ssvc_model_row *row = ssvc_model_row((enum ssvc_model)i);
        for (int k = 0; k < row->outcome_count; k++)
            assert_string_equal(row->outcomes[k].word, ssvc_word(row->outcome_kind, k));
        assert_true(ssvc_model_read(text_of(row->name), &model) && (int)model == i);
        assert_int_equal(row->outcomes[0].priority, SSVC_DEFER);
        assert_int_equal(row->outcomes[row->outcome_count - 1].priority, SSVC_IMMEDIATE);
    }
    for (int i = 0; i < SSVC_POINTS; i++) {
        int count = ssvc_point_row((enum ssvc_point)i)->count;
        assert_non_null(ssvc_point_word((enum ssvc_point)i, count - 1));
        assert_null(ssvc_point_word((enum ssvc_point)i, count));
    }
    assert_false(ssvc_model_read(TEXT("bod"), &model));
    assert_true(ssvc_point_read(TEXT("mission_impact"), &point) && point == SSVC_POINT_MISSION);
    assert_false(ssvc_point_read(TEXT("mission"), &point));
    assert_null(ssvc_point_word(SSVC_POINT_IN_KEV, 2));
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

/* Reads a table of the standard: each line is a number and one word for each kind, the last of which is the outcome. */
static size_t read_table(const char *name, const char *const *kinds, size_t kind_count,
    int (*outcome)(const int *values, enum ssvc_model model), enum ssvc_model model)
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
        assert_int_equal(outcome(values, model), values[kind_count - 1]);
        rows++;
    }
    buf_done(&bytes);
    return rows;
}

static int decide_row(const int *row, enum ssvc_model model)
{
    int values[SSVC_POINTS];
    fill(model, row, values);
    return ssvc_model_decide(model, values);
}

static size_t read_model(const char *name, enum ssvc_model model)
{
    const char *kinds[SSVC_POINTS_OF_MODEL + 1];
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++)
        kinds[i] = ssvc_point_row(ssvc_model_row(model)->points[i])->kind;
    kinds[SSVC_POINTS_OF_MODEL] = ssvc_model_row(model)->outcome_kind;
    return read_table(name, kinds, LEN_OF(kinds), decide_row, model);
}

static void test_deployer_table(void **state)
{
    (void)state;
    assert_int_equal(
        read_model("deployer_patch_application_priority_1_0_0.csv", SSVC_MODEL_DEPLOYER), 72);
}

static void test_cisa_table(void **state)
{
    (void)state;
    assert_int_equal(read_model("cisa_coordinator_2_0_3.csv", SSVC_MODEL_CISA), 36);
}

static void test_bod_table(void **state)
{
    (void)state;
    assert_int_equal(read_model("cisa_bod_26_04_1_0_0.csv", SSVC_MODEL_BOD), 16);
}

static int human_impact(const int *values, enum ssvc_model model)
{
    (void)model;
    return (int)ssvc_human_impact((enum ssvc_safety)values[0], (enum ssvc_mission)values[1]);
}

static void test_human_impact_table(void **state)
{
    (void)state;
    static const char *const kinds[] = {"safety", "mission", "human_impact"};
    assert_int_equal(read_table("human_impact_1_0_0.csv", kinds, LEN_OF(kinds), human_impact,
                         SSVC_MODEL_DEPLOYER),
        16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_decisions_are_monotonic),
        cmocka_unit_test(test_human_impact_follows),
        cmocka_unit_test(test_models),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_deployer_table),
        cmocka_unit_test(test_cisa_table),
        cmocka_unit_test(test_bod_table),
        cmocka_unit_test(test_human_impact_table),
    };
    return cmocka_run_group_tests_name("ssvc", tests, NULL, NULL);
}
