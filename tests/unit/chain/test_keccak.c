/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "chain/keccak.h"

/* The Keccak team's own vectors for the submission of round 3 (ShortMsgKAT_256), and what every chain has. */
static void test_known_digests(void **state)
{
    static const struct {
        const char *hex, *digest;
    } vectors[] = {
        {"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"},
        {"616263", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"},
        {"cc", "eead6dbfc7340a56caedc044696a168870549a6a7f6f56961e84a54bd9970b8a"},
        /* RLP of the empty string: the root of an empty trie. */
        {"80", "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"},
        /* And of the empty list: the hash of no uncles. */
        {"c0", "1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(vectors); i++) {
        unsigned char digest[KECCAK_SIZE];
        struct buf buf;
        buf_init(&buf, SIZE_MAX);
        add_hex(&buf, vectors[i].hex);
        keccak_of(buf_text(&buf), digest);
        assert_hex(digest, sizeof digest, vectors[i].digest);
        buf_done(&buf);
    }
}

/* Around the size of a block, where the padding falls into one byte or a block of its own. Values of ethers' keccak256. */
static void test_sizes_around_a_block(void **state)
{
    static const struct {
        size_t len;
        const char *digest;
    } vectors[] = {
        {135, "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446"},
        {136, "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e"},
        {137, "d869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39"},
    };
    char as[300];
    (void)state;
    memset(as, 'a', sizeof as);
    for (size_t i = 0; i < LEN_OF(vectors); i++) {
        unsigned char digest[KECCAK_SIZE];
        keccak_of(bytes_at(as, vectors[i].len), digest);
        assert_hex(digest, sizeof digest, vectors[i].digest);
    }
}

static void test_pairs_and_selectors(void **state)
{
    unsigned char zero[KECCAK_SIZE] = {0}, digest[KECCAK_SIZE], selector[KECCAK_SELECTOR_SIZE];
    (void)state;
    keccak_of_pair(zero, zero, digest);
    /* The second layer of every empty Merkle tree, as in the deposit contract. */
    assert_hex(
        digest, sizeof digest, "ad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5");
    keccak_selector(TEXT("transfer(address,uint256)"), selector);
    assert_hex(selector, sizeof selector, "a9059cbb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_digests),
        cmocka_unit_test(test_sizes_around_a_block),
        cmocka_unit_test(test_pairs_and_selectors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
