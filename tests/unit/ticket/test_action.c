/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/action_meta.h"

#include "domain/cvss.h"
#include "unit_err.h"

static void test_difficulty(void **state)
{
    (void)state;
    static const struct {
        enum action_kind kind;
        struct action_facts facts;
        enum action_difficulty wanted;
    } rows[] = {
        {ACTION_ELIMINATION, {.has_ticket = true, .severity = SEVERITY_CRITICAL}, ACTION_HIGH},
        {ACTION_MITIGATION, {.has_ticket = true, .is_kev = true, .severity = SEVERITY_LOW},
            ACTION_HIGH},
        {ACTION_ELIMINATION, {.has_ticket = true, .is_malicious = true}, ACTION_HIGH},
        {ACTION_ELIMINATION, {.has_ticket = true, .severity = SEVERITY_HIGH}, ACTION_MIDDLE},
        {ACTION_ELIMINATION, {.has_ticket = true, .severity = SEVERITY_LOW}, ACTION_MIDDLE},
        {ACTION_MITIGATION, {.has_ticket = false}, ACTION_MIDDLE},
        {ACTION_REJECTION, {.has_ticket = true, .severity = SEVERITY_CRITICAL}, ACTION_MIDDLE},
        {ACTION_ACCEPTANCE, {.has_ticket = true, .severity = SEVERITY_HIGH}, ACTION_MIDDLE},
        {ACTION_DETECTION, {.has_ticket = true, .is_kev = true}, ACTION_MIDDLE},
        {ACTION_TRANSFER, {.has_ticket = true, .severity = SEVERITY_MEDIUM}, ACTION_LOW},
        {ACTION_DETECTION, {.has_ticket = false, .severity = SEVERITY_CRITICAL}, ACTION_LOW},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        assert_int_equal(action_meta_difficulty(rows[i].kind, &rows[i].facts), rows[i].wanted);
}

static void test_certifier(void **state)
{
    (void)state;
    const struct action own = {.account_id = 1, .recorded_by = 1};
    const struct action other = {.account_id = 1, .recorded_by = 2};
    const struct action_facts confirmed = {.is_confirmed = true}, none = {0},
                              inside = {.is_recorder_in_the_team = true};
    assert_int_equal(action_meta_certifier(&own, &none), ACTION_MYSELF);
    assert_int_equal(action_meta_certifier(&own, &inside), ACTION_MYSELF);
    assert_int_equal(action_meta_certifier(&other, &inside), ACTION_COWORKER);
    assert_int_equal(action_meta_certifier(&other, &none), ACTION_TRUSTED_THIRD_PARTY);
    assert_int_equal(action_meta_certifier(&own, &confirmed), ACTION_SYSTEM);
}

static void assert_grounds(const char *json, enum err_code code, size_t wanted, const char *place)
{
    struct json list;
    struct arena arena;
    struct err err = {0};
    struct action_ground *grounds;
    size_t count = 0;
    arena_init(&arena, SIZE_MAX);
    assert_true(json_read(&list, text_of(json), &err));
    bool is_read = action_ground_read(json_root(&list), &grounds, &count, &arena, &err);
    assert_int_equal(is_read, code == ERR_NONE);
    assert_int_equal(count, wanted);
    if (code != ERR_NONE) {
        assert_int_equal(err.code, code);
        assert_non_null(strstr(err.text, place));
    }
    json_done(&list);
    arena_done(&arena);
}

static void test_grounds(void **state)
{
    (void)state;
    struct buf many;
    assert_grounds("null", ERR_NONE, 0, NULL);
    assert_grounds("[]", ERR_NONE, 0, NULL);
    assert_grounds(
        "[{\"kind\":\"advisory\",\"id\":\"CVE-2021-44228\",\"read_at\":null}]", ERR_NONE, 1, NULL);
    assert_grounds(
        "[{\"kind\":\"cti\",\"id\":\"a\"},{\"kind\":\"sighting\",\"id\":\"a\",\"read_at\":\"2026-01-02T03:04:05Z\"}]",
        ERR_NONE, 2, NULL);
    assert_grounds("{}", ERR_USAGE, 0, "grounds: must be a list");
    assert_grounds("[7]", ERR_USAGE, 0, "grounds[0]");
    assert_grounds("[{\"kind\":\"advisory\"}]", ERR_USAGE, 0, "grounds[0].id");
    assert_grounds("[{\"kind\":\"Advisory\",\"id\":\"x\"}]", ERR_USAGE, 0, "grounds[0].kind");
    assert_grounds(
        "[{\"kind\":\"advisory\",\"id\":\"Aiko Tanaka\"}]", ERR_USAGE, 0, "grounds[0].id");
    assert_grounds(
        "[{\"kind\":\"advisory\",\"id\":\"aiko@example.org\"}]", ERR_USAGE, 0, "grounds[0].id");
    assert_grounds("[{\"kind\":\"advisory\",\"id\":\"x\",\"read_at\":\"now\"}]", ERR_USAGE, 0,
        "grounds[0].read_at");
    assert_grounds("[{\"kind\":\"advisory\",\"id\":\"x\",\"note\":\"y\"}]", ERR_USAGE, 0,
        "grounds[0]: is no object");
    assert_grounds("[{\"kind\":\"a\",\"id\":\"x\"},{\"kind\":\"a\",\"id\":\"x\"}]", ERR_USAGE, 0,
        "grounds[1]: is there twice");
    buf_init(&many, SIZE_MAX);
    buf_add_char(&many, '[');
    for (int i = 0; i < ACTION_GROUNDS_MAX; i++)
        buf_format(&many, "%s{\"kind\":\"a\",\"id\":\"x%d\"}", i ? "," : "", i);
    size_t len = many.len;
    buf_add_char(&many, ']');
    assert_grounds(many.at, ERR_NONE, ACTION_GROUNDS_MAX, NULL);
    buf_cut(&many, len);
    buf_add_z(&many, ",{\"kind\":\"a\",\"id\":\"y\"}]");
    assert_grounds(many.at, ERR_USAGE, 0, "has more than 100");
    buf_done(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_difficulty),
        cmocka_unit_test(test_certifier),
        cmocka_unit_test(test_grounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
