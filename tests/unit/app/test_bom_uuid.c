/* SPDX-License-Identifier: Apache-2.0 */
#include "app/bom_uuid.h"

#include "unit.h"

static void test_there_and_back(void **state)
{
    (void)state;
    static const int64_t ids[] = {1, 3766384566934004308, INT64_MAX, (int64_t)1 << 62,
        ((int64_t)1 << 62) - 1, (int64_t)1 << 48};
    char at[BOM_UUID_SIZE];
    for (size_t i = 0; i < LEN_OF(ids); i++)
        for (enum bom_uuid_kind kind = BOM_UUID_SERVICE; kind <= BOM_UUID_SBOM; kind++) {
            int64_t id = 0;
            struct text uuid = bom_uuid_print(kind, ids[i], at);
            assert_int_equal(uuid.len, 36);
            assert_true(bom_uuid_read(uuid, kind, &id));
            assert_int_equal(id, ids[i]);
            assert_false(bom_uuid_read(uuid, BOM_UUID_SERVICE + BOM_UUID_SBOM - kind, &id));
        }
    assert_text(bom_uuid_print(BOM_UUID_SBOM, 1, at), "6b656e7a-656e-8004-8000-000000000001");
}

static void test_strangers(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "7",
        "6b656e7a-656e-8004-8000-00000000000",
        "6b656e7a-656e-8004-8000-0000000000011",
        "6b656e7a-656e-8004-8000-00000000000g",
        "6b656e7a-656e-8004-800000000000000-1",
        "6b656e7a-656e-8004-0000-000000000001", /* another variant */
        "6b656e7a-656e-8004-c000-000000000001",
        "6b656e7a-656e-8004-8000-000000000000", /* no id is 0 */
        "6b656e7a-656e-4004-8000-000000000001", /* another version */
        "6b656e7a-656e-8ffc-8000-000000000001", /* another kind */
        "0b0f1ae6-5d33-4f08-b2c2-b2a2a1a9a7c1",
    };
    int64_t id = 7;
    for (size_t i = 0; i < LEN_OF(cases); i++)
        if (bom_uuid_read(text_of(cases[i]), BOM_UUID_SBOM, &id))
            fail_msg("%s was taken", cases[i]);
    assert_true(bom_uuid_read(TEXT("6B656E7A-656E-8004-8000-00000000000F"), BOM_UUID_SBOM, &id));
    assert_int_equal(id, 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_strangers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
