/* SPDX-License-Identifier: Apache-2.0 */
/* Answers lines of words, separated by tabs, with what the chain library makes of them, one line each: what tests/chain/run holds
   against others' programs. Example: printf 'keccak\t0x\n' | chain_probe */
#include <sodium.h>

#include "chain/abi.h"
#include "chain/hd.h"
#include "chain/hex.h"
#include "chain/keystore.h"
#include "chain/mnemonic.h"
#include "chain/rlp.h"
#include "chain/stealth.h"
#include "chain/tx.h"
#include "chain/typed_data.h"

enum { WORDS_MOST = 12 };

/* One line: its words, and where what is made for it lives. */
struct line {
    struct text words[WORDS_MOST];
    struct arena arena;
    struct buf out;
};

/* What the tests ask is well formed: anything else is a mistake in them. */
static void insist(bool is_fine)
{
    if (!is_fine)
        err_panic("the question is malformed");
}

static struct text bytes_of(struct line *line, size_t word)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    insist(hex_read_all(line->words[word], &buf));
    struct text bytes = arena_text(&line->arena, buf_text(&buf));
    buf_done(&buf);
    return bytes;
}

static void read_key(struct line *line, size_t word, unsigned char key[SECP_KEY_SIZE])
{
    insist(hex_read(line->words[word], key, SECP_KEY_SIZE));
}

static uint64_t number_of(struct line *line, size_t word)
{
    uint64_t value = 0;
    insist(text_read_u64(line->words[word], &value));
    return value;
}

static struct u256 large_of(struct line *line, size_t word)
{
    struct u256 value = {{0}};
    insist(u256_read_decimal(line->words[word], &value));
    return value;
}

static void print_digest(struct line *line, const unsigned char digest[KECCAK_SIZE])
{
    hex_print(&line->out, digest, KECCAK_SIZE);
}

static bool answer_keccak(struct line *line, struct err *err)
{
    unsigned char digest[KECCAK_SIZE];
    (void)err;
    keccak_of(bytes_of(line, 1), digest);
    print_digest(line, digest);
    return true;
}

/* key, chain id, nonce, gas, priority fee, fee, to or "-", value, data */
static bool answer_tx(struct line *line, struct err *err)
{
    struct tx tx = {.chain_id = number_of(line, 2),
        .nonce = number_of(line, 3),
        .gas = number_of(line, 4),
        .max_priority_fee = large_of(line, 5),
        .max_fee = large_of(line, 6),
        .value = large_of(line, 8),
        .data = bytes_of(line, 9)};
    unsigned char key[SECP_KEY_SIZE], hash[KECCAK_SIZE];
    struct tx again;
    struct chain_address from;
    struct buf raw;
    read_key(line, 1, key);
    tx.has_to = !text_is(line->words[7], "-");
    if (tx.has_to && !address_read(line->words[7], &tx.to, err))
        return false;
    buf_init(&raw, SIZE_MAX);
    bool is_fine =
        tx_sign(&tx, key, &raw, hash, err) && tx_read(buf_text(&raw), &again, &from, err);
    if (is_fine) {
        char text[ADDRESS_TEXT_SIZE];
        hex_print(&line->out, raw.at, raw.len);
        buf_add_z(&line->out, " ");
        print_digest(line, hash);
        buf_format(&line->out, " %s", address_print(&from, text));
    }
    buf_done(&raw);
    return is_fine;
}

static bool print_signature(
    struct line *line, const unsigned char digest[KECCAK_SIZE], struct err *err)
{
    unsigned char key[SECP_KEY_SIZE], bytes[SECP_SIGNATURE_SIZE];
    struct secp_signature signature;
    struct chain_address address;
    char text[ADDRESS_TEXT_SIZE];
    read_key(line, 1, key);
    if (!secp_sign(key, digest, &signature, err) ||
        !secp_recover(&signature, digest, &address, err))
        return false;
    secp_signature_print(&signature, bytes);
    hex_print(&line->out, bytes, sizeof bytes);
    buf_format(&line->out, " %s", address_print(&address, text));
    return true;
}

static bool answer_message(struct line *line, struct err *err)
{
    unsigned char digest[KECCAK_SIZE];
    secp_message_digest(bytes_of(line, 2), digest);
    return print_signature(line, digest, err);
}

static bool answer_typed(struct line *line, struct err *err)
{
    unsigned char digest[KECCAK_SIZE];
    if (!typed_data_digest(line->words[2], digest, err))
        return false;
    print_digest(line, digest);
    buf_add_z(&line->out, " ");
    return print_signature(line, digest, err);
}

static void print_value(struct buf *out, const struct abi_type *type, const struct abi_value *value)
{
    if (type->kind == ABI_ARRAY || type->kind == ABI_TUPLE) {
        buf_add_char(out, '[');
        for (size_t i = 0; i < value->count; i++)
            print_value(out, &type->items[type->kind == ABI_ARRAY ? 0 : i], &value->items[i]);
        buf_add_char(out, ']');
    } else if (type->kind == ABI_BYTES || type->kind == ABI_FIXED || type->kind == ABI_STRING) {
        hex_print(out, value->bytes.at, value->bytes.len);
        buf_add_char(out, ';');
    } else {
        hex_print(out, value->number.at, U256_SIZE);
        buf_add_char(out, ';');
    }
}

/* types, data: what it reads as, and what is written of that again. */
static bool answer_abi(struct line *line, struct err *err)
{
    struct abi_type type;
    struct abi_value tuple;
    struct buf again;
    if (!abi_type_read(line->words[1], &line->arena, &type, err) ||
        !abi_read(line->words[1], bytes_of(line, 2), &line->arena, &tuple, err))
        return false;
    buf_init(&again, SIZE_MAX);
    bool is_fine = abi_print(&again, line->words[1], tuple.items, tuple.count, err);
    hex_print(&line->out, again.at, again.len);
    buf_add_char(&line->out, ' ');
    print_value(&line->out, &type, &tuple);
    buf_done(&again);
    return is_fine;
}

