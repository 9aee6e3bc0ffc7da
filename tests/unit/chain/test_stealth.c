/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "chain/stealth.h"

/* The owner of two keys, and their public halves as he publishes them. */
struct owner {
    unsigned char spending[SECP_KEY_SIZE], viewing[SECP_KEY_SIZE];
    char text[8 + 2 * 2 * SECP_COMPRESSED_SIZE + 3];
};

static void make_owner(struct owner *owner)
{
    unsigned char bytes[2 * SECP_COMPRESSED_SIZE];
    secp_key_new(owner->spending);
    secp_key_new(owner->viewing);
    assert_ok(secp_compressed(owner->spending, bytes, err));
    assert_ok(secp_compressed(owner->viewing, bytes + SECP_COMPRESSED_SIZE, err));
    memcpy(owner->text, "st:eth:0x", 9);
    hex_print_into(owner->text + 9, bytes, sizeof bytes);
}

static void test_both_sides_meet(void **state)
{
    struct owner owner, other;
    struct stealth_meta meta;
    struct stealth stealth, second;
    unsigned char ephemeral[SECP_KEY_SIZE], key[SECP_KEY_SIZE];
    struct chain_address address;
    bool is_his = false;
    (void)state;
    make_owner(&owner);
    make_owner(&other);
    assert_ok(stealth_read(text_of(owner.text), &meta, err));
    secp_key_new(ephemeral);
    assert_ok(stealth_new(&meta, ephemeral, &stealth, err));
    assert_ok(stealth_check(&stealth, owner.viewing, meta.spending, &is_his, err));
    assert_true(is_his);
    assert_ok(stealth_key(stealth.ephemeral, owner.viewing, owner.spending, key, err));
    assert_ok(secp_address(key, &address, err));
    assert_true(address_eq(&address, &stealth.address));
    assert_ok(stealth_check(&stealth, other.viewing, meta.spending, &is_his, err));
    assert_false(is_his);
    secp_key_new(ephemeral);
    assert_ok(stealth_new(&meta, ephemeral, &second, err));
    assert_false(address_eq(&second.address, &stealth.address));
    stealth.view_tag ^= 1;
    assert_ok(stealth_check(&stealth, owner.viewing, meta.spending, &is_his, err));
    assert_false(is_his);
}

static void test_refusing(void **state)
{
    static const char *const wrong[] = {"", "st", "st:eth", "st:eth:", "st::0x", "eth:st:0x",
        "st:eth:0x02",
        "st:eth:0x020000000000000000000000000000000000000000000000000000000000000000",
        "st:eth:0x0579be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"};
    struct stealth_meta meta;
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++)
        assert_err(ERR_SYNTAX, stealth_read(text_of(wrong[i]), &meta, err));
    /* One key may do for both. */
    assert_ok(stealth_read(
        TEXT("st:eth:0x0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"), &meta,
        err));
    assert_memory_equal(meta.spending, meta.viewing, sizeof meta.viewing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_sides_meet),
        cmocka_unit_test(test_refusing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
