/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include "account/right.h"

enum { LAST = RIGHT_COUNT - 1 };

static void test_the_table_is_sound(void **state)
{
    (void)state;
    for (int right = RIGHT_ANYONE; right <= LAST; right++) {
        const struct right_row *row = right_row((enum right)right);
        assert_true(row->name && row->name[0] && row->sentence[strlen(row->sentence) - 1] == '.');
        for (int other = RIGHT_ANYONE; other < right; other++)
            assert_string_not_equal(row->name, right_row((enum right)other)->name);
        assert_true(row->open == RIGHT_BY_ROLE || (!row->roles && row->least == TEAM_STRANGER));
        /* An administrator may do everything but leave a team that they are not in. */
        assert_true(row->open != RIGHT_BY_ROLE || right == RIGHT_TEAM_LEAVE ||
                    row->roles & ACCOUNT_ADMINISTRATOR);
    }
}

/* Calls check for each set of roles, each role in a team, and each right. */
static void for_all(void (*check)(unsigned roles, enum team_role role, enum right right))
{
    for (unsigned roles = 0; roles <= ACCOUNT_ROLES_ALL; roles++)
        for (enum team_role role = TEAM_STRANGER; role <= TEAM_ADMIN; role++)
            for (int right = RIGHT_NONE; right <= LAST; right++)
                check(roles, role, (enum right)right);
}

static void check_more_is_not_less(unsigned roles, enum team_role role, enum right right)
{
    if (!right_has(roles, role, right))
        return;
    for (enum team_role more = role; more <= TEAM_ADMIN; more++)
        assert_true(right_has(roles, more, right));
    for (unsigned bit = 1; bit <= ACCOUNT_ROLES_ALL; bit <<= 1)
        assert_true(right_has(roles | bit, role, right));
}

static void check_who_may_sees(unsigned roles, enum team_role role, enum right right)
{
    enum right sight = right_row(right)->sight;
    assert_true(!right_has(roles, role, right) || right_has(roles, role, sight));
    assert_int_equal(right_row(sight)->sight, sight);
}

static void check_answer(unsigned roles, enum team_role role, enum right right)
{
    struct err err = {0};
    bool may = right_check(roles, role, right, "thing", &err);
    assert_true(may == right_has(roles, role, right));
    if (may)
        return;
    bool sees = right_has(roles, role, right_row(right)->sight);
    assert_int_equal(err.code, sees ? ERR_FORBIDDEN : ERR_NOT_FOUND);
    assert_true(sees || strcmp(err.text, "there is no such thing") == 0);
}

static void test_every_cell_by_its_rules(void **state)
{
    (void)state;
    for_all(check_more_is_not_less);
    for_all(check_who_may_sees);
    for_all(check_answer);
}

static void test_what_names_no_right_is_refused(void **state)
{
    (void)state;
    assert_false(right_has(ACCOUNT_ROLES_ALL, TEAM_ADMIN, RIGHT_NONE));
}

/* Whoever is a team's coach sees its health and speaks of its weeks: nothing else. */
static void test_what_a_coach_may(void **state)
{
    (void)state;
    for (int right = RIGHT_ANYONE; right <= LAST; right++) {
        bool is_gained = right_has(ACCOUNT_TEAM_COACH, TEAM_STRANGER, (enum right)right) &&
                         !right_has(0, TEAM_STRANGER, (enum right)right);
        assert_true(is_gained == (right == RIGHT_HEALTH_READ || right == RIGHT_FEEDBACK_WRITE ||
                                     right == RIGHT_FEEDBACK_ANSWER));
    }
}

static void test_words_come_back(void **state)
{
    (void)state;
    enum team_role role = TEAM_STRANGER;
    for (unsigned bit = 1; bit <= ACCOUNT_ROLES_ALL; bit <<= 1)
        assert_int_equal(right_role_bit(text_of(right_role_word((enum account_role)bit))), bit);
    for (unsigned bit = 1; bit <= RIGHT_SCOPES_ALL; bit <<= 1)
        assert_int_equal(right_scope_bit(text_of(right_scope_word((enum right_scope)bit))), bit);
    assert_true(right_team_read(TEXT("admin"), &role) && role == TEAM_ADMIN);
    assert_false(right_team_read(TEXT("stranger"), &role));
    assert_int_equal(right_role_bit(TEXT("admin")), 0);
    assert_int_equal(right_scope_bit(TEXT("none")), 0);
    assert_int_equal(right_scope_bit(TEXT("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_table_is_sound),
        cmocka_unit_test(test_every_cell_by_its_rules),
        cmocka_unit_test(test_what_names_no_right_is_refused),
        cmocka_unit_test(test_what_a_coach_may),
        cmocka_unit_test(test_words_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
