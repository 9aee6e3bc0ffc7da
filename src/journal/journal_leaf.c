/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_leaf.h"

#include <sodium.h>

#include "codec/json.h"

static void print_id(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
    else
        json_print_member_null(out, key);
}

static void print_digest(struct buf *out, struct text digest)
{
    char hex[SHA256_HEX_SIZE] = "";
    if (digest.len == SHA256_SIZE)
        sha256_print((const unsigned char *)digest.at, hex);
    json_print_member_or_null(out, "personal_digest", text_of(hex));
}

void journal_leaf_print(struct buf *out, const struct journal_row *row)
{
    json_print_open(out, '{');
    json_print_member_int(out, "version", 1);
    json_print_member_id(out, "id", row->id);
    json_print_member_time(out, "at", row->at_us);
    json_print_member(out, "kind", row->kind);
    print_id(out, "actor_id", row->actor_id);
    print_id(out, "team_id", row->team_id);
    json_print_member_or_null(out, "object_kind", row->object_kind);
    print_id(out, "object_id", row->object_id);
    json_print_member_raw(out, "facts", row->facts);
    print_id(out, "person_id", row->person_id);
    print_digest(out, row->personal_digest);
    json_print_close(out, '}');
}

void journal_leaf_of(struct text text, struct text secret, struct merkle_hash *ret_hash)
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret.at, secret.len);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)text.at, text.len);
    crypto_auth_hmacsha256_final(&state, mac);
    merkle_leaf((struct text){(const char *)mac, sizeof mac}, ret_hash);
}

void journal_leaf_hash(const struct journal_row *row, struct merkle_hash *ret_hash)
{
    struct buf text;
    buf_init(&text, SIZE_MAX);
    journal_leaf_print(&text, row);
    journal_leaf_of(buf_text(&text), row->secret, ret_hash);
    buf_done(&text);
}
