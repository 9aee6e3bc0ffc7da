/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/signing_key.h"

#include <sodium.h>

#include "base/rand.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "journal/journal.h"

struct making {
    struct signing_key key;
    struct text sealed;
};

static struct text facts_of(const struct signing_key *key, struct buf *out)
{
    buf_init(out, SIZE_MAX);
    json_print_open(out, '{');
    json_print_member(out, "purpose", key->purpose);
    json_print_member_z(out, "alg", jwk_alg_word(key->alg));
    json_print_member(out, "thumbprint", key->thumbprint);
    json_print_close(out, '}');
    return buf_text(out);
}

static bool add_rows(struct db *db, void *context, struct err *err)
{
    struct making *making = context;
    const struct signing_key *key = &making->key;
    struct buf facts;
    bool is_added = false;
    if (!signing_key_rows_add(db, key, making->sealed, &is_added, err))
        return false;
    if (!is_added)
        return true;
    struct journal_entry entry = {.kind = "signing_key.made",
        .object_kind = "signing_key",
        .object_id = key->id,
        .at_us = key->created_us,
        .facts = facts_of(key, &facts)};
    bool is_ok = journal_add(db, &entry, err);
    buf_done(&facts);
    return is_ok;
}

static struct text purpose_of(const struct signing_key *key, struct arena *arena)
{
    return arena_format(arena, "signing_key:%lld", (long long)key->id);
}

/* The key is made before the transaction: RSA takes its time, and SQLite has one writer. */
static bool make(struct db *db, const struct vault *vault, const char *purpose, enum jwk_alg alg,
    int64_t now_us, struct arena *arena, struct err *err)
{
    struct making making = {
        .key = {
            .id = rand_id(now_us), .purpose = text_of(purpose), .alg = alg, .created_us = now_us}};
    struct jws_key *key = jws_key_new(alg);
    struct buf secret, sealed, jwk, name;
    buf_init(&secret, SIZE_MAX);
    buf_init(&sealed, SIZE_MAX);
    buf_init(&jwk, SIZE_MAX);
    buf_init(&name, SIZE_MAX);
    jws_key_print(&secret, key);
    vault_seal(vault, purpose_of(&making.key, arena), buf_text(&secret), &sealed);
    jws_key_print_public(&jwk, key);
    jws_thumbprint(&name, buf_text(&jwk));
    making.key.jwk = buf_text(&jwk);
    making.key.thumbprint = buf_text(&name);
    making.sealed = buf_text(&sealed);
    bool is_ok = db_transact(db, add_rows, &making, err);
    sodium_memzero(secret.at, secret.len);
    buf_done(&name);
    buf_done(&jwk);
    buf_done(&sealed);
    buf_done(&secret);
    jws_key_free(key);
    return is_ok;
}

static bool open_secret(struct signing_key *key, const struct vault *vault, struct text sealed,
    struct arena *arena, struct err *err)
{
    struct text plain;
    return vault_open(vault, purpose_of(key, arena), sealed, arena, &plain, err) &&
           jws_key_read(&key->key, key->alg, plain, err);
}

static bool find_or_make(struct signing_key *ret_key, struct text *ret_sealed, struct db *db,
    const struct vault *vault, const char *purpose, enum jwk_alg alg, int64_t now_us,
    struct arena *arena, struct err *err)
{
    bool is_there;
    if (!signing_key_rows_find(db, purpose, alg, arena, ret_key, ret_sealed, &is_there, err))
        return false;
    if (!is_there &&
        (!make(db, vault, purpose, alg, now_us, arena, err) ||
            !signing_key_rows_find(db, purpose, alg, arena, ret_key, ret_sealed, &is_there, err)))
        return false;
    return is_there || err_set(err, ERR_BUSY, "the key was retired meanwhile");
}

bool signing_key_look(struct signing_key *ret_key, struct db *db, const struct vault *vault,
    const char *purpose, enum jwk_alg alg, int64_t now_us, struct arena *arena, struct err *err)
{
    struct text sealed;
    return find_or_make(ret_key, &sealed, db, vault, purpose, alg, now_us, arena, err);
}

bool signing_key_take(struct signing_key *ret_key, struct db *db, const struct vault *vault,
    const char *purpose, enum jwk_alg alg, int64_t now_us, struct arena *arena, struct err *err)
{
    struct signing_key key;
    struct text sealed;
    if (!find_or_make(&key, &sealed, db, vault, purpose, alg, now_us, arena, err))
        return false;
    if (!open_secret(&key, vault, sealed, arena, err))
        return err_add(err, "signing key %.*s", TEXT_ARG(key.thumbprint));
    *ret_key = key;
    return true;
}

void signing_key_done(struct signing_key *key)
{
    jws_key_free(key->key);
    key->key = NULL;
}

/* -- retiring -- */

struct retiring {
    const char *purpose;
    int64_t actor_id, now_us, count;
};

static bool retire_rows(struct db *db, void *context, struct err *err)
{
    struct retiring *retiring = context;
    struct buf facts;
    if (!signing_key_rows_retire(db, retiring->purpose, retiring->now_us, &retiring->count, err))
        return false;
    if (!retiring->count)
        return true;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member_z(&facts, "purpose", retiring->purpose);
    json_print_close(&facts, '}');
    bool is_ok = journal_add(db,
        &(struct journal_entry){.kind = "signing_key.retired",
            .actor_id = retiring->actor_id,
            .at_us = retiring->now_us,
            .facts = buf_text(&facts)},
        err);
    buf_done(&facts);
    return is_ok;
}

bool signing_key_retire(struct db *db, const char *purpose, int64_t actor_id, int64_t now_us,
    size_t *ret_count, struct err *err)
{
    struct retiring retiring = {.purpose = purpose, .actor_id = actor_id, .now_us = now_us};
    if (!db_transact(db, retire_rows, &retiring, err))
        return false;
    *ret_count = (size_t)retiring.count;
    return true;
}

bool signing_key_bytes(struct text jwk, unsigned char ret_bytes[JWS_ED25519_BYTES])
{
    struct json json;
    struct buf bytes;
    if (!json_read(&json, jwk, NULL))
        return false;
    yyjson_val *root = json_root(&json);
    buf_init(&bytes, JWS_ED25519_BYTES);
    bool is_one = text_is(json_get_text(root, "crv"), "Ed25519") &&
                  base64_read_url(&bytes, json_get_text(root, "x")) &&
                  bytes.len == JWS_ED25519_BYTES && !bytes.is_over;
    if (is_one)
        memcpy(ret_bytes, bytes.at, bytes.len);
    buf_done(&bytes);
    json_done(&json);
    return is_one;
}
