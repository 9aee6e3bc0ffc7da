/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi.h"
#include "codec/json.h"
#include "mint/artefact.h"

#include "unit_err.h"

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

/* Adds an error's data, as a contract would revert with it: its selector, and a word of zeros for its value. */
static void add_error(struct buf *out, yyjson_val *entry)
{
    static const char zeros[32];
    unsigned char selector[KECCAK_SELECTOR_SIZE];
    yyjson_val *inputs = json_get(entry, "inputs");
    struct text type = json_get_text(yyjson_arr_get_first(inputs), "type");
    struct buf signature;
    buf_init(&signature, SIZE_MAX);
    buf_format(&signature, "%.*s(%.*s)", TEXT_ARG(json_get_text(entry, "name")), TEXT_ARG(type));
    keccak_selector(buf_text(&signature), selector);
    buf_cut(out, 0);
    buf_add(out, (struct text){(const char *)selector, sizeof selector});
    buf_add(out, (struct text){zeros, yyjson_arr_size(inputs) * sizeof zeros});
    buf_done(&signature);
}

/* Checks that a person is told the names of the errors of a contract, and returns their number. */
static int check_errors(const struct artefact *artefact, struct arena *arena)
{
    struct json abi;
    struct buf data;
    yyjson_val *entry;
    size_t i, max;
    int count = 0;
    buf_init(&data, SIZE_MAX);
    assert_ok(json_read(&abi, artefact->abi, err));
    yyjson_arr_foreach(json_root(&abi), i, max, entry)
    {
        if (!text_is(json_get_text(entry, "type"), "error"))
            continue;
        assert_true(yyjson_arr_size(json_get(entry, "inputs")) <= 1);
        add_error(&data, entry);
        assert_true(
            text_starts(abi_revert_text(buf_text(&data), arena), json_get_text(entry, "name")));
        count++;
    }
    json_done(&abi);
    buf_done(&data);
    return count;
}

static void test_errors_have_names(void **state)
{
    struct arena arena;
    int count = 0;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < artefact_count; i++)
        count += check_errors(&artefact_table[i], &arena);
    assert_true(count > 40);
    arena_done(&arena);
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
        cmocka_unit_test(test_errors_have_names),
        cmocka_unit_test(test_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
