/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/jwk.h"

#include "base/limits.h"
#include "base/vec.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "codec/jwk_key.h"

struct key {
    struct text id; /* in names */
    unsigned algs;
    struct jwk_key *key;
};

struct jwk_set {
    VEC(struct key);
    struct arena names;
};

static const struct {
    enum jwk_alg alg;
    const char *word;
} algs[] = {
    {JWK_RS256, "RS256"},
    {JWK_PS256, "PS256"},
    {JWK_ES256, "ES256"},
    {JWK_EDDSA, "EdDSA"},
};

enum jwk_alg jwk_alg_read(struct text word)
{
    for (size_t i = 0; i < LEN_OF(algs); i++)
        if (text_is(word, algs[i].word))
            return algs[i].alg;
    return JWK_NONE;
}

const char *jwk_alg_word(enum jwk_alg alg)
{
    for (size_t i = 0; i < LEN_OF(algs); i++)
        if (algs[i].alg == alg)
            return algs[i].word;
    return "none";
}

static bool is_in(yyjson_val *list, const char *word)
{
    size_t i, count;
    yyjson_val *item;
    yyjson_arr_foreach(list, i, count, item)
    {
        struct text text;
        if (json_text(item, &text) && text_is(text, word))
            return true;
    }
    return false;
}

/* RFC 7517, 4.2 and 4.3: a key may say what it is for. */
static bool is_for_signatures(yyjson_val *jwk)
{
    yyjson_val *use = json_get(jwk, "use"), *operations = json_get(jwk, "key_ops");
    return (!use || text_is(json_get_text(jwk, "use"), "sig")) &&
           (!operations || is_in(operations, "verify"));
}

/* Bytes of a member in base64url; false when it has none. */
static bool read_bytes(yyjson_val *jwk, const char *name, struct buf *out)
{
    struct text digits = json_get_text(jwk, name);
    buf_init(out, LIMIT_JWK_NUMBER_BYTES);
    return digits.len && base64_read_url(out, digits) && !out->is_over;
}

/* Makes a key of two of its members, or of one when second is NULL. */
static struct jwk_key *make(yyjson_val *jwk, const char *first, const char *second,
    struct jwk_key *(*new)(struct text first, struct text second))
{
    struct buf one, two;
    struct jwk_key *key = NULL;
    buf_init(&two, 0);
    if (read_bytes(jwk, first, &one) && (!second || read_bytes(jwk, second, &two)))
        key = new (buf_text(&one), buf_text(&two));
    buf_done(&one);
    buf_done(&two);
    return key;
}

static const struct {
    const char *type, *curve, *first, *second;
    unsigned algs;
    struct jwk_key *(*new)(struct text first, struct text second);
} kinds[] = {
    {"RSA", "", "n", "e", JWK_RS256 | JWK_PS256, jwk_key_new_rsa},
    {"EC", "P-256", "x", "y", JWK_ES256, jwk_key_new_p256},
    {"OKP", "Ed25519", "x", NULL, JWK_EDDSA, jwk_key_new_ed25519},
};

/* A key's "alg" narrows what its kind could do; one that is not ours leaves nothing. */
static unsigned narrow(yyjson_val *jwk, unsigned of_kind)
{
    return json_get(jwk, "alg") ? of_kind & (unsigned)jwk_alg_read(json_get_text(jwk, "alg"))
                                : of_kind;
}

static void add_key(struct jwk_set *set, yyjson_val *jwk)
{
    struct text type = json_get_text(jwk, "kty"), curve = json_get_text(jwk, "crv");
    if (!is_for_signatures(jwk))
        return;
    for (size_t i = 0; i < LEN_OF(kinds); i++) {
        if (!text_is(type, kinds[i].type) || !text_is(curve, kinds[i].curve))
            continue;
        unsigned fit = narrow(jwk, kinds[i].algs);
        struct jwk_key *key = fit ? make(jwk, kinds[i].first, kinds[i].second, kinds[i].new) : NULL;
        if (key)
            *VEC_ADD(set) =
                (struct key){arena_text(&set->names, json_get_text(jwk, "kid")), fit, key};
    }
}

static bool read_keys(struct jwk_set *set, yyjson_val *root, struct err *err)
{
    yyjson_val *keys = json_get(root, "keys"), *jwk;
    size_t i, count;
    if (!yyjson_is_arr(keys))
        return err_set(err, ERR_SYNTAX, "keys: must be an array");
    if (yyjson_arr_size(keys) > LIMIT_JWK_KEYS)
        return err_set(err, ERR_LIMIT, "keys: there are more than %zu", LIMIT_JWK_KEYS);
    yyjson_arr_foreach(keys, i, count, jwk)
    {
        add_key(set, jwk);
    }
    return true;
}

bool jwk_set_read(struct jwk_set **ret_set, struct text json, struct err *err)
{
    struct json doc;
    struct jwk_set *set = calloc(1, sizeof *set);
    if (!set)
        err_panic("out of memory");
    arena_init(&set->names, SIZE_MAX);
    bool is_read = json_read(&doc, json, err);
    if (is_read) {
        is_read = read_keys(set, json_root(&doc), err);
        json_done(&doc);
    }
    if (is_read)
        *ret_set = set;
    else
        jwk_set_free(set);
    return is_read;
}

void jwk_set_free(struct jwk_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->len; i++)
        jwk_key_free(set->at[i].key);
    VEC_DONE(set);
    arena_done(&set->names);
    free(set);
}

size_t jwk_set_count(const struct jwk_set *set)
{
    return set->len;
}

unsigned jwk_set_algs(const struct jwk_set *set)
{
    unsigned all = 0;
    for (size_t i = 0; i < set->len; i++)
        all |= set->at[i].algs;
    return all;
}

bool jwk_set_check(const struct jwk_set *set, enum jwk_alg alg, struct text key_id,
    struct text bytes, struct text signature, struct err *err)
{
    size_t fit = 0;
    bool is_good = false;
    for (size_t i = 0; i < set->len; i++) {
        const struct key *key = &set->at[i];
        if (!(key->algs & (unsigned)alg) || (key_id.len && !text_eq(key->id, key_id)))
            continue;
        fit++;
        is_good = is_good || jwk_key_check(key->key, alg, bytes, signature);
    }
    if (fit == 0)
        return err_set(err, ERR_NOT_FOUND, "kid: there is no key \"%.*s\" for %s", TEXT_ARG(key_id),
            jwk_alg_word(alg));
    if (fit > 1 && key_id.len == 0)
        return err_set(
            err, ERR_NOT_FOUND, "kid: is missing, and there are %zu keys to choose from", fit);
    return is_good || err_set(err, ERR_FORBIDDEN, "the signature is wrong");
}
