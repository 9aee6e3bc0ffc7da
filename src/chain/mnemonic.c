/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/mnemonic.h"

#include <openssl/evp.h>
#include <sodium.h>

#include "chain/mnemonic_words.h"
#include "codec/sha256.h"

/* A word says 11 bits; a check sum of one bit for each 32 follows the entropy. */
enum { WORD_BITS = 11, WORD_COUNT = 1 << WORD_BITS, ROUNDS = 2048, PASS_PHRASE_MOST = 256 };

/* Entropy and its check sum, as bits. */
struct bits {
    unsigned char at[MNEMONIC_ENTROPY_SIZE + 2];
};

static bool is_size(size_t size)
{
    return size >= 16 && size <= MNEMONIC_ENTROPY_SIZE && size % 4 == 0;
}

static struct text word_of(unsigned number)
{
    struct text rest = text_of(mnemonic_words), word = {"", 0};
    for (unsigned i = 0; i <= number; i++)
        word = text_cut(&rest, ' ');
    return word;
}

static bool number_of(struct text word, unsigned *ret_number)
{
    struct text rest = text_of(mnemonic_words);
    for (unsigned i = 0; i < WORD_COUNT; i++) {
        if (text_eq_nocase(text_cut(&rest, ' '), word)) {
            *ret_number = i;
            return true;
        }
    }
    return false;
}

static unsigned bits_at(const struct bits *bits, size_t word)
{
    unsigned number = 0;
    for (size_t i = word * WORD_BITS; i < (word + 1) * WORD_BITS; i++)
        number = number << 1 | (bits->at[i / 8] >> (7 - i % 8) & 1u);
    return number;
}

static void set_bits(struct bits *bits, size_t word, unsigned number)
{
    for (size_t i = 0; i < WORD_BITS; i++) {
        size_t at = word * WORD_BITS + i;
        unsigned bit = number >> (WORD_BITS - 1 - i) & 1;
        bits->at[at / 8] |= (unsigned char)(bit << (7 - at % 8));
    }
}

/* The first bits of the entropy's digest, a byte in which those that are none are zero. */
static unsigned char check_sum(const unsigned char *entropy, size_t size)
{
    unsigned char digest[SHA256_SIZE];
    sha256_of((struct text){(const char *)entropy, size}, digest);
    unsigned char sum = (unsigned char)(digest[0] & ~(0xff >> size / 4));
    sodium_memzero(digest, sizeof digest);
    return sum;
}

static void print_words(const struct bits *bits, size_t count, char *at)
{
    for (size_t i = 0; i < count; i++) {
        struct text word = word_of(bits_at(bits, i));
        memcpy(at, word.at, word.len);
        at += word.len;
        *at++ = i + 1 < count ? ' ' : '\0';
    }
}

bool mnemonic_print(struct text entropy, char at[MNEMONIC_TEXT_SIZE], struct err *err)
{
    struct bits bits = {{0}};
    if (!is_size(entropy.len))
        return err_set(err, ERR_SYNTAX, "words: are made of 16, 20, 24, 28 or 32 bytes");
    memcpy(bits.at, entropy.at, entropy.len);
    bits.at[entropy.len] = check_sum(bits.at, entropy.len);
    print_words(&bits, entropy.len / 4 * 3, at);
    sodium_memzero(&bits, sizeof bits);
    return true;
}

/* Cuts the next word off *rest; empty at the end. */
static struct text next_word(struct text *rest)
{
    size_t len = 0;
    *rest = text_trim(*rest);
    while (len < rest->len && !text_is_space(rest->at[len]))
        len++;
    struct text word = text_slice(*rest, 0, len);
    *rest = text_from(*rest, len);
    return word;
}

static bool read_bits(struct text words, struct bits *bits, size_t *ret_count, struct err *err)
{
    size_t count = 0;
    struct text rest = words, word;
    unsigned number;
    while ((word = next_word(&rest)).len) {
        if (count == MNEMONIC_WORDS_MOST)
            return err_set(err, ERR_SYNTAX, "words: more than 24");
        if (!number_of(word, &number))
            return err_set(
                err, ERR_SYNTAX, "words: number %zu is not in BIP-39's English list", count + 1);
        set_bits(bits, count++, number);
    }
    if (!is_size(count / 3 * 4) || count % 3)
        return err_set(err, ERR_SYNTAX, "words: %zu instead of 12, 15, 18, 21 or 24", count);
    *ret_count = count;
    return true;
}

static bool read_checked(struct text words, struct bits *bits, size_t *ret_count, struct err *err)
{
    if (!read_bits(words, bits, ret_count, err))
        return false;
    size_t size = *ret_count / 3 * 4;
    if (bits->at[size] != check_sum(bits->at, size))
        return err_set(
            err, ERR_SYNTAX, "words: mistyped, or in another order: the check sum is wrong");
    return true;
}

bool mnemonic_read(struct text words, unsigned char ret_entropy[MNEMONIC_ENTROPY_SIZE],
    size_t *ret_size, struct err *err)
{
    struct bits bits = {{0}};
    size_t count = 0;
    bool is_fine = read_checked(words, &bits, &count, err);
    if (is_fine) {
        *ret_size = count / 3 * 4;
        memcpy(ret_entropy, bits.at, *ret_size);
    }
    sodium_memzero(&bits, sizeof bits);
    return is_fine;
}

/* "the password is the mnemonic sentence and the salt 'mnemonic' + passphrase" */
static void stretch(
    const char *words, struct text pass_phrase, unsigned char ret_seed[MNEMONIC_SEED_SIZE])
{
    char salt[8 + PASS_PHRASE_MOST] = "mnemonic";
    memcpy(salt + 8, pass_phrase.at, pass_phrase.len);
    if (PKCS5_PBKDF2_HMAC(words, (int)strlen(words), (const unsigned char *)salt,
            (int)(8 + pass_phrase.len), ROUNDS, EVP_sha512(), MNEMONIC_SEED_SIZE, ret_seed) != 1)
        err_panic("PBKDF2 does not work here");
    sodium_memzero(salt, sizeof salt);
}

/* Other characters would have to be normalised (NFKD) to give what other wallets make of them. */
static bool check_pass_phrase(struct text t, struct err *err)
{
    if (t.len > PASS_PHRASE_MOST)
        return err_set(err, ERR_LIMIT, "pass phrase: more than %d bytes", PASS_PHRASE_MOST);
    for (size_t i = 0; i < t.len; i++)
        if ((unsigned char)t.at[i] >= 0x80)
            return err_set(
                err, ERR_UNSUPPORTED, "pass phrase: only ASCII characters are known here");
    return true;
}

bool mnemonic_seed(struct text words, struct text pass_phrase,
    unsigned char ret_seed[MNEMONIC_SEED_SIZE], struct err *err)
{
    struct bits bits = {{0}};
    char canonical[MNEMONIC_TEXT_SIZE];
    size_t count = 0;
    bool is_fine = check_pass_phrase(pass_phrase, err) && read_checked(words, &bits, &count, err);
    if (is_fine) {
        print_words(&bits, count, canonical);
        stretch(canonical, pass_phrase, ret_seed);
    }
    sodium_memzero(&bits, sizeof bits);
    sodium_memzero(canonical, sizeof canonical);
    return is_fine;
}
