/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "base/limits.h"
#include "chain/rlp.h"
#include "chain/tx.h"

/* What cast mktx makes of anvil's first key: 1 ether to the second account, nonce 7, fees of 30 and 2 gwei. */
static const char transfer[] =
    "02f873010784773594008506fc23ac008252089470997970c51812dc3a010c7d01b50e0d17dc79c8880de0b6b3a764000080c080a0972f6949"
    "9b3f0a3c27bdcf146188807be7b678df3fa9965f96c58361c01aae07a0174c224e94bc3d3091291b5481a8176880647c2f19f29aa0f0ffc2aa"
    "563b61b9";
/* And of a contract of two bytes. */
static const char creation[] =
    "02f85a018084773594008506fc23ac00830186a08080826000c080a025ec2c032b13b3323f9cf7e3c19a34c11b6cf9b06c7aea20393f7105c7"
    "b78c73a00df40c42edc2581eb34b21a8a79b6510a848c04bbd2cc0ead50dbf7dccda0732";

static struct tx base_tx(void)
{
    return (struct tx){.chain_id = 1,
        .gas = 21000,
        .max_priority_fee = u256_of(2000000000),
        .max_fee = u256_of(30000000000),
        .data = {"", 0},
        .access_list = {"", 0}};
}

static void check(const struct tx *tx, const char *wanted)
{
    unsigned char key[SECP_KEY_SIZE], hash[KECCAK_SIZE], again[KECCAK_SIZE];
    struct buf raw;
    struct tx read;
    struct chain_address from;
    char text[ADDRESS_TEXT_SIZE];
    assert_true(hex_read_bare(TEXT(CHAIN_UNIT_KEY), key, sizeof key));
    buf_init(&raw, SIZE_MAX);
    assert_ok(tx_sign(tx, key, &raw, hash, err));
    assert_hex(raw.at, raw.len, wanted);
    tx_hash(buf_text(&raw), again);
    assert_memory_equal(hash, again, sizeof hash);
    assert_ok(tx_read(buf_text(&raw), &read, &from, err));
    assert_string_equal(address_print(&from, text), CHAIN_UNIT_ADDRESS);
    assert_int_equal(read.nonce, tx->nonce);
    assert_int_equal(read.gas, tx->gas);
    assert_int_equal(read.has_to, tx->has_to);
    assert_memory_equal(read.to.at, tx->to.at, ADDRESS_SIZE);
    assert_int_equal(u256_cmp(&read.value, &tx->value), 0);
    assert_int_equal(u256_cmp(&read.max_fee, &tx->max_fee), 0);
    assert_true(text_eq(read.data, tx->data));
    buf_done(&raw);
}

static void test_signing(void **state)
{
    struct tx tx = base_tx();
    (void)state;
    tx.nonce = 7;
    tx.has_to = true;
    assert_ok(address_read(TEXT("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"), &tx.to, err));
    tx.value = u256_of(1000000000000000000);
    check(&tx, transfer);
    struct tx made = base_tx();
    made.gas = 100000;
    made.data = TEXT("\x60\x00");
    check(&made, creation);
}

/* Whatever byte of it is changed: refused, or somebody else's. */
static void test_changed_bytes(void **state)
{
    struct buf raw;
    struct tx tx;
    struct chain_address from, ours;
    (void)state;
    buf_init(&raw, SIZE_MAX);
    add_hex(&raw, transfer);
    assert_ok(tx_read(buf_text(&raw), &tx, &ours, err));
    for (size_t i = 0; i < raw.len; i++) {
        raw.at[i] = (char)(raw.at[i] ^ 1);
        assert_false(tx_read(buf_text(&raw), &tx, &from, NULL) && address_eq(&from, &ours));
        raw.at[i] = (char)(raw.at[i] ^ 1);
        assert_false(tx_read(text_slice(buf_text(&raw), 0, i), &tx, &from, NULL));
    }
    buf_add_char(&raw, 0);
    assert_err(ERR_SYNTAX, tx_read(buf_text(&raw), &tx, &from, err));
    raw.at[0] = 1;
    assert_err(ERR_UNSUPPORTED, tx_read(buf_text(&raw), &tx, &from, err));
    buf_done(&raw);
}

static void test_too_long(void **state)
{
    struct buf raw;
    struct tx tx;
    struct chain_address from;
    (void)state;
    buf_init(&raw, SIZE_MAX);
    memset(buf_grow(&raw, LIMIT_TX_BYTES + 1), 2, LIMIT_TX_BYTES + 1);
    assert_err(ERR_LIMIT, tx_read(buf_text(&raw), &tx, &from, err));
    buf_done(&raw);
}

/* An access list is kept as it came, and checked. */
static void test_access_lists(void **state)
{
    static const unsigned char key[32] = {1};
    struct buf keys, entry, list, raw;
    struct tx tx = base_tx(), read;
    unsigned char secret[SECP_KEY_SIZE], hash[KECCAK_SIZE];
    struct chain_address from;
    (void)state;
    assert_true(hex_read_bare(TEXT(CHAIN_UNIT_KEY), secret, sizeof secret));
    for (size_t size = 31; size <= 32; size++) {
        buf_init(&keys, SIZE_MAX);
        buf_init(&entry, SIZE_MAX);
        buf_init(&list, SIZE_MAX);
        buf_init(&raw, SIZE_MAX);
        rlp_print_bytes(&keys, bytes_at(key, size));
        rlp_print_bytes(&entry, bytes_at(tx.to.at, ADDRESS_SIZE));
        rlp_print_list(&entry, buf_text(&keys));
        rlp_print_list(&list, buf_text(&entry));
        tx.access_list = buf_text(&list);
        assert_ok(tx_sign(&tx, secret, &raw, hash, err));
        if (size == 32) {
            assert_ok(tx_read(buf_text(&raw), &read, &from, err));
            assert_true(text_eq(read.access_list, buf_text(&list)));
        } else {
            assert_err(ERR_SYNTAX, tx_read(buf_text(&raw), &read, &from, err));
        }
        buf_done(&keys);
        buf_done(&entry);
        buf_done(&list);
        buf_done(&raw);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signing),
        cmocka_unit_test(test_changed_bytes),
        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_access_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
