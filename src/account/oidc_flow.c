/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_flow.h"

#include "base/limits.h"
#include "codec/base64.h"

/* Writes the SHA-256 of what purpose, state and browser are together; purpose tells one word from the other. */
static void make_word(
    const char *purpose, struct text state, struct text browser, char ret_word[OIDC_FLOW_WORD_SIZE])
{
    unsigned char digest[SHA256_SIZE];
    struct buf bytes, word;
    buf_init(&bytes, SIZE_MAX);
    buf_init(&word, SIZE_MAX);
    buf_format(&bytes, "%s\n%.*s\n%.*s", purpose, TEXT_ARG(state), TEXT_ARG(browser));
    sha256_of(buf_text(&bytes), digest);
    base64_print_url(&word, (struct text){(const char *)digest, sizeof digest});
    memcpy(ret_word, word.at, OIDC_FLOW_WORD_SIZE);
    buf_done(&bytes);
    buf_done(&word);
}

/* RFC 7636, 4.2: S256. */
static void make_challenge(const char *verifier, char ret_challenge[OIDC_FLOW_WORD_SIZE])
{
    unsigned char digest[SHA256_SIZE];
    struct buf word;
    buf_init(&word, SIZE_MAX);
    sha256_of(text_of(verifier), digest);
    base64_print_url(&word, (struct text){(const char *)digest, sizeof digest});
    memcpy(ret_challenge, word.at, OIDC_FLOW_WORD_SIZE);
    buf_done(&word);
}

void oidc_flow_words(struct text state, struct text browser, struct oidc_flow_words *ret_words)
{
    make_word("nonce", state, browser, ret_words->nonce);
    make_word("verifier", state, browser, ret_words->verifier);
    make_challenge(ret_words->verifier, ret_words->challenge);
}

struct text oidc_flow_path(struct text path)
{
    bool is_within = path.len > 0 && path.len <= LIMIT_URL_BYTES && path.at[0] == '/' &&
                     (path.len == 1 || (path.at[1] != '/' && path.at[1] != '\\'));
    for (size_t i = 0; is_within && i < path.len; i++)
        is_within = path.at[i] > ' ' && path.at[i] < 0x7f && path.at[i] != '\\';
    return is_within ? path : TEXT("/");
}