static bool copy_item(const struct rlp *item, struct buf *out, struct err *err)
{
    struct buf items;
    struct text rest = item->bytes;
    struct rlp next;
    if (!item->is_list) {
        rlp_print_bytes(out, item->bytes);
        return true;
    }
    buf_init(&items, SIZE_MAX);
    bool is_fine = true;
    while (is_fine && rest.len)
        is_fine = rlp_next(&rest, &next, err) && copy_item(&next, &items, err);
    rlp_print_list(out, buf_text(&items));
    buf_done(&items);
    return is_fine;
}

static bool answer_rlp(struct line *line, struct err *err)
{
    struct rlp item;
    struct buf again;
    if (!rlp_read(bytes_of(line, 1), &item, err))
        return false;
    buf_init(&again, SIZE_MAX);
    bool is_fine = copy_item(&item, &again, err);
    hex_print(&line->out, again.at, again.len);
    buf_done(&again);
    return is_fine;
}

/* entropy, path: the words, and the address of the key at the path. */
static bool answer_words(struct line *line, struct err *err)
{
    char words[MNEMONIC_TEXT_SIZE], text[ADDRESS_TEXT_SIZE];
    unsigned char seed[MNEMONIC_SEED_SIZE], key[SECP_KEY_SIZE];
    struct chain_address address;
    if (!mnemonic_print(bytes_of(line, 1), words, err) ||
        !mnemonic_seed(text_of(words), TEXT(""), seed, err) ||
        !hd_derive((struct text){(const char *)seed, sizeof seed}, line->words[2], key, err) ||
        !secp_address(key, &address, err))
        return false;
    buf_format(&line->out, "%s %s", words, address_print(&address, text));
    return true;
}

/* key, password: its file; and file, password: its key. */
static bool answer_lock(struct line *line, struct err *err)
{
    unsigned char key[SECP_KEY_SIZE];
    read_key(line, 1, key);
    if (!keystore_print(key, line->words[2], KEYSTORE_LIGHT, &line->out, err))
        return false;
    buf_cut(&line->out, line->out.len - 1);
    return true;
}

static bool answer_unlock(struct line *line, struct err *err)
{
    unsigned char key[SECP_KEY_SIZE];
    struct chain_address address;
    char text[ADDRESS_TEXT_SIZE];
    if (!keystore_read(line->words[1], line->words[2], key, &address, err))
        return false;
    hex_print(&line->out, key, sizeof key);
    buf_format(&line->out, " %s", address_print(&address, text));
    return true;
}

/* meta-address, ephemeral key: the address, what is announced, the tag. */
static bool answer_stealth(struct line *line, struct err *err)
{
    struct stealth_meta meta;
    struct stealth stealth;
    unsigned char key[SECP_KEY_SIZE];
    char text[ADDRESS_TEXT_SIZE];
    read_key(line, 2, key);
    if (!stealth_read(line->words[1], &meta, err) || !stealth_new(&meta, key, &stealth, err))
        return false;
    buf_format(&line->out, "%s ", address_print(&stealth.address, text));
    hex_print(&line->out, stealth.ephemeral, sizeof stealth.ephemeral);
    buf_add_char(&line->out, ' ');
    hex_print(&line->out, &stealth.view_tag, 1);
    return true;
}

/* announced key, viewing key, spending key: the private key. */
static bool answer_stealth_key(struct line *line, struct err *err)
{
    unsigned char ephemeral[SECP_COMPRESSED_SIZE], viewing[SECP_KEY_SIZE], spending[SECP_KEY_SIZE],
        key[SECP_KEY_SIZE];
    insist(hex_read(line->words[1], ephemeral, sizeof ephemeral));
    read_key(line, 2, viewing);
    read_key(line, 3, spending);
    if (!stealth_key(ephemeral, viewing, spending, key, err))
        return false;
    hex_print(&line->out, key, sizeof key);
    return true;
}

static const struct {
    const char *verb;
    bool (*answer)(struct line *line, struct err *err);
} verbs[] = {
    {"abi", answer_abi},
    {"keccak", answer_keccak},
    {"lock", answer_lock},
    {"message", answer_message},
    {"rlp", answer_rlp},
    {"stealth", answer_stealth},
    {"stealth-key", answer_stealth_key},
    {"tx", answer_tx},
    {"typed", answer_typed},
    {"unlock", answer_unlock},
    {"words", answer_words},
};

static bool answer(struct line *line, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(verbs); i++)
        if (text_is(line->words[0], verbs[i].verb))
            return verbs[i].answer(line, err);
    return err_set(err, ERR_USAGE, "no such verb");
}

static void answer_line(struct text text)
{
    struct line line = {0};
    struct err err = {0};
    arena_init(&line.arena, SIZE_MAX);
    buf_init(&line.out, SIZE_MAX);
    for (size_t i = 0; i < WORDS_MOST && text.at; i++)
        line.words[i] = text_cut(&text, '\t');
    if (answer(&line, &err))
        printf("%.*s\n", TEXT_ARG(buf_text(&line.out)));
    else
        printf("! %s\n", err.text);
    buf_done(&line.out);
    arena_done(&line.arena);
}

int main(void)
{
    char *at = NULL;
    size_t room = 0;
    ssize_t len;
    insist(sodium_init() >= 0);
    while ((len = getline(&at, &room, stdin)) > 0)
        answer_line(text_trim((struct text){at, (size_t)len}));
    free(at);
    return 0;
}
