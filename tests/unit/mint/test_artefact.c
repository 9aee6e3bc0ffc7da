/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/artefact.h"

#include "unit.h"

static void test_found(void **state)
{
    (void)state;
    static const char *const names[] = {"Anchor", "SecurityBadge", "SecurityBadgeTransferable"};
    assert_int_equal(artefact_count, LEN_OF(names));
    for (size_t i = 0; i < LEN_OF(names); i++) {
        const struct artefact *artefact = artefact_find(text_of(names[i]));
        assert_non_null(artefact);
        assert_string_equal(artefact->name, names[i]);
        assert_true(text_starts(artefact->abi, TEXT("[{")));
        assert_true(text_ends(artefact->abi, TEXT("}]")));
        /* A push begins what solc makes; EIP-3860 caps creation code at 49,152 bytes. */
        assert_true(artefact->bytecode.len > 500 && artefact->bytecode.len < 49152);
        assert_true(artefact->bytecode.at[0] >= 0x5f && artefact->bytecode.at[0] <= 0x7f);
    }
}

static void test_says_what_it_does(void **state)
{
    (void)state;
    struct text abi = artefact_find(TEXT("SecurityBadge"))->abi;
    assert_true(text_find_text(abi, TEXT("\"name\":\"issueBatch\"")) >= 0);
    assert_true(text_find_text(abi, TEXT("\"name\":\"claimFor\"")) >= 0);
    assert_true(
        text_find_text(artefact_find(TEXT("Anchor"))->abi, TEXT("\"name\":\"anchor\"")) >= 0);
}

static void test_not_found(void **state)
{
    (void)state;
    assert_null(artefact_find(TEXT("")));
    assert_null(artefact_find(TEXT("securitybadge")));
    assert_null(artefact_find(TEXT("SecurityBadge.")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_says_what_it_does),
        cmocka_unit_test(test_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
